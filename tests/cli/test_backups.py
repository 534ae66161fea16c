"""Backups, cloud folders, read-only media and full disks, as a user meets them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.project import backups
from communique.project.backups import backups_folder, cloud_folder, dated_backups, make_dated_backup
from communique.project.store import Store
from communique.study.project import open_project
from tests.cli.conftest import Done
from tests.support.disks import read_only_disk, small_disk

Cli = Callable[..., Done]


def state(cli: Cli, project: object) -> str:
    done = cli("check", project, "--json")
    assert done.status == 0, done.out
    found: str = done.json["state"]
    return found


def as_if_made_yesterday(project: Path) -> None:
    """Date all there is, backups too, one day back."""
    shutil.rmtree(backups_folder(project), ignore_errors=True)
    folder = backups_folder(project)
    folder.mkdir()
    shutil.copy(project, folder / "2001-01-01T120000.communique")


def test_a_new_project_with_its_first_sources_needs_no_backup(cli: Cli, tmp_path: Path, pages: Path) -> None:
    path = tmp_path / "a.communique"
    cli("new", path)
    cli("add", path, pages)
    assert dated_backups(path) == []


def test_the_first_change_of_a_day_copies_the_project_beforehand(cli: Cli, study: Path) -> None:
    as_if_made_yesterday(study)
    before = state(cli, study)
    assert cli("edit", study, 1, "--set", "author=Bo").status == 0
    _, made = dated_backups(study)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}\.communique", made.name)
    assert made.parent == study.with_name("s.communique-backups")
    assert state(cli, made) == before
    assert cli("edit", study, 1, "--set", "author=Cy").status == 0
    assert len(dated_backups(study)) == 2


def test_reading_makes_no_backup(cli: Cli, study: Path) -> None:
    shutil.rmtree(backups_folder(study), ignore_errors=True)
    for verb in ("documents", "statements", "check", "log"):
        assert cli(verb, study).status == 0
    assert not backups_folder(study).exists()


def test_the_last_ten_backups_are_kept_and_nothing_else_is_touched(study: Path) -> None:
    folder = backups_folder(study)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for day in range(1, 15):
        (folder / f"2001-01-{day:02}T120000.communique").write_text("old")
    (folder / "mine.communique").write_text("precious")
    made = make_dated_backup(study)
    names = sorted(p.name for p in folder.iterdir())
    assert names == [*(f"2001-01-{day:02}T120000.communique" for day in range(6, 15)), made.name, "mine.communique"]


def test_two_backups_in_one_second_are_two(study: Path) -> None:
    assert len({make_dated_backup(study) for _ in range(3)}) == 3


def test_work_goes_on_with_a_word_where_no_backup_can_be_made(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise sqlite3.OperationalError("database or disk is full")

    shutil.rmtree(backups_folder(study), ignore_errors=True)
    monkeypatch.setattr(backups, "make_dated_backup", full)
    done = cli("edit", study, 1, "--set", "author=Bo")
    assert done.status == 0
    assert done.err.count("no backup of today could be made: ") == 1
    assert "disk is full" in done.err


def test_a_project_of_an_older_format_is_kept_before_it_is_brought_up(cli: Cli, study: Path) -> None:
    with sqlite3.connect(study) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()
    shutil.rmtree(backups_folder(study), ignore_errors=True)
    done = cli("documents", study, "--json")
    assert done.status == 0, done.err
    assert len(done.json) == 2
    (kept,) = dated_backups(study)
    assert str(kept) in " ".join(done.err.split())
    with sqlite3.connect(kept) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() == ("0",)
    connection.close()
    assert cli("documents", study).err == ""


def test_backup_on_demand_copies_the_project(cli: Cli, study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.communique"
    done = cli("backup", study, copy, "--json")
    assert done.json == {"file": str(copy), "bytes": copy.stat().st_size}
    assert state(cli, copy) == state(cli, study)
    assert cli("log", copy, "--json").json == cli("log", study, "--json").json


def test_backup_without_a_name_is_a_dated_one(cli: Cli, study: Path) -> None:
    done = cli("backup", study, "--json")
    assert Path(done.json["file"]) in dated_backups(study)


def test_backup_overwrites_nothing(cli: Cli, study: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.communique"
    there.write_text("precious")
    done = cli("backup", study, there)
    assert done.status == 1
    assert "there already" in done.err
    assert there.read_text() == "precious"
    assert cli("backup", study, tmp_path / "no" / "x.communique").status == 1


def test_a_backup_made_while_somebody_writes_holds_what_was_committed(cli: Cli, study: Path, tmp_path: Path) -> None:
    before = state(cli, study)
    writer = sqlite3.connect(study, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM value")
    assert cli("backup", study, tmp_path / "copy.communique").status == 0
    writer.execute("ROLLBACK")
    writer.close()
    assert state(cli, tmp_path / "copy.communique") == before


@pytest.mark.postgres
def test_a_project_on_a_server_is_copied_into_a_file(
    cli: Cli, study: Path, postgres: object, pages: Path, tmp_path: Path
) -> None:
    with postgres.database() as url:  # type: ignore[attr-defined]
        assert cli("new", url).status == 0
        assert cli("add", url, pages).status == 0
        assert cli("import", url, tmp_path / "codings.csv").status == 0
        assert cli("backup", url).status == 2
        copy = tmp_path / "copy.communique"
        assert cli("backup", url, copy).status == 0
        assert state(cli, copy) == state(cli, url)
        assert cli("statements", copy, "--json").json == cli("statements", url, "--json").json
    assert cli("undo", copy).status == 0
    assert cli("check", copy).status == 0


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/thesis", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Some University/x", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/a", "iCloud"),
        ("Nextcloud/a/b", "Nextcloud"),
        ("dropboxes", None),
        ("clouds/next", None),
        ("icloudy", None),
    ],
)
def test_cloud_folders_are_known_by_their_names(tmp_path: Path, folder: str, service: str | None) -> None:
    assert cloud_folder(tmp_path / folder / "a.communique") == service


def test_a_folder_with_a_services_marker_is_known_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "work" / ".dropbox.cache").mkdir(parents=True)
    assert cloud_folder(tmp_path / "work" / "a.communique") == "Dropbox"
    assert cloud_folder(tmp_path / "a.communique") is None


def test_writing_in_a_cloud_folder_gives_one_word_on_stderr(cli: Cli, tmp_path: Path, pages: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = folder / "a.communique"
    for command in (("new", path), ("add", path, pages, "--json")):
        done = cli(*command)
        assert done.status == 0
        assert done.err.count("note:") == 1
        assert "Dropbox" in done.err
    assert "note:" not in cli("documents", path).err


READING = [
    ("documents",),
    ("show", 1),
    ("statements",),
    ("entities",),
    ("codebook",),
    ("assignments",),
    ("log",),
    ("check",),
    ("network", "--type", "one-mode"),
    ("evidence", "Garden Circle", "Tram"),
    ("explain", "Garden Circle", "Tram"),
]


def read_everything(cli: Cli, project: Path) -> list[str]:
    shown = []
    for verb, *rest in READING:
        done = cli(verb, project, *rest, "--json")
        assert done.status == 0, (verb, done.err)
        shown.append(done.out.replace(str(project), ""))
    return shown


def test_reading_verbs_work_on_a_medium_that_nobody_can_write(cli: Cli, study: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.txt"
    fresh.write_text("A letter\n\nThe Ferry Club writes.\n")
    content = tmp_path / "content"
    content.mkdir()
    shutil.copy(study, content / "s.communique")
    with read_only_disk(tmp_path / "medium", content) as disk:
        project = disk / "s.communique"
        assert read_everything(cli, project) == read_everything(cli, study)
        for arguments in (("edit", project, 1, "--set", "author=Bo"), ("undo", project), ("add", project, fresh)):
            done = cli(*arguments)
            assert done.status == 1, done.out
            assert done.err.strip().startswith("error: ")
            assert "s.communique" in done.err
            assert "unexpected" not in done.err
        assert cli("backup", project).status == 1
        assert cli("backup", project, tmp_path / "copy.communique").status == 0
        assert sorted(p.name for p in disk.iterdir()) == ["s.communique"]
    assert state(cli, tmp_path / "copy.communique") == state(cli, study)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_reading_verbs_work_where_the_user_may_not_write(cli: Cli, study: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    shutil.copy(study, content / "s.communique")
    (content / "s.communique").chmod(0o444)
    content.chmod(0o555)
    try:
        assert read_everything(cli, content / "s.communique") == read_everything(cli, study)
        assert cli("edit", content / "s.communique", 1, "--set", "author=Bo").status == 1
    finally:
        content.chmod(0o755)


def test_what_a_crash_left_unfinished_is_taken_back_by_whoever_reads_first(cli: Cli, study: Path) -> None:
    before = state(cli, study)
    writer = sqlite3.connect(study, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE blob SET content = randomblob(400000)")
    writer.execute("UPDATE document_version SET title = 'lost'")
    crashed = study.with_name("crashed.communique")
    shutil.copy(study, crashed)
    shutil.copy(f"{study}-journal", f"{crashed}-journal")
    writer.execute("ROLLBACK")
    writer.close()
    assert state(cli, crashed) == before
    assert not Path(f"{crashed}-journal").exists()


def test_a_full_disk_leaves_the_project_as_it_was(cli: Cli, study: Path, tmp_path: Path) -> None:
    # Letters that no packing makes smaller, and codings of them.
    big = tmp_path / "big.txt"
    big.write_text("".join(chr(0x4E00 + b) for b in os.urandom(1_500_000)), encoding="utf-8")
    rows = "\n".join(f'{{"document": 1, "start": {i % 20}, "end": {i % 20 + 5}}}' for i in range(20_000))
    (tmp_path / "many.jsonl").write_text(rows, encoding="utf-8")
    with small_disk(tmp_path / "disk", "2m") as disk:
        project = disk / "s.communique"
        shutil.copy(study, project)
        before = state(cli, project)
        told = {}
        for arguments in (
            ("add", project, big),
            ("import", project, tmp_path / "many.jsonl"),
            ("export", project, disk / "out" / "x.jsonl"),
        ):
            done = cli(*arguments)
            assert done.status == 1
            assert "unexpected" not in done.err
            assert state(cli, project) == before
            told[arguments[0]] = done.err
        assert "the disk is full" in told["add"]
        assert "the disk is full" in told["import"]
        (disk / "filler").write_bytes(os.urandom(shutil.disk_usage(disk).free))
        assert "the disk is full" in cli("backup", project, disk / "copy.communique").err
        (disk / "x.csv").write_bytes(b"")
        done = cli("export", project, disk / "x.csv")
        assert done.status == 1
        assert "x.csv: the disk is full" in done.err
        assert state(cli, project) == before
        assert sorted(p.name for p in disk.iterdir() if p.suffix == ".part" or "-journal" in p.name) == []
        (disk / "filler").unlink()
        assert cli("edit", project, 1, "--set", "author=Bo").status == 0


def test_a_backup_makes_no_backups_of_itself(study: Path) -> None:
    store = Store.open(str(study))
    store.makes_backups = False
    assert store.back_up_if_due() is None
    store.close()


def test_the_library_makes_the_same_backup(study: Path) -> None:
    shutil.rmtree(backups_folder(study), ignore_errors=True)
    with open_project(study, actor="Ada") as project:
        project.edit(1, author="Bo")
        project.edit(1, author="Cy")
    assert len(dated_backups(study)) == 1
