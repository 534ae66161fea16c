"""Where the comments under a text begin: lines that say, again and again, when somebody wrote what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon

_AGO = re.compile(lexicon("threads")["ago"], re.I)
_SAID = re.compile(lexicon("threads")["said"], re.I)
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d{2}\b(?!\.)|\b\d{1,2}\s?[ap]\.?m\b", re.I)
_ENDS = re.compile(r"[.!?…。？！؟।]$")
_LONGEST = 80
_PROSE, _MOST = 80, 400
_HEADS = 3
# No comment is longer than so many lines; a text has at least so many characters of prose, and few dates of its own.
_LINES, _TEXT, _OWN = 40, 300, 2


def thread_begin(lines: Sequence[str], marks: Sequence[str | None]) -> int | None:
    """The line at which comments begin, ``None`` where nothing looks like any.

    At least three heads tell them: short lines with a day and a time, with a time and who said what follows, or with
    how long ago it was written. Above the first one stands the text; where none does, the page itself is a debate,
    and what is said in it is its text.
    """
    heads = [number for number, line in enumerate(lines) if _heads_comment(line)]
    groups: list[list[int]] = []
    for head in heads:
        if groups and head - groups[-1][-1] <= _LINES:
            groups[-1].append(head)
        else:
            groups.append([head])
    above = [0]
    for line, mark in zip(lines, marks, strict=True):
        above.append(above[-1] + (min(_MOST, len(line)) if len(line) >= _PROSE and mark is None else 0))
    before = 0
    for group in groups:
        between = [above[end] - above[begin] for begin, end in pairwise(group)]
        usual = sorted(between)[(len(between) - 1) // 2] if between else 0
        # The page's own date may stand near enough to the first comment.
        own = next((number + 1 for number, gap in enumerate(between[:_OWN]) if gap > max(_TEXT, 2 * usual)), 0)
        text = above[group[own]] - (above[group[own - 1]] if own else before)
        if len(group) - own >= _HEADS and text >= _TEXT:
            return group[own]
        before = above[group[-1]]
    return None


def _heads_comment(line: str) -> bool:
    if len(line) > _LONGEST or _ENDS.search(line):
        return False
    if _AGO.search(line):
        return True
    dates = find_dates(line)
    if _SAID.search(line) and (dates or _TIME.search(line)):
        return True
    return bool(dates) and dates[0].precision == "day" and _TIME.search(line) is not None
