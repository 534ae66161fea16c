"""What goes wrong, and what the page says then."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from communique.study.project import open_project
from tests.support.browser import MARKS
from tests.support.workbench import Served, fill, select

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


def test_a_document_that_another_took_away_is_said_to_be_gone(
    coded: Path, page: sync_api.Page, complaints: list[str]
) -> None:
    page.wait_for_selector(".pane [data-start]")
    with open_project(coded) as project:
        project.purge(documents=[1], reason="asked to")
    page.wait_for_selector("text=This document is no longer there.")
    complaints.clear()


def test_ten_thousand_statements_come_in_by_one_drop(page: sync_api.Page, served: Served) -> None:
    page.goto(page.url.partition("#")[0] + "#/read/add")
    rows = (
        {
            "document": 1,
            "start": 41,
            "end": 60,
            "type": "Claim",
            "values": {"organization": [f"Actor {n}"], "concept": ["ferry"]},
        }
        for n in range(10_000)
    )
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    file = {"name": "many.jsonl", "mimeType": "application/jsonl", "buffer": content}
    page.get_by_label("Drop statements here: file").set_input_files(files=[file])
    page.wait_for_selector("text=10,000 statements of many.jsonl are in", timeout=90_000)
    page.get_by_role("link", name="The night ferry").click()
    page.wait_for_selector(".pane [data-start]")
    assert page.get_by_role("list", name="Statements of this document").get_by_role("listitem").count() < 200
    page.get_by_role("link", name="Statements", exact=True).click()
    page.wait_for_selector("text=10,000 of 10,000 statements", timeout=60_000)


def test_a_name_of_five_thousand_characters_is_refused_and_nothing_that_was_typed_is_lost(
    page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    page.wait_for_selector(".pane [data-start]")
    select(page, "asks the council for a ferry")
    page.keyboard.press("c")
    form = page.locator("form[aria-label='New statement']")
    field = form.get_by_role("combobox", name="organization")
    field.fill("Guild " * 833)
    field.press("Tab")
    form.get_by_role("combobox", name="concept").fill("ferry")
    form.get_by_role("combobox", name="concept").press("Tab")
    form.get_by_role("button", name="Save", exact=True).click()
    form.get_by_role("alert").get_by_text("500 are the most").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.get_by_role("button", name="Remove Guild Guild").click()
    field.fill("Guild " * 83)
    field.press("Tab")
    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for(state="detached")
    with served.project() as project:
        (statement,) = project.statements()
    assert statement["values"] == {"organization": [("Guild " * 83).strip()], "concept": ["ferry"]}
    for place in ("statements", "names", "network"):
        page.goto(page.url.partition("#")[0] + f"#/{place}")
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
    complaints.clear()


def test_while_another_program_holds_the_project_nothing_is_lost(
    page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    page.wait_for_selector(".pane [data-start]")
    select(page, "asks the council for a ferry")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    with closing(sqlite3.connect(served.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        page.get_by_role("combobox", name="organization").fill("Harbour Guild")
        page.get_by_role("combobox", name="organization").press("Tab")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_timeout(1_000)
        assert page.locator("form[aria-label='New statement']").count() == 1
        other.execute("ROLLBACK")
    page.wait_for_selector("form[aria-label='New statement']", state="detached", timeout=60_000)
    with served.project() as project:
        assert [s["values"]["organization"] for s in project.statements()] == [["Harbour Guild"]]
    complaints.clear()


def test_a_used_link_says_how_to_come_in(browser: sync_api.Browser, served: Served) -> None:
    first, second = browser.new_context(), browser.new_context()
    came = first.new_page()
    came.goto(served.link)
    came.wait_for_selector("html[data-ready]", state="attached")
    late = second.new_page()
    late.goto(served.link)
    assert "the link that `communique serve` printed last" in late.inner_text("body")
    first.close()
    second.close()


def test_a_selection_across_what_the_site_added_keeps_its_offsets(path: Path, request: pytest.FixtureRequest) -> None:
    from communique.study.project import new

    text = "The ferry\n\nThe Guild asks for a ferry.\n\nShare | Print | Mail\n\nThe Club is against it.\n"
    with new(path, actor="Ada") as project:
        project.paste(text, title="The ferry")
        project.flip_block(1, "Share | Print | Mail", "chrome")
    page: sync_api.Page = request.getfixturevalue("page")
    page.wait_for_selector(".pane [data-start]")
    page.locator(".pane").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    fill(page, "Harbour Guild", "ferry", "a")
    with open_project(path, read_only=True) as project:
        whole = project.show(1)
    (span,) = whole["statements"][0]["spans"]
    assert whole["text"][span["start"] : span["end"]] == span["quote"]
    assert "Share | Print | Mail" in span["quote"]
