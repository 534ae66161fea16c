"""Changes: the only way anything is written.

A change is one transaction and one header row. It begins versions (``since`` = its id) and ends versions (``until`` =
its id). Undoing it is a new change that ends what it began and begins again what it ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import sqlalchemy as sa

from communique.model.dates import now
from communique.project import tables as t
from communique.project.ids import new_uid
from communique.project.store import Store

Key = tuple[Any, ...]

FOUNDING = "new"
"""The verb of a project's first change. It stands outside undo: a project without a codebook is none."""

PURGE = "purge"
"""The verb that cannot be undone; its argument ``touched`` lists the changes that cannot be undone for its sake."""

_BATCH = 50_000
_FEW = 500


class ChangeWriter:
    """The rows that one change begins and ends. Made by :func:`changing`."""

    def __init__(self, connection: sa.Connection, change_id: int, summary: str = "") -> None:
        self.connection = connection
        self.id = change_id
        self.summary = summary
        self.began: dict[str, list[int]] = {}
        self.ended = 0
        self.after: list[Callable[[], object]] = []
        """What is to be done once the header is written."""
        self._next: dict[str, int] = {}

    @property
    def touched(self) -> bool:
        """Whether anything was begun or ended."""
        return bool(self.began) or self.ended > 0

    def take_ids(self, name: str, count: int) -> range:
        """Reserve ``count`` identity numbers of a thing."""
        identity = t.VERSIONED[name].identity
        assert identity is not None, f"{name} is a fact and has no ids"
        first = self._take(identity, identity.c.id, count)
        return range(first, first + count)

    def leave_ids(self, name: str, highest: int) -> None:
        """Give things that come without a number only ids above ``highest``."""
        identity = t.VERSIONED[name].identity
        assert identity is not None, f"{name} is a fact and has no ids"
        following = self._take(identity, identity.c.id, 0)
        self._next[identity.name] = max(following, highest + 1)

    def keep_ids(self, name: str, wanted: Sequence[int | None]) -> list[int]:
        """Identity numbers for new things, in order: the wanted ones that nothing ever had, fresh ones for the rest.

        Fresh ones are above all wanted ones. Where more things with numbers of their own are to come, call
        :meth:`leave_ids` first.
        """
        given = [number for number in wanted if number is not None and number > 0]
        if not given:
            return list(self.take_ids(name, len(wanted)))
        self.leave_ids(name, max(given))
        identity = t.VERSIONED[name].identity
        assert identity is not None
        taken: set[int] = set()
        for first in range(0, len(given), _FEW):
            query = sa.select(identity.c.id).where(identity.c.id.in_(given[first : first + _FEW]))
            taken.update(self.connection.execute(query).scalars())
        ids = []
        for number in wanted:
            if number is None or number <= 0 or number in taken:
                ids.append(self.take_ids(name, 1)[0])
            else:
                taken.add(number)
                ids.append(number)
        return ids

    def new(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make new things: identity rows and their first versions. Returns their ids, in order.

        A row may hold the ``id`` it would like to have (see :meth:`keep_ids`) and its ``uid``.
        """
        kind = t.VERSIONED[name]
        identity = kind.identity
        assert identity is not None, f"{name} is a fact and has no ids"
        ids = self.keep_ids(name, [row.get("id") for row in rows])
        fixed = [c.name for c in identity.columns if c.name not in ("id", "uid")]
        self.insert(
            identity,
            ["id", "uid", *fixed],
            ((i, row.get("uid") or new_uid(), *(row.get(n) for n in fixed)) for i, row in zip(ids, rows, strict=True)),
        )
        payload = [n for n in kind.payload if n != "id"]
        self.begin(
            name, ["id", *payload], ((i, *(row.get(n) for n in payload)) for i, row in zip(ids, rows, strict=True))
        )
        return ids

    def begin(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Begin versions of a thing or fact; returns how many."""
        version = t.VERSIONED[name].version
        if self.connection.dialect.name == "sqlite":
            # SQLite numbers the rows itself, on from the greatest: nothing is copied for the sake of two columns.
            count = self.insert(version, columns, rows, since=self.id)
        else:
            first = self._take(version, version.c.version, 0)
            numbered = ((number, *row, self.id) for number, row in enumerate(rows, first))
            count = self.insert(version, ["version", *columns, "since"], numbered)
        if count:
            last: int = self.connection.execute(sa.select(sa.func.max(version.c.version))).scalar_one()
            self._next[version.name] = last + 1
            span = self.began.setdefault(version.name, [last - count + 1, last])
            span[1] = last
        return count

    def begin_again(self, name: str, ended_by: int) -> int:
        """Begin again all versions that a change ended, as they were; returns how many."""
        kind = t.VERSIONED[name]
        version = kind.version
        ended = version.c.until == ended_by
        count: int = self.connection.execute(sa.select(sa.func.count()).where(ended)).scalar_one()
        if count:
            first = self._take(version, version.c.version, count)
            number = sa.func.row_number().over(order_by=version.c.version) + (first - 1)
            payload = [version.c[n] for n in kind.payload]
            rows = sa.select(number, *payload, sa.literal(self.id)).where(ended)
            self.connection.execute(sa.insert(version).from_select(["version", *kind.payload, "since"], rows))
            span = self.began.setdefault(version.name, [first, first])
            span[1] = first + count - 1
        return count

    def end(self, name: str, keys: Iterable[Key]) -> int:
        """End the live versions with these keys; returns how many there were."""
        kind = t.VERSIONED[name]
        parameters = [{f"k_{n}": part for n, part in zip(kind.key, key, strict=True)} for key in keys]
        if not parameters:
            return 0
        return self._end(kind.version, [kind.version.c[n] == sa.bindparam(f"k_{n}") for n in kind.key], parameters)

    def end_where(self, name: str, *conditions: sa.ColumnElement[bool]) -> int:
        """End all live versions that meet the conditions; returns how many there were."""
        return self._end(t.VERSIONED[name].version, conditions, None)

    def _end(
        self,
        version: sa.Table,
        conditions: Sequence[sa.ColumnElement[bool]],
        parameters: list[dict[str, Any]] | None,
    ) -> int:
        count = 0
        if version.name in self.began:
            # What this change began itself has never been seen: it goes without a trace.
            self._next.pop(version.name, None)
            unseen = sa.delete(version).where(version.c.until.is_(None), version.c.since == self.id, *conditions)
            count += self.connection.execute(unseen, parameters).rowcount
        ending = sa.update(version).where(version.c.until.is_(None), *conditions).values(until=self.id)
        count += self.connection.execute(ending, parameters).rowcount
        self.ended += count
        return count

    def replace(self, name: str, key: Key, /, **changes: Any) -> None:
        """End the live version of ``key`` and begin one that differs in ``changes``."""
        kind = t.VERSIONED[name]
        version = kind.version
        row = (
            self.connection.execute(
                sa.select(version).where(
                    version.c.until.is_(None), *(version.c[n] == part for n, part in zip(kind.key, key, strict=True))
                )
            )
            .mappings()
            .one()
        )
        if all(row[n] == v for n, v in changes.items()):
            return
        self.end(name, [key])
        self.begin(name, kind.payload, [[changes.get(n, row[n]) for n in kind.payload]])

    def insert(
        self, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, since: int | None = None
    ) -> int:
        """Insert rows as they come, in batches, by the fastest way the database has; returns how many.

        ``since`` (SQLite only) is what all of them have in that column.
        """
        preparer = self.connection.dialect.identifier_preparer
        names = ", ".join(preparer.quote(c) for c in columns)
        target = preparer.format_table(table)
        rows = iter(rows)
        count = 0
        raw: Any = self.connection.connection.driver_connection
        if self.connection.dialect.name == "postgresql":
            while batch := list(islice(rows, _BATCH)):
                with raw.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
                count += len(batch)
            return count
        holes = ", ".join("?" * len(columns))
        if since is not None:
            names, holes = f"{names}, since", f"{holes}, {since:d}"
        sql = f"INSERT INTO {target} ({names}) VALUES ({holes})"  # noqa: S608
        while batch := list(islice(rows, _BATCH)):
            raw.executemany(sql, batch)
            count += len(batch)
        return count

    def _take(self, table: sa.Table, column: sa.Column[Any], count: int) -> int:
        # Safe because the write lock is held: nobody else numbers rows meanwhile.
        if table.name not in self._next:
            self._next[table.name] = (self.connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1
        first = self._next[table.name]
        self._next[table.name] = first + count
        return first


@contextmanager
def changing(
    store: Store, verb: str, summary: str, *, actor: str, session: str, **arguments: Any
) -> Iterator[ChangeWriter]:
    """One act, one transaction. A change that touched nothing leaves no header.

    ``summary`` may be completed while the change runs, by setting ``writer.summary``.
    """
    with store.writing() as connection:
        writer = ChangeWriter(connection, head(connection) + 1, summary)
        yield writer
        if writer.touched:
            write_header(writer, verb, actor, session, arguments, None)


def write_header(
    writer: ChangeWriter,
    verb: str,
    actor: str,
    session: str,
    arguments: Mapping[str, Any],
    undoes: int | None,
) -> None:
    """Write the change's line of the log."""
    writer.connection.execute(
        sa.insert(t.change).values(
            id=writer.id,
            uid=new_uid(),
            time=now(),
            actor=actor,
            session=session,
            verb=verb,
            summary=writer.summary,
            arguments=json.dumps(arguments, ensure_ascii=False, default=str),
            undoes=undoes,
            began=json.dumps(writer.began),
        )
    )
    for act in writer.after:
        act()


def head(connection: sa.Connection) -> int:
    """The id of the last change; 0 in a project that nobody has touched."""
    return connection.execute(sa.select(sa.func.max(t.change.c.id))).scalar() or 0


def live(version: sa.Table, as_of: int | None = None) -> sa.ColumnElement[bool]:
    """The condition that a version was live after change ``as_of`` (now, if ``None``)."""
    if as_of is None:
        return version.c.until.is_(None)
    return sa.and_(version.c.since <= as_of, sa.or_(version.c.until.is_(None), version.c.until > as_of))
