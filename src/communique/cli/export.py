"""``communique export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    AsOfOption,
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


def command(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write: CSV, JSON Lines, Excel, .dna or Parquet.")
    ],
    format: FormatOption = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", metavar="NAME", help="For CSV: comma, semicolon or tab.")
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="For CSV that Excel will open: guard cells that look like formulas.")
    ] = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """Write all statements to a file; what the format cannot hold is listed."""
    from rich.progress import SpinnerColumn, TextColumn

    with (
        opened(project) as opened_project,
        working(SpinnerColumn(), TextColumn("{task.description}")) as bar,
    ):
        task = bar.add_task("exporting")
        result = opened_project.export_file(
            file,
            format,
            as_of,
            delimiter=delimiter,
            excel=excel,
            progress=lambda n: bar.update(task, description=f"{plural(n, 'statement')} written"),
        )
    if json:
        print_json(result)
        return
    stdout().print(
        f"{plural(result['exported'], 'statement')} written to {', '.join(result.get('files', [str(file)]))}",
        markup=False,
    )
    for line in result["lost"]:
        stderr().print(f"not carried over: {line}", markup=False, soft_wrap=True)
    for line in result.get("notes", ()):
        stderr().print(f"note: {line}", markup=False, soft_wrap=True)
