# ruff: noqa: E501
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.dates import date_bounds
from communique.model.words import DateBasis
from communique.reading.dates import document_date, find_dates
from communique.reading.structure import text_blocks

from .pages import BODY


@pytest.mark.parametrize(
    "written",
    [
        "12 May 2031", "12th of May 2031", "May 12, 2031", "May 12th 2031", "12. Mai 2031", "12 mai 2031", "12 de mayo de 2031", "12 de maio de 2031",
        "12 maggio 2031", "12 мая 2031 г.", "12 травня 2031", "12 maja 2031", "12 mei 2031", "12 Mayıs 2031", "12 Μαΐου 2031", "12 مايو 2031", "١٢ أيار ٢٠٣١",
        "12 במאי 2031", "12 मई 2031", "१२ मई २०३१", "2031年5月12日", "二〇三一年五月十二日", "令和13年5月12日", "民國一二〇年五月十二日", "2031년 5월 12일",
        "民國一百二十年五月十二日", "12 พฤษภาคม พ.ศ. 2574", "๑๒ พฤษภาคม ๒๕๗๔", "১২ মে ২০৩১", "twelfth of May 2031", "12. května 2031",
        "2031-05-12", "2031-05-12T08:30:00+02:00", "12.05.2031", "12.5.2031", "2031/05/12", "2031.05.12",
    ],
)  # fmt: skip
def test_a_day_is_found_as_it_is_written_in_many_languages(written: str) -> None:
    (mention,) = find_dates(f"({written})")
    assert mention.value == "2031-05-12"
    assert written.startswith(f"({written})"[mention.start : mention.end])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("May 2031", "2031-05"),
        ("No. 41, May 2031", "2031-05"),
        ("Spring 2031", "2031-21"),
        ("Winter 2031", "2031-24"),
        ("Mai 2031", "2031-05"),
        ("令和13年5月", "2031-05"),
        ("3–5 May 2031", "2031-05-03/2031-05-05"),
        ("May 3-5, 2031", "2031-05-03/2031-05-05"),
        ("1er mai 2031", "2031-05-01"),
        ("1º de maio de 2031", "2031-05-01"),
        ("25/12/2031", "2031-12-25"),
        ("12/25/2031", "2031-12-25"),
    ],
)
def test_less_or_more_than_a_day_keeps_its_precision(written: str, value: str) -> None:
    (mention,) = find_dates(written)
    assert mention.value == value


def test_figures_that_could_be_either_order_are_left_open_in_english_only() -> None:
    assert find_dates("05/06/2031", language="en")[0].value is None
    assert find_dates("05/06/2031", language="fr")[0].value == "2031-06-05"


@pytest.mark.parametrize(
    "words",
    [
        "31 February 2031",
        "We may 2 come",
        "aged 32, of Fenwick",
        "$40 and 73%",
        "March in step",
        "in 1989",
        "call 12.05.20315",
        "version 2.5.2031.7",
    ],
)
def test_what_only_looks_like_a_date_is_none(words: str) -> None:
    assert find_dates(words) == []


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)),
    st.text(max_size=20),
)
@settings(max_examples=60)
def test_every_day_is_found_wherever_it_stands_and_is_valid_edtf(day, around: str) -> None:
    text = f"{around}\n{day.day} {day:%B} {day.year}\n{around}"
    mentions = [
        mention for mention in find_dates(text) if text[mention.start : mention.end] == f"{day.day} {day:%B} {day.year}"
    ]
    assert [mention.value for mention in mentions] == [day.isoformat()]
    for mention in find_dates(text):
        if mention.value:
            assert date_bounds(mention.value).first <= date_bounds(mention.value).last


def dated(*lines: str) -> str | None:
    text = "\n".join(lines)
    draft = document_date(text, text_blocks(text), language="en")
    if draft.span is not None:
        assert text[draft.span.start : draft.span.end] == draft.span.quote
    assert (draft.value is None) == (draft.basis is DateBasis.NONE)
    return draft.value


@pytest.mark.parametrize(
    "line",
    [
        "12 May 2031",
        "Date: 12 May 2031",
        "Published on May 12, 2031 at 08:30",
        "Monday, 12 May 2031 | 5 min read",
        "By Ann Lee, 12 May 2031",
        "Fenwick, 12 May 2031",
        "Statement of the Riders' Circle, 12 May 2031",
        "Posted: 12 May 2031 | Updated: 14 May 2031",
        "Leaflet given out by the tenants' league in Fenwick, 12 May 2031",
        "FENWICK, May 12, 2031 — The council has voted to build a tram line through the old quarter, which has split the town for a year and more.",
    ],
)
def test_a_date_printed_at_the_top_is_the_date_of_the_document(line: str) -> None:
    assert dated("Rails need patience", line, *BODY) == "2031-05-12"


def test_a_date_beneath_the_text_is_the_date_of_the_document() -> None:
    assert (
        dated("Rails need patience", *BODY, "Ann Lee, for the Riders' Circle", "Fenwick, 12 May 2031") == "2031-05-12"
    )


@pytest.mark.parametrize(
    "line",
    [
        "On 12 May 2031 the council voted, after a night of speeches, to build the line through the old quarter.",
        "In 1989 the old tram was closed, and the depot became a market hall that is still in use today.",
        "Join our rally: 12 May 2031, 2 pm, Market Square",
        "Deadline for objections: 12 May 2031",
        "Saturday 12 May 2031, 14:00, Market Square, bring friends",
        "© 12 May 2031 Fenwick Herald, all rights reserved by the owners of the paper",
        "Since May 2030 nothing has moved",
    ],
)
def test_dates_of_events_and_in_running_text_are_not_the_date_of_the_document(line: str) -> None:
    assert dated("Rails need patience", line, *BODY) is None
