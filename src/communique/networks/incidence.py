"""The incidence: how many statements there are per row, column, level and time, and its slices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Counts of one slice, one entry per row ``i``, column ``j``, level ``k`` and time.

    ``totals`` are the weights of the statements, ``factors`` what they bring to a pair; ``None`` if the same.
    """

    i: Ints
    j: Ints
    k: Ints
    totals: Floats
    factors: Floats | None = None


class Incidence:
    """Counts in the order of time, read once and sliced many times.

    Parameters
    ----------
    table
        ``i``, ``j``, ``k``, ``n`` and, as the case may be, ``share``, ``part``, ``whole``, ``first``, ``last``.
    levels_matter
        Whether the level is consulted; else all counts stand on one level.
    """

    def __init__(self, table: pa.Table, *, levels_matter: bool) -> None:
        columns = {name: table.column(name).to_numpy() for name in table.column_names}
        if "first" in columns:
            order = np.argsort(columns["first"], kind="stable")
            columns = {name: data[order] for name, data in columns.items()}
        self.i: Ints = columns["i"].astype(np.int64)
        self.j: Ints = columns["j"].astype(np.int64)
        self.k: Ints = columns["k"].astype(np.int64) if levels_matter else np.zeros(table.num_rows, dtype=np.int64)
        weights = columns["n"].astype(np.float64)
        if "share" in columns:
            weights = weights / columns["share"]
        if "part" in columns:
            weights = weights * columns["part"] / columns["whole"]
        self.n: Ints = columns["n"].astype(np.int64)
        self.weights: Floats = weights
        self.first: Ints | None = columns.get("first")
        self.last: Ints | None = columns.get("last")

    @cached_property
    def whole(self) -> Block:
        """All counts."""
        return Block(self.i, self.j, self.k, self.weights)

    @cached_property
    def _spread(self) -> Ints:
        assert self.first is not None and self.last is not None
        return np.flatnonzero(self.last > self.first)

    def between(self, low: int, high: int) -> tuple[Block, Ints]:
        """The counts from second ``low`` to ``high``, both inclusive, and where they stand.

        A count with an imprecise date gets the share of its span that lies within.
        """
        assert self.first is not None and self.last is not None
        a, b = np.searchsorted(self.first, [low, high + 1])
        if not len(self._spread):
            span = slice(int(a), int(b))
            at = np.arange(a, b)
            return Block(self.i[span], self.j[span], self.k[span], self.weights[span]), at
        at = np.arange(a, b)
        early = self._spread[(self._spread < a) & (self.last[self._spread] >= low)]
        at = np.concatenate([early, at])
        overlap = np.minimum(self.last[at], high) - np.maximum(self.first[at], low) + 1
        weights = self.weights[at] * overlap / (self.last[at] - self.first[at] + 1)
        return Block(self.i[at], self.j[at], self.k[at], weights), at

    def weighted(self, at: Ints, weights: Floats) -> Block:
        """The counts at some places, each multiplied by a kernel's weight."""
        base = self.weights[at]
        return Block(self.i[at], self.j[at], self.k[at], base * weights, base * np.sqrt(weights))
