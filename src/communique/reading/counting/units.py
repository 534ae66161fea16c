"""What a figure is measured in: money, percent, SI symbols, durations; and by what it is counted (per week)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.reading.counting.nouns import Counted, counted_noun
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.vocabulary import Vocabulary

TIMES = frozenset({"year", "month", "week", "day", "hour", "minute", "s", "decade", "century"})
RATIOS = frozenset({"percent", "share", "times", "percentage points", "permille"})
# Money of places where one word means several: by the language of the text.
MONEY_WORDS = frozenset(["rs", "fr", "kr", "us", "usd", "sfr"])
# Codes that are words, too.
_SINGLE = frozenset("cmgtlhpsvd")
_LOOK_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit up to token ``end``; ``factor`` turns what is written into it (4p = 0.04 GBP)."""

    end: int
    name: str
    factor: float = 1.0


def _unit(name: str, end: int) -> Unit:
    base, star, factor = name.partition("*")
    return Unit(end, base.replace("_", " "), float(factor) if star else 1.0)


def is_money(name: str | None) -> bool:
    """Whether a unit is a currency (by its ISO 4217 code).

    >>> is_money("EUR/week"), is_money("MW"), is_money(None)
    (True, False, False)
    """
    base = (name or "").split("/")[0]
    return base == "cents" or (
        len(base) == 3 and base.isascii() and base.isupper() and base not in ("MWh", "GWh", "TWh")
    )


def unit_before(tokens: Sequence[Token], i: int, words: Vocabulary) -> Unit | None:
    """The currency that starts at token ``i`` and has its number behind it: £40, EUR 1.2 million, Rs. 500, yüzde 40."""
    token = tokens[i]
    if words.language == "tr" and token.folded == "yüzde":
        return Unit(i + 1, "percent")
    if token.kind is Kind.WORD and not (token.folded in MONEY_WORDS or (len(token.text) == 3 and token.text.isupper())):
        return None
    found = words.units.at(tokens, i)
    if not found:
        return None
    unit = _unit(found[1], found[0])
    if not is_money(unit.name):
        return None
    end = unit.end
    if end < len(tokens) and tokens[end].text == "." and token.kind is Kind.WORD:
        end += 1
    if end >= len(tokens):
        return None
    return Unit(end, unit.name, unit.factor)


def unit_after(tokens: Sequence[Token], i: int, words: Vocabulary, *, digits: bool, scaled: bool) -> Unit | None:
    """The unit that stands at token ``i``, behind its number, or behind a partitive there (millions d'euros)."""
    j = i
    if j < len(tokens) and tokens[j].folded == "-" and not tokens[j].spaced:
        j += 1
    j = _past_partitive(tokens, j, words)
    if j < len(tokens) and tokens[j].folded == "'" and words.language == "it":
        j += 1
    found = words.units.at(tokens, j)
    if not found:
        return None
    end, name = found
    token = tokens[j]
    if len(token.text) == 1 and token.text.isalpha() and not "\u3000" < token.text < "\uffff":
        # Letters that are symbols: of figures only; money's small change and capitals at the figure only.
        if not digits or (token.text.casefold() in _SINGLE and token.text != token.folded and token.text != "L"):
            return None
        if token.text in "pcs" and token.spaced:
            return None
        if scaled and token.text in "mhgls":
            return None
    unit = _unit(name, end)
    if tokens[end - 1].text == "°" and end < len(tokens) and tokens[end].text == "C":
        unit = Unit(end + 1, unit.name)
    elif token.text == "°":
        return None
    return unit


def _past_partitive(tokens: Sequence[Token], j: int, words: Vocabulary) -> int:
    if j < len(tokens) and tokens[j].folded in words.word("of") and tokens[j].kind is Kind.WORD:
        k = j + 1
        if k < len(tokens) and tokens[k].folded == "'":
            k += 1
        return k
    return j


