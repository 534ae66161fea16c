"""Nodes with what the project knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from communique.networks.names import Role

if TYPE_CHECKING:
    from communique.model.relation import Relation
    from communique.networks.network import Network, Node

_OWN = ("id", "uid", "name", "parent", "color")


def entity_facts(relation: Relation, role: Role) -> dict[str, dict[str, Any]]:
    """Name -> the row of its entity, for a role whose labels are names of entities."""
    if role.entity_type is None or role.attribute not in (None, "parent"):
        return {}
    table = relation.entities.get(role.entity_type)
    return {} if table is None else {row["name"]: row for row in table.to_pylist()}


def attribute_names(network: Network) -> list[str]:
    """The attributes that nodes of the network may have, sorted, whether or not a node has them."""
    bound, relation = network._computation.bound, network._computation.relation
    names: set[str] = set()
    for role in (bound.rows, None if network.one_mode else bound.columns):
        if role is None or role.entity_type is None or role.attribute not in (None, "parent"):
            continue
        table = relation.entities.get(role.entity_type)
        if table is not None:
            names |= set(table.column_names) - set(_OWN)
            if "parent" in table.column_names and table.column("parent").null_count < table.num_rows:
                names.add("parent")
    return sorted(names)


def nodes(network: Network) -> list[Node]:
    """All nodes of a network: rows, then columns unless they are the same nodes."""
    from communique.networks.network import Node

    computation, counts = network._computation, network._counts
    bound = computation.bound
    assert bound.rows is not None and bound.columns is not None
    row_keys, column_keys = network.node_keys
    by_column = np.asarray(counts.over_levels(counts.totals).sum(axis=0)).ravel()
    sides = [("row", bound.rows, network.rows, row_keys, counts.activity)]
    if not network.one_mode:
        sides.append(("column", bound.columns, network.columns, column_keys, by_column))
    found: dict[str, Node] = {}
    for mode, role, labels, keys, frequencies in sides:
        facts = entity_facts(computation.relation, role)
        for label, key, frequency in zip(labels, keys, frequencies.tolist(), strict=True):
            fact = facts.get(label, {})
            attributes = {name: str(value) for name, value in fact.items() if name not in _OWN and value is not None}
            if fact.get("parent"):
                attributes["parent"] = fact["parent"]
            earlier = found.get(key)
            if earlier is not None:
                frequency += earlier.frequency
            found[key] = Node(
                key,
                label,
                earlier.variable if earlier else role.name,
                role.entity_type,
                fact.get("id"),
                earlier.mode if earlier else mode,
                frequency,
                fact.get("color"),
                attributes,
            )
    return list(found.values())
