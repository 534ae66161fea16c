"""``communique add``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    CoderOption,
    JsonOption,
    PathsArgument,
    ProjectArgument,
    opened,
    plural,
    print_json,
    stderr,
    stdout,
)


def command(
    project: ProjectArgument,
    paths: PathsArgument,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="The character set, where a file does not say so or says it wrong.")
    ] = None,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> int:
    """Take files and folders in: the originals are kept, texts and documents made of them."""
    from rich.progress import Progress

    with (
        opened(project, coder=coder, writing=True) as opened_project,
        Progress(console=stderr(), transient=True) as bar,
    ):
        task = bar.add_task("reading", total=None)

        def show(number: int, total: int, path: Path) -> None:
            bar.update(task, completed=number, total=total, description=path.name)

        sources = opened_project.add(*paths, encoding=encoding, progress=show)
    failed = sum(s["status"] == "failed" for s in sources)
    if json:
        print_json({"sources": sources})
        return 1 if failed else 0
    out = stdout()
    for source in sources:
        documents = ", ".join(str(d) for d in source["documents"])
        more = f": {source['reason']}" if source["reason"] else f": document {documents}" if documents else ""
        out.print(f"{source['status']:<13} {source['path']}{more}", markup=False)
    done = sum(s["status"] == "added" for s in sources)
    stderr().print(f"{plural(done, 'source')} added, {plural(failed, 'failure')}")
    return 1 if failed else 0
