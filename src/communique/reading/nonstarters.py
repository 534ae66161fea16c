"""Lines that open no article, whatever they look like: who signs or speaks, notes, verses, days, questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boxes import leads_in
from communique.reading.chrome import mark_length
from communique.reading.linekinds import is_initials
from communique.reading.lineshapes import closes, greets, is_byline_like, is_label, is_prose
from communique.reading.mastheads import (
    heads_notes,
    is_addressed,
    is_masthead,
    is_rubric,
    takes_leave,
    without_contents,
)

# Points of a list and sentences too short for a paragraph: text stands there all the same.
_SENTENCE = re.compile(
    r"^(?:.{25,}|[\u3040-\u30ff\u3400-\u9fff、，。]{10,})[.!?…。？！؟۔।]\s?[\"'”’“»«)\]]*(?:\s?[(（][^()（）]{2,60}[)）])?$",
    re.S,
)
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
# The chapters of an essay have a number and no title.
_NUMERAL = re.compile(r"\W{0,3}(?:[IVXLC]{1,6}|\d{1,2})\W{0,3}")
_ASKED, _ANSWER = re.compile(r"[?？؟;]\s*[\"”»’]?$"), 150
# Some words and a full stop; "Orla Shipping Co." has a capital before it.
_STATED = re.compile(r"(?:\S+\s+){2,}[^\WA-ZА-ЯΑ-Ω]\S*\.$")
# How many paragraphs a letter has at most, how long is who signs it, and how it ends: "See you on the stairs,".
_LETTER, _NAME, _LEAVE = 12, 60, 40
# In how many lines the head of an issue stands.
_HEAD_LINES = 4
# A title and three verses.
_VERSES = 4
TELLING = (BlockKind.BYLINE, BlockKind.DATELINE)
_PART = 2
_NO_PART = (BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.SIGNATORY, BlockKind.CHROME, *TELLING)


def opens_nothing(text: str, blocks: Sequence[BlockDraft], candidates: Iterable[int], head: int) -> frozenset[int]:
    """Those of the blocks, short lines all, that open no article; above ``head`` stands the head of an issue."""
    parts = _speakers(text, blocks) | _sections(text, blocks, head)
    return parts | {number for number in candidates if _opens_nothing(text, blocks, number, head)}


def _opens_nothing(text: str, blocks: Sequence[BlockDraft], number: int, head: int) -> bool:
    words, *below = (text[block.start : block.end] for block in blocks[number : number + 2])
    following = below[0] if below else ""
    headed = not is_prose(following) and all(block.kind not in TELLING for block in blocks[number + 1 : number + 2])
    noted = heads_notes(words, following) or (number < head and headed and is_addressed(words))
    listed = _among_days(text, blocks, number) or _among_questions(text, blocks, number)
    chapter = _NUMERAL.fullmatch(words) is not None and is_prose(following)
    return noted or listed or chapter or never_opens(words) or signs_letter(text, blocks, number)


def heads_text(words: str, number: int) -> bool:
    """Whether a line is a paragraph; "Bulletin of the Friends of the Mill e. V." in the head of an issue is none."""
    return is_prose(words) and not (number < _HEAD_LINES and len(words) <= _NAME + _NAME // 2 and is_masthead(words))


def never_opens(words: str) -> bool:
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


def signs_letter(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
    """Whether a line is the name below "Yours sincerely", or the first of two lines below a letter to somebody."""
    if number == 0 or blocks[number].end - blocks[number].start > _NAME:
        return False
    above = text[blocks[number - 1].start : blocks[number - 1].end]
    if takes_leave(above) or (above.endswith(",") and len(above) <= _LEAVE):
        return True
    first = number
    while first and number - first < _LETTER and counts_as_text(text, blocks[first - 1]):
        first -= 1
    if first == number or not greets(text[blocks[first].start : blocks[first].end]):
        return False
    below = [block for block in blocks[number + 1 : number + 2] if block.kind not in TELLING]
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
    told = [counts_as_text(text, block) for block in blocks]
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
        row = [number] if part and titled and not (never_opens(over) or any(map(str.isdigit, over))) else []
    return frozenset(found | {*row} if len(row) > 1 else found)


def _is_part(block: BlockDraft, line: str) -> bool:
    spaced = mark_length(line) == len(line)
    return (
        block.kind not in _NO_PART and spaced and is_label(line) and len(line.split()) <= _PART and not is_rubric(line)
    )


def begins_verses(text: str, blocks: Sequence[BlockDraft], number: int) -> bool:
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


def counts_as_text(text: str, block: BlockDraft) -> bool:
    """Whether a block is a paragraph, a sentence, a point of a list or a day of a programme: text of an article."""
    words = text[block.start : block.end]
    listed = block.kind is BlockKind.LIST_ITEM and len(words) > _POINT
    told = listed or is_prose(words) or _SENTENCE.match(words) is not None or _DAY.match(words) is not None
    return block.kind is not BlockKind.CHROME and told
