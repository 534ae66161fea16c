"""A network: labels, cells, time, and the way back to its statements."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.model.dates import iso_datetime
from communique.model.errors import NotFound, UsageError
from communique.networks.names import Role, nearest
from communique.networks.windows import Window

if TYPE_CHECKING:
    import networkx
    import pandas as pd
    import pyarrow as pa
    from scipy.sparse import csr_matrix

    from communique.networks.algebra import Counts
    from communique.networks.computation import Computation
    from communique.networks.evidence import Evidence
    from communique.networks.explain import Explanation
    from communique.networks.spec import NetworkSpec

Floats = NDArray[np.float64]
_DENSE_LIMIT = 400_000_000
_JSON_LIMIT = 1_000_000
EDGE_IDS = 1_000


@dataclass(frozen=True, slots=True)
class Node:
    """A node with all that is known of it.

    Attributes
    ----------
    key
        Unique within the network, also where a name stands among rows and columns alike.
    name, variable, entity_type, entity
        Its label, the variable it comes from, and the entity type and number behind it, if any.
    mode
        ``row`` or ``column``.
    frequency
        Weight of its statements in this network.
    color, attributes
        As the project has them.
    """

    key: str
    name: str
    variable: str
    entity_type: str | None
    entity: int | None
    mode: str
    frequency: float
    color: str | None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie and the statements behind it: the first thousand numbers, and how many there are."""

    source: str
    target: str
    row: str
    column: str
    weight: float
    statements: tuple[int, ...]
    count: int


