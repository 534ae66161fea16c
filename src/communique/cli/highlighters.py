"""``communique highlighters``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(
    project: ProjectArgument,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="List where they match in this document.")
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the highlighters and how often they match, or where in one document."""
    with opened(project) as opened_project:
        name = int(document) if document is not None and document.isdecimal() else document
        found = opened_project.highlighters(as_of) if name is None else opened_project.hits(name, as_of)
    if json:
        print_json(found)
    elif document is None:
        print_table(
            ("pattern", "color", "hits", "documents", "problem"),
            [(h["pattern"], h["color"], h["hits"], h["documents"], h["problem"]) for h in found],
            empty="no highlighters",
        )
    else:
        print_table(
            ("start", "end", "quote", "pattern"),
            [(h["start"], h["end"], h["quote"], h["pattern"]) for h in found],
            empty="nothing matches",
        )
