"""Where in a text its rosters are: what leads into them, and where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.reading.chrome import chrome_names
from communique.reading.signing.entry import bare, has_bullet, is_role
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Row, is_sentence, running
from communique.reading.signing.words import pattern

COLON = re.compile(r"[:：]\s*$")
INLINE = re.compile(r"(?::(?![a-zß-ÿ])|：)\s*(?=\S)")
"""A colon that something follows; not the one inside "Unterzeichner:innen"."""
SHORT = 170
"""A line of an entry is no longer."""

_LONGEST_LEAD = 400
_FEW, _WORDS = 3, 9
"""Of so many parts of so few words a sentence is a list."""


def regions(rows: list[Row]) -> Iterator[tuple[int, int, int | None]]:
    """Rosters as (first row, row after the last, offset within the lead-in at which an inline list begins)."""
    chrome = chrome_names([row.text for row in rows])
    number = 0
    while number < len(rows):
        lead = _lead_in(rows, number)
        if lead is None:
            number += 1
            continue
        last = number + 1
        sentences = 0
        while last < len(rows):
            if chrome[last] or stops(rows[last].text):
                break
            if is_sentence(rows[last].text) and not _speaks_of_signatures(rows[last].text):
                sentences += 1
                if sentences > 1 or len(rows[last].text) > SHORT or not _resumes(rows, last + 1):
                    break
            else:
                sentences = 0
            last += 1
        if last > number + 1 or lead >= 0:
            yield number, last, lead if lead >= 0 else None
        number = last


def _lead_in(rows: list[Row], number: int) -> int | None:
    """Whether a row leads into a roster: -1, or where in it the list begins; ``None`` if it does not."""
    words = rows[number].text
    if (begins := _told_in_a_sentence(words)) is not None:
        return begins
    found = pattern("lead_in").search(words)
    if _closes_a_letter(words) and all(_entry_like(row.text) for row in rows[number + 1 : number + 3]):
        return -1 if number + 2 < len(rows) else None
    if found is None or len(words) > 20_000:
        return None
    colon = INLINE.search(words, found.start())
    if colon and found.start() < 160 and colon.start() - found.end() <= 120 and not COLON.search(words):
        rest = words[colon.end() :]
        if (not is_sentence(rest) or len(_named(rest)) >= _FEW) and (found.start() <= 60 or running(rest)):
            return colon.end()
    following = rows[number + 1 : number + 4]
    if not following or len(words) > _LONGEST_LEAD:
        return None
    if COLON.search(words):
        return -1
    opens = not re.search(r"\w", words[: found.start()])
    likely = [row for row in following if len(row.text) <= SHORT and not is_sentence(row.text)]
    listed = len(likely) >= min(2, len(following)) or (following and running(following[0].text))
    if len(words) <= 90 and len(words.split()) <= 9 and not re.search(r"[.!?]\s", words) and listed:
        # A headline such as "Unions signed the pact" opens a text, not a list.
        return -1 if found.end() >= len(words) * 0.3 or opens else None
    told = opens or pattern("following").search(words)
    if len(words) <= 260 and told and len(likely) == 3 and all(_entry_like(row.text) for row in likely):
        return -1
    return None


def _told_in_a_sentence(words: str) -> int | None:
    """Where the list begins in "This appeal is supported by the Harbour Guild, the Boat Club and Quay Tenants."."""
    found = pattern("this_is_signed").match(words)
    if found is None or len(words) > 2_000:
        return None
    return found.end() if len(_named(words[found.end() :])) >= _FEW else None


def _named(words: str) -> list[str]:
    """The parts of a list in running words, if each of them may be a name; else none."""
    for sign in (r",\s*|\s(?:and|und|et|y|e|en|och|i|и)\s", r",\s*"):
        parts = re.split(sign, words.rstrip(" ."))
        if all(len(part.split()) <= _WORDS and (re.search(r"[A-ZÀ-ÞА-Я]", part) or is_role(part)) for part in parts):
            return parts
    return []


def _closes_a_letter(words: str) -> bool:
    return len(words) <= 60 and pattern("closing").match(words) is not None


def _entry_like(words: str) -> bool:
    return has_bullet(words) or leaning(re.sub(r"[(（].*", "", bare(words))) != 0


def _resumes(rows: list[Row], number: int) -> bool:
    return number < len(rows) and _entry_like(rows[number].text) and not is_sentence(rows[number].text)


def _speaks_of_signatures(words: str) -> bool:
    return len(words) <= 300 and any(
        pattern(name).search(words) is not None
        for name in ("withdrawn", "added", "others", "note", "identification", "sections")
    )


def stops(words: str) -> bool:
    """Whether a line opens what follows a roster on a page."""
    plain = words.strip(" *#>–—-")
    found = pattern("stop").match(plain)
    if found is None or len(plain) > 80:
        return False
    colon = re.match(r"\s*[:：]", plain[found.end() :]) is not None
    return found.end() >= 0.6 * len(plain.rstrip(":： ")) or COLON.search(plain) is not None or colon
