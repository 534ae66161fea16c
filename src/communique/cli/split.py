"""``communique split``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json, stdout


def command(
    project: ProjectArgument,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number, uid or title of the document.")],
    starts: Annotated[
        list[int], typer.Argument(metavar="START…", help="Offsets at which documents start, in code points.")
    ],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Let several documents come of one; what stands before the first start belongs to none."""
    with opened(project, coder=coder, writing=True) as opened_project:
        numbers = opened_project.split(int(document) if document.isdecimal() else document, starts)
    if json:
        print_json({"documents": numbers})
    else:
        stdout().print(f"documents {', '.join(map(str, numbers))}", markup=False)
