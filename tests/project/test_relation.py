"""The flat relation equals a slow definition of every column, on both databases, now and as it was."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.coding.codebook import parse_codebook
from communique.model.dates import date_bounds
from communique.model.reading import DocumentDraft
from communique.model.records import Document, Statement, StatementType, Value
from communique.model.relation import Relation
from communique.model.words import Layer, Mode, VariableKind
from communique.project import reads
from communique.project import tables as t
from communique.project.anchors import anchor_at
from communique.project.history import changing, head
from communique.project.relation import read_relation
from communique.project.store import Store
from communique.project.writes import (
    StatementDraft,
    put_coder,
    put_document,
    put_entities,
    put_statements,
    put_text,
)
from communique.study.codebooks import put_codebook
from tests.support.postgres import Postgres

CODEBOOK = """
[[entity_type]]
name = "organization"
[[entity_type]]
name = "concept"
[[statement_type]]
name = "Claim"
variable = [
  {name = "organization", kind = "entity"},
  {name = "target", kind = "entity", entity_type = "organization"},
  {name = "concept", kind = "entity"},
  {name = "note", kind = "text"},
  {name = "strength", kind = "integer"},
  {name = "share", kind = "number"},
  {name = "due", kind = "date"},
  {name = "agreement", kind = "boolean", qualifier = true},
]
[[statement_type]]
name = "Other"
variable = [{name = "organization", kind = "entity"}]
"""

LENGTH = 80
RANGES = [((0, 80),), ((10, 70),), ((0, 20), (30, 80)), ((50, 80), (0, 30))]
SEGMENTS = [(0, 60), (5, 40), (10, 30), (45, 55)]
"""Nested, never of one length: so the innermost is always one."""
DATES = [None, "2031", "2031-05", "2031-05-03", "2024-12-30", "2031-05-03T10:20", "1969-12-31T23:59:59", "2031/2033"]
NAMES = ["Guild", "Circle", "Zoo", "äther"]

dates = st.sampled_from(DATES)
values = st.fixed_dictionaries(
    {},
    optional={
        "organization": st.lists(st.tuples(st.integers(0, 2), st.sampled_from(NAMES)), min_size=1, max_size=3),
        "target": st.lists(st.tuples(st.integers(0, 1), st.sampled_from(NAMES)), min_size=1, max_size=2),
        "concept": st.lists(st.tuples(st.just(0), st.sampled_from(NAMES)), min_size=1, max_size=1),
        "note": st.lists(st.tuples(st.just(0), st.sampled_from(["", "0", "a", "ü"])), min_size=1, max_size=2),
        "strength": st.lists(st.tuples(st.just(0), st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=2),
        "share": st.lists(st.tuples(st.just(0), st.sampled_from([-1.5, 0.0, 3.0, 1e300])), min_size=1, max_size=1),
        "due": st.lists(st.tuples(st.just(0), st.sampled_from(["2031", "2031-05-03"])), min_size=1, max_size=1),
        "agreement": st.lists(st.tuples(st.just(0), st.booleans()), min_size=1, max_size=1),
    },
)
plans = st.fixed_dictionaries(
    {
        "documents": st.lists(
            st.fixed_dictionaries(
                {
                    "ranges": st.sampled_from(RANGES),
                    "date": dates,
                    "title": st.sampled_from(["A", "B", ""]),
                    "attributes": st.dictionaries(
                        st.sampled_from(["region", "id", "title"]), st.sampled_from(["x", "y"])
                    ),
                    "segments": st.dictionaries(
                        st.sampled_from(SEGMENTS), st.tuples(st.sampled_from(Mode), dates), max_size=3
                    ),
                    "done": st.sets(st.sampled_from(Layer), max_size=2),
                    "open": st.booleans(),
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "statements": st.lists(
            st.fixed_dictionaries(
                {
                    "document": st.integers(0, 2),
                    "type": st.sampled_from(["Claim", "Claim", "Claim", "Other"]),
                    "at": st.tuples(st.integers(0, 29), st.integers(1, 30)),
                    "layer": st.sampled_from(Layer),
                    "coder": st.sampled_from(["Ada", "Grace"]),
                    "attribution": st.none() | st.sampled_from(Mode),
                    "date": st.none() | dates,
                    "values": values,
                }
            ),
            max_size=8,
        ),
    }
)
Plan = dict[str, Any]


def found(location: str) -> Store:
    store = Store.create(location)
    put_codebook(store, parse_codebook(CODEBOOK, "test"), actor="Ada", session="test")
    return store


def write(store: Store, plan: Plan) -> None:
    """Write a plan as one change; the same plan gives the same numbers everywhere."""
    with changing(store, "code", "code", actor="Ada", session="test") as writer:
        book = reads.codebook(writer.connection)
        coders = {name: put_coder(writer, name) for name in ("Ada", "Grace")}
        entities = {e.id: dict(zip(NAMES, put_entities(writer, e.id, NAMES), strict=True)) for e in book.entity_types}
        documents = []
        for number, document in enumerate(plan["documents"]):
            content = "".join(chr(97 + (number * 7 + i) % 26) for i in range(LENGTH))
            text = put_text(writer, content, capture=None, reader="text", reader_version="1")
            draft = DocumentDraft(document["ranges"], title=document["title"], attributes=document["attributes"])
            documents.append(put_document(writer, text, draft, date=document["date"]))
            writer.new(
                "segment",
                [
                    {"text_id": text, "start": start, "end": end, "mode": str(mode), "date": date}
                    for (start, end), (mode, date) in document["segments"].items()
                ],
            )
            state = "open" if document["open"] else "done"
            writer.new(
                "assignment",
                [
                    {"document_id": documents[-1], "coder_id": 1, "layer": str(layer), "state": state, "blind": False}
                    for layer in sorted(document["done"])
                ],
            )
        known = {d.id: d for d in reads.documents(writer.connection)}
        drafts = []
        for statement in plan["statements"]:
            kind = book.type(statement["type"])
            assert kind is not None
            document = known[documents[statement["document"] % len(documents)]]
            start, length = statement["at"]
            pieces = reads.Place(document).to_text(start, start + length)
            text = reads.content(writer.connection, pieces[0].text)
            drafts.append(
                StatementDraft(
                    kind.id,
                    document.id,
                    coders[statement["coder"]],
                    statement["layer"],
                    tuple(anchor_at(p.text, text, p.start, p.end) for p in pieces),
                    tuple(_values(kind, statement["values"], entities)),
                    statement["attribution"],
                    statement["date"],
                )
            )
        for _ in put_statements(writer, drafts):
            pass


def _values(kind: StatementType, planned: Plan, entities: dict[int, dict[str, int]]) -> Iterator[Value]:
    for name, items in planned.items():
        variable = kind.variable(name)
        if variable is None:
            continue
        counts: Counter[int] = Counter()
        for group, item in items:
            if variable.entity_type is None:
                yield Value(variable.id, group, counts[group], value=item)
            else:
                yield Value(variable.id, group, counts[group], entity=entities[variable.entity_type][item])
            counts[group] += 1


# --- the slow definition ---------------------------------------------------------------------------------------------


def defined(connection: sa.Connection, name: str, as_of: int | None = None) -> dict[str, list[Any]]:
    """The relation's columns, statement by statement, as its page says."""
    kind = reads.codebook(connection, as_of).type(name)
    assert kind is not None
    documents = {d.id: d for d in reads.documents(connection, as_of)}
    coders = {c.id: c.name for c in reads.coders(connection, as_of)}
    entities = {e.id: e.name for e in reads.entities(connection, as_of)}
    adjudicated = {
        a.document for a in reads.assignments(connection, as_of) if a.layer is Layer.ADJUDICATED and a.state == "done"
    }
    statements = [s for s in reads.statements(connection, as_of) if s.type == kind.id]
    rows: list[dict[str, Any]] = []
    for s in statements:
        document = documents[s.document]
        anchor = s.anchors[0]
        span = reads.Place(document).to_document(anchor.text, anchor.start, anchor.end)
        assert span is not None
        around = sorted(
            (
                g
                for g in reads.segments(connection, anchor.text, as_of)
                if g.start <= anchor.start and anchor.end <= g.end
            ),
            key=lambda g: g.end - g.start,
        )
        date = s.date or next((g.date for g in around if g.date), None) or document.date
        layer = Layer.ADJUDICATED if document.id in adjudicated else Layer.PRIMARY
        row = {
            "statement.id": s.id,
            "statement.start": span[0],
            "statement.end": span[1],
            "statement.coder": coders[s.coder],
            "statement.coder_id": s.coder,
            "statement.layer": str(s.layer),
            "statement.attribution": str(s.attribution or (around[0].mode if around else Mode.OWN)),
            "statement.counts": s.layer is layer,
            "document.id": document.id,
        }
        row |= {f"statement.{field}": item for field, item in _date(date).items()}
        row |= _document(document)
        rows.append(row)
    order = sorted(
        rows,
        key=lambda r: (
            r["statement.first"] is None,
            r["statement.first"] or 0,
            *(r[c] for c in ("document.id", "statement.start", "statement.end", "statement.id")),
        ),
    )
    for rank, row in enumerate(order):
        row["statement.rank"] = rank
    free = {column for row in rows for column in row}
    columns = {column: [row.get(column, "") for row in rows] for column in free}
    for variable in kind.variables:
        columns[variable.name] = _variable(variable.id, variable.kind, statements, entities)
    return columns


