"""``communique explain``."""

from __future__ import annotations

from communique.cli.common import (
    AsOfOption,
    JsonOption,
    SeenByOption,
    StatementsArgument,
    opened_statements,
    print_json,
)
from communique.cli.evidence import ColumnArgument, RowArgument, print_cell
from communique.cli.network_options import takes_network_options
from communique.networks import NetworkSpec


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
    """Show the formula of a cell with the real counts, and the statements behind it."""
    with opened_statements(project) as statements:
        view = statements.explain(a, b, spec, seen_by=seen_by, as_of=as_of)
    if json:
        print_json(view)
        return
    for cell in view["cells"]:
        print_cell(cell)
