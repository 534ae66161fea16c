"""Boxes that a site puts around and into a text, told by their headings: what stands under one belongs to it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from communique.reading.appeals import appeals_of
from communique.reading.bylines import looks_like_byline, names_somebody
from communique.reading.chrome import chrome_names, mark_length, obvious_chrome
from communique.reading.dates import is_dateline
from communique.reading.labels import begun_kind
from communique.reading.lexicon import lexicon
from communique.reading.lines import STOPS
from communique.reading.mastheads import is_rubric, masthead

Marks = list[str | None]

# A cloud of tags is as long as a paragraph, but has no punctuation.
_POINTS = re.compile(r"[.!?…,;。，、；！？؟،।]")
_PROSE, _SENTENCE, _PLACE = 80, 35, 30
_COUNT = re.compile(r"[\d.,]{1,9}\s?[km]?", re.I)
_TEASERS = 8
# How many lines speak of the authors, and what part of the text may stand below that heading at most.
_PERSONS, _PERSONS_SHARE = 8, 3
# Lines between two of the same box that are the box's as well: how many, and how many characters.
_GAP_LENGTH = 320
_GAPS = {
    "newsletter": 4,
    "comments": 12,
    "footer": 6,
    "cookie": 6,
    "donation": 3,
    "related": 10,
    "tags": 8,
    "language": 6,
}
_GAP_LENGTHS = {"comments": 3_000, "cookie": 900, "footer": 700, "related": 800}
_TOP = frozenset(["menu", "search", "language", "breadcrumb"])
_TOP_LABEL, _TOP_NEAR = 40, 3
# What ends a text for good, and what may stand within it as well.
ENDING = frozenset(["comments", "footer", "tags", "pagination", "menu", "language", "search"])
_ENDS_AT, _STANDS_IN, _OTHER = -40.0, -5.0, -8.0
# What only sites have, and what stands in printed papers as well.
_SITE = frozenset(["cookie", "share", "comments", "search", "breadcrumb", "pagination", "language"])
_IN_PRINT = frozenset(["footer", "newsletter"])
_COOKIES, _BUTTONS = re.compile(lexicon("lines")["cookies"], re.I), 4
_LEAD = 100
_LEAD_IN = re.compile(rf"(?:{lexicon('lines')['lead_in']})[^.!?。]{{0,60}}[:：]?$", re.I)
_VERBS = lexicon("lines")["leads_in"]
_LEADS_IN = re.compile(rf"^\W*(?:{_VERBS})\b[^.!?。]{{0,60}}$|\b(?:{lexicon('lines')['have_signed']})\W*$", re.I)
# With a colon behind them, more words announce those who sign.
_ANNOUNCED = re.compile(rf"{lexicon('signing')['lead_in']}|{lexicon('lines')['announced']}|{_VERBS}", re.I)
_ABOUT = re.compile(rf"(?:{lexicon('lines')['about']})\s+(?P<name>[^.!?:;]{{5,60}}):?$", re.I)
_HEADS_TALK = re.compile(lexicon("threads")["head"], re.I)
_ANSWERS = ("re:", "aw:", "rép:", "resp:", "sv:", "odp:")
_TAG = re.compile(r"#?[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,3}")


@dataclass(frozen=True)
class Furniture:
    """What a site added to a text, as far as words and places tell, for each line: its kind, or ``None``."""

    names: Marks
    """By the words of the line alone."""
    sure: Marks
    """Beyond doubt (:func:`~communique.reading.chrome.obvious_chrome`)."""
    marks: Marks
    """Beyond doubt, or by its place in the same box as such a line."""
    prose: list[bool]
    """Whether it is running text by its length and its end."""
    begun: Marks
    """The kind whose lines often begin like this one."""
    notions: list[int]
    """How many notions of an appeal for money it has (:func:`~communique.reading.appeals.notions_in`)."""
    last: int
    """The number of the last line of the text."""


def furniture_of(lines: Sequence[str]) -> Furniture:
    """The lines of a text that the site added, without asking the model."""
    names = chrome_names(lines)
    if not _SITE.intersection(names) and masthead(lines) > 1:
        # An issue of a periodical: its rubrics are called like the parts of a site.
        printed = zip(names, lines, strict=True)
        names = [name if name in _IN_PRINT and not is_rubric(line) else None for name, line in printed]
    # "Published 3 May", "Last modified on …" is the text's own date, "Supporting organizations:" its own list, and
    # "Editorial office: Ann Other" its author.
    names = [
        None if name and (is_dateline(line) or leads_in(line) or looks_like_byline(line)) else name
        for name, line in zip(names, lines, strict=True)
    ]
    sure = obvious_chrome(lines, names)
    found = list(sure)
    prose = [_is_prose(line) and name is None for line, name in zip(lines, names, strict=True)]
    if not any(mark is not None for mark in sure):
        return Furniture(names, sure, found, prose, [None] * len(lines), [0] * len(lines), len(lines) - 1)
    begun = [begun_kind(line) for line in lines]
    appeals = appeals_of(lines, names, begun, prose)
    signing = _signing(lines, found)
    appeals.mark(found, signing, len(lines))
    _mark_headings_of_boxes(lines, names, found)
    _mark_weak(names, begun, signing, found)
    _mark_beside(lines, names, found)
    _mark_consent(lines, prose, found)
    first, last = _body(lines, prose, found)
    appeals.mark(found, signing, last)
    # Above the text a label is the site's, whatever notice of some length stands higher still.
    found[:first] = [mark or name for mark, name in zip(found[:first], names, strict=False)]
    _mark_weak_behind(begun, signing, found, last)
    _mark_talk(lines, prose, found, names, first)
    _mark_teasers(lines, prose, found, last)
    _mark_persons(lines, prose, names, found)
    _fill(lines, signing, prose, found, last)
    _mark_top(lines, found, first)
    _mark_tail(prose, signing, found, last)
    _mark_tags(lines, signing, found, last)
    return Furniture(names, sure, found, prose, begun, appeals.notions, last)


def _is_prose(line: str) -> bool:
    length = mark_length(line)
    return (length >= _PROSE and _POINTS.search(line) is not None) or (
        length >= _SENTENCE and STOPS.search(line) is not None
    )


def _body(lines: Sequence[str], prose: Sequence[bool], marks: Sequence[str | None]) -> tuple[int, int]:
    """First and last line of prose in the stretch that is the text."""
    weights = [
        (_ENDS_AT if mark in ENDING else _STANDS_IN)
        if mark is not None
        else min(400, mark_length(line)) - _PLACE
        if own
        else _OTHER
        for line, own, mark in zip(lines, prose, marks, strict=True)
    ]
    return heaviest(weights)


def _mark_headings_of_boxes(lines: Sequence[str], names: Sequence[str | None], marks: Marks) -> None:
    """A heading of several words that only sites use opens a box even in the middle of a text."""
    for number, name in enumerate(names):
        if marks[number] is None and name in ("related", "comments", "newsletter") and _telling(lines[number]):
            marks[number] = name


def _telling(line: str) -> bool:
    return len(line.split()) > 1 or (mark_length(line) >= 12 and len(line) < mark_length(line))


def _mark_weak(names: Sequence[str | None], begun: Sequence[str | None], signing: Sequence[bool], marks: Marks) -> None:
    """A line that begins as those of a box often do is one where such a box is, or another such line."""
    for number, kind in enumerate(begun):
        near = (*names[max(0, number - 2) : number], *names[number + 1 : number + 3])
        if kind is not None and marks[number] is None and not signing[number]:
            beside = (*begun[max(0, number - 1) : number], *begun[number + 1 : number + 2])
            if kind in near or kind in beside:
                marks[number] = kind


def _mark_weak_behind(begun: Sequence[str | None], signing: Sequence[bool], marks: Marks, last: int) -> None:
    """Behind the text such a beginning is enough where furniture follows."""
    end = max((number for number, mark in enumerate(marks) if mark is not None), default=0)
    for number in range(last + 1, end):
        if not signing[number]:
            marks[number] = marks[number] or begun[number]


def _mark_beside(lines: Sequence[str], names: Sequence[str | None], marks: Marks) -> None:
    """Labels and counts beside what is furniture beyond doubt are furniture, too."""
    for numbers, step in ((range(1, len(marks)), -1), (range(len(marks) - 2, -1, -1), 1)):
        for number in numbers:
            beside = marks[number + step]
            if marks[number] is None and beside is not None:
                marks[number] = names[number] or (beside if _COUNT.fullmatch(lines[number]) else None)


def _mark_consent(lines: Sequence[str], prose: Sequence[bool], marks: Marks) -> None:
    """What speaks of cookies above and below the text, and the buttons down to the next line that is the site's."""
    text = [number for number, own in enumerate(prose) if own and not _COOKIES.search(lines[number])]
    first, last = (text[0], text[-1]) if text else (len(lines), -1)
    for number, line in enumerate(lines):
        if marks[number] is None and not first <= number <= last and _COOKIES.search(line):
            marks[number] = "cookie"
            near = range(number + 1, min(len(marks), number + 1 + _BUTTONS))
            below = next((n for n in near if marks[n] is not None), number + 1)
            marks[number + 1 : below] = ["cookie"] * (below - number - 1)


