"""The verbs ``describe`` and ``assign``: what is known of entities, and who codes what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from communique.model.errors import UsageError
from communique.model.records import Statement
from communique.model.words import AssignmentState, Layer
from communique.project import reads
from communique.project.edits import put_assignment, put_entity_details
from communique.project.history import changing
from communique.project.store import Store
from communique.project.writes import put_coder

Json = dict[str, Any]
_Word = TypeVar("_Word", bound=StrEnum)


def describe(store: Store, entity_type: str, entities: Iterable[Mapping[str, Any]], *, actor: str, session: str) -> int:
    """Set colour, notes, parent, aliases and attributes of entities of one type, by name; returns how many.

    Each entity is a mapping with ``name`` and any of ``color``, ``notes``, ``parent``, ``aliases`` (a list) and
    ``attributes`` (a mapping); those that are not there yet are made.
    """
    entities = list(entities)
    with changing(store, "describe", "", actor=actor, session=session, entity_type=entity_type) as writer:
        types = {e.name: e.id for e in reads.entity_types(writer.connection)}
        if entity_type not in types:
            raise UsageError(f"no entity type {entity_type!r}", way_out=f"the codebook has: {', '.join(types)}")
        for entity in entities:
            put_entity_details(
                writer,
                types[entity_type],
                entity["name"],
                color=entity.get("color"),
                notes=entity.get("notes"),
                parent=entity.get("parent"),
                aliases=entity.get("aliases", ()),
                attributes=entity.get("attributes"),
            )
        writer.summary = f"describe {len(entities)} entities of type {entity_type}"
    return len(entities)


def assign(
    store: Store,
    coder: str,
    documents: Sequence[int | str],
    *,
    layer: str = "primary",
    state: str = "open",
    blind: bool | None = None,
    actor: str,
    session: str,
) -> int:
    """Give documents to a coder in a layer, or say that the coder is done with them; returns how many.

    Before a blind coder is done with a document, ``statements`` and ``show`` seen as that coder hide what others coded
    in it. Whether an assignment is blind stays as it is unless ``blind`` is given.
    """
    checked_layer, checked_state = _one_of(Layer, layer, "layer"), _one_of(AssignmentState, state, "state")
    with changing(store, "assign", "", actor=actor, session=session, coder=coder, layer=layer) as writer:
        number = put_coder(writer, coder)
        for document in documents:
            found = reads.document(writer.connection, document)
            put_assignment(writer, found.id, number, str(checked_layer), state=str(checked_state), blind=blind)
        writer.summary = f"assign {len(documents)} documents to {coder} in layer {layer} ({state})"
    return len(documents)


def assignments(connection: sa.Connection, as_of: int | None = None) -> list[Json]:
    """Who codes what, and how far it has come: document, its title, coder, layer, state, whether blind, statements."""
    titles = {d.id: d.title for d in reads.documents(connection, as_of)}
    coders = {c.id: c.name for c in reads.coders(connection, as_of)}
    made = Counter((s.document, s.coder, s.layer) for s in reads.statements(connection, as_of))
    return [
        {
            "id": a.id,
            "uid": a.uid,
            "document": a.document,
            "title": titles.get(a.document, ""),
            "coder": coders[a.coder],
            "layer": str(a.layer),
            "state": str(a.state),
            "blind": a.blind,
            "statements": made[a.document, a.coder, a.layer],
        }
        for a in sorted(reads.assignments(connection, as_of), key=lambda a: (a.document, coders[a.coder], a.layer))
    ]


class Sight:
    """What a coder may see of the statements: nothing by others in documents the coder has yet to code blind.

    Raises
    ------
    UsageError
        If there is no such coder.
    """

    def __init__(self, connection: sa.Connection, coder: str | None, as_of: int | None = None) -> None:
        self.hidden: frozenset[int] = frozenset()
        self._coder: int | None = None
        if coder is None:
            return
        coders = {c.name: c.id for c in reads.coders(connection, as_of)}
        if coder not in coders:
            raise UsageError(
                f"no coder {coder!r}", place="--as", way_out=f"there are: {', '.join(coders) or 'none yet'}"
            )
        self._coder = coders[coder]
        self.hidden = frozenset(
            a.document
            for a in reads.assignments(connection, as_of)
            if a.coder == self._coder and a.blind and a.state is AssignmentState.OPEN
        )

    def sees(self, statement: Statement) -> bool:
        """Whether the coder may see a statement."""
        return statement.document not in self.hidden or statement.coder == self._coder


def _one_of(words: type[_Word], written: str, name: str) -> _Word:
    try:
        return words(written)
    except ValueError as error:
        raise UsageError(
            f"no {name} {written!r}", place=f"--{name}", way_out=f"use one of: {', '.join(words)}"
        ) from error
