"""``communique show``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    AsOfOption,
    JsonOption,
    ProjectArgument,
    SeenByOption,
    opened,
    print_json,
    print_table,
    stdout,
)


def command(
    project: ProjectArgument,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number, uid or title of the document.")],
    seen_by: SeenByOption = None,
    text: Annotated[bool, typer.Option("--text", help="Print the text alone, as `correct` takes it.")] = False,
    original: Annotated[
        Path | None,
        typer.Option(
            "--original", metavar="PATH", help="Write the bytes it was read from to a file, or into a folder."
        ),
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """Show one document with its text, blocks, segments, findings and statements."""
    name = int(document) if document.isdecimal() else document
    with opened(project) as opened_project:
        if original is not None:
            from communique.study.originals import write_original

            written = write_original(*opened_project.original(name), original)
            stdout().print(f"original written to {written}", markup=False)
            return
        view = opened_project.show(name, as_of, seen_by=seen_by)
    if json:
        print_json(view)
        return
    if text:
        # To the letter: no line end is changed on the way, whatever the system.
        sys.stdout.flush()
        sys.stdout.buffer.write(view["text"].encode())
        return
    out = stdout()
    head = " · ".join(part for part in (view["date"], view["author"], view["issuer"], view["language"]) if part)
    out.print(f"{view['title']}\n{head}\n", markup=False)
    out.print(view["text"], markup=False)
    if view["statements"]:
        out.print()
        print_table(
            ("id", "type", "values", "quote"),
            [(s["id"], s["type"], _values(s["values"]), s["spans"][0]["quote"][:80]) for s in view["statements"]],
            empty="",
        )


def _values(values: dict[str, list[object]]) -> str:
    return ", ".join(f"{name}: {' | '.join(str(v) for v in items)}" for name, items in values.items())
