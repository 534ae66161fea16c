"""The verbs ``rename``, ``unite``, ``divide``, ``recode`` and ``delete``: codings under way, many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from communique.coding.values import parse_boolean, parse_scalar
from communique.model.dates import date_bounds
from communique.model.errors import NotFound, RecordError, Refused, UsageError
from communique.model.records import Codebook, Entity, Variable
from communique.model.words import Layer, Mode, VariableKind
from communique.project import reads
from communique.project.entity_edits import parents_of, set_aliases, unite_entities
from communique.project.history import ChangeWriter
from communique.project.statement_edits import (
    Row,
    columns_of,
    delete_statements,
    live_rows,
    recode_entity,
    set_fields,
    set_type,
    set_values,
)
from communique.project.store import Store
from communique.project.writes import checked_name, put_coder, put_entities
from communique.study.acts import Selection, acting, expect
from communique.study.views import entity_view

Json = dict[str, Any]

RENAMED = ("entity", "type", "variable", "entity-type", "attribute", "coder")
"""What :func:`rename` can give another name."""

FIELDS = ("type", "memo", "unsure", "attribution", "date", "layer", "coder")
"""What :func:`recode` can set besides variables; ``statement.memo`` is the memo where a variable is called so."""


# --- names -----------------------------------------------------------------------------------------------------------


def rename(
    store: Store,
    kind: str,
    name: str,
    new: str,
    *,
    type: str | None = None,
    alias: bool = False,
    unless_changed: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Give an entity, statement type, variable, entity type, attribute or coder another name.

    ``type`` is the entity type of an entity or attribute, the statement type of a variable; it may be left out where
    the name is clear. With ``alias`` an entity keeps the old name as an alias, and ``unless_changed`` is its
    ``etag`` as the caller knows it. Returns ``kind``, ``name``, ``to``, and
    how many live ``statements`` show the new name.

    Raises
    ------
    Conflict
        If somebody changed the entity meanwhile.
    NotFound
        If nothing is called so, or several are.
    Refused
        If the new name is taken.
    """
    if kind not in RENAMED:
        raise UsageError(f"a {kind} has no name of its own", way_out=f"use one of: {', '.join(RENAMED)}")
    table = {"type": "statement_type", "entity-type": "entity_type"}.get(kind, kind)
    new = checked_name(new, kind)
    with acting(store, "rename", actor=actor, session=session, preview=preview, kind=kind, name=name, to=new) as writer:
        row = _named(writer.connection, table, name, type)
        if kind == "entity":
            expect(unless_changed, f"entity {row['id']}", lambda: entity_view(writer.connection, row["id"]))
        scope, _ = _scopes(writer.connection, table)
        taken = [
            r
            for r in live_rows(writer.connection, table)
            if r["name"] == new and r["id"] != row["id"] and (scope is None or r[scope] == row[scope])
        ]
        if taken:
            way_out = f"`unite {new!r} {name!r}` makes one of them" if kind == "entity" else "choose another name"
            raise Refused(f"there is a {kind} {new!r} already", place=f"{kind} {name}", way_out=way_out)
        writer.replace(table, (row["id"],), name=new)
        if kind == "entity":
            set_aliases(writer, row["id"], add=[name] if alias and name != new else [], remove=[new])
        counted = _statements_with(writer.connection, table, row["id"])
        writer.summary = f"rename {kind} {name} to {new}"
    return {"kind": kind, "name": name, "to": new, "statements": counted}


def _statements_with(connection: sa.Connection, table: str, number: int) -> int:
    column = {
        "entity": ("value", "entity_id", "statement_id"),
        "variable": ("value", "variable_id", "statement_id"),
        "statement_type": ("statement", "statement_type_id", "id"),
        "coder": ("statement", "coder_id", "id"),
    }.get(table)
    if column is None:
        return 0
    name, reference, of = column
    return len({row[of] for row in live_rows(connection, name, reference, [number])})


def _named(connection: sa.Connection, table: str, name: str, type: str | None) -> Row:
    """The live row of the name, within the type if one is given."""
    scope, types = _scopes(connection, table)
    rows = [r for r in live_rows(connection, table) if r["name"] == name]
    if type is not None and scope is not None:
        if type not in types.values():
            raise UsageError(f"no type {type!r}", place="--type", way_out=f"there are: {', '.join(types.values())}")
        rows = [r for r in rows if types.get(r[scope]) == type]
    what = table.replace("_", " ")
    if not rows:
        raise NotFound(f"no {what} {name!r}", way_out=f"`{_LISTS[table]}` lists them")
    if len(rows) > 1:
        found = ", ".join(sorted(types.get(r[scope], "") for r in rows)) if scope else ""
        raise NotFound(f"several are called {name!r} ({found})", way_out="say which with --type")
    return rows[0]


