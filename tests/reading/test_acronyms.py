"""Names that stand with their acronym."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading import read


def names(words: str) -> list[tuple[str, str]]:
    text = f"A word on the harbour\n\n{words}\n"
    found = [f for f in read(Source(text.encode(), "page.txt")).findings if f.kind is FindingKind.NAME]
    for finding in found:
        assert text[finding.start : finding.end] == f"{finding.data['name']} ({finding.data['acronym']})"
    return [(str(f.data["name"]), str(f.data["acronym"])) for f in found]


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Harbour Workers’ Federation", "HWF"),
        ("Federation of Harbour Workers", "FHW"),
        ("Federation of Harbour Workers", "FoHW"),
        ("Föderation der Hafenarbeiter", "FdH"),
        ("Union des Travailleurs du Port", "UTP"),
        ("Гильдия Портовых Рабочих", "ГПР"),
        ("Ένωση Λιμενεργατών Πειραιά", "ΕΛΠ"),
        ("Anglo-Nordic Tram Society", "ANTS"),
    ],
)
def test_the_letters_are_those_of_the_words_in_front(name: str, acronym: str) -> None:
    assert names(f"Yesterday the {name} ({acronym}) met in the hall.") == [(name, acronym)]


@pytest.mark.parametrize(
    "words",
    [
        "They met at noon (GMT) in the hall.",
        "The Harbour Guild (see below) met in the hall.",
        "The Harbour Guild met in the old hall (HG).",
        "The ferry (F) leaves at nine.",
        "the harbour workers federation (HWF) met.",
        "Harbour. Workers, Federation (HWF)",
    ],
)
def test_other_brackets_are_left_alone(words: str) -> None:
    assert names(words) == []


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=2, max_size=6))
def test_a_name_of_capital_words_has_its_first_letters(words: list[str]) -> None:
    acronym = "".join(word[0] for word in words)
    assert names(f"here is the {' '.join(words)} ({acronym}), as told.") == [(" ".join(words), acronym)]
