"""A second look at what trafilatura chose on a page: what it left out of the text, what it took from the site."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model.words import BlockKind
from communique.reading.appeals import asks_for_money
from communique.reading.boxes import leads_in
from communique.reading.chrome import chrome_names, is_furniture, mark_length, obvious_chrome
from communique.reading.labels import begun_kind
from communique.reading.lines import STOPS
from communique.reading.mastheads import is_rubric
from communique.reading.structure import text_blocks
from communique.reading.visible import PageBlock

# How long running text is at least, how far apart two paragraphs of one text may stand, and what counts as linked.
_PROSE, _APART, _LINKED, _ALL_LINKED = 80, 3, 0.5, 0.85
# A box in which so much of the text stands is the text's own: sites name whole articles "ad" or "tags".
_OWN_BOX = 0.5
# A part of the running text so small is not what the page is about.
_HARDLY = 0.2
_TEASER = 200
# A page of more blocks is a list or a bomb: looking at the words of each would take minutes.
_MOST_PARTS = 5_000
# What is told apart from the text by a look of its own.
_BESIDE = frozenset([BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CAPTION])
_ADDRESS = re.compile(r"www\.|://")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block as it is looked at: its words, the site's box that it stands in, whether it is running text in none."""

    words: str
    prose: bool
    box: str | None
    part: PageBlock


def second_look(text: str, parts: Sequence[PageBlock], main: Iterable[int]) -> frozenset[int]:
    """The numbers of the blocks that are main text, given those that trafilatura chose.

    Paragraphs that stand in no box of the site beside chosen ones are the text's, too, and so are quotations within
    it and who signs it, linked or not. Labels, teasers and what stands in boxes of the site are not.
    """
    chosen = set(main)
    blocks = _seen(text, parts, chosen)
    kept = _mended(blocks, chosen)
    bare = not any(part.chrome for part in parts)
    if len(parts) <= _MOST_PARTS and (bare or _misses_most(blocks, chosen)):
        kept = _by_words(text, blocks, kept)
    return frozenset(kept) or frozenset(chosen)


def _mended(blocks: Sequence[_Seen], chosen: set[int]) -> set[int]:
    """The chosen blocks without the site's, and what goes with them."""
    told = [number for number in sorted(chosen) if blocks[number].prose]
    if not told:
        return chosen
    first, last = told[0], told[-1]
    labelled = _labels(blocks, sorted(chosen))
    kept = {
        number
        for number in chosen - labelled
        if not _is_the_sites(blocks[number], above=number < first, below=number > last)
    }
    kept.update(_signing(blocks, first, last + _APART))
    kept.update(number for number in range(first, last) if blocks[number].part.kind is BlockKind.QUOTATION)
    kept.update(_going_on(blocks, chosen, range(first, last), last - first))
    kept.update(_going_on(blocks, chosen, range(last + 1, len(blocks)), _APART))
    kept.update(_going_on(blocks, chosen, range(first - 1, -1, -1), _APART))
    kept.update(_short(blocks, kept))
    return kept


def _seen(text: str, parts: Sequence[PageBlock], chosen: set[int]) -> list[_Seen]:
    words = [text[part.start : part.end] for part in parts]
    prose = [part.linked < _LINKED and _is_prose(said) for part, said in zip(parts, words, strict=True)]
    weights: dict[str | None, int] = {}
    for number in chosen:
        if prose[number]:
            box = parts[number].chrome
            weights[box] = weights.get(box, 0) + len(words[number])
    own = {None, *(box for box, weight in weights.items() if weight >= _OWN_BOX * sum(weights.values()))}
    return [
        _Seen(said, told and part.chrome in own, None if part.chrome in own else part.chrome, part)
        for said, told, part in zip(words, prose, parts, strict=True)
    ]


def _is_prose(words: str) -> bool:
    return mark_length(words) >= _PROSE and STOPS.search(words) is not None


def _labels(blocks: Sequence[_Seen], numbers: Sequence[int]) -> set[int]:
    """Which of some blocks are labels of a site beyond doubt: a rubric of a paper may be called the same."""
    lines = [" ".join(blocks[number].words.split()) for number in numbers]
    names = [
        None if blocks[number].prose or (name and blocks[number].part.linked < _LINKED and is_rubric(line)) else name
        for number, line, name in zip(numbers, lines, chrome_names(lines), strict=True)
    ]
    sure = obvious_chrome(lines, names)
    return {number for number, mark in zip(numbers, sure, strict=True) if mark is not None}


