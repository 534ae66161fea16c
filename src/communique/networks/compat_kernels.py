"""Kernel-smoothed slices as Discourse Network Analyzer 3.1.2 computes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.networks import algebra
from communique.networks.incidence import Block
from communique.networks.network import Network
from communique.networks.windows import Window, shifted

if TYPE_CHECKING:
    from communique.networks.computation import Computation

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_STEP = {"min": 60, "h": 3600, "d": 86_400}
_EPOCH = date(1970, 1, 1).toordinal()


def _half(computation: Computation) -> int:
    wide = computation.spec.window_width
    assert wide is not None
    return (wide.count + 1) // 2


def _range(computation: Computation) -> tuple[int, int]:
    first = computation.incidence.first
    assert first is not None and computation.dates is not None
    low, high = computation.dates
    return (max(low, int(first[0])), min(high, int(first[-1]))) if len(first) else (low, high)


def kernel_windows(computation: Computation) -> list[Window]:
    """One slice per unit between the first and the last filtered statement; none in seconds or events."""
    wide, step = computation.spec.window_width, computation.spec.step_width
    assert wide is not None and step is not None
    if wide.unit in ("s", "events"):
        return []
    half, (low, high) = _half(computation), _range(computation)
    indent = computation.spec.indent
    centre = shifted(low, half, wide.unit) if indent else low
    end = shifted(high, -half, wide.unit) if indent else high
    found = []
    while centre <= end:
        start, stop = (max(low, shifted(centre, -half, wide.unit)), min(high, shifted(centre, half, wide.unit)))
        if computation.spec.kernel == "gaussian":
            start, stop = low, high
        found.append(Window(start, stop, centre, start, stop))
        centre = shifted(centre, step.count, step.unit)
    return found


def whole_units(centre: int, times: Ints, unit: str) -> Ints:
    """Whole units from each time to ``centre``, truncated towards zero; calendar units forget the time of day."""
    if unit in _STEP:
        return np.trunc((centre - times) / _STEP[unit]).astype(np.int64)
    if unit == "w":
        return np.trunc(np.trunc((centre - times) / 86_400) / 7).astype(np.int64)

    def packed(seconds: int) -> int:
        day = date.fromordinal(int(seconds) // 86_400 + _EPOCH)
        return (day.year * 12 + day.month - 1) * 32 + day.day

    distinct, inverse = np.unique(times, return_inverse=True)
    here = packed(centre)
    months = np.array([int((here - packed(one)) / 32) for one in distinct.tolist()], dtype=np.int64)
    units = np.trunc(months / 12).astype(np.int64) if unit == "y" else months
    return units[inverse]


def dna_weights(kernel: str, x: Floats) -> Floats:
    """The reference program's kernels; its triangular one is ``|1 - x|``."""
    if kernel == "gaussian":
        return np.asarray(np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi), dtype=np.float64)
    inside = np.abs(x) <= 1
    values = {"uniform": np.full_like(x, 0.5), "epanechnikov": 0.75 * (1 - x * x), "triangular": np.abs(1 - x)}[kernel]
    return np.where(inside, values, 0.0)


def kernel_factors(computation: Computation, window: Window, times: Ints) -> Floats:
    """The weight of statements at ``times`` in a slice."""
    wide = computation.spec.window_width
    assert wide is not None
    x = whole_units(window.middle, times, wide.unit) / _half(computation)
    weights = dna_weights(computation.spec.kernel, x)
    if computation.spec.kernel != "gaussian":
        weights = np.where((times >= window.low) & (times <= window.high), weights, 0.0)
    return weights


