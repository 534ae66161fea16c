"""What history costs: a large import beside the same rows without history, and the first network computed from it.

Statements with four values and one anchor each, on documents of a few hundred characters, are

1. written with history and, batch by batch in turn, into plain tables: the same columns without ``version``,
   ``since`` and ``until``, no identity rows, the same indexes over all rows, the same references, the same
   ``executemany``. Rows are prepared beforehand, so that the ratio compares the writing alone. Sizes are what each
   file grows by;
2. imported from a JSONL file by the verb ``import``;
3. computed as a one-mode congruence network, in a fresh process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.measure import Clock, goal, in_a_process_of_its_own, machine
from communique.model.reading import DateDraft, DocumentDraft
from communique.model.words import DateBasis
from communique.project import reads
from communique.project import tables as t
from communique.project.anchors import CONTEXT
from communique.project.history import ChangeWriter, changing
from communique.project.ids import new_uid
from communique.project.writes import put_coder, put_document, put_entities, put_text
from communique.study.project import new, open_project

_BATCH = 20_000
_SEED = 20310503
_PERSONS, _ORGANIZATIONS, _CONCEPTS = 5_000, 400, 150
_SYLLABLES = ("bar", "del", "fin", "gro", "hal", "ken", "lum", "mer", "nor", "pel", "quin", "ros", "sel", "tor", "vin")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--statements", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--documents", type=int, default=20_000, metavar="N")
    parser.add_argument("--dir", type=Path, help="where the files are made (a temporary folder, removed at the end)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns data, figures and goals."""
    with ExitStack() as stack:
        folder = options.dir
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="communique-store-")))
        folder.mkdir(parents=True, exist_ok=True)
        base = folder / "base.communique"
        texts = found_study(base, options.documents)
        shutil.copyfile(base, folder / "imported.communique")
        write_jsonl(folder / "statements.jsonl", texts, options.statements)
        writing = compare_writing(base, folder, texts, options.statements)
        importing = in_a_process_of_its_own(
            _import, str(folder / "imported.communique"), str(folder / "statements.jsonl")
        )
        os.environ["COMMUNIQUE_CACHE"] = str(folder / "cache")
        reading, again = (in_a_process_of_its_own(_network, str(folder / "imported.communique")) for _ in range(2))
        source = (folder / "statements.jsonl").stat().st_size
    characters = sum(map(len, texts))
    return {
        "benchmark": "store",
        "machine": machine(),
        "data": {
            "statements": options.statements,
            "values": 4 * options.statements,
            "anchors": options.statements,
            "documents": options.documents,
            "characters_per_document": round(characters / len(texts)),
            "jsonl_mb": round(source / 1e6, 1),
        },
        "figures": {"writing": writing, "import": importing, "network": reading, "second_network": again},
        "goals": {
            "time_with_history": goal(
                writing["with_history"]["wall_seconds"] / writing["without"]["wall_seconds"], 1.2, "times without"
            ),
            "size_with_history": goal(
                writing["with_history"]["grown_mb"] / writing["without"]["grown_mb"], 1.2, "times without"
            ),
            "first_network": goal(reading["wall_seconds"], 10, "s"),
            "second_network_from_the_snapshot_imports_aside": goal(again["seconds"], 1.5, "s"),
            "memory_of_import": goal(importing["peak_memory_mb"], 2_000, "MB"),
            "memory_of_network": goal(reading["peak_memory_mb"], 2_000, "MB"),
        },
    }


# --- data ------------------------------------------------------------------------------------------------------------


def found_study(path: Path, documents: int) -> list[str]:
    """A study with documents and entities, but no statements yet; returns the documents' texts."""
    chance = random.Random(_SEED)
    texts = [_text(chance) for _ in range(documents)]
    with (
        new(path, actor="benchmark", session="benchmark") as project,
        changing(project.store, "add", "documents", actor="benchmark", session="benchmark") as writer,
    ):
        for number, text in enumerate(texts):
            text_id = put_text(writer, text, capture=None, reader="benchmark", reader_version="1")
            day = f"20{chance.randrange(20, 31)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            draft = DocumentDraft(((0, len(text)),), title=f"Page {number}", date=DateDraft(day, DateBasis.METADATA))
            put_document(writer, text_id, draft)
        put_coder(writer, "benchmark")
        types = {e.name: e.id for e in reads.entity_types(writer.connection)}
        for name, prefix, count in _CAST:
            put_entities(writer, types[name], [f"{prefix} {i}" for i in range(count)])
    return texts


_CAST = (
    ("person", "Speaker", _PERSONS),
    ("organization", "Society", _ORGANIZATIONS),
    ("concept", "Demand", _CONCEPTS),
)


