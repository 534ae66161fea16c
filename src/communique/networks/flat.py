"""The statements of a relation as plain integers: what every engine can group alike.

A row is one *occurrence*: a statement and one combination of the values it has of the variables in use. A statement
with single values is one occurrence.
"""

from __future__ import annotations

import itertools
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

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
UNDATED = -(2**62)
_DAY = 86_400
_TRUE = {"1", "true", "yes"}
_FALSE = {"0", "false", "no"}


@dataclass(frozen=True)
class Values:
    """A column: for every statement the codes of its values in ``words``; -1 where nothing was coded.

    ``offsets`` and ``groups`` are ``None`` as long as every statement has at most one value.
    """

    codes: NDArray[Any]
    words: list[Any]
    offsets: Ints | None = None
    groups: Ints | None = None


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
    ) -> None:
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


def values_of(table: pa.Table, column: str) -> Values:
    """The values of a column, coded."""
    import pyarrow as pa

    data = table.column(column)
    if pa.types.is_list(data.type) or pa.types.is_large_list(data.type):
        array = data.combine_chunks() if data.num_chunks != 1 else data.chunk(0)
        offsets = np.asarray(array.offsets, dtype=np.int64)
        inner = array.flatten()
        offsets = offsets - offsets[0]
        codes, words = _coded(inner.field("value"))
        groups = np.asarray(inner.field("group").fill_null(0), dtype=np.int64)
        if array.null_count or (len(offsets) > 1 and int(np.diff(offsets).max()) > 1):
            return Values(codes, words, offsets, groups)
        lengths = np.diff(offsets)
        single = np.full(len(lengths), -1, dtype=np.int64)
        single[lengths == 1] = codes
        return Values(single, words)
    return Values(*_coded(data))