_LISTS = {
    "entity": "entities",
    "attribute": "entities",
    "variable": "codebook",
    "statement_type": "codebook",
    "entity_type": "codebook",
    "coder": "statements",
}


def _scopes(connection: sa.Connection, table: str) -> tuple[str | None, dict[int, str]]:
    """The column that says within what names are unique, and the names of that."""
    if table in ("entity", "attribute"):
        return "entity_type_id", {e.id: e.name for e in reads.entity_types(connection)}
    if table == "variable":
        return "statement_type_id", {s.id: s.name for s in reads.codebook(connection).types}
    return None, {}


def find_entity(connection: sa.Connection, name: str, type: str | None, every: Sequence[Entity]) -> Entity:
    """The entity of this name, or the only one that has it as an alias.

    Raises
    ------
    NotFound
        If there is none, or several types have one.
    """
    types = {e.id: e.name for e in reads.entity_types(connection)}
    if type is not None and type not in types.values():
        raise UsageError(f"no entity type {type!r}", place="--type", way_out=f"there are: {', '.join(types.values())}")
    candidates = [e for e in every if type is None or types[e.type] == type]
    found = [e for e in candidates if e.name == name] or [e for e in candidates if name in e.aliases]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(
            f"several are called {name!r} ({', '.join(types[e.type] for e in found)})", way_out="say which with --type"
        )
    raise NotFound(f"no entity {name!r}", way_out="`entities` lists them")


def find_several(
    connection: sa.Connection, name: str, others: Sequence[str], type: str | None
) -> tuple[Entity, list[Entity]]:
    """An entity and others of its type, by name or alias, all different.

    Raises
    ------
    NotFound
        If one of them is not there.
    UsageError
        If they are not several of one type.
    """
    every = reads.entities(connection)
    first = find_entity(connection, name, type, every)
    types = {e.id: e.name for e in reads.entity_types(connection)}
    rest = [find_entity(connection, other, type or types[first.type], every) for other in others]
    if not rest or len({e.id for e in (first, *rest)}) <= len(rest):
        raise UsageError("one entity is no pair", place=name, way_out="name two or more different ones")
    return first, rest


# --- entities --------------------------------------------------------------------------------------------------------


