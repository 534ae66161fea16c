"""What Discourse Network Analyzer 3.1.2 computes, cell for cell, oddities included.

The selection of statements is shared with the default semantics; what differs is gathered here: silent substitutions,
closed windows, levels, and the algebra of one-mode networks. Kernels are in :mod:`communique.networks.compat_kernels`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.errors import SpecError
from communique.model.relation import Relation
from communique.model.words import VariableKind
from communique.networks import algebra
from communique.networks.names import Role, find
from communique.networks.network import Network
from communique.networks.spec import NetworkSpec
from communique.networks.windows import Window, shifted

if TYPE_CHECKING:
    from communique.networks.computation import Computation
    from communique.networks.incidence import Block

Ints = NDArray[np.int64]
_log = logging.getLogger("communique.networks")


def substitute(
    relation: Relation, spec: NetworkSpec
) -> tuple[NetworkSpec, Role | None, Role | None, Role | None, list[str]]:
    """Replace settings without meaning as the reference program does, and say so.

    Returns
    -------
    tuple
        The specification as it will be carried out, rows, columns, qualifier, and one note per substitution.

    Raises
    ------
    SpecError
        For names that do not exist: a slip of the pen is no setting.
    """
    notes: list[str] = []
    entities = [one.name for one in relation.variables if one.kind is VariableKind.ENTITY]
    if len(entities) < 2 and not (spec.rows and spec.columns):
        raise SpecError(
            f"statements of type {relation.statement_type!r} have too few entity variables",
            way_out="name --rows and --columns; fields of the document can be used as well",
        )
    usual = {"organization": "organization", "concept": "concept"}
    rows = find(relation, spec.rows or (usual["organization"] if "organization" in entities else entities[0]), "--rows")
    if rows.sort not in ("entity", "field"):
        rows = find(relation, entities[0], "--rows")
        notes.append(f"rows cannot be {spec.rows!r}; {rows.name!r} is used")
    columns = find(relation, spec.columns or (usual["concept"] if "concept" in entities else entities[1]), "--columns")
    if columns.sort not in ("entity", "field") or (columns.column, columns.attribute) == (rows.column, rows.attribute):
        columns = find(relation, next(one for one in entities if one != rows.name), "--columns")
        notes.append(f"columns cannot be {spec.columns!r}; {columns.name!r} is used")
    qualifier = None
    if spec.qualifier not in (None, "none"):
        qualifier = find(relation, str(spec.qualifier), "--qualifier")
    changes = _replaced_settings(spec, qualifier)
    notes += [
        f"{name} {getattr(spec, name)!r} has no meaning here; {value!r} is used" for name, value in changes.items()
    ]
    for note in notes:
        _log.warning(note)
    return (spec.with_(**changes) if changes else spec), rows, columns, qualifier, notes


def _replaced_settings(spec: NetworkSpec, qualifier: Role | None) -> dict[str, str]:
    changes: dict[str, str] = {}
    aggregation, normalization = spec.aggregation, spec.normalization
    allowed = {
        "two-mode": ("ignore", "combine", "subtract"),
        "one-mode": ("ignore", "congruence", "conflict", "subtract"),
        "event-list": ("ignore", "subtract"),
    }[spec.type]
    if aggregation not in allowed or qualifier is None:
        aggregation = "ignore"
    fitting = {"two-mode": ("activity", "prominence"), "one-mode": ("average", "jaccard", "cosine"), "event-list": ()}
    kernel = spec.kernel != "none"
    if kernel:
        if aggregation == "combine":
            aggregation = "subtract"
        if normalization != "none":
            normalization = "none" if spec.type == "two-mode" else "average"
    elif normalization not in fitting[spec.type]:
        normalization = "none"
    if aggregation != spec.aggregation:
        changes["aggregation"] = aggregation
    if normalization != spec.normalization:
        changes["normalization"] = normalization
    return changes


def compat_windows(computation: Computation) -> list[Window]:
    """The reference program's slices: closed on both sides, ``2 * (width // 2)`` units wide, inside the range."""
    spec = computation.spec
    wide, dates = spec.window_width, computation.dates or (0, 0)
    if wide is None:
        return [Window(dates[0], dates[1], (dates[0] + dates[1]) // 2, *dates)]
    if spec.kernel != "none":
        from communique.networks.compat_kernels import kernel_windows

        return kernel_windows(computation)
    step, half = spec.step_width, wide.count // 2
    assert step is not None
    if wide.unit == "events":
        _, first, _ = computation.events
        return [
            Window(int(first[at - half]), int(first[at + half]), int(first[at]), at - half, at + half)
            for at in range(half, len(first) - half, step.count)
        ]
    found, centre = [], dates[0]
    while centre <= dates[1]:
        low, high = shifted(centre, -half, wide.unit), shifted(centre, half, wide.unit)
        if low >= dates[0] and high <= dates[1]:
            found.append(Window(low, high, centre, low, high))
        # Each centre is the last one moved on, so that a day that was clipped stays clipped.
        centre = shifted(centre, step.count, step.unit)
    return found


def level_codes(computation: Computation, block: Block) -> Ints:
    """Codes of the levels: both for booleans, those in the filtered statements for fields, else those looked at."""
    qualifier = computation.bound.qualifier
    if qualifier is None:
        return np.zeros(1, dtype=np.int64)
    if qualifier.sort == "boolean":
        return np.array([0, 1], dtype=np.int64)
    if qualifier.sort == "field":
        return np.unique(block.k)
    return computation.scope[2]


def compat_counts(computation: Computation, block: Block, rows: Ints, columns: Ints) -> algebra.Counts:
    """The counts of a slice with the reference program's levels."""
    codes = level_codes(computation, block)
    qualifier = computation.bound.qualifier
    names = computation.flat.levels
    # A statement without qualifier stands on a level of its own where the qualifier is ignored.
    values = () if qualifier is None else tuple(names[code] if code >= 0 else "" for code in codes.tolist())
    levels = algebra.scale_of(*(("none", ()) if qualifier is None else (qualifier.sort, values, codes)))
    places = levels.positions(block.k)
    totals, factors = algebra.count_matrix(
        block.i, block.j, places, block.totals, rows, columns, levels.count, shared=block.factors
    )
    return algebra.Counts(rows, columns, totals, factors, levels)


def compat_network(computation: Computation, window: Window) -> Network:
    """The network of one slice as the reference program computes it."""
    if computation.spec.kernel != "none":
        from communique.networks.compat_kernels import kernel_network

        return kernel_network(computation, window)
    spec = computation.spec
    block, statements = computation.block(window)
    if spec.isolates:
        rows, columns = computation.scope[0], computation.scope[1]
    else:
        rows, columns = np.unique(block.i), np.unique(block.j)
    counts = compat_counts(computation, block, rows, columns)
    legend: dict[float, tuple[Any, ...]] = {}
    if spec.type == "two-mode":
        aggregation = spec.aggregation
        if aggregation == "subtract" and counts.levels.sort not in ("boolean", "integer", "number"):
            aggregation = "ignore"
        cells, legend = algebra.two_mode(counts, aggregation, spec.normalization)
    else:
        cells = _one_mode(computation, counts)
    return Network(computation, window, counts, cells, statements, legend)


def _one_mode(computation: Computation, counts: algebra.Counts) -> Any:
    spec, x, n = computation.spec, counts.totals, counts.activity
    cells = _projected(computation, counts, spec.aggregation)
    if spec.normalization == "average":
        cells = algebra.divided(cells, lambda a, b: (n[a] + n[b]) / 2)
    elif spec.normalization == "cosine":
        cells = algebra.divided(cells, lambda a, b: n[a] * n[b])
    elif spec.normalization == "jaccard":
        below = _dense(one_sided(x, n)) + _dense(algebra.gram(x, x))
        cells = algebra.divided(_dense(cells), lambda a, b: below[a, b])
    return algebra.without_diagonal(cells)


def _projected(computation: Computation, counts: algebra.Counts, aggregation: str) -> Any:
    numeric = counts.levels.sort in ("boolean", "integer", "number")
    if aggregation == "ignore" or numeric:
        if aggregation != "ignore" and counts.levels.count == 1 and counts.levels.sort != "boolean":
            computation.warn(
                "there is one level only, so the distance between levels is 0/0; Discourse Network Analyzer gives "
                "cells that are no numbers, which are shown as empty"
            )
            return np.full((len(counts.rows), len(counts.rows)), np.nan)
        return algebra.projected(counts, aggregation)
    x = counts.totals
    if aggregation == "congruence":
        return algebra.gram(x, x)
    conflict = one_sided(x, counts.activity)
    return conflict if aggregation == "conflict" else _dense(algebra.gram(x, x)) - conflict


def one_sided(x: Any, n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per pair of rows, the counts of one on columns and levels that the other does not use, and vice versa."""
    used = (x != 0).astype(np.float64)
    alone = n[:, None] - _dense(algebra.gram(x, used))
    return alone + alone.T


def _dense(cells: Any) -> NDArray[np.float64]:
    return cells if isinstance(cells, np.ndarray) else np.asarray(cells.toarray(), dtype=np.float64)
