"""``communique merge``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli.common import (
    CoderOption,
    JsonOption,
    ProjectArgument,
    opened,
    plural,
    print_json,
    status,
    stdout,
)


def command(
    project: ProjectArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other project; it stays as it is.")],
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Take in what another coder's project has besides; what both changed differently is listed and stays as it is."""
    with opened(project, coder=coder, writing=True) as opened_project, status("merging"):
        result = opened_project.merge(other)
    if json:
        print_json(result)
        return
    out = stdout()
    if result["change"] is None:
        out.print(f"{project} holds all that {other} has", markup=False)
    for title, counts in (("added", result["added"]), ("changed", result["changed"])):
        for name, count in counts.items():
            out.print(f"{title}: {plural(count, *_names(name))}", markup=False)
    for entity in result["new_entities"]:
        out.print(f"new {entity['type']}: {entity['name']}", markup=False)
    for conflict in result["conflicts"]:
        out.print(f"conflict: {conflict['kind']}, {conflict['reason']}", markup=False)
        for side in ("here", "there"):
            if conflict[side] is not None:
                out.print(f"  {side}: {_shown(conflict[side])}", markup=False)


def _names(kind: str) -> tuple[str, str]:
    one = {"document_range": "range", "entity_alias": "alias", "entity_attribute": "attribute of an entity"}.get(
        kind, kind.replace("_", " ")
    )
    many = {"entity": "entities", "alias": "aliases", "attribute of an entity": "attributes of entities"}
    return one, many.get(one, f"{one}s")


def _shown(view: dict[str, Any]) -> str:
    if "values" in view:
        values = ", ".join(f"{name}: {' | '.join(str(v) for v in items)}" for name, items in view["values"].items())
        quote = view["spans"][0]["quote"][:60] if view["spans"] else ""
        return f"{view['id']} ({values}) “{' '.join(quote.split())}”"
    name = view.get("title") or view.get("name") or ""
    return f"{view['id']} {name}".rstrip()
