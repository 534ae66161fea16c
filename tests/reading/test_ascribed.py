"""Positions that a text ascribes to somebody in its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading import read
from communique.reading.quoting import find_ascribed

OPENING = "The meeting lasted three hours, and nobody went home before the last speaker had been heard.\n\n"


def ascribed(words: str) -> list[tuple[str, str]]:
    text = OPENING + words + "\n"
    return [
        (str(f.data["speaker"]), text[f.start : f.end])
        for f in read(Source(text.encode(), "page.txt")).findings
        if f.kind is FindingKind.SEGMENT and f.data["mode"] == "ascribed"
    ]


def test_the_whole_sentence_is_the_position_of_its_subject() -> None:
    words = "Nobody spoke first. The Boat Club, founded in 1904, is against the toll. Then the lights went out."
    assert ascribed(words) == [("Boat Club", "The Boat Club, founded in 1904, is against the toll.")]


@pytest.mark.parametrize(
    "words",
    [
        "We support the toll, and we want lamps on the quay.",
        "The Boat Club should support the toll.",
        "The toll is supported by the Boat Club.",
        "Support for the Boat Club demands of us a new boat.",
        "A friend of the Boat Club opposes the toll.",
        "Nora Feldt said that the Boat Club supports the toll.",
        "The Boat Club “supports the toll” in its own way.",
        "Go to the Boat Club and demand a boat.",
        "It is open whether the Boat Club supports the toll.",
    ],
)
def test_what_is_no_position_of_the_one_named_is_left_alone(words: str) -> None:
    assert ascribed(words) == []


def test_what_a_text_says_of_its_own_issuer_is_not_ascribed() -> None:
    text = OPENING + "The Harbour Guild supports the toll, and the Boat Club knows it.\n"
    reading = read(Source(text.encode(), "page.txt"))
    (document,) = reading.documents
    assert len(list(find_ascribed(text, reading.blocks, document))) == 1
    assert list(find_ascribed(text, reading.blocks, replace(document, issuer="Harbour Guild"))) == []


def test_an_initial_ends_no_sentence() -> None:
    words = "The J. R. Brandt Society rejects the toll. Nobody else does."
    assert ascribed(words) == [("J. R. Brandt Society", "The J. R. Brandt Society rejects the toll.")]
