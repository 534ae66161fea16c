"""The value of a number at a place: figures, words, both with a scale (1.86 million, two and a half thousand)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from communique.reading.counting.digits import Style, number_of
from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.vocabulary import Vocabulary, vocabulary

GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
# Scales that mean something else where they do not stand at the number itself or beside money.
_SHORT_SCALES = frozenset({"k", "m", "b", "mi", "bi"})
# What may stand alone for one of it ("mil personas", "tausend Menschen").
_ALONE = frozenset(
    ["fr", "es", "pt", "it", "de", "nl", "sv", "no", "da", "tr", "ar", "he", "pl", "ru", "uk", "el", "hi"]
)
_SUFFIXES = {"tr": ("den", "dan", "ten", "tan", "i", "ı", "u", "ü"), "de": ("e", "en")}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number up to token ``end``; ``raw`` is its value before a scale, ``scale`` what it was multiplied by."""

    end: int
    value: float
    raw: float
    scale: float = 1.0
    worded: bool = False
    unit: str | None = None
    approximate: bool = False


def numeral(tokens: Sequence[Token], i: int, words: Vocabulary, style: Style, *, money: bool = False) -> Numeral | None:
    """The number that begins at token ``i``, or ``None``. ``money`` tells that a currency stands before it."""
    token = tokens[i]
    if token.kind is Kind.NUMBER:
        value = token.value if token.value is not None else number_of(token.text, style)
        if value is None:
            return None
        if token.unit:
            return Numeral(i + 1, value, value, unit=token.unit)
        j = i + 1
        if j < len(tokens) and tokens[j].text in GLYPHS:
            value += GLYPHS[tokens[j].text]
            j += 1
        return _scaled(tokens, j, value, words, style, money=money)
    if token.text in GLYPHS:
        made = _scaled(tokens, i + 1, GLYPHS[token.text], words, style, money=money)
        return made if made.scale > 1 else Numeral(i + 1, made.value, made.value, unit="share")
    if token.kind is not Kind.WORD:
        return None
    return _worded(tokens, i, words, style)


def _scaled(
    tokens: Sequence[Token],
    j: int,
    raw: float,
    words: Vocabulary,
    style: Style,
    *,
    worded: bool = False,
    money: bool = False,
) -> Numeral:
    """A number with what multiplies it and what is added behind: 2½, 3 mil millones, 2 lakh 40 thousand."""
    value, scale = raw, 1.0
    half = words.and_half.at(tokens, j)
    if half:
        j, value = half[0], value + half[1]
    while True:
        dash = j < len(tokens) and tokens[j].folded == "-" and not tokens[j].spaced
        found = words.scale.at(tokens, j + dash)
        if not found or not _is_scale(tokens, found[0] - 1, words, money=money):
            hundred = None if worded or scale > 1 else words.hundred.at(tokens, j)
            if hundred and hundred[0] < len(tokens):
                j, value, scale = hundred[0], value * hundred[1], hundred[1]
                continue
            break
        j, value, scale = found[0], value * found[1], scale * found[1]
        if tokens[j - 1].folded != tokens[j - 1].text.casefold() or len(tokens[j - 1].text) <= 4:
            j += _point(tokens, j)
        half = words.and_half.at(tokens, j)
        if half:
            j, value = half[0], value + half[1] * found[1]
    if scale >= 1000 and j < len(tokens) and tokens[j].kind is Kind.NUMBER and tokens[j].value is None:
        smaller = words.scale.at(tokens, j + 1)
        more = number_of(tokens[j].text, style)
        if smaller and smaller[1] < scale and more is not None and tokens[j + 1].text.casefold() not in _SHORT_SCALES:
            return Numeral(smaller[0], value + more * smaller[1], raw, scale, worded)
    return Numeral(j, value, raw, scale, worded)


