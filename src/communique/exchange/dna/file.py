"""Opening ``.dna`` files, and what can be wrong with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from communique.exchange.dna.schema import COLUMNS, TEXT_VALUES, TEXTS
from communique.model.errors import RecordError
from communique.project import store

_SQLITE = b"SQLite format 3\0"
_BATCH = 2_000


def is_sqlite_file(path: Path) -> bool:
    """Whether the file begins as SQLite databases do."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


class DnaFile:
    """An open ``.dna`` file, as it was at the moment of opening. Use it as a context manager.

    Attributes
    ----------
    path
        Where it is.
    settings
        The rows of its table SETTINGS.
    repaired
        Number of strings that were not what a database text can be (broken UTF-8, NUL characters) and had the
        offending characters replaced by U+FFFD.

    Raises
    ------
    RecordError
        If it is not a file of DNA 3; says what it is instead.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.repaired = 0
        try:
            if not is_sqlite_file(path):
                raise _not_sqlite(path)
        except OSError as error:
            raise RecordError(
                f"cannot be opened ({error.strerror})", place=str(path), way_out="check the name and the permissions"
            ) from error
        if store.is_project_file(path):
            raise RecordError(
                "a Communique project, not a .dna file", place=str(path), way_out="open it, or join it with `merge`"
            )
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise RecordError(
                "another program is writing the file", place=str(path), way_out="close it there and try again"
            )
        with self._explained():
            self._connection = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?mode=ro",
                uri=True,
                isolation_level=None,
                timeout=store.BUSY_SECONDS,
            )
        try:
            with self._explained():
                self._connection.text_factory = self._decoded
                # The transaction keeps others from writing until we are done: what is read is what is captured.
                self._connection.execute("BEGIN")
                self.settings = self._looked_at()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def content(self) -> bytes:
        """The file, byte for byte."""
        return self.path.read_bytes()

    def rows(self, table: str, tail: str = "", parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a table with all known columns, as they come; ``tail`` is what follows FROM in SQL."""
        columns = ", ".join(_typed(table, name) for name in COLUMNS[table])
        with self._explained():
            yield from self._connection.execute(f"SELECT {columns} FROM {table} t {tail}", parameters)  # noqa: S608

    def highest(self, table: str) -> int:
        """The highest number of a table's rows; 0 without any."""
        with self._explained():
            (found,) = self._connection.execute(f"SELECT max(ID) FROM {table}").fetchone()  # noqa: S608
        return int(found or 0)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self._explained():
            return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    def unknown_tables(self) -> list[str]:
        """Tables that hold rows but are none of DNA's."""
        with self._explained():
            names = [
                name
                for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if name.upper() not in COLUMNS and not name.startswith("sqlite_")
            ]
            return [n for n in names if self._connection.execute(f'SELECT 1 FROM "{n}" LIMIT 1').fetchone()]  # noqa: S608

    def _looked_at(self) -> dict[str, str]:
        """Raise unless the tables are those of DNA 3; return its settings."""
        tables = {
            name.upper() for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        settings: dict[str, str] = {}
        if {"SETTINGS", "STATEMENTS", "DOCUMENTS"} <= tables:
            columns = self._columns("SETTINGS")
            if {"PROPERTY", "VALUE"} <= columns:
                settings = {
                    str(name): str(value)
                    for name, value in self._connection.execute("SELECT Property, Value FROM SETTINGS")
                }
        version = settings.get("version", "")
        if version.startswith("2") or {"STATEMENTLINKS", "ATTRIBUTES"} & tables:
            raise RecordError(
                f"a file of DNA 2 ({version or 'no version'})",
                place=str(self.path),
                way_out="import it into a new database with DNA 3 and save that",
            )
        missing = [name for name in COLUMNS if name not in tables]
        if len(missing) > len(COLUMNS) // 2:
            raise RecordError(
                "an SQLite file, but not one of Discourse Network Analyzer",
                place=str(self.path),
                way_out="name a .dna file",
            )
        if not version.startswith("3."):
            raise RecordError(
                f"a .dna file of version {version or 'unknown'}",
                place=str(self.path),
                way_out="versions 3.x are understood: save it again with DNA 3",
            )
        for table, names in COLUMNS.items():
            lacking = [table] if table in missing else sorted({n.upper() for n in names} - self._columns(table))
            if lacking:
                raise RecordError(
                    f"the table {table} is missing" if table in missing else f"{table} lacks {', '.join(lacking)}",
                    place=str(self.path),
                    way_out="open and save the file with DNA 3, or restore a backup",
                )
        return settings

    def _columns(self, table: str) -> set[str]:
        return {str(row[1]).upper() for row in self._connection.execute(f"PRAGMA table_info({table})")}

    def _decoded(self, data: bytes) -> str:
        try:
            text = data.decode()
            if "\0" not in text:
                return text
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
        self.repaired += 1
        return text.replace("\0", "\ufffd")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            busy = name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
            raise RecordError(
                "another program is writing the file" if busy else f"the file is damaged ({error})",
                place=str(self.path),
                way_out="close it there and try again" if busy else "restore a backup",
            ) from error


def _typed(table: str, column: str) -> str:
    """SQL for a column that is what DNA declares it to be, even if the file holds something else."""
    if column == "ID":
        return "t.ID"
    if column in TEXTS or (column == "Value" and table in TEXT_VALUES):
        return f"coalesce(CAST(t.{column} AS TEXT), '')"
    if column in ("Start", "Stop"):
        return f"coalesce(CAST(t.{column} AS INTEGER), -1)"
    return f"CAST(t.{column} AS INTEGER)"


def _not_sqlite(path: Path) -> RecordError:
    with path.open("rb") as file:
        head = file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return RecordError("the file is empty", place=str(path), way_out="restore a backup")
    if head.startswith(b"<"):
        return RecordError(
            "not a .dna file of version 3: it is XML, as DNA 1 wrote it",
            place=str(path),
            way_out="bring it to version 2, then 3, with the DNA programs of those versions",
        )
    return RecordError("not a .dna file", place=str(path), way_out="name a file of Discourse Network Analyzer 3")
