"""The values that statements have of a variable, as codes; and the combinations of several."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Values:
    """A column: for every statement the codes of its values in ``words``; -1 where nothing was coded.

    ``offsets`` and ``groups`` are ``None`` as long as every statement has at most one value.
    """

    codes: NDArray[Any]
    words: list[Any]
    offsets: Ints | None = None
    groups: Ints | None = None


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


def exploded(values: dict[str, Values], several: set[str], length: int) -> tuple[dict[str, NDArray[Any]], Ints | None]:
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
