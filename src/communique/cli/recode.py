"""``communique recode``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
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
    pairs,
    say,
    statements,
)


def command(
    project: ProjectArgument,
    setting: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="VAR=VALUE",
            help="A variable, or type, memo, unsure, attribution, date, layer, coder; several of one variable are all "
            "set; an empty value empties it. Another type keeps the values of variables that both types have.",
        ),
    ],
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
    """Set values, type, memo, date, layer … of many statements at once; without a filter, of all."""
    chosen = filters(id, type, document, coded_by, layer, value, doubtful)
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.recode(pairs(setting, "--set"), preview=preview, **chosen)
    if json:
        print_json(result)
        return
    say(preview, f"recode {result['changed']:,} of {statements(result['selected'])}")
    for name, count in result["settings"].items():
        say(False, f"  {name}: {count:,}")
    if result["entities"]:
        say(preview, f"make {plural(result['entities'], 'new entity', 'new entities')}")
    if result["dropped"]:
        say(preview, f"end {plural(result['dropped'], 'value')} of variables that the type has not")
    if result["not_applicable"]:
        say(False, f"left out: {result['not_applicable']:,} of a type without the variable")
