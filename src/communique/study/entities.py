"""The verbs ``describe`` and ``assign``: what is known of entities, and who codes what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from communique.model.dates import date_bounds
from communique.model.errors import Refused, UsageError
from communique.model.records import Entity, Statement
from communique.model.words import AssignmentState, Layer
from communique.project import reads
from communique.project.edits import put_assignment, put_entity_details
from communique.project.entity_edits import parents_of, set_aliases, set_attribute
from communique.project.history import ChangeWriter, changing
from communique.project.store import Store
from communique.project.writes import put_coder
from communique.study.acts import acting, expect
from communique.study.recoding import find_entity
from communique.study.views import StatementViews, entity_view

Json = dict[str, Any]
_Word = TypeVar("_Word", bound=StrEnum)


def describe(store: Store, entity_type: str, entities: Iterable[Mapping[str, Any]], *, actor: str, session: str) -> int:
    """Set colour, notes, parent, aliases and attributes of entities of one type, by name; returns how many.

    Each entity is a mapping with ``name`` and any of ``color``, ``notes``, ``parent``, ``aliases`` (a list) and
    ``attributes`` (a mapping); those that are not there yet are made.
    """
    entities = list(entities)
    with changing(store, "describe", "", actor=actor, session=session, entity_type=entity_type) as writer:
        number = type_number(writer.connection, entity_type)
        for entity in entities:
            put_entity_details(
                writer,
                number,
                entity["name"],
                color=entity.get("color"),
                notes=entity.get("notes"),
                parent=entity.get("parent"),
                aliases=entity.get("aliases", ()),
                attributes=entity.get("attributes"),
            )
        writer.summary = f"describe {len(entities)} entities of type {entity_type}"
    return len(entities)


def dated(written: str) -> str | None:
    """A date of an attribute as it is kept; nothing and ``..`` are an open end.

    Raises
    ------
    UsageError
        If it is no date.
    """
    written = written.strip()
    if written in ("", ".."):
        return None
    date_bounds(written)
    return written


def type_number(connection: sa.Connection, entity_type: str) -> int:
    """The number of an entity type.

    Raises
    ------
    UsageError
        If there is none of this name.
    """
    types = {e.name: e.id for e in reads.entity_types(connection)}
    if entity_type not in types:
        raise UsageError(f"no entity type {entity_type!r}", way_out=f"the codebook has: {', '.join(types)}")
    return types[entity_type]


def describe_one(
    store: Store,
    name: str,
    *,
    type: str | None = None,
    add_aliases: Sequence[str] = (),
    remove_aliases: Sequence[str] = (),
    parent: str | None = None,
    color: str | None = None,
    notes: str | None = None,
    attributes: Mapping[str, str] | None = None,
    unless_changed: str | None = None,
    actor: str,
    session: str,
) -> Json:
    """Set what is known of one entity that is there, found by name or alias.

    An empty ``parent``, ``color`` or attribute removes it. An attribute ``NAME@FROM/TO`` holds for that time only.
    ``unless_changed`` is the ``etag`` of the entity as the caller knows it. Returns ``name`` and ``changed``.

    Raises
    ------
    Conflict
        If somebody changed it meanwhile.
    NotFound
        If there is no such entity, or several types have one.
    Refused
        If the parent stands below the entity.
    """
    with acting(store, "describe", actor=actor, session=session, entity=name) as writer:
        connection = writer.connection
        every = reads.entities(connection)
        found = find_entity(connection, name, type, every)
        expect(unless_changed, f"entity {found.id}", lambda: entity_view(connection, found.id))
        changes: dict[str, Any] = {}
        if parent is not None:
            changes["parent_id"] = _parent(writer, found, parent)
        if color is not None:
            changes["color"] = color or None
        if notes is not None:
            changes["notes"] = notes
        writer.replace("entity", (found.id,), **changes)
        set_aliases(writer, found.id, [a for a in add_aliases if a != found.name], remove_aliases)
        for column, value in (attributes or {}).items():
            attribute, _, time = column.partition("@")
            first, _, last = time.partition("/")
            set_attribute(writer, found.type, found.id, attribute, value, dated(first), dated(last))
        writer.summary = f"describe {found.name}"
        changed = writer.touched
    return {"name": found.name, "changed": changed}


def _parent(writer: ChangeWriter, entity: Entity, name: str) -> int | None:
    if not name:
        return None
    number = put_entity_details(writer, entity.type, name)
    parents = parents_of(writer.connection)
    at: int | None = number
    seen: set[int] = set()
    while at is not None and at not in seen:
        if at == entity.id:
            raise Refused(f"{name!r} stands below it", place=entity.name, way_out="change the parent of that one first")
        seen.add(at)
        at = parents.get(at)
    return number


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
        return self.may_see(statement.document, statement.coder)

    def may_see(self, document: int, coder: int) -> bool:
        """Whether the coder may see what somebody coded in a document."""
        return document not in self.hidden or coder == self._coder


def statement_counts(connection: sa.Connection, coder: str | None, as_of: int | None = None) -> Counter[int]:
    """Document -> how many of its statements a coder may see, or all, without one."""
    sight = Sight(connection, coder, as_of)
    counts: Counter[int] = Counter()
    for (document, by), count in reads.statements_by_coder(connection, as_of).items():
        if sight.may_see(document, by):
            counts[document] += count
    return counts


def entity_counts(connection: sa.Connection, coder: str | None, as_of: int | None = None) -> Counter[int]:
    """Entity -> how many statements speak of it, of those that a coder may see, or of all, without one."""
    sight = Sight(connection, coder, as_of)
    counts: Counter[int] = Counter()
    for (entity, document, by), count in reads.statements_by_entity(connection, as_of).items():
        if sight.may_see(document, by):
            counts[entity] += count
    return counts


def statements_of(connection: sa.Connection, entity: int, coder: str | None, as_of: int | None = None) -> list[Json]:
    """The statements that speak of an entity, those that a coder may see, or all, without one."""
    sight = Sight(connection, coder, as_of)
    found = reads.statements(connection, as_of, ids=reads.statements_of_entity(connection, entity, as_of))
    return list(StatementViews(connection, as_of).views(filter(sight.sees, found)))


def _one_of(words: type[_Word], written: str, name: str) -> _Word:
    try:
        return words(written)
    except ValueError as error:
        raise UsageError(
            f"no {name} {written!r}", place=f"--{name}", way_out=f"use one of: {', '.join(words)}"
        ) from error
