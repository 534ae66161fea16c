"""``communique log``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import JsonOption, ProjectArgument, opened, print_json, print_table


def command(
    project: ProjectArgument,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the last so many changes.")] = None,
    json: JsonOption = False,
) -> None:
    """List the changes, newest first."""
    with opened(project) as opened_project:
        changes = opened_project.log(limit)
    if json:
        print_json({"changes": changes})
        return
    print_table(
        ("change", "time", "by", "what", ""),
        [
            (
                c["id"],
                c["time"][:19].replace("T", " "),
                c["actor"],
                c["summary"],
                f"undone by {c['undone']}" if c["undone"] else "",
            )
            for c in changes
        ],
        empty="no changes",
    )
