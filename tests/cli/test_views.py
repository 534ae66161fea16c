"""``view`` and ``views``: settings of networks under names, as part of the project and its history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from communique.study.project import new

from .conftest import Done


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "v.communique"
    with new(found, actor="Ada") as project:
        project.paste("The Guild wants a ferry. The Club wants none.", title="Ferry")
        for quote, who, yes in (("wants a ferry", "Guild", True), ("wants none", "Club", False)):
            values = {"organization": who, "concept": "ferry", "agreement": yes}
            project.code(document=1, quote=quote, type="Claim", values=values)
    return found


OPTIONS = ["--type", "one-mode", "--aggregation", "conflict", "--exclude", "concept=tram", "--exclude", "concept=a=b"]


def test_a_view_gives_the_network_that_its_settings_give(cli: Callable[..., Done], path: Path) -> None:
    saved = cli("view", path, "camps", *OPTIONS, "--json").json
    assert saved == {
        "id": 1,
        "name": "camps",
        "options": {"type": "one-mode", "aggregation": "conflict", "exclude": ["concept=tram", "concept=a=b"]},
        "drawn": {},
    }
    assert cli("views", path, "--json").json == [saved]
    by_name = cli("network", path, "--view", "camps", "--json").json
    assert by_name["networks"] == cli("network", path, *OPTIONS, "--json").json["networks"]
    other = cli("network", path, "--view", "camps", "--aggregation", "congruence", "--json").json
    assert other["options"]["aggregation"] == "congruence"
    assert other["options"]["exclude"] == by_name["options"]["exclude"]
    assert "camps" in cli("views", path).out


def test_a_view_is_replaced_dropped_and_brought_back(cli: Callable[..., Done], path: Path) -> None:
    cli("view", path, "camps", *OPTIONS)
    cli("view", path, "camps", "--type", "two-mode", "--isolates")
    assert [v["options"] for v in cli("views", path, "--json").json] == [{"isolates": True}]
    assert cli("view", path, "camps", "--drop").status == 0
    assert cli("views", path, "--json").json == []
    assert cli("undo", path).status == 0
    assert len(cli("views", path, "--json").json) == 1
    assert cli("check", path, "--json").json["ok"]


def test_a_view_that_is_not_there_or_has_no_meaning_is_refused(cli: Callable[..., Done], path: Path) -> None:
    missing = cli("network", path, "--view", "camps")
    assert (missing.status, missing.err) == (1, "error: --view: no view 'camps'; there are: none yet\n")
    assert cli("view", path, "camps", "--drop").status == 1
    assert cli("view", path, "camps", "--type", "one-mode", "--normalization", "activity").status == 2
    assert cli("views", path, "--json").json == []
