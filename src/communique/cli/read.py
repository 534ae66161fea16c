"""``communique read``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import JsonOption, PathsArgument, plural, print_json, stdout
from communique.model.errors import UsageError


def command(
    paths: PathsArgument,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="The character set, where a file does not say so or says it wrong.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read files without a project: text, blocks, and what the reader sees in them."""
    from communique.study.sources import files_in, read_view

    files = list(files_in(paths))
    if json:
        if len(files) != 1:
            raise UsageError(
                f"--json prints one document, but {len(files)} files are meant", place="read", way_out="name one file"
            )
        print_json(read_view(files[0], encoding))
        return
    for path in files:
        view = read_view(path, encoding)
        for reading in view.get("readings", [view]):
            _tell(reading)
        for failure in view.get("failed", []):
            stdout().print(f"{failure['path']}  failed: {failure['reason']}", markup=False)


def _tell(view: dict[str, Any]) -> None:
    out = stdout()
    source = view["source"]
    characters = f"{len(view['text']):,} characters"
    out.print(f"{source['path']}  {source['media_type']}, {source['encoding']}, {characters}", markup=False)
    for document in view["documents"]:
        title = document["title"]["quote"] if document["title"] else "(no title)"
        date = document["date"]["value"] or "no date"
        out.print(f"  {title}  [{date}, {document['language'] or 'language unclear'}]", markup=False)
    kinds: dict[str, int] = {}
    for block in view["blocks"]:
        kinds[block["kind"]] = kinds.get(block["kind"], 0) + 1
    out.print("  " + ", ".join(plural(n, kind.replace("_", " ")) for kind, n in kinds.items()), markup=False)
    for note in view["notes"]:
        out.print(f"  note: {note}", markup=False)
