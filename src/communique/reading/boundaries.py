"""Where articles begin in a text that holds several: headings, bylines, dates, contents and lexical cohesion."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

import numpy as np

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boundaryfeatures import boundary_features, contents_of, head_of, is_prose, lines_of
from communique.reading.mastheads import masthead
from communique.reading.trees import Trees, rows

# Points of a list and sentences too short for a paragraph: text stands there all the same.
_SENTENCE = re.compile(r"^.{25,}[.!?…。？！][\"'”’»)\]]*$", re.S)
WITHOUT_MARKS = 0.9
"""From what probability a boundary counts as sure where only headings and words tell it."""

# A text with much chrome is one page of a site, whose teasers look like articles.
_DUMP, _ON_A_PAGE = 0.3, 0.9
_POINT = 25


@dataclass(frozen=True, slots=True)
class Boundary:
    """A block that may be an article's first line, and how likely it is."""

    block: int
    probability: float


def boundaries(text: str, blocks: Sequence[BlockDraft]) -> list[Boundary]:
    """Candidates for first lines of articles, in order of place, at most one per heading."""
    found = openings(text, blocks)
    # Between two paragraphs at most one article begins.
    prose = list(accumulate(_counts_as_text(text, block) for block in blocks))
    best: dict[int, Boundary] = {}
    for candidate in found:
        gap = prose[candidate.block]
        if gap not in best or candidate.probability > best[gap].probability:
            best[gap] = candidate
    return sorted(best.values(), key=lambda item: item.block)


def openings(text: str, blocks: Sequence[BlockDraft]) -> list[Boundary]:
    """Every line that could open an article, and how likely it does."""
    found = boundary_features(text, blocks)
    if not found:
        return []
    trees = _model().trees
    columns = {name: np.array([features[name] for _, features in found]) for name in trees.features}
    chances = trees.probabilities(rows(columns, trees.features))
    return [Boundary(number, float(chance)) for (number, _), chance in zip(found, chances, strict=True)]


def threshold(text: str, blocks: Sequence[BlockDraft]) -> float:
    """The probability from which a boundary counts as sure.

    Higher where only headings and words tell it, highest where the text is a page of a site.
    """
    dumped = sum(block.kind is BlockKind.CHROME for block in blocks) > _DUMP * len(blocks)
    if dumped:
        return _ON_A_PAGE
    lines = lines_of(text, blocks)
    signs = masthead(head_of(text, blocks))
    told = (
        sum(line.kind is BlockKind.BYLINE for line in lines),
        sum(line.kind is BlockKind.DATELINE for line in lines),
        sum(line.separated for line in lines),
        # A report lists its own parts; a periodical says what it is.
        len(contents_of(text, blocks).titles) if signs else 0,
        signs,
    )
    return _model().threshold if max(told) >= 2 else WITHOUT_MARKS


def _counts_as_text(text: str, block: BlockDraft) -> bool:
    words = text[block.start : block.end]
    listed = block.kind is BlockKind.LIST_ITEM and len(words) > _POINT
    return block.kind is not BlockKind.CHROME and (listed or is_prose(words) or _SENTENCE.match(words) is not None)


@dataclass(frozen=True)
class _Model:
    trees: Trees
    threshold: float


@cache
def _model() -> _Model:
    """The model that is shipped; made by ``benchmarks/reading/train_boundaries.py`` on fictional newsletters."""
    stored = json.loads(files("communique.reading").joinpath("words", "boundary_model.json").read_text("utf-8"))
    return _Model(Trees(stored), float(stored["threshold"]))
