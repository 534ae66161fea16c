"""Statement files as Excel workbooks (``.xlsx``): the rows of :mod:`communique.exchange.rows` on the first sheet.

Every cell is written as text, also one that looks like a formula, and nothing is ever evaluated. Characters that XML
cannot hold are written as Excel writes them (``_x000D_``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from communique.exchange.heads import FIXED, Heads
from communique.exchange.rows import cells_of, header_names, row_cells
from communique.model.errors import RecordError, Refused

MOST_ROWS = 1_048_575
"""Rows that a sheet can hold besides the header."""

LONGEST = 32_767
"""UTF-16 units that a cell can hold."""

_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_sheet(path: Path, heads: Heads) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of the first sheet with their numbers, as :func:`communique.exchange.rows.read_rows` gives those of CSV.

    Raises
    ------
    RecordError
        If the file is no workbook, or a row has more cells than there are columns.
    """
    from openpyxl import load_workbook

    with _sound(path):
        book = load_workbook(path, read_only=True, rich_text=False)
        sheet = book.worksheets[0]
    try:
        rows = _sound_rows(path, sheet.iter_rows(values_only=True))
        place = f"{path}, row 1"
        names = heads.ours(header_names([_text(cell) for cell in next(rows, ())], place), place)
        for line, cells in enumerate(rows, 2):
            texts = [_text(cell) for cell in cells]
            while len(texts) > len(names) and not texts[-1]:
                texts.pop()
            if not any(texts):
                continue
            if len(texts) > len(names):
                raise RecordError(
                    f"{len(texts)} cells, but {len(names)} columns",
                    place=f"{path}, row {line}",
                    way_out="give every column a name, or empty the cells",
                )
            yield line, cells_of(names, texts, heads)
    finally:
        book.close()


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # What a broken workbook raises has no common base: zip, deflate, XML, numbers.
        raise RecordError("not an Excel workbook", place=str(path), way_out="save it as .xlsx or as CSV") from error


def _sound_rows(path: Path, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    with _sound(path):
        yield from rows


def write_sheet(path: Path, rows: Iterable[Mapping[str, Any]], variables: Sequence[str], lost: list[str]) -> int:
    """Write statements to a workbook; returns how many.

    What is longer than a cell can hold is left empty and listed in ``lost``; of quotes that is nothing, since their
    offsets stand beside them.

    Raises
    ------
    Refused
        If there are more statements than a sheet can hold.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("statements")
    names = [*FIXED, *variables]
    count = 0
    try:
        sheet.append([_escaped(name) for name in names])
        for row in rows:
            if count == MOST_ROWS:
                raise Refused(
                    f"a sheet holds {MOST_ROWS:,} statements at most", place=str(path), way_out="export as CSV or JSONL"
                )
            cells = []
            for name, text in zip(names, row_cells(row, variables), strict=True):
                written = _escaped(text)
                if len(written.encode("utf-16-le")) // 2 > LONGEST:
                    if name != "quote":
                        lost.append(f"statement {row.get('uid')}: {name} is longer than a cell can hold")
                    written = ""
                cell = WriteOnlyCell(sheet, value=None)
                if written:
                    cell.value = written
                    # Not a formula, whatever it looks like.
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
            count += 1
    finally:
        book.save(path)
    return count


def _escaped(text: str) -> str:
    # Lower case: openpyxl strips "x005F_" from what it reads, and both cases mean the same to Excel.
    return _ESCAPE.sub(lambda found: f"_x{ord(found[0]):04x}_", text)


def _text(cell: Any) -> str:
    """A cell as CSV would have it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell if isinstance(cell, str) else str(getattr(cell, "text", cell))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
