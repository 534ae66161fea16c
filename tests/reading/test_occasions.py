"""Named days and days counted from a printed one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.words import DateBasis
from communique.reading.dates import document_date, find_dates
from communique.reading.structure import text_blocks

from .pages import BODY


def told(head: str) -> tuple[str | None, DateBasis]:
    text = f"{head}\n{BODY}"
    date = document_date(text, text_blocks(text))
    if date.span is not None:
        assert text[date.span.start : date.span.end] == date.span.quote
    return date.value, date.basis


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("Statement for World Water Day 2030", "2030-03-22"),
        ("May Day 2031: what we want", "2031-05-01"),
        ("Aufruf zum Tag der Arbeit 2031", "2031-05-01"),
        ("Primo Maggio 2031, in piazza", "2031-05-01"),
        ("Manifiesto del Primero de Mayo de 2031", "2031-05-01"),
        ("К Международному женскому дню 2031", "2031-03-08"),
        ("22 March 2030: World Water Day and what became of it in the quarter", "2030-03-22"),
        ("2031年五一国际劳动节声明", "2031-05-01"),
    ],
)
def test_a_named_day_with_its_year_dates_the_text_under_it(head: str, value: str) -> None:
    assert told(head) == (value, DateBasis.OCCASION)


def test_a_date_beside_yesterday_is_the_day_before() -> None:
    assert told("The ferry\nYesterday, 12 May 2031, the council voted to close it, and nobody had been asked.") == (
        "2031-05-13",
        DateBasis.RELATIVE,
    )


@pytest.mark.parametrize(
    "head",
    [
        "Yesterday the council voted",
        "25 March 2030: what World Water Day has left us with in the quarter",
        "May Day 1931 was a beginning",
        "Since World Water Day 2030",
        "World Water Day",
    ],
)
def test_what_tells_no_day_stays_undated(head: str) -> None:
    assert told(head) == (None, DateBasis.NONE)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("29 April – 2 May 2031", "2031-04-29/2031-05-02"),
        ("28 de abril al 2 de mayo de 2031", "2031-04-28/2031-05-02"),
        ("May/June 2031", "2031-05/2031-06"),
        ("２０３１年５月３日", "2031-05-03"),
    ],
)
def test_spans_over_months_and_wide_figures_are_read(written: str, value: str) -> None:
    assert [mention.value for mention in find_dates(written)] == [value]


@given(st.text(alphabet="May Day 2031年五一国际劳动节,.\n-–", max_size=80))
def test_no_text_breaks_the_finder(text: str) -> None:
    date = document_date(text, text_blocks(text))
    if date.span is not None:
        assert text[date.span.start : date.span.end] == date.span.quote
