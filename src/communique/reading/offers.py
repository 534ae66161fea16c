"""Where further articles may begin, for a person to say, in texts that nothing but headings and words divides.

What is learned of one publisher's layout does not hold for the next; what paragraphs have in common does. So the runs
of headings are ranked by how little the paragraphs above and below them share (Hearst 1997, *TextTiling*), and the
model of layouts only breaks ties.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boundaries import Boundary
from communique.reading.letterlines import Line, lines_of
from communique.reading.lineshapes import style_of
from communique.reading.listings import contents_of

_WINDOW = 4
"""Paragraphs above and below that are compared."""

_LAYOUT = 0.1
"""What the model of layouts adds at most."""

_LONGEST_TITLE = 160
_LONG = 8
"""A line of so many words above a title belongs to the title, not to the article before: it is no name."""

_NO_HEADING = (BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.SIGNATORY)


def offered(text: str, blocks: Sequence[BlockDraft], found_by_layout: Sequence[Boundary]) -> list[Boundary]:
    """A place for each run of headings, the likeliest first; ``probability`` is a rank from 0 to 1, no measured one."""
    lines = lines_of(text, blocks)
    listing = contents_of(text, blocks).listing
    likely = {item.block: item.probability for item in found_by_layout}
    holding = Counter(word for line in lines for word in line.words)
    weights = {word: math.log(len(lines) / count) for word, count in holding.items()}
    found: list[Boundary] = []
    for first, run in _runs(lines):
        heads = [line for line in run if line.kind not in _NO_HEADING and line.number not in listing]
        if not heads or first == 0:
            continue
        at = max(range(len(heads)), key=lambda place: likely.get(heads[place].number, 0.0))
        rank = _depth(lines, first, weights) + _LAYOUT * likely.get(heads[at].number, 0.0)
        while at > 0 and _goes_with(heads[at - 1], heads[at]):
            at -= 1
        found.append(Boundary(heads[at].number, rank / (1 + _LAYOUT)))
    return sorted(found, key=lambda item: -item.probability)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Lines between two paragraphs, with the place of the first."""
    run: list[Line] = []
    first = 0
    for place, line in enumerate(lines):
        if not _between(line):
            if run:
                yield first, run
                run = []
        elif any(map(str.isalpha, line.text)):
            first = first if run else place
            run.append(line)


def _between(line: Line) -> bool:
    # A title that ends in an exclamation mark looks like a sentence; its capitals tell.
    titled = len(line.text) < _LONGEST_TITLE and style_of(line.text) == "title"
    return titled or line.kind is BlockKind.CAPTION or not line.prose


def _goes_with(above: Line, title: Line) -> bool:
    return len(above.text.split()) >= _LONG and style_of(above.text) == style_of(title.text)


def _depth(lines: Sequence[Line], place: int, weights: dict[str, float]) -> float:
    """How little the paragraphs above and below a place have in common: 1 less the cosine of their words."""
    above, below = _words(reversed(lines[:place])), _words(lines[place:])
    norm = math.sqrt(sum(weights[word] ** 2 for word in above)) * math.sqrt(sum(weights[word] ** 2 for word in below))
    return 1 - sum(weights[word] ** 2 for word in above & below) / norm if norm else 0.5


def _words(lines: Iterable[Line]) -> set[str]:
    found: set[str] = set()
    paragraphs = 0
    for line in lines:
        if _between(line):
            continue
        found |= line.words.keys()
        paragraphs += 1
        if paragraphs == _WINDOW:
            break
    return found