def _is_the_sites(block: _Seen, *, above: bool, below: bool) -> bool:
    """Whether a block that trafilatura chose is the site's; ``above`` and ``below`` the paragraphs of the text."""
    part = block.part
    if block.prose:
        return False
    if block.box is not None and part.kind is not BlockKind.QUOTATION:
        return True
    if part.linked < _LINKED:
        return False
    line = " ".join(block.words.split())
    if part.linked >= _ALL_LINKED and (above or (below and not _ADDRESS.search(line))):
        return True
    if below and part.heading:
        return True
    return len(line) <= _TEASER and begun_kind(line) == "related"


def _signing(blocks: Sequence[_Seen], first: int, near: int) -> list[int]:
    """The lines that announce who signs, and what stands below each, down to what is the site's."""
    found: list[int] = []
    signing, links = False, None
    for number in range(first, len(blocks)):
        block = blocks[number]
        line = " ".join(block.words.split())
        inside = block.box is None
        if inside and number <= near and leads_in(line):
            signing, links = True, None
        elif signing:
            linked = block.part.linked >= _ALL_LINKED
            links = linked if links is None else links
            # Below names without links a row of links is the site's.
            signing = inside and block.part.heading not in (1, 2) and linked <= links and not is_furniture(line)
        if signing:
            found.append(number)
        elif number > near:
            break
    return found


def _short(blocks: Sequence[_Seen], kept: set[int]) -> list[int]:
    """A list or a few lines between blocks of the text, or below its end, that nothing says are the site's."""
    told = [number for number in kept if blocks[number].prose]
    first, last = min(told), max(told)
    found: list[int] = []
    between: list[int] = []
    for number in range(first, last + 1):
        if number not in kept:
            between.append(number)
            continue
        lines = sum(blocks[one].part.kind is not BlockKind.LIST_ITEM for one in between)
        if lines <= _APART and all(_is_plain(blocks[one]) for one in between):
            found += between
        between = []
    for number in range(last + 1, min(len(blocks), last + 1 + _APART)):
        if number not in kept and not _is_plain(blocks[number]):
            break
        found.append(number)
    return found


def _is_plain(block: _Seen) -> bool:
    """Whether neither place nor links nor words say that a block is the site's, nor that it stands beside a text."""
    if block.box is not None or block.part.linked >= _LINKED or block.part.kind in _BESIDE:
        return False
    line = " ".join(block.words.split())
    return not is_furniture(line) and not asks_for_money(line)


def _misses_most(blocks: Sequence[_Seen], chosen: set[int]) -> bool:
    """Whether hardly any of the text that stands in no box, links and short lines aside, was chosen."""
    free = {
        number: len(block.words)
        for number, block in enumerate(blocks)
        if block.box is None and block.part.linked < _LINKED and len(block.words) >= _PROSE
    }
    return sum(free.get(number, 0) for number in chosen) < _HARDLY * sum(free.values())


def _by_words(text: str, blocks: Sequence[_Seen], kept: set[int]) -> set[int]:
    """What is the text's by its words, and by links and boxes where there are any.

    trafilatura takes most of a page whose markup tells no boxes, and of some others the wrong part.
    """
    chrome = [block for block in text_blocks(text) if block.kind is BlockKind.CHROME]
    marked = [0] * len(blocks)
    ends = [block.part.end for block in blocks]
    for block in chrome:
        for number in range(bisect_right(ends, block.start), len(blocks)):
            part = blocks[number].part
            if part.start >= block.end:
                break
            marked[number] += min(part.end, block.end) - max(part.start, block.start)
    unmarked = {number for number, block in enumerate(blocks) if 2 * marked[number] < len(block.words)}
    free = {number for number in unmarked if blocks[number].box is None and blocks[number].part.linked < _ALL_LINKED}
    return free | (unmarked & kept) | set(_signing(blocks, 0, len(blocks)))


def _going_on(blocks: Sequence[_Seen], chosen: set[int], numbers: Iterable[int], apart: int) -> list[int]:
    """Paragraphs in no box, from the text on, as long as no more than ``apart`` other blocks lie between them."""
    found: list[int] = []
    between = 0
    for number in numbers:
        block = blocks[number]
        plain = block.prose and block.part.kind is None and not block.part.heading
        if number in chosen:
            between = 0
        elif plain and _is_plain(block):
            found.append(number)
            between = 0
        elif between == apart:
            break
        else:
            between += 1
    return found
