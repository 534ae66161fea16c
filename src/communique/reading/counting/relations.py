"""What quantities are to their neighbours: ends of a range, before and after of a change, things of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.reading.counting.quantity import Quantity
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.units import RATIOS, TIMES, is_money
from communique.reading.counting.vocabulary import Vocabulary

_CHANGE_REACH = 9
_WHOLE_REACH = 6
_CROWD, _OLDEST, _COLDEST = 10, 120, 90
MINUS = frozenset(["minus", "moins", "минус", "мінус", "menos", "meno", "eksi"])
"""Words before degrees below zero."""
_ABOVE = frozenset({"over", "under", "über", "unter", "above", "below"})
_MANY = 100_000
_SENTENCES_BACK = 2
_QUOTES = frozenset("\"'“”„«»‘’()")
_SENTENCE_ENDS = frozenset(".!?。！？؟।")
# Languages whose word for "from" is a genitive, too: there a verb must say that something changed.
_GENITIVE = frozenset({"fr", "es", "pt", "it"})


def related(tokens: Sequence[Token], found: Sequence[Quantity], words: Vocabulary) -> list[Quantity]:
    """The quantities with ranges joined, the ends of changes apart, and units taken over from their neighbours."""
    joined = _joined(tokens, list(found), words)
    return _inherited(tokens, joined, words)


def _joined(tokens: Sequence[Token], found: list[Quantity], words: Vocabulary) -> list[Quantity]:
    out: list[Quantity] = []
    k = 0
    while k < len(found):
        one = found[k]
        other = found[k + 1] if k + 1 < len(found) else None
        link = _link(tokens, one, other, words) if other and len(one.values) == 1 and len(other.values) == 1 else None
        if other is None or link is None:
            out.append(one)
            k += 1
            continue
        if link == "ballot" and words.vote_noun:
            one, link = replace(one, unit=words.vote_noun, noun=True), "votes"
        elif link != "votes":
            one = _like(one, other)
        if link == "range":
            whole = other if other.unit else replace(other, unit=one.unit, noun=one.noun, per=one.per)
            ends = (one.values[0], other.values[0])
            out.append(replace(whole, first=one.first, values=ends, grouped=one.grouped or other.grouped))
            k += 2
            continue
        if link == "none":
            k += 2
            continue
        out.append(one)
        if link == "votes" and other.unit is None:
            found[k + 1] = replace(other, unit=one.unit, noun=one.noun, marks=other.marks | {"connected"})
        else:
            found[k + 1] = replace(other, marks=other.marks | {"connected"})
        k += 1
    return out


def _link(tokens: Sequence[Token], one: Quantity, other: Quantity, words: Vocabulary) -> str | None:
    """``range``, ``change`` (two figures), ``list`` (two of one kind), ``votes``, ``none`` (a score), or ``None``."""
    if other.unit == "share" or one.unit == "share":
        return None
    gap = other.first - one.last
    if not 1 <= gap <= 3:
        return None
    if one.unit and other.unit and one.unit != other.unit:
        return "list" if not one.noun and is_money(one.unit) == is_money(other.unit) else None
    raised = _like(one, other)
    rises = raised.values[0] < other.values[0]
    connector = tokens[one.last]
    if connector.folded in "-~〜" and gap == 1:
        if rises and not one.noun:
            return "range"
        if one.unit or other.unit or one.grouped:
            return None
        return "ballot" if _is_vote(tokens, one, words) else "none"
    until = words.word("until").at(tokens, one.last)
    onto = words.word("onto").at(tokens, one.last)
    if onto and onto[0] == other.first and not (one.noun and not other.unit):
        return "change"
    if until and _reaches(tokens, until[0], other, words):
        if _is_change(tokens, one, words) or (one.unit is not None and words.word("delta").before(tokens, one.first)):
            return "change"
        if one.noun and other.unit is None:
            return "votes"
        if not rises and one.unit is None and other.unit is None and _is_vote(tokens, one, words):
            return "ballot"
        return "range" if rises and not one.noun else None if one.noun else "change"
    if until or onto:
        return "change" if (until or onto or (0,))[0] <= other.first else None
    if connector.folded in words.word("and") and gap == 1:
        if _behind(tokens, one, words, "between") and rises:
            return "range"
        return "list" if one.unit is None and other.unit else None
    if connector.folded in words.word("or") and gap == 1:
        near = (
            one.unit is None and other.unit and rises and other.values[0] <= 12 and one.values[0] + 1 == other.values[0]
        )
        return "range" if near else "list" if one.unit is None and other.unit else None
    if connector.text == "," and gap == 1 and one.unit is None and other.unit:
        return "list"
    return None


def _is_vote(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> bool:
    near = (*tokens[max(0, one.first - _CHANGE_REACH) : one.first], *tokens[one.last : one.last + _CHANGE_REACH])
    return any(token.folded in words.word("votecue") for token in near)


def _reaches(tokens: Sequence[Token], end: int, other: Quantity, words: Vocabulary) -> bool:
    """Whether nothing but an article stands between a connector and the next quantity."""
    between = end + 1 == other.first and (tokens[end].folded in "-'" or tokens[end].folded in words.word("article"))
    return end == other.first or between


def _behind(tokens: Sequence[Token], one: Quantity, words: Vocabulary, name: str) -> bool:
    i = one.first
    hedge = words.word("hedge").before(tokens, i)
    if hedge:
        i = hedge[0]
    while i > 0 and (tokens[i - 1].folded in words.word("article") or tokens[i - 1].folded == "-"):
        i -= 1
    return words.word(name).before(tokens, i) is not None or words.word(name).before(tokens, one.first) is not None


def _is_change(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> bool:
    if not _behind(tokens, one, words, "from"):
        return False
    cue = any(
        tokens[k].folded in words.word("change") and (k == 0 or tokens[k - 1].folded not in words.word("article"))
        for k in range(max(0, one.first - _CHANGE_REACH), one.first)
    )
    if words.language in _GENITIVE:
        return cue
    return not (words.language == "en" and cue)


def _like(one: Quantity, other: Quantity) -> Quantity:
    """The first of two with the scale and unit that only the second is written with: "4 to 5 million euro"."""
    value = one.values[0]
    if (
        one.scale == 1
        and other.scale >= 1000
        and not one.grouped
        and (one.unit in (None, other.unit) or other.unit is None)
    ):
        scale = other.scale
        if other.raw and 0.05 <= one.raw / other.raw <= 20:
            value *= scale
    if one.unit is None and other.unit is not None:
        value *= other.factor
        return replace(one, values=(value,), unit=other.unit, per=other.per, noun=other.noun, phrase=other.phrase)
    return replace(one, values=(value,), per=one.per or (other.per if one.unit == other.unit else ""))


def _inherited(tokens: Sequence[Token], found: list[Quantity], words: Vocabulary) -> list[Quantity]:
    """Quantities without a unit with that of the thing last (or next) counted in their sentence."""
    out: list[Quantity] = []
    for k, one in enumerate(found):
        if one.unit is not None:
            out.append(one)
            continue
        out.append(_from_neighbours(tokens, one, out[-4:], found[k + 1 : k + 3], words))
    return out


def _ends_sentence(tokens: Sequence[Token], k: int) -> bool:
    """Whether a mark ends a sentence: behind shortened words (Tab. 6) goes on what is small or a number."""
    if tokens[k].kind is not Kind.MARK or tokens[k].text not in _SENTENCE_ENDS:
        return False
    after = k + 1
    while after < len(tokens) and tokens[after].text in _QUOTES:
        after += 1
    if tokens[k].text != "." or after >= len(tokens):
        return True
    opens = tokens[after].text[:1] == tokens[after].text[:1].upper() and tokens[after].kind is Kind.WORD
    return opens and any(token.spaced for token in tokens[k + 1 : after + 1])


def _is_named(tokens: Sequence[Token], one: Quantity) -> bool:
    """Whether a small number is rather part of a name: it stands at a capital, and nothing behind it (Nave 4)."""
    token, i = tokens[one.first], one.first
    if one.last != i + 1 or not token.text.isdecimal() or len(token.text) > 3 or not i:
        return False
    closed = one.last >= len(tokens) or tokens[one.last].kind is Kind.MARK or tokens[one.last].folded in ("und", "and")
    before = tokens[i - 1]
    if before.folded in ("m", "am", "bin"):
        return closed
    return closed and before.kind is Kind.WORD and before.text[:1].isupper() and len(before.text) > 2


def _is_age(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number is rather an age ("most are over 60"): it says above or below what."""
    hedge = words.word("hedge").before(tokens, one.first)
    return bool(hedge and hedge[0] == one.first - 1 and one.values[0] <= _OLDEST and tokens[hedge[0]].folded in _ABOVE)


