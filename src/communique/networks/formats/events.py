"""Event lists as files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.networks.result import NetworkResult

_COMPAT_FIELDS = ("title", "author", "source", "section", "type")


def write(result: NetworkResult, path: Path, suffix: str) -> None:
    """Write an event list as CSV, JSON or Parquet."""
    if suffix == ".json":
        path.write_text(json.dumps(result.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(result.events), path, compression="zstd")
    elif result.spec.compat == "dna":
        path.write_text(compat_events(result), encoding="utf-8", newline="\n")
    else:
        events = result.events
        names = list(dict.fromkeys(name for event in events for name in event))
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(names)
            writer.writerows([_plain(event.get(name)) for name in names] for event in events)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "|".join(str(one).replace("|", "\\|") for one in value)
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value


def compat_events(result: NetworkResult) -> str:
    """The CSV of Discourse Network Analyzer: semicolons, texts in quotes, their own ones replaced."""
    variables = [one.name for one in result.relation.variables]
    head = ["statement_id", "time", *variables, "start_position", "stop_position", "text", "coder", "document_id"]
    head += [f"document_{name}" for name in _COMPAT_FIELDS]
    lines = [";".join(f'"{name}"' for name in head)]
    for event in result.events:
        line = [str(event["id"]), (event["time"] or "").replace("T", " ")]
        line += [_compat(event[name], result.relation.variable(name).kind.value) for name in variables]  # type: ignore[union-attr]
        line += [str(event["start_position"]), str(event["stop_position"]), _text(event.get("text"))]
        line += [str(event["coder"]), str(event["document_id"])]
        line += [_text(event.get(f"document_{name}")) for name in _COMPAT_FIELDS]
        lines.append(";".join(line))
    return "\n".join(lines)


def _compat(value: Any, kind: str) -> str:
    if kind in ("boolean", "integer"):
        return str(int(value or 0))
    return _text(value)


def _text(value: Any) -> str:
    return '"' + str("" if value is None else value).replace(";", ",").replace('"', "'") + '"'
