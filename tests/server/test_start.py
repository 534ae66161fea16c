"""The start page's part of the API."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from communique.study import shelf
from communique.study.project import Project, new
from tests.support.dna_files import small, write_dna


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state"
    monkeypatch.setattr(shelf, "user_state_path", lambda *_, **__: folder)
    return folder


def test_what_was_opened_last_comes_first_and_what_is_gone_is_left_out(tmp_path: Path, state: Path) -> None:
    for name in ("one", "two", "three"):
        new(tmp_path / f"{name}.communique").close()
        shelf.remember(str(tmp_path / f"{name}.communique"), 1000)
    shelf.remember(str(tmp_path / "one.communique"), 1001)
    (tmp_path / "two.communique").unlink()
    assert [(p["name"], p["port"]) for p in shelf.recent_projects()] == [("one", 1001), ("three", 1000)]
    (state / "recent.json").write_text("{broken")
    assert shelf.recent_projects() == []


@pytest.mark.parametrize("place", ["postgresql://ada:secret@db/study", "postgresql://:secret@/study"])
def test_a_password_is_not_written_down(place: str, state: Path) -> None:
    shelf.remember("postgresql://ada@db/study")
    shelf.remember(place)
    assert [p["place"] for p in shelf.recent_projects()] == ["postgresql://ada@db/study"]
    assert "secret" not in (state / "recent.json").read_text()


def test_a_list_that_cannot_be_kept_stops_nobody(tmp_path: Path, state: Path) -> None:
    state.write_text("a file where the folder should be")
    shelf.remember(str(tmp_path / "s.communique"))
    assert shelf.recent_projects() == []


def test_a_folder_shows_what_may_be_opened_in_it(page: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "Übung").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "old.dna").touch()
    (tmp_path / "notes.txt").touch()
    found = page.get("/api/start/folder").json()
    assert (found["folder"], found["parent"]) == (str(tmp_path), str(tmp_path.parent))
    assert (found["folders"], found["projects"], found["dna"]) == (["Übung"], ["s.communique"], ["old.dna"])
    lost = page.get("/api/start/folder", params={"path": str(tmp_path / "nowhere")})
    assert lost.status_code == 404
    assert "nowhere" in lost.json()["detail"]


def test_a_new_project_has_its_codebook_and_is_served(page: httpx.Client, tmp_path: Path) -> None:
    wanted = {"folder": str(tmp_path), "name": "Été 2031", "codebook": "empty", "coder": "Grace"}
    made = page.post("/api/start/new", json=wanted)
    place = tmp_path / "Été 2031.communique"
    assert made.json()["address"] == f"served:{place}:Grace"
    assert place.is_file()
    again = page.post("/api/start/new", json=wanted)
    assert again.status_code == 409
    assert "the file is there already" in again.json()["detail"]
    assert page.post("/api/start/new", json=wanted | {"folder": str(tmp_path / "no")}).status_code == 404


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", "a:b", "a\0b", ".communique"])
def test_a_name_that_no_file_can_have_is_refused(page: httpx.Client, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    wanted = page.post("/api/start/new", json={"folder": str(tmp_path), "name": name})
    assert wanted.status_code == 422
    assert sorted(tmp_path.rglob("*")) == before


def test_of_a_dna_file_a_project_is_made_beside_it(page: httpx.Client, tmp_path: Path) -> None:
    source = write_dna(tmp_path / "bridge.dna", small())
    content = source.read_bytes()
    opened = page.post("/api/start/open", json={"place": str(source)}).json()
    assert opened["address"].startswith(f"served:{tmp_path / 'bridge.communique'}")
    assert (opened["imported"]["documents"], opened["imported"]["imported"]) == (1, 2)
    assert source.read_bytes() == content
    again = page.post("/api/start/open", json={"place": str(source)})
    assert again.status_code == 409


def test_what_is_sent_and_is_no_dna_file_leaves_nothing_behind(page: httpx.Client, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    for name, content in (("letter.txt", b"words"), ("broken.dna", b"words"), ("empty.dna", b"")):
        sent = page.post("/api/start/import", files={"file": (name, content)}, data={"folder": str(target)})
        assert sent.status_code >= 400, name
        assert name in sent.json()["detail"]
    assert list(target.iterdir()) == []


def test_the_start_page_names_this_project_and_the_codebooks(page: httpx.Client, project: Project) -> None:
    found = page.get("/api/start").json()
    assert found["project"] == project.store.place
    assert [t["name"] for t in found["templates"]] == ["claims", "empty"]
    assert json.dumps(found["recent"]) == "[]"
