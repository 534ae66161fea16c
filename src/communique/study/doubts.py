"""The verb ``doubts``: statements whose words were lost sight of, and where they may stand now."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz

from communique.coding.matching import find_quote, fold
from communique.project import reads
from communique.study.acts import IN_DOUBT, Selection
from communique.study.entities import Sight

Json = dict[str, Any]

_MOST = 5
_AROUND = 80
_REACH = 40
"""So far from where a stretch seems to begin or end its first or last word is looked for."""

_LIKELY = 60.0
"""Of 100: below, a place has hardly a word in common with the quote."""


def doubts_view(connection: sa.Connection, seen_by: str | None = None, as_of: int | None = None) -> list[Json]:
    """The statements in doubt, each with ``places`` in its document at which its words may stand, the likeliest first.

    A place has ``start``, ``end``, ``quote``, the words ``before`` and ``after``, and ``score`` from 0 to 1: 1 where
    the quote stands to the letter, less where the text only resembles it (partial ratio of RapidFuzz: the share of
    characters that the quote and the stretch have in common, in order). ``anchor`` decides.
    """
    sight = Sight(connection, seen_by, as_of)
    found: list[Json] = []
    for view in Selection(doubtful=True).views(connection, as_of, sees=sight.sees):
        document = reads.document(connection, view["document"], as_of)
        text = reads.document_text(connection, document)
        quote = next(span["quote"] for span in view["spans"] if span["status"] in IN_DOUBT)
        found.append({"statement": view, "title": document.title, "places": places(text, quote)})
    return found


def places(text: str, quote: str) -> list[Json]:
    """Where a quote may stand in a text, the likeliest first, at most five."""
    spans = [(start, end, 1.0) for start, end in find_quote(text, quote)[:_MOST]]
    if not spans:
        spans = _likeness(text, quote)
    return [
        {
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[max(0, start - _AROUND) : start],
            "after": text[end : end + _AROUND],
            "score": round(score, 3),
        }
        for start, end, score in spans
    ]


def _likeness(text: str, quote: str) -> list[tuple[int, int, float]]:
    """The stretch that resembles the quote most, from its first word to its last where these still stand there."""
    folded = fold(text)
    best = fuzz.partial_ratio_alignment(quote, folded.text, score_cutoff=_LIKELY)
    if best is None or best.dest_end <= best.dest_start:
        return []
    start, end = folded.span(best.dest_start, best.dest_end)
    words = quote.split()
    start = _nearest([m.start() for m in _word(words[0], text, start)], start)
    end = _nearest([m.end() for m in _word(words[-1], text, end) if m.end() > start], end)
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    words_there = stretch.strip()
    return [(start, start + len(words_there), best.score / 100)] if words_there else []


def _word(word: str, text: str, near: int) -> list[re.Match[str]]:
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return list(pattern.finditer(text, max(0, near - _REACH), near + _REACH))


def _nearest(found: list[int], place: int) -> int:
    return min(found, key=lambda one: abs(one - place), default=place)
