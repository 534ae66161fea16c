"""``communique figures``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table
from communique.cli.selection import number_or_name


def command(
    project: ProjectArgument,
    document: Annotated[
        str | None, typer.Option("--document", help="Only of this document (number, uid, title).")
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="WORDS", help="Only those that speak of this.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="Only in this unit: EUR, percent, km, day, people, GBP/week …")
    ] = None,
    differing: Annotated[
        bool, typer.Option("--differing", help="Only where figures for one thing are not the same.")
    ] = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the figures that documents give (how many, how much), those for one thing side by side.

    Each with its hedge, source and date; none are merged. For pictures of networks see `report`.
    """
    with opened(project) as opened_project:
        found = opened_project.figures(
            document=number_or_name(document) if document else None,
            about=about,
            unit=unit,
            differing=differing,
            as_of=as_of,
        )
    if json:
        print_json(found)
        return
    rows: list[tuple[Any, ...]] = []
    for number, group in enumerate(found["groups"], 1):
        rows += [
            (
                number,
                group["about"] if place == 0 else "",
                figure["hedge"],
                _shown(figure["value"]),
                figure["unit"],
                figure["date"],
                figure["speaker"] or figure["issuer"] or figure["author"],
                figure["document"],
                figure["title"],
                figure["quote"],
            )
            for place, figure in enumerate(group["figures"])
        ]
    print_table(
        ("thing", "about", "hedge", "value", "unit", "date", "source", "doc", "title", "quote"),
        rows,
        empty="no figures",
    )


def _shown(value: Any) -> str:
    """A value, or the two ends of a range, for people."""
    if isinstance(value, list):
        return " – ".join(_shown(end) for end in value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)
