"""What can be written into a project, as parts of a change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from communique.model.dates import now
from communique.model.errors import UsageError
from communique.model.reading import DocumentDraft, FindingDraft, Reading
from communique.model.records import Anchor, Value
from communique.model.words import DateBasis, DocumentStatus, FindingKind, FindingStatus, Layer, Mode
from communique.project import tables as t
from communique.project.check import pack
from communique.project.history import ChangeWriter, live
from communique.project.ids import new_uid

LONGEST_NAME = 500
"""Most code points that the name of an entity, type, variable or coder may have."""

_CHUNK = 20_000

_RANGE = ("document_id", "position", "text_id", "start", "end")
_EMPTY_DOCUMENT: Mapping[str, Any] = {
    "title": "",
    "date": None,
    "date_basis": str(DateBasis.NONE),
    **dict.fromkeys(("author", "issuer", "addressee", "source", "section", "type", "language", "notes"), ""),
    "status": str(DocumentStatus.NEW),
    "coder_id": None,
    "attributes": "{}",
}


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A statement to be written; values hold ids of variables and entities.

    ``number`` is that of a statement which was there before and is no more: it lives again.
    """

    type: int
    document: int
    coder: int
    layer: Layer
    anchors: tuple[Anchor, ...]
    values: tuple[Value, ...]
    attribution: Mode | None = None
    date: str | None = None
    memo: str = ""
    unsure: bool = False
    origin: int | None = None
    uid: bytes | None = None
    identity: int | None = None
    """Number of a statement that was there before and is not live now: it comes back under its own number."""
    id: int | None = None
    """The number it would like to have; given if nothing ever had it."""


@dataclass(frozen=True, slots=True)
class WholeText:
    """A document that is all of a text of its own, found at ``locator`` in a capture of several.

    ``document`` holds columns of the document; ``id`` is the number it would like to have.
    """

    text: str
    locator: str
    document: Mapping[str, Any]
    id: int | None = None


def checked_name(name: str, what: str) -> str:
    """The name without white space around it.

    Raises
    ------
    UsageError
        If nothing is left, or it is too long to be a name.
    """
    name = name.strip()
    if not name:
        raise UsageError(f"the {what} has no name", way_out="give it one")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"the name of the {what} has {len(name)} characters",
            place=f"{name[:40]}…",
            way_out=f"{LONGEST_NAME} are the most; put the rest into the notes",
        )
    if "\0" in name:
        raise UsageError(f"the name of the {what} holds a NUL character", place=repr(name[:40]), way_out="remove it")
    return name


def put_blob(writer: ChangeWriter, data: bytes) -> str:
    """Keep the bytes, once; returns their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    there = writer.connection.execute(sa.select(t.blob.c.sha256).where(t.blob.c.sha256 == sha256)).scalar()
    if there is None:
        packing, content = pack(data)
        writer.connection.execute(
            sa.insert(t.blob).values(sha256=sha256, size=len(data), packing=packing, content=content)
        )
    return sha256


def put_capture(
    writer: ChangeWriter,
    data: bytes,
    *,
    name: str,
    media_type: str,
    uri: str | None = None,
    locator: str | None = None,
    time: str | None = None,
) -> int:
    """Keep the bytes and where and when they were got (now, unless told); returns the capture's number."""
    sha256 = put_blob(writer, data)
    row = {
        "sha256": sha256,
        "name": name,
        "uri": uri,
        "locator": locator,
        "time": time or now(),
        "media_type": media_type,
    }
    return writer.new("capture", [row])[0]


def put_text(
    writer: ChangeWriter,
    content: str,
    *,
    capture: int | None,
    derived_from: int | None = None,
    reader: str,
    reader_version: str,
    encoding: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> int:
    """Keep a text; returns its number.

    Raises
    ------
    UsageError
        If the string holds a NUL or half a surrogate pair, which no database keeps.
    """
    if "\0" in content:
        raise UsageError(
            f"the text holds a NUL character at {content.index(chr(0))}", way_out="remove it from the source"
        )
    try:
        data = content.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"the text holds half a character at {error.start}", way_out="save it again as UTF-8"
        ) from error
    row = {
        "capture_id": capture,
        "derived_from": derived_from,
        "reader": reader,
        "reader_version": reader_version,
        "options": json.dumps(dict(options or {}), sort_keys=True, ensure_ascii=False),
        "encoding": encoding,
        "sha256": hashlib.sha256(data).hexdigest(),
        "length": len(content),
        "content": data,
    }
    return writer.new("text", [row])[0]


