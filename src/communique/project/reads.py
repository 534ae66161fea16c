"""Reading a project: rows into records, as they are now or as they were after a change."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound
from communique.model.records import (
    Anchor,
    Assignment,
    Attribute,
    AttributeValue,
    Block,
    Capture,
    Codebook,
    Coder,
    DatedValue,
    Document,
    Entity,
    EntityType,
    Finding,
    Highlighter,
    Judgement,
    Range,
    SavedView,
    Scalar,
    Segment,
    Statement,
    StatementType,
    Text,
    Value,
    Variable,
)
from communique.model.words import (
    AnchorStatus,
    AssignmentState,
    BlockKind,
    CoderKind,
    DateBasis,
    DocumentStatus,
    FindingKind,
    FindingStatus,
    Layer,
    Mode,
    VariableKind,
    Verdict,
)
from communique.project import tables as t
from communique.project.history import live
from communique.project.ids import parse_uid, show_uid

_CHUNK = 2_000
_HELD = 4_000_000
_STATUSES = {str(status): status for status in AnchorStatus}


def _select(name: str, as_of: int | None, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Live rows of a thing or fact with all their columns (identity first, bytes excepted)."""
    kind = t.VERSIONED[name]
    version = kind.version
    columns: list[sa.Column[Any]] = [c for c in version.columns if c.name != "id"]
    source: sa.FromClause = version
    if kind.identity is not None:
        columns = [*(c for c in kind.identity.columns if c.name != "content"), *columns]
        source = version.join(kind.identity, kind.identity.c.id == version.c.id)
    return sa.select(*columns).select_from(source).where(live(version, as_of), *conditions)


def _column(name: str, column: str) -> sa.Column[Any]:
    return t.VERSIONED[name].version.c[column]


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ids = list(ids)
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


def count(connection: sa.Connection, name: str, as_of: int | None = None) -> int:
    """How many live rows of a thing or fact there are."""
    version = t.VERSIONED[name].version
    return int(connection.execute(sa.select(sa.func.count()).where(live(version, as_of))).scalar_one())


def highest(connection: sa.Connection, name: str, as_of: int | None = None) -> int:
    """The highest number of a live thing; 0 without any."""
    version = t.VERSIONED[name].version
    return connection.execute(sa.select(sa.func.max(version.c.id)).where(live(version, as_of))).scalar() or 0


# --- captures and texts ----------------------------------------------------------------------------------------------


def captures(connection: sa.Connection, as_of: int | None = None, sha256: str | None = None) -> list[Capture]:
    """All captures, or those of one blob."""
    identity = t.VERSIONED["capture"].identity
    version = t.VERSIONED["capture"].version
    assert identity is not None
    query = (
        sa.select(identity, t.blob.c.size)
        .join(version, version.c.id == identity.c.id)
        .outerjoin(t.blob, t.blob.c.sha256 == identity.c.sha256)
        .where(live(version, as_of))
        .order_by(identity.c.id)
    )
    if sha256 is not None:
        query = query.where(identity.c.sha256 == sha256)
    return [
        Capture(
            id=row.id,
            uid=show_uid(row.uid),
            sha256=row.sha256,
            size=row.size or 0,
            name=row.name,
            uri=row.uri,
            locator=row.locator,
            time=row.time,
            media_type=row.media_type,
        )
        for row in connection.execute(query)
    ]


def blob(connection: sa.Connection, sha256: str) -> tuple[str, bytes] | None:
    """How a blob is packed, and its bytes as they are stored; ``None`` if it was purged."""
    query = sa.select(t.blob.c.packing, t.blob.c.content).where(t.blob.c.sha256 == sha256)
    row = connection.execute(query).first()
    return None if row is None else (row.packing, bytes(row.content))


def texts(connection: sa.Connection, as_of: int | None = None, capture: int | None = None) -> list[Text]:
    """All texts, or those of one capture."""
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    conditions = [] if capture is None else [identity.c.capture_id == capture]
    return [
        Text(
            id=row.id,
            uid=show_uid(row.uid),
            capture=row.capture_id,
            derived_from=row.derived_from,
            reader=row.reader,
            reader_version=row.reader_version,
            encoding=row.encoding,
            sha256=row.sha256,
            length=row.length,
        )
        for row in connection.execute(_select("text", as_of, *conditions).order_by(identity.c.id))
    ]


