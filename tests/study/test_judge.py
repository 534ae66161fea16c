"""Judgements of names: same, different or unsure, by whom and when, each of them reversible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.model.errors import NotFound, UsageError
from communique.study.project import Project, new, open_project

NAMES = ("Harbour Guild", "Harbor Guild", "The Harbour-Guild")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new(tmp_path / "j.communique", actor="ada") as made:
        made.describe("organization", [{"name": name} for name in NAMES])
        yield made


def proposed(project: Project) -> list[set[str]]:
    return [{p["a"]["name"], p["b"]["name"]} for p in project.proposals()["pairs"]]


def test_different_ones_are_not_proposed_again_and_stand_with_who_said_so(project: Project) -> None:
    assert {NAMES[0], NAMES[1]} in proposed(project)
    project.judge(NAMES[1], NAMES[0], "different")
    assert {NAMES[0], NAMES[1]} not in proposed(project)
    (judged,) = project.proposals()["judged"]
    assert ({judged["a"]["name"], judged["b"]["name"]}, judged["verdict"]) == ({NAMES[0], NAMES[1]}, "different")
    assert (judged["by"], judged["time"]) == ("ada", project.log()[0]["time"])
    project.undo()
    assert {NAMES[0], NAMES[1]} in proposed(project)
    assert project.proposals()["judged"] == []


def test_unsure_ones_stay_proposed_and_say_so(project: Project) -> None:
    project.judge(NAMES[0], NAMES[1], "unsure")
    (pair,) = [p for p in project.proposals()["pairs"] if {p["a"]["name"], p["b"]["name"]} == {NAMES[0], NAMES[1]}]
    assert pair["unsure"]["by"] == "ada"
    project.judge(NAMES[0], NAMES[1], None)
    assert all(p["unsure"] is None for p in project.proposals()["pairs"])
    assert project.check()["ok"]


def test_the_same_become_one_and_undo_makes_them_two_with_what_was_said_of_each(project: Project) -> None:
    project.judge(NAMES[1], NAMES[2], "different")
    before = project.check()["state"]
    project.judge(NAMES[0], NAMES[1], "same")
    assert [e["name"] for e in project.entities("organization")] == [NAMES[0], NAMES[2]]
    assert [e["aliases"] for e in project.entities("organization")] == [[NAMES[1]], []]
    (judged,) = project.proposals()["judged"]
    assert {judged["a"]["name"], judged["b"]["name"]} == {NAMES[0], NAMES[2]}
    project.undo()
    assert project.check() == {"ok": True, "problems": [], "state": before}


def test_a_later_judgement_of_a_pair_stands_for_the_earlier(project: Project) -> None:
    project.judge(NAMES[0], NAMES[1], "unsure")
    project.judge(NAMES[1], NAMES[0], "different")
    assert [j["verdict"] for j in project.proposals()["judged"]] == ["different"]
    project.judge(NAMES[0], NAMES[1], "same")
    assert project.proposals()["judged"] == []
    assert project.check()["ok"]


def test_a_preview_changes_nothing(project: Project) -> None:
    before = project.check()["state"]
    assert project.judge(NAMES[0], NAMES[1], "same", preview=True)["a"] == NAMES[0]
    assert project.check()["state"] == before


def test_what_cannot_be_judged_is_said(project: Project) -> None:
    with pytest.raises(UsageError, match="no judgement 'maybe'"):
        project.judge(NAMES[0], NAMES[1], "maybe")
    with pytest.raises(UsageError, match="one entity is no pair"):
        project.judge(NAMES[0], NAMES[0], "different")
    with pytest.raises(NotFound, match="no entity 'Nobody'"):
        project.judge(NAMES[0], "Nobody", "different")


def test_judgements_come_with_a_merge(project: Project, tmp_path: Path) -> None:
    other = project.backup(tmp_path / "other.communique")
    with open_project(tmp_path / "other.communique", actor="bo") as theirs:
        theirs.judge(NAMES[0], NAMES[1], "different")
    assert other
    project.merge(tmp_path / "other.communique")
    assert [j["verdict"] for j in project.proposals()["judged"]] == ["different"]
    assert project.check()["ok"]


def test_names_with_their_acronyms_are_proposed_and_acronyms_of_known_ones(project: Project) -> None:
    project.describe("organization", [{"name": "Riders Council"}])
    project.paste("Today the Night Ferry Union (NFU) met the Riders Council (RC).", title="A meeting")
    project.paste("The Riders Council (RC) met again.", title="Another")
    found = project.proposals()
    (new_one,) = found["new"]
    assert new_one == {"name": "Night Ferry Union", "count": 1, "documents": [1], "acronyms": ["NFU"]}
    (form,) = found["forms"]
    assert (form["entity"]["name"], form["form"], form["documents"]) == ("Riders Council", "RC", [1, 2])
    project.describe_one("Riders Council", add_aliases=["RC"])
    assert project.proposals()["forms"] == []


def test_an_ascribed_position_is_a_segment_that_statements_inherit(project: Project) -> None:
    text = "The meeting lasted three hours, and nobody left early.\n\nThe Boat Club is against the toll on the quay.\n"
    project.paste(text, title="A meeting")
    (segment,) = project.show(1)["segments"]
    assert (segment["mode"], segment["speaker"]) == ("ascribed", "Boat Club")
    project.define("Note", "topic", kind="entity")
    values = {"topic": "toll"}
    project.code(document=1, quote="against the toll", type="Note", values=values)
    options = {"type": "two-mode", "statement_type": "Note", "rows": "document.title", "columns": "topic"}
    assert project.network(**options, attribution=["ascribed"]).statements == 1
    assert project.network(**options, attribution=["own"]).statements == 0
