"""Several coders from the command line: assignments, blind layers, merging; purging; workbooks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Cli = Callable[..., Done]


def quotes(done: Done) -> list[str]:
    assert done.status == 0, done.err
    return [s["spans"][0]["quote"] for s in done.json]


@pytest.fixture
def guild(cli: Cli, study: Path) -> int:
    """The number of the guild's page."""
    return next(d["id"] for d in cli("documents", study, "--json").json if d["title"] == "A word on shade")


def test_assignments_say_who_codes_what_and_how_far_it_has_come(cli: Cli, study: Path) -> None:
    assert cli("assignments", study, "--json").json == []
    assert cli("assign", study, "Bo", 1, 2, "--layer", "second").status == 0
    assert cli("assign", study, "Ada", 1, "--done", "--json").json == {
        "coder": "Ada",
        "documents": 1,
        "layer": "primary",
        "state": "done",
    }
    found = [
        (a["document"], a["coder"], a["layer"], a["state"], a["blind"], a["statements"])
        for a in cli("assignments", study, "--json").json
    ]
    assert found == [
        (1, "Ada", "primary", "done", False, 2),
        (1, "Bo", "second", "open", False, 0),
        (2, "Bo", "second", "open", False, 0),
    ]
    assert "primary" in cli("assignments", study).out


def test_a_blind_coder_sees_nobody_elses_statements_until_done(
    cli: Cli, study: Path, guild: int, tmp_path: Path
) -> None:
    everything = quotes(cli("statements", study, "--json"))
    assert cli("assign", study, "Bo", guild, "--layer", "second", "--blind").status == 0
    seen = quotes(cli("statements", study, "--as", "Bo", "--json"))
    assert seen == ["rejects the tram", "wants more shade"]
    assert cli("show", study, guild, "--as", "Bo", "--json").json["statements"] == []
    assert quotes(cli("statements", study, "--as", "Ada", "--json")) == everything
    row = {"document": guild, "quote": "says so", "organization": "Harbour Guild", "layer": "second", "coder": "Bo"}
    (tmp_path / "bo.jsonl").write_text(json.dumps(row))
    assert cli("import", study, tmp_path / "bo.jsonl").status == 0
    assert quotes(cli("statements", study, "--document", guild, "--as", "Bo", "--json")) == ["says so"]
    assert quotes(cli("statements", study, "--as", "Ada", "--json")) == [*everything, "says so"]
    assert cli("assign", study, "Bo", guild, "--layer", "second", "--done").status == 0
    assert cli("assignments", study, "--json").json[0]["blind"] is True
    assert quotes(cli("statements", study, "--as", "Bo", "--json")) == [*everything, "says so"]


def test_what_was_open_once_is_seen_as_it_was(cli: Cli, study: Path, guild: int) -> None:
    cli("assign", study, "Bo", guild, "--blind")
    change = cli("log", study, "--json").json["changes"][0]["id"]
    cli("assign", study, "Bo", guild, "--done")
    assert len(quotes(cli("statements", study, "--as", "Bo", "--as-of", change, "--json"))) == 2
    assert len(quotes(cli("statements", study, "--as", "Bo", "--json"))) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("statements", "--as", "Nobody"),
        ("show", 1, "--as", "Nobody"),
        ("assign", "Bo", 1, "--layer", "third"),
        ("export", "x.xlsx", "--delimiter", "semicolon"),
        ("export", "x.csv", "--delimiter", "colon"),
    ],
)
def test_words_that_are_not_known_are_wrong_usage(cli: Cli, study: Path, arguments: tuple[object, ...]) -> None:
    verb, *rest = arguments
    done = cli(verb, study, *rest)
    assert done.status == 2
    assert done.err.startswith("error: ")
    assert not Path("x.csv").exists()


def test_merge_says_what_came_and_what_stands_against_it(cli: Cli, study: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.communique"
    shutil.copy(study, other)
    cli("edit", study, 1, "--set", "author=Here")
    cli("edit", other, 1, "--set", "author=There")
    row = {"document": 2, "start": 0, "end": 3, "organization": "Ferry Club"}
    (tmp_path / "row.jsonl").write_text(json.dumps(row))
    cli("import", other, tmp_path / "row.jsonl")
    before = cli("check", study, "--json").json["state"]
    done = cli("merge", study, other)
    assert done.status == 0, done.err
    assert "added: 1 statement" in done.out
    assert "new organization: Ferry Club" in done.out
    assert "conflict: document, changed here and there" in done.out
    assert cli("check", study).status == 0
    assert cli("undo", study).status == 0
    assert cli("check", study, "--json").json["state"] == before
    (conflict,) = cli("merge", study, other, "--json").json["conflicts"]
    assert (conflict["here"]["author"], conflict["there"]["author"]) == ("Here", "There")
    assert cli("merge", study, tmp_path / "nowhere.communique").status == 1
    assert cli("merge", study, study).status == 1


def test_purge_asks_first(cli: Cli, study: Path, guild: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    asked: list[str] = []

    def no(question: str, **_: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(typer, "confirm", no)
    arguments = ("purge", study, "--document", guild, "--reason", "asked")
    done = cli(*arguments)
    assert (done.status, len(asked)) == (1, 1)
    assert "A word on shade" in done.err
    assert len(cli("documents", study, "--json").json) == 2
    done = cli(*arguments, "--yes")
    assert (done.status, len(asked)) == (0, 1)
    assert "1 document, 2 statements" in done.out
    assert len(cli("documents", study, "--json").json) == 1
    assert cli("check", study).status == 0
    assert cli("undo", study).status == 1


def test_purge_needs_a_reason(cli: Cli, study: Path) -> None:
    assert cli("purge", study, "--document", 1, "--yes").status == 2
    assert cli("purge", study, "--reason", "x", "--yes").status == 2


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("out.xlsx", ()),
        ("out.csv", ("--delimiter", "semicolon")),
        ("out.csv", ("--delimiter", "semicolon", "--excel")),
        ("out.tsv", ()),
    ],
)
def test_statements_come_back_from_every_kind_of_table(
    cli: Cli, study: Path, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    row = {
        "document": 1,
        "start": 0,
        "end": 6,
        "organization": ["=SUM(A1:A9)", "Left | Right; \\"],
        "memo": "=1+1",
        "groups": [{"person": "Bo Lind", "organization": "-Guild"}],
    }
    (tmp_path / "row.jsonl").write_text(json.dumps(row))
    assert cli("import", study, tmp_path / "row.jsonl").status == 0
    path = tmp_path / name
    before = cli("statements", study, "--json").json
    assert cli("export", study, path, *options).status == 0
    assert cli("undo", study).status == 0
    assert cli("undo", study).status == 0
    assert cli("statements", study, "--json").json == []
    done = cli("import", study, path, "--json")
    assert done.json["failed"] == []
    assert cli("statements", study, "--json").json == before
    assert cli("check", study).status == 0
