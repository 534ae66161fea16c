"""Chinese, Japanese and Korean numbers, in which figures and ideograms stand together: 1万2千, 三分之二, 4割, 25억."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from communique.reading.counting.quantity import Quantity
from communique.reading.counting.tokens import Kind, Token, tokenize
from communique.reading.counting.units import TIMES
from communique.reading.counting.vocabulary import Vocabulary
from communique.reading.lexicon import lexicon

LANGUAGES = frozenset({"zh", "ja", "ko"})

_FIGURES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "천": 1000, "백": 100}
_LARGE = {
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "억": 10**8,
    "兆": 10**12,
    "조": 10**12,
}
_HAN = "零〇一二两兩三四五六七八九十百千"
_DIGITS = r"\d+(?:[,.，]\d+)*"
_PLAIN = rf"(?:{_DIGITS}|[{_HAN}])(?:[{_HAN}万萬亿億兆]|(?<=[万萬亿億千百兆]){_DIGITS})*"
_CHINESE = re.compile(
    rf"百分之(?P<percent>{_PLAIN})|(?P<under>{_PLAIN})分[之の](?P<over>{_PLAIN})"
    rf"|(?P<tenths>{_PLAIN})(?:成|割)(?P<half>半)?(?P<hundredths>[一二三四五六七八九\d])?(?(hundredths)分)"
    r"|(?P<even>一半|半數|半数)"
    rf"|(?P<number>{_PLAIN})"
)
_KOREAN = re.compile(
    rf"(?P<under>\d+)분의\s?(?P<over>\d+)|(?P<number>{_DIGITS}(?:\s?[조억만천백](?:\s?{_DIGITS}(?=\s?[만천백]))?)*)"
)
# Words that begin like numbers and count nothing.
_NONE = re.compile(r"一(?:[些起直定般样樣切旦致方个個]|方面)|万一|统一|統一|第\s?$|唯一|同一|十分|百姓|千万別|之一")

# Counters that are what is counted; behind the others the noun follows.
_NOUNS = frozenset("人家户戶票村国國亩畝")
_COUNTER = {
    language: re.compile("|".join(lexicon("figures")[f"{language}.counter"].split())) for language in sorted(LANGUAGES)
}
_NO_NOUN = frozenset("的了在被将將和与與参參是为為有不没沒已就也都从從对對把给給向至到或以及，。、；：")


def tokenize_east_asian(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    """Like :func:`~communique.reading.counting.tokens.tokenize`; numbers have their value, shares their unit."""
    pattern = _KOREAN if language == "ko" else _CHINESE
    last = start
    for found in pattern.finditer(text, start, end):
        made = _number(found, text)
        if made is None:
            continue
        yield from tokenize(text, last, found.start())
        yield replace(made, spaced=found.start() > start and text[found.start() - 1].isspace())
        last = found.end()
    yield from tokenize(text, last, end)


def _number(found: re.Match[str], text: str) -> Token | None:
    groups = {name: part for name, part in found.groupdict().items() if part}
    unit = None
    if "even" in groups:
        value: float | None = 0.5
        unit = "share"
    elif "percent" in groups:
        value, unit = _value(groups["percent"]), "percent"
    elif "under" in groups:
        under, over = _value(groups["under"]), _value(groups["over"])
        value, unit = (over / under if under and over is not None else None), "share"
    elif "tenths" in groups:
        tenths = _value(groups["tenths"])
        more = _value(groups["hundredths"]) if "hundredths" in groups else 0
        # 完成, 三成 … 十成 at most; 構成 and the like have no number before them.
        value = tenths / 10 + (0.05 if "half" in groups else 0) + (more or 0) / 100 if tenths and tenths <= 10 else None
        unit = "share"
    else:
        written = groups["number"]
        around = text[max(0, found.start() - 1) : found.end() + 2]
        if not written[0].isdecimal() and _NONE.search(around):
            return None
        if text[found.start() - 1 : found.start()] == "第":
            return None
        if written.isdecimal() or not any(c in _SMALL or c in _LARGE or c in _FIGURES for c in written):
            return None
        value = _value(written)
    if value is None:
        return None
    return Token(Kind.NUMBER, found[0], found[0], found.start(), found.end(), False, value, unit)


def _value(written: str) -> float | None:
    """The value of digits and ideograms together; ``None`` where figures stand one by one (二〇三一, a year).

    >>> _value("1万2千"), _value("三千五百"), _value("二〇三一")
    (12000.0, 3500.0, None)
    """
    pieces = re.findall(r"\d+(?:[,.，]\d+)*|\S", written)
    total, section, current = 0.0, 0.0, None
    for piece in pieces:
        if piece[0].isdecimal():
            if current is not None:
                return None
            current = float(piece.replace(",", "").replace("，", ""))
        elif piece in _FIGURES:
            if current not in (None, 0):
                return None
            current = float(_FIGURES[piece])
        elif piece in _SMALL:
            section += (1 if current is None else current) * _SMALL[piece]
            current = None
        elif piece in _LARGE:
            total += (section + (current or 0) or 1) * _LARGE[piece]
            section, current = 0.0, None
        else:
            return None
    return total + section + (current or 0)


def _counted(text: str, tokens: Sequence[Token], i: int, language: str) -> tuple[str, int] | None:
    """What is counted by a counter at token ``i``: its word, and where in the text it ends."""
    if i >= len(tokens):
        return None
    place = tokens[i].start
    found = _COUNTER[language].match(text, place)
    if found is None:
        return None
    if language != "zh" or found[0] in _NOUNS:
        return found[0], found.end()
    noun = text[found.end() : found.end() + 2]
    if len(noun) == 2 and noun.isalpha() and not any(c in _NO_NOUN for c in noun):
        return noun, found.end() + 2
    return found[0], found.end()


def measured_east_asian(
    text: str, tokens: Sequence[Token], base: Quantity, end: int, words: Vocabulary
) -> Quantity | None:
    """Numbers whose unit or counter is written at them, hedges of one character between (300多名)."""
    j = end
    hedge: tuple[int, int] | None = None
    found_hedge = words.word("after").at(tokens, j)
    if found_hedge:
        hedge, j = (j, found_hedge[0]), found_hedge[0]
    if words.language == "ko":
        return _korean(text, tokens, base, j, words, hedge)
    unit = words.units.at(tokens, j)
    counter = _counted(text, tokens, j, words.language)
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
    base_name = name.partition("*")[0]
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
        counter = _counted(text, tokens, j, "ko") if run == tokens[j].text else None
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
