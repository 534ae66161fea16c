"""The options that ``network``, ``evidence`` and ``explain`` share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from communique.networks import NetworkSpec, spec_from_options
from communique.networks.spec import (
    AGGREGATIONS,
    COMPATS,
    DUPLICATES,
    IMPRECISE,
    INSIDE,
    JOINTS,
    KERNELS,
    LABELS,
    NORMALIZATIONS,
    TYPES,
)


def _choice(words: tuple[str, ...], help: str) -> Any:
    return typer.Option(metavar="|".join(words), help=help)


_OPTIONS: dict[str, tuple[Any, Any]] = {
    "type": (Annotated[str, _choice(TYPES, "Rows by columns, rows by rows over shared columns, or a list.")], TYPES[0]),
    "statement_type": (
        Annotated[
            str | None, typer.Option(help="The statement type; else the one with the variables and most statements.")
        ],
        None,
    ),
    "rows": (
        Annotated[
            str | None, typer.Option(metavar="VAR", help="Variable, VAR.ATTRIBUTE, VAR.parent or document field.")
        ],
        None,
    ),
    "columns": (Annotated[str | None, typer.Option(metavar="VAR", help="The same for columns.")], None),
    "qualifier": (
        Annotated[
            str | None, typer.Option(metavar="VAR|none", help="What says agreement; else 'agreement' if there is one.")
        ],
        None,
    ),
    "aggregation": (Annotated[str, _choice(AGGREGATIONS, "What becomes of the qualifier.")], AGGREGATIONS[0]),
    "normalization": (Annotated[str, _choice(NORMALIZATIONS, "What cells are divided by.")], NORMALIZATIONS[0]),
    "duplicates": (
        Annotated[str, _choice(DUPLICATES, "In which unit a repeated statement counts once.")],
        DUPLICATES[0],
    ),
    "start": (Annotated[str | None, typer.Option(metavar="DATE", help="First date, inclusive.")], None),
    "stop": (Annotated[str | None, typer.Option(metavar="DATE", help="Last date, inclusive.")], None),
    "exclude": (
        Annotated[
            list[str] | None, typer.Option(metavar="VAR=VALUE", help="Leave these out; may be given several times.")
        ],
        None,
    ),
    "include": (
        Annotated[
            list[str] | None, typer.Option(metavar="VAR=VALUE", help="Count only these; may be given several times.")
        ],
        None,
    ),
    "attribution": (
        Annotated[list[str] | None, typer.Option(metavar="MODE", help="Count only these: own, quoted, embedded …")],
        None,
    ),
    "layer": (
        Annotated[
            str | None, typer.Option(metavar="NAME|all", help="The layer; else the one that stands for its document.")
        ],
        None,
    ),
    "isolates": (Annotated[bool, typer.Option("--isolates", help="Keep nodes without ties.")], False),
    "window": (
        Annotated[str | None, typer.Option(metavar="N(s|min|h|d|w|m|y|events)", help="A moving window of this width.")],
        None,
    ),
    "step": (
        Annotated[str | None, typer.Option(metavar="N(unit)", help="How far the window moves; else one unit.")],
        None,
    ),
    "indent": (Annotated[bool, typer.Option("--indent", help="Keep kernel windows within the dates.")], False),
    "labels": (Annotated[str, _choice(LABELS, "Nodes of each slice, or the same in all.")], LABELS[0]),
    "kernel": (Annotated[str, _choice(KERNELS, "How statements are weighed within a window.")], KERNELS[0]),
    "joint": (
        Annotated[str, _choice(JOINTS, "Whether a joint statement counts once for each signatory, or as 1/n.")],
        JOINTS[0],
    ),
    "imprecise": (Annotated[str, _choice(IMPRECISE, "What a date known to the month or worse means.")], IMPRECISE[0]),
    "inside": (Annotated[str, _choice(INSIDE, "Ties inside a group of rows.")], INSIDE[0]),
    "compat": (Annotated[str, _choice(COMPATS, "dna computes as Discourse Network Analyzer 3.1.2 does.")], COMPATS[0]),
}


LeastOption = Annotated[float | None, typer.Option("--least", metavar="WEIGHT", help="Draw ties of at least this.")]
ColorOption = Annotated[
    str | None, typer.Option("--color-by", metavar="ATTRIBUTE", help="Colour nodes by this; else each has its own.")
]
ShapeOption = Annotated[
    str | None, typer.Option("--shape-by", metavar="ATTRIBUTE", help="What shapes of nodes show; else the variable.")
]
SizeOption = Annotated[
    str | None, typer.Option("--size-by", metavar="statements|ties|equal", help="What the area of nodes shows.")
]


def takes_network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all network options; it gets them as one argument ``spec``.

    Of a saved view it gets, besides, how it is drawn, where it has options of these names and they were not given.
    """
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "spec"]
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _OPTIONS.items()
    ]

    @functools.wraps(command)
    def wrapper(**arguments: Any) -> Any:
        options = {name: arguments.pop(name) for name in _OPTIONS}
        view = arguments.pop("view")
        if view is not None:
            given = {name: value for name, value in options.items() if value != _OPTIONS[name][1]}
            saved = _saved(arguments["project"], view)
            options = saved["options"] | given
            for name, value in saved["drawn"].items():
                if name in arguments and arguments[name] is None:
                    arguments[name] = value
        return command(**arguments, spec=_spec(options))

    extra.append(
        inspect.Parameter(
            "view",
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None, typer.Option(metavar="NAME", help="A saved view; options given go before.")
            ],
        )
    )
    keywords = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    wrapper.__signature__ = inspect.Signature([*keywords, *extra])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in [*keywords, *extra]}
    return wrapper


def said(spec: NetworkSpec) -> dict[str, Any]:
    """The options of a specification that are not what counts anyway."""
    found: dict[str, Any] = {}
    for name, (_, default) in _OPTIONS.items():
        value = getattr(spec, name)
        if name in ("exclude", "include"):
            value = [f"{variable}={item}" for variable, items in value for item in items]
        if value not in (default, (), [], None):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _saved(project: Any, name: str) -> dict[str, Any]:
    """A saved view."""
    from communique.study.project import open_project
    from communique.study.saved_views import find_view

    location = project[0] if isinstance(project, list) else project
    with open_project(location, read_only=True) as opened_project, opened_project.store.reading() as connection:
        return find_view(connection, name)


def _spec(options: dict[str, Any]) -> NetworkSpec:
    for name in ("exclude", "include", "attribution"):
        options[name] = options.get(name) or ()
    return spec_from_options(options)
