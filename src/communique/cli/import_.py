"""``communique import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    CoderOption,
    FormatOption,
    JsonOption,
    ProjectArgument,
    opened,
    plural,
    print_json,
    stderr,
    stdout,
    working,
)
from communique.cli.selection import single_pairs


def command(
    project: ProjectArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON Lines or Excel statements, or a .dna file.")],
    format: FormatOption = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OURS=THEIRS",
            help="What the file calls a column of ours: quote=Segment. Columns that nobody knows are left out then.",
        ),
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> int:
    """Take statements in from a file, or all of a .dna file; what cannot be taken in is listed."""
    from rich.progress import SpinnerColumn, TextColumn

    from communique.networks import compat_notes

    with (
        opened(project, coder=coder, writing=True) as opened_project,
        working(SpinnerColumn(), TextColumn("{task.description}")) as bar,
    ):
        task = bar.add_task("importing")
        result = opened_project.import_file(
            file,
            format,
            columns=single_pairs(column, "--column"),
            progress=lambda n: bar.update(task, description=f"{plural(n, 'statement')} imported"),
        )
    if json:
        print_json(result)
    else:
        out = stdout()
        documents = f"{plural(result['documents'], 'document')} and " if "documents" in result else ""
        out.print(f"{documents}{plural(result['imported'], 'statement')} imported from {file}", markup=False)
        if result["already"]:
            out.print(f"{plural(result['already'], 'row')} already there")
        for name, count in result["entities"].items():
            out.print(f"{plural(count, 'new entity', 'new entities')} of type {name}", markup=False)
        for note in result["notes"]:
            stderr().print(f"note: {note}", markup=False, soft_wrap=True)
        if result["format"] == "dna":
            notes = stderr()
            notes.print("note: networks differ from Discourse Network Analyzer's unless --compat dna is given:")
            for sentence in compat_notes():
                notes.print(f"  - {sentence}", markup=False, soft_wrap=True)
        for failure in result["failed"]:
            place = f"line {failure['line']}" if "line" in failure else failure["row"]
            stderr().print(f"error: {file}, {place}: {failure['reason']}", markup=False, soft_wrap=True)
    return 1 if result["failed"] else 0
