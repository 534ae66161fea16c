"""``communique statements``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, SeenByOption, opened, print_json, print_table
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    type: Annotated[str | None, typer.Option("--type", help="Only statements of this type.")] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="Only of this document (number, uid, title).")
    ] = None,
    coder: Annotated[str | None, typer.Option("--coder", help="Only by this coder.")] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Only in this layer.")] = None,
    value: Annotated[
        list[str] | None,
        typer.Option("--value", metavar="VAR=VALUE", help="Only with this value; several of one variable mean any."),
    ] = None,
    seen_by: SeenByOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the statements with their quotes."""
    wanted: dict[str, list[str]] = {}
    for item in value or []:
        name, equals, content = item.partition("=")
        if not equals:
            raise UsageError(f"{item!r} has no '='", place="--value", way_out="write --value VARIABLE=VALUE")
        wanted.setdefault(name, []).append(content)
    with opened(project) as opened_project:
        statements = opened_project.statements(
            type=type,
            document=int(document) if document and document.isdecimal() else document,
            coder=coder,
            layer=layer,
            values=wanted,
            seen_by=seen_by,
            as_of=as_of,
        )
    if json:
        print_json(statements)
        return
    print_table(
        ("id", "doc", "type", "layer", "coder", "values", "quote"),
        [
            (
                s["id"],
                s["document"],
                s["type"],
                s["layer"],
                s["coder"],
                ", ".join(f"{n}: {' | '.join(str(v) for v in items)}" for n, items in s["values"].items()),
                s["spans"][0]["quote"][:80] if s["spans"] else "",
            )
            for s in statements
        ],
        empty="no statements",
    )
