"""Small boosted trees that are stored as numbers: what the readers' models are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_ROWS = 1_000


class Trees:
    """A sum of small decision trees; each node is (feature, split, left, right, value), a leaf has no left."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.features: list[str] = list(stored["features"])
        self.baseline = float(stored["baseline"])
        sizes = [len(tree) for tree in stored["trees"]]
        self._roots = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
        nodes = np.array([node for tree in stored["trees"] for node in tree], dtype=np.float64)
        own = np.arange(len(nodes), dtype=np.int64)
        begins = np.repeat(self._roots, sizes)
        leaf = nodes[:, 2] <= 0
        self._feature, self._split, self._value = nodes[:, 0].astype(np.int64), nodes[:, 1], nodes[:, 4]
        # A leaf leads to itself: so all rows can go down all trees at once until none of them moves.
        self._left, self._right = (np.where(leaf, own, begins + nodes[:, n].astype(np.int64)) for n in (2, 3))

    def probabilities(self, rows: Array) -> Array:
        """For rows of features, in the order of ``features``, the probability of what the model tells."""
        parts = [self._sums(rows[begin : begin + _ROWS]) for begin in range(0, len(rows), _ROWS)]
        total = self.baseline + np.concatenate([np.zeros(0), *parts])
        chances: Array = 1 / (1 + np.exp(-np.clip(total, -50, 50)))
        return chances

    def _sums(self, rows: Array) -> Array:
        every = np.arange(len(rows))[:, None]
        at = np.tile(self._roots, (len(rows), 1))
        while True:
            lower = rows[every, self._feature[at]] <= self._split[at]
            below = np.where(lower, self._left[at], self._right[at])
            if np.array_equal(below, at):
                sums: Array = self._value[at].sum(axis=1)
                return sums
            at = below


def rows(columns: Mapping[str, Array], names: Sequence[str]) -> Array:
    """The columns of these names, one row for each line."""
    return np.column_stack([columns[name] for name in names])
