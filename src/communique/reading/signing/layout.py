"""How a roster is laid out: its lines, and the entries in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.reading.signing.entry import bare, has_bullet
from communique.reading.signing.kinds import leaning
from communique.reading.signing.words import INVISIBLE, body_word, honorific, pattern

_LONGEST_ENTRY = 800
_TERMINAL = re.compile(r"[.!?…。！？؟।॥።։][\"'”’»)\]）」]*$")
_ABBREVIATED = re.compile(r"[\s.][^\W\d_]\.$")
# Names such as "ver.di" begin small.
_DOTTED = re.compile(r"[^\W\d_]+\.[^\W\d_]")
_LISTING = re.compile(r"[;；؛]|\s[·•|｜]\s|[、]")
_COMMA = re.compile(r"[,，،፣]\s*")
_FINAL_AND = re.compile(
    r"\s(?:and|und|et|y|e|ed|en|och|og|i|oraz|и|та|і|й|και|ve|և|და|እና|और|ও|এবং|மற்றும்|และ|및)\s+(?=\S)|\s(?:و|ו)(?=\S)|(?:和|以及|及)(?=\S)|\s?&\s",
    re.I,
)
_SLASH = re.compile(r"\s[/／]\s")
_COMMAS, _SHORT_PART = 4, 5
"""Without letter case, so many commas between parts of so few words make a list of a line that ends as sentences do."""

_SLASHES = 3
"""So many slashes part entries; fewer may part the languages of one name."""

_OPENS = re.compile(r"[(（\[［][^()（）\[\]［］]*$")
_GOES_ON = re.compile(
    r"(?:[(/]|\s(?:and|of|the|for|und|der|für|et|de|du|la|y|del|e|da|di|van|и|по|за|της|των|και|ve|و))$", re.I
)


@dataclass(frozen=True)
class Row:
    """A line that is not blank: its words, where they are, how far they are set in, blank lines before it."""

    text: str
    start: int
    end: int
    indent: int
    blanks: int


@dataclass(frozen=True)
class Entry:
    """A stretch of the text that may name a signatory."""

    text: str
    start: int
    end: int


def rows_of(text: str, start: int, end: int) -> list[Row]:
    """The lines between two offsets that hold more than white space."""
    rows: list[Row] = []
    blanks = 0
    for found in re.finditer(r"[^\n\r\u2028\u2029\x85]+|\r\n|[\n\r\u2028\u2029\x85]", text[start:end]):
        raw = found.group()
        if raw[0] in "\n\r\u2028\u2029\x85":
            blanks += 1
            continue
        stripped = raw.strip().strip(INVISIBLE).strip()
        if not stripped:
            continue
        lead = raw.index(stripped)
        begin = start + found.start() + lead
        indent = lead + 3 * raw[:lead].count("\t")
        rows.append(Row(stripped, begin, begin + len(stripped), indent, max(0, blanks - 1) if rows else 0))
        blanks = 0
    return rows


def is_sentence(words: str) -> bool:
    """Whether a line is running prose."""
    if not _TERMINAL.search(words) or _ABBREVIATED.search(words):
        return len(words) > 220 and len(_LISTING.findall(words)) < 2 and len(_COMMA.findall(words)) < 5
    parts = words.split()
    cased = [part for part in parts if part[0].isupper() or part[0].islower()]
    if len(cased) > len(parts) / 2:
        small = sum(part[0].islower() for part in cased)
        return len(parts) >= 6 and small >= 0.45 * len(parts) and not len(_LISTING.findall(words)) >= 3
    solid = sum(1 for letter in words if "\u2e80" <= letter <= "\ud7ff")
    if solid > len(words) / 2:
        # No name ends with a full stop, but a short list may.
        return len(words) >= (9 if not _LISTING.search(words) else 18) and len(_LISTING.findall(words)) < 3
    commas = _COMMA.split(words)
    if len(commas) > _COMMAS and all(len(part.split()) <= _SHORT_PART for part in commas):
        return False
    # No list ends with the stops that only sentences have.
    least = 3 if re.search(r"[।॥։]$", words) else 6
    return len(parts) >= least and len(_LISTING.findall(words)) < 2


def merged(text: str, rows: list[Row]) -> list[Row]:
    """Rows of which one goes on in the next, as one."""
    bulleted = sum(has_bullet(row.text) for row in rows)
    marked = len(rows) >= 3 and bulleted >= 0.5 * len(rows)
    joined: list[Row] = []
    for row in rows:
        before = joined[-1] if joined else None
        if before and _continues(before, row, marked=marked):
            joined[-1] = Row(text[before.start : row.end], before.start, row.end, before.indent, before.blanks)
        else:
            joined.append(row)
    return joined


def _continues(before: Row, row: Row, *, marked: bool) -> bool:
    lists = running(before.text[:_LONGEST_ENTRY])
    if row.blanks or has_bullet(row.text) or row.end - before.start > _LONGEST_ENTRY * (25 if lists else 1):
        return False
    if re.search(r"[:：]", row.text) and any(
        pattern(name).search(row.text) for name in ("lead_in", "added", "withdrawn", "others")
    ):
        return False
    if before.text.endswith((":", "：", ";", "；", "؛")) and not lists:
        return False
    if _OPENS.search(before.text[-200:]) and len(before.text) > 25 and not re.search(r"[()（）]", row.text[:1]):
        return ")" in row.text or "）" in row.text
    if lists:
        return not _TERMINAL.search(before.text) and (
            len(before.text) > 45 or before.text.endswith((",", ";", "،", "、", "，", "؛", "·", "|"))
        )
    first = row.text[0]
    if (first.islower() and not _DOTTED.match(row.text)) or first in "(（":
        return len(before.text) > 30 and not _TERMINAL.search(before.text) and before.text[-1] not in ")）]"
    if row.indent >= before.indent + 2 and len(before.text) > 30 and not marked:
        return True
    if _GOES_ON.search(before.text):
        return True
    return marked and row.indent > before.indent and has_bullet(before.text)


def running(words: str) -> bool:
    """Whether a line lists several entries one after the other."""
    if len(_LISTING.findall(words.rstrip(" ;；؛、"))) >= 2:
        return True
    if has_bullet(words):
        return False
    commas = len(_COMMA.findall(words.rstrip(" ,，،")))
    if 2 <= commas < 4:
        parts = [part for part in _COMMA.split(words) if part.strip()]
        bodies = all(leaning(part) <= -3 and not re.search(r"\s[–—-]\s", part) for part in parts)
        return bodies or all(_is_whole(re.sub(r"[(（].*", "", part).strip()) for part in parts)
    return commas >= 4


def _is_whole(words: str) -> bool:
    """Whether words are the whole name of a person, and no part of one."""
    return leaning(words) >= (3 if " " in words else 2) and (" " in words or not words[0].isupper())


def entries_in(row: Row, *, inline: bool = False) -> Iterator[Entry]:
    """The entries that a row holds: one, or several where it lists them one after the other.

    ``inline`` says that it follows a lead-in on the same line, so that few are a list, too.
    """
    words = row.text
    cut: list[tuple[int, int]]
    columns = [(found.start(), found.end()) for found in re.finditer(r"\S(?:\S| (?! ))*", words)]
    if len(columns) > 1 and "\n" not in words and all(_stands_alone(words[a:b]) for a, b in columns):
        yield from (Entry(words[a:b], row.start + a, row.start + b) for a, b in columns)
        return
    if re.search(r"\S\s*[;；؛]\s*\S", words) and (inline or len(re.findall(r"[;；؛]", words)) >= 2):
        cut = _cut(words, r"[;；؛]")
    elif len(re.findall(r"\s?[·•|｜]\s", words)) >= 2 or (inline and re.search(r"\s[·•|｜]\s", words)):
        cut = _cut(words, r"\s?[·•|｜]\s")
    elif len(_SLASH.findall(words)) >= _SLASHES:
        cut = _cut(words, r"\s[/／]\s")
    elif len(re.findall("、", words)) >= (1 if inline else 2):
        cut = _cut(words, "[、]")
    elif (running(words) or (inline and (_COMMA.search(words) or _FINAL_AND.search(words)))) and _many(words):
        cut = _attached(words, _cut(words, r"[,，،፣]"))
    else:
        cut = [(0, len(words))]
    if len(cut) > 1 or inline:
        cut = _last_apart(words, cut)
    for start, end in cut:
        part = words[start:end]
        lead = len(part) - len(part.lstrip())
        if bare(part):
            yield Entry(part.strip(), row.start + start + lead, row.start + start + lead + len(part.strip()))


def _cut(words: str, separator: str) -> list[tuple[int, int]]:
    """The stretches between separators that stand outside brackets."""
    depth, start = 0, 0
    cut: list[tuple[int, int]] = []
    marks = {found.start(): found.end() for found in re.finditer(separator, words)}
    for place, letter in enumerate(words):
        if letter in "(（[［":
            depth += 1
        elif letter in ")）]］":
            depth = max(0, depth - 1)
        if place in marks and depth == 0:
            cut.append((start, place))
            start = marks[place]
    cut.append((start, len(words)))
    return [(a, b) for a, b in cut if words[a:b].strip()]


def _many(words: str) -> bool:
    """Whether commas part entries here, and not the pieces of one entry."""
    parts = [words[a:b].strip() for a, b in _cut(words, r"[,，،፣]")]
    named = sum(abs(leaning(re.sub(r"[(（].*", "", part) or part)) >= 1 for part in parts)
    return named >= 0.5 * len(parts)


def _attached(words: str, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Puts an office, a country or a part of a name back to the entry that it belongs to."""
    from communique.reading.countries import country_of
    from communique.reading.signing.entry import is_role, office_before

    kept: list[tuple[int, int]] = []
    for start, end in cut:
        part = words[start:end].strip()
        named = _titled(part) or office_before(part)
        belongs = kept and (
            (is_role(part) and not named and not (body_word(part) and _is_body(words[slice(*kept[-1])])))
            or country_of(part)
            or (not named and part[:1].islower() and not _FINAL_AND.match(f" {part}") and not body_word(part))
            or (pattern("behalf").match(part) and leaning(words[kept[-1][0] : kept[-1][1]].strip()) > 0)
        )
        if belongs:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _is_body(words: str) -> bool:
    return leaning(re.sub(r"[(（].*", "", words).strip()) <= -3


