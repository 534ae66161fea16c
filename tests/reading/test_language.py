from __future__ import annotations

import pytest

from communique.reading.language import language_of, script_of

from .pages import BY_LANGUAGE


@pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
def test_the_language_of_a_paragraph_is_told(language: str) -> None:
    assert language_of(BY_LANGUAGE[language]) == language


@pytest.mark.parametrize("text", ["", "12 345", "OK", "Otto Brandt", "🚋🚋🚋", "Трамвай"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_a_short_text_in_a_script_of_its_own_has_a_language() -> None:
    assert language_of("Τραμ τώρα") == "el"
    assert language_of("트램") == "ko"
    assert language_of("いま") == "ja"


def test_the_script_is_that_of_most_letters() -> None:
    assert script_of("трамвай tram трамвай") == "CYRILLIC"
    assert script_of("123 …") is None
