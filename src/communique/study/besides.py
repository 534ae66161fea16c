"""What is known of sources besides what stands in them: by their file names, by a table beside them, as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from communique.exchange.heads import Heads
from communique.exchange.rows import read_rows
from communique.model.dates import date_bounds
from communique.model.errors import UsageError
from communique.model.reading import Source
from communique.model.words import DateBasis
from communique.project.edits import DOCUMENT_FIELDS
from communique.reading.dates import find_dates

Json = dict[str, Any]

_FIELD = re.compile(r"\{([^{}]*)\}")
_KNOWN = tuple(name for name in DOCUMENT_FIELDS if name not in ("date_basis", "attributes"))
_ATTRIBUTE = "attribute:"
_DIGITS = re.compile(r"(\d{4})[-_. ]?(\d\d)(?:[-_. ]?(\d\d))?")
_TABLES = {".csv": "csv", ".tsv": "csv", ".tab": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx"}


@dataclass(frozen=True)
class Known:
    """What is known of one source: fields of its documents, attributes, and what could not be understood."""

    fields: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Known:
        """From names of fields, or of attributes, to contents; empty ones say nothing."""
        fields: dict[str, str] = {}
        attributes: dict[str, str] = {}
        notes: list[str] = []
        for name, content in written.items():
            text = " ".join(str(content).split()) if content is not None else ""
            if not text:
                continue
            if name == "date":
                date = as_date(text)
                if date is None:
                    notes.append(f"its date {text!r} is none that is known, and is left open")
                else:
                    fields |= {"date": date, "date_basis": str(DateBasis.METADATA)}
            elif name in _KNOWN:
                fields[name] = text
            else:
                attributes[name.removeprefix(_ATTRIBUTE)] = text
        return cls(fields, attributes, tuple(notes))

    def beside(self, other: Known) -> Known:
        """Both, this one first."""
        return Known(
            {**other.fields, **self.fields}, {**other.attributes, **self.attributes}, (*self.notes, *other.notes)
        )


def as_date(text: str) -> str | None:
    """A date in EDTF, however it is written; ``None`` where it is none, or day and month cannot be told apart.

    >>> as_date("20310503"), as_date("3 May 2031"), as_date("2031-05/2031-06"), as_date("soon")
    ('2031-05-03', '2031-05-03', '2031-05/2031-06', None)
    """
    digits = _DIGITS.fullmatch(text)
    if digits:
        text = "-".join(part for part in digits.groups() if part)
    try:
        date_bounds(text)
    except UsageError:
        found = find_dates(text)
        return found[0].value if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None
    return text


class FileNames:
    """A pattern of file names: ``{date}_{author}_{title}``. In braces stands a field, ``attribute:NAME``, or nothing.

    The ending of the name need not be given. Folders may: ``{source}/{date} {title}``. The shortest reading that fits
    is taken; underscores within a content are spaces.

    Raises
    ------
    UsageError
        If the pattern has no field, a field is unknown or stands twice, or two stand side by side.
    """

    def __init__(self, pattern: str) -> None:
        self._names: list[str] = []
        self._parts = pattern.count("/") + 1
        parts, at = [], 0
        for found in _FIELD.finditer(pattern):
            name = found[1].strip()
            if at and found.start() == at:
                raise _wrong(pattern, "two fields stand side by side", "put something between them, such as _")
            if name and name not in _KNOWN and not name.removeprefix(_ATTRIBUTE):
                raise _wrong(pattern, "an attribute without a name", "write {attribute:NAME}")
            if name and name not in _KNOWN and not name.startswith(_ATTRIBUTE):
                raise _wrong(pattern, f"no field {name!r}", f"use {', '.join(_KNOWN)} or attribute:NAME")
            if name and name in self._names:
                raise _wrong(pattern, f"{name!r} stands twice", "name each field once; {} is passed over")
            parts.append(re.escape(pattern[at : found.start()]))
            if name == "date":
                parts.append(r"(\d{4}(?:[-_.]?\d\d){0,2}(?!\d)|[^/]+?)")
            else:
                parts.append("([^/]+?)" if name else "[^/]*?")
            if name:
                self._names.append(name)
            at = found.end()
        if not self._names:
            raise _wrong(pattern, "it names no field", "write, for example, {date}_{author}_{title}")
        parts.append(re.escape(pattern[at:]))
        self._pattern = re.compile("".join(parts))
        self._whole = "." in pattern[at:]

    def known(self, path: Path) -> Known:
        """What the name of a file says."""
        name = "/".join(path.parts[-self._parts :])
        found = self._pattern.fullmatch(name if self._whole else name.removesuffix(path.suffix))
        if found is None:
            return Known(notes=("its name does not fit the pattern",))
        contents = [content.replace("_", " ").strip() for content in found.groups()]
        return Known.of(dict(zip(self._names, contents, strict=True)))


def _wrong(pattern: str, what: str, way_out: str) -> UsageError:
    return UsageError(what, place=f"--names {pattern}", way_out=way_out)


class Beside:
    """A table beside the files: a column ``file`` (a name, an address, or a path from where it stands), and fields.

    Columns that are no fields are attributes of the documents.

    Raises
    ------
    RecordError
        If the table cannot be read; names the line.
    UsageError
        If it has no column ``file``, or names a file twice.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._rows: dict[str, tuple[int, Known]] = {}
        self._met: set[str] = set()
        for line, row in _table(path, columns, "file"):
            name = str(row.pop("file") or "").strip().replace("\\", "/").removeprefix("./")
            if not name:
                continue
            if name in self._rows:
                raise UsageError(f"the file {name!r} stands twice", place=f"{path}, line {line}", way_out="delete one")
            self._rows[name] = (line, Known.of(row))

    def known(self, path: Path) -> Known:
        """What the table says of a file."""
        return self.known_by(*self._from_the_table(path), path.name, path.stem)

    def known_by(self, *names: str) -> Known:
        """What the table says of what has one of these names."""
        for name in names:
            if name in self._rows:
                self._met.add(name)
                return self._rows[name][1]
        return Known(notes=(f"it is not in {self._path.name}",))

    def _from_the_table(self, path: Path) -> Iterator[str]:
        try:
            yield path.resolve().relative_to(self._path.resolve().parent).as_posix()
        except ValueError:
            return

    def unmet(self) -> Iterator[tuple[int, str]]:
        """Lines and names of the table whose files were not among the sources."""
        yield from ((line, name) for name, (line, _) in self._rows.items() if name not in self._met)


