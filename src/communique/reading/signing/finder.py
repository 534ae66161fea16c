"""Who signs a text, as findings."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind
from communique.reading.countries import country_of
from communique.reading.signing.entry import Signer, bare, parse_entry, script_of
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Entry, Row, entries_in, is_sentence, rows_of
from communique.reading.signing.letters import find_letter_signatories
from communique.reading.signing.regions import COLON, SHORT, regions, stops
from communique.reading.signing.roster import Roster, roster_of, take, take_table
from communique.reading.signing.tables import table_of
from communique.reading.signing.words import pattern


def find_signatories(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """The signatories of a document, one finding each, in order; a signer who is listed twice once.

    ``data`` has ``name``, ``aliases``, ``kind`` (``person``, ``organization``, ``section``), ``organization`` (for
    which a person signs), ``role``, ``country`` (ISO 3166-1 alpha-2, only if stated for the signer), ``parent`` (of a
    section) and, if the signature was taken back, ``withdrawn``. Who signs for nobody else is ``personal``: the body
    beside the name does not sign and stands with the role. Offsets are the text's; they enclose the entry.
    """
    start, end = document.ranges[0][0], document.ranges[-1][1]
    rows = rows_of(text, start, end)
    if not any(pattern(name).search(text, start, end) for name in ("lead_in", "closing", "salutation")):
        yield from _findings(_unannounced(text, _content(rows, blocks)))
        return
    found = [roster_of(text, rows, first, last, inline) for first, last, inline in regions(rows)]
    if not any(state.found for state in found):
        tabled = _tabled(rows)
        found = [tabled if tabled.found else _unannounced(text, _content(rows, blocks))]
    for state in found:
        yield from _findings(state)
    if not any(state.found for state in found):
        yield from find_letter_signatories(text, document)


def _represented(rows: list[Row]) -> Roster:
    """Lines such as "For the Ferry Guild: Ada Brix", on one line or two, which need no announcement."""
    state = Roster()
    behalf = pattern("behalf").pattern
    whole = re.compile(rf"(?:{behalf})\s+[^:：.!?]+[:：]\s*(?P<name>\S.*)", re.I)
    lines = [
        Entry(row.text, row.start, row.end)
        for row in rows
        if len(row.text) <= SHORT and (found := whole.match(row.text)) and _names_one(found["name"])
    ]
    for above, row in itertools.pairwise(rows):
        head = re.match(rf"(?:{behalf})\s+(?P<body>[^:：]+?)\s*[:：]?$", above.text, re.I)
        near = head is not None and max(len(above.text), len(row.text)) <= SHORT and not row.blanks
        if head and near and leaning(head["body"]) <= -3 and _names_one(row.text):
            lines.append(Entry(f"{above.text.rstrip(' :：')}: {row.text}", row.start, row.end))
    if len(lines) > 1:
        for line in lines:
            take(state, line)
    return state


def _names_one(words: str) -> bool:
    """Whether words name one person, and perhaps an office."""
    signers = parse_entry(words)
    return len(signers) == 1 and signers[0].leaning > 0 and len(words.split()) <= _WORDS and not is_sentence(words)


def _tabled(rows: list[Row]) -> Roster:
    """A table with heads, in a text that speaks of signing and announces no list."""
    state = Roster()
    table = table_of(rows, headed=True)
    if table:
        take_table(state, table)
    return state


def _content(rows: list[Row], blocks: Sequence[BlockDraft]) -> list[Row]:
    """The rows that the site did not add: menus hold names, too, and nothing announces what these forms look for."""
    starts = [block.start for block in blocks]
    above = [blocks[place - 1] if (place := bisect_right(starts, row.start)) else None for row in rows]
    return [
        row
        for row, block in zip(rows, above, strict=True)
        if block is None or block.kind is not BlockKind.CHROME or row.start >= block.end
    ]


def _unannounced(text: str, rows: list[Row]) -> Roster:
    """A roster that nothing but its form tells."""
    for form in (_represented, _heads, _by_country, _in_our_name, _at_the_end, _petitioned):
        state = form(rows)
        if state.found:
            return state
    return _behind_a_colon(text, rows)


_BODIES = 3
_KNOWN_NAMES = (1, 2)
"""Scripts of which so many given names are known that a name without one is rather a body's."""

_SENTENCE, _WORDS = 120, 12
_LAST, _LONG_NAMES = 3, 3
_SAID = 4
"""A heading that says this much names persons or bodies; less only speaks of signers."""


