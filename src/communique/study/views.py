"""Records as the JSON that the command line, the API and notebooks show. Offsets are relative to the document."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from communique.model.records import (
    Change,
    Codebook,
    Coder,
    Document,
    Entity,
    Scalar,
    Statement,
    StatementType,
    Variable,
)
from communique.project import reads

Json = dict[str, Any]

_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def document_view(document: Document) -> Json:
    """A line of the list of documents."""
    return {
        "id": document.id,
        "uid": document.uid,
        "title": document.title,
        "date": document.date,
        "date_basis": str(document.date_basis),
        "author": document.author,
        "issuer": document.issuer,
        "addressee": document.addressee,
        "source": document.source,
        "section": document.section,
        "type": document.type,
        "language": document.language,
        "status": str(document.status),
        "notes": document.notes,
        "attributes": dict(document.attributes),
        "chars": document.length,
    }


def document_whole(
    connection: sa.Connection,
    document: Document,
    as_of: int | None,
    sees: Callable[[Statement], bool] = lambda _: True,
) -> Json:
    """One document with its text, what was read in it, and those of its statements that may be seen."""
    place = reads.Place(document)
    blocks: list[Json] = []
    segments: list[Json] = []
    findings: list[Json] = []
    for text_id in dict.fromkeys(piece.text for piece in document.ranges):
        for block in reads.blocks(connection, text_id, as_of):
            span = place.to_document(text_id, block.start, block.end)
            if span:
                shown = {"start": span[0], "end": span[1], "kind": str(block.kind), "by": block.by}
                blocks.append(shown | ({"chrome_kind": block.chrome_kind} if block.chrome_kind else {}))
        for segment in reads.segments(connection, text_id, as_of):
            span = place.to_document(text_id, segment.start, segment.end)
            if span:
                segments.append(
                    {
                        "id": segment.id,
                        "start": span[0],
                        "end": span[1],
                        "mode": str(segment.mode),
                        "speaker": segment.speaker,
                        "date": segment.date,
                        "parent": segment.parent,
                    }
                )
        for finding in reads.findings(connection, text_id, as_of):
            span = None
            if finding.start is not None and finding.end is not None:
                span = place.to_document(text_id, finding.start, finding.end)
                if span is None:
                    continue
            findings.append(
                {
                    "id": finding.id,
                    "kind": str(finding.kind),
                    "start": span[0] if span else None,
                    "end": span[1] if span else None,
                    "data": dict(finding.data),
                    "score": finding.score,
                    "reader": f"{finding.reader} {finding.reader_version}",
                    "status": str(finding.status),
                }
            )
    views = StatementViews(connection, as_of, [document.id])
    statements = list(views.views(filter(sees, reads.statements(connection, as_of, documents=[document.id]))))
    return document_view(document) | {
        "captures": reads.captures_of(connection, document),
        "text": reads.document_text(connection, document),
        "blocks": blocks,
        "segments": segments,
        "findings": findings,
        "statements": statements,
    }


class StatementViews:
    """Statements as JSON, with names in the place of numbers."""

    def __init__(self, connection: sa.Connection, as_of: int | None, documents: Sequence[int] | None = None) -> None:
        """``documents`` are those whose statements will be asked for: all, if ``None``."""
        types = reads.codebook(connection, as_of).types
        self._types = {s.id: s for s in types}
        self._variables = {v.id: v for s in types for v in s.variables}
        self._entities = reads.entity_names(connection, as_of)
        self._coders = {c.id: c.name for c in reads.coders(connection, as_of)}
        self._documents = {d.id: d for d in reads.documents(connection, as_of, documents)}
        self._places: dict[int, reads.Place] = {}

    def title(self, document: int) -> str:
        """The title of a document."""
        return self._documents[document].title

    def document(self, document: int) -> Document:
        """The document with this number."""
        return self._documents[document]

    def views(self, statements: Iterable[Statement]) -> Iterator[Json]:
        """Each statement as the contract has it."""
        for statement in statements:
            yield self.view(statement)

    def view(self, statement: Statement) -> Json:
        """One statement as the contract has it."""
        values: dict[str, list[Scalar | None]] = defaultdict(list)
        groups: list[dict[str, Any]] = []
        for number, members in reads.groups_of(statement.values):
            group: dict[str, list[Scalar | None]] = defaultdict(list)
            for value in members:
                variable = self._variables[value.variable]
                shown = self._entities[value.entity] if value.entity is not None else value.value
                values[variable.name].append(shown)
                group[variable.name].append(shown)
            if number:
                groups.append({n: items[0] if len(items) == 1 else items for n, items in group.items()})
        return {
            "id": statement.id,
            "uid": statement.uid,
            "type": self._types[statement.type].name,
            "document": statement.document,
            "spans": self._spans(statement),
            "values": dict(values),
            "groups": groups,
            "attribution": str(statement.attribution) if statement.attribution else None,
            "date": statement.date,
            "coder": self._coders[statement.coder],
            "layer": str(statement.layer),
            "memo": statement.memo,
            "unsure": statement.unsure,
        }

    def _spans(self, statement: Statement) -> list[Json]:
        place = self._places.get(statement.document)
        if place is None:
            place = self._places[statement.document] = reads.Place(self._documents[statement.document])
        spans = []
        for anchor in statement.anchors:
            span = place.to_document(anchor.text, anchor.start, anchor.end)
            spans.append(
                {
                    "start": span[0] if span else None,
                    "end": span[1] if span else None,
                    "quote": anchor.quote,
                    "status": str(anchor.status),
                }
            )
        return spans


def etag(view: Json) -> str:
    """A short name of the state of something as it is shown: two that differ have different ones."""
    return hashlib.sha256(_CANONICAL.encode(view).encode()).hexdigest()[:16]


def type_view(type: StatementType) -> Json:
    """A statement type without its variables."""
    return {"id": type.id, "name": type.name, "color": type.color, "definition": type.definition}


def variable_view(codebook: Codebook, variable: Variable) -> Json:
    """A variable of a statement type."""
    return {
        "id": variable.id,
        "name": variable.name,
        "kind": str(variable.kind),
        "entity_type": next((e.name for e in codebook.entity_types if e.id == variable.entity_type), None),
        "qualifier": variable.qualifier,
        "definition": variable.definition,
    }


def codebook_view(codebook: Codebook) -> Json:
    """The codebook: types with variables, and entity types."""
    return {
        "name": codebook.name,
        "description": codebook.description,
        "types": [
            type_view(s) | {"variables": [variable_view(codebook, v) for v in s.variables]} for s in codebook.types
        ],
        "entity_types": [
            {"id": e.id, "name": e.name, "color": e.color, "description": e.description} for e in codebook.entity_types
        ],
    }


def entity_view(connection: sa.Connection, number: int) -> Json:
    """One entity as it is shown."""
    every = entities_view(reads.entities(connection), reads.codebook(connection))
    return next(view for view in every if view["id"] == number)


def entities_view(entities: Sequence[Entity], codebook: Codebook) -> list[Json]:
    """Entities with their type, parent, aliases and attributes."""
    types = {e.id: e.name for e in codebook.entity_types}
    names = {e.id: e.name for e in entities}
    return [
        {
            "id": e.id,
            "uid": e.uid,
            "type": types.get(e.type, ""),
            "name": e.name,
            "parent": names.get(e.parent) if e.parent is not None else None,
            "color": e.color,
            "aliases": list(e.aliases),
            "attributes": dict(e.attributes),
            "dated": [{"attribute": d.attribute, "value": d.value, "from": d.start, "to": d.end} for d in e.dated],
            "notes": e.notes,
        }
        for e in entities
    ]


def change_view(change: Change) -> Json:
    """A line of the log."""
    return {
        "id": change.id,
        "uid": change.uid,
        "time": change.time,
        "actor": change.actor,
        "verb": change.verb,
        "summary": change.summary,
        "undoes": change.undoes,
        "undone": change.undone,
    }


def coder_view(coder: Coder) -> Json:
    """A coder."""
    return {"id": coder.id, "uid": coder.uid, "name": coder.name, "kind": str(coder.kind), "color": coder.color}
