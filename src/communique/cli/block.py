"""``communique block``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import PreviewOption, number_or_name, say


def command(
    project: ProjectArgument,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number, uid or title of the document.")],
    quote: Annotated[
        str, typer.Option("--quote", metavar="WORDS", help="Words that stand in the block, and nowhere else.")
    ],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="chrome, paragraph, title, subheading, byline, caption …")
    ],
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Say what a block is: chrome that the reader took for text, or text that it took for chrome."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.flip_block(number_or_name(document), quote, kind, preview=preview)
    if json:
        print_json(result)
        return
    was = ", ".join(sorted({block["was"] for block in result["blocks"]}))
    say(preview, f"mark {plural(len(result['blocks']), 'block')} of document {result['document']} as {kind}; was {was}")
