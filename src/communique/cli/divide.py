"""``communique divide``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import (
    CodedByOption,
    DocumentOption,
    DoubtfulOption,
    IdsOption,
    LayerOption,
    PreviewOption,
    TypeOption,
    ValueOption,
    filters,
    say,
    statements,
)


def command(
    project: ProjectArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The entity to be divided.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The other one that the chosen statements speak of.")],
    entity_type: Annotated[
        str | None, typer.Option("--entity-type", help="The entity type, where several have one of the name.")
    ] = None,
    id: IdsOption = None,
    type: TypeOption = None,
    document: DocumentOption = None,
    coded_by: CodedByOption = None,
    layer: LayerOption = None,
    value: ValueOption = None,
    doubtful: DoubtfulOption = False,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Let some of an entity's statements speak of another one, which is made if it is not there."""
    chosen = filters(id, type, document, coded_by, layer, value, doubtful)
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.divide(name, new, entity_type=entity_type, preview=preview, **chosen)
    if json:
        print_json(result)
    else:
        say(preview, f"divide {name}: {new} in {statements(result['statements'])}, {result['left']} left")