def _date(text: str | None) -> dict[str, Any]:
    if text is None:
        return dict.fromkeys(("first", "last", "precision", "day", "week", "month", "year"))
    bounds = date_bounds(text)
    clock = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=bounds.first)
    year, week, _ = clock.date().isocalendar()
    finest = ["year", "month", "day", "minute", "second"]
    known = finest.index(bounds.precision) if bounds.precision in finest else -1
    return {
        "first": bounds.first,
        "last": bounds.last,
        "precision": bounds.precision,
        "day": (clock.date() - datetime.date(1970, 1, 1)).days if known >= 2 else None,
        "week": year * 100 + week if known >= 2 else None,
        "month": clock.year * 12 + clock.month - 1 if known >= 1 else None,
        "year": clock.year if known >= 0 else None,
    }


def _document(document: Document) -> dict[str, str]:
    fields = ("title", "author", "issuer", "addressee", "source", "section", "type", "language", "status")
    free = {f"document.{n}": v for n, v in document.attributes.items() if n not in (*fields, "id")}
    return free | {f"document.{field}": str(getattr(document, field)) for field in fields}


def _variable(number: int, kind: VariableKind, statements: list[Statement], entities: dict[int, str]) -> list[Any]:
    held = defaultdict(list)
    for s in statements:
        for v in sorted(s.values, key=lambda v: (v.group, v.position)):
            if v.variable == number:
                item = entities[v.entity] if kind is VariableKind.ENTITY and v.entity is not None else v.value
                held[s.id].append({"group": v.group, "value": item})
    if any(len(items) > 1 or items[0]["group"] for items in held.values()):
        return [held.get(s.id) for s in statements]
    return [held[s.id][0]["value"] if s.id in held else None for s in statements]


