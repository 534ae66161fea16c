"""A `.dna` database straight as a relation, for the expected results of the reference program."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from communique.model.relation import Relation, RelationVariable
from communique.model.words import VariableKind

KINDS = {
    "short text": VariableKind.ENTITY,
    "long text": VariableKind.TEXT,
    "integer": VariableKind.INTEGER,
    "boolean": VariableKind.BOOLEAN,
}
TABLES = {"long text": "DATALONGTEXT", "integer": "DATAINTEGER", "boolean": "DATABOOLEAN"}
FIELDS = {"title": "Title", "author": "Author", "source": "Source", "section": "Section", "type": "Type"}


@lru_cache(maxsize=8)
def dna_relation(path: Path, statement_type: str = "DNA Statement") -> Relation:
    """The statements of one type in a `.dna` file."""
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    base.row_factory = sqlite3.Row
    [type_id] = base.execute("SELECT ID FROM STATEMENTTYPES WHERE Label = ?", (statement_type,)).fetchone()
    documents = {row["ID"]: row for row in base.execute("SELECT * FROM DOCUMENTS")}
    statements = base.execute("SELECT * FROM STATEMENTS WHERE StatementTypeId = ?", (type_id,)).fetchall()
    statements.sort(key=lambda s: (documents[s["DocumentId"]]["Date"], s["DocumentId"], s["Start"], s["Stop"], s["ID"]))
    times = [documents[s["DocumentId"]]["Date"] for s in statements]
    clocks = [datetime.fromtimestamp(time, UTC) for time in times]
    text = pa.dictionary(pa.int32(), pa.string())
    columns: dict[str, pa.Array] = {
        "statement.id": pa.array([s["ID"] for s in statements], pa.int64()),
        "statement.rank": pa.array(range(len(statements)), pa.int64()),
        "statement.start": pa.array([s["Start"] for s in statements], pa.int64()),
        "statement.end": pa.array([s["Stop"] for s in statements], pa.int64()),
        "statement.first": pa.array(times, pa.int64()),
        "statement.last": pa.array(times, pa.int64()),
        "statement.week": pa.array([c.isocalendar()[0] * 100 + c.isocalendar()[1] for c in clocks], pa.int32()),
        "statement.month": pa.array([c.year * 12 + c.month - 1 for c in clocks], pa.int32()),
        "statement.year": pa.array([c.year for c in clocks], pa.int32()),
        "statement.coder_id": pa.array([s["Coder"] for s in statements], pa.int64()),
        "statement.coder": pa.array([str(s["Coder"]) for s in statements], pa.string()).cast(text),
        "statement.quote": pa.array(
            [documents[s["DocumentId"]]["Text"][s["Start"] : s["Stop"]] for s in statements], pa.string()
        ),
        "document.id": pa.array([s["DocumentId"] for s in statements], pa.int64()),
    }
    for field, name in FIELDS.items():
        values = [documents[s["DocumentId"]][name] for s in statements]
        columns[f"document.{field}"] = pa.array(values, pa.string()).cast(text)
    variables, entities = [], {}
    for variable in base.execute("SELECT * FROM VARIABLES WHERE StatementTypeId = ? ORDER BY ID", (type_id,)):
        name, kind = variable["Variable"], variable["DataType"]
        values = _values(base, variable["ID"], kind)
        listed = [values.get(s["ID"]) for s in statements]
        if kind == "boolean":
            columns[name] = pa.array([None if v is None else bool(v) for v in listed], pa.bool_())
        elif kind == "integer":
            columns[name] = pa.array(listed, pa.int64())
        else:
            columns[name] = pa.array([v or None for v in listed], pa.string()).cast(text)
        shared = name if kind == "short text" else None
        variables.append(RelationVariable(name, KINDS[kind], shared))
        if shared:
            entities[name] = _entities(base, variable["ID"])
    dates = [row["Date"] for row in documents.values()]
    span = (min(dates), max(dates)) if dates else None
    base.close()
    return Relation(statement_type, pa.table(columns), tuple(variables), entities, span, 0, str(path))


def _values(base: sqlite3.Connection, variable: int, kind: str) -> dict[int, Any]:
    if kind == "short text":
        found = base.execute(
            "SELECT StatementId, Value FROM DATASHORTTEXT JOIN ENTITIES ON ENTITIES.ID = Entity"
            " WHERE DATASHORTTEXT.VariableId = ?",
            (variable,),
        )
    else:
        found = base.execute(f"SELECT StatementId, Value FROM {TABLES[kind]} WHERE VariableId = ?", (variable,))
    return {row[0]: row[1] for row in found}


def _entities(base: sqlite3.Connection, variable: int) -> pa.Table:
    rows = base.execute(
        "SELECT * FROM ENTITIES WHERE VariableId = ? AND Value <> '' ORDER BY ID", (variable,)
    ).fetchall()
    columns: dict[str, list[Any]] = {
        "id": [row["ID"] for row in rows],
        "uid": [str(row["ID"]) for row in rows],
        "name": [row["Value"] for row in rows],
        "parent": [None for _ in rows],
        "color": ["#{:02X}{:02X}{:02X}".format(*(row[c] for c in ("Red", "Green", "Blue"))) for row in rows],
    }
    for attribute in base.execute("SELECT * FROM ATTRIBUTEVARIABLES WHERE VariableId = ? ORDER BY ID", (variable,)):
        values = dict(
            base.execute(
                "SELECT EntityId, AttributeValue FROM ATTRIBUTEVALUES WHERE AttributeVariableId = ?", (attribute["ID"],)
            )
        )
        columns[attribute["AttributeVariable"]] = [values.get(row["ID"], "") for row in rows]
    kinds = {"id": pa.int64()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})
