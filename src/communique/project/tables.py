"""The tables of a project.

A *thing* (document, entity, statement …) has an identity row that never goes, with a small integer ``id``, a ``uid``
(UUIDv7) and what can never change about it; and version rows with ``since`` and ``until`` (change ids) for the rest.
A *fact* (value, anchor, alias …) has version rows only, identified by its natural key. Live rows have ``until IS
NULL``; a partial unique index holds that there is one at most. ``version`` numbers grow with ``since``, because
writers take turns: so the rows that a change began stand together, and its header names the first and last of each
table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

FORMAT = 2
"""The format version that this program writes; grows with every migration."""

APPLICATION_ID = 0x434D4E51
"""``PRAGMA application_id`` of a project file ("CMNQ")."""

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})

_Id = BigInteger().with_variant(Integer, "sqlite")


def _ref(name: str, target: str, *, required: bool = True) -> Column[Any]:
    return Column(name, _Id, ForeignKey(f"{target}.id"), nullable=not required)


def _text(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=not required)


def _int(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, _Id, nullable=not required)


def _layer() -> Column[Any]:
    return Column("layer", Text, ForeignKey("layer.name"), nullable=False)


@dataclass(frozen=True)
class Versioned:
    """A thing or a fact: its tables, what identifies it, what it refers to, what must be unique while live."""

    name: str
    version: Table
    identity: Table | None
    key: tuple[str, ...]
    references: dict[str, str]
    unique: tuple[tuple[str, ...], ...]

    @property
    def payload(self) -> tuple[str, ...]:
        """Columns of the version table other than ``version``, ``since`` and ``until``."""
        return tuple(c.name for c in self.version.columns if c.name not in ("version", "since", "until"))


VERSIONED: dict[str, Versioned] = {}
"""Every thing and fact by name, in an order in which references point backwards."""


def _versioned(
    name: str,
    columns: list[Column[Any]],
    *,
    fixed: list[Column[Any]] | None = None,
    key: tuple[str, ...] = ("id",),
    unique: tuple[tuple[str, ...], ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
) -> Versioned:
    identity = None
    table_name = name
    if key == ("id",):
        identity = Table(
            name,
            metadata,
            Column("id", _Id, primary_key=True, autoincrement=False),
            Column("uid", LargeBinary(16), nullable=False, unique=True),
            *(fixed or []),
        )
        columns = [_ref("id", name), *columns]
        table_name = f"{name}_version"
    version = Table(
        table_name,
        metadata,
        Column("version", _Id, primary_key=True, autoincrement=False),
        *columns,
        Column("since", _Id, nullable=False),
        Column("until", _Id),
    )
    live = version.c.until.is_(None)
    for names in (key, *unique):
        Index(
            f"live_{table_name}_{'_'.join(names)}",
            *(version.c[n] for n in names),
            unique=True,
            sqlite_where=live,
            postgresql_where=live,
        )
    for names in indexes:
        Index(
            f"ix_{table_name}_{'_'.join(names)}",
            *(version.c[n] for n in names),
            sqlite_where=live,
            postgresql_where=live,
        )
    ended = version.c.until.is_not(None)
    Index(f"ended_{table_name}", version.c.until, sqlite_where=ended, postgresql_where=ended)
    references = {
        c.name: next(iter(c.foreign_keys)).target_fullname.split(".")[0]
        for table in (version, identity)
        if table is not None
        for c in table.columns
        if c.foreign_keys and c.name != "id"
    }
    references = {column: target for column, target in references.items() if target in VERSIONED or target == name}
    VERSIONED[name] = Versioned(name, version, identity, key, references, unique)
    return VERSIONED[name]


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

change = Table(
    "change",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("uid", LargeBinary(16), nullable=False, unique=True),
    _text("time"),
    _text("actor"),
    _text("session"),
    _text("verb"),
    _text("summary"),
    _text("arguments"),
    Column("undoes", _Id, ForeignKey("change.id"), index=True),
    _text("began"),
)
"""One row per act. ``began`` is JSON: table -> [first, last] version begun."""

layer = Table("layer", metadata, Column("name", Text, primary_key=True), Column("position", Integer, nullable=False))

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    _int("size"),
    _text("packing"),
    Column("content", LargeBinary, nullable=False),
)
"""Originals, byte for byte once unpacked (``packing``: ``none`` or ``zlib``). Never changed; only purge removes one."""

tombstone = Table(
    "tombstone",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    _text("sha256"),
    _text("what"),
    Column("change_id", _Id, ForeignKey("change.id"), nullable=False),
    _text("actor"),
    _text("time"),
    _text("reason"),
)

coder = _versioned(
    "coder",
    [_text("name"), _text("kind"), _text("color", required=False), _text("attributes")],
    unique=(("name",),),
)
capture = _versioned(
    "capture",
    [],
    fixed=[
        Column("sha256", Text, nullable=False, index=True),
        _text("name"),
        _text("uri", required=False),
        _text("locator", required=False),
        _text("time"),
        _text("media_type"),
    ],
)
text = _versioned(
    "text",
    [],
    fixed=[
        _ref("capture_id", "capture", required=False),
        _ref("derived_from", "text", required=False),
        _text("reader"),
        _text("reader_version"),
        _text("options"),
        _text("encoding", required=False),
        _text("sha256"),
        _int("length"),
        Column("content", LargeBinary, nullable=False),
    ],
)
document = _versioned(
    "document",
    [
        _text("title"),
        _text("date", required=False),
        _text("date_basis"),
        *(
            _text(n)
            for n in ("author", "issuer", "addressee", "source", "section", "type", "language", "status", "notes")
        ),
        _ref("coder_id", "coder", required=False),
        _text("attributes"),
    ],
)
document_range = _versioned(
    "document_range",
    [_ref("document_id", "document"), _int("position"), _ref("text_id", "text"), _int("start"), _int("end")],
    key=("document_id", "position"),
    indexes=(("text_id",),),
)
block = _versioned(
    "block",
    [
        _ref("text_id", "text"),
        _int("start"),
        _int("end"),
        _text("kind"),
        _text("chrome_kind", required=False),
        _text("by"),
    ],
    key=("text_id", "start"),
)
segment = _versioned(
    "segment",
    [
        _ref("text_id", "text"),
        _int("start"),
        _int("end"),
        _text("mode"),
        _text("speaker", required=False),
        _text("date", required=False),
        _ref("parent_id", "segment", required=False),
    ],
    indexes=(("text_id",),),
)
finding = _versioned(
    "finding",
    [
        _ref("text_id", "text"),
        _int("start", required=False),
        _int("end", required=False),
        _text("kind"),
        _text("data"),
        Column("score", Float),
        _text("reader"),
        _text("reader_version"),
        _text("status"),
    ],
    indexes=(("text_id",),),
)
codebook = _versioned("codebook", [_text("name"), _text("description")])
entity_type = _versioned(
    "entity_type",
    [_text("name"), _text("color", required=False), _text("description")],
    unique=(("name",),),
)
attribute = _versioned(
    "attribute",
    [_ref("entity_type_id", "entity_type"), _text("name"), _int("position"), _text("definition")],
    unique=(("entity_type_id", "name"),),
)
entity = _versioned(
    "entity",
    [
        _ref("entity_type_id", "entity_type"),
        _text("name"),
        _ref("parent_id", "entity", required=False),
        _text("color", required=False),
        _text("notes"),
    ],
    unique=(("entity_type_id", "name"),),
)
entity_alias = _versioned(
    "entity_alias",
    [_ref("entity_id", "entity"), _text("alias")],
    key=("entity_id", "alias"),
)
entity_attribute = _versioned(
    "entity_attribute",
    [
        _ref("entity_id", "entity"),
        _ref("attribute_id", "attribute"),
        _int("position"),
        _text("value"),
        _text("from_date", required=False),
        _text("to_date", required=False),
    ],
    key=("entity_id", "attribute_id", "position"),
)
judgement = _versioned(
    "judgement",
    [_ref("entity_id", "entity"), _ref("other_id", "entity"), _text("verdict")],
    key=("entity_id", "other_id"),
)
"""What a person said of two entities that may be one: ``different`` or ``unsure`` (``same`` makes one of them).
``entity_id`` is the smaller number. By whom and when: the change that began the row."""

statement_type = _versioned(
    "statement_type",
    [_text("name"), _text("color", required=False), _text("definition"), _int("position")],
    unique=(("name",),),
)
variable = _versioned(
    "variable",
    [
        _ref("statement_type_id", "statement_type"),
        _text("name"),
        _text("kind"),
        _ref("entity_type_id", "entity_type", required=False),
        _int("position"),
        Column("qualifier", Boolean, nullable=False),
        _text("definition"),
    ],
    unique=(("statement_type_id", "name"),),
)
statement = _versioned(
    "statement",
    [
        _ref("statement_type_id", "statement_type"),
        _ref("document_id", "document"),
        _ref("coder_id", "coder"),
        _layer(),
        _text("attribution", required=False),
        _text("date", required=False),
        _text("memo"),
        Column("unsure", Boolean, nullable=False),
        _ref("origin_id", "statement", required=False),
    ],
    indexes=(("document_id",),),
)
anchor = _versioned(
    "anchor",
    [
        _ref("statement_id", "statement"),
        _int("position"),
        _ref("text_id", "text"),
        _int("start"),
        _int("end"),
        _text("quote"),
        _text("prefix"),
        _text("suffix"),
        _text("status"),
    ],
    key=("statement_id", "position"),
    indexes=(("text_id",),),
)
value = _versioned(
    "value",
    [
        _ref("statement_id", "statement"),
        _ref("variable_id", "variable"),
        _int("group_no"),
        _int("position"),
        _ref("entity_id", "entity", required=False),
        _int("int_value", required=False),
        Column("num_value", Float),
        _text("text_value", required=False),
    ],
    key=("statement_id", "variable_id", "group_no", "position"),
    indexes=(("entity_id",),),
)
"""One of the last four columns is set: ``entity_id`` (entity), ``int_value`` (boolean as 0/1, integer), ``num_value``
(number), ``text_value`` (text, date)."""

highlighter = _versioned(
    "highlighter",
    [_text("pattern"), _text("color", required=False)],
    unique=(("pattern",),),
)
"""Regular expressions whose matches coders want to see in a colour."""

saved_view = _versioned(
    "saved_view",
    [_text("name"), _text("options")],
    unique=(("name",),),
)
"""Settings of a network under a name: ``options`` is JSON, under the names of the specification's fields."""

remainder = _versioned(
    "remainder",
    [_text("format"), _text("part"), _text("item"), _text("data")],
    key=("format", "part", "item"),
)
"""What a foreign file holds that has no word here, as JSON, so that exporting to its format loses nothing."""

assignment = _versioned(
    "assignment",
    [
        _ref("document_id", "document"),
        _ref("coder_id", "coder"),
        _layer(),
        _text("state"),
        Column("blind", Boolean, nullable=False),
    ],
    unique=(("document_id", "coder_id", "layer"),),
)
