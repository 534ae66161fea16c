"""The statements of a relation as plain integers: what every engine can group alike.

A row is one *occurrence*: a statement and one combination of the values it has of the variables in use. A statement
with single values is one occurrence.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.errors import SpecError
from communique.model.relation import Relation
from communique.model.words import Layer, Mode
from communique.networks.names import Bound, Role
from communique.networks.source import Source, column_of
from communique.networks.values import Values, exploded, values_of

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
_FEW = 5_000
_TRUE = {"1", "true", "yes"}
_FALSE = {"0", "false", "no"}


@dataclass(frozen=True)
class Axis:
    """Labels in their order, and the label of every occurrence (-1 for none)."""

    labels: list[Any]
    codes: NDArray[Any]


@dataclass(frozen=True)
class Filter:
    """A condition on one integer column: keep, or leave out, what is in ``codes``."""

    column: str
    codes: tuple[int, ...]
    keep: bool
    early: bool


class Flat:
    """Occurrences as integers, and what the integers mean.

    The columns: ``s`` statement, ``r`` rank, ``d`` document, ``i``, ``j``, ``k`` codes of row, column and level, ``u``
    unit of the duplicates rule, ``first`` and ``last`` second (``UNDATED`` for none), ``imp`` whether the date is less
    precise than a day, ``lay`` and ``att`` whether layer and attribution are asked for, ``share`` among how many
    occurrences the statement is split, ``f0`` … the filters' columns. Each is made when it is first needed.

    Attributes
    ----------
    length
        Number of occurrences.
    rows, columns, levels
        Labels by code.
    several
        Whether a statement can be more than one occurrence.
    unmet
        A sentence for each value that a filter names and no statement has.
    """

    def __init__(
        self,
        length: int,
        rows: list[str],
        columns: list[str],
        levels: list[Any],
        filters: tuple[Filter, ...],
        *,
        several: bool,
        makers: Mapping[str, Callable[[], NDArray[Any]]],
        unmet: tuple[str, ...] = (),
    ) -> None:
        self.unmet = unmet
        self.length = length
        self.rows, self.columns, self.levels = rows, columns, levels
        self.filters = filters
        self.several = several
        self._makers = makers
        self._made: dict[str, NDArray[Any]] = {}

    @property
    def names(self) -> frozenset[str]:
        """Names of the columns there are."""
        return frozenset(self._makers)

    def column(self, name: str) -> NDArray[Any]:
        """A column, of length ``length``."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    @cached_property
    def table(self) -> pa.Table:
        """All columns as an Arrow table."""
        import pyarrow as pa

        return pa.table({name: pa.array(self.column(name)) for name in self._makers})


def utf16(label: str) -> bytes:
    """The key that puts labels in the order of their UTF-16 code units, as the field's reference program does."""
    return label.encode("utf-16-be", "surrogatepass")


def flatten(relation: Relation, bound: Bound) -> Flat:
    """Code the columns in use as integers, and make one occurrence per combination of a statement's values.

    Raises
    ------
    SpecError
        For an unknown layer or attribution; under ``compat="dna"`` also for statements with several values.
    """
    table, spec = relation.table, bound.spec
    qualifier = bound.qualifier if bound.levels_matter or bound.compat else None
    roles = [role for role in (bound.rows, bound.columns, qualifier) if role is not None]
    used = list(dict.fromkeys([*(role.column for role in roles), *(role.column for role, _, _ in bound.filters)]))
    values = {column: values_of(table, column) for column in used}
    several = {column for column in used if values[column].offsets is not None}
    if several and bound.compat:
        _refuse_several(table, several, values)
    raw, take = exploded(values, several, table.num_rows)
    axes = [
        Axis([], np.full(len(take) if take is not None else table.num_rows, -1, dtype=np.int64))
        if role is None
        else _axis(relation, role, values[role.column].words, raw[role.column], level=position == 2)
        for position, role in enumerate((bound.rows, bound.columns, qualifier))
    ]
    source = Source(table, bound)
    makers: dict[str, Callable[[], NDArray[Any]]] = {}

    def lazy(name: str, make: Callable[[], NDArray[Any]]) -> None:
        makers[name] = make if take is None else lambda: make()[take]

    lazy("s", lambda: source.required("statement.id"))
    lazy("d", lambda: source.required("document.id"))
    lazy("r", lambda: source.rank)
    lazy("u", lambda: source.units)
    lazy("first", lambda: source.dates[0])
    lazy("last", lambda: source.dates[1])
    if spec.imprecise == "drop" and not bound.compat:
        lazy("imp", lambda: source.imprecise.astype(np.int8))
    for name, data in _chosen(table, bound).items():
        lazy(name, lambda data=data: data)  # type: ignore[misc]
    for name, axis in zip("ijk", axes, strict=True):
        makers[name] = lambda codes=axis.codes: codes  # type: ignore[misc]
    filters: list[Filter] = []
    unmet: list[str] = []
    for position, (role, wanted, keep) in enumerate(bound.filters):
        name = f"f{position}"
        makers[name] = lambda codes=raw[role.column]: codes  # type: ignore[misc]
        codes = _wanted(relation, role, wanted, values[role.column].words)
        unmet += _unmet(relation, role, wanted, values[role.column].words)
        filters.append(Filter(name, codes, keep, role.of_document or role.column.startswith("statement.")))
    if take is not None and spec.joint == "split":
        statements = source.required("statement.id")[take]
        makers["share"] = lambda: _shares(statements, *(axis.codes for axis in axes))
    return Flat(
        table.num_rows if take is None else len(take),
        axes[0].labels,
        axes[1].labels,
        axes[2].labels,
        tuple(filters),
        several=take is not None,
        makers=makers,
        unmet=tuple(unmet),
    )


