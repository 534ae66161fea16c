"""What says that a text is an issue of a periodical, and what it does to headings."""

from __future__ import annotations

import pytest

from communique.model.reading import Source
from communique.reading.mastheads import is_rubric, masthead, takes_leave
from communique.reading.plain import PlainTextReader

from .pages import BODY

OTHER = (
    "The library lends books to every child in the quarter, and its reading room is open until nine at night.",
    "Limes and chestnuts stand along the avenue, and their roots lift the paving stones in front of the houses.",
)


def articles(lines: list[str]) -> list[str]:
    """The first line of each document."""
    text = "\n".join(lines)
    documents = PlainTextReader().read(Source(text.encode(), "letter.txt")).documents
    return [text[document.ranges[0][0] :].splitlines()[0] for document in documents]


@pytest.mark.parametrize(
    "lines",
    [
        ["THE ROPE", "Newsletter of the Riders' Circle", "No. 4, May 2031"],
        ["Der Bogen", "Mitteilungen des Vereins", "Ausgabe 3/2030"],
        ["La Passerelle", "Bulletin du Collectif", "N° 18 – octobre 2030"],
        ["НАШ БЕРЕГ", "Газета жителей", "№ 9 (61), октябрь 2029 года"],
        ["河岸通讯", "第12期 2030年5月"],
        ["La Lettre des locataires", "Décembre 2030"],
    ],
)
def test_a_paper_says_what_it_is(lines: list[str]) -> None:
    assert masthead(lines) >= 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Council votes for the tram", "By Ann Lee", "12 May 2031", BODY[0]],
        ["Report", "Rivers without mouths", "March 2029", "Contents", "Method", "Findings"],
        ["Open letter to the council", "Fenwick, 9 May 2031"],
        [],
    ],
)
def test_a_text_by_itself_has_no_masthead(lines: list[str]) -> None:
    assert masthead(lines) < 2


@pytest.mark.parametrize(
    "line", ["Letters", "EDITORIAL", "Leserbriefe", "En bref", "Коротко", "読者の声", "— In brief —"]
)
def test_a_rubric_is_told_in_any_case(line: str) -> None:
    assert is_rubric(line)


def test_a_heading_that_says_more_is_no_rubric() -> None:
    assert not is_rubric("Letters that never came")


def test_a_kicker_belongs_to_the_article_below_it_and_a_signature_to_the_one_above() -> None:
    lines = ["THE ROPE", "Newsletter of the Riders' Circle", "No. 4, May 2031"]
    lines += [
        "OLD QUARTER",
        "Nine to eight",
        "By Ann Lee",
        *BODY[:2],
        "BOOKS",
        "Open until nine",
        "By Jo Moor",
        OTHER[0],
        BODY[3],
    ]
    lines += ["TREES", "Three summers", "By Ines Falk", OTHER[1], BODY[2]]
    assert articles(lines) == ["OLD QUARTER", "BOOKS", "TREES"]


def test_dates_and_short_notices_are_articles_of_a_paper() -> None:
    lines = [
        "THE ROPE",
        "Newsletter of the Riders' Circle",
        "No. 4, May 2031",
        "Contents",
        "Nine to eight",
        "Dates",
        "",
    ]
    lines += [
        "Nine to eight",
        *BODY[:2],
        "Dates",
        "4 June, 7 p.m.: meeting in the town hall",
        "9 July: boat trip to the island",
    ]
    assert articles(lines) == ["Nine to eight", "Dates"]


def test_an_article_without_masthead_keeps_its_parts_together() -> None:
    lines = [
        "What the tram costs",
        "Contents",
        "Cost",
        "Noise",
        "Trees",
        BODY[0],
        "Cost",
        *BODY[:2],
        "Noise",
        BODY[2],
        "Trees",
        BODY[3],
    ]
    assert articles(lines) == ["What the tram costs"]


@pytest.mark.parametrize(
    "form",
    ["Chapter and verse {}", "Newsletter of the Circle {}", "Heading {} Here\nA short sentence stands here, {}."],
)
def test_thousands_of_lines_alike_open_nothing(form: str) -> None:
    # Each line was once compared with every other; read so, this takes minutes.
    lines = [form.format(*(number, number)) for number in range(8_000)]
    assert articles(lines) == [lines[0].splitlines()[0]]


REPORTS = (
    "FERNLEIGH, April 2 — The town council on Tuesday put off for a third time its vote on whether to sell the tower.",
    "PORT ELLERY, April 3 — Bread was again sold from vans as the strike at three bakeries entered its second week.",
    "HALLAM CROSS, April 6 — A mask must be fitted to every person who enters the crushing hall, a judge has ruled.",
)


def test_reports_with_a_place_and_a_day_come_apart_without_a_masthead() -> None:
    titles = [
        "Council delays vote on water tower",
        "Bakery strike enters second week",
        "Dust masks for all, says court",
    ]
    lines = [line for title, report in zip(titles, REPORTS, strict=True) for line in (title, report, *OTHER)]
    assert articles(lines) == titles


@pytest.mark.parametrize(
    "line", ["Yours sincerely,", "Mit freundlichen Grüßen", "Cordialement", "С уважением,", "敬具"]
)
def test_how_a_letter_ends_opens_no_article(line: str) -> None:
    assert takes_leave(line)
    assert not takes_leave(f"{line} 1 2 3 said the harbour master in April")
    letter = ["Open letter to the council", "Fenwick, 9 May 2031", *BODY, line, "Ann Lee", "Jo Moor", "Otto Brandt"]
    assert len(articles(letter)) == 1


def test_initials_and_bodies_sign_the_article_above_them() -> None:
    titles = ["SALAIRES : ON COMPTE", "PETITES LIGNES, GROSSES EXCUSES", "LE COIN DU NOUVEAU"]
    head = ["LE SIFFLET", "Bulletin de la section de Kerlann", "Numéro 88 – janvier 2033"]
    lines = [
        *head,
        titles[0],
        *BODY[:2],
        "Le bureau de la section",
        titles[1],
        *OTHER,
        "Y. L. D.",
        titles[2],
        *BODY[2:],
    ]
    assert articles(lines) == titles
