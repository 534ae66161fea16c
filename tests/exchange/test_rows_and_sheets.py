"""Statement files come back as they were written, whatever stands in their cells."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from communique.exchange.rows import join_values, read_rows, split_values, write_rows
from communique.exchange.sheets import write_sheet
from communique.model.errors import RecordError
from tests.reading.test_fuzz import MUTATIONS, mutated

FORMULAS = ["=1+1", '=HYPERLINK("http://x.invalid";"a")', "+1", "-a", "@sum", "'=1", "''-", "\t=1", "\r=2", "-5", "'-5"]
AWKWARD = [
    *FORMULAS,
    "a|b",
    "a\\|b",
    "\\",
    "a\\\\",
    "|",
    '"quoted"',
    "two\nlines",
    "two\r\nlines",
    "_x000D_",
    "_x005F_x000D_",
    "_x005f_",
    "bell \x07 rings",
    "1.0",
    "007",
    "TRUE",
    " edges ",
    "🚋 shade",
    "#N/A",
    "2031-05-03",
]
cells = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20),
).filter(str.strip)


def row_of(memo: str, values: list[str]) -> dict[str, Any]:
    return {"document": "1", "quote": "welcomes", "memo": memo, "values": {"remark": values}}


def written_and_read(rows: list[dict[str, Any]], format: str, **options: Any) -> list[tuple[str, list[str]]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"f.{format}"
        if format == "xlsx":
            write_sheet(path, rows, ["remark"], [])
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                write_rows(file, rows, ["remark"], format, **options)
        return [(row["memo"], row["remark"]) for _, row in read_rows(path, format)]


@settings(max_examples=150)
@given(st.lists(cells, min_size=1, max_size=4))
def test_values_joined_in_a_cell_are_split_into_the_same_values(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("csv", {}),
        ("csv", {"delimiter": ";"}),
        ("csv", {"delimiter": "\t"}),
        ("csv", {"delimiter": ";", "excel": True}),
        ("xlsx", {}),
    ],
)
@settings(max_examples=60)
@given(data=st.lists(st.tuples(cells, st.lists(cells, min_size=1, max_size=3)), min_size=1, max_size=4))
def test_rows_come_back_to_the_letter(format: str, options: dict[str, Any], data: list[tuple[str, list[str]]]) -> None:
    assert written_and_read([row_of(m, v) for m, v in data], format, **options) == data


@pytest.mark.parametrize("cell", AWKWARD)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_awkward_cells_come_back_to_the_letter(format: str, cell: str) -> None:
    assert written_and_read([row_of(cell, [cell, "b"])], format) == [(cell, [cell, "b"])]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_workbook_holds_text_and_no_formula(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "f.xlsx"
    write_sheet(path, [row_of(cell, [cell])], ["remark"], [])
    sheet = load_workbook(path).worksheets[0]
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("cell", ["=1+1", "+1 for shade", "-a", "@sum"])
def test_only_a_csv_file_for_excel_guards_what_looks_like_a_formula(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "f.csv"
    for excel, expected in ((False, cell), (True, f"'{cell}")):
        with path.open("w", encoding="utf-8", newline="") as file:
            write_rows(file, [row_of(cell, [])], [], "csv", excel=excel)
        assert f",{expected}," in path.read_text(encoding="utf-8-sig")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") is excel


def test_a_negative_number_is_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, [row_of("-1.5", [])], [], "csv", excel=True)
    assert ",-1.5," in path.read_text(encoding="utf-8-sig")


def test_a_workbook_typed_by_hand_is_read_as_its_cells_say(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["document", "quote", "agreement", "year"])
    sheet.append([3, "welcomes", True, 2031])
    sheet.append([None, None, None, None])
    sheet.append(["On the tram", "rejects", False, 2031.5])
    path = tmp_path / "hand.xlsx"
    book.save(path)
    rows = list(read_rows(path, "xlsx"))
    assert rows == [
        (2, {"document": "3", "quote": "welcomes", "agreement": ["true"], "year": ["2031"]}),
        (4, {"document": "On the tram", "quote": "rejects", "agreement": ["false"], "year": ["2031.5"]}),
    ]


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing of the sort")
    with pytest.raises(RecordError, match=r"no\.xlsx: not an Excel workbook"):
        list(read_rows(path, "xlsx"))


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED], ids=["packed", "stored"])
def test_mutated_workbooks_give_rows_or_a_word_and_nothing_else(tmp_path: Path, compression: int) -> None:
    book = Workbook()
    for row in (["document", "type", "quote"], *([f"letter {n}", "Claim", "the tram shall run"] for n in range(5))):
        book.active.append(row)
    book.save(tmp_path / "sound.xlsx")
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound, zipfile.ZipFile(path, "w", compression) as packed:
        for name in sound.namelist():
            packed.writestr(name, sound.read(name))
    data = path.read_bytes()
    assert len(list(read_rows(path, "xlsx"))) == 5
    chance = random.Random(20310512)
    refused = 0
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(data, chance))
        try:
            list(read_rows(path, "xlsx"))
        except RecordError as error:
            refused += 1
            assert error.way_out
    assert refused


def test_what_is_longer_than_a_cell_is_listed(tmp_path: Path) -> None:
    lost: list[str] = []
    row = row_of("m" * 40_000, []) | {"quote": "q" * 40_000, "uid": "u1"}
    write_sheet(tmp_path / "f.xlsx", [row], [], lost)
    assert lost == ["statement u1: memo is longer than a cell can hold"]
