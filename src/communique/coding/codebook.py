"""Codebooks as files: the bundled templates and a user's own, in TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from communique.model.errors import UsageError
from communique.model.words import VariableKind

PLACES = ("document.", "statement.")
"""How names of fields begin; no variable may be called so."""

_QUALIFIERS = (VariableKind.BOOLEAN, VariableKind.INTEGER)

RESERVED = frozenset(
    {
        *("id", "uid", "document", "quote", "start", "end", "type", "groups", "attribution", "coder", "layer"),
        *("date", "memo", "unsure", "status", "spans", "values"),
    }
)
"""Names that no variable may have: statement files use them for fields of the statement."""


@dataclass(frozen=True, slots=True)
class VariableDraft:
    """A variable as a codebook file defines it."""

    name: str
    kind: VariableKind
    entity_type: str | None
    qualifier: bool
    definition: str


@dataclass(frozen=True, slots=True)
class TypeDraft:
    """A statement type as a codebook file defines it."""

    name: str
    color: str | None
    definition: str
    variables: tuple[VariableDraft, ...]


@dataclass(frozen=True, slots=True)
class CodebookDraft:
    """A codebook file: entity types as (name, color, description), statement types with variables."""

    name: str
    description: str
    entity_types: tuple[tuple[str, str | None, str], ...]
    types: tuple[TypeDraft, ...]


def templates() -> list[str]:
    """The names of the bundled codebooks."""
    folder = resources.files("communique.coding") / "templates"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def load_codebook(name: str) -> CodebookDraft:
    """The bundled codebook called ``name``, or the one in the TOML file ``name``.

    Raises
    ------
    UsageError
        If there is no such template or file, or the file does not define a codebook; names the entry.
    """
    if name in templates():
        text = (resources.files("communique.coding") / "templates" / f"{name}.toml").read_text("utf-8")
        return parse_codebook(text, name)
    path = Path(name)
    try:
        return parse_codebook(path.read_text("utf-8-sig"), name)
    except OSError as error:
        raise UsageError(
            "no such codebook", place=name, way_out=f"name a TOML file or one of: {', '.join(templates())}"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError("not a UTF-8 file", place=name, way_out="save the codebook as UTF-8") from error


def parse_codebook(text: str, place: str) -> CodebookDraft:
    """The codebook in a TOML string; ``place`` is what messages call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not a codebook in TOML ({error})", place=place, way_out="see the how-to page") from error
    entity_types = tuple(
        (_name(e, place, "entity_type"), _color(e, place), str(e.get("description", "")))
        for e in _list(data, "entity_type", place)
    )
    known = {e[0] for e in entity_types}
    types = tuple(_type(entry, known, place) for entry in _list(data, "statement_type", place))
    # None at all is meant only where it is said: another program's file will bring its own.
    if not types and "statement_type" not in data:
        raise UsageError("no statement type", place=place, way_out="add a [[statement_type]] table with variables")
    _unique([e[0] for e in entity_types], "entity type", place)
    _unique([s.name for s in types], "statement type", place)
    name = data.get("name", Path(place).stem)
    if not isinstance(name, str):
        raise UsageError("the name of the codebook is not a text", place=place, way_out='write name = "…"')
    return CodebookDraft(
        name=name,
        description=str(data.get("description", "")),
        entity_types=entity_types,
        types=types,
    )


def _type(entry: Mapping[str, Any], entity_types: set[str], place: str) -> TypeDraft:
    name = _name(entry, place, "statement_type")
    place = f"{place}, statement type {name}"
    variables = tuple(_variable(v, entity_types, place) for v in _list(entry, "variable", place))
    _unique([v.name for v in variables], "variable", place)
    return TypeDraft(name, _color(entry, place), str(entry.get("definition", "")), variables)


def _variable(entry: Mapping[str, Any], entity_types: set[str], place: str) -> VariableDraft:
    name = _name(entry, place, "variable")
    place = f"{place}, variable {name}"
    if name.startswith(PLACES) or name in RESERVED:
        raise UsageError("the name stands for a field of the document or statement", place=place, way_out="rename it")
    kind = entry.get("kind", "")
    if kind not in list(VariableKind):
        raise UsageError(f"kind {kind!r} is unknown", place=place, way_out=f"use one of: {', '.join(VariableKind)}")
    entity_type = entry.get("entity_type")
    if kind == VariableKind.ENTITY and entity_type is None:
        entity_type = name
    if entity_type is not None and (kind != VariableKind.ENTITY or str(entity_type) not in entity_types):
        raise UsageError(
            f"entity type {entity_type!r} is not defined"
            if kind == VariableKind.ENTITY
            else "only entities have a type",
            place=place,
            way_out="add an [[entity_type]] table of that name, or change the kind",
        )
    qualifier = entry.get("qualifier", False)
    if not isinstance(qualifier, bool):
        raise UsageError(f"qualifier is {qualifier!r}", place=place, way_out="write true or false, without quotes")
    if qualifier and kind not in _QUALIFIERS:
        raise UsageError(
            f"a qualifier cannot be of kind {kind!r}", place=place, way_out=f"use one of: {', '.join(_QUALIFIERS)}"
        )
    return VariableDraft(
        name=name,
        kind=VariableKind(kind),
        entity_type=entity_type,
        qualifier=qualifier,
        definition=str(entry.get("definition", "")),
    )


def _list(data: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise UsageError(f"{key!r} is not a list of tables", place=place, way_out=f"write [[{key}]]")
    return entries


def _name(entry: Mapping[str, Any], place: str, what: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UsageError(f"a {what} without a name", place=place, way_out='add name = "…"')
    return name.strip()


def _color(entry: Mapping[str, Any], place: str) -> str | None:
    color = entry.get("color")
    if color is not None and not (isinstance(color, str) and re.fullmatch("#[0-9a-fA-F]{6}", color)):
        raise UsageError(f"color {color!r} is unknown", place=place, way_out='write it as "#3b6ea5"')
    return color


def _unique(names: list[str], what: str, place: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{what} {name!r} is defined twice", place=place, way_out="rename one")
