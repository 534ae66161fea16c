"""What each line of a roster is: an entry, a heading, a legend, a withdrawal, a parent of sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from communique.reading.countries import countries_in, country_of, is_region
from communique.reading.dates import find_dates
from communique.reading.signing.entry import Signer, bare, has_bullet, is_acronym, is_personal, is_role, parse_entry
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Entry, Row, entries_in, is_sentence, merged, running
from communique.reading.signing.regions import COLON, INLINE
from communique.reading.signing.tables import Table, table_of
from communique.reading.signing.words import body_word, function_words, pattern

_ADDRESS = r"\S+@\S+|https?://\S+|www\.\S+"
_ADDRESSED = re.compile(rf"[:：]\s*(?:{_ADDRESS})$")
_COUNT = re.compile(r"\s*[(（\[]\d+[)）\]]\s*|\s*[–—-]\s*\d+\s*$")


@dataclass
class Roster:
    """A roster as far as it was read: who was found, and what holds for the next entries.

    ``bulleted`` says that most of its lines have bullets, ``stops`` how many end as sentences do, ``commas`` that some
    list several with commas. ``personal`` holds for the next entries, ``identified`` for all: bodies beside names say
    who somebody is, and do not sign.
    """

    country: str | None = None
    parent: str | None = None
    parent_row: Row | None = None
    hint: int = 0
    withdrawn: bool = False
    found: list[tuple[Signer, Entry, str | None, int]] = field(default_factory=list)
    default: str | None = None
    legends: dict[str, str] = field(default_factory=dict)
    bulleted: bool = False
    stops: int = 0
    commas: bool = False
    personal: bool = False
    identified: bool = False
    personal_marks: set[str] = field(default_factory=set)


def roster_of(text: str, rows: list[Row], first: int, last: int, inline: int | None) -> Roster:
    """The roster between two rows; ``inline`` is where in the first a list begins."""
    state = Roster()
    lead = rows[first]
    _under(state, lead.text if inline is None else "", None)
    state.personal = is_personal(lead.text[:inline])
    state.identified = pattern("identification").search(lead.text[:inline]) is not None
    if inline is not None:
        row = Row(lead.text[inline:], lead.start + inline, lead.end, lead.indent, 0)
        goes_on = merged(text, [row, *rows[first + 1 : last]])
        head, rest = goes_on[0], goes_on[1:]
        for entry in entries_in(head, inline=True):
            take(state, entry)
    else:
        rest = rows[first + 1 : last]
        table = table_of(rest)
        if table:
            take_table(state, table)
            rest = [*rest[: table.first], *rest[table.first + table.length :]]
        rest = merged(text, rest)
    if inline is None and rest and not state.found and _alone(rest):
        for entry in entries_in(rest[0], inline=True):
            take(state, entry)
        if len(state.found) > 1:
            again = next((n for n, row in enumerate(rest) if n and _lists(row.text)), len(rest))
            headed = again > 1 and _hint(rest[again - 1].text) and _generic(rest[again - 1].text)
            rest = rest[again - bool(headed) :]
    elif inline is not None and len(state.found) > 2 and rest and rest[0].blanks and not _goes_on(rest[0].text):
        # What follows a list in one paragraph is the statement, unless it opens another list.
        rest = rest[next((n for n, row in enumerate(rest) if _goes_on(row.text)), len(rest)) :]
    bullets = sum(has_bullet(row.text) for row in rest)
    state.bulleted = bullets >= _SEVERAL and bullets >= _MOST * (len(rest) - 1)
    state.stops = sum(_closes(row.text) for row in rest)
    state.commas = any(running(row.text) and "," in row.text for row in rest)
    for number, row in enumerate(rest):
        following = rest[number + 1] if number + 1 < len(rest) else None
        _take_row(state, row, following, rest)
    return state


def _alone(rest: list[Row]) -> bool:
    """Whether the first row stands by itself and lists several: "A, B and C"."""
    words = rest[0].text
    several = len(re.findall(r"[,，،、;；؛]", words)) >= 2
    return several and (len(rest) == 1 or rest[1].blanks > 0) and not has_bullet(words)


def _goes_on(words: str) -> bool:
    """Whether a line says anything more of who signs."""
    return _lists(words) or any(
        pattern(name).search(words) for name in ("lead_in", "added", "others", "withdrawn", "sections", "persons")
    )


def _lists(words: str) -> bool:
    return COLON.search(words) is not None or has_bullet(words) or running(words)


def _take_row(state: Roster, row: Row, following: Row | None, rest: list[Row]) -> None:
    words = row.text
    if _legend(state, words) or _ADDRESSED.search(words):
        return
    bracket = re.search(r"[(（]([^()（）]*)[)）]\s*[:：]?$", words)
    if bracket and pattern("others").search(bracket[1]) and (codes := [code for code, *_ in countries_in(bracket[1])]):
        _reset(state, words)
        state.country = codes[-1]
        return
    others = pattern("others").search(words) and (not has_bullet(words) or is_sentence(words) or COLON.search(words))
    if others and (codes := [code for code, *_ in countries_in(words)]):
        state.default, state.country = codes[-1], None
        return
    if _withdrawal(state, row) or _addition(state, row) or _labelled(state, row):
        return
    if not has_bullet(words) and not running(words) and not COLON.search(words) and _note(state, words):
        return
    if pattern("lead_in").search(words) and (
        COLON.search(words) or (following and _generic(words) and len(words) <= 60)
    ):
        _reset(state, words)
        return
    opened = pattern("lead_in").search(words)
    if opened and opened.start() < 40 and (colon := INLINE.search(words, opened.end())) and not COLON.search(words):
        _reset(state, words[: colon.start()])
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            take(state, entry)
        return
    if _parent(state, row, following):
        return
    if _heading(state, row, following):
        return
    if is_sentence(words) or (_closes(words) and (state.bulleted or (state.stops == 1 and _small(words)))):
        return
    if state.parent and state.parent_row is not None and _leaves(state.parent_row, row, rest):
        state.parent = None
    for entry in entries_in(row, inline=state.commas and _two_bodies(words)):
        take(state, entry)


def _two_bodies(words: str) -> bool:
    """Whether a line is two names of bodies, parted by a comma."""
    parts = re.sub(r"[(（].*?[)）]", "", words).split(",")
    return len(parts) == 2 and not has_bullet(words) and all(leaning(part.strip()) <= -3 for part in parts)


def _note(state: Roster, words: str) -> bool:
    """A word about signatures: that affiliations only say who somebody is, of those it names or of all; or a count."""
    if pattern("identification").search(words):
        state.identified = not _mark_named(state, words, personal=True) or state.identified
        return True
    return pattern("note").search(words) is not None


def _closes(words: str) -> bool:
    """Whether a line ends as sentences do, and not with an abbreviation."""
    return not has_bullet(words) and re.search(r"[^\W\d_]{4,}[.!]$", words) is not None


def _small(words: str) -> bool:
    parts = words.split()
    return len(parts) >= 4 and 2 * sum(part[0].islower() for part in parts) >= len(parts)


_SEVERAL, _MOST = 3, 0.8
_LABEL = 60
_CAPACITY = 30
"""So far from its beginning a legend says "capacity"; further on it is said of the name before."""


def _legend(state: Roster, words: str) -> bool:
    """What a footnote mark stands for: "* = Austria", "¹ in a personal capacity"."""
    found = re.match(r"^([*†‡§¹²³⁰⁴-⁹]+|\[\d{1,2}\])\s*([=:–—-]?)\s*(\S.*)$", words)
    if found is None or len(words) > 200:
        return False
    mark, sign, told = found.groups()
    marked = any(mark in signer.marks for signer, *_ in state.found)
    if marked and is_personal(told):
        state.personal_marks.add(mark)
        return True
    code = country_of(told) or next((code for code, *_ in countries_in(told)), None)
    if marked and not code:
        return True
    if code and (marked or sign or country_of(told)):
        # A star before a name and its country is a bullet.
        state.legends[mark] = code
        return True
    capacity = told.find("capacity")
    personal = 0 <= capacity < _CAPACITY and not re.search(r"[(,]", told[:capacity])
    if pattern("identification").search(told):
        state.identified = True
        return True
    return is_sentence(told) or pattern("note").search(told) is not None or personal


def _withdrawal(state: Roster, row: Row) -> bool:
    words = row.text
    found = pattern("withdrawn").search(words)
    if found is None:
        return False
    if COLON.search(words):
        _reset(state)
        state.withdrawn = True
        return True
    colon = INLINE.search(words, found.end())
    if colon:
        before = state.withdrawn
        state.withdrawn = True
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            take(state, entry)
        state.withdrawn = before
        return True
    if is_sentence(words) or (not has_bullet(words) and found.start() < 5 and len(words) < 60):
        _mark_named(state, words, withdrawn=True)
        if not is_sentence(words):
            _reset(state)
            state.withdrawn = True
        return True
    return False


def _mark_named(state: Roster, words: str, *, withdrawn: bool = False, personal: bool = False) -> bool:
    """Mark the signers whom a sentence names, such as those who withdrew; whether it names any."""
    folded = words.casefold()
    named = False
    for place, (signer, entry, parent, hint) in enumerate(state.found):
        if len(signer.name) > 3 and signer.name.casefold() in folded:
            marked = replace(signer, withdrawn=signer.withdrawn or withdrawn, personal=signer.personal or personal)
            state.found[place] = (marked, entry, parent, hint)
            named = True
    return named


def _addition(state: Roster, row: Row) -> bool:
    words = row.text
    found = pattern("added").search(words)
    if found is None or has_bullet(words):
        return False
    colon = INLINE.search(words, found.start())
    if colon and not COLON.search(words):
        _reset(state)
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for entry in entries_in(tail, inline=True):
            take(state, entry)
        return True
    if COLON.search(words) or (len(words) < 80 and not body_word(words)):
        _reset(state)
        return True
    return is_sentence(words)


def _labelled(state: Roster, row: Row) -> bool:
    """A country, or who they are, and behind a colon those who sign: "Chile: River Party; Quay Union"."""
    colon = INLINE.search(row.text)
    label = bare(row.text[: colon.start()]) if colon else ""
    if colon is None or not label or len(label) > _LABEL:
        return False
    code = next(filter(None, map(country_of, (label, *re.split(r"\s*[/／(]\s*", label)))), None) or _country_in(label)
    hint = 4 if is_personal(label) else _hint(label) if _generic(label) else 0
    if not code and not hint:
        return False
    tail = Row(row.text[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
    # "Ada Brix, Ferry Guild" is one who signs for a body.
    parts = [] if re.search(r"[;；؛]", tail.text) else re.split(r"[,،，]\s*", tail.text)
    whole = len(parts) == 2 and leaning(parts[0]) >= 3 and leaning(parts[1]) <= -3
    before = state.country, state.hint, state.personal
    state.personal = state.personal or is_personal(label)
    state.country, state.hint = code or (None if hint else state.country), hint or state.hint
    for entry in entries_in(tail, inline=not whole):
        take(state, entry)
    state.country, state.hint, state.personal = before
    return True


def _country_in(label: str) -> str | None:
    """The country that a label names with few words around it: "For Chile", "Por la Argentina"."""
    codes = {code for code, *_ in countries_in(label)}
    return codes.pop() if len(codes) == 1 and len(label.split()) <= 3 and not body_word(label) else None


def _reset(state: Roster, heading: str = "") -> None:
    """Begin a new list, under a heading or none."""
    state.withdrawn = False
    _under(state, heading, None)


def _under(state: Roster, heading: str, country: str | None) -> None:
    """What a heading says holds for the next entries."""
    state.country, state.parent = country, None
    state.hint, state.personal = _hint(heading), is_personal(heading)


def _hint(words: str) -> int:
    """Persons or bodies, as a heading says: above or below 0, and nearer to it if it only says who signs."""
    persons = pattern("persons").search(words) is not None
    bodies = pattern("organizations").search(words) is not None
    signers = pattern("signers").search(words) is not None
    if persons == bodies or (bodies and signers):
        return int(signers and not bodies)
    return 4 * persons - 4 * bodies


def _parent(state: Roster, row: Row, following: Row | None) -> bool:
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
    colon = INLINE.search(words, found.end())
    ends = COLON.search(words) is not None
    # "The League and its sections in Chile and Peru": who they are is not said.
    abroad = not ends and not colon and any(countries_in(words[found.end() :]))
    if (
        not ends
        and not abroad
        and not (colon and colon.start() - found.end() < 40)
        and not (following and (following.indent > row.indent or has_bullet(following.text)))
    ):
        return False
    head = re.sub(r"[\s,،、，(（;–—-]+$", "", words[: found.start()])
    entry = Entry(head, row.start, row.start + len(head))
    if abroad:
        take(state, entry)
        return True
    state.parent = None
    take(state, entry)
    if not state.found or state.found[-1][1] != entry:
        return False
    signer = state.found[-1][0]
    state.found[-1] = (replace(signer, leaning=min(signer.leaning, -4)), entry, None, 0)
    state.parent, state.parent_row = signer.name, row
    if colon and not ends:
        tail = Row(words[colon.end() :], row.start + colon.end(), row.end, row.indent, 0)
        for part in entries_in(tail, inline=True):
            take(state, part)
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


def _heading(state: Roster, row: Row, following: Row | None) -> bool:
    """A line over entries: a country, a sector, persons or organizations."""
    words = _COUNT.sub("", row.text).strip(" *#_=–—-·•▪►")
    colon = COLON.search(words) is not None
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
            body_word(plain)
            and not _hint(plain)
            and (following.indent > row.indent or (has_bullet(following.text) and not has_bullet(row.text)))
        )
        if named and not country and leaning(plain) <= -3 and len(plain.split()) > 1:
            return False
        _under(state, plain, country)
        return True
    if has_bullet(row.text) or following is None or running(plain):
        return False
    hint = _hint(plain)
    shouted = plain.isupper() and len(plain) > 3 and not is_acronym(plain) and not following.text.isupper()
    generic = hint and len(plain.split()) <= 4 and (row.blanks > 0 or has_bullet(following.text) or shouted)
    if generic and _generic(plain):
        codes = {code for code, *_ in countries_in(plain)}
        _under(state, plain, next(iter(codes)) if len(codes) == 1 else None)
        return True
    if shouted and row.blanks > 0 and not country_of(plain):
        _under(state, plain, None)
        return True
    return False


def _generic(words: str) -> bool:
    """Whether a heading says no more than what kind of signers follow."""
    rest = words
    for name in ("persons", "signers", "organizations", "lead_in"):
        rest = re.sub(rf"{pattern(name).pattern}\w*", " ", rest, flags=re.I)
    return sum(word.casefold() not in function_words() for word in re.findall(r"[^\W\d_]{3,}", rest)) <= 1


def take_table(state: Roster, table: Table) -> None:
    """Take the rows of a table in."""
    for cells, entry in table.rows:
        parts = dict(zip(table.roles, cells, strict=False))
        name = parts.get("name") or ""
        if not re.search(r"[^\W\d_]", bare(name)):
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


def _is_dated(words: str) -> bool:
    """Whether words end with a day and its year, as no name does: "First published 3 May 2031"."""
    days = [date.end for date in find_dates(words) if date.precision == "day"]
    return bool(days) and days[-1] == len(words)


def take(state: Roster, entry: Entry) -> None:
    """Take an entry in, if it names a signatory."""
    words = bare(entry.text)
    if len(words) < 2 or len(words) > 400 or not re.search(r"[^\W\d_]", words):
        return
    if re.fullmatch(_ADDRESS, words) or pattern("nobody").match(words) or _is_dated(words):
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
            or (is_role(signer.name) and leaning(signer.name) <= 0 and state.found and not body_word(signer.name))
        ):
            continue
        country = signer.country or state.country
        signer = replace(
            signer,
            country=country,
            withdrawn=signer.withdrawn or state.withdrawn,
            personal=signer.personal or state.personal,
        )
        state.found.append((signer, entry, state.parent, state.hint))