def captures_of(connection: sa.Connection, document: Document) -> list[int]:
    """The numbers of the captures that a document's texts were made of."""
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    query = sa.select(identity.c.capture_id).where(
        identity.c.id.in_([piece.text for piece in document.ranges]), identity.c.capture_id.is_not(None)
    )
    return sorted(set(connection.execute(query).scalars()))


def content(connection: sa.Connection, text_id: int) -> str:
    """The string of a text."""
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    data = connection.execute(sa.select(identity.c.content).where(identity.c.id == text_id)).scalar()
    if data is None:
        raise NotFound("no such text", place=f"text {text_id}")
    return bytes(data).decode()


def blocks(connection: sa.Connection, text_id: int, as_of: int | None = None) -> list[Block]:
    """The blocks of a text in order."""
    query = _select("block", as_of, _column("block", "text_id") == text_id).order_by(_column("block", "start"))
    return [
        Block(row.text_id, row.start, row.end, BlockKind(row.kind), row.chrome_kind, row.by)
        for row in connection.execute(query)
    ]


def segments(connection: sa.Connection, text_id: int, as_of: int | None = None) -> list[Segment]:
    """The segments of a text, outer before inner."""
    start, end = _column("segment", "start"), _column("segment", "end")
    query = _select("segment", as_of, _column("segment", "text_id") == text_id).order_by(start, end.desc())
    return [
        Segment(
            row.id,
            show_uid(row.uid),
            row.text_id,
            row.start,
            row.end,
            Mode(row.mode),
            row.speaker,
            row.date,
            row.parent_id,
        )
        for row in connection.execute(query)
    ]


def findings(connection: sa.Connection, text_id: int, as_of: int | None = None) -> list[Finding]:
    """What readers proposed about a text, in order of place."""
    query = _select("finding", as_of, _column("finding", "text_id") == text_id).order_by(
        _column("finding", "start"), _column("finding", "id")
    )
    return [
        Finding(
            id=row.id,
            uid=show_uid(row.uid),
            text=row.text_id,
            start=row.start,
            end=row.end,
            kind=FindingKind(row.kind),
            data=json.loads(row.data),
            score=row.score,
            reader=row.reader,
            reader_version=row.reader_version,
            status=FindingStatus(row.status),
        )
        for row in connection.execute(query)
    ]


# --- documents -------------------------------------------------------------------------------------------------------


def documents(connection: sa.Connection, as_of: int | None = None, ids: Sequence[int] | None = None) -> list[Document]:
    """All documents in order of their numbers, or the given ones."""
    if ids is None:
        return _documents(connection, as_of, [], [])
    found: list[Document] = []
    for chunk in _chunks(ids):
        found += _documents(
            connection,
            as_of,
            [_column("document", "id").in_(chunk)],
            [_column("document_range", "document_id").in_(chunk)],
        )
    return found


def _documents(
    connection: sa.Connection,
    as_of: int | None,
    own: list[sa.ColumnElement[bool]],
    of_ranges: list[sa.ColumnElement[bool]],
) -> list[Document]:
    ranges: dict[int, list[Range]] = defaultdict(list)
    query = _select("document_range", as_of, *of_ranges).order_by(
        _column("document_range", "document_id"), _column("document_range", "position")
    )
    for row in connection.execute(query):
        ranges[row.document_id].append(Range(row.text_id, row.start, row.end))
    return [
        Document(
            id=row.id,
            uid=show_uid(row.uid),
            ranges=tuple(ranges.get(row.id, ())),
            title=row.title,
            date=row.date,
            date_basis=DateBasis(row.date_basis),
            author=row.author,
            issuer=row.issuer,
            addressee=row.addressee,
            source=row.source,
            section=row.section,
            type=row.type,
            language=row.language,
            status=DocumentStatus(row.status),
            notes=row.notes,
            coder=row.coder_id,
            attributes=json.loads(row.attributes),
        )
        for row in connection.execute(_select("document", as_of, *own).order_by(_column("document", "id")))
    ]


