"""``communique figure``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import AsOfOption, ProjectArgument, SeenByOption, opened, stdout
from communique.cli.network_options import ColorOption, LeastOption, ShapeOption, SizeOption, takes_network_options
from communique.model.errors import UsageError
from communique.networks import NetworkSpec

KINDS = ("network",)
"""What there are pictures of."""


@takes_network_options
def command(
    kind: Annotated[str, typer.Argument(metavar="network", help="What is drawn.")],
    project: ProjectArgument,
    spec: NetworkSpec,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="FILE.svg, .pdf or .png.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the layout: the same seed gives the same picture.")] = 1,
    least: LeastOption = None,
    color_by: ColorOption = None,
    shape_by: ShapeOption = None,
    size_by: SizeOption = None,
    seen_by: SeenByOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Draw a network into a file: labels, legend, and what was counted are in it."""
    from communique.figures.pictures import kind_of, picture_bytes
    from communique.study.acts import drafted
    from communique.study.drawings import Looks

    if kind not in KINDS:
        raise UsageError(f"there is no figure {kind!r}", place="KIND", way_out=f"use one of: {', '.join(KINDS)}")
    written_as = kind_of(output)
    looks = Looks(color_by, shape_by, size_by or "statements")
    with opened(project) as opened_project:
        svg = opened_project.picture(spec, seed=seed, least=least or 0, looks=looks, seen_by=seen_by, as_of=as_of)
    with drafted(output) as draft:
        draft.write_bytes(picture_bytes(svg, written_as))
    stdout().print(f"written: {output}", markup=False)