def _marches(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number counts who came: "40,000 marched", "the rally, which stewards put at 8,000"."""
    if words.crowd_noun is None or one.values[0] < _CROWD:
        return False
    before = tokens[max(0, one.first - _CHANGE_REACH) : one.first]
    verb = one.last < len(tokens) and tokens[one.last].folded in words.word("crowd")
    return verb or any(token.folded in words.word("crowdcue") for token in before)


def _is_cast(tokens: Sequence[Token], one: Quantity, words: Vocabulary) -> bool:
    """Whether a word for how somebody voted stands behind a number, and nothing else is said there."""
    found = words.word("vote").at(tokens, one.last)
    if not found or one.scale > 1 or one.grouped:
        return False
    ends = found[0] >= len(tokens) or tokens[found[0]].kind is Kind.MARK or tokens[found[0] - 1].kind is Kind.MARK
    return ends or _is_vote(tokens, one, words)


def _same_size(one: Quantity, other: Quantity) -> bool:
    if one.worded or one.scale > 1 or other.scale > 1 or not other.values[0]:
        return False
    return 0.2 <= one.values[0] / other.values[0] <= 5


def _whole(tokens: Sequence[Token], one: Quantity, before: Sequence[Quantity]) -> bool:
    """Whether the sentence has named the whole of which some voted: "of the 240 delegates, 52 against"."""
    return any(
        other.noun
        and other.values[0] >= one.values[0]
        and not any(token.text in _SENTENCE_ENDS for token in tokens[other.last : one.first])
        for other in before
    )


def _same_order(one: Quantity, other: Quantity) -> bool:
    if one.worded or one.grouped or one.scale > 1 or other.scale < 1e6 or not other.raw:
        return False
    return 0.2 <= one.raw / other.raw <= 5


def _from_neighbours(
    tokens: Sequence[Token], one: Quantity, before: Sequence[Quantity], after: Sequence[Quantity], words: Vocabulary
) -> Quantity:
    def fits(other: Quantity) -> bool:
        if other.unit is None or other.unit in RATIOS:
            return False
        large = one.scale >= 1e6
        if is_money(other.unit):
            return large
        if other.unit in TIMES or not other.noun:
            return False
        # Millions of what was counted in tens are rather money.
        return one.values[0] == int(one.values[0]) and (not large or other.values[0] >= _MANY)

    def sentences(start: int, end: int) -> int:
        return sum(1 for k in range(start, end) if _ends_sentence(tokens, k))

    if one.first and tokens[one.first - 1].folded in MINUS and one.raw < _COLDEST:
        return replace(one, unit="°C")
    if _is_named(tokens, one) or _is_age(tokens, one, words):
        return one
    # "12 of the 40 staff": the noun stands at the whole.
    near = bool(after) and after[0].noun and 1 <= after[0].first - one.last <= _WHOLE_REACH
    if near and tokens[one.last].folded in words.word("of"):
        return replace(one, unit=after[0].unit, noun=True, phrase=after[0].phrase)
    if words.vote_noun and _is_cast(tokens, one, words) and not _whole(tokens, one, before):
        return replace(one, unit=words.vote_noun, noun=True)
    for place, other in enumerate(reversed(before)):
        distance = sentences(other.last, one.first)
        if distance > _SENTENCES_BACK:
            break
        if is_money(other.unit) and _same_order(one, other):
            # "€214 million; others had spoken of 260"
            scaled = tuple(value * other.scale for value in one.values)
            return replace(one, values=scaled, scale=other.scale, unit=other.unit, phrase=other.phrase)
        if place == 0 and distance == 0 and is_money(other.unit) and _same_size(one, other):
            # "she got £1,870 instead of over 6,000"
            return replace(one, unit=other.unit)
        bare = one.scale == 1 and 0 < one.values[0] <= 100
        by = one.first > 0 and tokens[one.first - 1].folded in ("by", "um", "to", "auf")
        hedged = words.word("hedge").before(tokens, one.first) is not None
        if place == 0 and distance == 0 and other.unit == "percent" and bare and (by or not (one.worded or hedged)):
            return replace(one, unit=other.unit)
        lasts = one.first > 0 and tokens[one.first - 1].folded in ("take", "takes", "took", "last", "lasts", "lasted")
        if place == 0 and (distance == 0 or lasts) and other.unit in TIMES and one.worded:
            return replace(one, unit=other.unit)
        if fits(other):
            return replace(one, unit=other.unit, noun=other.noun, phrase=other.phrase)
    if _marches(tokens, one, words):
        return replace(one, unit=words.crowd_noun, noun=True)
    for other in after:
        if sentences(one.last, other.first) > 1:
            break
        if fits(other) and one.values[0] >= 2:
            return replace(one, unit=other.unit, noun=other.noun, phrase=other.phrase)
    return one
