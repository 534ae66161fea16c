"""Dates printed in a text, and which of them the document is dated by.

A grammar finds them; nothing is guessed from the present or from a year in the running text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model.reading import BlockDraft, DateDraft, Span
from communique.model.words import BlockKind, DateBasis
from communique.reading.lexicon import lexicon
from communique.reading.occasions import counted_date, named_date, occasion_date

_LEXICON = lexicon("dates")
_MONTHS = {
    form.replace("·", " "): number
    for name, words in _LEXICON.items()
    if name.startswith("months.")
    for number, forms in enumerate(words.split(), 1)
    for form in forms.split("|")
}
_SEASON_NUMBER, _ORDINAL = (
    {
        form: number
        for name, words in _LEXICON.items()
        if name.startswith(kind)
        for number, forms in enumerate(words.split(), first)
        for form in forms.split("|")
    }
    for kind, first in (("seasons.", 21), ("ordinals.", 1))
)
_WEEKDAYS = frozenset(
    word for name, words in _LEXICON.items() if name.startswith("weekdays.") for word in words.split()
)
_PUBLISHED, _UPDATED, _EVENT, _FILLER = (
    frozenset(_LEXICON[name].split()) for name in ("published", "updated", "event", "filler")
)
_MONTH = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_MONTHS, key=len, reverse=True))
_NTH = "|".join(sorted(_ORDINAL, key=len, reverse=True))
_MONTH_NUMBER = {name.casefold(): number for name, number in _MONTHS.items()}
_GAP = r"[ \t\u00a0\u202f]"
_YEAR = r"(?:พ\.?ศ\.?\s*)?(?P<y>[12１２]\d{3}|[١٢][٠-٩]{3}|[१२][०-९]{3}|[১২][০-৯]{3}|[๑๒][๐-๙]{3}|[۱۲][۰-۹]{3})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|ère|\.|º|°|ª|-?го|η|ης)?"
_OF = rf"(?:{_GAP}*,)?{_GAP}*(?:(?:of|de|di|del|do|του){_GAP}+)?"
_UNTIL = rf"{_GAP}*(?:-|–|—|to|bis|au|al|a|и|und|and|et|y|e){_GAP}*"
_OPEN, _CLOSE = r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\d)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        (
            "iso",
            rf"{_OPEN}{_YEAR}-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?:T\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?{_CLOSE}",
        ),
        (
            "days",
            rf"{_OPEN}(?P<d0>\d{{1,2}})\.?{_UNTIL}{_DAY}{_OF}(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}"
            rf"|{_OPEN}(?P<M2>{_MONTH})(?!\w)\.?{_GAP}+(?P<d02>\d{{1,2}}){_UNTIL}(?P<d2>\d{{1,2}}),?{_GAP}+(?P<y2>[12]\d{{3}}){_CLOSE}",
        ),
        (
            "across",
            rf"{_OPEN}(?P<d0>\d{{1,2}})(?:\.|º|er)?{_OF}(?P<M0>{_MONTH})(?!\w)\.?{_UNTIL}{_DAY}{_OF}(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}",
        ),
        (
            "months",
            rf"{_OPEN}(?P<M0>{_MONTH})(?!\w)\.?(?:{_UNTIL}|/)(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}",
        ),
        ("dmy", rf"{_OPEN}{_DAY}{_OF}(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}"),
        ("mdy", rf"{_OPEN}(?P<M>{_MONTH})(?!\w)\.?{_GAP}+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}+{_YEAR}{_CLOSE}"),
        ("ymd", rf"{_OPEN}{_YEAR}[./]{_GAP}?(?P<m>\d{{1,2}})[./]{_GAP}?(?P<d>\d{{1,2}})(?:\.|{_CLOSE})"),
        ("dotted", rf"{_OPEN}(?P<d>\d{{1,2}})\.{_GAP}?(?P<m>\d{{1,2}})\.{_GAP}?{_YEAR}{_CLOSE}"),
        ("slashed", rf"{_OPEN}(?P<d>\d{{1,2}})(?P<sep>[/-])(?P<m>\d{{1,2}})(?P=sep){_YEAR}{_CLOSE}"),
        (
            "han",
            r"(?P<Y>(?:令和|平成|昭和|民國|民国)?[\d〇零○一二三四五六七八九十百元]{1,6})\s*年\s*(?P<m>[\d一二三四五六七八九十]{1,3})\s*月(?:\s*(?P<d>[\d一二三四五六七八九十廿卅]{1,3})\s*日)?",
        ),
        ("hangul", r"(?<!\d)(?P<y>[12１２]\d{3})\s*년\s*(?P<m>\d{1,2})\s*월(?:\s*(?P<d>\d{1,2})\s*일)?"),
        ("ordinal", rf"{_OPEN}(?P<O>{_NTH}){_GAP}+of{_GAP}+(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}"),
        ("season", rf"{_OPEN}(?P<S>{'|'.join(_SEASON_NUMBER)}){_GAP}+(?P<y>[12]\d{{3}}){_CLOSE}"),
        ("my", rf"{_OPEN}(?P<M>{_MONTH})(?!\w)\.?{_OF}{_YEAR}{_CLOSE}"),
    )
)
# Every form holds one of these; most lines hold none.
_YEARLIKE = re.compile(r"\d{4}|年")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_BUDDHIST = range(2400, 2700)
_THAI = re.compile("[\u0e00-\u0e7f]")
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*(?:a\.?m\.?|p\.?m\.?|uhr|h|utc|gmt))?\b|\b\d{1,2}\s*(?:a\.?m\.?|p\.?m\.?|uhr)\b",
    re.I,
)
# Marks of Indic scripts are no word characters to ``re``: a word is what stands between spaces and punctuation.
_WORD = re.compile(r"[^\W_](?:[^\s,;:|·•()\[\]/\"“”«»„–—!?،।、。：（）]*[^\s.,;:|·•()\[\]/\"“”«»„–—!?،।、。：（）…])?")
_BYLINE = re.compile(r"^(?:by|von|par|por|di|door|автор|από|من|מאת)[ :]", re.I)
# A place and a date in capitals or brackets, and a dash: how agencies open the first paragraph.
_DATELINE_OPENS = re.compile(r"^\(?[^\W\d_][^.!?()\n]{1,45}?[,(]?\s*$")
_DATELINE_CLOSES = re.compile(r"^\s*\)?\s*(?:\([^)\n]{1,30}\)\s*)?(?:[-–—:]|\.\s*[-–—])")
_TOP, _BOTTOM = 10, 6
_OPENING = 300
_ENDED = re.compile(r"[.!?…。؟।]['\"”’“»«)]*$")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed at ``[start, end)``; ``value`` in EDTF, ``None`` where day and month cannot be told apart."""

    start: int
    end: int
    value: str | None
    precision: str