def _mark_talk(
    lines: Sequence[str], prose: Sequence[bool], marks: Marks, names: Sequence[str | None], first: int
) -> None:
    """Comments below a text, from their heading on, to where another box begins."""
    weights = [
        mark_length(line) if own and mark is None else 0 for line, own, mark in zip(lines, prose, marks, strict=True)
    ]
    above = list(accumulate(weights))
    buttons = list(accumulate(name == "comments" for name in names))
    said: set[str] = set()
    for number, line in enumerate(lines):
        answers = line.casefold().startswith(_ANSWERS) and line.partition(":")[2].strip() in said
        said.add(line)
        if number <= first or not (answers or (marks[number] == "comments" and _HEADS_TALK.search(line))):
            continue
        below = above[-1] - above[number]
        talked = answers or buttons[-1] > buttons[number]
        if 3 * above[number] < above[-1] or (below > above[number] and not talked):
            continue
        end = number + 1
        while end < len(lines) and (
            marks[end] in (None, "comments", "share") or names[end + 1 : end + 4].count("comments") > 1
        ):
            end += 1
        marks[number:end] = [mark or "comments" for mark in marks[number:end]]
        return


def _mark_teasers(lines: Sequence[str], prose: Sequence[bool], marks: Marks, last: int) -> None:
    """Titles of other articles under a heading such as "Read also", until the text goes on."""
    for number, mark in enumerate(marks):
        # Above the text an advertisement is a line by itself.
        heads = mark == "related" or (mark == "ad" and number > last)
        if not heads or not _telling(lines[number]) or ":" in lines[number].rstrip(": "):
            continue
        end = number + 1
        while end < len(lines) and end - number <= _TEASERS and marks[end] is None and not prose[end]:
            end += 1
        if number + 1 < end <= number + _TEASERS and (end == len(lines) or prose[end] or marks[end] is not None):
            marks[number + 1 : end] = [mark] * (end - number - 1)