class Besides:
    """All that is known of sources besides what stands in them.

    ``names`` is a pattern of file names, ``metadata`` a table beside the files; with ``table`` the files are tables of
    documents themselves, and ``columns`` says what such a table, or the one beside the files, calls our columns.

    Raises
    ------
    RecordError, UsageError
        As :class:`FileNames` and :class:`Beside`; and if rows of a table are to have file names.
    """

    def __init__(
        self,
        names: str | None = None,
        metadata: Path | None = None,
        *,
        table: bool = False,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        if table and (names or metadata):
            raise UsageError(
                "rows of a table have no file names", place="--table", way_out="put what is known into its columns"
            )
        self.metadata, self.table, self.columns = metadata, table, columns
        self._names = FileNames(names) if names else None
        self._beside = Beside(metadata, columns) if metadata else None

    def known(self, path: Path) -> Known:
        """What is known of a file; the table knows better than the name."""
        known = self._beside.known(path) if self._beside else Known()
        return known.beside(self._names.known(path)) if self._names else known

    def known_in_archive(self, archive: Path, source: Source) -> Known:
        """What is known of a file in a zip file, as if it lay beside it, or of a page, which a table may name."""
        if source.uri is None:
            return self.known(archive.parent / (source.locator or source.name).removeprefix(f"{archive.name}!"))
        return self._beside.known_by(source.uri) if self._beside else Known()

    def is_itself(self, path: Path) -> bool:
        """Whether a path is the table beside the files, which is no source."""
        return self.metadata is not None and path.resolve() == self.metadata.resolve()

    def unmet(self) -> Iterator[tuple[int, str]]:
        """Lines of the table beside the files, and names in them, whose files were not met."""
        return self._beside.unmet() if self._beside else iter(())


def is_table(path: Path) -> bool:
    """Whether a file is a table, by its ending."""
    return path.suffix.lower() in _TABLES


def rows_as_sources(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[tuple[Source, Known]]:
    """A table of documents: each row a source of its own, with the words in the column ``text``.

    Raises
    ------
    RecordError
        If the table cannot be read; names the line.
    UsageError
        If it has no column ``text``.
    """
    for line, row in _table(path, columns, "text"):
        text = row.pop("text")
        locator = f"{path.name}, line {line}"
        yield Source(str(text or "").encode(), f"{path.stem}-{line}.txt", locator=locator), Known.of(row)


def columns_of(path: Path) -> list[Json]:
    """The columns of a table: ``name``, ``ours`` and ``examples`` (up to three things that stand in it) each.

    ``ours`` is what it seems to be here, by its name (``file``, ``text`` or a field), or ``None`` for an attribute.
    Only the first fifty rows are looked at.

    Raises
    ------
    RecordError
        If the table cannot be read; names the line.
    UsageError
        If it is none.
    """
    examples: dict[str, list[str]] = {}
    for _, row in islice(_rows(path, None, "text", "file"), 50):
        for name, content in row.items():
            seen = examples.setdefault(name, [])
            text = " ".join(str(content).split())[:80] if content is not None else ""
            if text and text not in seen and len(seen) < 3:
                seen.append(text)
    free = list(_CALLED)
    columns: list[Json] = []
    for name in examples:
        called = name.strip().lower().replace(" ", "_")
        ours = next((one for one in free if called == one or called in _CALLED[one]), None)
        if ours:
            free.remove(ours)
        columns.append({"name": name, "ours": ours, "examples": examples[name]})
    return columns


_CALLED: dict[str, tuple[str, ...]] = dict.fromkeys(_KNOWN, ()) | {
    "file": (
        "filename",
        "file_name",
        "path",
        "datei",
        "dateiname",
        "fichier",
        "archivo",
        "fichero",
        "ficheiro",
        "файл",
    ),
    "text": ("fulltext", "full_text", "body", "content", "inhalt", "volltext", "texte", "texto", "testo", "текст"),
    "title": ("headline", "heading", "titel", "überschrift", "titre", "título", "titulo", "titolo", "заголовок"),
    "date": ("published", "publication_date", "datum", "fecha", "data", "дата"),
    "author": ("authors", "byline", "writer", "autor", "autorin", "verfasser", "auteur", "autore", "автор"),
    "issuer": ("publisher", "organization", "organisation", "herausgeber", "éditeur", "editor", "editore"),
    "addressee": ("recipient", "to", "empfänger", "destinataire", "destinatario"),
    "source": ("outlet", "medium", "newspaper", "journal", "quelle", "zeitung", "fuente", "fonte", "источник"),
    "section": ("rubric", "ressort", "rubrik", "rubrique", "sección", "sezione"),
    "type": ("genre", "kind", "art", "textsorte"),
    "language": ("lang", "sprache", "langue", "idioma", "lingua", "язык"),
}
"""What tables call our columns: only offered, the user decides."""


def _table(path: Path, columns: Mapping[str, str] | None, needed: str) -> Iterator[tuple[int, Json]]:
    met = False
    for line, row in _rows(path, columns, needed):
        met = met or needed in row
        if not met:
            raise UsageError(
                f"no column {needed!r}",
                place=str(path),
                way_out=f"it has: {', '.join(row)}; say which it is with --column {needed}=NAME",
            )
        yield line, {needed: None, **row}


def _rows(path: Path, columns: Mapping[str, str] | None, *needed: str) -> Iterator[tuple[int, Json]]:
    kind = _TABLES.get(path.suffix.lower())
    if kind is None:
        raise UsageError("not a table", place=str(path), way_out="give a .csv, .tsv, .jsonl or .xlsx file")
    return read_rows(path, kind, Heads(columns, {*needed, *_KNOWN, *(columns or {})}, plain=True))
