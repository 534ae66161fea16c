"""``communique redo``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json, stdout


def command(
    project: ProjectArgument,
    any: Annotated[bool, typer.Option("--any", help="What anybody undid last, not only you.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Bring back what was undone last, if no new work came after it."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.redo(any=any)
    if json:
        print_json(result)
    else:
        stdout().print(f"change {result['change']}: {result['summary']}", markup=False)
