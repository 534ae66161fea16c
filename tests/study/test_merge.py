"""Two laptops, one study: merging."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from communique.model.errors import Refused
from communique.project.edits import put_entity_details
from communique.project.history import changing
from communique.project.reads import codebook
from communique.study.demo import make_demo
from communique.study.project import Project, new, open_project

LETTER = "A word on shade\n\nThe Harbour Guild welcomes the tram. It wants shade on the quay, and says so.\n"
OTHER = "Not through our lane\n\nThe Garden Circle rejects the tram. It wants more shade, too.\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo study, as both coders have it."""
    return make_demo(tmp_path_factory.mktemp("demo")).project


@pytest.fixture
def mine(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / "mine.communique"))


@pytest.fixture
def theirs(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / "theirs.communique"))


def opened(path: Path, actor: str = "Nora Feldt") -> Project:
    return open_project(path, actor=actor, session="test")


def code(project: Project, folder: Path, **row: object) -> None:
    import json

    path = folder / "row.jsonl"
    path.write_text(json.dumps(row))
    assert project.import_file(path)["failed"] == []


def recode(project: Project, number: int, agreement: bool) -> None:
    """Turn the qualifier of a statement."""
    import sqlalchemy as sa

    from communique.project import tables as t
    from communique.project.history import live

    with changing(project.store, "recode", "recode", actor=project.actor, session=project.session) as writer:
        kind = codebook(writer.connection).type("Claim")
        assert kind is not None
        variable = kind.variable("agreement")
        assert variable is not None
        version = t.VERSIONED["value"].version
        query = sa.select(version.c.group_no, version.c.position).where(
            live(version), version.c.statement_id == number, version.c.variable_id == variable.id
        )
        group, position = writer.connection.execute(query).one()
        writer.replace("value", (number, variable.id, group, position), int_value=int(agreement))


def agreement(project: Project, number: int) -> object:
    (view,) = [s for s in project.statements() if s["id"] == number]
    return view["values"]["agreement"]


def essence(project: Project) -> dict[str, object]:
    return {s["uid"]: {k: v for k, v in s.items() if k != "id"} for s in project.statements()}


def coded(project: Project) -> list[int]:
    """Numbers of claims with a qualifier."""
    return [s["id"] for s in project.statements(type="Claim") if s["values"].get("agreement")]


