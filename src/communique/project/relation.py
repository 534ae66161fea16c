"""Making the flat statements relation (see :mod:`communique.model.relation`) out of the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import sqlalchemy as sa

from communique.model.dates import date_bounds
from communique.model.records import Document, Entity, StatementType, Variable
from communique.model.relation import Relation, RelationVariable
from communique.model.words import Layer, Mode, VariableKind
from communique.project import reads
from communique.project import tables as t
from communique.project.history import head, live
from communique.project.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

Ints = np.ndarray[Any, np.dtype[np.int64]]

_NO_DATE = np.iinfo(np.int64).max
_EPOCH = date(1970, 1, 1)
_OURS = (Layer.PRIMARY, Layer.SECOND, Layer.ADJUDICATED)
_DOCUMENT_FIELDS = ("title", "author", "issuer", "addressee", "source", "section", "type", "language", "status")


def read_relation(
    store: Store,
    connection: sa.Connection,
    statement_type: StatementType,
    as_of: int | None = None,
    *,
    quotes: bool = False,
) -> Relation:
    """The relation of all statements of one type, as they are now or were after change ``as_of``.

    ``quotes`` adds the column ``statement.quote``.
    """
    fetch = _fetcher(store, connection)
    statements = _Statements(fetch, connection, statement_type, as_of)
    documents = reads.documents(connection, as_of)
    names = {e.id: e.name for e in reads.entity_types(connection, as_of)}
    entities = reads.entities(connection, as_of)
    described = reads.attributes(connection, as_of)
    columns: dict[str, Any] = {}
    columns |= _statement_columns(connection, statements, documents, as_of)
    columns |= _document_columns(statements, documents)
    if quotes:
        columns["statement.quote"] = _quotes(connection, statements, as_of)
    variables = []
    for variable in statement_type.variables:
        column, several = _variable_column(fetch, statements, variable, entities, as_of)
        columns[variable.name] = column
        entity_type = names.get(variable.entity_type) if variable.entity_type is not None else None
        variables.append(RelationVariable(variable.name, variable.kind, entity_type, several))
    import pyarrow as pa

    table = pa.table(columns)
    used = {v.entity_type for v in statement_type.variables if v.entity_type is not None}
    return Relation(
        statement_type=statement_type.name,
        table=table,
        variables=tuple(variables),
        entities={
            names[i]: _entity_table(
                [e for e in entities if e.type == i], entities, [a.name for a in described if a.entity_type == i]
            )
            for i in used
            if i in names
        },
        span=_span(documents),
        head=head(connection) if as_of is None else as_of,
        origin=store.place,
        double_coded=statements.double_coded,
    )


Fetch = Callable[[sa.Select[Any]], list[np.ndarray[Any, Any]]]


def _fetcher(store: Store, connection: sa.Connection) -> Fetch:
    """Reads a query's columns as arrays; columns must hold no NULL.

    SQLite files are read through ADBC, about four times as fast as row by row. The transaction of ``connection`` keeps
    writers out meanwhile, so both see the same state.
    """
    if not store.is_sqlite:

        def by_rows(query: sa.Select[Any]) -> list[np.ndarray[Any, Any]]:
            rows = connection.execute(query).all()
            if not rows:
                return [np.empty(0, np.int64) for _ in query.selected_columns]
            return [np.asarray(column) for column in zip(*rows, strict=True)]

        return by_rows

    from adbc_driver_sqlite import dbapi

    connection.execute(sa.select(t.meta.c.key).limit(1)).all()

    def by_columns(query: sa.Select[Any]) -> list[np.ndarray[Any, Any]]:
        sql = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
        uri = f"file:{quote(str(Path(store.location).absolute()))}?mode=ro"
        with dbapi.connect(uri) as reader, reader.cursor() as cursor:
            cursor.execute(sql)
            table = cursor.fetch_arrow_table()
        return [column.to_numpy() for column in table.columns]

    return by_columns


class _Statements:
    """The statements' own rows as arrays, in order of their ids, and where an id stands among them."""

    def __init__(
        self, fetch: Fetch, connection: sa.Connection, statement_type: StatementType, as_of: int | None
    ) -> None:
        s = t.VERSIONED["statement"].version
        a = t.VERSIONED["anchor"].version
        coders = {c.id: c.name for c in reads.coders(connection, as_of)}
        layers = list(Layer)
        query = (
            sa.select(
                s.c.id,
                s.c.document_id,
                s.c.coder_id,
                sa.case(*((s.c.layer == str(name), i) for i, name in enumerate(layers)), else_=0),
                sa.case(*((s.c.attribution == str(mode), i) for i, mode in enumerate(Mode)), else_=-1),
            )
            .where(live(s, as_of), s.c.statement_type_id == statement_type.id)
            .order_by(s.c.id)
        )
        self.id, self.document, coder, layer, self.mode = (
            column.astype(np.int64, copy=False) for column in fetch(query)
        )
        self.coder_ids = coder
        self.coder, self.coder_names = _coded(coder, coders)
        self.layer = layer
        self.layer_names = [str(name) for name in layers]
        self.text = np.zeros(len(self.id), np.int64)
        self.start = np.zeros(len(self.id), np.int64)
        self.end = np.zeros(len(self.id), np.int64)
        ids, text, start, end = fetch(
            sa.select(a.c.statement_id, a.c.text_id, a.c.start, a.c.end).where(_scanned(a, as_of), a.c.position == 0)
        )
        at, mine = self.find(ids)
        self.text[at], self.start[at], self.end[at] = text[mine], start[mine], end[mine]
        own = connection.execute(
            sa.select(s.c.id, s.c.date).where(
                live(s, as_of), s.c.statement_type_id == statement_type.id, s.c.date.is_not(None)
            )
        )
        self.dates: dict[int, str] = {row.id: row.date for row in own}
        done = connection.execute(_adjudicated(as_of)).scalars().all()
        adjudicated = np.isin(self.document, np.asarray(done, np.int64))
        primary, finished = layers.index(Layer.PRIMARY), layers.index(Layer.ADJUDICATED)
        self.counts = np.where(adjudicated, self.layer == finished, self.layer == primary)
        ours = np.isin(self.layer, [layers.index(name) for name in _OURS])
        pairs = np.unique(np.stack([self.document, self.layer])[:, ours], axis=1)
        self.double_coded = int((np.unique(pairs[0], return_counts=True)[1] > 1).sum())

    def find(self, ids: Ints) -> tuple[Ints, Ints]:
        """For ids of statements: their places here, and which of the given ones have one."""
        if len(self.id) == 0 or len(ids) == 0:
            empty = np.empty(0, np.int64)
            return empty, empty
        at = np.searchsorted(self.id, ids)
        at[at == len(self.id)] = 0
        mine = np.flatnonzero(self.id[at] == ids)
        return at[mine], mine