def find_dates(text: str, start: int = 0, end: int | None = None, *, language: str | None = None) -> list[DateMention]:
    """All dates with a year that are printed in ``text[start:end]``, in order, without overlaps.

    Days and months in figures (05/06/2031) are read day first, but in English, where their order is open and both
    may be months, the value is ``None``.
    """
    end = len(text) if end is None else end
    if not _YEARLIKE.search(text, start, end):
        return []
    taken: list[DateMention] = []
    spans: list[tuple[int, int]] = []
    for name, pattern in _FORMS:
        for found in pattern.finditer(text, start, end):
            if any(found.start() < other_end and other_start < found.end() for other_start, other_end in spans):
                continue
            if name == "dmy" and int(found["d"]) > 31:
                continue  # "No. 41, September 2031"
            # What looks like a date and is none (31 February 2031) hides its parts from the shorter forms.
            spans.append(found.span())
            mention = _mention(name, found, language)
            if mention:
                taken.append(mention)
    return sorted(taken, key=lambda mention: mention.start)


def is_dateline(text: str) -> bool:
    """Whether a line is a date with little else, such as a place or what happened then."""
    if len(text) > 80:
        return False
    mentions = find_dates(text)
    if len(mentions) != 1:
        return False
    rest = text[: mentions[0].start] + " " + text[mentions[0].end :]
    return len([word for word in re.findall(r"[^\W\d_]+", rest) if len(word) > 2]) <= 3


