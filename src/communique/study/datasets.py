"""Networks of a Parquet data set of statements, for data that no project holds, and projects as such data sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from communique.model.errors import UsageError
from communique.model.relation import Relation
from communique.networks import NetworkSpec, compute, read_dataset, write_dataset
from communique.networks.evidence import Evidence
from communique.networks.spec import spec_of
from communique.project import reads
from communique.project.relation import read_relation
from communique.project.store import Store
from communique.study import networks
from communique.study.acts import drafted
from communique.study.reuse import with_first_documents

if TYPE_CHECKING:
    from communique.networks.result import NetworkResult

Json = dict[str, Any]
SUFFIX = ".parquet"


def is_dataset(location: str) -> bool:
    """Whether a location is a Parquet file, or a folder of them, and no project."""
    path = Path(location)
    return path.suffix.lower() == SUFFIX or (path.is_dir() and any(path.glob(f"*{SUFFIX}")))


class Dataset:
    """Statements in Parquet files, with the verbs that compute networks; read once, when first needed.

    Parameters
    ----------
    locations
        Files, or folders of them, that make one data set together.
    """

    def __init__(self, locations: Sequence[str | Path]) -> None:
        self.locations = list(locations)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def __repr__(self) -> str:
        return f"<Dataset {', '.join(map(str, self.locations))}>"

    @cached_property
    def relation(self) -> Relation:
        """All its statements.

        Raises
        ------
        SourceError
            If a file is none of statements; names it.
        """
        return read_dataset(self.locations)

    def network(
        self,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        backend: Any = None,
        **options: Any,
    ) -> NetworkResult:
        """Compute a network; see :meth:`communique.Project.network`."""
        if as_of is not None:
            raise UsageError("a data set has no changes", place="--as-of", way_out="leave it out")
        if seen_by is not None:
            raise UsageError("in a data set nobody codes blind", place="--as", way_out="leave it out")
        return compute(self.relation, spec_of(spec, options), backend=backend)

    def evidence(
        self,
        a: str,
        b: str,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> Json:
        """The statements behind a cell; see :meth:`communique.Project.evidence`."""
        return networks.evidence_view(
            self._described, self.network(spec, seen_by=seen_by, as_of=as_of, **options), a, b
        )

    def explain(
        self,
        a: str,
        b: str,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> Json:
        """The same with the formula and the real counts; see :meth:`communique.Project.explain`."""
        return networks.explain_view(self._described, self.network(spec, seen_by=seen_by, as_of=as_of, **options), a, b)

    def _described(self, behind: Sequence[Evidence]) -> dict[int, Json]:
        import pyarrow as pa
        import pyarrow.compute as pc

        table = self.relation.table
        ids = pa.array(sorted({e.id for e in behind}), table.schema.field("statement.id").type)
        found = table.filter(pc.field("statement.id").isin(ids)).to_pylist()
        return {row["statement.id"]: self._view(row) for row in found}

    def _view(self, row: Json) -> Json:
        values: dict[str, list[Any]] = {}
        groups: dict[int, dict[str, Any]] = {}
        for variable in self.relation.variables:
            found = row[variable.name]
            if not isinstance(found, list):
                values[variable.name] = [] if found is None else [found]
                continue
            values[variable.name] = [item["value"] for item in found]
            for item in found:
                if item["group"]:
                    groups.setdefault(item["group"], {})[variable.name] = item["value"]
        return {
            "title": row.get("document.title") or f"document {row['document.id']}",
            "quote": row.get("statement.quote") or "",
            "values": {name: items for name, items in values.items() if items},
            "groups": [groups[number] for number in sorted(groups)],
        }


def open_dataset(*locations: str | Path) -> Dataset:
    """The data set of statements in Parquet files, or in folders of them."""
    return Dataset(locations)


def export_dataset(store: Store, connection: sa.Connection, path: Path, as_of: int | None) -> Json:
    """Write all statements as Parquet files, one for each statement type that has any.

    With one such type the file is ``path``; with several its name goes before the suffix: ``statements-Claim.parquet``.
    """
    counts = reads.count_statements(connection, as_of)
    types = reads.codebook(connection, as_of).types
    used = [kind for kind in types if counts.get(kind.id)] or list(types[:1])
    written: list[str] = []
    exported = 0
    for kind in used:
        relation = with_first_documents(store, connection, read_relation(store, connection, kind, as_of, quotes=True))
        place = path if len(used) == 1 else path.with_name(f"{path.stem}-{_in_a_name(kind.name)}{path.suffix}")
        with drafted(place) as draft:
            write_dataset(relation, draft)
        written.append(str(place))
        exported += relation.table.num_rows
    return {"file": written[0], "format": "parquet", "files": written, "exported": exported, "lost": []}


def _in_a_name(words: str) -> str:
    """The words without what no file's name may hold on some system."""
    return "".join("_" if letter in '<>:"/\\|?*' or letter < " " else letter for letter in words)
