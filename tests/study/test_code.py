"""``code``: one statement in one act, coded again in another, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.model.errors import CommuniqueError, Conflict, NotFound, RecordError
from communique.study.project import Project, new
from communique.study.views import etag

TEXT = "The Harbour Guild 🌉 asks for a ferry. The Boat Club does not want a ferry.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new(tmp_path / "c.communique", actor="ada") as made:
        made.paste(TEXT, title="Ferry")
        yield made


def coded(project: Project) -> dict[str, object]:
    start = TEXT.index("asks")
    return project.code(
        document=1,
        start=start,
        end=start + len("asks for a ferry"),
        quote="asks for a ferry",
        type="Claim",
        values={"organization": "Harbour Guild", "concept": ["ferry"], "agreement": True},
    )


def test_a_statement_is_coded_in_one_act_and_undone_in_one(project: Project) -> None:
    before = project.check()["state"]
    made = coded(project)
    assert made == project.statements()[0]
    assert made["values"] == {"organization": ["Harbour Guild"], "concept": ["ferry"], "agreement": [True]}
    assert (made["coder"], made["layer"]) == ("ada", "primary")
    assert project.log()[0]["summary"] == "code statement 1 in document 1: Claim"
    project.undo()
    assert project.check() == {"ok": True, "problems": [], "state": before}


def test_what_is_not_given_stays_as_it_was(project: Project) -> None:
    made = coded(project)
    changed = project.code(statement=1, memo="twice?", unsure=True)
    assert changed == made | {"memo": "twice?", "unsure": True}
    moved = project.code(statement=1, start=made["spans"][0]["start"], end=made["spans"][0]["end"] + 1)
    assert moved["spans"][0]["quote"] == "asks for a ferry."
    assert (moved["memo"], moved["values"]) == ("twice?", made["values"])
    project.undo()
    project.undo()
    assert project.statements() == [made]
    assert project.check()["ok"]


def test_groups_stay_groups_when_something_else_changes(project: Project) -> None:
    groups = [{"person": "Ada Brix", "organization": "Boat Club"}, {"person": "Otto Voss", "organization": "Boat Club"}]
    made = project.code(document=1, quote="does not want a ferry", type="Claim", groups=groups, values={"concept": "f"})
    again = project.code(statement=made["id"], memo="!")
    assert again == made | {"memo": "!"}
    fewer = project.code(statement=made["id"], groups=groups[:1], values={"concept": ["f"]})
    assert fewer["groups"] == groups[:1]
    assert fewer["values"] == {"concept": ["f"], "person": ["Ada Brix"], "organization": ["Boat Club"]}


def test_nobody_changes_what_somebody_else_has_changed_since(project: Project) -> None:
    made = coded(project)
    project.code(statement=1, memo="mine", unless_changed=etag(made))
    with pytest.raises(Conflict, match="changed meanwhile") as refused:
        project.code(statement=1, memo="yours", unless_changed=etag(made))
    assert refused.value.now == project.statements()[0]
    assert refused.value.now["memo"] == "mine"


def test_what_cannot_be_coded_is_said_and_leaves_nothing(project: Project) -> None:
    before = project.check()["state"]
    for given, error in (
        ({"document": 9, "quote": "x"}, NotFound),
        ({"document": 1, "quote": "ferry"}, RecordError),
        ({"document": 1, "start": 0, "end": 3, "quote": "Thy"}, RecordError),
        ({"document": 1, "start": 5, "end": 5}, RecordError),
        ({"document": 1, "quote": "asks", "type": "Claim", "values": {"agreement": "maybe"}}, RecordError),
        ({"document": 1, "quote": "asks", "type": "Claim", "values": {"colour": "red"}}, CommuniqueError),
        ({"document": 1, "quote": "asks", "type": "Nothing"}, RecordError),
    ):
        with pytest.raises(error):
            project.code(**given)
    with pytest.raises(NotFound, match="no such statement"):
        project.code(statement=7, memo="")
    assert project.check()["state"] == before


def test_the_same_request_sent_twice_makes_one_statement(project: Project) -> None:
    given = {"uid": "01a21c0f-23b6-76dc-b1c6-98aa82e244db", "document": 1, "quote": "asks for a ferry", "type": "Claim"}
    made = project.code(**given)
    head = project.log()[0]["id"]
    assert project.code(**given) == made
    assert project.log()[0]["id"] == head
    assert len(project.statements()) == 1