class Network:
    """The network of one slice of time.

    Attributes
    ----------
    rows, columns
        Labels in their order.
    statements
        Number of statements counted.
    window
        Its time in seconds since 1970; ``start``, ``stop`` and ``middle`` give the same as ISO 8601.
    legend
        For the aggregation ``combine``: what levels each code stands for.
    """

    def __init__(
        self,
        computation: Computation,
        window: Window,
        counts: Counts,
        cells: Any,
        statements: int,
        legend: Mapping[float, tuple[Any, ...]],
    ) -> None:
        self._computation = computation
        self._counts = counts
        self._cells = cells
        self.window = window
        self.statements = statements
        self.legend = dict(legend)
        flat = computation.flat
        self.rows: list[str] = [flat.rows[code] for code in counts.rows.tolist()]
        self.columns: list[str] = (
            self.rows if self.one_mode else [flat.columns[code] for code in counts.columns.tolist()]
        )

    @property
    def spec(self) -> NetworkSpec:
        """The specification, as it was carried out."""
        return self._computation.spec

    def described(self) -> dict[str, Any]:
        """The options, the names that were left open filled in."""
        return self._computation.described()

    @property
    def one_mode(self) -> bool:
        """Whether rows and columns are the same nodes."""
        return self._computation.spec.type == "one-mode"

    @property
    def directed(self) -> bool:
        """Whether rows act on columns of their own kind: two variables of one entity type."""
        rows, columns = self._roles
        return not self.one_mode and rows.entity_type is not None and rows.entity_type == columns.entity_type

    @property
    def _roles(self) -> tuple[Role, Role]:
        bound = self._computation.bound
        assert bound.rows is not None and bound.columns is not None
        return bound.rows, bound.rows if self.one_mode else bound.columns

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns."""
        return len(self.rows), len(self.columns)

    @property
    def start(self) -> str | None:
        """Where its time begins, ISO 8601; ``None`` without any dated document."""
        return self._time(self.window.start)

    @property
    def stop(self) -> str | None:
        """Where its time ends; exclusive for windows, inclusive for a single network."""
        return self._time(self.window.stop)

    @property
    def middle(self) -> str | None:
        """The instant in the middle."""
        return self._time(self.window.middle)

    def _time(self, seconds: int) -> str | None:
        if self._computation.relation.span is None and self._computation.spec.start is None:
            return None
        return iso_datetime(seconds)

    @property
    def matrix(self) -> Floats:
        """The cells as a dense array of shape (rows, columns).

        Raises
        ------
        UsageError
            If it would take more than about 3 GB; says what to use.
        """
        if isinstance(self._cells, np.ndarray):
            return self._cells
        cells = len(self.rows) * len(self.columns)
        if cells > _DENSE_LIMIT:
            raise UsageError(
                f"the matrix has {cells:,} cells and would take {cells * 8 / 1e9:,.1f} GB",
                way_out="use the sparse matrix or the edges",
            )
        return np.asarray(self._cells.toarray(), dtype=np.float64)

    @property
    def sparse(self) -> csr_matrix:
        """The cells as a sparse matrix in CSR form, without stored zeros."""
        from scipy.sparse import csr_matrix

        found = csr_matrix(self._cells)
        found.eliminate_zeros()
        found.sort_indices()
        return found

    def code(self, label: str, mode: str) -> int:
        """Place of a label among the rows or columns.

        Raises
        ------
        NotFound
            If there is no such node; suggests the nearest.
        """
        labels = self.rows if mode == "row" else self.columns
        try:
            return self._places[mode][label]
        except KeyError:
            raise NotFound(f"the network has no {mode} {label!r}", way_out=nearest(label, labels)) from None

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {
            "row": {label: place for place, label in enumerate(self.rows)},
            "column": {label: place for place, label in enumerate(self.columns)},
        }

    def cell(self, a: str, b: str) -> float:
        """The value between row ``a`` and column ``b``."""
        return float(self._cells[self.code(a, "row"), self.code(b, "column")])

    def evidence(self, a: str, b: str) -> list[Evidence]:
        """The statements behind a cell in the order they were counted, those dropped as duplicates among them."""
        from communique.networks.evidence import evidence

        return evidence(self, a, b)

    def explain(self, a: str, b: str) -> Explanation:
        """The formula of a cell with the real counts, in words and numbers."""
        from communique.networks.explain import explain

        return explain(self, a, b)

    def nodes(self) -> list[Node]:
        """All nodes with their attributes: rows, then, unless they are the same, columns."""
        from communique.networks.nodes import nodes

        return nodes(self)

    def edges(self, *, limit: int = EDGE_IDS) -> Iterator[Edge]:
        """All ties that are not zero, with the numbers of up to ``limit`` of their statements.

        One-mode ties come once, from the earlier row to the later.
        """
        from communique.networks.evidence import edge_statements

        sparse = self.sparse.tocoo()
        rows, columns = self.node_keys
        upper = sparse.row < sparse.col if self.one_mode else np.ones(len(sparse.data), dtype=bool)
        if self.one_mode and self.spec.inside == "keep":
            upper = sparse.row <= sparse.col
        # A cell that is no number (only under compat="dna") is no tie.
        upper &= ~np.isnan(sparse.data)
        behind = edge_statements(self, limit) if limit else None
        for i, j, weight in zip(
            sparse.row[upper].tolist(), sparse.col[upper].tolist(), sparse.data[upper].tolist(), strict=True
        ):
            ids, count = behind(i, j) if behind else ((), 0)
            yield Edge(rows[i], columns[j], self.rows[i], self.columns[j], weight, ids, count)

    @property
    def node_keys(self) -> tuple[list[str], list[str]]:
        """Keys of rows and columns: labels, told apart where a label stands for a row and for another column."""
        if self.one_mode or self.directed:
            return self.rows, self.columns
        both = set(self.rows) & set(self.columns)
        rows, columns = self._roles
        return (
            [f"{label} ({rows.name})" if label in both else label for label in self.rows],
            [f"{label} ({columns.name})" if label in both else label for label in self.columns],
        )

    def to_json(self, *, sparse: bool = False) -> dict[str, Any]:
        """The network as a JSON object: ``matrix`` as a list of rows, or with ``sparse`` its ``cells`` [i, j, value].

        Raises
        ------
        UsageError
            If it has more than a million cells and ``sparse`` is not asked for.
        """
        cells = len(self.rows) * len(self.columns)
        found: dict[str, Any] = {"rows": self.rows, "columns": self.columns}
        if sparse:
            coo = self.sparse.tocoo()
            values = [_number(value) for value in coo.data.tolist()]
            found["cells"] = [list(one) for one in zip(coo.row.tolist(), coo.col.tolist(), values, strict=True)]
        elif cells > _JSON_LIMIT:
            raise UsageError(
                f"the network has {cells:,} cells, too many to print", way_out="use --sparse, or save it with -o FILE"
            )
        else:
            found["matrix"] = [[_number(value) for value in row] for row in self.matrix.tolist()]
        found |= {"start": self.start, "stop": self.stop, "middle": self.middle, "statements": self.statements}
        if self.legend:
            found["legend"] = [{"code": _number(code), "levels": list(levels)} for code, levels in self.legend.items()]
        return found

    def to_pandas(self) -> pd.DataFrame:
        """The matrix as a data frame with labels."""
        import pandas as pd

        return pd.DataFrame(self.matrix, index=list(self.rows), columns=list(self.columns))

    def to_arrow(self) -> pa.Table:
        """The ties as a table: ``row``, ``column``, ``weight``."""
        import pyarrow as pa

        coo = self.sparse.tocoo()
        rows, columns = (
            pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), pa.array(labels, pa.string()))
            for at, labels in ((coo.row, self.rows), (coo.col, self.columns))
        )
        return pa.table({"row": rows, "column": columns, "weight": pa.array(coo.data, pa.float64())})

    def to_networkx(self, *, statements: bool = True) -> networkx.Graph[Any]:
        """A graph of networkx, directed where rows act on columns of their kind, with all attributes."""
        from communique.networks.formats.graph import to_networkx

        return to_networkx(self, statements=statements)

    def to_igraph(self) -> Any:
        """A graph of python-igraph; needs the extra ``igraph``."""
        try:
            import igraph  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise UsageError("python-igraph is not installed", way_out="pip install 'communique[igraph]'") from error
        return igraph.Graph.from_networkx(self.to_networkx())

    def save(self, path: str | Path) -> list[Path]:
        """Write the network; the suffix says how: csv, json, graphml, gexf, parquet or dl."""
        from communique.networks.formats import save

        return save([self], path)

    def __repr__(self) -> str:
        kind = self.spec.type
        span = f", {self.start} to {self.stop}" if self.start else ""
        rows, columns = self.shape
        ties = self.sparse.nnz // (2 if self.one_mode else 1)
        return f"<Network {kind}, {rows} x {columns}, {ties} ties, {self.statements} statements{span}>"

    def _repr_html_(self) -> str:
        shown = 12
        rows, columns = self.rows[:shown], self.columns[:shown]
        corner = self._cells[: len(rows), : len(columns)]
        corner = corner if isinstance(corner, np.ndarray) else corner.toarray()
        head = "".join(f"<th>{html.escape(label)}</th>" for label in columns)
        body = "".join(
            f"<tr><th>{html.escape(label)}</th>" + "".join(f"<td>{_short(value)}</td>" for value in values) + "</tr>"
            for label, values in zip(rows, corner.tolist(), strict=True)
        )
        more = " (part)" if self.shape != (len(rows), len(columns)) else ""
        caption = html.escape(repr(self).strip("<>")) + more
        return f"<table><caption>{caption}</caption><tr><th></th>{head}</tr>{body}</table>"


def _short(value: float) -> str:
    return f"{value:g}" if value else ""


def _number(value: float) -> float | int | None:
    if value != value:
        return None
    return int(value) if value == int(value) and abs(value) < 2**53 else value
