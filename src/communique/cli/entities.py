"""``communique entities``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.common import (
    AsOfOption,
    JsonOption,
    ProjectArgument,
    opened,
    plural,
    print_json,
    print_table,
    stdout,
)
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    type: Annotated[str | None, typer.Option("--type", help="Only entities of this type.")] = None,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="Names to be judged: pairs that may be one, and new names.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write those of --type to a CSV file, which `describe --file` reads."),
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """List the entities with their type, parent, aliases and attributes."""
    if output is not None:
        _write(project, type, output, as_of)
        return
    if proposals:
        _propose(project, type, as_of, json)
        return
    with opened(project) as opened_project:
        entities = opened_project.entities(type, as_of)
    if json:
        print_json(entities)
        return
    print_table(
        ("id", "type", "name", "aliases", "attributes"),
        [
            (
                e["id"],
                e["type"],
                e["name"],
                ", ".join(e["aliases"]),
                ", ".join(f"{name}: {value}" for name, value in e["attributes"].items()),
            )
            for e in entities
        ],
        empty="no entities yet; they come with statements",
    )


def _write(project: str, type: str | None, path: Path, as_of: int | None) -> None:
    from communique.study.entity_tables import write_entity_table

    if type is None:
        raise UsageError("a table holds entities of one type", place="-o", way_out="say which with --type")
    with opened(project) as opened_project:
        rows = opened_project.entity_table(type, as_of)
    write_entity_table(rows, path)
    stdout().print(f"{plural(len(rows) - 1, 'entity', 'entities')} of type {type} written to {path}", markup=False)


def _propose(project: str, type: str | None, as_of: int | None, json: bool) -> None:
    with opened(project) as opened_project:
        found = opened_project.proposals(type, as_of)
    if json:
        print_json(found)
        return
    print_table(
        ("score", "type", "name", "may be", "because"),
        [
            (
                f"{p['score']:.2f}",
                p["type"],
                f"{p['a']['id']} {p['a']['name']}",
                f"{p['b']['id']} {p['b']['name']}",
                p["reason"] + (f" (unsure: {p['unsure']['by']})" if p["unsure"] else ""),
            )
            for p in found["pairs"]
        ],
        empty="no two entities look like one; `judge` decides about two that do",
    )
    if found["judged"]:
        print_table(
            ("judged", "type", "name", "and", "by", "time"),
            [
                (j["verdict"], j["type"], *(f"{j[x]['id']} {j[x]['name']}" for x in "ab"), j["by"], j["time"])
                for j in found["judged"]
            ],
            empty="",
        )
    print_table(
        ("times", "new name", "documents"),
        [
            (n["count"], " ".join([n["name"], *(f"({a})" for a in n["acronyms"])]), ", ".join(map(str, n["documents"])))
            for n in found["new"]
        ],
        empty="no name in rosters, quotations and bylines is missing",
    )
    if found["forms"]:
        print_table(
            ("times", "acronym", "of", "documents"),
            [(f["count"], f["form"], f["entity"]["name"], ", ".join(map(str, f["documents"]))) for f in found["forms"]],
            empty="",
        )
