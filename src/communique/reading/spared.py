"""What the chrome model took for the site's and is the text's: its head, its headings, its lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from communique.reading.bylines import looks_like_byline, names_somebody
from communique.reading.chrome import mark_length
from communique.reading.dates import is_dateline
from communique.reading.linefeatures import has_cue
from communique.reading.linekinds import LONG, could_head, names_credit
from communique.reading.lines import ENDS, Line

# How far above the text its title may stand, and what a site puts between them.
_HEAD, _NEAR, _BETWEEN, _TITLE, _KICKER = 18, 12, 8, 20, 40
_ABOVE_TITLES = frozenset(["menu", "breadcrumb", "search", "language", "cookie", "donation", "newsletter"])
_BESIDE_TITLES = frozenset(["share", "comments", "ad", "meta", "tags"])
# The number of an entry in a list of contents, and what a wiki puts behind a heading.
_ENTRY = re.compile(r"^[\d.\s]+|\s*\[[^\]]{3,20}\]$|[.\s]*\d*$")
# A list: how many lines at least, what part of them has figures, and what part of their words the text has as well.
_LIST, _FIGURES, _KIN = 4, 0.3, 0.7
_WORD, _STEM = re.compile(r"[^\W\d_]{4,}"), 6


def spare_head(
    lines: list[Line], marks: Sequence[str | None], found: list[str | None], own: Sequence[bool], first: int
) -> None:
    """Unmarks what heads the text: title, deck, author and date, whatever the site put between them.

    Headings of the text's own parts (``own``) and captions are no titles. The head reaches up to the first line that
    could be a title below the last line of a menu, and to a kicker that stands between the two.
    """
    top = first
    titles = skipped = 0
    lower = ""
    menu = next((n for n in range(first - 1, -1, -1) if marks[n] not in (None, *_BESIDE_TITLES)), None)
    near = menu if menu is not None and first - menu <= _NEAR and marks[menu] in _ABOVE_TITLES else first
    for number in range(first - 1, max(-1, first - _HEAD), -1):
        text = lines[number].text
        if marks[number] is not None:
            skipped += 1
            if (marks[number] in _BESIDE_TITLES and skipped <= _BETWEEN) or is_dateline(text):
                continue
            break
        if mark_length(text) < _TITLE or looks_like_byline(text) or is_dateline(text) or not could_head(text, 200):
            continue
        if own[number] or names_credit(text) or (not titles and names_somebody(text)):
            continue
        # Of two headings one below the other, the lower one is a deck where it says more.
        deck = top - number > 1 or len(lower) >= len(text) or ENDS.search(lower) is not None
        if titles and number < near and (titles == 2 or not deck):
            break
        titles += 1
        top, lower = number, text
    if not titles:
        return
    kicker = top - 1
    if kicker > 0 and found[kicker - 1] is not None and mark_length(lines[kicker].text) <= _KICKER:
        # A part of the site that stands above the title as it stood in the menu says where the text appeared.
        above = {line.text.casefold() for line in lines[:kicker]}
        if marks[kicker] is None or (marks[kicker] == "menu" and lines[kicker].text.casefold() in above):
            found[kicker] = None
    for number in range(top, first):
        if marks[number] is None:
            found[number] = None


def own_headings(words: Sequence[str]) -> list[bool]:
    """Which lines are entries of the text's own list of contents, or the headings that they name."""
    keys = [_ENTRY.sub("", line).casefold() if len(line) <= LONG else "" for line in words]
    at: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if len(key) > 3:
            at.setdefault(key, []).append(number)
    # What stands in two places with text between them is listed above and heads a part below.
    long = [0, *accumulate(mark_length(line) >= LONG for line in words)]
    return [
        len(places := at.get(key, [])) == 2
        and long[places[1]] > long[places[0]]
        and places[1] + 1 < len(words)
        and mark_length(words[places[1] + 1]) >= LONG
        for key in keys
    ]


def spare_headings(lines: list[Line], found: list[str | None]) -> None:
    """Unmarks one to three lines between content that only the model took for chrome: kickers and headings."""
    number = 1
    while number < len(lines):
        end = number
        while end < len(lines) and found[end] == "":
            end += 1
        cued = end - number > 1 and any(has_cue(line.text) for line in lines[number:end])
        if (
            number < end < len(lines)
            and end - number <= 3
            and not cued
            and found[number - 1] is None
            and found[end] is None
        ):
            found[number:end] = [None] * (end - number)
        number = max(end, number + 1)


def spare_lists(lines: Sequence[Line], found: list[str | None]) -> None:
    """Unmarks lists within the text that only the model took for the site's: programmes, results, what one needs.

    Their entries have figures, and speak of what the text around them speaks of; teasers speak of something else.
    """
    stems = [{word[:_STEM].casefold() for word in _WORD.findall(line.text)} for line in lines]
    said = set().union(*(own for own, mark in zip(stems, found, strict=True) if mark is None))
    number = 1
    while number < len(lines):
        end = number
        while end < len(lines) and found[end] == "":
            end += 1
        within = number < end < len(lines) and found[number - 1] is None and found[end] is None
        if within and end - number >= _LIST and _is_list(lines[number:end], stems[number:end], said):
            found[number:end] = [None] * (end - number)
            said.update(*stems[number:end])
        number = max(end, number + 1)


def _is_list(lines: Sequence[Line], stems: Sequence[set[str]], said: set[str]) -> bool:
    figures = sum(any(character.isdigit() for character in line.text) for line in lines)
    words = sum(map(len, stems))
    known = sum(len(own & said) for own in stems)
    return words > 0 and figures >= _FIGURES * len(lines) and known >= _KIN * words
