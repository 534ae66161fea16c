"""``communique drop``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import PreviewOption, say, statements
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    type: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="A statement type, with all its statements.")
    ] = None,
    variable: Annotated[
        str | None, typer.Argument(metavar="[VARIABLE]", help="Only this variable of it, with its values.")
    ] = None,
    entity_type: Annotated[
        str | None, typer.Option("--entity-type", help="An entity type that no variable uses, with its entities.")
    ] = None,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Take a statement type, a variable or an entity type out of the codebook; `undo` brings it back."""
    if (type is None) == (entity_type is None):
        raise UsageError("what shall go?", way_out="name a TYPE, a TYPE and a VARIABLE, or an --entity-type")
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.drop(type, variable, entity_type=entity_type, preview=preview)
    if json:
        print_json(result)
        return
    what = entity_type or (type if variable is None else f"{variable} of {type}")
    if entity_type:
        say(preview, f"drop {what}: {plural(result['entities'], 'entity', 'entities')}")
    else:
        say(preview, f"drop {what}: {plural(result['values'], 'value')} in {statements(result['statements'])}")
