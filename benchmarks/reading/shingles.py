"""Likeness of texts by 4-token shingles, as the public article extraction benchmark counts it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Score:
    f1: float
    precision: float
    recall: float


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    if len(tokens) < n:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Mean precision and recall over pages of ``(gold, predicted)``, and the F1 of the two means."""
    precisions, recalls = [], []
    for gold, predicted in pairs:
        a, b = shingles(gold), shingles(predicted)
        hit = sum((a & b).values())
        if b:
            precisions.append(hit / sum(b.values()))
        if a:
            recalls.append(hit / sum(a.values()))
    p, r = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return Score(2 * p * r / (p + r) if p + r else 0.0, p, r)
