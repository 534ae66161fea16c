"""Compare what Communique computes with the stored results of Discourse Network Analyzer, cell by cell.

    python tests/gold/run.py FOLDER [--engine duckdb|sqlite|pyspark]

FOLDER holds case files (JSON) and, beside or above them, the `.dna` databases they name. Prints one JSON object:
``{"passed": N, "failed": [ids], "not_run": [{"id", "why"}]}``; the reasons of failures go to standard error.

With ``--engine`` every case is counted by the relational expression on that engine; without it, plain cases take the
faster way that a property test holds to the same definition.

Targets: ``exact`` cases must agree to 1e-9, labels, order, times and counts included. ``fallback`` cases show what the
reference program silently puts in the place of a setting without meaning; ``compat="dna"`` does the same and is held to
the same measure. ``loose`` cases of windows of events were drawn by an unseeded shuffle: number of slices, times and
counts must agree. ``peer_error`` cases have no result to compare with; they are not run.
"""

from __future__ import annotations

import atexit
import json
import math
import re
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from communique.model.relation import Relation  # noqa: E402
from communique.networks import NetworkResult, NetworkSpec, compute  # noqa: E402
from communique.study.networks import relation  # noqa: E402
from communique.study.project import Project, new  # noqa: E402

TOLERANCE = 1e-9
KINDS = ("network", "eventlist", "file")
TYPES = {"onemode": "one-mode", "twomode": "two-mode", "eventlist": "event-list"}
UNITS = {
    "seconds": "s",
    "minutes": "min",
    "hours": "h",
    "days": "d",
    "weeks": "w",
    "months": "m",
    "years": "y",
    "events": "events",
}
OPEN = ("01.01.1900", "31.12.2099")


class Difference(Exception):
    """Where a result differs from the stored one."""


@lru_cache(maxsize=8)
def imported(path: Path) -> Project:
    """A project of its own with a database imported; it goes when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="communique-gold-")
    atexit.register(folder.cleanup)
    project = new(Path(folder.name) / "gold.communique", "empty", actor="gold")
    result = project.import_file(path)
    if result["failed"]:
        raise Difference(f"{path.name} was not imported whole: {result['failed'][0]}")
    return project


@lru_cache(maxsize=8)
def load(path: Path, statement_type: str) -> Relation:
    """The statements of one type in a database, with their quotes, by way of a project."""
    project = imported(path)
    spec = NetworkSpec(type="event-list", statement_type=statement_type)
    with project.store.reading() as connection:
        return relation(project.store, connection, spec, None)


def spec_of(options: dict[str, Any], aggregation: str | None = None) -> NetworkSpec:
    """The specification that a case's options mean, defaults as the collection's README gives them."""

    def name(option: str, default: str | None) -> str | None:
        value = options.get(option, default)
        return f"document.{value}" if value and options.get(f"{option}_document") else value

    def day(option: str, time: str, default: str) -> str | None:
        value = options.get(option)
        if value is None or value in OPEN:
            return None
        dd, mm, yyyy = value.split(".")
        return f"{yyyy}-{mm}-{dd}T{options.get(time, default)}"

    exclude: dict[str, list[str]] = {}
    include: dict[str, list[str]] = {}
    for variable, values in options.get("exclude_values", {}).items():
        (include if options.get("invert_values") else exclude)[variable] = values
    for plural, field in (("authors", "author"), ("sources", "source"), ("sections", "section"), ("types", "type")):
        values = options.get(f"exclude_{plural}")
        if values:
            (include if options.get(f"invert_{plural}") else exclude)[f"document.{field}"] = values
    unit = options.get("time_window", "no")
    kernel = options.get("kernel", "no")
    normalization = options.get("normalization", "no")
    duplicates = options.get("duplicates", "include")
    return NetworkSpec(
        type=TYPES[options.get("network_type", "onemode")],
        statement_type=options.get("statement_type", "DNA Statement"),
        rows=name("variable1", "organization"),
        columns=name("variable2", "concept"),
        qualifier=name("qualifier", None) or "none",
        aggregation=aggregation or options.get("qualifier_aggregation", "ignore"),
        normalization="none" if normalization == "no" else normalization,
        # The reference program takes a rule it does not know for "include".
        duplicates=duplicates if duplicates in ("document", "week", "month", "year", "acrossrange") else "include",
        start=day("start_date", "start_time", "00:00:00"),
        stop=day("stop_date", "stop_time", "23:59:59"),
        exclude=exclude,
        include=include,
        isolates=options.get("isolates", False),
        window=None if unit == "no" else f"{options.get('window_size', 1)}{UNITS[unit]}",
        indent=options.get("indent_time", True),
        kernel="none" if kernel == "no" else kernel,
        compat="dna",
    )


def expect(what: str, found: Any, wanted: Any) -> None:
    """Raise if two values are not the same, numbers to the tolerance."""
    if isinstance(wanted, float | int) and isinstance(found, float | int) and not isinstance(wanted, bool):
        if math.isnan(found) and math.isnan(wanted):
            return
        if not math.isclose(found, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            raise Difference(f"{what}: {found!r} instead of {wanted!r}")
    elif found != wanted:
        raise Difference(f"{what}: {str(found)[:300]!r} instead of {str(wanted)[:300]!r}")


def seconds(time: str | None) -> str:
    """A time with its seconds, which the stored results leave out where they are zero."""
    return f"{time}:00" if time is not None and len(time) == 16 else str(time)


def number(value: Any) -> Any:
    return math.nan if value is None or value == "NaN" else value


def compare_networks(results: list[NetworkResult], wanted: dict[str, Any], *, cells: bool) -> None:
    """Compare networks; of several results the first slices come first, then the second ones."""
    expect("filtered statements", results[0].statements, wanted["filtered_statements"])
    found = [network for slices in zip(*(result.networks for result in results), strict=True) for network in slices]
    expect("number of networks", len(found), len(wanted["networks"]))
    for at, (network, one) in enumerate(zip(found, wanted["networks"], strict=True)):
        where = f"network {at + 1}"
        for name in ("start", "stop", "middle"):
            expect(f"{where} {name}", getattr(network, name), seconds(one[name]))
        expect(f"{where} statements", network.statements, one["num_statements"])
        if not cells:
            continue
        expect(f"{where} rows", list(network.rows), one["rownames"])
        expect(f"{where} columns", list(network.columns), one["colnames"])
        for label, row, line in zip(network.rows, network.matrix.tolist(), one["matrix"], strict=True):
            for column, value, cell in zip(network.columns, row, line, strict=True):
                expect(f"{where} cell {label} / {column}", value, number(cell))


def compare_events(result: NetworkResult, wanted: dict[str, Any]) -> None:
    expect("number of events", len(result.events), len(wanted["events"]))
    for event, one in zip(result.events, wanted["events"], strict=True):
        for name, value in one.items():
            found = event.get(name)
            if name == "time":
                value = seconds(value)
            elif name == "coder":
                value = str(value)
            elif isinstance(found, bool):
                found = int(found)
            elif found is None and value == "":
                found = ""
            expect(f"event {one['id']} {name}", found, value)


def compare_files(result: NetworkResult, case: dict[str, Any]) -> None:
    """Compare texts as written; random places in a drawing are masked in both."""
    form = case["options"]["file_format"]
    wanted = case["result"]["files"]
    with tempfile.TemporaryDirectory() as folder:
        written = [path.read_bytes().decode("utf-8") for path in result.save(Path(folder) / f"net.{form}")]
    expect("number of files", len(written), len(wanted))

    # Slices are told apart by the number in the name: "net 2 2020-..." is the second.
    def order(name: str) -> int:
        found = re.search(r" (\d+) ", name)
        return int(found[1]) if found else 0

    for name, text in zip(sorted(wanted, key=order), written, strict=True):
        for at, (line, one) in enumerate(zip(masked(text), masked(wanted[name]), strict=False), start=1):
            expect_line(f"{name} line {at}", line, one)
        expect(f"{name} lines", len(masked(text)), len(masked(wanted[name])))


def expect_line(where: str, found: str, wanted: str) -> None:
    """Raise if two lines differ; a tie's weight is compared as a number."""
    weight = re.compile(r'(\s*<data key="weight">)([^<]+)(</data>)')
    one, two = weight.fullmatch(found), weight.fullmatch(wanted)
    if one and two:
        expect(where, float(one[2]), float(two[2]))
    else:
        expect(where, found, wanted)


