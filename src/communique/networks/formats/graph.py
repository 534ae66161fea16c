"""Graphs of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.networks.formats.graphml import sign
from communique.networks.network import EDGE_IDS

if TYPE_CHECKING:
    import networkx

    from communique.networks.network import Network


def to_networkx(network: Network, *, statements: bool = True) -> networkx.Graph[Any]:
    """A graph with all attributes; ``bipartite`` is 0 for rows and 1 for columns of a two-mode network."""
    import networkx

    graph: networkx.Graph[Any] = networkx.DiGraph() if network.directed else networkx.Graph()
    graph.graph.update(start=network.start, stop=network.stop, statements=network.statements)
    for node in network.nodes():
        known = {
            "name": node.name,
            "variable": node.variable,
            "entity_type": node.entity_type,
            "entity_id": node.entity,
            "mode": node.mode,
            "frequency": node.frequency,
            "color": node.color,
            **{f"attribute_{key}" if key in ("name", "mode") else key: text for key, text in node.attributes.items()},
        }
        if not network.one_mode and not network.directed:
            known["bipartite"] = int(node.mode == "column")
        graph.add_node(node.key, **{key: value for key, value in known.items() if value is not None})
    for edge in network.edges(limit=EDGE_IDS if statements else 0):
        data: dict[str, Any] = {"weight": edge.weight, "sign": sign(network, edge.weight)}
        if statements:
            data |= {"statements": list(edge.statements), "count": edge.count}
        graph.add_edge(edge.source, edge.target, **data)
    return graph
