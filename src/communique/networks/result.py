"""What a computation gives: one network, a series of them, or an event list, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from communique.model.dates import iso_datetime
from communique.model.errors import UsageError
from communique.networks import select

if TYPE_CHECKING:
    from communique.model.relation import Relation
    from communique.networks.computation import Computation, Slices
    from communique.networks.network import Network
    from communique.networks.spec import NetworkSpec


class NetworkResult:
    """The networks of one specification, in order of time; a single one without windows.

    Nothing is computed before it is asked for, and a series holds none but the current slice.

    Attributes
    ----------
    networks
        The networks, each computed when it is taken.
    """

    def __init__(self, computation: Computation) -> None:
        from communique.networks.computation import Slices

        self._computation = computation
        self.networks: Slices = Slices(computation)

    @property
    def spec(self) -> NetworkSpec:
        """The specification, as it was carried out."""
        return self._computation.spec

    @property
    def relation(self) -> Relation:
        """The statements it was computed from."""
        return self._computation.relation

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know, one sentence each; grows as slices are computed."""
        if not self.statements:
            self._computation.warn("no statement counts: the network is empty")
        return tuple(self._computation.warnings)

    @property
    def statements(self) -> int:
        """Number of statements that count."""
        return self._computation.statements

    @property
    def network(self) -> Network:
        """The only network.

        Raises
        ------
        UsageError
            If this is a series or an event list.
        """
        if self.spec.type == "event-list":
            raise UsageError("an event list is no network", way_out="use .events")
        if self.spec.window is not None:
            raise UsageError(f"this is a series of {len(self.networks)} networks", way_out="iterate over .networks")
        return self._network

    @cached_property
    def _network(self) -> Network:
        return self.networks[0]

    def __iter__(self) -> Iterator[Network]:
        return iter(self.networks)

    def __len__(self) -> int:
        return len(self.networks)

    def __getitem__(self, index: int) -> Network:
        return self._network if self.spec.window is None and index in (0, -1) else self.networks[index]

    @cached_property
    def _verdicts(self) -> tuple[Any, Any]:
        table = self._computation.run(self._computation.stage.statements().order_by("r"))
        return table.column("s").to_numpy(), table.column("v").to_numpy()

    @cached_property
    def left_out(self) -> dict[str, int]:
        """Reason -> number of statements that were left out for it."""
        if self._computation.packed is not None:
            counts = self._computation.packed[1]
        else:
            verdicts, numbers = np.unique(self._verdicts[1], return_counts=True)
            counts = dict(zip(verdicts.tolist(), numbers.tolist(), strict=True))
        found: dict[str, int] = {}
        for verdict, count in counts.items():
            if verdict != select.COUNTED:
                found[select.REASONS[verdict]] = found.get(select.REASONS[verdict], 0) + count
        return found

    def left_out_statements(self, reason: str) -> list[int]:
        """Numbers of the statements left out for ``reason``, in the order of counting."""
        codes = [code for code, text in select.REASONS.items() if text == reason]
        if not codes:
            from communique.networks.names import nearest

            raise UsageError(f"{reason!r} is no reason", way_out=nearest(reason, set(select.REASONS.values())))
        statements, verdicts = self._verdicts
        return [int(one) for one in statements[np.isin(verdicts, codes)]]

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """The statements of an event list in the order of counting, with all their values."""
        statements, verdicts = self._verdicts
        return statement_rows(self._computation, statements[verdicts == select.COUNTED])

    def to_json(self, *, sparse: bool = False) -> dict[str, Any]:
        """Options, number of statements, what was left out, and the networks or events, as a JSON object."""
        found: dict[str, Any] = {
            "options": self._computation.described(),
            "statements": self.statements,
            "left_out": self.left_out,
        }
        if self.spec.type == "event-list":
            return found | {"events": self.events}
        return found | {"networks": [network.to_json(sparse=sparse) for network in self.networks]}

    def save(self, path: str | Path) -> list[Path]:
        """Write all networks, or the event list; the suffix says how. A series of n gets n numbered files.

        GEXF and Parquet hold a series in one file.
        """
        from communique.networks.formats import save, save_events

        if self.spec.type == "event-list":
            return save_events(self, path)
        return save(self.networks if self.spec.window is not None else [self.network], path)

    def __repr__(self) -> str:
        if self.spec.type == "event-list":
            return f"<Event list, {self.statements} statements>"
        if self.spec.window is None:
            return repr(self.network)
        return f"<Series of {len(self.networks)} networks, {self.spec.window}, {self.statements} statements>"

    def _repr_html_(self) -> str:
        if self.spec.type == "event-list" or self.spec.window is not None:
            return f"<p>{repr(self).strip('<>')}</p>"
        return self.network._repr_html_()


def statement_rows(computation: Computation, statements: Any) -> list[dict[str, Any]]:
    """The given statements, in their order, with document, time, span, coder and the values of all variables."""
    import pyarrow as pa
    import pyarrow.compute as pc

    relation = computation.relation
    table = relation.table
    wanted = pa.array(np.asarray(statements, dtype=np.int64))
    places = pc.index_in(wanted, pc.cast(table.column("statement.id"), pa.int64()).combine_chunks())
    rows = table.take(places).to_pylist()
    fields = [name for name in table.column_names if name.startswith("document.") and name != "document.id"]
    found = []
    for row in rows:
        first = row.get("statement.first")
        event: dict[str, Any] = {
            "id": row["statement.id"],
            "time": None if first is None else iso_datetime(first),
        }
        for variable in relation.variables:
            value = row.get(variable.name)
            event[variable.name] = [one["value"] for one in value] if isinstance(value, list) else value
        event |= {
            "start_position": row.get("statement.start"),
            "stop_position": row.get("statement.end"),
            "attribution": row.get("statement.attribution"),
            "layer": row.get("statement.layer"),
            "coder": _coder(row, compat=computation.bound.compat),
            "document_id": row["document.id"],
        }
        if row.get("statement.quote") is not None:
            event["text"] = row["statement.quote"]
        event |= {name.replace("document.", "document_", 1): row[name] for name in fields}
        found.append(event)
    return found


def _coder(row: Mapping[str, Any], *, compat: bool) -> Any:
    """A coder's name; the reference program writes the number."""
    number = row.get("statement.coder_id")
    return str(number) if compat and number is not None else row.get("statement.coder")
