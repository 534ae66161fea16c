"""What a document was read from, as it came."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.model.errors import NotFound
from communique.study.originals import write_original
from communique.study.project import Project

PAGE = "<html><head><title>Ferry</title></head><body><nav>Home About</nav><p>The Guild asks for a ferry. "
PAGE += "It has asked for years, and says so again today.</p><script>alert(1)</script></body></html>"


@pytest.fixture
def page(project: Project, tmp_path: Path) -> int:
    path = tmp_path / "ferry.html"
    path.write_bytes(PAGE.encode("utf-16"))
    return int(project.add(path)[0]["documents"][0])


def test_the_characters_are_shown_as_they_came(project: Project, page: int) -> None:
    (one,) = project.originals(page)
    assert (one["name"], one["source"]) == ("ferry.html", PAGE)
    assert one["size"] == len(PAGE.encode("utf-16"))
    assert one["reader"].startswith("html")


def test_the_bytes_are_given_back(project: Project, page: int, tmp_path: Path) -> None:
    name, data = project.original(page)
    assert data == PAGE.encode("utf-16")
    folder = tmp_path / "out"
    folder.mkdir()
    assert write_original(f"../{name}", data, folder) == folder / "ferry.html"
    assert write_original(name, data, tmp_path / "x.bin").read_bytes() == data


def test_a_corrected_text_still_knows_its_original(project: Project, page: int) -> None:
    text = project.show(page)["text"]
    project.correct(page, text.replace("ferry", "boat"))
    assert [one["source"] for one in project.originals(page)] == [PAGE]


def test_what_was_purged_is_gone(project: Project, page: int) -> None:
    capture = project.originals(page)[0]["capture"]
    project.purge(captures=[capture], reason="asked to")
    with pytest.raises(NotFound):
        project.original(page)


def test_what_was_read_is_told_in_a_few_numbers(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("A letter\n\nWe ask for a ferry.\n\nSigned:\nHarbour Guild\nBoat Club\nRowing Circle\n")
    number = project.add(path)[0]["documents"][0]
    told = project.reading(number)
    assert (told["document"], told["title"], told["date"]) == (number, "A letter", None)
    assert told["chars"] == len(project.show(number)["text"])
    assert told["findings"].get("signatory") == 3
    project.flip_block(number, "We ask for a ferry.", "chrome")
    assert project.reading(number)["chrome"] > told["chrome"]
