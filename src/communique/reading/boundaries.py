"""Where articles begin in a text that holds several: headings, bylines, dates, contents and lexical cohesion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

import numpy as np

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boundaryfeatures import boundary_features
from communique.reading.letterlines import head_of, lines_of, tells_stories
from communique.reading.linekinds import underlines
from communique.reading.lineshapes import closes, is_label, is_name, is_prose, salutes, signs
from communique.reading.mastheads import is_masthead, is_rubric, masthead
from communique.reading.nonstarters import (
    TELLING,
    begins_verses,
    counts_as_text,
    heads_text,
    never_opens,
    opens_nothing,
    signs_letter,
)
from communique.reading.trees import Trees, rows

# By how many signs a text says that it is an issue of a periodical, where lines of date or author mark its parts.
_SURE = (0.5, 0.25, 0.13)
_WITHOUT_SIGNS = 0.9
# A text with much chrome is one page of a site, whose teasers look like articles.
_DUMP = 0.3
_HEAD, _LIKELY, _KICKER = 2, 0.05, 0.3
_MASTHEAD_GAP = 2
# What stands below who signs opens an article if it is at least this much as likely to.
_SIGNED = 0.3
# The same where no title has a line above it.
_PLAIN = 0.8
_NO_HEAD = (BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.SIGNATORY, BlockKind.BYLINE, BlockKind.CHROME)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A block that may be an article's first line, and how likely it is."""

    block: int
    probability: float


def boundaries(text: str, blocks: Sequence[BlockDraft], found: Sequence[Boundary]) -> list[Boundary]:
    """Of all lines that could open an article at most one per heading, its first line, in order of place."""
    # Between two paragraphs at most one article begins.
    prose = list(accumulate(counts_as_text(text, block) for block in blocks))
    best: dict[int, Boundary] = {}
    # Above the first paragraph of an issue stands its head; a date there is the issue's.
    head = next((n for n, block in enumerate(blocks) if heads_text(text[block.start : block.end], n)), len(blocks))
    title = _masthead_end(text, blocks[:head])
    kicked = _has_kickers(blocks[title:head]) if title else True
    barred = opens_nothing(text, blocks, (candidate.block for candidate in found), head)
    for candidate in found:
        if candidate.block < title or candidate.block in barred:
            continue
        block, below = blocks[candidate.block], blocks[candidate.block + 1 : candidate.block + 2]
        first = candidate
        if begins_verses(text, blocks, candidate.block):
            first = Boundary(candidate.block - 1, candidate.probability)
        gap = prose[first.block]
        if gap in best:
            above = text[blocks[best[gap].block].start : blocks[best[gap].block].end]
            plain = not kicked and block.kind not in TELLING and not is_rubric(above) and best[gap].block > head
            plain = plain and any(is_prose(text[other.start : other.end]) for other in below)
            share = _SIGNED if signs(above) else _PLAIN if plain else 1
        if gap not in best or first.probability > best[gap].probability * share:
            best[gap] = first
    chances = {item.block: item.probability for item in found}
    # Two may have the same first line.
    tops: dict[int, float] = {}
    for item in best.values():
        if item.block > head:
            top = _top(text, blocks, chances, item.block, kicked=kicked)
        else:
            top = _under_rubric(text, blocks, chances, item.block)
        tops[top] = max(tops.get(top, 0.0), item.probability)
    return [Boundary(block, probability) for block, probability in sorted(tops.items())]


def _masthead_end(text: str, head: Sequence[BlockDraft]) -> int:
    """The first block behind the masthead of an issue: its name stands above its number, its date, its publisher."""
    lines = [text[block.start : block.end] for block in head]
    if not masthead(lines):
        return 0
    end = 0
    for number, line in enumerate(lines):
        if number - end > _MASTHEAD_GAP:
            break
        if is_masthead(line):
            end = number + 1
    return end


