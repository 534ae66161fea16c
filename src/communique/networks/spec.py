"""What to compute: one immutable specification, the same words in Python, on the command line and in the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from communique.model.dates import date_bounds
from communique.model.errors import SpecError, UsageError

TYPES = ("two-mode", "one-mode", "event-list")
AGGREGATIONS = ("ignore", "combine", "subtract", "congruence", "conflict")
NORMALIZATIONS = ("none", "activity", "prominence", "average", "jaccard", "cosine")
DUPLICATES = ("include", "document", "reprint", "week", "month", "year", "acrossrange")
KERNELS = ("none", "uniform", "triangular", "epanechnikov", "gaussian")
LABELS = ("slice", "common")
COMPATS = ("none", "dna")
JOINTS = ("full", "split")
IMPRECISE = ("spread", "middle", "drop")
INSIDE = ("drop", "keep")
UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}

CHOICES = {
    "type": TYPES,
    "aggregation": AGGREGATIONS,
    "normalization": NORMALIZATIONS,
    "duplicates": DUPLICATES,
    "kernel": KERNELS,
    "labels": LABELS,
    "compat": COMPATS,
    "joint": JOINTS,
    "imprecise": IMPRECISE,
    "inside": INSIDE,
}
"""Settings that are one of some words."""
_WIDTH = re.compile(r"\s*(\d+)\s*([a-z]+)\s*")
_WORDS = {
    **{unit: unit for unit in UNITS},
    **{word: unit for unit, word in UNITS.items()},
    **{word[:-1]: unit for unit, word in UNITS.items()},
    "event": "events",
    "events": "events",
}

Selection = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Width:
    """A number of units: ``12 m`` is twelve calendar months, ``40 events`` forty statements."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def width(text: str, option: str) -> Width:
    """Read ``30d``, ``12 months`` or ``40 events``.

    Raises
    ------
    SpecError
        If it is no number of known units, or not positive.
    """
    found = _WIDTH.fullmatch(text.lower())
    unit = _WORDS.get(found[2]) if found else None
    if not found or unit is None or int(found[1]) < 1:
        raise SpecError(
            f"{text!r} is no width of time",
            place=option,
            way_out="write a positive number and a unit: s, min, h, d, w, m, y or events, such as 30d or 12m",
        )
    return Width(int(found[1]), unit)


def _selection(value: Any, option: str) -> Selection:
    if isinstance(value, str):
        value = [value]
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    else:
        for item in value:
            if isinstance(item, str):
                name, equals, wanted = item.partition("=")
                if not equals or not name.strip():
                    raise SpecError(f"{item!r} names no variable and value", place=option, way_out="write VAR=VALUE")
                pairs.append((name.strip(), wanted))
            else:
                pairs.append((item[0], item[1]))
    gathered: dict[str, list[str]] = {}
    for name, wanted in pairs:
        several = [wanted] if isinstance(wanted, str | int | float | bool) or wanted is None else list(wanted)
        texts = ["" if one is None else str(int(one)) if isinstance(one, bool) else str(one) for one in several]
        gathered.setdefault(name, []).extend(texts)
    return tuple((name, tuple(dict.fromkeys(texts))) for name, texts in gathered.items())


