"""``communique evidence``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import (
    AsOfOption,
    JsonOption,
    SeenByOption,
    StatementsArgument,
    opened_statements,
    print_json,
    stdout,
)
from communique.cli.network_options import takes_network_options
from communique.networks import NetworkSpec

RowArgument = Annotated[str, typer.Argument(metavar="A", help="A row of the network.")]
ColumnArgument = Annotated[str, typer.Argument(metavar="B", help="A column; in one-mode networks another row.")]


@takes_network_options
def command(
    project: StatementsArgument,
    a: RowArgument,
    b: ColumnArgument,
    spec: NetworkSpec,
    seen_by: SeenByOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the statements behind a cell, in the order in which they were counted."""
    with opened_statements(project) as statements:
        view = statements.evidence(a, b, spec, seen_by=seen_by, as_of=as_of)
    if json:
        print_json(view)
        return
    for cell in view["cells"]:
        print_cell(cell)


def print_cell(cell: dict[str, Any]) -> None:
    """A cell with its statements."""
    out = stdout()
    when = f" ({cell['start']} – {cell['stop']})" if cell["start"] else ""
    out.print(f"{cell['row']} × {cell['column']}{when}: {cell['value']:g}", markup=False)
    if "formula" in cell:
        out.print(f"  {cell['formula']}", markup=False)
    for s in cell["statements"]:
        level = "" if s["level"] is None else f", {s['level']}"
        out.print(
            f"  [{s['id']}] {s['date'] or 'undated'}, {s['title']}: {s['row']} on {s['column']}{level}", markup=False
        )
        out.print(f"      “{' '.join(s['quote'].split())}”", markup=False)
        if s["dropped"]:
            out.print(f"      not counted: {s['dropped']}", markup=False)
