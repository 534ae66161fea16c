"""What the API takes and gives, as far as the page relies on it. Offsets are code points of the document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Value = str | bool | int | float | None


def _example(**values: Any) -> ConfigDict:
    """The model's configuration with an example for the API's description."""
    return ConfigDict(json_schema_extra={"examples": [values]})


class Shape(BaseModel):
    """Fields besides those named are let through: answers only grow."""

    model_config = ConfigDict(extra="allow")


class DocumentLine(Shape):
    """A line of the list of documents."""

    id: int
    uid: str
    title: str
    date: str | None
    date_basis: str
    author: str
    issuer: str
    addressee: str
    source: str
    section: str
    type: str
    language: str
    status: str
    notes: str
    attributes: dict[str, str]
    chars: int
    statements: int = Field(0, description="how many statements stand in it that you may see")
    etag: str | None = Field(None, description="of one document: names what is known of it, for `If-Match`")


class Block(Shape):
    """A range of the document with its kind."""

    start: int
    end: int
    kind: str
    chrome_kind: str | None = None


class Segment(Shape):
    """A range with whose words it holds."""

    id: int
    start: int
    end: int
    mode: str
    speaker: str | None


class Finding(Shape):
    """What a reader proposes about the document."""

    id: int
    kind: str
    start: int | None
    end: int | None
    data: dict[str, Any]
    status: str


class StatementSpan(Shape):
    """Where a statement stands; offsets are missing while its words are in doubt."""

    start: int | None
    end: int | None
    quote: str
    status: str


class Statement(Shape):
    """A statement; ``etag`` names its state, for ``If-Match``."""

    id: int
    uid: str
    type: str
    document: int
    spans: list[StatementSpan]
    values: dict[str, list[Value]]
    groups: list[dict[str, Value | list[Value]]]
    attribution: str | None
    date: str | None
    coder: str
    layer: str
    memo: str
    unsure: bool
    etag: str | None = Field(None, description="not in lists of statements")


class DocumentWhole(DocumentLine):
    """A document with its text and all that is known of it."""

    text: str
    blocks: list[Block]
    segments: list[Segment]
    findings: list[Finding]
    statements: list[Statement]  # type: ignore[assignment]


class Variable(Shape):
    """A variable of a statement type."""

    id: int
    name: str
    kind: str
    entity_type: str | None
    qualifier: bool
    definition: str
    etag: str | None = Field(None, description="names its state, for `If-Match`")


class StatementType(Shape):
    """A statement type with its variables."""

    id: int
    name: str
    color: str | None
    definition: str
    variables: list[Variable]
    etag: str | None = Field(None, description="names its state without its variables, for `If-Match`")


class EntityType(Shape):
    """An entity type."""

    id: int
    name: str
    color: str | None
    description: str


class Codebook(Shape):
    """The codebook."""

    name: str
    description: str
    types: list[StatementType]
    entity_types: list[EntityType]


class Dated(Shape):
    """What an attribute was from one date to another."""

    model_config = ConfigDict(populate_by_name=True, extra="allow")

    attribute: str
    value: str
    start: str | None = Field(alias="from")
    to: str | None


class Entity(Shape):
    """An entity."""

    id: int
    type: str
    name: str
    parent: str | None
    color: str | None
    aliases: list[str]
    attributes: dict[str, str] = Field(description="name -> the value that holds always, or the latest")
    dated: list[Dated] = Field(description="what holds for a time")
    notes: str
    statements: int = Field(0, description="how many statements speak of it that you may see")
    etag: str | None = Field(None, description="names its state, for `If-Match`")


class NewEntity(BaseModel):
    """An entity that shall be made."""

    model_config = _example(type="organization", name="Boat Club")

    type: str
    name: str


class Known(BaseModel):
    """What shall be known of an entity; what is not given stays. Empty words remove."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Harbour Guild", "attributes": {"seats@2031/": "4"}}]}
    )

    name: str | None = None
    alias: bool = Field(False, description="keep the old name as an alias")
    aliases: list[str] | None = Field(None, description="all of them")
    parent: str | None = None
    color: str | None = None
    notes: str | None = None
    attributes: dict[str, str] | None = Field(None, description="NAME, or NAME@FROM/TO for a time -> value")


class Divide(BaseModel):
    """Statements that shall speak of another entity."""

    model_config = _example(new="Harbour Office", ids=[7])

    new: str
    ids: list[int]


class Named(Shape):
    """One of a pair."""

    id: int
    name: str


class Pair(Shape):
    """Two entities that may be one; ``unsure`` says who could not tell."""

    type: str
    a: Named
    b: Named
    score: float
    reason: str
    unsure: dict[str, str] | None


