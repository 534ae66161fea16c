"""From a specification over an incidence to a network, with its evidence.

>>> from communique.networks import NetworkSpec, compute
>>> spec = NetworkSpec(type="one-mode", aggregation="congruence", duplicates="document")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.networks.spec import NetworkSpec, compat_notes, spec_from_options

if TYPE_CHECKING:
    from communique.networks.computation import compute as compute
    from communique.networks.dataset import read_dataset as read_dataset
    from communique.networks.dataset import write_dataset as write_dataset
    from communique.networks.evidence import Evidence as Evidence
    from communique.networks.explain import Explanation as Explanation
    from communique.networks.network import Edge as Edge
    from communique.networks.network import Network as Network
    from communique.networks.network import Node as Node
    from communique.networks.result import NetworkResult as NetworkResult

__all__ = [
    "Edge",
    "Evidence",
    "Explanation",
    "Network",
    "NetworkResult",
    "NetworkSpec",
    "Node",
    "compat_notes",
    "compute",
    "read_dataset",
    "spec_from_options",
    "write_dataset",
]

_PLACES = {
    "compute": "computation",
    "read_dataset": "dataset",
    "write_dataset": "dataset",
    "Evidence": "evidence",
    "Explanation": "explain",
    "Edge": "network",
    "Network": "network",
    "Node": "network",
    "NetworkResult": "result",
}


def __getattr__(name: str) -> Any:
    # NumPy loads only for those who compute: the command line must answer --help at once.
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
