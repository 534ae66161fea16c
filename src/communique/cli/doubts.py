"""``communique doubts``."""

from __future__ import annotations

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, SeenByOption, opened, print_json, print_table


def command(
    project: ProjectArgument, seen_by: SeenByOption = None, as_of: AsOfOption = None, json: JsonOption = False
) -> None:
    """List the statements whose words are in doubt since a correction, and where they may stand; `anchor` decides."""
    with opened(project) as opened_project:
        found = opened_project.doubts(seen_by=seen_by, as_of=as_of)
    if json:
        print_json(found)
        return
    print_table(
        ("id", "doc", "quote", "may stand at", "words there", "likeness"),
        [
            (
                one["statement"]["id"],
                one["statement"]["document"],
                " … ".join(span["quote"] for span in one["statement"]["spans"])[:60],
                f"{place['start']} {place['end']}" if place else "nowhere",
                place["quote"][:60] if place else "",
                f"{place['score']:.2f}" if place else "",
            )
            for one in found
            for place in one["places"] or [None]
        ],
        empty="no words are in doubt",
    )
