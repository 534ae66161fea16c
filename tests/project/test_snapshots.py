"""A snapshot never says anything else than the tables, and nothing of a purged project stays in one."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from communique.project import reads, snapshots
from communique.project.relation import read_relation
from communique.project.snapshots import relation_of
from communique.study.project import Project, new, open_project

TEXT = "The Harbour Guild welcomes the tram. The Lantern Society wants trees. The Cyclists ask for a lane."
CODINGS = """document;quote;organization;concept;agreement
1;The Harbour Guild welcomes the tram;Harbour Guild;Tram;true
1;The Lantern Society wants trees;Lantern Society;Trees;true
1;The Cyclists ask for a lane;Cyclists;Lane;true
"""


@pytest.fixture
def location(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small study whose snapshots are kept as if it were large."""
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(snapshots, "LEAST", 1)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.csv").write_text(CODINGS, encoding="utf-8")
    location = str(tmp_path / "study.communique")
    with new(location, actor="Ada", session="t") as project:
        project.add(tmp_path / "a.txt")
        assert project.import_file(tmp_path / "c.csv")["imported"] == 3
    return location


def both(project: Project, as_of: int | None = None):
    """The relation by way of snapshots, held to be the one that the tables give."""
    with project.store.reading() as connection:
        (kind,) = (s for s in reads.codebook(connection, as_of).types if s.name == "Claim")
        found = relation_of(project.store, connection, kind, as_of)
        read = read_relation(project.store, connection, kind, as_of)
    assert found.table.equals(read.table)
    assert found.entities.keys() == read.entities.keys()
    assert all(found.entities[name].equals(read.entities[name]) for name in read.entities)
    rest = ("statement_type", "variables", "span", "head", "origin", "double_coded")
    assert [getattr(found, name) for name in rest] == [getattr(read, name) for name in rest]
    return found


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").rglob("*.arrow"))


def reads_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_, **__):
        raise AssertionError("the tables were read")

    monkeypatch.setattr(snapshots, "read_relation", never)


def test_a_second_process_takes_the_relation_from_disk(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_project(location, read_only=True) as project:
        first = both(project)
    assert len(files(tmp_path)) == 1
    reads_no_table(monkeypatch)
    with open_project(location, read_only=True) as project, project.store.reading() as connection:
        (kind,) = (s for s in reads.codebook(connection).types if s.name == "Claim")
        again = relation_of(project.store, connection, kind)
    assert again.table.equals(first.table)
    assert again.variables == first.variables


def test_an_open_project_reads_its_tables_once(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CACHE", "")
    with open_project(location) as project:
        first = project.network(rows="organization", columns="concept").network.to_pandas()
        reads_no_table(monkeypatch)
        assert project.network(rows="organization", columns="concept").network.to_pandas().equals(first)


def test_every_act_undo_redo_and_look_back_is_seen(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        assert both(project).table.num_rows == 3
        before = project.log()[0]["id"]
        project.rename("entity", "Harbour Guild", "Guild of the Harbour")
        assert "Guild of the Harbour" in both(project).table["organization"].to_pylist()
        project.undo()
        assert "Harbour Guild" in both(project).table["organization"].to_pylist()
        project.redo()
        assert "Guild of the Harbour" in both(project).table["organization"].to_pylist()
        assert "Harbour Guild" in both(project, before).table["organization"].to_pylist()
        with open_project(location, actor="Bo", session="u") as other:
            other.delete(ids=[1])
        assert both(project).table.num_rows == 2


def test_a_copy_that_went_another_way_does_not_take_the_others_snapshot(location: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.communique"
    shutil.copy(location, copy)
    for place, statement in ((location, 1), (str(copy), 2)):
        with open_project(place, actor="Ada", session="t") as project:
            project.delete(ids=[statement])
            both(project)
    for place, left in ((location, [2, 3]), (str(copy), [1, 3])):
        with open_project(place) as project:
            assert both(project).table["statement.id"].to_pylist() == left


def test_a_backup_put_back_does_not_take_the_snapshot_of_what_came_after(location: str, tmp_path: Path) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        project.backup(tmp_path / "kept.communique")
        project.delete(ids=[1])
        assert both(project).table["statement.id"].to_pylist() == [2, 3]
    shutil.copy(tmp_path / "kept.communique", location)
    with open_project(location, actor="Ada", session="u") as project:
        assert both(project).table["statement.id"].to_pylist() == [1, 2, 3]
        project.delete(ids=[2])
        assert both(project).table["statement.id"].to_pylist() == [1, 3]


@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_a_damaged_snapshot_is_read_anew(location: str, tmp_path: Path, damage: bytes | None) -> None:
    with open_project(location) as project:
        both(project)
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    with open_project(location) as project:
        assert both(project).table.num_rows == 3
    assert files(tmp_path)[0].read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_no_error(location: str, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be", encoding="utf-8")
    with open_project(location) as project:
        assert both(project).table.num_rows == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_user_may_read_a_snapshot(location: str, tmp_path: Path) -> None:
    with open_project(location) as project:
        both(project)
    (path,) = files(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_small_projects_leave_no_file(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LEAST", 4)
    with open_project(location) as project:
        both(project)
    assert files(tmp_path) == []


def test_purge_deletes_the_snapshots(location: str, tmp_path: Path) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        both(project)
        assert any(b"Harbour Guild" in path.read_bytes() for path in files(tmp_path))
        project.purge(documents=[1], reason="asked for")
        assert files(tmp_path) == []
        assert len(project.store.relations) == 0
