"""``communique correct``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.input import read_text
from communique.cli.selection import PreviewOption, number_or_name, say


def command(
    project: ProjectArgument,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number, uid or title of the document.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The whole corrected text, in UTF-8; - for standard input.")
    ],
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Put the text of a document right; `show ID --text` prints it.

    A new text is made, the old one stays. Statements follow their words. Where a correction touched these, or they
    could be in two places, the statement stays on the old text and waits in `statements --doubtful` for `anchor`.
    """
    content = read_text(file)
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.correct(number_or_name(document), content, preview=preview)
    if json:
        print_json(result)
        return
    if result["text"] is None:
        say(False, "nothing differs")
        return
    say(
        preview,
        f"correct document {result['document']}: {plural(result['exact'], 'anchor')} exact, {result['moved']} moved, "
        f"{result['doubtful']} doubtful",
    )
    if result["in_doubt"]:
        say(False, f"in doubt: {plural(len(result['in_doubt']), 'statement')} ({_some(result['in_doubt'])})")


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
