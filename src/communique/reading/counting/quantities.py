"""Single quantities in a row of tokens: a number with its unit or the noun it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from communique.reading.counting.digits import Style
from communique.reading.counting.east_asian import LANGUAGES as EAST_ASIAN
from communique.reading.counting.east_asian import counted
from communique.reading.counting.exclusions import is_year
from communique.reading.counting.nouns import counted_noun
from communique.reading.counting.numerals import GLYPHS, Numeral, glued_value, numeral
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.units import (
    MONEY_WORDS,
    RATIOS,
    TIMES,
    Unit,
    denominators,
    is_money,
    unit_after,
    unit_before,
)
from communique.reading.counting.vocabulary import Phrases, Vocabulary

_HALF_ENDS = frozenset(["past", "time", "way", "hearted", "empty"])
# What one of it is a figure, though the word for one is an article, too.
_SINGLE_UNITS = frozenset({"percent", "hour", "minute", "km", "m", "kg", "l", "t", "week", "month"})
_GENEROUS = 1000
_SIGNS = "€£¥₹₺₪₩₽₴"
# Languages that write small words at their numbers.
_AFFIXING = frozenset({"ar", "he", "ko", "tr"})


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
    hedge: tuple[int, int] | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def whole_unit(self) -> str | None:
        """The unit with what it is counted by."""
        return None if self.unit is None else self.unit + self.per


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
    special = _share_word(tokens, i, words) or _how_often(tokens, i, words) or _half_unit(tokens, i, words)
    if special:
        return special
    before = unit_before(tokens, i, words)
    start = before.end if before else i
    if start >= len(tokens) or start in skip:
        return None
    number = numeral(tokens, start, words, style, money=bool(before and is_money(before.name)))
    if number is None:
        return _fraction(tokens, i, None, words, style) if not before else None
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
    )
    if number.unit:
        return base
    ratio = _fraction(tokens, i, number, words, style) or _out_of(tokens, i, number, words, style)
    if ratio:
        return ratio
    if before:
        return _with_denominators(tokens, base, Unit(number.end, before.name, before.factor), words)
    return _measured(text, tokens, base, number, words)


def _measured(
    text: str, tokens: Sequence[Token], base: Quantity, number: Numeral, words: Vocabulary
) -> Quantity | None:
    """The quantity with the unit or noun behind its number; ``None`` for an article, a year."""
    end = number.end
    times = words.word("times").at(tokens, end)
    if times and (words.language in EAST_ASIAN or tokens[end].folded != "fold" or not tokens[end].spaced):
        return _with_denominators(tokens, base, Unit(times[0], "times"), words)
    digits = tokens[base.first].kind is Kind.NUMBER
    if words.language in EAST_ASIAN:
        return _east_asian(text, tokens, base, end, words)
    hedge_end = _after_hedge(tokens, end, words)
    unit = unit_after(tokens, hedge_end, words, digits=digits, scaled=number.scale > 1)
    one = number.worded and number.value == 1
    if unit:
        if one and not (unit.name in _SINGLE_UNITS or is_money(unit.name)):
            return None
        return _with_denominators(tokens, base, unit, words)
    if one:
        return None
    noun = counted_noun(
        tokens, _partitive(tokens, hedge_end, words, number), words, single=digits and number.value == 1
    )
    if is_year(tokens, base.first, noun=noun is not None, hedged=_hedged(tokens, base.first, words)):
        return None
    if noun is None:
        return base
    # A unit with words before it (60 zusätzliche Euro), else what is counted.
    behind = words.units.at(tokens, noun.end - 1)
    if behind and len(tokens[noun.end - 1].text) > 2 and behind[0] == noun.end:
        base_name, _, factor = behind[1].partition("*")
        named = Unit(noun.end, base_name, float(factor) if factor else 1.0)
        return _with_denominators(tokens, base, named, words)
    return _with_denominators(tokens, base, Unit(noun.end, noun.noun), words, noun=True, phrase=noun.phrase)


def _with_denominators(
    tokens: Sequence[Token], base: Quantity, unit: Unit, words: Vocabulary, *, noun: bool = False, phrase: str = ""
) -> Quantity:
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


def _partitive(tokens: Sequence[Token], end: int, words: Vocabulary, number: Numeral) -> int:
    """Behind "of" and what follows it, where the noun of a scale or of a part of many stands (millions de litres)."""
    if end < len(tokens) and tokens[end].folded in words.word("of"):
        j = end + 1
        if j < len(tokens) and tokens[j].folded == "'":
            j += 1
        if number.scale > 1 or number.approximate:
            return j
        while j < len(tokens) and j < end + 3 and tokens[j].folded in words.stop:
            j += 1
        # "180 of our members", but "12 of the 40 staff" is told by its neighbour.
        if words.language == "en" and j < len(tokens) and tokens[j].kind is Kind.WORD:
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


def _east_asian(text: str, tokens: Sequence[Token], base: Quantity, end: int, words: Vocabulary) -> Quantity | None:
    """Numbers whose unit or counter is written at them, hedges of one character between (300多名)."""
    j = end
    hedge: tuple[int, int] | None = None
    found_hedge = words.word("after").at(tokens, j)
    if found_hedge:
        hedge, j = (j, found_hedge[0]), found_hedge[0]
    if words.language == "ko":
        return _korean(text, tokens, base, j, words, hedge)
    unit = words.units.at(tokens, j)
    counter = counted(text, tokens, j, words.language)
    if counter and unit and counter[1] > tokens[unit[0] - 1].end:
        unit = None
    values = base.values
    if unit:
        last, name, noun = unit[0], unit[1], False
        if last < len(tokens) and tokens[last].text == "半" and name in TIMES:
            values, last = (values[0] + 0.5,), last + 1
    elif counter:
        last = _token_at(tokens, j, counter[1])
        name, noun = counter[0], True
    else:
        return None
    behind = words.word("after").at(tokens, last)
    if behind and hedge is None:
        hedge, last = (last, behind[0]), behind[0]
    base_name, _, factor = name.partition("*")
    del factor
    return Quantity(
        base.first,
        last,
        values,
        base_name.replace("_", " "),
        noun,
        raw=base.raw,
        scale=base.scale,
        grouped=base.grouped,
        hedge=hedge,
    )


def _korean(
    text: str, tokens: Sequence[Token], base: Quantity, j: int, words: Vocabulary, hedge: tuple[int, int] | None
) -> Quantity | None:
    """Korean writes unit, counter, hedge and particles in one word."""
    if j >= len(tokens):
        return None
    run = tokens[j].text
    if hedge is None:
        for length in (1, 2):
            if run[:length] in words.word("after") and len(run) > length:
                hedge, run = (j, j + 1), run[length:]
                break
    name: str | None = None
    for length in range(min(6, len(run)), 0, -1):
        name = words.units.one(run[:length])
        if name:
            break
    noun = False
    if name is None:
        counter = counted(text, tokens, j, "ko") if run == tokens[j].text else None
        if counter is None:
            counter = next(
                ((run[:n], 0) for n in (2, 1) if run[:n] in ("명", "인", "대", "개", "가구", "곳", "건")), None
            )
        if counter is None:
            return None
        name, noun = counter[0], True
    last = j + 1
    behind = words.word("after").at(tokens, last)
    if behind and hedge is None:
        hedge, last = (last, behind[0]), behind[0]
    return Quantity(
        base.first, last, base.values, name, noun, raw=base.raw, scale=base.scale, grouped=base.grouped, hedge=hedge
    )


def _token_at(tokens: Sequence[Token], j: int, place: int) -> int:
    while j < len(tokens) and tokens[j].start < place:
        j += 1
    return j


def _share_word(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
    """Half, a third in one word; every third."""
    if tokens[i].folded in words.word("every") and i + 1 < len(tokens):
        ordinal = _ordinal(tokens[i + 1].folded, words.ordinal)
        if ordinal:
            return Quantity(i, i + 2, (1 / ordinal,), "share", worded=True)
    found = words.share.at(tokens, i)
    if words.language == "ko" and tokens[i].folded.startswith("절반"):
        found = (i + 1, 0.5)
    if not found:
        return None
    end, value = found
    if i and (
        tokens[i - 1].folded in words.word("order") or (tokens[i - 1].folded == "-" and not tokens[i - 1].spaced)
    ):
        return None
    if end < len(tokens) and (
        tokens[end].folded in _HALF_ENDS or (tokens[end].folded == "-" and not tokens[end].spaced)
    ):
        return None
    half = words.half_of.at(tokens, i)
    if half and (words.scale.at(tokens, half[0]) or _half_unit(tokens, i, words)):
        return None
    return Quantity(i, end, (value,), "share", worded=True)


def _ordinal(word: str, ordinals: Phrases[float]) -> float | None:
    value = ordinals.one(word)
    return value if value is not None or word[-1:] not in "nrsm" else ordinals.one(word[:-1])


def _how_often(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
    found = words.often.at(tokens, i)
    if not found:
        return None
    base = Quantity(i, found[0], (found[1],), "times", raw=found[1], worded=True)
    return _with_denominators(tokens, base, Unit(found[0], "times"), words)


def _half_unit(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
    """Half an hour, eine halbe Stunde, une demi-heure."""
    j = i + 1 if tokens[i].folded in words.word("one") else i
    half = words.half_of.at(tokens, j)
    if not half:
        return None
    k = half[0]
    while k < len(tokens) and (
        tokens[k].folded == "-" or tokens[k].folded == "'" or tokens[k].folded in words.word("one")
    ):
        k += 1
    unit = words.units.at(tokens, k)
    if not unit or len(tokens[k].text) < 2 or unit[1] in RATIOS:
        return None
    name, _, factor = unit[1].partition("*")
    return Quantity(i, unit[0], (half[1] * (float(factor) if factor else 1),), name, raw=half[1], worded=True)


def _fraction(
    tokens: Sequence[Token], i: int, number: Numeral | None, words: Vocabulary, style: Style
) -> Quantity | None:
    """Two thirds, a quarter (of a million, of an hour)."""
    filled = False
    if number is None:
        if tokens[i].folded not in words.word("one"):
            return None
        above, j = 1.0, i + 1
        filled = j < len(tokens) and tokens[j].folded in words.word("filler")
        j += filled
    else:
        above, j = number.value, number.end
        if number.scale > 1 or (not number.worded and number.value > 9):
            return None
    if j < len(tokens) and tokens[j].folded == "-" and not tokens[j].spaced:
        j += 1
    found = words.part.at(tokens, j)
    if not found or above >= found[1]:
        return None
    end, value = found[0], above / found[1]
    following = tokens[end] if end < len(tokens) else None
    # "a third of them", but "a third bridge"
    named = words.language == "en" and not filled and above == 1 and found[1] != 4 and following
    if named and named.kind is Kind.WORD and named.folded not in words.stop and named.folded not in words.word("of"):
        return None
    k = end
    if following and following.folded in words.word("of"):
        k = end + 1
        while k < len(tokens) and (tokens[k].folded in words.word("one") or tokens[k].folded == "'"):
            k += 1
    scale = words.scale.at(tokens, k)
    if scale and scale[1] >= 1000 and len(tokens[k].text) > 3:
        made = Quantity(i, scale[0], (value * scale[1],), raw=value, scale=scale[1], worded=True)
        whole = Numeral(scale[0], value * scale[1], value, scale[1], worded=True)
        return _measured("", tokens, made, whole, words)
    unit = words.units.at(tokens, k)
    if unit and unit[1] in ("hour", "year", "century") and k > end:
        return Quantity(i, unit[0], (value,), unit[1], raw=value, worded=True)
    return Quantity(i, end, (value,), "share", raw=value, worded=True)


def _out_of(tokens: Sequence[Token], i: int, number: Numeral, words: Vocabulary, style: Style) -> Quantity | None:
    """One in five, three out of four, une famille sur cinq."""
    j = number.end
    found = words.word("outof").at(tokens, j)
    if not found and j + 1 < len(tokens) and words.language in ("fr", "it", "pt", "es"):
        found = words.word("outof").at(tokens, j + 1) if tokens[j].folded not in words.stop else None
    if not found or found[0] >= len(tokens) or number.scale > 1 or number.value < 1:
        return None
    below = numeral(tokens, found[0], words, style)
    if below is None or below.scale > 1 or below.value % 1 or number.value % 1:
        return None
    if not number.value < below.value <= 100 or below.unit:
        return None
    loose = tokens[found[0] - 1].folded in ("in", "von", "av", "из", "z", "із", "з", "на", "στους", "στα", "στις")
    if loose and not (number.worded or below.value in (5, 8, 10, 20, 100) or number.value == 1):
        return None
    return Quantity(i, below.end, (number.value / below.value,), "share", raw=number.value, worded=True)
