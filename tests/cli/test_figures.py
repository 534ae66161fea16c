"""The verb ``figures``. All texts are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Cli = Callable[..., Done]

PAGES = {
    "authority.txt": (
        "The tram is coming\n\n3 March 2031\n\nThe new tram line through the old quarter will cost €214 million, the "
        "harbour authority says. It needs 64 drivers for the line.\n"
    ),
    "union.txt": (
        "What the tram costs\n\n9 April 2031\n\nThe new tram line through the old quarter will cost at least €260 "
        "million. It needs 70 drivers, and the line is 9 km long.\n"
    ),
    "baker.txt": (
        "Bread\n\n2 May 2031\n\nThe baker sold 300 loaves on the market, and gave nine of them to the choir.\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path, cli: Cli) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path / "s.communique"
    assert cli("new", path).status == 0
    assert cli("add", path, folder).status == 0
    return path


def test_figures_for_one_thing_stand_side_by_side_and_are_not_merged(cli: Cli, project: Path) -> None:
    groups = cli("figures", project, "--json").json["groups"]
    (cost,) = [g for g in groups if g["unit"] == "EUR"]
    assert [(f["value"], f["hedge"], f["date"]) for f in cost["figures"]] == [
        (214_000_000, None, "2031-03-03"),
        (260_000_000, "at least", "2031-04-09"),
    ]
    (drivers,) = [g for g in groups if g["unit"] == "drivers"]
    assert [f["value"] for f in drivers["figures"]] == [64, 70]


def test_what_differs_is_asked_for_alone(cli: Cli, project: Path) -> None:
    groups = cli("figures", project, "--differing", "--json").json["groups"]
    assert {g["unit"] for g in groups} >= {"EUR", "drivers"}
    assert "km" not in {g["unit"] for g in groups}


def test_figures_are_chosen_by_unit_words_and_document(cli: Cli, project: Path) -> None:
    def values(*options: str) -> list[float]:
        found = cli("figures", project, *options, "--json").json
        return sorted(f["value"] for g in found["groups"] for f in g["figures"])

    assert values("--unit", "driver") == [64, 70]
    assert values("--about", "bread") == []
    assert values("--about", "market") == [9, 300]
    assert values("--document", "The tram is coming") == [64, 214_000_000]


def test_a_quote_stands_at_its_place_in_its_document(cli: Cli, project: Path) -> None:
    for group in cli("figures", project, "--json").json["groups"]:
        for figure in group["figures"]:
            text = cli("show", project, figure["document"], "--json").json["text"]
            assert text[figure["start"] : figure["end"]] == figure["quote"]


def test_before_the_documents_there_are_no_figures(cli: Cli, project: Path) -> None:
    assert cli("figures", project, "--as-of", 0, "--json").json == {"groups": []}
    assert cli("figures", project, "--as-of", 0).out == "no figures\n"


def test_a_document_that_is_not_there_is_named(cli: Cli, project: Path) -> None:
    done = cli("figures", project, "--document", "Cheese")
    assert done.status == 1
    assert "Cheese" in done.err


def test_people_read_a_table(cli: Cli, project: Path) -> None:
    lines = cli("figures", project, "--unit", "EUR").out.splitlines()
    assert "214,000,000" in lines[1]
    assert "at least" in lines[2]
    assert "2031-04-09" in lines[2]
