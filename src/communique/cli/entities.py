"""``communique entities``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(
    project: ProjectArgument,
    type: Annotated[str | None, typer.Option("--type", help="Only entities of this type.")] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the entities with their type, parent, aliases and attributes."""
    with opened(project) as opened_project:
        entities = opened_project.entities(type, as_of)
    if json:
        print_json(entities)
        return
    print_table(
        ("id", "type", "name", "aliases", "attributes"),
        [
            (
                e["id"],
                e["type"],
                e["name"],
                ", ".join(e["aliases"]),
                ", ".join(f"{name}: {value}" for name, value in e["attributes"].items()),
            )
            for e in entities
        ],
        empty="no entities yet; they come with statements",
    )
