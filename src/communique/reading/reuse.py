"""Words that stand in several documents: copies, reprints with changes, embedded texts, passages quoted elsewhere.

Candidates by winnowing (Schleimer, Wilkerson & Aiken, "Winnowing: local algorithms for document fingerprinting",
SIGMOD 2003, §3): of the hashes of all runs of :data:`RUN` words, the least of each :data:`WINDOW` in a row is kept. Any
:data:`SHORTEST` words in a row that two texts share leave them a fingerprint in common: nothing is left to chance, and
no seed is needed. A text is compared with the first and the latest one before it of each fingerprint, so that forty
reprints make eighty comparisons, not eight hundred. Comparing is exact, word by word.

Words are compared without case, accents' form, marks and spaces. Where a script writes none between words, every
character is one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

RUN = 6
"""Words in a hash."""

WINDOW = 7
"""Hashes of which the least becomes a fingerprint."""

SHORTEST = RUN + WINDOW - 1
"""Words in a row that two texts must share before anything is said of it."""

_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff]|\w+")
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

_CLOSELY = 40_000
_PLACES = 50
"""Of words that a text repeats, so many places are looked at."""

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Reuse(StrEnum):
    """What the later of two texts is to the earlier."""

    COPY = "copy"
    """Word for word the same."""

    REPRINT = "reprint"
    """At least half the words of either stand in the other."""

    EMBEDDED = "embedded"
    """At least half the words of the shorter stand in the longer."""

    PASSAGE = "passage"
    """Less, but :data:`SHORTEST` words in a row."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Words in a row that stand in two texts: code points ``[start, end)`` in either, and how many words."""

    earlier: tuple[int, int]
    later: tuple[int, int]
    words: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts that share words, by their places in the order of appearance.

    Attributes
    ----------
    earlier, later
        Their places.
    kind
        What the later is to the earlier.
    of_earlier, of_later
        Share of the words of each that stand in the other, from 0 to 1.
    shared
        What they share, in the order of the later.
    """

    earlier: int
    later: int
    kind: Reuse
    of_earlier: float
    of_later: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the later text differs: what stood there, what stands there now; one of them may be empty."""

    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True)
class Found:
    """What was found among texts: ``clusters`` of one text and its copies and reprints, first appearance first, with
    each later member compared to it; and all other ``passages`` and embedded texts, each with its earliest place.
    """

    clusters: tuple[tuple[Comparison, ...], ...]
    passages: tuple[Comparison, ...]


class Texts:
    """Texts in the order of their appearance, as numbers of words.

    Parameters
    ----------
    texts
        The texts; what is not to be compared (chrome) is blank in them.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        folded: dict[str, int] = {}
        self.words: list[Ints] = []
        self._places: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []
        for text in texts:
            found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
            row = np.empty(len(found), dtype=np.int64)
            for n, (word, _, _) in enumerate(found):
                number = folded.get(word)
                if number is None:
                    key = unicodedata.normalize("NFKC", word).casefold()
                    number = folded[word] = numbers.setdefault(key, len(numbers))
                row[n] = number
            self.words.append(row)
            self._places.append(
                (np.array([f[1] for f in found], dtype=np.int32), np.array([f[2] for f in found], dtype=np.int32))
            )

    def __len__(self) -> int:
        return len(self.words)

    def span(self, place: int, start: int, end: int) -> tuple[int, int]:
        """Code points from one word to before another; an empty span where there are none."""
        starts, ends = self._places[place]
        if start >= end:
            at = int(starts[start]) if start < len(starts) else int(ends[-1]) if len(ends) else 0
            return at, at
        return int(starts[start]), int(ends[end - 1])

    def within(self, place: int, start: int, end: int) -> tuple[int, int]:
        """The words, from and to before, that code points ``[start, end)`` touch."""
        starts, ends = self._places[place]
        return int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(starts, end, side="left"))

    def hashes(self, place: int) -> Hashes:
        """The hash of every run of words; of all words where there are fewer than a run."""
        words = self.words[place]
        run = min(RUN, len(words))
        count = len(words) - run + 1
        result = np.full(count if run else 0, run, dtype=np.uint64)
        mixed = _mixed(words.astype(np.uint64))
        for n in range(run):
            result = _mixed(result * np.uint64(_MIX[0]) + mixed[n : n + count])
        return result

    def fingerprints(self, place: int) -> Hashes:
        """The hashes that stand for a text, each once."""
        hashes = self.hashes(place)
        if len(hashes) <= WINDOW:
            return hashes[:0] if not len(hashes) else hashes.min(keepdims=True)
        return np.unique(np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(axis=1))


def _mixed(numbers: Hashes) -> Hashes:
    """Steele, Lea & Flood's SplitMix64 finalizer: neighbours become strangers."""
    numbers = numbers + np.uint64(_MIX[0])
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(_MIX[1])
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(_MIX[2])
    return np.asarray(numbers ^ (numbers >> np.uint64(31)), dtype=np.uint64)


