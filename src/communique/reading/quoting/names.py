"""Names in a text, and for each short mention the fullest form."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from communique.reading.lexicon import lexicon
from communique.reading.signing.kinds import leaning
from communique.reading.signing.words import body_word, particles

_CAPITAL = "[^\\W\\d_a-zß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžа-яёіїєґα-ωά-ώ]"
_TOKEN = rf"{_CAPITAL}[\w’'\-]*\w(?:[’'](?=\s{_CAPITAL}))?|{_CAPITAL}\.(?:\s?{_CAPITAL}\.)*|{_CAPITAL}"
_NAME = re.compile(rf"(?:{_TOKEN})(?:[ \u00a0](?:(?:{lexicon('speech')['inner']})[ \u00a0]){{0,2}}(?:{_TOKEN})){{0,9}}")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n“”\"«»„]\s*)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands, and its fullest form in the text."""

    name: str
    start: int
    end: int
    person: bool


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{lexicon('speech')['title']})\.?\s+)+", re.I)


def mentions(text: str, start: int, end: int, language: str | None = None) -> list[Mention]:
    """The names between two offsets, in order, each with the fullest form that stands anywhere between them.

    Where a ``language`` writes all nouns with capitals, a single word is a name only if a longer one ends with it.
    """
    raw: list[tuple[str, int, int]] = []
    for found in _NAME.finditer(text, start, end):
        words, at = found.group(), found.start()
        titled = _titles().match(words)
        if titled:
            words, at = words[titled.end() :], at + titled.end()
        words, at = _without_opening(text, words, at)
        for part, offset in _parted(words):
            raw.append((part, at + offset, at + offset + len(part)))
    counts = Counter(words for words, *_ in raw)
    full = _fullest(counts)
    return [
        Mention(full.get(words, words), at, stop, _is_person(full.get(words, words)))
        for words, at, stop in raw
        if " " in full.get(words, words) or (language != "de" and (counts[words] > 1 or not _opens_sentence(text, at)))
    ]


def _parted(words: str) -> list[tuple[str, int]]:
    """A person and the body named behind: "Owen Sallow of the Fenland Trust" are two names."""
    for found in _JOINED.finditer(words):
        head, tail = words[: found.start()], words[found.end() :]
        if any(" " in side and leaning(side) > 0 for side in (_PARTS.split(head)[0], _PARTS.split(tail)[0])):
            return [*_parted(head), *((part, found.end() + at) for part, at in _parted(tail))]
    for found in _PARTS.finditer(words):
        head = words[: found.start()]
        if " " in head and leaning(head) > 0:
            return [(head, 0), *((part, found.end() + at) for part, at in _parted(words[found.end() :]))]
    return [(words, 0)] if words and not words.isdigit() else []


_JOINED = re.compile(r"\s(?:and|und|et|y|e|och|en|i|и|та|και|&)\s")
_PARTS = re.compile(
    r"\s(?:of|for|from|at|the|für|des|der|vom|pour|du|de la|del|de los|van het|των|του|της)(?:\s(?:the|der|la|los))?\s"
)


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s-])(?:{lexicon('speech')['place']})$|^(?:{lexicon('speech')['place']})\s", re.I)


def _is_person(name: str) -> bool:
    return " " in name and leaning(name) > 0 and not _place().search(name)


def _without_opening(text: str, words: str, at: int) -> tuple[str, int]:
    """A name without a common word that is capital only because it opens a sentence: "Yesterday Ada Brix"."""
    first, _, rest = words.partition(" ")
    if re.match(r"[LDld]['’][a-zà-ÿ]", first):
        return (rest, at + len(first) + 1) if _CAPITAL_START.match(rest) else ("", at)
    if rest and _opens_sentence(text, at) and first.casefold() in _openers() and _CAPITAL_START.match(rest):
        return rest, at + len(first) + 1
    if not rest and first.casefold() in _openers():
        return "", at
    return words, at


_CAPITAL_START = re.compile(_CAPITAL)


def _opens_sentence(text: str, at: int) -> bool:
    return _SENTENCE_START.search(text[max(0, at - 4) : at]) is not None


@cache
def _openers() -> frozenset[str]:
    return frozenset(lexicon("speech")["openers"].split("|"))


def _fullest(counts: Counter[str]) -> dict[str, str]:
    """Short form -> the longest name that ends with it, or that it abbreviates, where only one does."""
    ends: dict[str, set[str]] = {}
    for name in counts:
        words = name.split()
        for number in range(1, len(words)):
            ends.setdefault(" ".join(words[number:]), set()).add(name)
    firsts: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for name in counts:
        words = name.split()
        if len(words) > 1 and leaning(name) > 0:
            firsts.setdefault(words[0], set()).add(name)
            if not words[-1].isascii():
                for form in (words[-1], words[-1][:-1]):
                    stems.setdefault(form, set()).add(name)
    full: dict[str, str] = {}
    for name in counts:
        longer = {other for other in ends.get(name, ()) if other != name}
        if not longer and " " not in name:
            cut = (name[: len(name) - less] for less in range(4) if len(name) - less >= 4)
            longer = firsts.get(name, set()) or next((stems[form] for form in cut if form in stems), set())
        longer = {one for one in longer if not any(one != other and one in ends_of(other) for other in longer)}
        if len(longer) == 1:
            full[name] = longer.pop()
    return full


def ends_of(name: str) -> list[str]:
    """What remains of a name when words are taken from its front."""
    words = name.split()
    return [" ".join(words[number:]) for number in range(1, len(words))]


def is_body(name: str) -> bool:
    """Whether a name is rather that of a body."""
    return body_word(name) is not None and leaning(name) <= 0


def is_particle(word: str) -> bool:
    """Whether a small word may stand in a name of a person."""
    return word.casefold() in particles()
