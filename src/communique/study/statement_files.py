"""The verbs ``import`` and ``export`` for statement files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.exchange.rows import DELIMITERS, FIXED, read_rows, write_rows
from communique.exchange.statements import import_statements
from communique.model.errors import NotFound, UsageError
from communique.project import reads
from communique.project.history import changing
from communique.project.store import Store, os_error
from communique.study.views import StatementViews

Json = dict[str, Any]

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx"}
"""Formats by suffix."""


def format_of(path: Path, given: str | None) -> str:
    """The format of a statement file: as given, else by its suffix.

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
            way_out=f"use --format with one of: {', '.join(sorted(set(FORMATS.values())))}",
        )
    return found


def import_file(
    store: Store,
    path: Path,
    format: str | None,
    *,
    actor: str,
    session: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Json:
    """Import a statement file as one change; returns what became of its rows."""
    if not path.is_file():
        raise NotFound("no such file", place=str(path), way_out="check the name")
    kind = format_of(path, format)
    with changing(store, "import", "", actor=actor, session=session, file=str(path), format=kind) as writer:
        result = import_statements(writer, read_rows(path, kind), coder=actor, place=str(path), progress=progress)
        writer.summary = f"import {result.imported} statements from {path.name}"
    return {
        "file": str(path),
        "format": kind,
        "imported": result.imported,
        "already": result.already,
        "entities": dict(result.entities),
        "failed": [{"line": line, "reason": reason} for line, reason in result.failed],
    }


def export_file(
    connection: sa.Connection,
    path: Path,
    format: str | None,
    as_of: int | None,
    *,
    delimiter: str | None = None,
    excel: bool = False,
) -> Json:
    """Write all statements; returns how many, and what the format could not hold.

    ``delimiter`` (CSV only) is ``comma``, ``semicolon`` or ``tab``, which it is by itself for files called ``.tsv``;
    ``excel`` (CSV only) guards cells that look like formulas.
    """
    kind = format_of(path, format)
    if kind != "csv" and (excel or delimiter is not None):
        raise UsageError(f"{kind} files have none", place="--delimiter and --excel", way_out="use them with CSV")
    delimiter = delimiter or ("tab" if path.suffix.lower() == ".tsv" else "comma")
    if delimiter not in DELIMITERS:
        raise UsageError(f"no {delimiter!r}", place="--delimiter", way_out=f"use one of: {', '.join(DELIMITERS)}")
    variables = list(dict.fromkeys(v.name for s in reads.codebook(connection, as_of).types for v in s.variables))
    lost: list[str] = []
    draft = path.with_name(f".{path.name}.part")
    try:
        if kind == "xlsx":
            from communique.exchange.sheets import write_sheet

            count = write_sheet(draft, _rows(connection, as_of, lost), variables, lost)
        else:
            with draft.open("w", encoding="utf-8", newline="") as file:
                rows, between = _rows(connection, as_of, lost), DELIMITERS[delimiter]
                count = write_rows(file, rows, variables, kind, delimiter=between, excel=excel)
        draft.replace(path)
    except OSError as error:
        raise os_error(error, str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
    return {"file": str(path), "format": kind, "exported": count, "lost": lost}


def _rows(connection: sa.Connection, as_of: int | None, lost: list[str]) -> Iterator[Json]:
    shown = StatementViews(connection, as_of)
    for view in shown.views(reads.statements(connection, as_of)):
        spans = [span for span in view["spans"] if span["start"] is not None]
        if not spans:
            lost.append(f"statement {view['id']}: its anchor is outside its document")
            continue
        grouped: dict[str, list[Any]] = {}
        for group in view["groups"]:
            for name, items in group.items():
                grouped.setdefault(name, []).extend(items if isinstance(items, list) else [items])
        values = {}
        for name, items in view["values"].items():
            rest = list(items)
            for item in grouped.get(name, []):
                rest.remove(item)
            values[name] = rest
        yield {name: view.get(name) for name in FIXED} | {
            "document": shown.document(view["document"]).uid,
            "quote": "".join(span["quote"] for span in spans),
            "start": spans[0]["start"],
            "end": spans[-1]["end"],
            "values": values,
        }