def find_reuse(texts: Texts) -> Found:
    """All reuse among texts, in time linear in their words (but for sorting) as long as reuse itself is."""
    compared: dict[tuple[int, int], Comparison] = {}
    for earlier, later in _candidates(texts):
        comparison = compare(texts, earlier, later)
        if comparison is not None:
            compared[earlier, later] = comparison
    heads = list(range(len(texts)))

    def head(place: int) -> int:
        while heads[place] != place:
            heads[place] = heads[heads[place]]
            place = heads[place]
        return place

    for (earlier, later), comparison in compared.items():
        if comparison.kind in (Reuse.COPY, Reuse.REPRINT):
            one, other = sorted((head(earlier), head(later)))
            heads[other] = one
    members: dict[int, list[Comparison]] = defaultdict(list)
    for place in range(len(texts)):
        first = head(place)
        if first != place:
            against = compared.get((first, place)) or compare(texts, first, place)
            if against is not None:
                members[first].append(against)
    passages: dict[tuple[int, int], Comparison] = {}
    # A passage of a reprint is one of its first appearance, where that has it: what both share is told once.
    for key in sorted(compared, key=lambda key: (key != (head(key[0]), head(key[1])), key)):
        one, other = sorted((head(key[0]), head(key[1])))
        if one != other:
            passages.setdefault((one, other), compared[key])
    return Found(
        tuple(tuple(found) for _, found in sorted(members.items())),
        tuple(passages[pair] for pair in sorted(passages)),
    )


