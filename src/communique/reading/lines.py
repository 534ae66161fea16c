"""Lines and runs: where a text breaks, and which stretches of it are content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WRAP_MOST, _WRAP_LEAST = 100, 40


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

    A line goes on in the next if the next one's first word would not have fitted within the width of the text.
    """
    long = sorted(len(line.text) for line in lines)
    if len(long) < 6:
        return list(lines)
    width = long[-1]
    full = sum(1 for length in long if length > 0.8 * width)
    if not _WRAP_LEAST <= width <= _WRAP_MOST or (full < 0.4 * len(long) and not _broken(lines, width)):
        return list(lines)
    joined: list[Line] = []
    for line, previous in zip(lines, [None, *lines], strict=False):
        first = line.text.split(maxsplit=1)[0]
        goes_on = previous is not None and not line.blanks and len(previous.text) + 1 + len(first) > width
        if goes_on and joined:
            before = joined[-1]
            joined[-1] = Line(text[before.start : line.end], before.start, line.end, before.blanks)
        else:
            joined.append(line)
    return joined


def _broken(lines: Sequence[Line], width: int) -> bool:
    """Whether most of the longer lines that another follows at once end where its first word would not have fitted."""
    followed = [
        len(line.text) + 1 + len(after.text.split(maxsplit=1)[0]) > width
        for line, after in pairwise(lines)
        if not after.blanks and len(line.text) > 0.6 * width and any(map(str.isalnum, line.text))
    ]
    return sum(followed) >= 3 and sum(followed) > 0.7 * len(followed)


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
