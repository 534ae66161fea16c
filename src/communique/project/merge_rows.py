"""What merging reads of either project: live rows as mappings, and how to compare and order them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from communique.project import tables as t
from communique.project.history import live

CHUNK = 2_000
"""How many things are looked at at once."""


@dataclass
class Entry:
    """A thing of the other project, as it is there: its row, and the rows of its parts."""

    row: dict[str, Any]
    parts: list[dict[str, Any]]

    @property
    def there(self) -> int:
        """Its number there."""
        return int(self.row["id"])


def essence(row: dict[str, Any], parts: list[dict[str, Any]], name: str) -> Any:
    """What a thing is, apart from its number and uid."""
    own = tuple(row[n] for n in t.VERSIONED[name].payload if n != "id")
    owner = f"{name}_id"
    return own, frozenset(tuple(sorted((k, v) for k, v in p.items() if k != owner and v is not None)) for p in parts)


def place(parts: list[dict[str, Any]]) -> tuple[Any, ...]:
    """A document's ranges in order, by which it is known besides its uid."""
    ordered = sorted(parts, key=lambda p: p["position"])
    return tuple((p["text_id"], p["start"], p["end"]) for p in ordered)


def present_hashes(connection: sa.Connection) -> set[str]:
    """The SHA-256 of all blobs and texts that are there: some were taken in again after a purge."""
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    found = set(connection.execute(sa.select(t.blob.c.sha256)).scalars())
    return found | set(connection.execute(sa.select(identity.c.sha256).where(identity.c.content != b"")).scalars())


def uids(connection: sa.Connection, identity: sa.Table) -> dict[bytes, int]:
    """Every uid that things of a kind have or had, with their numbers."""
    return {bytes(uid): number for number, uid in connection.execute(sa.select(identity.c.id, identity.c.uid))}


def live_things(
    connection: sa.Connection, name: str, as_of: int | None = None, *conditions: sa.ColumnElement[bool]
) -> Iterator[dict[str, Any]]:
    """Live things with all their columns; bytes, uids and change ids excepted."""
    kind = t.VERSIONED[name]
    assert kind.identity is not None
    fixed = [c for c in kind.identity.columns if c.name not in ("id", "uid", "content")]
    query = (
        sa.select(*(kind.version.c[n] for n in kind.payload), *fixed)
        .join_from(kind.version, kind.identity, kind.identity.c.id == kind.version.c.id)
        .where(live(kind.version, as_of), *conditions)
        .order_by(kind.version.c.id)
    )
    for row in connection.execute(query).mappings():
        yield dict(row)


def live_facts(
    connection: sa.Connection, name: str, as_of: int | None = None, *conditions: sa.ColumnElement[bool]
) -> Iterator[dict[str, Any]]:
    """Live facts with all their columns but change ids."""
    kind = t.VERSIONED[name]
    query = sa.select(*(kind.version.c[n] for n in kind.payload)).where(live(kind.version, as_of), *conditions)
    for row in connection.execute(query).mappings():
        yield dict(row)


def parents_first(fresh: list[Entry], column: str) -> list[Entry]:
    """The entries in an order in which those that others refer to come first."""
    by_number = {entry.there: entry for entry in fresh}
    ordered: dict[int, Entry] = {}
    for entry in fresh:
        chain: dict[int, Entry] = {}
        link: Entry | None = entry
        while link is not None and link.there not in ordered and link.there not in chain:
            chain[link.there] = link
            link = by_number.get(link.row.get(column) or 0)
        for number in reversed(chain):
            ordered[number] = chain[number]
    return list(ordered.values())


def apart(fresh: list[Entry], column: str | None) -> Iterator[list[Entry]]:
    """The entries in groups none of which refers to itself."""
    group: list[Entry] = []
    numbers: set[int] = set()
    for entry in fresh:
        if column is not None and entry.row.get(column) in numbers:
            yield group
            group, numbers = [], set()
        group.append(entry)
        numbers.add(entry.there)
    if group:
        yield group


def chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows, some thousand at a time."""
    rows = list(rows)
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]