def document_date(text: str, blocks: Sequence[BlockDraft], *, language: str | None = None) -> DateDraft:
    """The date that a document is printed with, or an honest none.

    Looks at the first and last lines of the content only: a line that is little but a date, says that it tells the
    publication, or opens as a dateline. Dates of events, of updates and in running text are none of it.
    """
    lines = list(_lines(text, blocks))
    best: tuple[int, int, DateMention] | None = None
    for place, (start, end, kind) in enumerate(lines):
        top, bottom = place < _TOP, place >= len(lines) - _BOTTOM
        if not (top or bottom):
            continue
        head = end if end - start <= 200 else start + 120
        mentions = find_dates(text, start, head, language=language)
        rank = _rank(text, start, end, mentions, top=top, first=place < 4, kind=kind)
        if rank is not None and (best is None or (rank[0], place) < (best[0], best[1])):
            best = (rank[0], place, rank[1])
    if best is None or best[2].value is None:
        return _told(text, lines, language) or DateDraft(None, DateBasis.NONE)
    mention = best[2]
    if mention.precision == "month":
        # "Primo Maggio 2031" holds a month and means a day.
        named = occasion_date(text, [(start, end) for start, end, _ in lines[:_TOP] if start <= mention.start < end])
        if named is not None and named.span is not None and named.span.start <= mention.start < named.span.end:
            return named
    return DateDraft(
        mention.value, DateBasis.EXPLICIT, Span(text[mention.start : mention.end], mention.start, mention.end)
    )


def _told(text: str, lines: Sequence[tuple[int, int, BlockKind]], language: str | None) -> DateDraft | None:
    """What day the first lines say it is, without being dated."""
    first = [(start, end) for start, end, _ in lines[:_TOP]]
    found = [
        (mention.start, mention.end, mention.value)
        for start, end in first
        for mention in find_dates(text, start, min(end, start + _OPENING), language=language)
        if mention.value is not None
    ]
    return occasion_date(text, first) or named_date(text, first, found) or counted_date(text, found)


def _lines(text: str, blocks: Sequence[BlockDraft]) -> Iterable[tuple[int, int, BlockKind]]:
    for block in blocks:
        if block.kind is BlockKind.CHROME:
            continue
        start = block.start
        for line in text[block.start : block.end].splitlines(keepends=True):
            if line.strip():
                yield start, start + len(line.rstrip()), block.kind
            start += len(line)


def _rank(
    text: str, start: int, end: int, mentions: list[DateMention], *, top: bool, first: bool, kind: BlockKind
) -> tuple[int, DateMention] | None:
    """How surely a line tells the date of its document (0 is surest), with the date; ``None`` if it does not."""
    if not mentions or len(mentions) > 2:
        return None
    mention = mentions[0]
    before, after = text[start : mention.start], text[mention.end : end]
    if end - start > 200 or (_ENDED.search(text[start:end]) and len(_WORD.findall(before + after)) > 8):
        opens = top and mention.precision == "day" and _DATELINE_OPENS.match(before) and _DATELINE_CLOSES.match(after)
        return (2, mention) if opens and len(before.split()) <= 6 else None
    timed = _TIME.search(after)
    words = [
        word.casefold()
        for word in _WORD.findall(_TIME.sub(" ", f"{before} {' ' if len(mentions) == 1 else ''}{after}"))
    ]
    if len(mentions) == 2:
        second = text[mention.end : mentions[1].start].casefold()
        if not any(word in _UPDATED for word in _WORD.findall(second)):
            return None
        words = [word.casefold() for word in _WORD.findall(_TIME.sub(" ", before))]
    published = any(word in _PUBLISHED for word in words)
    if any(word in _UPDATED for word in words) and not published:
        return None
    if any(word in _EVENT for word in words) and not (published and "by" in words) and not _BYLINE.match(before):
        return None
    rest = [w for w in words if w not in _PUBLISHED and w not in _FILLER and w not in _WEEKDAYS and not w.isdigit()]
    if published and len(rest) <= 8:
        return 0, mention
    if kind is BlockKind.BYLINE or _BYLINE.match(before):
        return (1, mention) if len(rest) <= 7 else None
    told = [word for word in _WORD.findall(_TIME.sub(" ", after)) if word.casefold() not in _FILLER]
    if timed and sum(not word.isdigit() for word in told) > 1:
        return None
    if len(rest) <= 3 and kind is not BlockKind.LIST_ITEM:
        return (1 if top else 3), mention
    ends = not after.strip(" .)") and mention.precision == "day"
    return (4, mention) if first and ends and len(rest) <= 10 and re.search(r"[,|·•(–—]\s*$", before) else None


