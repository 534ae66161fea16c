"""``communique codebook``."""

from __future__ import annotations

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(project: ProjectArgument, as_of: AsOfOption = None, json: JsonOption = False) -> None:
    """Show the statement types and their variables."""
    with opened(project) as opened_project:
        codebook = opened_project.codebook(as_of)
    if json:
        print_json(codebook)
        return
    print_table(
        ("type", "variable", "kind", "definition"),
        [
            (
                s["name"],
                v["name"],
                f"{v['kind']} ({v['entity_type']})" if v["entity_type"] else v["kind"],
                v["definition"],
            )
            for s in codebook["types"]
            for v in s["variables"]
        ],
        empty="no statement types",
    )
