"""A Parquet data set of statements as a relation, for data that no project holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from communique.model.errors import SourceError, UsageError
from communique.model.relation import Relation, RelationVariable
from communique.model.words import VariableKind

if TYPE_CHECKING:
    import pyarrow as pa

_OWN = ("statement.", "document.")
_ALWAYS = ("statement.id", "document.id", "statement.layer", "statement.counts", "statement.attribution")
_DATES = (
    "statement.rank",
    "statement.start",
    "statement.end",
    "statement.first",
    "statement.last",
    "statement.week",
    "statement.month",
    "statement.year",
)


def read_dataset(
    paths: Sequence[str | Path],
    *,
    statement_type: str = "statements",
    columns: Iterable[str] | None = None,
    dates: bool = True,
) -> Relation:
    """Read Parquet files whose columns are those of :class:`~communique.model.relation.Relation`.

    Columns that belong neither to the statement nor to its document are variables: strings are entities of a type of
    the same name, booleans, integers and floating-point numbers are qualifiers, lists hold several values. Metadata
    ``communique.variables`` (JSON: name -> ``{"kind", "entity_type"}``) of the first file takes precedence.

    Parameters
    ----------
    paths
        The files, one data set together.
    statement_type
        What to call the type of its statements.
    columns
        The variables and document fields to read; all if ``None``. A data set of many columns loads faster with few.
    dates
        Whether to read, with chosen columns, dates and the order of counting. Without them there are no ranges and
        windows, and evidence comes in the order of documents and statements.

    Raises
    ------
    SourceError
        If a file is no Parquet file or lacks ``statement.id`` or ``document.id``; names the file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not paths:
        raise UsageError("no file of statements is named", way_out="name one or more .parquet files")
    tables = []
    wanted = None if columns is None else {*_ALWAYS, *(_DATES if dates else ()), *columns}
    metadata: dict[bytes, bytes] = {}
    for path in map(Path, paths):
        try:
            schema = pq.read_schema(path)
            missing = [name for name in ("statement.id", "document.id") if name not in schema.names]
            if missing:
                raise SourceError(
                    f"there is no column {missing[0]!r}",
                    place=str(path),
                    way_out="a data set of statements has the columns statement.id and document.id",
                )
            names = [name for name in schema.names if wanted is None or name in wanted]
            texts = [name for name in names if _is_text(schema.field(name).type)]
            tables.append(pq.read_table(path, columns=names, read_dictionary=texts))
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(
                f"this is no Parquet file that can be read ({error})", place=str(path), way_out="check the path"
            ) from error
        metadata = metadata or dict(schema.metadata or {})
    table = pa.concat_tables(tables, promote_options="permissive").unify_dictionaries()
    described = json.loads(metadata.get(b"communique.variables", b"{}"))
    variables = tuple(
        _variable(name, table.schema.field(name).type, described.get(name, {}))
        for name in table.column_names
        if not name.startswith(_OWN)
    )
    return Relation(statement_type, table, variables, {}, _span(table), 0, str(paths[0]))


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind))


def _variable(name: str, kind: pa.DataType, described: dict[str, str]) -> RelationVariable:
    import pyarrow as pa

    several = bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))
    inner = kind.value_type.field("value").type if several else kind
    if "kind" in described:
        sort = VariableKind(described["kind"])
    elif pa.types.is_boolean(inner):
        sort = VariableKind.BOOLEAN
    elif pa.types.is_integer(inner):
        sort = VariableKind.INTEGER
    elif pa.types.is_floating(inner):
        sort = VariableKind.NUMBER
    else:
        sort = VariableKind.ENTITY
    entity_type = described.get("entity_type", name) if sort is VariableKind.ENTITY else None
    return RelationVariable(name, sort, entity_type, several)


def _span(table: pa.Table) -> tuple[int, int] | None:
    import pyarrow.compute as pc

    if "statement.first" not in table.column_names:
        return None
    last = "statement.last" if "statement.last" in table.column_names else "statement.first"
    low, high = pc.min(table.column("statement.first")).as_py(), pc.max(table.column(last)).as_py()
    return None if low is None else (low, high)
