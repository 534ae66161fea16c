"""What can be changed about entities that are there, as parts of a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from communique.model.records import Entity
from communique.model.words import Verdict
from communique.project import tables as t
from communique.project.history import ChangeWriter, live
from communique.project.statement_edits import end_rows, live_rows, recode_entity, replace_rows
from communique.project.writes import checked_name

Row = dict[str, Any]


def attribute_number(writer: ChangeWriter, entity_type: int, name: str) -> int:
    """The number of an attribute of an entity type; made if there is none of the name."""
    version = t.VERSIONED["attribute"].version
    name = checked_name(name, "attribute")
    there = writer.connection.execute(
        sa.select(version.c.id).where(live(version), version.c.entity_type_id == entity_type, version.c.name == name)
    ).scalar()
    if there is not None:
        return int(there)
    row = {"entity_type_id": entity_type, "name": name, "position": 0, "definition": ""}
    return writer.new("attribute", [row])[0]


def set_attribute(
    writer: ChangeWriter,
    entity_type: int,
    entity: int,
    name: str,
    value: str,
    start: str | None = None,
    end: str | None = None,
) -> bool:
    """Set an attribute of an entity, for good or from one date to another; an empty value removes it.

    Values for other times stay. They are kept in order of time, the undated one last. Returns whether anything differs.
    """
    attribute = attribute_number(writer, entity_type, name)
    rows = [
        r
        for r in live_rows(writer.connection, "entity_attribute", "entity_id", [entity])
        if r["attribute_id"] == attribute
    ]
    before = [(r["value"], r["from_date"], r["to_date"]) for r in rows]
    after = [r for r in before if r[1:] != (start, end)] + ([(value, start, end)] if value else [])
    after.sort(key=lambda r: (r[1] is None and r[2] is None, r[1] or "", r[2] or "~"))
    if after == before:
        return False
    end_rows(writer, "entity_attribute", rows)
    _begin_attributes(writer, ((entity, attribute, position, *row) for position, row in enumerate(after)))
    return True


def _begin_attributes(writer: ChangeWriter, rows: Iterable[Sequence[Any]]) -> None:
    writer.begin("entity_attribute", ["entity_id", "attribute_id", "position", "value", "from_date", "to_date"], rows)


def set_aliases(writer: ChangeWriter, entity: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> int:
    """Add and remove aliases; returns how many differ."""
    rows = {r["alias"]: r for r in live_rows(writer.connection, "entity_alias", "entity_id", [entity])}
    gone = [rows[a] for a in dict.fromkeys(remove) if a in rows]
    fresh = [a for a in dict.fromkeys(checked_name(a, "alias") for a in add) if a not in rows]
    end_rows(writer, "entity_alias", gone)
    return len(gone) + writer.begin("entity_alias", ["entity_id", "alias"], ((entity, a) for a in fresh))


def parents_of(connection: sa.Connection) -> dict[int, int | None]:
    """Entity -> its parent, for all entities."""
    version = t.VERSIONED["entity"].version
    return {row.id: row.parent_id for row in connection.execute(sa.select(version).where(live(version)))}


def unite_entities(writer: ChangeWriter, kept: Entity, other: Entity, parents: dict[int, int | None]) -> list[int]:
    """Let one entity stand for two: values, children, aliases and attributes of ``other`` become those of ``kept``.

    The other's name becomes an alias. Parent, colour, notes and attributes are taken over where ``kept`` has none.
    ``parents`` are those of all entities and is kept up to date. Returns the statements that were recoded.
    """
    statements = recode_entity(writer, other.id, kept.id)
    connection = writer.connection
    (row,) = live_rows(connection, "entity", "id", [kept.id])
    changes: Row = {}
    if row["parent_id"] in (None, other.id):
        parent = _unless_below(parents.get(other.id), (kept.id, other.id), parents)
        changes["parent_id"] = parents[kept.id] = parent
    if row["color"] is None:
        changes["color"] = other.color
    if not row["notes"]:
        changes["notes"] = other.notes
    writer.replace("entity", (kept.id,), **changes)
    children = live_rows(connection, "entity", "parent_id", [other.id])
    replace_rows(writer, "entity", children, lambda _: {"parent_id": kept.id})
    parents.update((child["id"], kept.id) for child in children)
    set_aliases(writer, kept.id, [a for a in (other.name, *other.aliases) if a != kept.name])
    end_rows(writer, "entity_alias", live_rows(connection, "entity_alias", "entity_id", [other.id]))
    _carry_judgements(writer, other.id, kept.id)
    carry_attributes(writer, other.id, kept.id, kept.type)
    end_rows(writer, "entity_attribute", live_rows(connection, "entity_attribute", "entity_id", [other.id]))
    writer.end("entity", [(other.id,)])
    parents.pop(other.id, None)
    return statements


def set_judgement(writer: ChangeWriter, one: int, other: int, verdict: Verdict | None) -> bool:
    """Say that two entities are different, or that it is not known; ``None`` takes back what was said.

    Returns whether anything differs.
    """
    key = (min(one, other), max(one, other))
    rows = live_rows(writer.connection, "judgement", "entity_id", [key[0]])
    before = next((row["verdict"] for row in rows if row["other_id"] == key[1]), None)
    if before == verdict:
        return False
    if before is not None:
        writer.end("judgement", [key])
    if verdict is not None:
        writer.begin("judgement", ["entity_id", "other_id", "verdict"], [(*key, str(verdict))])
    return True


def _judgements_of(writer: ChangeWriter, entities: Sequence[int]) -> list[Row]:
    rows = [r for c in ("entity_id", "other_id") for r in live_rows(writer.connection, "judgement", c, entities)]
    return list({(r["entity_id"], r["other_id"]): r for r in rows}.values())


def _carry_judgements(writer: ChangeWriter, source: int, target: int) -> None:
    """Let what was said of an entity that goes be said of the one that stands for it; what was said of that stays."""
    rows = _judgements_of(writer, [source])
    end_rows(writer, "judgement", rows)
    said = {r["entity_id"] + r["other_id"] - target for r in _judgements_of(writer, [target])}
    for row in rows:
        third = row["entity_id"] + row["other_id"] - source
        if third != target and third not in said:
            set_judgement(writer, third, target, Verdict(row["verdict"]))


def _unless_below(parent: int | None, entities: tuple[int, int], parents: dict[int, int | None]) -> int | None:
    """The parent, unless one of the entities stands above it."""
    seen: set[int] = set()
    at = parent
    while at is not None and at not in seen:
        if at in entities:
            return None
        seen.add(at)
        at = parents.get(at)
    return parent


def carry_attributes(writer: ChangeWriter, source: int, target: int, entity_type: int) -> None:
    """Give an entity the attributes of another that it has not itself; ``entity_type`` is that of the target."""
    connection = writer.connection
    names = {r["id"]: r["name"] for r in live_rows(connection, "attribute")}
    rows = live_rows(connection, "entity_attribute", "entity_id", [source])
    held = {names[r["attribute_id"]] for r in live_rows(connection, "entity_attribute", "entity_id", [target])}
    _begin_attributes(
        writer,
        [
            (
                target,
                attribute_number(writer, entity_type, names[r["attribute_id"]]),
                r["position"],
                r["value"],
                r["from_date"],
                r["to_date"],
            )
            for r in rows
            if names[r["attribute_id"]] not in held
        ],
    )


def move_entities(writer: ChangeWriter, source: int, target: int, entities: Sequence[Entity]) -> int:
    """Let an entity type's entities belong to another; those of equal name are united. Ends the emptied type.

    ``entities`` are those of both types. Returns how many were united.
    """
    connection = writer.connection
    there = {e.name: e for e in entities if e.type == target}
    parents = parents_of(connection)
    names = {r["id"]: r["name"] for r in live_rows(connection, "attribute")}
    united = 0
    for entity in [e for e in entities if e.type == source]:
        kept = there.get(entity.name)
        if kept is not None:
            unite_entities(writer, kept, entity, parents)
            united += 1
            continue
        writer.replace("entity", (entity.id,), entity_type_id=target)
        rows = live_rows(connection, "entity_attribute", "entity_id", [entity.id])
        of_target = {n: attribute_number(writer, target, names[n]) for n in {r["attribute_id"] for r in rows}}
        end_rows(writer, "entity_attribute", rows)
        _begin_attributes(
            writer,
            (
                (entity.id, of_target[r["attribute_id"]], r["position"], r["value"], r["from_date"], r["to_date"])
                for r in rows
            ),
        )
    end_entity_type(writer, source)
    return united


def end_entity_type(writer: ChangeWriter, entity_type: int) -> int:
    """End an entity type with its attributes and entities; returns how many entities there were."""
    connection = writer.connection
    entities = live_rows(connection, "entity", "entity_type_id", [entity_type])
    numbers = [row["id"] for row in entities]
    for name in ("entity_alias", "entity_attribute"):
        end_rows(writer, name, live_rows(connection, name, "entity_id", numbers))
    end_rows(writer, "judgement", _judgements_of(writer, numbers))
    end_rows(writer, "entity", entities)
    end_rows(writer, "attribute", live_rows(connection, "attribute", "entity_type_id", [entity_type]))
    writer.end("entity_type", [(entity_type,)])
    return len(numbers)
