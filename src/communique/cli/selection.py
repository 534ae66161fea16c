"""Options that choose statements: the same in every verb that lists or changes many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from communique.cli.common import plural, stdout
from communique.model.errors import UsageError

TypeOption = Annotated[str | None, typer.Option("--type", help="Only statements of this type.")]
DocumentOption = Annotated[str | None, typer.Option("--document", help="Only of this document (number, uid, title).")]
CodedByOption = Annotated[str | None, typer.Option("--coded-by", help="Only by this coder.")]
LayerOption = Annotated[str | None, typer.Option("--layer", help="Only in this layer.")]
ValueOption = Annotated[
    list[str] | None,
    typer.Option("--value", metavar="VAR=VALUE", help="Only with this value; several of one variable mean any."),
]
DoubtfulOption = Annotated[
    bool, typer.Option("--doubtful", help="Only those whose words are in doubt since a correction of the text.")
]
IdsOption = Annotated[list[int] | None, typer.Option("--id", metavar="ID", help="Only the statement of this number.")]
PreviewOption = Annotated[bool, typer.Option("--preview", help="Print what would change, and change nothing.")]


def filters(
    ids: Sequence[int] | None,
    type: str | None,
    document: str | None,
    coder: str | None,
    layer: str | None,
    value: Sequence[str] | None,
    doubtful: bool,
) -> dict[str, Any]:
    """The options as the fields of a selection."""
    return {
        "ids": tuple(ids) if ids else None,
        "type": type,
        "document": number_or_name(document) if document else None,
        "coder": coder,
        "layer": layer,
        "values": pairs(value, "--value"),
        "doubtful": doubtful,
    }


def pairs(items: Sequence[str] | None, option: str) -> dict[str, list[str]]:
    """``NAME=CONTENT`` options by name.

    Raises
    ------
    UsageError
        If one has no equals sign.
    """
    found: dict[str, list[str]] = {}
    for item in items or []:
        name, equals, content = item.partition("=")
        if not equals:
            raise UsageError(f"{item!r} has no '='", place=option, way_out=f"write {option} NAME=VALUE")
        found.setdefault(name, []).append(content)
    return found


def single_pairs(items: Sequence[str] | None, option: str) -> dict[str, str]:
    """The same where a name given twice means its last content."""
    return {name: contents[-1] for name, contents in pairs(items, option).items()}


def number_or_name(written: str) -> int | str:
    """A number of a document, or its uid or title."""
    return int(written) if written.isdecimal() else written


def say(preview: bool, sentence: str) -> None:
    """Print what was done, or would be."""
    stdout().print(f"{'would ' if preview else ''}{sentence}", markup=False)


def statements(count: int) -> str:
    """A count of statements.

    >>> statements(1)
    '1 statement'
    """
    return plural(count, "statement")
