from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.reading import Source
from communique.model.words import BlockKind, DateBasis
from communique.reading.lines import lines_of, unwrapped
from communique.reading.plain import PlainTextReader

from .checks import check_reading, quotes
from .pages import BODY, LEAFLET, STRIPPED

READER = PlainTextReader()


def reading_of(text: str, name: str = "a.txt"):
    return READER.read(Source(text.encode(), name))


ANY_TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\x00\ufeff", exclude_categories=["Cc", "Cs"]),
        st.sampled_from("\n\r\t \u2028\x0b\u00a0!.•-"),
    ),
    min_size=1,
)
LINES = st.lists(
    st.sampled_from(
        [
            "Menu",
            "By Ann Lee",
            "12 May 2031",
            *BODY,
            "Signed by:",
            "• one",
            "Down!",
            "Share this",
            "",
            "\u200b",
            "2031年5月12日",
            "Foto: J",
        ]
    ),
    min_size=1,
    max_size=20,
)


@given(
    st.one_of(
        ANY_TEXT, st.builds(lambda lines, end: end.join(lines), LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
    )
)
@settings(max_examples=150, deadline=None)
def test_blocks_cover_all_but_white_space_and_the_text_is_what_was_decoded(text: str) -> None:
    if not text.strip():
        return
    reading = reading_of(text)
    assert reading.text == text
    check_reading(reading)


def test_a_leaflet_is_told_apart_line_by_line() -> None:
    reading = reading_of(LEAFLET)
    check_reading(reading)
    assert quotes(reading, BlockKind.TITLE) == ["Rails need patience 🚋"]
    assert quotes(reading, BlockKind.DATELINE) == ["Fenwick, 9 May 2031"]
    assert quotes(reading, BlockKind.SLOGAN) == ["Slow down, then move together!"]
    assert quotes(reading, BlockKind.SIGNATORY) == ["Riders' Circle of Fenwick", "Tenants' League (Old Quarter)"]
    assert quotes(reading, BlockKind.CHROME) == ["Share this", "Facebook", "Twitter"]
    (document,) = reading.documents
    assert document.language == "en"
    assert (document.date.value, document.date.basis) == ("2031-05-09", DateBasis.EXPLICIT)


def test_text_that_was_stripped_of_its_page_keeps_its_chrome_as_marked_blocks() -> None:
    reading = reading_of(STRIPPED)
    assert quotes(reading, BlockKind.TITLE) == ["Council votes for the tram"]
    assert quotes(reading, BlockKind.BYLINE) == ["By Ann Lee"]
    assert quotes(reading, BlockKind.PARAGRAPH) == list(BODY)
    assert {"Menu", "Leave a Reply", "Related articles"} <= set(quotes(reading, BlockKind.CHROME))
    (document,) = reading.documents
    assert (document.title, document.author, document.date.value) == (
        "Council votes for the tram",
        "Ann Lee",
        "2031-05-12",
    )
    assert len(document.ranges) == 1
    assert {str(finding.kind) for finding in reading.findings} == {"title", "author", "date", "language"}


def test_words_that_a_site_would_use_stay_content_inside_the_text() -> None:
    lines = [
        BODY[0],
        BODY[1],
        "Join now!",
        BODY[2],
        BODY[3],
        "Search for justice",
        BODY[0].replace("nine", "ten"),
        "Home",
    ]
    lines.append(BODY[1].replace("vote", "tally"))
    reading = reading_of("\n".join(lines))
    assert quotes(reading, BlockKind.CHROME) == []


def test_carriage_returns_stay_in_the_text_and_out_of_the_blocks() -> None:
    reading = reading_of("Rails need patience\r\n\r\n" + "\r\n".join(BODY) + "\r\n")
    assert "\r\n\r\n" in reading.text
    assert not any("\r" in reading.text[block.start : block.end] for block in reading.blocks)


LONGER = "Copied from the board at the harbour office for all those of us who cannot go there and read it themselves"


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize("top", ["", LONGER, "=" * 90])
def test_lines_broken_at_a_fixed_width_are_one_paragraph(top: str, apart: str) -> None:
    first, second = " ".join(BODY), " ".join(reversed(BODY))
    wrapped = ["\n".join(textwrap.wrap(paragraph, 72)) for paragraph in (first, second, first)]
    lines = lines_of("\n\n".join(filter(None, [top, apart.join(wrapped)])))
    joined = unwrapped("\n\n".join(filter(None, [top, apart.join(wrapped)])), lines)
    assert [" ".join(line.text.split()) for line in joined] == [*filter(None, [top]), first, second, first]


def test_a_typist_who_breaks_a_line_early_begins_no_paragraph() -> None:
    full = [f"{'ferry ' * 12}"[:71], f"{'night ' * 12}"[:71]]
    early = ["The council has talked for three evenings about what it should", "say and will not say where"]
    ended = ["The council has talked for three evenings about the line at all.", "say what one will, it goes"]
    short = ["The council and its three evenings", "not one of them too long"]
    text = "\n".join([*full * 3, *early, "", *full, *ended, "", *full, *short])
    joined = [line.text.splitlines()[-2:] for line in unwrapped(text, lines_of(text))]
    assert joined == [early, [full[-1], ended[0]], ended[1:], [full[-1], short[0]], short[1:]]


def test_entries_and_paragraphs_that_are_moved_in_begin_anew() -> None:
    # Every line is full, the last one of a paragraph, too.
    marks = ("  ", "  ", "- ", "- ", "2. ")
    paragraphs = [f"{mark}{'ferry ' * 10}"[:59] + "\n" + f"{'night ' * 10}"[:59] for mark in marks]
    text = "\n".join(paragraphs)
    assert [line.text for line in unwrapped(text, lines_of(text))] == [one.strip() for one in paragraphs]


def test_signs_are_joined_and_lists_and_verses_are_not() -> None:
    said = "渡し船の夜の便は残すべきだと港の組合は町議会に求めた。議会は五月に答えるという。"
    text = "\n".join(said[at : at + 19] for at in range(0, len(said), 19)) + "\n"
    assert [line.text.replace("\n", "") for line in unwrapped(text * 3, lines_of(text * 3))] == [said] * 3
    names = "\n".join(
        f"{name} Brix-Halvorsen, Harbour Guild of Northmoor" for name in ("Ada", "Ida", "Eda", "Una", "Ora")
    )
    assert len(unwrapped(names, lines_of(names))) == 5
    verses = "The ferry goes at dawn, at noon, at night,\nThe council knows what everybody knows,\n"
    verses += "That nobody has ever seen the light,\nThat nobody has asked where morning goes,\n"
    assert len(unwrapped(verses, lines_of(verses))) == 4


@given(
    st.lists(st.lists(st.text("abcdeäß", min_size=4, max_size=12), min_size=60, max_size=90), min_size=2, max_size=4),
    st.integers(40, 90),
)
def test_what_was_broken_at_any_width_comes_together(paragraphs: list[list[str]], width: int) -> None:
    whole = [" ".join(words) for words in paragraphs]
    text = LONGER + "\n\n" + "\n\n".join("\n".join(textwrap.wrap(words, width)) for words in whole)
    joined = unwrapped(text, lines_of(text))
    assert [" ".join(line.text.split()) for line in joined] == [LONGER, *whole]


def test_a_text_of_nothing_but_chrome_is_still_a_document() -> None:
    reading = reading_of("Share this\nFacebook\nTwitter\n")
    assert len(quotes(reading, BlockKind.CHROME)) == 3
    assert reading.documents[0].ranges == ((0, 27),)


def test_the_reader_leaves_pages_and_binary_files_to_others() -> None:
    assert READER.accepts(Source(b"some words", "a.txt"))
    assert READER.accepts(Source(b"<p> is a tag", "a.txt"))
    assert not READER.accepts(Source(b"\xef\xbb\xbf <!DOCTYPE html><p>x", "a.txt"))
    assert not READER.accepts(Source(b"%PDF-1.4", "a.txt"))


def test_menus_above_the_text_are_chrome_and_a_list_below_it_is_not() -> None:
    told = "The council voted last night to close the ferry in June, and those who cross the river at night were not "
    told += "asked what they think of it. "
    menu = ["Skip to content", "Home", "Our town", "Boats and Piers", "Opening times", "What we do", "Sign in"]
    kept = ["The ferry is to close", f"{told}Nobody had put the question to them."]
    kept += [f"{told}Some of them wrote a letter.", f"{told}The letter was not read."]
    kept += ["What they ask for", "A boat at midnight", "A boat at four", "A fare that stays", "A shelter on the pier"]
    foot = ["Share this article", "Most read", "The bridge that was never built", "Why the lamps are yellow"]
    text = "\n".join([*menu, *kept, *foot, "© 2031 The Orla Courier. All rights reserved."])
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    assert [text[b.start : b.end] for b in blocks if b.kind is not BlockKind.CHROME] == kept


TOLD = (
    "The council voted last night to close the ferry in June, and those who cross the river at night were not asked. "
    "Nobody had put the question to them, and the letter that some of them had written was not read by anybody at all."
)


@pytest.mark.parametrize(
    "heads",
    [
        [
            "Ada on 3 May 2031 at 5:23 pm said:",
            "Colm on 4 May 2031 at 6:01 am said:",
            "Ada on 4 May 2031 at 9:12 am said:",
        ],
        ["2 days ago", "19 hours ago", "3 hours ago"],
        ["Mira, 3. Mai 2031, 17:23", "Otto, 4. Mai 2031, 6:01", "Mira, 4. Mai 2031, 9:12"],
        ["il y a 3 jours", "il y a 2 jours", "il y a 5 heures"],
        ["3天前", "2天前", "5小时前"],
    ],
)
def test_comments_under_a_text_are_chrome_and_a_debate_is_its_text(heads: list[str]) -> None:
    said = ["I take that boat to work and back.", "So do I, and my mother as well.", "Then let us go to the council."]
    thread = [line for pair in zip(heads, said, strict=True) for line in pair]
    text = "\n".join(["The ferry is to close", TOLD, TOLD, *thread])
    marked = quotes(reading_of(text), BlockKind.CHROME)
    assert marked == thread
    debate = "\n".join([*thread, *thread])
    assert quotes(reading_of(debate), BlockKind.CHROME) == []
    bulletin = "\n".join(line for day in ("3", "4", "5") for line in (f"{day} May 2031", TOLD))
    assert quotes(reading_of(bulletin), BlockKind.CHROME) == []


@pytest.mark.parametrize("signs", [".", "-", " ", "_", "»", "|", ",", "!", ". ", "(", "1 ", "A. ", "a at ", '."'])
@pytest.mark.parametrize("end", ["x", ":"])
def test_a_line_of_very_many_signs_alike_is_read_like_any_other(signs: str, end: str) -> None:
    # What is looked for at the end of a line must not be looked for from each of its signs on: that took minutes.
    line = f"ab{signs * (40_000 // len(signs))}{end}"
    for above in (
        ["Home", "News", "Sign in"],
        ["The Lantern", "Bulletin of the parish", "No. 4, May 2031", "Contents"],
    ):
        text = "\n".join([*above, line, "The ferry stays", *BODY, line, "By " + line, *BODY, "Share this"])
        reading = READER.read(Source(text.encode(), "a.txt"))
        check_reading(reading)
        assert len(reading.blocks) >= 10
