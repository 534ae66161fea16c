"""Where articles begin in a text that holds several: headings, bylines, dates, contents and lexical cohesion."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

import numpy as np

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boundaryfeatures import boundary_features
from communique.reading.boxes import leads_in
from communique.reading.chrome import mark_length
from communique.reading.letterlines import head_of, lines_of, tells_stories
from communique.reading.linekinds import is_initials, underlines
from communique.reading.lineshapes import closes, greets, is_byline_like, is_label, is_name, is_prose, salutes, signs
from communique.reading.mastheads import (
    heads_notes,
    is_addressed,
    is_masthead,
    is_rubric,
    masthead,
    takes_leave,
    without_contents,
)
from communique.reading.trees import Trees, rows

# Points of a list and sentences too short for a paragraph: text stands there all the same.
_SENTENCE = re.compile(
    r"^(?:.{25,}|[\u3040-\u30ff\u3400-\u9fff、，。]{10,})[.!?…。？！؟۔।]\s?[\"'”’“»«)\]]*(?:\s?[(（][^()（）]{2,60}[)）])?$",
    re.S,
)
# By how many signs a text says that it is an issue of a periodical, where lines of date or author mark its parts.
_SURE = (0.5, 0.25, 0.13)
_WITHOUT_SIGNS = 0.9
# A text with much chrome is one page of a site, whose teasers look like articles.
_DUMP = 0.3
_POINT = 25
_INNER, _LONGER = re.compile(r"[.!?](?:\s?[»”\"])?\s+[^\W\d_a-z]"), 60
# An entry of a list, or what somebody says in a conversation.
_DASHED = re.compile(r"[–—-]\s(?!.*[–—-]$)")
# "(from our correspondent)", "[M. K.]", "More: [1]".
_ASIDE = re.compile(r"[(（\[][^()（）\[\]]{1,40}[)）\]]|.{1,20}\[\d{1,3}\]")
# "Sat 19 March: leafleting, 10 o'clock".
_DAY = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.|º|er)? (?:de |d['’])?[^\W\d_]{3,12}|\d{1,2}[./]\d{1,2}\.?)[^:–—]{0,20}[:–—,] "
)
_ASKED, _ANSWER = re.compile(r"[?？؟;]\s*[\"”»’]?$"), 150
# Some words and a full stop; "Orla Shipping Co." has a capital before it.
_STATED = re.compile(r"(?:\S+\s+){2,}[^\WA-ZА-ЯΑ-Ω]\S*\.$")
_HEAD, _LIKELY, _KICKER = 2, 0.05, 0.3
# How many paragraphs a letter has at most, and how long is who signs it.
_MASTHEAD_GAP = 2
# How many paragraphs a letter has at most, how long is who signs it, and how it ends: "See you on the stairs,".
_LETTER, _NAME, _LEAVE = 12, 60, 40
# In how many lines the head of an issue stands.
_HEAD_LINES = 4
# A title and three verses.
_VERSES = 4
# What stands below who signs opens an article if it is at least this much as likely to.
_SIGNED = 0.3
# The same where no title has a line above it.
_PLAIN = 0.8
_TELLING = (BlockKind.BYLINE, BlockKind.DATELINE)
_PART = 2
_NO_PART = (BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.SIGNATORY, BlockKind.CHROME, *_TELLING)
_NO_HEAD = (BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.SIGNATORY, BlockKind.BYLINE, BlockKind.CHROME)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A block that may be an article's first line, and how likely it is."""

    block: int
    probability: float


def boundaries(text: str, blocks: Sequence[BlockDraft], found: Sequence[Boundary]) -> list[Boundary]:
    """Of all lines that could open an article at most one per heading, its first line, in order of place."""
    # Between two paragraphs at most one article begins.
    prose = list(accumulate(_counts_as_text(text, block) for block in blocks))
    best: dict[int, Boundary] = {}
    # Above the first paragraph of an issue stands its head; a date there is the issue's.
    head = next((n for n, block in enumerate(blocks) if _tells(text[block.start : block.end], n)), len(blocks))
    title = _masthead_end(text, blocks[:head])
    kicked = _has_kickers(blocks[title:head]) if title else True
    parts = _speakers(text, blocks) | _sections(text, blocks, head)
    for candidate in found:
        block = blocks[candidate.block]
        words = text[block.start : block.end]
        if candidate.block < title or _never_opens(words) or _signs_letter(text, blocks, candidate.block):
            continue
        below = next((text[block.start : block.end] for block in blocks[candidate.block + 1 : candidate.block + 2]), "")
        if heads_notes(words, below) or (candidate.block < head and is_addressed(words) and not is_prose(below)):
            continue
        if _among_days(text, blocks, candidate.block) or _among_questions(text, blocks, candidate.block):
            continue
        if candidate.block in parts:
            continue
        first = candidate
        if _begins_verses(text, blocks, candidate.block):
            first = Boundary(candidate.block - 1, candidate.probability)
        gap = prose[first.block]
        if gap in best:
            above = text[blocks[best[gap].block].start : blocks[best[gap].block].end]
            plain = not kicked and block.kind not in _TELLING and not is_rubric(above) and best[gap].block > head
            plain = plain and is_prose(below)
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


