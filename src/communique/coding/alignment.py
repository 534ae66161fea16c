"""Which characters of a corrected text are those of the old one, and where a quote stands afterwards."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONTEXT = 32
"""Code points on either side of a quote that tell it from others of the same words."""

_WORD = re.compile(r"\w+")
_SMALL = 400_000
_GRAM = 24
_FEW = 200


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference: ``old[start:end]`` became ``new[new_start:new_end]``.

    ``low`` and ``high`` bound where in the old text the same difference may begin as well: the ``a`` that was added to
    ``aa`` may have been put before, between or after.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    low: int
    high: int

    @property
    def taken(self) -> int:
        """Code points of the old text that went."""
        return self.end - self.start

    @property
    def shift(self) -> int:
        """How much further on what follows stands in the new text."""
        return (self.new_end - self.new_start) - (self.end - self.start)


class Alignment:
    """What became of each place of an old text in a new one.

    Ends that agree are set aside; the middle is aligned at words that occur once in both parts (patience diff, Cohen
    2010), then at runs of characters that do, and what is left, if small, by longest matches (Ratcliff and Obershelp
    1988). Large parts without a common landmark count as changed. Time is about linear in the length of the texts.

    >>> Alignment("one two three", "one too two three").place(8, 13)
    12
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.blocks = _settled(old, new, _blocks(old, new))
        self.gaps = list(self._gaps())
        self._starts = [b[0] for b in self.blocks]
        self._highs = [g.high + g.taken for g in self.gaps]
        self._shifts = [0]
        for gap in self.gaps:
            self._shifts.append(self._shifts[-1] + gap.shift)

    def _gaps(self) -> Iterator[Gap]:
        left_i = left_j = before = 0
        for i, j, length in [*self.blocks, (len(self.old), len(self.new), 0)]:
            if i > left_i or j > left_j:
                left, right = _slide(self.old, self.new, (left_i, i, left_j, j), before, length)
                yield Gap(left_i, i, left_j, j, left_i - left, left_i + right)
            left_i, left_j, before = i + length, j + length, length

    def place(self, start: int, end: int) -> int | None:
        """Where ``old[start:end]`` begins in the new text; ``None`` where that is in doubt.

        In doubt are a span that the difference touches, one that could be in two places or be what was taken out, and
        one whose words occur elsewhere, too, while its surroundings do not tell which is meant.
        """
        return self._standing(start, end) if self._sure(start, end) else None

    def _standing(self, start: int, end: int) -> int | None:
        """The place that the differences leave to the span, by any way of reading them that leaves it whole."""
        first = bisect_left(self._highs, start)
        while first > 0 and self._highs[first - 1] >= start:
            first -= 1
        number = first
        for gap in self.gaps[first:]:
            if gap.low >= end:
                break
            before = end <= gap.high
            behind = start >= gap.low + gap.taken
            gone = gap.taken >= end - start and max(gap.low, end - gap.taken) <= min(gap.high, start)
            if gone or before == behind:
                return None
            if before:
                break
            number += 1
        found = start + self._shifts[number]
        return found if self.new[found : found + end - start] == self.old[start:end] else None

    def _sure(self, start: int, end: int) -> bool:
        found = self._standing(start, end)
        if found is None:
            return False
        sides = self._sides((start, end), found)
        if sides == 2:
            return True
        quote = self.old[start:end]
        others_old = [at for at in _occurrences(self.old, quote) if at != start]
        others_new = [at for at in _occurrences(self.new, quote) if at != found]
        if not others_old and not others_new:
            return True
        if sides == 0 or len(others_old) >= _FEW or len(others_new) >= _FEW:
            return False
        length = end - start
        taken = {place for at in others_old if (place := self._standing(at, at + length)) is not None}
        rivals = [(at, at + length, found) for at in others_old if self._standing(at, at + length) is None]
        rivals += [(start, end, at) for at in others_new if at not in taken]
        return not any(self._sides((a, b), at) for a, b, at in rivals)

    def _sides(self, span: tuple[int, int], at: int) -> int:
        """On how many sides of the span all context is the same at the place ``at`` of the new text."""
        (start, end), stop = span, at + span[1] - span[0]
        left = self.old[max(0, start - CONTEXT) : start] == self.new[max(0, at - CONTEXT) : at]
        right = self.old[end : end + CONTEXT] == self.new[stop : stop + CONTEXT]
        return int(left) + int(right)

    def range(self, start: int, end: int) -> tuple[int, int] | None:
        """What became of a range (a block, say): from what is left of its start to what is left of its end.

        What replaced its first or last characters belongs to it, what was put before or behind it does not. ``None`` if
        nothing is left.
        """
        new_start = self._edge(start, opening=True)
        new_end = self._edge(end, opening=False)
        return (new_start, new_end) if new_start < new_end else None

    def _edge(self, offset: int, *, opening: bool) -> int:
        at = (bisect_right(self._starts, offset) if opening else bisect_left(self._starts, offset)) - 1
        if at >= 0:
            i, j, length = self.blocks[at]
            if offset < i + length or (not opening and offset == i + length):
                return j + offset - i
            if opening and offset == i + length and not self._taken_at(offset):
                return self.blocks[at + 1][1] if at + 1 < len(self.blocks) else len(self.new)
            if opening:
                return j + length
        elif opening and offset == 0 and self.blocks and not self._taken_at(0):
            return self.blocks[0][1]
        elif opening:
            return 0
        return self.blocks[at + 1][1] if at + 1 < len(self.blocks) else len(self.new)

    def _taken_at(self, offset: int) -> bool:
        at = bisect_left(self.gaps, offset, key=lambda g: g.start)
        return at < len(self.gaps) and self.gaps[at].start == offset and self.gaps[at].taken > 0


