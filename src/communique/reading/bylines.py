"""Who wrote a text: bylines, and lines that are names."""

from __future__ import annotations

import re

from communique.reading.dates import find_dates
from communique.reading.lexicon import lexicon
from communique.reading.lines import ENDS, EXCLAIMS

_BYLINE = re.compile(
    rf"^(?:{lexicon('lines')['byline']})(?:\s+|(?<=[:：/・])|(?=[\u2e80-\ud7ff]))\s*(?P<name>.+)$", re.I
)
_BEHIND = re.compile(rf"^(?P<name>[가-힣]{{2,5}})\s(?:{lexicon('lines')['byline_behind']})(?:\s+\S+@\S+)?$")
_SMALL = frozenset(
    ["and", "und", "et", "y", "e", "i", "of", "for", "van", "von", "de", "da", "di", "del", "la", "le", "и", "και"]
)
_AROUND = " ,;:|·•–—-"
_ROLE, _LONGEST_NAMES = 40, 120
_PLACE = re.compile(r"[^\W\d_a-z][^\W\d_]*")


def author_of_byline(line: str) -> str | None:
    """The name in a byline, as printed, without the lead-in and without a role, a date or a time beside it."""
    behind = _BEHIND.match(line.strip())
    if behind:
        return behind["name"]
    found = _BYLINE.match(line.strip())
    if not found and len(line) <= _LONGEST_NAMES:
        # "Posted on 4 March 2032 by Ann Other"
        found = next((_BYLINE.match(line[date.end :].lstrip(_AROUND)) for date in find_dates(line)[:1]), None)
    if not found:
        return None
    name = found["name"]
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start]
    name = re.split(r"\s[|·•–—/-]\s|\s*[|·•]\s*|,\s*(?=$|\d)", name)[0]
    # "Clement Avery, minister at Saltgate"
    if names_somebody(name):
        name = re.split(r",\s(?=[^\W\d_A-Z])", name)[0]
    return name.strip(" ,;:|·•–—-.") or None


def looks_like_byline(text: str) -> bool:
    """Whether a line names an author and says no more: "By" in its language, and a few words that begin in capitals."""
    if _BEHIND.match(text):
        return True
    found = _BYLINE.match(text)
    if not found or len(text) > 100:
        return False
    name = author_of_byline(text) or ""
    words = name.split()
    if not 1 <= len(words) <= 9 or ENDS.search(found["name"]) or EXCLAIMS.search(text):
        return False
    small = any(word[0].islower() and word not in _SMALL for word in words)
    return not small and any(word[0].isalpha() for word in words)


def names_somebody(text: str) -> bool:
    """Whether a line is names, with or without what the last is or where ("Ann Other, regional correspondent")."""
    names = text.split(", ") if len(text) <= _LONGEST_NAMES else []
    if len(names) > 1 and ((names[-1][:1].islower() and len(names[-1]) <= _ROLE) or _PLACE.fullmatch(names[-1])):
        names.pop()
    return bool(names) and all(_is_name(name) for name in names)


def _is_name(text: str) -> bool:
    words = text.split()
    return len(text) <= 40 and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)
