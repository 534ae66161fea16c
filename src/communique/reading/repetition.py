"""Lines that come back in many texts of one site: the strongest sign that the site added them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind

_FEWEST, _SHARE = 3, 0.5
# What authors repeat themselves stays theirs.
_OWN = frozenset([BlockKind.CHROME, BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.SIGNATORY])


def repeated_lines(texts: Sequence[tuple[str, Sequence[BlockDraft]]]) -> list[tuple[BlockDraft, ...]]:
    """The blocks of each text, those that stand word for word in at least half of the texts marked as chrome.

    ``texts`` are the ``(text, blocks)`` of different pages of one site; of fewer than three nothing can be said. White
    space and letter case do not count. Bylines, dates and rosters stay what they are, and so do all blocks of a text
    that would be left without content: a page that was taken twice is no chrome.
    """
    if len(texts) < _FEWEST:
        return [tuple(blocks) for _, blocks in texts]
    keys = [[_key(text, block) for block in blocks] for text, blocks in texts]
    counts = Counter(key for page in keys for key in set(page))
    least = max(_FEWEST, ceil(_SHARE * len(texts)))
    marked = []
    for (_, blocks), page in zip(texts, keys, strict=True):
        flipped = tuple(
            BlockDraft(block.start, block.end, BlockKind.CHROME)
            if counts[key] >= least and block.kind not in _OWN
            else block
            for block, key in zip(blocks, page, strict=True)
        )
        empty = all(block.kind is BlockKind.CHROME for block in flipped)
        marked.append(tuple(blocks) if empty else flipped)
    return marked


def _key(text: str, block: BlockDraft) -> str:
    return " ".join(text[block.start : block.end].casefold().split())