def _mark_persons(lines: Sequence[str], prose: Sequence[bool], names: Sequence[str | None], marks: Marks) -> None:
    """What stands below the text under a heading such as "About the author", down to the next box."""
    weights = [mark_length(line) if own else 0 for line, own in zip(lines, prose, strict=True)]
    whole = below = sum(weights)
    for number, name in enumerate(names):
        below -= weights[number]
        labelled = name == "meta" and _telling(lines[number])
        if marks[number] not in (None, "meta") or not (labelled or _introduces(lines, number)):
            continue
        near = range(number + 1, min(len(marks), number + 1 + _PERSONS))
        end = next((n for n in near if marks[n] is not None), None)
        if end is not None and _PERSONS_SHARE * below < whole:
            marks[number:end] = ["meta"] * (end - number)


def _introduces(lines: Sequence[str], number: int) -> bool:
    """Whether a line is "About Ann Other" and the next one speaks of her."""
    found = _ABOUT.match(lines[number])
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return found is not None and found["name"] in below and names_somebody(found["name"])


def _fill(lines: Sequence[str], signing: Sequence[bool], prose: Sequence[bool], marks: Marks, last: int) -> None:
    """A few lines between two of the same box are the box's as well; comments only stand below the text.

    Two paragraphs one below the other are no teasers: between two boxes with those the text goes on.
    """
    before: int | None = None
    for number, mark in enumerate(marks):
        if mark is None:
            continue
        if before is not None and marks[before] == mark and mark in _GAPS and (mark != "comments" or before > last):
            between = lines[before + 1 : number]
            near = len(between) <= _GAPS[mark] and sum(map(len, between)) <= _GAP_LENGTHS.get(mark, _GAP_LENGTH)
            # Between two lines of the site those may stand who sign.
            if near and not any(signing[before + 1 : number]):
                told = (
                    n for n in range(before + 1, number - 1) if _tells(lines, prose, n) and _tells(lines, prose, n + 1)
                )
                end = next(told, number) if mark == "related" else number
                marks[before + 1 : end] = [mark] * (end - before - 1)
        before = number


