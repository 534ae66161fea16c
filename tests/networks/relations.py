"""Small relations for tests, made from rows of plain Python values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from communique.model.dates import date_bounds
from communique.model.relation import Relation, RelationVariable
from communique.model.words import VariableKind

KINDS = {
    "person": VariableKind.ENTITY,
    "organization": VariableKind.ENTITY,
    "target": VariableKind.ENTITY,
    "concept": VariableKind.ENTITY,
    "agreement": VariableKind.BOOLEAN,
    "degree": VariableKind.INTEGER,
    "certainty": VariableKind.NUMBER,
    "stance": VariableKind.TEXT,
}
TYPES = {"person": "person", "organization": "organization", "target": "organization", "concept": "concept"}
ARROW = {
    VariableKind.BOOLEAN: pa.bool_(),
    VariableKind.INTEGER: pa.int64(),
    VariableKind.NUMBER: pa.float64(),
}


def make_relation(
    rows: Sequence[Mapping[str, Any]],
    *,
    variables: Iterable[str] = ("organization", "concept", "agreement"),
    entities: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Relation:
    """A relation of ``rows``: keys ``id``, ``doc``, ``date`` (EDTF), ``layer``, ``mode``, ``author``, and variables.

    A list as a value makes the column hold several values; its items are values or (group, value) pairs.
    """
    bounds = [date_bounds(row["date"]) if row.get("date") else None for row in rows]
    ids = [row.get("id", place + 1) for place, row in enumerate(rows)]
    documents = [row.get("doc", ids[place]) for place, row in enumerate(rows)]
    firsts = [one.first if one else None for one in bounds]
    keys = [
        (first is None, first or 0, doc, place)
        for place, (first, doc) in enumerate(zip(firsts, documents, strict=True))
    ]
    ranks = [0] * len(rows)
    for rank, key in enumerate(sorted(keys)):
        ranks[key[3]] = rank
    text = pa.dictionary(pa.int32(), pa.string())
    exact = ("second", "minute", "day")
    days = [one.first // 86_400 if one and one.precision in exact else None for one in bounds]
    dates = [None if day is None else date.fromordinal(day + date(1970, 1, 1).toordinal()) for day in days]
    months = [
        (lambda d: d.year * 12 + d.month - 1)(date.fromordinal(one.first // 86_400 + 719_163))
        if one and one.precision in (*exact, "month")
        else None
        for one in bounds
    ]
    years = [
        date.fromordinal(one.first // 86_400 + 719_163).year if one and one.precision != "span" else None
        for one in bounds
    ]
    columns: dict[str, pa.Array] = {
        "statement.id": pa.array(ids, pa.int64()),
        "statement.rank": pa.array(ranks, pa.int64()),
        "statement.start": pa.array([place * 10 for place in range(len(rows))], pa.int64()),
        "statement.end": pa.array([place * 10 + 5 for place in range(len(rows))], pa.int64()),
        "statement.first": pa.array(firsts, pa.int64()),
        "statement.last": pa.array([one.last if one else None for one in bounds], pa.int64()),
        "statement.precision": pa.array([one.precision if one else None for one in bounds], pa.string()).cast(text),
        "statement.day": pa.array(days, pa.int32()),
        "statement.week": pa.array(
            [None if d is None else d.isocalendar()[0] * 100 + d.isocalendar()[1] for d in dates], pa.int32()
        ),
        "statement.month": pa.array(months, pa.int32()),
        "statement.year": pa.array(years, pa.int32()),
        "statement.coder": pa.array([row.get("coder", "Ada") for row in rows], pa.string()).cast(text),
        "statement.layer": pa.array([row.get("layer", "primary") for row in rows], pa.string()).cast(text),
        "statement.attribution": pa.array([row.get("mode", "own") for row in rows], pa.string()).cast(text),
        "statement.counts": pa.array([row.get("layer", "primary") == "primary" for row in rows], pa.bool_()),
        "document.id": pa.array(documents, pa.int64()),
        "document.title": pa.array([f"Document {doc}" for doc in documents], pa.string()).cast(text),
        "document.author": pa.array([row.get("author", "") for row in rows], pa.string()).cast(text),
    }
    described = []
    for name in variables:
        values = [row.get(name) for row in rows]
        kind = KINDS[name]
        several = any(isinstance(value, list) for value in values)
        item = ARROW.get(kind, pa.string())
        if several:
            listed = [
                [
                    {"group": one[0], "value": one[1]} if isinstance(one, tuple) else {"group": 0, "value": one}
                    for one in (value if isinstance(value, list) else [] if value is None else [value])
                ]
                for value in values
            ]
            kinds = pa.struct([("group", pa.int32()), ("value", item)])
            columns[name] = pa.array(listed, pa.list_(kinds))
        else:
            array = pa.array(values, item)
            columns[name] = array.cast(text) if item == pa.string() else array
        described.append(RelationVariable(name, kind, TYPES.get(name), several))
    dated = [one for one in bounds if one]
    tables = {
        kind: pa.table(
            {
                name: pa.array([one.get(name) for one in facts], pa.int64() if name == "id" else pa.string())
                for name in dict.fromkeys(
                    ["id", "uid", "name", "parent", "color", *(key for one in facts for key in one)]
                )
            }
        )
        for kind, facts in (entities or {}).items()
    }
    return Relation(
        "Claim",
        pa.table(columns),
        tuple(described),
        tables,
        (min(one.first for one in dated), max(one.last for one in dated)) if dated else None,
    )
