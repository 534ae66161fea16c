"""The application: every verb's module adds its command."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

VERBS = (
    "demo",
    "new",
    "read",
    "add",
    "documents",
    "show",
    "split",
    "join",
    "correct",
    "block",
    "edit",
    "codebook",
    "define",
    "drop",
    "entities",
    "highlight",
    "highlighters",
    "figures",
    "reuse",
    "assign",
    "assignments",
    "describe",
    "rename",
    "unite",
    "judge",
    "divide",
    "decide",
    "statements",
    "code",
    "doubts",
    "anchor",
    "recode",
    "delete",
    "import",
    "export",
    "network",
    "evidence",
    "explain",
    "figure",
    "view",
    "views",
    "report",
    "serve",
    "log",
    "undo",
    "redo",
    "check",
    "backup",
    "merge",
    "purge",
    "plugins",
)
"""The verbs in the order in which ``--help`` shows them; each has a module of its name (``import_`` for ``import``)."""


def application() -> Callable[..., Any]:
    """The command line as a callable."""
    app = typer.Typer(
        name="communique",
        help="From piles of political statements to discourse networks: every number opens its quotes.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
        ] = False,
    ) -> None:
        pass

    for verb in VERBS:
        module = import_module(f"communique.cli.{verb}_" if verb == "import" else f"communique.cli.{verb}")
        app.command(verb)(module.command)
    return get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"communique {version('communique')}")
        raise typer.Exit
