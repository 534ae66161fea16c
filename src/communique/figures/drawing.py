"""What a network drawing is made of: plain records that know nothing of how the network was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Literal

from communique.model.errors import UsageError

Mode = Literal["one-mode", "two-mode"]
Agreement = bool | int | float | None


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something in a network.

    Attributes
    ----------
    id
        Unique within the drawing.
    name
        What the label says.
    kind
        What it is: ``organization``, ``concept`` … The first kind of a drawing is drawn as circles, the second as
        squares, the third as diamonds, any other as triangles.
    frequency
        What the area of the mark shows: the number of statements, unless the drawing says otherwise.
    color
        ``#rrggbb``, or ``None`` for the colour of the kind.
    statements
        The node's own statements; they also tell which side of a tie a quote is on.
    attributes
        Shown when the node is opened.
    """

    id: str
    name: str
    kind: str = "organization"
    frequency: float = 1.0
    color: str | None = None
    statements: tuple[int, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two nodes, which may be both congruence and conflict.

    In a two-mode drawing ``congruence`` holds the weight of agreement with a concept and ``conflict`` that of
    disagreement; both are at least 0. ``statements`` are the ids of the evidence, ``left_out`` how many more there
    are than those; ``formula`` is the number's own explanation, with the real counts.
    """

    a: str
    b: str
    congruence: float = 0.0
    conflict: float = 0.0
    statements: tuple[int, ...] = ()
    left_out: int = 0
    formula: str = ""

    @property
    def strength(self) -> float:
        """The greater of the two weights."""
        return max(self.congruence, self.conflict)


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement as a reader sees it: the words, and who said them where and when.

    ``agreement`` is the qualifier: a boolean, a degree, or ``None`` where nothing was coded. ``url`` is the address
    of the page, perhaps with a text fragment; anything but http and https is not linked.
    """

    id: int
    quote: str
    document: int
    document_title: str
    date: str | None = None
    speaker: str = ""
    organization: str = ""
    concept: str = ""
    agreement: Agreement = None
    attribution: str = ""
    coder: str = ""
    layer: str = ""
    url: str | None = None
    direction: Literal["ltr", "rtl", "auto"] = "auto"


@dataclass(frozen=True)
class Drawing:
    """A network to be drawn.

    Attributes
    ----------
    title
        Names the picture.
    caption
        What was computed, in a sentence or two. The seed of the layout is added to it.
    formula
        How a tie's weight is computed, for readers.
    positions
        Node id -> (x, y) as :func:`~communique.figures.layout.layout` gives them; computed where missing.
    area
        What the area of marks shows, in words.
    colors
        What a colour of nodes means -> the colour, for the legend.

    Raises
    ------
    UsageError
        If two nodes share an id, a tie names a node that is not there, or a weight is negative or no number.
    """

    title: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    mode: Mode = "one-mode"
    caption: str = ""
    formula: str = ""
    seed: int = 1
    positions: Mapping[str, tuple[float, float]] | None = None
    area: str = "number of statements"
    colors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) != len(self.nodes):
            twice = next(n.id for i, n in enumerate(self.nodes) if any(n.id == m.id for m in self.nodes[:i]))
            raise UsageError(f"two nodes have the id {twice!r}", place=self.title, way_out="give each its own")
        for tie in self.ties:
            if tie.a not in ids or tie.b not in ids:
                missing = tie.b if tie.a in ids else tie.a
                raise UsageError(f"a tie names {missing!r}, which is not a node", place=self.title, way_out="add it")
            if not (0 <= tie.congruence < float("inf") and 0 <= tie.conflict < float("inf")):
                raise UsageError(
                    f"the tie of {tie.a!r} and {tie.b!r} has a weight below 0 or none at all",
                    place=self.title,
                    way_out="give congruence and conflict as two numbers of at least 0",
                )

    @property
    def signs(self) -> tuple[str, str]:
        """The words for the two signs of a tie in this mode."""
        return ("agreement", "disagreement") if self.mode == "two-mode" else ("congruence", "conflict")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of nodes, in order of appearance."""
        return tuple(dict.fromkeys(node.kind for node in self.nodes))

    def strongest(self, limit: int) -> tuple[Tie, ...]:
        """At most ``limit`` ties: the most congruent, the most conflicted, the second most congruent, and so on.

        Both signs get their turn, so that a limit hides neither. Where weights are equal, more of the other sign comes
        first, then the ids of the nodes decide. Ties of no weight are never among them. A smaller limit gives the
        beginning of what a larger one gives.
        """
        congruent = sorted(
            (t for t in self.ties if t.congruence > 0), key=lambda t: (-t.congruence, -t.conflict, t.a, t.b)
        )
        opposed = sorted((t for t in self.ties if t.conflict > 0), key=lambda t: (-t.conflict, -t.congruence, t.a, t.b))
        turns = (tie for two in zip_longest(congruent, opposed) for tie in two if tie is not None)
        return tuple({id(tie): tie for tie in turns}.values())[:limit]

    @cached_property
    def drawable(self) -> int:
        """Number of ties that have any weight."""
        return sum(tie.strength > 0 for tie in self.ties)


def by_strength(ties: Sequence[Tie]) -> list[tuple[int, Tie]]:
    """The ties with their places in ``ties``, the strongest first."""
    return sorted(enumerate(ties), key=lambda entry: (-entry[1].strength, entry[0]))


def side(agreement: Agreement) -> str:
    """The qualifier in a reader's words: ``agrees``, ``disagrees``, a signed degree, or nothing.

    >>> side(True), side(False), side(-2), side(None)
    ('agrees', 'disagrees', 'degree −2', '')
    """
    if agreement is None:
        return ""
    if isinstance(agreement, bool):
        return "agrees" if agreement else "disagrees"
    return "degree " + number(agreement, signed=True)


def number(value: float, *, signed: bool = False) -> str:
    """A weight for readers: whole where it is whole, else four significant digits; a true minus sign.

    >>> number(3.0), number(0.123456), number(-2), number(12345), number(1e300)
    ('3', '0.1235', '−2', '12,345', '1e+300')
    """
    sign = "+" if signed else ""
    whole = abs(value) < 1e15 and value == int(value)
    return (f"{value:{sign},.0f}" if whole else f"{value:{sign}.4g}").replace("-", "−")
