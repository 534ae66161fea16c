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


def written(folder, **columns):
    table = {"statement.id": [1, 2], "document.id": [1, 1], "organization": ["Bakers", "Tenants"]} | columns
    pq.write_table(pa.table(table), folder / "set.parquet")
    return folder / "set.parquet"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"statement.id": ["a", "b"]}, "the column 'statement.id' holds text; write it as whole numbers"),
        ({"statement.id": [1.5, 2.5]}, "the column 'statement.id' holds double; write it as whole numbers"),
        ({"document.id": [1, None]}, "1 rows have no 'document.id'"),
        ({"statement.id": [7, 7]}, "statement 7 stands in more than one row"),
        ({"statement.first": ["2031-05-03", None]}, "the column 'statement.first' holds text"),
        ({"statement.counts": ["yes", "no"]}, "the column 'statement.counts' holds text; write it as true or false"),
        ({"statement.layer": [1, 2]}, "the column 'statement.layer' holds int64; write it as text"),
        ({"place": [{"x": 1}, {"x": 2}]}, "the column 'place' holds struct<x: int64>"),
    ],
)
def test_a_column_that_cannot_be_used_is_named(tmp_path, columns, sentence):
    path = written(tmp_path, **columns)
    with pytest.raises(SourceError) as refused:
        read_dataset([path])
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_statement_in_two_files_is_named(tmp_path):
    for name in ("a", "b"):
        pq.write_table(pa.table({"statement.id": [3], "document.id": [1]}), tmp_path / f"{name}.parquet")
    with pytest.raises(SourceError, match="statement 3 stands in more than one row"):
        read_dataset([tmp_path])


def test_files_whose_columns_do_not_fit_together_are_named(tmp_path):
    for number, values in enumerate((["Bakers"], [True])):
        table = pa.table({"statement.id": [number], "document.id": [1], "organization": values})
        pq.write_table(table, tmp_path / f"{number}.parquet")
    with pytest.raises(SourceError, match=r"0.parquet.*1.parquet: the files do not fit together"):
        read_dataset([tmp_path])


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ({"communique.variables": "{broken"}, "its metadata 'communique.variables' cannot be read"),
        ({"communique.variables": "[1]"}, "its metadata 'communique.variables' cannot be read"),
        ({"communique.variables": '{"organization": {"kind": "animal"}}'}, "its metadata call 'organization' 'animal'"),
        (
            {"communique.variables": '{"organization": {"kind": "boolean"}}'},
            "its metadata say that 'organization' is of kind boolean, and the column holds",
        ),
        ({"communique.entities": "3"}, "its metadata 'communique.entities' cannot be read"),
    ],
)
def test_metadata_that_cannot_be_used_are_named(tmp_path, metadata, sentence):
    path = written(tmp_path)
    pq.write_table(pq.read_table(path).replace_schema_metadata(metadata), path)
    with pytest.raises(SourceError) as refused:
        read_dataset([path])
    assert sentence in str(refused.value)


def test_lists_of_plain_words_hold_several_values(tmp_path):
    path = written(tmp_path, organization=[["Bakers", "Tenants"], None], concept=["line 4", "line 4"])
    network = compute(read_dataset([path]), NetworkSpec(qualifier="none")).network
    assert network.to_pandas().to_dict() == {"line 4": {"Bakers": 1.0, "Tenants": 1.0}}
