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

    A variable with an entity type of its own gets all entities of the type under their own numbers. Where variables
    share a type, each gets those that :meth:`number` was asked for: whoever asks first has the entity's own number,
    further ones get new numbers; the first variable gets what nobody asked for. ``remainder`` says for variables that
    come from a ``.dna`` file which entity stood for "not coded".
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
        self.by_id = {e.id: e for e in sorted(reads.entities(connection, as_of), key=lambda e: e.id)}
        for entity in self.by_id.values():
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
        self._last = max([*self.by_id, *(data["ID"] or 0 for data in remainder.values())], default=0)
        self._numbers: dict[int, dict[int | None, int]] = {}
        self._taken: set[int] = set()
        self._number()
        self._list_losses(codebook)

    def number(self, variable: int, entity: int | None) -> int:
        """The number of an entity of ours, or of "not coded" (``None``), for a variable of ours."""
        numbers = self._numbers[variable]
        found = numbers.get(entity)
        if found is None:
            found = numbers[entity] = self._free(entity)
        return found

    def entities(self) -> list[Row]:
        """The rows of ENTITIES; to be asked for when all entities have been."""
        for entity_type, variables in self.variables.items():
            for entity in self.of_type[entity_type]:
                if entity.id not in self._taken:
                    self.number(variables[0].id, entity.id)
        rows: list[Row] = []
        for variable, numbers in self._numbers.items():
            taken: set[str] = set()
            for entity_id, number in numbers.items():
                if entity_id is None:
                    kept = self.remainder.get(str(variable), {})
                    rows.append((number, variable, "", *(kept.get(c, 0) for c in ("Red", "Green", "Blue")), None))
                    continue
                entity = self.by_id[entity_id]
                name = numbered(entity.name, taken, LONGEST)
                taken.add(name)
                if name != entity.name:
                    self.losses.add("entity", f"name cut to {LONGEST} characters", entity.id)
                rgb = self._rgb(entity) or (None, None, None)
                rows.append((number, variable, name, *rgb, self._parent(numbers, entity)))
        return sorted(rows)

    def attributes(self) -> list[Row]:
        """The rows of ATTRIBUTEVARIABLES."""
        rows: list[Row] = []
        for entity_type, variables in self.variables.items():
            for variable in variables:
                taken: set[str] = set()
                for attribute in self.described[entity_type]:
                    name = numbered(attribute.name, taken, LONGEST)
                    taken.add(name)
                    rows.append((self._columns[variable.id, attribute.id], variable.id, name))
        return rows

    def attribute_values(self) -> list[Row]:
        """The rows of ATTRIBUTEVALUES: one for every entity and attribute of a variable, as DNA has it."""
        rows: list[Row] = []
        for entity_type, variables in self.variables.items():
            for variable in variables:
                of_empty = self.remainder.get(str(variable.id), {}).get("attributes", {})
                for entity, number in self._numbers[variable.id].items():
                    for attribute in self.described[entity_type]:
                        if entity is None:
                            value = of_empty.get(str(attribute.id), "")
                        else:
                            value = self.values.get((entity, attribute.id), "")
                            if len(value) > LONGEST:
                                self.losses.add("entity", f"an attribute cut to {LONGEST} characters", entity)
                        rows.append((number, self._columns[variable.id, attribute.id], value[:LONGEST]))
        return [(place, *row) for place, row in enumerate(sorted(rows), 1)]

    def _number(self) -> None:
        """Number what can be numbered before the statements are known."""
        for entity_type, variables in self.variables.items():
            for variable in variables:
                self._numbers[variable.id] = {}
                if len(variables) > 1:
                    self.losses.add("variable", "shares its entities with others: each written apart", variable.id)
            if len(variables) == 1:
                for entity in self.of_type[entity_type]:
                    self.number(variables[0].id, entity.id)
        for number, numbers in self._numbers.items():
            kept = self.remainder.get(str(number), {"ID": 0})["ID"]
            if kept is not None:
                numbers[None] = (
                    kept if kept and kept not in self.by_id and kept not in self._taken else self._free(None)
                )
                self._taken.add(numbers[None])
        self._columns: dict[tuple[int, int], int] = {}
        following = max((a.id for described in self.described.values() for a in described), default=0)
        for entity_type, variables in self.variables.items():
            for variable in variables:
                for attribute in self.described[entity_type]:
                    own = variable is variables[0]
                    following += not own
                    self._columns[variable.id, attribute.id] = attribute.id if own else following

    def _free(self, entity: int | None) -> int:
        """The entity's own number, if no variable has it yet, else a new one."""
        number = entity
        if number is None or number in self._taken:
            self._last += 1
            number = self._last
        self._taken.add(number)
        return number

    def _rgb(self, entity: Entity) -> tuple[int, int, int] | None:
        rgb = rgb_of(entity.color)
        if entity.color is not None and rgb is None:
            self.losses.add("entity", "colour not written as #rrggbb: none", entity.id)
        return rgb

    def _parent(self, numbers: Mapping[int | None, int], entity: Entity) -> int | None:
        """The number of the parent, for the same variable where it has one."""
        if entity.parent is None or entity.parent not in self.by_id:
            return None
        # By now some variable of the parent's type, if it has any, has it under its own number.
        own = entity.parent if self.by_id[entity.parent].type in self.variables else None
        return numbers.get(entity.parent, own)

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
                parent = self.by_id.get(entity.parent) if entity.parent is not None else None
                if parent is not None and parent.type not in self.variables:
                    self.losses.add("entity", "parent not written", entity.id)
