"""``communique code``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, print_json
from communique.cli.selection import number_or_name, pairs, say
from communique.model.errors import UsageError

_FIELDS = ("attribution", "date", "layer", "memo", "unsure")


def command(
    project: ProjectArgument,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="Number, uid or title of the document.")
    ] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="The words; they must stand in it once.")] = None,
    span: Annotated[
        tuple[int, int] | None, typer.Option("--span", metavar="START END", help="Their code points, instead.")
    ] = None,
    type: Annotated[str | None, typer.Option("--type", help="The statement type.")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="VAR=VALUE",
            help="A variable (several times for several values), or attribution, date, layer, memo, unsure.",
        ),
    ] = None,
    statement: Annotated[
        int | None, typer.Option("--statement", metavar="N", help="Code this one again; what is not given stays.")
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Code one statement: words of a document with their values."""
    if statement is None and document is None:
        raise UsageError("which document?", place="--document", way_out="name it, or give --statement")
    given: dict[str, Any] = {"quote": quote, "type": type}
    given["document"] = None if document is None else number_or_name(document)
    given["start"], given["end"] = span or (None, None)
    values: dict[str, list[str]] = {}
    for name, contents in pairs(setting, "--set").items():
        if name in _FIELDS:
            given[name] = contents[-1]
        else:
            values[name] = contents
    with opened(project, coder=coder, writing=True) as opened_project:
        given["values"] = values or None
        given = {name: content for name, content in given.items() if content is not None}
        done = opened_project.code(statement=statement, **given)
    if json:
        print_json(done)
        return
    quotes = " … ".join(one["quote"] for one in done["spans"])
    say(False, f"statement {done['id']} ({done['type']}) in document {done['document']}: {quotes}")