class NewName(Shape):
    """A name in documents that is no entity's."""

    name: str
    documents: list[int]
    count: int
    acronyms: list[str]


class NewForm(Shape):
    """An acronym behind the name of an entity that is no alias of it."""

    entity: Named
    form: str
    documents: list[int]
    count: int


class Judged(Shape):
    """A pair that was judged."""

    type: str
    a: Named
    b: Named
    verdict: str
    by: str
    time: str


class Proposals(Shape):
    """Names to be judged, and those that were."""

    pairs: list[Pair]
    new: list[NewName]
    forms: list[NewForm]
    judged: list[Judged]


class Overview(Shape):
    """The project and who works on it."""

    place: str
    coder: str
    read_only: bool
    head: int
    documents: int
    statements: int
    coders: list[str]
    doubts: int = Field(description="statements whose words are in doubt since a correction")
    notes: list[str]
    version: str


class Change(Shape):
    """A line of the log."""

    id: int
    time: str
    actor: str
    verb: str
    summary: str
    undoes: int | None
    undone: int | None


class Undone(Shape):
    """What an undo or redo did."""

    change: int
    summary: str


class Hit(Shape):
    """Words that a highlighter marks."""

    start: int
    end: int
    pattern: str
    color: str | None


class Found(Shape):
    """A document in which words were found, with the words around the first place."""

    document: int
    count: int
    before: str
    match: str
    after: str


class Coding(BaseModel):
    """A statement to be coded; when it is coded again, what is not given stays."""

    model_config = _example(
        document=1,
        start=20,
        end=36,
        quote="asks for a ferry",
        type="Claim",
        values={"organization": ["Harbour Guild"], "concept": ["ferry"], "agreement": [True]},
    )

    uid: str | None = Field(None, description="sent again with the same uid, a new statement is made once")
    document: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    type: str | None = None
    values: dict[str, Value | list[Value]] | None = None
    groups: list[dict[str, Value | list[Value]]] | None = None
    attribution: str | None = None
    date: str | None = None
    layer: str | None = None
    memo: str | None = None
    unsure: bool | None = None


class Pasted(BaseModel):
    """A text to be taken in as a document."""

    model_config = _example(text="The Harbour Guild asks for a ferry.", title="A letter", date="2031-05-03")

    text: str
    title: str | None = None
    date: str | None = None


class Metadata(BaseModel):
    """What is to be known of a document; an empty text removes it."""

    model_config = _example(fields={"date": "2031-05-03", "issuer": "Harbour Guild"}, attributes={"archive": "box 4"})

    fields: dict[str, str] = {}
    attributes: dict[str, str] = {}


class Flip(BaseModel):
    """Words whose blocks shall have another kind."""

    model_config = _example(quote="Home | About us", kind="chrome")

    quote: str
    kind: str


class Bulk(BaseModel):
    """Statements by number, and what they shall hold: variables, or memo, unsure, attribution, date, layer, coder."""

    model_config = _example(ids=[1, 2], settings={"concept": ["ferry"]}, preview=True)

    ids: list[int]
    settings: dict[str, list[str]] = {}
    preview: bool = False


class Unite(BaseModel):
    """An entity that shall stand for others of its type."""

    model_config = _example(kept="Harbour Guild", others=["Harbor Guild"], type="organization")

    kept: str
    others: list[str]
    type: str | None = None


class Roster(BaseModel):
    """Whether the roster of a document is accepted as a statement, in which layer, or rejected."""

    model_config = _example(reject=False, layer="primary")

    reject: bool = False
    layer: str = "primary"


class Highlight(BaseModel):
    """Regular expressions, or a dictionary of terms, that are to be highlighted, or no more."""

    model_config = _example(terms=["ferry", "bus lane"], color="#ffcc00")

    patterns: list[str] = []
    terms: list[str] = Field([], description="words, any of which shall be found as whole words")
    color: str | None = None
    drop: bool = False


class Definition(BaseModel):
    """A statement type, or a variable of one, to be added or defined anew; what is not given stays."""

    model_config = _example(type="Claim", variable="concept", definition="What it is about.")

    type: str
    variable: str | None = None
    kind: str | None = None
    entity_type: str | None = None
    qualifier: bool | None = None
    definition: str | None = None
    color: str | None = None
    preview: bool = False


class Drop(BaseModel):
    """What shall be taken away: a type, a variable of one, or an entity type that nothing uses."""

    model_config = _example(type="Claim", variable="topic", preview=True)

    type: str | None = None
    variable: str | None = None
    entity_type: str | None = None
    preview: bool = False


class Rename(BaseModel):
    """A new name for a type, variable, entity-type or coder."""

    model_config = _example(kind="variable", name="topic", new="concept", type="Claim")

    kind: str
    name: str
    new: str
    type: str | None = Field(None, description="the statement type of a variable")


