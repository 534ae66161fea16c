"""``communique highlight``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json, stdout
from communique.model.errors import SourceError


def command(
    project: ProjectArgument,
    patterns: Annotated[
        list[str] | None, typer.Argument(metavar="PATTERN…", help="Regular expressions.", show_default=False)
    ] = None,
    dictionary: Annotated[
        list[Path] | None,
        typer.Option("--dictionary", metavar="FILE", help="A list of terms, one a line; may be given several times."),
    ] = None,
    color: Annotated[str | None, typer.Option("--color", metavar="#rrggbb", help="In which colour.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Highlight them no more.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Highlight what matches regular expressions or stands in a dictionary."""
    from communique.study.highlighting import pattern_of_terms

    dictionaries = [pattern_of_terms(_terms(path)) for path in dictionary or ()]
    wanted = [pattern for pattern in (*(patterns or ()), *dictionaries) if pattern]
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.highlight(wanted, color=color, drop=drop)
    if json:
        print_json(result)
        return
    done = [f"{n} {what}" for what, n in result.items() if n]
    stdout().print(f"{plural(len(wanted), 'highlighter')}: {', '.join(done) or 'as before'}", markup=False)


def _terms(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"cannot be read as a list of terms ({error})", place=str(path), way_out="save it as UTF-8, one term a line"
        ) from error
