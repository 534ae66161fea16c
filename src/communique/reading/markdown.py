"""Markdown: the source unchanged, its blocks told by their marks, its front matter as metadata."""

from __future__ import annotations

import re
from dataclasses import replace

from communique.model.dates import date_bounds
from communique.model.errors import CommuniqueError
from communique.model.reading import BlockDraft, DateDraft, DocumentDraft, Reading, Source, Span
from communique.model.words import BlockKind, DateBasis
from communique.reading.articles import describe, proposals
from communique.reading.decoding import decode
from communique.reading.lines import Line, lines_of
from communique.reading.sniffing import binary_format, suffix

_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"(?:=+|-{2,})$")
_LIST = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s")
_FENCE = re.compile(r"(?:```|~~~)")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?=\r?\n|$)", re.S)
_ENTRY = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.M)


class MarkdownReader:
    """Reads ``.md`` files; marks stay in the text, so that quotes are verbatim."""

    name = "markdown"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether the suffix or the declared type says Markdown."""
        told = suffix(source.name) in ("md", "markdown") or (source.media_type or "").startswith("text/markdown")
        return told and binary_format(source.data) is None

    def read(self, source: Source) -> Reading:
        """Read the source as one document.

        Raises
        ------
        SourceError
            If its bytes are no text, or its encoding cannot be told.
        """
        decoded = decode(source)
        front = _FRONT.match(decoded.text)
        blocks = _blocks(decoded.text, front.end() if front else 0)
        document = _document(decoded.text, blocks, front)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="text/markdown",
            encoding=decoded.encoding,
            text=decoded.text,
            blocks=tuple(blocks),
            findings=proposals(document),
            documents=(document,),
            options={"encoding": source.encoding} if source.encoding else {},
            notes=decoded.notes,
        )


def _blocks(text: str, front: int) -> list[BlockDraft]:
    blocks: list[BlockDraft] = [BlockDraft(0, len(text[:front].rstrip()), BlockKind.OTHER)] if front else []
    fenced = titled = False
    previous: Line | None = None
    for line in (line for line in lines_of(text) if line.start >= front):
        fence = _FENCE.match(line.text) is not None
        joins = previous is not None and not line.blanks and blocks and blocks[-1].kind is not BlockKind.TITLE
        if _UNDERLINE.match(line.text) and joins and not fenced and blocks[-1].kind is BlockKind.PARAGRAPH:
            kind = BlockKind.SUBHEADING if titled else BlockKind.TITLE
            blocks[-1] = BlockDraft(blocks[-1].start, line.end, kind)
            titled, previous = True, None
            continue
        if fenced or fence:
            kind = BlockKind.OTHER
        elif _HEADING.match(line.text):
            kind = BlockKind.SUBHEADING if titled else BlockKind.TITLE
            titled = True
        elif _RULE.match(line.text):
            kind = BlockKind.OTHER
        elif line.text.startswith(">"):
            kind = BlockKind.QUOTATION
        elif _LIST.match(line.text):
            kind = BlockKind.LIST_ITEM
        else:
            kind = BlockKind.PARAGRAPH
        running = kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.OTHER)
        follows = joins and running and (blocks[-1].kind is kind or (kind is BlockKind.PARAGRAPH and _runs(blocks[-1])))
        if follows and not (fence and not fenced):
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            blocks.append(BlockDraft(line.start, line.end, kind))
        fenced = fenced != fence
        previous = line if kind not in (BlockKind.SUBHEADING, BlockKind.TITLE) else None
    return blocks


def _runs(block: BlockDraft) -> bool:
    return block.kind in (BlockKind.LIST_ITEM, BlockKind.QUOTATION)


def _document(text: str, blocks: list[BlockDraft], front: re.Match[str] | None) -> DocumentDraft:
    body = [block for block in blocks if not front or block.start >= front.end()]
    described = describe(text, body or blocks)
    entries = (
        {found[1].casefold(): found for found in _ENTRY.finditer(text, front.start(1), front.end(1))} if front else {}
    )
    values = {name: found[2].strip("'\" ") for name, found in entries.items()}
    title = described.title_span and re.sub(r"^#+\s*|\s*#*$|\s*\n[=-]+$", "", described.title_span.quote)
    date = described.date
    if day := re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)", values.get("date", "")):
        start = entries["date"].start(2) + entries["date"][2].index(day[0])
        try:
            date_bounds(day[0])
            date = DateDraft(day[0], DateBasis.METADATA, Span(day[0], start, start + len(day[0])))
        except CommuniqueError:
            date = described.date
    return replace(
        described,
        title=values.get("title") or (" ".join(title.split()) if title else described.title),
        author=values.get("author") or described.author,
        date=date,
    )