def _scanned(version: sa.Table, as_of: int | None) -> sa.ColumnElement[bool]:
    """As :func:`live`, but by no index: where most rows are wanted, SQLite reads ten times as fast in table order."""
    return (version.c.until + 0).is_(None) if as_of is None else live(version, as_of)


def _adjudicated(as_of: int | None) -> sa.Select[Any]:
    version = t.VERSIONED["assignment"].version
    return sa.select(version.c.document_id).where(
        live(version, as_of), version.c.layer == str(Layer.ADJUDICATED), version.c.state == "done"
    )


def _coded(ids: Ints, names: Mapping[int, str]) -> tuple[Ints, list[str]]:
    """Numbers from 0 for ids, and the names they stand for."""
    found, codes = np.unique(ids, return_inverse=True)
    return codes.astype(np.int64), [names.get(int(i), str(i)) for i in found]


def _strings(codes: Ints, names: Sequence[str], missing: np.ndarray[Any, Any] | None = None) -> Any:
    import pyarrow as pa

    indices = pa.array(codes.astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))


def _statement_columns(
    connection: sa.Connection, s: _Statements, documents: Sequence[Document], as_of: int | None
) -> dict[str, Any]:
    import pyarrow as pa

    modes = list(Mode)
    attribution, inherited = _attributions(connection, s, as_of)
    by_id = {d.id: d.date for d in documents}
    texts = [s.dates.get(int(i)) for i in s.id] if s.dates or inherited else None
    document_ids, place = np.unique(s.document, return_inverse=True)
    of_document = [by_id.get(int(i)) for i in document_ids]
    if texts is None:
        choices: list[str | None] = of_document
        choice = place
    else:
        every = [own or inherited.get(i) or of_document[place[i]] for i, own in enumerate(texts)]
        choices = list(dict.fromkeys(every))
        number = {text: i for i, text in enumerate(choices)}
        choice = np.asarray([number[text] for text in every], np.int64)
    dates = _DateColumns(choices)
    first = dates.first[choice] if len(choices) else np.empty(0, np.int64)
    start, end = _in_document(s, documents)
    order = np.lexsort((s.id, end, start, s.document, first))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    columns = {
        "statement.id": pa.array(s.id),
        "statement.rank": pa.array(rank),
        "statement.start": pa.array(start),
        "statement.end": pa.array(end),
    }
    columns |= dates.columns(choice)
    return columns | {
        "statement.coder": _strings(s.coder, s.coder_names),
        "statement.coder_id": pa.array(s.coder_ids),
        "statement.layer": _strings(s.layer, s.layer_names),
        "statement.attribution": _strings(attribution, [str(m) for m in modes]),
        "statement.counts": pa.array(s.counts),
    }


