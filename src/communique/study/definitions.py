"""The verbs ``define`` and ``drop``: statement types and variables of a study under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from communique.coding.codebook import PLACES
from communique.coding.values import convert
from communique.model.errors import CommuniqueError, NotFound, Refused, UsageError
from communique.model.records import Codebook, Entity, Scalar, StatementType, Variable
from communique.model.words import VariableKind
from communique.project import reads
from communique.project.entity_edits import end_entity_type, move_entities
from communique.project.history import ChangeWriter
from communique.project.statement_edits import (
    Row,
    columns_of,
    delete_statements,
    end_rows,
    live_rows,
    replace_rows,
)
from communique.project.store import Store
from communique.project.writes import checked_name, put_entities
from communique.study.acts import acting, expect
from communique.study.views import type_view, variable_view

Json = dict[str, Any]

_QUALIFIERS = (VariableKind.BOOLEAN, VariableKind.INTEGER)
_SHOWN = 3


def define(
    store: Store,
    type: str,
    variable: str | None = None,
    *,
    kind: str | None = None,
    entity_type: str | None = None,
    qualifier: bool | None = None,
    definition: str | None = None,
    color: str | None = None,
    unless_changed: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Add a statement type or a variable, or define it anew; what is not given stays.

    ``unless_changed`` is the ``etag`` of the type or variable as the caller knows it: then none is added.

    A variable of another ``kind`` keeps its values, converted: all of them can be, or nothing is changed. One that is
    given the ``entity_type`` of another variable shares its entities from then on: those of equal name become one, and
    a type that nobody uses any more ends. An entity type that is not there yet is made.

    Returns ``type``, ``variable``, ``made`` (what is new), and counts: ``statements`` and ``values`` that change,
    ``entities`` that are made, ``united`` ones.

    Raises
    ------
    Conflict
        If somebody changed it meanwhile.
    NotFound
        If it should be there, and is not.
    Refused
        If a value cannot be converted, or a qualifier would have several values in a statement; names the statements.
    UsageError
        If kind, entity type and qualifier do not fit each other.
    """
    with acting(store, "define", actor=actor, session=session, preview=preview, type=type, variable=variable) as writer:
        act = _Definition(writer, reads.codebook(writer.connection))
        place = f"type {type}" if variable is None else f"variable {variable} of type {type}"
        expect(unless_changed, place, lambda: _now(act.codebook, type, variable))
        found = act.statement_type(type, color, definition if variable is None else None)
        if variable is not None:
            act.variable(found, variable, kind, entity_type, qualifier, definition)
        elif kind or entity_type or qualifier is not None:
            raise UsageError("kind, entity type and qualifier are a variable's", way_out="name the variable, too")
        elif color is None and definition is None and not act.result["made"]:
            raise UsageError("nothing to define", place=place, way_out="give a definition, colour or variable")
        writer.summary = f"define {type if variable is None else f'{variable} of {type}'}"
        if act.result["values"]:
            writer.summary += f": {act.result['values']} values recoded"
    return {"type": type, "variable": variable} | act.result


def _now(codebook: Codebook, type: str, variable: str | None) -> Json:
    found = codebook.type(type)
    if found is not None and variable is None:
        return type_view(found)
    for one in found.variables if found is not None else ():
        if one.name == variable:
            return variable_view(codebook, one)
    raise NotFound(
        "it is not there any more",
        place=f"type {type}" if variable is None else f"variable {variable} of type {type}",
        way_out="somebody has renamed it or taken it away; `log` says who",
    )