def denominators(tokens: Sequence[Token], i: int, words: Vocabulary, unit: str | None) -> tuple[str, int] | None:
    """What a figure with a unit up to token ``i`` is counted by: ``"/week"``, ``"/person/day"``, and where it ends."""
    first = _denominator_near(tokens, i, words, unit)
    if first is None:
        return None
    name, j = first
    while True:
        k = j
        if k < len(tokens) and (tokens[k].folded in words.word("and") or tokens[k].text == ","):
            k += 1
            more = _denominator(tokens, k, words, unit, strict=True) or _time_at(tokens, k, words)
        else:
            more = _denominator(tokens, k, words, unit, strict=True) or _denominator(
                tokens, k, words, unit, strict=False
            )
        if more is None:
            return name, j
        name, j = name + more[0], more[1]


def _denominator_near(tokens: Sequence[Token], i: int, words: Vocabulary, unit: str | None) -> tuple[str, int] | None:
    if i < len(tokens) and tokens[i].text == "/":
        named = _named(tokens, i + 1, words)
        return (f"/{named[0]}", named[1]) if named else None
    for j in range(i, min(i + _LOOK_AHEAD + 1, len(tokens))):
        found = _denominator(tokens, j, words, unit, strict=True)
        # An article or a preposition that may mean something else stands right behind, or before a time.
        found = found or _denominator(tokens, j, words, unit, strict=False, near=j == i)
        if found:
            return found
        each = words.each.at(tokens, j) if j <= i + 1 else None
        if each:
            return f"/{each[1]}", each[0]
        glued = tokens[j].kind is Kind.NUMBER and j > i and not tokens[j].spaced
        if (tokens[j].kind is not Kind.WORD and not glued) or _opens_clause(tokens[j], words):
            return None
    return None


def _opens_clause(token: Token, words: Vocabulary) -> bool:
    may_stand = any(token.folded in words.word(name) for name in ("of", "per", "more"))
    return token.folded in words.stop and not may_stand


def _denominator(
    tokens: Sequence[Token], j: int, words: Vocabulary, unit: str | None, *, strict: bool, near: bool = True
) -> tuple[str, int] | None:
    found = words.word("per" if strict else "pertime").at(tokens, j)
    if not found:
        return None
    k = found[0]
    if k < len(tokens) and tokens[k].folded == "'":
        k += 1
    time = _time_at(tokens, k, words)
    if time:
        # "in the days": a time that things are counted by is one.
        return time
    if strict:
        loose = tokens[j].folded in ("por", "par")
        if loose and not (unit and unit not in TIMES and (is_money(unit) or _is_symbol(unit))):
            return None
        named = _named(tokens, k, words)
        if named is None or (loose and (tokens[k].folded in words.word("whatever") or _plural(tokens[k].folded))):
            return None
        return f"/{named[0]}", named[1]
    measured = words.units.at(tokens, k)
    if near and is_money(unit) and measured and not is_money(measured[1]) and measured[1] not in RATIOS:
        return _named_unit(measured)
    if near and words.language == "en" and is_money(unit) and tokens[j].folded in ("a", "an", "each"):
        named = _named(tokens, k, words)
        return (f"/{named[0]}", named[1]) if named else None
    return None


def _named_unit(found: tuple[int, str]) -> tuple[str, int]:
    unit = _unit(found[1], found[0])
    return f"/{unit.name}", unit.end


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and word not in ("mois", "repas", "fois")


def _is_symbol(unit: str) -> bool:
    return len(unit) <= 4 or unit in RATIOS


def _time_at(tokens: Sequence[Token], k: int, words: Vocabulary) -> tuple[str, int] | None:
    found = words.units.at(tokens, k)
    if not found or found[1] not in TIMES:
        return None
    # One letter is a time only behind a stroke (km/h).
    if len(tokens[k].text) == 1 and (k == 0 or tokens[k - 1].text != "/"):
        return None
    return f"/{found[1]}", found[0]


def _named(tokens: Sequence[Token], k: int, words: Vocabulary) -> tuple[str, int] | None:
    """A unit or the noun that stands for one thing."""
    if k >= len(tokens):
        return None
    found = words.units.at(tokens, k)
    if found and tokens[k].kind is not Kind.MARK:
        unit = _unit(found[1], found[0])
        return unit.name, unit.end
    noun: Counted | None = counted_noun(tokens, k, words, single=True)
    return (noun.noun, noun.end) if noun else None
