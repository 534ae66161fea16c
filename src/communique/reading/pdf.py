"""PDF: the text layer, page by page, with lines joined to paragraphs and running heads marked."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from typing import Any

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, Reading, Source
from communique.model.words import BlockKind
from communique.reading.articles import documents_of, headed, proposals
from communique.reading.structure import text_blocks

_DIGITS = re.compile(r"\d+")
_SOFT = re.compile(r"[\ufffe\x02\u00ad]\s*$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
_ENDED = re.compile(r"[.!?…:。？！]\s?[\"'”’“»«)\]]*$")
_LIST = re.compile(r"(?:[•·▪‣◦*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s")
_UNSAVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EDGE_LINES = 2


class PdfReader:
    """Reads the text layer of ``.pdf`` files. Words broken at line ends are joined, so offsets are into that text."""

    name = "pdf"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether the bytes begin like a PDF, junk before its header allowed."""
        return b"%PDF-" in source.data[:1024]

    def read(self, source: Source) -> Reading:
        """Read the pages as one text.

        Raises
        ------
        SourceError
            If the file is broken, locked by a password, or has no text layer.
        """
        pages = _pages(source)
        heads = _running_heads(pages)
        lines: list[tuple[str, bool]] = []
        for page in pages:
            lines += _paragraphs(page, heads)
        text = "\n\n".join(line for line, _ in lines)
        if not text.strip():
            raise SourceError(
                "the PDF has no text layer: its pages are pictures",
                place=source.name,
                way_out="run text recognition (OCR) on it first, or leave it out",
            )
        blocks = _blocks(text, lines)
        documents, offers = documents_of(text, blocks)
        silent = [str(number) for number, page in enumerate(pages, 1) if not page]
        notes = (f"pages without text: {', '.join(silent[:20])}",) if silent else ()
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="application/pdf",
            encoding=None,
            text=text,
            blocks=tuple(headed(text, blocks, documents)),
            findings=(*(finding for document in documents for finding in proposals(document)), *offers),
            documents=documents,
            notes=notes,
        )


def _pages(source: Source) -> list[list[str]]:
    try:
        pdfium: Any = import_module("pypdfium2")
    except ImportError as error:
        raise SourceError(
            "reading PDF files needs pypdfium2", place=source.name, way_out="install it with: pip install pypdfium2"
        ) from error
    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error)
        raise SourceError(
            "the PDF is locked by a password" if locked else "the PDF is broken",
            place=source.name,
            way_out="save an unlocked copy" if locked else "get the file again from its origin",
        ) from error
    try:
        pages = []
        for number in range(len(document)):
            try:
                raw = document[number].get_textpage().get_text_range()
            except pdfium.PdfiumError:
                raw = ""
            pages.append([line.strip() for line in re.split(r"\r\n|[\r\n]", raw) if line.strip()])
        return pages
    finally:
        document.close()


def _running_heads(pages: list[list[str]]) -> frozenset[str]:
    """Lines at the edges of at least three and half of all pages, page numbers aside."""
    edges = Counter(key for page in pages for key in {_key(line) for line in page[:_EDGE_LINES] + page[-_EDGE_LINES:]})
    return frozenset(key for key, count in edges.items() if count >= max(3, len(pages) / 2))


def _key(line: str) -> str:
    return _DIGITS.sub("#", line).casefold()


def _paragraphs(page: list[str], heads: frozenset[str]) -> list[tuple[str, bool]]:
    """The paragraphs of a page, each with whether it is a running head."""
    width = sorted(len(line) for line in page)[int(0.7 * len(page))] if page else 0
    found: list[tuple[str, bool]] = []
    last = ""
    for number, raw in enumerate(page):
        soft = _SOFT.search(raw) is not None
        line = _UNSAVED.sub("", raw).strip()
        edge = number < _EDGE_LINES or number >= len(page) - _EDGE_LINES
        head = edge and (_key(raw) in heads or line.isdecimal())
        if not line:
            continue
        joins = bool(found) and not found[-1][1] and not head and last != "" and not _LIST.match(line)
        full = len(last) >= 0.7 * width and not (_ENDED.search(last) and len(last) < 0.9 * width)
        if joins and (_HYPHEN.search(last) or last.endswith("\u00ad")) and line[0].islower():
            found[-1] = (found[-1][0].rstrip("-\u00ad") + line, False)
        elif joins and (full or line[0].islower()):
            found[-1] = (f"{found[-1][0]} {line}", False)
        else:
            found.append((line, head))
        last = "" if head else line + ("\u00ad" if soft else "")
    return found


def _blocks(text: str, lines: list[tuple[str, bool]]) -> list[BlockDraft]:
    heads = set()
    start = 0
    for line, head in lines:
        if head:
            heads.add(start)
        start += len(line) + 2
    return [
        BlockDraft(block.start, block.end, BlockKind.CHROME, "running head") if block.start in heads else block
        for block in text_blocks(text)
    ]
