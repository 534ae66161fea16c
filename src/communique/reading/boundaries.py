"""Where articles begin in a text that holds several: headings, bylines, dates, contents and lexical cohesion."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind

_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_SEPARATOR = re.compile(r"^[\W_]{1,40}$")
_ENDS = re.compile(r"[.!?…。？！][\"'”’»)\]]*$")
_CONTENTS_TAIL = re.compile(r"[\s.·…_–-]*\d{0,3}\s*$")
_CONTENTS_HEAD = re.compile(r"^[\s\d.)•·–—-]*")
_SIGNED = re.compile(r"^[–—-]\s?\S|^[^\W\d_][^.!?:;]{2,50}$")
_LETTER = re.compile(
    r"^(?:dear|comrades|liebe|cher|chère|querid|estimad|caro|cara|дорог|уважаем|товарищи|αγαπητ|عزيز|أيها)", re.I
)
_PROSE = 100
_WINDOW = 6
WITHOUT_MARKS = 0.9
"""From what probability a boundary counts as sure where only headings and words tell it."""

# A text with much chrome is one page of a site, whose teasers look like articles.
_DUMP, _ON_A_PAGE = 0.3, 0.9


@dataclass(frozen=True, slots=True)
class Boundary:
    """A block that may be an article's first line, and how likely it is."""

    block: int
    probability: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of content: its block's number, its words' stems, what stands above it."""

    number: int
    text: str
    kind: BlockKind
    blank: bool
    words: Counter[str]
    separated: bool

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph."""
        return is_prose(self.text)

    @property
    def label(self) -> bool:
        """Whether it could be a kicker: two or three words, no sentence."""
        return len(self.text) <= 24 and len(self.text.split()) <= 3 and not _ENDS.search(self.text)


def boundaries(text: str, blocks: Sequence[BlockDraft]) -> list[Boundary]:
    """Candidates for first lines of articles, in order of place, at most one per heading."""
    found = openings(text, blocks)
    # Between two paragraphs at most one article begins.
    prose = list(accumulate(_counts_as_prose(text, block) for block in blocks))
    best: dict[int, Boundary] = {}
    for candidate in found:
        gap = prose[candidate.block]
        if gap not in best or candidate.probability > best[gap].probability:
            best[gap] = candidate
    return sorted(best.values(), key=lambda item: item.block)


def openings(text: str, blocks: Sequence[BlockDraft]) -> list[Boundary]:
    """Every line that could open an article, and how likely it does."""
    model = _model()
    found: list[Boundary] = []
    for number, features in boundary_features(text, blocks):
        logit = model["intercept"] + sum(model["weights"].get(name, 0.0) * value for name, value in features.items())
        found.append(Boundary(number, 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))))
    return found


def threshold(text: str, blocks: Sequence[BlockDraft]) -> float:
    """The probability from which a boundary counts as sure.

    Higher where only headings and words tell it,
    highest where the text is a page of a site.
    """
    lines = lines_of(text, blocks)
    told = (
        sum(line.kind is BlockKind.BYLINE for line in lines),
        sum(line.kind is BlockKind.DATELINE for line in lines),
        sum(line.separated for line in lines),
        len(contents_of(text, blocks).titles),
    )
    dumped = sum(block.kind is BlockKind.CHROME for block in blocks) > _DUMP * len(blocks)
    if dumped:
        return _ON_A_PAGE
    return float(_model()["threshold"]) if max(told) >= 2 else WITHOUT_MARKS


