"""Writing entities and their attributes into a ``.dna`` file, where every variable has its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from communique.exchange.dna.losses import Losses
from communique.exchange.dna.names import numbered
from communique.exchange.dna.schema import LONGEST, rgb_of
from communique.model.records import Attribute, Codebook, Entity, Variable
from communique.project import reads

Row = tuple[Any, ...]


class EntityGiver:
    """Rows of ENTITIES, ATTRIBUTEVARIABLES and ATTRIBUTEVALUES.

    Where several variables share an entity type, the first has the entities under their own numbers, every further one
    under new numbers. ``remainder`` says for variables that come from a ``.dna`` file which entity stood for "not
    coded".
    """

    def __init__(
        self,
        connection: sa.Connection,
        codebook: Codebook,
        remainder: Mapping[str, Mapping[str, Any]],
        losses: Losses,
        as_of: int | None,
    ) -> None:
        self.losses = losses
        self.remainder = remainder
        self.variables: dict[int, list[Variable]] = defaultdict(list)
        for statement_type in sorted(codebook.types, key=lambda s: s.id):
            for variable in sorted(statement_type.variables, key=lambda v: v.id):
                if variable.entity_type is not None:
                    self.variables[variable.entity_type].append(variable)
        self.of_type: dict[int, list[Entity]] = defaultdict(list)
        every = sorted(reads.entities(connection, as_of), key=lambda e: e.id)
        for entity in every:
            self.of_type[entity.type].append(entity)
        self.described: dict[int, list[Attribute]] = defaultdict(list)
        for attribute in reads.attributes(connection, as_of):
            self.described[attribute.entity_type].append(attribute)
        self.values: dict[tuple[int, int], str] = {}
        for value in reads.attribute_values(connection, as_of):
            key = (value.entity, value.attribute)
            if key in self.values:
                losses.add("entity", "several values of an attribute: the last one written", value.entity)
            if value.from_date or value.to_date:
                losses.add("entity", "dates of an attribute not written", value.entity)
            self.values[key] = value.value
        self._last = max((e.id for e in every), default=0)
        self._last = max([self._last, *(data["ID"] or 0 for data in remainder.values())])
        self._numbers: dict[tuple[int, int | None], int] = {}
        self._attribute_numbers: dict[tuple[int, int], int] = {}
        self._number(codebook)

    def number(self, variable: int, entity: int | None) -> int:
        """The number of an entity of ours, or of "not coded", for a variable of ours."""
        if entity is None and (variable, None) not in self._numbers:
            self._numbers[variable, None] = self._next()
        return self._numbers[variable, entity]

    def entities(self) -> list[Row]:
        """The rows of ENTITIES."""
        rows: list[Row] = []
        for entity_type, variables in self.variables.items():
            for variable in variables:
                taken = {""}
                if (variable.id, None) in self._numbers:
                    rows.append(self._not_coded(variable))
                for entity in self.of_type[entity_type]:
                    name = numbered(entity.name, taken, LONGEST)
                    taken.add(name)
                    if name != entity.name:
                        self.losses.add("entity", f"name cut to {LONGEST} characters", entity.id)
                    rows.append(
                        (
                            self._numbers[variable.id, entity.id],
                            variable.id,
                            name,
                            *(self._rgb(entity) or (None, None, None)),
                            self._parent(variable, entity),
                        )
                    )
        return rows

    def attributes(self) -> list[Row]:
        """The rows of ATTRIBUTEVARIABLES."""
        rows: list[Row] = []
        for entity_type, variables in self.variables.items():
            for variable in variables:
                taken: set[str] = set()
                for attribute in self.described[entity_type]:
                    name = numbered(attribute.name, taken, LONGEST)
                    taken.add(name)
                    rows.append((self._attribute_numbers[variable.id, attribute.id], variable.id, name))
        return rows

    def attribute_values(self) -> list[Row]:
        """The rows of ATTRIBUTEVALUES: one for every entity and attribute, as DNA has it."""
        rows: list[Row] = []
        for entity_type, variables in self.variables.items():
            for variable in variables:
                described = [(a, self._attribute_numbers[variable.id, a.id]) for a in self.described[entity_type]]
                if (variable.id, None) in self._numbers:
                    own = self.remainder.get(str(variable.id), {}).get("attributes", {})
                    number = self._numbers[variable.id, None]
                    rows += [(number, column, own.get(str(a.id), "")) for a, column in described]
                for entity in self.of_type[entity_type]:
                    number = self._numbers[variable.id, entity.id]
                    for attribute, column in described:
                        value = self.values.get((entity.id, attribute.id), "")
                        if len(value) > LONGEST:
                            self.losses.add("entity", f"an attribute cut to {LONGEST} characters", entity.id)
                        rows.append((number, column, value[:LONGEST]))
        return [(place, *row) for place, row in enumerate(sorted(rows), 1)]

    def _number(self, codebook: Codebook) -> None:
        for entity_type, variables in self.variables.items():
            for entity in self.of_type[entity_type]:
                self._numbers[variables[0].id, entity.id] = entity.id
        taken = set(self._numbers.values())
        self._written = frozenset(taken)
        for entity_type, variables in self.variables.items():
            for variable in variables:
                kept = self.remainder.get(str(variable.id), {"ID": 0})["ID"]
                if kept is not None:
                    self._numbers[variable.id, None] = self._next() if kept in taken or not kept else kept
                    taken.add(self._numbers[variable.id, None])
            for variable in variables[1:]:
                self.losses.add("variable", "shares its entities with another: written for each", variable.id)
                for entity in self.of_type[entity_type]:
                    self._numbers[variable.id, entity.id] = self._next()
        following = max((a.id for described in self.described.values() for a in described), default=0)
        for entity_type, variables in self.variables.items():
            for variable in variables:
                for attribute in self.described[entity_type]:
                    number = attribute.id
                    if variable is not variables[0]:
                        following += 1
                        number = following
                    self._attribute_numbers[variable.id, attribute.id] = number
        self._list_losses(codebook)

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _not_coded(self, variable: Variable) -> Row:
        kept = self.remainder.get(str(variable.id), {})
        colors = (kept.get("Red", 0), kept.get("Green", 0), kept.get("Blue", 0))
        return (self._numbers[variable.id, None], variable.id, "", *colors, None)

    def _rgb(self, entity: Entity) -> tuple[int, int, int] | None:
        rgb = rgb_of(entity.color)
        if entity.color is not None and rgb is None:
            self.losses.add("entity", "colour not written as #rrggbb: none", entity.id)
        return rgb

    def _parent(self, variable: Variable, entity: Entity) -> int | None:
        if entity.parent is None:
            return None
        # The first variable of a type has its entities under their own numbers.
        own = entity.parent if entity.parent in self._written else None
        return self._numbers.get((variable.id, entity.parent), own)

    def _list_losses(self, codebook: Codebook) -> None:
        for entity_type in codebook.entity_types:
            if entity_type.description:
                self.losses.add("entity type", "description not written", entity_type.id)
            if entity_type.color:
                self.losses.add("entity type", "colour not written", entity_type.id)
            if entity_type.id not in self.variables:
                for entity in self.of_type[entity_type.id]:
                    self.losses.add("entity", "of a type that no variable has: not written", entity.id)
            for attribute in self.described[entity_type.id]:
                if attribute.definition:
                    self.losses.add("attribute", "definition not written", attribute.id)
                if len(attribute.name) > LONGEST:
                    self.losses.add("attribute", f"name cut to {LONGEST} characters", attribute.id)
        for entities in self.of_type.values():
            for entity in entities:
                if entity.aliases:
                    self.losses.add("entity", "aliases not written", entity.id)
                if entity.notes:
                    self.losses.add("entity", "notes not written", entity.id)
                if entity.parent is not None and entity.parent not in self._written:
                    self.losses.add("entity", "parent not written", entity.id)
