"""``communique new``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, ProjectArgument, note_cloud_folder, stdout


def command(
    project: ProjectArgument,
    codebook: Annotated[
        str, typer.Option("--codebook", metavar="NAME|FILE", help="A codebook template (claims, empty) or a TOML file.")
    ] = "claims",
    coder: CoderOption = None,
) -> None:
    """Make an empty project with a codebook."""
    from communique.study.project import new

    note_cloud_folder(project)
    with new(project, codebook, actor=coder) as made:
        types = ", ".join(t["name"] for t in made.codebook()["types"]) or "no types yet"
    stdout().print(f"{project}: new project with the codebook {codebook} ({types})", markup=False)
