"""The start page: nothing is open yet, and soon something is."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.study.project import new, open_project
from tests.support.browser import MARKS
from tests.support.dna_files import small, write_dna
from tests.support.workbench import LETTER, Served

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The folder in which `communique serve` is called without a project."""
    return tmp_path


@pytest.fixture
def complaints() -> list[str]:
    """No complaints: each project has an address of its own, so our server is asked at several; it refuses some."""

    class Heard(list[str]):
        def append(self, said: str) -> None:
            if not said.startswith(("http://127.0.0.1:", "Failed to load resource: the server responded")):
                super().append(said)

    return Heard()


def drop(page: sync_api.Page, file: Path) -> None:
    """Drop a file on the start page."""
    dropped = page.evaluate_handle(
        """([name, bytes]) => { const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name)); return data; }""",
        [file.name, list(file.read_bytes())],
    )
    page.dispatch_event("[aria-label='Drop a .dna file here']", "drop", {"dataTransfer": dropped})


def test_a_project_is_made_left_and_opened_again(page: sync_api.Page, path: Path, served: Served) -> None:
    page.wait_for_selector("text=None yet")
    page.get_by_label("name", exact=True).fill("harbour: dispute")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector("text=cannot be the name of a file")
    page.get_by_label("name", exact=True).fill("harbour dispute")
    page.get_by_label("you code as").fill("Grace")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector("[aria-label='Drop files here']")
    assert (path / "harbour dispute.communique").is_file()
    first = page.url
    assert str(served.port) not in first
    page.get_by_label("or paste a text").fill(LETTER)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".pane [data-start]")
    with open_project(path / "harbour dispute.communique", read_only=True) as project:
        assert {change["actor"] for change in project.log()} == {"Grace"}

    page.get_by_role("link", name="Projects").click()
    page.get_by_role("button", name="harbour dispute this one").click()
    page.wait_for_selector("text=The Harbour Guild")
    assert page.url.partition("#")[0] == first.partition("#")[0]


def test_two_projects_open_at_once_are_told_apart(page: sync_api.Page, path: Path, served: Served) -> None:
    for name in ("north", "south"):
        with new(path / f"{name}.communique", actor="Ada") as project:
            project.paste(f"A letter from the {name}.\n", title=f"{name} letter")
    page.reload()
    page.get_by_role("button", name="north.communique").click()
    page.wait_for_selector("text=A letter from the north.")
    other = page.context.new_page()
    other.goto(f"http://127.0.0.1:{served.port}/")
    other.get_by_role("button", name="south.communique").click()
    other.wait_for_selector("text=A letter from the south.")
    page.evaluate(
        """() => fetch("/api/documents", { method: "POST", headers: { "Content-Type": "application/json" },
                                           body: JSON.stringify({ text: "More from the north." }) })"""
    )
    page.wait_for_selector("text=More from the north")
    with open_project(path / "south.communique", read_only=True) as south:
        assert [d["title"] for d in south.documents()] == ["south letter"]


def test_a_dna_file_is_dropped_and_opened(
    page: sync_api.Page, path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dna = write_dna(tmp_path_factory.mktemp("dna") / "bridge.dna", small())
    drop(page, dna)
    page.get_by_role("button", name="Open the project").click()
    page.wait_for_selector("nav[aria-label='Documents'] a")
    with open_project(path / "bridge.communique", read_only=True) as project:
        assert [d["title"] for d in project.documents()] == ["On the tram"]

    page.get_by_role("link", name="Projects").click()
    page.wait_for_selector("[aria-label='Drop a .dna file here']")
    drop(page, dna)
    page.wait_for_selector("text=the file is there already")


def test_a_file_that_is_no_project_says_so(page: sync_api.Page, path: Path) -> None:
    (path / "notes.communique").write_text("not a project")
    page.reload()
    page.get_by_role("button", name="notes.communique").click()
    page.wait_for_selector("[role=status] >> text=/notes.communique/")
    assert page.get_by_role("button", name="Make it").is_enabled()
