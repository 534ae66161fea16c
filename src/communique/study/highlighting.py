"""The verbs ``highlight`` and ``highlighters``: words that coders want to see in a colour, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import regex
import sqlalchemy as sa

from communique.model.errors import NotFound, UsageError
from communique.project import reads
from communique.project.history import changing
from communique.project.store import Store
from communique.project.writes import put_highlighters

Json = dict[str, Any]

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_PATIENCE = 2.0
"""Seconds for one pattern in one document."""


def pattern_of_terms(terms: Iterable[str]) -> str:
    """The regular expression for a dictionary: any of its terms as whole words, in upper or lower case.

    >>> re.findall(pattern_of_terms(["tram", "bus lane", "", "bus"]), "Trams, a tram, a Bus lane, the bus")
    ['tram', 'Bus lane', 'bus']
    """
    cleaned = {" ".join(term.split()) for term in terms} - {""}
    # The longer ones first: of "bus" and "bus lane" the whole term is to be found.
    ordered = sorted(cleaned, key=lambda term: (-len(term), term))
    return f"(?i)(?<!\\w)(?:{'|'.join(map(re.escape, ordered))})(?!\\w)" if ordered else ""


def highlight(
    store: Store, patterns: Sequence[str], *, color: str | None = None, drop: bool = False, actor: str, session: str
) -> Json:
    """Highlight what matches the regular expressions, or ``drop`` these highlighters; one change.

    A pattern that is highlighted already gets the ``color`` (``#rrggbb``). Returns how many are ``new``, ``changed``
    and ``dropped``.

    Raises
    ------
    UsageError
        If a pattern is no regular expression, matches nothing at all, or the colour is none.
    NotFound
        If a pattern to be dropped is not highlighted.
    """
    wanted = list(dict.fromkeys(patterns))
    if not wanted:
        raise UsageError("there is no pattern", place="PATTERN", way_out="name one, or a dictionary with terms")
    if color is not None and not _COLOR.fullmatch(color):
        raise UsageError(f"{color!r} is no colour", place="--color", way_out="write it as #rrggbb, #ffcc00 say")
    for pattern in [] if drop else wanted:
        _compiled(pattern)
    with changing(
        store, "highlight", "", actor=actor, session=session, patterns=wanted, color=color, drop=drop
    ) as writer:
        there = {h.pattern: h for h in reads.highlighters(writer.connection)}
        missing = [p for p in wanted if p not in there]
        if drop:
            if missing:
                raise NotFound("is not highlighted", place=missing[0], way_out="`communique highlighters` lists them")
            result = {"new": 0, "changed": 0, "dropped": writer.end("highlighter", [(there[p].id,) for p in wanted])}
        else:
            others = [h for p, h in there.items() if p in wanted and h.color != color]
            for one in others:
                writer.replace("highlighter", (one.id,), color=color)
            new = put_highlighters(writer, dict.fromkeys(missing, color))
            result = {"new": new, "changed": len(others), "dropped": 0}
        count = f"{len(wanted)} {'highlighter' if len(wanted) == 1 else 'highlighters'}"
        writer.summary = f"{'drop' if drop else 'set'} {count}"
    return result


def highlighters_view(connection: sa.Connection, as_of: int | None = None) -> list[Json]:
    """All highlighters with how often they match, in how many documents; ``problem`` says why one cannot be used."""
    found = reads.highlighters(connection, as_of)
    views: list[Json] = []
    counted: list[tuple[Json, regex.Pattern[str]]] = []
    for one in found:
        view: Json = {"id": one.id, "uid": one.uid, "pattern": one.pattern, "color": one.color}
        view |= {"problem": None, "hits": 0, "documents": 0}
        views.append(view)
        try:
            counted.append((view, _compiled(one.pattern)))
        except UsageError as error:
            view["problem"] = error.what
    for _, text in reads.document_texts(connection, reads.documents(connection, as_of) if counted else ()):
        for view, expression in counted:
            if view["problem"] is None:
                try:
                    hits = len(_matches(expression, text))
                except UsageError as error:
                    view["problem"] = error.what
                    continue
                view["hits"] += hits
                view["documents"] += hits > 0
    return views


def hits_view(connection: sa.Connection, document: int | str, as_of: int | None = None) -> list[Json]:
    """Where highlighters match in a document, in order: ``start``, ``end``, ``quote``, ``pattern`` and ``color``."""
    text = reads.document_text(connection, reads.document(connection, document, as_of))
    hits: list[Json] = []
    for one in reads.highlighters(connection, as_of):
        # Patterns of other programs may be written for other engines: those are listed with their problem, not here.
        with suppress(UsageError):
            hits += [
                {"start": m.start(), "end": m.end(), "quote": m[0], "pattern": one.pattern, "color": one.color}
                for m in _matches(_compiled(one.pattern), text)
            ]
    return sorted(hits, key=lambda hit: (hit["start"], -hit["end"]))


def _compiled(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        raise UsageError(
            f"{pattern!r} is no regular expression ({error})",
            place="PATTERN",
            way_out="put \\ before signs that stand for themselves, or use --dictionary",
        ) from error


def _matches(expression: regex.Pattern[str], text: str) -> list[regex.Match[str]]:
    # Some patterns take longer with every letter of a text, without end: none may keep a document from being read.
    try:
        return [m for m in expression.finditer(text, timeout=_PATIENCE) if m.end() > m.start()]
    except (TimeoutError, MemoryError) as error:
        raise UsageError(
            f"{expression.pattern!r} takes too long to be looked for",
            place="PATTERN",
            way_out="write it without repetitions inside of repetitions",
        ) from error
