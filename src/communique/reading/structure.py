"""The blocks of a plain text: what the site added, and what each of the other lines is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.boxes import ENDING, Furniture, furniture_of, heaviest, leads_in
from communique.reading.chrome import mark_length
from communique.reading.chromemodel import chrome_model, chrome_probabilities
from communique.reading.linefeatures import has_cue
from communique.reading.linekinds import LONG, kind_of, still_signing, underlines
from communique.reading.lines import STOPS, Line, lines_of, unwrapped
from communique.reading.spared import own_headings, spare_head, spare_headings, spare_lists
from communique.reading.threads import thread_begin

_FEW = 6
_SURE = 0.75
_ALONE = 0.97
_TEXT = 0.3
_ABOVE_TEXT = 0.5
_ABOVE, _BELOW, _BEHIND, _AFTER, _AFTER_TEXT = 0.3, 0.8, 0.5, 0.15, 0.3
_LONGEST = 400
# How many signs of text make up for a line that ends one for good.
_ENDED = 150.0
_WITHIN = 0.95
# What part of the text seems to stand below the foot of a page at most, which is none of it.
_FOOT, _KINDS = 0.3, 2
# How many lines a box within a text may have.
_BOX = 12
_DOUBTFUL = 0.6
_POST, _POSTS = re.compile(r"\(?(\d{1,2})/(?:\d{1,2})?\)?[\s:.]\s*\S"), 2


def text_blocks(text: str) -> list[BlockDraft]:
    """The blocks of a plain text: they cover all but white space, do not overlap, and are trimmed of white space."""
    lines = unwrapped(text, lines_of(text))
    chrome = _chrome(lines)
    first = next((number for number, mark in enumerate(chrome) if mark is None), None)
    kinds: list[BlockKind] = []
    signing = False
    for number, line in enumerate(lines):
        if chrome[number] is not None:
            kinds.append(BlockKind.CHROME)
            signing = False
            continue
        below = number + 1
        if below < len(lines) and underlines(line.text, lines[below].text):
            below += 1
        following = lines[below] if below < len(lines) and chrome[below] is None else None
        previous = kinds[-1] if kinds else None
        signing = still_signing(line, signing)
        kinds.append(kind_of(line, following, previous, first=number == first, signing=signing))
        signing = signing or leads_in(line.text)
    return [
        BlockDraft(line.start, line.end, kind, mark or None)
        for line, kind, mark in zip(lines, kinds, chrome, strict=True)
    ]


def _chrome(lines: list[Line]) -> list[str | None]:
    """For each line ``None`` if it is content, else the kind of chrome it is, empty where only the model says so.

    What lines say of themselves outweighs the model: names under a lead-in, a title with byline and date above the
    text are content although they look like labels.
    """
    words = [line.text for line in lines]
    furniture = furniture_of(words)
    if len(lines) < _FEW:
        return furniture.sure
    marks = list(furniture.marks)
    probabilities = chrome_probabilities(words, furniture)
    extent = _extent(words, furniture, probabilities)
    last = extent[1]
    # Furniture comes in company: where no line is beyond doubt, the text is likely to be a leaflet or a letter.
    furnished = any(mark is not None for mark in marks)
    least = _by_place(lines, marks, probabilities, extent) if furnished else [(_ALONE, _ALONE)] * len(lines)
    own = own_headings(words)
    found = [
        mark
        or (
            ""
            if chance >= label
            and (chance >= text or not _sentences(line.text))
            and (chance >= _WITHIN or number > last or not (own[number] or furniture.prose[number]))
            else None
        )
        for number, (line, mark, chance, (label, text)) in enumerate(
            zip(lines, marks, probabilities, least, strict=True)
        )
    ]
    thread = thread_begin(words, marks)
    if thread is not None:
        marks[thread:] = [mark or "comments" for mark in marks[thread:]]
        found[thread:] = marks[thread:]
    for number in _posts(words):
        marks[number] = found[number] = None
    long = [n for n, line in enumerate(lines) if found[n] is None and mark_length(line.text) >= LONG]
    if not long:
        return marks
    first = next((number for number in long if number >= extent[0]), long[0])
    spare_headings(lines, found)
    spare_lists(lines, found)
    signing = False
    for number, line in enumerate(lines):
        signing = marks[number] is None and still_signing(line, signing)
        if found[number] == "" and (signing or leads_in(line.text)):
            found[number] = None
        signing = signing or (leads_in(line.text) and found[number] is None)
    spare_head(lines, marks, found, own, first)
    _mark_foot(lines, marks, found)
    return found


def _mark_foot(lines: Sequence[Line], marks: Sequence[str | None], found: list[str | None]) -> None:
    """Below the first line of the foot of a page nothing is the text's, if it is little beside what is above.

    Those who sign may stand there all the same, and what a leaflet has below its imprint: pages have more furniture.
    """
    if not _is_page(marks):
        return
    weights = [mark_length(line.text) if own is None else 0 for line, own in zip(lines, found, strict=True)]
    whole = below = sum(weights)
    for number, mark in enumerate(marks):
        below -= weights[number]
        if mark == "footer" and below < _FOOT * whole:
            foot = zip(lines[number:], found[number:], strict=True)
            if not any(own is None and leads_in(line.text) for line, own in foot):
                found[number:] = [own or "footer" for own in found[number:]]
            return


def _is_page(marks: Sequence[str | None]) -> bool:
    """Whether there is more of a site than the imprint of a leaflet or the address of an editor."""
    return len({*marks} - {None, "footer"}) >= _KINDS


def _posts(words: Sequence[str]) -> list[int]:
    """Lines that are the posts of one thread, numbered "1/4", "2/4" … by who wrote it: the text itself."""
    posts = [(number, int(match[1])) for number, line in enumerate(words) if (match := _POST.match(line))]
    ascending = [position for _, position in posts] == list(range(1, len(posts) + 1))
    return [number for number, _ in posts] if ascending and len(posts) >= _POSTS else []


def _by_place(
    lines: list[Line], marks: Sequence[str | None], chances: Sequence[float], extent: tuple[int, int]
) -> list[tuple[float, float]]:
    """From which probability on each line is chrome, as a label and as running text.

    Above the text menus stand, and below it lists that belong to it. Menus hold a line that is chrome beyond doubt;
    else those who sign may stand above. What the site adds behind a text comes after such a line, too.
    """
    begin, last = extent
    least = [chrome_model().threshold] * len(lines)
    sure = [_SURE] * len(lines)
    text = [
        number
        for number, (line, mark, chance) in enumerate(zip(lines, marks, chances, strict=True))
        if mark is None and mark_length(line.text) >= LONG and chance < _TEXT
    ]
    if not text:
        return list(zip(least, map(max, least, sure), strict=True))
    end = max(text[-1], last)
    behind = next((n for n in range(end + 1, len(lines)) if marks[n] is not None), len(lines))
    above = max(text[0], begin)
    if any(mark is not None for mark in marks[:above]):
        least[:above] = [_ABOVE] * above
        sure[:above] = [_ABOVE_TEXT] * above
    least[end + 1 : behind] = [_BELOW] * (behind - end - 1)
    least[behind:] = [_BEHIND] * (len(lines) - behind)
    after = next((n for n in range(last + 1, len(lines)) if marks[n] is not None), len(lines))
    least[after:] = [min(value, _AFTER) for value in least[after:]]
    sure[after:] = [_AFTER_TEXT] * (len(lines) - after)
    return list(zip(least, map(max, least, sure), strict=True))


def _extent(words: Sequence[str], furniture: Furniture, chances: Sequence[float]) -> tuple[int, int]:
    """First and last line of the stretch that is text rather than chrome, and of what goes on behind a box in it."""
    ended = _ENDED if _is_page(furniture.marks) else 0.0
    weights = [
        (0.5 - chance) * (min(len(line), _LONGEST) + 10) - (ended if mark in ENDING else 0.0)
        for line, chance, mark in zip(words, chances, furniture.marks, strict=True)
    ]
    first, last = heaviest(weights)
    following = last + 1
    while following <= min(furniture.last, last + _BOX):
        if furniture.marks[following] is None:
            # Behind a box the text may go on with a heading and the paragraph under it.
            below = following + (not furniture.prose[following] and furniture.marks[following - 1] is not None)
            if below >= len(words) or not furniture.prose[below] or (below > following and chances[below] > _DOUBTFUL):
                break
            last = following
        following += 1
    return first, last


def _sentences(line: str) -> bool:
    """Whether a line is running text without a word of site furniture: losing it would cost most."""
    return len(line) >= 90 and STOPS.search(line) is not None and not has_cue(line)
