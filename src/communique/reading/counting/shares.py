"""Parts and multiples of a whole in words: half, two thirds, one in five, every third, twice, half an hour."""

from __future__ import annotations

from collections.abc import Sequence

from communique.reading.counting.digits import Style
from communique.reading.counting.nouns import counted_noun
from communique.reading.counting.numerals import Numeral, numeral
from communique.reading.counting.quantity import Quantity, with_unit
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.units import RATIOS, Unit
from communique.reading.counting.vocabulary import Phrases, Vocabulary

# Words that may mean "of" a number, too: then small or round numbers only make a share.
_LOOSE = frozenset({"in", "von", "av", "из", "z", "із", "з", "на", "στους", "στα", "στις", "sur", "su"})
_ROMANCE = frozenset({"fr", "it", "es", "pt"})
_HALF_ENDS = frozenset(["past", "time", "way", "hearted", "empty"])


def share_word(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
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
    if half and (words.scale.at(tokens, half[0]) or half_unit(tokens, i, words)):
        return None
    return Quantity(i, end, (value,), "share", worded=True)


def _ordinal(word: str, ordinals: Phrases[float]) -> float | None:
    value = ordinals.one(word)
    return value if value is not None or word[-1:] not in "nrsm" else ordinals.one(word[:-1])


def how_often(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
    found = words.often.at(tokens, i)
    if not found:
        return None
    base = Quantity(i, found[0], (found[1],), "times", raw=found[1], worded=True)
    return with_unit(tokens, base, Unit(found[0], "times"), words)


def half_unit(tokens: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
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


def fraction(tokens: Sequence[Token], i: int, number: Numeral | None, words: Vocabulary) -> Quantity | None:
    """Two thirds, a quarter; of a million and its like the unit is left open."""
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
    filled = filled or (i > 0 and tokens[i - 1].folded in ("which", "by", "whom"))
    named = words.language == "en" and not filled and above == 1 and found[1] != 4 and following
    if named and named.kind is Kind.WORD and named.folded not in words.stop and named.folded not in words.word("of"):
        return None
    # "by a quarter", "a quarter of the money", but "a quarter is no museum"
    if words.language == "en" and number is None and found[1] == 4 and not _is_part(tokens, i, end, words):
        return None
    k = end
    if following and following.folded in words.word("of"):
        k = end + 1
        while k < len(tokens) and (tokens[k].folded in words.word("one") or tokens[k].folded == "'"):
            k += 1
    scale = words.scale.at(tokens, k)
    if scale and scale[1] >= 1000 and len(tokens[k].text) > 3:
        of_scale = value * scale[1]
        return Quantity(i, scale[0], (of_scale,), raw=value, scale=scale[1], worded=True, number_end=scale[0])
    unit = words.units.at(tokens, k)
    if unit and unit[1] in ("hour", "year", "century") and k > end:
        return Quantity(i, unit[0], (value,), unit[1], raw=value, worded=True)
    return Quantity(i, end, (value,), "share", raw=value, worded=True)


def _is_part(tokens: Sequence[Token], i: int, end: int, words: Vocabulary) -> bool:
    behind = end < len(tokens) and tokens[end].folded in words.word("of")
    return (
        behind or words.word("hedge").before(tokens, i) is not None or (i > 0 and tokens[i - 1].folded in ("by", "to"))
    )


def out_of(tokens: Sequence[Token], i: int, number: Numeral, words: Vocabulary, style: Style) -> Quantity | None:
    """One in five, three out of four, une famille sur cinq."""
    j = number.end
    found = words.word("outof").at(tokens, j)
    between = not found and j + 1 < len(tokens) and tokens[j].kind is Kind.WORD and tokens[j].folded not in words.stop
    if between:
        # "une famille sur cinq", "three households in ten"
        found = words.word("outof").at(tokens, j + 1)
    if not found or found[0] >= len(tokens) or number.scale > 1 or number.value < 1:
        return None
    below = numeral(tokens, found[0], words, style)
    if below is None or below.scale > 1 or below.value % 1 or number.value % 1:
        return None
    if not number.value < below.value <= 100 or below.unit:
        return None
    loose = tokens[found[0] - 1].folded in _LOOSE
    if loose and not (number.worded or below.value <= 10 or below.value in (20, 100) or number.value == 1):
        return None
    if between and words.language not in _ROMANCE and counted_noun(tokens, below.end, words):
        return None
    return Quantity(i, below.end, (number.value / below.value,), "share", raw=number.value, worded=True)
