"""Stage 1: from occurrences to counts, as one relational expression that any Ibis engine can run.

Integers only, so that every engine agrees to the last digit.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from communique.networks.flat import Flat
from communique.networks.names import Bound
from communique.networks.source import UNDATED

if TYPE_CHECKING:
    pass

COUNTED = 0
OTHER_LAYER, NO_DATE, IMPRECISE, OUTSIDE, EXCLUDED_EARLY, OTHER_MODE, EXCLUDED = 1, 2, 3, 4, 5, 6, 7
NO_ROW, NO_COLUMN, NO_LEVEL, DUPLICATE = 8, 9, 10, 11

REASONS = {
    OTHER_LAYER: "other layers",
    NO_DATE: "undated",
    IMPRECISE: "imprecise date",
    OUTSIDE: "outside the dates",
    EXCLUDED_EARLY: "excluded",
    OTHER_MODE: "other attribution",
    EXCLUDED: "excluded",
    NO_ROW: "without row value",
    NO_COLUMN: "without column value",
    NO_LEVEL: "without qualifier",
    DUPLICATE: "duplicate",
}


class Stage:
    """The expressions of stage 1 over one table of occurrences.

    Parameters
    ----------
    occurrences
        An Ibis table with the columns of :class:`~communique.networks.flat.Flat`.
    flat, bound
        What the codes mean, and what is asked.
    dates
        First and last second, both inclusive, or ``None`` where dates do not matter.
    timed
        Whether the counts are needed by time.
    """

    def __init__(self, occurrences: Any, flat: Flat, bound: Bound, dates: tuple[int, int] | None, timed: bool) -> None:
        self.occurrences = occurrences
        self.flat = flat
        self.bound = bound
        self.dates = dates
        self.timed = timed
        self.spread = dates is not None and not bound.compat and bound.spec.imprecise == "spread"

    def judged(self) -> Any:
        """Every occurrence with ``v``, the first reason to leave it out, or 0; the duplicates rule excepted."""
        import ibis

        t, spec = self.occurrences, self.bound.spec
        columns = self.flat.names
        cases: list[tuple[Any, int]] = []
        if "lay" in columns:
            cases.append((t.lay == 0, OTHER_LAYER))
        if self.dates is not None:
            start, stop = self.dates
            cases.append((t["first"] == UNDATED, NO_DATE))
            if "imp" in columns:
                cases.append((t.imp == 1, IMPRECISE))
            cases.append(((t["first"] > stop) | (t["last"] < start), OUTSIDE))
        for early, verdict in ((True, EXCLUDED_EARLY), (False, EXCLUDED)):
            if not early and "att" in columns:
                cases.append((t.att == 0, OTHER_MODE))
            for one in self.flat.filters:
                if one.early is not early:
                    continue
                inside = t[one.column].isin(one.codes) if one.codes else ibis.literal(False)
                cases.append((~inside if one.keep else inside, verdict))
        if spec.type != "event-list":
            cases.append((t.i < 0, NO_ROW))
            cases.append((t.j < 0, NO_COLUMN))
            if self._needs_level():
                cases.append((t.k < 0, NO_LEVEL))
        verdict = ibis.cases(*cases, else_=COUNTED) if cases else ibis.literal(COUNTED)
        return t.mutate(v=verdict.cast("int64"))

    def _needs_level(self) -> bool:
        return self.bound.levels_matter

    def _key(self) -> list[str]:
        return ["i", "j", *(["k"] if self.bound.levels_matter else []), "u"]

    def ruled(self, only: Any | None = None) -> Any:
        """Every occurrence with its final verdict ``v`` and, for duplicates, ``keeper``: the statement that counts.

        A statement counts once for one row, column and level, however many of its values lead there.
        """
        import ibis

        judged = self.judged()
        if only is not None:
            judged = judged.filter(only(judged))
        fine = judged.filter(judged.v == COUNTED)
        if self.flat.several:
            fine = self._once(fine)
        rest = judged.filter(judged.v != COUNTED)
        if self.bound.spec.duplicates != "include":
            order = ibis.window(group_by=self._key(), order_by=[fine.r])
            fine = fine.mutate(place=ibis.row_number().over(order), keeper=fine.s.first().over(order))
            fine = fine.mutate(v=ibis.ifelse(fine.place > 0, DUPLICATE, COUNTED).cast("int64")).drop("place")
        else:
            fine = fine.mutate(keeper=fine.s)
        rest = rest.mutate(keeper=rest.s)
        names = [name for name in rest.columns if name in fine.columns]
        return fine.select(names).union(rest.select(names))

    def _once(self, fine: Any) -> Any:
        names = [name for name in fine.columns if name not in ("s", "i", "j", "k")]
        return fine.group_by(["s", "i", "j", "k"]).agg(**{name: fine[name].min() for name in names})

    def kept(self) -> Any:
        """The occurrences that count."""
        import ibis

        judged = self.judged()
        fine = judged.filter(judged.v == COUNTED)
        if self.flat.several:
            fine = self._once(fine)
        if self.bound.spec.duplicates == "include":
            return fine
        order = ibis.window(group_by=self._key(), order_by=[fine.r])
        return fine.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)

    def counts(self) -> Any:
        """The incidence: ``n`` occurrences per ``i``, ``j``, ``k`` and what the weight or time of each depends on."""
        names = self.weight_columns()
        distinct_only = (
            self.bound.spec.duplicates != "include"
            and (self.bound.levels_matter or not self.flat.levels)
            and not names
            and not self.flat.several
        )
        if distinct_only:
            judged = self.judged()
            fine = judged.filter(judged.v == COUNTED)
            once = fine.select(["i", "j", "k", "u"]).distinct()
            return once.group_by(["i", "j", "k"]).agg(n=once.count())
        kept = self.kept()
        if "part" in names:
            import ibis

            assert self.dates is not None
            start, stop = self.dates
            low = ibis.greatest(kept["first"], start)
            high = ibis.least(kept["last"], stop)
            kept = kept.mutate(part=high - low + 1, whole=kept["last"] - kept["first"] + 1)
            within = kept.part == kept.whole
            kept = kept.mutate(part=ibis.ifelse(within, 1, kept.part), whole=ibis.ifelse(within, 1, kept.whole))
        return kept.group_by(["i", "j", "k", *names]).agg(n=kept.count())

    def weight_columns(self) -> list[str]:
        """The columns that a count's weight or time depends on, besides its cell and level."""
        columns = self.flat.names
        names = ["share"] if "share" in columns else []
        if self.timed:
            return [*names, "first", "last"]
        return [*names, "part", "whole"] if self.spread else names

    def scope(self) -> Any:
        """Rows, columns and levels of all statements that were looked at, whether they count or not."""
        judged = self.judged()
        floor = EXCLUDED if self.bound.compat else NO_ROW
        wide = judged.filter((judged.v == COUNTED) | (judged.v >= floor))
        return wide.select(["i", "j", "k"]).distinct()

    def statements(self) -> Any:
        """Every statement with its verdict: 0 if any of its occurrences counts, else the last reason met."""
        ruled = self.ruled()
        if not self.flat.several:
            return ruled.select(["s", "r", "v"])
        each = ruled.group_by(["s", "r"]).agg(low=ruled.v.min(), high=ruled.v.max())
        import ibis

        return each.select("s", "r", v=ibis.ifelse(each.low == COUNTED, COUNTED, each.high))


_here = threading.local()


def duckdb() -> Any:
    """The DuckDB in this process; one per thread, because a connection serves one query at a time."""
    if not hasattr(_here, "connection"):
        import ibis

        _here.connection = ibis.duckdb.connect()
    return _here.connection
