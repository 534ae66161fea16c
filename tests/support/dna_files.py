"""Making and reading ``.dna`` files for tests, without the program's own code, and a strategy for their contents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

Tables = dict[str, list[tuple[Any, ...]]]

FLAGS = (
    "PermissionAddDocuments, PermissionEditDocuments, PermissionDeleteDocuments, PermissionImportDocuments, "
    "PermissionAddStatements, PermissionEditStatements, PermissionDeleteStatements, PermissionEditAttributes, "
    "PermissionEditRegex, PermissionEditStatementTypes, PermissionEditCoders, PermissionEditCoderRelations, "
    "PermissionViewOthersDocuments, PermissionEditOthersDocuments, PermissionViewOthersStatements, "
    "PermissionEditOthersStatements"
)
COLUMNS = {
    "SETTINGS": "Property, Value",
    "CODERS": "ID, Name, Red, Green, Blue, Refresh, FontSize, Password, PopupWidth, ColorByCoder, PopupDecoration, "
    f"PopupAutoComplete, {FLAGS}",
    "CODERRELATIONS": "ID, Coder, OtherCoder, viewStatements, editStatements, viewDocuments, editDocuments",
    "DOCUMENTS": "ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date",
    "STATEMENTTYPES": "ID, Label, Red, Green, Blue",
    "VARIABLES": "ID, Variable, DataType, StatementTypeId",
    "VARIABLELINKS": "ID, SourceVariableId, TargetVariableId",
    "REGEXES": "Label, Red, Green, Blue",
    "STATEMENTS": "ID, StatementTypeId, DocumentId, Start, Stop, Coder",
    "ENTITIES": "ID, VariableId, Value, Red, Green, Blue, ChildOf",
    "DATABOOLEAN": "ID, StatementId, VariableId, Value",
    "DATAINTEGER": "ID, StatementId, VariableId, Value",
    "DATASHORTTEXT": "ID, StatementId, VariableId, Entity",
    "DATALONGTEXT": "ID, StatementId, VariableId, Value",
    "ATTRIBUTEVARIABLES": "ID, VariableId, AttributeVariable",
    "ATTRIBUTEVALUES": "ID, EntityId, AttributeVariableId, AttributeValue",
}
UNREFERRED = ("DATABOOLEAN", "DATAINTEGER", "DATASHORTTEXT", "DATALONGTEXT", "ATTRIBUTEVALUES")
"""Tables whose row numbers mean nothing: no other table refers to them."""

TEXTS = {"Property", "Name", "Password", "Title", "Text", "Author", "Source", "Section", "Notes", "Type", "Label"}
TEXTS |= {"Variable", "DataType", "AttributeVariable", "AttributeValue"}


def coder(number: int, name: str, **more: Any) -> tuple[Any, ...]:
    """A row of CODERS."""
    row = {"ID": number, "Name": name, "Red": 0, "Green": 90, "Blue": 200, "Refresh": 0, "FontSize": 14}
    row |= {"Password": "hash", "PopupWidth": 300, "ColorByCoder": 0, "PopupDecoration": 0, "PopupAutoComplete": 1}
    row |= dict.fromkeys(FLAGS.split(", "), 1) | more
    return tuple(row.values())


def small(**more: list[tuple[Any, ...]]) -> Tables:
    """One coder, one type, one document "One tram, two trams." with two statements; ``more`` replaces tables."""
    return {
        "SETTINGS": [("version", "3.0.11"), ("date", "2022-06-10")],
        "CODERS": [coder(1, "Admin")],
        "DOCUMENTS": [(4, "On the tram", "One tram, two trams.", 1, "Ada", "Gazette", "", "", "speech", 1_900_000_000)],
        "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51)],
        "VARIABLES": [
            (1, "organization", "short text", 1),
            (2, "concept", "short text", 1),
            (3, "agreement", "boolean", 1),
            (4, "degree", "integer", 1),
            (5, "note", "long text", 1),
        ],
        "ENTITIES": [
            (1, 1, "", 0, 0, 0, None),
            (2, 1, "Harbour Guild", 10, 20, 30, None),
            (3, 2, "", 0, 0, 0, None),
            (4, 2, "Tram", 0, 0, 0, None),
        ],
        "STATEMENTS": [(7, 1, 4, 0, 8, 1), (9, 1, 4, 10, 19, 1)],
        "DATASHORTTEXT": [(1, 7, 1, 2), (2, 7, 2, 4), (3, 9, 1, 1), (4, 9, 2, 4)],
        "DATABOOLEAN": [(1, 7, 3, 1), (2, 9, 3, 0)],
        "DATAINTEGER": [(1, 7, 4, -2), (2, 9, 4, 0)],
        "DATALONGTEXT": [(1, 7, 5, "well"), (2, 9, 5, "")],
        "ATTRIBUTEVARIABLES": [(1, 1, "Type")],
        "ATTRIBUTEVALUES": [(1, 1, 1, ""), (2, 2, 1, "guild")],
    } | more


def write_dna(path: Path, tables: Tables) -> Path:
    """A file with these rows; tables that are not named are empty."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as out:
        out.execute("PRAGMA journal_mode = OFF")
        out.execute("PRAGMA synchronous = OFF")
        out.execute("BEGIN")
        for table, columns in COLUMNS.items():
            declared = []
            for name in columns.split(", "):
                text = name in TEXTS or (name == "Value" and table in ("SETTINGS", "ENTITIES", "DATALONGTEXT"))
                key = " PRIMARY KEY" if name == columns.split(", ")[0] else ""
                declared.append(f"{name} {'TEXT' if text else 'INTEGER'}{key}")
            out.execute(f"CREATE TABLE {table} ({', '.join(declared)})")
            marks = ", ".join("?" * len(declared))
            out.executemany(f"INSERT INTO {table} VALUES ({marks})", tables.get(table, []))
        out.execute("COMMIT")
    return path


