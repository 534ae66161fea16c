"""The verb ``add``: sources from files, folders and archives into a project, in steps that stand by themselves."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from communique.model.errors import CommuniqueError, SourceError, UsageError
from communique.model.reading import BlockDraft, Reading, Source
from communique.project import reads
from communique.project.edits import edit_document
from communique.project.history import ChangeWriter, changing
from communique.project.purge import tombstone_of
from communique.project.store import Store
from communique.project.writes import put_capture, put_reading
from communique.reading.archives import is_archive, sources_in
from communique.reading.repetition import repeated_lines
from communique.study.besides import Besides, Known, is_table, rows_as_sources
from communique.study.documents import checked_fields
from communique.study.readers import PATIENCE, Readers
from communique.study.signatures import Signing
from communique.study.sources import files_in, read_source, source_of

Json = dict[str, Any]

STEP, STEP_BYTES = 200, 50_000_000
"""A step is one change in the log: so many sources, or bytes, whichever is first. Never seconds: the log of the same
sources is the same on every machine."""

FEW = 16
"""So many sources are read in this process: starting others takes longer."""


@dataclass(frozen=True)
class _Job:
    """A source to be taken in, under the path that messages name, and what is known of it; or why it cannot be.

    ``row``: one of a table, which is one document, and another one than an equal row elsewhere.
    """

    path: str
    source: Source | None = None
    known: Known = field(default_factory=Known)
    row: bool = False
    error: CommuniqueError | None = None
    there: bool = False
    reading: Future[Reading] | None = None


def add(
    store: Store,
    paths: Sequence[Path],
    *,
    actor: str,
    session: str,
    encoding: str | None = None,
    workers: int | None = 0,
    names: str | None = None,
    metadata: Path | None = None,
    table: bool = False,
    columns: Mapping[str, str] | None = None,
    located: bool = True,
    patience: float | None = None,
    progress: Callable[[int, int, Path], None] = lambda *_: None,
) -> list[Json]:
    """Take sources into a project: captures, texts, blocks, findings, documents.

    Every 200 sources, or 50 MB, are one change: what a change took in stays when the rest is interrupted, and the
    same call goes on where it stopped, since it passes over what is there. Returns one entry per source: ``path``,
    ``sha256``, ``status`` (``added``, ``already there`` or ``failed``), ``reason`` and the numbers of its
    ``documents``. A source that fails does not stop the others.

    ``workers`` is how many processes read: 0 reads in this one, ``None`` takes as many as there are processors, four at
    most. Few sources are read in this process, unless ``patience`` is given. A script that asks for others must be
    importable: guard what it does with ``if __name__ == "__main__":``.

    ``names`` is a pattern of file names (:class:`~communique.study.besides.FileNames`), ``metadata`` a table beside the
    files (:class:`~communique.study.besides.Beside`); what they say stands for what was read. With ``table`` the files
    are tables of documents, a row each, and ``columns`` says what such a table calls our columns.

    ``located`` says that the files are where they belong: then their path is kept as their address.

    ``patience`` is how many seconds another process may take for one source (300 unless given); then it is given up,
    and the rest goes on.
    """
    files = list(files_in(paths))
    besides = Besides(names, metadata, table=table, columns=columns)
    entries: list[Json] = []
    jobs = _jobs(files, encoding, besides, located=located)
    given = [str(path) for path in paths]
    if patience is not None and not patience > 0:
        raise UsageError(f"{patience:g} seconds are no time", place="--patience", way_out="give a number above 0")
    workers = min(4, os.cpu_count() or 1) if workers is None else workers
    with _reading(store, jobs, workers, patience) as read:
        for step in _steps(read):
            with changing(store, "add", "", actor=actor, session=session, paths=given) as writer:
                signing = Signing(writer)
                done: list[Json] = []
                marked = _marked(step)
                for number, job in enumerate(step):
                    progress(len(entries) + len(done), max(len(files), len(entries) + len(done) + 1), Path(job.path))
                    done.append(_take(writer, job, signing, marked.get(number)))
                documents = sum(len(e["documents"]) for e in done if e["status"] == "added")
                added = sum(e["status"] == "added" for e in done)
                writer.summary = f"add {added} {'source' if added == 1 else 'sources'} with {documents} documents"
            entries += done
    return entries + _unmet(besides)


def preview(
    paths: Sequence[Path],
    *,
    names: str | None = None,
    metadata: Path | None = None,
    table: bool = False,
    columns: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> list[Json]:
    """What is known of sources besides, without reading them: ``path``, ``fields``, ``attributes``, ``notes`` each.

    With ``limit`` only of so many, and then nothing of lines of a table whose files were not met.
    """
    besides = Besides(names, metadata, table=table, columns=columns)
    told = [
        {
            "path": job.path,
            "fields": {name: content for name, content in job.known.fields.items() if name != "date_basis"},
            "attributes": dict(job.known.attributes),
            "notes": [*job.known.notes, *([str(job.error)] if job.error else [])],
        }
        for job in islice(_jobs(list(files_in(paths)), None, besides, opened=False), limit)
    ]
    unmet = _unmet(besides) if limit is None else []
    return told + [{"path": e["path"], "fields": {}, "attributes": {}, "notes": [e["reason"]]} for e in unmet]


def _unmet(besides: Besides) -> list[Json]:
    """An entry for each line of the table beside the files whose file was not met."""
    entry: Json = {"sha256": None, "status": "failed", "documents": []}
    return [
        entry | {"path": str(besides.metadata), "reason": f"line {line}: {name!r} is not among the sources"}
        for line, name in besides.unmet()
    ]


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
    data = content.encode() if isinstance(content, str) else content
    more = checked_fields({n: v for n, v in (("title", title), ("date", date)) if v})
    source = Source(data, PASTED, encoding=encoding)
    entry: Json = {"path": "-", "sha256": source.sha256, "reason": None}
    with changing(store, "add", "", actor=actor, session=session, paths=["-"]) as writer:
        there = reads.documents_of_blob(writer.connection, source.sha256)
        if there is not None:
            return entry | {"status": "already there", "documents": there}
        reading = read_source(source, PASTED)
        drafts = tuple(d if d.title else replace(d, title=_first_words(reading.text)) for d in reading.documents)
        capture = put_capture(writer, data, name=PASTED, media_type=reading.media_type)
        _, documents = put_contents(writer, capture, replace(reading, documents=drafts), Signing(writer))
        for document in reads.documents(writer.connection, ids=documents if more else []):
            edit_document(writer, document, more)
        writer.summary = f"add a pasted text with {len(documents)} documents"
    return entry | {"status": "added", "documents": documents, "reason": "; ".join(reading.notes) or None}


PASTED = "pasted.txt"
"""The name of a source that was pasted."""


def _first_words(text: str) -> str:
    return " ".join(text.split())[:80] or PASTED


def put_contents(writer: ChangeWriter, capture: int, reading: Reading, signing: Signing) -> tuple[int, list[int]]:
    """Keep a reading, and in the layer ``automatic`` who signs its documents; the numbers of text and documents."""
    text, documents = put_reading(writer, capture, reading)
    for number, draft in zip(documents, reading.documents, strict=True):
        start, end = draft.ranges[0][0], draft.ranges[-1][1]
        own = [f for f in reading.findings if f.start is not None and start <= f.start < end]
        signing.suggest(number, text, reading.text, own)
    return text, documents


def _jobs(
    files: Sequence[Path], encoding: str | None, besides: Besides, *, opened: bool = True, located: bool = True
) -> Iterator[_Job]:
    """The sources that are meant, each read from disk when its turn comes; files by themselves only if ``opened``."""
    for path in files:
        try:
            if besides.is_itself(path):
                continue
            if besides.table:
                for source, known in rows_as_sources(path, besides.columns):
                    yield _Job(f"{path}: {source.name}", source, known, row=True)
            elif is_archive(path):
                for found in sources_in(path):
                    if isinstance(found, Source):
                        inside = found.uri or found.locator or found.name
                        known = besides.known_in_archive(path, found)
                        yield _Job(f"{path}: {inside}", replace(found, encoding=encoding), known)
                    else:
                        yield _Job(f"{path}: {found.place}", error=found)
            else:
                known = besides.known(path)
                if is_table(path):
                    known = replace(known, notes=(*known.notes, "with --table each row of it is a document"))
                if not opened:
                    path.stat()  # One that is not there is named, too.
                    yield _Job(str(path), known=known)
                    continue
                read = source_of(path, encoding)
                yield _Job(str(path), read if located else replace(read, uri=None), known)
        except CommuniqueError as error:
            yield _Job(str(path), error=error)
        except OSError as error:
            refused = SourceError(f"cannot be read ({error.strerror})", place=str(path), way_out="check the disk")
            yield _Job(str(path), error=refused)


@contextmanager
def _reading(store: Store, jobs: Iterator[_Job], workers: int, patience: float | None) -> Iterator[Iterator[_Job]]:
    """Jobs whose sources are being read, in this process or in others, which end with the block."""
    jobs = (_looked_up(store, job) for job in jobs)
    first = list(islice(jobs, FEW + 1))
    jobs = chain(first, jobs)
    if workers < 1 or (patience is None and (len(first) <= FEW or workers < 2)):
        yield (replace(job, reading=_read_here(job)) for job in jobs)
        return
    with closing(Readers(workers, patience or PATIENCE)) as readers:
        yield _ahead(jobs, readers, 3 * workers)


def _looked_up(store: Store, job: _Job) -> _Job:
    if job.source is None:
        return job
    with store.reading() as connection:
        return replace(job, there=_there(connection, job) is not None)


def _there(connection: sa.Connection, job: _Job) -> list[int] | None:
    """The documents that were made of a source before: of its bytes, and for a row of its place."""
    assert job.source is not None
    return reads.documents_of_blob(connection, job.source.sha256, job.source.locator if job.row else None)


def _read_here(job: _Job) -> Future[Reading]:
    done: Future[Reading] = Future()
    if job.source is not None and not job.there:
        try:
            done.set_result(read_source(job.source, job.path))
        except CommuniqueError as error:
            done.set_exception(error)
    return done


def _ahead(jobs: Iterator[_Job], readers: Readers, most: int) -> Iterator[_Job]:
    waiting: deque[_Job] = deque()
    for job in jobs:
        if job.source is None or job.there:
            waiting.append(job)
        else:
            waiting.append(replace(job, reading=readers.submit(read_source, job.source, job.path, place=job.path)))
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


def _steps(jobs: Iterator[_Job]) -> Iterator[list[_Job]]:
    """Jobs that are written together, those in other processes with their readings done."""
    step: list[_Job] = []
    size = 0
    for job in jobs:
        if job.source is not None and job.reading is not None and not job.there:
            job.reading.exception()
            size += len(job.source.data)
        step.append(job)
        if len(step) >= STEP or size > STEP_BYTES:
            yield step
            step, size = [], 0
    if step:
        yield step


def _marked(step: Sequence[_Job]) -> dict[int, tuple[BlockDraft, ...]]:
    """Blocks of sources, by their place in the step, with the lines marked that come back in many pages of one site."""
    sites: dict[str, list[int]] = {}
    for number, job in enumerate(step):
        if job.source is not None and job.reading is not None and not job.there and job.reading.exception() is None:
            uri = job.source.uri or ""
            site = urlsplit(uri).netloc or str(Path(job.path).parent)
            sites.setdefault(site, []).append(number)
    marked: dict[int, tuple[BlockDraft, ...]] = {}
    for numbers in sites.values():
        readings = [found.result() for n in numbers if (found := step[n].reading) is not None]
        marked |= zip(numbers, repeated_lines([(r.text, r.blocks) for r in readings]), strict=True)
    return marked


def _take(writer: ChangeWriter, job: _Job, signing: Signing, blocks: tuple[BlockDraft, ...] | None) -> Json:
    entry: Json = {"path": job.path, "sha256": None, "status": "failed", "reason": None, "documents": []}
    if job.source is None:
        return entry | {"reason": str(job.error)}
    source = job.source
    entry["sha256"] = source.sha256
    there = _there(writer.connection, job)
    if there is not None:
        return entry | {"status": "already there", "documents": there}
    try:
        waiting = job.reading if not job.there else None
        reading = waiting.result() if waiting is not None else read_source(source, job.path)
        reading = reading if blocks is None else replace(reading, blocks=blocks)
        if job.row and reading.documents:
            reading = replace(reading, documents=(replace(reading.documents[0], ranges=((0, len(reading.text)),)),))
        stem = Path(source.name).stem
        reading = replace(reading, documents=tuple(d if d.title else replace(d, title=stem) for d in reading.documents))
        with writer.connection.begin_nested():
            capture = put_capture(
                writer,
                source.data,
                name=source.name,
                media_type=reading.media_type,
                uri=source.uri,
                locator=source.locator,
                time=source.time,
            )
            _, documents = put_contents(writer, capture, reading, signing)
            _tell(writer, documents, job.known)
    except CommuniqueError as error:
        return entry | {"reason": "; ".join([str(error), *job.known.notes])}
    notes = [*reading.notes, *job.known.notes]
    grave = tombstone_of(writer.connection, source.sha256)
    if grave is not None:
        notes.append(f"{grave.actor} had purged it on {grave.time[:10]}: {grave.reason}")
    return entry | {"status": "added", "documents": documents, "reason": "; ".join(notes) or None}


def _tell(writer: ChangeWriter, documents: Sequence[int], known: Known) -> None:
    """Set what is known besides; the title only where the source is one document."""
    fields = dict(known.fields)
    if len(documents) > 1:
        fields.pop("title", None)
    if documents and (fields or known.attributes):
        for document in reads.documents(writer.connection, ids=documents):
            edit_document(writer, document, fields, known.attributes)
