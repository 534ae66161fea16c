"""Word documents: mammoth turns them into HTML, of which everything is content."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from typing import Any

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, Reading, Source
from communique.model.words import BlockKind
from communique.reading.articles import documents_of, proposals
from communique.reading.dates import find_dates
from communique.reading.structure import looks_like_byline, text_blocks
from communique.reading.visible import PageBlock, parse_page, visible_text

_PART = "word/document.xml"
_MOST_BYTES = 200_000_000


class DocxReader:
    """Reads ``.docx`` files; headings and lists as styled, the rest told like plain text."""

    name = "docx"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether it is a zip archive with a Word document inside."""
        if not source.data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
                return _PART in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            return source.name.lower().endswith(".docx")

    def read(self, source: Source) -> Reading:
        """Read the document, or the articles in it.

        Raises
        ------
        SourceError
            If the archive is broken, unpacks to more than 200 MB, or holds no text.
        """
        _refuse_bombs(source)
        root, notes = parse_page(_converted(source))
        text, parts = visible_text(root) if root is not None else ("", [])
        if not parts:
            raise SourceError(
                "the document holds no text", place=source.name, way_out="it may hold only pictures: leave it out"
            )
        blocks = _blocks(text, parts)
        documents, offers = documents_of(text, blocks)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            encoding=None,
            text=text,
            blocks=tuple(blocks),
            findings=(*(finding for document in documents for finding in proposals(document)), *offers),
            documents=documents,
            notes=notes,
        )


def _refuse_bombs(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise SourceError(
            "the archive is broken", place=source.name, way_out="get the file again from its origin"
        ) from error
    if size > _MOST_BYTES:
        raise SourceError(
            f"it unpacks to {size:,} bytes", place=source.name, way_out="remove its pictures, or save its text as .txt"
        )


def _converted(source: Source) -> str:
    try:
        mammoth: Any = import_module("mammoth")
    except ImportError as error:
        raise SourceError(
            "reading Word documents needs mammoth", place=source.name, way_out="install it with: pip install mammoth"
        ) from error
    ignore = mammoth.images.img_element(lambda image: {})
    try:
        return str(mammoth.convert_to_html(io.BytesIO(source.data), convert_image=ignore).value)
    except Exception as error:
        raise SourceError(
            f"it is no Word document that can be read ({type(error).__name__})",
            place=source.name,
            way_out="open it in an office program and save it again, or save its text as .txt",
        ) from error


def _blocks(text: str, parts: list[PageBlock]) -> list[BlockDraft]:
    """What the styles say; where they say nothing, what the lines look like."""
    told = {block.start: block.kind for block in text_blocks(text) if block.kind is not BlockKind.CHROME}
    titled = False
    blocks = []
    for part in parts:
        words = text[part.start : part.end]
        if part.heading or part.kind is BlockKind.TITLE:
            kind = BlockKind.SUBHEADING if titled else BlockKind.TITLE
            titled = True
        elif part.kind is not None:
            kind = part.kind
        elif looks_like_byline(words):
            kind = BlockKind.BYLINE
        elif len(words) < 40 and find_dates(words):
            kind = BlockKind.DATELINE
        else:
            kind = told.get(part.start, BlockKind.PARAGRAPH)
            kind = BlockKind.SUBHEADING if kind is BlockKind.TITLE and titled else kind
            titled = titled or kind is BlockKind.TITLE
        blocks.append(BlockDraft(part.start, part.end, kind))
    return blocks
