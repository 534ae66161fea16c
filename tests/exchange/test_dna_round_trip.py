"""From a .dna file into a project and back: nothing that the format can hold is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from communique.study.project import new, open_project
from tests.support.dna_files import Tables, dna_tables, read_dna, small, write_dna


def there_and_back(source: Path, empty: Path, folder: Path) -> Path:
    target = folder / "back.dna"
    shutil.copy(empty, folder / "p.communique")
    with open_project(folder / "p.communique", actor="Ada", session="test") as project:
        taken = project.import_file(source)
        assert taken["failed"] == []
        assert [note for note in taken["notes"] if "the name is reserved" not in note] == []
        given = project.export_file(target)
        assert given["lost"] == []
        assert given["notes"] == []
    return target


@pytest.mark.shared
@pytest.mark.parametrize("name", ["sample", "rich", "blocs", "blocs10"])
def test_known_files_come_back_table_by_table(shared: Path, empty: Path, tmp_path: Path, name: str) -> None:
    source = shared / "gold" / "dna" / f"{name}.dna"
    assert read_dna(there_and_back(source, empty, tmp_path)) == read_dna(source)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables=dna_tables())
def test_any_file_comes_back_table_by_table(
    tables: Tables, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    source = write_dna(folder / "in.dna", tables)
    assert read_dna(there_and_back(source, empty, folder)) == read_dna(source)
    shutil.rmtree(folder)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables=dna_tables())
def test_an_import_is_sound_and_one_undo_takes_it_back(
    tables: Tables, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    shutil.copy(empty, folder / "p.communique")
    with open_project(folder / "p.communique", actor="Ada", session="test") as project:
        before = project.state()
        project.import_file(write_dna(folder / "in.dna", tables))
        imported = project.state()
        assert imported != before
        assert project.check()["problems"] == []
        project.undo()
        assert project.state() == before
        assert project.check()["problems"] == []
        project.redo()
        assert project.state() == imported
    shutil.rmtree(folder)


def test_a_project_with_types_of_its_own_gives_the_file_back_beside_them(tmp_path: Path) -> None:
    source = write_dna(tmp_path / "in.dna", small())
    with new(tmp_path / "p.communique", "claims", actor="Ada", session="test") as project:
        project.import_file(source)
        project.export_file(tmp_path / "out.dna")
    before, after = read_dna(source), read_dna(tmp_path / "out.dna")
    for table in ("DOCUMENTS", "STATEMENTS", "CODERS", "REGEXES", "SETTINGS"):
        if table == "STATEMENTS":
            assert [(r[0], *r[2:]) for r in after[table]] == [(r[0], *r[2:]) for r in before[table]]
        else:
            assert after[table] == before[table]
    assert "DNA Statement" in {row[1] for row in after["STATEMENTTYPES"]}
    assert {row[2] for row in before["ENTITIES"]} <= {row[2] for row in after["ENTITIES"]}


def test_the_second_trip_changes_nothing(tmp_path: Path, empty: Path) -> None:
    source = write_dna(tmp_path / "in.dna", small())
    once = there_and_back(source, empty, tmp_path)
    (tmp_path / "again").mkdir()
    twice = there_and_back(once, empty, tmp_path / "again")
    assert twice.read_bytes() == once.read_bytes()


def test_the_entity_for_not_coded_keeps_its_number_colour_and_attributes(tmp_path: Path, empty: Path) -> None:
    rows = [(30, 1, "", 7, 8, 9, None), (2, 1, "Harbour Guild", 0, 0, 0, None)]
    tables = small(
        ENTITIES=[*rows, (3, 2, "", 0, 0, 0, None), (4, 2, "Tram", 0, 0, 0, None)],
        DATASHORTTEXT=[(1, 7, 1, 2), (2, 7, 2, 4), (3, 9, 1, 30), (4, 9, 2, 4)],
        ATTRIBUTEVALUES=[(1, 30, 1, "nobody"), (2, 2, 1, "")],
    )
    source = write_dna(tmp_path / "in.dna", tables)
    assert read_dna(there_and_back(source, empty, tmp_path)) == read_dna(source)
