"""The verbs ``read`` and ``add``: from files to readings, and into a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.model.errors import CommuniqueError, SourceError
from communique.model.reading import DocumentDraft, Reading, Source
from communique.model.words import FindingKind
from communique.project import reads
from communique.project.edits import edit_document
from communique.project.history import ChangeWriter, changing
from communique.project.purge import tombstone_of
from communique.project.store import Store
from communique.project.writes import put_capture, put_reading
from communique.study.documents import checked_fields
from communique.study.signatures import Signing

Json = dict[str, Any]


def read_file(path: Path, encoding: str | None = None) -> tuple[Source, Reading]:
    """What the fitting reader makes of a file.

    Raises
    ------
    SourceError
        If the file cannot be opened or read; names it and the way out.
    """
    from communique.reading.registry import read

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", place=str(path), way_out="check the name and the permissions"
        ) from error
    source = Source(data, path.name, uri=path.absolute().as_uri(), encoding=encoding)
    try:
        return source, read(source)
    except SourceError as error:
        if error.place in (None, path.name):
            raise SourceError(error.what, place=str(path), way_out=error.way_out) from error
        raise


def read_view(path: Path, encoding: str | None = None) -> Json:
    """A reading without a project, as ``communique read --json`` shows it."""
    source, reading = read_file(path, encoding)
    return {
        "source": {
            "path": str(path),
            "sha256": source.sha256,
            "media_type": reading.media_type,
            "encoding": reading.encoding,
        },
        "reader": f"{reading.reader} {reading.version}",
        "notes": list(reading.notes),
        "text": reading.text,
        "blocks": [
            {"start": b.start, "end": b.end, "kind": str(b.kind)}
            | ({"chrome_kind": b.chrome_kind} if b.chrome_kind else {})
            for b in reading.blocks
        ],
        "documents": [_draft_view(draft, reading) for draft in reading.documents],
    }


def _draft_view(draft: DocumentDraft, reading: Reading) -> Json:
    start, end = draft.ranges[0][0], draft.ranges[-1][1]
    date = draft.date
    found = {
        kind: [
            dict(f.data) | {"quote": reading.text[f.start : f.end], "start": f.start, "end": f.end}
            for f in reading.findings
            if f.kind is kind and f.start is not None and f.end is not None and start <= f.start < end
        ]
        for kind in (FindingKind.SIGNATORY, FindingKind.QUOTATION, FindingKind.FIGURE)
    }
    title = draft.title_span
    return {
        "start": start,
        "end": end,
        "ranges": [{"start": a, "end": b} for a, b in draft.ranges],
        "title": {"quote": title.quote, "start": title.start, "end": title.end} if title else None,
        "author": draft.author,
        "issuer": draft.issuer,
        "addressee": draft.addressee,
        "occasion": draft.occasion,
        "kind": draft.kind,
        "language": draft.language,
        "date": {
            "value": date.value,
            "basis": str(date.basis),
            "quote": date.span.quote if date.span else None,
            "start": date.span.start if date.span else None,
            "end": date.span.end if date.span else None,
        },
        "signatories": found[FindingKind.SIGNATORY],
        "quotations": found[FindingKind.QUOTATION],
        "figures": found[FindingKind.FIGURE],
    }


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are meant: folders stand for all files in them, hidden ones excepted, in order of name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    yield Path(folder) / name


def add(
    store: Store,
    paths: Sequence[Path],
    *,
    actor: str,
    session: str,
    encoding: str | None = None,
    progress: Callable[[int, int, Path], None] = lambda *_: None,
) -> list[Json]:
    """Take sources into a project as one change: captures, texts, blocks, findings, documents.

    Returns one entry per file: ``path``, ``sha256``, ``status`` (``added``, ``already there`` or ``failed``),
    ``reason`` and the numbers of its ``documents``. A file that fails does not stop the others.
    """
    files = list(files_in(paths))
    entries: list[Json] = []
    with changing(store, "add", "", actor=actor, session=session, paths=[str(p) for p in paths]) as writer:
        signing = Signing(writer)
        for number, path in enumerate(files):
            progress(number, len(files), path)
            entries.append(_add_file(writer, path, encoding, signing))
        documents = [d for e in entries if e["status"] == "added" for d in e["documents"]]
        added = sum(e["status"] == "added" for e in entries)
        writer.summary = f"add {added} {'source' if added == 1 else 'sources'} with {len(documents)} documents"
    return entries


def paste(
    store: Store,
    content: str | bytes,
    *,
    title: str | None = None,
    date: str | None = None,
    actor: str,
    session: str,
    encoding: str | None = None,
) -> Json:
    """Take a text from the clipboard or standard input in as a source of its own; an entry like those of :func:`add`.

    ``title`` and ``date`` say what the text does not.

    Raises
    ------
    SourceError
        If it is empty or no text.
    UsageError
        If the date is none.
    """
    from communique.reading.registry import read

    data = content.encode() if isinstance(content, str) else content
    more = checked_fields({n: v for n, v in (("title", title), ("date", date)) if v})
    source = Source(data, PASTED, encoding=encoding)
    entry: Json = {"path": "-", "sha256": source.sha256, "reason": None}
    with changing(store, "add", "", actor=actor, session=session, paths=["-"]) as writer:
        there = reads.documents_of_blob(writer.connection, source.sha256)
        if there is not None:
            return entry | {"status": "already there", "documents": there}
        reading = read(source)
        drafts = tuple(d if d.title else replace(d, title=_first_words(reading.text)) for d in reading.documents)
        capture = put_capture(writer, data, name=PASTED, media_type=reading.media_type)
        _, documents = _put(writer, capture, replace(reading, documents=drafts), Signing(writer))
        for document in reads.documents(writer.connection, ids=documents if more else []):
            edit_document(writer, document, more)
        writer.summary = f"add a pasted text with {len(documents)} documents"
    return entry | {"status": "added", "documents": documents, "reason": "; ".join(reading.notes) or None}


PASTED = "pasted.txt"
"""The name of a source that was pasted."""


def _first_words(text: str) -> str:
    return " ".join(text.split())[:80] or PASTED


def _put(writer: ChangeWriter, capture: int, reading: Reading, signing: Signing) -> tuple[int, list[int]]:
    """Keep a reading, and in the layer ``automatic`` who signs its documents; the numbers of text and documents."""
    text, documents = put_reading(writer, capture, reading)
    for number, draft in zip(documents, reading.documents, strict=True):
        start, end = draft.ranges[0][0], draft.ranges[-1][1]
        own = [f for f in reading.findings if f.start is not None and start <= f.start < end]
        signing.suggest(number, text, reading.text, own)
    return text, documents


def _add_file(writer: ChangeWriter, path: Path, encoding: str | None, signing: Signing) -> Json:
    entry: Json = {"path": str(path), "sha256": None, "status": "failed", "reason": None, "documents": []}
    try:
        data = path.read_bytes()
        entry["sha256"] = Source(data, path.name).sha256
        there = reads.documents_of_blob(writer.connection, entry["sha256"])
        if there is not None:
            return entry | {"status": "already there", "documents": there}
        source, reading = read_file(path, encoding)
        stem = path.stem
        reading = replace(reading, documents=tuple(d if d.title else replace(d, title=stem) for d in reading.documents))
        with writer.connection.begin_nested():
            capture = put_capture(writer, source.data, name=path.name, media_type=reading.media_type, uri=source.uri)
            _, documents = _put(writer, capture, reading, signing)
        notes = list(reading.notes)
        grave = tombstone_of(writer.connection, source.sha256)
        if grave is not None:
            notes.append(f"{grave.actor} had purged it on {grave.time[:10]}: {grave.reason}")
        return entry | {"status": "added", "documents": documents, "reason": "; ".join(notes) or None}
    except OSError as error:
        return entry | {"reason": f"{path}: cannot be opened ({error.strerror}); check the name and the permissions"}
    except CommuniqueError as error:
        return entry | {"reason": str(error)}