class _Definition:
    """A codebook as a definition changes it."""

    def __init__(self, writer: ChangeWriter, codebook: Codebook) -> None:
        self.writer = writer
        self.codebook = codebook
        self.entity_types = {e.name: e.id for e in codebook.entity_types}
        self.result: Json = {"made": [], "statements": 0, "values": 0, "entities": 0, "united": 0}

    def statement_type(self, name: str, color: str | None, definition: str | None) -> StatementType:
        found = self.codebook.type(name)
        if found is None:
            name = checked_name(name, "statement type")
            row = {
                "name": name,
                "color": color,
                "definition": definition or "",
                "position": len(self.codebook.types),
            }
            number = self.writer.new("statement_type", [row])[0]
            self.result["made"].append("type")
            return StatementType(number, "", name, color, definition or "", ())
        changes = {n: v for n, v in (("color", color), ("definition", definition)) if v is not None}
        self.writer.replace("statement_type", (found.id,), **changes)
        return found

    def variable(
        self,
        of: StatementType,
        name: str,
        kind: str | None,
        entity_type: str | None,
        qualifier: bool | None,
        definition: str | None,
    ) -> None:
        if kind is not None and kind not in list(VariableKind):
            raise UsageError(
                f"kind {kind!r} is unknown", place="--kind", way_out=f"use one of {', '.join(VariableKind)}"
            )
        found = of.variable(name)
        if found is None:
            self._add(of, name, kind, entity_type, bool(qualifier), definition or "")
            return
        wanted = VariableKind(kind) if kind else VariableKind.ENTITY if entity_type else found.kind
        if entity_type is not None and wanted is not VariableKind.ENTITY:
            raise UsageError(
                "only entities have a type", place="--entity-type", way_out="leave it out or --kind entity"
            )
        qualifies = found.qualifier if qualifier is None else qualifier
        self._check_qualifier(name, wanted, qualifies)
        changes: Row = {"qualifier": qualifies}
        if definition is not None:
            changes["definition"] = definition
        rows = live_rows(self.writer.connection, "value", "variable_id", [found.id])
        if qualifies and not found.qualifier:
            _refuse_several(rows, name)
        target = self._target(found, wanted, entity_type)
        if (wanted, target) != (found.kind, found.entity_type):
            changes |= {"kind": str(wanted), "entity_type_id": target}
            self.result["statements"] = len({row["statement_id"] for row in rows})
            self.result["values"] = len(rows)
            if wanted is found.kind and target is not None:
                self._share(found, target, rows, changes)
                return
            self._convert(found, wanted, target, rows)
        self.writer.replace("variable", (found.id,), **changes)

    def _add(
        self, of: StatementType, name: str, kind: str | None, entity_type: str | None, qualifier: bool, definition: str
    ) -> None:
        wanted = VariableKind(kind) if kind else VariableKind.ENTITY if entity_type else None
        place = f"{of.name}, variable {name}"
        if wanted is None:
            raise UsageError("a new variable needs a kind", place=place, way_out=f"--kind {'|'.join(VariableKind)}")
        if name.startswith(PLACES):
            raise UsageError(
                "the name stands for a field of the document or statement", place=place, way_out="rename it"
            )
        if entity_type is not None and wanted is not VariableKind.ENTITY:
            raise UsageError(
                "only entities have a type", place="--entity-type", way_out="leave it out or --kind entity"
            )
        self._check_qualifier(name, wanted, qualifier)
        position = 1 + max((v.position for v in of.variables), default=-1)
        row = {
            "statement_type_id": of.id,
            "name": checked_name(name, "variable"),
            "kind": str(wanted),
            "entity_type_id": self._entity_type(entity_type or name) if wanted is VariableKind.ENTITY else None,
            "position": position,
            "qualifier": qualifier,
            "definition": definition,
        }
        self.writer.new("variable", [row])
        self.result["made"].append("variable")

    def _entity_type(self, name: str) -> int:
        if name not in self.entity_types:
            row = {"name": checked_name(name, "entity type"), "color": None, "description": ""}
            self.entity_types[name] = self.writer.new("entity_type", [row])[0]
            self.result["made"].append("entity type")
        return self.entity_types[name]

    def _target(self, found: Variable, wanted: VariableKind, entity_type: str | None) -> int | None:
        if wanted is not VariableKind.ENTITY:
            return None
        if entity_type is None and found.entity_type is not None:
            return found.entity_type
        return self._entity_type(entity_type or found.name)

    def _check_qualifier(self, name: str, kind: VariableKind, qualifier: bool) -> None:
        if qualifier and kind not in _QUALIFIERS:
            raise UsageError(
                f"a qualifier is boolean or integer, not {kind}",
                place=f"variable {name}",
                way_out="use --kind boolean or integer, or --no-qualifier",
            )

    def _share(self, found: Variable, target: int, rows: Sequence[Row], changes: Row) -> None:
        """Let the variable's values be entities of another type."""
        connection = self.writer.connection
        source = found.entity_type
        others = {v.entity_type for s in self.codebook.types for v in s.variables if v.id != found.id and v.entity_type}
        self.writer.replace("variable", (found.id,), **changes)
        entities = [e for e in reads.entities(connection) if e.type in (source, target)]
        if source not in others and source is not None:
            self.result["united"] = move_entities(self.writer, source, target, entities)
            return
        used = {row["entity_id"] for row in rows}
        names = {e.id: e.name for e in entities if e.id in used}
        numbers = self._entities(target, list(names.values()), entities)
        self.result["united"] = len(names) - self.result["entities"]
        replace_rows(self.writer, "value", rows, lambda row: {"entity_id": numbers[names[row["entity_id"]]]})

    def _entities(self, entity_type: int, names: Sequence[str], entities: Sequence[Entity]) -> dict[str, int]:
        """Name -> number of the entity of the type; missing ones are made."""
        numbers = {a: e.id for e in entities if e.type == entity_type for a in e.aliases}
        numbers |= {e.name: e.id for e in entities if e.type == entity_type}
        fresh = [name for name in dict.fromkeys(names) if name not in numbers]
        numbers |= dict(zip(fresh, put_entities(self.writer, entity_type, fresh), strict=True))
        self.result["entities"] = len(fresh)
        return numbers

    def _convert(self, found: Variable, wanted: VariableKind, target: int | None, rows: Sequence[Row]) -> None:
        connection = self.writer.connection
        entities = reads.entities(connection)
        names = {e.id: e.name for e in entities}
        contents: list[Row] = []
        failed: list[str] = []
        for row in rows:
            value = names[row["entity_id"]] if row["entity_id"] is not None else _scalar(row, found.kind)
            try:
                if target is not None:
                    contents.append(
                        {"name": checked_name(str(convert(value, VariableKind.TEXT, found.name)), "entity")}
                    )
                else:
                    contents.append(columns_of(convert(value, wanted, found.name)))
            except (CommuniqueError, ValueError) as error:
                failed.append(f"statement {row['statement_id']} ({getattr(error, 'what', error)})")
        if failed:
            more = f" and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
            raise Refused(
                f"{len(failed)} of {len(rows)} values cannot be of kind {wanted}: {'; '.join(failed[:_SHOWN])}{more}",
                place=f"variable {found.name}",
                way_out="recode these statements first",
            )
        if target is not None:
            numbers = self._entities(target, [c["name"] for c in contents], entities)
            contents = [columns_of(entity=numbers[c["name"]]) for c in contents]
        new = iter(contents)
        replace_rows(self.writer, "value", rows, lambda _: next(new))


