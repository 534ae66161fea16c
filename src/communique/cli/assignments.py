"""``communique assignments``."""

from __future__ import annotations

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(project: ProjectArgument, as_of: AsOfOption = None, json: JsonOption = False) -> None:
    """List who codes what, and how far that has come."""
    with opened(project) as opened_project:
        assignments = opened_project.assignments(as_of)
    if json:
        print_json(assignments)
        return
    print_table(
        ("doc", "title", "coder", "layer", "state", "blind", "statements"),
        [
            (
                a["document"],
                a["title"],
                a["coder"],
                a["layer"],
                a["state"],
                "yes" if a["blind"] else "",
                a["statements"],
            )
            for a in assignments
        ],
        empty="no assignments",
    )
