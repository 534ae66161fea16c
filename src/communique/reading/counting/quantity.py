"""A quantity: a number with its unit or the noun it counts, and the tokens it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from communique.reading.counting.tokens import Token
from communique.reading.counting.units import TIMES, Unit, denominators
from communique.reading.counting.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure from token ``first`` up to ``last``.

    ``values`` is one value or the two ends of a range; ``unit`` an ISO code, symbol, duration or noun, without what
    it is counted by (``per``: "/week"); ``phrase`` the words between the number and its noun.
    """

    first: int
    last: int
    values: tuple[float, ...]
    unit: str | None = None
    noun: bool = False
    per: str = ""
    phrase: str = ""
    raw: float = 0.0
    scale: float = 1.0
    factor: float = 1.0
    worded: bool = False
    grouped: bool = False
    number_end: int = 0
    collective: bool = False
    hedge: tuple[int, int] | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def whole_unit(self) -> str | None:
        """The unit with what it is counted by."""
        return None if self.unit is None else self.unit + self.per


def with_unit(
    tokens: Sequence[Token], base: Quantity, unit: Unit, words: Vocabulary, *, noun: bool = False, phrase: str = ""
) -> Quantity:
    """A quantity with its unit and what it is counted by (per week)."""
    per = denominators(tokens, unit.end, words, unit.name)
    if per and unit.name == "percent" and per[0][1:] not in TIMES:
        per = None
    if per and unit.name in TIMES and per[0][1:] == unit.name:
        per = None
    return replace(
        base,
        last=per[1] if per else unit.end,
        values=tuple(value * unit.factor for value in base.values),
        unit=unit.name,
        noun=noun,
        per=per[0] if per else "",
        phrase=phrase,
        factor=unit.factor,
    )