def _scalar(row: Row, kind: VariableKind) -> Scalar:
    if row["int_value"] is not None:
        return bool(row["int_value"]) if kind is VariableKind.BOOLEAN else int(row["int_value"])
    value: Scalar = row["num_value"] if row["num_value"] is not None else row["text_value"]
    return value


def _refuse_several(rows: Sequence[Row], name: str) -> None:
    seen: set[int] = set()
    for row in rows:
        if row["statement_id"] in seen or row["group_no"]:
            raise Refused(
                "it has several values, or one in a group, and a qualifier has one",
                place=f"statement {row['statement_id']}, variable {name}",
                way_out="recode it first",
            )
        seen.add(row["statement_id"])


def drop(
    store: Store,
    type: str | None = None,
    variable: str | None = None,
    *,
    entity_type: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Take a statement type with its statements, one variable with its values, or an unused entity type away.

    ``undo`` brings them back. Returns counts of the ``statements``, ``values``, ``variables`` and ``entities`` that go
    (for a variable, ``statements`` counts those that lose a value).

    Raises
    ------
    NotFound
        If there is nothing of the name.
    Refused
        If it is the last statement type, or variables use the entity type.
    """
    with acting(store, "drop", actor=actor, session=session, preview=preview, type=type, variable=variable) as writer:
        codebook = reads.codebook(writer.connection)
        if entity_type is not None and type is None:
            result = _drop_entity_type(writer, codebook, entity_type)
            writer.summary = f"drop the entity type {entity_type} with {result['entities']} entities"
            return result
        found = codebook.type(type or "")
        if found is None:
            names = ", ".join(s.name for s in codebook.types)
            raise NotFound(f"no statement type {type!r}", way_out=f"the codebook has: {names}")
        if variable is not None:
            result = _drop_variable(writer, found, variable)
            writer.summary = f"drop {variable} of {found.name} with {result['values']} values"
            return result
        if len(codebook.types) == 1:
            raise Refused("it is the only statement type", place=found.name, way_out="define another one first")
        result = _drop_type(writer, found)
        writer.summary = f"drop the type {found.name} with {result['statements']} statements"
    return result


def _counts(**counts: int) -> Json:
    return {"statements": 0, "values": 0, "variables": 0, "entities": 0} | counts


def _drop_entity_type(writer: ChangeWriter, codebook: Codebook, name: str) -> Json:
    found = next((e for e in codebook.entity_types if e.name == name), None)
    if found is None:
        names = ", ".join(e.name for e in codebook.entity_types)
        raise NotFound(f"no entity type {name!r}", way_out=f"the codebook has: {names}")
    users = [f"{v.name} of {s.name}" for s in codebook.types for v in s.variables if v.entity_type == found.id]
    if users:
        raise Refused(
            f"variables use it: {', '.join(users)}",
            place=f"entity type {name}",
            way_out="drop or define them anew first",
        )
    return _counts(entities=end_entity_type(writer, found.id))


def _drop_variable(writer: ChangeWriter, of: StatementType, name: str) -> Json:
    found = of.variable(name)
    if found is None:
        names = ", ".join(v.name for v in of.variables)
        raise NotFound(f"type {of.name!r} has no variable {name!r}", way_out=f"it has: {names}")
    rows = live_rows(writer.connection, "value", "variable_id", [found.id])
    end_rows(writer, "value", rows)
    writer.end("variable", [(found.id,)])
    return _counts(statements=len({r["statement_id"] for r in rows}), values=len(rows), variables=1)


def _drop_type(writer: ChangeWriter, found: StatementType) -> Json:
    connection = writer.connection
    rows = live_rows(connection, "statement", "statement_type_id", [found.id])
    numbers = [row["id"] for row in rows]
    values = len(live_rows(connection, "value", "statement_id", numbers))
    delete_statements(writer, numbers)
    writer.end("variable", [(v.id,) for v in found.variables])
    writer.end("statement_type", [(found.id,)])
    return _counts(statements=len(numbers), values=values, variables=len(found.variables))
