"""Labels that do not lie upon one another: how wide a text will be, and where it may stand."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
Segment = tuple[float, float, float, float]
Anchoring = Literal["start", "middle", "end"]

LINE_HEIGHT = 1.2
_NARROW = frozenset("iIjl.,;:'|!()[]{} `ftr-/\u00ad")
_WIDE = frozenset("mwMW@%&—…")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that found a place.

    ``x`` and ``y`` are where the first line's baseline starts, stands in the middle or ends, as ``anchoring`` says.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    anchoring: Anchoring
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A node's mark: its centre, half its extent, and the text that is to stand beside it."""

    x: float
    y: float
    radius: float
    text: str
    rank: float


def text_width(text: str, size: float) -> float:
    """How wide ``text`` will be at font size ``size``, guessed on the safe side for sans-serif faces."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if character in _NARROW:
        return 0.42
    if character in _WIDE:
        return 1.02
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F") or ord(character) > 0xFFFF:
        return 1.25
    if character.isupper():
        return 0.76
    return 0.64


def wrapped(text: str, size: float, width: float, lines: int = 2) -> tuple[str, ...]:
    """``text`` on at most ``lines`` lines of at most ``width``; what does not fit ends in an ellipsis."""
    words = " ".join(text.split()).split(" ")
    made: list[str] = [""]
    for word in words:
        longer = f"{made[-1]} {word}".strip()
        if text_width(longer, size) <= width or not made[-1]:
            made[-1] = longer
        else:
            made.append(word)
    kept = made[:lines]
    if len(made) > lines:
        kept[-1] += "…"
    return tuple(_shortened(line, size, width) for line in kept)


def _shortened(line: str, size: float, width: float) -> str:
    if text_width(line, size) <= width:
        return line
    bare = line.rstrip("…")
    while bare and text_width(bare + "…", size) > width:
        bare = bare[:-1]
    return bare + "…"


def place_labels(
    marks: Mapping[str, Mark], ties: Sequence[Segment], canvas: Box, size: float, width: float
) -> dict[str, Label]:
    """A place beside each mark, the highest rank first; marks whose label would lie upon another get none.

    Each label takes the cheapest of 24 places around its mark: it must stay on the canvas and clear of all labels and
    marks, and rather crosses few ties and points away from the middle. Beyond 600 ties crossings are not counted.
    """
    ordered = sorted(marks, key=lambda key: (-marks[key].rank, key))
    heart = _middle(list(marks.values()))
    occupied: list[Box] = [_around(mark) for mark in marks.values()]
    crossing = ties if len(ties) <= 600 else ()
    placed: dict[str, Label] = {}
    for key in ordered:
        mark = marks[key]
        lines = wrapped(mark.text, size, width, lines=3)
        own = _around(mark)
        best: tuple[float, Label] | None = None
        for cost, label in _candidates(mark, lines, size, heart):
            if best is not None and cost >= best[0]:
                continue
            if not _within(label.box, canvas) or any(_overlap(label.box, b) for b in occupied if b is not own):
                continue
            cost += sum(1.0 for segment in crossing if _crosses(segment, label.box))
            if best is None or cost < best[0]:
                best = (cost, label)
        if best is not None and any(lines):
            placed[key] = best[1]
            occupied.append(best[1].box)
    return placed


def _middle(marks: Sequence[Mark]) -> tuple[float, float]:
    count = max(1, len(marks))
    return sum(m.x for m in marks) / count, sum(m.y for m in marks) / count


def _around(mark: Mark) -> Box:
    return (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)


def _candidates(
    mark: Mark, lines: tuple[str, ...], size: float, heart: tuple[float, float]
) -> list[tuple[float, Label]]:
    wide = max(text_width(line, size) for line in lines)
    high = size * LINE_HEIGHT * len(lines)
    out_x, out_y = mark.x - heart[0], mark.y - heart[1]
    out = math.hypot(out_x, out_y) or 1.0
    found = []
    for ring, gap in enumerate((5.0, 13.0, 24.0)):
        reach = mark.radius + gap
        for turn in range(8):
            dx, dy = math.cos(turn * math.pi / 4), math.sin(turn * math.pi / 4)
            anchoring: Anchoring = "middle" if abs(dx) < 0.1 else ("start" if dx > 0 else "end")
            x = mark.x + dx * reach
            left = x - wide / 2 if anchoring == "middle" else (x if anchoring == "start" else x - wide)
            middle = mark.y + dy * (reach + high / 2)
            box = (left, middle - high / 2, left + wide, middle + high / 2)
            label = Label(lines, x, box[1] + size * 0.92, anchoring, box)
            away = 1.0 - (dx * out_x + dy * out_y) / out
            found.append((1.4 * ring + 0.8 * away + (0.4 if turn % 2 else 0.0), label))
    return found


def _within(box: Box, canvas: Box) -> bool:
    return box[0] >= canvas[0] and box[1] >= canvas[1] and box[2] <= canvas[2] and box[3] <= canvas[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(segment: Segment, box: Box) -> bool:
    """Whether a straight line passes through a box (Liang and Barsky)."""
    x, y, to_x, to_y = segment
    enter, leave = 0.0, 1.0
    for delta, low, high in ((to_x - x, box[0] - x, box[2] - x), (to_y - y, box[1] - y, box[3] - y)):
        if abs(delta) < 1e-12:
            if low > 0 or high < 0:
                return False
            continue
        first, second = sorted((low / delta, high / delta))
        enter, leave = max(enter, first), min(leave, second)
        if enter > leave:
            return False
    return True
