"""A network as it is drawn on the page: nodes with positions, ties with their sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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


SIZES = ("statements", "ties", "equal")
"""What the area of a node can show."""

_PALETTE = ("#2563a8", "#b5452c", "#2e7d4f", "#8a5a00", "#7b4ba8", "#0f7b83", "#a03a72")
_OTHERS = "#8b929b"
_SHAPES = ("circle", "square", "diamond", "triangle")
_NOTHING = "not said"
_REST = "others"


@dataclass(frozen=True)
class Looks:
    """What the marks of nodes show.

    Attributes
    ----------
    color_by
        An attribute of entities; without one, each has its own colour.
    shape_by
        An attribute; without one, the shape shows of what variable a node is.
    size_by
        One of :data:`SIZES`.
    """

    color_by: str | None = None
    shape_by: str | None = None
    size_by: str = "statements"

    def __post_init__(self) -> None:
        if self.size_by not in SIZES:
            raise SpecError(
                f"nodes have no size by {self.size_by!r}", place="--size-by", way_out=f"use one of: {', '.join(SIZES)}"
            )


def drawing_view(
    store: Store,
    connection: sa.Connection,
    spec: NetworkSpec,
    *,
    seed: int = 1,
    least: float = 0,
    still: bool = False,
    looks: Looks | None = None,
    seen_by: str | None = None,
    as_of: int | None = None,
) -> Json:
    """A network and where to draw it; the same seed gives the same picture.

    With ``still`` nodes stand where they stand in the network of all dates, so that slices of time can be compared.

    Returns ``nodes`` (``id``, ``name``, ``mode``: ``row`` or ``column``, ``variable``, ``color``, ``frequency``,
    ``attributes``, ``x`` from 0 to 1.6, ``y`` from 0 to 1, and how ``looks`` let it be drawn: ``fill``, a colour or
    ``None``; ``shape``: circle, square, diamond or triangle; ``kind``, what the shape means; ``size`` from 0 to 1, its
    area), ``ties`` (``a``, ``b``: ids; ``row``, ``column``: names; ``weight``; ``sign``: 1 or -1), ``hidden`` (how many
    ties are weaker than ``least``), ``statements``, ``left_out``, ``legend`` (``colors`` and ``shapes``: what it means
    -> colour or shape; ``area``: what it shows), ``spec`` and ``change``. The commonest values of an attribute get a
    colour or shape of their own, the rest share one. Ties of conflict, or below 0, have the sign -1.

    Raises
    ------
    SpecError
        If the specification is of a series or an event list: a drawing shows one time.
    """
    if spec.type == "event-list" or spec.window is not None:
        raise SpecError("a drawing shows one network", place="--window", way_out="choose a date range instead")
    result = network(store, connection, spec, as_of, seen_by=seen_by)
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
        whole = drawing_view(
            store, connection, spec.with_(start=None, stop=None), seed=seed, seen_by=seen_by, as_of=as_of
        )
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
        "legend": _dressed(nodes, ties, looks or Looks()),
        "hidden": hidden,
        "statements": result.statements,
        "left_out": dict(result.left_out),
        "spec": found.described(),
        "change": result.relation.head,
    }


def _dressed(nodes: list[Json], ties: list[Json], looks: Looks) -> Json:
    """Say of each node how it is drawn; returns the legend."""
    colors: dict[str, str] = {}
    if looks.color_by:
        values = _values(nodes, looks.color_by)
        colors = _kinds(values, _PALETTE, _OTHERS)
        for node, value in zip(nodes, values, strict=True):
            node["fill"] = colors.get(value, _OTHERS)
    else:
        for node in nodes:
            node["fill"] = node["color"]
    if looks.shape_by:
        values = _values(nodes, looks.shape_by)
        shapes = _kinds(values, _SHAPES[:-1], _SHAPES[-1])
    else:
        values = [node["variable"] for node in nodes]
        rows_first = sorted(nodes, key=lambda node: node["mode"] != "row")
        shapes = dict(zip(dict.fromkeys(node["variable"] for node in rows_first), _SHAPES, strict=False))
    for node, value in zip(nodes, values, strict=True):
        node["kind"] = value if value in shapes else _REST
        node["shape"] = shapes.get(value, _SHAPES[-1])
    degree = Counter(end for tie in ties for end in {tie["a"], tie["b"]})

    def amount(node: Json) -> float:
        if looks.size_by == "equal":
            return 1.0
        return float(node["frequency"] if looks.size_by == "statements" else degree[node["id"]])

    most = max((amount(node) for node in nodes), default=0) or 1
    for node in nodes:
        node["size"] = amount(node) / most
    area = {"statements": "number of statements", "ties": "number of ties", "equal": ""}[looks.size_by]
    return {"colors": colors, "shapes": shapes, "area": area}


def _values(nodes: list[Json], attribute: str) -> list[str]:
    return [node["attributes"].get(attribute) or _NOTHING for node in nodes]


def _kinds(values: list[str], own: Sequence[str], shared: str) -> dict[str, str]:
    """Value -> its colour or shape: the commonest have one of their own."""
    ordered = [value for value, _ in sorted(Counter(values).items(), key=lambda entry: (-entry[1], entry[0]))]
    kinds = dict(zip(ordered, own, strict=False))
    return kinds | ({_REST: shared} if len(ordered) > len(own) else {})


def picture(view: Json, seed: int) -> str:
    """What :func:`drawing_view` gave, as an SVG file."""
    spec, legend = view["spec"], view["legend"]
    left_out = ", ".join(f"{count} {reason}" for reason, count in view["left_out"].items())
    shapes = list(legend["shapes"])
    nodes = sorted(view["nodes"], key=lambda n: shapes.index(n["kind"]))
    return network_svg(
        Drawing(
            title=f"{spec['rows']} by {spec['columns']}",
            nodes=tuple(
                Node(n["id"], n["name"], n["kind"], n["size"], n["fill"], attributes=n["attributes"])
                if legend["area"] != "number of statements"
                else Node(n["id"], n["name"], n["kind"], n["frequency"], n["fill"], attributes=n["attributes"])
                for n in nodes
            ),
            ties=tuple(_tie(t) for t in view["ties"]),
            mode="two-mode" if spec["type"] == "two-mode" else "one-mode",
            caption=f"{view['statements']} statements{f'; left out: {left_out}' if left_out else ''}.",
            seed=seed,
            positions={n["id"]: (n["x"], n["y"]) for n in nodes},
            area=legend["area"],
            colors=legend["colors"],
        )
    )


def _tie(tie: Json) -> Tie:
    return Tie(tie["a"], tie["b"], *((tie["weight"], 0.0) if tie["sign"] > 0 else (0.0, tie["weight"])))
