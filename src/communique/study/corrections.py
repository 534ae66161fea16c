"""The verbs ``correct`` and ``anchor``: a text put right, and the statements on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from communique.coding.alignment import Alignment
from communique.coding.matching import find_quote
from communique.model.errors import NotFound, RecordError, Refused, UsageError
from communique.model.records import Anchor, Document, Range, Statement
from communique.model.words import AnchorStatus
from communique.project import reads
from communique.project.anchors import anchor_at
from communique.project.corrections import carry_blocks, carry_findings, carry_segments
from communique.project.edits import set_ranges
from communique.project.history import ChangeWriter
from communique.project.statement_edits import replace_anchors, set_anchors
from communique.project.store import Store
from communique.project.writes import put_text
from communique.study.acts import acting

Json = dict[str, Any]

READER = "correction"
"""What texts that a person corrected name as their reader."""

_VERSION = "1"
_WAITING = (AnchorStatus.DOUBTFUL, AnchorStatus.LOST)


def correct(
    store: Store, document: int | str, content: str, *, actor: str, session: str, preview: bool = False
) -> Json:
    """Put the text of a document right: ``content`` is its whole corrected text.

    A new text is made, derived from the old one, which stays as it was. The document moves to the new text. Each of its
    anchors follows its words: one whose words stand at the same offset stays ``exact``, one further on or back is
    ``moved``; where the correction touched the words, or they could be in two places, the anchor is ``doubtful``: it
    stays on the old text and waits for :func:`anchor`. Blocks, segments and findings are copied as far as something is
    left of them.

    Other documents on the same text keep it, unless the document is the whole of it (but for white space): then they
    move, too, as long as something is left of each of their ranges.

    Line ends that an editor changed throughout, and a line end that it put behind the last line, are taken for the
    document's own.

    Returns ``document``, ``text`` (the number of the new one; ``None`` if nothing was changed), ``documents`` that
    moved, counts ``exact``, ``moved`` and ``doubtful`` of anchors, and ``in_doubt``, the numbers of statements.

    Raises
    ------
    NotFound
        If there is no such document.
    UsageError
        If the corrected text is empty or holds what no text can.
    """
    with acting(
        store, "correct", actor=actor, session=session, preview=preview, document=document, length=len(content)
    ) as writer:
        correction = _Correction(writer, reads.document(writer.connection, document), content)
        result = correction.write()
        writer.summary = (
            f"correct document {result['document']}: {result['exact']} anchors exact, {result['moved']} moved, "
            f"{result['doubtful']} doubtful"
        )
    return result


class _Correction:
    """A document, its corrected text, and what follows."""

    def __init__(self, writer: ChangeWriter, document: Document, content: str) -> None:
        self.writer = writer
        self.document = document
        self.place = reads.Place(document)
        self.old = reads.document_text(writer.connection, document)
        self.new = _with_line_ends_of(self.old, content)
        if not self.new.strip():
            raise UsageError(
                "the corrected text is empty",
                place=f"document {document.id}",
                way_out="give the whole text; `undo` takes a document back that was added by mistake",
            )
        self.texts = list(dict.fromkeys(piece.text for piece in document.ranges))
        self.counts = dict.fromkeys(("exact", "moved", "doubtful"), 0)
        self.in_doubt: list[int] = []

    def write(self) -> Json:
        connection = self.writer.connection
        result: Json = {"document": self.document.id, "text": None, "documents": [self.document.id]}
        if self.old == self.new:
            return result | self.counts | {"in_doubt": []}
        self.alignment = Alignment(self.old, self.new)
        companions = self._companions()
        source = next(t for t in reads.texts(connection) if t.id == self.texts[0])
        self.text = put_text(
            self.writer,
            self.new,
            capture=source.capture,
            derived_from=source.id,
            reader=READER,
            reader_version=_VERSION,
            options={"ranges": [[r.text, r.start, r.end] for r in self.document.ranges]},
        )
        self._carry()
        set_ranges(self.writer, self.document.id, [Range(self.text, 0, len(self.new))])
        for companion, ranges in companions:
            set_ranges(self.writer, companion.id, ranges(self.text))
        moving = [self.document.id, *(c.id for c, _ in companions)]
        self._follow(list(reads.statements(connection, documents=moving)))
        result |= {"text": self.text, "documents": moving}
        return result | self.counts | {"in_doubt": sorted(set(self.in_doubt))}

    def _moved(self, text: int, start: int, end: int) -> tuple[int, int] | None:
        span = self.place.to_document(text, start, end)
        return self.alignment.range(*span) if span else None

    def _carry(self) -> None:
        connection = self.writer.connection
        blocks = [b for t in self.texts for b in reads.blocks(connection, t)]
        segments = [s for t in self.texts for s in reads.segments(connection, t)]
        findings = [f for t in self.texts for f in reads.findings(connection, t)]
        carry_blocks(self.writer, self.text, self.new, blocks, self._moved, f"{READER} {_VERSION}")
        carry_segments(self.writer, self.text, segments, self._moved)
        carry_findings(self.writer, self.text, findings, self._moved)

    def _companions(self) -> list[tuple[Document, Any]]:
        """Other documents on the text, with their new ranges, if this one is the whole of it."""
        if len(self.texts) != 1:
            return []
        (text,) = self.texts
        whole = reads.content(self.writer.connection, text)
        reached = 0
        for piece in sorted(self.document.ranges, key=lambda r: r.start):
            if whole[reached : piece.start].strip():
                return []
            reached = max(reached, piece.end)
        if whole[reached:].strip():
            return []
        found = []
        for other in reads.documents(self.writer.connection):
            if other.id == self.document.id or all(r.text != text for r in other.ranges):
                continue
            spans = [self._moved(r.text, r.start, r.end) if r.text == text else (r.start, r.end) for r in other.ranges]
            if None not in spans:
                found.append((other, _ranges(other, text, spans)))
        return found

    def _follow(self, statements: list[Statement]) -> None:
        replaced: list[tuple[int, int, Anchor]] = []
        for statement in statements:
            for position, anchor in enumerate(statement.anchors):
                if anchor.text not in self.texts and statement.document != self.document.id:
                    continue
                followed = self._anchor(anchor)
                in_doubt = followed.status in _WAITING
                if in_doubt:
                    self.in_doubt.append(statement.id)
                self.counts["doubtful" if in_doubt else str(followed.status)] += 1
                if followed != anchor:
                    replaced.append((statement.id, position, followed))
        replace_anchors(self.writer, replaced)

    def _anchor(self, anchor: Anchor) -> Anchor:
        doubtful = anchor if anchor.status in _WAITING else replace(anchor, status=AnchorStatus.DOUBTFUL)
        span = self.place.to_document(anchor.text, anchor.start, anchor.end)
        if span is None or self.old[span[0] : span[1]] != anchor.quote:
            return doubtful
        start = self.alignment.place(*span)
        if start is None:
            return doubtful
        status = anchor.status if start == span[0] or anchor.status in _WAITING else AnchorStatus.MOVED
        return anchor_at(self.text, self.new, start, start + len(anchor.quote), status)


def _ranges(document: Document, text: int, spans: Sequence[Any]) -> Any:
    def ranges(new: int) -> list[Range]:
        return [
            Range(new if piece.text == text else piece.text, *span)
            for piece, span in zip(document.ranges, spans, strict=True)
        ]

    return ranges


def _with_line_ends_of(old: str, new: str) -> str:
    if "\r\n" in old and "\r" not in new:
        new = new.replace("\n", "\r\n")
    for end in ("\r\n", "\n"):
        if new.endswith(end) and not old.endswith("\n"):
            return new.removesuffix(end)
    return new


def anchor(
    store: Store,
    statement: int,
    start: int | None = None,
    end: int | None = None,
    *,
    quote: str | None = None,
    actor: str,
    session: str,
) -> Json:
    """Say on which words of its document a statement stands: by offsets, or by a quote that occurs once.

    The anchor is ``exact`` afterwards. Returns ``statement``, ``document``, ``start``, ``end`` and ``quote``.

    Raises
    ------
    NotFound
        If there is no such statement, or the quote does not occur.
    RecordError
        If the offsets are no span of the document.
    Refused
        If the quote occurs more than once.
    """
    with acting(store, "anchor", actor=actor, session=session, statement=statement, start=start, end=end) as writer:
        connection = writer.connection
        found = next(reads.statements(connection, ids=[statement]), None)
        if found is None:
            raise NotFound("no such statement", place=f"statement {statement}", way_out="`statements` lists them")
        document = reads.document(connection, found.document)
        text = reads.document_text(connection, document)
        if start is None or end is None:
            start, end = _place_of(text, quote, document.id)
        if not 0 <= start < end <= len(text):
            raise RecordError(
                f"{start}–{end} is not a span of a document of {len(text)} characters",
                place=f"document {document.id}",
                way_out="offsets count code points of the document from 0, the end excluded",
            )
        set_anchors(writer, statement, _anchors(connection, document, start, end))
        writer.summary = f"anchor statement {statement} at {start}–{end} of document {document.id}"
    return {"statement": statement, "document": document.id, "start": start, "end": end, "quote": text[start:end]}


def _anchors(connection: sa.Connection, document: Document, start: int, end: int) -> list[Anchor]:
    pieces = reads.Place(document).to_text(start, end)
    return [anchor_at(p.text, reads.content(connection, p.text), p.start, p.end) for p in pieces]


def _place_of(text: str, quote: str | None, document: int) -> tuple[int, int]:
    if not (quote or "").strip():
        raise UsageError("neither START and END nor a quote", way_out="give one of them")
    found = find_quote(text, quote or "")
    if not found:
        raise NotFound("the quote does not occur", place=f"document {document}", way_out="copy it from the text")
    if len(found) > 1:
        places = ", ".join(f"{a}–{b}" for a, b in found[:5])
        raise Refused(
            f"the quote occurs {len(found)} times ({places})",
            place=f"document {document}",
            way_out="give START and END",
        )
    return found[0]
