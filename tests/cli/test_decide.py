"""``decide``: rosters that were read become a coder's statement in one act, or go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done

STATEMENT = """Keep the night ferry

The night ferry is to be cut from June, and nobody has asked those who cross the river after the last tram.

Signed by:

Harbour Guild (Norway)
Northmoor Tenants' Union
Dr Ada Brix, chair of the Ferry Users' Forum
Boat Club (withdrawn)
"""


@pytest.fixture
def signed(tmp_path: Path, cli: Callable[..., Done]) -> Path:
    path = tmp_path / "s.communique"
    (tmp_path / "ferry.txt").write_text(STATEMENT, encoding="utf-8")
    (tmp_path / "tram.txt").write_text(STATEMENT.replace("ferry", "tram").replace("Norway", "Chile"), encoding="utf-8")
    assert cli("new", path).status == 0
    assert cli("add", path, tmp_path / "ferry.txt", tmp_path / "tram.txt").status == 0
    return path


GROUPS = [
    {"organization": "Harbour Guild", "country": "Norway"},
    {"organization": "Northmoor Tenants' Union"},
    {"person": "Ada Brix", "role": "chair", "organization": "Ferry Users' Forum"},
]
QUOTES = ["Harbour Guild (Norway)", "Northmoor Tenants' Union", "Dr Ada Brix, chair of the Ferry Users' Forum"]


def test_a_roster_lives_in_the_layer_automatic_and_counts_only_there(cli: Callable[..., Done], signed: Path) -> None:
    (first, second) = cli("statements", signed, "--layer", "automatic", "--json").json
    assert (first["type"], first["coder"], first["attribution"]) == ("Signature", "reader", "signed")
    assert first["groups"] == GROUPS
    assert [span["quote"] for span in first["spans"]] == QUOTES
    assert second["document"] == 2
    options = ["--statement-type", "Signature", "--rows", "organization", "--columns", "document.title"]
    options += ["--qualifier", "none", "--type", "one-mode", "--aggregation", "ignore", "--json"]
    drawn = cli("network", signed, *options, "--layer", "automatic").json["networks"][0]
    assert drawn["rows"] == ["Ferry Users' Forum", "Harbour Guild", "Northmoor Tenants' Union"]
    assert drawn["matrix"][0] == [0, 2, 2]
    assert cli("network", signed, *options).json["statements"] == 0


def test_a_roster_is_accepted_in_one_act_and_undone_in_one(cli: Callable[..., Done], signed: Path) -> None:
    before = cli("check", signed, "--json").json["state"]
    rehearsed = cli("decide", signed, "--document", 1, "--signatures", "--preview")
    assert rehearsed.out == "would accept 3 signatories of document 1\n"
    assert cli("check", signed, "--json").json["state"] == before
    done = cli("decide", signed, "--document", 1, "--signatures", "--json").json
    assert done == {"document": 1, "signatories": 3, "rejected": False, "statement": done["statement"]}
    (mine,) = cli("statements", signed, "--layer", "primary", "--json").json
    assert (mine["id"], mine["coder"], mine["groups"]) == (done["statement"], "Ada", GROUPS)
    assert [span["quote"] for span in mine["spans"]] == QUOTES
    found = cli("show", signed, 1, "--json").json["findings"]
    assert {f["status"] for f in found if f["kind"] == "signatory"} == {"accepted"}
    again = cli("decide", signed, "--document", 1, "--signatures")
    assert again.status == 1
    assert "no roster waits for a decision" in again.err
    assert cli("undo", signed).status == 0
    assert cli("check", signed, "--json").json == {"ok": True, "problems": [], "state": before}


def test_a_rejected_roster_goes_from_the_layer_automatic(cli: Callable[..., Done], signed: Path) -> None:
    assert cli("decide", signed, "--document", 1, "--signatures", "--reject").status == 0
    assert [s["document"] for s in cli("statements", signed, "--layer", "automatic", "--json").json] == [2]
    assert cli("statements", signed, "--layer", "primary", "--json").json == []


def test_what_cannot_be_decided_is_said(cli: Callable[..., Done], signed: Path) -> None:
    refused = cli("decide", signed, "--document", 1)
    assert (refused.status, refused.err) == (
        2,
        "error: --signatures: there is nothing else to decide; ask for the signatures\n",
    )
    assert "no such document" in cli("decide", signed, "--document", 99, "--signatures").err
    assert "use primary, second" in cli("decide", signed, "--document", 1, "--signatures", "--layer", "automatic").err


def test_a_codebook_without_signatures_gets_none(cli: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "e.communique"
    (tmp_path / "ferry.txt").write_text(STATEMENT, encoding="utf-8")
    assert cli("new", path, "--codebook", "empty").status == 0
    assert cli("add", path, tmp_path / "ferry.txt").status == 0
    assert cli("statements", path, "--json").json == []
    refused = cli("decide", path, "--document", 1, "--signatures")
    assert refused.status == 2
    assert "the codebook has no statement type 'Signature'" in refused.err


def test_names_to_be_judged_are_listed(cli: Callable[..., Done], signed: Path) -> None:
    (signed.parent / "more.txt").write_text(STATEMENT.replace("Harbour", "Harbor"), encoding="utf-8")
    assert cli("add", signed, signed.parent / "more.txt").status == 0
    told = cli("entities", signed, "--proposals").out
    assert "another spelling" in told
    assert "Boat Club" in told
    (pair,) = cli("entities", signed, "--proposals", "--json").json["pairs"]
    assert {pair["a"]["name"], pair["b"]["name"]} == {"Harbour Guild", "Harbor Guild"}
