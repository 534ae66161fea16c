"""The change log, and which changes are in effect."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from communique.model.records import Change
from communique.project import tables as t
from communique.project.ids import show_uid


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
