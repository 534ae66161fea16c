"""Parquet data sets of statements: a relation as files, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.model.errors import SourceError, UsageError
from communique.model.relation import Relation, RelationVariable
from communique.model.words import VariableKind
from communique.networks.dataset_check import (
    DATES,
    OWN,
    REQUIRED,
    checked,
    described,
    described_kind,
    is_list,
    is_text,
    refuse_repeated,
)

if TYPE_CHECKING:
    import pyarrow as pa

_ALWAYS = (*REQUIRED, "statement.layer", "statement.counts", "statement.attribution")


def read_dataset(
    paths: Sequence[str | Path],
    *,
    statement_type: str = "statements",
    columns: Iterable[str] | None = None,
    dates: bool = True,
) -> Relation:
    """Read Parquet files whose columns are those of :class:`~communique.model.relation.Relation`.

    Columns that belong neither to the statement nor to its document are variables: strings are entities of a type of
    the same name, booleans, integers and floating-point numbers are qualifiers, lists hold several values (plain ones,
    or structs of ``group`` and ``value``). Metadata
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
        If a file is no Parquet file or lacks ``statement.id`` or ``document.id``, a column holds what it may not, a
        statement stands in two rows, or files do not fit together; names the file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = _files(paths)
    tables: list[pa.Table] = []
    wanted = None if columns is None else {*_ALWAYS, *(DATES if dates else ()), *columns}
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
            missing = [name for name in REQUIRED if name not in schema.names]
            if missing:
                raise SourceError(
                    f"there is no column {missing[0]!r}",
                    place=str(path),
                    way_out="a data set of statements has the columns statement.id and document.id",
                )
            names = [name for name in schema.names if wanted is None or name in wanted]
            texts = [name for name in names if is_text(schema.field(name).type)]
            tables.append(checked(pq.read_table(path, columns=names, read_dictionary=texts), path))
        except FileNotFoundError as error:
            raise SourceError("no such file", place=str(path), way_out="check the path") from error
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(
                f"this is no Parquet file that can be read ({error})", place=str(path), way_out="check the path"
            ) from error
        metadata = metadata or dict(schema.metadata or {})
    table = _joined(tables, files)
    about = described(metadata, "communique.variables", {}, files[0])
    variables = tuple(
        _variable(name, table.schema.field(name).type, about.get(name), files[0])
        for name in table.column_names
        if not name.startswith(OWN)
    )
    kinds = {v.entity_type for v in variables}
    entities = {
        name: pa.Table.from_pylist(rows)
        for name, rows in described(metadata, "communique.entities", {}, files[0]).items()
        if name in kinds and rows
    }
    named = metadata.get(b"communique.statement_type", statement_type.encode()).decode()
    span = described(metadata, "communique.span", [], files[0])
    return Relation(
        statement_type=named,
        table=table.replace_schema_metadata(None),
        variables=variables,
        entities=entities,
        span=(span[0], span[1]) if len(span) == 2 else _span(table),
        origin=str(paths[0]),
        double_coded=described(metadata, "communique.double_coded", 0, files[0]),
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


def _joined(tables: Sequence[pa.Table], files: Sequence[Path]) -> pa.Table:
    import pyarrow as pa

    try:
        table = pa.concat_tables(tables, promote_options="permissive").unify_dictionaries()
    except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
        raise SourceError(
            f"the files do not fit together ({str(error).splitlines()[0]})",
            place=", ".join(map(str, files[:5])),
            way_out="write the same columns with the same types into each",
        ) from error
    refuse_repeated(table, files[0])
    return table


def _variable(name: str, kind: pa.DataType, about: Any, path: Path) -> RelationVariable:
    sort = described_kind(name, about, kind, path)
    told = about.get("entity_type") if isinstance(about, dict) else None
    entity_type = str(told or name) if sort is VariableKind.ENTITY else None
    return RelationVariable(name, sort, entity_type, is_list(kind))


def _span(table: pa.Table) -> tuple[int, int] | None:
    import pyarrow.compute as pc

    if "statement.first" not in table.column_names:
        return None
    last = "statement.last" if "statement.last" in table.column_names else "statement.first"
    low, high = pc.min(table.column("statement.first")).as_py(), pc.max(table.column(last)).as_py()
    return None if low is None else (low, high)
