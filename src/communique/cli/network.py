"""``communique network``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    AsOfOption,
    JsonOption,
    SeenByOption,
    StatementsArgument,
    opened_statements,
    plural,
    print_json,
    stderr,
    stdout,
)
from communique.cli.network_options import takes_network_options
from communique.networks import NetworkSpec


@takes_network_options
def command(
    project: StatementsArgument,
    spec: NetworkSpec,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.(csv|graphml|gexf|parquet|dl|json)."),
    ] = None,
    sparse: Annotated[bool, typer.Option("--sparse", help="In JSON, list cells that are not zero.")] = False,
    seen_by: SeenByOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """Compute a network, a series of networks or an event list."""
    with opened_statements(project) as statements:
        result = statements.network(spec, seen_by=seen_by, as_of=as_of)
        notes = stderr()
        if output is not None:
            for path in result.save(output):
                notes.print(f"written: {path}", markup=False)
        if json:
            print_json(result.to_json(sparse=sparse) | {"as_of": result.relation.head})
        elif output is None:
            out = stdout()
            if spec.type == "event-list":
                for event in result.events:
                    out.print(event, markup=False)
            else:
                for network in result.networks:
                    out.print(str(network), markup=False)
                    out.print(network.to_pandas().to_string() if network.rows else "(no nodes)", markup=False)
        for reason, count in result.left_out.items():
            notes.print(f"left out: {plural(count, 'statement')}: {reason}", markup=False)
        for warning in result.warnings:
            notes.print(f"note: {warning}", markup=False)
