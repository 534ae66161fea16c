"""Words are found whatever accents they are written with, and at their own place."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.study.project import Project
from communique.study.search import forgiving

WORDS = st.text(st.characters(codec="utf-8", categories=("L",)), min_size=1, max_size=8)


MARKS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "COMBINING")


def bare(text: str) -> str:
    """Without the accents that may be left out; what other scripts put on a letter is part of it."""

    def may_go(character: str) -> bool:
        return bool(unicodedata.combining(character)) and unicodedata.name(character).startswith(MARKS)

    return "".join(c for c in unicodedata.normalize("NFD", text) if not may_go(c))


@given(WORDS)
def test_a_word_is_found_composed_decomposed_and_bare(word: str) -> None:
    for form in ("NFC", "NFD"):
        assert re.search(forgiving(word), unicodedata.normalize(form, word), re.IGNORECASE)
    if bare(word):
        assert re.search(forgiving(bare(word)), unicodedata.normalize("NFC", word), re.IGNORECASE)


@given(WORDS, WORDS)
def test_what_is_found_differs_from_the_word_in_case_and_accents_alone(word: str, text: str) -> None:
    found = re.search(forgiving(word), f"{text} {word}", re.IGNORECASE)
    assert found
    assert bare(found[0]).casefold() == bare(word).casefold() or bare(found[0]).lower() == bare(word).lower()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("word", "other"), [("हिन्दी", "हेन्दी"), ("한국", "한굴"), ("がくせい", "かくせい"), ("ख़बर", "खबर"), ("தமிழ்", "தமழ்")]
)
def test_in_scripts_without_accents_every_sign_counts(word: str, other: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, f"… {word} …")
    assert re.search(forgiving(word), text, re.IGNORECASE)
    assert not re.search(forgiving(other), text, re.IGNORECASE)


@pytest.mark.parametrize("words", ["zürich été", "ZURICH ETE", '"l’été à zurich"', "zu\u0308rich"])
def test_documents_are_found(anywhere: Project, words: str) -> None:
    text = "Le conseil 🌉 parle de l’été à Zürich."
    number = anywhere.paste(text, title="Conseil")["documents"][0]
    (found,) = anywhere.search(words)
    assert found["document"] == number
    assert f"{found['before']}{found['match']}{found['after']}" == text


def test_arabic_vowel_signs_make_no_difference(project: Project) -> None:
    number = project.paste("يُرِيدُ النَّادِي عَبَّارَةً لَيْلًا.", title="رسالة")["documents"][0]
    assert [f["document"] for f in project.search("النادي عبارة")] == [number]
