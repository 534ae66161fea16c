"""Finding quotes: every quote that was cut from a text is found at its place, and nowhere else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from communique.coding.matching import find_quote, fold_quote, same_words

SPACES = " \t\n\r\u00a0\u2009\u202f\u3000"
APOSTROPHES = "'’‘′ʼ"
QUOTES = '"“”„«»″'
DASHES = "-‐‑–—−"
INVISIBLE = "\u00ad\u200b\u200d\u2060\u200e\u200f\u202b\u202c\u2066\u2069\ufeff"
SCRIPTS = "abcXYZ019.,;éèñßøæλжשלוםمرحباपरिवर्तन人民電車🚋👩‍👩‍👧🇪🇺"
MARKS = "\u0301\u0308\u0327\u05b0\u064b\u093f"

texts = st.text(
    st.sampled_from(SPACES + APOSTROPHES + QUOTES + DASHES + INVISIBLE + SCRIPTS + MARKS + "…" + "abc " * 6)
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and a span of it that begins and ends with a visible character."""
    text = draw(texts)
    visible = [i for i, c in enumerate(text) if not c.isspace() and c not in INVISIBLE]
    assume(visible)
    start = draw(st.sampled_from(visible))
    last = draw(st.sampled_from([i for i in visible if i >= start]))
    return text, start, last + 1


def respell(draw: st.DrawFn, quote: str) -> str:
    """The same words with other white space, quote marks, dashes and invisible characters."""
    result = []
    for character in quote:
        for family in (SPACES, APOSTROPHES, QUOTES, DASHES):
            if character in family:
                character = draw(st.sampled_from(family))
        if character == "…" and draw(st.booleans()):
            character = "..."
        if character in INVISIBLE and draw(st.booleans()):
            continue
        result.append(character)
        if draw(st.integers(0, 9)) == 0:
            result.append(draw(st.sampled_from(INVISIBLE)))
    return "".join(result)


@st.composite
def respelt_cuts(draw: st.DrawFn) -> tuple[str, int, int, str]:
    text, start, end = draw(cuts())
    return text, start, end, respell(draw, text[start:end])


def skeleton(text: str) -> str:
    """The words of a text by a definition of its own: one space between words, one mark of each family."""
    kept = []
    for character in text:
        if character in INVISIBLE or character in "\u200c\u202a\u202d\u202e\u2067\u2068":
            continue
        for family, one in ((SPACES, " "), (APOSTROPHES, "'"), (QUOTES, '"'), (DASHES, "-")):
            if character in family:
                character = one
        kept.append("..." if character == "…" else character)
    return " ".join("".join(kept).split())


@given(cuts())
def test_every_quote_cut_from_a_text_is_found_to_the_letter(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    found = find_quote(text, text[start:end])
    assert (start, end) in found
    assert all(text[a:b] == text[start:end] for a, b in found)


@given(respelt_cuts())
@example(("say “no”, they said", 4, 8, '"no"'))
@example(("the tram\u00a0line – yes", 4, 19, "tram line - yes"))
@example(("so\u00adlid", 0, 6, "solid"))
def test_a_quote_spelt_otherwise_is_found_at_its_place(cut: tuple[str, int, int, str]) -> None:
    text, start, end, quote = cut
    # What shows nothing has no other spelling.
    assume(find_exactly(text, quote) == [] and skeleton(quote))
    found = find_quote(text, quote)
    assert any(a <= start and end <= b and skeleton(text[a:b]) == skeleton(quote) for a, b in found)


@given(texts, texts)
def test_what_is_found_reads_as_the_quote_does(text: str, quote: str) -> None:
    for start, end in find_quote(text, quote):
        assert 0 <= start < end <= len(text)
        assert unicodedata.normalize("NFC", fold_quote(text[start:end])) == unicodedata.normalize(
            "NFC", fold_quote(quote)
        )


@given(respelt_cuts())
def test_what_is_found_begins_and_ends_with_its_words(cut: tuple[str, int, int, str]) -> None:
    text, _, _, quote = cut
    for start, end in find_quote(text, quote):
        assert not text[start].isspace()
        assert not text[end - 1].isspace()


@given(cuts(), st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_characters_are_the_same(cut: tuple[str, int, int], own: str, other: str) -> None:
    text, start, end = cut
    # Only whole words: a mark that follows the quote would be composed with its last letter.
    assume(end == len(text) or text[end].isspace())
    assume(not unicodedata.combining(text[start]))
    before, quote, after = (unicodedata.normalize(own, part) for part in (text[:start], text[start:end], text[end:]))
    whole = before + quote + after
    found = find_quote(whole, unicodedata.normalize(other, quote))
    assert any(same_words(whole[a:b], quote) for a, b in found)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We want a tram.", "We want trams"),
        ("We want a tram.", "we want a tram"),
        ("We do not want a tram.", "We want a tram"),
        ("naïve", "naive"),
        ("tramline", "tram line"),
        ("tram", ""),
        ("", "tram"),
        ("tram", "\u200b \u00ad"),
        ("abc", "   "),
    ],
)
def test_other_words_are_not_found(text: str, quote: str) -> None:
    assert find_quote(text, quote) == []


def test_a_quote_that_occurs_twice_is_found_twice_even_where_it_overlaps() -> None:
    assert find_quote("tram, tram", "tram") == [(0, 4), (6, 10)]
    assert find_quote("banana", "ana") == [(1, 4), (3, 6)]


def test_a_place_that_agrees_to_the_letter_wins_over_one_that_does_not() -> None:
    assert find_quote('“no” and "no"', '"no"') == [(9, 13)]


def test_offsets_count_code_points_and_not_bytes_or_utf16() -> None:
    assert find_quote("🚋🚋 tram", "tram") == [(3, 7)]


def test_soft_hyphens_and_direction_marks_inside_a_quote_belong_to_it() -> None:
    assert find_quote("the so\u00adcalled \u200fline\u200f.", "socalled") == [(4, 13)]


def test_half_an_ellipsis_is_no_quote() -> None:
    assert find_quote("wait… no", "wait..") == []
    assert find_quote("wait… no", ". no") == []
    assert find_quote("wait… no", "wait...") == [(0, 5)]


@given(texts)
def test_words_are_the_same_as_themselves(text: str) -> None:
    assert same_words(text, text)
    assert same_words(f"  {text}\n", text)


def find_exactly(text: str, quote: str) -> list[int]:
    return [i for i in range(len(text)) if text.startswith(quote.strip(), i)]