def read_dna(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows, sorted; without the numbers that mean nothing."""
    found = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        for table, columns in COLUMNS.items():
            wanted = columns.removeprefix("ID, ") if table in UNREFERRED else columns
            found[table] = sorted(file.execute(f"SELECT {wanted} FROM {table}").fetchall(), key=repr)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return found


def units(text: str, offset: int) -> int:
    """An offset in code points as one in UTF-16 code units."""
    return len(text[:offset].encode("utf-16-le")) // 2


_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
_some = _words.filter(bool)
_texts = st.text(st.sampled_from("ab é\n\r🚋𝔸שλ"), min_size=1, max_size=12)
_part = st.integers(0, 255)
_flag = st.integers(0, 1)
_dates = st.integers(-62_135_596_800, 253_402_300_799)
_kinds = st.sampled_from(["short text", "boolean", "short text", "integer", "long text"])


def _numbers(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(1, 60), min_size=count, max_size=count, unique=True)


@st.composite
def dna_tables(draw: st.DrawFn) -> Tables:
    """Everything that a file of DNA 3 can hold: odd names, empty values, unused entities, equal texts, relations."""
    tables: Tables = {name: [] for name in COLUMNS}
    tables["SETTINGS"] = [("version", draw(st.sampled_from(["3.0.7", "3.1.2"]))), ("date", draw(_words))]
    coders = draw(_numbers(draw(st.integers(1, 3))))
    for number in coders:
        more = {"Red": draw(_part), "Refresh": draw(st.integers(0, 9999)), "FontSize": draw(st.integers(1, 99))}
        more |= {"PopupWidth": draw(st.integers(100, 9999)), "PermissionEditRegex": draw(_flag)}
        tables["CODERS"].append(coder(number, draw(_words), Password=draw(_some), **more))
        for other in coders:
            if other != number and draw(st.booleans()):
                rights = [draw(_flag) for _ in range(4)]
                tables["CODERRELATIONS"].append((len(tables["CODERRELATIONS"]) + 1, number, other, *rights))
    types = draw(_numbers(draw(st.sampled_from([2, 1, 0]))))
    tables["STATEMENTTYPES"] = [(n, draw(_words), draw(_part), draw(_part), draw(_part)) for n in types]
    names = [(t, name) for t in types for name in draw(st.lists(_words, min_size=1, max_size=4, unique=True))]
    for number, (statement_type, name) in zip(draw(_numbers(len(names))), names, strict=True):
        tables["VARIABLES"].append((number, name, draw(_kinds), statement_type))
    variables = [row[0] for row in tables["VARIABLES"]]
    if len(variables) > 1 and draw(st.booleans()):
        tables["VARIABLELINKS"] = [(3, variables[0], variables[1])]
    _draw_entities(draw, tables)
    labels = draw(st.lists(_some, max_size=3, unique=True))
    tables["REGEXES"] = [(label, draw(_part), draw(_part), draw(_part)) for label in labels]
    _draw_documents(draw, tables, coders)
    return tables


def _draw_entities(draw: st.DrawFn, tables: Tables) -> None:
    values = []
    for variable, _, kind, _ in tables["VARIABLES"]:
        if kind == "short text":
            values += [(variable, value) for value in ["", *draw(st.lists(_some, min_size=1, max_size=3, unique=True))]]
    numbers = draw(_numbers(len(values)))
    filled = [n for n, (_, value) in zip(numbers, values, strict=True) if value]
    for number, (variable, value) in zip(numbers, values, strict=True):
        colors = [draw(_part) for _ in range(3)] if draw(st.booleans()) else [None] * 3
        others = [n for n in filled if n != number]
        parent = draw(st.sampled_from(others)) if value and others and draw(st.booleans()) else None
        tables["ENTITIES"].append((number, variable, value, *colors, parent))
    for variable, _, kind, _ in tables["VARIABLES"]:
        if kind != "short text":
            continue
        for name in draw(st.lists(_words, max_size=2, unique=True)):
            attribute = len(tables["ATTRIBUTEVARIABLES"]) + 1
            tables["ATTRIBUTEVARIABLES"].append((attribute, variable, name))
            for entity, owner, *_ in tables["ENTITIES"]:
                if owner == variable:
                    place = len(tables["ATTRIBUTEVALUES"]) + 1
                    tables["ATTRIBUTEVALUES"].append((place, entity, attribute, draw(_words)))


def _draw_documents(draw: st.DrawFn, tables: Tables, coders: list[int]) -> None:
    text = draw(_texts)
    texts = [text, *draw(st.lists(st.sampled_from([text, "", "other 🚋"]), max_size=2))]
    for number, content in zip(draw(_numbers(len(texts))), texts, strict=True):
        fields = [draw(_words) for _ in range(5)]
        row = (number, draw(_words), content, draw(st.sampled_from(coders)), *fields, draw(_dates))
        tables["DOCUMENTS"].append(row)
    places = [(n, content) for n, _, content, *_ in tables["DOCUMENTS"] if content]
    types = [row[0] for row in tables["STATEMENTTYPES"]]
    if not places or not types:
        return
    for number in draw(_numbers(draw(st.integers(1, 5)))):
        document, content = draw(st.sampled_from(places))
        start = draw(st.integers(0, len(content) - 1))
        stop = draw(st.integers(start + 1, len(content)))
        kind = draw(st.sampled_from(types))
        span = (units(content, start), units(content, stop))
        tables["STATEMENTS"].append((number, kind, document, *span, draw(st.sampled_from(coders))))
        for variable, _, data_type, of in tables["VARIABLES"]:
            if of != kind:
                continue
            table = "DATA" + data_type.replace(" ", "").upper()
            value: Any = draw(
                {"boolean": _flag, "integer": st.integers(-(2**31) + 1, 2**31 - 1)}.get(data_type, _words)
            )
            if data_type == "short text":
                value = draw(st.sampled_from([e[0] for e in tables["ENTITIES"] if e[1] == variable]))
            tables[table].append((len(tables[table]) + 1, number, variable, value))
