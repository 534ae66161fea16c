"""Which statements make a tie between two rows: what evidence and explanations share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from communique.networks.network import Network

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairing:
    """How a pair of statements on one column counts.

    Attributes
    ----------
    weights
        Levels x levels: what a pair of statements with these levels adds to the cell.
    alone
        What a statement adds on a column and level that the other row does not use; 0 but for the reference
        program's conflict of texts.
    """

    weights: Floats
    alone: float = 0.0


def pairing(network: Network) -> Pairing:
    """How the pairs of a one-mode network count, before normalization."""
    spec, levels = network.spec, network._counts.levels
    count, aggregation = levels.count, spec.aggregation
    compat = spec.compat == "dna"
    every = np.ones((count, count))
    if aggregation == "ignore":
        return Pairing(every)
    numeric = levels.sort in ("boolean", "integer", "number")
    if compat and not numeric:
        if spec.kernel != "none":
            return Pairing(0 * every if aggregation == "conflict" else every)
        same = np.eye(count)
        return {
            "congruence": Pairing(same),
            "conflict": Pairing(0 * same, 1.0),
            "subtract": Pairing(same, -1.0),
        }[aggregation]
    if compat and count == 1:
        return Pairing(np.full((1, 1), np.nan))
    if numeric:
        place = levels.place / (count - 1) if compat and spec.kernel != "none" else levels.place
        distance = np.abs(place[:, None] - place[None, :])
    else:
        distance = 1.0 - np.eye(count)
    weights = {"congruence": 1 - distance, "conflict": distance, "subtract": 1 - 2 * distance}[aggregation]
    return Pairing(weights)
