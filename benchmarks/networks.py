"""Networks at memory speed: projections, duplicates, windows and ten million statements, each with its goal.

Statements of organizations on concepts, drawn with weights 1 / (rank + 5), two camps that mostly agree among
themselves, documents spread over ten years. With ``--sets FOLDER`` (a folder with ``generate.py`` and the check sums
of Discourse Network Analyzer's results in its README) the sets s10k, s100k and s1m are made by that program and the
sums are compared; else sets of the same shape are drawn here.

The largest set is read from Parquet and set against a bare scan of the same columns by DuckDB in the same run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.measure import goal, in_a_process_of_its_own, machine
from communique.model.relation import Relation
from communique.networks import NetworkSpec, compute, read_dataset

_SIZES = {"s10k": 10_000, "s100k": 100_000, "s1m": 1_000_000}
_ORGANIZATIONS, _CONCEPTS, _DOCUMENTS = 2_000, 300, 20_000
_EPOCH_2010, _TEN_YEARS = 1_262_304_000, 315_576_000
_SEED = 20310503
_COLUMNS = ("organization", "concept", "agreement")
# Sums of all cells that Discourse Network Analyzer gives for the sets of generate.py.
_SUMS = {
    "s10k": {"combine": 12976.0, "congruence": 608482.0, "subtract_average": -119.606319},
    "s100k": {"combine": 90721.0, "congruence": 60722864.0, "subtract_average": 332.899509},
    "s1m": {"combine": 435436.0, "congruence": 6113012474.0},
}
_SPECS = {
    "combine": NetworkSpec(aggregation="combine"),
    "congruence": NetworkSpec(type="one-mode", aggregation="congruence"),
    "subtract_average": NetworkSpec(type="one-mode", aggregation="subtract", normalization="average"),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sets", type=Path, metavar="FOLDER", help="where generate.py and its check sums are")
    parser.add_argument("--largest", type=int, default=10_000_000, metavar="N", help="statements of the largest set")
    parser.add_argument("--dir", type=Path, help="where the sets are made (a temporary folder, removed at the end)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns data, figures and goals."""
    if options.dir is not None:
        options.dir.mkdir(parents=True, exist_ok=True)
        return _run(options, options.dir)
    with tempfile.TemporaryDirectory(prefix="communique-networks-") as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    sums_right = True
    for name, size in _SIZES.items():
        path = folder / f"{name}.parquet"
        make_set(path, name, size, options.sets)
        figures[name] = in_a_process_of_its_own(_measure_set, str(path), name)
        if options.sets is not None:
            right = {key: bool(abs(figures[name]["sums"][key] - one) < 1e-5) for key, one in _SUMS[name].items()}
            figures[name]["sums_as_expected"] = right
            sums_right = sums_right and all(right.values())
    path = folder / "largest.parquet"
    draw(path, options.largest, documents=200_000)
    figures["largest"] = in_a_process_of_its_own(_measure_largest, str(path))
    ten, hundred, million, largest = (figures[name] for name in ("s10k", "s100k", "s1m", "largest"))
    goals = {
        "s10k one-mode congruence": goal(ten["congruence"], 0.1, "s"),
        "s100k subtract, average": goal(hundred["subtract_average"], 0.4, "s"),
        "s1m one-mode congruence, with loading": goal(million["loading"] + million["congruence"], 1.5, "s"),
        "s1m duplicates per document": goal(million["duplicates_per_document"], 2, "s"),
        "s100k windows of 12 months, labels per slice": goal(hundred["windows"], 2, "s"),
        "s100k windows of 12 months, common labels": goal(hundred["windows_common_labels"], 8, "s"),
        "largest set against a bare scan": goal(largest["ratio_to_scan"], 6, "times"),
        "largest set, peak memory": goal(largest["peak_memory_mb"], 2_500, "MB"),
    }
    if options.sets is not None:
        goals["sums other than expected"] = goal(float(not sums_right), 0, "sets")
    return {
        "benchmark": "networks",
        "machine": machine(),
        "data": {
            "sets": "generate.py" if options.sets else f"drawn here, seed {_SEED}",
            "statements": _SIZES | {"largest": options.largest},
        },
        "figures": figures,
        "goals": goals,
    }


