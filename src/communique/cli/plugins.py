"""``communique plugins``."""

from __future__ import annotations

from communique.cli.common import JsonOption, print_json, print_table


def command(json: JsonOption = False) -> None:
    """List the readers and other plug-ins; a broken one is shown with its reason."""
    from communique.study.plugins import plugins

    found = plugins()
    if json:
        print_json({"plugins": found})
        return
    print_table(
        ("kind", "name", "version", "from", "state"),
        [(p["kind"], p["name"], p["version"], p["origin"], "ok" if p["ok"] else p["reason"]) for p in found],
        empty="no plug-ins",
    )
