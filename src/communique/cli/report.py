"""``communique report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import AsOfOption, ProjectArgument, opened, stdout
from communique.cli.network_options import takes_network_options
from communique.networks import NetworkSpec


@takes_network_options
def command(
    project: ProjectArgument,
    spec: NetworkSpec,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")] = Path(
        "report.html"
    ),
    title: Annotated[str | None, typer.Option("--title", help="The page's heading; else the project's name.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the layout.")] = 1,
    as_of: AsOfOption = None,
) -> None:
    """Write a self-contained page: the network drawn, every tie opening its quotes, and tables that give the same."""
    from communique.figures.report import render_report

    with opened(project) as opened_project:
        report = opened_project.report(spec, title=title, seed=seed, as_of=as_of)
    output.write_text(render_report(report), encoding="utf-8")
    stdout().print(f"written: {output}", markup=False)
