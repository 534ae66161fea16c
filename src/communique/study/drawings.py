"""A network as it is drawn on the page: nodes with positions, ties with their sign."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from communique.figures.drawing import Drawing, Node, Tie
from communique.figures.layout import layout
from communique.figures.network_svg import network_svg
from communique.model.errors import SpecError
from communique.networks import NetworkSpec
from communique.project.store import Store
from communique.study.networks import network

Json = dict[str, Any]


def drawing_view(
    store: Store,
    connection: sa.Connection,
    spec: NetworkSpec,
    *,
    seed: int = 1,
    least: float = 0,
    still: bool = False,
    as_of: int | None = None,
) -> Json:
    """A network and where to draw it; the same seed gives the same picture.

    With ``still`` nodes stand where they stand in the network of all dates, so that slices of time can be compared.

    Returns ``nodes`` (``id``, ``name``, ``mode``: ``row`` or ``column``, ``variable``, ``color``, ``frequency``,
    ``attributes``, ``x`` from 0 to 1.6, ``y`` from 0 to 1), ``ties`` (``a``, ``b``: ids; ``row``, ``column``: names;
    ``weight``; ``sign``: 1 or -1), ``hidden`` (how many ties are weaker than ``least``), ``statements``, ``left_out``,
    ``spec`` and ``change``. Ties of conflict, or below 0, have the sign -1.

    Raises
    ------
    SpecError
        If the specification is of a series or an event list: a drawing shows one time.
    """
    if spec.type == "event-list" or spec.window is not None:
        raise SpecError("a drawing shows one network", place="--window", way_out="choose a date range instead")
    result = network(store, connection, spec, as_of)
    found = result.network
    nodes: list[Json] = [
        {
            "id": node.key,
            "name": node.name,
            "mode": node.mode,
            "variable": node.variable,
            "color": node.color,
            "frequency": node.frequency,
            "attributes": dict(node.attributes),
        }
        for node in found.nodes()
    ]
    opposed = spec.aggregation == "conflict"
    ties: list[Json] = []
    hidden = 0
    for edge in found.edges(limit=0):
        if abs(edge.weight) < least:
            hidden += 1
            continue
        ties.append(
            {
                "a": edge.source,
                "b": edge.target,
                "row": edge.row,
                "column": edge.column,
                "weight": abs(edge.weight),
                "sign": -1 if opposed or edge.weight < 0 else 1,
            }
        )
    if still and (spec.start, spec.stop) != (None, None):
        whole = drawing_view(store, connection, spec.with_(start=None, stop=None), seed=seed, as_of=as_of)
        positions = {n["id"]: (n["x"], n["y"]) for n in whole["nodes"]}
    else:
        positions = layout(
            [Node(n["id"], n["name"], n["variable"], n["frequency"]) for n in nodes],
            [_tie(t) for t in ties if t["a"] != t["b"]],
            seed,
        )
    for node in nodes:
        node["x"], node["y"] = positions[node["id"]]
    return {
        "nodes": nodes,
        "ties": ties,
        "hidden": hidden,
        "statements": result.statements,
        "left_out": dict(result.left_out),
        "spec": found.described(),
        "change": result.relation.head,
    }


def picture(view: Json, seed: int) -> str:
    """What :func:`drawing_view` gave, as an SVG file."""
    spec = view["spec"]
    left_out = ", ".join(f"{count} {reason}" for reason, count in view["left_out"].items())
    return network_svg(
        Drawing(
            title=f"{spec['rows']} by {spec['columns']}",
            nodes=tuple(
                Node(n["id"], n["name"], n["variable"], n["frequency"], n["color"], attributes=n["attributes"])
                for n in view["nodes"]
            ),
            ties=tuple(_tie(t) for t in view["ties"]),
            mode="two-mode" if spec["type"] == "two-mode" else "one-mode",
            caption=f"{view['statements']} statements{f'; left out: {left_out}' if left_out else ''}.",
            seed=seed,
            positions={n["id"]: (n["x"], n["y"]) for n in view["nodes"]},
        )
    )


def _tie(tie: Json) -> Tie:
    return Tie(tie["a"], tie["b"], *((tie["weight"], 0.0) if tie["sign"] > 0 else (0.0, tie["weight"])))
