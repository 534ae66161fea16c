"""Opening and closing a project's database, on SQLite and PostgreSQL, and what can go wrong with it."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc

from communique.model.errors import (
    CommuniqueError,
    NewerFormat,
    NotAProject,
    NotFound,
    ProjectError,
    ProjectLocked,
    ProjectReadOnly,
    Refused,
    StorageFull,
)
from communique.model.relation import Relation
from communique.model.words import Layer
from communique.project import backups
from communique.project import tables as t
from communique.project.ids import new_uid

BUSY_SECONDS = 5
"""How long to wait for another program that holds the project."""

_WRITERS_LOCK = 0x434D4E51


def is_url(location: str) -> bool:
    """Whether ``location`` names a PostgreSQL database and not a file."""
    return location.startswith(("postgresql://", "postgres://"))


def is_project_file(path: Path) -> bool:
    """Whether the SQLite file at ``path`` says of itself that it is a project."""
    with path.open("rb") as file:
        head = file.read(72)
    return len(head) == 72 and int.from_bytes(head[68:], "big") == t.APPLICATION_ID


class Store:
    """An open project database.

    A file is opened with SQLite's rollback journal and never with a write-ahead log, so that a project is one file
    whenever nobody is writing, on any disk. Every commit waits until the disk has it, its folder included
    (``synchronous = EXTRA``). Whoever opens a project after a crash, for reading too, first takes back what was not
    finished. Writers take turns: a change holds the write lock from its first to its last row. The first change of a
    day copies the file beforehand.

    Attributes
    ----------
    location
        The path or URL it was opened with (passwords in URLs are not shown in messages).
    read_only
        Whether writing verbs are refused.
    notes
        What the user should know besides, such as that no backup could be made; in whole sentences.
    makes_backups
        Whether the first change of a day copies the file; backups themselves do not.
    relations
        The latest relations read, the latest last; see :mod:`communique.project.snapshots`.
    first_documents
        By change and statement type: where the words of statements stand first; see :mod:`communique.study.reuse`.
    lock
        Held while one of these two is looked into or filled: a server reads in several threads.
    """

    def __init__(self, engine: sa.Engine, location: str, *, read_only: bool) -> None:
        self.engine = engine
        self.location = location
        self.read_only = read_only
        self.notes: list[str] = []
        self.makes_backups = True
        self.relations: OrderedDict[tuple[str, int, bool], Relation] = OrderedDict()
        self.first_documents: dict[tuple[int, str], Any] = {}
        self.lock = threading.RLock()
        self._looked_for_backup = ""

    @property
    def place(self) -> str:
        """The location as messages show it."""
        return self.engine.url.render_as_string(hide_password=True) if is_url(self.location) else self.location

    @property
    def is_sqlite(self) -> bool:
        """Whether the project is a file."""
        return self.engine.dialect.name == "sqlite"

    @classmethod
    def create(cls, location: str) -> Store:
        """Make an empty project at ``location``.

        Raises
        ------
        Refused
            If something is there already.
        """
        if is_url(location):
            store = cls(_postgres_engine(location), location, read_only=False)
            with explained(store.place), store.engine.connect() as connection:
                if sa.inspect(connection).has_table("meta"):
                    raise Refused("there is a project already", place=store.place, way_out="name an empty database")
            store._found()
            return store
        path = Path(location)
        if path.exists():
            raise Refused("the file is there already", place=location, way_out="choose another name")
        if not path.parent.is_dir():
            raise NotFound("no such folder", place=str(path.parent), way_out="make the folder first")
        # Built beside its place and moved there whole, so that a crash leaves no half project under the name.
        draft = path.with_name(f".{path.name}.{new_uid().hex()}.new")
        try:
            store = cls(_sqlite_engine(draft, create=True), str(draft), read_only=False)
            store._found()
            store.close()
            draft.rename(path)
        except OSError as error:
            raise os_error(error, location) from error
        finally:
            draft.unlink(missing_ok=True)
        return cls.open(location)

    @classmethod
    def open(cls, location: str, *, read_only: bool = False, bring_up: bool = True) -> Store:
        """Open the project at ``location``; an older one is brought to the present format, unless told not to.

        Raises
        ------
        NotFound, NotAProject, NewerFormat, ProjectLocked, ProjectError
            Each names the place and the way out.
        """
        if is_url(location):
            store = cls(_postgres_engine(location), location, read_only=read_only)
        else:
            _look_at_file(Path(location))
            store = cls(_sqlite_engine(Path(location), query_only=read_only), location, read_only=read_only)
        try:
            found = store._check_format()
            if found < t.FORMAT:
                if not bring_up:
                    raise ProjectError(f"the project has the older format {found}", place=store.place)
                store._bring_up()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Release the project."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection with one consistent view of the project."""
        with explained(self.place), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that holds the write lock; commits at the end, or leaves everything as it was."""
        if self.read_only:
            raise ProjectReadOnly("opened for reading only", place=self.place, way_out="open it again for writing")
        self.back_up_if_due()
        with explained(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(communique_writing=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS_LOCK)))
                yield connection

    def back_up_if_due(self) -> Path | None:
        """Copy the file beside it before the first change of a day; returns the copy, if one was made.

        A project that holds nothing but its codebook needs none. Where no copy can be made, work goes on with a note.
        """
        today = date.today().isoformat()
        if not (self.is_sqlite and self.makes_backups) or self._looked_for_backup == today:
            return None
        path = Path(self.location)
        if backups.backed_up_on(path) != today:
            with self.reading() as connection:
                if connection.execute(sa.select(t.change.c.id).limit(2)).all()[1:] == []:
                    return None
            try:
                with explained(str(path)):
                    made = backups.make_dated_backup(path)
            except ProjectReadOnly:
                # Then the change itself will be refused, with the way out.
                return None
            except CommuniqueError as error:
                self._looked_for_backup = today
                self.notes.append(f"no backup of today could be made: {error.what}; the project itself is not affected")
                return None
            self._looked_for_backup = today
            return made
        self._looked_for_backup = today
        return None

    def compact(self) -> None:
        """Rebuild the database, so that nothing of what was deleted is left in unused space."""
        command = "VACUUM" if self.is_sqlite else "VACUUM FULL"
        with explained(self.place):
            raw = self.engine.raw_connection()
            try:
                driver: Any = raw.driver_connection
                if not self.is_sqlite:
                    driver.rollback()
                    driver.autocommit = True
                driver.execute(command)
            finally:
                raw.detach()
                raw.close()

    def _bring_up(self) -> None:
        """Bring an older project to the present format; a file is copied beside it first."""
        from communique.project.migrations import upgrade

        if self.is_sqlite:
            with explained(self.place):
                made = backups.make_dated_backup(Path(self.location))
            self.notes.append(f"the project came from an older version; as it was, it is kept in {made}")
        # Migrations build tables anew in SQLite: references must not be looked at meanwhile.
        engine = (
            _sqlite_engine(Path(self.location), references=False) if self.is_sqlite else _postgres_engine(self.location)
        )
        with explained(self.place):
            upgrade(engine)
            with engine.begin() as connection:
                connection.execute(sa.update(t.meta).where(t.meta.c.key == "format").values(value=str(t.FORMAT)))
                if self.is_sqlite:
                    connection.exec_driver_sql(f"PRAGMA user_version = {t.FORMAT}")
        engine.dispose()

    def _found(self) -> None:
        """Write the tables and the fixed rows of an empty project."""
        from communique.project.migrations import upgrade

        with explained(self.place):
            upgrade(self.engine)
        with self.writing() as connection:
            connection.execute(
                sa.insert(t.meta),
                [{"key": "format", "value": str(t.FORMAT)}, {"key": "uid", "value": new_uid().hex()}],
            )
            connection.execute(sa.insert(t.layer), [{"name": str(name), "position": i} for i, name in enumerate(Layer)])
            if self.is_sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {t.APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {t.FORMAT}")

    def _check_format(self) -> int:
        """The format of the project, if it is one that this program knows."""
        with self.reading() as connection:
            if self.is_sqlite and connection.exec_driver_sql("PRAGMA application_id").scalar() != t.APPLICATION_ID:
                raise NotAProject(
                    "an SQLite file, but not a Communique project",
                    place=self.place,
                    way_out="`communique import` takes other programs' files into a project",
                )
            try:
                found = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == "format")).scalar()
            except exc.ProgrammingError as error:
                raise NotAProject(
                    "the database holds no project", place=self.place, way_out="make one with `communique new`"
                ) from error
        if found is None or not found.isdigit():
            raise NotAProject("the format version is missing", place=self.place, way_out="restore a backup")
        if int(found) > t.FORMAT:
            raise NewerFormat(
                f"the project has format {found}, this program knows {t.FORMAT}",
                place=self.place,
                way_out="install a newer Communique (`pip install -U communique`)",
            )
        return int(found)


def _look_at_file(path: Path) -> None:
    """Say what is wrong with a path before SQLite would make an empty database of it."""
    try:
        if path.is_dir():
            raise NotAProject("a folder, not a project file", place=str(path), way_out="name the .communique file")
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise NotFound("no such project", place=str(path), way_out=f"make it with `communique new {path}`") from error
    except OSError as error:
        raise os_error(error, str(path)) from error
    if not head:
        raise NotAProject(
            "the file is empty", place=str(path), way_out="restore a backup, or delete it and make a new project"
        )
    if head != b"SQLite format 3\0":
        raise NotAProject(
            "not a Communique project",
            place=str(path),
            way_out="name a .communique file; sources of documents are taken in with `communique add`",
        )


def _sqlite_engine(path: Path, *, create: bool = False, query_only: bool = False, references: bool = True) -> sa.Engine:
    # Readers open for writing as well, where they may (SQLite falls back to reading only where not): what a crash left
    # unfinished can only be taken back by somebody who may write. PRAGMA query_only keeps them from anything else.
    uri = f"file:{quote(str(path.absolute()))}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        # Transactions are begun by hand below: the driver's own handling would start them too late for reads.
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if references else 'OFF'}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA synchronous = EXTRA")
        if query_only:
            connection.execute("PRAGMA query_only = ON")
        return connection

    # A pool of nobody: the file is released the moment a connection is closed.
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("communique_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgres_engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    return sa.create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 10})


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what the database says into an error that names the place and the way out."""
    try:
        yield
    except exc.DBAPIError as error:
        raise explain(error, place) from error
    except sqlite3.Error as error:
        raise explain(error, place) from error
    except OSError as error:
        raise os_error(error, place) from error