def masked(text: str) -> list[str]:
    return re.sub(r' x="[^"]*" y="[^"]*"', ' x="RANDOM" y="RANDOM"', text).rstrip("\r\n").split("\n")


def why_not(case: dict[str, Any]) -> str | None:
    """Why a case is not run, or ``None``."""
    if case["kind"] not in KINDS:
        return f"kind {case['kind']}: an analysis, not a network"
    if case["target"] == "peer_error" or "result" not in case:
        return "the reference program failed, so there is nothing to compare with"
    return None


def run(path: Path, case: dict[str, Any], backend: Any = None) -> None:
    """Run one case; raises where it differs."""
    options = case["options"]
    database = next(folder / case["db"] for folder in (path.parent, *path.parents) if (folder / case["db"]).exists())
    relation = load(database, options.get("statement_type", "DNA Statement"))
    asked = options.get("qualifier_aggregation", "ignore")
    results = [compute(relation, spec_of(options, one), backend=backend) for one in asked.split(" & ")]
    if case["kind"] == "network":
        compare_networks(results, case["result"], cells=case["target"] != "loose")
    elif case["kind"] == "eventlist":
        compare_events(results[0], case["result"])
    else:
        compare_files(results[0], case)


def run_folder(folder: Path, *, verbose: bool = False, backend: Any = None, every: int = 1) -> dict[str, Any]:
    """Run every case file under a folder, or each second, third … of them."""
    report: dict[str, Any] = {"passed": 0, "failed": [], "not_run": []}
    for path in sorted(folder.rglob("*.json"))[::every]:
        case = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(case, dict) or "kind" not in case or "options" not in case:
            continue
        reason = why_not(case)
        if reason:
            report["not_run"].append({"id": case["id"], "why": reason})
            continue
        try:
            run(path, case, backend)
        except Exception as error:
            report["failed"].append(case["id"])
            if verbose:
                print(f"{case['id']}: {type(error).__name__}: {error}", file=sys.stderr)
        else:
            report["passed"] += 1
    return report


def engine(name: str | None) -> Any:
    """An Ibis connection to an engine, to count all cases on it; ``None`` counts as the program does by itself."""
    if name is None:
        return None
    import ibis

    return getattr(ibis, name).connect()


def main() -> int:
    import argparse
    import logging

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--engine", choices=("duckdb", "sqlite", "pyspark"), help="count every case on this engine")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder")
    logging.disable(logging.WARNING)
    report = run_folder(options.folder, verbose=True, backend=engine(options.engine))
    print(json.dumps(report))
    return 1 if report["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
