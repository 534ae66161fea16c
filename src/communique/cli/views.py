"""``communique views``."""

from __future__ import annotations

from communique.cli.common import AsOfOption, JsonOption, ProjectArgument, opened, print_json, print_table


def command(project: ProjectArgument, as_of: AsOfOption = None, json: JsonOption = False) -> None:
    """List the saved views: settings of networks under names."""
    with opened(project) as opened_project:
        found = opened_project.views(as_of)
    if json:
        print_json(found)
        return
    print_table(
        ("name", "settings"),
        [
            (view["name"], ", ".join(f"{name}: {_shown(value)}" for name, value in view["options"].items()))
            for view in found
        ],
        empty="no views yet; `view NAME` with the options of `network` saves one",
    )


def _shown(value: object) -> str:
    return " | ".join(map(str, value)) if isinstance(value, list) else str(value)
