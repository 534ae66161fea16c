"""Lines and runs: where a text breaks, and which stretches of it are content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WRAP_MOST, _WRAP_LEAST, _SIGNS_LEAST = 100, 40, 16
_NEARLY = 0.8
_SIGNS = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_ENTRY = re.compile(r"[-–—•·*▪◦‣○●■□]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
_END = re.compile(r"[.!?…。！？؟।][\"'”’“»«)\]」』]*$")
# How a sentence ends.
STOPS = re.compile(r"[.!?…。？！؟۔।]\s?[\"'”’“»«)\]]*$")
# How no heading and no name ends, and how a line ends that is called out.
ENDS = re.compile(r"[.,;:。、；：،؛।][\"'”’“»«)\]]*$")
EXCLAIMS = re.compile(r"[!！][\"'”’“»«)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its text without white space at either end, where it is, and blank lines before it."""

    text: str
    start: int
    end: int
    blanks: int


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold more than white space, in order."""
    lines: list[Line] = []
    start = blanks = 0
    for stop, following in [*((found.start(), found.end()) for found in _BREAK.finditer(text)), (len(text), len(text))]:
        raw = text[start:stop]
        bare = raw.strip()
        if bare:
            begin = start + len(raw) - len(raw.lstrip())
            lines.append(Line(bare, begin, begin + len(bare), blanks))
            blanks = 0
        else:
            blanks += 1
        start = following
    return lines


def unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    """Joins lines that a typewriter or mail program broke at a fixed width; other texts come back as they are.

    A line goes on in the next if the next one's first word would not have fitted within the width of the text. So does
    one that is nearly full and ends no sentence if the next begins small: typists break before they have to.
    """
    width = _width_of(lines)
    if width is None:
        return list(lines)
    joined: list[Line] = []
    begun = ""
    for line, previous in zip(lines, [None, *lines], strict=False):
        goes_on = previous is not None and (_goes_on(previous, line, width) or _breaks_early(previous, line, width))
        if previous is not None and goes_on and not _opens(text, line, previous, begun):
            before = joined[-1]
            joined[-1] = Line(text[before.start : line.end], before.start, line.end, before.blanks)
        else:
            joined.append(line)
            begun = line.text
    return joined


def _goes_on(line: Line, after: Line, width: int) -> bool:
    return _follows(line, after) and len(line.text) <= width < len(line.text) + 1 + _first(after)


def _breaks_early(line: Line, after: Line, width: int) -> bool:
    small = after.text[0].islower() and not _END.search(line.text)
    return small and _follows(line, after) and _NEARLY * width <= len(line.text) <= width


def _follows(line: Line, after: Line) -> bool:
    """Whether a line of words follows another at once."""
    return not after.blanks and any(map(str.isalnum, line.text)) and any(map(str.isalnum, after.text))


def _first(line: Line) -> int:
    """The length of what a line could not have been broken within, at its start; two signs in Chinese and Japanese."""
    return 2 if _SIGNS.match(line.text) else len(line.text.split(maxsplit=1)[0])


def _opens(text: str, line: Line, previous: Line, begun: str) -> bool:
    """Whether a line is in capitals, opens an entry of a list or, by being moved in, a paragraph."""
    if _ENTRY.match(line.text) or (line.text.isupper() and not previous.text.isupper()):
        return True
    moved = _column(text, line) - _column(text, previous)
    return moved >= 2 and not _ENTRY.match(begun)


def _column(text: str, line: Line) -> int:
    start = line.start
    while start and text[start - 1] in " \t\u3000":
        start -= 1
    return line.start - start


def _width_of(lines: Sequence[Line]) -> int | None:
    """The width at which most lines break that another follows at once, if most of them look broken there.

    At each width lines are counted that are full (they fit, and with the next one's first word they would not) and
    lines that are longer; the width at which the difference is greatest is the text's, if there is one.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if _follows(line, after)]
    full, longer = [0] * (_WRAP_MOST + 2), [0] * (_WRAP_MOST + 2)
    for line, after in pairs:
        fits = len(line.text)
        longer[min(fits, _WRAP_MOST + 1)] += 1
        if fits <= _WRAP_MOST:
            full[fits] += 1
            full[min(fits + _first(after), _WRAP_MOST) + 1] -= 1
    signs = 2 * sum(1 for line in lines if _SIGNS.match(line.text)) > len(lines)
    best, width, filled, shorter = 0, None, 0, 0
    for at in range(_WRAP_MOST + 1):
        filled, shorter = filled + full[at], shorter + longer[at]
        over = len(pairs) - shorter
        if at >= (_SIGNS_LEAST if signs else _WRAP_LEAST) and filled >= 3 + 2 * over and filled - over > best:
            best, width = filled - over, at
    if width is None:
        return None
    broken = [(line, after) for line, after in pairs if _goes_on(line, after, width)]
    within = sum(after.text[0].islower() for _, after in pairs)
    small = sum(after.text[0].islower() for _, after in broken)
    if small >= 3 and small >= 0.75 * within:
        return width
    ended = sum(1 for line, _ in broken if _END.search(line.text))
    whole = [line.text for line, _ in pairs if 0.6 * width < len(line.text) <= width]
    unended = sum(1 for words in whole if not _END.search(words)) - (len(broken) - ended)
    cased = sum(after.text[0].lower() != after.text[0].upper() for _, after in broken)
    prose = len(broken) > 2.3 * unended and ended <= 0.6 * len(broken) and small >= 0.25 * cased
    return width if prose else None


def content_runs(blocks: Sequence[BlockDraft]) -> tuple[tuple[int, int], ...]:
    """The longest runs of blocks without chrome, each from its first block's start to its last's end.

    A run that another follows takes the white space behind it along: joined, their words must not run together.
    """
    runs: list[tuple[int, int]] = []
    behind: list[int] = []
    open_run = False
    for block in blocks:
        if block.kind is BlockKind.CHROME:
            if open_run:
                behind.append(block.start)
            open_run = False
        elif open_run:
            runs[-1] = (runs[-1][0], block.end)
        else:
            runs.append((block.start, block.end))
            open_run = True
    # What stands between a block and the next is white space: every other character belongs to a block.
    return tuple((start, behind[i] if i < len(runs) - 1 else end) for i, (start, end) in enumerate(runs))
