"""The options of networks as query parameters, under the names that the command line and the library use."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import Any

from fastapi import Query, Request

from communique.networks import NetworkSpec, spec_from_options
from communique.networks.spec import CHOICES
from communique.study.drawings import Looks

Json = dict[str, Any]

_SEVERAL = ("exclude", "include", "attribution")
_OTHERS = {"a", "b", "seed", "least", "still", "kind", "color_by", "shape_by", "size_by"}


def network_options(**given: Any) -> Json:
    """The options that a request names.

    Raises
    ------
    SpecError
        If there is no such option.
    """
    request: Request = given.pop("request")
    unknown = {name: "" for name in request.query_params if name.replace("-", "_") not in given and name not in _OTHERS}
    if unknown:
        spec_from_options(unknown)
    return {name: value for name, value in given.items() if value not in (None, [], "")}


def looks_options(color_by: str = "", shape_by: str = "", size_by: str = "statements") -> Looks:
    """How the marks of nodes are drawn."""
    return Looks(color_by or None, shape_by or None, size_by or "statements")


def _parameter(name: str, default: Any) -> inspect.Parameter:
    annotation: Any = str | None
    if name in _SEVERAL:
        annotation = list[str] | None
    elif isinstance(default, bool):
        annotation = bool
    choices = CHOICES.get(name)
    described = Query(
        default if isinstance(default, bool) else None,
        description=f"one of {', '.join(choices)}" if choices else "as for `communique network`",
    )
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=described, annotation=annotation)


network_options.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [
        inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
        *(_parameter(item.name, item.default) for item in fields(NetworkSpec)),
    ]
)
