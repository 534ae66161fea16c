"""Correcting, joining, renaming, recoding … as a user calls them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Cli = Callable[..., Done]


def state(cli: Cli, project: Path) -> str:
    found: str = cli("check", project, "--json").json["state"]
    return found


def give(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Put a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


def guild(cli: Cli, study: Path) -> int:
    (number,) = [d["id"] for d in cli("documents", study, "--json").json if d["title"] == "A word on shade"]
    found: int = number
    return found


def test_a_shown_text_is_corrected_from_a_file(cli: Cli, study: Path, tmp_path: Path) -> None:
    number = guild(cli, study)
    text = cli("show", study, number, "--text").out
    assert text == cli("show", study, number, "--json").json["text"]
    path = tmp_path / "corrected.txt"
    path.write_bytes(text.replace("It wants", "The Guild wants").encode())
    done = cli("correct", study, number, path, "--json").json
    assert (done["exact"], done["moved"], done["doubtful"]) == (1, 1, 0)
    assert cli("show", study, number, "--text").out == path.read_text(encoding="utf-8")
    assert cli("check", study).status == 0


def test_statements_in_doubt_are_listed_and_placed(cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = guild(cli, study)
    text = cli("show", study, number, "--text").out
    give(monkeypatch, text.replace("welcomes the tram", "welcomes a tram"))
    done = cli("correct", study, number, "-")
    assert "1 doubtful" in done.out
    (waiting,) = cli("statements", study, "--doubtful", "--json").json
    assert waiting["spans"][0]["quote"] == "welcomes the tram"
    assert "welcomes a tram" in cli("anchor", study, waiting["id"], "--quote", "welcomes a tram").out
    assert cli("statements", study, "--doubtful", "--json").json == []
    assert cli("anchor", study, waiting["id"]).status == 2


def test_a_correction_that_cannot_be_read_is_named(cli: Cli, study: Path, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Grüße".encode("latin-1"))
    done = cli("correct", study, 1, path)
    assert done.status == 1
    assert "latin.txt: not UTF-8 (byte 2)" in done.err
    assert "nowhere.txt" in cli("correct", study, 1, "nowhere.txt").err


def test_a_text_is_pasted_with_title_and_date(cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The Ferry Club has not made up its mind. Nor has anybody else on the pier so far.\n"
    give(monkeypatch, text)
    (source,) = cli("add", study, "-", "--title", "From the pier", "--date", "2031-05", "--json").json["sources"]
    assert source["status"] == "added"
    shown = cli("show", study, *source["documents"], "--json").json
    assert (shown["title"], shown["date"], shown["date_basis"]) == ("From the pier", "2031-05", "coded")
    assert shown["text"].strip() == text.strip()
    give(monkeypatch, text)
    assert cli("add", study, "-", "--json").json["sources"][0]["status"] == "already there"
    assert cli("check", study).status == 0


@pytest.mark.parametrize(
    ("arguments", "content", "status"),
    [(("-", "--date", "soon"), "x y z", 2), (("-",), " \n", 1), (("a.txt", "--title", "A"), "", 2)],
)
def test_what_cannot_be_pasted_leaves_the_project_as_it_was(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], content: str, status: int
) -> None:
    before = state(cli, study)
    give(monkeypatch, content)
    assert cli("add", study, *arguments).status == status
    assert state(cli, study) == before


def test_documents_are_joined(cli: Cli, study: Path) -> None:
    done = cli("join", study, "A word on shade", "Not through our lane", "--json").json
    assert done["statements"] == 2
    assert [d["id"] for d in cli("documents", study, "--json").json] == [done["document"]]
    assert cli("join", study, done["document"]).status == 2


def test_many_documents_are_edited_by_what_is_known_of_them(cli: Cli, study: Path) -> None:
    assert cli("edit", study, 1, 2, "--set", "source=Post", "--json").json["documents"] == [1, 2]
    assert cli("edit", study, "--where", "source=Post", "--set", "author=Bo", "--preview", "--json").json == {
        "documents": [1, 2]
    }
    assert cli("edit", study, "--all", "--set", "section=A", "--json").json["documents"] == [1, 2]
    assert cli("edit", study, "--set", "author=Bo").status == 2
    assert cli("edit", study, 1).status == 2
    assert {d["author"] for d in cli("documents", study, "--json").json} == {""}


@pytest.mark.parametrize(
    "command",
    [
        ("rename", "entity", "Tram", "Line 4"),
        ("unite", "Tram", "Shade"),
        ("divide", "Tram", "Line 4", "--document", "A word on shade"),
        ("recode", "--set", "concept=Line 4", "--value", "concept=Tram"),
        ("delete", "--value", "concept=Tram"),
        ("define", "Claim", "agreement", "--kind", "integer"),
        ("drop", "Claim", "concept"),
    ],
    ids=lambda command: command[0],
)
def test_what_a_preview_says_comes_true_and_is_undone_at_once(cli: Cli, study: Path, command: tuple[str, ...]) -> None:
    verb, *rest = command
    before = state(cli, study)
    preview = cli(verb, study, *rest, "--preview")
    assert preview.status == 0, preview.err
    assert preview.out.startswith("would ")
    assert state(cli, study) == before
    as_json = cli(verb, study, *rest, "--preview", "--json").json
    done = cli(verb, study, *rest, "--json")
    assert done.json == as_json
    assert state(cli, study) != before
    assert cli("log", study, "--json").json["changes"][0]["verb"] == verb
    assert cli("undo", study).status == 0
    assert state(cli, study) == before


def test_statements_of_a_coder_are_chosen_apart_from_who_acts(cli: Cli, study: Path) -> None:
    assert cli("recode", study, "--set", "memo=x", "--coded-by", "Nobody").status == 2
    done = cli("recode", study, "--set", "memo=x", "--coded-by", "Ada", "--coder", "Grace", "--json").json
    assert done["changed"] == 4
    assert cli("log", study, "--json").json["changes"][0]["actor"] == "Grace"
    assert len(cli("statements", study, "--coded-by", "Ada", "--id", 1, "--id", 2, "--json").json) == 2


def test_entities_are_described_one_by_one_and_from_a_file(cli: Cli, study: Path, tmp_path: Path) -> None:
    done = cli("describe", study, "Harbour Guild", "--alias", "HG", "--parent", "Town", "--set", "chair@2031/=Bo Lind")
    assert done.status == 0, done.err
    path = tmp_path / "attributes.csv"
    path.write_text("name,seat\nHG,Quay 3\nUnheard of,x\n", encoding="utf-8")
    done = cli("describe", study, "--file", path, "--type", "organization")
    assert "change 1 entity" in done.out
    assert "Unheard of" in done.err
    (found,) = [e for e in cli("entities", study, "--json").json if e["name"] == "Harbour Guild"]
    assert (found["aliases"], found["parent"]) == (["HG"], "Town")
    assert found["attributes"] == {"chair": "Bo Lind", "seat": "Quay 3"}
    assert found["dated"] == [{"attribute": "chair", "value": "Bo Lind", "from": "2031", "to": None}]
    assert cli("describe", study).status == 2
    assert cli("describe", study, "--file", path).status == 2


def test_networks_count_united_entities_as_one(cli: Cli, study: Path) -> None:
    cli("unite", study, "Tram", "Shade")
    (network,) = cli("network", study, "--json").json["networks"]
    assert network["columns"] == ["Tram"]
    assert sorted(network["rows"]) == ["Garden Circle", "Harbour Guild"]
    assert network["matrix"] == [[2], [2]]


def test_networks_still_count_statements_in_doubt(cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cli("network", study, "--json").json["networks"]
    number = guild(cli, study)
    give(monkeypatch, cli("show", study, number, "--text").out.replace("welcomes the tram", "welcomes a tram"))
    cli("correct", study, number, "-")
    assert cli("network", study, "--json").json["networks"] == before
    cells = cli("evidence", study, "Harbour Guild", "Tram", "--json").json["cells"]
    assert [s["quote"] for s in cells[0]["statements"]] == ["welcomes the tram"]


def test_import_takes_another_programs_table_under_its_own_heads(cli, pages, tmp_path):
    project = tmp_path / "s.communique"
    cli("new", project)
    cli("add", project, pages)
    (tmp_path / "segments.csv").write_text(
        "Document name;Segment;Speaker;Code;For;Color\n"
        "A word on shade;The Harbour Guild welcomes the tram;Harbour Guild;Tram;true;red\n",
        encoding="utf-8",
    )
    heads = {"document": "Document name", "quote": "Segment", "organization": "Speaker", "concept": "Code"}
    columns = [part for ours, theirs in heads.items() for part in ("--column", f"{ours}={theirs}")]
    missing = cli("import", project, tmp_path / "segments.csv", *columns, "--column", "agreement=Against")
    assert missing.status == 2
    assert "there is no column 'Against'; it has: 'Document name', 'Segment'" in missing.err
    unknown = cli("import", project, tmp_path / "segments.csv", *columns, "--column", "mood=For")
    assert unknown.status == 2
    assert "there is no column or variable 'mood' to be filled" in unknown.err
    done = cli("import", project, tmp_path / "segments.csv", *columns, "--column", "agreement=For")
    assert done.status == 0, done.err
    assert "note: columns left out: Color" in done.err
    (statement,) = cli("statements", project, "--json").json
    assert statement["spans"][0]["quote"] == "The Harbour Guild welcomes the tram"
    assert statement["values"] == {"organization": ["Harbour Guild"], "concept": ["Tram"], "agreement": [True]}
