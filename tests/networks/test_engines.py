"""One definition, several engines: the same counts, reasons and evidence to the last digit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ibis
import numpy as np
import pytest

from communique.networks import NetworkSpec, compute
from tests.networks.dna_relation import dna_relation

DATABASE = Path(__file__).parents[1] / "gold" / "rich.dna"
SPECS = [
    NetworkSpec(aggregation="combine", duplicates="document"),
    NetworkSpec(aggregation="ignore", duplicates="document", compat="dna", qualifier="agreement"),
    NetworkSpec(aggregation="subtract", qualifier="intensity", exclude={"concept": ["Carbon tax"]}, duplicates="year"),
    NetworkSpec(type="one-mode", aggregation="subtract", duplicates="week", start="2020-02", isolates=True),
    NetworkSpec(type="one-mode", aggregation="congruence", duplicates="month", window="3m"),
    NetworkSpec(duplicates="document", window="40events"),
    NetworkSpec(type="one-mode", rows="author", aggregation="conflict", include={"document.type": ["Speech"]}),
]


def same(spec, backend):
    relation = dna_relation(DATABASE)
    here, there = compute(relation, spec), compute(relation, spec, backend=backend)
    assert there.left_out == here.left_out
    assert there.statements == here.statements > 0
    one, other = here.networks[0], there.networks[0]
    assert (other.rows, other.columns) == (one.rows, one.columns)
    np.testing.assert_array_equal(other.matrix, one.matrix)
    assert list(other.edges()) == list(one.edges())
    a, b = one.rows[0], one.columns[-1]
    assert other.evidence(a, b) == one.evidence(a, b)


@pytest.mark.parametrize("spec", SPECS, ids=range(len(SPECS)))
def test_sqlite_counts_as_duckdb(spec):
    same(spec, ibis.sqlite.connect())


@pytest.mark.parametrize("spec", SPECS, ids=range(len(SPECS)))
def test_the_relational_way_counts_as_the_one_in_process(spec):
    same(spec, ibis.duckdb.connect())


@pytest.mark.postgres
def test_postgresql_counts_as_duckdb(postgres):
    with postgres.database() as url:
        backend = ibis.connect(url)
        for spec in SPECS:
            same(spec, backend)
        backend.disconnect()


def test_networks_can_be_computed_in_several_threads():
    relation = dna_relation(DATABASE)
    spec = SPECS[4]
    wanted = compute(relation, spec).networks[0].matrix
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: compute(relation, spec).networks[0].matrix, range(8)))
    assert all(np.array_equal(one, wanted) for one in found)


def test_spark_counts_as_duckdb(spark):
    for spec in (SPECS[2], SPECS[4]):
        same(spec, spark)