def _mention(name: str, found: re.Match[str], language: str | None) -> DateMention | None:
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    end = found.end()
    if name == "han":
        year, month, day = (
            _han_year(parts["Y"]),
            _han_number(parts["m"]),
            _han_number(parts["d"]) if "d" in parts else None,
        )
    else:
        year = int(parts.get("y") or parts["y2"])
        if year in _BUDDHIST and _THAI.search(found.group()):
            year -= 543
        if "S" in parts:
            value = f"{year:04}-{_SEASON_NUMBER[parts['S'].casefold()]}"
            return DateMention(found.start(), end, value, "season") if 1500 <= year <= 2199 else None
        named = parts.get("M") or parts.get("M2")
        month = _MONTH_NUMBER[" ".join(named.casefold().split())] if named else int(parts["m"])
        day = int(parts.get("d") or parts.get("d2") or 0) or _ORDINAL.get(parts.get("O", "").casefold())
    if year is None or month is None or not 1500 <= year <= 2199:
        return None
    if name == "slashed" and day is not None:
        if month > 12 >= day:
            day, month = month, day
        elif language in (None, "en") and day <= 12 and day != month:
            return DateMention(found.start(), end, None, "day")
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    begun = _MONTH_NUMBER[" ".join(parts["M0"].casefold().split())] if "M0" in parts else None
    if day is None:
        value = f"{year:04}-{month:02}"
        if begun is None:
            return DateMention(found.start(), end, value, "month")
        return DateMention(found.start(), end, f"{year:04}-{begun:02}/{value}", "span") if begun < month else None
    value = f"{year:04}-{month:02}-{day:02}"
    opening = parts.get("d0") or parts.get("d02")
    if opening and begun is not None:
        if not (begun < month and 1 <= int(opening) <= calendar.monthrange(year, begun)[1]):
            return None
        return DateMention(found.start(), end, f"{year:04}-{begun:02}-{int(opening):02}/{value}", "span")
    if opening:
        if not 1 <= int(opening) < day:
            return None
        return DateMention(found.start(), end, f"{year:04}-{month:02}-{int(opening):02}/{value}", "span")
    return DateMention(found.start(), end, value, "day")


def _han_year(digits: str) -> int | None:
    for era, offset in _ERAS.items():
        if digits.startswith(era):
            number = 1 if digits[2:] == "元" else _han_number(digits[2:]) or _han_figures(digits[2:])
            return offset + number if number else None
    if digits.isdecimal():
        return int(digits) if len(digits) == 4 else None
    return _han_figures(digits) if len(digits) == 4 else None


def _han_figures(digits: str) -> int | None:
    """A number whose figures are written one by one: 二〇三一."""
    if not digits or any(digit not in _NUMERALS for digit in digits):
        return None
    return int("".join(str(_NUMERALS[digit]) for digit in digits))


def _han_number(digits: str) -> int | None:
    if digits.isdecimal():
        return int(digits)
    digits = digits.replace("廿", "二十").replace("卅", "三十")
    hundreds, hundred, digits = digits.rpartition("百")
    tens, ten, ones = (digits.lstrip("零〇") if hundred else digits).rpartition("十")
    parts = (hundreds, tens, ones)
    if any(digit not in _NUMERALS for part in parts for digit in part) or any(len(part) > 1 for part in parts):
        return None
    units = _NUMERALS[ones] if ones else 0
    counted = [
        (_NUMERALS[figure] if figure else 1) * bool(there) for figure, there in ((hundreds, hundred), (tens, ten))
    ]
    return 100 * counted[0] + 10 * counted[1] + units
