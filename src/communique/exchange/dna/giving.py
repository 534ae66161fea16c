"""Writing a project as a ``.dna`` file."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from communique.exchange.dna.entities import EntityGiver
from communique.exchange.dna.losses import Losses
from communique.exchange.dna.names import numbered
from communique.exchange.dna.offsets import Utf16Offsets
from communique.exchange.dna.schema import (
    CODER_DEFAULTS,
    CODER_RANGES,
    COLUMNS,
    DATA_TABLES,
    DATA_TYPES,
    FORMAT,
    LONGEST,
    MEDIA_TYPE,
    RELATION_RIGHTS,
    TABLES,
    VERSION,
    VERSION_DATE,
    rgb_of,
)
from communique.model.dates import date_bounds
from communique.model.records import Coder, Document, Statement, Value, Variable
from communique.model.words import AnchorStatus, CoderKind, DocumentStatus, Layer, VariableKind
from communique.project import reads
from communique.project.store import explain

PASSWORD = "communique"  # noqa: S105
"""The password, in the file, of coders who have none: DNA asks everybody for one."""

_BATCH = 20_000
_LARGEST = 2**31 - 1
_UNDATED = "1970-01-01"
_DEFAULTS: Mapping[VariableKind, tuple[int, str]] = {
    VariableKind.BOOLEAN: (1, "written as 1 (true), for DNA has no missing values"),
    VariableKind.INTEGER: (0, "written as 0, for DNA has no missing values"),
}


@dataclass
class DnaExport:
    """What was written: number of documents and statements; ``lost`` and ``notes`` as lines for a person."""

    documents: int = 0
    exported: int = 0
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def export_dna(
    connection: sa.Connection,
    path: Path,
    as_of: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> DnaExport:
    """Write the documents, the codebook, the entities and the statements of the layer ``primary`` to a new file.

    A statement with several values of a variable, or with groups, becomes several; a variable of kind number or date
    becomes a long text; a missing boolean or integer gets DNA's default. All that, and what has no place at all in a
    ``.dna`` file, is listed. ``path`` must not exist.
    """
    try:
        out = sqlite3.connect(path, isolation_level=None)
        try:
            return _Giver(connection, out, as_of).give(progress)
        finally:
            out.close()
    except sqlite3.Error as error:
        raise explain(error, str(path)) from error


class _Giver:
    """The tables of the file in the order in which they are known."""

    def __init__(self, connection: sa.Connection, out: sqlite3.Connection, as_of: int | None) -> None:
        self.connection = connection
        self.out = out
        self.as_of = as_of
        self.losses = Losses()
        self.result = DnaExport()
        self.remainder = reads.remainder(connection, FORMAT, as_of)
        self.coders = reads.coders(connection, as_of)
        self.used_coders: set[int] = set()
        self.book = reads.codebook(connection, as_of)
        self.types = {s.id: s for s in self.book.types}
        self.entities = EntityGiver(connection, self.book, self.remainder.get("ENTITIES", {}), self.losses, as_of)
        self.places: dict[int, tuple[reads.Place, Utf16Offsets]] = {}

    def give(self, progress: Callable[[int], None]) -> DnaExport:
        self.out.execute("PRAGMA journal_mode = OFF")
        self.out.execute("PRAGMA synchronous = OFF")
        self.out.execute("BEGIN")
        for table, columns in TABLES.items():
            self.out.execute(f"CREATE TABLE {table} ({columns})")
        settings = self.remainder.get("SETTINGS") or {
            "version": {"Value": VERSION},
            "date": {"Value": VERSION_DATE},
        }
        self._put("SETTINGS", ((name, data["Value"]) for name, data in settings.items()))
        self._codebook()
        self._highlighters()
        self._documents()
        self._statements(progress)
        # Only now it is known for which variables something was not coded, and which machines made what is written.
        self._put("ENTITIES", self.entities.entities())
        self._put("ATTRIBUTEVARIABLES", self.entities.attributes())
        self._put("ATTRIBUTEVALUES", self.entities.attribute_values())
        self._coders()
        self._rest()
        self.out.execute("COMMIT")
        self.result.lost = self.losses.lines()
        return self.result

    def _put(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        columns = COLUMNS[table]
        marks = ", ".join("?" * len(columns))
        self.out.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608

    def _original(self, part: str, number: int, column: str, name: str) -> str:
        """The name that a thing had in the file it came from, unless it was renamed since."""
        kept = self.remainder.get(part, {}).get(str(number))
        return str(kept[column]) if kept is not None and kept["called"] == name else name

    def _short(self, text: str, noun: str, number: int, what: str) -> str:
        if len(text) > LONGEST:
            self.losses.add(noun, f"{what} cut to {LONGEST} characters", number)
        return text[:LONGEST]

    def _rgb(self, color: str | None, noun: str, number: int) -> tuple[int, int, int]:
        if color is not None and rgb_of(color) is None:
            self.losses.add(noun, "colour not written as #rrggbb: black", number)
        return rgb_of(color) or (0, 0, 0)

    # --- codebook ----------------------------------------------------------------------------------------------------

    def _codebook(self) -> None:
        self.losses.count("description", "of the codebook: not written", int(bool(self.book.description)))
        types, variables = [], []
        for statement_type in self.book.types:
            number = statement_type.id
            label = self._original("STATEMENTTYPES", number, "Label", statement_type.name)
            label = self._short(label, "statement type", number, "name")
            types.append((number, label, *self._rgb(statement_type.color, "statement type", number)))
            if statement_type.definition:
                self.losses.add("statement type", "definition not written", number)
            names: set[str] = set()
            for variable in statement_type.variables:
                name = self._original("VARIABLES", variable.id, "Variable", variable.name)
                name = numbered(self._short(name, "variable", variable.id, "name"), names, LONGEST)
                names.add(name)
                variables.append((variable.id, name, DATA_TYPES[variable.kind], number))
                self._variable(variable)
        self._put("STATEMENTTYPES", types)
        self._put("VARIABLES", variables)
        links = [
            (int(number), data["SourceVariableId"], data["TargetVariableId"])
            for number, data in self.remainder.get("VARIABLELINKS", {}).items()
        ]
        there = {row[0] for row in variables}
        self._put("VARIABLELINKS", [row for row in links if {row[1], row[2]} <= there])

    def _variable(self, variable: Variable) -> None:
        if variable.definition:
            self.losses.add("variable", "definition not written", variable.id)
        if variable.kind in (VariableKind.NUMBER, VariableKind.DATE):
            self.losses.add("variable", f"of kind {variable.kind}: written as long text", variable.id)
        elif variable.qualifier != (variable.kind in (VariableKind.BOOLEAN, VariableKind.INTEGER)):
            what = "a qualifier" if variable.qualifier else "no qualifier"
            self.losses.add("variable", f"{what}, which the file does not say", variable.id)

    def _highlighters(self) -> None:
        labels: set[str] = set()
        rows = []
        for one in reads.highlighters(self.connection, self.as_of):
            label = self._short(one.pattern, "highlighter", one.id, "pattern")
            if label not in labels:
                labels.add(label)
                rows.append((label, *self._rgb(one.color, "highlighter", one.id)))
        self._put("REGEXES", rows)

    # --- documents ---------------------------------------------------------------------------------------------------

    def _documents(self) -> None:
        documents = reads.documents(self.connection, self.as_of)
        self._put("DOCUMENTS", (self._document(d) for d in documents))
        self.result.documents = len(documents)

    def _document(self, d: Document) -> tuple[Any, ...]:
        text = reads.document_text(self.connection, d)
        self.places[d.id] = (reads.Place(d), Utf16Offsets(text))
        for name in ("issuer", "addressee", "language", "attributes"):
            if getattr(d, name):
                self.losses.add("document", f"{name} not written", d.id)
        if d.status is not DocumentStatus.NEW:
            self.losses.add("document", "status not written", d.id)
        fields = [self._short(getattr(d, n), "document", d.id, n) for n in ("author", "source", "section")]
        if d.coder is None:
            self.losses.add("document", f"without a coder: ascribed to {self._somebody().name}", d.id)
        coder = self._somebody().id if d.coder is None else d.coder
        self.used_coders.add(coder)
        return (
            d.id,
            self._short(d.title, "document", d.id, "title"),
            text,
            coder,
            *fields,
            d.notes,
            self._short(d.type, "document", d.id, "type"),
            self._date(d),
        )

    def _date(self, d: Document) -> int:
        if d.date is None:
            self.losses.add("document", f"no date: written as {_UNDATED}", d.id)
            return date_bounds(_UNDATED).first
        bounds = date_bounds(d.date)
        if bounds.precision != "second":
            self.losses.add("document", f"dated to the {bounds.precision}: written as its first second", d.id)
        return bounds.first

    # --- statements --------------------------------------------------------------------------------------------------

    def _statements(self, progress: Callable[[int], None]) -> None:
        self.extra = reads.highest(self.connection, "statement", self.as_of)
        rows: list[tuple[Any, ...]] = []
        data: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for statement in reads.statements(self.connection, self.as_of):
            for row in self._written(statement, data):
                rows.append(row)
                self.result.exported += 1
            if len(rows) >= _BATCH:
                self._flush(rows, data)
                progress(self.result.exported)
        self._flush(rows, data)
        progress(self.result.exported)

    def _flush(self, rows: list[tuple[Any, ...]], data: dict[str, list[tuple[Any, ...]]]) -> None:
        self._put("STATEMENTS", rows)
        for table, coded in data.items():
            self._put(table, coded)
            coded.clear()
        rows.clear()

    def _written(self, statement: Statement, data: dict[str, list[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
        """The rows of STATEMENTS for a statement; the values go to ``data``."""
        if statement.layer is not Layer.PRIMARY:
            self.losses.add("statement", f"of the layer {statement.layer}: not written", statement.id)
            return
        span = self._span(statement)
        if span is None:
            self.losses.add(
                "statement",
                "its words are in doubt since a correction: not written, `anchor` puts it right",
                statement.id,
            )
            return
        for name in ("attribution", "date", "memo", "unsure"):
            if getattr(statement, name):
                self.losses.add("statement", f"{name} not written", statement.id)
        kind = self.types[statement.type]
        readings = list(_readings(statement.values))
        if len(readings) > 1:
            self.losses.add("statement", "several values: written as one statement for each", statement.id)
        self.used_coders.add(statement.coder)
        for position, reading in enumerate(readings):
            number = statement.id
            if position:
                self.extra += 1
                number = self.extra
            for variable in kind.variables:
                table, content = self._content(variable, reading.get(variable.id), statement.id)
                data[table].append((None, number, variable.id, content))
            yield (number, kind.id, statement.document, *span, statement.coder)

    def _span(self, statement: Statement) -> tuple[int, int] | None:
        place, offsets = self.places[statement.document]
        spans = [place.to_document(a.text, a.start, a.end) for a in statement.anchors]
        inside = sorted(span for span in spans if span is not None)
        if not inside:
            return None
        if any(a.status is AnchorStatus.DOUBTFUL for a in statement.anchors):
            self.losses.add("statement", "doubtful anchor, which the file does not say", statement.id)
        if len(inside) < len(spans) or any(b[0] != a[1] for a, b in pairwise(inside)):
            self.losses.add("statement", "several spans: written as one, from the first to the last", statement.id)
        return offsets.units(inside[0][0]), offsets.units(inside[-1][1])

    def _content(self, variable: Variable, value: Value | None, statement: int) -> tuple[str, Any]:
        table = DATA_TABLES[DATA_TYPES[variable.kind]][0]
        if variable.kind is VariableKind.ENTITY:
            return table, self.entities.number(variable.id, None if value is None else value.entity)
        if variable.kind in _DEFAULTS:
            if value is None:
                default, what = _DEFAULTS[variable.kind]
                self.losses.add("statement", f"{variable.name!r} not coded: {what}", statement)
                return table, default
            number = int(value.value or 0)
            if abs(number) > _LARGEST:
                self.losses.add("statement", f"{variable.name!r} is beyond {_LARGEST}, which DNA misreads", statement)
            return table, number
        return table, "" if value is None else str(value.value)

    # --- coders ------------------------------------------------------------------------------------------------------

    def _somebody(self) -> Coder:
        """Who stands in where DNA wants a coder and the project names none."""
        persons = [c for c in self.coders if c.kind is CoderKind.PERSON]
        if not persons:
            uid = str(UUID(int=0))
            persons = [Coder(reads.highest(self.connection, "coder", self.as_of) + 1, uid, "Admin", CoderKind.PERSON)]
            self.coders += persons
        return persons[0]

    def _coders(self) -> None:
        self.used_coders.add(self._somebody().id)
        written = [c for c in self.coders if c.kind is CoderKind.PERSON or c.id in self.used_coders]
        rows = []
        for coder in written:
            known = coder.attributes.get(FORMAT, {})
            name = known["Name"] if known.get("called") == coder.name else coder.name
            details = {n: self._setting(n, known.get(n), coder) for n in CODER_DEFAULTS}
            if not details["Password"]:
                details["Password"] = password_hash(PASSWORD, UUID(coder.uid).bytes)
                self.result.notes.append(f"coder {coder.name!r} has the password {PASSWORD!r} in the file")
            name = self._short(name, "coder", coder.id, "name")
            rows.append((coder.id, name, *self._rgb(coder.color, "coder", coder.id), *details.values()))
        self._put("CODERS", rows)
        self._put("CODERRELATIONS", _relations(written))

    def _setting(self, name: str, value: int | str | None, coder: Coder) -> int | str:
        if value is None:
            return CODER_DEFAULTS[name]
        if isinstance(value, str):
            return value[:LONGEST]
        low, high = CODER_RANGES.get(name, (0, 1))
        if not low <= value <= high:
            self.losses.add("coder", f"{name} is not within {low} and {high}", coder.id)
        return min(high, max(low, value))

    # --- what has no place at all ------------------------------------------------------------------------------------

    def _rest(self) -> None:
        captures = [c for c in reads.captures(self.connection, self.as_of) if c.media_type != MEDIA_TYPE]
        self.losses.count("capture", "the originals stay in the project", len(captures))
        for name in ("block", "segment", "finding", "assignment"):
            self.losses.count(name, "not written", reads.count(self.connection, name, self.as_of))


def password_hash(password: str, salt: bytes) -> str:
    """A password as DNA keeps it: base64 of the salt (16 bytes) and the 100,000-fold SHA-256 of salt and password."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()


