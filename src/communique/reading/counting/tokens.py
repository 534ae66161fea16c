"""Running text as words, numbers and marks, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark at ``[start, end)``; ``folded`` is how words are compared.

    ``spaced`` says whether white space stands before it; ``value`` and ``unit`` are set where the number's own
    characters say them (三分之二, 1万2千).
    """

    kind: Kind
    text: str
    folded: str
    start: int
    end: int
    spaced: bool
    value: float | None = None
    unit: str | None = None


_HAN = "\u3400-\u9fff々"
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962-\u0963\u200c\u200d"
)
_LETTER = rf"(?:[^\W\d_{_HAN}\u3040-\u30ff½¼¾⅓⅔⅛]|[{_MARKS}])"
_GROUP_SPACE = " \u00a0\u202f\u2009"
_TOKEN = re.compile(
    # Groups of three digits with spaces; any other number.
    rf"(?P<number>\d{{1,3}}(?:[{_GROUP_SPACE}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'’٬٫]\d+)*)"
    r"|(?P<mark>(?:US|us|CA?|AU?|NZ|HK|R)?\$|°C\b)"
    r"|(?P<word>[\u05d0-\u05ea]+[\"״][\u05d0-\u05ea]+"
    rf"|{_LETTER}+|[{_HAN}]|[\u30a0-\u30ff]+|[\u3040-\u309f]+|[½¼¾⅓⅔⅛])"
    r"|(?P<sign>[^\s\w])"
)
# Soft hyphens, and the points of Arabic and Hebrew, which some write and some leave out.
_POINTS = re.compile("[\u00ad\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u0652\u0670]")
_APOSTROPHES = "’ʼ`´"
_DASHES = "‐‑–—−"


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """A word as words are compared: compatibility forms, small letters, one apostrophe, no soft hyphens or points.

    >>> fold("Million"), fold("km²"), fold("’")
    ('million', 'km2', "'")
    """
    folded = _POINTS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return "'" if folded in _APOSTROPHES and folded else folded


def tokenize(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order; their places are the text's."""
    last = start
    for found in _TOKEN.finditer(text, start, end):
        written = found[0]
        kind = Kind.NUMBER if found["number"] else Kind.WORD if found["word"] else Kind.MARK
        yield Token(
            kind,
            written,
            "-" if written in _DASHES else fold(written),
            found.start(),
            found.end(),
            found.start() > last,
        )
        last = found.end()


def parts(phrase: str) -> tuple[str, ...]:
    """The folded tokens of an entry of a word list, in which a raised dot stands for a space.

    >>> parts("jusqu'à"), parts("up·to")
    (('jusqu', "'", 'à'), ('up', 'to'))
    """
    spaced = phrase.replace("·", " ")
    return tuple(token.folded for token in tokenize(spaced, 0, len(spaced)))
