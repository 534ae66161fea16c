"""Dated copies of a project beside it, copies on demand, and folders that a cloud service keeps in step."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from communique.model.errors import NotFound, Refused
from communique.project import tables as t
from communique.project.ids import new_uid

KEPT = 10
"""How many dated backups are kept."""

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{6}(-\d+)?\.communique")
_ROWS = 5_000

_CLOUDS = (
    ("Dropbox", re.compile(r"dropbox([ -].*)?", re.IGNORECASE)),
    ("OneDrive", re.compile(r"onedrive([ -].*)?", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google ?drive([ -].*)?|my drive|\.shortcut-targets-by-id", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"nextcloud([ -].*)?|owncloud([ -].*)?", re.IGNORECASE)),
)
_MARKERS = (
    ("Dropbox", ".dropbox.cache"),
    ("Dropbox", ".dropbox"),
    ("Google Drive", ".tmp.drivedownload"),
    ("Nextcloud", ".nextcloudsync.log"),
    ("Nextcloud", ".owncloudsync.log"),
    ("Syncthing", ".stfolder"),
)


def backups_folder(project: Path) -> Path:
    """Where the dated backups of a project file stand: ``NAME.communique-backups`` beside it."""
    return project.with_name(f"{project.name}-backups")


def dated_backups(project: Path) -> list[Path]:
    """The dated backups of a project file, the oldest first."""
    try:
        names = sorted(p.name for p in backups_folder(project).iterdir() if _DATED.fullmatch(p.name))
    except OSError:
        return []
    return [backups_folder(project) / name for name in names]


def backed_up_on(project: Path) -> str | None:
    """The day (ISO 8601, local) of the last dated backup."""
    there = dated_backups(project)
    found = _DATED.fullmatch(there[-1].name) if there else None
    return found[1] if found else None


def make_dated_backup(project: Path) -> Path:
    """Copy a project file into its folder of backups under the present local time; the last ten stay.

    Raises
    ------
    OSError, sqlite3.Error
        If it cannot be written; nothing half-made is left behind.
    """
    folder = backups_folder(project)
    folder.mkdir(exist_ok=True)
    stem = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
    target, number = folder / f"{stem}.communique", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.communique"
    copy_file(project, target)
    for old in dated_backups(project)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def copy_file(project: Path, target: Path) -> None:
    """A consistent copy of a project file, whoever may be writing in it; ``target`` appears whole or not at all."""
    with _draft(target) as draft:
        source = sqlite3.connect(f"file:{quote(str(project.absolute()))}?mode=rw", uri=True)
        with closing(source), closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)


def copy_database(connection: sa.Connection, target: Path) -> None:
    """The project behind a connection as a project file, table by table; for those that are no file themselves."""
    from communique.project.migrations import upgrade

    with _draft(target) as draft:
        engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(draft), poolclass=sa.NullPool)
        upgrade(engine)
        # References are not looked at while rows arrive: some point forward within their table.
        with engine.connect() as copy, copy.begin():
            for table in t.metadata.sorted_tables:
                rows = connection.execution_options(stream_results=True, yield_per=_ROWS).execute(sa.select(table))
                for batch in rows.mappings().partitions():
                    copy.execute(sa.insert(table), [dict(row) for row in batch])
            copy.exec_driver_sql(f"PRAGMA application_id = {t.APPLICATION_ID}")
            copy.exec_driver_sql(f"PRAGMA user_version = {t.FORMAT}")
        engine.dispose()


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A name to write to, which becomes ``target`` once all is written and on the disk."""
    if target.exists():
        raise Refused("the file is there already", place=str(target), way_out="choose another name")
    if not target.parent.is_dir():
        raise NotFound("no such folder", place=str(target.parent), way_out="make the folder first")
    draft = target.with_name(f".{target.name}.{new_uid().hex()}.part")
    try:
        yield draft
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.rename(target)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            left.unlink(missing_ok=True)


def cloud_folder(path: Path) -> str | None:
    """The service that keeps the folder of a project in step with other machines, as far as its name or files tell."""
    folders = path.absolute().parents
    for folder in folders:
        for service, name in _CLOUDS:
            if name.fullmatch(folder.name):
                return service
    for folder in folders:
        for service, marker in _MARKERS:
            # The home folder holds programs' own settings under the same names.
            if folder != Path.home() and (folder / marker).exists():
                return service
    return None
