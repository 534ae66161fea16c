"""``communique serve``."""

from __future__ import annotations

import threading
import webbrowser
from typing import Annotated

import typer

from communique.cli.common import CoderOption, ProjectArgument, opened, stderr, stdout


def command(
    project: ProjectArgument,
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="Where to listen; else 8722, or any.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in the browser.")] = False,
    coder: CoderOption = None,
) -> None:
    """Open the workbench: read, code and look at networks in the browser, on this machine alone; Ctrl-C ends it."""
    from communique.server.serving import serve

    with opened(project, coder=coder, writing=True) as opened_project:

        def ready(address: str) -> None:
            stdout().print(address, markup=False, soft_wrap=True, highlight=False)
            stderr().print("Ctrl-C ends it; everything is saved at once.")
            if not no_browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        serve(opened_project, port, ready)
