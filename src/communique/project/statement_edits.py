"""What can be changed about statements that are there, many at a time, as parts of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from communique.model.records import Anchor, Scalar
from communique.project import tables as t
from communique.project.history import ChangeWriter, live

_CHUNK = 2_000

Row = dict[str, Any]


def live_rows(
    connection: sa.Connection, name: str, column: str | None = None, among: Iterable[int] | None = None
) -> list[Row]:
    """The live rows of a thing or fact, all or those whose ``column`` is ``among`` the numbers, in order of keys."""
    kind = t.VERSIONED[name]
    version = kind.version
    order = [version.c[n] for n in kind.key]
    if column is None:
        return [
            dict(r) for r in connection.execute(sa.select(version).where(live(version)).order_by(*order)).mappings()
        ]
    found: list[Row] = []
    for chunk in chunks(among or ()):
        query = sa.select(version).where(live(version), version.c[column].in_(chunk)).order_by(*order)
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """The numbers in lists short enough for one query."""
    numbers = list(numbers)
    for first in range(0, len(numbers), _CHUNK):
        yield numbers[first : first + _CHUNK]


def replace_rows(
    writer: ChangeWriter, name: str, rows: Sequence[Row], change: Callable[[Row], Mapping[str, Any] | None]
) -> int:
    """End live rows and begin them as ``change`` makes them; ``None`` ends one for good. Returns how many differ."""
    kind = t.VERSIONED[name]
    ended: list[tuple[Any, ...]] = []
    begun: list[Row] = []
    for row in rows:
        different = change(row)
        if different is not None and all(row[n] == v for n, v in different.items()):
            continue
        ended.append(tuple(row[n] for n in kind.key))
        if different is not None:
            begun.append(row | dict(different))
    writer.end(name, ended)
    writer.begin(name, kind.payload, ([row[n] for n in kind.payload] for row in begun))
    return len(ended)


def end_rows(writer: ChangeWriter, name: str, rows: Sequence[Row]) -> int:
    """End live rows for good; returns how many."""
    return replace_rows(writer, name, rows, lambda _: None)


def delete_statements(writer: ChangeWriter, statements: Sequence[int]) -> int:
    """End statements with their anchors and values; returns how many there were.

    Statements that were made from them forget it: an origin must be there.
    """
    connection = writer.connection
    for name in ("anchor", "value"):
        end_rows(writer, name, live_rows(connection, name, "statement_id", statements))
    gone = set(statements)
    derived = [r for r in live_rows(connection, "statement", "origin_id", statements) if r["id"] not in gone]
    replace_rows(writer, "statement", derived, lambda _: {"origin_id": None})
    return end_rows(writer, "statement", live_rows(connection, "statement", "id", statements))


def set_fields(writer: ChangeWriter, statements: Sequence[int], fields: Mapping[str, Any]) -> int:
    """Set columns of statements (``memo``, ``unsure``, ``date`` …); returns how many differ."""
    return replace_rows(
        writer, "statement", live_rows(writer.connection, "statement", "id", statements), lambda _: fields
    )


def set_type(writer: ChangeWriter, statements: Sequence[int], type: int, kept: Mapping[int, int]) -> tuple[int, int]:
    """Make statements ones of another type; returns how many differ, and how many values ended.

    ``kept`` maps a variable to the one of the new type that takes its values over; values of all others end.
    """
    rows = [r for r in live_rows(writer.connection, "statement", "id", statements) if r["statement_type_id"] != type]
    values = live_rows(writer.connection, "value", "statement_id", [row["id"] for row in rows])
    replace_rows(
        writer, "value", values, lambda r: {"variable_id": kept[r["variable_id"]]} if r["variable_id"] in kept else None
    )
    replace_rows(writer, "statement", rows, lambda _: {"statement_type_id": type})
    return len(rows), sum(row["variable_id"] not in kept for row in values)


def set_values(
    writer: ChangeWriter, statements: Sequence[int], variable: int, contents: Sequence[Mapping[str, Any]]
) -> int:
    """Give statements these values of a variable instead of all they have of it; returns how many differ.

    Each content is a mapping as :func:`columns_of` makes it. The values belong to no group.
    """
    held: dict[int, list[Row]] = {number: [] for number in statements}
    for row in live_rows(writer.connection, "value", "statement_id", statements):
        if row["variable_id"] == variable:
            held[row["statement_id"]].append(row)
    wanted = [(0, position, dict(content)) for position, content in enumerate(contents)]
    differ = [n for n, rows in held.items() if [(r["group_no"], r["position"], _content(r)) for r in rows] != wanted]
    end_rows(writer, "value", [row for number in differ for row in held[number]])
    writer.begin(
        "value",
        ["statement_id", "variable_id", "group_no", "position", *CONTENT],
        (
            (number, variable, group, position, *(content[n] for n in CONTENT))
            for number in differ
            for group, position, content in wanted
        ),
    )
    return len(differ)


CONTENT = ("entity_id", "int_value", "num_value", "text_value")
"""The columns of a value of which one is set."""


def columns_of(content: Scalar | None = None, entity: int | None = None) -> Row:
    """A value's content as columns: an entity, or a scalar by its type."""
    columns: Row = dict.fromkeys(CONTENT)
    if entity is not None:
        return columns | {"entity_id": entity}
    if isinstance(content, int):
        return columns | {"int_value": int(content)}
    return columns | {"num_value" if isinstance(content, float) else "text_value": content}


def _content(row: Row) -> Row:
    return {n: row[n] for n in CONTENT}


def recode_entity(writer: ChangeWriter, old: int, new: int, statements: Iterable[int] | None = None) -> list[int]:
    """Put an entity in the place of another in all values, or in those of some statements; returns the statements.

    Where a statement names the new one already in the same variable and group, the old one's value ends: the same
    actor is not counted twice.
    """
    rows = live_rows(writer.connection, "value", "entity_id", [old])
    if statements is not None:
        chosen = set(statements)
        rows = [row for row in rows if row["statement_id"] in chosen]
    there = {_slot(row) for row in live_rows(writer.connection, "value", "entity_id", [new])}
    replace_rows(writer, "value", rows, lambda row: None if _slot(row) in there else {"entity_id": new})
    return sorted({row["statement_id"] for row in rows})


def _slot(row: Row) -> tuple[int, int, int]:
    return row["statement_id"], row["variable_id"], row["group_no"]


def set_anchors(writer: ChangeWriter, statement: int, anchors: Sequence[Anchor]) -> None:
    """Give a statement other anchors."""
    end_rows(writer, "anchor", live_rows(writer.connection, "anchor", "statement_id", [statement]))
    begin_anchors(writer, ((statement, position, anchor) for position, anchor in enumerate(anchors)))


def replace_anchors(writer: ChangeWriter, anchors: Sequence[tuple[int, int, Anchor]]) -> None:
    """Put each anchor in the place of the one with its statement and position."""
    writer.end("anchor", ((statement, position) for statement, position, _ in anchors))
    begin_anchors(writer, anchors)


def begin_anchors(writer: ChangeWriter, anchors: Iterable[tuple[int, int, Anchor]]) -> None:
    """Begin anchors by statement and position."""
    writer.begin(
        "anchor",
        t.VERSIONED["anchor"].payload,
        (
            (statement, position, a.text, a.start, a.end, a.quote, a.prefix, a.suffix, str(a.status))
            for statement, position, a in anchors
        ),
    )
