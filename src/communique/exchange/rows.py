r"""Statement files as rows: CSV (comma, semicolon or tab told apart), JSON Lines and, in sheets.py, Excel workbooks.

Columns: ``document`` (number, uid or title), ``quote``, ``start``, ``end``, ``type``, one per variable (in CSV several
values are separated by ``|``, a literal one is written ``\|``), ``groups`` (values that belong together, as a JSON list
of objects), ``attribution``, ``coder``, ``layer``, ``date``, ``memo``, ``unsure``, ``uid``. Offsets are relative to the
document. JSON Lines may hold statements as they are shown: with ``spans``, and ``values`` that repeat those in groups.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from communique.exchange.heads import FIXED, Heads
from communique.model.errors import RecordError

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What can stand between the cells of a CSV file."""

_LONGEST_CELL = 2**31 - 1
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def read_rows(path: Path, format: str, heads: Heads | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a statement file with their line numbers; CSV rows hold strings, JSONL rows JSON values.

    ``heads`` says what the file calls our columns.

    Raises
    ------
    RecordError
        If the file cannot be opened, or it or a line of it is not in the format; names the line.
    """
    rows = _rows_of(path, format, heads or Heads())
    while True:
        try:
            row = next(rows, None)
        except OSError as error:
            raise RecordError(
                f"cannot be read ({error.strerror})", place=str(path), way_out="check the permissions and the disk"
            ) from error
        if row is None:
            return
        yield row


def _rows_of(path: Path, format: str, heads: Heads) -> Iterator[tuple[int, dict[str, Any]]]:
    if format == "jsonl":
        return _jsonl_rows(path, heads)
    if format == "xlsx":
        from communique.exchange.sheets import read_sheet

        return read_sheet(path, heads)
    return _csv_rows(path, heads)


def split_values(cell: str) -> list[str]:
    r"""The values in a cell: separated by ``|``, a literal one written ``\|``; before a ``|``, ``\\`` is one ``\``.

    >>> split_values(r"Tram Users|Left \| Right")
    ['Tram Users', 'Left | Right']
    """
    parts, start = [""], 0
    for bar in re.finditer(r"(\\*)\|", cell):
        slashes = len(bar[1])
        parts[-1] += cell[start : bar.start()] + "\\" * (slashes // 2) + "|" * (slashes % 2)
        start = bar.end()
        if slashes % 2 == 0:
            parts.append("")
    parts[-1] += cell[start:]
    return [part for part in parts if part.strip()]


def join_values(values: Sequence[str]) -> str:
    r"""The CSV cell for values; the reverse of :func:`split_values`. Backslashes before a bar are doubled."""
    cell = ""
    for value in values:
        if cell:
            cell += re.search(r"\\*$", cell)[0] + "|"  # type: ignore[index]
        cell += re.sub(r"(\\*)\|", r"\1\1\\|", value)
    return cell


def groups_of_row(written: Any) -> list[dict[str, Any]]:
    """The groups of a row: a list of objects, or the same as JSON."""
    if written in (None, "", []):
        return []
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except json.JSONDecodeError as error:
            raise RecordError(f"groups are not JSON ({error.msg})", way_out='write [{"person": "…"}, …]') from error
    if not isinstance(written, list) or not all(isinstance(group, dict) for group in written):
        raise RecordError("groups are not a list of objects", way_out='write [{"person": "…"}, …]')
    return written


def _jsonl_rows(path: Path, heads: Heads) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as file:
        for line, data in enumerate(file, 1):
            if not data.strip():
                continue
            try:
                row = _JSON.decode(data.decode("utf-8-sig"))
                if b"\\ud" in data.lower():
                    json.dumps(row, ensure_ascii=False).encode()
            except (ValueError, RecursionError) as error:
                what = (
                    "holds half a character" if isinstance(error, UnicodeEncodeError) else "not a JSON object in UTF-8"
                )
                raise RecordError(
                    f"{what} ({error})", place=f"{path}, line {line}", way_out="correct the line"
                ) from error
            if not isinstance(row, dict):
                raise RecordError("not a JSON object", place=f"{path}, line {line}", way_out='write {"document": …}')
            row = heads.row(row)
            values = row.pop("values", None) or {}
            if not isinstance(values, dict):
                raise RecordError(
                    "'values' is not an object", place=f"{path}, line {line}", way_out='write {"concept": …}'
                )
            try:
                groups = groups_of_row(row.get("groups"))
            except RecordError as error:
                raise RecordError(error.what, place=f"{path}, line {line}", way_out=error.way_out) from error
            yield line, _with_span(row) | _ungrouped(values, groups)
    heads.check_met(str(path))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        (name, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{name!r} stands twice")
    return result


def _no_number(written: str) -> None:
    raise ValueError(f"{written} is no number")


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)


def _ungrouped(values: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The values that stand in no group. Those that do may be repeated in ``values``, after the others."""
    rest: dict[str, Any] = {}
    for name, written in values.items():
        items = list(written) if isinstance(written, list) else [written]
        for group in reversed(groups):
            for item in reversed(group[name] if isinstance(group.get(name), list) else [group.get(name)]):
                if item in items:
                    del items[len(items) - 1 - items[::-1].index(item)]
        rest[name] = items
    return rest


def _with_span(row: dict[str, Any]) -> dict[str, Any]:
    """A statement as `communique statements --json` shows it has its quotes and offsets under ``spans``."""
    spans = row.get("spans")
    if isinstance(spans, list) and len(spans) == 1 and isinstance(spans[0], dict) and "quote" not in row:
        row |= {name: spans[0].get(name) for name in ("quote", "start", "end")}
        del row["spans"]
    return row


def _csv_rows(path: Path, heads: Heads) -> Iterator[tuple[int, dict[str, Any]]]:
    text, guarded = _decoded(path)
    if not text.strip():
        raise RecordError("the file is empty", place=str(path), way_out="it needs a header line and rows")
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = max(",;\t", key=lambda d: _known_columns(text, d, heads))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = heads.ours(header_names(next(reader), f"{path}, line 1"), f"{path}, line 1")
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if not any(cells):
                continue
            if guarded:
                cells = [_unguarded(cell) for cell in cells]
            if len(cells) > len(names):
                raise RecordError(
                    f"{len(cells)} cells, but {len(names)} columns",
                    place=f"{path}, line {line}",
                    way_out="put values that hold the separator into quotation marks",
                )
            yield line, cells_of(names, cells, heads)
    except csv.Error as error:
        raise RecordError(
            f"not CSV ({error})", place=f"{path}, line {reader.line_num}", way_out="save it again"
        ) from error


def _known_columns(text: str, delimiter: str, heads: Heads) -> tuple[int, int]:
    """How many columns of the header have names that we know, and how many it has."""
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return sum(heads.knows(name.strip()) for name in names), len(names)


def cells_of(names: Sequence[str | None], cells: Sequence[str], heads: Heads) -> dict[str, Any]:
    """A row of a table: fixed columns as written, variables as lists of values; columns without a name left out."""
    named = ((n, c) for n, c in zip(names, cells, strict=False) if n is not None)
    return {n: c if heads.plain or n in FIXED else split_values(c) for n, c in named}


def header_names(cells: Iterable[str], place: str) -> list[str]:
    """The names of the columns.

    Raises
    ------
    RecordError
        If two have the same.
    """
    names = [name.strip() for name in cells]
    for name, count in Counter(names).items():
        if count > 1:
            raise RecordError(f"column {name!r} stands twice", place=place, way_out="rename one")
    return names


def _decoded(path: Path) -> tuple[str, bool]:
    """The text of a file, and whether it says of itself that Excel may open it (a byte-order mark)."""
    data = path.read_bytes()
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, data[:3] == b"\xef\xbb\xbf"
    raise RecordError("not a text file", place=str(path), way_out="save it as CSV in UTF-8")


def write_rows(
    file: TextIO,
    rows: Iterable[Mapping[str, Any]],
    variables: Sequence[str],
    format: str,
    *,
    delimiter: str = ",",
    excel: bool = False,
) -> int:
    """Write statements, as :func:`read_rows` reads them; ``variables`` are the columns after the fixed ones.

    A row holds the fixed fields and, under ``values``, lists of all values in order of their groups, those that stand
    in none first. ``excel`` puts a byte-order mark first and an apostrophe before cells that a spreadsheet would take
    for formulas; reading such a file takes it away again.
    """
    count = 0
    if format == "jsonl":
        for row in rows:
            kept = {name: item for name, item in row.items() if item is not False and item not in (None, "", [], {})}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
            count += 1
        return count
    if excel:
        file.write("\ufeff")
    out = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    out.writerow([*FIXED, *variables])
    for row in rows:
        cells = row_cells(row, variables)
        out.writerow([_guarded(cell) for cell in cells] if excel else cells)
        count += 1
    return count


def row_cells(row: Mapping[str, Any], variables: Sequence[str]) -> list[str]:
    """The cells of a statement: the fixed columns, then those of the variables."""
    cells = []
    for name in FIXED:
        item = row.get(name)
        if name == "groups":
            cells.append(json.dumps(item, ensure_ascii=False) if item else "")
        elif isinstance(item, bool):
            cells.append("true" if item else "")
        else:
            cells.append("" if item is None else str(item))
    values = _ungrouped(row.get("values", {}), row.get("groups") or [])
    return cells + [join_values([_written(item) for item in values.get(name, [])]) for name in variables]


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _written(item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item)
