"""``communique assign``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json, stdout


def command(
    project: ProjectArgument,
    assigned: Annotated[str, typer.Argument(metavar="CODER", help="Who is to code.", show_default=False)],
    documents: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Numbers, uids or titles of documents.", show_default=False)
    ],
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="primary, second, adjudicated or automatic.")
    ] = "primary",
    blind: Annotated[
        bool | None,
        typer.Option("--blind/--no-blind", help="Whether others' codings are hidden from the coder until done."),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help="The coder is done, also if nothing was found.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Give documents to a coder, or say that the coder is done with them."""
    with opened(project, coder=coder, writing=True) as opened_project:
        numbers = [int(d) if d.isdecimal() else d for d in documents]
        state = "done" if done else "open"
        count = opened_project.assign(assigned, numbers, layer=layer, state=state, blind=blind)
    if json:
        print_json({"coder": assigned, "documents": count, "layer": layer, "state": state})
    else:
        stdout().print(f"{plural(count, 'document')}: {assigned}, layer {layer}, {state}", markup=False)
