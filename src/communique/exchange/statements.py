"""Taking statement files into a project: every row anchored by its quote or its offsets."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from communique.coding.matching import find_quote, same_words
from communique.coding.values import parse_boolean, parse_scalar, parse_whole
from communique.exchange.heads import FIXED
from communique.exchange.rows import groups_of_row
from communique.model.dates import date_bounds
from communique.model.errors import CommuniqueError, NotFound, RecordError, UsageError
from communique.model.records import Anchor, Codebook, Document, Scalar, StatementType, Value, Variable
from communique.model.words import Layer, Mode, VariableKind
from communique.project import reads
from communique.project.anchors import anchor_at
from communique.project.history import ChangeWriter
from communique.project.ids import parse_uid
from communique.project.statement_edits import end_rows, live_rows
from communique.project.writes import StatementDraft, checked_name, put_coder, put_entities, put_statements

_IGNORED = ("id", "status", "spans", "values")
_KEPT_TEXTS = 64
_COMPARED = 2_000


@dataclass
class ImportResult:
    """What became of a statement file.

    ``failed`` lists (line, reason) of rows that were not imported; ``already`` counts rows whose uid is in the project;
    ``entities`` counts new entities by type.
    """

    imported: int = 0
    already: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    entities: Counter[str] = field(default_factory=Counter)


def import_statements(
    writer: ChangeWriter,
    rows: Iterable[tuple[int, dict[str, Any]]],
    *,
    coder: str,
    place: str,
    progress: Callable[[int], None] = lambda _: None,
) -> ImportResult:
    """Write the rows of a statement file as part of a change.

    ``coder`` is who made the statements of rows that do not say so. A quote that occurs more than once without offsets,
    or nowhere, is reported and not imported; so is any row with a value that its variable cannot hold.

    Raises
    ------
    UsageError
        If a column is neither fixed nor a variable of the codebook: nothing is imported then.
    """
    importer = _Importer(writer, coder, place)
    for ids in put_statements(writer, importer.drafts(rows)):
        importer.result.imported += len(ids)
        progress(importer.result.imported)
    return importer.result


def import_statement(writer: ChangeWriter, row: Mapping[str, Any], *, coder: str, number: int | None = None) -> int:
    """Write one statement as part of a change; ``number`` is that of one which is coded again. Returns its number.

    Raises
    ------
    CommuniqueError
        If the row is no statement of the codebook, or its quote is not where it should be.
    """
    importer = _Importer(writer, coder, "the statement")
    importer.check_columns(row, 1)
    draft = importer.draft(row)
    if draft is None:
        raise RecordError("a statement with this uid is there already", way_out="leave the uid out")
    if number is not None:
        origin = next(r["origin_id"] for r in live_rows(writer.connection, "statement", "id", [number]))
        draft = replace(draft, identity=number, origin=origin)
        for name, column in (("value", "statement_id"), ("anchor", "statement_id"), ("statement", "id")):
            end_rows(writer, name, live_rows(writer.connection, name, column, [number]))
    ((written,),) = put_statements(writer, [draft])
    return written


_Written = tuple[Variable, int, int, Scalar]
"""A value as a row has it: variable, group, position, and the name of an entity or the scalar."""


class _Importer:
    """Turns rows into drafts, making coders and entities on the way."""

    def __init__(self, writer: ChangeWriter, coder: str, place: str) -> None:
        self.writer = writer
        self.place = place
        self.default_coder = coder
        self.result = ImportResult()
        connection = writer.connection
        self.codebook: Codebook = reads.codebook(connection)
        self.types = {s.name: s for s in self.codebook.types}
        self.variables = {v.name for s in self.codebook.types for v in s.variables}
        self.entity_types = {e.id: e.name for e in self.codebook.entity_types}
        self.entities: dict[tuple[int, str], int] = {}
        for entity in reads.entities(connection):
            for alias in entity.aliases:
                self.entities.setdefault((entity.type, alias), entity.id)
        for entity in reads.entities(connection):
            self.entities[entity.type, entity.name] = entity.id
        self.documents = _Documents(connection)
        self.coders: dict[str, int] = {}
        self.known: dict[bytes, int | None] | None = None
        self.checked: set[tuple[str, ...]] = set()

    def drafts(self, rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[StatementDraft]:
        """The statements of rows; those that are none are listed in the result."""
        for line, row in rows:
            self.check_columns(row, line)
            try:
                draft = self.draft(row)
            except CommuniqueError as error:
                self.result.failed.append((line, str(error)))
                continue
            if draft is None:
                self.result.already += 1
            else:
                yield draft

    def check_columns(self, row: Mapping[str, Any], line: int) -> None:
        """Refuse a row with a column that nobody knows, or without the needed ones."""
        names = tuple(row)
        if names in self.checked:
            return
        for name in names:
            if name not in FIXED and name not in _IGNORED and name not in self.variables:
                near = difflib.get_close_matches(name, [*FIXED, *sorted(self.variables)], 1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                raise UsageError(
                    f"column {name!r} is neither a field of statement files nor a variable of the codebook",
                    place=f"{self.place}, line {line}",
                    way_out=f"{hint}Variables are: {', '.join(sorted(self.variables))}",
                )
        if "document" not in names or not {"quote", "start", "spans"} & set(names):
            raise UsageError(
                "the columns 'document' and 'quote' (or 'start' and 'end') are needed",
                place=f"{self.place}, line {line}",
                way_out=f"it has: {', '.join(names)}",
            )
        self.checked.add(names)

    def draft(self, row: Mapping[str, Any]) -> StatementDraft | None:
        """The statement that a row means; ``None`` if it is there already."""
        uid = self._uid(row.get("uid"))
        known = {} if uid is None else self._uids()
        if uid is not None and uid in known and known[uid] is None:
            return None
        document = self.documents.find(row.get("document"))
        anchors = tuple(
            anchor
            for span in _spans(row, self.documents.text(document), document)
            for anchor in self.documents.anchors(document, *span)
        )
        kind = self._type(row)
        layer = _one_of(Layer, row.get("layer") or "primary", "layer")
        attribution = _one_of(Mode, row["attribution"], "attribution") if row.get("attribution") else None
        date = _text(row, "date").strip() or None
        if date is not None:
            date_bounds(date)
        unsure = parse_boolean(row["unsure"], "unsure") if row.get("unsure") not in (None, "") else False
        memo = _text(row, "memo")
        coder = checked_name(_text(row, "coder") or self.default_coder, "coder")
        values = list(self._values(kind, row))
        # Nothing is made for a row that fails: from here on nothing can.
        draft = StatementDraft(
            type=kind.id,
            document=document.id,
            coder=self._coder(coder),
            layer=layer,
            anchors=anchors,
            values=tuple(self._value(*value) for value in values),
            attribution=attribution,
            date=date,
            memo=memo,
            unsure=unsure,
            uid=uid,
            identity=known.get(uid) if uid is not None else None,
        )
        if uid is not None:
            known[uid] = None
        return draft

    def _uid(self, written: Any) -> bytes | None:
        if not written:
            return None
        uid = parse_uid(str(written))
        if uid is None:
            raise RecordError(f"{written!r} is not a uid", way_out="leave the column empty for new statements")
        return uid

    def _uids(self) -> dict[bytes, int | None]:
        """The uids of all statements that ever were: ``None`` for those that are there, else their number."""
        if self.known is None:
            self.known = reads.statement_uids(self.writer.connection)
        return self.known

    def _type(self, row: Mapping[str, Any]) -> StatementType:
        name = row.get("type")
        if name:
            kind = self.types.get(str(name))
            if kind is None:
                raise RecordError(f"no statement type {name!r}", way_out=f"the codebook has: {', '.join(self.types)}")
            return kind
        used = {n for n in row if n in self.variables and row[n] not in (None, "", [])}
        used.update(name for group in groups_of_row(row.get("groups")) for name in group)
        for kind in self.codebook.types:
            if used <= {v.name for v in kind.variables}:
                return kind
        raise RecordError("no statement type has all these variables", way_out="add a column 'type'")

    def _coder(self, name: str) -> int:
        if name not in self.coders:
            self.coders[name] = put_coder(self.writer, name)
        return self.coders[name]

    def _values(self, kind: StatementType, row: Mapping[str, Any]) -> Iterator[_Written]:
        own = {v.name: v for v in kind.variables}
        for name, written in row.items():
            if name in FIXED or name in _IGNORED:
                continue
            items = _several(written)
            if not items:
                continue
            variable = own.get(name)
            if variable is None:
                raise RecordError(f"type {kind.name!r} has no variable {name!r}", way_out=f"it has: {', '.join(own)}")
            yield from self._items(variable, items, 0)
        for number, group in enumerate(groups_of_row(row.get("groups")), 1):
            for name, written in group.items():
                variable = own.get(name)
                if variable is None:
                    raise RecordError(
                        f"type {kind.name!r} has no variable {name!r}", way_out=f"it has: {', '.join(own)}"
                    )
                yield from self._items(variable, _several(written), number)

    def _items(self, variable: Variable, items: Sequence[Any], group: int) -> Iterator[_Written]:
        if variable.qualifier and (len(items) > 1 or group):
            raise RecordError(
                f"{variable.name!r} is a qualifier and holds one value for the whole statement",
                way_out="make one statement for each",
            )
        for position, item in enumerate(items):
            if isinstance(item, (dict, list)):
                raise RecordError(
                    f"{item!r} is not a single value of {variable.name!r}", way_out="write texts or numbers"
                )
            if variable.kind is VariableKind.ENTITY:
                yield variable, group, position, checked_name(str(item), variable.name)
            else:
                yield variable, group, position, parse_scalar(variable.kind, item, variable.name)

    def _value(self, variable: Variable, group: int, position: int, content: Scalar) -> Value:
        if variable.kind is not VariableKind.ENTITY:
            return Value(variable.id, group, position, value=content)
        assert variable.entity_type is not None
        return Value(variable.id, group, position, entity=self._entity(variable.entity_type, str(content)))

    def _entity(self, entity_type: int, name: str) -> int:
        number = self.entities.get((entity_type, name))
        if number is None:
            number = put_entities(self.writer, entity_type, [name])[0]
            self.entities[entity_type, name] = number
            self.result.entities[self.entity_types.get(entity_type, "")] += 1
        return number


class _Documents:
    """The project's documents by every name a row may use, and their texts."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.by_name: dict[str, list[Document]] = defaultdict(list)
        self.texts: dict[int, str] = {}
        self.joined: dict[int, str] = {}
        self.titles: list[str] = []
        self.hints: dict[str, str] = {}
        for document in reads.documents(connection):
            self.titles.append(document.title.strip())
            for name in {str(document.id), document.uid, document.title.strip()}:
                if name:
                    self.by_name[name].append(document)

    def find(self, name: Any) -> Document:
        if isinstance(name, int) and not isinstance(name, bool):
            found = [d for d in self.by_name.get(str(name), []) if d.id == name]
        else:
            found = self.by_name.get(str(name).strip() if name is not None else "", [])
        if not found:
            raise NotFound(f"no document {name!r}", way_out=self._hint(str(name)))
        if len(found) > 1:
            uids = ", ".join(d.uid for d in found[:10])
            raise NotFound(f"{len(found)} documents are called {name!r}", way_out=f"use a uid: {uids}")
        return found[0]

    def _hint(self, name: str) -> str:
        if name not in self.hints:
            near = difflib.get_close_matches(name, self.titles[:_COMPARED], 1)
            self.hints[name] = f"did you mean {near[0]!r}?" if near else "give its number, uid or title"
        return self.hints[name]

    def text(self, document: Document) -> str:
        """The document's own string."""
        if document.id not in self.joined:
            if len(self.joined) >= _KEPT_TEXTS:
                self.joined.clear()
            self.joined[document.id] = "".join(self._whole(p.text)[p.start : p.end] for p in document.ranges)
        return self.joined[document.id]

    def anchors(self, document: Document, start: int, end: int) -> tuple[Anchor, ...]:
        """The anchors of a span of the document: one for each piece of text that it covers."""
        if len(document.ranges) == 1:
            piece = document.ranges[0]
            return (anchor_at(piece.text, self._whole(piece.text), piece.start + start, piece.start + end),)
        pieces = reads.Place(document).to_text(start, end)
        return tuple(anchor_at(p.text, self._whole(p.text), p.start, p.end) for p in pieces)

    def _whole(self, text_id: int) -> str:
        if text_id not in self.texts:
            if len(self.texts) >= _KEPT_TEXTS:
                self.texts.clear()
            self.texts[text_id] = reads.content(self.connection, text_id)
        return self.texts[text_id]


