"""From a cell back to its statements: stage 1's query turned round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.dates import iso_datetime
from communique.networks import select
from communique.networks.flat import UNDATED

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
    table = select.run(ruled.select(names))
    return {name: table.column(name).to_numpy().astype(np.int64) for name in names}


def evidence(network: Network, a: str, b: str) -> list[Evidence]:
    """The statements behind the cell (a, b), in the order they were counted.

    For a one-mode network these are the statements of both rows that make a pair on a shared column.
    """
    computation, counts = network._computation, network._counts
    row = int(counts.rows[network.code(a, "row")])
    if network.one_mode and a == b and computation.spec.inside == "drop":
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
    computation = network._computation
    inside = slice_weights(network, found) > 0
    counted = (found["v"] == select.COUNTED) & inside
    places = computation.level_places
    pairing = pair_matrix(network)
    present: dict[int, set[tuple[int, int]]] = {row: set(), other: set()}
    for i, j, k in zip(
        found["i"][counted].tolist(), found["j"][counted].tolist(), found["k"][counted].tolist(), strict=True
    ):
        present[i].add((j, int(places[k]) if k >= 0 else 0))
    keep = np.zeros(len(counted), dtype=bool)
    for at in np.flatnonzero(inside).tolist():
        i, j, k = int(found["i"][at]), int(found["j"][at]), int(found["k"][at])
        partner = present[other if i == row else row]
        place = int(places[k]) if k >= 0 else 0
        keep[at] = any((j, one) in partner for one in np.flatnonzero(pairing[place]).tolist())
    return keep


def pair_matrix(network: Network) -> NDArray[np.bool_]:
    """Levels x levels: which two levels make a pair that the aggregation counts."""
    computation = network._computation
    levels, aggregation = computation.levels, computation.spec.aggregation
    count = levels.count
    if aggregation in ("ignore", "combine") or count == 1:
        return np.full((count, count), aggregation != "conflict")
    if levels.sort in ("boolean", "integer", "number"):
        distance = np.abs(levels.place[:, None] - levels.place[None, :])
    else:
        distance = 1.0 - np.eye(count)
    kind = {"congruence": 1 - distance, "conflict": distance, "subtract": 1 - 2 * distance}[aggregation]
    return np.asarray(kind != 0)


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
    cells = {int(key[at]): slice(int(at), int(end)) for at, end in zip(starts, [*starts[1:], len(key)], strict=False)}
    if not network.one_mode:

        def of_cell(a: int, b: int) -> tuple[tuple[int, ...], int]:
            span = cells.get(int(counts.rows[a]) * width + int(counts.columns[b]), slice(0, 0))
            return tuple(s[span][:limit].tolist()), span.stop - span.start

        return of_cell
    columns: dict[int, set[int]] = {}
    for cell in cells:
        columns.setdefault(cell // width, set()).add(cell % width)
    pairing, places = pair_matrix(network), computation.level_places
    level = np.where(k >= 0, places[k], 0) if len(k) else k

    def of_pair(a: int, b: int) -> tuple[tuple[int, ...], int]:
        one, two = int(counts.rows[a]), int(counts.rows[b])
        ids: set[int] = set()
        for column in columns.get(one, set()) & columns.get(two, set()):
            left, right = cells[one * width + column], cells[two * width + column]
            pairs = pairing[np.ix_(level[left], level[right])]
            ids.update(s[left][pairs.any(axis=1)].tolist())
            ids.update(s[right][pairs.any(axis=0)].tolist())
        return tuple(sorted(ids)[:limit]), len(ids)

    return of_pair
