"""What the columns of a statement file are called: by us, and by other programs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from communique.model.errors import UsageError

FIXED = (
    "uid",
    "document",
    "quote",
    "start",
    "end",
    "type",
    "groups",
    "attribution",
    "coder",
    "layer",
    "date",
    "memo",
    "unsure",
)
"""Columns that are no variables."""


class Heads:
    """Another program's names of our columns. Without any, every column keeps its own.

    Parameters
    ----------
    theirs
        Our name -> theirs.
    variables
        The columns besides the fixed ones that are known.
    plain
        Whether cells are taken as they are written, a bar separates no values, and columns that nobody knows are kept.

    Attributes
    ----------
    left_out
        The columns, met so far, that were not named and that nobody here knows.

    Raises
    ------
    UsageError
        If a name of ours is neither a fixed column nor a variable.
    """

    def __init__(
        self, theirs: Mapping[str, str] | None = None, variables: Collection[str] = (), *, plain: bool = False
    ) -> None:
        self.plain = plain
        self._ours = {name: ours for ours, name in (theirs or {}).items()}
        self._kept = {*FIXED, *variables, "values"} - {*(theirs or {})}
        self.left_out: set[str] = set()
        self._met: dict[str, None] = {}
        for ours in theirs or {}:
            if ours not in FIXED and ours not in variables:
                raise UsageError(
                    f"there is no column or variable {ours!r} to be filled",
                    place="--column",
                    way_out=f"write OURS=THEIRS; ours are: {', '.join([*FIXED, *sorted(variables)])}",
                )

    def knows(self, name: str) -> bool:
        """Whether a column of this name says that the table was split at the right character."""
        return name in self._ours or name in FIXED or (self.plain and name in self._kept)

    def ours(self, names: Sequence[str], place: str) -> list[str | None]:
        """Our names for the columns of a table; ``None`` for those that are left out.

        Raises
        ------
        UsageError
            If the table lacks a column that was named; says which there are.
        """
        self._check(names, place)
        return self._kept_of(names)

    def _check(self, names: Collection[str], place: str) -> None:
        for name in self._ours:
            if name not in names:
                raise UsageError(
                    f"there is no column {name!r}", place=place, way_out=f"it has: {', '.join(map(repr, names))}"
                )

    def _kept_of(self, names: Sequence[str]) -> list[str | None]:
        if not self._ours:
            return list(names)
        kept = [self._ours.get(name, name if self._keeps(name) else None) for name in names]
        self.left_out |= {name for name, ours in zip(names, kept, strict=True) if ours is None and name}
        return kept

    def _keeps(self, name: str) -> bool:
        return name in self._kept or (self.plain and name not in self._ours.values())

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of which every column has its name beside it, under our names; it need not have all columns."""
        self._met |= dict.fromkeys(row)
        kept = zip(self._kept_of([*row]), row.values(), strict=True)
        return {name: value for name, value in kept if name is not None}

    def check_met(self, place: str) -> None:
        """See whether all columns that were named were met in some row.

        Raises
        ------
        UsageError
            As for :meth:`ours`.
        """
        self._check(self._met, place)
