"""GraphML in the form that Discourse Network Analyzer writes for visone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from communique.networks.formats.graphml import attribute, clean, edge_color
from communique.networks.nodes import attribute_names

if TYPE_CHECKING:
    from communique.networks.network import Network, Node

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:visone="http://visone.info/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="http://www.yworks.com/xml/graphml" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns/graphml \
http://www.yworks.com/xml/schema/graphml/1.0/ygraphml.xsd ">
  <!-- data schema -->
  <key for="node" id="d0" yfiles.type="nodegraphics" />
  <key for="edge" id="e0" yfiles.type="edgegraphics" />
  <key for="graph" id="prop" visone.type="properties" />"""
_LABEL = (
    '<y:NodeLabel alignment="center" autoSizePolicy="content" backgroundColor="#FFFFFF" fontFamily="Dialog"'
    ' fontSize="12" fontStyle="plain" hasLineColor="false" height="19.0" modelName="eight_pos" modelPosition="n"'
    ' textColor="#000000" visible="true">'
)


def visone_text(network: Network) -> str:
    """The network as visone's GraphML: undirected, entity numbers as node ids, frequencies of the whole selection."""
    return "\r\n".join(line for part in _lines(network) for line in part.split("\n")) + "\r\n\r\n"


def java_double(value: float) -> str:
    """A number as Java prints it: ``1.0E-4`` below a thousandth and from ten millions on."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(float(value))
    digits, exponent = f"{Decimal(repr(float(value))):e}".split("e")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _frequencies(network: Network) -> dict[tuple[str, int], int]:
    computation = network._computation
    found: dict[tuple[str, int], int] = {}
    sides = [("row", computation.incidence.i), ("column", computation.incidence.j)]
    for mode, codes in sides:
        totals = np.bincount(codes, weights=computation.incidence.n) if len(codes) else np.zeros(0)
        found |= {(mode, code): int(total) for code, total in enumerate(totals.tolist())}
    return found


def _lines(network: Network) -> Iterator[str]:
    nodes = network.nodes()
    names = attribute_names(network)
    yield _HEAD
    for name in ("id", "name", *names, "variable"):
        yield f'  <key id={attribute(name)} for="node" attr.name={attribute(name)} attr.type="string" />'
    yield '  <key id="frequency" for="node" attr.name="frequency" attr.type="int" />'
    yield '  <key id="weight" for="edge" attr.name="weight" attr.type="double" />'
    rows, columns = network.shape
    pairs = rows * (rows - 1) // 2 if network.one_mode else rows * columns
    yield (
        f'  <graph edgedefault="undirected" id="DNA" parse.edges="{pairs}" parse.nodes="{len(nodes)}"'
        ' parse.order="free">'
    )
    yield '    <data key="prop">\n      <visone:labelAttribute edgeLabel="weight" nodeLabel="name" />\n    </data>'
    yield "    <!-- nodes -->"
    codes = {key: ("row", int(code)) for key, code in zip(network.node_keys[0], network._counts.rows, strict=True)}
    if not network.one_mode:
        columns_of = zip(network.node_keys[1], network._counts.columns, strict=True)
        codes |= {key: ("column", int(code)) for key, code in columns_of}
    frequencies = _frequencies(network)
    numbers = {}
    for place, node in enumerate(nodes):
        numbers[node.key] = f"n{node.entity if node.entity is not None else place}"
        yield from _node(node, numbers[node.key], place, len(nodes), names, frequencies.get(codes[node.key], 0))
    yield "    <!-- edges -->"
    for edge in network.edges(limit=0):
        color = edge_color(network, edge.weight)
        yield f'    <edge source="{numbers[edge.source]}" target="{numbers[edge.target]}">'
        yield f'      <data key="weight">{java_double(edge.weight)}</data>'
        yield '      <data key="e0">\n        <visone:polyLineEdge>\n          <y:PolyLineEdge>'
        yield f'            <y:LineStyle color="{color}" type="line" width="2.0" />'
        yield "          </y:PolyLineEdge>\n        </visone:polyLineEdge>\n      </data>\n    </edge>"
    yield "  </graph>\n</graphml>"


def _node(node: Node, number: str, place: int, total: int, names: list[str], frequency: int) -> Iterator[str]:
    def data(key: str, value: object) -> str:
        text = clean(value)
        return f"      <data key={attribute(key)}>{text}</data>" if text else f"      <data key={attribute(key)} />"

    yield f'    <node id="{number}">'
    yield data("id", number[1:])
    yield data("name", node.name)
    for name in names:
        yield data(name, node.attributes.get(name, ""))
    yield data("variable", node.variable)
    yield data("frequency", frequency)
    angle, radius = 2 * math.pi * place / max(total, 1), 60.0 * max(total, 4) / (2 * math.pi)
    shape = "ellipse" if node.mode == "row" else "roundrectangle"
    yield '      <data key="d0">\n        <visone:shapeNode>\n          <y:ShapeNode>'
    yield (
        f'            <y:Geometry height="20.0" width="20.0" x="{radius * math.cos(angle):.1f}"'
        f' y="{radius * math.sin(angle):.1f}" />'
    )
    yield f'            <y:Fill color="{(node.color or "#000000").upper()}" transparent="false" />'
    yield '            <y:BorderStyle color="#000000" type="line" width="1.0" />'
    yield f"            {_LABEL}{clean(node.name)}</y:NodeLabel>"
    yield f'            <y:Shape type="{shape}" />'
    yield "          </y:ShapeNode>\n        </visone:shapeNode>\n      </data>\n    </node>"
