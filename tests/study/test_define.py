"""Statement types and variables of a study under way."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.errors import NotFound, Refused, UsageError
from communique.study.project import Project


def variable(project: Project, of: str, name: str) -> dict[str, Any]:
    (kind,) = [s for s in project.codebook()["types"] if s["name"] == of]
    (found,) = [v for v in kind["variables"] if v["name"] == name]
    return found


def values(project: Project, of: str, name: str) -> list[object]:
    return [s["values"].get(name) for s in project.statements(type=of)]


def test_types_and_variables_are_added(anywhere: Project) -> None:
    before = anywhere.state()
    made = anywhere.define("Demand", "addressee", entity_type="organization", definition="Who shall act.")
    assert made["made"] == ["type", "variable"]
    anywhere.define("Demand", "urgent", kind="boolean", qualifier=True)
    assert variable(anywhere, "Demand", "addressee")["entity_type"] == "organization"
    assert [s["name"] for s in anywhere.codebook()["types"]][-1] == "Demand"
    assert anywhere.check()["ok"]
    anywhere.undo()
    anywhere.undo()
    assert anywhere.state() == before


def test_values_are_converted_when_every_one_can_be(anywhere: Project) -> None:
    result = anywhere.define("Claim", "agreement", kind="integer")
    assert (result["values"], result["statements"]) == (5, 5)
    assert values(anywhere, "Claim", "agreement") == [[1], [1], [0], [1], [1]]
    anywhere.define("Claim", "agreement", kind="boolean")
    assert values(anywhere, "Claim", "agreement") == [[True], [True], [False], [True], [True]]
    anywhere.define("Figure", "value", kind="integer")
    assert values(anywhere, "Figure", "value") == [[40]]
    assert anywhere.check()["ok"]


def test_a_value_that_cannot_be_converted_refuses_all_and_is_named(project: Project) -> None:
    before = project.state()
    with pytest.raises(Refused, match=r"5 of 5 values cannot be of kind integer: statement 1"):
        project.define("Claim", "concept", kind="integer")
    assert project.state() == before


def test_text_becomes_entities_and_entities_text(anywhere: Project) -> None:
    before = values(anywhere, "Figure", "unit")
    result = anywhere.define("Figure", "unit", kind="entity")
    assert (result["made"], result["entities"]) == (["entity type"], 1)
    assert [e["name"] for e in anywhere.entities("unit")] == ["people"]
    anywhere.define("Figure", "unit", kind="text")
    assert values(anywhere, "Figure", "unit") == before
    assert anywhere.check()["ok"]


def test_a_variable_of_its_own_type_comes_to_share_another_and_equal_names_are_united(anywhere: Project) -> None:
    anywhere.define("Figure", "source", kind="entity")
    anywhere.recode({"source": ["Ferry Club", "Town office"]}, type="Figure")
    anywhere.describe("source", [{"name": "Ferry Club", "attributes": {"kind": "club"}, "aliases": ["Ferrymen"]}])
    anywhere.describe("source", [{"name": "Town office", "attributes": {"kind": "office"}, "parent": "Ferry Club"}])
    before = anywhere.state()
    result = anywhere.define("Figure", "source", entity_type="organization")
    assert result["united"] == 1
    assert values(anywhere, "Figure", "source") == [["Ferry Club", "Town office"]]
    organizations = {e["name"]: e for e in anywhere.entities("organization")}
    assert organizations["Ferry Club"]["aliases"] == ["Ferrymen"]
    assert organizations["Ferry Club"]["attributes"] == {"kind": "club"}
    assert organizations["Town office"]["parent"] == "Ferry Club"
    assert organizations["Town office"]["attributes"] == {"kind": "office"}
    assert "source" not in [e["name"] for e in anywhere.codebook()["entity_types"]]
    assert anywhere.check()["ok"]
    anywhere.undo()
    assert anywhere.state() == before


def test_a_type_that_others_use_keeps_its_entities_when_one_variable_leaves_it(project: Project) -> None:
    project.define("Signature", "organization", entity_type="person")
    assert values(project, "Signature", "organization") == [["Ferry Club", "Ferries"]]
    assert {"Ferry Club", "Ferries"} <= {e["name"] for e in project.entities("person")}
    assert "Harbour Guild" in {e["name"] for e in project.entities("organization")}
    assert values(project, "Claim", "organization")[4] == ["Ferry Club"]
    assert project.check()["ok"]


def test_a_qualifier_has_one_value_and_is_boolean_or_integer(project: Project) -> None:
    with pytest.raises(UsageError, match="boolean or integer"):
        project.define("Claim", "concept", qualifier=True)
    with pytest.raises(UsageError, match="--no-qualifier"):
        project.define("Claim", "agreement", kind="text")
    project.define("Claim", "weight", kind="integer")
    project.recode({"weight": ["1", "2"]}, ids=(2,))
    with pytest.raises(Refused, match="statement 2, variable weight: it has several values"):
        project.define("Claim", "weight", qualifier=True)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("Claim", "tone"), "needs a kind"),
        (("Claim", "document.tone"), "needs a kind|stands for a field"),
        (("Claim",), "nothing to define"),
    ],
)
def test_incomplete_definitions_are_refused(project: Project, arguments: tuple[str, ...], reason: str) -> None:
    before = project.state()
    with pytest.raises(UsageError, match=reason):
        project.define(*arguments)
    assert project.state() == before


@pytest.mark.parametrize(
    "what", [{"kind": "colour"}, {"kind": "text", "entity_type": "person"}, {"kind": "boolean", "entity_type": "x"}]
)
def test_kinds_and_entity_types_that_do_not_fit_are_refused(project: Project, what: dict[str, str]) -> None:
    before = project.state()
    for name in ("concept", "fresh"):
        with pytest.raises(UsageError):
            project.define("Claim", name, **what)
    assert project.state() == before


def test_a_dropped_variable_takes_its_values_along_until_undo(anywhere: Project) -> None:
    before = anywhere.state()
    result = anywhere.drop("Claim", "concept")
    assert (result["values"], result["statements"], result["variables"]) == (5, 5, 1)
    assert values(anywhere, "Claim", "concept") == [None] * 5
    assert anywhere.check()["ok"]
    anywhere.undo()
    assert anywhere.state() == before


def test_a_dropped_type_takes_its_statements_along(anywhere: Project) -> None:
    before = anywhere.state()
    assert anywhere.drop("Claim")["statements"] == 5
    assert {s["type"] for s in anywhere.statements()} == {"Figure", "Signature"}
    assert anywhere.check()["ok"]
    anywhere.undo()
    assert anywhere.state() == before


def test_the_last_type_and_entity_types_in_use_stay(project: Project) -> None:
    with pytest.raises(Refused, match="variables use it: concept of Claim"):
        project.drop(entity_type="concept")
    for name in ("Claim", "Stance", "Signature"):
        project.drop(name)
    with pytest.raises(Refused, match="only statement type"):
        project.drop("Figure")
    with pytest.raises(NotFound, match="no statement type 'Claim'"):
        project.drop("Claim")
    with pytest.raises(NotFound, match="no variable 'x'"):
        project.drop("Figure", "x")
    assert project.drop(entity_type="concept")["entities"] == 3
    assert project.check()["ok"]


@pytest.mark.parametrize(
    ("verb", "arguments", "more"),
    [
        ("define", ("Claim", "agreement"), {"kind": "integer"}),
        ("define", ("Figure", "unit"), {"kind": "entity"}),
        ("drop", ("Claim",), {}),
        ("drop", ("Claim", "concept"), {}),
    ],
)
def test_previews_count_and_change_nothing(
    project: Project, verb: str, arguments: tuple[str, ...], more: dict[str, Any]
) -> None:
    before, changes = project.state(), len(project.log())
    preview = getattr(project, verb)(*arguments, preview=True, **more)
    assert project.state() == before
    assert len(project.log()) == changes
    assert getattr(project, verb)(*arguments, **more) == preview
    project.undo()
    assert project.state() == before
