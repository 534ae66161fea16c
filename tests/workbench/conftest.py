"""The real server, a real browser, the strict policy on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.study.project import new
from tests.support.browser import chromium
from tests.support.workbench import LETTER, Served

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.communique"


@pytest.fixture
def served(path: Path) -> Iterator[Served]:
    if not path.exists():
        with new(path, actor="Ada") as project:
            project.paste(LETTER, title="The night ferry")
    server = Served(path)
    yield server
    server.kill()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: sync_api.Browser, served: Served, complaints: list[str]) -> Iterator[sync_api.Page]:
    """The page, opened by the link; fails if the console held an error, or anything but our server was asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()

    def asked(request: sync_api.Request) -> None:
        if not request.url.startswith((f"http://127.0.0.1:{served.port}/", "data:", "blob:")):
            complaints.append(request.url)

    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", asked)
    page.goto(served.link)
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    assert complaints == []
    context.close()


@pytest.fixture
def coded(path: Path) -> Path:
    with new(path, actor="Ada") as project:
        project.paste(LETTER, title="The night ferry")
        values = {"organization": "Harbour Guild", "concept": "ferry", "agreement": True}
        project.code(document=1, quote="asks the council for a ferry", type="Claim", values=values)
        values = {"organization": "Harbor Guild", "concept": "ferry", "agreement": False}
        project.code(document=1, quote="does not want a ferry", type="Claim", values=values)
    return path
