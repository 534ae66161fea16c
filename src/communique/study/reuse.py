"""The verb ``reuse``: which documents reprint which, what changed, which passages stand elsewhere.

The first of several documents with the same words is the earliest dated one, else the one with the smallest number;
undated ones come last. Chrome is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from communique.model.dates import date_bounds
from communique.model.records import Document
from communique.model.relation import Relation
from communique.model.words import BlockKind
from communique.project import reads
from communique.project.store import Store
from communique.reading.reuse import Comparison, Texts, edits, find_reuse, first_places

if TYPE_CHECKING:
    import pyarrow as pa

Json = dict[str, Any]
_KEPT = 4
_UNDATED = 2**62


def reuse_view(connection: sa.Connection, as_of: int | None = None, document: int | str | None = None) -> Json:
    """What stands in several documents; with ``document``, only what has to do with that one.

    Returns ``clusters`` and ``passages``. A cluster has ``first`` (a document: ``id``, ``title``, ``date``, ``issuer``)
    and ``documents``: its later copies and reprints, each a document with ``kind``, ``of_first`` and ``of_this`` (which
    share of either's words stands in the other) and ``changes`` (``before``, ``after``: words of the first and of this
    one). A passage has ``kind`` (``embedded`` or ``passage``), ``earlier`` and ``later`` (documents) and ``shared``: a
    list of ``quote`` (of the later), ``words``, and the spans ``earlier`` and ``later`` within the documents.

    Raises
    ------
    NotFound
        If there is no such document.
    """
    wanted = None if document is None else reads.document(connection, document, as_of).id
    documents = _in_order(reads.documents(connection, as_of))
    texts = Texts(_contents(connection, documents, as_of))
    found = find_reuse(texts)
    read = _Reader(connection, documents)
    clusters = [
        {
            "first": _shown(documents[cluster[0].earlier]),
            "documents": [_member(texts, documents, read, comparison) for comparison in cluster],
        }
        for cluster in found.clusters
        if wanted in (None, *(documents[place].id for c in cluster for place in (c.earlier, c.later)))
    ]
    passages = [
        {
            "kind": str(one.kind),
            "earlier": _shown(documents[one.earlier]),
            "later": _shown(documents[one.later]),
            "shared": [
                {
                    "quote": read(one.later, shared.later),
                    "words": shared.words,
                    "earlier": list(shared.earlier),
                    "later": list(shared.later),
                }
                for shared in one.shared
            ],
        }
        for one in found.passages
        if wanted in (None, documents[one.earlier].id, documents[one.later].id)
    ]
    return {"clusters": clusters, "passages": passages}


def _in_order(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda d: (date_bounds(d.date).first if d.date else _UNDATED, d.id))


def _contents(connection: sa.Connection, documents: Sequence[Document], as_of: int | None) -> Iterator[str]:
    """The text of each document with its chrome blank, so that offsets stay."""
    for document in documents:
        text = reads.document_text(connection, document)
        place = reads.Place(document)
        for text_id in dict.fromkeys(piece.text for piece in document.ranges):
            for block in reads.blocks(connection, text_id, as_of):
                span = place.to_document(text_id, block.start, block.end) if block.kind is BlockKind.CHROME else None
                if span is not None:
                    text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
        yield text


class _Reader:
    """Words of documents, of which the latest one read is held."""

    def __init__(self, connection: sa.Connection, documents: Sequence[Document]) -> None:
        self._connection, self._documents = connection, documents
        self._place, self._text = -1, ""

    def __call__(self, place: int, span: tuple[int, int]) -> str:
        if place != self._place:
            self._place, self._text = place, reads.document_text(self._connection, self._documents[place])
        return self._text[span[0] : span[1]]


def _shown(document: Document) -> Json:
    return {"id": document.id, "title": document.title, "date": document.date, "issuer": document.issuer}


def _member(texts: Texts, documents: Sequence[Document], read: _Reader, comparison: Comparison) -> Json:
    changed = edits(texts, comparison.earlier, comparison.later)
    before = [read(comparison.earlier, edit.before) for edit in changed]
    after = [read(comparison.later, edit.after) for edit in changed]
    return _shown(documents[comparison.later]) | {
        "kind": str(comparison.kind),
        "of_first": round(comparison.of_earlier, 3),
        "of_this": round(comparison.of_later, 3),
        "changes": [{"before": one, "after": other} for one, other in zip(before, after, strict=True)],
    }


def with_first_documents(
    store: Store, connection: sa.Connection, relation: Relation, as_of: int | None = None
) -> Relation:
    """The relation with ``statement.first_document``: where the words of each statement stand first.

    Looked for among the documents that hold statements of the relation.
    """
    import pyarrow as pa

    key = (relation.head, relation.statement_type)
    with store.lock:
        if key not in store.first_documents:
            while len(store.first_documents) >= _KEPT:
                del store.first_documents[next(iter(store.first_documents))]
            store.first_documents[key] = pa.array(_first_documents(connection, relation.table, as_of), pa.int64())
        column = store.first_documents[key]
    return replace(relation, table=relation.table.append_column("statement.first_document", column))


def _first_documents(connection: sa.Connection, table: pa.Table, as_of: int | None) -> list[int]:
    of = table.column("document.id").to_pylist()
    used = set(of)
    documents = _in_order(d for d in reads.documents(connection, as_of) if d.id in used)
    places = {document.id: place for place, document in enumerate(documents)}
    starts, ends = table.column("statement.start").to_pylist(), table.column("statement.end").to_pylist()
    spans = [(places[d], start or 0, end or 0) for d, start, end in zip(of, starts, ends, strict=True)]
    firsts = first_places(Texts(_contents(connection, documents, as_of)), spans)
    return [documents[place].id for place in firsts]