def _candidates(texts: Texts) -> Iterator[tuple[int, int]]:
    """Pairs of texts with a fingerprint in common: each with the first and with the latest one before it."""
    prints = [texts.fingerprints(place) for place in range(len(texts))]
    if not prints:
        return
    hashes = np.concatenate(prints)
    places = np.repeat(np.arange(len(prints), dtype=np.int64), [len(p) for p in prints])
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    if len(hashes) < 2:
        return
    same = np.flatnonzero(hashes[1:] == hashes[:-1])
    first_of = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    firsts = places[first_of[np.searchsorted(first_of, same, side="right") - 1]]
    later = places[same + 1]
    width = len(prints)
    pairs = np.unique(np.concatenate([firsts * width + later, places[same] * width + later]))
    yield from zip((pairs // width).tolist(), (pairs % width).tolist(), strict=True)


def compare(texts: Texts, earlier: int, later: int) -> Comparison | None:
    """What two texts share, word by word; ``None`` if it is less than :data:`SHORTEST` words in a row.

    Texts of fewer words are compared as wholes.
    """
    a, b = texts.words[earlier], texts.words[later]
    if not len(a) or not len(b):
        return None
    if np.array_equal(a, b):
        whole = Shared(texts.span(earlier, 0, len(a)), texts.span(later, 0, len(b)), len(a))
        return Comparison(earlier, later, Reuse.COPY, 1.0, 1.0, (whole,))
    runs = _runs(a, b, texts.hashes(earlier), texts.hashes(later))
    if not any(length >= SHORTEST for _, _, length in runs):
        return None
    marked = np.zeros(len(a), dtype=bool)
    for start, _, length in runs:
        marked[start : start + length] = True
    of_earlier = float(marked.mean())
    of_later = sum(length for *_, length in runs) / len(b)
    if min(of_earlier, of_later) >= 0.5:
        kind = Reuse.REPRINT
    elif (of_earlier if len(a) <= len(b) else of_later) >= 0.5:
        kind = Reuse.EMBEDDED
    else:
        kind = Reuse.PASSAGE
    kept = runs if kind is not Reuse.PASSAGE else [run for run in runs if run[2] >= SHORTEST]
    shared = tuple(
        Shared(texts.span(earlier, i, i + length), texts.span(later, j, j + length), length) for i, j, length in kept
    )
    return Comparison(earlier, later, kind, of_earlier, of_later, shared)


def _runs(a: Ints, b: Ints, of_a: Hashes, of_b: Hashes) -> list[tuple[int, int, int]]:
    """Longest runs of equal words: start in ``a``, start in ``b``, length; apart in ``b``, in its order."""
    run = min(RUN, len(a), len(b))
    if run < RUN:
        return []
    order = np.argsort(of_a, kind="stable")
    low = np.searchsorted(of_a[order], of_b, side="left")
    high = np.searchsorted(of_a[order], of_b, side="right")
    runs: list[tuple[int, int, int]] = []
    done, going_on = 0, 0
    for j in np.flatnonzero(high > low).tolist():
        if j < done:
            continue
        places = order[low[j] : high[j]].tolist()
        if going_on in places:
            # What goes on from what was shared before is meant, wherever else the words may stand, too.
            places = [going_on]
        i, length = 0, 0
        for place in places[:_PLACES]:
            rest = min(len(a) - place, len(b) - j)
            different = np.flatnonzero(a[place : place + rest] != b[j : j + rest])
            reach = int(different[0]) if len(different) else rest
            if reach > length:
                i, length = place, reach
        back = 0
        while i > back and j - back > done and a[i - back - 1] == b[j - back - 1]:
            back += 1
        runs.append((i - back, j - back, length + back))
        done, going_on = j + length, i + length
    return runs


def edits(texts: Texts, earlier: int, later: int) -> list[Edit]:
    """Where the later of two texts differs from the earlier, in the order of the later; each place a span of both.

    What was moved elsewhere counts as taken out there and put in here.
    """
    a, b = texts.words[earlier], texts.words[later]
    found: list[Edit] = []
    i = j = 0
    for start, at, length in [*_forward(_runs(a, b, texts.hashes(earlier), texts.hashes(later))), (len(a), len(b), 0)]:
        for left, right, below, above in _differences(a[i:start].tolist(), b[j:at].tolist()):
            found.append(Edit(texts.span(earlier, i + left, i + right), texts.span(later, j + below, j + above)))
        i, j = start + length, at + length
    return [] if np.array_equal(a, b) else found


def _differences(a: list[int], b: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Where two stretches differ, word by word; as a whole where they are too long to be looked at so closely."""
    if len(a) * len(b) > _CLOSELY:
        yield 0, len(a), 0, len(b)
        return
    for what, *span in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what != "equal":
            yield span[0], span[1], span[2], span[3]


def _forward(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The runs that follow each other in both texts and hold the most words together."""
    before: list[int] = []
    words: list[int] = []
    # The chains so far that may still become the best: the further they reach, the more words they hold.
    reach: list[tuple[int, int]] = []
    for n, (start, _, length) in enumerate(runs):
        at = bisect_right(reach, (start, len(runs))) - 1
        before.append(reach[at][1] if at >= 0 else -1)
        words.append(length + (words[reach[at][1]] if at >= 0 else 0))
        place = bisect_left(reach, (start + length, -1))
        if place and words[reach[place - 1][1]] >= words[n]:
            continue
        stop = place
        while stop < len(reach) and words[reach[stop][1]] <= words[n]:
            stop += 1
        reach[place:stop] = [(start + length, n)]
    chain: list[tuple[int, int, int]] = []
    link = reach[-1][1] if reach else -1
    while link >= 0:
        chain.append(runs[link])
        link = before[link]
    return chain[::-1]


_AROUND = 40
"""Words that a span is looked at with, if its own do not all stand in an earlier text."""


def first_places(texts: Texts, spans: Sequence[tuple[int, int, int]]) -> list[int]:
    """Where the words of spans stand first: for each ``(place, start, end)`` the place of the earliest text.

    That is its own text, unless an earlier one has nearly all the words of the span (with neighbours, if there are
    fewer than :data:`SHORTEST`), or some of them and half of the forty words that they stand among: a reprint may have
    changed one. Shapes: ``spans`` and the result have the same length.
    """
    own: dict[int, Hashes] = {}
    asked: list[tuple[Hashes, Hashes, Hashes]] = []
    for place, start, end in spans:
        if place not in own:
            own[place] = texts.hashes(place)
        first, last = texts.within(place, start, end)
        count = len(texts.words[place])
        near, around = (_runs_of(own[place], *_widened(first, last, count, n)) for n in (SHORTEST, _AROUND))
        touching = _runs_of(own[place], max(0, first - RUN + 1), min(count, last + RUN - 1))
        asked.append((near, around, touching))
    every = np.unique(np.concatenate([h for one in asked for h in one])) if asked else np.empty(0, dtype=np.uint64)
    where: list[list[int]] = [[] for _ in range(len(every))]
    for place in range(len(texts)) if len(every) else ():
        hashes = np.unique(own[place] if place in own else texts.hashes(place))
        at = np.minimum(np.searchsorted(every, hashes), len(every) - 1)
        for n in at[every[at] == hashes].tolist():
            where[n].append(place)

    def shares(place: int, hashes: Hashes) -> dict[int, float]:
        counts: dict[int, int] = defaultdict(int)
        for n in np.searchsorted(every, hashes).tolist():
            for there in where[n]:
                if there >= place:
                    break
                counts[there] += 1
        return {there: n / len(hashes) for there, n in counts.items()}

    result: list[int] = []
    for (place, _, _), (near, around, touching) in zip(spans, asked, strict=True):
        touched = shares(place, touching)
        reprints = [there for there, share in shares(place, near).items() if share >= 0.8]
        reprints += [there for there, share in shares(place, around).items() if share >= 0.5 and there in touched]
        result.append(min(reprints, default=place))
    return result


def _widened(first: int, last: int, count: int, words: int) -> tuple[int, int]:
    """A span of at least so many words, as far as there are any, with the given one in its middle."""
    low = max(0, first - max(0, words - (last - first)) // 2)
    high = min(count, max(last, low + words))
    return max(0, min(low, high - words)), high


def _runs_of(hashes: Hashes, first: int, last: int) -> Hashes:
    """The hashes of the runs within words ``[first, last)``."""
    return np.unique(hashes[first : max(last - RUN + 1, first + 1)])
