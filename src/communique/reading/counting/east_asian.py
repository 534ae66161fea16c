"""Chinese, Japanese and Korean numbers, in which figures and ideograms stand together: 1万2千, 三分之二, 4割, 25억."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from communique.reading.counting.tokens import Kind, Token, tokenize

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

# Longer counters before those they begin with.
_COUNTERS = {
    "zh": "名 个 個 位 人 家 户 戶 辆 輛 棵 株 间 間 所 座 条 條 台 架 艘 头 頭 只 隻 票 份 张 張 村 国 國 起 项 項 处 處 套 "
    "床 件 枚 笔 筆 部 支",
    "ja": "人 名 台 本 件 筆 軒 戸 世帯 棟 頭 羽 匹 枚 か所 カ所 ヶ所 箇所 社 校 団体 票 か国 カ国 ヶ国 床 席 隻 冊 つ 自治体 病院",
    "ko": "명 인 대 가구 채 곳 개국 개교 개 그루 건 표 마리 석 세대 장 편 척 동",
}
# Counters that are what is counted; behind the others the noun follows.
_NOUNS = frozenset("人家户戶票村国國")
_COUNTER = {language: re.compile(forms.replace(" ", "|")) for language, forms in _COUNTERS.items()}
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


def counted(text: str, tokens: Sequence[Token], i: int, language: str) -> tuple[str, int] | None:
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