def _coded(data: Any) -> tuple[NDArray[Any], list[Any]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(data, pa.ChunkedArray):
        if pa.types.is_dictionary(data.type):
            data = data.unify_dictionaries()
        data = data.combine_chunks() if data.num_chunks != 1 else data.chunk(0)
    if isinstance(data, pa.ChunkedArray):
        data = data.chunk(0) if data.num_chunks else pa.array([], data.type)
    if pa.types.is_boolean(data.type):
        codes = pc.fill_null(pc.cast(data, pa.int8()), -1).to_numpy(zero_copy_only=False)
        return codes, [False, True]
    if not pa.types.is_dictionary(data.type):
        data = pc.dictionary_encode(data)
    indices = data.indices if pa.types.is_signed_integer(data.indices.type) else pc.cast(data.indices, pa.int64())
    codes = (pc.fill_null(indices, -1) if indices.null_count else indices).to_numpy(zero_copy_only=False)
    words = data.dictionary.to_pylist()
    if "" in words or None in words:
        empty = np.array([word is None or word == "" for word in words] + [True])
        codes = np.where(empty[codes], -1, codes)
    return codes, words


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
    raw, take = _explode(values, several, table.num_rows)
    axes = [
        Axis([], np.full(len(take) if take is not None else table.num_rows, -1, dtype=np.int64))
        if role is None
        else _axis(relation, role, values[role.column].words, raw[role.column], level=position == 2)
        for position, role in enumerate((bound.rows, bound.columns, qualifier))
    ]
    source = _Source(table, bound)
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
    for position, (role, wanted, keep) in enumerate(bound.filters):
        name = f"f{position}"
        makers[name] = lambda codes=raw[role.column]: codes  # type: ignore[misc]
        codes = _wanted(relation, role, wanted, values[role.column].words)
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


def _same_number(value: float, texts: set[str]) -> bool:
    for text in texts:
        try:
            if float(text) == value:
                return True
        except ValueError:
            continue
    return False


def _column(table: pa.Table, name: str, missing: int) -> Ints | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if name not in table.column_names:
        return None
    data = table.column(name)
    if pa.types.is_null(data.type):
        return np.full(table.num_rows, missing, dtype=np.int64)
    data = pc.cast(data, pa.int64())
    data = pc.fill_null(data, missing) if data.null_count else data
    return np.ascontiguousarray(data.to_numpy(), dtype=np.int64)


class _Source:
    """The columns of the relation that every occurrence takes from its statement, made when needed."""

    def __init__(self, table: pa.Table, bound: Bound) -> None:
        self.table = table
        self.bound = bound

    def required(self, name: str) -> Ints:
        """A column without which nothing can be counted."""
        found = _column(self.table, name, -1)
        if found is None:
            raise SpecError(
                f"the data set has no column {name!r}", way_out="see the documented columns of a data set of statements"
            )
        return found

    @cached_property
    def rank(self) -> Ints:
        """The order of counting: as given, else by first second, document, start, end, statement."""
        table = self.table
        rank = _column(table, "statement.rank", -1)
        if rank is not None:
            return rank
        columns = [
            self.required("statement.id"),
            _column(table, "statement.end", 0),
            _column(table, "statement.start", 0),
            self.required("document.id"),
            _column(table, "statement.first", 2**62),
        ]
        rank = np.empty(table.num_rows, dtype=np.int64)
        rank[np.lexsort([column for column in columns if column is not None])] = np.arange(table.num_rows)
        return rank

    @cached_property
    def bounds(self) -> tuple[Ints, Ints]:
        """Earliest and latest second, as coded."""
        first = _column(self.table, "statement.first", UNDATED)
        if first is None:
            first = np.full(self.table.num_rows, UNDATED, dtype=np.int64)
        last = _column(self.table, "statement.last", UNDATED)
        if last is None or last is first or np.array_equal(first, last):
            return first, first
        return first, np.where(last == UNDATED, first, last)

    @cached_property
    def imprecise(self) -> NDArray[np.bool_]:
        """Whether the date is known to less than a day."""
        first, last = self.bounds
        return np.zeros(len(first), dtype=bool) if first is last else (last - first) >= _DAY

    @cached_property
    def dates(self) -> tuple[Ints, Ints]:
        """First and last second as they count: an exact date is an instant, an imprecise one as asked."""
        first, last = self.bounds
        how = self.bound.spec.imprecise
        if self.bound.compat or how == "drop" or not self.imprecise.any():
            return first, first
        if how == "spread":
            return first, np.where(self.imprecise, last, first)
        middle = np.where(self.imprecise, first + (last - first) // 2, first)
        return middle, middle

    @cached_property
    def units(self) -> Ints:
        """The unit of the duplicates rule: never negative where it is known, else one per document."""
        rule, table = self.bound.spec.duplicates, self.table
        if rule in ("include", "acrossrange"):
            return np.zeros(table.num_rows, dtype=np.int64)
        documents = self.required("document.id")
        if rule == "document":
            return documents
        missing = -(2**40)
        unit = _column(table, f"statement.{rule}", missing)
        if unit is None:
            unit = _units_of_dates(table, rule, missing)
        known = unit != missing
        if self.bound.compat:
            # The reference program compares the number of the week or month and forgets the year.
            unit = unit % 100 if rule == "week" else unit % 12 if rule == "month" else unit
        return np.where(known, unit, -1 - documents)


def _units_of_dates(table: pa.Table, rule: str, missing: int) -> Ints:
    first = _column(table, "statement.first", UNDATED)
    last = _column(table, "statement.last", UNDATED)
    if first is None:
        return np.full(table.num_rows, missing, dtype=np.int64)
    last = first if last is None else np.where(last == UNDATED, first, last)

    def unit(seconds: Ints) -> Ints:
        days = np.where(seconds == UNDATED, 0, seconds // _DAY)
        dates = days.astype("datetime64[D]")
        years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        if rule == "year":
            return years
        if rule == "month":
            return dates.astype("datetime64[M]").astype(np.int64) + 1970 * 12
        thursday = days - (days + 3) % 7 + 3
        year = thursday.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        new_year = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        return np.asarray(year * 100 + (thursday - new_year) // 7 + 1, dtype=np.int64)

    low, high = unit(first), unit(last)
    return np.where((first == UNDATED) | (low != high), missing, low)


def _chosen(table: pa.Table, bound: Bound) -> dict[str, Ints]:
    spec, chosen = bound.spec, {}
    if spec.layer is None:
        counts = _column(table, "statement.counts", 0)
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


def _explode(values: dict[str, Values], several: set[str], length: int) -> tuple[dict[str, NDArray[Any]], Ints | None]:
    if not several:
        return {column: one.codes for column, one in values.items()}, None
    lists = sorted(several)
    counts = np.stack([np.diff(_offsets(values[column])) for column in lists])
    many = np.flatnonzero((counts > 1).sum(axis=0) > 1)
    single = np.ones(length, dtype=bool)
    single[many] = False
    repeats = np.maximum(counts.max(axis=0), 1)
    simple = np.flatnonzero(single)
    take = [np.repeat(simple, repeats[simple])]
    pieces: dict[str, list[NDArray[Any]]] = {column: [] for column in lists}
    within = np.arange(len(take[0])) - np.repeat(np.cumsum(repeats[simple]) - repeats[simple], repeats[simple])
    for column in lists:
        one = values[column]
        assert one.offsets is not None
        count = np.diff(one.offsets)[take[0]]
        # At most one list of a simple statement is longer than one: the others repeat their only value, if any.
        place = one.offsets[:-1][take[0]] + np.where(count > 1, within, 0)
        padded = np.append(one.codes, -1)
        pieces[column].append(np.where(count > 0, padded[np.minimum(place, len(one.codes))], -1))
    if len(many):
        rows: list[int] = []
        found: list[tuple[int, ...]] = []
        for row in many.tolist():
            combined = _combinations([_listed(values[column], row) for column in lists])
            rows += [row] * len(combined)
            found += combined
        take.append(np.array(rows, dtype=np.int64))
        table = np.array(found, dtype=np.int64).reshape(-1, len(lists))
        for position, column in enumerate(lists):
            pieces[column].append(table[:, position])
    taken = np.concatenate(take)
    raw = {column: one.codes[taken] for column, one in values.items() if column not in several}
    raw |= {column: np.concatenate(pieces[column]) for column in lists}
    return raw, taken


def _offsets(values: Values) -> Ints:
    assert values.offsets is not None
    return values.offsets


def _listed(values: Values, row: int) -> list[tuple[int, int]]:
    assert values.offsets is not None and values.groups is not None
    span = slice(int(values.offsets[row]), int(values.offsets[row + 1]))
    return list(zip(values.groups[span].tolist(), values.codes[span].tolist(), strict=True))


def _combinations(lists: list[list[tuple[int, int]]]) -> list[tuple[int, ...]]:
    """All combinations of one value per list: values of one group go together, lists without a common group multiply.

    A value of group 0 goes with every value. A group that has no value in a list leaves that place empty (-1).
    """
    groups = [{group for group, _ in one if group} for one in lists]
    clusters: list[list[int]] = []
    for position in range(len(lists)):
        linked = [one for one in clusters if any(groups[other] & groups[position] for other in one)]
        clusters = [one for one in clusters if one not in linked]
        clusters.append(sorted([position, *itertools.chain.from_iterable(linked)]))
    parts: list[list[dict[int, int]]] = []
    for cluster in clusters:
        present = sorted(set().union(*(groups[position] for position in cluster))) or [0]
        options: list[dict[int, int]] = []
        for group in present:
            choices = [[code for of, code in lists[position] if of in (0, group)] or [-1] for position in cluster]
            options += [dict(zip(cluster, choice, strict=True)) for choice in itertools.product(*choices)]
        parts.append(options)
    combined = []
    for choice in itertools.product(*parts):
        merged: dict[int, int] = {}
        for part in choice:
            merged |= part
        combined.append(tuple(merged[position] for position in range(len(lists))))
    return list(dict.fromkeys(combined))
