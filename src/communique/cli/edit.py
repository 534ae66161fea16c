"""``communique edit``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json, stdout
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number, uid or title of the document.")],
    field: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field (title, date, author, issuer …) or attribute:NAME; an empty value removes it.",
        ),
    ],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Change what is known about a document."""
    fields: dict[str, str | None] = {}
    attributes: dict[str, str] = {}
    for item in field:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError(f"{item!r} has no '='", place="--set", way_out="write --set FIELD=VALUE")
        if name.startswith("attribute:"):
            attributes[name.removeprefix("attribute:")] = value
        else:
            fields[name] = value
    with opened(project, coder=coder, writing=True) as opened_project:
        number = opened_project.edit(int(document) if document.isdecimal() else document, attributes, **fields)
    if json:
        print_json({"document": number})
    else:
        stdout().print(f"document {number} changed", markup=False)