@dataclass(frozen=True)
class NetworkSpec:
    """Which network, of which statements, counted how.

    Every field is an option of ``communique network`` with underscores for hyphens. ``None`` leaves a choice to the
    relation it is computed on: ``rows`` is then *organization*, ``columns`` *concept* and ``qualifier`` *agreement*
    where the statement type has them, else its first two entity variables and no qualifier.

    Attributes
    ----------
    type
        ``two-mode`` (rows x columns), ``one-mode`` (rows x rows over shared columns) or ``event-list``.
    rows, columns
        An entity variable, ``VARIABLE.ATTRIBUTE`` or ``VARIABLE.parent`` of one, or a field of the document
        (``document.author``, or ``author`` for short).
    qualifier
        A boolean, integer, number, text or entity variable, a document field, or ``"none"``.
    aggregation
        What becomes of the qualifier's levels: ``ignore``, ``combine``, ``subtract``, ``congruence``, ``conflict``.
    normalization
        ``activity`` and ``prominence`` for two-mode, ``average``, ``jaccard`` and ``cosine`` for one-mode networks.
    duplicates
        In which unit a repeated (row, column, qualifier) counts once. ``reprint`` is ``document``, with every statement
        counted in the earliest document that its words stand in.
    start, stop
        ISO 8601 or EDTF; both days inclusive. What is left open reaches to the first and last dated document.
    exclude, include
        Variable, document field, entity attribute, ``coder``, ``layer`` or ``attribution`` -> values; ``""`` is
        "not coded". A mapping, or strings ``VAR=VALUE``.
    attribution
        Modes to count; empty for all.
    layer
        ``None`` counts the layer that stands for its document (adjudicated, else primary); ``"all"`` counts all.
    isolates
        Keep nodes of statements that were left out for a missing value.
    window, step, indent, labels, kernel
        A series: width (``12m``, ``40events``), step (one unit if ``None``), whether kernel windows must lie within
        the dates, labels per slice or common, and the kernel that weighs time.
    compat
        ``"dna"`` reproduces Discourse Network Analyzer 3.1.2, oddities included.
    joint
        Whether a statement with several values counts ``full`` for each pair of row and column it makes, or is
        ``split`` equally among them.
    imprecise
        What a date known to the month or worse means: ``spread`` evenly over its span, its ``middle``, or ``drop``.
    inside
        Whether ties inside a group of rows (``organization.kind``) are dropped or kept on the diagonal.
    """

    type: str = "two-mode"
    statement_type: str | None = None
    rows: str | None = None
    columns: str | None = None
    qualifier: str | None = None
    aggregation: str = "ignore"
    normalization: str = "none"
    duplicates: str = "include"
    start: str | None = None
    stop: str | None = None
    exclude: Any = ()
    include: Any = ()
    attribution: tuple[str, ...] = ()
    layer: str | None = None
    isolates: bool = False
    window: str | None = None
    step: str | None = None
    indent: bool = False
    labels: str = "slice"
    kernel: str = "none"
    compat: str = "none"
    joint: str = "full"
    imprecise: str = "spread"
    inside: str = "drop"

    def __post_init__(self) -> None:
        object.__setattr__(self, "exclude", _selection(self.exclude, "--exclude"))
        object.__setattr__(self, "include", _selection(self.include, "--include"))
        modes: Any = self.attribution
        modes = (modes,) if isinstance(modes, str) else tuple(modes)
        object.__setattr__(self, "attribution", modes)
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if value not in allowed:
                raise SpecError(
                    f"{value!r} is not known", place=f"--{name}", way_out=f"use one of {', '.join(allowed)}"
                )
        for name in ("start", "stop"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, str(getattr(self, name)))
                try:
                    date_bounds(getattr(self, name))
                except UsageError as error:
                    raise SpecError(error.what, place=f"--{name}", way_out=error.way_out) from error
        first, last = self.first_second, self.last_second
        if first is not None and last is not None and first > last:
            raise SpecError(f"the range from {self.start} to {self.stop} is empty", way_out="swap --start and --stop")
        self._check_series()
        if self.compat == "none":
            self._check_meaning()
        elif self.duplicates == "reprint":
            raise SpecError(
                "Discourse Network Analyzer knows no reprints",
                place="--duplicates",
                way_out="use document, or leave --compat out",
            )

    @property
    def first_second(self) -> int | None:
        """The first second of the range, since 1970; ``None`` where it is open."""
        return None if self.start is None else date_bounds(self.start).first

    @property
    def last_second(self) -> int | None:
        """The last second of the range, inclusive; ``None`` where it is open."""
        return None if self.stop is None else date_bounds(self.stop).last

    @property
    def window_width(self) -> Width | None:
        """The width of the windows, ``None`` for a single network."""
        return None if self.window is None else width(self.window, "--window")

    @property
    def step_width(self) -> Width | None:
        """The step from window to window: one unit unless another is asked for."""
        wide = self.window_width
        if wide is None:
            return None
        return Width(1, wide.unit) if self.step is None else width(self.step, "--step")

    def _check_series(self) -> None:
        wide = self.window_width
        if wide is None:
            if self.kernel != "none":
                raise SpecError(f"the {self.kernel} kernel needs a width", place="--kernel", way_out="give --window")
            if self.step is not None:
                raise SpecError("a step without windows has no meaning", place="--step", way_out="give --window")
            return
        if self.type == "event-list":
            raise SpecError(
                "an event list has no windows", place="--window", way_out="use --start and --stop to shorten it"
            )
        step = self.step_width
        assert step is not None
        if (step.unit == "events") != (wide.unit == "events"):
            raise SpecError(
                f"windows of {wide} cannot move by {step}", place="--step", way_out=f"use a step in {wide.unit}"
            )
        if wide.unit == "events" and self.kernel != "none" and self.compat == "none":
            raise SpecError(
                "a kernel weighs time, and windows of events have no width in time",
                place="--kernel",
                way_out="give --window in s, min, h, d, w, m or y, or leave the kernel out",
            )

    def _check_meaning(self) -> None:
        if self.type == "two-mode" and self.aggregation in ("congruence", "conflict"):
            raise SpecError(
                f"{self.aggregation} compares two rows, and a two-mode network sets rows against columns",
                place="--aggregation",
                way_out="use subtract or combine, or --type one-mode",
            )
        if self.type == "one-mode" and self.aggregation == "combine":
            raise SpecError(
                "combine codes the levels of one row and column; a pair of rows has no such code",
                place="--aggregation",
                way_out="use congruence, conflict or subtract, or --type two-mode",
            )
        if self.type == "two-mode" and self.normalization in ("average", "jaccard", "cosine"):
            raise SpecError(
                f"{self.normalization} compares two rows, and a two-mode network sets rows against columns",
                place="--normalization",
                way_out="use activity or prominence, or --type one-mode",
            )
        if self.type == "one-mode" and self.normalization in ("activity", "prominence"):
            raise SpecError(
                f"{self.normalization} divides a row or column of a two-mode network",
                place="--normalization",
                way_out="use average, jaccard or cosine, or --type two-mode",
            )
        if self.aggregation not in ("ignore",) and self.qualifier == "none" and self.type != "event-list":
            raise SpecError(
                f"{self.aggregation} needs a qualifier", place="--aggregation", way_out="name one with --qualifier"
            )
        if self.inside == "keep" and self.type != "one-mode":
            raise SpecError(
                "only the rows of a one-mode network can be tied inside a group",
                place="--inside",
                way_out="use --type one-mode",
            )

    def options(self) -> dict[str, Any]:
        """The specification as a JSON object; what stands at its default of ``None`` or empty is left out."""
        given: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value is None or value == ():
                continue
            if item.name in ("exclude", "include"):
                value = {name: list(values) for name, values in value}
            elif isinstance(value, tuple):
                value = list(value)
            given[item.name] = value
        return given

    def with_(self, **changes: Any) -> NetworkSpec:
        """The same specification with some fields changed."""
        return replace(self, **changes)


