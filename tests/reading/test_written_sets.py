"""The sets of page dumps and newsletters that were written by hand stay above the line that the reader has to keep."""

from __future__ import annotations

import pytest
from benchmarks.reading import html_sets
from benchmarks.reading.written_sets import LETTERS, PAGES, cases, letters, pages, starts_of


@pytest.mark.parametrize("name", PAGES)
def test_furniture_of_dumped_pages_is_told_and_their_text_is_kept(name: str) -> None:
    wrong: list[str] = []
    found = pages(name, wrong)
    assert found["f1"] >= 0.94, wrong
    assert found["content_wrong_pct"] <= 3, wrong


@pytest.mark.parametrize("name", html_sets.PAGES)
def test_the_text_of_pages_with_markup_is_told_from_what_the_site_added(name: str) -> None:
    wrong: list[str] = []
    found = html_sets.measure(name, wrong)
    assert found["f1"] >= 0.94, wrong
    assert found["content_wrong_pct"] <= 3, wrong


@pytest.mark.parametrize("name", LETTERS)
def test_newsletters_come_apart_into_their_articles(name: str) -> None:
    wrong: list[str] = []
    assert letters(name, wrong)["f1"] >= 0.85, wrong


@pytest.mark.parametrize("name", LETTERS)
def test_each_title_of_a_letter_heads_one_article(name: str) -> None:
    for title, rows in cases(name):
        text = "\n".join(words for _, words in rows)
        assert len(starts_of(rows)) >= sum(kind == "T" for kind, _ in rows), title
        assert all(not text[:place].rpartition("\n")[2].strip() for place in starts_of(rows)), title