def _heads(rows: list[Row]) -> Roster:
    """The bodies in whose names a joint text begins: "Rowing Club / Wildlife Trust / Marsh Lane / JOINT BRIEFING"."""
    state = Roster()
    count = next((n for n, row in enumerate(rows) if n and row.blanks), len(rows))
    names = [leaning(row.text) if len(row.text) <= SHORT else 0 for row in rows[:count]]
    sure = sum(value <= -3 for value in names)
    # Menus stand above texts, too; what they have is short.
    long = sum(len(row.text.split()) for row in rows[:count]) >= _LONG_NAMES * count
    titles = ("joint", "petition") if long else ("joint",)
    if (
        sure >= _BODIES
        and 2 * sure > count
        and not any(value >= 3 for value in names)
        and any(pattern(name).search(row.text) for name in titles for row in rows[count : count + 2])
    ):
        for row in rows[:count]:
            take(state, Entry(row.text, row.start, row.end))
    return state


def _by_country(rows: list[Row]) -> Roster:
    """Bodies of many countries at the end of a text, a line each: "Austria – Lock Group", "Chile: River Party"."""
    state = Roster()
    first = len(rows)
    while first and _of_a_country(rows[first - 1].text):
        first -= 1
    listed = rows[first:]
    if len(listed) > _BODIES and 2 * sum(leaning(_of_a_country(row.text)) <= -3 for row in listed) >= len(listed):
        for row in listed:
            take(state, Entry(row.text, row.start, row.end))
    return state


def _of_a_country(words: str) -> str:
    """What stands beside a country in a line, or nothing."""
    parts = re.split(r"\s[–—-]\s|\s?[:：]\s", bare(words), maxsplit=1) if len(words) <= SHORT else []
    if len(parts) != 2 or not all(re.search(r"[^\W\d_]", part) for part in parts):
        return ""
    countries = [country_of(re.sub(r"\s?[(（].*?[)）]", "", part).strip()) is not None for part in parts]
    return parts[countries.index(False)] if sum(countries) == 1 else ""


def _in_our_name(rows: list[Row]) -> Roster:
    """One paragraph of names behind "This is what we stand for:"."""
    state = Roster()
    for lead, row in itertools.pairwise(rows):
        if not COLON.search(lead.text) or not pattern("we").search(lead.text[-_SENTENCE:]):
            continue
        _take_names(state, row)
        if state.found:
            break
    return state


def _at_the_end(rows: list[Row]) -> Roster:
    """A line at the end of a joint text that holds names alone: "Ferry Guild / Boat Club / Marsh Lane / Pier 4"."""
    state = Roster()
    if _opens(rows, "joint", "petition", "lead_in"):
        for row in reversed(rows[1:][-_LAST:]):
            _take_names(state, row)
            if state.found:
                break
    return state


def _petitioned(rows: list[Row]) -> Roster:
    """A table with heads under a petition."""
    return _tabled(rows) if _opens(rows, "petition") else Roster()


def _opens(rows: list[Row], *names: str) -> bool:
    """Whether the titles of a text say what one of these lists has."""
    titles = [row.text for row in rows[:_BODIES] if len(row.text) <= _SENTENCE and not is_sentence(row.text)]
    return any(pattern(name).search(title) for name in names for title in titles)


def _behind_a_colon(text: str, rows: list[Row]) -> Roster:
    """Lines of names in a joint text or a petition behind words that end with a colon and that no list knows."""
    if not _opens(rows, "joint", "petition"):
        return Roster()
    last = 0
    for number, row in enumerate(rows[:-1]):
        words = row.text
        if (
            number < last
            or len(words) > _SENTENCE
            or not COLON.search(words)
            or pattern("other_lists").search(words)
            or stops(words)
        ):
            continue
        # Further colons among these lines are headings of the same list.
        last = number + 1
        while last < len(rows) and len(rows[last].text) <= SHORT and not is_sentence(rows[last].text):
            last += 1
        if last == number + 1:
            continue
        state = roster_of(text, rows, number, last, None)
        sure = sum(abs(signer.leaning) >= 3 and not _is_small(signer.name) for signer, *_ in state.found)
        if len(state.found) >= _BODIES and 2 * sure > len(state.found):
            return state
    return Roster()


def _is_small(words: str) -> bool:
    """Whether half of the words have no capital, as in demands: "More trees on the quay"."""
    parts = words.split()
    return 2 * sum(part[0].islower() for part in parts) >= len(parts)


