"""Words in documents: which hold them all, and what stands around the first place."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import sqlalchemy as sa

from communique.project import reads

Json = dict[str, Any]
_AROUND = 60
_PART = re.compile(r'"([^"]+)"|(\S+)')


_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
"""Accents, points and vowel signs that may stand behind a letter or not: Latin, Greek and Cyrillic, Hebrew, Arabic.

Those of other scripts, as the vowels of Devanagari or the parts of a Hangul syllable, are letters as any other.
"""

_OPTIONAL = re.compile(f"[{_MARKS}]*")


def forgiving(word: str) -> str:
    """A regular expression for a word, whatever accents it is written with, composed or not.

    >>> [bool(re.fullmatch(forgiving("naïve"), other)) for other in ("naive", "nai\u0308ve", "naïve", "nave")]
    [True, True, True, False]
    """
    composed = unicodedata.normalize("NFC", word)
    letters = [c for c in composed if not _OPTIONAL.fullmatch(c)]
    pattern = "".join(f"{_any_of(letter)}[{_MARKS}]*" for letter in letters) or re.escape(word)
    # Some signs are never what they are normalized to: those of old character sets, of which texts may hold either.
    return pattern if word in (composed, unicodedata.normalize("NFD", word)) else f"(?:{pattern}|{re.escape(word)})"


def _any_of(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    base = parts[0]
    if not _OPTIONAL.fullmatch(parts[1:]):
        return f"(?:{re.escape(letter)}|{re.escape(parts)})"
    others = _variants().get(base.casefold(), "") if base.isalpha() else ""
    return f"[{re.escape(base)}{others}]" if others else re.escape(base)


@cache
def _variants() -> dict[str, str]:
    """Letter -> those that are the same with an accent, in one character."""
    found: dict[str, str] = {}
    for code in range(0xC0, 0x2000):
        character = chr(code)
        parts = unicodedata.normalize("NFD", character)
        if len(parts) > 1 and _OPTIONAL.fullmatch(parts[1:]):
            base = parts[0].casefold()
            found[base] = found.get(base, "") + character
    return found


def search_view(connection: sa.Connection, words: str, as_of: int | None = None) -> list[Json]:
    """The documents that hold all the words, in text or title, those with most places first.

    Case and accents make no difference, neither in the words nor in the texts; words in double quotes stand beside each
    other. Each entry has ``document``, ``count`` and the words ``before``, ``match`` and ``after`` at the first place
    in the text.
    """
    parts = [(quoted or word).split() for quoted, word in _PART.findall(words)]
    patterns = [re.compile(r"\s+".join(map(forgiving, part)), re.IGNORECASE) for part in parts if part]
    if not patterns:
        return []
    found: list[Json] = []
    for document, text in reads.document_texts(connection, reads.documents(connection, as_of)):
        if not all(pattern.search(text) or pattern.search(document.title) for pattern in patterns):
            continue
        places = [[*pattern.finditer(text)] for pattern in patterns]
        first = min((p[0] for p in places if p), key=lambda m: m.start(), default=None)
        start, end = first.span() if first else (0, 0)
        found.append(
            {
                "document": document.id,
                "count": sum(map(len, places)),
                "before": text[max(0, start - _AROUND) : start],
                "match": text[start:end],
                "after": text[end : end + _AROUND],
            }
        )
    return sorted(found, key=lambda entry: -entry["count"])
