"""The head of a periodical: its name, which issue it is, and the rubrics that come back in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon
from communique.reading.lineshapes import ends, greets, is_prose, signs

_LINES, _LONGEST = 8, 110
_DAY, _SHORT, _REST = 5, 40, 6
# In how many lines a head without other signs ends, and how long the name of a second month is.
_NAMED, _MONTH = 4, 12
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_NOTED = re.compile(r"\s?\([^()]{1,30}\)$")
_NUMBERED = re.compile(r"\W{0,2}\d{1,3}[\W\s]|[¹²³⁴-⁹]")
_ORNAMENTS = " \t*=~_•·|–—-#:."


def masthead(lines: Sequence[str]) -> int:
    """How much says that a text is the issue of a periodical: its name, its number, a list of contents (0 to 3)."""
    first = [line for line in lines[:_LINES] if len(line) <= _LONGEST]
    paper, issue, contents = (any(pattern.search(line) for line in first) for pattern in _signs())
    # A report has a list of contents, too.
    told = paper + issue + (contents and (paper or issue))
    # A date alone heads any text; beneath the name of a paper it is the issue's.
    dated = any(_is_day(line) or (find_dates(line) and _signs()[0].search(line)) for line in first[:_DAY])
    if not told and _dated_head(lines):
        return 1
    return 2 if told == 1 and dated else told


def _dated_head(lines: Sequence[str]) -> bool:
    """Whether a name, perhaps a line about it, and a day stand above a heading and its paragraph."""
    for number, line in enumerate(lines[1:_NAMED], 1):
        above, below = lines[:number], lines[number + 1 : number + 3]
        if _is_day(line, _MONTH) and len(below) == 2:
            named = all(len(name) <= _LONGEST and not ends(name) for name in above) and len(lines[0]) <= _SHORT
            headed = not (
                is_prose(below[0]) or ends(below[0]) or greets(below[0]) or signs(below[0]) or _is_day(below[0])
            )
            return named and headed and is_prose(below[1])
    return False


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
    return len(bare) <= 40 and _of_head("rubric").fullmatch(bare) is not None


def heads_notes(line: str, below: str) -> bool:
    """Whether a line is the heading of footnotes, of which the next has a number, or of notes to editors."""
    bare = _AROUND.sub("", line) if len(line) <= _LONGEST else line
    noted = _NUMBERED.match(below) is not None and _of_head("notes").fullmatch(bare) is not None
    return noted or _of_head("appendix").fullmatch(bare) is not None


def is_addressed(line: str) -> bool:
    """Whether a line could say to whom a circular goes: "To all secretaries"."""
    return len(line) <= _LONGEST and _of_head("addressed").fullmatch(line.rstrip(" :,")) is not None


def takes_leave(line: str) -> bool:
    """Whether a line is how a letter ends, such as "Yours sincerely", and says no more."""
    return len(line) <= _LONGEST and _of_head("closing").search(line.strip()) is not None


def _is_day(line: str, most: int = _REST) -> bool:
    line = _NOTED.sub("", line)
    dates = find_dates(line) if len(line) <= _SHORT else []
    rest = line[: dates[0].start] + line[dates[0].end :] if dates else line
    return bool(dates) and sum(map(str.isalpha, rest)) <= most


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    words = lexicon("mastheads")
    return tuple(re.compile(words[name], re.I) for name in ("paper", "issue", "contents"))


@cache
def _of_head(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("mastheads")[name], re.I)
