"""What can be changed about things that are there, as parts of a change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from communique.model.errors import UsageError
from communique.model.records import Document, Range, Statement
from communique.project import tables as t
from communique.project.history import ChangeWriter, live
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
        _set_attribute(writer, entity_type, int(number), attribute, value)
    return int(number)


def _set_attribute(writer: ChangeWriter, entity_type: int, entity: int, name: str, value: str) -> None:
    definition = t.VERSIONED["attribute"].version
    attribute = writer.connection.execute(
        sa.select(definition.c.id).where(
            live(definition), definition.c.entity_type_id == entity_type, definition.c.name == name
        )
    ).scalar()
    if attribute is None:
        row = {"entity_type_id": entity_type, "name": checked_name(name, "attribute"), "position": 0, "definition": ""}
        attribute = writer.new("attribute", [row])[0]
    held = t.VERSIONED["entity_attribute"].version
    writer.end_where("entity_attribute", held.c.entity_id == entity, held.c.attribute_id == attribute)
    writer.begin(
        "entity_attribute",
        ["entity_id", "attribute_id", "position", "value"],
        [(entity, attribute, 0, value)] if value else [],
    )


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