@dataclass
class _DateColumns:
    """The date columns for a list of distinct dates."""

    texts: Sequence[str | None]

    def __post_init__(self) -> None:
        bounds = [date_bounds(text) if text else None for text in self.texts]
        self.bounds = bounds
        self.first = np.asarray([b.first if b else _NO_DATE for b in bounds], np.int64)

    def columns(self, choice: Ints) -> dict[str, Any]:
        """The columns for statements whose dates are the ``choice``-th of the list."""
        import pyarrow as pa

        exact = [b if b and b.exact else None for b in self.bounds]
        days = [_EPOCH + timedelta(days=b.first // 86_400) if b else None for b in self.bounds]
        parts: dict[str, list[int | str | None]] = {
            "first": [b.first if b else None for b in self.bounds],
            "last": [b.last if b else None for b in self.bounds],
            "day": [b.first // 86_400 if b else None for b in exact],
            "week": [
                d.isocalendar().year * 100 + d.isocalendar().week if b and d else None
                for b, d in zip(exact, days, strict=True)
            ],
            "month": [
                d.year * 12 + d.month - 1 if b and d and b.precision not in ("year", "span") else None
                for b, d in zip(self.bounds, days, strict=True)
            ],
            "year": [
                d.year if b and d and b.precision != "span" else None for b, d in zip(self.bounds, days, strict=True)
            ],
        }
        result = {}
        for name, values in parts.items():
            kind = pa.int64() if name in ("first", "last") else pa.int32()
            result[f"statement.{name}"] = pa.array(values, kind).take(pa.array(choice))
        precisions = [b.precision if b else None for b in self.bounds]
        names = sorted({p for p in precisions if p})
        codes = np.asarray([names.index(p) if p else 0 for p in precisions], np.int64)
        missing = np.asarray([p is None for p in precisions], bool)
        result["statement.precision"] = (
            _strings(codes[choice], names, missing[choice]) if len(choice) else _strings(np.empty(0, np.int64), names)
        )
        return result


def _attributions(connection: sa.Connection, s: _Statements, as_of: int | None) -> tuple[Ints, dict[int, str]]:
    """Each statement's mode (its own, else its innermost segment's, else ``own``), and dates that segments lend."""
    modes = list(Mode)
    result = np.where(s.mode >= 0, s.mode, modes.index(Mode.OWN))
    dates: dict[int, str] = {}
    version = t.VERSIONED["segment"].version
    for text_id in connection.execute(sa.select(version.c.text_id).where(live(version, as_of)).distinct()).scalars():
        inside = reads.segments(connection, text_id, as_of)
        for i in np.flatnonzero(s.text == text_id):
            covering = [g for g in inside if g.start <= s.start[i] and s.end[i] <= g.end]
            if not covering:
                continue
            innermost = min(covering, key=lambda g: g.end - g.start)
            if s.mode[i] < 0:
                result[i] = modes.index(innermost.mode)
            dated = [g for g in covering if g.date]
            if dated:
                dates[int(i)] = min(dated, key=lambda g: g.end - g.start).date or ""
    return result, dates


def _in_document(s: _Statements, documents: Sequence[Document]) -> tuple[Ints, Ints]:
    """Offsets of the first anchors within their documents."""
    start, end = s.start.copy(), s.end.copy()
    whole = {d.id: d.ranges[0].start for d in documents if len(d.ranges) == 1}
    ids, place = np.unique(s.document, return_inverse=True)
    shift = np.asarray([whole.get(int(i), 0) for i in ids], np.int64)
    if len(ids):
        start -= shift[place]
        end -= shift[place]
    pieced = {d.id: reads.Place(d) for d in documents if len(d.ranges) > 1}
    for i in np.flatnonzero(np.isin(s.document, np.asarray(list(pieced), np.int64))):
        inside = pieced[int(s.document[i])].to_document(int(s.text[i]), int(s.start[i]), int(s.end[i]))
        if inside:
            start[i], end[i] = inside
    return start, end


def _document_columns(s: _Statements, documents: Sequence[Document]) -> dict[str, Any]:
    import pyarrow as pa

    ids, place = np.unique(s.document, return_inverse=True)
    by_id = {d.id: d for d in documents}
    found = [by_id[int(i)] for i in ids]
    columns: dict[str, Any] = {"document.id": pa.array(s.document)}
    free = sorted({name for d in found for name in d.attributes} - set(_DOCUMENT_FIELDS) - {"id"})
    for field in (*_DOCUMENT_FIELDS, *free):
        values = [str(getattr(d, field) if field in _DOCUMENT_FIELDS else d.attributes.get(field, "")) for d in found]
        names = sorted(set(values))
        number = {name: i for i, name in enumerate(names)}
        codes = np.asarray([number[v] for v in values], np.int64)
        columns[f"document.{field}"] = _strings(codes[place] if len(codes) else codes, names)
    return columns


def _variable_column(
    fetch: Fetch, s: _Statements, variable: Variable, entities: Sequence[Entity], as_of: int | None
) -> tuple[Any, bool]:
    """The column of a variable, and whether some statement has several values of it."""
    import pyarrow as pa

    v = t.VERSIONED["value"].version
    content = {
        VariableKind.ENTITY: v.c.entity_id,
        VariableKind.BOOLEAN: v.c.int_value,
        VariableKind.INTEGER: v.c.int_value,
        VariableKind.NUMBER: v.c.num_value,
        VariableKind.TEXT: v.c.text_value,
        VariableKind.DATE: v.c.text_value,
    }[variable.kind]
    ids, group, position, values = fetch(
        sa.select(v.c.statement_id, v.c.group_no, v.c.position, content).where(
            _scanned(v, as_of), v.c.variable_id == variable.id, content.is_not(None)
        )
    )
    at, mine = s.find(ids.astype(np.int64, copy=False))
    group, position, values = group[mine].astype(np.int64), position[mine].astype(np.int64), values[mine]
    order = np.lexsort((position, group, at))
    at, group, values = at[order], group[order], values[order]
    rows = len(s.id)
    several = bool(len(at) > 1 and (at[1:] == at[:-1]).any()) or bool((group != 0).any())
    if several:
        counts = np.bincount(at, minlength=rows)
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        inner = _values(variable, values, entities, None)
        pairs = pa.StructArray.from_arrays([pa.array(group.astype(np.int32)), inner], ["group", "value"])
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pairs, mask=pa.array(counts == 0)), True
    missing = np.ones(rows, bool)
    missing[at] = False
    spread = np.zeros(rows, values.dtype if len(values) else np.int64)
    spread[at] = values
    return _values(variable, spread, entities, missing), False


def _values(
    variable: Variable, values: np.ndarray[Any, Any], entities: Sequence[Entity], missing: np.ndarray[Any, Any] | None
) -> Any:
    import pyarrow as pa

    if variable.kind is VariableKind.BOOLEAN:
        return pa.array(values.astype(bool), mask=missing)
    if variable.kind is VariableKind.INTEGER:
        return pa.array(values.astype(np.int64), mask=missing)
    if variable.kind is VariableKind.NUMBER:
        return pa.array(values.astype(np.float64), mask=missing)
    if variable.kind is VariableKind.ENTITY:
        used, codes = np.unique(values.astype(np.int64), return_inverse=True)
        names = {e.id: e.name for e in entities}
        return _strings(codes.astype(np.int64), [names.get(int(i), "") for i in used], missing)
    plain = ["" if v is None or v == 0 else str(v) for v in values]
    distinct = sorted(set(plain))
    number = {name: i for i, name in enumerate(distinct)}
    return _strings(np.asarray([number[p] for p in plain], np.int64), distinct, missing)


def _quotes(connection: sa.Connection, s: _Statements, as_of: int | None) -> Any:
    """Each statement's words; those of several anchors joined by an ellipsis."""
    import pyarrow as pa

    a = t.VERSIONED["anchor"].version
    query = sa.select(a.c.statement_id, a.c.quote).where(live(a, as_of)).order_by(a.c.statement_id, a.c.position)
    words: dict[int, str] = {}
    for number, quote_ in connection.execute(query):
        words[number] = f"{words[number]} … {quote_}" if number in words else quote_
    return pa.array([words.get(int(i)) for i in s.id], pa.string())


def _entity_table(own: Sequence[Entity], every: Sequence[Entity], attributes: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    names = {e.id: e.name for e in every}
    columns: dict[str, list[Any]] = {
        "id": [e.id for e in own],
        "uid": [e.uid for e in own],
        "name": [e.name for e in own],
        "parent": [names.get(e.parent) if e.parent is not None else None for e in own],
        "color": [e.color for e in own],
    }
    kinds = {"id": pa.int64()}
    for name in sorted(attributes):
        column = name if name not in columns else f"{name} (attribute)"
        columns[column] = [e.attributes.get(name) for e in own]
    return pa.table({n: pa.array(values, kinds.get(n, pa.string())) for n, values in columns.items()})


def _span(documents: Sequence[Document]) -> tuple[int, int] | None:
    bounds = [date_bounds(text) for text in {d.date for d in documents} if text]
    return (min(b.first for b in bounds), max(b.last for b in bounds)) if bounds else None
