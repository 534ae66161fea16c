"""Changes: the only way anything is written, and how one is undone.

A change is one transaction and one header row. It begins versions (``since`` = its id) and ends versions (``until`` =
its id). Undoing it is a new change that ends what it began and begins again what it ended.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import sqlalchemy as sa

from communique.model.dates import now
from communique.model.errors import NotFound, UndoRefused
from communique.model.records import Change
from communique.project import tables as t
from communique.project.ids import new_uid, show_uid
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
        first = self._take(version, version.c.version, 0)

        def numbered() -> Iterator[tuple[Any, ...]]:
            for number, row in enumerate(rows, first):
                yield (number, *row, self.id)

        count = self.insert(version, ["version", *columns, "since"], numbered())
        self._next[version.name] = first + count
        if count:
            span = self.began.setdefault(version.name, [first, first])
            span[1] = first + count - 1
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

    def insert(self, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows as they come, in batches, by the fastest way the database has; returns how many."""
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
        sql = f"INSERT INTO {target} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
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
            _write_header(writer, verb, actor, session, arguments, None)


def _write_header(
    writer: ChangeWriter,
    verb: str,
    actor: str,
    session: str,
    arguments: Mapping[str, Any],
    undoes: int | None,
) -> None:
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


class Log:
    """The change log, and which changes are in effect.

    An *act* is a change that undoes nothing. An undo takes the act at the root of its chain out of effect, a redo
    (the undo of an undo) brings it back.
    """

    def __init__(self, connection: sa.Connection) -> None:
        columns = [c for c in t.change.columns if c.name not in ("began", "arguments")]
        self._rows = {row.id: row for row in connection.execute(sa.select(*columns).order_by(t.change.c.id))}
        self._undone_by: dict[int, int] = {}
        self._root: dict[int, int] = {}
        self._flips: dict[int, list[int]] = {}
        for row in self._rows.values():
            root = row.id if row.undoes is None else self._root[row.undoes]
            self._root[row.id] = root
            if row.undoes is not None:
                self._undone_by[row.undoes] = row.id
                self._flips.setdefault(root, []).append(row.id)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows.values())

    def __contains__(self, change_id: int) -> bool:
        return change_id in self._rows

    def row(self, change_id: int) -> Any:
        """The header of a change."""
        return self._rows[change_id]

    def undone_by(self, change_id: int) -> int | None:
        """The change that took this one out of effect, while that stands."""
        if self._root[change_id] == change_id:
            return None if self.in_effect(change_id) else self.last_word(change_id)
        return self._undone_by.get(change_id)

    def in_effect(self, act: int, at: int | None = None) -> bool:
        """Whether an act was in effect after change ``at`` (now, if ``None``)."""
        if at is not None and act > at:
            return False
        flips = self._flips.get(act, [])
        return (len(flips) if at is None else bisect_right(flips, at)) % 2 == 0

    def root(self, change_id: int) -> int:
        """The act that an undo or redo is about; the change itself if it is an act."""
        return self._root[change_id]

    def last_word(self, act: int) -> int:
        """The last change that decided whether the act is in effect."""
        return self._flips.get(act, [act])[-1]

    def stands_since(self, change_id: int, at: int) -> bool:
        """Whether ``change_id``, later than ``at``, makes a difference to what was so at ``at``.

        A later act counts while it is in effect; an undo or redo of an earlier act counts if that act's standing
        differs from what it was then. Pairs that cancel each other out do not count.
        """
        root = self._root[change_id]
        if root > at:
            return self.in_effect(root)
        return self.in_effect(root) != self.in_effect(root, at)


def log(connection: sa.Connection, *, limit: int | None = None) -> list[Change]:
    """The changes, newest first."""
    standing = Log(connection)
    query = sa.select(t.change).order_by(t.change.c.id.desc()).limit(limit)
    return [
        Change(
            id=row.id,
            uid=show_uid(row.uid),
            time=row.time,
            actor=row.actor,
            session=row.session,
            verb=row.verb,
            summary=row.summary,
            arguments=json.loads(row.arguments),
            undoes=row.undoes,
            undone=standing.undone_by(row.id),
        )
        for row in connection.execute(query)
    ]