def _tells(words: str, number: int) -> bool:
    """Whether a line is a paragraph; "Bulletin of the Friends of the Mill e. V." in the head of an issue is none."""
    return is_prose(words) and not (number < _HEAD_LINES and len(words) <= _NAME + _NAME // 2 and is_masthead(words))


def _never_opens(words: str) -> bool:
    """Whether a line is the end of a letter, the head of a list of names, or sentences that were wrapped."""
    wrapped = len(words) >= _LONGER and (words.endswith(",") or _INNER.search(words) is not None)
    told = _STATED.search(words) is not None or _ASIDE.fullmatch(words) is not None or not without_contents(words)
    return (
        wrapped
        or told
        or _DASHED.match(words) is not None
        or leads_in(words)
        or takes_leave(words)
        or is_initials(words)
    )


def _signs_letter(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
    """Whether a line is the name below "Yours sincerely", or the first of two lines below a letter to somebody."""
    if number == 0 or blocks[number].end - blocks[number].start > _NAME:
        return False
    above = text[blocks[number - 1].start : blocks[number - 1].end]
    if takes_leave(above) or (above.endswith(",") and len(above) <= _LEAVE):
        return True
    first = number
    while first and number - first < _LETTER and _counts_as_text(text, blocks[first - 1]):
        first -= 1
    if first == number or not greets(text[blocks[first].start : blocks[first].end]):
        return False
    below = [block for block in blocks[number + 1 : number + 2] if block.kind not in _TELLING]
    return any(not is_prose(text[block.start : block.end]) for block in below)


def _among_days(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
    """Whether a line is an entry of a programme: a day and what happens then, beside another."""
    beside = [text[block.start : block.end] for block in blocks[max(0, number - 1) : number + 2]]
    own = text[blocks[number].start : blocks[number].end]
    return _DAY.match(own) is not None and sum(_DAY.match(line) is not None for line in beside) > 1


def _speakers(text: str, blocks: Sequence[BlockDraft]) -> frozenset[int]:
    """Headings that are somebody and who that is, where several are: who speaks, in the record of a debate."""
    found = [
        number
        for number, (block, below) in enumerate(pairwise(blocks), 1)
        if below.end - below.start <= _NAME and is_byline_like(text[below.start : below.end])
        if is_prose(text[block.start : block.end])
        if number + 1 < len(blocks) and is_prose(text[blocks[number + 1].start : blocks[number + 1].end])
    ]
    return frozenset(found if len(found) > 1 else [])


def _sections(text: str, blocks: Sequence[BlockDraft], head: int) -> frozenset[int]:
    """Headings of a word or two right below another and below each other: the places of "News from the branches"."""
    found: set[int] = set()
    row: list[int] = []
    told = [_counts_as_text(text, block) for block in blocks]
    quotes = (text[block.start : block.end] for block in blocks)
    # Old papers put a full stop behind their headings.
    lines = [words.removesuffix(".") if words.isupper() else words for words in quotes]
    for number, line in enumerate(lines):
        if told[number]:
            continue
        part = _is_part(blocks[number], line) and told[number + 1 : number + 2] == [True]
        under_text = number > 0 and told[number - 1]
        goes_on = (
            len(line.split()) <= len(lines[row[0]].split()) and line.isupper() == lines[row[0]].isupper()
            if row
            else False
        )
        if part and under_text and goes_on:
            row.append(number)
            continue
        found |= {*row} if len(row) > 1 else set()
        over = lines[number - 1] if number > head and not under_text else ""
        titled = len(over) > len(line) and blocks[number - 1].kind not in _NO_PART and not closes(over)
        row = [number] if part and titled and not (_never_opens(over) or any(map(str.isdigit, over))) else []
    return frozenset(found | {*row} if len(row) > 1 else found)


def _is_part(block: BlockDraft, line: str) -> bool:
    spaced = mark_length(line) == len(line)
    return (
        block.kind not in _NO_PART and spaced and is_label(line) and len(line.split()) <= _PART and not is_rubric(line)
    )


def _begins_verses(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
    """Whether a line is the first verse below a title: the two lines below it are short and go on with it."""
    lines = [text[block.start : block.end] for block in blocks[max(0, number - 1) : number + 3]]
    if number == 0 or len(lines) < _VERSES or any(is_prose(line) for line in lines):
        return False
    return all(line[:1].islower() for line in lines[2:])


def _among_questions(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
    """Whether a line is a question of an interview: another stands above or below a short answer."""
    lines = {
        at: text[blocks[at].start : blocks[at].end] for at in range(number - 2, number + 3) if 0 <= at < len(blocks)
    }
    asked = [at for at in (number - 2, number + 2) if _ASKED.search(lines.get(at, "")) and not is_rubric(lines[at])]
    answers = [lines.get((at + number) // 2, "") for at in asked]
    return _ASKED.search(lines[number]) is not None and any(0 < len(answer) <= _ANSWER for answer in answers)


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
    return sum(block.kind not in (*_TELLING, BlockKind.CHROME) for block in head) != 1


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
        if blocks[above].kind in _NO_HEAD or _counts_as_text(text, blocks[above]) or closes(words):
            break
        if _never_opens(words) or _signs_letter(text, blocks, above):
            break
        # Of two headings the lower one says more; author, date and a line that goes on in the next are none.
        # What stands right above author or date is a deck, however short.
        decks = top + 1 < len(blocks) and blocks[top + 1].kind in _TELLING
        headed = blocks[top].kind not in _TELLING and not lower.endswith((",", ":")) and not lower[:1].isdigit()
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
    if sum(block.kind is BlockKind.CHROME for block in blocks) > _DUMP * len(blocks):
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


def _counts_as_text(text: str, block: BlockDraft) -> bool:
    words = text[block.start : block.end]
    listed = block.kind is BlockKind.LIST_ITEM and len(words) > _POINT
    told = listed or is_prose(words) or _SENTENCE.match(words) is not None or _DAY.match(words) is not None
    return block.kind is not BlockKind.CHROME and told


@cache
def _model() -> Trees:
    """The model that is shipped; made by ``benchmarks/reading/train_boundaries.py`` on fictional newsletters."""
    return Trees(json.loads(files("communique.reading").joinpath("words", "boundary_model.json").read_text("utf-8")))
