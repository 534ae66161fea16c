"""The verbs ``split``, ``join`` and ``edit``: what is one document, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from communique.model.dates import date_bounds
from communique.model.errors import Refused, UsageError
from communique.model.records import Document
from communique.model.words import DateBasis
from communique.project import reads
from communique.project.edits import (
    DOCUMENT_FIELDS,
    copy_document,
    edit_document,
    join_documents,
    move_statements,
    set_ranges,
)
from communique.project.history import ChangeWriter, changing
from communique.project.store import Store
from communique.study.acts import acting, expect
from communique.study.views import document_view

Json = dict[str, Any]

_LONGEST_TITLE = 120


def split(store: Store, document: int | str, starts: Sequence[int], *, actor: str, session: str) -> list[int]:
    """Let several documents come of one: one from each of the offsets ``starts`` to the next, the last to the end.

    What stands before the first start belongs to no document any more (a masthead, say). The first piece keeps the
    number; the others get its metadata, their first line as title, and the statements whose anchors lie in them.
    Returns the numbers in order.

    Raises
    ------
    UsageError
        If the offsets are not ascending places within the document.
    Refused
        If a statement would be cut in two, or lose its document; it is named.
    """
    with changing(store, "split", "", actor=actor, session=session, document=document, starts=list(starts)) as writer:
        found = reads.document(writer.connection, document)
        numbers = split_document(writer, found, starts)
        writer.summary = f"split document {found.id} into {len(numbers)}"
    return numbers


def split_document(writer: ChangeWriter, document: Document, starts: Sequence[int]) -> list[int]:
    """The same as part of a change."""
    if not starts or list(starts) != sorted(set(starts)) or starts[0] < 0 or starts[-1] >= document.length:
        raise UsageError(
            f"{', '.join(map(str, starts)) or 'nothing'} are no ascending offsets",
            place=f"document {document.id}",
            way_out=f"it has {document.length} characters, counted from 0",
        )
    place = reads.Place(document)
    text = reads.document_text(writer.connection, document)
    pieces = list(zip(starts, [*starts[1:], document.length], strict=True))
    homes: dict[int, list[Any]] = {i: [] for i in range(len(pieces))}
    for statement in reads.statements(writer.connection, documents=[document.id]):
        spans = [place.to_document(a.text, a.start, a.end) for a in statement.anchors]
        inside = {
            i for span in spans if span for i, (start, end) in enumerate(pieces) if start <= span[0] and span[1] <= end
        }
        if len(inside) != 1 or None in spans:
            raise Refused(
                "it would be cut in two or lose its document",
                place=f"statement {statement.id}",
                way_out="split before or after its quote",
            )
        homes[inside.pop()].append(statement)
    numbers = [document.id]
    set_ranges(writer, document.id, place.to_text(*pieces[0]))
    for i, (start, end) in enumerate(pieces[1:], 1):
        new = copy_document(writer, document, place.to_text(start, end), _first_line(text[start:end]))
        move_statements(writer, homes[i], new)
        numbers.append(new)
    return numbers


def _first_line(text: str) -> str:
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"


def join(store: Store, documents: Sequence[int | str], *, actor: str, session: str) -> Json:
    """Let one document come of several: the first keeps its number and metadata and gets the ranges of all, in order.

    Statements and assignments of the others become its own; anchors stay where they are. The order is the one given:
    joining is how the pieces of a document are put into another order, too. Returns ``document``, ``joined`` (the
    numbers that ended), ``chars`` and ``statements`` that moved.

    Raises
    ------
    UsageError
        If they are not two or more different documents.
    Refused
        If two of them hold the same piece of a text.
    """
    with changing(store, "join", "", actor=actor, session=session, documents=list(documents)) as writer:
        found = [reads.document(writer.connection, name) for name in documents]
        numbers = [d.id for d in found]
        if len(numbers) < 2 or len(set(numbers)) < len(numbers):
            raise UsageError("one document is not joined with itself", way_out="name two or more different documents")
        pieces = sorted((r.text, r.start, r.end, d.id) for d in found for r in d.ranges if r.start < r.end)
        for (text, _, end, one), (next_text, start, _, other) in pairwise(pieces):
            if text == next_text and start < end:
                raise Refused(
                    "they hold the same piece of a text",
                    place=f"documents {one} and {other}",
                    way_out="split off what they share first",
                )
        moving = sum(1 for _ in reads.statements(writer.connection, documents=numbers[1:]))
        joined = join_documents(writer, found)
        writer.summary = f"join documents {', '.join(map(str, numbers))} into {joined.id}"
    return {"document": joined.id, "joined": numbers[1:], "chars": joined.length, "statements": moving}


def edit(
    store: Store,
    document: int | str | Sequence[int | str] | None,
    *,
    actor: str,
    session: str,
    attributes: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    preview: bool = False,
    unless_changed: str | None = None,
    **fields: str | None,
) -> list[int]:
    """Change the metadata of a document or of several; a date that is set has the basis ``coded``.

    ``document`` names one, a list several, ``None`` all; ``where`` keeps those whose fields (or ``attribute:NAME``)
    have the given content, an empty one meaning "not set". Returns the numbers of those that are different now, or
    would be, if this is a ``preview``. ``unless_changed`` is the ``etag`` of each as the caller knows it.

    Raises
    ------
    Conflict
        If somebody changed it meanwhile; nothing is changed then.
    UsageError
        If there is no such field, or a date is none.
    """
    with acting(
        store, "edit", actor=actor, session=session, preview=preview, document=document, where=where, **fields
    ) as writer:
        connection = writer.connection
        if document is None:
            found = reads.documents(connection)
        elif isinstance(document, int | str):
            found = [reads.document(connection, document)]
        else:
            found = [reads.document(connection, name) for name in dict.fromkeys(document)]
        checked = checked_fields(fields)
        chosen = [d for d in found if all(_field(d, name) == value for name, value in (where or {}).items())]
        for one in chosen:
            expect(unless_changed, f"document {one.id}", partial(document_view, one))
            edit_document(writer, one, checked, attributes)
        before = {d.id: d for d in chosen}
        changed = [d.id for d in reads.documents(connection, ids=sorted(before)) if d != before[d.id]]
        which = f"document {chosen[0].id}" if len(chosen) == 1 else f"{len(changed)} documents"
        writer.summary = f"edit {which}: {', '.join([*fields, *(attributes or {})])}"
    return changed


def _field(document: Document, name: str) -> str:
    if name.startswith("attribute:"):
        return document.attributes.get(name.removeprefix("attribute:"), "")
    if name not in DOCUMENT_FIELDS:
        raise UsageError(
            f"documents have no field {name!r}",
            place="--where",
            way_out=f"use one of: {', '.join(DOCUMENT_FIELDS)}, attribute:NAME",
        )
    return str(getattr(document, name) or "")


def checked_fields(fields: Mapping[str, str | None]) -> dict[str, Any]:
    """Metadata ready to be stored.

    Raises
    ------
    UsageError
        If the date is none.
    """
    checked: dict[str, Any] = {name: value or "" for name, value in fields.items()}
    if "date" in checked:
        if checked["date"]:
            date_bounds(checked["date"])
            checked.setdefault("date_basis", str(DateBasis.CODED))
        else:
            checked |= {"date": None, "date_basis": str(DateBasis.NONE)}
    return checked
