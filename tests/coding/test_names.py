"""Which names may mean one entity, and which may not however alike they look."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.reading.names import measure
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.names import Named, match_key, pairs
from communique.study.project import new


def found(*names: str) -> list[tuple[str, str, str]]:
    return [(names[p.a], names[p.b], p.reason) for p in pairs([Named(n, name) for n, name in enumerate(names)])]


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Harbour Guild", "The Harbour-Guild", "the same but for marks, case, script or titles"),
        ("Ada Brix", "Dr Ada Brix", "the same but for marks, case, script or titles"),
        ("Ada Brix", "Brix, Ada", "the same words in another order"),
        ("Ferry Users Forum", "FUF", "the initials of the other"),
        ("Ada Brix", "A. Brix", "the same family name and initial"),
        ("Harbour Guild", "Harbor Guild", "another spelling"),
        ("Мария Лугова", "Maria Lugova", "another transliteration"),
    ],
)
def test_names_of_one_entity_are_proposed_with_the_reason(a: str, b: str, reason: str) -> None:
    assert found(a, b) == [(a, b, reason)]


@pytest.mark.parametrize(
    "names",
    [
        ("Drivers Local 7", "Drivers Local 9"),
        ("North Quay Tenants", "South Quay Tenants"),
        ("Ada Brix", "Bo Brix"),
        ("United Workers Party", "The Workers Party"),
        ("Painters Union", "Printers Union", "Painters Guild", "Printers Guild"),
        ("fuf", "Ferry Users Forum"),
    ],
)
def test_names_that_only_look_alike_are_not(names: tuple[str, ...]) -> None:
    assert found(*names) == []


def test_an_alias_counts_like_a_name() -> None:
    (pair,) = pairs([Named(4, "Ferry Users Forum", ("Night Boat League",)), Named(9, "The Night-Boat League")])
    assert (pair.a, pair.b, pair.score) == (4, 9, 1.0)


def test_the_set_is_judged_as_well_as_the_goal_asks() -> None:
    figures = measure()
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.9


@given(st.lists(st.text(max_size=20), max_size=12))
def test_pairs_are_of_two_and_each_stands_once(names: list[str]) -> None:
    proposed = pairs([Named(number, name) for number, name in enumerate(names)])
    assert len({(p.a, p.b) for p in proposed}) == len(proposed)
    for pair in proposed:
        assert 0 <= pair.a < pair.b < len(names)
        assert 0 < pair.score <= 1
    assert all(isinstance(match_key(name), tuple) for name in names)


def test_the_project_proposes_pairs_and_new_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "No toll\n\nNobody asked those who cross the bridge, and the bridge was paid for long ago.\n\n"
        "“We will not pay twice,” said Colm Bexley.\n\nSigned by:\nHarbour Guild\nHarbor Guild\n",
        encoding="utf-8",
    )
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        project.add(tmp_path / "a.txt")
        proposed = project.proposals()
        (pair,) = proposed["pairs"]
        assert (pair["type"], pair["a"]["name"], pair["b"]["name"]) == ("organization", "Harbour Guild", "Harbor Guild")
        assert proposed["new"] == [{"name": "Colm Bexley", "count": 1, "documents": [1], "acronyms": []}]
        assert project.proposals("person")["pairs"] == []
