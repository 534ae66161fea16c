"""``communique undo``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json, stdout


def command(
    project: ProjectArgument,
    change: Annotated[
        int | None, typer.Argument(metavar="[CHANGE]", help="Number of a change; else your last one.")
    ] = None,
    any: Annotated[bool, typer.Option("--any", help="The last change by anybody, not only yours.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Undo a change: your last one, or the one with this number."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.undo(change, any=any)
    if json:
        print_json(result)
    else:
        stdout().print(f"change {result['change']}: {result['summary']}", markup=False)
