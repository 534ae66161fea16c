"""The verbs ``describe`` and ``assign``: what is known of entities, and who codes what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.model.errors import UsageError
from communique.model.words import AssignmentState, Layer
from communique.project import reads
from communique.project.edits import put_assignment, put_entity_details
from communique.project.history import changing
from communique.project.store import Store
from communique.project.writes import put_coder

Json = dict[str, Any]


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
    blind: bool = False,
    actor: str,
    session: str,
) -> int:
    """Give documents to a coder in a layer, or say that the coder is done with them; returns how many."""
    checked_layer, checked_state = Layer(layer), AssignmentState(state)
    with changing(store, "assign", "", actor=actor, session=session, coder=coder, layer=layer) as writer:
        number = put_coder(writer, coder)
        for document in documents:
            found = reads.document(writer.connection, document)
            put_assignment(writer, found.id, number, str(checked_layer), state=str(checked_state), blind=blind)
        writer.summary = f"assign {len(documents)} documents to {coder} in layer {layer} ({state})"
    return len(documents)
