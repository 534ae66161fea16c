"""Opening projects, and what can be wrong with them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from communique.model.errors import NewerFormat, NotAProject, NotFound, ProjectError, ProjectLocked, Refused
from communique.project import store as store_module
from communique.project.history import head
from communique.project.store import Store
from communique.project.tables import metadata


def make(path: Path) -> Path:
    Store.create(str(path)).close()
    return path


def test_a_new_project_is_one_file(tmp_path: Path) -> None:
    make(tmp_path / "a.communique")
    assert [p.name for p in tmp_path.iterdir()] == ["a.communique"]


def test_a_new_project_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "a.communique"
    path.write_text("precious")
    with pytest.raises(Refused, match="there already"):
        Store.create(str(path))
    assert path.read_text() == "precious"


def test_a_new_project_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such folder"):
        Store.create(str(tmp_path / "no" / "a.communique"))


def test_the_migrations_make_the_tables_that_the_program_knows(location: str) -> None:
    store = Store.create(location)
    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    store.close()
    assert differences == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01binary junk" * 99, "not a Communique project"),
        (b"Dear all,", "not a Comm"),
    ],
)
def test_what_is_no_project_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.communique"
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=message) as caught:
        Store.open(str(path))
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_missing_project_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="communique new"):
        Store.open(str(tmp_path / "a.communique"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match="a folder"):
        Store.open(str(tmp_path))


def test_another_sqlite_file_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (x)")
    with pytest.raises(NotAProject, match="an SQLite file, but not"):
        Store.open(str(path))


def test_a_truncated_project_is_named(tmp_path: Path) -> None:
    path = make(tmp_path / "a.communique")
    path.write_bytes(path.read_bytes()[:10_000])
    with pytest.raises(ProjectError, match=r"a\.communique"):
        store = Store.open(str(path))
        from communique.project.check import check

        check(store)


def test_a_newer_format_is_refused_with_the_way_out(location: str) -> None:
    store = Store.create(location)
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE meta SET value = '999' WHERE key = 'format'"))
    store.close()
    with pytest.raises(NewerFormat, match="install a newer Communique"):
        Store.open(location)


def test_a_locked_project_is_named_after_a_short_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.1)
    path = make(tmp_path / "a.communique")
    store = Store.open(str(path))
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectLocked, match="another program"), store.writing():
            pass
        other.execute("ROLLBACK")
    store.close()


def test_a_database_without_a_project_is_named(postgres: object) -> None:
    with postgres.database() as url, pytest.raises(NotAProject, match="holds no project"):  # type: ignore[attr-defined]
        Store.open(url)


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(ProjectError, match="does not answer") as caught:
        Store.open("postgresql://ada:secret@127.0.0.1:1/study")
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_project_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.communique")
    path.chmod(0o444)
    store = Store.open(str(path), read_only=True)
    with store.reading() as connection:
        assert head(connection) == 0
    store.close()
