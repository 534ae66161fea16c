"""``communique serve``."""

from __future__ import annotations

import os
import threading
import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from communique.cli.common import CoderOption, opened, stderr, stdout


def command(
    project: Annotated[
        str | None,
        typer.Argument(metavar="[PROJECT]", help="A file, or a postgresql:// URL; without one: the start page."),
    ] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="Where to listen; else 8722, or any.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in the browser.")] = False,
    coder: CoderOption = None,
) -> None:
    """Open the workbench: read, code and look at networks in the browser, on this machine alone; Ctrl-C ends it.

    Without a project it opens the start page, from which one is made, opened, or brought over from a .dna file.
    """
    if project is None and coder is not None:
        # Projects that are opened from the start page are coded in by this name unless another is given there.
        os.environ["COMMUNIQUE_CODER"] = coder
    serve_until_interrupted(project, port, coder, browser=not no_browser)


def serve_until_interrupted(project: str | None, port: int | None, coder: str | None, *, browser: bool) -> None:
    """Serve a project, or the start page; prints the link once the page answers, and opens it."""
    from communique.server.serving import serve

    def ready(address: str) -> None:
        stdout().print(address, markup=False, soft_wrap=True, highlight=False)
        stderr().print("Ctrl-C ends it; everything is saved at once.")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    # Ctrl-C is how it ends, not a failure.
    with suppress(KeyboardInterrupt):
        if project is None:
            serve(None, port, ready)
            return
        with opened(project, coder=coder, writing=True) as opened_project:
            serve(opened_project, port, ready)
