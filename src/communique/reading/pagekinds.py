"""What the blocks of a page are: its title, what stands around it, paragraphs, captions, or chrome."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.bylines import looks_like_byline, names_somebody
from communique.reading.chrome import is_furniture
from communique.reading.dates import find_dates, is_dateline
from communique.reading.linekinds import is_caption
from communique.reading.lines import ENDS, STOPS
from communique.reading.visible import PageBlock

_WORDS = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_ABOVE = frozenset([BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.KICKER, BlockKind.DECK, BlockKind.CAPTION])
# Of these the markup says nothing.
_UNTOLD = (None, BlockKind.OTHER, BlockKind.PARAGRAPH)
# Below these stand a text's author and date.
_HEADS = frozenset([BlockKind.TITLE, BlockKind.SUBHEADING, BlockKind.DECK, BlockKind.BYLINE, BlockKind.DATELINE])
# How long a line of each kind is at most; sites name whole articles "lead".
_MOST = {
    BlockKind.DATELINE: 120,
    BlockKind.BYLINE: 160,
    BlockKind.KICKER: 400,
    BlockKind.DECK: 400,
    BlockKind.CAPTION: 600,
}
_TITLE_MOST, _LINE_MOST = 400, 80
# A heading above the text that is longer than headings are.
_DECK = 60
_KICKER, _LINKED = 40, 0.5
# A cell of a table that is one of text.
_PROSE = 80


def page_blocks(
    text: str, parts: Sequence[PageBlock], main: frozenset[int], headline: str | None
) -> tuple[BlockDraft, ...]:
    """The blocks of a page, given which are main text, at least one, and the headline that its head tells."""
    page = _Page(text, parts, main, _title(text, parts, min(main), headline))
    drafts: list[BlockDraft] = []
    above = headed = True
    for number, part in enumerate(parts):
        kind = page.kind(number, above=above, headed=headed)
        if page.is_content(number, kind):
            drafts.append(BlockDraft(part.start, part.end, kind))
            above = above and kind not in (BlockKind.PARAGRAPH, BlockKind.DECK)
            headed = kind in _HEADS
        else:
            drafts.append(BlockDraft(part.start, part.end, BlockKind.CHROME, part.chrome))
    return tuple(drafts)


class _Page:
    """Where the title of a page is, its first long block of text (``lead``), and what stands between them."""

    def __init__(self, text: str, parts: Sequence[PageBlock], main: frozenset[int], title: int | None) -> None:
        self.text, self.parts, self.main, self.title = text, parts, main, title
        body = [number for number in main if number != title and (title is None or number > title)] or [min(main)]
        long = (n for n in body if parts[n].kind not in _ABOVE and parts[n].end - parts[n].start > _LINE_MOST)
        self.first, self.last = min(body), max(main)
        self.lead = min(long, default=self.first)
        self.begin = self.first if title is None else min(title, self.first)
        self.heading = None if title is None else _words(text, parts[title])

    def kind(self, number: int, *, above: bool, headed: bool) -> BlockKind:
        """What a block is if it is the text's."""
        part = self.parts[number]
        if number == self.title:
            return BlockKind.TITLE
        if part.chrome is not None and number not in self.main:
            return BlockKind.CHROME
        kind = _kind(self.text, part, above=above, headed=headed)
        if self.title is None:
            return kind
        if number == self.title - 1 and _is_kicker(self.text, part):
            return BlockKind.KICKER
        if number == self.title + 1 and number not in self.main and part.heading > 1:
            return BlockKind.DECK
        if self.title < number < self.lead and kind in _UNTOLD:
            return _told(self.text, part) or kind
        return kind

    def is_content(self, number: int, kind: BlockKind) -> bool:
        """Whether a block of that kind is the text's; a heading that says the title again is not."""
        if number == self.title:
            return True
        part = self.parts[number]
        if number in self.main:
            below = self.title is not None and number > self.title
            return not (below and part.heading and _words(self.text, part) == self.heading)
        beside = self.begin - 2 <= number < self.lead and kind in _ABOVE
        return beside or (self.first < number < self.last and kind is BlockKind.CAPTION)


def _is_kicker(text: str, part: PageBlock) -> bool:
    """Whether a block right above the title is a few words that no site puts there."""
    line = _line(text, part)
    short = len(line) <= _KICKER and part.linked < _LINKED and not ENDS.search(line) and line[:1].isalnum()
    return short and part.kind in _UNTOLD and not is_furniture(line)


def _told(text: str, part: PageBlock) -> BlockKind | None:
    """What a line between title and text is by its words: date, author or caption."""
    line = _line(text, part)
    if len(line) <= _MOST[BlockKind.DATELINE] and part.linked < _LINKED:
        if names_somebody(line):
            return BlockKind.BYLINE
        if find_dates(line) and not STOPS.search(line):
            return BlockKind.DATELINE
    return BlockKind.CAPTION if is_caption(line) else None


def _title(text: str, parts: Sequence[PageBlock], first: int, headline: str | None) -> int | None:
    """The block that is the title: the heading most like the page's headline, else the last ``<h1>`` above it all."""
    wanted = set(_WORDS.findall((headline or "").casefold()))
    best: int | None = None
    likeness = (0.5, False, False)
    for number, part in enumerate(parts):
        near = number < first + 3 or part.heading == 1
        if not (part.heading and near) or part.end - part.start > _TITLE_MOST:
            continue
        words = set(_words(text, part))
        alike = len(words & wanted) / max(1, len(words | wanted))
        # The name of the site is a heading that leads to its first page.
        rank = (alike, part.linked < _LINKED, part.heading == 1)
        if alike > 0.5 and rank > likeness:
            best, likeness = number, rank
    if best is not None:
        return best
    above = [
        number
        for number, part in enumerate(parts[: first + 1])
        if part.heading == 1 and part.chrome in (None, "header")
    ]
    return above[-1] if above else None


def _line(text: str, part: PageBlock) -> str:
    return " ".join(text[part.start : part.end].split())


def _words(text: str, part: PageBlock) -> list[str]:
    return _WORDS.findall(text[part.start : part.end].casefold())


def _kind(text: str, part: PageBlock, *, above: bool, headed: bool) -> BlockKind:
    """What the markup says a block is, or its words, where length and place bear it out.

    ``above`` the first paragraph, and right below what heads a text (``headed``), a line may be its author or date.
    """
    length = part.end - part.start
    kind = part.kind
    if part.heading:
        if above and length <= _LINE_MOST and is_dateline(_line(text, part)):
            return BlockKind.DATELINE
        return BlockKind.DECK if above and length > _DECK else BlockKind.SUBHEADING
    if kind in (BlockKind.TITLE, BlockKind.SUBHEADING):
        return BlockKind.SUBHEADING
    if kind in _MOST:
        late = kind in (BlockKind.KICKER, BlockKind.DECK) and not above
        undated = kind is BlockKind.DATELINE and not _DIGIT.search(text, part.start, part.end)
        return BlockKind.PARAGRAPH if late or undated or length > _MOST[kind] else kind
    if kind in _UNTOLD and (above or headed) and length <= _LINE_MOST:
        line = _line(text, part)
        if is_dateline(line):
            return BlockKind.DATELINE
        if looks_like_byline(line):
            return BlockKind.BYLINE
    if kind is BlockKind.OTHER and length >= _PROSE and STOPS.search(text[part.start : part.end]):
        return BlockKind.PARAGRAPH
    return kind or BlockKind.PARAGRAPH
