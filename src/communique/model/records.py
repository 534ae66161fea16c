"""The words of the design as plain frozen records. Ids are small integers within one project; ``uid`` is a UUIDv7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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

Scalar = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Change:
    """One act: verb, arguments, actor, session, time, and the change it undoes.

    ``undone`` names the change that undid it and is itself in effect; ``None`` while this one stands.
    """

    id: int
    uid: str
    time: str
    actor: str
    session: str
    verb: str
    summary: str
    arguments: Mapping[str, Any]
    undoes: int | None = None
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Where and when a blob was got. One blob may have many captures."""

    id: int
    uid: str
    sha256: str
    size: int
    name: str
    uri: str | None
    locator: str | None
    time: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Text:
    """The immutable string that one reader made of a capture, or a correction of an earlier text."""

    id: int
    uid: str
    capture: int | None
    derived_from: int | None
    reader: str
    reader_version: str
    encoding: str | None
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Range:
    """A piece ``[start, end)`` of a text; a document is a sequence of them."""

    text: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text by one author on one occasion."""

    id: int
    uid: str
    ranges: tuple[Range, ...]
    title: str
    date: str | None = None
    date_basis: DateBasis = DateBasis.NONE
    author: str = ""
    issuer: str = ""
    addressee: str = ""
    source: str = ""
    section: str = ""
    type: str = ""
    language: str = ""
    status: DocumentStatus = DocumentStatus.NEW
    notes: str = ""
    coder: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Code points of the document, its ranges joined."""
        return sum(r.end - r.start for r in self.ranges)


@dataclass(frozen=True, slots=True)
class Block:
    """A range of a text with a kind."""

    text: int
    start: int
    end: int
    kind: BlockKind
    chrome_kind: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A range of a text with whose words it holds."""

    id: int
    uid: str
    text: int
    start: int
    end: int
    mode: Mode
    speaker: str | None
    date: str | None
    parent: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader proposes about a text, and what a person made of it."""

    id: int
    uid: str
    text: int
    start: int | None
    end: int | None
    kind: FindingKind
    data: Mapping[str, Any]
    score: float | None
    reader: str
    reader_version: str
    status: FindingStatus


@dataclass(frozen=True, slots=True)
class EntityType:
    """A sort of entities: person, organization, concept, place …"""

    id: int
    uid: str
    name: str
    color: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What an attribute was from one date to another (ISO 8601 or EDTF; ``None`` for an open end)."""

    attribute: str
    value: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that statements speak of, under its canonical name.

    ``attributes`` hold one value each: the undated one, else the latest; ``dated`` lists those of a time.
    """

    id: int
    uid: str
    type: int
    name: str
    parent: int | None = None
    color: str | None = None
    notes: str = ""
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    dated: tuple[DatedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """That two entities are different, or that it is not known; ``by`` whom and at what ``time`` (ISO 8601, UTC).

    ``entity`` is the smaller of the two numbers. Entities judged to be the same are one, and need no judgement.
    """

    entity: int
    other: int
    verdict: Verdict
    by: str
    time: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """What entities of a type are described by: a country, a sort, a web address."""

    id: int
    uid: str
    entity_type: int
    name: str
    position: int
    definition: str = ""


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """What one entity is described as, from and to a date where that changes."""

    entity: int
    attribute: int
    position: int
    value: str
    from_date: str | None = None
    to_date: str | None = None


@dataclass(frozen=True, slots=True)
class Highlighter:
    """A regular expression whose matches coders want to see in a colour."""

    id: int
    uid: str
    pattern: str
    color: str | None = None


@dataclass(frozen=True, slots=True)
class SavedView:
    """Settings of a network that were given a name; ``options`` are fields of the specification."""

    id: int
    uid: str
    name: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Variable:
    """A slot of a statement type. ``entity_type`` is set for kind ``entity`` only; several may share one."""

    id: int
    uid: str
    statement_type: int
    name: str
    kind: VariableKind
    entity_type: int | None
    position: int
    qualifier: bool = False
    definition: str = ""


@dataclass(frozen=True, slots=True)
class StatementType:
    """A kind of statement with its variables."""

    id: int
    uid: str
    name: str
    color: str | None
    definition: str
    variables: tuple[Variable, ...]

    def variable(self, name: str) -> Variable | None:
        """The variable called ``name``, or ``None``."""
        return next((v for v in self.variables if v.name == name), None)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All statement types and entity types of a project."""

    name: str
    description: str
    types: tuple[StatementType, ...]
    entity_types: tuple[EntityType, ...]

    def type(self, name: str) -> StatementType | None:
        """The statement type called ``name``, or ``None``."""
        return next((t for t in self.types if t.name == name), None)


@dataclass(frozen=True, slots=True)
class Coder:
    """A person or machine that codes."""

    id: int
    uid: str
    name: str
    kind: CoderKind
    color: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement's span on one text: ``text[start:end] == quote``; 32 characters of context on either side."""

    text: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    status: AnchorStatus = AnchorStatus.EXACT


@dataclass(frozen=True, slots=True)
class Value:
    """One value: (statement, variable, group, position). ``group`` 0 belongs to none; ``entity`` for kind entity."""

    variable: int
    group: int
    position: int
    entity: int | None = None
    value: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, on which words."""

    id: int
    uid: str
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


@dataclass(frozen=True, slots=True)
class Assignment:
    """That a coder has, or had, a document to code in a layer; blind ones hide the others' statements."""

    id: int
    uid: str
    document: int
    coder: int
    layer: Layer
    state: AssignmentState
    blind: bool


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of purged bytes: their hash, who, when and why."""

    sha256: str
    what: str
    change: int
    actor: str
    time: str
    reason: str
