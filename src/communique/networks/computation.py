"""From a relation and a specification to networks: the way through the room."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from communique.model.errors import SpecError
from communique.model.relation import Relation
from communique.networks import algebra, packed, select
from communique.networks.flat import Flat, flatten, renamed
from communique.networks.incidence import Block, Incidence
from communique.networks.kernels import kernel_weights
from communique.networks.names import Bound, bind
from communique.networks.network import Network
from communique.networks.spec import NetworkSpec
from communique.networks.windows import Window, floored, shifted, time_windows

if TYPE_CHECKING:
    import pyarrow as pa

    from communique.networks.result import NetworkResult

Ints = NDArray[np.int64]
_log = logging.getLogger("communique.networks")
_EVER = 2**61


def compute(relation: Relation, spec: NetworkSpec, *, backend: Any = None) -> NetworkResult:
    """Compute a network, a series of networks, or an event list.

    Parameters
    ----------
    relation, spec
        The statements, and what is asked.
    backend
        An Ibis connection (PySpark, PostgreSQL …) on which statements are counted; ``None`` counts in this process.

    Raises
    ------
    SpecError
        If the specification has no meaning for this relation; says why and what to use.
    """
    from communique.networks.result import NetworkResult

    return NetworkResult(Computation(relation, spec, backend))


class Computation:
    """One specification on one relation: everything is computed when first asked for, and once."""

    def __init__(self, relation: Relation, spec: NetworkSpec, backend: Any = None) -> None:
        self.relation = relation
        self.backend = backend
        self.bound: Bound = bind(relation, spec)
        self.spec = self.bound.spec
        self.warnings: list[str] = list(self.bound.warnings)
        if spec.layer == "all" and relation.double_coded:
            self.warnings.append(
                f"{relation.double_coded} documents have statements in more than one layer and count more than once"
            )
        self.dates = self._dates()
        self.timed = self.spec.window is not None
        self.flat: Flat = flatten(relation, self.bound)
        self.warnings += self.flat.unmet

    def warn(self, text: str) -> None:
        """Note something the user should know, once."""
        if text not in self.warnings:
            self.warnings.append(text)
            _log.warning(text)

    def _dates(self) -> tuple[int, int] | None:
        spec, span = self.spec, self.relation.span
        start, stop = spec.first_second, spec.last_second
        if self.bound.compat:
            if span is None and (start is None or stop is None):
                return None
            low, high = span or (0, 0)
            return (low if start is None else start, high if stop is None else stop)
        if start is None and stop is None and spec.window is None:
            return None
        low, high = (-_EVER, _EVER) if start is None or stop is None else (start, stop)
        if spec.window is not None and (start is None or stop is None):
            low, high = self._whole_units()
        return (low if start is None else start, high if stop is None else stop)

    def _whole_units(self) -> tuple[int, int]:
        """The range of all dated documents, rounded out to whole units of the window."""
        wide, span = self.spec.window_width, self.relation.span
        assert wide is not None
        if span is None:
            raise SpecError(
                "no document has a date, so there is nothing to slice", place="--window", way_out="leave --window out"
            )
        if wide.unit == "events":
            return span
        return floored(span[0], wide.unit), shifted(floored(span[1], wide.unit), 1, wide.unit) - 1

    @cached_property
    def stage(self) -> select.Stage:
        """The relational expressions over this computation's occurrences."""
        import ibis

        return select.Stage(ibis.memtable(self.flat.table), self.flat, self.bound, self.dates, self.timed)

    @cached_property
    def packed(self) -> tuple[pa.Table, dict[int, int]] | None:
        """Counts and reasons the faster way, where it serves."""
        if self.backend is not None or not packed.serves(self.flat, self.bound):
            return None
        return packed.counts(self.flat, self.bound, self.dates)

    def run(self, expression: Any) -> pa.Table:
        """Run a relational expression where statements are counted: on DuckDB in this process, or the backend."""
        engine = select.duckdb() if self.backend is None else self.backend
        # Engines differ in the width of what they count; the values are the same.
        return engine.to_pyarrow(expression)

    @cached_property
    def incidence(self) -> Incidence:
        """The counts."""
        levels_matter = self.bound.levels_matter or (self.bound.compat and self.bound.qualifier is not None)
        table = self.run(self.stage.counts()) if self.packed is None else self.packed[0]
        return Incidence(table, levels_matter=levels_matter)

    @cached_property
    def scope(self) -> tuple[Ints, Ints, Ints]:
        """Codes of the rows, columns and levels of all statements looked at; -1 left out of rows and columns."""
        table = self.run(self.stage.scope())
        i, j, k = (np.unique(table.column(name).to_numpy().astype(np.int64)) for name in "ijk")
        return i[i >= 0], j[j >= 0], k

    @cached_property
    def levels(self) -> algebra.Levels:
        """The qualifier's levels: for booleans both, else those that were counted."""
        qualifier = self.bound.qualifier
        if qualifier is None or not self.bound.levels_matter:
            return algebra.scale_of("none", ())
        if qualifier.sort == "boolean":
            return algebra.scale_of("boolean", (False, True), np.arange(2))
        present = np.unique(self.incidence.k)
        levels = algebra.scale_of(qualifier.sort, tuple(self.flat.levels[code] for code in present.tolist()), present)
        if len(present) == 1:
            self.warn(f"{qualifier.name!r} has one level only ({levels.values[0]}): nothing can conflict")
        return levels

    @cached_property
    def windows(self) -> Sequence[Window]:
        """The slices of time; one without windows."""
        if self.bound.compat:
            from communique.networks.compat import compat_windows

            return compat_windows(self)
        wide, step = self.spec.window_width, self.spec.step_width
        if wide is None or step is None:
            return [self._single()]
        assert self.dates is not None
        if wide.unit == "events":
            return self._event_windows(wide.count, step.count)
        inside = self.spec.kernel == "none" or self.spec.indent
        return time_windows(self.dates[0], self.dates[1] + 1, wide, step, inside=inside)

    def _single(self) -> Window:
        span = self.relation.span or (0, 0)
        start = self.spec.first_second if self.spec.first_second is not None else span[0]
        stop = self.spec.last_second if self.spec.last_second is not None else span[1]
        return Window(start, stop, start + (stop - start) // 2, start, stop)

    @cached_property
    def events(self) -> tuple[Ints, Ints, Ints]:
        """The counted statements in order of counting: number, first second, rank."""
        table = self.run(self.stage.kept().select(["s", "r", "first"]).distinct().order_by("r"))
        s, first, r = (table.column(name).to_numpy().astype(np.int64) for name in ("s", "first", "r"))
        return s, first, r

    def _event_windows(self, size: int, step: int) -> list[Window]:
        _, first, _ = self.events
        if size > len(first):
            raise SpecError(
                f"a window of {size} events is longer than the range, which has {len(first)} dated statements",
                place="--window",
                way_out="choose a shorter window or a longer range",
            )
        found = []
        for place in range(0, len(first) - size + 1, step):
            last = place + size - 1
            middle = int(first[place + (size - 1) // 2])
            found.append(Window(int(first[place]), int(first[last]), middle, place, last))
        return found

    @cached_property
    def occurrences(self) -> dict[str, Ints]:
        """The counted occurrences in order of counting, for windows of events; ``place`` is that of the statement."""
        names = ["r", "i", "j", "k", *(["share"] if "share" in self.flat.names else [])]
        table = self.run(self.stage.kept().select(names).order_by("r"))
        found = {name: table.column(name).to_numpy().astype(np.int64) for name in names}
        found["place"] = np.searchsorted(self.events[2], found["r"])
        return found

    def block(self, window: Window) -> tuple[Block, int]:
        """The counts of a slice, and the number of its statements."""
        wide = self.spec.window_width
        if wide is None:
            return self.incidence.whole, self.statements
        if wide.unit == "events":
            found = self.occurrences
            a, b = np.searchsorted(found["place"], [window.low, window.high + 1])
            i, j, k = (found[name][a:b] for name in "ijk")
            weights = 1.0 / found["share"][a:b] if "share" in found else np.ones(b - a)
            keep_levels = self.bound.levels_matter or self.bound.compat
            return Block(
                i, j, k if keep_levels else np.zeros(b - a, dtype=np.int64), weights
            ), window.high - window.low + 1
        if self.spec.kernel != "none":
            return self._smoothed(window)
        block, at = self.incidence.between(window.low, window.high)
        return block, self._statements_of(window.low, window.high, at)

    def _statements_of(self, low: int, high: int, at: Ints) -> int:
        if not self.flat.several:
            return int(self.incidence.n[at].sum())
        first, last = self._times
        return int(((first <= high) & (last >= low)).sum())

    @cached_property
    def _times(self) -> tuple[Ints, Ints]:
        table = self.run(self.stage.kept().select(["s", "first", "last"]).distinct())
        return table.column("first").to_numpy(), table.column("last").to_numpy()

    def _smoothed(self, window: Window) -> tuple[Block, int]:
        incidence = self.incidence
        assert incidence.first is not None and incidence.last is not None
        at = np.arange(len(incidence.first))
        if self.spec.kernel != "gaussian":
            _, at = incidence.between(window.low, window.high)
        weights = self.kernel_factors(window, incidence.first[at], incidence.last[at])
        at, weights = at[weights > 0], weights[weights > 0]
        return incidence.weighted(at, weights), self._statements_of(window.low, window.high, at)

    def kernel_factors(self, window: Window, first: Ints, last: Ints) -> NDArray[np.float64]:
        """The kernel's weight of statements in a window.

        An imprecise date stands for its middle: a kernel is smooth already.
        """
        if self.bound.compat:
            from communique.networks import compat_kernels

            return compat_kernels.kernel_factors(self, window, first)
        half = (window.stop - window.start) / 2
        times = first + (last - first) / 2
        return kernel_weights(self.spec.kernel, (times - window.start - half) / half)

    @cached_property
    def kept_occurrences(self) -> dict[str, Ints]:
        """All occurrences that count, in the order of counting."""
        names = ["s", "r", "i", "j", "k", "first", "last"]
        if "share" in self.flat.names:
            names.append("share")
        table = self.run(self.stage.kept().select(names).order_by(["r", "i", "j", "k"]))
        return {name: table.column(name).to_numpy().astype(np.int64) for name in names}

    def described(self) -> dict[str, Any]:
        """The options as they were carried out, the names that were left open filled in."""
        found = self.spec.options() | {"statement_type": self.relation.statement_type}
        for name, role in (("rows", self.bound.rows), ("columns", self.bound.columns)):
            if role is not None:
                found[name] = role.name
        found["qualifier"] = "none" if self.bound.qualifier is None else self.bound.qualifier.name
        return found

    @cached_property
    def statements(self) -> int:
        """Number of statements that count."""
        if self.spec.type != "event-list" and not self.flat.several:
            return int(self.incidence.n.sum())
        verdicts = self.run(self.stage.statements())
        return int((verdicts.column("v").to_numpy() == select.COUNTED).sum())

    def counts(self, block: Block, *, rows: Ints | None = None, columns: Ints | None = None) -> algebra.Counts:
        """A block as matrices; its nodes are those given, or those that occur."""
        rows = np.unique(block.i) if rows is None else rows
        columns = np.unique(block.j) if columns is None else columns
        places = self.levels.positions(block.k)
        totals, factors = algebra.count_matrix(
            block.i, block.j, places, block.totals, rows, columns, self.levels.count, shared=block.factors
        )
        return algebra.Counts(rows, columns, totals, factors, self.levels)

    def nodes(self, block: Block) -> tuple[Ints, Ints]:
        """Codes of the rows and columns of a slice, in order."""
        if self.spec.isolates:
            return self.scope[0], self.scope[1]
        if self.spec.labels == "common" and self.spec.window is not None:
            return np.unique(self.incidence.i), np.unique(self.incidence.j)
        return np.unique(block.i), np.unique(block.j)

    @cached_property
    def members(self) -> Computation:
        """The same without groups: the network of the members."""
        assert self.bound.rows is not None
        plain = {"inside": "drop", "normalization": "none", "isolates": False, "labels": "slice"}
        return Computation(self.relation, self.spec.with_(rows=self.bound.rows.column, **plain), self.backend)

    def inside(self, window: Window, rows: Ints) -> NDArray[np.float64]:
        """Per group, the sum of the ties among its members, each pair once."""
        assert self.bound.rows is not None
        found = self.members.network(window)
        group = renamed(self.relation, self.bound.rows)
        place = {self.flat.rows[code]: at for at, code in enumerate(rows.tolist())}
        of = np.array([place.get(group(label), -1) for label in found.rows], dtype=np.int64)
        ties = found.sparse.tocoo()
        within = (ties.row < ties.col) & (of[ties.row] == of[ties.col]) & (of[ties.row] >= 0)
        sums = np.bincount(of[ties.row[within]], weights=ties.data[within], minlength=len(rows))
        return np.asarray(sums, dtype=np.float64)

    def network(self, window: Window) -> Network:
        """The network of one slice."""
        if self.bound.compat:
            from communique.networks.compat import compat_network

            return compat_network(self, window)
        block, statements = self.block(window)
        rows, columns = self.nodes(block)
        counts = self.counts(block, rows=rows, columns=columns)
        legend: dict[float, tuple[Any, ...]] = {}
        if self.spec.type == "two-mode":
            cells, legend = algebra.two_mode(counts, self.spec.aggregation, self.spec.normalization)
        else:
            cells = algebra.one_mode(counts, self.spec.aggregation, self.spec.normalization)
            if self.spec.inside == "keep":
                inside = algebra.normalized_inside(counts, self.inside(window, rows), self.spec)
                cells = algebra.with_diagonal(cells, inside)
        return Network(self, window, counts, cells, statements, legend)


class Slices(Sequence[Network]):
    """The networks of a series, each computed when it is asked for and not held."""

    def __init__(self, computation: Computation) -> None:
        self._computation = computation

    def __len__(self) -> int:
        return len(self._computation.windows)

    @overload
    def __getitem__(self, index: int) -> Network: ...
    @overload
    def __getitem__(self, index: slice) -> list[Network]: ...
    def __getitem__(self, index: int | slice) -> Network | list[Network]:
        windows = self._computation.windows
        if isinstance(index, slice):
            return [self._computation.network(window) for window in windows[index]]
        return self._computation.network(windows[index])

    def __iter__(self) -> Iterator[Network]:
        return (self._computation.network(window) for window in self._computation.windows)
