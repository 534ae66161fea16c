"""Stage 2: from counts to the cells of a network.

``X[i, j, k]`` is the number of statements with row ``i``, column ``j`` and level ``k``; here it is a sparse matrix of
shape (rows, columns x levels), level fastest. Two are kept: ``totals`` with the weight of every statement, and
``factors`` for products of two statements. They differ only under a kernel, where the weight of a pair is the
geometric mean of its two weights, so that ``factors`` holds sums of square roots.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.errors import UsageError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from communique.networks.spec import NetworkSpec

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_CELLS_LIMIT = 200_000_000
DENSE_JACCARD = 25_000_000
_LAYERS = 200
_DENSE_FLOPS = 2.0e10
_SPARSE_STEPS = 1.5e8


@dataclass(frozen=True)
class Levels:
    """The levels of the qualifier.

    ``sort`` is that of the qualifier's role, ``values`` stand in order, ``place`` puts each on a scale from 0 to 1, and
    ``codes`` are their codes among the occurrences.
    """

    sort: str
    values: tuple[Any, ...]
    place: Floats
    codes: Ints

    @property
    def count(self) -> int:
        """Number of levels, at least one."""
        return max(len(self.values), 1)

    def positions(self, codes: Ints) -> Ints:
        """Where the levels with these codes stand among the values."""
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64)
        where = np.zeros(int(self.codes.max()) + 2, dtype=np.int64)
        where[self.codes + 1] = np.arange(len(self.codes))
        return np.asarray(where[np.clip(codes, -1, len(where) - 2) + 1], dtype=np.int64)


@dataclass(frozen=True)
class Counts:
    """Counts between some rows and columns.

    Attributes
    ----------
    rows, columns
        Their codes, ascending.
    totals, factors
        Sparse matrices of shape (rows, columns x levels).
    levels
        The levels of the qualifier; one without name where it is not consulted.
    """

    rows: Ints
    columns: Ints
    totals: csr_matrix
    factors: csr_matrix
    levels: Levels

    def over_levels(self, matrix: csr_matrix) -> csr_matrix:
        """``matrix`` summed over levels: shape (rows, columns)."""
        from scipy.sparse import csr_matrix

        k = self.levels.count
        if k == 1:
            return matrix
        coo = matrix.tocoo()
        return csr_matrix((coo.data, (coo.row, coo.col // k)), shape=(matrix.shape[0], len(self.columns)))

    @property
    def activity(self) -> Floats:
        """The weight of all statements of each row."""
        return np.asarray(self.totals.sum(axis=1), dtype=np.float64).ravel()


def scale_of(sort: str, values: tuple[Any, ...], codes: Ints | None = None) -> Levels:
    """The levels with their places on a scale from 0 (lowest) to 1 (highest)."""
    codes = np.zeros(0, dtype=np.int64) if codes is None else codes
    if sort in ("integer", "number", "boolean") and len(values) > 1:
        numbers = np.array([float(value) for value in values])
        return Levels(sort, values, (numbers - numbers.min()) / (numbers.max() - numbers.min()), codes)
    return Levels(sort, values, np.zeros(max(len(values), 1)), codes)


def count_matrix(
    i: Ints, j: Ints, k: Ints, weights: Floats, rows: Ints, columns: Ints, levels: int, *, shared: Floats | None = None
) -> tuple[csr_matrix, csr_matrix]:
    """``totals`` and ``factors`` from one entry per count; ``shared`` are the weights of pairs if they differ."""
    from scipy.sparse import csr_matrix

    shape = (len(rows), len(columns) * levels)
    at = (np.searchsorted(rows, i), np.searchsorted(columns, j) * levels + k)
    totals = csr_matrix((weights, at), shape=shape)
    return totals, totals if shared is None else csr_matrix((shared, at), shape=shape)


def two_mode(counts: Counts, aggregation: str, normalization: str) -> tuple[Any, dict[float, tuple[Any, ...]]]:
    """The cells between rows and columns, and for ``combine`` what each code stands for.

    ``ignore``: sum over k of X. ``subtract``: sum over k of value(k) X, a boolean counting -1 and 1. ``combine``: the
    sum of 2^(K-1-k) over the levels k that occur. ``activity`` divides a row by its number of statements,
    ``prominence`` a column; with ``combine`` they divide by the number of cells that are not empty.
    """
    from scipy.sparse import csr_matrix, diags_array

    k = counts.levels.count
    legend: dict[float, tuple[Any, ...]] = {}
    if aggregation == "combine":
        cells, legend = _combined(counts)
    elif aggregation == "subtract":
        coo = counts.totals.tocoo()
        values = [(-1.0, 1.0)[bool(v)] if isinstance(v, bool) else float(v) for v in counts.levels.values] or [1.0]
        signed = coo.data * np.array(values)[coo.col % k]
        cells = csr_matrix((signed, (coo.row, coo.col // k)), shape=(len(counts.rows), len(counts.columns)))
    else:
        cells = counts.over_levels(counts.totals)
    if normalization == "none":
        return cells, legend
    axis = 1 if normalization == "activity" else 0
    if aggregation == "combine":
        divisor = np.asarray((cells != 0).sum(axis=axis), dtype=np.float64).ravel()
        legend = {}
    else:
        divisor = np.asarray(counts.over_levels(counts.totals).sum(axis=axis), dtype=np.float64).ravel()
    scale = diags_array(_inverse(divisor))
    return csr_matrix(scale @ cells if axis == 1 else cells @ scale), legend


def _inverse(divisor: Floats) -> Floats:
    return np.divide(1.0, divisor, out=np.zeros_like(divisor), where=divisor != 0)


def _combined(counts: Counts) -> tuple[Any, dict[float, tuple[Any, ...]]]:
    """Codes of the combinations of levels; beyond 53 levels combinations are numbered in the order of their codes."""
    from scipy.sparse import csr_matrix

    k = counts.levels.count
    coo = counts.totals.tocoo()
    present = coo.data != 0
    row, column, level = coo.row[present], coo.col[present] // k, coo.col[present] % k
    cell = row.astype(np.int64) * len(counts.columns) + column
    cells, inverse = np.unique(cell, return_inverse=True)
    patterns = [0] * len(cells)
    for at, one in zip(inverse.tolist(), level.tolist(), strict=True):
        patterns[at] |= 1 << (k - 1 - one)
    distinct = sorted(set(patterns))
    numbers = {pattern: float(pattern if k <= 53 else place + 1) for place, pattern in enumerate(distinct)}
    values = counts.levels.values or (None,)
    legend = {
        numbers[pattern]: tuple(values[one] for one in range(k) if pattern >> (k - 1 - one) & 1) for pattern in distinct
    }
    data = np.array([numbers[pattern] for pattern in patterns], dtype=np.float64)
    width = max(len(counts.columns), 1)
    return csr_matrix((data, (cells // width, cells % width)), shape=(len(counts.rows), len(counts.columns))), legend


def one_mode(counts: Counts, aggregation: str, normalization: str, *, diagonal: bool = False) -> Any:
    """The cells between rows that share columns; symmetric, the diagonal empty unless asked for.

    With s(k, l) the agreement of two levels (booleans and texts: same or not; numbers: 1 - |k - l| / range):
    ``ignore`` counts all pairs of statements on one column, ``congruence`` weighs them by s, ``conflict`` by 1 - s,
    ``subtract`` is congruence - conflict. ``average`` divides by the mean number of statements of the two rows,
    ``cosine`` by the product of their lengths (the root of a row's congruence with itself; for ``ignore`` the
    Euclidean length over columns). ``jaccard`` is the sum of minima over the sum of maxima of the two rows' counts
    (Ruzicka 1958); in conflict, of one row and the other with agreement and disagreement swapped.
    """
    if normalization == "jaccard":
        cells = _jaccard(counts, aggregation)
    else:
        cells = projected(counts, aggregation)
        if normalization == "average":
            n = counts.activity
            cells = divided(cells, lambda a, b: (n[a] + n[b]) / 2)
        elif normalization == "cosine":
            length = np.sqrt(self_congruence(counts, aggregation))
            cells = divided(cells, lambda a, b: length[a] * length[b])
    return cells if diagonal else without_diagonal(cells)


def projected(counts: Counts, aggregation: str) -> Any:
    """The cells before normalization, the diagonal included."""
    x = counts.factors
    if aggregation == "ignore" or counts.levels.count == 1:
        if aggregation == "conflict":
            return x[:, :0] @ x[:, :0].T
        total = counts.over_levels(x)
        return gram(total, total)
    if counts.levels.sort in ("integer", "number"):
        return gram(x @ levelwise(_kernel(counts.levels, aggregation), len(counts.columns)), x)
    if counts.levels.sort == "boolean" and aggregation == "subtract":
        coo = x.tocoo()
        from scipy.sparse import csr_matrix

        signed = csr_matrix(
            (np.where(coo.col % 2 == 1, coo.data, -coo.data), (coo.row, coo.col // 2)),
            shape=(x.shape[0], len(counts.columns)),
        )
        return gram(signed, signed)
    same = gram(x, x)
    if aggregation == "congruence":
        return same
    total = counts.over_levels(x)
    every = gram(total, total)
    return every - same if aggregation == "conflict" else 2 * same - every


def _kernel(levels: Levels, aggregation: str) -> Floats:
    distance = np.abs(levels.place[:, None] - levels.place[None, :])
    return {"congruence": 1 - distance, "conflict": distance, "subtract": 1 - 2 * distance}[aggregation]


def levelwise(kernel: Floats, columns: int) -> Any:
    """A block-diagonal matrix that applies ``kernel`` (levels x levels) to the levels of every column."""
    from scipy.sparse import csr_array, eye_array, kron

    return kron(eye_array(columns), csr_array(kernel), format="csr")


def self_congruence(counts: Counts, aggregation: str) -> Floats:
    """The congruence of each row with itself: the square of its length."""
    x = counts.factors
    if aggregation == "ignore" or counts.levels.count == 1:
        x = other = counts.over_levels(x)
    elif counts.levels.sort in ("integer", "number"):
        other = x @ levelwise(_kernel(counts.levels, "congruence"), len(counts.columns))
    else:
        other = x
    return np.asarray(x.multiply(other).sum(axis=1), dtype=np.float64).ravel()


def _jaccard(counts: Counts, aggregation: str) -> Any:
    x = counts.over_levels(counts.totals) if aggregation == "ignore" else counts.totals
    if aggregation in ("ignore", "congruence") or counts.levels.count == 1:
        return _ruzicka(x, x) if aggregation != "conflict" else x[:, :0] @ x[:, :0].T
    swap = np.arange(x.shape[1]) ^ 1
    against = _ruzicka(x, x[:, swap])
    return against if aggregation == "conflict" else _ruzicka(x, x) - against


def _ruzicka(x: Any, y: Any) -> Any:
    n = x.shape[0]
    if n * n > DENSE_JACCARD:
        return _ruzicka_in_layers(x, y)
    shared = np.zeros((n, n))
    a, b = x.tocsc(), y.tocsc()
    for column in range(x.shape[1]):
        here, there = slice(*a.indptr[column : column + 2]), slice(*b.indptr[column : column + 2])
        if here.start == here.stop or there.start == there.stop:
            continue
        shared[np.ix_(a.indices[here], b.indices[there])] += np.minimum.outer(a.data[here], b.data[there])
    total = np.asarray(x.sum(axis=1)).ravel()[:, None] + np.asarray(y.sum(axis=1)).ravel()[None, :]
    most = total - shared
    return np.asarray(np.divide(shared, most, out=np.zeros_like(shared), where=most > 0), dtype=np.float64)


def _ruzicka_in_layers(x: Any, y: Any) -> Any:
    """The same for many rows: min(a, b) is the sum over thresholds t of [a >= t] [b >= t] times the step to t."""
    steps = np.unique(np.concatenate([[0.0], x.data, y.data]))
    if len(steps) > _LAYERS:
        raise too_large(x.shape[0], float(x.shape[0]) ** 2)
    shared = None
    for low, high in zip(steps[:-1].tolist(), steps[1:].tolist(), strict=True):
        layer = (high - low) * gram((x >= high).astype(np.float64), (y >= high).astype(np.float64))
        shared = layer if shared is None else shared + layer
    if shared is None:
        return gram(x, y)
    total = [np.asarray(one.sum(axis=1)).ravel() for one in (x, y)]
    if isinstance(shared, np.ndarray):
        most = total[0][:, None] + total[1][None, :] - shared
        return np.divide(shared, most, out=np.zeros_like(shared), where=most > 0)
    shared = shared.tocsr()
    shared.data = shared.data / (total[0][_row_of_each(shared)] + total[1][shared.indices] - shared.data)
    return shared


def too_large(rows: int, cells: float) -> UsageError:
    """What to say where a network would not fit: the memory it would take and what to do."""
    return UsageError(
        f"a network of {rows:,} rows would have up to {cells:,.0f} cells and take {cells * 12 / 1e9:,.1f} GB",
        way_out="choose fewer statements (--start, --stop, --include), group the rows, or use --type two-mode",
    )


def gram(a: Any, b: Any) -> Any:
    """``a @ b.T`` for sparse matrices: by BLAS where they are dense enough, else sparse.

    Raises
    ------
    UsageError
        If the result would not fit into memory; says how much it would take.
    """
    n = a.shape[0]
    same = a is b
    left = np.bincount(a.indices, minlength=a.shape[1]).astype(np.float64)
    right = left if same else np.bincount(b.indices, minlength=b.shape[1]).astype(np.float64)
    steps = float(left @ right)
    if n * n <= _CELLS_LIMIT // 2 and n * n * a.shape[1] / _DENSE_FLOPS < steps / _SPARSE_STEPS:
        kind = np.float32 if _exact_in_single(a, b) else np.float64
        dense = a.astype(kind).toarray()
        product = dense @ (dense if same else b.astype(kind).toarray()).T
        return np.asarray(product, dtype=np.float64)
    if min(steps, float(n) * n) > _CELLS_LIMIT:
        raise too_large(n, min(steps, float(n) * n))
    return (a @ b.T).tocsr()


def _exact_in_single(a: Any, b: Any) -> bool:
    """Whether all sums on the way are whole numbers below 2^24, which single precision holds exactly."""
    if not len(a.data) or not len(b.data):
        return True
    if not (np.array_equal(a.data, np.rint(a.data)) and np.array_equal(b.data, np.rint(b.data))):
        return False
    longest = float(np.asarray(abs(a).sum(axis=1)).max())
    return longest * float(np.abs(b.data).max()) < 2**24


def divided(cells: Any, divisor: Callable[[Any, Any], Floats]) -> Any:
    """Every cell (a, b) divided by ``divisor(a, b)``, in place; 0 where that is 0."""
    if isinstance(cells, np.ndarray):
        n = np.arange(cells.shape[0])
        below = divisor(n[:, None], n[None, :])
        return np.divide(cells, below, out=np.zeros_like(cells), where=below != 0)
    row = _row_of_each(cells)
    below = np.asarray(divisor(row, cells.indices), dtype=np.float64)
    cells.data = np.divide(cells.data, below, out=np.zeros(len(below)), where=below != 0)
    return cells


def _row_of_each(cells: Any) -> Ints:
    return np.repeat(np.arange(cells.shape[0]), np.diff(cells.indptr))


def without_diagonal(cells: Any) -> Any:
    """The cells with zeros on the diagonal, in place."""
    if isinstance(cells, np.ndarray):
        np.fill_diagonal(cells, 0.0)
        return cells
    cells.data[_row_of_each(cells) == cells.indices] = 0.0
    cells.eliminate_zeros()
    return cells


def with_diagonal(cells: Any, diagonal: Floats) -> Any:
    """The cells with the given diagonal."""
    if isinstance(cells, np.ndarray):
        np.fill_diagonal(cells, diagonal)
        return cells
    from scipy.sparse import diags_array

    return (cells + diags_array(diagonal)).tocsr()


def normalized_inside(counts: Counts, inside: Floats, spec: NetworkSpec) -> Floats:
    """The ties inside groups divided as a tie of the group with itself would be."""
    if spec.normalization == "average":
        return inside * _inverse(counts.activity)
    if spec.normalization == "cosine":
        return inside * _inverse(self_congruence(counts, spec.aggregation))
    return inside