def _relations(coders: Sequence[Coder]) -> list[tuple[Any, ...]]:
    """What coders may do with each other's work: as it was, and everything where one of the two is new to DNA."""
    numbers = {c.uid: c.id for c in coders}
    known: list[dict[str, Any]] = []
    for coder in coders:
        for relation in coder.attributes.get(FORMAT, {}).get("relations", ()):
            if relation["OtherCoder"] in numbers:
                known.append(relation | {"Coder": coder.id, "OtherCoder": numbers[relation["OtherCoder"]]})
    rows, taken = [], set()
    highest = max((relation["ID"] for relation in known), default=0)
    for relation in known:
        number = relation["ID"]
        if number in taken:
            highest += 1
            number = highest
        taken.add(number)
        rows.append(
            (number, relation["Coder"], relation["OtherCoder"], *(int(bool(relation[n])) for n in RELATION_RIGHTS))
        )
    for one in coders:
        for other in coders:
            if one is not other and not (FORMAT in one.attributes and FORMAT in other.attributes):
                highest += 1
                rows.append((highest, one.id, other.id, *[1] * len(RELATION_RIGHTS)))
    return rows


def _readings(values: Sequence[Value]) -> Iterator[dict[int, Value]]:
    """A statement's values as one or more choices of a single value for each variable.

    Each group is read with the values that belong to none; several values of a variable are read one by one.
    """
    groups = [_by_variable(members) for number, members in reads.groups_of(values) if number]
    common = _by_variable([v for v in values if not v.group])
    grouped = {variable for group in groups for variable in group}
    apart = {variable: items for variable, items in common.items() if variable in grouped}
    common = {variable: items for variable, items in common.items() if variable not in grouped}
    for group in [*groups, apart] if apart else groups or [{}]:
        every = common | group
        for choice in product(*every.values()):
            yield dict(zip(every, choice, strict=True))


def _by_variable(values: Sequence[Value]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = defaultdict(list)
    for value in sorted(values, key=lambda v: (v.variable, v.position)):
        found[value.variable].append(value)
    return dict(found)
