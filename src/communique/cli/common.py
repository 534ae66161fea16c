"""What verbs share: arguments, options, and how they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.model.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from communique.study.datasets import Dataset
    from communique.study.project import Project

ProjectArgument = Annotated[
    str, typer.Argument(metavar="PROJECT", help="Path of the project file, or a postgresql:// URL.", show_default=False)
]
StatementsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PROJECT",
        help="Path of the project file, or a postgresql:// URL; or Parquet files of statements, or a folder of them.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
CoderOption = Annotated[
    str | None,
    typer.Option("--coder", help="Who acts, as the log names it; else COMMUNIQUE_CODER or the login name."),
]
AsOfOption = Annotated[
    int | None, typer.Option("--as-of", metavar="CHANGE", help="Show the project as it was after this change.")
]
SeenByOption = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="CODER", help="As this coder sees it: without others' codings of documents to be coded blind."
    ),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="Format of the file, if its name does not say so: csv, jsonl, xlsx, dna.")
]
PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.", show_default=False)]


def stdout() -> Console:
    """Where results go."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def stderr() -> Console:
    """Where progress, notes and warnings go."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def working(*columns: Any) -> Progress:
    """A progress bar that goes when the work is done, and is not there at all where nobody watches."""
    from rich.progress import Progress

    console = stderr()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def status(what: str) -> Iterator[Callable[[str], None]]:
    """A line that says what is going on, for who watches; gives the function that changes it."""
    console = stderr()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as line:
        yield line.update


def print_json(data: Any) -> None:
    """One JSON document on stdout; numbers that are none are refused, never printed."""
    json.dump(data, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, empty: str) -> None:
    """A table on stdout, or the sentence ``empty`` where there is nothing to show."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        stdout().print(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = stdout()
    if not console.is_terminal:
        # One line for each row, whatever its length: other programs read this.
        console.width = 100_000
    console.print(table)


@contextmanager
def opened(location: str, *, coder: str | None = None, writing: bool = False) -> Iterator[Project]:
    """The project at a location, closed at the end."""
    from communique.study.project import open_project

    if writing:
        note_cloud_folder(location)
    with open_project(location, read_only=not writing, actor=coder) as project:
        try:
            yield project
        finally:
            for note in project.store.notes:
                stderr().print(f"note: {note}", markup=False, soft_wrap=True)


@contextmanager
def opened_statements(locations: Sequence[str]) -> Iterator[Project | Dataset]:
    """The project at the one location, or the data set that the locations make together."""
    from communique.study.datasets import Dataset, is_dataset

    if locations and all(map(is_dataset, locations)):
        with Dataset(locations) as dataset:
            yield dataset
        return
    if len(locations) != 1:
        raise UsageError(
            f"there are {len(locations)} projects",
            place=", ".join(locations),
            way_out="name one project, or files of statements that all end in .parquet",
        )
    with opened(locations[0]) as project:
        yield project


def note_cloud_folder(location: str) -> None:
    """A word on stderr if the project lies where a program may copy it while it is being written."""
    from communique.project.backups import cloud_folder
    from communique.project.store import is_url

    service = None if is_url(location) else cloud_folder(Path(location))
    if service is not None:
        stderr().print(
            f"note: {location} lies in a folder that {service} keeps in step: pause that while you work, and never let "
            "two machines write at the same time; better keep the project elsewhere and share copies made with "
            "`communique backup`, to be joined with `communique merge`",
            markup=False,
            soft_wrap=True,
        )


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "document"), plural(2, "document")
    ('1 document', '2 documents')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
