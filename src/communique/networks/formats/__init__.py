"""Networks as files: the suffix says which form.

============  ==========================================================================================
``.csv``      the matrix with labels; an event list with one statement a line
``.json``     what ``--json`` prints
``.graphml``  nodes and ties with all attributes and statement numbers; Gephi, visone and networkx read it
``.gexf``     the same for Gephi; a series becomes one dynamic graph
``.parquet``  one tie a line, attributes of both ends beside it; a series in one file
``.dl``       the matrix for UCINET
============  ==========================================================================================
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from communique.model.errors import UsageError

if TYPE_CHECKING:
    from communique.networks.network import Network
    from communique.networks.result import NetworkResult

SUFFIXES = (".csv", ".json", ".graphml", ".gexf", ".parquet", ".dl")


def save(networks: Sequence[Network], path: str | Path) -> list[Path]:
    """Write networks; a series in a form that holds one matrix becomes ``NAME-001.csv``, ``NAME-002.csv`` …

    Raises
    ------
    UsageError
        For a suffix that names no form.
    """
    target = Path(path)
    suffix = _suffix(target)
    if suffix in (".json", ".gexf", ".parquet"):
        _replace(target, lambda at: _write_series(networks, at, suffix))
        return [target]
    if len(networks) == 1:
        network = networks[0]
        _replace(target, lambda at: at.write_text(render(network, suffix), encoding="utf-8", newline="\n"))
        return [target]
    digits = max(3, len(str(len(networks))))
    written = []
    for number, network in enumerate(networks, start=1):
        each = target.with_name(f"{target.stem}-{number:0{digits}d}{target.suffix}")
        text = render(network, suffix)
        _replace(each, lambda at, text=text: at.write_text(text, encoding="utf-8", newline="\n"))  # type: ignore[misc]
        written.append(each)
    return written


def save_events(result: NetworkResult, path: str | Path) -> list[Path]:
    """Write an event list as csv, json or parquet.

    Raises
    ------
    UsageError
        For any other suffix.
    """
    from communique.networks.formats import events

    target = Path(path)
    suffix = _suffix(target)
    if suffix not in (".csv", ".json", ".parquet"):
        raise UsageError(f"an event list has no ties to write as {suffix}", way_out="use .csv, .json or .parquet")
    _replace(target, lambda at: events.write(result, at, suffix))
    return [target]


def render(network: Network, suffix: str) -> str:
    """One network as text, for ``.csv``, ``.dl`` or ``.graphml``."""
    from communique.networks.formats import graphml, matrix

    return {".csv": matrix.csv_text, ".dl": matrix.dl_text, ".graphml": graphml.graphml_text}[suffix](network)


def _write_series(networks: Sequence[Network], path: Path, suffix: str) -> None:
    from communique.networks.formats import gexf, tables

    if suffix == ".json":
        tables.write_json(networks, path)
    elif suffix == ".parquet":
        tables.write_parquet(networks, path)
    else:
        path.write_text(gexf.gexf_text(networks), encoding="utf-8", newline="\n")


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path.name!r} names no form of network", way_out=f"end it in {', '.join(SUFFIXES)}")
    return suffix


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the target and move into place, so that a failure leaves no half file."""
    if not path.parent.is_dir():
        raise UsageError("there is no such folder", place=str(path.parent), way_out="make it first")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
