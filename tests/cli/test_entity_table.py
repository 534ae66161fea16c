"""``entities -o`` and ``describe --file`` are each other's reverse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import Done


def test_the_command_writes_a_table_that_describe_reads(study: Path, cli: Callable[..., Done]) -> None:
    table = study.with_name("organizations.csv")
    done = cli("entities", study, "--type", "organization", "-o", table)
    assert f"of type organization written to {table}" in done.out
    assert table.read_text("utf-8").startswith("name,parent,aliases,color,notes")
    taken = cli("describe", study, "--type", "organization", "--file", table, "--json")
    assert taken.json["changed"] == 0
    assert taken.json["rows"] == done.out.count("\n") + int(done.out.split()[0]) - 1


def test_a_table_without_a_type_is_refused(study: Path, cli: Callable[..., Done]) -> None:
    done = cli("entities", study, "-o", study.with_name("x.csv"))
    assert (done.status, "say which with --type" in done.err) == (2, True)
    assert not study.with_name("x.csv").exists()
