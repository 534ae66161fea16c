r"""Statement files as rows: separators, encodings, several values, groups, and what is no statement file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.exchange.heads import FIXED
from communique.exchange.rows import groups_of_row, join_values, read_rows, split_values, write_rows
from communique.model.errors import RecordError


def rows_of(tmp_path: Path, content: str | bytes, format: str = "csv") -> list[tuple[int, dict[str, Any]]]:
    path = tmp_path / f"statements.{format}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_rows(path, format))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_line_ends_and_encodings_are_told_apart(
    tmp_path: Path, delimiter: str, line_end: str, encoding: str
) -> None:
    lines = [["document", "quote", "organization"], ["On the tram", "“Not here”", "Café|Guild"], ["2", "yes", ""]]
    content = line_end.join(delimiter.join(line) for line in lines) + line_end
    assert rows_of(tmp_path, content.encode(encoding)) == [
        (2, {"document": "On the tram", "quote": "“Not here”", "organization": ["Café", "Guild"]}),
        (3, {"document": "2", "quote": "yes", "organization": []}),
    ]


def test_a_file_in_the_encoding_of_western_windows_is_read(tmp_path: Path) -> None:
    ((_, row),) = rows_of(tmp_path, "document;quote\r\nCafé;“Nö” – 5 €\r\n".encode("cp1252"))
    assert row == {"document": "Café", "quote": "“Nö” – 5 €"}


def test_cells_in_quotation_marks_hold_separators_marks_and_line_ends(tmp_path: Path) -> None:
    content = 'document,quote,concept\n1,"a, b\nand ""c""",x\n2,d,y\n'
    assert rows_of(tmp_path, content) == [
        (2, {"document": "1", "quote": 'a, b\nand "c"', "concept": ["x"]}),
        (4, {"document": "2", "quote": "d", "concept": ["y"]}),
    ]


def test_a_separator_in_a_quoted_column_name_does_not_mislead(tmp_path: Path) -> None:
    content = 'document;quote;"left, right, or, neither"\n1;a, b;x\n'
    ((_, row),) = rows_of(tmp_path, content)
    assert row == {"document": "1", "quote": "a, b", "left, right, or, neither": ["x"]}


def test_empty_lines_are_passed_over_and_keep_their_number(tmp_path: Path) -> None:
    assert [line for line, _ in rows_of(tmp_path, "document,quote\n\n1,a\n,\n2,b\n\n")] == [3, 5]


def test_cells_that_are_missing_at_the_end_of_a_line_are_not_there(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "document,quote,concept\n1,a\n") == [(2, {"document": "1", "quote": "a"})]


def test_fixed_columns_are_never_split(tmp_path: Path) -> None:
    ((_, row),) = rows_of(tmp_path, "document,quote,memo,concept\na|b,c|d,e|f,g|h\n")
    assert row == {"document": "a|b", "quote": "c|d", "memo": "e|f", "concept": ["g", "h"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("  \n ", "the file is empty"),
        ("document,quote,document\n", "line 1: column 'document' stands twice"),
        ("document,quote\n1,a,b\n", "line 2: 3 cells, but 2 columns"),
        ('document,quote\n1,"a\n', "not CSV"),
        ('document,quote\n1,"a"b\n', "not CSV"),
        (b"document,quote\n1,\0\n", "not a text file"),
        (b"\xff\xfed", "not a text file"),
        (bytes(range(256)), "not a text file"),
        (f"document,quote\n1,{'x' * 200_000}\n", None),
    ],
)
def test_what_is_no_csv_is_named(tmp_path: Path, content: str | bytes, message: str | None) -> None:
    if message is None:
        assert len(rows_of(tmp_path, content)) == 1
        return
    with pytest.raises(RecordError) as caught:
        rows_of(tmp_path, content)
    assert message in str(caught.value)
    assert "statements.csv" in str(caught.value)
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a JSON object"),
        ("[1]", "not a JSON object"),
        ('"x"', "not a JSON object"),
        ("{'document': 1}", "not a JSON object"),
        (b'{"quote": "\xe9"}', "not a JSON object in UTF-8"),
        ('{"document": 1, "values": [1]}', "'values' is not an object"),
        ('{"document": 1, "values": "x"}', "'values' is not an object"),
        ('{"document": 1, "groups": {"a": 1}}', "groups are not a list"),
        ('{"document": 1, "groups": "nonsense"}', "groups are not JSON"),
        ('{"document": 1, "quote": "\\ud800"}', "half a character"),
        ('{"document": NaN}', "not a JSON object"),
        ('{"document": 1, "document": 2}', "stands twice"),
    ],
)
def test_a_line_that_is_no_json_object_is_named(tmp_path: Path, line: str | bytes, message: str) -> None:
    data = line if isinstance(line, bytes) else line.encode()
    with pytest.raises(RecordError) as caught:
        rows_of(tmp_path, b'{"document": 1, "quote": "a"}\n' + data + b"\n", "jsonl")
    assert message in str(caught.value)
    assert "line 2" in str(caught.value)


