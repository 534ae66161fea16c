"""``communique describe``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json, stderr
from communique.cli.selection import PreviewOption, say, single_pairs
from communique.model.errors import UsageError

_SHOWN = 10


def command(
    project: ProjectArgument,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="An entity, by name or alias.")] = None,
    type: Annotated[
        str | None, typer.Option("--type", help="The entity type; needed with --file, or where several have the name.")
    ] = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="ATTRIBUTE=VALUE",
            help="An attribute, or ATTRIBUTE@FROM/TO=VALUE for a time; an empty value removes.",
        ),
    ] = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Add this alias.")] = None,
    no_alias: Annotated[list[str] | None, typer.Option("--no-alias", help="Remove this alias.")] = None,
    parent: Annotated[str | None, typer.Option("--parent", help="The entity it is a part of; empty for none.")] = None,
    color: Annotated[str | None, typer.Option("--color", help="Its colour, as #rrggbb.")] = None,
    notes: Annotated[str | None, typer.Option("--notes", help="Notes on it.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A CSV file with a column name and one per attribute (or ATTRIBUTE@FROM/TO)."),
    ] = None,
    create: Annotated[bool, typer.Option("--create", help="Make the entities of the file that are not there.")] = False,
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Set what is known of an entity: attributes, aliases, parent, colour, notes; or of many, from a CSV file."""
    if (name is None) == (file is None):
        raise UsageError("what shall be described?", way_out="name an entity, or give a --file")
    if file is not None and type is None:
        raise UsageError("a file is about entities of one type", place="--file", way_out="say which with --type")
    if name is not None and preview:
        raise UsageError("only a file has a preview", place="--preview", way_out="leave it out; `undo` takes it back")
    with opened(project, coder=coder, writing=True) as opened_project:
        if file is not None:
            result = opened_project.describe_file(type or "", file, create=create, preview=preview)
        else:
            result = opened_project.describe_one(
                name or "",
                type=type,
                add_aliases=alias or (),
                remove_aliases=no_alias or (),
                parent=parent,
                color=color,
                notes=notes,
                attributes=single_pairs(attribute, "--set"),
            )
    if json:
        print_json(result)
        return
    if file is None:
        say(False, f"{result['name']}: {'changed' if result['changed'] else 'nothing differs'}")
        return
    say(preview, f"change {plural(result['changed'], 'entity', 'entities')}, {result['made']:,} of them new")
    if result["unknown"]:
        names = ", ".join(result["unknown"][:_SHOWN]) + (" …" if len(result["unknown"]) > _SHOWN else "")
        stderr().print(f"not in the project ({len(result['unknown'])}; --create makes them): {names}", markup=False)
