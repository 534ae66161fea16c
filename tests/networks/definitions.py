"""The definitions of the documentation, written down as slowly and plainly as possible.

Statements are dicts as :func:`relations.make_relation` takes them, with single values. Nothing here is shared with the
program: loops over statements and pairs of statements, fractions where they fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from communique.model.dates import date_bounds
from communique.networks.spec import NetworkSpec

Row = dict[str, Any]
DAY = 86_400


def _written(value):
    return "" if value is None else str(value)


def counted_order(rows: Sequence[Row]) -> list[Row]:
    """By first second, document, place; undated last."""

    def key(row: Row) -> tuple[Any, ...]:
        first = date_bounds(row["date"]).first if row.get("date") else None
        return (first is None, first or 0, row["doc"], row["id"])

    return sorted(rows, key=key)


def time_of(row: Row) -> tuple[int, int] | None:
    """First and last second; a date known to the day stands for its first second."""
    if not row.get("date"):
        return None
    bounds = date_bounds(row["date"])
    return (bounds.first, bounds.first) if bounds.exact else (bounds.first, bounds.last)


def unit_of(row: Row, rule: str, *, compat: bool) -> Any:
    if rule == "acrossrange":
        return "all"
    if rule == "document" or not row.get("date"):
        return ("document", row["doc"])
    bounds = date_bounds(row["date"])
    day = date.fromordinal(bounds.first // DAY + date(1970, 1, 1).toordinal())
    if rule == "year" and bounds.precision != "span":
        return day.year
    if rule == "month" and (bounds.exact or bounds.precision == "month"):
        return day.month if compat else (day.year, day.month)
    if rule == "week" and bounds.exact:
        year, week, _ = day.isocalendar()
        return week if compat else (year, week)
    return ("document", row["doc"])


def selected(rows: Sequence[Row], spec: NetworkSpec, *, variables: tuple[str, str, str | None]) -> list[Row]:
    """The statements that count, in order: filters first, then the duplicates rule."""
    first, second, qualifier = variables
    consulted = qualifier if spec.aggregation != "ignore" else None
    kept: list[Row] = []
    for row in counted_order(rows):
        span = time_of(row)
        if spec.layer is None and row.get("layer", "primary") != "primary":
            continue
        if spec.start or spec.stop:
            if span is None:
                continue
            if spec.start and span[1] < date_bounds(spec.start).first:
                continue
            if spec.stop and span[0] > date_bounds(spec.stop).last:
                continue
        if any(_written(row.get(name)) in values for name, values in spec.exclude):
            continue
        if any(_written(row.get(name)) not in values for name, values in spec.include):
            continue
        if row.get(first) is None or row.get(second) is None:
            continue
        if consulted and row.get(consulted) is None:
            continue
        if spec.duplicates != "include":

            def same(other: Row, row: Row = row) -> bool:
                return (
                    other[first] == row[first]
                    and other[second] == row[second]
                    and (not consulted or other[consulted] == row[consulted])
                    and unit_of(other, spec.duplicates, compat=spec.compat == "dna")
                    == unit_of(row, spec.duplicates, compat=spec.compat == "dna")
                )

            if any(same(other) for other in kept):
                continue
        kept.append(row)
    return kept


def whole_weight(row: Row, spec: NetworkSpec) -> float:
    """1, or the share of an imprecise date that falls within the dates asked for."""
    span = time_of(row)
    if span is None or not (spec.start or spec.stop):
        return 1.0
    low = date_bounds(spec.start).first if spec.start else -math.inf
    high = date_bounds(spec.stop).last if spec.stop else math.inf
    return (min(span[1], high) - max(span[0], low) + 1) / (span[1] - span[0] + 1)


def similarity(kind: str, levels: Sequence[Any]) -> Callable[[Any, Any], float]:
    """How far two levels agree, 0 to 1."""
    if kind in ("boolean", "none", "text"):
        return lambda a, b: float(a == b)
    low, high = min(levels, default=0), max(levels, default=0)
    return lambda a, b: 1.0 if high == low else 1 - abs(a - b) / (high - low)


def network(
    rows: Sequence[Row],
    spec: NetworkSpec,
    *,
    variables: tuple[str, str, str | None],
    kind: str,
    levels: Sequence[Any],
    weight: Callable[[Row], float],
    pair_weight: Callable[[Row, Row], float] | None = None,
) -> tuple[list[str], list[str], list[list[float]]]:
    """Labels and cells of the default semantics from statements that count, each with its weight."""
    pair_weight = pair_weight or (lambda a, b: weight(a) * weight(b))
    one, two, qualifier = variables
    consulted = qualifier if spec.aggregation != "ignore" else None
    labels = sorted({row[one] for row in rows})
    columns = sorted({row[two] for row in rows})

    def level(row: Row) -> Any:
        return row[consulted] if consulted else None

    def statements(a: str | None = None, b: str | None = None) -> list[Row]:
        return [row for row in rows if a in (None, row[one]) and b in (None, row[two])]

    def total(found: Sequence[Row]) -> float:
        return math.fsum(weight(row) for row in found)

    if spec.type == "two-mode":

        def cell(a: str, b: str) -> float:
            found = statements(a, b)
            if spec.aggregation == "ignore":
                return total(found)
            if spec.aggregation == "subtract":
                sign = (lambda v: 1 if v else -1) if kind == "boolean" else (lambda v: v)
                return math.fsum(sign(level(row)) * weight(row) for row in found)
            present = {level(row) for row in found}
            return float(sum(2 ** (len(levels) - 1 - place) for place, v in enumerate(levels) if v in present))

        cells = [[cell(a, b) for b in columns] for a in labels]
        if spec.aggregation == "combine":
            across = [float(sum(1 for value in line if value)) for line in cells]
            down = [float(sum(1 for line in cells if line[at])) for at in range(len(columns))]
        else:
            across, down = [total(statements(a)) for a in labels], [total(statements(None, b)) for b in columns]
        for at in range(len(labels)):
            for to in range(len(columns)):
                below = {"none": 1.0, "activity": across[at], "prominence": down[to]}[spec.normalization]
                cells[at][to] = cells[at][to] / below if below else 0.0
        return labels, columns, cells

    alike = similarity(kind if consulted else "none", levels)

    def pairs(a: str, b: str, aggregation: str) -> float:
        value = 0.0
        for x in statements(a):
            for y in statements(b):
                if x[two] == y[two]:
                    s = alike(level(x), level(y))
                    factor = {"ignore": 1.0, "congruence": s, "conflict": 1 - s, "subtract": 2 * s - 1}[aggregation]
                    value += factor * pair_weight(x, y)
        return value

    def ruzicka(a: str, b: str, *, swap: bool) -> float:
        shared = every = 0.0
        for column in columns:
            for v in levels if consulted else [None]:
                x = total([row for row in statements(a, column) if not consulted or level(row) == v])
                other = (not v) if swap else v
                y = total([row for row in statements(b, column) if not consulted or level(row) == other])
                shared, every = shared + min(x, y), every + max(x, y)
        return shared / every if every else 0.0

    def tie(a: str, b: str) -> float:
        if a == b:
            return 0.0
        if spec.normalization == "jaccard":
            if spec.aggregation in ("ignore", "congruence"):
                return ruzicka(a, b, swap=False)
            against = ruzicka(a, b, swap=True)
            return against if spec.aggregation == "conflict" else ruzicka(a, b, swap=False) - against
        value = pairs(a, b, spec.aggregation)
        if spec.normalization == "average":
            below = (total(statements(a)) + total(statements(b))) / 2
        elif spec.normalization == "cosine":
            own = "ignore" if spec.aggregation == "ignore" else "congruence"
            below = math.sqrt(pairs(a, a, own) * pairs(b, b, own))
        else:
            below = 1.0
        return value / below if below else 0.0

    return labels, labels, [[tie(a, b) for b in labels] for a in labels]


def compat_network(
    rows: Sequence[Row], looked_at: Sequence[Row], spec: NetworkSpec, *, variables: tuple[str, str, str], kind: str
) -> tuple[list[str], list[str], list[list[float]]]:
    """Labels and cells as Discourse Network Analyzer defines them.

    ``looked_at`` are the statements before exclusion and the duplicates rule: they give the levels.
    """
    one, two, qualifier = variables
    labels = sorted({row[one] for row in rows})
    columns = sorted({row[two] for row in rows})
    if kind == "boolean":
        levels = [False, True]
    else:
        levels = sorted({row[qualifier] if row[qualifier] is not None else "" for row in looked_at}, key=lambda v: v)

    def x(i: str, j: str, k: Any) -> int:
        return sum(
            1
            for row in rows
            if row[one] == i and row[two] == j and (row[qualifier] if row[qualifier] is not None else "") == k
        )

    def n(i: str) -> int:
        return sum(x(i, j, k) for j in columns for k in levels)

    if spec.type == "two-mode":

        def cell(i: str, j: str) -> float:
            if spec.aggregation == "combine":
                return sum(2 ** (len(levels) - 1 - at) for at, k in enumerate(levels) if x(i, j, k))
            if spec.aggregation == "subtract" and kind == "boolean":
                return x(i, j, True) - x(i, j, False)
            if spec.aggregation == "subtract" and kind == "integer":
                return sum(k * x(i, j, k) for k in levels)
            return sum(x(i, j, k) for k in levels)

        cells = [[float(cell(i, j)) for j in columns] for i in labels]
        if spec.normalization == "activity":
            for line, i in zip(cells, labels, strict=True):
                below = sum(1 for value in line if value) if spec.aggregation == "combine" else n(i)
                line[:] = [value / below if below else 0.0 for value in line]
        elif spec.normalization == "prominence":
            for at, j in enumerate(columns):
                below = sum(x(i, j, k) for i in labels for k in levels)
                for line in cells:
                    line[at] = line[at] / below if below else 0.0
        return labels, columns, cells

    def pairs(i: str, o: str, weigh: Callable[[Any, Any], float]) -> float:
        return sum(x(i, j, k) * x(o, j, m) * weigh(k, m) for j in columns for k in levels for m in levels)

    def one_sided(i: str, o: str) -> float:
        found = 0.0
        for j in columns:
            for k in levels:
                a, b = x(i, j, k), x(o, j, k)
                found += a if not b else b if not a else 0
        return found

    def tie(i: str, o: str) -> float:
        if i == o:
            return 0.0
        if spec.aggregation == "ignore":
            value = pairs(i, o, lambda k, m: 1.0)
        elif kind == "text":
            same = pairs(i, o, lambda k, m: float(k == m))
            value = {"congruence": same, "conflict": one_sided(i, o), "subtract": same - one_sided(i, o)}[
                spec.aggregation
            ]
        else:
            span = max(levels) - min(levels)

            def apart(k: Any, m: Any) -> float:
                return abs(k - m) / span

            value = pairs(
                i,
                o,
                {
                    "congruence": lambda k, m: 1 - apart(k, m),
                    "conflict": apart,
                    "subtract": lambda k, m: 1 - 2 * apart(k, m),
                }[spec.aggregation],
            )
        below = {
            "none": lambda: 1.0,
            "average": lambda: (n(i) + n(o)) / 2,
            "cosine": lambda: n(i) * n(o),
            "jaccard": lambda: one_sided(i, o) + pairs(i, o, lambda k, m: float(k == m)),
        }[spec.normalization]()
        return value / below if below else 0.0

    return labels, labels, [[tie(i, o) for o in labels] for i in labels]
