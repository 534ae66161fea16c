"""``add`` at scale: archives, steps that stay when the rest is interrupted, other processes that read."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.study import adding
from communique.study.project import Project, new, open_project
from tests.reading.warcs import warc

PAGES = [
    (
        f"https://harbour.example/{n}",
        f"<html><head><title>Page {n}</title></head><body><h1>Page {n}</h1><p>The Harbour Guild welcomes tram number "
        f"{n}, and says so at some length, so that nobody can miss it.</p></body></html>".encode(),
    )
    for n in range(40)
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "site.warc.gz").write_bytes(warc(PAGES, packed=True))
    return tmp_path / "site.warc.gz"


def titles(project: Project) -> list[str]:
    return sorted(d["title"] for d in project.documents())


WANTED = sorted(f"Page {n}" for n in range(40))


@pytest.mark.parametrize("workers", [0, 2])
def test_the_pages_of_a_web_archive_become_documents_with_address_and_time(
    tmp_path: Path, archive: Path, workers: int
) -> None:
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        entries = project.add(archive, workers=workers)
        assert [e["status"] for e in entries] == ["added"] * 40
        assert entries[3]["path"] == f"{archive}: https://harbour.example/3"
        assert titles(project) == WANTED
        assert project.check()["ok"]
        assert [e["status"] for e in project.add(archive, workers=workers)] == ["already there"] * 40
        assert [c["verb"] for c in project.log()] == ["add", "new"]
        project.undo()
        assert project.documents() == []


@pytest.mark.parametrize("workers", [0, 2])
def test_an_interrupted_add_goes_on_where_it_stopped(
    tmp_path: Path, archive: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "STEP", 10)

    def stop(number: int, *_: object) -> None:
        if number == 25:
            raise KeyboardInterrupt

    location = tmp_path / "s.communique"
    with new(location, actor="Ada", session="t") as project, pytest.raises(KeyboardInterrupt):
        project.add(archive, workers=workers, progress=stop)
    with open_project(location, actor="Ada", session="t") as project:
        assert len(project.documents()) == 20
        again = [e["status"] for e in project.add(archive, workers=workers)]
        assert again == ["already there"] * 20 + ["added"] * 20
        assert titles(project) == WANTED
        assert project.check()["ok"]


def test_one_bad_part_of_an_archive_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "cut.warc").write_bytes(warc(PAGES[:3])[:-120])
    (tmp_path / "fine.txt").write_text("The Harbour Guild welcomes the tram.", encoding="utf-8")
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        entries = project.add(tmp_path / "cut.warc", tmp_path / "missing.warc", tmp_path / "fine.txt")
    assert [e["status"] for e in entries] == ["added", "added", "failed", "failed", "added"]
    assert "it breaks off after 2 pages" in entries[2]["reason"]
    assert "missing.warc: cannot be opened" in entries[3]["reason"]


def test_the_same_page_twice_in_one_step_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "twice.warc").write_bytes(warc([PAGES[0], PAGES[1], PAGES[0]]))
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        entries = project.add(tmp_path / "twice.warc")
    assert [e["status"] for e in entries] == ["added", "added", "already there"]
    assert entries[2]["documents"] == entries[0]["documents"]


def test_lines_that_come_back_on_every_page_of_a_site_are_chrome(tmp_path: Path) -> None:
    for number, word in enumerate(("tram", "ferry", "market", "quay")):
        (tmp_path / f"{number}.txt").write_text(
            f"The {word} of Orlamere\n\nThe Harbour Guild has much to say about the {word}, and says so at length.\n\n"
            "Every second Tuesday the lantern room is open to those who like to sing.\n",
            encoding="utf-8",
        )
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        project.add(*sorted(tmp_path.glob("*.txt")))
        for document in project.documents():
            shown = project.show(document["id"])
            kinds = {shown["text"][b["start"] : b["end"]]: b["kind"] for b in shown["blocks"]}
            lines = [kind for words, kind in kinds.items() if words.startswith("Every second")]
            assert lines == ["chrome"] or not lines
            assert [kind for words, kind in kinds.items() if words.startswith("The Harbour")] == ["paragraph"]