def document(connection: sa.Connection, name: int | str, as_of: int | None = None) -> Document:
    """The document with this number, uid or title.

    Raises
    ------
    NotFound
        If there is none, or several have the title.
    """
    if isinstance(name, int):
        found = documents(connection, as_of, [name])
    else:
        identity = t.VERSIONED["document"].identity
        assert identity is not None
        uid = parse_uid(name)
        match = identity.c.uid == uid if uid is not None else _column("document", "title") == name
        found = documents(connection, as_of, [row.id for row in connection.execute(_select("document", as_of, match))])
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(
            f"{len(found)} documents have this title",
            place=repr(name),
            way_out=f"use a number: {', '.join(str(d.id) for d in found[:10])}",
        )
    raise NotFound("no such document", place=str(name), way_out="`communique documents` lists them")


class Place:
    """A document's own coordinates: its ranges joined, against the texts they are cut from."""

    def __init__(self, document: Document) -> None:
        self._pieces: list[tuple[int, Range]] = []
        offset = 0
        for piece in document.ranges:
            self._pieces.append((offset, piece))
            offset += piece.end - piece.start
        self.length = offset

    def to_document(self, text_id: int, start: int, end: int) -> tuple[int, int] | None:
        """The span within the document, or ``None`` if it does not lie in its ranges.

        A span that runs across what the document leaves out is given by its first and last part.
        """
        inside = [
            (offset + max(start, piece.start) - piece.start, offset + min(end, piece.end) - piece.start)
            for offset, piece in self._pieces
            if piece.text == text_id and piece.start < end and start < piece.end
        ]
        return (inside[0][0], inside[-1][1]) if inside else None

    def to_text(self, start: int, end: int) -> list[Range]:
        """The pieces of texts that a span of the document covers."""
        return [
            Range(
                piece.text,
                piece.start + max(start, offset) - offset,
                piece.start + min(end, offset + piece.end - piece.start) - offset,
            )
            for offset, piece in self._pieces
            if offset < end and start < offset + piece.end - piece.start
        ]


def document_text(connection: sa.Connection, document: Document) -> str:
    """The document's string: its ranges joined."""
    held: dict[int, str] = {}
    for piece in document.ranges:
        if piece.text not in held:
            held[piece.text] = content(connection, piece.text)
    return "".join(held[piece.text][piece.start : piece.end] for piece in document.ranges)