def _text(chance: random.Random) -> str:
    words = ("".join(chance.choices(_SYLLABLES, k=chance.randrange(1, 4))) for _ in range(chance.randrange(50, 80)))
    return " ".join(words).capitalize() + "."


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement to be written: document and entities by number from 0, span in the document."""

    document: int
    start: int
    end: int
    person: int
    organization: int
    concept: int
    agreement: bool


def facts(texts: list[str], statements: int) -> Iterator[Fact]:
    """The statements, the same in every run; documents in turn, as one who codes works."""
    chance = random.Random(_SEED + 1)
    share = max(1, -(-statements // len(texts)))
    for number in range(statements):
        document = number // share
        start = chance.randrange(0, len(texts[document]) - 100)
        yield Fact(
            document,
            start,
            start + chance.randrange(30, 100),
            chance.randrange(_PERSONS),
            chance.randrange(_ORGANIZATIONS),
            min(chance.randrange(_CONCEPTS), chance.randrange(_CONCEPTS)),
            chance.random() < 0.6,
        )


def write_jsonl(path: Path, texts: list[str], statements: int) -> None:
    """The statements as another program would hand them over."""
    with path.open("w", encoding="utf-8") as file:
        for fact in facts(texts, statements):
            row = {
                "document": f"Page {fact.document}",
                "quote": texts[fact.document][fact.start : fact.end],
                "start": fact.start,
                "end": fact.end,
                "type": "Claim",
                "values": {
                    "person": [f"Speaker {fact.person}"],
                    "organization": [f"Society {fact.organization}"],
                    "concept": [f"Demand {fact.concept}"],
                    "agreement": [fact.agreement],
                },
            }
            file.write(json.dumps(row) + "\n")


# --- writing with and without history --------------------------------------------------------------------------------


def compare_writing(base: Path, folder: Path, texts: list[str], statements: int) -> dict[str, Any]:
    """Write the same rows into two copies of the study, batch by batch in turn."""
    paths = {"with_history": folder / "with.communique", "without": folder / "without.communique"}
    clocks = {name: Clock() for name in paths}
    with ExitStack() as stack:
        writers = {}
        for name, path in paths.items():
            shutil.copyfile(base, path)
            store = stack.enter_context(open_project(path)).store
            writers[name] = stack.enter_context(_timed_change(store, clocks[name]))
        plain = _plain_tables(writers["without"].connection)
        prepared = _Prepared(writers["with_history"].connection, texts)
        rows = facts(texts, statements)
        first = 1
        for turn, batch in enumerate(iter(lambda: list(islice(rows, _BATCH)), [])):
            prepared.take(first, batch)
            first += len(batch)
            acts = [("with_history", lambda: _with_history(writers["with_history"], prepared))]
            acts.append(("without", lambda: _without_history(writers["without"], plain, prepared)))
            for name, act in acts if turn % 2 else reversed(acts):
                with clocks[name].running():
                    act()
    result: dict[str, Any] = {}
    for name, path in paths.items():
        size = path.stat().st_size
        grown = size - base.stat().st_size
        result[name] = clocks[name].shown() | {"file_mb": round(size / 1e6, 1), "grown_mb": round(grown / 1e6, 1)}
    return result


class _timed_change:  # noqa: N801
    """A change whose end (header and commit) counts as time of writing, too."""

    def __init__(self, store: Any, clock: Clock) -> None:
        self._change = changing(store, "import", "statements", actor="benchmark", session="benchmark")
        self._clock = clock

    def __enter__(self) -> ChangeWriter:
        return self._change.__enter__()

    def __exit__(self, *error: Any) -> None:
        with self._clock.running():
            self._change.__exit__(*error)


class _Prepared:
    """The rows of one batch, without anything that only history needs."""

    statements: list[tuple[Any, ...]]
    uids: list[bytes]
    anchors: list[tuple[Any, ...]]
    values: list[tuple[Any, ...]]

    def __init__(self, connection: sa.Connection, texts: list[str]) -> None:
        book = reads.codebook(connection)
        claim = book.type("Claim")
        assert claim is not None
        self._type = claim.id
        self._variables = {v.name: v.id for v in claim.variables}
        self._coder = reads.coders(connection)[0].id
        self._documents = [(d.id, d.ranges[0].text) for d in reads.documents(connection)]
        self._texts = texts
        types = {e.id: e.name for e in book.entity_types}
        self._entities = {(types[e.type], e.name): e.id for e in reads.entities(connection)}

    def take(self, first: int, batch: list[Fact]) -> None:
        """Make the rows of these statements, numbered from ``first``."""
        self.statements, self.uids, self.anchors, self.values = [], [], [], []
        for number, fact in enumerate(batch, first):
            document, text_id = self._documents[fact.document]
            text = self._texts[fact.document]
            self.uids.append(new_uid())
            self.statements.append((number, self._type, document, self._coder, "primary", None, None, "", False, None))
            around = text[max(0, fact.start - CONTEXT) : fact.start], text[fact.end : fact.end + CONTEXT]
            span = (fact.start, fact.end, text[fact.start : fact.end])
            self.anchors.append((number, 0, text_id, *span, *around, "exact"))
            for name, prefix, of in (
                ("person", "Speaker", fact.person),
                ("organization", "Society", fact.organization),
                ("concept", "Demand", fact.concept),
            ):
                entity = self._entities[name, f"{prefix} {of}"]
                self.values.append((number, self._variables[name], 0, 0, entity, None, None, None))
            self.values.append((number, self._variables["agreement"], 0, 0, None, int(fact.agreement), None, None))


def _with_history(writer: ChangeWriter, rows: _Prepared) -> None:
    identity = t.VERSIONED["statement"].identity
    assert identity is not None
    writer.insert(identity, ["id", "uid"], ((s[0], uid) for s, uid in zip(rows.statements, rows.uids, strict=True)))
    writer.begin("statement", t.VERSIONED["statement"].payload, rows.statements)
    writer.begin("anchor", t.VERSIONED["anchor"].payload, rows.anchors)
    writer.begin("value", t.VERSIONED["value"].payload, rows.values)


def _without_history(writer: ChangeWriter, plain: dict[str, sa.Table], rows: _Prepared) -> None:
    statements = ((*s, uid) for s, uid in zip(rows.statements, rows.uids, strict=True))
    for name, those in (("statement", statements), ("anchor", rows.anchors), ("value", rows.values)):
        writer.insert(plain[name], [c.name for c in plain[name].columns], those)


def _plain_tables(connection: sa.Connection) -> dict[str, sa.Table]:
    """Tables for statements, anchors and values as a program without history would have them."""
    metadata = sa.MetaData()
    made: dict[str, sa.Table] = {}
    for name in ("statement", "anchor", "value"):
        kind = t.VERSIONED[name]
        columns = [_plain_column(c, made) for c in kind.version.columns if c.name in kind.payload]
        if kind.identity is not None:
            columns.append(sa.Column("uid", sa.LargeBinary(16), nullable=False, unique=True))
        made[name] = table = sa.Table(f"plain_{name}", metadata, *columns)
        for index in kind.version.indexes:
            over = [c.name for c in index.columns]
            # The primary key needs no index of its own, and nothing is ever ended here.
            if over != ["id"] and not set(over) & {"since", "until"}:
                sa.Index(f"plain_{index.name}", *(table.c[n] for n in over), unique=bool(index.unique))
    metadata.create_all(connection)
    return made


def _plain_column(column: sa.Column[Any], made: dict[str, sa.Table]) -> sa.Column[Any]:
    if column.name == "id":
        return sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)
    references = []
    for key in column.foreign_keys:
        table = key.column.table.name
        references.append(sa.ForeignKey(made[table].c.id if table in made else key.column))
        if table == "statement" and "statement" not in made:
            references = [sa.ForeignKey("plain_statement.id")]
    return sa.Column(column.name, column.type, *references, nullable=column.nullable)


# --- the verb, and the first network ---------------------------------------------------------------------------------


def _import(project: str, file: str) -> dict[str, Any]:
    before = Path(project).stat().st_size
    with open_project(project, actor="benchmark", session="benchmark") as opened:
        result = opened.import_file(file)
    if result["failed"]:
        raise RuntimeError(f"{len(result['failed'])} rows failed, first: {result['failed'][0]}")
    size = Path(project).stat().st_size
    return {
        "imported": result["imported"],
        "file_mb": round(size / 1e6, 1),
        "grown_mb": round((size - before) / 1e6, 1),
    }


def _network(project: str) -> dict[str, Any]:
    # ``seconds`` is without the loading of libraries, ``wall_seconds`` with it.
    import pandas  # noqa: F401

    import communique.networks.computation  # noqa: F401

    start = time.perf_counter()
    with open_project(project, read_only=True) as opened:
        network = opened.network(statement_type="Claim", type="one-mode", aggregation="congruence").network
        figures = {"statements": network.statements, "rows": len(network.rows), "sum": float(network.sparse.sum())}
        return figures | {"seconds": time.perf_counter() - start}
