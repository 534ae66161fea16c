"""Documents of office programs and e-books, once they are HTML: everything is content, kinds are as styled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, Reading, Source
from communique.model.words import BlockKind
from communique.reading.articles import documents_of, proposals
from communique.reading.bylines import looks_like_byline
from communique.reading.dates import find_dates
from communique.reading.structure import text_blocks
from communique.reading.visible import PageBlock, parse_page, visible_text

MOST_BYTES = 200_000_000
"""What an office document or e-book may unpack to."""


def holds(source: Source, part: str) -> bool:
    """Whether a source is a zip archive with this member."""
    if not source.data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def unpacked(source: Source, names: Mapping[str, bool] | None = None) -> dict[str, bytes]:
    """The members of a zip archive by name: those in ``names`` (true if it must be there), or all.

    Raises
    ------
    SourceError
        If the archive is broken or encrypted, lacks a member, or unpacks to more than 200 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > MOST_BYTES:
                raise SourceError(
                    f"it unpacks to {size:,} bytes",
                    place=source.name,
                    way_out="remove its pictures, or save its text as .txt",
                )
            there = archive.namelist() if names is None else [name for name in names if name in archive.namelist()]
            found = {name: archive.read(name) for name in there if not name.endswith("/")}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise SourceError(
            "the archive is broken", place=source.name, way_out="get the file again from its origin"
        ) from error
    except RuntimeError as error:
        raise SourceError("it is encrypted", place=source.name, way_out="save it without a password") from error
    except Exception as error:  # zlib.error has no common base with the others.
        if isinstance(error, SourceError):
            raise
        raise SourceError(
            "the archive is broken", place=source.name, way_out="get the file again from its origin"
        ) from error
    for name, needed in (names or {}).items():
        if needed and name not in found:
            raise SourceError(
                f"it has no {name}", place=source.name, way_out="open it in an office program and save it again"
            )
    return found


def styled_reading(source: Source, page: str, *, reader: str, version: str, media_type: str) -> Reading:
    """What HTML made of a document says: its text with headings and lists as styled, the rest told like plain text.

    Raises
    ------
    SourceError
        If there is no text.
    """
    root, notes = parse_page(page)
    text, parts = visible_text(root) if root is not None else ("", [])
    if not parts:
        raise SourceError(
            "the document holds no text", place=source.name, way_out="it may hold only pictures: leave it out"
        )
    blocks = _blocks(text, parts)
    documents, offers = documents_of(text, blocks)
    return Reading(
        reader=reader,
        version=version,
        media_type=media_type,
        encoding=None,
        text=text,
        blocks=tuple(blocks),
        findings=(*(finding for document in documents for finding in proposals(document)), *offers),
        documents=documents,
        notes=notes,
    )


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
