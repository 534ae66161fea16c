"""Names that a text gives together with their acronym: "the Harbour Workers' Federation (HWF)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind
from communique.reading.lexicon import lexicon

_ACRONYM = re.compile(r"\s\((?P<acronym>[^\W\d_](?:[.&-]?[^\W\d_]){1,9}\.?)\)")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'.-](?=[^\W_]))*")
_BREAK = re.compile(r"[.,;:!?()\[\]“”\"«»„/]|\s[–—]\s|\n\s*\n")
_LONGEST = 12
_SKIPPED = frozenset([BlockKind.CHROME])


def find_acronyms(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """Names with an acronym in brackets behind them, one finding each: ``data`` has ``name`` and ``acronym``.

    The letters of the acronym, of which two at least are capitals, must be the first letters of the words in front, in
    order; small words ("of the", "für") and parts of compounds may be passed over or lend theirs. The name begins with
    the word of the first letter.
    """
    for block in blocks:
        if block.kind in _SKIPPED:
            continue
        for found in _ACRONYM.finditer(text, block.start, block.end):
            letters = [c for c in found["acronym"] if c.isalpha()]
            capitals = sum(c.isupper() for c in letters)
            cased = any(c.lower() != c.upper() for c in letters)
            if cased and capitals < 2:
                continue
            start = _begins(text, block.start, found.start(), letters)
            if start is not None:
                data = {"name": " ".join(text[start : found.start()].split()), "acronym": found["acronym"]}
                yield FindingDraft(FindingKind.NAME, start, found.end(), data)


def _begins(text: str, first: int, end: int, letters: Sequence[str]) -> int | None:
    """Where the name begins whose words have these first letters, counted from its end; ``None`` if none does."""
    breaks = [b.end() for b in _BREAK.finditer(text, first, end)]
    words = list(_WORD.finditer(text, breaks[-1] if breaks else first, end))[-_LONGEST:]
    at = len(words) - 1
    left = len(letters)
    begins: int | None = None
    while at >= 0 and left > 0:
        word = words[at][0]
        taken = _lent(word, letters[:left])
        if taken:
            left -= taken
            begins = words[at].start()
        elif word.casefold() not in _small():
            # A word that counts and lends no letter: the acronym is another's.
            return None
        at -= 1
    if left or begins is None or (not text[begins].isupper() and text[begins].lower() != text[begins].upper()):
        return None
    return begins


def _lent(word: str, letters: Sequence[str]) -> int:
    """How many of the last letters a word has: its first one, or those of the parts of a compound."""
    parts = [part for part in re.split(r"[-’'.]", word) if part]
    for count in range(min(len(parts), len(letters)), 0, -1):
        if [_bare(part[0]) for part in parts[:count]] == [_bare(letter) for letter in letters[-count:]]:
            return count
    return 0


def _bare(letter: str) -> str:
    """A letter without case and accent: Ένωση is Ε in an acronym."""
    return unicodedata.normalize("NFD", letter)[0].casefold()


@cache
def _small() -> frozenset[str]:
    """Words that an acronym passes over."""
    return frozenset(lexicon("speech")["inner"].split("|"))
