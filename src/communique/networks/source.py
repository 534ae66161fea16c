"""What an occurrence takes from its statement: numbers, order, dates and units of time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from communique.model.errors import SpecError
from communique.networks.names import Bound

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
UNDATED = -(2**62)
_DAY = 86_400


def column_of(table: pa.Table, name: str, missing: int) -> Ints | None:
    """A column as integers, ``missing`` where it is null; ``None`` if the relation does not have it."""
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


class Source:
    """The columns of the relation that every occurrence takes from its statement, made when needed."""

    def __init__(self, table: pa.Table, bound: Bound) -> None:
        self.table = table
        self.bound = bound

    def required(self, name: str) -> Ints:
        """A column without which nothing can be counted."""
        found = column_of(self.table, name, -1)
        if found is None:
            raise SpecError(
                f"the data set has no column {name!r}", way_out="see the documented columns of a data set of statements"
            )
        return found

    @cached_property
    def rank(self) -> Ints:
        """The order of counting: as given, else by first second, document, start, end, statement."""
        table = self.table
        rank = column_of(table, "statement.rank", -1)
        if rank is not None:
            return rank
        columns = [
            self.required("statement.id"),
            column_of(table, "statement.end", 0),
            column_of(table, "statement.start", 0),
            self.required("document.id"),
            column_of(table, "statement.first", 2**62),
        ]
        rank = np.empty(table.num_rows, dtype=np.int64)
        rank[np.lexsort([column for column in columns if column is not None])] = np.arange(table.num_rows)
        return rank

    @cached_property
    def bounds(self) -> tuple[Ints, Ints]:
        """Earliest and latest second, as coded."""
        first = column_of(self.table, "statement.first", UNDATED)
        if first is None:
            first = np.full(self.table.num_rows, UNDATED, dtype=np.int64)
        last = column_of(self.table, "statement.last", UNDATED)
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
        if rule == "reprint":
            return self.required("statement.first_document")
        documents = self.required("document.id")
        if rule == "document":
            return documents
        missing = -(2**40)
        unit = column_of(table, f"statement.{rule}", missing)
        if unit is None:
            unit = _units_of_dates(table, rule, missing)
        known = unit != missing
        if self.bound.compat:
            # The reference program compares the number of the week or month and forgets the year.
            unit = unit % 100 if rule == "week" else unit % 12 if rule == "month" else unit
        return np.where(known, unit, -1 - documents)


def _units_of_dates(table: pa.Table, rule: str, missing: int) -> Ints:
    first = column_of(table, "statement.first", UNDATED)
    last = column_of(table, "statement.last", UNDATED)
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