Block = tuple[int, int, int]


def _occurrences(text: str, quote: str) -> list[int]:
    found: list[int] = []
    at = text.find(quote)
    while at >= 0 and len(found) <= _FEW:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _slide(old: str, new: str, gap: tuple[int, int, int, int], before: int, after: int) -> tuple[int, int]:
    """How far to the left and right a pure insertion or deletion may be moved without another result."""
    i, i_end, j, j_end = gap
    if (i < i_end) == (j < j_end):
        return 0, 0
    text, start, end = (old, i, i_end) if j == j_end else (new, j, j_end)
    left = 0
    while left < before and text[start - left - 1] == text[end - left - 1]:
        left += 1
    right = 0
    while right < after and text[start + right] == text[end + right]:
        right += 1
    return left, right


def _settled(old: str, new: str, blocks: list[Block]) -> list[Block]:
    """The same with insertions and deletions moved to where people make them: from line to line, or word to word."""
    settled: list[Block] = []
    ends = (len(old), len(new), 0)
    at: Block = (0, 0, 0)
    for i, j, length in [*blocks, ends]:
        left_i, left_j = at[0] + at[2], at[1] + at[2]
        left, right = _slide(old, new, (left_i, i, left_j, j), at[2], length)
        if left or right:
            text, start = (old, left_i) if j == left_j else (new, left_j)
            nearest = sorted(range(-min(left, _FEW), min(right, _FEW) + 1), key=abs)
            move = max(nearest, key=lambda m: _edge_rank(text, start + m))
            at = (at[0], at[1], at[2] + move)
            i, j, length = i + move, j + move, length - move
        if at[2]:
            settled.append(at)
        at = (i, j, length)
    if at[2]:
        settled.append(at)
    return settled


def _edge_rank(text: str, at: int) -> int:
    """How good a place to begin a change is: a line, a word, or neither."""
    if at == 0 or text[at - 1] == "\n":
        return 2
    return int(text[at - 1].isspace())


