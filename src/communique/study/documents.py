"""The verbs ``split`` and ``edit``: what is one document, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.model.dates import date_bounds
from communique.model.errors import Refused, UsageError
from communique.model.records import Document
from communique.model.words import DateBasis
from communique.project import reads
from communique.project.edits import copy_document, edit_document, move_statements, set_ranges
from communique.project.history import ChangeWriter, changing
from communique.project.store import Store

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


def edit(
    store: Store,
    document: int | str,
    *,
    actor: str,
    session: str,
    attributes: Mapping[str, str] | None = None,
    **fields: str | None,
) -> int:
    """Change a document's metadata; a date that is set has the basis ``coded``. Returns its number."""
    with changing(store, "edit", "", actor=actor, session=session, document=document, **fields) as writer:
        found = reads.document(writer.connection, document)
        edit_document(writer, found, checked_fields(fields), attributes)
        writer.summary = f"edit document {found.id}: {', '.join([*fields, *(attributes or {})])}"
    return found.id


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
