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
_PARTNER_BYTES = 500_000_000
_UNITS = {
    "document": "in the same document",
    "reprint": "in the same document or a reprint of it",
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
    """A function from the places of a row and a column to up to ``limit`` statements behind the cell, and how many.

    Statements come in the order of counting.
    """
    counts = network._counts
    found = network._computation.kept_occurrences
    inside = slice_weights(network, found) > 0
    s, i, j, k = (found[name][inside] for name in "sijk")
    row, column = np.searchsorted(counts.rows, i), np.searchsorted(counts.columns, j)
    several = network._computation.flat.several

    def listed(at: Ints) -> tuple[tuple[int, ...], int]:
        ids = s[at]
        if several:
            # One statement may stand in several cells of the pair.
            ids = np.array(list(dict.fromkeys(ids.tolist())), dtype=np.int64)
        return tuple(ids[:limit].tolist()), len(ids)

    nowhere = np.zeros(0, dtype=np.int64)
    if not network.one_mode:
        by_cell = _places(row * len(counts.columns) + column)
        return lambda a, b: listed(by_cell.get(a * len(counts.columns) + b, nowhere))
    rule, levels = pairing(network), counts.levels.count
    makes = rule.weights != 0
    cell = column * levels + counts.levels.positions(k)
    by_row = _places(row)
    partners: dict[int, NDArray[np.bool_]] = {}

    def partner(b: int) -> NDArray[np.bool_]:
        """For every column and level, whether a statement there pairs with one of row ``b``."""
        if b not in partners:
            if len(partners) * len(counts.columns) * levels > _PARTNER_BYTES:
                partners.clear()
            used = np.zeros((len(counts.columns), levels), dtype=bool)
            used.ravel()[cell[by_row.get(b, nowhere)]] = True
            pairs = (used[:, None, :] & makes[None, :, :]).any(axis=2) if levels > 1 else used & makes[0, 0]
            partners[b] = (pairs | ~used if rule.alone else pairs).ravel()
        return partners[b]

    def of_pair(a: int, b: int) -> tuple[tuple[int, ...], int]:
        mine, theirs = by_row.get(a, nowhere), by_row.get(b, nowhere)
        if a == b:
            return listed(mine[partner(b)[cell[mine]]])
        both = np.concatenate([mine[partner(b)[cell[mine]]], theirs[partner(a)[cell[theirs]]]])
        both.sort()
        return listed(both)

    return of_pair


def _places(keys: Ints) -> dict[int, Ints]:
    """Key -> where it stands, ascending."""
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    pieces = np.split(order, starts[1:]) if len(starts) else []
    return {int(keys[piece[0]]): piece for piece in pieces}
