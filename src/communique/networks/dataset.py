"""Parquet data sets of statements: a relation as files, and back."""

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
    of the first file takes precedence: ``communique.variables`` (JSON: name -> ``{"kind", "entity_type"}``) and
    ``communique.statement_type``; ``communique.entities`` (JSON: entity type -> rows) brings attributes and parents,
    ``communique.span`` (JSON) the first and last second of the documents, coded or not.

    Parameters
    ----------
    paths
        The files, one data set together; a folder stands for the ``.parquet`` files in it.
    statement_type
        What to call the type of its statements, where the files do not say.
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

    files = _files(paths)
    tables: list[pa.Table] = []
    wanted = None if columns is None else {*_ALWAYS, *(_DATES if dates else ()), *columns}
    metadata: dict[bytes, bytes] = {}
    for path in files:
        try:
            schema = pq.read_schema(path)
            kind = (schema.metadata or {}).get(b"communique.statement_type")
            if tables and kind != metadata.get(b"communique.statement_type"):
                raise SourceError(
                    f"its statements are of another type than those of {files[0]}",
                    place=str(path),
                    way_out="name files of one statement type",
                )
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
        except FileNotFoundError as error:
            raise SourceError("no such file", place=str(path), way_out="check the path") from error
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
    kinds = {v.entity_type for v in variables}
    entities = {
        name: pa.Table.from_pylist(rows)
        for name, rows in json.loads(metadata.get(b"communique.entities", b"{}")).items()
        if name in kinds and rows
    }
    named = metadata.get(b"communique.statement_type", statement_type.encode()).decode()
    span = json.loads(metadata.get(b"communique.span", b"null"))
    return Relation(
        statement_type=named,
        table=table.replace_schema_metadata(None),
        variables=variables,
        entities=entities,
        span=(span[0], span[1]) if span else _span(table),
        origin=str(paths[0]),
        double_coded=int(metadata.get(b"communique.double_coded", b"0")),
    )


def write_dataset(relation: Relation, path: str | Path) -> None:
    """Write a relation as a Parquet file that :func:`read_dataset` reads back whole.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import pyarrow.parquet as pq

    about = {
        "communique.statement_type": relation.statement_type,
        "communique.variables": json.dumps(
            {v.name: {"kind": str(v.kind), "entity_type": v.entity_type} for v in relation.variables}
        ),
        "communique.span": json.dumps(relation.span),
        "communique.double_coded": str(relation.double_coded),
        "communique.entities": json.dumps({name: table.to_pylist() for name, table in relation.entities.items()}),
    }
    pq.write_table(relation.table.replace_schema_metadata(about), path, compression="zstd")


def _files(paths: Sequence[str | Path]) -> list[Path]:
    files = [
        file for path in map(Path, paths) for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])
    ]
    if not files:
        raise UsageError("no file of statements is named", way_out="name one or more .parquet files")
    return files


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
    entity_type = described.get("entity_type") or name if sort is VariableKind.ENTITY else None
    return RelationVariable(name, sort, entity_type, several)


def _span(table: pa.Table) -> tuple[int, int] | None:
    import pyarrow.compute as pc

    if "statement.first" not in table.column_names:
        return None
    last = "statement.last" if "statement.last" in table.column_names else "statement.first"
    low, high = pc.min(table.column("statement.first")).as_py(), pc.max(table.column(last)).as_py()
    return None if low is None else (low, high)
