"""Reuse among made texts: what is found of what was planted, and whether twice the texts take twice the seconds.

Texts are strings of made words, as often as words are in a language (Zipf). Some reprint an earlier one with every 25th
word changed and a head of their own; some quote thirty words of one; every tenth ends with the same imprint of twenty.
"""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np

from communique.reading.reuse import Reuse, Texts, find_reuse

_SEED = 900_000
_WORDS = 20_000
_LENGTH = (150, 600)


def measure(count: int) -> dict[str, Any]:
    """Seconds for ``count`` texts and for half of them, and precision and recall of reprints and passages."""
    half = _timed(count // 2)["seconds"]
    return _timed(count) | {"seconds_for_half": half}


def _timed(count: int) -> dict[str, Any]:
    texts, reprints, passages = _make(count)
    begun = time.monotonic()
    found = find_reuse(Texts(texts))
    seconds = time.monotonic() - begun
    members = {(c.earlier, c.later) for cluster in found.clusters for c in cluster}
    quoted = {(c.earlier, c.later) for c in found.passages if c.kind is Reuse.PASSAGE}
    imprints = {pair for pair in quoted if pair not in passages and all(place % 10 == 0 for place in pair)}
    return {
        "texts": count,
        "words": sum(text.count(" ") + 1 for text in texts),
        "seconds": round(seconds, 1),
        "reprints": len(reprints),
        "reprints_recall": round(len(members & reprints) / len(reprints), 4),
        "reprints_precision": round(len(members & reprints) / max(1, len(members)), 4),
        "passages": len(passages),
        "passages_recall": round(len(quoted & passages) / len(passages), 4),
        "passages_precision": round(len(quoted & passages) / max(1, len(quoted - imprints)), 4),
    }


def _make(count: int) -> tuple[list[str], set[tuple[int, int]], set[tuple[int, int]]]:
    chance = random.Random(_SEED)
    draw = np.random.default_rng(_SEED)
    weights = 1 / np.arange(1, _WORDS + 1)
    words = np.array([f"w{n}" for n in range(_WORDS)])
    imprint = " ".join(words[draw.integers(0, _WORDS, 20)])
    rows: list[list[str]] = []
    fresh: list[int] = []
    reprints: set[tuple[int, int]] = set()
    passages: set[tuple[int, int]] = set()
    for place in range(count):
        length = chance.randint(*_LENGTH)
        row = words[draw.choice(_WORDS, length, p=weights / weights.sum())].tolist()
        kind = chance.random()
        if fresh and kind < 0.05:
            # Half of all reprints are of one of ten texts that everybody prints again.
            first = chance.choice(fresh[:10] if kind < 0.025 else fresh)
            row = row[:20] + [w if n % 25 else f"x{place}" for n, w in enumerate(rows[first], 1)]
            reprints.add((first, place))
        elif fresh and kind < 0.10:
            first = chance.choice(fresh)
            at = chance.randint(0, len(rows[first]) - 30)
            row[40:40] = rows[first][at : at + 30]
            passages.add((first, place))
        else:
            fresh.append(place)
        rows.append(row)
    texts = [" ".join(row) + (f" {imprint}" if place % 10 == 0 else "") for place, row in enumerate(rows)]
    return texts, reprints, passages


if __name__ == "__main__":
    import sys

    print(measure(int(sys.argv[1])))
