"""Lists of contents: the lines that name the titles of an issue before they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.reading import BlockDraft
from communique.reading.chrome import mark_length
from communique.reading.lineshapes import is_prose
from communique.reading.mastheads import without_contents

# How the number of a page is announced.
PAGE = r"(?:pp?|pages?|s|seite|pág|pag|p[áà]gina|blz|str|strona|стр|с|σελ|sf|ص|第)?\.?"
_CONTENTS_TAIL = re.compile(rf"[\s.·…_,–-]*(?:\s{PAGE}\s?\d{{1,3}})?\s*$|[.…_\s]+\d{{0,3}}\s*$", re.I)
_PAGED = re.compile(rf"[\s.·…_,–-]{{2,}}{PAGE}\s?\d{{1,3}}$|\({PAGE}\s?\d{{1,3}}\)$", re.I)
_CONTENTS_HEAD = re.compile(r"^[\s\d.)•·*+>–—-]*")
# Entries of a list of contents that goes on in one line.
_ENTRIES = re.compile(r"\s*[|•·/;]\s*|\s*[(（]\d{1,3}[)）]\s*|\s[–—-]\s|^[^:]{3,30}:\s")
# Titles that begin alike in so many letters may be the same.
_BEGIN, _ALIKE = 8, 20
_QUOTES = str.maketrans("’‘“”„«»", '\'\'"""""')
# From which length on what a list of contents says may be the beginning of a title.
_SHORTENED = 12


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: the blocks it stands in, and the titles it lists."""

    listing: frozenset[int]
    titles: frozenset[str]


def contents_of(text: str, blocks: Sequence[BlockDraft]) -> Contents:
    """Short lines before the first paragraph that come back further down are a table of contents."""
    quotes = [text[block.start : block.end] for block in blocks]
    listed = [without_contents(words) for words in quotes]
    first = next((n for n, words in enumerate(quotes) if is_prose(words) and listed[n] == words), len(quotes))
    below: dict[str, list[str]] = {}
    for words in quotes[1:]:
        alike = below.setdefault(_begin(words.casefold()), [])
        # Where more begin alike they are no titles that one could tell apart.
        if len(alike) < _ALIKE and not is_prose(words):
            alike.append(words.casefold())
    last = {words.casefold(): number for number, words in enumerate(quotes) if not is_prose(words)}
    listing, titles = _paged(quotes, listed, first), set()
    for number, (words, entries) in enumerate(zip(quotes[:first], listed, strict=False)):
        if len(entries) < len(words):
            # All in one line, with nothing between the titles.
            inline = {full for alike in below.values() for full in alike if mark_length(full) >= _SHORTENED}
            told = {full for full in inline if full.translate(_QUOTES) in entries.casefold().translate(_QUOTES)}
            listing |= {number} if told else set()
            titles |= told
        for part in (words, *_ENTRIES.split(entries)):
            bare = _CONTENTS_HEAD.sub("", _CONTENTS_TAIL.sub("", part)).casefold()
            for key in (part.casefold(), bare):
                # A contents may shorten its titles, or name what the heading says more of.
                fuller = below.get(_begin(key), ()) if mark_length(key) >= _SHORTENED else ()
                for title in (key, *(full for full in fuller if full.startswith(key))):
                    if len(key) >= 4 and last.get(title, -1) > number and any(map(str.isalpha, key)):
                        listing.add(number)
                        titles.add(title)
    return Contents(frozenset(listing), frozenset(titles))


def _paged(quotes: Sequence[str], listed: Sequence[str], first: int) -> set[int]:
    """Lines below the heading of a list of contents that end with the number of a page."""
    paged: set[int] = set()
    below = False
    for number, (words, entries) in enumerate(zip(quotes[:first], listed, strict=False)):
        if entries != words:
            below = True
        elif below and _PAGED.search(words):
            paged.add(number)
        else:
            below = False
    return paged


def _begin(words: str) -> str:
    """How a title begins, by which those that may be the same are found."""
    return words[: _BEGIN if mark_length(words[:_BEGIN]) == len(words[:_BEGIN]) else _BEGIN // 2]
