"""Offsets in UTF-16 code units, as DNA counts them, and in code points, as we do."""

from __future__ import annotations

import re
from bisect import bisect_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """The offsets of one text, both ways. Characters outside the basic plane take two units.

    >>> offsets = Utf16Offsets("a🚋b")
    >>> offsets.code_points(1, 3), offsets.units(2)
    ((1, 2, True), 3)
    """

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]
        self._units = [at + number for number, at in enumerate(self._wide)]
        self.length = len(text)

    def code_points(self, start: int, stop: int) -> tuple[int, int, bool]:
        """The span in code points, and whether it is exactly the same.

        A span that cuts a character in half takes all of it; one that runs out of the text ends with it.
        """
        first, first_whole = self._down(start)
        last, last_whole = self._down(stop)
        if not last_whole:
            last += 1
        inside = 0 <= first < last <= self.length
        last = min(max(last, 1), self.length)
        first = max(0, min(first, last - 1))
        return first, last, inside and first_whole and last_whole

    def units(self, offset: int) -> int:
        """The offset in code units of an offset in code points."""
        return offset + bisect_left(self._wide, offset)

    def _down(self, unit: int) -> tuple[int, bool]:
        before = bisect_left(self._units, unit)
        whole = not before or self._units[before - 1] + 1 != unit
        return unit - before, whole
