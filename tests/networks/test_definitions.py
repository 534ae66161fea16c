"""Every network equals the slow, plain definition, on random small relations."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.errors import SpecError
from communique.networks import NetworkSpec, algebra, compute, select
from communique.networks.computation import Computation
from tests.networks.definitions import DAY, compat_network, network, selected, time_of, whole_weight
from tests.networks.relations import make_relation

VARIABLES = ("organization", "concept", "agreement", "degree", "stance")
KINDS = {"agreement": "boolean", "degree": "integer", "stance": "text"}
DATES = [None, "2031", "2031-02", "2031-01-31", "2031-02-01", "2031-02-03", "2031-03-09T10:15:00", "2032-02-02"]

statements = st.lists(
    st.fixed_dictionaries(
        {
            "doc": st.integers(1, 3),
            "date": st.sampled_from(DATES),
            "organization": st.sampled_from([None, "Assembly", "Bakers", "Cyclists", "Écoliers"]),
            "concept": st.sampled_from([None, "line 4", "fares", "trees"]),
            "agreement": st.sampled_from([None, True, False]),
            "degree": st.sampled_from([None, -2, 0, 1, 10]),
            "stance": st.sampled_from([None, "for", "against", "perhaps"]),
            "layer": st.sampled_from(["primary", "primary", "second"]),
        }
    ),
    max_size=14,
)
duplicates = st.sampled_from(["include", "document", "week", "month", "year", "acrossrange"])
two_mode = st.fixed_dictionaries(
    {
        "type": st.just("two-mode"),
        "aggregation": st.sampled_from(["ignore", "combine", "subtract"]),
        "normalization": st.sampled_from(["none", "activity", "prominence"]),
    }
)
one_mode = st.fixed_dictionaries(
    {
        "type": st.just("one-mode"),
        "aggregation": st.sampled_from(["ignore", "congruence", "conflict", "subtract"]),
        "normalization": st.sampled_from(["none", "average", "cosine", "jaccard"]),
    }
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "start": st.sampled_from(["2031-02", "2031-02-02"]),
        "stop": st.sampled_from(["2031-02-10", "2032-01-01"]),
        "exclude": st.sampled_from([{"concept": ["trees"]}, {"stance": ["", "for"]}]),
        "include": st.sampled_from([{"organization": ["Assembly", "Bakers"]}, {"degree": ["-2", "10", ""]}]),
    },
)


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "id": place + 1} for place, row in enumerate(rows)]


def levels_of(rows: list[dict[str, Any]], qualifier: str) -> list[Any]:
    return (
        [False, True]
        if qualifier == "agreement"
        else sorted({row[qualifier] for row in rows if row[qualifier] is not None})
    )


def spec_or_none(**options: Any) -> NetworkSpec | None:
    try:
        return NetworkSpec(**options)
    except SpecError:
        return None


def compared(found: Any, wanted: tuple[list[str], list[str], list[list[float]]]) -> None:
    assert found.rows == wanted[0]
    assert found.columns == wanted[1]
    cells = np.array(wanted[2]).reshape(len(wanted[0]), len(wanted[1]))
    np.testing.assert_allclose(found.matrix, cells, rtol=1e-9, atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(statements, st.one_of(two_mode, one_mode), st.sampled_from(sorted(KINDS)), duplicates, filters)
def test_a_network_equals_its_definition(rows, kind, qualifier, rule, chosen):
    rows = numbered(rows)
    spec = spec_or_none(**kind, qualifier=qualifier, duplicates=rule, **chosen)
    if spec is None:
        return
    kept = selected(rows, spec, variables=("organization", "concept", qualifier))
    levels = levels_of(kept, qualifier)
    try:
        found = compute(make_relation(rows, variables=VARIABLES), spec).network
    except SpecError:
        assert qualifier != "agreement"
        return
    compared(
        found,
        network(
            kept,
            spec,
            variables=("organization", "concept", qualifier),
            kind=KINDS[qualifier],
            levels=levels,
            weight=lambda row: whole_weight(row, spec),
        ),
    )
    assert found.statements == len(kept)


@settings(max_examples=50, deadline=None)
@given(
    statements,
    st.one_of(two_mode, one_mode),
    st.sampled_from(sorted(KINDS)),
    duplicates,
    st.sampled_from([{}, {"concept": ["trees"]}, {"stance": ["", "for"], "organization": ["Bakers"]}]),
)
def test_the_reference_semantics_equal_their_definition(rows, kind, qualifier, rule, exclude):
    # The reference program knows exact dates and no missing numbers.
    rows = [
        {**row, "agreement": bool(row["agreement"]), "degree": row["degree"] or 0}
        for row in numbered(rows)
        if row["date"] and len(row["date"]) > 7 and row["layer"] == "primary"
    ]
    if not rows or (kind["aggregation"], kind["normalization"]) == ("combine", "prominence"):
        return
    spec = NetworkSpec(**kind, qualifier=qualifier, duplicates=rule, exclude=exclude, compat="dna")
    kept = selected(rows, spec, variables=("organization", "concept", qualifier))
    found = compute(make_relation(rows, variables=VARIABLES), spec).network
    assert found.statements == len(kept)
    one_level = len({row["degree"] for row in rows}) == 1 and qualifier == "degree"
    if one_level and spec.type == "one-mode" and spec.aggregation != "ignore":
        assert not len(found.rows) > 1 or np.isnan(found.matrix).any()
        return
    if spec.type == "one-mode":
        for at, one in enumerate(found.rows):
            for other in found.rows[:at]:
                explained = found.explain(one, other)
                value = explained.counts["sum"] / (explained.counts.get("denominator", 1) or math.inf)
                assert found.cell(one, other) == pytest.approx(value)
                assert bool(explained.counts["sum"]) <= bool(found.evidence(one, other))
    compared(
        found, compat_network(kept, rows, spec, variables=("organization", "concept", qualifier), kind=KINDS[qualifier])
    )


@settings(max_examples=35, deadline=None)
@given(statements, st.one_of(two_mode, one_mode), duplicates, st.sampled_from(["1d", "10d", "2w", "1m", "3m"]))
def test_each_window_counts_what_lies_in_it(rows, kind, rule, window):
    rows = numbered(rows)
    spec = NetworkSpec(
        **kind, qualifier="agreement", duplicates=rule, window=window, start="2031-01-20", stop="2031-04-25"
    )
    kept = selected(rows, spec, variables=("organization", "concept", "agreement"))
    result = compute(make_relation(rows, variables=VARIABLES), spec)
    slices = [result.networks[at] for at in {0, len(result) // 2, len(result) - 1}]
    for found in slices:
        low, high = found.window.start, found.window.stop

        def share(row, low=low, high=high):
            first, last = time_of(row)
            return max(0, min(last, high - 1) - max(first, low) + 1) / (last - first + 1)

        inside = [row for row in kept if share(row)]
        wanted = network(
            inside,
            spec,
            variables=("organization", "concept", "agreement"),
            kind="boolean",
            levels=[False, True],
            weight=share,
        )
        compared(found, wanted)
        assert found.statements == len(inside)


KERNELS = {
    "uniform": lambda x: 0.5 if -1 <= x < 1 else 0.0,
    "triangular": lambda x: max(0.0, 1 - abs(x)),
    "epanechnikov": lambda x: max(0.0, 0.75 * (1 - x * x)),
    "gaussian": lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi),
}


@settings(max_examples=25, deadline=None)
@given(statements, one_mode, st.sampled_from(sorted(KERNELS)), st.booleans())
def test_a_kernel_weighs_pairs_by_the_root_of_their_weights(rows, kind, kernel, indent):
    rows = [row for row in numbered(rows) if not row["date"] or len(row["date"]) > 7]
    spec = NetworkSpec(
        **kind, qualifier="agreement", window="20d", kernel=kernel, indent=indent, start="2031-01-20", stop="2031-04-25"
    )
    kept = selected(rows, spec, variables=("organization", "concept", "agreement"))
    result = compute(make_relation(rows, variables=VARIABLES), spec)
    assert len(result) == (96 - 20 + 1 if indent else 96)
    for found in (result.networks[0], result.networks[len(result) // 2]):
        low, high = found.window.start, found.window.stop
        assert high - low == 20 * DAY

        def weight(row, low=low, high=high):
            return KERNELS[kernel]((time_of(row)[0] - (low + high) / 2) / ((high - low) / 2))

        wanted = network(
            [row for row in kept if weight(row) > 0],
            spec,
            variables=("organization", "concept", "agreement"),
            kind="boolean",
            levels=[False, True],
            weight=weight,
            pair_weight=lambda a, b: math.sqrt(weight(a) * weight(b)),
        )
        compared(found, wanted)


@settings(max_examples=35, deadline=None)
@given(statements, one_mode, st.sampled_from(["agreement", "degree"]))
def test_cosine_and_jaccard_stay_within_their_bounds(rows, kind, qualifier):
    for normalization in ("cosine", "jaccard"):
        spec = NetworkSpec(**kind | {"normalization": normalization}, qualifier=qualifier)
        try:
            cells = compute(make_relation(numbered(rows), variables=VARIABLES), spec).network.matrix
        except SpecError:
            continue
        assert np.all(np.abs(cells) <= 1 + 1e-12)


@settings(max_examples=35, deadline=None)
@given(
    statements,
    st.one_of(two_mode, one_mode),
    st.sampled_from(sorted(KINDS)),
    duplicates,
    st.sampled_from([None, "40d"]),
)
@pytest.mark.no_cover
def test_the_evidence_of_a_cell_counts_up_to_the_cell(rows, kind, qualifier, rule, window):
    rows = numbered(rows)
    spec = NetworkSpec(**kind | {"normalization": "none"}, qualifier=qualifier, duplicates=rule, window=window)
    try:
        result = compute(make_relation(rows, variables=VARIABLES), spec)
        found = result.networks[0]
    except SpecError:
        return
    levels = levels_of(selected(rows, spec, variables=("organization", "concept", qualifier)), qualifier)
    alike = {
        "agreement": lambda a, b: float(a == b),
        "stance": lambda a, b: float(a == b),
        "degree": lambda a, b: 1 - abs(a - b) / ((max(levels) - min(levels)) or 1),
    }[qualifier]
    for edge in found.edges():
        ids = [one.id for one in found.evidence(edge.row, edge.column) if not one.dropped]
        assert (list(edge.statements), edge.count) == (ids, len(ids))
    for a in found.rows:
        for b in found.columns:
            behind = found.evidence(a, b)
            explained = found.explain(a, b)
            assert explained.value == found.cell(a, b)
            assert [one.id for one in behind if one.dropped] == [one.id for one in behind if one.weight == 0]
            if spec.type == "two-mode":
                assert all((one.row, one.column) == (a, b) for one in behind)
                if spec.aggregation == "ignore":
                    value = math.fsum(one.weight for one in behind)
                elif spec.aggregation == "subtract":
                    value = math.fsum(
                        one.weight * ((1 if one.level else -1) if qualifier == "agreement" else one.level)
                        for one in behind
                    )
                else:
                    present = {one.level for one in behind}
                    value = sum(2 ** (len(levels) - 1 - at) for at, level in enumerate(levels) if level in present)
                assert found.cell(a, b) == pytest.approx(value)
            elif a != b:
                value = 0.0
                for x in (one for one in behind if one.row == a):
                    for y in (one for one in behind if one.row == b and one.column == x.column):
                        s = 1.0 if spec.aggregation == "ignore" else alike(x.level, y.level)
                        s = {"ignore": s, "congruence": s, "conflict": 1 - s, "subtract": 2 * s - 1}[spec.aggregation]
                        value += s * x.weight * y.weight
                assert found.cell(a, b) == pytest.approx(value)
                assert explained.counts["sum"] == pytest.approx(value)


@settings(max_examples=25, deadline=None)
@given(statements, st.one_of(two_mode, one_mode), duplicates, filters)
def test_every_statement_counts_or_is_left_out_for_one_reason(rows, kind, rule, chosen):
    rows = numbered(rows)
    result = compute(
        make_relation(rows, variables=VARIABLES), NetworkSpec(**kind, qualifier="agreement", duplicates=rule, **chosen)
    )
    assert result.statements + sum(result.left_out.values()) == len(rows)
    listed = [one for reason in result.left_out for one in result.left_out_statements(reason)]
    assert len(listed) == len(set(listed)) == sum(result.left_out.values())


@settings(max_examples=50, deadline=None)
@given(statements, st.one_of(two_mode, one_mode), st.sampled_from(sorted(KINDS)), duplicates, filters)
def test_the_packed_way_counts_as_the_relational_one(rows, kind, qualifier, rule, chosen):
    rows = numbered(rows)
    spec = NetworkSpec(**kind | {"normalization": "none"}, qualifier=qualifier, duplicates=rule, **chosen)
    try:
        computation = Computation(make_relation(rows, variables=VARIABLES), spec)
    except SpecError:
        return
    if computation.packed is None:
        return
    fast, left_out = computation.packed
    slow = computation.run(computation.stage.counts().order_by(["i", "j", "k"]))
    names = ["i", "j", "k", "n"] if computation.bound.levels_matter else ["i", "j", "n"]
    columns = {name: fast.column(name).to_pylist() for name in names}
    wanted = {name: (slow.column(name).to_pylist() if name in slow.column_names else None) for name in names}
    if "part" in slow.column_names:
        assert set(slow.column("part").to_pylist()) <= {1}
    assert columns == wanted
    verdicts = Counter(computation.run(computation.stage.statements()).column("v").to_pylist())
    verdicts.pop(select.COUNTED, None)
    assert left_out == dict(verdicts)


@settings(max_examples=25, deadline=None)
@given(statements, st.sampled_from(["ignore", "congruence", "conflict", "subtract"]))
def test_the_jaccard_of_many_rows_is_that_of_few(rows, aggregation):
    spec = NetworkSpec(type="one-mode", aggregation=aggregation, normalization="jaccard", qualifier="agreement")
    relation = make_relation(numbered(rows), variables=VARIABLES)
    few = compute(relation, spec).network.matrix
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(algebra, "DENSE_JACCARD", -1)
        many = compute(relation, spec).network.matrix
    np.testing.assert_allclose(many, few, rtol=1e-12, atol=1e-15)