def test_json_lines_may_have_a_byte_order_mark_empty_lines_and_crlf(tmp_path: Path) -> None:
    content = "\ufeff" + '{"document": 1, "quote": "a"}\r\n\r\n{"document": 2, "quote": "b"}'
    assert [(line, row["document"]) for line, row in rows_of(tmp_path, content, "jsonl")] == [(1, 1), (3, 2)]


def test_values_may_stand_under_values_or_beside_the_fixed_fields(tmp_path: Path) -> None:
    one = {"document": 1, "quote": "a", "values": {"concept": ["x", "y"], "agreement": [True]}}
    two = {"document": 1, "quote": "a", "concept": ["x", "y"], "agreement": True}
    (_, a), (_, b) = rows_of(tmp_path, f"{json.dumps(one)}\n{json.dumps(two)}\n", "jsonl")
    assert a == {"document": 1, "quote": "a", "concept": ["x", "y"], "agreement": [True]}
    assert b == two


def test_values_that_repeat_what_stands_in_groups_are_taken_once(tmp_path: Path) -> None:
    row = {
        "document": 1,
        "quote": "a",
        "values": {"person": ["Ann", "Cy", "Ann", "Bo"], "role": ["chair"]},
        "groups": [{"person": "Ann", "role": "chair"}, {"person": ["Bo"]}],
    }
    ((_, read),) = rows_of(tmp_path, json.dumps(row), "jsonl")
    assert read["person"] == ["Ann", "Cy"]
    assert read["role"] == []
    assert read["groups"] == row["groups"]


def test_a_statement_as_it_is_shown_can_be_read_again(tmp_path: Path) -> None:
    shown = {"id": 7, "document": 1, "spans": [{"start": 3, "end": 5, "quote": "ab", "status": "exact"}], "values": {}}
    ((_, row),) = rows_of(tmp_path, json.dumps(shown), "jsonl")
    assert (row["quote"], row["start"], row["end"]) == ("ab", 3, 5)


awkward = st.text(
    st.sampled_from("|\\ab \n,;\t\"'é🚋[]{}") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=8
)
"""Text with everything that means something in CSV or JSON."""


@given(st.lists(awkward.filter(str.strip).map(str.strip), max_size=4))
@example(["\\"])
@example(["a\\", "b"])
@example(["a\\|b", "\\|"])
@example(["\\\\"])
def test_values_joined_into_a_cell_come_apart_again(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


def test_a_bar_separates_and_an_escaped_one_does_not() -> None:
    assert split_values(r"Tram Users| Left \| Right |") == ["Tram Users", " Left | Right "]
    assert split_values("") == []
    assert split_values(r"C:\temp\new") == [r"C:\temp\new"]


def test_groups_are_a_list_of_objects_or_the_same_as_json() -> None:
    groups = [{"person": "Ann", "role": ["chair", "poet"]}, {"person": "Bo"}]
    assert groups_of_row(groups) == groups
    assert groups_of_row(json.dumps(groups)) == groups
    assert groups_of_row("") == groups_of_row(None) == groups_of_row([]) == []
    for wrong in ("x", '{"person": "Ann"}', '["Ann"]', "[1]", 7):
        with pytest.raises(RecordError, match="groups are not"):
            groups_of_row(wrong)


rows = st.fixed_dictionaries(
    {
        "document": awkward.filter(str.strip),
        "quote": awkward.filter(str.strip),
        "start": st.integers(0, 99),
        "end": st.integers(0, 99),
        "memo": awkward,
        "unsure": st.booleans(),
        "groups": st.lists(st.dictionaries(st.sampled_from(["person", "role"]), awkward, min_size=1), max_size=2),
        "values": st.dictionaries(
            st.sampled_from(["concept", "left, right"]),
            st.lists(awkward.filter(str.strip).map(str.strip), min_size=1, max_size=3),
        ),
    }
)


@given(st.lists(rows, min_size=1, max_size=4))
def test_csv_is_written_so_that_it_can_be_read_again(written: list[dict[str, Any]]) -> None:
    file = io.StringIO(newline="")
    assert write_rows(file, written, ["concept", "left, right"], "csv") == len(written)
    header, *lines = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert header == [*FIXED, "concept", "left, right"]
    for row, cells in zip(written, lines, strict=True):
        read = dict(zip(header, cells, strict=True))
        assert read["memo"] == row["memo"]
        assert groups_of_row(read["groups"]) == row["groups"]
        for name in ("concept", "left, right"):
            assert split_values(read[name]) == row["values"].get(name, [])


def test_json_lines_keep_zeros_and_leave_out_what_is_empty() -> None:
    file = io.StringIO()
    row = {"document": "x", "start": 0, "end": 1, "memo": "", "unsure": False, "groups": [], "values": {"degree": [0]}}
    assert write_rows(file, [row], ["degree"], "jsonl") == 1
    assert json.loads(file.getvalue()) == {"document": "x", "start": 0, "end": 1, "values": {"degree": [0]}}


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, format: str) -> None:
    with pytest.raises(RecordError, match=r"gone\.txt: cannot be read \(No such file or directory\)"):
        list(read_rows(tmp_path / "gone.txt", format))
