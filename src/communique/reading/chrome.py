"""Chrome in text that was stripped of its HTML: lines which the site added and no author wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.reading.labels import begun_kind, label_kind
from communique.reading.lexicon import lexicon

_OBVIOUS = tuple((kind, re.compile(rf"(?:{forms})\s*", re.I)) for kind, forms in lexicon("chrome").items())
_LONGEST = 240
_TELLING = 20
# Kinds whose forms no author would put on a line of their own.
_PLAIN = frozenset(["ad", "cookie", "comments", "share", "footer"])
_PARAGRAPH = 60
_IDEOGRAMS = re.compile(r"[\u2e80-\ud7ff]")
_QUOTED = re.compile(r"«[^»]+»")
_ORNAMENTS = " \t\u00a0›»→↓▼▾+#*[]|"


def obvious_chrome(lines: Sequence[str], marks: Sequence[str | None]) -> list[str | None]:
    """For each line the kind of chrome it is beyond doubt, else ``None``; ``marks`` are their :func:`chrome_names`.

    A wrong mark costs more than a missed one: a line counts only as a whole, and one that could also be a heading
    or a closing ("Search", "Join now!") only beside another mark, or before the first paragraph, or after the last.
    """
    long = [number for number, line in enumerate(lines) if mark_length(line) >= _PARAGRAPH]
    first, last = (long[0], long[-1]) if long else (len(lines), -1)
    return [
        mark
        if mark in _PLAIN or len(lines[number]) > _TELLING or not first < number < last or _beside(marks, number)
        else None
        for number, mark in enumerate(marks)
    ]


def chrome_names(lines: Sequence[str]) -> list[str | None]:
    """For each line the kind of chrome that it would be if a site had added it: by its words alone."""
    # Quotation marks of French and Russian are no arrows.
    return [_whole(line if _QUOTED.search(line) else line.strip(_ORNAMENTS)) for line in lines]


def is_furniture(line: str) -> bool:
    """Whether a line is by its words alone what a site adds, or begins as such lines often do."""
    return chrome_names([line])[0] is not None or begun_kind(line) is not None


def mark_length(line: str) -> int:
    """The length of a line as a reader of alphabets would see it: an ideogram says about as much as three letters."""
    return len(line) if line.isascii() else len(line) + 2 * len(_IDEOGRAMS.findall(line))


def _whole(line: str) -> str | None:
    if not line or len(line) > _LONGEST:
        return None
    return next((kind for kind, pattern in _OBVIOUS if pattern.fullmatch(line)), None) or label_kind(line)


def _beside(marks: Sequence[str | None], number: int) -> bool:
    return any(mark is not None for mark in (*marks[max(0, number - 1) : number], *marks[number + 1 : number + 2]))
