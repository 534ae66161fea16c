"""The verbs ``import`` and ``export`` for statement files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.exchange.rows import FIXED, read_rows, write_rows
from communique.exchange.statements import import_statements
from communique.model.errors import NotFound, UsageError
from communique.project import reads
from communique.project.history import changing
from communique.project.store import Store
from communique.study.views import StatementViews

Json = dict[str, Any]

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
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


def export_file(connection: sa.Connection, path: Path, format: str | None, as_of: int | None) -> Json:
    """Write all statements; returns how many, and what the format could not hold."""
    kind = format_of(path, format)
    variables = list(dict.fromkeys(v.name for s in reads.codebook(connection, as_of).types for v in s.variables))
    lost: list[str] = []
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            count = write_rows(file, _rows(connection, as_of, kind, lost), variables, kind)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return {"file": str(path), "format": kind, "exported": count, "lost": lost}


def _rows(connection: sa.Connection, as_of: int | None, kind: str, lost: list[str]) -> Iterator[Json]:
    shown = StatementViews(connection, as_of)
    for view in shown.views(reads.statements(connection, as_of)):
        place = f"statement {view['id']}"
        spans = view["spans"]
        if not spans or any(span["start"] is None for span in spans):
            lost.append(f"{place}: its anchor is outside its document")
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
        if kind == "csv":
            lost += [
                f"{place}: white space around {item!r}"
                for items in view["values"].values()
                for item in items
                if isinstance(item, str) and item != item.strip()
            ]
        yield row
