"""Statements with several values: groups zip, lists multiply, and a statement may be split."""

from __future__ import annotations

import pytest

from communique.model.errors import SpecError
from communique.networks import NetworkSpec, compute
from tests.networks.relations import make_relation

ROSTER = [
    {"doc": 1, "organization": ["Bakers", "Cyclists", "Tenants"], "concept": "line 4", "agreement": True},
    {"doc": 2, "organization": ["Bakers"], "concept": "line 4", "agreement": True},
]


def cells(found):
    return {(edge.row, edge.column): edge.weight for edge in found.edges()}


def test_a_joint_statement_counts_in_full_for_each_signatory():
    found = compute(make_relation(ROSTER), NetworkSpec()).network
    assert cells(found) == {("Bakers", "line 4"): 2, ("Cyclists", "line 4"): 1, ("Tenants", "line 4"): 1}
    assert found.statements == 2


def test_a_split_statement_weighs_one_in_all_and_its_pairs_a_ninth():
    spec = NetworkSpec(joint="split")
    assert cells(compute(make_relation(ROSTER), spec).network) == pytest.approx(
        {("Bakers", "line 4"): 4 / 3, ("Cyclists", "line 4"): 1 / 3, ("Tenants", "line 4"): 1 / 3}
    )
    ties = cells(compute(make_relation(ROSTER), spec.with_(type="one-mode", aggregation="congruence")).network)
    assert ties["Cyclists", "Tenants"] == pytest.approx(1 / 9)
    assert ties["Bakers", "Cyclists"] == pytest.approx(4 / 9)


def test_values_of_one_group_go_together_and_lists_without_common_group_multiply():
    row = {
        "person": [(1, "Ada"), (2, "Ben")],
        "organization": [(1, "Bakers"), (2, "Cyclists"), (3, "Tenants")],
        "concept": ["line 4", "fares"],
    }
    relation = make_relation([row], variables=("person", "organization", "concept"))
    zipped = compute(relation, NetworkSpec(rows="organization", columns="person")).network
    assert cells(zipped) == {("Bakers", "Ada"): 1, ("Cyclists", "Ben"): 1}
    crossed = compute(relation, NetworkSpec(rows="organization", columns="concept")).network
    assert len(cells(crossed)) == 6


def test_excluding_one_signatory_keeps_the_others_of_the_statement():
    spec = NetworkSpec(exclude={"organization": ["Bakers"]})
    result = compute(make_relation(ROSTER), spec)
    assert cells(result.network) == {("Cyclists", "line 4"): 1, ("Tenants", "line 4"): 1}
    assert result.left_out == {"excluded": 1}
    assert result.left_out_statements("excluded") == [2]


def test_a_filter_on_another_variable_does_not_count_a_statement_twice():
    row = {"person": ["Ada", "Ben"], "organization": "Bakers", "concept": "fares"}
    relation = make_relation([row], variables=("person", "organization", "concept"))
    found = compute(relation, NetworkSpec(include={"person": ["Ada", "Ben"]})).network
    assert cells(found) == {("Bakers", "fares"): 1}


def test_a_statement_counts_once_for_a_group_however_many_members_sign():
    entities = {
        "organization": [
            {"id": 1, "name": "Bakers", "kind": "trade", "parent": "Chamber"},
            {"id": 2, "name": "Cyclists", "kind": "club"},
            {"id": 3, "name": "Tenants", "kind": "club", "parent": None},
        ]
    }
    relation = make_relation(ROSTER, entities=entities)
    assert cells(compute(relation, NetworkSpec(rows="organization.kind")).network) == {
        ("club", "line 4"): 1,
        ("trade", "line 4"): 2,
    }
    heads = compute(relation, NetworkSpec(rows="organization.parent")).network
    assert heads.rows == ["Chamber", "Cyclists", "Tenants"]
    spec = NetworkSpec(type="one-mode", rows="organization.kind", aggregation="congruence")
    assert cells(compute(relation, spec).network) == {("club", "trade"): 2}
    assert cells(compute(relation, spec.with_(inside="keep")).network) == {("club", "trade"): 2, ("club", "club"): 1}


def test_the_reference_semantics_refuse_several_values_and_count_them():
    with pytest.raises(SpecError, match="1 statements have several values of 'organization'"):
        compute(make_relation(ROSTER), NetworkSpec(compat="dna"))


def test_a_window_counts_a_joint_statement_once():
    rows = [{**row, "date": "2031-05-03"} for row in ROSTER]
    result = compute(make_relation(rows), NetworkSpec(window="1m"))
    assert [found.statements for found in result] == [2]


def test_evidence_of_a_split_statement_shows_its_share():
    found = compute(make_relation(ROSTER), NetworkSpec(joint="split")).network
    assert [(one.id, one.weight) for one in found.evidence("Bakers", "line 4")] == [(1, pytest.approx(1 / 3)), (2, 1)]
