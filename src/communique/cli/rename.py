"""``communique rename``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import PreviewOption, say, statements


def command(
    project: ProjectArgument,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="entity, type, variable, entity-type, attribute or coder.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it shall be called.")],
    type: Annotated[
        str | None, typer.Option("--type", help="The entity's or variable's type, where several have the name.")
    ] = None,
    alias: Annotated[bool, typer.Option("--alias", help="Keep the old name of an entity as an alias.")] = False,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Give an entity, statement type, variable, entity type, attribute or coder another name."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.rename(kind, name, new, type=type, alias=alias, preview=preview)
    if json:
        print_json(result)
    else:
        say(preview, f"rename {kind} {name} to {new}: {statements(result['statements'])}")
