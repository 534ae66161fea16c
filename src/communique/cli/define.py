"""``communique define``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import PreviewOption, say, statements


def command(
    project: ProjectArgument,
    type: Annotated[str, typer.Argument(metavar="TYPE", help="A statement type; made if it is not there.")],
    variable: Annotated[
        str | None, typer.Argument(metavar="[VARIABLE]", help="A variable of it; made if it is not there.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="entity, text, boolean, integer, number or date; values are converted.")
    ] = None,
    entity_type: Annotated[
        str | None, typer.Option("--entity-type", help="Whose entities it holds; several variables may share a type.")
    ] = None,
    qualifier: Annotated[
        bool | None, typer.Option("--qualifier/--no-qualifier", help="Whether it says agreement or its degree.")
    ] = None,
    definition: Annotated[str | None, typer.Option("--definition", help="What is coded with it.")] = None,
    color: Annotated[str | None, typer.Option("--color", help="The colour of the type, as #rrggbb.")] = None,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Add a statement type or variable, or define it anew with the values it has."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.define(
            type,
            variable,
            kind=kind,
            entity_type=entity_type,
            qualifier=qualifier,
            definition=definition,
            color=color,
            preview=preview,
        )
    if json:
        print_json(result)
        return
    made = f", new: {', '.join(result['made'])}" if result["made"] else ""
    say(preview, f"define {type if variable is None else f'{variable} of {type}'}{made}")
    if result["values"]:
        say(
            preview,
            f"recode {plural(result['values'], 'value')} in {statements(result['statements'])}; "
            f"{plural(result['entities'], 'entity', 'entities')} made, {result['united']:,} united",
        )
