"""Statements in Parquet files instead of a project."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.model.errors import SourceError
from communique.networks import NetworkSpec, compute, read_dataset
from tests.networks.relations import make_relation

ROWS = [
    {"doc": 1, "date": "2031-05-03", "organization": "Bakers", "concept": "line 4", "agreement": True, "degree": 2},
    {"doc": 1, "date": "2031-05-03", "organization": "Tenants", "concept": "line 4", "agreement": False, "degree": 1},
    {"doc": 2, "date": "2031-05-01", "organization": "Tenants", "concept": "line 4", "agreement": False, "degree": 0},
]
VARIABLES = ("organization", "concept", "agreement", "degree")


def test_a_data_set_gives_the_network_of_its_statements(tmp_path):
    relation = make_relation(ROWS, variables=VARIABLES)
    for part in (0, 1):
        pq.write_table(relation.table.slice(part * 2, 2), tmp_path / f"{part}.parquet")
    spec = NetworkSpec(aggregation="subtract", qualifier="degree", duplicates="week")
    found = compute(read_dataset(sorted(tmp_path.glob("*.parquet"))), spec)
    wanted = compute(relation, spec)
    assert found.network.to_pandas().equals(wanted.network.to_pandas())
    assert found.network.start == wanted.network.start


def test_the_order_of_counting_and_the_weeks_are_worked_out_where_they_are_missing(tmp_path):
    table = make_relation(ROWS, variables=VARIABLES).table
    names = ["statement.id", "statement.first", "document.id", *VARIABLES]
    pq.write_table(table.select(names), tmp_path / "few.parquet")
    relation = read_dataset([tmp_path / "few.parquet"], columns=["organization", "concept", "agreement"])
    assert "degree" not in relation.table.column_names
    network = compute(relation, NetworkSpec(aggregation="subtract", duplicates="month")).network
    behind = network.evidence("Tenants", "line 4")
    assert [(one.id, one.dropped) for one in behind] == [(3, None), (2, "repeats statement 3 in the same month")]


def test_a_file_that_is_no_data_set_is_named(tmp_path):
    (tmp_path / "notes.parquet").write_text("no parquet")
    with pytest.raises(SourceError, match=r"notes.parquet: this is no Parquet file"):
        read_dataset([tmp_path / "notes.parquet"])
    pq.write_table(pa.table({"statement.id": [1]}), tmp_path / "half.parquet")
    with pytest.raises(SourceError, match=r"half.parquet: there is no column 'document.id'"):
        read_dataset([tmp_path / "half.parquet"])
