"""Which names may mean one entity: candidates for a person to judge, each with its reason.

Names are compared by match keys (letters of every script in ASCII, without titles, articles and legal forms), pair by
pair within blocks that share a word or its first letters, so that the work grows with the number of names. Nothing is
merged on a score.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import token_sort_ratio

_MOST_IN_BLOCK = 60
_LEAST_ALIKE = 84
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "in",
        "on",
        "at",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "del",
        "los",
        "las",
        "el",
        "y",
        "e",
        "o",
        "di",
        "da",
        "do",
        "der",
        "die",
        "das",
        "und",
        "für",
        "fur",
        "van",
        "het",
        "en",
        "i",
    ]
)
_LEGAL = frozenset(["ev", "e", "v", "ltd", "inc", "gmbh", "ggmbh", "llc", "plc", "sa", "srl", "asbl", "vzw", "co"])
_TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "sir",
        "rev",
        "reverend",
        "herr",
        "frau",
        "mme",
        "m",
        "sr",
        "sra",
        "don",
        "dona",
        "dott",
        "avv",
    ]
)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Named:
    """A name to be compared: its number, its canonical form and the others it has."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one; ``score`` between 0 and 1 orders them, ``reason`` says why."""

    a: int
    b: int
    score: float
    reason: str


@cache
def match_key(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: ASCII, lower case, without titles, articles and legal forms.

    >>> match_key("The Harbour-Guild e.V."), match_key("Δίκτυο Ποδηλατών")
    (('harbour', 'guild'), ('diktyo', 'podilaton'))
    """
    words = _WORD.findall(anyascii(name.replace("&", " and ").replace("’", "").replace("'", "")).casefold())
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    kept = [word for word in words if word not in _SMALL and word not in _LEGAL]
    return tuple(kept or words)


def pairs(names: Sequence[Named]) -> list[Pair]:
    """The pairs that may be one, the likeliest first; each pair once, with its best reason.

    Names that differ in a number, or in a word that tells entities apart elsewhere in the list, are no pair.
    """
    forms = [(named.id, form) for named in names for form in dict.fromkeys((named.name, *named.aliases))]
    keys = {form: match_key(form) for _, form in forms}
    # A word that many names have on its own right tells them apart: "north" and "south", "printers" and "painters".
    uses = Counter(word for named in names for word in set(match_key(named.name)))
    best: dict[tuple[int, int], Pair] = {}
    for (a, left), (b, right) in _blocked(forms, keys):
        if a == b:
            continue
        score, reason = _alike(left, right, keys, uses)
        first, second = min(a, b), max(a, b)
        if (score and (found := best.get((first, second))) is None) or (score and found and score > found.score):
            best[first, second] = Pair(first, second, round(score, 3), reason)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.a, pair.b))


def _blocked(
    forms: Sequence[tuple[int, str]], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    blocks: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, form in forms:
        words = keys[form]
        signs = {word[:4] for word in words if len(word) > 2}
        signs |= {f"={''.join(words)}", f"*{''.join(word[0] for word in words)}", f"={''.join(sorted(words))}"}
        if len(words) == 1:
            signs.add(f"*{words[0]}")
        if len(words) > 1:
            signs.add(f"~{words[0][0]}{words[-1][:3]}")
        for sign in signs:
            blocks[sign].append((number, form))
    for members in blocks.values():
        if len(members) <= _MOST_IN_BLOCK:
            for place, one in enumerate(members):
                for other in members[place + 1 :]:
                    yield one, other


def _alike(left: str, right: str, keys: Mapping[str, tuple[str, ...]], uses: Mapping[str, int]) -> tuple[float, str]:
    a, b = keys[left], keys[right]
    if _NUMBER.findall("".join(a)) != _NUMBER.findall("".join(b)):
        return 0.0, ""
    if a == b:
        return 1.0, "the same but for marks, case, script or titles"
    if sorted(a) == sorted(b):
        return 0.97, "the same words in another order"
    if "".join(a) == "".join(b):
        return 0.96, "the same but for spaces"
    if _initials(a, left, b) or _initials(b, right, a):
        return 0.95, "the initials of the other"
    if len(a) == len(b) >= 2 and a[-1] == b[-1] and _first_initial(a, b):
        return 0.9, "the same family name and initial"
    return _spelling(left, right, a, b, uses)


def _initials(short: tuple[str, ...], written: str, long: tuple[str, ...]) -> bool:
    letters = "".join(short)
    capital = sum(letter.isupper() for letter in written) >= 2
    return len(short) == 1 and capital and len(long) >= 2 and letters == "".join(word[0] for word in long)


def _first_initial(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    heads = list(zip(a[:-1], b[:-1], strict=True))
    return any(len(x) == 1 or len(y) == 1 for x, y in heads) and all(
        x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in heads
    )


def _spelling(
    left: str, right: str, a: tuple[str, ...], b: tuple[str, ...], uses: Mapping[str, int]
) -> tuple[float, str]:
    """Spellings of one name: words of equal number that differ in few letters, none of which tells others apart."""
    foreign = left.isascii() != right.isascii()
    if len(a) != len(b):
        return 0.0, ""
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    for x, y in differing:
        allowed = max(1, min(len(x), len(y)) // (3 if foreign else 5))
        if min(len(x), len(y)) < 4 or Levenshtein.distance(x, y) > allowed or (x[0] != y[0] and not foreign):
            return 0.0, ""
        if not foreign and uses.get(x, 0) > 1 and uses.get(y, 0) > 1:
            return 0.0, ""
    ratio = token_sort_ratio(" ".join(a), " ".join(b))
    if ratio < _LEAST_ALIKE or len(differing) > (len(a) if foreign else 1):
        return 0.0, ""
    return ratio / 110, "another transliteration" if foreign else "another spelling"
