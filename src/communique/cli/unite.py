"""``communique unite``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import PreviewOption, say, statements


def command(
    project: ProjectArgument,
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="The entity whose name stays.")],
    others: Annotated[
        list[str], typer.Argument(metavar="OTHER…", help="Entities that become part of it; their names, aliases.")
    ],
    type: Annotated[
        str | None, typer.Option("--type", help="The entity type, where several have one of the name.")
    ] = None,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Let one person, organization, concept … stand for several: their statements are recoded."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.unite(kept, *others, type=type, preview=preview)
    if json:
        print_json(result)
    else:
        recoded = statements(result["statements"])
        say(preview, f"unite {', '.join(result['united'])} with {result['kept']}: {recoded} recoded")