def explain(error: Exception, place: str) -> CommuniqueError:
    """The error of ours that a database driver's error stands for."""
    cause: Any = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", "") or ""
    text = str(cause).strip().split("\n")[0]
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ProjectLocked(
            "another program is using the project",
            place=place,
            way_out=f"close it there and try again (waited {BUSY_SECONDS} s)",
        )
    if name.startswith("SQLITE_FULL"):
        return StorageFull(
            "the disk is full", place=place, way_out="make room and try again; the project is as it was before"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return ProjectReadOnly(
            f"the file cannot be written ({text})",
            place=place,
            way_out="copy it to a folder where you may write, or ask for write permission",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return NotAProject(
            f"the file is damaged ({text})", place=place, way_out="restore a backup (they stand beside the project)"
        )
    if isinstance(error, exc.OperationalError) and not name:
        return ProjectError(
            f"the database does not answer ({text})", place=place, way_out="check the URL, the server and the network"
        )
    return ProjectError(f"the database refused ({text})", place=place, way_out="run `communique check`")


def os_error(error: OSError, place: str) -> CommuniqueError:
    """The error of ours that an error of the operating system stands for."""
    if error.errno == errno.ENOSPC:
        return StorageFull(
            "the disk is full", place=place, way_out="make room and try again; the project is as it was before"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ProjectReadOnly("no permission", place=place, way_out="choose a folder where you may write")
    return ProjectError(f"{error.strerror or error}", place=place, way_out="check the path")
