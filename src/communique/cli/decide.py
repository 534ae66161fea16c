"""``communique decide``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.common import CoderOption, JsonOption, ProjectArgument, opened, plural, print_json
from communique.cli.selection import PreviewOption, number_or_name, say


def command(
    project: ProjectArgument,
    document: Annotated[
        str, typer.Option("--document", metavar="ID", help="Number, uid or title of the document.", show_default=False)
    ],
    signatures: Annotated[
        bool, typer.Option("--signatures", help="Decide about its roster: who signs it, in one act.")
    ] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Reject it; without this it is accepted.")] = False,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Whose coding it becomes: primary, second or adjudicated.")
    ] = "primary",
    preview: PreviewOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Accept or reject what was read by machine: the roster of a document as one statement with its signatories."""
    with opened(project, coder=coder, writing=True) as opened_project:
        result = opened_project.decide(
            number_or_name(document), signatures=signatures, reject=reject, layer=layer, preview=preview
        )
    if json:
        print_json(result)
        return
    what = f"{plural(result['signatories'], 'signatory', 'signatories')} of document {result['document']}"
    statement = f": statement {result['statement']}" if result["statement"] else ""
    say(preview, f"{'reject' if reject else 'accept'} {what}{statement}")
