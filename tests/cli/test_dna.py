"""Importing and exporting .dna files on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.dna_files import small, write_dna


def test_a_dna_file_goes_in_and_out(cli: Callable[..., Any], tmp_path: Path) -> None:
    source = write_dna(tmp_path / "in.dna", small())
    project = tmp_path / "p.communique"
    assert cli("new", project, "--codebook", "empty").status == 0
    taken = cli("import", project, source)
    assert taken.status == 0
    assert "1 document and 2 statements imported" in taken.out
    given = cli("export", project, tmp_path / "out.dna", "--json")
    assert given.status == 0
    assert (given.json["format"], given.json["exported"], given.json["lost"]) == ("dna", 2, [])


def test_what_is_not_carried_over_is_printed_on_stderr(cli: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "p.communique"
    cli("new", project)
    given = cli("export", project, tmp_path / "out.dna")
    assert given.status == 0
    assert "not carried over: 4 statement types" in given.err


def test_a_row_that_cannot_be_taken_in_is_an_error_with_its_place(cli: Callable[..., Any], tmp_path: Path) -> None:
    source = write_dna(tmp_path / "in.dna", small(STATEMENTS=[(7, 1, 99, 0, 3, 1)]))
    project = tmp_path / "p.communique"
    cli("new", project, "--codebook", "empty")
    taken = cli("import", project, source)
    assert taken.status == 1
    assert "STATEMENTS 7: stands in a document that does not exist" in taken.err
