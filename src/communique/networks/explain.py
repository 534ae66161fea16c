"""The formula of a cell, in words, with the real counts filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from communique.networks.algebra import self_congruence
from communique.networks.pairs import pairing

if TYPE_CHECKING:
    from communique.networks.network import Network


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a cell came about: ``formula`` in words and numbers, ``counts`` to compute it again, and the ``value``."""

    row: str
    column: str
    value: float
    formula: str
    counts: dict[str, Any]

    def __str__(self) -> str:
        return self.formula


def explain(network: Network, a: str, b: str) -> Explanation:
    """Explain the cell between row ``a`` and column ``b``."""
    return _pair(network, a, b) if network.one_mode else _cell(network, a, b)


def _text(number: float) -> str:
    return f"{number:.10g}"


def _names(network: Network) -> list[str]:
    levels = network._counts.levels
    if levels.sort == "boolean":
        name = network._computation.bound.qualifier
        assert name is not None
        return [f"no {name.name}", name.name]
    return [str(value) for value in levels.values] or ["statements"]


def _cell(network: Network, a: str, b: str) -> Explanation:
    spec, counts = network.spec, network._counts
    i, j, k = network.code(a, "row"), network.code(b, "column"), counts.levels.count
    x = counts.totals[i, j * k : (j + 1) * k].toarray().ravel()
    names = _names(network)
    value = network.cell(a, b)
    levels = {name: float(n) for name, n in zip(names, x.tolist(), strict=True)}
    found: dict[str, Any] = {"levels": levels}
    if spec.aggregation == "combine":
        # Normalized, the cell is the code over the number of cells; the code itself is told by the levels.
        present = [name for name, n in levels.items() if n]
        terms = " + ".join(f"{2 ** (k - 1 - names.index(name))} ({name})" for name in present) or "0"
        raw = float(sum(2 ** (k - 1 - names.index(name)) for name in present)) if k <= 53 else value
    elif spec.aggregation == "subtract" and counts.levels.sort == "boolean":
        terms, raw = f"{_text(x[1])} ({names[1]}) - {_text(x[0])} ({names[0]})", float(x[1] - x[0])
    elif spec.aggregation == "subtract" and counts.levels.sort in ("integer", "number"):
        terms = " + ".join(f"{_text(n)} x ({name})" for name, n in levels.items() if n) or "0"
        raw = float(sum(n * float(v) for n, v in zip(x.tolist(), counts.levels.values, strict=True)))
    else:
        terms, raw = " + ".join(_text(n) for n in x.tolist() if n) or "0", float(x.sum())
    formula = f"{a} -> {b}: {terms} = {_text(raw)}"
    if spec.normalization != "none":
        of = a if spec.normalization == "activity" else b
        below = _denominator(network, i, j)
        found["denominator"] = below
        what = "cells" if spec.aggregation == "combine" else "statements"
        formula += f"; {spec.normalization}: / {_text(below)} {what} of {of} = {_text(value)}"
    return Explanation(a, b, value, formula, found)


def _denominator(network: Network, i: int, j: int) -> float:
    counts = network._counts
    total = counts.over_levels(counts.totals)
    line = total[i, :] if network.spec.normalization == "activity" else total[:, j]
    if network.spec.aggregation == "combine":
        return float(np.count_nonzero(line.toarray()))
    return float(line.sum())


def _pair(network: Network, a: str, b: str) -> Explanation:
    spec, counts = network.spec, network._counts
    i, j, k = network.code(a, "row"), network.code(b, "column"), counts.levels.count
    n = counts.activity
    value = network.cell(a, b)
    x, y = (counts.factors[place].toarray().reshape(len(counts.columns), k) for place in (i, j))
    names, rule = _names(network), pairing(network)
    weigh, columns = rule.weights, network._computation.flat.columns
    shared = np.flatnonzero((x.sum(axis=1) != 0) & (y.sum(axis=1) != 0)).tolist()
    lines, per_column, total = [], {}, 0.0
    for at in shared:
        pairs = [
            (x[at, p], y[at, q], weigh[p, q], names[p], names[q])
            for p in range(k)
            for q in range(k)
            if x[at, p] and y[at, q] and weigh[p, q]
        ]
        label = columns[int(counts.columns[at])]
        per_column[label] = {
            name: [float(x[at, p]), float(y[at, p])] for p, name in enumerate(names) if x[at, p] or y[at, p]
        }
        part = float(sum(u * v * w for u, v, w, _, _ in pairs))
        total += part
        if pairs:
            inner = " + ".join(
                f"{_text(u)} x {_text(v)}{'' if w == 1 else f' x ({_text(w)})'} ({p if p == q else f'{p}/{q}'})"
                for u, v, w, p, q in pairs
            )
            lines.append(f"  {label}: {inner} = {_text(part)}")
    if rule.alone:
        alone = float(x[y == 0].sum() + y[x == 0].sum())
        total += rule.alone * alone
        lines.append(f"  on columns and values that one of the two does not use: {_text(rule.alone)} x {_text(alone)}")
    found: dict[str, Any] = {"columns": per_column, "statements": [float(n[i]), float(n[j])], "sum": total}
    head = f"{a} -- {b}, {spec.aggregation} over {len(shared)} shared columns:"
    body = [head, *lines, f"  sum = {_text(total)}"]
    if a == b and spec.inside == "keep":
        body = [f"{a}: the ties among its members, each pair once = {_text(value)}"]
    elif a == b and not (spec.compat == "dna" and spec.kernel != "none"):
        body.append("  a row is not tied to itself: 0")
    elif spec.normalization != "none":
        text, found["denominator"] = _divisor(network, i, j, x, y)
        body.append(f"  {spec.normalization}: {text} = {_text(value)}")
    return Explanation(a, b, value, "\n".join(body), found)


def _divisor(network: Network, i: int, j: int, x: Any, y: Any) -> tuple[str, float]:
    """What the sum of a pair is divided by, in words and as a number; the division may be by a mean of reciprocals."""
    spec, counts = network.spec, network._counts
    n, compat = counts.activity, spec.compat == "dna"
    if compat and spec.kernel != "none":
        from communique.networks.compat_kernels import reciprocals

        factor = float(reciprocals(network._computation, counts)[i, j])
        return f"x {_text(factor)}, the sum of 2 / (X + X') over columns and levels", 1 / factor if factor else 0.0
    if spec.normalization == "average":
        return f"/ (({_text(n[i])} + {_text(n[j])}) / 2 statements)", float((n[i] + n[j]) / 2)
    if spec.normalization == "cosine" and compat:
        return f"/ ({_text(n[i])} x {_text(n[j])} statements)", float(n[i] * n[j])
    if spec.normalization == "cosine":
        lengths = np.sqrt(self_congruence(counts, spec.aggregation))
        return f"/ ({_text(lengths[i])} x {_text(lengths[j])}, the two lengths)", float(lengths[i] * lengths[j])
    if compat:
        below = float(x[y == 0].sum() + y[x == 0].sum() + (x * y).sum())
        return f"/ {_text(below)}, counts of one only and products of both", below
    text = "sum of minima / sum of maxima of the two rows' counts"
    if spec.aggregation in ("conflict", "subtract"):
        swapped = "those of one row and the other with agreement and disagreement swapped"
        text = f"{text}, {'for' if spec.aggregation == 'conflict' else 'less the same for'} {swapped}"
    smaller, larger = np.minimum(x, y).sum(), np.maximum(x, y).sum()
    return f"{text} ({_text(smaller)} / {_text(larger)} without a swap)", float(larger)
