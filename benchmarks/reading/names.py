"""Proposals that two names may mean one entity: precision and recall of pairs.

``sets/names.txt`` has fictional names, those of one entity in adjacent lines, entities parted by blank lines. It was
written before the rules were run on it.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

from communique.coding.names import Named, pairs

SET = Path(__file__).parent / "sets" / "names.txt"


def measure(*, tell: bool = False) -> dict[str, Any]:
    """Precision and recall over all pairs of the set; ``tell`` prints what differs."""
    groups = [group.splitlines() for group in SET.read_text("utf-8").strip().split("\n\n")]
    names = [name for group in groups for name in group]
    numbers = {name: number for number, name in enumerate(names)}
    gold = {(numbers[a], numbers[b]) for group in groups for a, b in combinations(group, 2)}
    found = {(pair.a, pair.b) for pair in pairs([Named(number, name) for number, name in enumerate(names)])}
    if tell:
        for what, which in (("missed", gold - found), ("wrong", found - gold)):
            for a, b in sorted(which):
                print(f"{what}: {names[a]} | {names[b]}")
    return {
        "names": len(names),
        "pairs": len(gold),
        "precision": round(len(gold & found) / max(1, len(found)), 4),
        "recall": round(len(gold & found) / len(gold), 4),
    }


if __name__ == "__main__":
    print(measure(tell=True))
