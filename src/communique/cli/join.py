"""``communique join``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import number_or_name, say, statements


def command(
    project: ProjectArgument,
    documents: Annotated[
        list[str], typer.Argument(metavar="ID ID…", help="Numbers, uids or titles of documents, in order.")
    ],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Let one document come of several, in the order given; the first keeps its number and metadata."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.join(*map(number_or_name, documents))
    if json:
        print_json(result)
    else:
        say(
            False,
            f"document {result['document']} has {result['chars']:,} characters now; "
            f"{statements(result['statements'])} moved",
        )