def test_two_copies_of_the_demo_coded_apart_become_one(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a, opened(theirs, "Idris Palmer") as b:
        before = essence(a)
        once, twice, thrice = coded(a)[:3]
        is_so = agreement(a, once) == [True]
        code(a, tmp_path, document=1, start=10, end=30, organization="Anchor Society", agreement=True)
        code(b, tmp_path, document=1, start=12, end=40, organization="Bell Society", agreement=False)
        code(b, tmp_path, document=2, start=3, end=9, organization="Anchor Society", agreement=True)
        # One is recoded here, one there, one both ways.
        recode(a, once, not is_so)
        there = agreement(b, twice) != [True]
        recode(b, twice, there)
        recode(a, thrice, agreement(a, thrice) != [True])
        code(a, tmp_path, document=3, start=0, end=8, organization="Cork Society")
        with changing(b.store, "recode", "memo", actor="Idris Palmer", session="test") as writer:
            writer.replace("statement", (thrice,), memo="not so sure")
        here = agreement(a, thrice)
        state, other_state = a.state(), b.state()
        expected = essence(a).keys() | essence(b).keys()

        result = a.merge(theirs)

        merged = essence(a)
        assert merged.keys() == expected
        assert len(merged) == len(before) + 4
        assert agreement(a, once) == [not is_so]
        assert agreement(a, twice) == [there]
        assert agreement(a, thrice) == here
        (conflict,) = result["conflicts"]
        assert (conflict["kind"], conflict["reason"]) == ("statement", "changed here and there")
        assert conflict["here"]["id"] == conflict["there"]["id"] == thrice
        assert conflict["there"]["memo"] == "not so sure"
        assert result["added"] == {"entity": 1, "statement": 2}
        assert result["changed"] == {"statement": 1}
        assert [e["name"] for e in result["new_entities"]] == ["Bell Society"]
        for uid, statement in essence(b).items():
            if uid not in before:
                assert merged[uid] == statement
        assert a.check()["problems"] == []
        assert b.state() == other_state

        again = a.merge(theirs)
        assert again["change"] is None or not again["added"]
        assert essence(a) == merged

        a.undo(result["change"])
        assert a.state() == state
        assert a.check()["problems"] == []
        a.redo()
        assert essence(a) == merged
        a.undo()
        assert a.state() == state
        once_more = a.merge(theirs)
        assert (once_more["added"], once_more["changed"]) == (result["added"], result["changed"])
        assert essence(a) == merged
        assert a.check()["problems"] == []


def test_merging_an_untouched_copy_changes_nothing(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a:
        code(a, tmp_path, document=1, start=10, end=30, organization="Anchor Society")
        state = a.state()
        result = a.merge(theirs)
        assert (result["change"], result["added"], result["changed"], result["conflicts"]) == (None, {}, {}, [])
        assert a.state() == state


def test_merging_both_ways_leads_to_the_same_statements(mine: Path, theirs: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(mine, tmp_path / "copy.communique"))
    with opened(mine) as a, opened(theirs) as b:
        code(a, tmp_path, document=1, start=10, end=30, organization="Anchor Society", agreement=True)
        code(b, tmp_path, document=2, start=10, end=30, organization="Bell Society", agreement=True)
    shutil.copy(mine, copy)
    with opened(mine) as a, opened(theirs) as b:
        a.merge(theirs)
        b.merge(copy)
        assert essence(a) == essence(b)


def test_what_one_side_edited_comes_out_edited(mine: Path, theirs: Path) -> None:
    with opened(mine) as a, opened(theirs) as b:
        a.edit(1, author="Here")
        b.edit(2, author="There")
        a.edit(3, author="Here")
        b.edit(3, author="There")
        b.describe("organization", [{"name": b.entities("organization")[0]["name"], "aliases": ["The Alias"]}])
        b.assign("Idris Palmer", [1], layer="adjudicated", state="done")
        a.assign("Idris Palmer", [1], layer="adjudicated", state="open")
        result = a.merge(theirs)
        authors = {d["id"]: d["author"] for d in a.documents()}
        assert (authors[1], authors[2], authors[3]) == ("Here", "There", "Here")
        assert [(c["kind"], c["here"]["id"]) for c in result["conflicts"]] == [("document", 3)]
        assert "The Alias" in a.entities("organization")[0]["aliases"]
        (joined,) = [x for x in a.assignments() if x["layer"] == "adjudicated" and x["document"] == 1]
        assert joined["state"] == "done"
        assert a.check()["problems"] == []


def test_a_page_that_both_added_is_one_document(mine: Path, theirs: Path, tmp_path: Path) -> None:
    page = tmp_path / "letter.txt"
    page.write_text(LETTER, encoding="utf-8")
    only_there = tmp_path / "other.txt"
    only_there.write_text(OTHER, encoding="utf-8")
    with opened(mine) as a, opened(theirs) as b:
        before = len(a.documents())
        (here,) = a.add(page)[0]["documents"]
        (number,) = b.add(only_there)[0]["documents"]
        (there,) = b.add(page)[0]["documents"]
        assert here != there
        code(b, tmp_path, document=there, quote="welcomes the tram", organization="Harbour Guild")
        code(b, tmp_path, document=number, quote="rejects the tram", organization="Garden Circle")
        result = a.merge(theirs)
        assert result["conflicts"] == []
        assert len(a.documents()) == before + 2
        (statement,) = a.statements(document=here)
        assert statement["spans"][0]["quote"] == "welcomes the tram"
        titles = {d["title"]: d["id"] for d in a.documents()}
        shown = a.show(titles["Not through our lane"])
        assert shown["text"].strip() == OTHER.strip()
        assert [s["spans"][0]["quote"] for s in shown["statements"]] == ["rejects the tram"]
        assert a.check()["problems"] == []


def test_statements_follow_a_document_that_was_split_here(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a, opened(theirs) as b:
        page = tmp_path / "letter.txt"
        page.write_text(LETTER, encoding="utf-8")
        (number,) = b.add(page)[0]["documents"]
    shutil.copy(theirs, mine)
    with opened(mine) as a, opened(theirs) as b:
        _, second = a.split(number, [0, LETTER.index("It wants")])
        code(b, tmp_path, document=number, quote="wants shade on the quay", organization="Harbour Guild")
        assert a.merge(theirs)["conflicts"] == []
        assert [s["document"] for s in a.statements(document=second)] == [second]
        assert a.check()["problems"] == []


def test_what_was_removed_on_one_side_is_listed_and_kept(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a:
        code(a, tmp_path, document=1, start=10, end=30, organization="Anchor Society")
    shutil.copy(mine, theirs)
    with opened(mine) as a, opened(theirs) as b:
        b.undo()
        count = len(a.statements())
        result = a.merge(theirs)
        assert {c["reason"] for c in result["conflicts"]} == {"removed there, kept here"}
        assert len(a.statements()) == count
        back = b.merge(mine)
        assert len(b.statements()) == count - 1
        assert back["conflicts"] == []


def test_an_entity_removed_here_comes_back_if_it_is_needed(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a:
        a.describe("organization", [{"name": "Anchor Society", "aliases": ["Anchors"]}])
    shutil.copy(mine, theirs)
    with opened(mine) as a, opened(theirs) as b:
        a.undo()
        assert a.merge(theirs)["added"] == {}
        code(b, tmp_path, document=1, start=10, end=30, organization="Anchor Society")
        a.merge(theirs)
        assert "Anchor Society" in [e["name"] for e in a.entities("organization")]
        assert a.check()["problems"] == []


def test_what_was_purged_here_does_not_come_back(mine: Path, theirs: Path, tmp_path: Path) -> None:
    with opened(mine) as a, opened(theirs) as b:
        code(b, tmp_path, document=3, start=10, end=30, organization="Anchor Society")
        text = b.show(3)["text"]
        a.purge(documents=[3], reason="asked by the author")
        result = a.merge(theirs)
        assert 3 not in [d["id"] for d in a.documents()]
        assert all(c["kind"] in ("document", "statement") for c in result["conflicts"])
        assert a.check()["problems"] == []
    assert text[100:140].encode() not in mine.read_bytes()


def test_projects_without_a_common_past_are_joined_by_content(location: str, tmp_path: Path) -> None:
    page = tmp_path / "letter.txt"
    page.write_text(LETTER, encoding="utf-8")
    other = tmp_path / "b.communique"
    with new(location, actor="Ada", session="test") as a, new(other, actor="Bo", session="test") as b:
        for project, quote, organization in ((a, "welcomes", "Harbour Guild"), (b, "wants shade", "Harbour Guild")):
            project.add(page)
            code(project, tmp_path, document=1, quote=quote, organization=organization, concept="Tram", agreement=True)
        with changing(b.store, "describe", "child", actor="Bo", session="test") as writer:
            kinds = {e.name: e.id for e in codebook(writer.connection).entity_types}
            put_entity_details(writer, kinds["organization"], "A Child", parent="Z Parent", attributes={"seat": "quay"})
        state = a.state()
        result = a.merge(other)
        assert result["base"] == 0
        assert result["conflicts"] == []
        assert len(a.documents()) == 1
        assert [s["spans"][0]["quote"] for s in a.statements()] == ["welcomes", "wants shade"]
        assert [s["coder"] for s in a.statements()] == ["Ada", "Bo"]
        entities = {e["name"]: e for e in a.entities("organization")}
        assert set(entities) == {"Harbour Guild", "A Child", "Z Parent"}
        assert entities["A Child"]["parent"] == "Z Parent"
        assert entities["A Child"]["attributes"] == {"seat": "quay"}
        assert a.check()["problems"] == []
        a.undo()
        assert a.state() == state


def test_codebooks_that_cannot_stand_beside_each_other_are_refused(tmp_path: Path) -> None:
    book = """
name = "b"
[[entity_type]]
name = "organization"
[[statement_type]]
name = "Claim"
[[statement_type.variable]]
name = "organization"
kind = "entity"
[[statement_type.variable]]
name = "agreement"
kind = "integer"
"""
    (tmp_path / "b.toml").write_text(book)
    with (
        new(tmp_path / "a.communique", actor="Ada") as a,
        new(tmp_path / "b.communique", str(tmp_path / "b.toml"), actor="Bo"),
    ):
        state = a.state()
        with pytest.raises(Refused, match="'agreement' is boolean here and integer there"):
            a.merge(tmp_path / "b.communique")
        assert a.state() == state


def test_a_project_is_not_merged_with_itself(mine: Path) -> None:
    with opened(mine) as a, pytest.raises(Refused, match="the same project"):
        a.merge(mine)
