"""Communique: from piles of political statements to discourse networks, every number open to its quotes.

>>> import communique
>>> with communique.open_project("study.communique") as project:  # doctest: +SKIP
...     project.network(type="one-mode", aggregation="congruence").network
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.model.errors import CommuniqueError as CommuniqueError
    from communique.model.reading import Reader as Reader
    from communique.model.reading import Reading as Reading
    from communique.model.reading import Source as Source
    from communique.networks.network import Network as Network
    from communique.networks.result import NetworkResult as NetworkResult
    from communique.networks.spec import NetworkSpec as NetworkSpec
    from communique.study.datasets import Dataset as Dataset
    from communique.study.datasets import open_dataset as open_dataset
    from communique.study.demo import make_demo as make_demo
    from communique.study.project import Project as Project
    from communique.study.project import new as new
    from communique.study.project import open_project as open_project
    from communique.study.sources import read_view as read

_PLACES = {
    "CommuniqueError": ("communique.model.errors", "CommuniqueError"),
    "Dataset": ("communique.study.datasets", "Dataset"),
    "Network": ("communique.networks.network", "Network"),
    "NetworkResult": ("communique.networks.result", "NetworkResult"),
    "NetworkSpec": ("communique.networks.spec", "NetworkSpec"),
    "Project": ("communique.study.project", "Project"),
    "Reader": ("communique.model.reading", "Reader"),
    "Reading": ("communique.model.reading", "Reading"),
    "Source": ("communique.model.reading", "Source"),
    "make_demo": ("communique.study.demo", "make_demo"),
    "new": ("communique.study.project", "new"),
    "open_dataset": ("communique.study.datasets", "open_dataset"),
    "open_project": ("communique.study.project", "open_project"),
    "read": ("communique.study.sources", "read_view"),
}

__all__ = [
    "CommuniqueError",
    "Dataset",
    "Network",
    "NetworkResult",
    "NetworkSpec",
    "Project",
    "Reader",
    "Reading",
    "Source",
    "make_demo",
    "new",
    "open_dataset",
    "open_project",
    "read",
]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: the command line must answer --help at once.
    if name not in _PLACES:
        raise AttributeError(f"module 'communique' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    found = getattr(import_module(module), attribute)
    globals()[name] = found
    return found
