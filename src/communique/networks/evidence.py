"""From a cell back to its statements: stage 1's query turned round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.dates import iso_datetime
from communique.networks import select
from communique.networks.pairs import pairing
from communique.networks.source import UNDATED

if TYPE_CHECKING:
    from communique.networks.network import Network

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_UNITS = {
    "document": "in the same document",
    "week": "in the same week",
    "month": "in the same month",
    "year": "in the same year",
    "acrossrange": "within the dates",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement behind a cell.

    Attributes
    ----------
    id, document
        Numbers of the statement and its document.
    row, column, level
        Where it counts, and its value of the qualifier.
    weight
        What it adds to the count of that row, column and level; 0 if it was dropped.
    date
        ISO 8601, ``None`` if it has none.
    dropped
        Why the duplicates rule dropped it, ``None`` if it counts.
    """

    id: int
    document: int
    row: str
    column: str
    level: Any
    weight: float
    date: str | None
    dropped: str | None


def slice_weights(network: Network, columns: dict[str, Ints]) -> Floats:
    """The weight of occurrences in the network's slice; 0 outside.

    ``columns`` holds ``r``, ``first``, ``last`` and, where statements are split, ``share``.
    """
    computation, window = network._computation, network.window
    first, last = columns["first"], columns["last"]
    weights = 1.0 / columns["share"] if "share" in columns else np.ones(len(first))
    wide = computation.spec.window_width
    if wide is None:
        if computation.stage.spread and computation.dates is not None:
            low, high = computation.dates
            return weights * _overlap(first, last, low, high)
        return weights
    if wide.unit == "events":
        ranks = computation.events[2]
        inside = (columns["r"] >= ranks[window.low]) & (columns["r"] <= ranks[window.high])
        return np.asarray(weights * inside, dtype=np.float64)
    if computation.spec.kernel != "none":
        return weights * computation.kernel_factors(window, first, last)
    return weights * _overlap(first, last, window.low, window.high)


def _overlap(first: Ints, last: Ints, low: int, high: int) -> Floats:
    shared = np.minimum(last, high) - np.maximum(first, low) + 1
    return np.asarray(np.clip(shared, 0, None) / (last - first + 1), dtype=np.float64)


def _fetched(network: Network, only: Callable[[Any], Any]) -> dict[str, Ints]:
    stage = network._computation.stage
    ruled = stage.ruled(only)
    ruled = ruled.filter((ruled.v == select.COUNTED) | (ruled.v == select.DUPLICATE)).order_by(["r", "i", "j", "k"])
    names = ["s", "d", "r", "i", "j", "k", "v", "keeper", "first", "last"]
    if "share" in network._computation.flat.names:
        names.append("share")
    table = network._computation.run(ruled.select(names))
    return {name: table.column(name).to_numpy().astype(np.int64) for name in names}


def evidence(network: Network, a: str, b: str) -> list[Evidence]:
    """The statements behind the cell (a, b), in the order they were counted.

    For a one-mode network these are the statements of both rows that make a pair on a shared column.
    """
    computation, counts = network._computation, network._counts
    row = int(counts.rows[network.code(a, "row")])
    if network.one_mode and a == b and not network.cell(a, b):
        return []
    if network.one_mode:
        other = int(counts.rows[network.code(b, "column")])
        found = _fetched(network, lambda t: t.i.isin([row, other]))
        keep = _paired(network, found, row, other)
    else:
        column = int(counts.columns[network.code(b, "column")])
        found = _fetched(network, lambda t: (t.i == row) & (t.j == column))
        keep = np.ones(len(found["s"]), dtype=bool)
    weights = slice_weights(network, found)
    keep &= weights > 0
    flat, rule = computation.flat, _UNITS.get(computation.spec.duplicates, "")
    consulted = computation.bound.qualifier is not None and len(flat.levels) > 0
    listed = []
    for at in np.flatnonzero(keep).tolist():
        dropped = int(found["v"][at]) == select.DUPLICATE
        level = int(found["k"][at])
        first = int(found["first"][at])
        listed.append(
            Evidence(
                int(found["s"][at]),
                int(found["d"][at]),
                flat.rows[int(found["i"][at])],
                flat.columns[int(found["j"][at])],
                flat.levels[level] if consulted and level >= 0 else None,
                0.0 if dropped else float(weights[at]),
                iso_datetime(first) if first > UNDATED else None,
                f"repeats statement {int(found['keeper'][at])} {rule}" if dropped else None,
            )
        )
    return listed


def _paired(network: Network, found: dict[str, Ints], row: int, other: int) -> NDArray[np.bool_]:
    """Which occurrences make a pair of the kind that the aggregation counts; duplicates follow their keeper."""
    inside = slice_weights(network, found) > 0
    counted = (found["v"] == select.COUNTED) & inside
    rule = pairing(network)
    places = network._counts.levels.positions(found["k"])
    present: dict[int, set[tuple[int, int]]] = {row: set(), other: set()}
    for at in np.flatnonzero(counted).tolist():
        present[int(found["i"][at])].add((int(found["j"][at]), int(places[at])))
    keep = np.zeros(len(counted), dtype=bool)
    for at in np.flatnonzero(inside).tolist():
        i, j, place = int(found["i"][at]), int(found["j"][at]), int(places[at])
        partner = present[other if i == row else row]
        pairs = any((j, one) in partner for one in np.flatnonzero(rule.weights[place]).tolist())
        keep[at] = pairs or (rule.alone != 0 and (j, place) not in partner)
    return keep


def edge_statements(network: Network, limit: int) -> Callable[[int, int], tuple[tuple[int, ...], int]]:
    """A function from the places of a row and a column to up to ``limit`` statements behind the cell, and how many."""
    computation, counts = network._computation, network._counts
    found = computation.kept_occurrences
    inside = slice_weights(network, found) > 0
    s, i, j, k = (found[name][inside] for name in "sijk")
    width = len(computation.flat.columns) + 1
    order = np.argsort(i * width + j, kind="stable")
    s, key, k = s[order], (i * width + j)[order], k[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    ends = np.append(starts[1:], len(key))[: len(starts)]
    cells = {int(key[at]): slice(at, end) for at, end in zip(starts.tolist(), ends.tolist(), strict=True)}
    if not network.one_mode:

        def of_cell(a: int, b: int) -> tuple[tuple[int, ...], int]:
            span = cells.get(int(counts.rows[a]) * width + int(counts.columns[b]), slice(0, 0))
            return tuple(s[span][:limit].tolist()), span.stop - span.start

        return of_cell
    columns: dict[int, set[int]] = {}
    for cell in cells:
        columns.setdefault(cell // width, set()).add(cell % width)
    rule = pairing(network)
    makes = rule.weights != 0
    level = counts.levels.positions(k)
    none = slice(0, 0)

    def of_pair(a: int, b: int) -> tuple[tuple[int, ...], int]:
        one, two = int(counts.rows[a]), int(counts.rows[b])
        ids: set[int] = set()
        here, there = columns.get(one, set()), columns.get(two, set())
        for column in here & there if not rule.alone else here | there:
            left, right = cells.get(one * width + column, none), cells.get(two * width + column, none)
            pairs = makes[np.ix_(level[left], level[right])]
            mine, theirs = pairs.any(axis=1), pairs.any(axis=0)
            if rule.alone:
                mine = mine | ~np.isin(level[left], level[right])
                theirs = theirs | ~np.isin(level[right], level[left])
            ids.update(s[left][mine].tolist())
            ids.update(s[right][theirs].tolist())
        return tuple(sorted(ids)[:limit]), len(ids)

    return of_pair
