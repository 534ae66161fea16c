"""GEXF 1.3 for Gephi: one graph, or a dynamic graph whose ties have their weight per slice of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.networks.formats.graphml import attribute, sign

if TYPE_CHECKING:
    from communique.networks.network import Edge, Network, Node

_NODE = {"variable": "string", "entity_type": "string", "entity_id": "string", "mode": "string", "frequency": "double"}
_EDGE = {"sign": "integer", "statements": "string", "count": "integer"}


def gexf_text(networks: Sequence[Network]) -> str:
    """The networks as GEXF: static for one, with spells and weights over time for several.

    In a series a tie stands once per slice, from the slice's start to its end.
    """
    return "\n".join(_lines(networks)) + "\n"


def _lines(networks: Sequence[Network]) -> Iterator[str]:
    dynamic = len(networks) > 1
    nodes: dict[str, Node] = {}
    spells: dict[str, list[tuple[str | None, str | None]]] = {}
    ties: list[tuple[Network, Edge]] = []
    directed = False
    for network in networks:
        directed = network.directed
        for node in network.nodes():
            nodes.setdefault(node.key, node)
            spells.setdefault(node.key, []).append((network.start, network.stop))
        ties += [(network, edge) for edge in network.edges()]
    names = sorted({name for node in nodes.values() for name in node.attributes})
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">'
    time = ' mode="dynamic" timeformat="date"' if dynamic else ' mode="static"'
    yield f'  <graph defaultedgetype="{"directed" if directed else "undirected"}"{time}>'
    yield '    <attributes class="node">'
    for name, kind in _NODE.items():
        yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>'
    for place, name in enumerate(names):
        yield f'      <attribute id="a{place}" title={attribute(name)} type="string"/>'
    yield "    </attributes>"
    yield '    <attributes class="edge">'
    for name, kind in _EDGE.items():
        yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>'
    yield "    </attributes>"
    numbers = {key: f"n{place}" for place, key in enumerate(nodes)}
    yield "    <nodes>"
    for key, node in nodes.items():
        yield from _node(node, numbers[key], names, spells[key] if dynamic else [])
    yield "    </nodes>"
    yield "    <edges>"
    for number, (network, edge) in enumerate(ties):
        span = f' start="{_moment(network.start)}" end="{_moment(network.stop)}"' if dynamic else ""
        ends = f'source="{numbers[edge.source]}" target="{numbers[edge.target]}"'
        yield f'      <edge id="e{number}" {ends} weight="{edge.weight!r}"{span}>'
        yield "        <attvalues>"
        yield f'          <attvalue for="sign" value="{sign(network, edge.weight)}"/>'
        yield f'          <attvalue for="statements" value="{" ".join(map(str, edge.statements))}"/>'
        yield f'          <attvalue for="count" value="{edge.count}"/>'
        yield "        </attvalues>"
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _moment(time: str | None) -> str:
    # Midnight as a plain date: "date" is the only form of time that networkx, too, can read.
    return (time or "").removesuffix("T00:00:00")


def _node(node: Node, number: str, names: list[str], spells: list[tuple[str | None, str | None]]) -> Iterator[str]:
    yield f'      <node id="{number}" label={attribute(node.name)}>'
    yield "        <attvalues>"
    values = {
        "variable": node.variable,
        "entity_type": node.entity_type,
        "entity_id": node.entity,
        "mode": node.mode,
        "frequency": f"{node.frequency:g}",
    }
    for name, value in values.items():
        if value is not None:
            yield f'          <attvalue for="{name}" value={attribute(value)}/>'
    for place, name in enumerate(names):
        if name in node.attributes:
            yield f'          <attvalue for="a{place}" value={attribute(node.attributes[name])}/>'
    yield "        </attvalues>"
    if spells:
        yield "        <spells>"
        yield from (f'          <spell start="{_moment(start)}" end="{_moment(stop)}"/>' for start, stop in spells)
        yield "        </spells>"
    if node.color and re.fullmatch("#[0-9a-fA-F]{6}", node.color):
        r, g, b = (int(node.color[at : at + 2], 16) for at in (1, 3, 5))
        yield f'        <viz:color r="{r}" g="{g}" b="{b}"/>'
    yield "      </node>"