def make_set(path: Path, name: str, size: int, sets: Path | None) -> None:
    """One set as a Parquet file of statements."""
    if path.exists():
        return
    if sets is None:
        draw(path, size, documents=_DOCUMENTS)
        return
    rows = path.with_suffix(".tsv")
    subprocess.run([sys.executable, str(sets / "generate.py"), "--preset", name, "--tsv", str(rows)], check=True)
    table = pyarrow.csv.read_csv(rows, parse_options=pyarrow.csv.ParseOptions(delimiter="\t"))
    seconds = pc.cast(pc.cast(table["datetime"], pa.timestamp("s")), pa.int64())
    _write(
        path,
        seconds.to_numpy(),
        table["doc"].to_numpy(),
        *(table[column] for column in ("organization", "concept")),
        pc.cast(table["agreement"], pa.bool_()),
    )
    rows.unlink()


def draw(path: Path, size: int, *, documents: int) -> None:
    """Draw a set of statements and write it."""
    if path.exists():
        return
    random = np.random.default_rng(_SEED)

    def drawn(count: int) -> np.ndarray:
        weights = 1 / (np.arange(count) + 5)
        return random.choice(count, size, p=weights / weights.sum()).astype(np.int32)

    times = np.sort(random.integers(0, _TEN_YEARS, documents)) + _EPOCH_2010
    document = random.integers(0, documents, size)
    organization, concept = drawn(_ORGANIZATIONS), drawn(_CONCEPTS)
    camp, pole = random.integers(0, 2, _ORGANIZATIONS), random.integers(0, 2, _CONCEPTS)
    agree = random.random(size) < np.where(camp[organization] == pole[concept], 0.85, 0.15)
    names = [
        pa.DictionaryArray.from_arrays(pa.array(codes), pa.array([f"{name} {n:05d}" for n in range(count)]))
        for codes, name, count in (
            (organization, "Organization", _ORGANIZATIONS),
            (concept, "Concept", _CONCEPTS),
        )
    ]
    _write(path, times[document], document + 1, *names, pa.array(agree))


def _write(path: Path, seconds: np.ndarray, documents: np.ndarray, *variables: Any) -> None:
    size = len(seconds)
    order = np.lexsort([np.arange(size), documents, seconds])
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size)
    columns = {
        "statement.id": np.arange(1, size + 1),
        "statement.rank": rank,
        "statement.first": seconds,
        "document.id": documents,
    }
    table = pa.table(columns | dict(zip(_COLUMNS, variables, strict=True)))
    pq.write_table(table, path, compression="zstd")


def _timed(work: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def _sum(relation: Relation, spec: NetworkSpec) -> float:
    return round(float(compute(relation, spec).network.sparse.sum()), 6)


def _series(relation: Relation, labels: str) -> int:
    spec = _SPECS["subtract_average"].with_(window="12m", labels=labels, start="2010-01-01", stop="2019-03-31")
    return sum(1 for _ in compute(relation, spec))


def _measure_set(path: str, name: str) -> dict[str, Any]:
    loading, relation = _timed(lambda: read_dataset([path], columns=_COLUMNS))
    figures: dict[str, Any] = {"loading": loading, "sums": {}}
    for key, spec in _SPECS.items():
        figures[key], figures["sums"][key] = _timed(lambda spec=spec: _sum(relation, spec))
    rule = _SPECS["combine"].with_(duplicates="document")
    figures["duplicates_per_document"], _ = _timed(lambda: _sum(relation, rule))
    if name == "s100k":
        figures["windows"], figures["slices"] = _timed(lambda: _series(relation, "slice"), 2)
        figures["windows_common_labels"], _ = _timed(lambda: _series(relation, "common"), 2)
    return figures


def _measure_largest(path: str) -> dict[str, Any]:
    import duckdb

    columns = ", ".join(f'max("{column}")' for column in ("statement.id", "document.id", *_COLUMNS))
    connection = duckdb.connect()
    scan, _ = _timed(lambda: connection.execute(f"select {columns} from read_parquet(?)", [path]).fetchone())
    spec = _SPECS["congruence"].with_(duplicates="document")
    seconds, _ = _timed(lambda: _sum(read_dataset([path], columns=_COLUMNS, dates=False), spec), 3)
    return {"scan": scan, "congruence_per_document": seconds, "ratio_to_scan": seconds / scan}
