"""The verb ``block``: a person says what a block of a text is, where the reader took it for something else."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound, UsageError
from communique.model.records import Block
from communique.model.words import BlockKind
from communique.project import reads
from communique.project.history import ChangeWriter
from communique.project.store import Store
from communique.study.acts import acting

Json = dict[str, Any]

_SHOWN = 60


def flip_block(
    store: Store,
    document: int | str,
    quote: str,
    kind: str,
    *,
    preview: bool = False,
    actor: str,
    session: str,
) -> Json:
    """Give the blocks that hold a quote another kind; the ranges of the document stay as they are.

    ``quote`` is sought in the whole texts that the document is made of, so that a menu which was cut out is found,
    too; white space counts as one space. Of a quote that runs over several blocks every one is changed. The blocks
    are from then on ``by`` the person. Returns ``document`` and ``blocks`` (``text``, ``start``, ``end``, ``quote``,
    ``was``, ``kind``), offsets in the text.

    Raises
    ------
    UsageError
        If the kind is none, or the quote stands in more than one place.
    NotFound
        If the document or the quote is not there.
    """
    if kind not in {str(known) for known in BlockKind}:
        raise UsageError(f"blocks are of no kind {kind!r}", way_out=f"use one of: {', '.join(BlockKind)}")
    with acting(
        store, "block", actor=actor, session=session, preview=preview, document=document, quote=quote, kind=kind
    ) as writer:
        found = reads.document(writer.connection, document)
        place = f"document {found.id}"
        texts = list(dict.fromkeys(piece.text for piece in found.ranges))
        content, (text, start, end) = _only(writer.connection, texts, quote, place)
        changed = [
            _changed(writer, block, kind, content, actor)
            for block in reads.blocks(writer.connection, text)
            if block.start < end and start < block.end
        ]
        writer.summary = f"block in document {found.id}: {kind}"
    return {"document": found.id, "blocks": changed}


def _only(connection: sa.Connection, texts: list[int], quote: str, place: str) -> tuple[str, tuple[int, int, int]]:
    words = [re.escape(word) for word in quote.split()]
    if not words:
        raise UsageError("an empty quote is in every block", place=place, way_out="give words of the block")
    pattern = re.compile(r"\s+".join(words))
    contents = {text: reads.content(connection, text) for text in texts}
    hits = [(text, *hit.span()) for text in texts for hit in pattern.finditer(contents[text])]
    shown = quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
    if not hits:
        raise NotFound(f"no block holds {shown!r}", place=place, way_out="see `show ID --json` for its blocks")
    if len(hits) > 1:
        raise UsageError(f"{shown!r} stands there {len(hits)} times", place=place, way_out="give more of the words")
    return contents[hits[0][0]], hits[0]


def _changed(writer: ChangeWriter, block: Block, kind: str, content: str, actor: str) -> Json:
    writer.replace("block", (block.text, block.start), kind=kind, chrome_kind=None, by=actor)
    return {
        "text": block.text,
        "start": block.start,
        "end": block.end,
        "quote": content[block.start : block.end],
        "was": str(block.kind),
        "kind": kind,
    }
