"""What can be changed about things that are there, as parts of a change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from communique.model.errors import UsageError
from communique.model.records import Document, Range, Statement
from communique.project import reads
from communique.project import tables as t
from communique.project.entity_edits import set_attribute
from communique.project.history import ChangeWriter, live
from communique.project.statement_edits import live_rows, replace_rows
from communique.project.writes import checked_name

DOCUMENT_FIELDS = (
    "title",
    "date",
    "date_basis",
    "author",
    "issuer",
    "addressee",
    "source",
    "section",
    "type",
    "language",
    "status",
    "notes",
)
"""What :func:`edit_document` can change besides free attributes."""


def edit_document(
    writer: ChangeWriter, document: Document, fields: Mapping[str, Any], attributes: Mapping[str, str] | None = None
) -> None:
    """Change metadata of a document; ``attributes`` are set beside those it has, an empty one is removed."""
    for name in fields:
        if name not in DOCUMENT_FIELDS:
            raise UsageError(f"documents have no field {name!r}", way_out=f"use one of: {', '.join(DOCUMENT_FIELDS)}")
    changes = dict(fields)
    if attributes:
        merged = {n: v for n, v in {**document.attributes, **attributes}.items() if v}
        changes["attributes"] = json.dumps(merged, sort_keys=True, ensure_ascii=False)
    if changes:
        writer.replace("document", (document.id,), **changes)


def set_ranges(writer: ChangeWriter, document: int, ranges: Sequence[Range]) -> None:
    """Give a document other ranges."""
    version = t.VERSIONED["document_range"].version
    writer.end_where("document_range", version.c.document_id == document)
    writer.begin(
        "document_range",
        ["document_id", "position", "text_id", "start", "end"],
        ((document, position, r.text, r.start, r.end) for position, r in enumerate(ranges)),
    )


def copy_document(writer: ChangeWriter, document: Document, ranges: Sequence[Range], title: str) -> int:
    """A new document with the metadata of another, under its own title and on its own ranges."""
    version = t.VERSIONED["document"].version
    row = (
        writer.connection.execute(sa.select(version).where(live(version), version.c.id == document.id)).mappings().one()
    )
    payload = {n: row[n] for n in t.VERSIONED["document"].payload if n != "id"}
    new = writer.new("document", [payload | {"title": title}])[0]
    set_ranges(writer, new, ranges)
    return new


def move_statements(writer: ChangeWriter, statements: Iterable[Statement], document: int) -> int:
    """Let statements belong to another document; their anchors stay where they are. Returns how many moved."""
    count = 0
    for statement in statements:
        writer.replace("statement", (statement.id,), document_id=document)
        count += 1
    return count


def join_documents(writer: ChangeWriter, documents: Sequence[Document]) -> Document:
    """Let the first document hold the ranges, statements and assignments of the others, which end.

    Ranges that follow each other on a text become one. Where words of two documents would run together, the white space
    that their texts have there comes between them. An assignment that both had is done when both were.
    """
    first, *others = documents
    ranges: list[Range] = []
    for piece in _spaced(writer, [list(d.ranges) for d in documents]):
        if ranges and ranges[-1].text == piece.text and ranges[-1].end == piece.start:
            ranges[-1] = Range(piece.text, ranges[-1].start, piece.end)
        else:
            ranges.append(piece)
    numbers = [d.id for d in others]
    connection = writer.connection
    for document in others:
        set_ranges(writer, document.id, ())
    set_ranges(writer, first.id, ranges)
    moving = live_rows(connection, "statement", "document_id", numbers)
    replace_rows(writer, "statement", moving, lambda _: {"document_id": first.id})
    held = {(r["coder_id"], r["layer"]): r for r in live_rows(connection, "assignment", "document_id", [first.id])}
    for row in live_rows(connection, "assignment", "document_id", numbers):
        slot = (row["coder_id"], row["layer"])
        if slot not in held:
            held[slot] = row
            writer.replace("assignment", (row["id"],), document_id=first.id)
            continue
        if row["state"] == "open":
            writer.replace("assignment", (held[slot]["id"],), state="open")
        writer.end("assignment", [(row["id"],)])
    writer.end("document", [(number,) for number in numbers])
    return replace(first, ranges=tuple(ranges))


def _spaced(writer: ChangeWriter, documents: list[list[Range]]) -> list[Range]:
    texts = {r.text: "" for ranges in documents for r in ranges}
    for number in texts:
        texts[number] = reads.content(writer.connection, number)
    documents = [ranges for ranges in documents if ranges]
    for ranges, following in pairwise(documents):
        end, start = ranges[-1], following[0]
        before, after = texts[end.text], texts[start.text]
        if before[end.end - 1 : end.end].isspace() or after[start.start : start.start + 1].isspace():
            continue
        rest = before[end.end :]
        space = len(rest) - len(rest.lstrip())
        ranges[-1] = replace(end, end=end.end + space)
        if not space:
            following[0] = replace(start, start=len(after[: start.start].rstrip()))
    return [piece for ranges in documents for piece in ranges]


def put_entity_details(
    writer: ChangeWriter,
    entity_type: int,
    name: str,
    *,
    color: str | None = None,
    notes: str | None = None,
    parent: str | None = None,
    aliases: Sequence[str] = (),
    attributes: Mapping[str, str] | None = None,
) -> int:
    """Make or find an entity and set what is given; returns its number.

    ``parent`` names an entity of the same type, made if it is not there.
    """
    connection = writer.connection
    name = checked_name(name, "entity")
    version = t.VERSIONED["entity"].version
    number = connection.execute(
        sa.select(version.c.id).where(live(version), version.c.entity_type_id == entity_type, version.c.name == name)
    ).scalar()
    if number is None:
        number = writer.new("entity", [{"entity_type_id": entity_type, "name": name, "notes": ""}])[0]
    changes: dict[str, Any] = {}
    if color is not None:
        changes["color"] = color
    if notes is not None:
        changes["notes"] = notes
    if parent is not None:
        changes["parent_id"] = put_entity_details(writer, entity_type, parent)
    if changes:
        writer.replace("entity", (number,), **changes)
    alias = t.VERSIONED["entity_alias"].version
    known = set(connection.execute(sa.select(alias.c.alias).where(live(alias), alias.c.entity_id == number)).scalars())
    fresh = [checked_name(a, "alias") for a in aliases if a not in known]
    writer.begin("entity_alias", ["entity_id", "alias"], ((number, a) for a in fresh))
    for attribute, value in (attributes or {}).items():
        set_attribute(writer, entity_type, int(number), attribute, value)
    return int(number)


def put_assignment(
    writer: ChangeWriter, document: int, coder: int, layer: str, *, state: str = "open", blind: bool | None = None
) -> None:
    """Give a coder a document to code in a layer, or say how far that has come; ``blind`` stays unless given."""
    version = t.VERSIONED["assignment"].version
    there = writer.connection.execute(
        sa.select(version.c.id).where(
            live(version),
            version.c.document_id == document,
            version.c.coder_id == coder,
            version.c.layer == layer,
        )
    ).scalar()
    if there is None:
        row = {"document_id": document, "coder_id": coder, "layer": layer, "state": state, "blind": bool(blind)}
        writer.new("assignment", [row])
    else:
        more = {} if blind is None else {"blind": blind}
        writer.replace("assignment", (there,), state=state, **more)