def _is_scale(tokens: Sequence[Token], i: int, words: Vocabulary, *, money: bool) -> bool:
    token = tokens[i]
    if token.folded not in _SHORT_SCALES:
        return True
    if token.folded in ("mi", "bi"):
        return words.language == "pt"
    if token.folded == "k":
        return not token.spaced
    beside = money or (i + 1 < len(tokens) and tokens[i + 1].text in "€$£")
    if token.folded == "m" and not beside:
        # "3 M d'euros"; "30m people", but 30 m of rope.
        if token.text == "M":
            return i + 1 < len(tokens) and tokens[i + 1].folded in ("d", "de")
        following = tokens[i + 1].folded if i + 1 < len(tokens) else ""
        return (
            not token.spaced
            and words.language == "en"
            and following.isalpha()
            and (following in words.word("collective") or (following.endswith("s") and following not in words.stop))
        )
    return beside


def _point(tokens: Sequence[Token], j: int) -> bool:
    """Whether the point at ``j`` belongs to a shortened word: something goes on behind it."""
    return (
        j + 1 < len(tokens)
        and tokens[j].text == "."
        and not tokens[j].spaced
        and tokens[j - 1].text.casefold().rstrip("0123456789") not in ("million", "mille", "mil", "bin", "tusen")
    )


def _worded(tokens: Sequence[Token], i: int, words: Vocabulary, style: Style) -> Numeral | None:
    half = words.half_of.at(tokens, i)
    if half:
        j = half[0]
        while j < len(tokens) and (tokens[j].folded == "-" or tokens[j].folded in words.word("one")):
            j += 1
        scale = words.scale.at(tokens, j)
        if scale and scale[1] >= 1000 and len(tokens[j].text) > 2:
            return Numeral(scale[0], half[1] * scale[1], half[1], scale[1], worded=True)
    fixed = words.fixed.at(tokens, i)
    if fixed:
        return _scaled(tokens, fixed[0], fixed[1], words, style, worded=True)
    introduced = tokens[i].folded in words.word("one")
    if introduced:
        # An article that introduces a dozen, a hundred or a scale; else it is the number one.
        behind = words.half_of.at(tokens, i + 1)
        if behind and (large := words.scale.at(tokens, behind[0])) and large[1] >= 1000:
            return Numeral(large[0], behind[1] * large[1], behind[1], large[1], worded=True)
        dozen = words.dozen.at(tokens, i + 1)
        if dozen:
            return Numeral(dozen[0], dozen[1], dozen[1], worded=True, approximate=words.language in ("fr", "es", "it"))
        for table in (words.hundred, words.scale):
            found = table.at(tokens, i + 1)
            if found and (len(tokens[i + 1].text) > 2):
                made = _run(tokens, i + 1, words, introduced=True)
                if made:
                    return _behind_run(tokens, made, words, style)
    made = _run(tokens, i, words)
    if made is None:
        return None
    j, value, _ = made
    dozen = words.dozen.at(tokens, j)
    if dozen and value < 20:
        return Numeral(dozen[0], value * dozen[1], value, worded=True)
    return _behind_run(tokens, made, words, style)


def _behind_run(tokens: Sequence[Token], made: tuple[int, float, float], words: Vocabulary, style: Style) -> Numeral:
    end, value, scale = made
    number = _scaled(tokens, end, value / scale, words, style, worded=True)
    return replace(number, value=number.value * scale, scale=number.scale * scale) if scale > 1 else number


def _run(
    tokens: Sequence[Token], i: int, words: Vocabulary, *, introduced: bool = False
) -> tuple[int, float, float] | None:
    """The longest run of number words that make one number: its end, its value, its largest scale."""
    total, current, j = 0.0, 0.0, i
    last_scale, largest = float("inf"), 1.0
    end: int | None = None
    joined = False
    while j < len(tokens):
        if end is not None and tokens[j].folded == "-" and not tokens[j].spaced:
            j += 1
            continue
        if end is not None and not joined and tokens[j].folded in words.word("and"):
            joined, j = True, j + 1
            continue
        step = _step(tokens, j, words)
        if step is None:
            break
        after, kind, value, linked = step
        joined = joined or linked
        if kind == "scale":
            alone = introduced or (words.language in _ALONE and value == 1000 and len(tokens[j].text) > 2)
            if end is None and not alone:
                break
            if value >= last_scale:
                if value < 1e6 or total <= 0:
                    break
                total = (total + current) * value
            else:
                total += (current or 1) * value
            current, last_scale, largest = 0.0, value, max(largest, value)
        elif kind == "hundred":
            if end is None and not introduced and words.language not in _ALONE:
                break
            if current % 100 == 0 and current:
                break
            current = (current or 1) * value
        elif not _adds(current, value, words, first=end is None or (current == 0 and total > 0), joined=joined):
            break
        else:
            current += value
        joined = False
        j = end = after
    if end is None:
        return None
    return end, total + current, largest


