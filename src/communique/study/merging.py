"""The verb ``merge``: two coders' projects become one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.model.errors import Refused
from communique.project import reads
from communique.project.history import changing
from communique.project.merging import Conflict, merge_into
from communique.project.store import Store, is_url
from communique.study.views import StatementViews, document_view

Json = dict[str, Any]


def merge(store: Store, other: str, *, actor: str, session: str) -> Json:
    """Take in what another project has besides, as one change; the other one stays as it is.

    Things are the same if they have the same uid; else captures by their hash, texts by capture, reader and content,
    documents by their ranges, coders, types and variables by name, entities by type and name. What only one side has
    changed since the two were one comes out as that side has it; what both changed differently stays as it is here and
    is listed. So is what was removed there. What was purged here does not come back.

    Raises
    ------
    Refused
        If the other project is this one, or a variable has different kinds in the two codebooks.
    """
    if not is_url(other) and store.is_sqlite and Path(other).exists() and Path(other).samefile(store.location):
        raise Refused("that is the same project", place=other, way_out="name the other one")
    theirs = Store.open(other, read_only=True)
    try:
        with (
            theirs.reading() as there,
            changing(store, "merge", "", actor=actor, session=session, other=Path(other).name) as writer,
        ):
            merged = merge_into(writer, there)
            statements, documents = merged.added["statement"], merged.added["document"]
            writer.summary = f"merge {Path(other).name}: {statements} statements, {documents} documents"
            change = writer.id if writer.touched else None
            entities = {e.id: e for e in reads.entities(writer.connection)}
            types = {e.id: e.name for e in reads.entity_types(writer.connection)}
            return {
                "other": theirs.place,
                "change": change,
                "base": merged.base,
                "added": {name: count for name, count in merged.added.items() if count},
                "changed": {name: count for name, count in merged.changed.items() if count},
                "new_entities": [
                    {"id": i, "type": types[entities[i].type], "name": entities[i].name} for i in merged.new_entities
                ],
                "conflicts": _conflicts(merged.conflicts, writer.connection, there),
            }
    finally:
        theirs.close()


def _conflicts(conflicts: list[Conflict], here: sa.Connection, there: sa.Connection) -> list[Json]:
    """The conflicts with what either side has, where there is something to show."""
    shown: dict[tuple[str, bool, int], Json] = {}
    for kind, side, connection in (("statement", True, here), ("statement", False, there)):
        numbers = _numbers(conflicts, kind, side)
        if numbers:
            views = StatementViews(connection, None)
            shown |= {(kind, side, v["id"]): v for v in views.views(reads.statements(connection, ids=numbers))}
    for side, connection in ((True, here), (False, there)):
        for document in reads.documents(connection, ids=_numbers(conflicts, "document", side)):
            shown["document", side, document.id] = document_view(document)
        names = {e.id: e.name for e in reads.entities(connection)}
        for number in _numbers(conflicts, "entity", side):
            if number in names:
                shown["entity", side, number] = {"id": number, "name": names[number]}
    return [
        {
            "kind": c.kind,
            "reason": c.reason,
            "here": shown.get((c.kind, True, c.here), {"id": c.here}) if c.here is not None else None,
            "there": shown.get((c.kind, False, c.there), {"id": c.there}) if c.there is not None else None,
        }
        for c in conflicts
    ]


def _numbers(conflicts: list[Conflict], kind: str, here: bool) -> list[int]:
    found = {c.here if here else c.there for c in conflicts if c.kind == kind}
    return sorted(number for number in found if number is not None)
