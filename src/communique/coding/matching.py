"""Finding the words that a quote means, with white space, quote marks and dashes folded."""

from __future__ import annotations

import bisect
import unicodedata
from functools import lru_cache

_DROPPED = {
    0x00AD,
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFEFF,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}
_FOLDED: dict[int, str] = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´ʼʹ＇‹›"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»〝〞〟＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-"),
    ord("…"): "...",
}


class Folded:
    """A text folded for matching, with the way back to its own offsets."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._at: list[int] = []
        space = True
        for offset, character in enumerate(text):
            code = ord(character)
            if code in _DROPPED:
                continue
            if character.isspace():
                if not space:
                    pieces.append(" ")
                    self._at.append(offset)
                space = True
                continue
            space = False
            folded = _FOLDED.get(code, character)
            pieces.append(folded)
            self._at.extend([offset] * len(folded))
        self.text = "".join(pieces)
        self._end = len(text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The text's own span of ``[start, end)`` of the folded text."""
        return self._at[start], self._at[end - 1] + 1

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Every place where the folded quote occurs, overlapping ones too."""
        return [
            self.span(at, at + len(quote))
            for at in _occurrences(self.text, quote)
            if not self._within(at) and not self._within(at + len(quote))
        ]

    def _within(self, place: int) -> bool:
        # One character, such as an ellipsis, can stand for several folded ones: a quote holds all of them or none.
        return 0 < place < len(self._at) and self._at[place] == self._at[place - 1]

    def position(self, offset: int) -> int:
        """Where the text's own ``offset`` stands in the folded text."""
        return bisect.bisect_left(self._at, offset)


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """The text folded for matching; the last ones are kept."""
    return Folded(text)


def fold_quote(quote: str) -> str:
    """A quote as it is looked for."""
    return Folded(quote).text.strip()


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """The spans ``(start, end)`` that the quote can mean, in code points of ``text``.

    Places where it stands to the letter win over those where only the folded forms agree; composed and decomposed
    characters are the last thing tried.
    """
    exact = quote.strip()
    if not exact:
        return []
    found = [(at, at + len(exact)) for at in _occurrences(text, exact)]
    if found:
        return found
    looked_for = fold_quote(quote)
    if not looked_for:
        return []
    found = fold(text).find(looked_for)
    if not found:
        for form in ("NFC", "NFD"):
            other = unicodedata.normalize(form, looked_for)
            if other != looked_for and (found := fold(text).find(other)):
                break
    return found


def same_words(a: str, b: str) -> bool:
    """Whether two strings are the same words once folded."""
    return a == b or unicodedata.normalize("NFC", fold_quote(a)) == unicodedata.normalize("NFC", fold_quote(b))


def _occurrences(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
