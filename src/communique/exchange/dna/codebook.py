"""Taking statement types, variables, entities and their attributes out of a ``.dna`` file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communique.coding.codebook import RESERVED
from communique.exchange.dna.file import DnaFile
from communique.exchange.dna.names import named, numbered, renumbered
from communique.exchange.dna.schema import DATA_TABLES, FORMAT, KINDS, color_of
from communique.model.records import StatementType
from communique.model.words import VariableKind
from communique.project import reads
from communique.project.history import ChangeWriter
from communique.project.writes import put_remainder

_QUALIFIERS = (VariableKind.BOOLEAN, VariableKind.INTEGER)


@dataclass(frozen=True, slots=True)
class TakenVariable:
    """What a variable of the file is here; ``statement_type`` is the file's number, all others are ours."""

    id: int
    kind: VariableKind
    table: str
    statement_type: int
    entity_type: int | None


class CodebookTaker:
    """Writes the codebook and the entities; knows afterwards what the file's numbers are here.

    Attributes
    ----------
    types
        Statement type of the file -> ours.
    variables
        Variable of the file -> what it is here.
    entities
        Entity of the file -> ours; those that stand for "not coded" are in ``empty`` instead.
    entity_types
        Our entity -> its entity type.
    made
        Entity type -> number of new entities.
    """

    def __init__(self, writer: ChangeWriter, file: DnaFile, notes: list[str], failed: list[tuple[str, str]]) -> None:
        self.writer = writer
        self.file = file
        self.notes = notes
        self.failed = failed
        self.types: dict[int, int] = {}
        self.variables: dict[int, TakenVariable] = {}
        self.entities: dict[int, int] = {}
        self.entity_types: dict[int, int] = {}
        self.empty: dict[int, int] = {}
        self.made: Counter[str] = Counter()
        self._type_names: dict[int, str] = {}

    def take(self) -> None:
        """Write everything."""
        self._types()
        entities = self._entities()
        self._attributes(entities)
        links = {}
        for number, source, target in self.file.rows("VARIABLELINKS"):
            if source in self.variables and target in self.variables:
                links[str(number)] = {
                    "SourceVariableId": self.variables[source].id,
                    "TargetVariableId": self.variables[target].id,
                }
            else:
                self.failed.append((f"VARIABLELINKS {number}", "refers to a variable that does not exist"))
        put_remainder(self.writer, FORMAT, "VARIABLELINKS", links)

    # --- types and variables -----------------------------------------------------------------------------------------

    def _types(self) -> None:
        book = reads.codebook(self.writer.connection)
        there = {s.name: s for s in book.types}
        entity_names = {e.name for e in book.entity_types}
        self._type_names = {e.id: e.name for e in book.entity_types}
        of_type: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        types = list(self.file.rows("STATEMENTTYPES", "ORDER BY ID"))
        known = {row[0] for row in types}
        for number, name, data_type, statement_type in self.file.rows("VARIABLES", "ORDER BY ID"):
            if statement_type not in known or data_type not in KINDS:
                why = "its statement type does not exist" if data_type in KINDS else f"data type {data_type!r}"
                self.failed.append((f"VARIABLES {number}", f"cannot be taken in: {why}"))
            else:
                of_type[statement_type].append((number, str(name), data_type))
        own: dict[int, str] = {}
        called: dict[int, str] = {}
        names: dict[int, dict[int, str]] = {}
        reused: dict[int, StatementType] = {}
        for number, label, *_ in types:
            own[number] = named(label, f"statement type {number}", set(own.values()))
            names[number] = {}
            for variable, written, _ in of_type[number]:
                taken = RESERVED.union(names[number].values())
                names[number][variable] = named(written, f"variable {variable}", taken)
                if written in RESERVED:
                    self.notes.append(f"variable {written!r} is {names[number][variable]!r} here: the name is reserved")
            kinds = {names[number][v]: KINDS[data_type] for v, _, data_type in of_type[number]}
            same = there.get(own[number])
            called[number] = own[number]
            if same is not None and {v.name: v.kind for v in same.variables} == kinds:
                reused[number] = same
            elif same is not None:
                called[number] = numbered(own[number], {*there, *called.values()})
                self.notes.append(f"statement type {label!r} is {called[number]!r} here: the name was taken")
        new = [row for row in types if row[0] not in reused]
        ids = self.writer.new(
            "statement_type",
            [
                {"id": n, "name": called[n], "color": color_of(*rgb), "definition": "", "position": position}
                for position, (n, _, *rgb) in enumerate(new, len(book.types))
            ],
        )
        self.types = {row[0]: number for row, number in zip(new, ids, strict=True)}
        renumbered(self.notes, "statement types", self.types)
        self.types |= {number: same.id for number, same in reused.items()}
        rows: list[dict[str, Any]] = []
        for number, *_ in types:
            if number in reused:
                self._reuse(number, reused[number], names[number], of_type[number])
                continue
            for position, (variable, _, data_type) in enumerate(of_type[number]):
                kind = KINDS[data_type]
                row = {
                    "id": variable,
                    "statement_type_id": self.types[number],
                    "name": names[number][variable],
                    "kind": str(kind),
                    "entity_type_id": None,
                    "position": position,
                    "qualifier": kind in _QUALIFIERS,
                    "definition": "",
                }
                if kind is VariableKind.ENTITY:
                    row["entity_type_id"] = self._entity_type(names[number][variable], called[number], entity_names)
                rows.append(row)
        self._variables(rows, types, of_type, reused)
        put_remainder(
            self.writer,
            FORMAT,
            "STATEMENTTYPES",
            {
                str(self.types[number]): {"Label": label, "called": called[number]}
                for number, label, *_ in types
                if label != own[number] == called[number]
            },
        )
        put_remainder(
            self.writer,
            FORMAT,
            "VARIABLES",
            {
                str(self.variables[v].id): {"Variable": written, "called": names[number][v]}
                for number, listed in of_type.items()
                for v, written, _ in listed
                if names[number][v] != written
            },
        )

    def _entity_type(self, variable: str, statement_type: str, taken: set[str]) -> int:
        """A new entity type for a variable, under its name or, if that is taken, with the statement type before it."""
        name = variable if variable not in taken else numbered(f"{statement_type} {variable}", taken)
        taken.add(name)
        (number,) = self.writer.new("entity_type", [{"name": name, "color": None, "description": ""}])
        self._type_names[number] = name
        return number

    def _reuse(
        self, number: int, same: StatementType, names: dict[int, str], variables: Sequence[tuple[int, str, str]]
    ) -> None:
        self.notes.append(f"statement type {same.name!r} was there already with the same variables")
        for variable, _, data_type in variables:
            ours = same.variable(names[variable])
            assert ours is not None
            table = DATA_TABLES[data_type][0]
            self.variables[variable] = TakenVariable(ours.id, ours.kind, table, number, ours.entity_type)

    def _variables(
        self,
        rows: Sequence[dict[str, Any]],
        types: Sequence[tuple[Any, ...]],
        of_type: dict[int, list[tuple[int, str, str]]],
        reused: dict[int, StatementType],
    ) -> None:
        numbers = self.writer.new("variable", rows)
        renumbered(self.notes, "variables", dict(zip([row["id"] for row in rows], numbers, strict=True)))
        ids = iter(zip(numbers, rows, strict=True))
        for number, *_ in types:
            if number in reused:
                continue
            for variable, _, data_type in of_type[number]:
                ours, row = next(ids)
                table = DATA_TABLES[data_type][0]
                kind = KINDS[data_type]
                self.variables[variable] = TakenVariable(ours, kind, table, number, row["entity_type_id"])

    # --- entities and attributes -------------------------------------------------------------------------------------

    def _entities(self) -> dict[int, tuple[Any, ...]]:
        """Write the entities; returns the rows that stand for "not coded"."""
        there: dict[tuple[int, str], int] = {}
        first: dict[tuple[int, str], int] = {}
        joining: dict[int, int] = {}
        colors: dict[int, str | None] = {}
        for entity in reads.entities(self.writer.connection):
            there[entity.type, entity.name] = entity.id
            colors[entity.id] = entity.color
        empty: dict[int, tuple[Any, ...]] = {}
        parents: dict[int, int] = {}
        rows: list[dict[str, Any]] = []
        recolored = 0
        for written in self.file.rows("ENTITIES", "ORDER BY ID"):
            number, variable, name, red, green, blue, parent = written
            taken = self.variables.get(variable)
            if taken is None or taken.entity_type is None:
                self.failed.append((f"ENTITIES {number}", f"variable {variable} is no short text"))
                continue
            if name == "":
                empty[number] = written
                self.empty[number] = taken.id
                continue
            if parent is not None:
                parents[number] = parent
            color = color_of(red, green, blue)
            key = (taken.entity_type, name)
            if key in there:
                self.entities[number] = there[key]
                self.entity_types[there[key]] = taken.entity_type
                recolored += colors[there[key]] != color
            elif key in first:
                # Only in a type that the project had before can two variables of the file share their entities.
                joining[number] = first[key]
            else:
                first[key] = number
                rows.append({"id": number, "entity_type_id": key[0], "name": name, "color": color, "notes": ""})
                self.made[self._type_names[key[0]]] += 1
        wanted = list(first.values())
        ours = dict(zip(wanted, self.writer.keep_ids("entity", wanted), strict=True))
        renumbered(self.notes, "entities", ours)
        self.entities |= ours
        self.entities |= {number: ours[other] for number, other in joining.items()}
        for number, row in zip(wanted, rows, strict=True):
            row["id"] = ours[number]
            if number in parents:
                row["parent_id"] = self.entities.get(parents[number])
                if row["parent_id"] is None:
                    self.failed.append((f"ENTITIES {number}", f"its parent {parents[number]} is not there"))
        self.writer.new("entity", rows)
        self.entity_types |= {row["id"]: row["entity_type_id"] for row in rows}
        if recolored:
            self.notes.append(f"{recolored} entities were there already in another colour, which stays")
        if set(parents) - set(wanted):
            self.notes.append("some entities were there already; their parents stay as they are")
        return empty

    def _attributes(self, empty: dict[int, tuple[Any, ...]]) -> None:
        there = {(a.entity_type, a.name): a.id for a in reads.attributes(self.writer.connection)}
        count = Counter(entity_type for entity_type, _ in there)
        known: dict[tuple[int, int], str] = {
            (v.entity, v.attribute): v.value for v in reads.attribute_values(self.writer.connection)
        }
        ours: dict[int, tuple[int, int]] = {}
        self.writer.leave_ids("attribute", self.file.highest("ATTRIBUTEVARIABLES"))
        for number, variable, name in self.file.rows("ATTRIBUTEVARIABLES", "ORDER BY ID"):
            taken = self.variables.get(variable)
            if taken is None or taken.entity_type is None:
                self.failed.append((f"ATTRIBUTEVARIABLES {number}", f"variable {variable} is no short text"))
                continue
            key = (taken.entity_type, name)
            if key not in there:
                row = {"id": number, "entity_type_id": key[0], "name": name, "definition": ""}
                (there[key],) = self.writer.new("attribute", [row | {"position": count[key[0]]}])
                count[key[0]] += 1
            ours[number] = (there[key], taken.entity_type)
        of_empty: dict[int, dict[str, str]] = defaultdict(dict)
        kept = 0
        rows: list[tuple[int, int, int, str]] = []
        for number, entity, attribute, value in self.file.rows("ATTRIBUTEVALUES", "ORDER BY ID"):
            if value == "" and attribute in ours:
                continue
            if entity in self.empty and attribute in ours:
                of_empty[entity][str(ours[attribute][0])] = value
                continue
            mine = self.entities.get(entity)
            if mine is None or attribute not in ours or ours[attribute][1] != self.entity_types[mine]:
                self.failed.append((f"ATTRIBUTEVALUES {number}", "its entity and its attribute do not go together"))
                continue
            key = (mine, ours[attribute][0])
            if key in known:
                kept += known[key] != value
                continue
            known[key] = value
            rows.append((*key, 0, value))
        self.writer.begin("entity_attribute", ["entity_id", "attribute_id", "position", "value"], rows)
        if kept:
            self.notes.append(f"{kept} attributes of entities that were there already have another value, which stays")
        kept_rows: dict[str, dict[str, Any]] = {
            str(v.id): {"ID": None} for v in self.variables.values() if v.entity_type is not None
        }
        for number, (_, _, _, red, green, blue, _) in empty.items():
            kept_rows[str(self.empty[number])] = {
                "ID": number,
                "Red": red,
                "Green": green,
                "Blue": blue,
                "attributes": of_empty.get(number, {}),
            }
        put_remainder(self.writer, FORMAT, "ENTITIES", kept_rows)
