"""``communique anchor``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import say


def command(
    project: ProjectArgument,
    statement: Annotated[int, typer.Argument(metavar="STATEMENT", help="Number of the statement.")],
    start: Annotated[int | None, typer.Argument(metavar="[START]", help="First code point in the document.")] = None,
    end: Annotated[int | None, typer.Argument(metavar="[END]", help="The one after the last.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="The words instead, if they occur once.")] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Say on which words of its document a statement stands, as after a correction left it in doubt."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.anchor(statement, start, end, quote)
    if json:
        print_json(result)
    else:
        say(False, f"statement {statement} stands on “{result['quote']}”")
