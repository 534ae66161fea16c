"""A faster way through stage 1 in this process: one packed integer per occurrence, sorted.

It serves the plain cases: single values, no time, and a duplicates rule for which it does not matter which of several
equal statements is kept. Where it serves it gives what :class:`~communique.networks.select.Stage` gives; a property
test holds it to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from communique.networks import select
from communique.networks.source import UNDATED

if TYPE_CHECKING:
    import pyarrow as pa

    from communique.networks.flat import Flat
    from communique.networks.names import Bound

Ints = NDArray[np.int64]
_MOST_CELLS = 50_000_000


def verdicts(flat: Flat, bound: Bound, dates: tuple[int, int] | None) -> NDArray[np.int8] | None:
    """The first reason to leave each occurrence out, or 0; ``None`` if none is left out. Duplicates excepted."""
    found: NDArray[np.int8] | None = None

    def put(condition: NDArray[np.bool_], verdict: int) -> None:
        nonlocal found
        if not condition.any():
            return
        if found is None:
            found = np.zeros(flat.length, dtype=np.int8)
        found[condition & (found == 0)] = verdict

    if "lay" in flat.names:
        put(flat.column("lay") == 0, select.OTHER_LAYER)
    if dates is not None:
        first, last = flat.column("first"), flat.column("last")
        put(first == UNDATED, select.NO_DATE)
        if "imp" in flat.names:
            put(flat.column("imp") == 1, select.IMPRECISE)
        put((first > dates[1]) | (last < dates[0]), select.OUTSIDE)
    for early, verdict in ((True, select.EXCLUDED_EARLY), (False, select.EXCLUDED)):
        if not early and "att" in flat.names:
            put(flat.column("att") == 0, select.OTHER_MODE)
        for one in flat.filters:
            if one.early is early:
                inside = np.isin(flat.column(one.column), np.array(one.codes, dtype=np.int64))
                put(~inside if one.keep else inside, verdict)
    if bound.spec.type != "event-list":
        put(flat.column("i") < 0, select.NO_ROW)
        put(flat.column("j") < 0, select.NO_COLUMN)
        if bound.levels_matter:
            put(flat.column("k") < 0, select.NO_LEVEL)
    return found


def serves(flat: Flat, bound: Bound) -> bool:
    """Whether counts can be made this way at all."""
    if flat.several or bound.spec.type == "event-list" or bound.spec.window is not None:
        return False
    plain = bound.levels_matter or not flat.levels
    return bound.spec.duplicates == "include" or plain


def counts(flat: Flat, bound: Bound, dates: tuple[int, int] | None) -> tuple[pa.Table, dict[int, int]] | None:
    """The counts by row, column and level, and how many occurrences were left out for each reason.

    ``None`` if the numbers are too large to be packed, or imprecise dates make counts uneven.
    """
    import pyarrow as pa

    if dates is not None and not np.array_equal(flat.column("first"), flat.column("last")):
        return None
    # Rows and columns are always coded in what counts; a level may be missing, hence one more.
    columns, levels = max(len(flat.columns), 1), len(flat.levels) + 1
    space = max(len(flat.rows), 1) * columns * levels
    if space >= 2**62:
        return None
    judged = verdicts(flat, bound, dates)
    left: dict[int, int] = {}
    keep = slice(None) if judged is None else judged == 0
    if judged is not None:
        left = {code: int(n) for code, n in enumerate(np.bincount(judged).tolist()) if n and code}
    key = flat.column("i")[keep].astype(np.int64)
    key *= columns
    key += flat.column("j")[keep]
    key *= levels
    key += flat.column("k")[keep]
    key += 1
    if bound.spec.duplicates != "include" and len(key):
        unit = flat.column("u")[keep]
        low = int(unit.min())
        width = int(unit.max()) - low + 1
        if space * width >= 2**62:
            return None
        before = len(key)
        key *= width
        key += unit - low
        key.sort()
        fresh = np.empty(before, dtype=bool)
        fresh[0] = True
        np.not_equal(key[1:], key[:-1], out=fresh[1:])
        key = key[fresh] // width
        if before != len(key):
            left[select.DUPLICATE] = before - len(key)
    cells, n = _tally(key, space, ordered=bound.spec.duplicates != "include")
    k = cells % levels - 1
    cells //= levels
    return pa.table({"i": cells // columns, "j": cells % columns, "k": k, "n": n}), left


def _tally(key: Ints, space: int, *, ordered: bool) -> tuple[Ints, Ints]:
    if space <= _MOST_CELLS and len(key) * 20 > space:
        every = np.bincount(key)
        cells = np.flatnonzero(every)
        return cells, every[cells].astype(np.int64)
    if not ordered:
        key.sort()
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    return key[starts], np.diff(np.append(starts, len(key)))