def _refuse_several(table: pa.Table, several: set[str], values: dict[str, Values]) -> None:
    column = sorted(several)[0]
    offsets = values[column].offsets
    assert offsets is not None
    count = int((np.diff(offsets) > 1).sum())
    raise SpecError(
        f"{count} statements have several values of {column!r}, and Discourse Network Analyzer knows one value each",
        place="--compat dna",
        way_out="leave --compat out",
    )


def _axis(relation: Relation, role: Role, words: list[Any], raw: NDArray[Any], *, level: bool) -> Axis:
    if role.sort == "boolean" and role.attribute is None:
        return Axis([False, True], raw)
    rename = renamed(relation, role)
    named = [None if word is None or word == "" else rename(word) for word in words]
    if level and role.sort in ("integer", "number"):
        labels = sorted({word for word in named if word is not None})
    else:
        named = [None if word is None or word == "" else str(word) for word in named]
        labels = sorted({word for word in named if word is not None}, key=utf16)
    place = {label: code for code, label in enumerate(labels)}
    lookup = np.array([*(place.get(word, -1) if word is not None else -1 for word in named), -1], dtype=np.int32)
    return Axis(labels, lookup[raw])


def renamed(relation: Relation, role: Role) -> Callable[[Any], Any]:
    """From a value of the variable to what stands for it: itself, an attribute, or its parent."""
    if role.attribute is None:
        return lambda word: word
    assert role.entity_type is not None
    entities = relation.entities[role.entity_type]
    names = entities.column("name").to_pylist()
    others = dict(zip(names, entities.column(role.attribute).to_pylist(), strict=True))
    if role.attribute == "parent":
        # Who has no parent stands for itself: grouping by parent must not lose the head of a group.
        return lambda word: others.get(word) or word
    return lambda word: others.get(word)


def _wanted(relation: Relation, role: Role, wanted: Sequence[str], words: list[Any]) -> tuple[int, ...]:
    rename = renamed(relation, role)
    codes: list[int] = [-1] if "" in wanted else []
    if role.sort == "boolean":
        folded = {word.casefold() for word in wanted}
        unknown = folded - _TRUE - _FALSE - {""}
        if unknown:
            raise SpecError(
                f"{role.name!r} is yes or no, not {sorted(unknown)[0]!r}",
                place="--exclude/--include",
                way_out="use 1 or 0",
            )
        return (*codes, *([0] if folded & _FALSE else []), *([1] if folded & _TRUE else []))
    texts = set(wanted)
    for code, word in enumerate(words):
        if word is None or word == "":
            continue
        value = rename(word)
        if value is None:
            if "" in texts:
                codes.append(code)
        elif str(value) in texts or (role.sort == "number" and _same_number(value, texts)):
            codes.append(code)
    return tuple(codes)


def _unmet(relation: Relation, role: Role, wanted: Sequence[str], words: list[Any]) -> list[str]:
    """What filters name in vain: a slip of the pen would leave everything in, or everything out, unnoticed."""
    if role.sort in ("boolean", "number"):
        return []
    rename = renamed(relation, role)
    known = {str(rename(word)) for word in words if word not in (None, "")}
    missing = [value for value in dict.fromkeys(wanted) if value and value not in known]
    # Likeness to each of many thousand words takes longer than the network.
    likely = known if len(known) <= _FEW else set[str]()
    hints = {value: difflib.get_close_matches(value, likely, 1) for value in missing}
    return [
        f"no statement has {role.name} {value!r}" + (f"; did you mean {hints[value][0]!r}?" if hints[value] else "")
        for value in missing
    ]


def _same_number(value: float, texts: set[str]) -> bool:
    for text in texts:
        try:
            if float(text) == value:
                return True
        except ValueError:
            continue
    return False


def _chosen(table: pa.Table, bound: Bound) -> dict[str, Ints]:
    spec, chosen = bound.spec, {}
    if spec.layer is None:
        counts = column_of(table, "statement.counts", 0)
        if counts is not None and not counts.all():
            chosen["lay"] = counts
    elif spec.layer != "all":
        known = [layer.value for layer in Layer]
        if spec.layer not in known:
            raise SpecError(
                f"there is no layer {spec.layer!r}", place="--layer", way_out=f"use all, {', '.join(known)}"
            )
        chosen["lay"] = _matches(table, "statement.layer", {spec.layer}, default=spec.layer == Layer.PRIMARY)
    if spec.attribution:
        known = [mode.value for mode in Mode]
        for mode in spec.attribution:
            if mode not in known:
                raise SpecError(
                    f"there is no attribution {mode!r}", place="--attribution", way_out=f"use one of {', '.join(known)}"
                )
        chosen["att"] = _matches(table, "statement.attribution", set(spec.attribution), default=False)
    return chosen


def _matches(table: pa.Table, column: str, wanted: set[str], *, default: bool) -> Ints:
    if column not in table.column_names:
        return np.full(table.num_rows, int(default), dtype=np.int64)
    values = values_of(table, column)
    hit = np.array([*(word in wanted for word in values.words), False])
    return np.asarray(hit[values.codes], dtype=np.int64)


def _shares(statements: Ints, i: Ints, j: Ints, k: Ints) -> Ints:
    """Among how many pairs of row and column (and level) each statement is split."""
    whole = (i >= 0) & (j >= 0)
    cells = np.unique(np.stack([statements[whole], i[whole], j[whole], k[whole]]), axis=1)[0]
    present, counts = np.unique(cells, return_counts=True)
    shares = np.ones(len(statements), dtype=np.int64)
    if len(present):
        place = np.minimum(np.searchsorted(present, statements), len(present) - 1)
        shares = np.where(present[place] == statements, counts[place], 1)
    return shares
