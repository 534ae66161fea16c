"""Where a text names those who sign it, and what each line of its rosters is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import FindingKind
from communique.reading.chrome import chrome_names
from communique.reading.countries import countries_in, country_of, is_region
from communique.reading.signing.entry import Signer, bare, has_bullet, is_acronym, is_role, parse_entry
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Entry, Row, entries_in, is_sentence, merged, rows_of, running
from communique.reading.signing.letters import find_letter_signatories
from communique.reading.signing.tables import Table, table_of
from communique.reading.signing.words import body_words, pattern

_COLON = re.compile(r"[:：]\s*$")
_INLINE = re.compile(r"[:：]\s*(?=\S)")
_LONGEST_LEAD = 400
_COUNT = re.compile(r"\s*[(（\[]\d+[)）\]]\s*|\s*[–—-]\s*\d+\s*$")
_SHORT = 170
_FEW, _WORDS = 3, 9
"""Of so many parts of so few words a sentence is a list."""


@dataclass
class _State:
    """What holds for the next entries of a roster."""

    country: str | None = None
    parent: str | None = None
    parent_row: Row | None = None
    hint: int = 0
    withdrawn: bool = False
    found: list[tuple[Signer, Entry, str | None, int]] = field(default_factory=list)
    default: str | None = None
    legends: dict[str, str] = field(default_factory=dict)


def find_signatories(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> Iterator[FindingDraft]:
    """The signatories of a document, one finding each, in order; a signer who is listed twice once.

    ``data`` has ``name``, ``aliases``, ``kind`` (``person``, ``organization``, ``section``), ``organization`` (for
    which a person signs), ``role``, ``country`` (ISO 3166-1 alpha-2, only if stated for the signer), ``parent`` (of a
    section) and, if the signature was taken back, ``withdrawn``. Offsets are the text's; they enclose the entry.
    """
    start, end = document.ranges[0][0], document.ranges[-1][1]
    if not any(pattern(name).search(text, start, end) for name in ("lead_in", "closing", "salutation")):
        return
    rows = rows_of(text, start, end)
    found = [_roster(text, rows, first, last, inline) for first, last, inline in _regions(rows)]
    if not any(state.found for state in found):
        found = [_tabled(rows)]
    if not any(state.found for state in found):
        found = [_represented(text, rows)]
    for state in found:
        yield from _findings(state)
    if not any(state.found for state in found):
        yield from find_letter_signatories(text, document)


def _represented(text: str, rows: list[Row]) -> _State:
    """Lines such as "For the Ferry Guild: Ada Brix", which need no announcement."""
    state = _State()
    pattern_ = re.compile(rf"(?:{pattern('behalf').pattern})\s+[^:：]+[:：]\s*\S", re.I)
    lines = [row for row in rows if len(row.text) <= _SHORT and pattern_.match(row.text)]
    if len(lines) > 1:
        for row in lines:
            _take(state, Entry(row.text, row.start, row.end))
    return state


def _tabled(rows: list[Row]) -> _State:
    """A table with heads, in a text that speaks of signing and announces no list."""
    state = _State()
    table = table_of(rows, headed=True)
    if table:
        _take_table(state, table)
    return state


def _regions(rows: list[Row]) -> Iterator[tuple[int, int, int | None]]:
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
            if chrome[last] or _stops(rows[last].text):
                break
            if is_sentence(rows[last].text) and not _speaks_of_signatures(rows[last].text):
                sentences += 1
                if sentences > 1 or len(rows[last].text) > _SHORT or not _resumes(rows, last + 1):
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
    colon = _INLINE.search(words, found.start())
    if colon and found.start() < 160 and colon.start() - found.end() <= 120 and not _COLON.search(words):
        rest = words[colon.end() :]
        if not is_sentence(rest) and (found.start() <= 60 or running(rest)):
            return colon.end()
    following = rows[number + 1 : number + 4]
    if not following or len(words) > _LONGEST_LEAD:
        return None
    if _COLON.search(words):
        return -1
    likely = [row for row in following if len(row.text) <= _SHORT and not is_sentence(row.text)]
    listed = len(likely) >= min(2, len(following)) or (following and running(following[0].text))
    if len(words) <= 90 and len(words.split()) <= 9 and not re.search(r"[.!?]\s", words) and listed:
        # A headline such as "Unions signed the pact" opens a text, not a list.
        return -1 if found.end() >= len(words) * 0.3 or found.start() == 0 else None
    told = found.start() == 0 or pattern("following").search(words)
    if len(words) <= 260 and told and len(likely) == 3 and all(_entry_like(row.text) for row in likely):
        return -1
    return None


def _told_in_a_sentence(words: str) -> int | None:
    """Where the list begins in "This appeal is supported by the Harbour Guild, the Boat Club and Quay Tenants."."""
    found = pattern("this_is_signed").match(words)
    if found is None or len(words) > 2_000:
        return None
    parts = re.split(r",\s*|\s(?:and|und|et|y|e|en|och|i|и)\s", words[found.end() :].rstrip(" ."))
    named = [part for part in parts if part and len(part.split()) <= _WORDS and re.search(r"[A-ZÀ-ÞА-Я]", part)]
    return found.end() if len(parts) >= _FEW and len(named) == len(parts) else None


def _closes_a_letter(words: str) -> bool:
    return len(words) <= 60 and pattern("closing").match(words) is not None


def _entry_like(words: str) -> bool:
    return has_bullet(words) or leaning(re.sub(r"[(（].*", "", bare(words))) != 0


def _resumes(rows: list[Row], number: int) -> bool:
    return number < len(rows) and _entry_like(rows[number].text) and not is_sentence(rows[number].text)


def _speaks_of_signatures(words: str) -> bool:
    return len(words) <= 300 and any(
        pattern(name).search(words) is not None for name in ("withdrawn", "added", "others", "note", "sections")
    )


def _stops(words: str) -> bool:
    plain = words.strip(" *#>–—-")
    found = pattern("stop").match(plain)
    if found is None or len(plain) > 80:
        return False
    return found.end() >= 0.6 * len(plain.rstrip(":： ")) or _COLON.search(plain) is not None


def _roster(text: str, rows: list[Row], first: int, last: int, inline: int | None) -> _State:
    state = _State()
    lead = rows[first]
    state.hint = _hint(lead.text) if inline is None else 0
    if inline is not None:
        row = Row(lead.text[inline:], lead.start + inline, lead.end, lead.indent, 0)
        goes_on = merged(text, [row, *rows[first + 1 : last]])
        head, rest = goes_on[0], goes_on[1:]
        for entry in entries_in(head, inline=True):
            _take(state, entry)
    else:
        rest = rows[first + 1 : last]
        table = table_of(rest)
        if table:
            _take_table(state, table)
            rest = [*rest[: table.first], *rest[table.first + table.length :]]
        rest = merged(text, rest)
    if inline is None and rest and not state.found and _alone(rest):
        for entry in entries_in(rest[0], inline=True):
            _take(state, entry)
        if len(state.found) > 1:
            # What follows a list in one paragraph is the statement, unless it opens another list.
            rest = rest[next((n for n, row in enumerate(rest) if n and _lists(row.text)), len(rest)) :]
    for number, row in enumerate(rest):
        following = rest[number + 1] if number + 1 < len(rest) else None
        _take_row(state, row, following, rest)
    return state


def _alone(rest: list[Row]) -> bool:
    """Whether the first row stands by itself and lists several: "A, B and C"."""
    words = rest[0].text
    several = len(re.findall(r"[,，،、;；؛]", words)) >= 2
    return several and (len(rest) == 1 or rest[1].blanks > 0) and not has_bullet(words)


def _lists(words: str) -> bool:
    return _COLON.search(words) is not None or has_bullet(words) or running(words)


def _take_row(state: _State, row: Row, following: Row | None, rest: list[Row]) -> None:
    words = row.text
    if _legend(state, words):
        return
    bracket = re.search(r"[(（]([^()（）]*)[)）]\s*[:：]?$", words)
    if bracket and pattern("others").search(bracket[1]) and (codes := [code for code, *_ in countries_in(bracket[1])]):
        _reset(state, _hint(words))
        state.country = codes[-1]
        return
    others = pattern("others").search(words) and (not has_bullet(words) or is_sentence(words) or _COLON.search(words))
    if others and (codes := [code for code, *_ in countries_in(words)]):
        state.default, state.country = codes[-1], None
        return
    if _withdrawal(state, row) or _addition(state, row):
        return
    if pattern("note").search(words) and not has_bullet(words) and not running(words):
        return
    if pattern("lead_in").search(words) and (
        _COLON.search(words) or (following and _generic(words) and len(words) <= 60)
    ):
        _reset(state, _hint(words))
        return
    opened = pattern("lead_in").search(words)
    if opened and opened.start() < 40 and (colon := _INLINE.search(words, opened.end())) and not _COLON.search(words):
        _reset(state, _hint(words[: colon.start()]))
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            _take(state, entry)
        return
    if _parent(state, row, following):
        return
    if _heading(state, row, following):
        return
    if is_sentence(words):
        return
    if state.parent and state.parent_row is not None and _leaves(state.parent_row, row, rest):
        state.parent = None
    for entry in entries_in(row):
        _take(state, entry)


_CAPACITY = 30
"""So far from its beginning a legend says "capacity"; further on it is said of the name before."""


def _legend(state: _State, words: str) -> bool:
    """What a footnote mark stands for: "* = Austria", "¹ in a personal capacity"."""
    found = re.match(r"^([*†‡§¹²³⁰⁴-⁹]+|\[\d{1,2}\])\s*[=:–—-]?\s*(\S.*)$", words)
    if found is None or len(words) > 200:
        return False
    if any(found[1] in signer.marks for signer, *_ in state.found) and not country_of(found[2]):
        codes = [code for code, *_ in countries_in(found[2])]
        if not codes:
            return True
    code = country_of(found[2]) or next((code for code, *_ in countries_in(found[2])), None)
    if code:
        state.legends[found[1]] = code
        return True
    capacity = found[2].find("capacity")
    told = 0 <= capacity < _CAPACITY and not re.search(r"[(,]", found[2][:capacity])
    return is_sentence(found[2]) or pattern("note").search(found[2]) is not None or told


def _withdrawal(state: _State, row: Row) -> bool:
    words = row.text
    found = pattern("withdrawn").search(words)
    if found is None:
        return False
    if _COLON.search(words):
        _reset(state, 0)
        state.withdrawn = True
        return True
    colon = _INLINE.search(words, found.end())
    if colon:
        before = state.withdrawn
        state.withdrawn = True
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            _take(state, entry)
        state.withdrawn = before
        return True
    if is_sentence(words) or (not has_bullet(words) and found.start() < 5 and len(words) < 60):
        _mark_named(state, words)
        if not is_sentence(words):
            _reset(state, 0)
            state.withdrawn = True
        return True
    return False


def _mark_named(state: _State, words: str) -> None:
    """A sentence that says who withdrew marks the signers it names."""
    folded = words.casefold()
    for place, (signer, entry, parent, hint) in enumerate(state.found):
        if len(signer.name) > 3 and signer.name.casefold() in folded:
            state.found[place] = (replace(signer, withdrawn=True), entry, parent, hint)


def _addition(state: _State, row: Row) -> bool:
    words = row.text
    found = pattern("added").search(words)
    if found is None or has_bullet(words):
        return False
    colon = _INLINE.search(words, found.start())
    if colon and not _COLON.search(words):
        _reset(state, 0)
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            _take(state, entry)
        return True
    if _COLON.search(words) or (len(words) < 80 and not body_words().search(words)):
        _reset(state, 0)
        return True
    return is_sentence(words)


def _reset(state: _State, hint: int) -> None:
    state.country = state.parent = None
    state.withdrawn = False
    state.hint = hint


def _hint(words: str) -> int:
    """Persons or bodies, as a heading says: above or below 0."""
    persons = pattern("persons").search(words) is not None
    bodies = pattern("organizations").search(words) is not None
    return 4 * persons - 4 * bodies if persons != bodies else 0


def _parent(state: _State, row: Row, following: Row | None) -> bool:
    """Whom the next entries belong to: "X, and its sections:" has X sign as well, "Sections of X" has not."""
    words = row.text
    of = pattern("sections_of").fullmatch(words.rstrip(":： ")) if following and not has_bullet(words) else None
    if of:
        state.parent = next(
            (s.name for s, *_ in state.found if s.name.casefold() == of[of.lastgroup or 0].casefold()),
            of[of.lastgroup or 0],
        )
        state.parent_row, state.hint, state.country = None, 0, None
        return True
    found = None
    for hit in pattern("sections").finditer(words):
        if hit.start() > 2:
            found = hit
            break
    if found is None or is_sentence(words):
        return False
    colon = _INLINE.search(words, found.end())
    ends = _COLON.search(words) is not None
    if (
        not ends
        and not (colon and colon.start() - found.end() < 40)
        and not (following and (following.indent > row.indent or has_bullet(following.text)))
    ):
        return False
    head = re.sub(r"[\s,،、，(（;–—-]+$", "", words[: found.start()])
    entry = Entry(head, row.start, row.start + len(head))
    state.parent = None
    _take(state, entry)
    if not state.found or state.found[-1][1] != entry:
        return False
    signer = state.found[-1][0]
    state.found[-1] = (replace(signer, leaning=min(signer.leaning, -4)), entry, None, 0)
    state.parent, state.parent_row = signer.name, row
    if colon and not ends:
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for part in entries_in(tail, inline=True):
            _take(state, part)
        state.parent = None
    return True


def _leaves(parent: Row, row: Row, rest: list[Row]) -> bool:
    """Whether a row no longer stands under the parent: set less far in, or parted from its sections by a blank line."""
    place = rest.index(row)
    sections = rest[rest.index(parent) + 1 : place] if parent in rest else []
    if not sections:
        return False
    first = sections[0]
    if (first.indent > parent.indent or has_bullet(first.text)) and not (
        row.indent > parent.indent or has_bullet(row.text)
    ):
        return True
    if first.indent > parent.indent and row.indent < first.indent:
        return True
    if has_bullet(first.text) and has_bullet(row.text) and has_bullet(parent.text) and row.indent <= parent.indent:
        return _sign_of(first.text) != _sign_of(row.text) and _sign_of(row.text) == _sign_of(parent.text)
    return row.blanks > 0


def _sign_of(words: str) -> str:
    return re.sub(r"[\d〇一二三四五六七八九十]+", "1", words[:3].split(" ")[0])


def _heading(state: _State, row: Row, following: Row | None) -> bool:
    """A line over entries: a country, a sector, persons or organizations."""
    words = _COUNT.sub("", row.text).strip(" *#_=–—-·•▪►")
    colon = _COLON.search(words) is not None
    plain = words.rstrip(":： ")
    code = country_of(plain)
    if (code and following is not None) or (code and colon):
        state.country, state.parent = code, None
        return True
    if following is not None and is_region(plain):
        state.country = state.parent = None
        return True
    if colon or (row.text.startswith("#") or row.text.startswith("==")):
        if following is None:
            return True
        codes = {code for code, *_ in countries_in(plain)}
        country = next(iter(codes)) if len(codes) == 1 else None
        named = (
            body_words().search(plain)
            and not _hint(plain)
            and (following.indent > row.indent or (has_bullet(following.text) and not has_bullet(row.text)))
        )
        if named and not country and leaning(plain) <= -3 and len(plain.split()) > 1:
            return False
        state.country, state.parent, state.hint = country, None, _hint(plain)
        return True
    if has_bullet(row.text) or following is None or running(plain):
        return False
    hint = _hint(plain)
    shouted = plain.isupper() and len(plain) > 3 and not is_acronym(plain) and not following.text.isupper()
    generic = hint and len(plain.split()) <= 4 and (row.blanks > 0 or has_bullet(following.text) or shouted)
    if generic and _generic(plain):
        codes = {code for code, *_ in countries_in(plain)}
        state.country, state.parent, state.hint = (next(iter(codes)) if len(codes) == 1 else None), None, hint
        return True
    if shouted and row.blanks > 0 and not country_of(plain):
        state.country, state.parent, state.hint = None, None, hint
        return True
    return False


def _generic(words: str) -> bool:
    """Whether a heading says no more than what kind of signers follow."""
    rest = words
    for name in ("persons", "organizations", "lead_in"):
        rest = re.sub(rf"{pattern(name).pattern}\w*", " ", rest, flags=re.I)
    return len(re.findall(r"[^\W\d_]{3,}", rest)) <= 1


def _take_table(state: _State, table: Table) -> None:
    for cells, entry in table.rows:
        parts = dict(zip(table.roles, cells, strict=False))
        name = parts.get("name") or ""
        if not bare(name):
            continue
        signers = parse_entry(name)
        if not signers:
            continue
        signer = signers[0]
        organization = bare(parts.get("organization") or "")
        role = bare(parts.get("role") or "")
        signer = replace(
            signer,
            organization=organization or signer.organization,
            role=role or signer.role,
            country=country_of(parts.get("country") or "") or signer.country,
            leaning=signer.leaning + 4 * bool(organization) + 3 * bool(role),
        )
        if acronym := bare(parts.get("acronym") or ""):
            signer = replace(signer, aliases=(*signer.aliases, acronym))
        state.found.append((signer, entry, None, state.hint))


def _take(state: _State, entry: Entry) -> None:
    words = bare(entry.text)
    if len(words) < 2 or len(words) > 400 or not re.search(r"[^\W\d_]", words):
        return
    if re.fullmatch(r"\S+@\S+|https?://\S+|www\.\S+", words):
        return
    if state.found and is_role(words) and len(words) <= 120 and leaning(words) <= 0:
        signer, before, parent, hint = state.found[-1]
        office = parse_entry(f"{signer.name}, {words}")
        if signer.leaning > 0 and not signer.role and not signer.organization and len(office) == 1 and office[0].role:
            state.found[-1] = (replace(office[0], country=signer.country, marks=signer.marks), before, parent, hint)
            return
    for signer in parse_entry(entry.text):
        if (
            not signer.name
            or len(signer.name) > 250
            or (
                is_role(signer.name)
                and leaning(signer.name) <= 0
                and state.found
                and not body_words().search(signer.name)
            )
        ):
            continue
        country = signer.country or state.country
        signer = replace(signer, country=country, withdrawn=signer.withdrawn or state.withdrawn)
        state.found.append((signer, entry, state.parent, state.hint))


_BODIES = 3


def _beside(sure: list[int], place: int) -> int:
    """A name that could be either, between two of one kind, is of that kind; else it is a person's.

    At the end of a list of bodies alone it is a body's, too.
    """
    before = next((value for value in reversed(sure[:place]) if abs(value) >= 3), 0)
    after = next((value for value in sure[place + 1 :] if abs(value) >= 3), 0)
    bodies = sum(value <= -3 for value in sure)
    alone = bodies >= _BODIES and not any(value >= 3 for value in sure)
    return -1 if (before < 0 and after < 0) or alone else 1


def _findings(state: _State) -> Iterable[FindingDraft]:
    sure = [signer.leaning if abs(signer.leaning) >= 3 else signer.leaning + hint for signer, _, _, hint in state.found]
    persons, bodies = sum(value >= 3 for value in sure), sum(value <= -3 for value in sure)
    tilt = 1 if persons > 2 * bodies else -1 if bodies > 2 * persons else 0
    seen: set[tuple[str, str, str | None, str | None]] = set()
    withdrawn = {signer.name.casefold() for signer, *_ in state.found if signer.withdrawn}
    for place, ((signer, entry, parent, _), value) in enumerate(zip(state.found, sure, strict=True)):
        score = _beside(sure, place) if value == 1 else value or tilt
        kind = "section" if parent and signer.leaning < 3 else "person" if score > 0 else "organization"
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
            "organization": signer.organization if kind == "person" else None,
            "role": signer.role if kind == "person" else None,
            "country": country,
            "parent": parent if kind == "section" else None,
        }
        yield FindingDraft(
            FindingKind.SIGNATORY, entry.start, entry.end, data | ({"withdrawn": True} if gone else {}), None
        )