def put_reading(writer: ChangeWriter, capture: int, reading: Reading) -> tuple[int, list[int]]:
    """Keep what a reader made of a capture: its text, blocks, findings, documents, and whose words it quotes.

    Quotations of a named speaker, reported clauses and embedded texts become segments, so that what is coded inside
    inherits whose words it is made of, and how surely.

    Returns the text's number and the documents' numbers.
    """
    text_id = put_text(
        writer,
        reading.text,
        capture=capture,
        reader=reading.reader,
        reader_version=reading.version,
        encoding=reading.encoding,
        options=reading.options,
    )
    by = f"{reading.reader} {reading.version}"
    writer.begin(
        "block",
        ["text_id", "start", "end", "kind", "chrome_kind", "by"],
        ((text_id, b.start, b.end, str(b.kind), b.chrome_kind, by) for b in reading.blocks),
    )
    writer.new(
        "finding",
        [
            {
                "text_id": text_id,
                "start": f.start,
                "end": f.end,
                "kind": str(f.kind),
                "data": json.dumps(dict(f.data), sort_keys=True, ensure_ascii=False),
                "score": f.score,
                "reader": reading.reader,
                "reader_version": reading.version,
                "status": str(FindingStatus.PROPOSED),
            }
            for f in reading.findings
        ],
    )
    writer.new(
        "segment",
        [
            {
                "text_id": text_id,
                "start": f.start,
                "end": f.end,
                "mode": str(mode),
                "speaker": f.data["speaker"],
                "date": None,
                "parent_id": None,
            }
            for f in reading.findings
            if (mode := _mode(f)) is not None and f.data["speaker"]
        ],
    )
    return text_id, [put_document(writer, text_id, draft) for draft in reading.documents]


def _mode(finding: FindingDraft) -> Mode | None:
    """Whose words a finding says that a range holds; ``None`` if it says nothing of that kind."""
    if finding.kind is FindingKind.QUOTATION:
        return Mode.QUOTED if finding.data["direct"] else Mode.REPORTED
    return Mode(finding.data["mode"]) if finding.kind is FindingKind.SEGMENT else None


def put_document(writer: ChangeWriter, text_id: int, draft: DocumentDraft, **more: Any) -> int:
    """Keep a document on a text; ``more`` sets further columns. Returns its number."""
    row: dict[str, Any] = {
        **_EMPTY_DOCUMENT,
        "title": draft.title or "",
        "date": draft.date.value,
        "date_basis": str(draft.date.basis if draft.date.value else DateBasis.NONE),
        "author": draft.author or "",
        "issuer": draft.issuer or "",
        "addressee": draft.addressee or "",
        "type": draft.kind or "",
        "language": draft.language or "",
        "attributes": json.dumps(dict(draft.attributes), sort_keys=True, ensure_ascii=False),
    }
    document = writer.new("document", [row | more])[0]
    writer.begin(
        "document_range",
        _RANGE,
        ((document, position, text_id, start, end) for position, (start, end) in enumerate(draft.ranges)),
    )
    return document


def put_whole_texts(
    writer: ChangeWriter,
    wholes: Sequence[WholeText],
    *,
    sha256: str,
    name: str,
    media_type: str,
    reader: str,
    reader_version: str,
) -> list[tuple[int, int]]:
    """Keep documents of a blob that holds many, each with a capture and a text of its own.

    Returns the numbers of each document and its text, in order.
    """
    time = now()
    captures = writer.new(
        "capture",
        [
            {"sha256": sha256, "name": name, "locator": w.locator, "time": time, "media_type": media_type}
            for w in wholes
        ],
    )
    contents = [w.text.encode() for w in wholes]
    texts = writer.new(
        "text",
        [
            {
                "capture_id": capture,
                "reader": reader,
                "reader_version": reader_version,
                "options": "{}",
                "sha256": hashlib.sha256(content).hexdigest(),
                "length": len(w.text),
                "content": content,
            }
            for capture, content, w in zip(captures, contents, wholes, strict=True)
        ],
    )
    documents = writer.new("document", [{**_EMPTY_DOCUMENT, **w.document, "id": w.id} for w in wholes])
    writer.begin(
        "document_range",
        _RANGE,
        ((d, 0, text, 0, len(w.text)) for d, text, w in zip(documents, texts, wholes, strict=True)),
    )
    return list(zip(documents, texts, strict=True))