# --- comparing -------------------------------------------------------------------------------------------------------


def read(store: Store, name: str = "Claim", as_of: int | None = None) -> tuple[Relation, dict[str, list[Any]]]:
    """The relation, and its slow definition."""
    with store.reading() as connection:
        kind = reads.codebook(connection, as_of).type(name)
        assert kind is not None
        return read_relation(store, connection, kind, as_of), defined(connection, name, as_of)


def columns_of(relation: Relation) -> dict[str, list[Any]]:
    return {name: relation.table[name].to_pylist() for name in relation.table.column_names}


def compare(store: Store, as_of: int | None = None) -> set[int]:
    """Hold the relations of both types against their definition; the statements that they show."""
    shown_statements: set[int] = set()
    for name in ("Claim", "Other"):
        relation, slow = read(store, name, as_of)
        fast = columns_of(relation)
        if not relation.table.num_rows:
            assert slow["organization"] == []
            continue
        assert fast == slow
        shown_statements |= set(fast["statement.id"])
        with store.reading() as connection:
            bounds = [date_bounds(d.date) for d in reads.documents(connection, as_of) if d.date]
            layers = defaultdict(set)
            for document, layer in zip(slow["document.id"], slow["statement.layer"], strict=True):
                layers[document].add(layer)
            every = reads.entities(connection, as_of)
        assert relation.span == ((min(b.first for b in bounds), max(b.last for b in bounds)) if bounds else None)
        assert relation.double_coded == sum(len(those - {"automatic"}) > 1 for those in layers.values())
        for variable in relation.variables:
            lists = any(isinstance(item, list) for item in slow[variable.name])
            assert variable.several == lists
        for table in relation.entities.values():
            shown = {e.id: e.name for e in every}
            assert all(shown[i] == n for i, n in zip(*(table[c].to_pylist() for c in ("id", "name")), strict=True))
    return shown_statements


