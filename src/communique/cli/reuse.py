"""``communique reuse``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table
from communique.cli.selection import number_or_name

Json = dict[str, Any]
_SHOWN = 160


def command(
    project: ProjectArgument,
    document: Annotated[
        str | None, typer.Option("--document", help="Only of this document (number, uid, title), with what changed.")
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List what stands in several documents: copies, reprints and what they change, passages quoted elsewhere.

    The earliest is the first appearance. `network --duplicates reprint` counts a statement once, however often it is
    reprinted.
    """
    with opened(project) as opened_project:
        found = opened_project.reuse(number_or_name(document) if document else None, as_of)
    if json:
        print_json(found)
        return
    rows: list[tuple[Any, ...]] = []
    for number, cluster in enumerate(found["clusters"], 1):
        rows.append((number, "first", "", *_cells(cluster["first"])))
        for one in cluster["documents"]:
            rows.append((number, one["kind"], f"{one['of_first']:.0%}", *_cells(one)))
            if document is not None:
                rows += [("", "", "", "", "", _change(change), "") for change in one["changes"]]
    print_table(
        ("cluster", "kind", "of first", "doc", "date", "title", "issuer"), rows, empty="no document reprints another"
    )
    print_table(
        ("kind", "words", "first in", "date", "also in", "date", "quote"),
        [
            (
                one["kind"],
                shared["words"],
                f"{one['earlier']['id']} {one['earlier']['title']}",
                one["earlier"]["date"],
                f"{one['later']['id']} {one['later']['title']}",
                one["later"]["date"],
                _short(shared["quote"]),
            )
            for one in found["passages"]
            for shared in one["shared"]
        ],
        empty="no passage stands in two documents",
    )


def _cells(document: Json) -> tuple[Any, ...]:
    return document["id"], document["date"], document["title"], document["issuer"]


def _change(change: Json) -> str:
    return f"- {_short(change['before'])} + {_short(change['after'])}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]} …"