class Highlighter(Shape):
    """A highlighter with how often it matches; ``problem`` says why it cannot be used."""

    id: int
    pattern: str
    color: str | None
    hits: int
    documents: int
    problem: str | None


class Drawn(BaseModel):
    """How a view is drawn."""

    model_config = ConfigDict(extra="forbid")

    least: float = 0
    color_by: str | None = None
    shape_by: str | None = None
    size_by: str | None = None


class View(BaseModel):
    """Settings of a network under a name."""

    model_config = _example(
        name="camps", options={"type": "one-mode", "aggregation": "subtract"}, drawn={"size_by": "ties"}
    )

    name: str
    options: dict[str, str | bool | list[str]]
    drawn: Drawn = Field(default_factory=lambda: Drawn())
    etag: str | None = Field(None, description="names its state, for `If-Match`")


class Split(BaseModel):
    """Where documents begin, in code points of the one that there is: 0 for the first, unless it begins later."""

    model_config = _example(starts=[0, 1400])

    starts: list[int]


class Join(BaseModel):
    """Documents that become one, in this order."""

    model_config = _example(documents=[1, 2])

    documents: list[int]


class Recent(Shape):
    """A project that was opened lately."""

    place: str
    name: str
    opened: str


class Template(Shape):
    """A codebook to begin with."""

    name: str
    description: str


class Start(Shape):
    """What the start page shows; ``project`` is the place of the one that is served here."""

    project: str | None
    coder: str
    recent: list[Recent]
    templates: list[Template]
    folder: str
    version: str


class Folder(Shape):
    """What may be opened in a folder."""

    folder: str
    parent: str | None
    folders: list[str]
    projects: list[str]
    dna: list[str]


class Where(BaseModel):
    """Where something shall be made, and who codes."""

    model_config = _example(folder="/home/ada")

    folder: str
    coder: str = ""


class Making(Where):
    """A project that shall be made."""

    model_config = _example(folder="/home/ada", name="harbour", codebook="claims", coder="Ada")

    name: str
    codebook: str = "claims"


class Opening(BaseModel):
    """A project, or a .dna file, that shall be opened."""

    model_config = _example(place="/home/ada/study.communique", coder="Ada")

    place: str = Field(min_length=1)
    coder: str = ""


class Opened(Shape):
    """The link that opens a project; ``imported`` tells what came of a .dna file."""

    address: str
    imported: dict[str, Any] | None


class Original(Shape):
    """What a document was read from; ``source`` is its characters, or none of a binary format."""

    capture: int
    name: str
    uri: str | None
    time: str
    media_type: str
    size: int
    reader: str | None
    encoding: str | None
    source: str | None


class Place(Shape):
    """A span of a document."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [{"start": 20, "end": 36}]})

    start: int
    end: int


class Likely(Place):
    """A place at which words may stand; ``score`` from 0 to 1."""

    quote: str
    before: str
    after: str
    score: float


class Doubt(Shape):
    """A statement whose words are in doubt, and where they may stand, the likeliest first."""

    statement: Statement
    title: str
    places: list[Likely]


class Correct(BaseModel):
    """The whole corrected text of a document."""

    model_config = _example(text="The Harbour Guild asks for a ferry.", preview=True)

    text: str
    preview: bool = False


class Corrected(Shape):
    """What became of a document's anchors."""

    document: int
    text: int | None
    documents: list[int]
    exact: int
    moved: int
    doubtful: int
    in_doubt: list[int]


class Read(Shape):
    """In a few numbers what was read of a document."""

    document: int
    title: str
    date: str | None
    date_basis: str
    chars: int
    chrome: float = Field(description="the share of characters that the site added, 0 to 1")
    findings: dict[str, int]


class Added(Shape):
    """What became of a source, or with ``preview`` what is known of it besides what stands in it."""

    path: str
    status: str | None = Field(None, description="`added`, `already there` or `failed`")
    reason: str | None = None
    documents: list[int] = []
    read: list[Read] | None = Field(None, description="of the first 500 documents")
    fields: dict[str, str] = Field({}, description="with `preview`")
    attributes: dict[str, str] = Field({}, description="with `preview`")
    notes: list[str] = Field([], description="with `preview`: what could not be understood")


class Sources(Shape):
    """Sources in the order in which they were sent."""

    sources: list[Added]


class Column(Shape):
    """A column of a table."""

    name: str
    ours: str | None = Field(description="what it seems to be here; null for an attribute")
    examples: list[str]


class Imported(Shape):
    """What came of a statement file."""

    file: str
    imported: int
    already: int
    notes: list[str]
    failed: list[dict[str, Any]]