def document_texts(connection: sa.Connection, documents: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    """Each of many documents with its string; as many are held as go into a few million characters."""
    some: list[Document] = []
    length = 0
    for document in documents:
        some.append(document)
        length += document.length
        if length >= _HELD or len(some) == _CHUNK:
            yield from _texts_of(connection, some)
            some, length = [], 0
    yield from _texts_of(connection, some)


def _texts_of(connection: sa.Connection, documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    wanted = {piece.text for document in documents for piece in document.ranges}
    query = sa.select(identity.c.id, identity.c.content).where(identity.c.id.in_(wanted))
    held = {number: bytes(data).decode() for number, data in connection.execute(query).all()}
    for document in documents:
        yield document, "".join(held[piece.text][piece.start : piece.end] for piece in document.ranges)


def documents_of_blob(connection: sa.Connection, sha256: str, locator: str | None = None) -> list[int] | None:
    """The live documents made of these bytes; ``None`` if they were never captured, or no capture is live.

    With ``locator`` only captures at that place of an archive or table count.
    """
    found = [c for c in captures(connection, sha256=sha256) if locator in (None, c.locator)]
    if not found:
        return None
    identity = t.VERSIONED["text"].identity
    assert identity is not None
    version = t.VERSIONED["document_range"].version
    query = (
        sa.select(version.c.document_id)
        .join(identity, identity.c.id == version.c.text_id)
        .where(live(version), identity.c.capture_id.in_([c.id for c in found]))
        .distinct()
        .order_by(version.c.document_id)
    )
    return list(connection.execute(query).scalars())


# --- codebook, entities, coders --------------------------------------------------------------------------------------


def codebook(connection: sa.Connection, as_of: int | None = None) -> Codebook:
    """The statement types with their variables, and the entity types."""
    variables: dict[int, list[Variable]] = defaultdict(list)
    query = _select("variable", as_of).order_by(_column("variable", "position"), _column("variable", "id"))
    for row in connection.execute(query):
        variables[row.statement_type_id].append(
            Variable(
                id=row.id,
                uid=show_uid(row.uid),
                statement_type=row.statement_type_id,
                name=row.name,
                kind=VariableKind(row.kind),
                entity_type=row.entity_type_id,
                position=row.position,
                qualifier=bool(row.qualifier),
                definition=row.definition,
            )
        )
    types = tuple(
        StatementType(row.id, show_uid(row.uid), row.name, row.color, row.definition, tuple(variables.get(row.id, ())))
        for row in connection.execute(
            _select("statement_type", as_of).order_by(
                _column("statement_type", "position"), _column("statement_type", "id")
            )
        )
    )
    head = connection.execute(_select("codebook", as_of)).first()
    return Codebook(
        head.name if head else "", head.description if head else "", types, tuple(entity_types(connection, as_of))
    )


def entity_types(connection: sa.Connection, as_of: int | None = None) -> list[EntityType]:
    """All entity types."""
    return [
        EntityType(row.id, show_uid(row.uid), row.name, row.color, row.description)
        for row in connection.execute(_select("entity_type", as_of).order_by(_column("entity_type", "id")))
    ]


def entities(connection: sa.Connection, as_of: int | None = None, entity_type: int | None = None) -> list[Entity]:
    """All entities, or those of one type, by name."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(_select("entity_alias", as_of).order_by(_column("entity_alias", "alias"))):
        aliases[row.entity_id].append(row.alias)
    names = {row.id: row.name for row in connection.execute(_select("attribute", as_of))}
    attributes: dict[int, dict[str, str]] = defaultdict(dict)
    dated: dict[int, list[DatedValue]] = defaultdict(list)
    query = _select("entity_attribute", as_of).order_by(_column("entity_attribute", "position"))
    for row in connection.execute(query):
        name = names.get(row.attribute_id, str(row.attribute_id))
        attributes[row.entity_id][name] = row.value
        if row.from_date or row.to_date:
            dated[row.entity_id].append(DatedValue(name, row.value, row.from_date, row.to_date))
    own = [] if entity_type is None else [_column("entity", "entity_type_id") == entity_type]
    return [
        Entity(
            id=row.id,
            uid=show_uid(row.uid),
            type=row.entity_type_id,
            name=row.name,
            parent=row.parent_id,
            color=row.color,
            notes=row.notes,
            aliases=tuple(aliases.get(row.id, ())),
            attributes=attributes.get(row.id, {}),
            dated=tuple(dated.get(row.id, ())),
        )
        for row in connection.execute(
            _select("entity", as_of, *own).order_by(_column("entity", "entity_type_id"), _column("entity", "name"))
        )
    ]


def entity_names(connection: sa.Connection, as_of: int | None = None) -> dict[int, str]:
    """The names of all entities by their numbers."""
    version = t.VERSIONED["entity"].version
    query = sa.select(version.c.id, version.c.name).where(live(version, as_of))
    return {row.id: row.name for row in connection.execute(query)}


def judgements(connection: sa.Connection, as_of: int | None = None) -> list[Judgement]:
    """What persons said of pairs of entities, with who said it last, and when."""
    version = t.VERSIONED["judgement"].version
    query = (
        sa.select(version, t.change.c.actor, t.change.c.time)
        .join(t.change, t.change.c.id == version.c.since)
        .where(live(version, as_of))
        .order_by(version.c.entity_id, version.c.other_id)
    )
    return [
        Judgement(row.entity_id, row.other_id, Verdict(row.verdict), row.actor, row.time)
        for row in connection.execute(query)
    ]


def attributes(connection: sa.Connection, as_of: int | None = None) -> list[Attribute]:
    """What entities of each type are described by, in order of their positions."""
    query = _select("attribute", as_of).order_by(_column("attribute", "position"), _column("attribute", "id"))
    return [
        Attribute(row.id, show_uid(row.uid), row.entity_type_id, row.name, row.position, row.definition)
        for row in connection.execute(query)
    ]


def attribute_values(connection: sa.Connection, as_of: int | None = None) -> list[AttributeValue]:
    """What entities are described as, several values of one attribute in order of their positions."""
    query = _select("entity_attribute", as_of).order_by(
        *(_column("entity_attribute", name) for name in ("entity_id", "attribute_id", "position"))
    )
    return [
        AttributeValue(row.entity_id, row.attribute_id, row.position, row.value, row.from_date, row.to_date)
        for row in connection.execute(query)
    ]


def highlighters(connection: sa.Connection, as_of: int | None = None) -> list[Highlighter]:
    """The patterns that are highlighted."""
    query = _select("highlighter", as_of).order_by(_column("highlighter", "id"))
    return [Highlighter(row.id, show_uid(row.uid), row.pattern, row.color) for row in connection.execute(query)]


def saved_views(connection: sa.Connection, as_of: int | None = None) -> list[SavedView]:
    """The settings of networks that were given names, by name."""
    query = _select("saved_view", as_of).order_by(_column("saved_view", "name"))
    return [
        SavedView(row.id, show_uid(row.uid), row.name, json.loads(row.options)) for row in connection.execute(query)
    ]


def remainder(connection: sa.Connection, format: str, as_of: int | None = None) -> dict[str, dict[str, Any]]:
    """What foreign files of a format held that has no word here: part -> item -> data."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    query = _select("remainder", as_of, _column("remainder", "format") == format)
    for row in connection.execute(query.order_by(_column("remainder", "version"))):
        found[row.part][row.item] = json.loads(row.data)
    return found


def coders(connection: sa.Connection, as_of: int | None = None) -> list[Coder]:
    """Who codes."""
    query = _select("coder", as_of).order_by(_column("coder", "id"))
    return [
        Coder(row.id, show_uid(row.uid), row.name, CoderKind(row.kind), row.color, json.loads(row.attributes))
        for row in connection.execute(query)
    ]


def assignments(connection: sa.Connection, as_of: int | None = None) -> list[Assignment]:
    """Who has, or had, what to code."""
    return [
        Assignment(
            row.id,
            show_uid(row.uid),
            row.document_id,
            row.coder_id,
            Layer(row.layer),
            AssignmentState(row.state),
            bool(row.blind),
        )
        for row in connection.execute(_select("assignment", as_of).order_by(_column("assignment", "id")))
    ]


# --- statements ------------------------------------------------------------------------------------------------------


def statements(
    connection: sa.Connection,
    as_of: int | None = None,
    ids: Sequence[int] | None = None,
    documents: Sequence[int] | None = None,
) -> Iterator[Statement]:
    """All statements in order of their numbers, or the given ones, or those of the given documents."""
    if ids is not None:
        for chunk in _chunks(ids):
            yield from _statements(connection, as_of, _column("statement", "id").in_(chunk))
    elif documents is not None:
        for chunk in _chunks(documents):
            yield from _statements(connection, as_of, _column("statement", "document_id").in_(chunk))
    else:
        every = sa.select(_column("statement", "id")).where(live(t.VERSIONED["statement"].version, as_of))
        for chunk in _chunks(connection.execute(every.order_by(_column("statement", "id"))).scalars()):
            yield from _statements(connection, as_of, _column("statement", "id").between(chunk[0], chunk[-1]))


def statement_uids(connection: sa.Connection) -> dict[bytes, int | None]:
    """Every uid that a statement has or had: ``None`` while it is live, else its number."""
    identity = t.VERSIONED["statement"].identity
    version = t.VERSIONED["statement"].version
    assert identity is not None
    there = sa.and_(version.c.id == identity.c.id, live(version))
    query = sa.select(identity.c.uid, identity.c.id, version.c.id).outerjoin(version, there)
    return {bytes(uid): None if alive is not None else number for uid, number, alive in connection.execute(query)}


def statement_of_uid(connection: sa.Connection, uid: bytes) -> Statement | None:
    """The live statement with this uid."""
    identity = t.VERSIONED["statement"].identity
    assert identity is not None
    number = connection.execute(sa.select(identity.c.id).where(identity.c.uid == uid)).scalar()
    return None if number is None else next(statements(connection, ids=[number]), None)


def count_statements(connection: sa.Connection, as_of: int | None = None) -> dict[int, int]:
    """Statement type -> number of its statements."""
    version = t.VERSIONED["statement"].version
    query = (
        sa.select(version.c.statement_type_id, sa.func.count())
        .where(live(version, as_of))
        .group_by(version.c.statement_type_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def statements_by_coder(connection: sa.Connection, as_of: int | None = None) -> dict[tuple[int, int], int]:
    """(document, coder) -> number of statements."""
    version = t.VERSIONED["statement"].version
    keys = (version.c.document_id, version.c.coder_id)
    query = sa.select(*keys, sa.func.count()).where(live(version, as_of)).group_by(*keys)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def count_anchored(connection: sa.Connection, statuses: Sequence[str], as_of: int | None = None) -> int:
    """How many statements have an anchor of one of these statuses."""
    version = t.VERSIONED["anchor"].version
    query = sa.select(sa.func.count(version.c.statement_id.distinct())).where(
        live(version, as_of), version.c.status.in_(statuses)
    )
    return int(connection.execute(query).scalar() or 0)


def statements_of_entity(connection: sa.Connection, entity: int, as_of: int | None = None) -> list[int]:
    """The numbers of the statements that have an entity as a value, in order."""
    version = t.VERSIONED["value"].version
    query = sa.select(version.c.statement_id).where(live(version, as_of), version.c.entity_id == entity).distinct()
    return sorted(row[0] for row in connection.execute(query))


def statements_by_entity(connection: sa.Connection, as_of: int | None = None) -> dict[tuple[int, int, int], int]:
    """(entity, document, coder) -> number of statements."""
    value, statement = t.VERSIONED["value"].version, t.VERSIONED["statement"].version
    keys = (value.c.entity_id, statement.c.document_id, statement.c.coder_id)
    query = (
        sa.select(*keys, sa.func.count(statement.c.id.distinct()))
        .join(statement, statement.c.id == value.c.statement_id)
        .where(live(value, as_of), live(statement, as_of), value.c.entity_id.is_not(None))
        .group_by(*keys)
    )
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}


def _fields(name: str, as_of: int | None, fields: str, statements: sa.Select[Any]) -> sa.Select[Any]:
    """Live facts about statements, as they are indexed: only these columns, to be taken apart by place.

    There are several times as many of them as there are statements: to ask each row for its columns by name takes
    longer than all the rest, and so would sorting them.
    """
    kind = t.VERSIONED[name]
    columns = kind.version.c
    return (
        sa.select(*(columns[field] for field in fields.split()))
        .where(live(kind.version, as_of), columns.statement_id.in_(statements))
        .order_by(*(columns[field] for field in kind.key))
    )


def _statements(connection: sa.Connection, as_of: int | None, condition: sa.ColumnElement[bool]) -> Iterator[Statement]:
    rows = connection.execute(_select("statement", as_of, condition).order_by(_column("statement", "id"))).all()
    kinds = {v.id: v.kind for kind in codebook(connection, as_of).types for v in kind.variables}
    anchors: dict[int, list[Anchor]] = defaultdict(list)
    values: dict[int, list[Value]] = defaultdict(list)
    theirs = sa.select(_column("statement", "id")).where(live(t.VERSIONED["statement"].version, as_of), condition)
    query = _fields("anchor", as_of, "statement_id text_id start end quote prefix suffix status", theirs)
    for owner, text, start, end, quote, prefix, suffix, status in connection.execute(query).all():
        anchors[owner].append(Anchor(text, start, end, quote, prefix, suffix, _STATUSES[status]))
    fields = "statement_id variable_id group_no position entity_id int_value num_value text_value"
    for owner, variable, group, position, entity, *scalars in connection.execute(
        _fields("value", as_of, fields, theirs)
    ).all():
        scalar = None if entity is not None else _scalar(kinds.get(variable), *scalars)
        values[owner].append(Value(variable, group, position, entity, scalar))
    for row in rows:
        yield Statement(
            id=row.id,
            uid=show_uid(row.uid),
            type=row.statement_type_id,
            document=row.document_id,
            coder=row.coder_id,
            layer=Layer(row.layer),
            anchors=tuple(anchors.get(row.id, ())),
            values=tuple(values.get(row.id, ())),
            attribution=Mode(row.attribution) if row.attribution else None,
            date=row.date,
            memo=row.memo,
            unsure=bool(row.unsure),
            origin=row.origin_id,
        )


def _scalar(kind: VariableKind | None, whole: int | None, number: float | None, text: str | None) -> Scalar | None:
    if whole is not None:
        return bool(whole) if kind is VariableKind.BOOLEAN else int(whole)
    if number is not None:
        return float(number)
    return str(text) if text is not None else None


def groups_of(values: Sequence[Value]) -> Iterator[tuple[int, list[Value]]]:
    """The values by their group, group 0 (those that belong to none) first."""
    ordered = sorted(values, key=lambda v: (v.group, v.variable, v.position))
    for number, members in groupby(ordered, key=lambda v: v.group):
        yield number, list(members)
