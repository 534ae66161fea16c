"""The closed vocabularies of the field, as enums whose values are what files and pages show."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """Whose coding a statement belongs to. A machine is a coder too; it writes in ``automatic``."""

    PRIMARY = "primary"
    SECOND = "second"
    ADJUDICATED = "adjudicated"
    AUTOMATIC = "automatic"


class AnchorStatus(StrEnum):
    """How sure we are that an anchor marks the words that were coded."""

    EXACT = "exact"
    MOVED = "moved"
    DOUBTFUL = "doubtful"
    LOST = "lost"


class Mode(StrEnum):
    """Whose words a segment holds; a statement inherits the mode as its attribution."""

    OWN = "own"
    QUOTED = "quoted"
    EMBEDDED = "embedded"
    REPORTED = "reported"
    ASCRIBED = "ascribed"
    SIGNED = "signed"


class VariableKind(StrEnum):
    """What the values of a variable are."""

    ENTITY = "entity"
    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


class BlockKind(StrEnum):
    """What a range of a text is, as reading sees it."""

    TITLE = "title"
    KICKER = "kicker"
    DECK = "deck"
    SUBHEADING = "subheading"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    SIGNATORY = "signatory"
    SLOGAN = "slogan"
    CHROME = "chrome"
    OTHER = "other"


class FindingKind(StrEnum):
    """What a reader can propose about a text besides its blocks."""

    SEGMENT = "segment"
    BOUNDARY = "boundary"
    TITLE = "title"
    AUTHOR = "author"
    DATE = "date"
    LANGUAGE = "language"
    SIGNATORY = "signatory"
    QUOTATION = "quotation"
    FIGURE = "figure"
    NAME = "name"


class FindingStatus(StrEnum):
    """What a person made of a finding."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


class DateBasis(StrEnum):
    """What a document's date rests on. An honest ``none`` is right, a guessed date is wrong."""

    EXPLICIT = "explicit"
    METADATA = "metadata"
    OCCASION = "occasion"
    RELATIVE = "relative"
    CODED = "coded"
    NONE = "none"


class DocumentStatus(StrEnum):
    """How far work on a document has come."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"


class CoderKind(StrEnum):
    """Who codes."""

    PERSON = "person"
    MACHINE = "machine"


class Verdict(StrEnum):
    """What a person says of two entities that may be one."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class AssignmentState(StrEnum):
    """Whether a coder is done with a document: "coded, found nothing" is not "not coded"."""

    OPEN = "open"
    DONE = "done"