def unite(
    store: Store,
    kept: str,
    others: Sequence[str],
    *,
    type: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Let one entity stand for several of its type: the first keeps its name, those of the others become its aliases.

    All their statements are recoded, their children get the kept one as parent; parent, colour, notes and attributes
    are taken over where it has none. Returns ``kept``, ``united`` (names), ``statements`` recoded, ``aliases`` of the
    kept one.

    Raises
    ------
    NotFound
        If one of them is not there.
    UsageError
        If they are not several of one type.
    """
    with acting(
        store, "unite", actor=actor, session=session, preview=preview, kept=kept, others=list(others)
    ) as writer:
        connection = writer.connection
        first, rest = find_several(connection, kept, others, type)
        parents = parents_of(connection)
        recoded: set[int] = set()
        for other in rest:
            recoded.update(unite_entities(writer, first, other, parents))
        aliases = [r["alias"] for r in live_rows(connection, "entity_alias", "entity_id", [first.id])]
        writer.summary = f"unite {', '.join(e.name for e in rest)} with {first.name}: {len(recoded)} statements"
    return {
        "kept": first.name,
        "united": [e.name for e in rest],
        "statements": len(recoded),
        "aliases": aliases,
    }


def divide(
    store: Store,
    name: str,
    new: str,
    selection: Selection,
    *,
    type: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Let the chosen statements speak of another entity: where they have ``name`` they get ``new``.

    The new one is made with the type and parent of the old, unless it is there. If it was an alias, it is one no more.
    Returns ``name``, ``new``, ``made``, ``statements`` recoded and ``left``, those that keep the old one.

    Raises
    ------
    NotFound
        If there is no such entity, or none of the chosen statements has it.
    """
    new = checked_name(new, "entity")
    with acting(store, "divide", actor=actor, session=session, preview=preview, name=name, new=new) as writer:
        connection = writer.connection
        every = reads.entities(connection)
        old = find_entity(connection, name, type, every)
        if new == old.name:
            raise UsageError("both have the same name", place=name, way_out="choose another one for the new entity")
        holding = {r["statement_id"] for r in live_rows(connection, "value", "entity_id", [old.id])}
        chosen = sorted(holding.intersection(selection.numbers(connection)))
        if not chosen:
            raise NotFound(
                f"none of the chosen statements has {old.name!r}", way_out="`statements --value` shows which do"
            )
        there = next((e.id for e in every if e.type == old.type and e.name == new), None)
        number = there if there is not None else put_entities(writer, old.type, [new], parent_id=old.parent)[0]
        set_aliases(writer, old.id, remove=[new])
        recode_entity(writer, old.id, number, chosen)
        writer.summary = f"divide {old.name}: {new} in {len(chosen)} statements"
    return {
        "name": old.name,
        "new": new,
        "made": there is None,
        "statements": len(chosen),
        "left": len(holding) - len(chosen),
    }


# --- statements ------------------------------------------------------------------------------------------------------


def recode(
    store: Store,
    selection: Selection,
    settings: Mapping[str, Sequence[str]],
    *,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Set values and fields of many statements.

    ``settings`` maps a variable, or a field (``type``, ``memo``, ``unsure``, ``attribution``, ``date``, ``layer``,
    ``coder``; where a variable is called so, ``statement.memo`` …), to what it shall hold; nothing, or an empty string,
    empties it. A variable's values are replaced as a whole, those in groups too. Entities are found by name or alias,
    else made. A statement that gets another type keeps the values of the variables that both types have (the same name
    and kind); its other values end. The type is set first, the rest is then set as that type has it.

    Returns ``selected`` statements, ``changed`` ones, ``settings`` -> how many differ, ``not_applicable`` (settings
    of variables that a statement's type has not), ``entities`` made, and ``dropped`` values that another type has not.

    Raises
    ------
    UsageError
        If there is no such variable, or a value has no meaning for it; nothing is changed then.
    """
    if not settings:
        raise UsageError("nothing to set", way_out="give --set VARIABLE=VALUE")
    with acting(
        store,
        "recode",
        actor=actor,
        session=session,
        preview=preview,
        settings={n: list(v) for n, v in settings.items()},
    ) as writer:
        act = _Recoding(writer, selection.numbers(writer.connection))
        for name, contents in sorted(settings.items(), key=lambda setting: not act.is_type(setting[0])):
            act.set(name, [c for c in contents if c.strip()])
        result = act.result()
        writer.summary = f"recode {result['changed']} statements: {', '.join(settings)}"
    return result


class _Recoding:
    """The chosen statements as a recoding changes them."""

    def __init__(self, writer: ChangeWriter, numbers: Sequence[int]) -> None:
        self.writer = writer
        self.codebook: Codebook = reads.codebook(writer.connection)
        self.numbers = numbers
        self.types = self._types()
        self.before = self._rows()
        self.settings: dict[str, int] = {}
        self.not_applicable = 0
        self.made = 0
        self.dropped = 0

    def _types(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row in live_rows(self.writer.connection, "statement", "id", self.numbers):
            found.setdefault(row["statement_type_id"], []).append(row["id"])
        return found

    def _rows(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {number: [] for number in self.numbers}
        for name, column in (("statement", "id"), ("value", "statement_id")):
            for row in live_rows(self.writer.connection, name, column, self.numbers):
                own = {n: v for n, v in row.items() if n not in ("version", "since")}
                found[row[column]].append(own)
        return found

    def result(self) -> Json:
        after = self._rows()
        return {
            "selected": len(self.numbers),
            "changed": sum(after[n] != rows for n, rows in self.before.items()),
            "settings": self.settings,
            "not_applicable": self.not_applicable,
            "entities": self.made,
            "dropped": self.dropped,
        }

    def is_type(self, name: str) -> bool:
        """Whether a setting names the field, and not a variable that is called so."""
        return name.removeprefix("statement.") == "type" and not any(s.variable(name) for s in self.codebook.types)

    def _set_type(self, name: str) -> int:
        wanted = self.codebook.type(name)
        if wanted is None:
            known = ", ".join(s.name for s in self.codebook.types)
            raise UsageError(f"no statement type {name!r}", place="--set", way_out=f"use one of: {known}")
        kept = {
            old.id: new.id
            for s in self.codebook.types
            if s.id in self.types
            for old in s.variables
            if (new := wanted.variable(old.name)) is not None
            and (new.kind, new.entity_type, new.qualifier) == (old.kind, old.entity_type, old.qualifier)
        }
        differ, dropped = set_type(self.writer, self.numbers, wanted.id, kept)
        self.dropped += dropped
        self.types = self._types()
        return differ

    def set(self, name: str, contents: Sequence[str]) -> None:
        variables = {s.id: v for s in self.codebook.types if (v := s.variable(name)) is not None}
        if variables and not (set(variables) & set(self.types)) and self.types:
            raise UsageError(
                f"no chosen statement is of a type with {name!r}",
                place="--set",
                way_out=f"choose statements of: {', '.join(s.name for s in self.codebook.types if s.id in variables)}",
            )
        if variables:
            self.settings[name] = 0
            for number, statements in self.types.items():
                if number in variables:
                    columns = [self._content(variables[number], c) for c in contents]
                    self._single(variables[number], columns)
                    self.settings[name] += set_values(self.writer, statements, variables[number].id, columns)
                else:
                    self.not_applicable += len(statements)
            return
        field = name.removeprefix("statement.")
        if field not in FIELDS:
            known = sorted({v.name for s in self.codebook.types for v in s.variables})
            raise UsageError(
                f"no variable or field {name!r}", place="--set", way_out=f"use one of: {', '.join([*known, *FIELDS])}"
            )
        if len(contents) > 1:
            raise UsageError(f"{name!r} holds one value", place="--set", way_out="give it once")
        if field == "type":
            self.settings[name] = self._set_type(contents[0] if contents else "")
            return
        self.settings[name] = set_fields(self.writer, self.numbers, self._field(field, contents[0] if contents else ""))

    def _single(self, variable: Variable, columns: Sequence[Row]) -> None:
        if variable.qualifier and len(columns) > 1:
            raise UsageError(
                f"{variable.name!r} is a qualifier and holds one value", place="--set", way_out="give it once"
            )

    def _content(self, variable: Variable, written: str) -> Row:
        if variable.kind is not VariableKind.ENTITY:
            try:
                return columns_of(parse_scalar(variable.kind, written, variable.name))
            except RecordError as error:
                raise UsageError(error.what, place="--set", way_out=error.way_out) from error
        assert variable.entity_type is not None
        name = checked_name(written, "entity")
        every = reads.entities(self.writer.connection, entity_type=variable.entity_type)
        found = [e for e in every if e.name == name] or [e for e in every if name in e.aliases]
        if found:
            return columns_of(entity=found[0].id)
        self.made += 1
        return columns_of(entity=put_entities(self.writer, variable.entity_type, [name])[0])

    def _field(self, name: str, written: str) -> Row:
        if name == "memo":
            return {"memo": written}
        if name == "date":
            if written:
                date_bounds(written)
            return {"date": written.strip() or None}
        if name == "coder":
            return {"coder_id": put_coder(self.writer, written)}
        try:
            if name == "unsure":
                return {"unsure": parse_boolean(written or "false", name)}
            if name == "layer":
                return {"layer": str(Layer(written.strip().lower()))}
            return {"attribution": str(Mode(written.strip().lower())) if written.strip() else None}
        except (RecordError, ValueError) as error:
            words = {"layer": Layer, "attribution": Mode}.get(name)
            known = ", ".join(words) if words else "true, false"
            raise UsageError(f"{name} {written!r} is unknown", place="--set", way_out=f"use one of: {known}") from error


def delete(store: Store, selection: Selection, *, actor: str, session: str, preview: bool = False) -> Json:
    """Take statements away; ``undo`` brings them back. Returns how many ``statements``, and in how many ``documents``.

    Raises
    ------
    UsageError
        If nothing says which statements are meant.
    """
    if selection.everything:
        raise UsageError("which statements?", way_out="give their numbers or a filter such as --type or --document")
    with acting(store, "delete", actor=actor, session=session, preview=preview) as writer:
        numbers = selection.numbers(writer.connection)
        documents = len({r["document_id"] for r in live_rows(writer.connection, "statement", "id", numbers)})
        delete_statements(writer, numbers)
        writer.summary = f"delete {len(numbers)} statements"
    return {"statements": len(numbers), "documents": documents}
