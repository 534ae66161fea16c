"""Recoding and deleting many statements at once."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.errors import NotFound, UsageError
from communique.study.project import Project


def one(project: Project, number: int) -> dict[str, Any]:
    (view,) = project.statements(ids=[number])
    return view


def test_chosen_statements_get_the_value_and_others_keep_theirs(anywhere: Project) -> None:
    result = anywhere.recode({"concept": ["Tree cover"]}, values={"concept": ["Shade"]})
    assert (result["selected"], result["changed"], result["entities"]) == (2, 2, 1)
    concepts = {s["id"]: s["values"]["concept"] for s in anywhere.statements(type="Claim")}
    assert concepts == {1: ["Tram"], 2: ["Tree cover"], 3: ["Tram"], 4: ["Tree cover"], 5: ["Shadow"]}
    assert anywhere.check()["ok"]


def test_every_field_of_a_statement_can_be_set_and_emptied(anywhere: Project) -> None:
    settings = {
        "memo": ["look again"],
        "unsure": ["yes"],
        "attribution": ["quoted"],
        "date": ["2031-06"],
        "layer": ["second"],
        "coder": ["Mo"],
        "agreement": ["false"],
        "organization": ["Ferry Club", "New Club"],
    }
    assert anywhere.recode(settings, ids=(1,))["changed"] == 1
    view = one(anywhere, 1)
    assert (view["memo"], view["unsure"]) == ("look again", True)
    assert (view["attribution"], view["date"]) == ("quoted", "2031-06")
    assert (view["layer"], view["coder"], view["values"]["agreement"]) == ("second", "Mo", [False])
    assert view["values"]["organization"] == ["Ferry Club", "New Club"]
    anywhere.recode({n: [""] for n in ("memo", "unsure", "attribution", "date", "agreement")}, ids=(1,))
    view = one(anywhere, 1)
    assert (view["memo"], view["unsure"], view["attribution"], view["date"]) == ("", False, None, None)
    assert "agreement" not in view["values"]
    assert anywhere.check()["ok"]


def test_an_alias_stands_for_its_entity(project: Project) -> None:
    project.describe_one("Shade", add_aliases=["Shadiness"])
    assert project.recode({"concept": ["Shadiness"]}, ids=(1,))["entities"] == 0
    assert one(project, 1)["values"]["concept"] == ["Shade"]


def test_setting_what_is_there_changes_nothing(project: Project) -> None:
    changes = len(project.log())
    assert project.recode({"concept": ["Tram"], "memo": [""]}, ids=(1, 3))["changed"] == 0
    assert len(project.log()) == changes


def test_values_in_groups_are_replaced_as_a_whole(project: Project) -> None:
    project.recode({"organization": ["Ferry Club"]}, ids=(7,))
    view = one(project, 7)
    assert view["values"]["organization"] == ["Ferry Club"]
    assert [sorted(g) for g in view["groups"]] == [["person"], ["person"]]


def test_statements_without_the_variable_are_counted_as_left_out(project: Project) -> None:
    result = project.recode({"unit": ["inhabitants"]}, document="Circle")
    assert (result["changed"], result["not_applicable"]) == (1, 2)
    with pytest.raises(UsageError, match="no chosen statement is of a type with 'unit'"):
        project.recode({"unit": ["inhabitants"]}, type="Claim")


def test_another_type_keeps_what_both_types_have_and_says_what_goes(anywhere: Project) -> None:
    before = one(anywhere, 1)
    shared = {"organization"} & set(before["values"])
    gone = sum(len(v) for n, v in before["values"].items() if n not in shared)
    asked = anywhere.recode({"type": ["Signature"]}, ids=(1,), preview=True)
    assert (asked["changed"], asked["dropped"]) == (1, gone)
    assert one(anywhere, 1) == before
    assert anywhere.recode({"organization": ["Ferry Club"], "type": ["Signature"]}, ids=(1,))["changed"] == 1
    view = one(anywhere, 1)
    assert (view["type"], view["values"]) == ("Signature", {"organization": ["Ferry Club"]})
    assert anywhere.check()["ok"]
    anywhere.undo()
    assert one(anywhere, 1) == before


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"type": ["Rumour"]}, "no statement type 'Rumour'"),
        ({"type": [""]}, "no statement type ''"),
        ({"agreement": ["perhaps"]}, "neither true nor false"),
        ({"agreement": ["true", "false"]}, "qualifier"),
        ({"memo": ["a", "b"]}, "holds one value"),
        ({"layer": ["third"]}, "unknown"),
        ({"date": ["soon"]}, "not a date"),
        ({"colour": ["red"]}, "no variable or field"),
        ({"concept": ["Fresh one"], "date": ["soon"]}, "not a date"),
        ({}, "nothing to set"),
    ],
)
def test_what_has_no_meaning_is_refused_and_nothing_changes(
    project: Project, settings: dict[str, list[str]], reason: str
) -> None:
    before = project.state()
    with pytest.raises(UsageError, match=reason):
        project.recode(settings, type="Claim")
    assert project.state() == before


def test_a_preview_counts_and_changes_nothing(project: Project) -> None:
    before, changes = project.state(), len(project.log())
    settings = {"concept": ["Fresh"], "memo": ["new"]}
    preview = project.recode(settings, type="Claim", preview=True)
    assert project.state() == before
    assert len(project.log()) == changes
    assert project.recode(settings, type="Claim") == preview
    assert preview["changed"] == 5
    project.undo()
    assert project.state() == before


def test_deleted_statements_are_gone_until_undo(anywhere: Project) -> None:
    before = anywhere.state()
    assert anywhere.delete(values={"concept": ["Tram"]}) == {"statements": 2, "documents": 2}
    assert [s["id"] for s in anywhere.statements()] == [2, 4, 5, 6, 7]
    assert anywhere.check()["ok"]
    anywhere.undo()
    assert anywhere.state() == before


def test_a_statement_forgets_a_deleted_origin(project: Project) -> None:
    from communique.project import reads
    from communique.project.history import changing

    with changing(project.store, "decide", "decide", actor="Ada", session="test") as writer:
        writer.replace("statement", (2,), origin_id=1)
    project.delete(ids=(1,))
    with project.store.reading() as connection:
        (derived,) = reads.statements(connection, ids=[2])
    assert derived.origin is None
    assert project.check()["ok"]


def test_deleting_asks_which(project: Project) -> None:
    with pytest.raises(UsageError, match="which statements"):
        project.delete()
    with pytest.raises(UsageError, match="which statements"):
        project.delete(values={})
    with pytest.raises(NotFound, match="statement 99"):
        project.delete(ids=(1, 99))
    assert len(project.statements()) == 7


def test_documents_are_edited_many_at_once(anywhere: Project) -> None:
    before = anywhere.state()
    assert anywhere.edit([1, 2], {"place": "quay"}, author="Bo") == [1, 2]
    assert anywhere.edit(None, where={"author": ""}, author="Ana", preview=True) == [3]
    assert anywhere.edit(None, where={"author": ""}, author="Ana") == [3]
    assert anywhere.edit(None, where={"attribute:place": "quay"}, section="Letters") == [1, 2]
    assert [d["author"] for d in anywhere.documents()] == ["Bo", "Bo", "Ana"]
    assert [d["section"] for d in anywhere.documents()] == ["Letters", "Letters", ""]
    for _ in range(3):
        anywhere.undo()
    assert anywhere.state() == before
    with pytest.raises(UsageError, match="no field 'colour'"):
        anywhere.edit(None, where={"colour": "red"}, author="x")
