"""GraphML with all attributes: plain keys for Gephi, networkx and igraph, drawn shapes beside them for visone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from communique.networks.nodes import attribute_names

if TYPE_CHECKING:
    from communique.networks.network import Edge, Network, Node

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE_KEYS = {
    "label": "string",
    "name": "string",
    "entity_id": "string",
    "entity_type": "string",
    "variable": "string",
    "mode": "string",
    "frequency": "double",
    "color": "string",
    "r": "int",
    "g": "int",
    "b": "int",
}
_EDGE_KEYS = {"weight": "double", "sign": "int", "statements": "string", "count": "int"}
GREEN, RED, BLUE, GREY = "#00ff00", "#ff0000", "#0000ff", "#808080"


def clean(text: object) -> str:
    """Text that XML may hold, escaped."""
    return str(escape(_FORBIDDEN.sub("\ufffd", str(text))))


def attribute(text: object) -> str:
    """Text as a quoted XML attribute."""
    return str(quoteattr(_FORBIDDEN.sub("\ufffd", str(text))))


def sign(network: Network, weight: float) -> int:
    """1 for agreement, -1 for opposition, 0 where ties have no sign."""
    aggregation = network.spec.aggregation
    if aggregation == "subtract":
        return (weight > 0) - (weight < 0)
    return {"congruence": 1, "conflict": -1}.get(aggregation, 0)


def edge_color(network: Network, weight: float) -> str:
    """Green for agreement, red for opposition, blue for both (``combine``), grey for ties without sign."""
    if network.spec.aggregation == "combine":
        return {1.0: GREEN, 2.0: RED, 3.0: BLUE}.get(weight, GREY)
    return {1: GREEN, -1: RED, 0: GREY}[sign(network, weight)]


def graphml_text(network: Network) -> str:
    """The network as GraphML. With ``compat="dna"`` in the form that Discourse Network Analyzer writes for visone."""
    if network.spec.compat == "dna":
        from communique.networks.formats.visone import visone_text

        return visone_text(network)
    return "\n".join(_lines(network)) + "\n"


def _lines(network: Network) -> Iterator[str]:
    nodes = network.nodes()
    names = attribute_names(network)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:visone="http://visone.info/xmlns"'
        ' xmlns:y="http://www.yworks.com/xml/graphml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    )
    for name, kind in _NODE_KEYS.items():
        yield f'  <key id="n_{name}" for="node" attr.name="{name}" attr.type="{kind}"/>'
    for place, name in enumerate(names):
        shown = f"attribute_{name}" if name in _NODE_KEYS else name
        yield f'  <key id="a{place}" for="node" attr.name={attribute(shown)} attr.type="string"/>'
    for name, kind in _EDGE_KEYS.items():
        yield f'  <key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <key id="shape" for="node" yfiles.type="nodegraphics"/>'
    yield '  <key id="line" for="edge" yfiles.type="edgegraphics"/>'
    yield f'  <graph id="G" edgedefault="{"directed" if network.directed else "undirected"}">'
    numbers = {node.key: f"n{place}" for place, node in enumerate(nodes)}
    for place, node in enumerate(nodes):
        yield from _node(node, numbers[node.key], place, len(nodes), names)
    for number, edge in enumerate(network.edges()):
        yield from _edge(network, edge, number, numbers)
    yield "  </graph>"
    yield "</graphml>"


def _node(node: Node, number: str, place: int, total: int, names: list[str]) -> Iterator[str]:
    color = node.color or "#808080"
    values = {
        "label": node.name,
        "name": node.name,
        "entity_id": node.entity,
        "entity_type": node.entity_type,
        "variable": node.variable,
        "mode": node.mode,
        "frequency": f"{node.frequency:g}",
        "color": node.color,
    }
    if re.fullmatch("#[0-9a-fA-F]{6}", color):
        values |= {part: str(int(color[at : at + 2], 16)) for part, at in (("r", 1), ("g", 3), ("b", 5))}
    else:
        color = "#808080"
    yield f'    <node id="{number}">'
    for name, value in values.items():
        if value is not None:
            yield f'      <data key="n_{name}">{clean(value)}</data>'
    for at, name in enumerate(names):
        if name in node.attributes:
            yield f'      <data key="a{at}">{clean(node.attributes[name])}</data>'
    # A circle in the order of the labels: readable at once in visone, and the same every time.
    angle, radius = 2 * math.pi * place / max(total, 1), 60.0 * max(total, 4) / (2 * math.pi)
    x, y = radius * math.cos(angle), radius * math.sin(angle)
    shape = "ellipse" if node.mode == "row" else "roundrectangle"
    yield (
        '      <data key="shape"><visone:shapeNode><y:ShapeNode>'
        f'<y:Geometry height="20.0" width="20.0" x="{x:.1f}" y="{y:.1f}"/>'
        f'<y:Fill color="{color}" transparent="false"/><y:NodeLabel>{clean(node.name)}</y:NodeLabel>'
        f'<y:Shape type="{shape}"/></y:ShapeNode></visone:shapeNode></data>'
    )
    yield "    </node>"


def _edge(network: Network, edge: Edge, number: int, numbers: dict[str, str]) -> Iterator[str]:
    color = edge_color(network, edge.weight)
    dash = "dashed" if color == RED else "line"
    yield f'    <edge id="e{number}" source="{numbers[edge.source]}" target="{numbers[edge.target]}">'
    yield f'      <data key="e_weight">{edge.weight!r}</data>'
    yield f'      <data key="e_sign">{sign(network, edge.weight)}</data>'
    yield f'      <data key="e_statements">{" ".join(map(str, edge.statements))}</data>'
    yield f'      <data key="e_count">{edge.count}</data>'
    yield (
        '      <data key="line"><visone:polyLineEdge><y:PolyLineEdge>'
        f'<y:LineStyle color="{color}" type="{dash}" width="2.0"/></y:PolyLineEdge></visone:polyLineEdge></data>'
    )
    yield "    </edge>"
