"""``communique edit``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import PreviewOption, number_or_name, say, single_pairs
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Numbers, uids or titles of documents.")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field (title, date, author, issuer …) or attribute:NAME; an empty value removes it.",
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="FIELD=VALUE", help="Only documents of which this holds; empty: not set."),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="All documents.")] = False,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Change what is known about documents: those named, those --where something holds, or --all."""
    if not setting:
        raise UsageError("nothing to change", way_out="give --set FIELD=VALUE")
    if not (documents or where or all):
        raise UsageError("which documents?", way_out="name them, or use --where FIELD=VALUE or --all")
    fields: dict[str, str | None] = {}
    attributes: dict[str, str] = {}
    for name, value in single_pairs(setting, "--set").items():
        if name.startswith("attribute:"):
            attributes[name.removeprefix("attribute:")] = value
        else:
            fields[name] = value
    named: list[int | str] | None = [number_or_name(d) for d in documents] if documents else None
    with opened(project, coder=coder, writing=True) as opened_project:
        changed = opened_project.edit(
            named, attributes, where=single_pairs(where, "--where"), preview=preview, **fields
        )
    if json:
        print_json({"documents": changed} | ({"document": changed[0]} if len(changed) == 1 else {}))
    else:
        numbers = f" ({', '.join(map(str, changed[:10]))}{' …' if len(changed) > 10 else ''})" if changed else ""
        say(preview, f"change {plural(len(changed), 'document')}{numbers}")
