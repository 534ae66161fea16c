"""Undo and redo: a change that ends what another began and begins again what it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound, UndoRefused
from communique.project import tables as t
from communique.project.history import FOUNDING, PURGE, ChangeWriter, Key, head, write_header
from communique.project.log import Log
from communique.project.store import Store

_FEW = 500


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
    write_header(writer, verb, actor, session, {}, target)
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
        """A later row, which the reversal does not end itself, refers to something that the target made and it ends."""
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
                ended = set(ending.get(kind.name) or ())
                left = (row for row in self.connection.execute(query) if tuple(row[1:]) not in ended)
                for since, *key in islice(left, _FEW):
                    self.found.setdefault(self._cause(kind, since, key), f"refers to it ({_show(kind, tuple(key))})")

    def _cause(self, kind: t.Versioned, since: int, key: Sequence[Any]) -> int:
        """The act that a later row stands by: what began it, or what first did, if an undo only gave it back."""
        if self.standing.stands_since(since, self.target):
            return since
        version = kind.version
        same = [version.c[n] == part for n, part in zip(kind.key, key, strict=True)]
        first = sa.select(sa.func.min(version.c.since)).where(version.c.since > self.target, *same)
        return int(self.connection.execute(first).scalar_one())

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