def put_highlighters(writer: ChangeWriter, colors: Mapping[str, str | None]) -> int:
    """Highlight these patterns, unless they are highlighted already; returns how many are new."""
    version = t.VERSIONED["highlighter"].version
    there = set(writer.connection.execute(sa.select(version.c.pattern).where(live(version))).scalars())
    rows = [{"pattern": pattern, "color": color} for pattern, color in colors.items() if pattern not in there]
    return len(writer.new("highlighter", rows))


def put_remainder(writer: ChangeWriter, format: str, part: str, items: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what a foreign file holds that has no word here; what is kept already under an item stays."""
    version = t.VERSIONED["remainder"].version
    there = set(
        writer.connection.execute(
            sa.select(version.c.item).where(live(version), version.c.format == format, version.c.part == part)
        ).scalars()
    )
    writer.begin(
        "remainder",
        ["format", "part", "item", "data"],
        (
            (format, part, item, json.dumps(data, sort_keys=True, ensure_ascii=False))
            for item, data in items.items()
            if item not in there
        ),
    )


def put_coder(writer: ChangeWriter, name: str, kind: str = "person", color: str | None = None) -> int:
    """The number of the coder with this name; made if there is none."""
    version = t.VERSIONED["coder"].version
    name = checked_name(name, "coder")
    there = writer.connection.execute(sa.select(version.c.id).where(live(version), version.c.name == name)).scalar()
    if there is not None:
        return int(there)
    return writer.new("coder", [{"name": name, "kind": kind, "color": color, "attributes": "{}"}])[0]


def put_entities(writer: ChangeWriter, entity_type: int, names: Sequence[str], **more: Any) -> list[int]:
    """New entities of a type under these names; returns their numbers."""
    rows = [{"entity_type_id": entity_type, "name": checked_name(n, "entity"), "notes": ""} | more for n in names]
    return writer.new("entity", rows)


def put_statements(writer: ChangeWriter, drafts: Iterable[StatementDraft]) -> Iterator[list[int]]:
    """Write statements as they come; yields the numbers of each batch written."""
    drafts = iter(drafts)
    identity = t.VERSIONED["statement"].identity
    assert identity is not None
    while batch := list(islice(drafts, _CHUNK)):
        fresh = iter(writer.keep_ids("statement", [d.id for d in batch if d.identity is None]))
        numbered = [(next(fresh) if d.identity is None else d.identity, d) for d in batch]
        writer.insert(identity, ["id", "uid"], ((i, d.uid or new_uid()) for i, d in numbered if d.identity is None))
        writer.begin(
            "statement",
            t.VERSIONED["statement"].payload,
            (
                (
                    i,
                    d.type,
                    d.document,
                    d.coder,
                    d.layer.value,
                    d.attribution.value if d.attribution else None,
                    d.date,
                    d.memo,
                    d.unsure,
                    d.origin,
                )
                for i, d in numbered
            ),
        )
        writer.begin("anchor", t.VERSIONED["anchor"].payload, _anchor_rows(numbered))
        writer.begin("value", t.VERSIONED["value"].payload, _value_rows(numbered))
        yield [i for i, _ in numbered]


def _anchor_rows(numbered: Sequence[tuple[int, StatementDraft]]) -> Iterator[tuple[Any, ...]]:
    for i, draft in numbered:
        for position, a in enumerate(draft.anchors):
            yield (i, position, a.text, a.start, a.end, a.quote, a.prefix, a.suffix, a.status.value)


def _value_rows(numbered: Sequence[tuple[int, StatementDraft]]) -> Iterator[tuple[Any, ...]]:
    for i, draft in numbered:
        for v in draft.values:
            content = v.value
            whole = real = text = None
            if isinstance(content, int):
                whole = int(content)
            elif isinstance(content, float):
                real = content
            else:
                text = content
            yield (i, v.variable, v.group, v.position, v.entity, whole, real, text)