def _tells(lines: Sequence[str], prose: Sequence[bool], number: int) -> bool:
    """Whether a line is a paragraph that ends like one, and longer than what teasers say."""
    return prose[number] and len(lines[number]) >= _PROSE and lines[number].endswith((".", ".”", '."'))


def _mark_top(lines: Sequence[str], marks: Marks, first: int) -> None:
    """Labels above the last line of a menu at the top of the page are the menu's."""
    tops = [number for number in range(first) if marks[number] in _TOP]
    while len(tops) > 1 and tops[-1] - tops[-2] > _TOP_NEAR:
        tops.pop()
    if len(tops) < 2:
        return
    for number in range(tops[-1]):
        if marks[number] is None and mark_length(lines[number]) <= _TOP_LABEL and not STOPS.search(lines[number]):
            marks[number] = "menu"


def _mark_tail(prose: Sequence[bool], signing: Sequence[bool], marks: Marks, last: int) -> None:
    """Behind the text, what stands below the first line of furniture is furniture but for prose and for who signs."""
    after = [number for number in range(last + 1, len(marks)) if marks[number] is not None]
    if len(after) < 2:
        return
    kind = marks[after[0]]
    for number in range(after[0], len(marks)):
        kind = marks[number] or kind
        if marks[number] is None and not prose[number] and not signing[number]:
            marks[number] = kind


def _signing(lines: Sequence[str], sure: Sequence[str | None]) -> list[bool]:
    """Which lines announce those who sign or stand below such a line, down to the next that is the site's."""
    found: list[bool] = []
    signing = False
    for line, mark in zip(lines, sure, strict=True):
        signing = mark is None and (signing or leads_in(line))
        found.append(signing)
    return found


def leads_in(line: str) -> bool:
    """Whether a line announces those who sign."""
    if len(line) >= _LEAD:
        return False
    announced = line.rstrip().endswith((":", "：")) and _ANNOUNCED.search(line) is not None
    return announced or any(leads.search(line) is not None for leads in (_LEAD_IN, _LEADS_IN))


def _mark_tags(lines: Sequence[str], signing: Sequence[bool], marks: Marks, last: int) -> None:
    """Two or more short lines between the text and the furniture behind it are what the site filed it under."""
    first = next((number for number in range(last + 1, len(lines)) if marks[number] is not None), len(lines))
    begin = first
    while begin > last + 1 and _is_tag(lines[begin - 1]):
        begin -= 1
    if first < len(lines) and first - begin > 1 and not any(signing[begin:first]):
        marks[begin:first] = ["tags"] * (first - begin)


def _is_tag(line: str) -> bool:
    """A single word, or a few that begin small."""
    spaced = len(line) == mark_length(line)
    return spaced and _TAG.fullmatch(line) is not None and (line.islower() or len(line.split()) == 1)


def heaviest(masses: Sequence[float]) -> tuple[int, int]:
    """First and last line of the stretch with the greatest sum."""
    best, best_from, best_to = -math.inf, 0, len(masses) - 1
    total, begin = 0.0, 0
    for number, mass in enumerate(masses):
        if total <= 0:
            total, begin = mass, number
        else:
            total += mass
        if total > best:
            best, best_from, best_to = total, begin, number
    return best_from, best_to