def spec_from_options(options: Mapping[str, Any]) -> NetworkSpec:
    """A specification from the words of the command line, hyphens or underscores.

    Raises
    ------
    SpecError
        If an option is unknown or has no meaning.
    """
    known = {item.name for item in fields(NetworkSpec)}
    named = {name.replace("-", "_"): value for name, value in options.items()}
    unknown = [name for name in named if name not in known]
    if unknown:
        from communique.networks.names import nearest

        raise SpecError(f"there is no option {unknown[0]!r}", way_out=nearest(unknown[0], known))
    return NetworkSpec(**named)


def compat_notes() -> Iterable[str]:
    """Where ``compat="dna"`` and the default differ, one sentence each."""
    return (
        "Weeks and months of the duplicates rule know their year; DNA merges week 5 of all years.",
        "Windows are half-open and as wide as asked; DNA's reach from centre - h to centre + h, both inclusive.",
        "Windows of events hold exactly as many statements as asked, in the order of counting.",
        "The triangular kernel is 1 - |x|; DNA's is |1 - x|.",
        "Kernel slices weigh seconds, keep the diagonal empty and are normalized as asked.",
        "Text qualifiers conflict where two actors use different values on one concept.",
        "Cosine divides by vector lengths and Jaccard is that of Ruzicka; both stay within -1 and 1.",
        "With aggregation ignore the qualifier is not consulted at all.",
        "A setting without meaning is refused; DNA replaces it in silence.",
    )


def spec_of(spec: NetworkSpec | None, options: Mapping[str, Any]) -> NetworkSpec:
    """A specification with some options set otherwise, or one made of options alone."""
    if spec is None:
        return spec_from_options(options)
    return spec.with_(**options) if options else spec