def boundary_features(text: str, blocks: Sequence[BlockDraft]) -> list[tuple[int, dict[str, float]]]:
    """For every line that could open an article, its block number and named numbers for the model."""
    lines = lines_of(text, blocks)
    if not lines:
        return []
    contents = contents_of(text, blocks)
    repeated = Counter(line.text.casefold() for line in lines)
    style = Counter(style_of(line.text) for line in lines if not line.prose)
    bylines = sum(line.kind is BlockKind.BYLINE for line in lines)
    dates = sum(line.kind is BlockKind.DATELINE for line in lines)
    separators = sum(line.separated for line in lines)
    blanks = sum(line.blank for line in lines) / len(lines)
    shorts = sum(not line.prose for line in lines)
    document = Counter(word for line in lines for word in line.words)
    found = []
    for place, line in enumerate(lines):
        if line.prose or not any(character.isalpha() for character in line.text) or line.number in contents.listing:
            continue
        before, after = lines[max(0, place - 3) : place], lines[place + 1 : place + 5]
        head = _head(after)
        dip, novelty = _cohesion(lines, place, document)
        byline = any(item.kind is BlockKind.BYLINE for item in head) or line.kind is BlockKind.BYLINE
        dated = any(item.kind is BlockKind.DATELINE for item in head) or line.kind is BlockKind.DATELINE
        previous = before[-1] if before else None
        listed = line.text.casefold() in contents.titles
        found.append(
            (
                line.number,
                {
                    "first": float(previous is None),
                    "byline_kind": float(line.kind is BlockKind.BYLINE),
                    "date_kind": float(line.kind is BlockKind.DATELINE),
                    "slogan_kind": float(line.kind is BlockKind.SLOGAN),
                    "slogan_head": float(line.kind is BlockKind.SLOGAN and bool(head)),
                    "listed_kind": float(line.kind in (BlockKind.LIST_ITEM, BlockKind.SIGNATORY)),
                    "caption_kind": float(line.kind is BlockKind.CAPTION),
                    "byline_near": float(byline),
                    "byline_lacks": float(not byline and bylines >= 2),
                    "byline_tells": float(byline and bylines >= 2),
                    "byline_next": float(bool(after) and after[0].kind is BlockKind.BYLINE),
                    "head_without_byline": float(not byline and bylines >= 2 and not _signed(before)),
                    "date_near": float(dated),
                    "date_lacks": float(not dated and dates >= 2),
                    "separated": float(line.separated),
                    "separated_lacks": float(not line.separated and separators >= 2),
                    "contents": float(listed),
                    "contents_next": float(any(item.text.casefold() in contents.titles for item in head)),
                    "contents_lacks": float(len(contents.titles) >= 2 and not listed),
                    "upper": float(line.text.isupper()),
                    "style_rare": 1 - style[style_of(line.text)] / max(1, shorts),
                    "length": math.log1p(len(line.text)) / 5,
                    "tiny": float(len(line.text) < 14),
                    "ends": float(_ENDS.search(line.text) is not None),
                    "leads": float(line.text.endswith((":", "："))),
                    "lower": float(line.text[0].islower()),
                    "letter": float(_LETTER.match(line.text) is not None),
                    "blank": float(line.blank),
                    "blank_tells": float(line.blank and blanks < 0.5),
                    "blank_lacks": float(not line.blank and 0 < blanks < 0.5),
                    "after_prose": float(previous is not None and previous.prose),
                    "after_signed": float(_signed(before)),
                    "after_short": float(previous is not None and not previous.prose),
                    "after_head": float(previous is not None and not previous.prose and not _signed(before)),
                    "prose_next": float(bool(after) and after[0].prose),
                    "prose_soon": float(any(item.prose for item in after[:3])),
                    "label": float(line.label),
                    "label_then_head": float(line.label and bool(head)),
                    "after_label": float(previous is not None and previous.label and not previous.prose),
                    "after_label_start": float(_opens(before) and before[-1].label),
                    "date_then_head": float(line.kind is BlockKind.DATELINE and bool(head)),
                    "after_date_start": float(_opens(before) and before[-1].kind is BlockKind.DATELINE),
                    "after_contents": float(any(item.text.casefold() in contents.titles for item in before[-2:])),
                    "name": float(is_name(line.text)),
                    "name_after_head": float(is_name(line.text) and previous is not None and not previous.prose),
                    "name_next": float(bool(after) and is_name(after[0].text)),
                    "head_length": min(1.0, len(head) / 4),
                    "shorts_next": float(len(head) >= 2),
                    "letter_next": float(any(_LETTER.match(item.text) for item in after[:2])),
                    "repeated": float(repeated[line.text.casefold()] > 1),
                    "dip": dip,
                    "dip_alone": dip * float(bylines < 2 and dates < 2 and separators < 2),
                    "novelty": novelty,
                    "novelty_alone": novelty * float(bylines < 2 and dates < 2 and separators < 2),
                },
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: the blocks it stands in, and the titles it lists."""

    listing: frozenset[int]
    titles: frozenset[str]


def contents_of(text: str, blocks: Sequence[BlockDraft]) -> Contents:
    """Short lines before the first paragraph that come back further down are a table of contents."""
    quotes = [text[block.start : block.end] for block in blocks]
    first = next((number for number, words in enumerate(quotes) if is_prose(words)), len(quotes))
    last = {words.casefold(): number for number, words in enumerate(quotes) if not is_prose(words)}
    listing, titles = set(), set()
    for number, words in enumerate(quotes[:first]):
        bare = _CONTENTS_HEAD.sub("", _CONTENTS_TAIL.sub("", words)).casefold()
        for key in (words.casefold(), bare):
            if len(key) >= 4 and last.get(key, -1) > number:
                listing.add(number)
                titles.add(key)
    return Contents(frozenset(listing), frozenset(titles))


def lines_of(text: str, blocks: Sequence[BlockDraft]) -> list[Line]:
    """The lines of a text without what the site added and without rules."""
    lines: list[Line] = []
    separated, end = False, 0
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        blank = text.count("\n", end, block.start) > 1
        end = block.end
        if _SEPARATOR.match(words) and not any(character.isalnum() for character in words):
            separated = True
            continue
        if block.kind is BlockKind.CHROME:
            continue
        stems = Counter(word[:6] for word in (found.casefold() for found in _WORD.findall(words)))
        lines.append(Line(number, words, block.kind, blank, stems, separated))
        separated = False
    return lines


def _head(after: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for line in after:
        if line.prose:
            break
        head.append(line)
    return head


def is_name(words: str) -> bool:
    """Whether a line is two or three capitalised words, as names are."""
    parts = words.split()
    return 2 <= len(parts) <= 3 and all(part[0].isupper() and part[1:].islower() for part in parts)


def _opens(before: Sequence[Line]) -> bool:
    """Whether the line above is the first after a paragraph."""
    return bool(before) and not before[-1].prose and (len(before) < 2 or before[-2].prose)


def _signed(before: Sequence[Line]) -> bool:
    """Whether the line above closes an article: a name or a place after its last paragraph."""
    if len(before) < 2 or before[-1].prose:
        return False
    last = before[-1]
    return before[-2].prose and len(last.text.split()) <= 8 and _SIGNED.match(last.text) is not None


def _cohesion(lines: Sequence[Line], place: int, document: Counter[str]) -> tuple[float, float]:
    """How little the prose above and below have in common (Hearst 1997), and how many words below are new."""
    above = _bag(line for line in reversed(lines[max(0, place - 3 * _WINDOW) : place]) if line.prose)
    below = _bag(line for line in lines[place : place + 3 * _WINDOW] if line.prose)
    if not above or not below:
        return 0.5, 0.5
    total = len(lines)
    weights = {word: math.log(total / document[word]) for word in above.keys() | below.keys()}
    dot = sum(above[word] * below[word] * weights[word] ** 2 for word in above.keys() & below.keys())
    norm = math.sqrt(sum((count * weights[word]) ** 2 for word, count in above.items()))
    norm *= math.sqrt(sum((count * weights[word]) ** 2 for word, count in below.items()))
    mass = sum(weights[word] for word in below)
    new = sum(weights[word] for word in below if word not in above)
    return 1 - (dot / norm if norm else 0.0), new / mass if mass else 0.5


def _bag(lines: Any) -> Counter[str]:
    bag: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if number == _WINDOW:
            break
        bag.update(line.words)
    return bag


def style_of(text: str) -> str:
    """How a line is capitalised: ``upper``, ``title`` or ``sentence``."""
    if text.isupper():
        return "upper"
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(1 for word in words if word[0].isupper())
    return "title" if len(words) > 2 and capitals > 0.8 * len(words) else "sentence"


def _counts_as_prose(text: str, block: BlockDraft) -> bool:
    return block.kind is not BlockKind.CHROME and is_prose(text[block.start : block.end])


def is_prose(words: str) -> bool:
    """Whether a line is a paragraph, by its length and its end."""
    if _ENDS.search(words) is None:
        return len(words) >= 1.6 * _PROSE
    return len(words) >= _PROSE or (len(words) >= 45 and len(words.split()) > 8)


@cache
def _model() -> dict[str, Any]:
    stored = files("communique.reading").joinpath("words", "boundary_model.json").read_text("utf-8")
    model: dict[str, Any] = json.loads(stored)
    return model
