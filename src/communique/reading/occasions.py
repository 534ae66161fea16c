"""Dates that a text is not printed with but tells: a named day with its year, or a day counted from a printed date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from communique.model.reading import DateDraft, Span
from communique.model.words import DateBasis
from communique.reading.lexicon import lexicon

_YEAR = r"(?P<{0}>(?:19|20|21)\d\d)(?!\d)"
# Each name with its year behind or before it: "World Water Day 2030", "2030年世界水日".
_OCCASIONS = tuple(
    (
        day,
        re.compile(
            rf"(?<!\w)(?:{forms})(?:\s*[,(–—-]\s*|\s+(?:(?:de|del|di|do|von|of|in)\s+)?){_YEAR.format('after')}"
            rf"|(?<!\d){_YEAR.format('before')}\s?(?:年|년)?\s?(?:의|の)?\s?(?:{forms})(?![^\W\d_\u2e80-\u9fff\uac00-\ud7ff])",
            re.I,
        ),
    )
    for day, forms in lexicon("occasions").items()
)
_NAMES = {day: re.compile(rf"(?<!\w)(?:{forms})", re.I) for day, forms in lexicon("occasions").items()}
_COUNTED = tuple(
    (int(days), re.compile(rf"(?<!\w)(?:{forms})\s?[,(（،–—-]?\s*(?:(?:on|am|le|el|il|em|den)\s+)?$", re.I))
    for days, forms in lexicon("daywords").items()
)
_YEARLIKE = re.compile(r"\d{4}")
# Of the past or the future, or what is to happen on that day: not the day on which this was written.
_TOLD = re.compile(
    r"\b(?:since|after|before|until|ago|remember\w*|last|was|were|had|seit|nach|vor|bis|letzt\w*|war|depuis|après|avant|"
    r"jusqu|dernier\w*|desde|después|antes|hasta|fue|dal|dopo|prima|após|até|foi|после|до|с тех пор)\b",
    re.I,
)
_LINES, _LONGEST, _REACH = 6, 160, 20


def occasion_date(text: str, lines: Sequence[tuple[int, int]]) -> DateDraft | None:
    """The named day that a heading or subtitle puts the text under: "Statement for World Water Day 2030".

    ``lines`` are the first lines of the content as ``(start, end)``; sentences, and what stands below a long one, tell
    nothing.
    """
    for start, end in lines[:_LINES]:
        words = text[start:end]
        if end - start > _LONGEST:
            break  # The text has begun; what stands below may be a caption.
        if words.rstrip().endswith(".") or not _YEARLIKE.search(words) or _TOLD.search(words):
            continue
        hits = [(day, found) for day, pattern in _OCCASIONS for found in pattern.finditer(words)]
        if len({found["after"] or found["before"] for _, found in hits}) != 1:
            continue
        day, found = min(hits, key=lambda hit: hit[1].start())
        value = f"{int(found['after'] or found['before']):04}-{day}"
        span = Span(found.group(), start + found.start(), start + found.end())
        return DateDraft(value, DateBasis.OCCASION, span)
    return None


def named_date(text: str, lines: Sequence[tuple[int, int]], dates: Sequence[tuple[int, int, str]]) -> DateDraft | None:
    """The day that a heading both prints and names: "25 November 2031: International Day against …".

    ``dates`` as for :func:`counted_date`.
    """
    for start, end in lines[:_LINES]:
        if end - start > _LONGEST:
            break
        days = [one for one in dates if start <= one[0] < end]
        words = text[start:end]
        if len(days) == 1 and not words.rstrip().endswith("."):
            first, last, value = days[0]
            if value[5:] in _NAMES and _NAMES[value[5:]].search(words):
                return DateDraft(value, DateBasis.OCCASION, Span(text[first:last], first, last))
    return None


def counted_date(text: str, dates: Sequence[tuple[int, int, str]]) -> DateDraft | None:
    """The day before or after one that is printed right beside "tomorrow" or "yesterday".

    ``dates`` are ``(start, end, value)`` of days printed in the first lines, in order.
    """
    for start, end, value in dates:
        before = text[max(0, start - _REACH) : start]
        for days, pattern in _COUNTED:
            found = pattern.search(before)
            if found and len(value) == 10:
                counted = date.fromisoformat(value) + timedelta(days=days)
                begin = start - len(before) + found.start()
                return DateDraft(counted.isoformat(), DateBasis.RELATIVE, Span(text[begin:end], begin, end))
    return None
