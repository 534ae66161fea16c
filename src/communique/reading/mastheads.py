"""The head of a periodical: its name, which issue it is, and the rubrics that come back in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon

_LINES, _LONGEST = 8, 110
_DAY, _SHORT, _REST = 5, 40, 6
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_NOTED = re.compile(r"\s?\([^()]{1,30}\)$")
_ORNAMENTS = " \t*=~_•·|–—-#:."


def masthead(lines: Sequence[str]) -> int:
    """How much says that a text is the issue of a periodical: its name, its number, a list of contents (0 to 3)."""
    first = [line for line in lines[:_LINES] if len(line) <= _LONGEST]
    paper, issue, contents = (any(pattern.search(line) for line in first) for pattern in _signs())
    # A report has a list of contents, too.
    told = paper + issue + (contents and (paper or issue))
    # A date alone heads any text; beneath the name of a paper it is the issue's.
    dated = any(_is_day(line) or (find_dates(line) and _signs()[0].search(line)) for line in first[:_DAY])
    return 2 if told == 1 and dated else told


def is_masthead(line: str) -> bool:
    """Whether a line could be part of such a head: a name, a number, a date."""
    return len(line) <= _LONGEST and (_is_day(line) or any(pattern.search(line) for pattern in _signs()))


def without_contents(line: str) -> str:
    """What a list of contents that goes on in one line says behind its heading; other lines as they are."""
    heading = _signs()[2].match(line)
    return line[heading.end() :].strip(_ORNAMENTS) if heading else line


def is_rubric(line: str) -> bool:
    """Whether a line is the heading of a rubric, such as "Letters" or "In brief", and says no more."""
    bare = _AROUND.sub("", line) if len(line) <= _LONGEST else line
    return len(bare) <= 40 and _rubric().fullmatch(bare) is not None


def takes_leave(line: str) -> bool:
    """Whether a line is how a letter ends, such as "Yours sincerely", and says no more."""
    return len(line) <= _LONGEST and _closing().search(line.strip()) is not None


def _is_day(line: str) -> bool:
    line = _NOTED.sub("", line)
    dates = find_dates(line) if len(line) <= _SHORT else []
    rest = line[: dates[0].start] + line[dates[0].end :] if dates else line
    return bool(dates) and sum(map(str.isalpha, rest)) <= _REST


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    words = lexicon("mastheads")
    return tuple(re.compile(words[name], re.I) for name in ("paper", "issue", "contents"))


@cache
def _rubric() -> re.Pattern[str]:
    return re.compile(lexicon("mastheads")["rubric"], re.I)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(lexicon("mastheads")["closing"], re.I)