def _adds(current: float, value: float, words: Vocabulary, *, first: bool, joined: bool) -> bool:
    if first:
        return True
    if current == 0 or value == 0:
        return False
    if words.inverted and joined and 0 < current % 100 < 10 and value % 10 == 0 and 20 <= value < 100:
        return True
    if joined and words.language in ("en",) and current % 100 != 0:
        return False
    if value >= 100:
        return False
    rest = current % 100
    if rest == 0:
        return True
    if value < 10 and rest % 10 == 0:
        return True
    return words.language == "fr" and rest in (60, 80) and 10 <= value < 20


def _step(tokens: Sequence[Token], j: int, words: Vocabulary) -> tuple[int, str, float, bool] | None:
    for kind, table in (("number", words.number), ("hundred", words.hundred), ("scale", words.scale)):
        found = table.at(tokens, j)
        if found and not (kind == "scale" and found[1] >= 1000 and len(tokens[j].text) <= 2):
            return found[0], kind, found[1], False
    word = tokens[j].folded
    if words.language in ("ar", "he") and len(word) > 3 and word in _prefixed(words.language):
        return j + 1, "number", _prefixed(words.language)[word], True
    if words.glued and len(word) > 4:
        value = glued_value(word, words.language)
        if value is not None:
            return j + 1, "number", value, False
    return None


@lru_cache(maxsize=8)
def _prefixed(language: str) -> dict[str, float]:
    """Numbers with the conjunction written at them."""
    words = vocabulary(language)
    (prefix,) = ("و",) if language == "ar" else ("ו",)
    return {prefix + form: value for form, (kind, value) in words.glued_forms.items() if kind == "number"}


@lru_cache(maxsize=20_000)
def glued_value(word: str, language: str) -> float | None:
    """The value of a number that is written as one word, or ``None``.

    >>> glued_value("einundzwanzig", "de"), glued_value("zweihundertfünfzig", "de"), glued_value("hundemüde", "de")
    (21.0, 250.0, None)
    """
    forms = vocabulary(language).glued_forms
    for suffix in ("", *_SUFFIXES.get(language, ())):
        if suffix and not word.endswith(suffix):
            continue
        pieces = _segments(word[: len(word) - len(suffix)] if suffix else word, forms)
        if pieces and len([p for p in pieces if p[0] != "and"]) > (1 if suffix == "" else 0):
            return _total(pieces, inverted=vocabulary(language).inverted)
    return None


def _segments(word: str, forms: Mapping[str, tuple[str, float]]) -> list[tuple[str, float]] | None:
    """The number words that make a word up, longest first with a way back; ``None`` if something is left over."""
    if len(word) > 60:
        return None
    best: list[list[tuple[str, float]] | None] = [None] * (len(word) + 1)
    best[0] = []
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            known, form = best[start], forms.get(word[start:end])
            if known is None or form is None:
                continue
            candidate = [*known, form]
            shorter = best[end]
            if shorter is None or len(candidate) < len(shorter):
                best[end] = candidate
    found = best[len(word)]
    return found if found and found[0][0] == "number" else None


def _total(pieces: list[tuple[str, float]], *, inverted: bool) -> float | None:
    total, current, joined = 0.0, 0.0, False
    for kind, value in pieces:
        if kind == "and":
            joined = True
            continue
        if kind == "half":
            current += value
        elif value >= 1000:
            total += (current or 1) * value
            current = 0.0
        elif value == 100:
            current = (current or 1) * 100
        elif _fits(current % 100, value, inverted=joined and inverted):
            current += value
        else:
            return None
        joined = False
    return total + current


def _fits(rest: float, value: float, *, inverted: bool) -> bool:
    return rest == 0 or (inverted and rest < 10 <= value) or (rest % 10 == 0 and value < 10)
