"""``communique judge``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import PreviewOption, say, statements


def command(
    project: ProjectArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An entity, by name or alias.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another of its type that may be the same.")],
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="JUDGEMENT", help="same (NAME stands for both), different, unsure; or open: not judged."
        ),
    ],
    type: Annotated[
        str | None, typer.Option("--type", help="The entity type, where several have one of the name.")
    ] = None,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Say whether two names mean one entity: same, different or unsure.

    `entities --proposals` lists pairs to be judged; `undo` takes a judgement back.
    """
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.judge(name, other, None if verdict == "open" else verdict, type=type, preview=preview)
    if json:
        print_json(result)
        return
    recoded = f", {statements(result['statements'])} recoded" if verdict == "same" else ""
    say(preview, f"judge {result['a']} and {result['b']}: {verdict}{recoded}")