def undo(
    store: Store, change_id: int | None, *, actor: str, session: str, reach: bool = False
) -> tuple[int, list[int]]:
    """Undo a change: by number, or the actor's last act of the session (``reach``: anybody's last act).

    Returns the number of the new change and the undone one in a list.

    Raises
    ------
    NotFound
        If there is nothing to undo.
    UndoRefused
        If later work stands in the way; it is named.
    """
    with store.writing() as connection:
        standing = Log(connection)
        if change_id is None:
            candidates = [
                row
                for row in standing
                if row.undoes is None
                and row.verb != FOUNDING
                and standing.in_effect(row.id)
                and (reach or (row.actor == actor and row.session == session))
            ]
            if not candidates:
                raise _nothing_to_undo(standing, actor, reach)
            act = candidates[-1].id
        else:
            if change_id not in standing:
                raise NotFound("no such change", place=f"change {change_id}", way_out="`communique log` lists them")
            by = standing.undone_by(change_id)
            if by is not None:
                raise UndoRefused(
                    f"already undone by change {by}",
                    place=f"change {change_id}",
                    way_out="`communique redo` brings it back",
                )
            act = standing.root(change_id)
            if standing.row(act).verb == FOUNDING:
                raise UndoRefused(
                    "the founding of a project cannot be undone",
                    place=f"change {change_id}",
                    way_out="delete the project's file instead",
                )
            if change_id not in (act, standing.last_word(act)):
                raise UndoRefused(
                    f"superseded by change {standing.last_word(act)}",
                    place=f"change {change_id}",
                    way_out=f"undo change {standing.last_word(act)} instead",
                )
        if standing.row(act).verb == PURGE:
            raise UndoRefused(
                "what was purged is gone for good", place=f"change {act}", way_out="name another change: `undo CHANGE`"
            )
        target = standing.last_word(act)
        return _reverse(connection, standing, target, "undo", actor, session), [target]


def redo(store: Store, *, actor: str, session: str, reach: bool = False) -> tuple[int, list[int]]:
    """Bring back the act that was undone last, if no new work came after it.

    Returns the number of the new change and the change brought back in a list.
    """
    with store.writing() as connection:
        standing = Log(connection)
        mine = [row for row in standing if reach or (row.actor == actor and row.session == session)]
        pending: list[int] = []
        for row in mine:
            if row.undoes is None:
                pending.clear()
            elif row.verb == "undo":
                pending.append(row.id)
            elif row.undoes in pending:
                pending.remove(row.undoes)
        pending = [u for u in pending if standing.undone_by(u) is None and not standing.in_effect(standing.root(u))]
        if not pending:
            raise NotFound(
                "nothing to redo", way_out="only what was undone last, with no new work since, can come back"
            )
        target = standing.last_word(standing.root(pending[-1]))
        return _reverse(connection, standing, target, "redo", actor, session), [standing.root(target)]


def _nothing_to_undo(standing: Log, actor: str, reach: bool) -> NotFound:
    rest = [r for r in standing if r.undoes is None and r.verb != FOUNDING and standing.in_effect(r.id)]
    if reach or not rest:
        return NotFound("nothing to undo", way_out="`communique log` shows what was done")
    last = rest[-1]
    return NotFound(
        f"{actor} has done nothing in this session that can be undone",
        way_out=f"the last change is {last.id} ({last.summary}, by {last.actor}): `undo {last.id}` or `undo --any`",
    )


