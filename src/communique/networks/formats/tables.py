"""JSON and Parquet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from communique.networks.network import Network


def write_json(networks: Sequence[Network], path: Path) -> None:
    """What ``--json`` prints, one network after the other; more than a million cells become a list of cells."""
    with path.open("w", encoding="utf-8") as out:
        out.write('{"networks": [')
        for number, network in enumerate(networks):
            large = len(network.rows) * len(network.columns) > 1_000_000
            out.write(",\n" if number else "\n")
            json.dump(network.to_json(sparse=large), out, ensure_ascii=False, allow_nan=False)
        out.write("\n]}\n")


def write_parquet(networks: Sequence[Network], path: Path) -> None:
    """One tie a line: ends with their attributes, weight, statements, and the slice's time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [_ties(network) for network in networks]
    table = pa.concat_tables(tables, promote_options="default")
    if networks:
        options = json.dumps(networks[0].described(), ensure_ascii=False)
        table = table.replace_schema_metadata({b"communique": options.encode()})
    pq.write_table(table, path, compression="zstd")


def _ties(network: Network) -> pa.Table:
    import pyarrow as pa

    edges = list(network.edges())
    known = {node.key: node for node in network.nodes()}
    names = sorted({name for node in known.values() for name in node.attributes})
    columns: dict[str, pa.Array] = {
        "row": pa.array([edge.row for edge in edges], pa.string()),
        "column": pa.array([edge.column for edge in edges], pa.string()),
        "weight": pa.array([edge.weight for edge in edges], pa.float64()),
        "statements": pa.array([list(edge.statements) for edge in edges], pa.list_(pa.int64())),
        "count": pa.array([edge.count for edge in edges], pa.int64()),
        "start": pa.array([network.start] * len(edges), pa.string()),
        "stop": pa.array([network.stop] * len(edges), pa.string()),
    }
    for end, keys in (("row", [e.source for e in edges]), ("column", [e.target for e in edges])):
        columns[f"{end}.color"] = pa.array([known[key].color for key in keys], pa.string())
        columns[f"{end}.frequency"] = pa.array([known[key].frequency for key in keys], pa.float64())
        for name in names:
            columns[f"{end}.{name}"] = pa.array([known[key].attributes.get(name) for key in keys], pa.string())
    return pa.table(columns)