def _titled(words: str) -> bool:
    """Whether a title, and no office, opens a name: "Prof. Dr. Leyla Arın"."""
    title = honorific().match(words)
    name = words[title.end() :].split() if title else []
    return 2 <= len(name) <= 4 and leaning(words) >= 4


def _last_apart(words: str, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last stretch of a list names two where "and" parts them: "A, B and C"."""
    start, end = cut[-1]
    last = words[start:end]
    opening = _FINAL_AND.match(f" {last.lstrip()}")
    if opening:
        skip = len(last) - len(last.lstrip()) + opening.end() - 1
        return [*cut[:-1], (start + skip, end)]
    for found in _FINAL_AND.finditer(last):
        left, right = last[: found.start()].strip(), last[found.end() :].strip(" .")
        whole = re.search(r"[(（][^)）]*$", left)
        if whole or not left or not right:
            continue
        single = len(cut) == 1 and " " not in left and " " not in right
        if not single and _stands_alone(left) and _stands_alone(right):
            return [*cut[:-1], (start, start + found.start()), (start + found.end(), end)]
    return cut


def _stands_alone(words: str) -> bool:
    plain = re.sub(r"[(（][^)）]*[)）]?", "", words).strip(" .,")
    return abs(leaning(plain)) >= 1 and (" " in plain or len(plain) > 3)
