"""Quotation marks: the spans between them, over paragraphs where the opening mark is repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "”": "”",
    "״": "״",
}
_DOUBLE = '“„«»「"”״'
_OPENER = re.compile('[“„«»‹「『‘‚"”״]')
_SINGLE = frozenset("‘‚‹'")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: ``[start, end)`` without the marks, ``closed`` unless the closing one is missing."""

    start: int
    end: int
    closed: bool = True


def marked_spans(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Marked]:
    """The words between outer marks in paragraphs ``(start, end)``, in order; nested ones are part of the outer.

    Several paragraphs that each open with the mark, and of which only the last closes it, are one span. A mark that is
    never closed ends with its paragraph.
    """
    found: list[Marked] = []
    open_at: int | None = None
    mark = ""
    for start, end in paragraphs:
        place = start
        if open_at is not None:
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            if text[first : first + 1] == mark:
                place = first + 1
            else:
                found.append(Marked(open_at, _last(text, paragraphs, start), closed=False))
                open_at = None
        while True:
            if open_at is None:
                opening = _opening(text, place, end)
                if opening is None:
                    break
                mark = text[opening]
                open_at = opening + 1
                place = open_at
            closing = _closing(text, place, end, mark)
            if closing is None:
                break
            if closing > open_at:
                found.append(Marked(open_at, closing))
            open_at, place = None, closing + 1
    if open_at is not None:
        found.append(Marked(open_at, paragraphs[-1][1], closed=False))
    return [one for one in found if text[one.start : one.end].strip()]


def _last(text: str, paragraphs: Sequence[tuple[int, int]], before: int) -> int:
    return next(end for start, end in reversed(paragraphs) if end <= before)


def _opening(text: str, place: int, end: int) -> int | None:
    while found := _OPENER.search(text, place, end):
        at = found.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        mark = text[at]
        clear = not (before.isalnum() or after.isspace())
        if mark in "«‹":
            clear = True  # French sets a space behind it.
        elif mark in "「『":
            clear = True
        elif mark == "»":
            clear = not before.isalnum() and before not in "!?.,…" and not after.isspace()
        elif mark in "”״":
            clear = clear and (before.isspace() or before in "([—–-:") and mark in text[at + 1 : end]
        if clear:
            return at
        place = at + 1
    return None


def _closing(text: str, place: int, end: int, mark: str) -> int | None:
    closers = _PAIRS[mark]
    depth = 0
    for at in range(place, end):
        letter = text[at]
        if letter in closers and letter != mark:
            if letter == "’" and at + 1 < len(text) and text[at + 1].isalnum():
                continue  # An apostrophe.
            if depth and letter == closers[0]:
                depth -= 1
                continue
            return at
        if letter == mark:
            if letter not in closers:
                depth += mark in "«「『"
                continue
            before = text[at - 1] if at else " "
            if not before.isspace() or at + 1 >= len(text) or not text[at + 1].isalnum():
                return at
    return None