def _reverse(connection: sa.Connection, standing: Log, target: int, verb: str, actor: str, session: str) -> int:
    """End what ``target`` began, begin again what it ended, as a new change; returns its number."""
    _refuse_purged(connection, target)
    root = standing.root(target)
    writer = ChangeWriter(connection, head(connection) + 1, f"{verb} {root}: {standing.row(root).summary}")
    began: dict[str, list[int]] = json.loads(
        connection.execute(sa.select(t.change.c.began).where(t.change.c.id == target)).scalar_one()
    )
    obstacles = _Obstacles(connection, standing, target)
    for kind in t.VERSIONED.values():
        obstacles.touched_later(kind, began.get(kind.version.name))
    ending = _ending(connection, target, began)
    obstacles.referred_to_later(ending)
    obstacles.raise_if_any()
    for name, keys in ending.items():
        if keys is None:
            writer.end_where(name, _began_by(t.VERSIONED[name].version, target, began))
        else:
            writer.end(name, keys)
    for kind in t.VERSIONED.values():
        obstacles.name_taken(kind)
    obstacles.raise_if_any()
    for kind in t.VERSIONED.values():
        writer.begin_again(kind.name, target)
    obstacles.gone_since(writer)
    obstacles.raise_if_any()
    _write_header(writer, verb, actor, session, {}, target)
    return writer.id


def _refuse_purged(connection: sa.Connection, target: int) -> None:
    """Refuse to reverse a change that had to do with what was purged since: not all of it could be brought back."""
    query = sa.select(t.change.c.id, t.change.c.time, t.change.c.arguments).where(t.change.c.verb == PURGE)
    for row in connection.execute(query):
        if target in json.loads(row.arguments).get("touched", ()):
            raise UndoRefused(
                f"it had to do with what change {row.id} purged on {row.time[:10]}",
                place=f"change {target}",
                way_out="correct what is left of it by hand",
            )


def _began_by(version: sa.Table, target: int, began: Mapping[str, Sequence[int]]) -> sa.ColumnElement[bool]:
    first, last = began[version.name]
    return sa.and_(version.c.version.between(first, last), version.c.since == target)


def _ending(connection: sa.Connection, target: int, began: Mapping[str, Sequence[int]]) -> dict[str, list[Key] | None]:
    """What to end, by kind: ``None`` for "all that the change began" (nothing of it was touched since), else keys."""
    result: dict[str, list[Key] | None] = {}
    for kind in t.VERSIONED.values():
        version = kind.version
        if version.name not in began:
            continue
        mine = _began_by(version, target, began)
        if connection.execute(sa.select(sa.exists().where(mine, version.c.until.is_not(None)))).scalar():
            keys = connection.execute(sa.select(*(version.c[n] for n in kind.key)).where(mine))
            result[kind.name] = [tuple(row) for row in keys]
        else:
            result[kind.name] = None
    return result


