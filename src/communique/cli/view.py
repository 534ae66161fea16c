"""``communique view``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.network_options import (
    ColorOption,
    LeastOption,
    ShapeOption,
    SizeOption,
    said,
    takes_network_options,
)
from communique.cli.selection import say
from communique.networks import NetworkSpec


@takes_network_options
def command(
    project: ProjectArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the view is called.")],
    spec: NetworkSpec,
    least: LeastOption = None,
    color_by: ColorOption = None,
    shape_by: ShapeOption = None,
    size_by: SizeOption = None,
    drop: Annotated[bool, typer.Option("--drop", help="Forget it.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Save the settings of a network under a name; `network --view NAME` computes it, `views` lists them."""
    result: dict[str, Any]
    drawn = {"least": least, "color_by": color_by, "shape_by": shape_by, "size_by": size_by}
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.drop_view(name) if drop else opened_project.save_view(name, drawn, **said(spec))
    if json:
        print_json(result)
    else:
        say(False, f"{'drop' if drop else 'save'} the view {result['name']}")
