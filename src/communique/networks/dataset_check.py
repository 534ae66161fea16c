"""What columns a Parquet data set of statements may have: each is checked, and what does not fit is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.model.errors import SourceError
from communique.model.words import VariableKind

if TYPE_CHECKING:
    import pyarrow as pa

OWN = ("statement.", "document.")
REQUIRED = ("statement.id", "document.id")
DATES = (
    "statement.rank",
    "statement.start",
    "statement.end",
    "statement.first",
    "statement.last",
    "statement.week",
    "statement.month",
    "statement.year",
)
_NUMBERS = (*REQUIRED, *DATES, "statement.day", "statement.coder_id", "statement.first_document")
_FORMS = {
    VariableKind.BOOLEAN: "true or false",
    VariableKind.INTEGER: "whole numbers",
    VariableKind.NUMBER: "numbers",
    VariableKind.ENTITY: "text",
    VariableKind.TEXT: "text",
    VariableKind.DATE: "text",
}


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds strings, plain or dictionary-encoded."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def kind_of(kind: pa.DataType) -> VariableKind | None:
    """What a variable is whose values have this type; ``None`` if a variable cannot hold them."""
    import pyarrow as pa

    if pa.types.is_boolean(kind):
        return VariableKind.BOOLEAN
    if pa.types.is_integer(kind):
        return VariableKind.INTEGER
    if pa.types.is_floating(kind):
        return VariableKind.NUMBER
    return VariableKind.ENTITY if is_text(kind) or pa.types.is_null(kind) else None


def is_list(kind: pa.DataType) -> bool:
    """Whether a statement may have several values of a column of this type."""
    import pyarrow as pa

    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def value_type(kind: pa.DataType) -> pa.DataType:
    """The type of single values: of a list's items, and of the field ``value`` where they are structs."""
    import pyarrow as pa

    inner = kind.value_type if is_list(kind) else kind
    if is_list(kind) and pa.types.is_struct(inner) and {"group", "value"} <= {field.name for field in inner}:
        return inner.field("value").type
    return inner


def checked(table: pa.Table, path: Path) -> pa.Table:
    """One file's columns, lists of plain values as lists of values in no group.

    Raises
    ------
    SourceError
        If a column's type is none that it may have, or a number of a statement or document is missing; names the
        file and the column.
    """
    import pyarrow as pa

    for position, name in enumerate(table.column_names):
        kind = table.schema.field(name).type
        if name in _NUMBERS:
            _expect(path, name, kind, pa.types.is_integer(kind) or pa.types.is_null(kind), "whole numbers")
        elif name == "statement.counts":
            _expect(path, name, kind, pa.types.is_boolean(kind) or pa.types.is_null(kind), "true or false")
        elif name.startswith(OWN):
            _expect(path, name, kind, is_text(kind) or pa.types.is_null(kind), "text")
        else:
            wanted = "text, numbers, true or false, or lists of them"
            _expect(path, name, kind, kind_of(value_type(kind)) is not None, wanted)
            if is_list(kind) and not pa.types.is_struct(kind.value_type):
                table = table.set_column(position, name, _ungrouped(table.column(name)))
    for name in REQUIRED:
        if table.column(name).null_count:
            raise SourceError(
                f"{table.column(name).null_count} rows have no {name!r}",
                place=str(path),
                way_out="number every statement and its document",
            )
    return table


def refuse_repeated(table: pa.Table, path: Path) -> None:
    """Each statement stands in one row: a number that returns would open the wrong quotes.

    Raises
    ------
    SourceError
        If a number of a statement occurs twice; names it.
    """
    import numpy as np

    ids = table.column("statement.id").to_numpy()
    if len(ids) < 2 or bool((np.diff(ids) > 0).all()):
        return
    ordered = np.sort(ids)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(repeated):
        raise SourceError(
            f"statement {repeated[0]} stands in more than one row",
            place=str(path),
            way_out="give each statement one row with a number of its own; several values go into a list",
        )


def described(metadata: Mapping[bytes, bytes], key: str, empty: Any, path: Path) -> Any:
    """What the metadata say under ``key``, as JSON of the same type as ``empty``.

    Raises
    ------
    SourceError
        If it is no such JSON.
    """
    try:
        found = json.loads(metadata.get(key.encode(), b"null"))
    except ValueError:
        found = ...
    if found is None:
        return empty
    if not isinstance(found, type(empty)):
        raise SourceError(
            f"its metadata {key!r} cannot be read", place=str(path), way_out="write the file again without them"
        )
    return found


def described_kind(name: str, about: Any, kind: pa.DataType, path: Path) -> VariableKind:
    """The kind that the metadata give a variable, else the one that its type says.

    Raises
    ------
    SourceError
        If there is no such kind, or the column's values are of another.
    """
    import pyarrow as pa

    inner = value_type(kind)
    shown = kind_of(inner)
    assert shown is not None
    if not isinstance(about, dict) or "kind" not in about:
        return shown
    if about["kind"] not in list(VariableKind):
        raise SourceError(
            f"its metadata call {name!r} {about['kind']!r}",
            place=str(path),
            way_out=f"the kinds are {', '.join(VariableKind)}",
        )
    told = VariableKind(about["kind"])
    if _FORMS[told] != _FORMS[shown] and not pa.types.is_null(inner):
        raise SourceError(
            f"its metadata say that {name!r} is of kind {told}, and the column holds {_said(inner)}",
            place=str(path),
            way_out=f"write it as {_FORMS[told]}, or leave the metadata out",
        )
    return told


def _expect(path: Path, name: str, kind: pa.DataType, fits: bool, wanted: str) -> None:
    if not fits:
        raise SourceError(f"the column {name!r} holds {_said(kind)}", place=str(path), way_out=f"write it as {wanted}")


def _said(kind: pa.DataType) -> str:
    return "text" if is_text(kind) else str(kind)


def _ungrouped(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = column.combine_chunks()
    lists = lists.cast(pa.list_(lists.type.value_type))
    items = lists.flatten()
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
    grouped = pa.StructArray.from_arrays([pa.repeat(pa.scalar(0, pa.int32()), len(items)), items], ["group", "value"])
    return pa.ListArray.from_arrays(offsets, grouped, mask=lists.is_null())
