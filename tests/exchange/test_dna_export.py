"""What a project looks like as a .dna file, and what is said about what does not fit."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from calendar import timegm
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from communique.model.errors import CommuniqueError
from communique.model.words import Layer
from communique.project import reads
from communique.study.project import Project, new
from tests.support.dna_files import read_dna, small, units, write_dna
from tests.support.studies import TEXT, Study


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with the codebook ``claims``."""
    with new(tmp_path / "p.communique", "claims", actor="Ada", session="test") as made:
        yield made


def put(project: Project, folder: Path, *rows: dict[str, Any]) -> None:
    """Statements of a JSON Lines file."""
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    result = project.import_file(path)
    assert result["failed"] == []


def give(project: Project, folder: Path) -> tuple[dict[str, list[tuple[Any, ...]]], list[str]]:
    """The tables of the file, and what was lost on the way but for the definitions of the template."""
    result = project.export_file(folder / "out.dna")
    lost = [line for line in result["lost"] if "definition" not in line and "description" not in line]
    lost = [line for line in lost if "shares its entities" not in line and "originals stay" not in line]
    return read_dna(folder / "out.dna"), [line for line in lost if "of kind number" not in line]


def coded(tables: dict[str, list[tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """Each statement as the file has it: variable -> content."""
    variables = {row[0]: row[1] for row in tables["VARIABLES"]}
    entities = {row[0]: row[2] for row in tables["ENTITIES"]}
    found: dict[int, dict[str, Any]] = {row[0]: {} for row in tables["STATEMENTS"]}
    for table in ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT"):
        for statement, variable, value in tables[table]:
            found[statement][variables[variable]] = value
    for statement, variable, entity in tables["DATASHORTTEXT"]:
        found[statement][variables[variable]] = entities[entity]
    return [found[number] for number in sorted(found)]


def test_a_claim_becomes_a_statement_with_a_value_for_every_variable(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    document = study.add_document()
    study.code(document, "Both want shade", "Harbour Guild", "Shade", False)
    tables, lost = give(project, tmp_path)
    ((number, kind, where, start, stop, coder),) = tables["STATEMENTS"]
    assert (number, where, coder) == (1, document, 1)
    assert {row[0]: row[1] for row in tables["STATEMENTTYPES"]}[kind] == "Claim"
    at = TEXT.index("Both want shade")
    assert (start, stop) == (units(TEXT, at), units(TEXT, at + 15))
    assert start == at + 1, "the tram before it takes two units"
    assert coded(tables) == [{"person": "", "organization": "Harbour Guild", "concept": "Shade", "agreement": 0}]
    assert lost == [
        "1 document (1): without a coder: ascribed to Ada",
        "1 document (1): dated to the day: written as its first second",
    ]


def test_documents_without_a_date_are_listed(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    study.add_document(title="One", date=None)
    study.add_document(title="Two", date="2031-05-03T10:00:00")
    study.add_document(title="Three", date="2031-05")
    tables, lost = give(project, tmp_path)
    dates = [(1970, 1, 1, 0, 0, 0), (2031, 5, 3, 10, 0, 0), (2031, 5, 1, 0, 0, 0)]
    assert [row[-1] for row in tables["DOCUMENTS"]] == [timegm(date) for date in dates]
    assert "1 document (1): no date: written as 1970-01-01" in lost
    assert "1 document (3): dated to the month: written as its first second" in lost


def test_several_values_become_several_statements(project: Project, tmp_path: Path) -> None:
    document = Study(project.store).add_document()
    row = {"document": document, "quote": "Both want shade", "type": "Claim", "concept": "Shade", "agreement": True}
    put(project, tmp_path, row | {"organization": ["Harbour Guild", "Garden Circle"], "person": "Bo"})
    tables, lost = give(project, tmp_path)
    same = {"person": "Bo", "concept": "Shade", "agreement": 1}
    assert coded(tables) == [same | {"organization": "Harbour Guild"}, same | {"organization": "Garden Circle"}]
    assert [row[0] for row in tables["STATEMENTS"]] == [1, 2]
    assert "1 statement (1): several values: written as one statement for each" in lost


def test_each_group_becomes_a_statement_with_what_belongs_to_none(project: Project, tmp_path: Path) -> None:
    document = Study(project.store).add_document()
    groups = [{"person": "Bo", "organization": "Harbour Guild"}, {"person": "Cy", "role": "chair"}]
    row = {"document": document, "quote": "Both want shade", "type": "Signature", "country": "Utopia"}
    put(project, tmp_path, row | {"groups": groups})
    tables, _ = give(project, tmp_path)
    rest = {"country": "Utopia", "parent": ""}
    assert coded(tables) == [
        rest | {"person": "Bo", "organization": "Harbour Guild", "role": ""},
        rest | {"person": "Cy", "organization": "", "role": "chair"},
    ]


def test_a_missing_boolean_gets_the_default_of_dna_and_is_listed(project: Project, tmp_path: Path) -> None:
    document = Study(project.store).add_document()
    put(project, tmp_path, {"document": document, "quote": "Both want shade", "type": "Claim", "concept": "Shade"})
    tables, lost = give(project, tmp_path)
    assert coded(tables) == [{"person": "", "organization": "", "concept": "Shade", "agreement": 1}]
    assert "1 statement (1): 'agreement' not coded: written as 1 (true), for DNA has no missing values" in lost


def test_numbers_and_dates_become_long_texts(project: Project, tmp_path: Path) -> None:
    document = Study(project.store).add_document()
    row = {"document": document, "quote": "Both want shade", "type": "Figure", "figure": "trees", "value": 2.5}
    put(project, tmp_path, row)
    result = project.export_file(tmp_path / "out.dna")
    assert coded(read_dna(tmp_path / "out.dna"))[0]["value"] == "2.5"
    assert any(line.startswith("1 variable") and "of kind number" in line for line in result["lost"])


def test_only_the_layer_primary_is_written(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    document = study.add_document()
    study.code(document, "Both want shade", "Harbour Guild", "Shade", True)
    study.code(document, "Both want shade", "Harbour Guild", "Shade", True, layer=Layer.SECOND, coder="Bo")
    tables, lost = give(project, tmp_path)
    assert [row[0] for row in tables["STATEMENTS"]] == [1]
    assert "1 statement (2): of the layer second: not written" in lost
    assert {row[1] for row in tables["CODERS"]} == {"Ada", "Bo"}


def test_what_a_statement_says_beyond_dna_is_listed(project: Project, tmp_path: Path) -> None:
    document = Study(project.store).add_document()
    more = {"memo": "see page 2", "date": "2031-04", "attribution": "quoted", "unsure": True}
    row = {"document": document, "quote": "Both want shade", "type": "Claim", "agreement": True}
    put(project, tmp_path, row | more)
    _, lost = give(project, tmp_path)
    for name in more:
        assert f"1 statement (1): {name} not written" in lost


def test_entities_of_a_shared_type_are_written_for_each_variable_that_uses_them(
    project: Project, tmp_path: Path
) -> None:
    document = Study(project.store).add_document()
    row = {"document": document, "quote": "Both want shade", "type": "Stance", "agreement": True}
    put(project, tmp_path, row | {"organization": "Harbour Guild", "target": "Garden Circle"})
    put(project, tmp_path, row | {"organization": "Garden Circle", "target": "Harbour Guild"})
    tables, _ = give(project, tmp_path)
    names = {row[0]: row[1] for row in tables["VARIABLES"]}
    found = sorted((names[row[1]], row[2], row[0]) for row in tables["ENTITIES"] if row[2])
    assert [(variable, name) for variable, name, _ in found] == [
        ("organization", "Garden Circle"),
        ("organization", "Harbour Guild"),
        ("target", "Garden Circle"),
        ("target", "Harbour Guild"),
    ]
    own = {e["name"]: e["id"] for e in project.entities()}
    assert {name: number for _, name, number in found if number in own.values()} == own
    assert [(s["organization"], s["target"]) for s in coded(tables)] == [
        ("Harbour Guild", "Garden Circle"),
        ("Garden Circle", "Harbour Guild"),
    ]
    lost = project.export_file(tmp_path / "out.dna")["lost"]
    assert any("shares its entities with others: each written apart" in line for line in lost)


def test_what_entities_say_beyond_dna_is_listed(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    study.code(study.add_document(), "Both want shade", "Harbour Guild", "Shade", True)
    with study.act("describe") as writer:
        guild = next(e for e in reads.entities(writer.connection) if e.name == "Harbour Guild")
        writer.replace("entity", (guild.id,), notes="founded at the quay", color="teal", name="G" * 300)
        writer.begin("entity_alias", ["entity_id", "alias"], [(guild.id, "HG")])
        row = {"entity_type_id": guild.type, "name": "Seat", "position": 0, "definition": "Where it sits."}
        (seat,) = writer.new("attribute", [row])
        columns = ["entity_id", "attribute_id", "position", "value", "from_date", "to_date"]
        rows = [(guild.id, seat, 0, "Quay", None, "2030"), (guild.id, seat, 1, "Lane" * 100, "2030", None)]
        writer.begin("entity_attribute", columns, rows)
    tables, lost = give(project, tmp_path)
    (number,) = (row[0] for row in tables["ENTITIES"] if row[2] == "G" * 190)
    assert [row[2] for row in tables["ATTRIBUTEVALUES"] if row[0] == number] == [("Lane" * 100)[:190]]
    things = f"1 entity ({guild.id}): "
    for what in (
        "several values of an attribute: the last one written",
        "dates of an attribute not written",
        "aliases not written",
        "notes not written",
        "colour not written as #rrggbb: none",
        "name cut to 190 characters",
        "an attribute cut to 190 characters",
    ):
        assert things + what in lost


def test_what_documents_say_beyond_dna_is_listed(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    document = study.add_document(title="T" * 200)
    with study.act("describe") as writer:
        writer.replace("document", (document,), issuer="Guild", addressee="Council", language="en", status="done")
    tables, lost = give(project, tmp_path)
    assert tables["DOCUMENTS"][0][1] == "T" * 190
    for what in ("issuer", "addressee", "language", "status"):
        assert f"1 document (1): {what} not written" in lost
    assert "1 document (1): title cut to 190 characters" in lost


def test_captures_are_said_to_stay(project: Project, tmp_path: Path) -> None:
    Study(project.store).add_document()
    assert "1 capture: the originals stay in the project" in project.export_file(tmp_path / "out.dna")["lost"]


def test_coders_who_never_were_in_dna_get_a_password_and_every_right(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    document = study.add_document()
    for coder in ("Ada", "Bo"):
        study.code(document, "Both want shade", "Harbour Guild", "Shade", True, coder=coder)
    result = project.export_file(tmp_path / "out.dna")
    tables = read_dna(tmp_path / "out.dna")
    stored = base64.b64decode(tables["CODERS"][0][7])
    digest = stored[:16] + b"communique"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert stored[16:] == digest
    assert result["notes"] == [f"coder {n!r} has the password 'communique' in the file" for n in ("Ada", "Bo")]
    assert [row[1:] for row in tables["CODERRELATIONS"]] == [(1, 2, 1, 1, 1, 1), (2, 1, 1, 1, 1, 1)]


def test_an_empty_project_has_somebody_to_open_it(tmp_path: Path) -> None:
    with new(tmp_path / "p.communique", "empty") as project:
        project.export_file(tmp_path / "out.dna")
    tables = read_dna(tmp_path / "out.dna")
    assert [row[:2] for row in tables["CODERS"]] == [(1, "Admin")]
    assert dict(tables["SETTINGS"])["version"].startswith("3.")


def test_an_earlier_state_can_be_written(project: Project, tmp_path: Path) -> None:
    study = Study(project.store)
    study.add_document()
    head = project.log()[0]["id"]
    study.add_document(title="Later")
    project.export_file(tmp_path / "out.dna", as_of=head)
    assert [row[1] for row in read_dna(tmp_path / "out.dna")["DOCUMENTS"]] == ["On the tram"]


def test_a_renamed_variable_keeps_its_new_name(tmp_path: Path) -> None:
    with new(tmp_path / "p.communique", "empty", actor="Ada", session="test") as project:
        project.import_file(write_dna(tmp_path / "in.dna", small(VARIABLES=[(1, " who ", "short text", 1)])))
        assert project.codebook()["types"][0]["variables"][0]["name"] == "who"
        project.export_file(tmp_path / "out.dna")
        assert [row[1] for row in read_dna(tmp_path / "out.dna")["VARIABLES"]] == [" who "]
        with Study(project.store).act("rename") as writer:
            writer.replace("variable", (1,), name="whom")
        project.export_file(tmp_path / "out.dna")
        assert [row[1] for row in read_dna(tmp_path / "out.dna")["VARIABLES"]] == ["whom"]


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out.dna").write_text("an older file")
    project.export_file(tmp_path / "out.dna")
    project.export_file(tmp_path / "out.dna")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.dna", "p.communique"]


def test_a_place_that_cannot_be_written_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match=r"nowhere") as caught:
        project.export_file(tmp_path / "nowhere" / "out.dna")
    assert caught.value.way_out


def test_the_file_enforces_what_dna_enforces(project: Project, tmp_path: Path) -> None:
    project.export_file(tmp_path / "out.dna")
    with closing(sqlite3.connect(tmp_path / "out.dna")) as file:
        file.execute("PRAGMA foreign_keys = ON")
        for sql in (
            "INSERT INTO STATEMENTS VALUES (1, 1, 99, 0, 3, 1)",
            "INSERT INTO STATEMENTTYPES VALUES (99, 'x', 256, 0, 0)",
            "INSERT INTO VARIABLES VALUES (99, 'agreement', 'boolean', 1)",
            "INSERT INTO VARIABLES VALUES (99, 'x', 'set', 1)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                file.execute(sql)