def _blocks(old: str, new: str) -> list[Block]:
    """Runs ``(i, j, length)`` with ``old[i:i+length] == new[j:j+length]``, ascending in both, as long as can be."""
    found = _aligned(old, new, (0, len(old), 0, len(new)))
    merged: list[Block] = []
    for i, j, length in found:
        if merged and merged[-1][0] + merged[-1][2] == i and merged[-1][1] + merged[-1][2] == j:
            merged[-1] = (merged[-1][0], merged[-1][1], merged[-1][2] + length)
        else:
            merged.append((i, j, length))
    return merged


def _aligned(old: str, new: str, window: tuple[int, int, int, int]) -> list[Block]:
    result: list[Block] = []
    waiting = [window]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        head = _common(old, new, i, j, min(i_end - i, j_end - j))
        if head:
            result.append((i, j, head))
        i, j = i + head, j + head
        tail = _common_back(old, new, i_end, j_end, min(i_end - i, j_end - j))
        if tail:
            result.append((i_end - tail, j_end - tail, tail))
        i_end, j_end = i_end - tail, j_end - tail
        if i == i_end or j == j_end:
            continue
        if (i_end - i) * (j_end - j) <= _SMALL:
            matcher = difflib.SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
            result += [(i + a, j + b, size) for a, b, size in matcher.get_matching_blocks() if size]
            continue
        landmarks = _landmarks(_words(old, i, i_end), _words(new, j, j_end))
        if not landmarks:
            landmarks = _landmarks(_grams(old, i, i_end), _grams(new, j, j_end))
        for a, b, size in landmarks:
            if a < i or b < j:
                continue
            waiting.append((i, a, j, b))
            result.append((a, b, size))
            i, j = a + size, b + size
            more = _common(old, new, i, j, min(i_end - i, j_end - j))
            if more:
                result.append((i, j, more))
            i, j = i + more, j + more
        if landmarks:
            waiting.append((i, i_end, j, j_end))
    return sorted(result)


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for match in _WORD.finditer(text, start, end):
        yield match.group(), match.start()


def _grams(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for at in range(start, end - _GRAM + 1):
        yield text[at : at + _GRAM], at


def _landmarks(old: Iterator[tuple[str, int]], new: Iterator[tuple[str, int]]) -> list[Block]:
    """Tokens that occur once on either side, in the longest order that both sides share."""
    places_old, places_new = _once(old), _once(new)
    pairs = [(at, places_new[token], len(token)) for token, at in places_old.items() if token in places_new]
    pairs.sort()
    return _longest_ascending(pairs)


def _once(tokens: Iterator[tuple[str, int]]) -> dict[str, int]:
    places: dict[str, int] = {}
    again: set[str] = set()
    for token, at in tokens:
        if token in places:
            again.add(token)
        places[token] = at
    return {token: at for token, at in places.items() if token not in again}


def _longest_ascending(pairs: Sequence[Block]) -> list[Block]:
    """The longest run of pairs that ascend on the new side, too (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j, _) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            ends.append(number)
        else:
            tops[pile], ends[pile] = j, number
    chain: list[Block] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _common(old: str, new: str, i: int, j: int, most: int) -> int:
    """Length of the common beginning of ``old[i:]`` and ``new[j:]``, ``most`` at most."""
    low, step = 0, 64
    while low < most:
        size = min(step, most - low)
        if old[i + low : i + low + size] == new[j + low : j + low + size]:
            low += size
            step *= 2
            continue
        if size == 1:
            return low
        most, step = low + size, max(1, size // 2)
    return low


def _common_back(old: str, new: str, i_end: int, j_end: int, most: int) -> int:
    """Length of the common end of ``old[:i_end]`` and ``new[:j_end]``, ``most`` at most."""
    low, step = 0, 64
    while low < most:
        size = min(step, most - low)
        if old[i_end - low - size : i_end - low] == new[j_end - low - size : j_end - low]:
            low += size
            step *= 2
            continue
        if size == 1:
            return low
        most, step = low + size, max(1, size // 2)
    return low
