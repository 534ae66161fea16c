"""``communique statements``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, SeenByOption, opened, print_json, print_table
from communique.cli.selection import (
    DocumentOption,
    DoubtfulOption,
    IdsOption,
    LayerOption,
    TypeOption,
    ValueOption,
    filters,
)


def command(
    project: ProjectArgument,
    id: IdsOption = None,
    type: TypeOption = None,
    document: DocumentOption = None,
    coder: Annotated[str | None, typer.Option("--coder", "--coded-by", help="Only by this coder.")] = None,
    layer: LayerOption = None,
    value: ValueOption = None,
    doubtful: DoubtfulOption = False,
    seen_by: SeenByOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the statements with their quotes."""
    with opened(project) as opened_project:
        statements = opened_project.statements(
            **filters(id, type, document, coder, layer, value, doubtful), seen_by=seen_by, as_of=as_of
        )
    if json:
        print_json(statements)
        return
    print_table(
        ("id", "doc", "type", "layer", "coder", "values", "quote"),
        [
            (
                s["id"],
                s["document"],
                s["type"],
                s["layer"],
                s["coder"],
                ", ".join(f"{n}: {' | '.join(str(v) for v in items)}" for n, items in s["values"].items()),
                s["spans"][0]["quote"][:80] if s["spans"] else "",
            )
            for s in statements
        ],
        empty="no statements",
    )
