"""``communique purge``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import (
    CoderOption,
    JsonOption,
    ProjectArgument,
    opened,
    plural,
    print_json,
    stderr,
    stdout,
)


def command(
    project: ProjectArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays with the tombstone.")],
    document: Annotated[
        list[str] | None, typer.Option("--document", metavar="ID", help="Number, uid or title; repeat for several.")
    ] = None,
    capture: Annotated[
        list[int] | None, typer.Option("--capture", metavar="ID", help="An original with all that came of it.")
    ] = None,
    keep_backups: Annotated[
        bool, typer.Option("--keep-backups", help="Leave the dated backups beside the project as they are.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> int:
    """Erase documents for good, in every version and backup. The one act that cannot be undone."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.purge(
            documents=[int(d) if d.isdecimal() else d for d in document or []],
            captures=capture or [],
            reason=reason,
            keep_backups=keep_backups,
            confirm=lambda view: yes or _confirmed(view),
        )
    if json:
        print_json(result)
    elif not result["purged"]:
        stdout().print("nothing was purged")
    else:
        stdout().print(
            f"purged: {plural(len(result['documents']), 'document')}, {plural(result['statements'], 'statement')}, "
            f"{plural(len(result['entities']), 'entity', 'entities')}; change {result['change']}",
            markup=False,
        )
        if result["without_original"]:
            numbers = ", ".join(map(str, result["without_original"]))
            stdout().print(f"their original went with it: document {numbers}", markup=False)
        for path in result["backups"]:
            stdout().print(f"purged as well: {path}", markup=False)
        for path in result["deleted_backups"]:
            stdout().print(f"deleted, because it could not be opened: {path}", markup=False)
        stderr().print("note: copies of the project elsewhere are as they were: find and purge them, too")
    return 0 if result["purged"] else 1


def _confirmed(view: dict[str, Any]) -> bool:
    notes = stderr()
    for entry in view["documents"]:
        notes.print(f"document {entry['id']}: {entry['title']}", markup=False)
    notes.print(
        f"{plural(len(view['captures']), 'original')}, {plural(view['statements'], 'statement')}, "
        f"{plural(len(view['entities']), 'entity', 'entities')}, {plural(len(view['backups']), 'backup')} would be "
        "purged, in every version. This cannot be undone."
    )
    if view["without_original"]:
        notes.print(f"{plural(len(view['without_original']), 'other document')} would lose the original they share.")
    return typer.confirm("Purge?", err=True)
