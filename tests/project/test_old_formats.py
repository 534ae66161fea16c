"""Project files of older formats, kept as they were written: each opens, is brought up, and has lost nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from communique.model.errors import ProjectError
from communique.project import tables as t
from communique.project.store import Store
from communique.study.project import open_project

ARCHIVE = Path(__file__).parent.parent / "archive"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "old.communique"
    path.write_bytes(gzip.decompress((ARCHIVE / "format_1.communique.gz").read_bytes()))
    return path


def test_every_older_format_is_kept_in_the_archive() -> None:
    kept = {path.name for path in ARCHIVE.glob("format_*.communique.gz")}
    assert kept == {f"format_{number}.communique.gz" for number in range(1, t.FORMAT)}


def test_a_file_of_format_1_opens_with_all_it_held(first: Path) -> None:
    with open_project(first, actor="ada") as project:
        assert [d["title"] for d in project.documents()] == ["Open letter on the harbour bridge", "Reply of the Guild"]
        claims = project.statements(layer="primary")
        assert [s["spans"][0]["quote"] for s in claims] == [
            "support a toll on the harbour bridge",
            "a toll would ruin the old town",
            "rejects any toll",
        ]
        assert project.check()["ok"]
        assert "as it was, it is kept in" in project.store.notes[0]
        assert project.judge("Merchants' Guild", "Merchants’ Guild", "same")["statements"] == 1
    (kept,) = (first.parent / "old.communique-backups").iterdir()
    with pytest.raises(ProjectError, match="the older format 1"):
        Store.open(str(kept), bring_up=False)


def test_its_first_changes_can_still_be_undone(first: Path) -> None:
    with open_project(first, actor="ada") as project:
        (change,) = [c for c in project.log() if c["verb"] == "import"]
        project.undo(change["id"])
        assert project.statements(layer="primary") == []
        assert project.check()["ok"]