def _spans(row: Mapping[str, Any], text: str, document: Document) -> list[tuple[int, int]]:
    spans = row.get("spans")
    if not spans or row.get("quote") not in (None, "") or row.get("start") not in (None, ""):
        return [_span(row, text, document)]
    if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
        raise RecordError("spans are not a list of objects", way_out='write [{"start": 0, "end": 9, "quote": "…"}, …]')
    return [_span(span, text, document) for span in spans]


def _span(row: Mapping[str, Any], text: str, document: Document) -> tuple[int, int]:
    quote = _text(row, "quote")
    start, end = (_offset(row.get(n), n) for n in ("start", "end"))
    if (start is None) != (end is None):
        raise RecordError("start and end belong together", way_out="give both, or neither")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text):
            raise RecordError(
                f"{start}–{end} is not a span of document {document.id}, which has {len(text)} characters",
                way_out="offsets count code points of the document from 0, the end excluded",
            )
        if quote.strip() and not same_words(text[start:end], quote):
            raise RecordError(
                f"document {document.id} reads {_short(text[start:end])} at {start}–{end}, not {_short(quote)}",
                way_out="correct the offsets, or leave them out",
            )
        return start, end
    if not quote.strip():
        raise RecordError("neither a quote nor start and end", way_out="give one of them")
    found = find_quote(text, quote)
    if len(found) == 1:
        return found[0]
    if not found:
        raise RecordError(
            f"the quote {_short(quote)} does not occur in document {document.id}", way_out="copy it from the text"
        )
    places = ", ".join(f"{a}–{b}" for a, b in found[:5])
    raise RecordError(
        f"the quote {_short(quote)} occurs {len(found)} times in document {document.id} ({places})",
        way_out="add start and end",
    )


def _offset(written: Any, name: str) -> int | None:
    if written in (None, ""):
        return None
    try:
        return parse_whole(str(written).strip())
    except ValueError as error:
        raise RecordError(f"{name} {written!r} is not a whole number", way_out="count code points from 0") from error


def _text(row: Mapping[str, Any], name: str) -> str:
    written = row.get(name)
    if written is None:
        return ""
    if isinstance(written, (dict, list, bool)):
        raise RecordError(f"{name} {written!r} is not a text", way_out="write one text")
    if "\0" in str(written):
        raise RecordError(f"{name} holds a NUL character", way_out="remove it")
    return str(written)


def _several(written: Any) -> list[Any]:
    if written is None or written == "":
        return []
    items = written if isinstance(written, list) else [written]
    return [item for item in items if item is not None and (not isinstance(item, str) or item.strip())]


def _one_of(words: Any, written: Any, name: str) -> Any:
    try:
        return words(str(written).strip().lower())
    except ValueError as error:
        raise RecordError(f"{name} {written!r} is unknown", way_out=f"use one of: {', '.join(words)}") from error


def _short(quote: str) -> str:
    quote = " ".join(quote.split())
    return f"“{quote[:60]}…”" if len(quote) > 60 else f"“{quote}”"
