"""``communique backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import JsonOption, ProjectArgument, opened, print_json, stdout


def command(
    project: ProjectArgument,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Where to; else a dated one among the backups beside the project."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Copy the project as it is now into a file, while others may go on working."""
    with opened(project) as opened_project:
        result = opened_project.backup(file)
    if json:
        print_json(result)
    else:
        stdout().print(f"{result['file']}: a copy of {project}, {result['bytes']:,} bytes", markup=False)
