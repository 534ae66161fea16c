"""The matrix as text: CSV and UCINET's DL."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.networks.network import Network


def csv_text(network: Network) -> str:
    """Labels in the first line and column. With ``compat="dna"``: semicolons, labels quoted, six decimals."""
    if network.spec.compat == "dna":
        return _compat_csv(network)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", *network.columns])
    for label, row in zip(network.rows, network.matrix.tolist(), strict=True):
        writer.writerow([label, *(_plain(value) for value in row)])
    return out.getvalue()


def _plain(value: float) -> str:
    # No number (only under compat="dna", where the reference program divides 0 by 0) is an empty field.
    if math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _quoted(label: str) -> str:
    return '"' + label.replace('"', "'") + '"'


def _bare(label: str) -> str:
    return '"' + label.replace('"', "").replace("'", "") + '"'


def _compat_csv(network: Network) -> str:
    lines = ['"";' + ";".join(_quoted(label) for label in network.columns)]
    for label, row in zip(network.rows, network.matrix.tolist(), strict=True):
        lines.append(";".join([_quoted(label), *_compat_cells(network, row)]))
    return "\n".join(lines)


def _compat_cells(network: Network, row: list[float]) -> list[str]:
    whole = network.spec.normalization == "none"
    return [_plain(value) if math.isnan(value) else str(int(value)) if whole else f"{value:.6f}" for value in row]


def dl_text(network: Network) -> str:
    """UCINET DL, full matrix with labels in quotes."""
    compat = network.spec.compat == "dna"
    quoted = _bare if compat else _quoted
    rows = [quoted(label) for label in network.rows]
    if network.one_mode:
        head = [f"dl n = {len(rows)}, format = fullmatrix", "labels:", *rows]
    else:
        columns = [quoted(label) for label in network.columns]
        head = [
            f"dl nr = {len(rows)}, nc = {len(columns)}, format = fullmatrix",
            "row labels:",
            *rows,
            "col labels:",
            *columns,
        ]
    data = [
        " ".join(["", *_compat_cells(network, row)] if compat else [_plain(value) for value in row])
        for row in network.matrix.tolist()
    ]
    return "\n".join([*head, "data:", *data]) + "\n"
