"""``communique delete``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import (
    CodedByOption,
    DocumentOption,
    DoubtfulOption,
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
    ids: Annotated[list[int] | None, typer.Argument(metavar="[STATEMENT…]", help="Numbers of statements.")] = None,
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
    """Take statements away, by number or filter; `undo` brings them back."""
    chosen = filters(ids, type, document, coded_by, layer, value, doubtful)
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.delete(preview=preview, **chosen)
    if json:
        print_json(result)
    else:
        say(preview, f"delete {statements(result['statements'])} in {plural(result['documents'], 'document')}")