def rework(store: Store) -> None:
    """A later change of everything that the relation shows."""
    with changing(store, "rework", "rework", actor="Ada", session="test") as writer:
        (guild, *_) = [e for e in reads.entities(writer.connection) if e.name == "Guild"]
        writer.replace("entity", (guild.id,), name="Guild of old")
        document = reads.documents(writer.connection)[0]
        writer.replace("document", (document.id,), title="Reworked", date="2029-01")
        statement = next(reads.statements(writer.connection), None)
        if statement is not None:
            for name in ("value", "anchor"):
                writer.end_where(name, t.VERSIONED[name].version.c.statement_id == statement.id)
            writer.end("statement", [(statement.id,)])
        writer.end_where("segment", t.VERSIONED["segment"].version.c.text_id == document.ranges[0].text)
        writer.end_where("assignment", t.VERSIONED["assignment"].version.c.document_id == document.id)


@contextmanager
def fresh(founded: Path) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.communique"
        shutil.copyfile(founded, path)
        store = Store.open(str(path))
        try:
            yield store
        finally:
            store.close()


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relation") / "founded.communique"
    found(str(path)).close()
    return path


quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(plan=plans)
@pytest.mark.no_cover
def test_the_relation_is_what_its_definition_says(founded: Path, plan: Plan) -> None:
    with fresh(founded) as store:
        write(store, plan)
        with store.reading() as connection:
            every = {statement.id for statement in reads.statements(connection)}
        assert compare(store) == every


@settings(quick, max_examples=15)
@given(plan=plans)
@pytest.mark.no_cover
def test_the_relation_as_of_a_change_is_the_one_that_was_then(founded: Path, plan: Plan) -> None:
    with fresh(founded) as store:
        write(store, plan)
        with store.reading() as connection:
            then = head(connection)
        before = [columns_of(read(store, name)[0]) for name in ("Claim", "Other")]
        rework(store)
        compare(store)
        compare(store, as_of=then)
        assert [columns_of(read(store, name, then)[0]) for name in ("Claim", "Other")] == before
        assert read(store, as_of=then)[0].head == then
        assert read(store)[0].head == then + 1
        assert read(store, as_of=1)[0].table.num_rows == 0


@pytest.mark.postgres
@settings(quick, max_examples=4)
@given(plan=plans)
@pytest.mark.no_cover
def test_both_databases_give_the_same_relation(founded: Path, postgres: Postgres, plan: Plan) -> None:
    with fresh(founded) as one, postgres.database() as url:
        two = found(url)
        for store in (one, two):
            write(store, plan)
        compare(two)
        for name in ("Claim", "Other"):
            here, there = read(one, name)[0], read(two, name)[0]
            assert here.table.schema == there.table.schema
            assert columns_of(here) == columns_of(there)
            assert (here.span, here.variables, here.double_coded) == (there.span, there.variables, there.double_coded)
        two.close()


def test_an_empty_project_has_an_empty_relation_with_all_its_columns(founded: Path) -> None:
    with fresh(founded) as store:
        relation, _ = read(store)
    assert relation.table.num_rows == 0
    assert {"statement.id", "statement.rank", "document.id", "document.title", "agreement"} <= set(
        relation.table.column_names
    )
    assert (relation.span, relation.double_coded) == (None, 0)
