"""The verb ``read``: from files to readings, without a project."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.model.errors import SourceError
from communique.model.reading import DocumentDraft, Reading, Source
from communique.model.words import FindingKind
from communique.reading.archives import is_archive, sources_in

Json = dict[str, Any]


def source_of(path: Path, encoding: str | None = None) -> Source:
    """The bytes of a file, with its name and place.

    Raises
    ------
    SourceError
        If the file cannot be opened; names it and the way out.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", place=str(path), way_out="check the name and the permissions"
        ) from error
    return Source(data, path.name, uri=path.absolute().as_uri(), encoding=encoding)


def read_source(source: Source, place: str) -> Reading:
    """What the fitting reader makes of a source; ``place`` is what messages call it.

    Raises
    ------
    SourceError
        If no reader can read it.
    """
    from communique.reading.registry import read

    try:
        return read(source)
    except SourceError as error:
        if error.place in (None, source.name):
            raise SourceError(error.what, place=place, way_out=error.way_out) from error
        raise


def read_view(path: Path, encoding: str | None = None) -> Json:
    """A reading without a project, as ``communique read --json`` shows it.

    Of an archive: ``archive``, ``readings`` (one for each page or file in it) and ``failed`` (``path`` and ``reason``).
    """
    if not is_archive(path):
        return _read(source_of(path, encoding), str(path))
    readings: list[Json] = []
    failed: list[Json] = []
    for found in sources_in(path):
        if not isinstance(found, Source):
            failed.append({"path": found.place, "reason": str(found)})
            continue
        place = f"{path}: {found.uri or found.locator or found.name}"
        try:
            readings.append(_read(replace(found, encoding=encoding), place))
        except SourceError as error:
            failed.append({"path": place, "reason": str(error)})
    return {"archive": str(path), "readings": readings, "failed": failed}


def _read(source: Source, path: str) -> Json:
    reading = read_source(source, path)
    return {
        "source": {
            "path": path,
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