class _Obstacles:
    """What stands in the way of reversing a change: nothing does where no later change still makes a difference."""

    def __init__(self, connection: sa.Connection, standing: Log, target: int) -> None:
        self.connection = connection
        self.standing = standing
        self.target = target
        self.found: dict[int, str] = {}
        self.later = any(row.id > target and standing.stands_since(row.id, target) for row in standing)

    def touched_later(self, kind: t.Versioned, span: Sequence[int] | None) -> None:
        """A later change that still stands ended or began a version of something the target touched."""
        if not self.later:
            return
        version = kind.version
        key = [version.c[n] for n in kind.key]
        keys: set[Key] = {
            tuple(row) for row in self.connection.execute(sa.select(*key).where(version.c.until == self.target))
        }
        if span is not None:
            mine = sa.and_(version.c.version.between(span[0], span[1]), version.c.since == self.target)
            rows = self.connection.execute(sa.select(*key).where(mine, version.c.until.is_not(None)))
            keys.update(tuple(row) for row in rows)
        if not keys:
            return
        later = self.connection.execute(
            sa.select(version.c.since, version.c.until, *key).where(
                sa.or_(version.c.since > self.target, version.c.until > self.target)
            )
        )
        for since, until, *parts in later:
            if tuple(parts) in keys:
                for change_id in {c for c in (since, until) if c is not None and c > self.target}:
                    self._add(change_id, f"changed {_show(kind, tuple(parts))}")

    def referred_to_later(self, ending: Mapping[str, Sequence[Key] | None]) -> None:
        """A later row refers to something that the target made and the reversal would end."""
        gone: dict[str, sa.Select[Any]] = {}
        for name in ending if self.later else ():
            kind = t.VERSIONED[name]
            if kind.identity is None:
                continue
            version = kind.version
            earlier = sa.alias(version)
            # Only what the reversal ends for good: not what it gives its earlier version back.
            gone[name] = sa.select(version.c.id).where(
                version.c.since == self.target,
                version.c.id.not_in(sa.select(earlier.c.id).where(earlier.c.until == self.target)),
            )
        for kind in t.VERSIONED.values():
            version = kind.version
            for column, name in kind.references.items():
                if name not in gone:
                    continue
                source: sa.FromClause = version
                reference = version.c.get(column)
                if reference is None:
                    assert kind.identity is not None
                    source = version.join(kind.identity, kind.identity.c.id == version.c.id)
                    reference = kind.identity.c[column]
                query = (
                    sa.select(version.c.since, *(version.c[n] for n in kind.key))
                    .select_from(source)
                    .where(version.c.until.is_(None), version.c.since > self.target, reference.in_(gone[name]))
                )
                for row in self.connection.execute(query.limit(_FEW)):
                    self._add(row[0], f"refers to it ({_show(kind, tuple(row[1:]))})")

    def name_taken(self, kind: t.Versioned) -> None:
        """Another live row has taken a name that must be unique."""
        if not self.later or not kind.unique:
            return
        version = kind.version
        rows = self.connection.execute(sa.select(version).where(version.c.until == self.target)).mappings().all()
        for names in kind.unique:
            for row in rows:
                taken = self.connection.execute(
                    sa.select(version.c.since, *(version.c[n] for n in kind.key)).where(
                        version.c.until.is_(None), *(version.c[n] == row[n] for n in names)
                    )
                ).first()
                if taken is not None:
                    self.found[taken[0]] = f"took its name ({_show(kind, tuple(taken[1:]))})"

    def gone_since(self, writer: ChangeWriter) -> None:
        """Something that a row begun again refers to is no longer there."""
        if not self.later:
            return
        for kind in t.VERSIONED.values():
            version = kind.version
            if version.name not in writer.began:
                continue
            first, last = writer.began[version.name]
            for column, name in kind.references.items():
                if column not in version.c:
                    continue
                there = sa.alias(t.VERSIONED[name].version)
                lost = self.connection.execute(
                    sa.select(version.c[column])
                    .where(
                        version.c.version.between(first, last),
                        version.c[column].is_not(None),
                        ~sa.exists().where(there.c.id == version.c[column], there.c.until.is_(None)),
                    )
                    .limit(_FEW)
                )
                for (lost_id,) in lost:
                    taker = self.connection.execute(
                        sa.select(sa.func.max(there.c.until)).where(there.c.id == lost_id)
                    ).scalar_one()
                    self.found[taker] = f"took away what it refers to ({_show(t.VERSIONED[name], (lost_id,))})"

    def raise_if_any(self) -> None:
        """Refuse, naming the changes in the way."""
        if not self.found:
            return
        parts = [
            f"change {c} ({self.standing.row(c).summary}, by {self.standing.row(c).actor}) {what}"
            for c, what in sorted(self.found.items())[:5]
        ]
        more = f" and {len(self.found) - 5} more" if len(self.found) > 5 else ""
        last = max(self.found)
        raise UndoRefused(
            f"later work stands in the way: {'; '.join(parts)}{more}",
            place=f"change {self.target}",
            way_out=f"undo change {last} first",
        )

    def _add(self, change_id: int, what: str) -> None:
        if change_id > self.target and self.standing.stands_since(change_id, self.target):
            self.found.setdefault(change_id, what)


def _show(kind: t.Versioned, key: Key) -> str:
    return f"{kind.name.replace('_', ' ')} {'/'.join(str(part) for part in key)}"
