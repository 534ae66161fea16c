"""Taking a ``.dna`` file into a project."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from communique.exchange.dna.codebook import CodebookTaker
from communique.exchange.dna.file import DnaFile
from communique.exchange.dna.names import named, renumbered, shortened
from communique.exchange.dna.offsets import Utf16Offsets
from communique.exchange.dna.schema import CODER_DEFAULTS, DATA_TABLES, FORMAT, MEDIA_TYPE, RELATION_RIGHTS, color_of
from communique.model.dates import iso_datetime
from communique.model.records import Value
from communique.model.words import AnchorStatus, CoderKind, DateBasis, Layer, VariableKind
from communique.project import reads
from communique.project.anchors import anchor_at
from communique.project.history import ChangeWriter
from communique.project.ids import new_uid, show_uid
from communique.project.writes import (
    StatementDraft,
    WholeText,
    put_blob,
    put_capture,
    put_coder,
    put_highlighters,
    put_remainder,
    put_statements,
    put_whole_texts,
)

READER, READER_VERSION = "dna", "1"
"""What made the texts."""

_DOCUMENTS = 500
_CHARACTERS = 4_000_000
_STATEMENTS = 2_000


@dataclass
class DnaImport:
    """What became of a ``.dna`` file.

    ``failed`` lists (row, reason) of rows that could not be taken in; ``notes`` what was taken in otherwise than it
    stood in the file; ``entities`` counts new entities by type; ``already`` lists the documents of a file that had
    been taken in before, in which case nothing was done.
    """

    documents: int = 0
    imported: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    already: list[int] | None = None


def import_dna(
    writer: ChangeWriter, file: DnaFile, *, coder: str, progress: Callable[[int], None] = lambda _: None
) -> DnaImport:
    """Write all of a ``.dna`` file as part of a change; all statements stand in the layer ``primary``.

    Numbers are kept where the project never used them. Every short-text variable gets an entity type of its own;
    boolean and integer variables are qualifiers. What DNA stores as an empty string is "not coded" and has no value
    here. The file's bytes are kept as one blob, of which each document is a capture. ``coder`` is who made what the
    file ascribes to nobody.
    """
    result = DnaImport()
    data = file.content()
    digest = put_blob(writer, data)
    there = reads.documents_of_blob(writer.connection, digest)
    if there is not None:
        result.already = there
        return result
    _Taker(writer, file, digest, coder, result).take(progress)
    if not result.documents:
        put_capture(writer, data, name=file.path.name, media_type=MEDIA_TYPE)
    return result


class _Taker:
    """The parts of a file in the order in which they refer to each other."""

    def __init__(self, writer: ChangeWriter, file: DnaFile, digest: str, coder: str, result: DnaImport) -> None:
        self.writer = writer
        self.file = file
        self.digest = digest
        self.default_coder = coder
        self.result = result
        self.coders: dict[int, int] = {}
        self.drafted: list[int] = []
        self.odd: dict[str, list[int]] = defaultdict(list)
        self.codebook = CodebookTaker(writer, file, result.notes, result.failed)

    def take(self, progress: Callable[[int], None]) -> None:
        put_remainder(self.writer, FORMAT, "SETTINGS", {n: {"Value": v} for n, v in self.file.settings.items()})
        self._coders()
        self.codebook.take()
        self.result.entities = self.codebook.made
        highlighters = {str(label): color_of(*rgb) for label, *rgb in self.file.rows("REGEXES")}
        put_highlighters(self.writer, highlighters)
        for name in ("document", "statement"):
            self.writer.leave_ids(name, self.file.highest(f"{name.upper()}S"))
        numbers: dict[int, int] = {}
        for ids in put_statements(self.writer, self._statements()):
            numbers |= dict(zip(self.drafted, ids, strict=True))
            self.drafted.clear()
            self.result.imported += len(ids)
            progress(self.result.imported)
        renumbered(self.result.notes, "statements", numbers)
        self._tell()

    def _coders(self) -> None:
        rows = [dict(zip(_CODER, row, strict=True)) for row in self.file.rows("CODERS", "ORDER BY ID")]
        there = {c.name: c for c in reads.coders(self.writer.connection)}
        uids = {row["ID"]: new_uid() for row in rows}
        called: dict[int, str] = {}
        for row in rows:
            called[row["ID"]] = named(row["Name"], f"coder {row['ID']}", set(called.values()))
            known = there.get(called[row["ID"]])
            if known is not None:
                self.coders[row["ID"]] = known.id
                self.result.notes.append(f"coder {known.name!r} was there already; colour and rights stay as they are")
        relations: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for number, one, other, *rights in self.file.rows("CODERRELATIONS", "ORDER BY ID"):
            if one not in uids or other not in uids:
                self.result.failed.append((f"CODERRELATIONS {number}", "refers to a coder that does not exist"))
                continue
            known = there.get(called[other])
            uid = known.uid if known is not None else show_uid(uids[other])
            relation = {"ID": number, "OtherCoder": uid}
            relations[one].append(relation | dict(zip(RELATION_RIGHTS, rights, strict=True)))
        new = [row for row in rows if row["ID"] not in self.coders]
        ids = self.writer.new(
            "coder",
            [
                {
                    "id": row["ID"],
                    "uid": uids[row["ID"]],
                    "name": called[row["ID"]],
                    "kind": str(CoderKind.PERSON),
                    "color": color_of(row["Red"], row["Green"], row["Blue"]),
                    "attributes": json.dumps(
                        {FORMAT: _coder_attributes(row, called[row["ID"]], relations[row["ID"]])},
                        sort_keys=True,
                        ensure_ascii=False,
                    ),
                }
                for row in new
            ],
        )
        ours = {row["ID"]: number for row, number in zip(new, ids, strict=True)}
        renumbered(self.result.notes, "coders", ours)
        self.coders |= ours

    def _coder(self, number: int | None) -> int:
        if number in self.coders:
            return self.coders[number]
        return put_coder(self.writer, self.default_coder)

    def _statements(self) -> Iterator[StatementDraft]:
        """Write documents, chunk by chunk, and yield the statements that stand in them."""
        statements = _Ahead(self.file.rows("STATEMENTS", "ORDER BY DocumentId, ID"))
        numbers: dict[int, int] = {}
        for chunk in self._documents():
            places = self._put_documents(chunk)
            numbers |= {theirs: place.document for theirs, place in places.items()}
            mine = statements.until(chunk[-1]["ID"])
            while batch := list(islice(mine, _STATEMENTS)):
                yield from self._drafts(batch, places)
        for number, *_ in statements.rest():
            self.result.failed.append((f"STATEMENTS {number}", "stands in a document that does not exist"))
        renumbered(self.result.notes, "documents", numbers)

    def _documents(self) -> Iterator[list[dict[str, Any]]]:
        chunk: list[dict[str, Any]] = []
        size = 0
        for row in self.file.rows("DOCUMENTS", "ORDER BY ID"):
            document = dict(zip(_DOCUMENT, row, strict=True))
            chunk.append(document)
            size += len(document["Text"])
            if len(chunk) >= _DOCUMENTS or size >= _CHARACTERS:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def _put_documents(self, rows: Sequence[Mapping[str, Any]]) -> dict[int, _Place]:
        numbers = put_whole_texts(
            self.writer,
            [WholeText(row["Text"], f"DOCUMENTS/{row['ID']}", self._document(row), row["ID"]) for row in rows],
            sha256=self.digest,
            name=self.file.path.name,
            media_type=MEDIA_TYPE,
            reader=READER,
            reader_version=READER_VERSION,
        )
        self.result.documents += len(rows)
        return {
            row["ID"]: _Place(document, text, row["Text"]) for row, (document, text) in zip(rows, numbers, strict=True)
        }

    def _document(self, row: Mapping[str, Any]) -> dict[str, Any]:
        date = None
        try:
            date = iso_datetime(int(row["Date"]))
        except (OverflowError, ValueError, TypeError):
            self.odd["documents whose date is none: undated here"].append(row["ID"])
        if row["Coder"] is not None and row["Coder"] not in self.coders:
            self.odd["documents whose coder does not exist: without one here"].append(row["ID"])
        return {
            "title": row["Title"],
            "date": date,
            "date_basis": str(DateBasis.CODED if date else DateBasis.NONE),
            "author": row["Author"],
            "source": row["Source"],
            "section": row["Section"],
            "type": row["Type"],
            "notes": row["Notes"],
            "coder_id": self.coders.get(row["Coder"]),
        }

    def _drafts(self, rows: Sequence[tuple[Any, ...]], places: Mapping[int, _Place]) -> Iterator[StatementDraft]:
        values = self._values([row[0] for row in rows])
        for number, kind, document, start, stop, coder in rows:
            place = places.get(document)
            statement_type = self.codebook.types.get(kind)
            if place is None or statement_type is None:
                missing = "document" if place is None else "statement type"
                self.result.failed.append((f"STATEMENTS {number}", f"its {missing} does not exist"))
                continue
            first, last, exact = place.offsets.code_points(start, stop)
            if start >= stop or first >= last:
                self.result.failed.append((f"STATEMENTS {number}", f"{start}–{stop} is no span of its document"))
                continue
            if not exact:
                self.odd["statements whose span cut a character or ran out of the text: widened or cut"].append(number)
            if coder not in self.coders:
                self.odd[f"statements of nobody: ascribed to {self.default_coder}"].append(number)
            status = AnchorStatus.EXACT if exact else AnchorStatus.DOUBTFUL
            self.drafted.append(number)
            yield StatementDraft(
                type=statement_type,
                document=place.document,
                coder=self._coder(coder),
                layer=Layer.PRIMARY,
                anchors=(anchor_at(place.text, place.content, first, last, status),),
                values=tuple(self._own(number, kind, values.get(number, ()))),
                id=number,
            )

    def _values(self, statements: Sequence[int]) -> dict[int, list[tuple[int, str, Any]]]:
        """Statement -> (variable, table, content) of everything coded in it."""
        found: dict[int, list[tuple[int, str, Any]]] = defaultdict(list)
        ids = json.dumps(statements)
        for table, _ in DATA_TABLES.values():
            tail = "JOIN json_each(?) j ON t.StatementId = j.value ORDER BY t.StatementId, t.VariableId"
            for _, statement, variable, content in self.file.rows(table, tail, [ids]):
                found[statement].append((variable, table, content))
        return found

    def _own(self, statement: int, kind: int, coded: Sequence[tuple[int, str, Any]]) -> Iterator[Value]:
        for number, table, content in sorted(coded, key=lambda c: c[0]):
            variable = self.codebook.variables.get(number)
            place = f"{table} of statement {statement}"
            if variable is None or variable.statement_type != kind or variable.table != table:
                self.result.failed.append((place, f"variable {number} is none of its type and data type"))
            elif variable.kind is VariableKind.ENTITY:
                entity = self.codebook.entities.get(content)
                if entity is None:
                    if content not in self.codebook.empty:
                        self.result.failed.append((place, f"entity {content} does not exist"))
                elif self.codebook.entity_types[entity] != variable.entity_type:
                    self.result.failed.append((place, f"entity {content} is one of another variable"))
                else:
                    yield Value(variable.id, 0, 0, entity=entity)
            elif variable.kind is VariableKind.TEXT:
                if content:
                    yield Value(variable.id, 0, 0, value=content)
            elif not isinstance(content, int):
                self.result.failed.append((place, f"{content!r} is not a whole number"))
            else:
                yield Value(
                    variable.id, 0, 0, value=bool(content) if variable.kind is VariableKind.BOOLEAN else content
                )

    def _tell(self) -> None:
        notes = self.result.notes
        for what, numbers in self.odd.items():
            notes.append(f"{len(numbers)} {what} ({shortened(numbers)})")
        if self.file.repaired:
            notes.append(f"{self.file.repaired} strings held broken or NUL characters: they are U+FFFD here")
        for table in self.file.unknown_tables():
            self.result.failed.append((table, "is not a table of DNA 3; nothing of it was taken in"))


_CODER = ("ID", "Name", "Red", "Green", "Blue", *CODER_DEFAULTS)
_DOCUMENT = ("ID", "Title", "Text", "Coder", "Author", "Source", "Section", "Notes", "Type", "Date")


def _coder_attributes(row: Mapping[str, Any], called: str, relations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: row[name] for name in CODER_DEFAULTS}
    if relations:
        kept["relations"] = list(relations)
    if row["Name"] != called:
        kept |= {"Name": row["Name"], "called": called}
    return kept


class _Place:
    """A document as statements need it: its number, its text's number and content, and offsets."""

    __slots__ = ("content", "document", "offsets", "text")

    def __init__(self, document: int, text: int, content: str) -> None:
        self.document = document
        self.text = text
        self.content = content
        self.offsets = Utf16Offsets(content)


class _Ahead:
    """Statements in order of their documents, handed out up to a document."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def until(self, document: int) -> Iterator[tuple[Any, ...]]:
        """Statements of documents up to and including this one."""
        while self._next is not None and (self._next[2] is None or self._next[2] <= document):
            yield self._take()

    def rest(self) -> Iterator[tuple[Any, ...]]:
        """All others."""
        while self._next is not None:
            yield self._take()

    def _take(self) -> tuple[Any, ...]:
        assert self._next is not None
        row, self._next = self._next, next(self._rows, None)
        return row
