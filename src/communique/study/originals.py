"""What a document was read from: the captured bytes, as they came."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from communique.model.errors import CommuniqueError, NotFound
from communique.model.reading import Source
from communique.model.words import BlockKind, FindingStatus
from communique.project import reads
from communique.project.check import unpack
from communique.reading.decoding import decode
from communique.study.acts import drafted
from communique.study.views import document_whole

Json = dict[str, Any]


def originals_view(connection: sa.Connection, document: int | str, as_of: int | None = None) -> list[Json]:
    """The captures behind a document, each with the text of its bytes where they are text.

    Each has ``capture`` (its number), ``name``, ``uri``, ``locator``, ``time``, ``media_type``, ``size`` in bytes,
    ``reader``, ``encoding`` and ``source``: the characters as they came, markup and all, or ``None`` for a binary
    format or for bytes that were purged.
    """
    found = reads.document(connection, document, as_of)
    numbers = reads.captures_of(connection, found)
    views: list[Json] = []
    for capture in reads.captures(connection, as_of):
        if capture.id not in numbers:
            continue
        read = next((t for t in reads.texts(connection, as_of, capture=capture.id) if t.derived_from is None), None)
        encoding = read.encoding if read else None
        views.append(
            {
                "capture": capture.id,
                "name": capture.name,
                "uri": capture.uri,
                "locator": capture.locator,
                "time": capture.time,
                "media_type": capture.media_type,
                "size": capture.size,
                "reader": f"{read.reader} {read.reader_version}" if read else None,
                "encoding": encoding,
                "source": _characters(_bytes(connection, capture.sha256), capture.name, encoding),
            }
        )
    return views


def reading_view(connection: sa.Connection, document: int, as_of: int | None = None) -> Json:
    """In a few numbers what was read of a document.

    Returns ``document``, ``title``, ``date``, ``date_basis``, ``chars``, ``chrome`` (the share of characters of what it
    was read from that the site added, 0 to 1) and, under ``findings``, kind -> how many were found in the document
    (boundaries, signatories …).
    """
    found = reads.document(connection, document, as_of)
    whole = document_whole(connection, found, as_of)
    texts = dict.fromkeys(piece.text for piece in found.ranges)
    blocks = [block for text in texts for block in reads.blocks(connection, text, as_of)]
    added = sum(block.end - block.start for block in blocks if block.kind is BlockKind.CHROME)
    known = {name: whole[name] for name in ("title", "date", "date_basis", "chars")}
    return {"document": document, **known} | {
        "chrome": round(added / max(1, sum(block.end - block.start for block in blocks)), 3),
        "findings": dict(Counter(f["kind"] for f in whole["findings"] if f["status"] == FindingStatus.PROPOSED)),
    }


def original(connection: sa.Connection, document: int | str, capture: int | None = None) -> tuple[str, bytes]:
    """The name and the bytes of the capture behind a document, of the first if there are several.

    Raises
    ------
    NotFound
        If the document has no such capture, or its bytes were purged.
    """
    found = reads.document(connection, document)
    numbers = reads.captures_of(connection, found)
    for one in reads.captures(connection):
        if one.id in numbers and capture in (None, one.id):
            data = _bytes(connection, one.sha256)
            if data is None:
                raise NotFound("the bytes were purged", place=f"capture {one.id}", way_out="`log` says by whom and why")
            return one.name, data
    raise NotFound(
        "there is no original", place=f"document {found.id}", way_out="it may have been pasted or imported as text"
    )


def write_original(name: str, data: bytes, path: Path) -> Path:
    """Write an original to a file, or under its name into a folder; returns where.

    Raises
    ------
    CommuniqueError
        If it cannot be written.
    """
    target = path / (Path(name).name or "original") if path.is_dir() else path
    with drafted(target) as draft:
        draft.write_bytes(data)
    return target


def _bytes(connection: sa.Connection, sha256: str) -> bytes | None:
    row = reads.blob(connection, sha256)
    return None if row is None else unpack(*row)


def _characters(data: bytes | None, name: str, encoding: str | None) -> str | None:
    if data is None:
        return None
    try:
        return decode(Source(data, name, encoding=encoding)).text
    except CommuniqueError:
        return None
