"""Entities of one type as a CSV table: in, for ``describe --file``, and out, for ``entities -o``."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.exchange.heads import Heads
from communique.exchange.rows import join_values, read_rows, split_values
from communique.model.errors import RecordError, UsageError
from communique.project import reads
from communique.project.edits import put_entity_details
from communique.project.entity_edits import set_attribute
from communique.project.history import ChangeWriter
from communique.project.store import Store
from communique.study.acts import acting, drafted
from communique.study.entities import dated, type_number

Json = dict[str, Any]


def describe_file(
    store: Store,
    entity_type: str,
    path: Path,
    *,
    create: bool = False,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Set attributes of entities from a CSV file (comma, semicolon or tab told apart) with a column ``name``.

    Columns ``parent``, ``color`` and ``notes`` set these, ``aliases`` (separated by ``|``) adds some; every other
    column is an attribute. A column ``ATTRIBUTE@FROM/TO`` holds what was so in that time (EDTF, either end may be
    missing); columns ``from`` and ``to`` say it for a whole row. Empty cells change nothing. Names may be aliases.

    Returns ``rows``, ``changed`` entities, ``made`` ones, and ``unknown`` names, which are left out unless ``create``.

    Raises
    ------
    UsageError
        If there is no such entity type, or the file has no column ``name``.
    RecordError
        If a line has a date that is none; names the line.
    """
    with acting(
        store, "describe", actor=actor, session=session, preview=preview, entity_type=entity_type, file=str(path)
    ) as writer:
        connection = writer.connection
        number = type_number(connection, entity_type)
        every = reads.entities(connection, entity_type=number)
        named = {alias: e.name for e in every for alias in e.aliases} | {e.name: e.name for e in every}
        unknown: list[str] = []
        made = rows = 0
        for line, row in read_rows(path, "csv", Heads(variables=_OWN, plain=True)):
            rows += 1
            cells = {name: str(cell).strip() for name, cell in row.items()}
            if "name" not in cells:
                raise UsageError("no column 'name'", place=str(path), way_out="say which entity each line is about")
            name = named.get(cells["name"])
            if name is None:
                if not create or not cells["name"]:
                    unknown.append(cells["name"])
                    continue
                made += 1
                name = named[cells["name"]] = cells["name"]
            try:
                _describe_row(writer, number, name, cells)
            except UsageError as error:
                raise RecordError(error.what, place=f"{path}, line {line}", way_out=error.way_out) from error
        before = {e.id: e for e in every}
        changed = sum(before.get(e.id) != e for e in reads.entities(connection, entity_type=number))
        writer.summary = f"describe {changed} entities of type {entity_type} from {path.name}"
    return {"rows": rows, "changed": changed, "made": made, "unknown": unknown}


_OWN = ("name", "aliases", "from", "to", "color", "notes", "parent")


def _describe_row(writer: ChangeWriter, entity_type: int, name: str, cells: Mapping[str, str]) -> None:
    entity = put_entity_details(
        writer,
        entity_type,
        name,
        color=cells.get("color") or None,
        notes=cells.get("notes") or None,
        parent=cells.get("parent") or None,
        aliases=split_values(cells.get("aliases", "")),
    )
    row_time = dated(cells.get("from", "")), dated(cells.get("to", ""))
    for column, cell in cells.items():
        if not cell or column in _OWN:
            continue
        attribute, at, time = column.partition("@")
        start, end = row_time
        if at:
            first, _, last = time.partition("/")
            start, end = dated(first), dated(last)
        set_attribute(writer, entity_type, entity, attribute, cell, start, end)


def entity_table(connection: sa.Connection, entity_type: str, as_of: int | None = None) -> list[list[str]]:
    """The entities of a type as rows of cells, the head first, as :func:`describe_file` reads them.

    What holds for a time has columns ``ATTRIBUTE@FROM/TO``.

    Raises
    ------
    UsageError
        If there is no such entity type.
    """
    number = type_number(connection, entity_type)
    found = reads.entities(connection, as_of, entity_type=number)
    names = {e.id: e.name for e in found}
    held: dict[int, dict[str, str]] = {e.id: {} for e in found}
    attributes = {a.id: a.name for a in reads.attributes(connection, as_of) if a.entity_type == number}
    columns = dict.fromkeys(attributes.values())
    for one in reads.attribute_values(connection, as_of):
        if one.entity not in held:
            continue
        name = attributes[one.attribute]
        column = f"{name}@{one.from_date or ''}/{one.to_date or ''}" if one.from_date or one.to_date else name
        held[one.entity][column] = one.value
        columns[column] = None
    rows = [["name", "parent", "aliases", "color", "notes", *columns]]
    for e in found:
        parent = "" if e.parent is None else names.get(e.parent, "")
        own = [e.name, parent, join_values(e.aliases), e.color or "", e.notes]
        rows.append([*own, *(held[e.id].get(column, "") for column in columns)])
    return rows


def write_entity_table(rows: Sequence[Sequence[str]], path: Path) -> None:
    """Write what :func:`entity_table` gave as a CSV file.

    Raises
    ------
    CommuniqueError
        If it cannot be written.
    """
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
