"""What readers take and give: the plug-in protocol of the entry point ``communique.readers``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from communique.model.words import BlockKind, DateBasis, FindingKind


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to be read, with what is known about them from outside.

    ``name`` is the file's name (for messages and as a hint of the format), ``uri`` where it was got,
    ``media_type`` what its origin declared, ``encoding`` a character set the user insists on, ``time`` when it was got
    (ISO 8601), ``locator`` its place in an archive.
    """

    data: bytes
    name: str
    uri: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    time: str | None = None
    locator: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A quote and its place ``[start, end)`` in code points of the text it was read from."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A range of the text with a kind. Blocks do not overlap and cover all but white space."""

    start: int
    end: int
    kind: BlockKind
    chrome_kind: str | None = None


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A proposal about a range of the text; ``data`` holds what is proposed (JSON values only)."""

    kind: FindingKind
    start: int | None
    end: int | None
    data: Mapping[str, Any]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A date with its basis and, if it stands in the text, the words it rests on."""

    value: str | None
    basis: DateBasis
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """One document that a reader sees in a text: ranges ``(start, end)`` in order, and what it says of itself."""

    ranges: tuple[tuple[int, int], ...]
    title: str | None = None
    title_span: Span | None = None
    author: str | None = None
    issuer: str | None = None
    addressee: str | None = None
    occasion: str | None = None
    kind: str | None = None
    language: str | None = None
    date: DateDraft = DateDraft(None, DateBasis.NONE)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one source.

    ``text`` is what all offsets refer to: the decoded content for plain text (byte-order mark dropped,
    line ends kept), all visible text in page order for a page.
    """

    reader: str
    version: str
    media_type: str
    encoding: str | None
    text: str
    blocks: tuple[BlockDraft, ...]
    findings: tuple[FindingDraft, ...]
    documents: tuple[DocumentDraft, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@runtime_checkable
class Reader(Protocol):
    """A pure function from bytes to a reading, with a name and a version. Opens no file and no network."""

    name: str
    version: str

    def accepts(self, source: Source) -> bool:
        """Whether this reader knows the format, judged by name, declared type and first bytes."""
        ...

    def read(self, source: Source) -> Reading:
        """Read the source, or raise :class:`~communique.model.errors.SourceError` naming the way out."""
        ...
