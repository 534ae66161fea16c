"""The strongest alliances and conflicts of a network, each with a quote from either side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from communique.figures.drawing import Drawing, Node, Quote, Tie

Sign = Literal["congruence", "conflict"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes, the weight that joins or parts them, and a quote from either side on the same concept.

    ``tie`` counts the ties of the drawing by :meth:`Drawing.strongest`, from 0. A side whose quotes are not at hand
    has ``None``.
    """

    a: Node
    b: Node
    sign: Sign
    weight: float
    tie: int
    concept: str = ""
    left: Quote | None = None
    right: Quote | None = None


def strongest_pairs(drawing: Drawing, quotes: Iterable[Quote], sign: Sign, count: int = 3) -> tuple[Pair, ...]:
    """The ``count`` ties with the most congruence, or conflict; where equal, those with less of the other sign.

    Ties with more of the other sign than of this one are no alliance, or conflict, and are passed over.
    """
    at_hand = {quote.id: quote for quote in quotes}
    nodes = {node.id: node for node in drawing.nodes}
    found: list[tuple[float, float, str, str, int, Tie]] = []
    for i, tie in enumerate(drawing.strongest(len(drawing.ties))):
        weight, other = (tie.congruence, tie.conflict) if sign == "congruence" else (tie.conflict, tie.congruence)
        if weight > 0 and weight >= other:
            found.append((-weight, other, tie.a, tie.b, i, tie))
    pairs: list[Pair] = []
    heard: set[str] = set()
    for negative, _, _, _, i, tie in sorted(found, key=lambda entry: entry[:5])[:count]:
        a, b = nodes[tie.a], nodes[tie.b]
        evidence = [at_hand[number] for number in tie.statements if number in at_hand]
        left, right = _two_quotes(evidence, a, b, sign, heard)
        concept = left.concept if left and right and left.concept == right.concept else ""
        heard.add(concept)
        pairs.append(Pair(a, b, sign, -negative, i, concept, left, right))
    return tuple(pairs)


def _two_quotes(
    evidence: Sequence[Quote], a: Node, b: Node, sign: Sign, heard: set[str]
) -> tuple[Quote | None, Quote | None]:
    """The two quotes that show the sign best: on one concept, a new one if there is any, easily read."""
    of_a, of_b = set(a.statements), set(b.statements)
    left = [quote for quote in evidence if quote.id in of_a]
    right = [quote for quote in evidence if quote.id in of_b]
    same = sign == "congruence"
    fitting = [
        (one, other)
        for one in left
        for other in right
        if one.id != other.id and one.concept == other.concept and (one.agreement == other.agreement) is same
    ]
    if fitting:
        return min(
            fitting, key=lambda two: (two[0].concept in heard, _unease(two[0]) + _unease(two[1]), two[0].id, two[1].id)
        )
    return min(left, key=_unease, default=None), min(right, key=_unease, default=None)


def _unease(quote: Quote) -> int:
    """How far a quote's length is from what is read at a glance, 60 to 200 characters."""
    length = len(quote.quote)
    return max(0, 60 - length) + max(0, length - 200)
