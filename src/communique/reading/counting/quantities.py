"""Single quantities in a row of tokens: a number with its unit or the noun it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from communique.reading.counting.digits import Style
from communique.reading.counting.east_asian import LANGUAGES as EAST_ASIAN
from communique.reading.counting.east_asian import measured_east_asian
from communique.reading.counting.exclusions import is_year
from communique.reading.counting.nouns import counted_noun
from communique.reading.counting.numerals import GLYPHS, glued_value, numeral
from communique.reading.counting.quantity import Quantity, with_unit
from communique.reading.counting.shares import fraction, half_unit, how_often, out_of, share_word
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.units import (
    MONEY_WORDS,
    Unit,
    is_money,
    unit_after,
    unit_before,
)
from communique.reading.counting.vocabulary import Vocabulary

# What one of it is a figure, though the word for one is an article, too.
_SINGLE_UNITS = frozenset({"percent", "hour", "minute", "km", "m", "kg", "l", "t", "week", "month"})
_GENEROUS = 1000
_SIGNS = "€£¥₹₺₪₩₽₴"
# Languages that write small words at their numbers.
_AFFIXING = frozenset({"ar", "he", "ko", "tr"})


def quantities(
    text: str, tokens: Sequence[Token], words: Vocabulary, style: Style, skip: AbstractSet[int]
) -> Iterator[Quantity]:
    """All quantities in a row of tokens, in order; tokens in ``skip`` begin none."""
    i = 0
    while i < len(tokens):
        if i in skip or not _may_open(tokens[i], words):
            i += 1
            continue
        found = _quantity(text, tokens, i, words, style, skip)
        if found is None:
            i += 1
            continue
        yield found
        i = max(found.last, i + 1)


def _may_open(token: Token, words: Vocabulary) -> bool:
    """Whether a figure may begin here at all: most words are told at a glance."""
    if token.kind is Kind.NUMBER:
        return True
    if token.kind is Kind.MARK:
        return token.text in _SIGNS or token.text.endswith("$")
    return (
        token.folded in words.openers
        or token.text in GLYPHS
        or (token.text.isupper() and len(token.text) == 3)
        or token.folded in MONEY_WORDS
        or words.language in _AFFIXING
        or (words.glued and len(token.text) > 4 and glued_value(token.folded, words.language) is not None)
    )


def _quantity(
    text: str, tokens: Sequence[Token], i: int, words: Vocabulary, style: Style, skip: AbstractSet[int]
) -> Quantity | None:
    special = share_word(tokens, i, words) or how_often(tokens, i, words) or half_unit(tokens, i, words)
    if special:
        return special
    before = unit_before(tokens, i, words)
    start = before.end if before else i
    if start >= len(tokens) or start in skip:
        return None
    number = numeral(tokens, start, words, style, money=bool(before and is_money(before.name)))
    if number is None:
        ratio = None if before else fraction(tokens, i, None, words)
        return ratio if ratio is None or ratio.unit else _measured(text, tokens, ratio, words)
    token = tokens[start]
    grouped = token.kind is Kind.NUMBER and not token.text.isdecimal() and number.value >= _GENEROUS
    base = Quantity(
        i,
        number.end,
        (number.value,),
        number.unit,
        raw=number.raw,
        scale=number.scale,
        worded=number.worded,
        grouped=grouped,
        number_end=number.end,
        collective=number.approximate,
    )
    if number.unit:
        return base
    ratio = fraction(tokens, i, number, words) or out_of(tokens, i, number, words, style)
    if ratio:
        return ratio if ratio.unit else _measured(text, tokens, ratio, words)
    if before:
        return with_unit(tokens, base, Unit(number.end, before.name, before.factor), words)
    return _measured(text, tokens, base, words)


def _measured(text: str, tokens: Sequence[Token], base: Quantity, words: Vocabulary) -> Quantity | None:
    """The quantity with the unit or noun behind its number; ``None`` for an article, a year."""
    end = base.number_end
    times = words.word("times").at(tokens, end)
    if times and (words.language in EAST_ASIAN or tokens[end].folded != "fold" or not tokens[end].spaced):
        return with_unit(tokens, base, Unit(times[0], "times"), words)
    digits = tokens[base.first].kind is Kind.NUMBER
    if words.language in EAST_ASIAN:
        return measured_east_asian(text, tokens, base, end, words)
    hedge_end = _after_hedge(tokens, end, words)
    unit = unit_after(tokens, hedge_end, words, digits=digits, scaled=base.scale > 1)
    one = base.worded and base.values == (1,)
    if unit:
        if one and not (unit.name in _SINGLE_UNITS or is_money(unit.name)):
            return None
        half = words.and_half.at(tokens, unit.end)
        if half and base.scale == 1:
            # "tres horas y media"
            base = replace(base, values=(base.values[0] + half[1],))
            unit = Unit(half[0], unit.name, unit.factor)
        return with_unit(tokens, base, unit, words)
    if one:
        # "one to two teachers": the lower end of a range.
        return base if words.word("until").at(tokens, end) or words.word("or").at(tokens, end) else None
    noun = counted_noun(
        tokens, _partitive(tokens, hedge_end, words, base), words, single=digits and base.values == (1,)
    )
    if is_year(tokens, base.first, words, noun=noun is not None, hedged=_hedged(tokens, base.first, words)):
        return None
    if noun is None:
        return base
    # A unit with words before it (60 zusätzliche Euro), else what is counted.
    behind = words.units.at(tokens, noun.end - 1)
    if behind and len(tokens[noun.end - 1].text) > 2 and behind[0] == noun.end:
        base_name, _, factor = behind[1].partition("*")
        named = Unit(noun.end, base_name, float(factor) if factor else 1.0)
        return with_unit(tokens, base, named, words)
    # The noun of a compound (a 52-seater) is not what other numbers count.
    compound = tokens[end].folded == "-"
    return with_unit(tokens, base, Unit(noun.end, noun.noun), words, noun=not compound, phrase=noun.phrase)


def _partitive(tokens: Sequence[Token], end: int, words: Vocabulary, base: Quantity) -> int:
    """Behind "of" and what follows it, where the noun of a scale or of a part of many stands (millions de litres)."""
    if end < len(tokens) and tokens[end].folded in words.word("of"):
        j = end + 1
        if j < len(tokens) and tokens[j].folded == "'":
            j += 1
        if base.scale > 1 or base.collective:
            return j
        while j < len(tokens) and j < end + 3 and tokens[j].folded in words.word("article"):
            j += 1
        # "180 of our members", but "12 of the 40 staff" is told by its neighbour.
        if words.language == "en" and end + 1 < j < len(tokens) and tokens[j].kind is Kind.WORD:
            return j
    return end


def _after_hedge(tokens: Sequence[Token], end: int, words: Vocabulary) -> int:
    """Behind a hedge that stands between a number and its noun (500 or more people); scripts that put it there."""
    j = end
    if j < len(tokens) and tokens[j].folded == "'" and words.language == "tr":
        j += 1
    found = words.word("after").at(tokens, j)
    if found and (words.language in ("hi", "tr") or tokens[j].folded in ("or", "oder", "ou", "o")):
        return found[0]
    if j < len(tokens) and tokens[j].text == "+" and not tokens[j].spaced:
        return j + 1
    return end


def _hedged(tokens: Sequence[Token], i: int, words: Vocabulary) -> bool:
    return words.word("hedge").before(tokens, i) is not None
