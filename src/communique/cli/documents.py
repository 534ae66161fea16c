"""``communique documents``."""

from __future__ import annotations

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(project: ProjectArgument, as_of: AsOfOption = None, json: JsonOption = False) -> None:
    """List the documents."""
    with opened(project) as opened_project:
        documents = opened_project.documents(as_of)
    if json:
        print_json(documents)
        return
    print_table(
        ("id", "date", "lang", "chars", "title", "author"),
        [(d["id"], d["date"], d["language"], f"{d['chars']:,}", d["title"], d["author"]) for d in documents],
        empty="no documents yet; `communique add` takes files in",
    )