def _under_rubric(text: str, blocks: Sequence[BlockDraft], chances: dict[int, float], block: int) -> int:
    """The kicker above a title that stands above the first paragraph; what else stands there is the masthead."""
    if block - 1 not in chances:
        return block
    above, below = (text[blocks[at].start : blocks[at].end] for at in (block - 1, block))
    told = above.isupper() and (chances[block - 1] >= _KICKER or not below.isupper())
    kicker = is_rubric(above) or (is_label(above) and told)
    return block - 1 if kicker and not is_masthead(above) else block


def _has_kickers(head: Sequence[BlockDraft]) -> bool:
    """Whether between the masthead and the first paragraph there is more than a title, its author and its date."""
    return sum(block.kind not in (*TELLING, BlockKind.CHROME) for block in head) != 1


def _top(text: str, blocks: Sequence[BlockDraft], chances: dict[int, float], block: int, *, kicked: bool) -> int:
    """The first line of a heading of several: a kicker or a title stands above what told the boundary.

    Above it stands what closes the article before: paragraphs, who signed it, dates, captions. Above the first
    paragraph of all it is the masthead. Where the first title has no kicker (``kicked``), a few words are who signed.
    """
    top = block
    while block - top < _HEAD:
        above = top - 1
        if above > 0 and underlines(*(text[blocks[at].start : blocks[at].end] for at in (above - 1, above))):
            above -= 1
        if above not in chances:
            break
        words, lower = (text[blocks[at].start : blocks[at].end] for at in (above, top))
        if blocks[above].kind in _NO_HEAD or counts_as_text(text, blocks[above]) or closes(words):
            break
        if never_opens(words) or signs_letter(text, blocks, above):
            break
        # Of two headings the lower one says more; author, date and a line that goes on in the next are none.
        # What stands right above author or date is a deck, however short.
        decks = top + 1 < len(blocks) and blocks[top + 1].kind in TELLING
        headed = blocks[top].kind not in TELLING and not lower.endswith((",", ":")) and not lower[:1].isdigit()
        if not kicked and headed and not decks and not is_rubric(words) and not salutes(lower):
            break
        longer = headed and not decks and len(words) > len(lower)
        if is_label(words):
            # Short as it is it may be a kicker, the title above an author, or who signed the article before.
            if headed and not is_name(lower) and not is_rubric(words) and chances[above] < _KICKER:
                break
        elif (chances[above] < _LIKELY and not salutes(lower)) or longer:
            break
        top = above
    return top


def openings(text: str, blocks: Sequence[BlockDraft]) -> list[Boundary]:
    """Every line that could open an article, and how likely it does."""
    found = boundary_features(text, blocks)
    if not found:
        return []
    trees = _model()
    columns = {name: np.array([features[name] for _, features in found]) for name in trees.features}
    chances = trees.probabilities(rows(columns, trees.features))
    return [Boundary(number, float(chance)) for (number, _), chance in zip(found, chances, strict=True)]


def threshold(text: str, blocks: Sequence[BlockDraft]) -> float:
    """The probability from which a boundary counts as sure.

    Lowest where the text says that it is an issue of a periodical; highest where it is a page of a site, or where
    nothing but headings and words speaks for a boundary, as in a leaflet.
    """
    if is_dump(blocks):
        return _WITHOUT_SIGNS
    lines = lines_of(text, blocks)
    marked = (
        sum(line.kind is BlockKind.BYLINE for line in lines),
        sum(line.kind is BlockKind.DATELINE for line in lines),
        sum(line.separated for line in lines),
    )
    # Reports with a place and a day before their first words are those of a paper.
    signs = 2 if tells_stories(lines) else min(2, masthead(head_of(text, blocks)))
    return _SURE[signs] if signs or max(marked) > 1 else _WITHOUT_SIGNS


def is_dump(blocks: Sequence[BlockDraft]) -> bool:
    """Whether much of a text is what a site added."""
    return sum(block.kind is BlockKind.CHROME for block in blocks) > _DUMP * len(blocks)


@cache
def _model() -> Trees:
    """The model that is shipped; made by ``benchmarks/reading/train_boundaries.py`` on fictional newsletters."""
    return Trees(json.loads(files("communique.reading").joinpath("words", "boundary_model.json").read_text("utf-8")))