def kernel_network(computation: Computation, window: Window) -> Network:
    """One kernel-smoothed slice: all slices have the same labels, and the diagonal is filled."""
    incidence, spec = computation.incidence, computation.spec
    assert incidence.first is not None
    weights = kernel_factors(computation, window, incidence.first)
    block = incidence.weighted(np.arange(len(weights)), weights)
    if spec.isolates:
        rows, columns = computation.scope[0], computation.scope[1]
    else:
        rows, columns = np.unique(incidence.i), np.unique(incidence.j)
    counts = _counts(computation, block, rows, columns)
    place = np.arange(counts.levels.count, dtype=np.float64)
    if spec.type == "two-mode":
        cells = _two_mode(counts, spec.aggregation, place)
    else:
        cells = _one_mode(computation, counts, place)
    return Network(computation, window, counts, cells, 0, {})


def _counts(computation: Computation, block: Block, rows: Ints, columns: Ints) -> algebra.Counts:
    qualifier, names = computation.bound.qualifier, computation.flat.levels
    codes = np.unique(block.k)
    order = codes
    values: tuple[Any, ...] = ()
    if qualifier is not None:
        # The levels are sorted as texts, numbers too: "-1" before "-2" before "0" before "10" before "2".
        texts = {code: _text(names[code]) if code >= 0 else "" for code in codes.tolist()}
        order = np.array(sorted(texts, key=lambda code: texts[code].encode("utf-16-be")), dtype=np.int64)
        values = tuple(names[code] if code >= 0 else "" for code in order.tolist())
    sort = "none" if qualifier is None else qualifier.sort
    place = np.arange(max(len(values), 1), dtype=np.float64)
    levels = algebra.Levels(sort, values, place, order if qualifier is not None else codes[:0])
    level = levels.positions(block.k)
    totals, factors = algebra.count_matrix(
        block.i, block.j, level, block.totals, rows, columns, levels.count, shared=block.factors
    )
    return algebra.Counts(rows, columns, totals, factors, levels)


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _two_mode(counts: algebra.Counts, aggregation: str, place: Floats) -> Any:
    from scipy.sparse import csr_matrix

    sort = counts.levels.sort
    if aggregation != "subtract" or sort not in ("boolean", "integer", "number"):
        return counts.over_levels(counts.totals)
    value = 2 * place - 1 if sort == "boolean" else place
    coo = counts.totals.tocoo()
    k = counts.levels.count
    signed = coo.data * value[coo.col % k]
    return csr_matrix((signed, (coo.row, coo.col // k)), shape=(len(counts.rows), len(counts.columns)))


def _one_mode(computation: Computation, counts: algebra.Counts, place: Floats) -> Any:
    spec, x, k = computation.spec, counts.factors, counts.levels.count
    numeric = counts.levels.sort in ("boolean", "integer", "number")
    if spec.aggregation == "ignore" or not numeric:
        total = counts.over_levels(x)
        cells = algebra.gram(total, total)
        if spec.aggregation == "conflict":
            cells = 0.0 * cells
    elif k == 1:
        computation.warn(
            "there is one level only, so the distance between levels is 0/0; Discourse Network Analyzer gives cells "
            "that are no numbers, which are shown as empty"
        )
        cells = np.full((len(counts.rows), len(counts.rows)), np.nan)
    else:
        distance = np.abs(place[:, None] - place[None, :]) / (k - 1)
        weights = {"congruence": 1 - distance, "conflict": distance, "subtract": 1 - 2 * distance}[spec.aggregation]
        cells = algebra.gram(x @ algebra.levelwise(weights, len(counts.columns)), x)
    cells = cells if isinstance(cells, np.ndarray) else np.asarray(cells.toarray(), dtype=np.float64)
    return cells * reciprocals(computation, counts) if spec.normalization == "average" else cells


def reciprocals(computation: Computation, counts: algebra.Counts) -> Floats:
    """Sum over columns and levels of 2 / (X + X'), unweighted and over the whole range, where X + X' is not zero."""
    incidence = computation.incidence
    plain = Block(incidence.i, incidence.j, incidence.k, incidence.weights)
    x = _counts(computation, plain, counts.rows, counts.columns).totals.toarray()
    found = np.zeros((len(x), len(x)))
    for column in x.T:
        both = column[:, None] + column[None, :]
        found += np.divide(2.0, both, out=np.zeros_like(both), where=both != 0)
    return found
