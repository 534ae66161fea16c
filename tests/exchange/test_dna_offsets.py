"""UTF-16 code units and code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.exchange.dna.offsets import Utf16Offsets
from tests.support.dna_files import units

texts = st.text(st.sampled_from("aé🚋𝔸\n"), max_size=20)


@given(texts)
def test_every_offset_goes_there_and_back(text: str) -> None:
    offsets = Utf16Offsets(text)
    for start in range(len(text)):
        assert offsets.units(start) == units(text, start)
        for stop in range(start + 1, len(text) + 1):
            assert offsets.code_points(units(text, start), units(text, stop)) == (start, stop, True)


@given(texts.filter(bool), st.integers(-3, 50), st.integers(-3, 50))
def test_any_span_ends_up_within_the_text(text: str, start: int, stop: int) -> None:
    first, last, exact = Utf16Offsets(text).code_points(start, stop)
    if start < stop:
        assert 0 <= first < last <= len(text)
    if exact:
        assert (units(text, first), units(text, last)) == (start, stop)


@pytest.mark.parametrize(
    ("start", "stop", "quote"),
    [(0, 2, "a🚋"), (2, 3, "🚋"), (2, 4, "🚋b"), (1, 2, "🚋"), (4, 9, "🚋"), (7, 9, "🚋"), (-2, 1, "a")],
)
def test_a_span_that_cuts_a_character_takes_all_of_it(start: int, stop: int, quote: str) -> None:
    text = "a🚋b🚋"
    first, last, exact = Utf16Offsets(text).code_points(start, stop)
    assert text[first:last] == quote
    assert not exact
