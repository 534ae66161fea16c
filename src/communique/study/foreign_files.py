"""The verbs ``import`` and ``export``: statement files (CSV, JSON Lines) and files of other programs (``.dna``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.exchange.dna.file import DnaFile, is_sqlite_file
from communique.exchange.dna.giving import export_dna
from communique.exchange.dna.schema import FORMAT
from communique.exchange.dna.taking import import_dna
from communique.exchange.heads import FIXED, Heads
from communique.exchange.rows import DELIMITERS, read_rows, write_rows
from communique.exchange.statements import import_statements
from communique.model.errors import NotFound, UsageError
from communique.project import reads
from communique.project.history import ChangeWriter, changing
from communique.project.store import Store
from communique.study.acts import drafted
from communique.study.views import StatementViews

Json = dict[str, Any]

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx", ".dna": "dna"}
"""Formats by suffix."""


def format_of(path: Path, given: str | None) -> str:
    """The format of a foreign file: as given, else by its suffix.

    Raises
    ------
    UsageError
        If it is not one that can be read and written.
    """
    found = given or FORMATS.get(path.suffix.lower())
    if found not in set(FORMATS.values()):
        raise UsageError(
            f"format {found or path.suffix!r} is unknown",
            place=str(path),
            way_out=f"use --format with one of: {', '.join(sorted(set(FORMATS.values())))}; "
            "parquet is written by export and read by network",
        )
    return found


def import_file(
    store: Store,
    path: Path,
    format: str | None,
    *,
    actor: str,
    session: str,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Json:
    """Import a foreign file as one change; returns what became of it.

    ``columns`` says what another program calls a column of ours (``{"quote": "Segment"}``); columns that it does not
    name and nobody here knows are then left out, and named in ``notes``.


    ``imported`` and ``already`` count statements, ``entities`` new entities by type. ``failed`` lists what could not be
    taken in, each with its ``line`` or ``row`` and the ``reason``; ``notes`` what is otherwise here than in the file.
    """
    if not path.is_file():
        raise NotFound("no such file", place=str(path), way_out="check the name")
    kind = FORMAT if format is None and is_sqlite_file(path) else format_of(path, format)
    head = {"file": str(path), "format": kind}
    if columns and kind == FORMAT:
        raise UsageError("a .dna file has no columns to name", place="--column", way_out="leave it out")
    with changing(store, "import", "", actor=actor, session=session, **head) as writer:
        if kind == FORMAT:
            with DnaFile(path) as file:
                return head | _import_dna(writer, file, actor, progress)
        variables = {v.name for s in reads.codebook(writer.connection).types for v in s.variables}
        heads = Heads(columns, variables)
        rows = read_rows(path, kind, heads)
        result = import_statements(writer, rows, coder=actor, place=str(path), progress=progress)
        writer.summary = f"import {result.imported} statements from {path.name}"
    return head | {
        "imported": result.imported,
        "already": result.already,
        "entities": dict(result.entities),
        "failed": [{"line": line, "reason": reason} for line, reason in result.failed],
        "notes": [f"columns left out: {', '.join(sorted(heads.left_out))}"] if heads.left_out else [],
    }


def _import_dna(writer: ChangeWriter, file: DnaFile, actor: str, progress: Callable[[int], None]) -> Json:
    result = import_dna(writer, file, coder=actor, progress=progress)
    writer.summary = f"import {result.documents} documents with {result.imported} statements from {file.path.name}"
    notes = list(result.notes)
    if result.already is not None:
        notes.append(f"the file is in the project already ({len(result.already)} documents): nothing was done")
    return {
        "documents": result.documents,
        "imported": result.imported,
        "already": file.count("STATEMENTS") if result.already is not None else 0,
        "entities": dict(result.entities),
        "failed": [{"row": row, "reason": reason} for row, reason in result.failed],
        "notes": notes,
    }


def export_file(
    connection: sa.Connection,
    path: Path,
    format: str | None,
    as_of: int | None,
    progress: Callable[[int], None] = lambda _: None,
    *,
    delimiter: str | None = None,
    excel: bool = False,
) -> Json:
    """Write all statements; returns how many, and under ``lost`` what the format could not hold.

    ``delimiter`` (CSV only) is ``comma``, ``semicolon`` or ``tab``, which it is by itself for files called ``.tsv``;
    ``excel`` (CSV only) guards cells that look like formulas.
    """
    kind = format_of(path, format)
    if kind != "csv" and (excel or delimiter is not None):
        raise UsageError(f"{kind} files have none", place="--delimiter and --excel", way_out="use them with CSV")
    delimiter = delimiter or ("tab" if path.suffix.lower() == ".tsv" else "comma")
    if delimiter not in DELIMITERS:
        raise UsageError(f"no {delimiter!r}", place="--delimiter", way_out=f"use one of: {', '.join(DELIMITERS)}")
    with drafted(path) as draft:
        if kind == FORMAT:
            result = _export_dna(connection, draft, as_of, progress)
        else:
            result = _export_statements(connection, draft, kind, as_of, DELIMITERS[delimiter], excel=excel)
    return {"file": str(path), "format": kind} | result


def _export_dna(connection: sa.Connection, draft: Path, as_of: int | None, progress: Callable[[int], None]) -> Json:
    result = export_dna(connection, draft, as_of, progress)
    return {
        "documents": result.documents,
        "exported": result.exported,
        "lost": result.lost,
        "notes": result.notes,
    }


def _export_statements(
    connection: sa.Connection, draft: Path, kind: str, as_of: int | None, delimiter: str, *, excel: bool
) -> Json:
    variables = list(dict.fromkeys(v.name for s in reads.codebook(connection, as_of).types for v in s.variables))
    lost: list[str] = []
    rows = _rows(connection, as_of, kind, lost)
    if kind == "xlsx":
        from communique.exchange.sheets import write_sheet

        count = write_sheet(draft, rows, variables, lost)
    else:
        with draft.open("w", encoding="utf-8", newline="") as file:
            count = write_rows(file, rows, variables, kind, delimiter=delimiter, excel=excel)
    return {"exported": count, "lost": lost}


def _rows(connection: sa.Connection, as_of: int | None, kind: str, lost: list[str]) -> Iterator[Json]:
    shown = StatementViews(connection, as_of)
    for view in shown.views(reads.statements(connection, as_of)):
        place = f"statement {view['id']}"
        spans = view["spans"]
        if not spans or any(span["start"] is None for span in spans):
            lost.append(f"{place}: its words are in doubt since a correction; `anchor` puts it right")
            continue
        row = {name: view.get(name) for name in FIXED} | {
            "document": shown.document(view["document"]).uid,
            "values": view["values"],
        }
        if all(a["end"] == b["start"] for a, b in pairwise(spans)):
            row["quote"] = "".join(span["quote"] for span in spans)
            row["start"], row["end"] = spans[0]["start"], spans[-1]["end"]
        elif kind == "jsonl":
            row["spans"] = [{name: span[name] for name in ("start", "end", "quote")} for span in spans]
        else:
            lost.append(f"{place}: it stands on several quotes; JSON Lines can hold them")
            continue
        lost += [f"{place}: that its anchor is {span['status']}" for span in spans if span["status"] != "exact"]
        if kind in ("csv", "xlsx"):
            lost += [
                f"{place}: white space around {item!r}"
                for items in view["values"].values()
                for item in items
                if isinstance(item, str) and item != item.strip()
            ]
        yield row
