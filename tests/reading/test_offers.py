"""Where further articles may begin in a text that nothing but headings and words divides."""

from __future__ import annotations

from communique.reading.boundaries import openings
from communique.reading.offers import offered
from communique.reading.structure import text_blocks

FERRY = [
    "The ferry crosses the harbour at night, and the ferry is full of nurses, bakers and cooks who go to work.",
    "A night ferry costs the harbour less than a bridge, say those who count the boats and the passengers.",
    "The ferrymen of the harbour ask for two more boats, and for a roof on the landing stage of the ferry.",
]
LIBRARY = [
    "The library lends books to every child in the quarter, and its reading room is open until nine at night.",
    "Readers of the library ask for more novels, and for a librarian who reads stories to the children.",
    "A library without books is a room with shelves, wrote a reader, and half of its shelves are empty.",
]
TREES = [
    "Limes and chestnuts stand along the avenue, and their roots lift the paving stones in front of the houses.",
    "A gardener counted the leaves of the limes in autumn and found that the chestnuts had lost theirs in August.",
    "Whoever plants a lime waters it for three summers, the gardener says, and then it stands for centuries.",
]


def text(*articles: tuple[list[str], list[str]]) -> str:
    return "\n".join(line for heads, paragraphs in articles for line in (*heads, *paragraphs))


def lines(whole: str) -> list[str]:
    blocks = text_blocks(whole)
    return [
        whole[blocks[item.block].start : blocks[item.block].end]
        for item in offered(whole, blocks, openings(whole, blocks))
    ]


def test_a_change_of_subject_comes_before_a_subheading_within_one() -> None:
    ferry = FERRY[:2], [FERRY[2]]
    whole = text(
        (["Night boats"], ferry[0]),
        (["What the crews ask for"], ferry[1]),
        (["Shelves without books"], LIBRARY),
        (["Two hundred years of shade"], TREES),
    )
    assert set(lines(whole)[:2]) == {"Shelves without books", "Two hundred years of shade"}


def test_a_long_line_above_a_title_of_its_style_belongs_to_it() -> None:
    heads = ["More Books For Every Child In Our Own Quarter Now!", "The Reading Room Stays Open Until Nine"]
    whole = text((["Night Boats For All"], FERRY), (heads, LIBRARY))
    assert lines(whole)[0] == heads[0]


def test_the_first_heading_is_no_further_article() -> None:
    assert lines(text((["Night boats"], FERRY))) == []
    assert lines("") == []


def test_places_are_told_apart_by_letters_of_any_script() -> None:
    greek = [
        "Το πλοίο περνά το λιμάνι τη νύχτα και είναι γεμάτο νοσοκόμες και φουρνάρηδες που πηγαίνουν στη δουλειά τους."
    ]
    hebrew = [
        "הספרייה משאילה ספרים לכל ילד ברובע, וחדר הקריאה פתוח עד תשע בלילה בכל יום מימות השבוע, גם בחגים ובמועדים."
    ]
    whole = text((["Νύχτα στο λιμάνι"], greek * 2), (["ספרים לכל ילד"], hebrew * 2))
    assert lines(whole) == ["ספרים לכל ילד"]
