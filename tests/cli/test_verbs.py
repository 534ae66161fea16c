"""The verbs as a user calls them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.cli.app import VERBS
from tests.cli.conftest import PAGES, Done

Cli = Callable[..., Done]


def state(cli: Cli, project: Path) -> str:
    found: str = cli("check", project, "--json").json["state"]
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(cli: Cli, verb: str) -> None:
    done = cli(verb, "--help")
    assert done.status == 0
    assert len(done.out.splitlines()) > 5


def test_no_verb_prints_the_help(cli: Cli) -> None:
    assert "Commands:" in cli().out


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("new",), ("new", "--nonsense", "x"), ("log", "a", "--limit", "x")]
)
def test_wrong_usage_is_one_line_and_status_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli(*arguments)
    assert done.status == 2
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1


def test_added_pages_keep_their_text_to_the_letter(cli: Cli, study: Path) -> None:
    texts = {cli("show", study, d["id"], "--json").json["text"] for d in cli("documents", study, "--json").json}
    assert texts == {text.strip() for text in PAGES.values()} or texts == set(PAGES.values())


def test_adding_again_finds_everything_already_there(cli: Cli, study: Path, pages: Path) -> None:
    before = state(cli, study)
    again = cli("add", study, pages, "--json").json["sources"]
    assert {s["status"] for s in again} == {"already there"}
    assert sorted(d for s in again for d in s["documents"]) == [1, 2]
    assert state(cli, study) == before


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("junk.txt", bytes(range(256)) * 20, "junk.txt"),
        ("nul.txt", b"A letter\0with a hole", "byte 8 is zero"),
    ],
)
def test_a_bad_file_is_named_and_does_not_stop_the_others(
    cli: Cli, study: Path, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text("A third voice\n\nThe Ferry Club has not made up its mind.\n", encoding="utf-8")
    done = cli("add", study, bad, good, "--json")
    assert done.status == 1
    by_name = {Path(s["path"]).name: s for s in done.json["sources"]}
    assert by_name[name]["status"] == "failed"
    assert reason in by_name[name]["reason"]
    assert by_name["good.txt"]["status"] == "added"
    assert cli("check", study).status == 0


def test_a_file_that_is_not_there_leaves_the_project_as_it_was(cli: Cli, study: Path) -> None:
    before = state(cli, study)
    done = cli("add", study, "nowhere.txt")
    assert done.status == 1
    assert "nowhere.txt" in done.out
    assert state(cli, study) == before


def test_a_wrong_encoding_is_named_with_the_way_out(cli: Cli, study: Path, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Grüße an alle".encode("latin-1"))
    done = cli("add", study, path, "--encoding", "utf-8", "--json")
    assert done.json["sources"][0]["status"] == "failed"
    assert "utf-8" in done.json["sources"][0]["reason"].lower()


def test_statements_are_anchored_on_the_texts_own_words(cli: Cli, study: Path) -> None:
    statements = cli("statements", study, "--json").json
    quotes = [s["spans"][0]["quote"] for s in statements]
    assert quotes == ["welcomes the tram", "wants “more shade”", "rejects the tram", "wants more shade"]
    for statement in statements:
        text = cli("show", study, statement["document"], "--json").json["text"]
        span = statement["spans"][0]
        assert text[span["start"] : span["end"]] == span["quote"]
        assert span["status"] == "exact"


def test_statements_can_be_filtered(cli: Cli, study: Path) -> None:
    assert len(cli("statements", study, "--value", "organization=Garden Circle", "--json").json) == 2
    assert len(cli("statements", study, "--value", "agreement=false", "--json").json) == 1
    assert len(cli("statements", study, "--document", "Not through our lane", "--json").json) == 2
    assert cli("statements", study, "--layer", "second", "--json").json == []
    assert cli("statements", study, "--coder", "Nobody").status == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,no such words,A,B,true", "does not occur"),
        ("1,Garden Circle,A,B,true", "occurs 2 times"),
        ("99,tram,A,B,true", "no document"),
        ("2,welcomes the tram,A,B,perhaps", "neither true nor false"),
    ],
)
def test_a_row_that_cannot_be_imported_is_reported_by_line(
    cli: Cli, study: Path, tmp_path: Path, line: str, reason: str
) -> None:
    before = state(cli, study)
    path = tmp_path / "bad.csv"
    path.write_text(f"document,quote,organization,concept,agreement\n{line}\n", encoding="utf-8")
    done = cli("import", study, path, "--json")
    assert done.status == 1
    assert done.json["imported"] == 0
    (failure,) = done.json["failed"]
    assert failure["line"] == 2
    assert reason in failure["reason"]
    assert state(cli, study) == before


def test_an_unknown_column_refuses_the_file_with_a_hint(cli: Cli, study: Path, tmp_path: Path) -> None:
    before = state(cli, study)
    path = tmp_path / "bad.csv"
    path.write_text("document,quote,organisation\n1,welcomes the tram,A\n", encoding="utf-8")
    done = cli("import", study, path)
    assert done.status == 2
    assert "did you mean 'organization'" in done.err
    assert state(cli, study) == before


def test_the_network_counts_what_the_statements_say(cli: Cli, study: Path) -> None:
    view = cli("network", study, "--aggregation", "subtract", "--json").json
    (network,) = view["networks"]
    cells = {
        (row, column): network["matrix"][i][j]
        for i, row in enumerate(network["rows"])
        for j, column in enumerate(network["columns"])
    }
    assert cells == {
        ("Garden Circle", "Shade"): 1,
        ("Garden Circle", "Tram"): -1,
        ("Harbour Guild", "Shade"): 1,
        ("Harbour Guild", "Tram"): 1,
    }
    assert view["statements"] == 4


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("congruence", 1), ("conflict", 1), ("subtract", 0), ("ignore", 2)]
)
def test_one_mode_networks_count_pairs_over_shared_concepts(
    cli: Cli, study: Path, aggregation: str, expected: int
) -> None:
    (network,) = cli("network", study, "--type", "one-mode", "--aggregation", aggregation, "--json").json["networks"]
    assert network["rows"] == network["columns"] == ["Garden Circle", "Harbour Guild"]
    assert network["matrix"][0][1] == network["matrix"][1][0] == expected


def test_evidence_and_explain_open_the_quotes_behind_a_cell(cli: Cli, study: Path) -> None:
    options = ("--type", "one-mode", "--aggregation", "conflict", "--json")
    (cell,) = cli("evidence", study, "Garden Circle", "Harbour Guild", *options).json["cells"]
    assert [s["quote"] for s in cell["statements"]] == ["rejects the tram", "welcomes the tram"]
    (cell,) = cli("explain", study, "Garden Circle", "Harbour Guild", *options).json["cells"]
    assert cell["value"] == 1
    assert "1" in cell["formula"]
    assert cell["counts"]


def test_an_unknown_node_is_refused(cli: Cli, study: Path) -> None:
    done = cli("evidence", study, "Garden Circl", "Tram")
    assert done.status == 1
    assert "Garden Circle" in done.err


def test_undo_and_redo_name_what_they_did(cli: Cli, study: Path) -> None:
    before = state(cli, study)
    assert "import 4 statements" in cli("undo", study).out
    assert cli("statements", study, "--json").json == []
    assert "import 4 statements" in cli("redo", study).out
    assert state(cli, study) == before
    changes = cli("log", study, "--json").json["changes"]
    assert [c["verb"] for c in changes] == ["redo", "undo", "import", "add", "new"]


def test_everything_can_be_undone_down_to_the_new_project(cli: Cli, study: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.communique"
    cli("new", empty)
    while cli("undo", study).status == 0:
        pass
    assert cli("documents", study, "--json").json == cli("documents", empty, "--json").json == []
    assert cli("entities", study, "--json").json == []
    assert cli("check", study).status == 0


def test_reading_verbs_show_an_earlier_state(cli: Cli, study: Path) -> None:
    assert len(cli("statements", study, "--as-of", 2, "--json").json) == 0
    assert len(cli("documents", study, "--as-of", 1, "--json").json) == 0
    assert cli("network", study, "--as-of", 2, "--json").json["statements"] == 0
    assert cli("documents", study, "--as-of", 99).status == 2


def test_a_document_can_be_split_and_its_statements_follow(cli: Cli, study: Path) -> None:
    text = cli("show", study, 1, "--json").json["text"]
    at = text.index("The Garden Circle wants")
    numbers = cli("split", study, 1, 0, at, "--json").json["documents"]
    by_document = {s["spans"][0]["quote"]: s["document"] for s in cli("statements", study, "--json").json}
    assert by_document["rejects the tram"] == 1
    assert by_document["wants more shade"] == numbers[1]
    assert cli("show", study, numbers[1], "--json").json["text"] == text[at:]
    assert cli("check", study).status == 0
    assert cli("split", study, 1, 0, text.index("the tram")).status == 1


def test_metadata_can_be_edited(cli: Cli, study: Path) -> None:
    done = cli("edit", study, 1, "--set", "date=2031-05", "--set", "author=Bo", "--set", "attribute:place=quay")
    assert done.status == 0
    shown = cli("show", study, 1, "--json").json
    assert (shown["date"], shown["date_basis"], shown["author"]) == ("2031-05", "coded", "Bo")
    assert shown["attributes"] == {"place": "quay"}
    assert cli("edit", study, 1, "--set", "date=soon").status == 2
    assert cli("edit", study, 1, "--set", "colour=red").status == 2


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_exported_statements_come_back_the_same(cli: Cli, study: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    assert cli("export", study, path).status == 0
    before = cli("statements", study, "--json").json
    assert cli("import", study, path, "--json").json["already"] == 4
    cli("undo", study)
    assert cli("import", study, path, "--json").json["imported"] == 4

    def essence(statements: list[dict[str, object]]) -> list[object]:
        return [{k: v for k, v in s.items() if k != "id"} for s in statements]

    assert essence(cli("statements", study, "--json").json) == essence(before)


@pytest.mark.parametrize("suffix", ["csv", "json", "graphml", "gexf", "parquet", "dl"])
def test_networks_are_written_in_every_format(cli: Cli, study: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"net.{suffix}"
    done = cli("network", study, "-o", path)
    assert done.status == 0, done.err
    assert path.stat().st_size > 0


def test_a_report_of_any_project_is_one_page(cli: Cli, study: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    assert cli("report", study, "-o", path, "--title", "Shade & <tram>").status == 0
    page = path.read_text(encoding="utf-8")
    assert "Shade &amp; &lt;tram&gt;" in page
    assert "welcomes the tram" in page


def test_an_empty_project_gives_empty_answers(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "empty.communique"
    cli("new", path)
    assert cli("documents", path, "--json").json == []
    assert cli("statements", path, "--json").json == []
    view = cli("network", path, "--json").json
    assert view["statements"] == 0
    assert view["networks"][0]["matrix"] == []
    assert cli("report", path, "-o", tmp_path / "r.html").status == 0


def test_reading_without_a_project_gives_text_blocks_and_documents(cli: Cli, pages: Path) -> None:
    view = cli("read", pages / "guild.txt", "--json").json
    assert view["text"] == PAGES["guild.txt"]
    (document,) = view["documents"]
    assert document["title"]["quote"] == "A word on shade"
    assert document["date"] == {"value": None, "basis": "none", "quote": None, "start": None, "end": None}
    assert {"signatories", "quotations", "figures"} <= set(document)
    covered = [False] * len(view["text"])
    for block in view["blocks"]:
        covered[block["start"] : block["end"]] = [True] * (block["end"] - block["start"])
    assert all(c or ch.isspace() for c, ch in zip(covered, view["text"], strict=True))


def test_readers_are_listed_as_plug_ins(cli: Cli) -> None:
    names = {p["name"] for p in cli("plugins", "--json").json["plugins"] if p["ok"]}
    assert {"text", "html"} <= names


def test_a_bug_of_ours_is_no_traceback(cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from communique.study.project import Project

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.delenv("COMMUNIQUE_DEBUG", raising=False)
    monkeypatch.setattr(Project, "log", broken)
    done = cli("log", study)
    assert done.status == 1
    assert done.err.startswith("error: unexpected ZeroDivisionError: oh")
    assert "Traceback" not in done.err


def test_interrupting_an_import_leaves_the_project_as_it_was(cli: Cli, study: Path, tmp_path: Path) -> None:
    before = state(cli, study)
    rows = [{"document": 1, "start": i % 20, "end": i % 20 + 5, "organization": f"Club {i}"} for i in range(200_000)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "communique", "import", study, path], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    journal = study.with_name(f"{study.name}-journal")
    while not journal.exists() and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert b"error: interrupted" in err
    assert b"Traceback" not in err
    assert state(cli, study) == before


def test_output_into_a_closed_pipe_ends_quietly(study: Path) -> None:
    command = f'"{sys.executable}" -m communique show "{study}" 1 --json | head -c 1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_an_archive_is_read_page_by_page(cli: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "A letter of the Boat Club, of some length.")
        archive.writestr("b/empty.txt", "")
    found = cli("read", path, "--json").json
    assert found["archive"] == str(path)
    assert [reading["text"] for reading in found["readings"]] == ["A letter of the Boat Club, of some length."]
    assert "empty" in found["failed"][0]["path"]
    assert "a.txt" in cli("read", path).out
