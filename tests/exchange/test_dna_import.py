"""What of a .dna file stands where in a project, and what is said of files that are none."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from communique.model.errors import CommuniqueError, NotFound, RecordError
from communique.project import reads, store
from communique.study.project import Project, new, open_project
from tests.support.dna_files import coder, read_dna, small, write_dna


@pytest.fixture
def either(location: str) -> Iterator[Project]:
    """A project without types, on either database."""
    with new(location, "empty", actor="Ada", session="test") as made:
        yield made


@pytest.fixture
def project(empty: Path, tmp_path: Path) -> Iterator[Project]:
    """A project without types, in a file."""
    shutil.copy(empty, tmp_path / "p.communique")
    with open_project(tmp_path / "p.communique", actor="Ada", session="test") as opened:
        yield opened


def take(project: Project, folder: Path, name: str = "in.dna", **tables: list[tuple[Any, ...]]) -> dict[str, Any]:
    return project.import_file(write_dna(folder / name, small(**tables)))


def test_numbers_of_documents_statements_and_entities_are_kept(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path)
    assert [d["id"] for d in project.documents()] == [4]
    assert [s["id"] for s in project.statements()] == [7, 9]
    assert {e["id"]: e["name"] for e in project.entities()} == {2: "Harbour Guild", 4: "Tram"}


def test_numbers_that_are_taken_are_replaced_and_it_is_said(either: Project, tmp_path: Path) -> None:
    take(either, tmp_path)
    result = take(either, tmp_path, "other.dna", DOCUMENTS=[(4, "Other", "One tram, two trams.", 1, *[""] * 5, 0)])
    assert [d["id"] for d in either.documents()] == [4, 5]
    assert [(s["id"], s["document"]) for s in either.statements()] == [(7, 4), (9, 4), (10, 5), (11, 5)]
    assert "1 of 1 documents have other numbers here: theirs were taken" in result["notes"]
    assert "2 of 2 statements have other numbers here: theirs were taken" in result["notes"]
    assert either.check()["ok"]


def test_a_document_keeps_what_the_file_says_of_it(project: Project, tmp_path: Path) -> None:
    row = (3, "On the tram", "Trams.\r\n", 2, "Ada", "Gazette", "Town", "seen twice", "speech", 1_900_000_000)
    take(project, tmp_path, DOCUMENTS=[row], STATEMENTS=[], CODERS=[coder(1, "Admin"), coder(2, "Bo")])
    shown = project.show(3)
    assert shown["text"] == "Trams.\r\n"
    assert (shown["title"], shown["author"], shown["source"]) == ("On the tram", "Ada", "Gazette")
    assert (shown["section"], shown["notes"], shown["type"]) == ("Town", "seen twice", "speech")
    assert (shown["date"], shown["date_basis"]) == ("2030-03-17T17:46:40", "coded")
    with project.store.reading() as connection:
        assert reads.document(connection, 3).coder == 2


def test_documents_with_the_same_text_are_two(project: Project, tmp_path: Path) -> None:
    rows = [(n, "Twice", "The same.", 1, *[""] * 5, 0) for n in (1, 2)]
    take(project, tmp_path, DOCUMENTS=rows, STATEMENTS=[])
    assert [project.show(n)["text"] for n in (1, 2)] == ["The same."] * 2


def test_the_file_is_captured_once_and_each_document_says_where_it_stood(project: Project, tmp_path: Path) -> None:
    rows = [(n, f"No. {n}", "A text.", 1, *[""] * 5, 0) for n in (3, 8)]
    take(project, tmp_path, DOCUMENTS=rows, STATEMENTS=[])
    digest = hashlib.sha256((tmp_path / "in.dna").read_bytes()).hexdigest()
    with project.store.reading() as connection:
        captures = reads.captures(connection)
    assert [(c.sha256, c.locator, c.name) for c in captures] == [
        (digest, "DOCUMENTS/3", "in.dna"),
        (digest, "DOCUMENTS/8", "in.dna"),
    ]


def test_a_file_that_is_there_already_is_left_alone(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path)
    before = project.state()
    result = take(project, tmp_path)
    assert (result["imported"], result["already"]) == (0, 2)
    assert "already" in result["notes"][0]
    assert project.state() == before
    project.undo()
    assert take(project, tmp_path)["imported"] == 2


def test_an_empty_string_is_not_coded(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path)
    first, second = project.statements()
    assert first["values"] == {
        "organization": ["Harbour Guild"],
        "concept": ["Tram"],
        "agreement": [True],
        "degree": [-2],
        "note": ["well"],
    }
    assert second["values"] == {"concept": ["Tram"], "agreement": [False], "degree": [0]}
    assert {s["layer"] for s in (first, second)} == {"primary"}
    assert {s["coder"] for s in (first, second)} == {"Admin"}


def test_variables_have_the_kinds_of_their_data_types_and_numbers_are_qualifiers(
    project: Project, tmp_path: Path
) -> None:
    take(project, tmp_path)
    (kind,) = project.codebook()["types"]
    assert (kind["name"], kind["color"]) == ("DNA Statement", "#efd033")
    assert [(v["name"], v["kind"], v["qualifier"]) for v in kind["variables"]] == [
        ("organization", "entity", False),
        ("concept", "entity", False),
        ("agreement", "boolean", True),
        ("degree", "integer", True),
        ("note", "text", False),
    ]


def test_every_short_text_has_an_entity_type_of_its_own(project: Project, tmp_path: Path) -> None:
    take(
        project,
        tmp_path,
        STATEMENTTYPES=[(1, "Claim", 0, 0, 0), (2, "Story", 0, 0, 0)],
        VARIABLES=[(1, "who", "short text", 1), (2, "whom", "short text", 1), (3, "who", "short text", 2)],
        ENTITIES=[(1, 1, "Guild", 1, 2, 3, None), (2, 3, "Guild", 4, 5, 6, None), (3, 2, "Guild", 7, 8, 9, 1)],
        STATEMENTS=[],
        ATTRIBUTEVARIABLES=[],
        ATTRIBUTEVALUES=[],
    )
    assert [(e["type"], e["color"], e["parent"]) for e in sorted(project.entities(), key=lambda e: e["id"])] == [
        ("who", "#010203", None),
        ("Story who", "#040506", None),
        ("whom", "#070809", "Guild"),
    ]


def test_entities_keep_colours_and_attributes(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path)
    (guild,) = project.entities("organization")
    assert (guild["color"], guild["attributes"]) == ("#0a141e", {"Type": "guild"})


def test_regular_expressions_become_highlighters(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path, REGEXES=[("tr[ae]m", 255, 0, 16)])
    with project.store.reading() as connection:
        assert [(h.pattern, h.color) for h in reads.highlighters(connection)] == [("tr[ae]m", "#ff0010")]


def test_offsets_are_turned_into_code_points(either: Project, tmp_path: Path) -> None:
    document = (4, "Emoji", "🚋🚋 Both want shade 🌳.", 1, *[""] * 5, 0)
    # "Both want shade" begins after two characters of two units each and a space.
    statements = [(7, 1, 4, 5, 20, 1), (9, 1, 4, 21, 23, 1)]
    take(either, tmp_path, DOCUMENTS=[document], STATEMENTS=statements)
    assert [s["spans"][0]["quote"] for s in either.statements()] == ["Both want shade", "🌳"]
    assert either.check()["ok"]


def test_spans_that_cut_a_character_or_leave_the_text_are_mended_and_listed(project: Project, tmp_path: Path) -> None:
    document = (4, "Emoji", "A 🚋 tram", 1, *[""] * 5, 0)
    statements = [(7, 1, 4, 3, 9, 1), (9, 1, 4, 0, 1_000, 1)]
    result = take(project, tmp_path, DOCUMENTS=[document], STATEMENTS=statements)
    assert [s["spans"][0]["quote"] for s in project.statements()] == ["🚋 tram", "A 🚋 tram"]
    assert {s["spans"][0]["status"] for s in project.statements()} == {"doubtful"}
    assert any("2 statements whose span" in note and "7, 9" in note for note in result["notes"])
    assert project.check()["ok"]


@pytest.mark.parametrize(
    ("tables", "row", "reason"),
    [
        ({"STATEMENTS": [(7, 1, 99, 0, 3, 1)]}, "STATEMENTS 7", "a document that does not exist"),
        ({"STATEMENTS": [(7, 8, 4, 0, 3, 1)]}, "STATEMENTS 7", "its statement type does not exist"),
        ({"STATEMENTS": [(7, 1, 4, 5, 5, 1)]}, "STATEMENTS 7", "5–5 is no span"),
        ({"DATASHORTTEXT": [(1, 7, 1, 77)]}, "DATASHORTTEXT of statement 7", "entity 77 does not exist"),
        ({"DATASHORTTEXT": [(1, 7, 1, 4)]}, "DATASHORTTEXT of statement 7", "entity 4 is one of another variable"),
        ({"DATABOOLEAN": [(1, 7, 1, 1)]}, "DATABOOLEAN of statement 7", "variable 1 is none of its type"),
        ({"VARIABLES": [(1, "who", "set", 1)]}, "VARIABLES 1", "data type 'set'"),
        ({"ENTITIES": [(1, 3, "Guild", 0, 0, 0, None)]}, "ENTITIES 1", "variable 3 is no short text"),
        ({"ATTRIBUTEVALUES": [(5, 4, 1, "guild")]}, "ATTRIBUTEVALUES 5", "do not go together"),
        ({"CODERRELATIONS": [(2, 1, 9, 1, 1, 1, 1)]}, "CODERRELATIONS 2", "a coder that does not exist"),
        ({"VARIABLELINKS": [(2, 1, 9)]}, "VARIABLELINKS 2", "a variable that does not exist"),
    ],
)
def test_what_refers_to_nothing_is_listed_and_the_rest_is_taken_in(
    project: Project, tmp_path: Path, tables: dict[str, list[tuple[Any, ...]]], row: str, reason: str
) -> None:
    result = take(project, tmp_path, **tables)
    assert any(f["row"] == row and reason in f["reason"] for f in result["failed"])
    assert len(project.documents()) == 1
    assert project.check()["ok"]


def test_a_type_with_the_same_variables_is_shared_and_entities_join_by_name(either: Project, tmp_path: Path) -> None:
    take(either, tmp_path)
    other = [(1, 1, "", 0, 0, 0, None), (5, 1, "Harbour Guild", 9, 9, 9, None), (3, 2, "", 0, 0, 0, None)]
    result = take(
        either,
        tmp_path,
        "other.dna",
        ENTITIES=[*other, (6, 2, "Shade", 0, 0, 0, None)],
        DATASHORTTEXT=[(1, 7, 1, 5), (2, 7, 2, 6), (3, 9, 1, 1), (4, 9, 2, 6)],
        ATTRIBUTEVALUES=[(1, 5, 1, "club")],
    )
    assert [t["name"] for t in either.codebook()["types"]] == ["DNA Statement"]
    assert [(e["name"], e["color"], e["attributes"]) for e in either.entities("organization")] == [
        ("Harbour Guild", "#0a141e", {"Type": "guild"})
    ]
    assert result["entities"] == {"concept": 1}
    assert "1 entities were there already in another colour, which stays" in result["notes"]
    assert any("another value, which stays" in note for note in result["notes"])
    assert {v for s in either.statements() for v in s["values"]["concept"]} == {"Tram", "Shade"}
    assert either.check()["ok"]


def test_a_type_of_the_same_name_with_other_variables_gets_another_name(project: Project, tmp_path: Path) -> None:
    take(project, tmp_path)
    result = take(project, tmp_path, "other.dna", VARIABLES=[(1, "organization", "long text", 1)])
    assert [t["name"] for t in project.codebook()["types"]] == ["DNA Statement", "DNA Statement (2)"]
    assert any("'DNA Statement (2)' here" in note for note in result["notes"])


def test_variables_never_have_the_names_of_fields_of_statements(project: Project, tmp_path: Path) -> None:
    rows = [(1, "date", "short text", 1), (2, "document.title", "short text", 1), (3, "", "boolean", 1)]
    result = take(project, tmp_path, VARIABLES=rows)
    (kind,) = project.codebook()["types"]
    assert [v["name"] for v in kind["variables"]] == ["date (2)", "document title", "variable 3"]
    assert "variable 'date' is 'date (2)' here: the name is reserved" in result["notes"]
    project.export_file(tmp_path / "out.dna")
    assert [row[1] for row in read_dna(tmp_path / "out.dna")["VARIABLES"]] == ["date", "document.title", ""]


def test_coders_keep_what_dna_knows_of_them(either: Project, tmp_path: Path) -> None:
    rows = [coder(1, "Admin", FontSize=20, Password="salted"), coder(5, "Bo", PermissionEditRegex=0)]
    take(either, tmp_path, CODERS=rows, CODERRELATIONS=[(1, 1, 5, 1, 0, 1, 0)])
    with either.store.reading() as connection:
        admin, bo = reads.coders(connection)
    assert (admin.id, admin.name, admin.color) == (1, "Admin", "#005ac8")
    assert (admin.attributes["dna"]["FontSize"], admin.attributes["dna"]["Password"]) == (20, "salted")
    assert bo.attributes["dna"]["PermissionEditRegex"] == 0
    (relation,) = admin.attributes["dna"]["relations"]
    assert (relation["OtherCoder"], relation["editStatements"], relation["viewDocuments"]) == (bo.uid, 0, 1)


def test_the_template_claims_and_a_file_stand_side_by_side(tmp_path: Path) -> None:
    with new(tmp_path / "p.communique", "claims", actor="Ada", session="test") as project:
        take(project, tmp_path)
        names = [t["name"] for t in project.codebook()["types"]]
        assert names[-1] == "DNA Statement"
        assert len(names) == 5
        assert {e["type"] for e in project.entities()} == {"DNA Statement organization", "DNA Statement concept"}


def test_a_date_that_no_calendar_has_leaves_the_document_undated(project: Project, tmp_path: Path) -> None:
    result = take(project, tmp_path, DOCUMENTS=[(4, "Late", "One tram, two trams.", 1, *[""] * 5, 2**60)])
    assert project.documents()[0]["date"] is None
    assert any("undated here (4)" in note for note in result["notes"])


def test_characters_that_no_database_keeps_are_replaced_and_counted(project: Project, tmp_path: Path) -> None:
    path = write_dna(tmp_path / "in.dna", small())
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE DOCUMENTS SET Text = CAST(x'41004220FF43' AS TEXT), Notes = CAST(x'FE' AS TEXT)")
        file.execute("DELETE FROM STATEMENTS")
        file.commit()
    result = project.import_file(path)
    assert project.show(4)["text"] == "A\ufffdB \ufffdC"
    assert any("2 strings held broken or NUL characters" in note for note in result["notes"])


def test_a_table_that_dna_does_not_have_is_listed(project: Project, tmp_path: Path) -> None:
    path = write_dna(tmp_path / "in.dna", small())
    with closing(sqlite3.connect(path)) as file:
        file.executescript("CREATE TABLE EXTRA (x); INSERT INTO EXTRA VALUES (1); CREATE TABLE VOID (x)")
    assert [f["row"] for f in project.import_file(path)["failed"]] == ["EXTRA"]


def _sqlite(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(script)
    return path


DNA_2 = "CREATE TABLE SETTINGS (Property, Value); INSERT INTO SETTINGS VALUES ('version', '2.0-beta.25');"
DNA_2 += "CREATE TABLE DOCUMENTS (ID); CREATE TABLE STATEMENTS (ID); CREATE TABLE STATEMENTLINKS (ID)"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (DNA_2, "a file of DNA 2"),
        ("CREATE TABLE t (x)", "an SQLite file, but not one of Discourse Network Analyzer"),
    ],
)
def test_another_database_is_named_and_nothing_is_done(
    project: Project, tmp_path: Path, script: str, message: str
) -> None:
    before = project.state()
    with pytest.raises(RecordError, match=message):
        project.import_file(_sqlite(tmp_path / "in.dna", script))
    assert project.state() == before


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"SETTINGS": [("version", "4.0.0")]}, "version 4.0.0"),
        ({"SETTINGS": []}, "version unknown"),
        ({"SETTINGS": [("version", "2.0.1")]}, "DNA 2"),
    ],
)
def test_another_version_is_named(
    project: Project, tmp_path: Path, tables: dict[str, list[tuple[Any, ...]]], message: str
) -> None:
    with pytest.raises(RecordError, match=message):
        take(project, tmp_path, **tables)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("DROP TABLE REGEXES", "the table REGEXES is missing"),
        ("ALTER TABLE ENTITIES DROP COLUMN ChildOf", "ENTITIES lacks CHILDOF"),
    ],
)
def test_what_a_file_lacks_is_named(project: Project, tmp_path: Path, change: str, message: str) -> None:
    path = write_dna(tmp_path / "in.dna", small())
    with pytest.raises(RecordError, match=message):
        project.import_file(_sqlite(path, change))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"<?xml version='1.0'?><discourse/>", "XML, as DNA 1 wrote it"),
        (b"SQLite format 3\0" + b"\x07" * 2000, "damaged"),
        (b"Dear all,", r"not a \.dna file"),
    ],
)
def test_what_is_no_dna_file_is_named(project: Project, tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "in.dna"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=message):
        project.import_file(path)


def test_a_truncated_file_leaves_the_project_as_it_was(project: Project, tmp_path: Path) -> None:
    rows = [(n, "Long", "x" * 5_000, 1, *[""] * 5, 0) for n in range(1, 50)]
    path = write_dna(tmp_path / "in.dna", small(DOCUMENTS=rows, STATEMENTS=[]))
    path.write_bytes(path.read_bytes()[:150_000])
    before = project.state()
    with pytest.raises(RecordError, match="damaged"):
        project.import_file(path)
    assert project.state() == before
    assert project.check()["ok"]


def test_a_project_is_not_imported_as_a_dna_file(project: Project, tmp_path: Path) -> None:
    new(tmp_path / "other.communique").close()
    with pytest.raises(RecordError, match="a Communique project"):
        project.import_file(tmp_path / "other.communique")


def test_a_file_is_known_by_its_content(project: Project, tmp_path: Path) -> None:
    assert take(project, tmp_path, "in.sqlite")["format"] == "dna"


def test_a_file_that_another_program_writes_is_not_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    path = write_dna(tmp_path / "in.dna", small())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE SETTINGS SET Value = '3.9' WHERE Property = 'version'")
        with pytest.raises(CommuniqueError, match="close it there"):
            project.import_file(path)


def test_a_missing_file_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        project.import_file(tmp_path / "in.dna")