def _take_names(state: Roster, row: Row) -> None:
    """Take in a paragraph that lists several, most of which can be nothing but names."""
    entries = list(entries_in(row, inline=True))
    sure = sum(_is_name(re.sub(r"[(（].*", "", bare(one.text))) for one in entries)
    names = all(len(one.text.split()) <= _WORDS for one in entries) and not is_sentence(row.text)
    # What has one word each is a menu, or what a text is about.
    cased = row.text.lower() != row.text.upper()
    names = names and not (cased and 2 * sum(" " in bare(one.text) for one in entries) <= len(entries))
    names = names and not pattern("other_lists").match(row.text)
    # What semicolons part is a list beyond doubt: few of its names need be sure.
    parted = len(re.findall(r"[;；؛·•|]", row.text)) >= _BODIES and not any(one.text[:1].islower() for one in entries)
    if names and len(entries) > _BODIES and (2 * sure > len(entries) or (parted and sure > 1)):
        for entry in entries:
            take(state, entry)


def _is_name(words: str) -> bool:
    """Whether words can be nothing but a name; without letter case there is less to go by."""
    cased = any(letter.islower() or letter.isupper() for letter in words)
    return abs(leaning(words)) >= (3 if cased else 1)


def _either(sure: list[int], foreign: list[bool]) -> Iterator[int]:
    """For each name above 0 if it is rather a person's, should it be one that could be either.

    Between two of one kind it is of that kind, and at an end of the list beside two persons a person's; else it is a
    person's. In a list of bodies alone it is a body's, too; and so it is in a list with bodies if it is ``foreign`` to
    the given names that are known of its script, unless persons stand around it, or most are persons.
    """
    persons, bodies = sum(value >= 3 for value in sure), sum(value <= -3 for value in sure)
    before, after = _nearest(sure), _nearest(sure[::-1])[::-1]
    for (near, next_to_it), (far, next_to_far), unknown in zip(before, after, foreign, strict=True):
        if (
            (near > 0 and far > 0)
            or (min(near, next_to_it) > 0 and not far)
            or (min(far, next_to_far) > 0 and not near)
        ):
            yield 1
        elif (near < 0 and far < 0) or (bodies >= _BODIES and not persons):
            yield -1
        else:
            yield -1 if unknown and bodies and persons <= 2 * bodies else 1


def _nearest(sure: list[int]) -> list[tuple[int, int]]:
    """For each name the last two before it that leave no doubt, the nearest first; 0 without any."""
    found = [(0, 0)]
    for own in sure:
        found.append((own, found[-1][0]) if abs(own) >= 3 else found[-1])
    return found[:-1]


def _with_heading(leaning: int, hint: int) -> int:
    """What a name says, and the heading over it; only a name that leaves no doubt outweighs a heading against it."""
    if leaning * hint >= 0 or abs(hint) < _SAID:
        return leaning if abs(leaning) >= 3 else leaning + hint
    return leaning if abs(leaning) >= 5 else hint


def _findings(state: Roster) -> Iterable[FindingDraft]:
    sure = [_with_heading(signer.leaning, hint) for signer, _, _, hint in state.found]
    persons, bodies = sum(value >= 3 for value in sure), sum(value <= -3 for value in sure)
    tilt = 1 if persons > 2 * bodies else -1 if bodies > 2 * persons else 0
    seen: set[tuple[str, str, str | None, str | None]] = set()
    withdrawn = {signer.name.casefold() for signer, *_ in state.found if signer.withdrawn}
    either = _either(sure, [script_of(signer.name) in _KNOWN_NAMES for signer, *_ in state.found])
    for (signer, entry, parent, _), value, rather in zip(state.found, sure, either, strict=True):
        score = rather if value == 1 else value or tilt
        kind = "section" if parent and signer.leaning < 3 else "person" if score > 0 else "organization"
        marked = any(mark in signer.marks for mark in state.personal_marks)
        alone = kind == "person" and (signer.personal or state.identified or marked)
        gone = signer.withdrawn or signer.name.casefold() in withdrawn
        country = signer.country or state.legends.get(signer.marks) or state.default
        known = (signer.name.casefold(), kind, country, parent)
        if known in seen:
            continue
        seen.add(known)
        data = {
            "name": signer.name,
            "aliases": list(dict.fromkeys(signer.aliases)),
            "kind": kind,
            "organization": signer.organization if kind == "person" and not alone else None,
            "role": _role(signer, alone=alone) if kind == "person" else None,
            "country": country,
            "parent": parent if kind == "section" else None,
        }
        yield FindingDraft(
            FindingKind.SIGNATORY,
            entry.start,
            entry.end,
            data | ({"withdrawn": True} if gone else {}) | ({"personal": True} if alone else {}),
            None,
        )


def _role(signer: Signer, *, alone: bool) -> str | None:
    """The office as printed; with the body it is held in where that does not sign."""
    parts = (signer.role, signer.organization if alone else None)
    return ", ".join(part for part in parts if part) or None
