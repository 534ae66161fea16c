"""The lines of a text that may be an issue of a periodical, without rules, running heads and what a site added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.linekinds import is_initials
from communique.reading.lineshapes import is_label, is_prose
from communique.reading.listings import PAGE

# What markup says heads a text is none of it, however long.
_HEADING = frozenset([BlockKind.TITLE, BlockKind.KICKER, BlockKind.DECK])
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_SEPARATOR = re.compile(r"^[\W_]{1,80}$")
# Where and when a story was written: the place in capitals.
_PLACED = re.compile(r"^[^\W\d_a-z]{2}[^\d_a-z–—]{1,30}(?:,[^–—]{2,25})?\s?[–—-]\s+\S")
_NUMBER_BEHIND = re.compile(rf"[\s|·–—,.-]+{PAGE}\s?\d{{1,3}}\s*$", re.I)
_NUMBER_BEFORE = re.compile(rf"^{PAGE}\s?\d{{1,3}}[\s|·–—-]+(?=[^\W\d])", re.I)
# How long a running head is, and how far from the top its first one stands.
_HEAD = 12
_LEAST, _RUNNING, _APART = 8, 80, 3
# Who signs, or in brackets where it was taken from.
_SIGNED = re.compile(r"^[–—-]\s?\S|^[^\W\d_][^.!?:;]{2,50}$|^[(（\[][^()（）\[\]]{2,50}[)）\]]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of content: its block's number, its words' stems, what stands above it."""

    number: int
    text: str
    kind: BlockKind
    blank: bool
    words: Counter[str]
    separated: bool
    prose: bool

    @property
    def label(self) -> bool:
        """Whether it could be a kicker: two or three words, no sentence."""
        return is_label(self.text)


def head_of(text: str, blocks: Sequence[BlockDraft]) -> list[str]:
    """The first lines of a text, chrome among them: a masthead looks like what a site puts above a text.

    Papers that sign make no paper of what they sign.
    """
    said = (text[block.start : block.end] for block in blocks[:_HEAD] if block.kind is not BlockKind.SIGNATORY)
    return [line for words in said for line in words.split("\n")]


def _running_heads(text: str, blocks: Sequence[BlockDraft]) -> frozenset[int]:
    """Lines that say on each page which paper this is: alike but for their numbers, with text between them."""
    at: dict[str, list[int]] = {}
    numbered, before = set(), set()
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        if len(words) <= _RUNNING and block.kind is not BlockKind.DATELINE:
            bare = _NUMBER_BEFORE.sub("", words)
            key = _NUMBER_BEHIND.sub("", bare)
            numbered |= {number} if key != words else set()
            before |= {number} if bare != words else set()
            at.setdefault(key.casefold(), []).append(number)
    return frozenset(
        number
        for key, places in at.items()
        # With a number before them entries of a list may come twice, there and below.
        if len(key) >= _LEAST and ((places[0] < _APART and before.isdisjoint(places)) or len(places) > 2)
        if numbered.issuperset(places[1:])
        for number in places[1:]
    )


def lines_of(text: str, blocks: Sequence[BlockDraft]) -> list[Line]:
    """The lines of a text without what the site added and without rules."""
    lines: list[Line] = []
    # Where the first block begins, nothing stands above it, whatever the text has there.
    separated, end = False, blocks[0].start if blocks else 0
    running = _running_heads(text, blocks)
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        blank = text.count("\n", end, block.start) > 1
        end = block.end
        if number in running or (_SEPARATOR.match(words) and not any(character.isalnum() for character in words)):
            separated = True
            continue
        if block.kind is BlockKind.CHROME:
            continue
        stems = Counter(word[:6] for word in (found.casefold() for found in _WORD.findall(words)))
        prose = block.kind not in _HEADING and is_prose(words)
        lines.append(Line(number, words, block.kind, blank, stems, separated, prose))
        separated = False
    return lines


def head_below(after: Sequence[Line]) -> list[Line]:
    """The lines down to the next paragraph."""
    head: list[Line] = []
    for line in after:
        if line.prose:
            break
        head.append(line)
    return head


def signed_above(before: Sequence[Line]) -> bool:
    """Whether the line above closes an article: a name or a place after its last paragraph."""
    if len(before) < 2 or before[-1].prose:
        return False
    last = before[-1].text
    return before[-2].prose and len(last.split()) <= 8 and (is_initials(last) or _SIGNED.match(last) is not None)


def tells_stories(lines: Sequence[Line]) -> bool:
    """Whether several headings stand above a paragraph that begins with where it was written."""
    told = [below for line, below in pairwise(lines) if below.prose and not line.prose and _PLACED.match(below.text)]
    return len(told) > 1
