"""Names on the page: what is known of them, which are one, and what they said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from communique.study.project import open_project
from tests.support.browser import MARKS
from tests.support.workbench import Served

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


def entity(served: Served, name: str) -> dict[str, Any]:
    with served.project() as project:
        return next(e for e in project.entities() if e["name"] == name)


@pytest.fixture
def names(coded: Path, page: sync_api.Page) -> sync_api.Page:
    page.get_by_role("link", name="Names").click()
    page.wait_for_selector("table[aria-label='Names']")
    page.get_by_role("combobox", name="type", exact=True).select_option("organization")
    return page


def test_what_is_known_of_a_name_is_edited(names: sync_api.Page, served: Served) -> None:
    names.get_by_role("button", name="Harbour Guild").click()
    panel = names.locator("section[aria-label='Harbour Guild']")
    panel.get_by_label("also called").fill("The Guild")
    panel.get_by_label("also called").press("Enter")
    panel.get_by_role("button", name="Remove The Guild").wait_for()
    panel.get_by_label("New attribute").fill("seats")
    panel.get_by_label("Its value").fill("4")
    panel.get_by_label("Holds from").fill("2031")
    panel.get_by_label("Its value").press("Enter")
    panel.get_by_label("seats of Harbour Guild").wait_for()
    panel.get_by_role("combobox", name="part of").fill("Harbor")
    panel.get_by_role("combobox", name="part of").press("Enter")
    panel.get_by_role("button", name="Remove Harbor Guild").wait_for()
    found = entity(served, "Harbour Guild")
    assert (found["aliases"], found["parent"]) == (["The Guild"], "Harbor Guild")
    assert found["dated"] == [{"attribute": "seats", "value": "4", "from": "2031", "to": None}]

    panel.get_by_label("name", exact=True).fill("Guild of the Harbour")
    panel.get_by_label("name", exact=True).press("Tab")
    names.wait_for_selector("text=Harbour Guild is Guild of the Harbour from now on")
    assert entity(served, "Guild of the Harbour")["aliases"] == ["Harbour Guild", "The Guild"]


def test_attributes_are_edited_in_the_table(names: sync_api.Page, served: Served) -> None:
    with open_project(served.path) as project:
        project.describe_one("Harbour Guild", attributes={"sector": "port"})
    cell = names.get_by_label("sector of Harbor Guild")
    cell.fill("trade")
    cell.press("Enter")
    names.wait_for_selector("text=sector of Harbor Guild: trade")
    assert entity(served, "Harbor Guild")["attributes"] == {"sector": "trade"}
    names.keyboard.press("Escape")
    names.get_by_role("button", name="Undo", exact=True).click()
    names.wait_for_selector("text=Undone: describe Harbor Guild")
    assert entity(served, "Harbor Guild")["attributes"] == {}


def test_a_name_is_dragged_onto_another(names: sync_api.Page, served: Served) -> None:
    source, target = (names.get_by_role("row", name=f"Choose {name}") for name in ("Harbor Guild", "Harbour Guild"))
    source.drag_to(target)
    names.get_by_role("button", name="Harbor Guild is part of Harbour Guild").wait_for()
    names.get_by_role("button", name="Harbor Guild is Harbour Guild").click()
    names.wait_for_selector("text=Harbour Guild stands for Harbor Guild too")
    found = entity(served, "Harbour Guild")
    assert found["aliases"] == ["Harbor Guild"]
    names.keyboard.press("Control+z")
    names.get_by_role("button", name="Harbor Guild").wait_for()


def test_what_one_name_said_is_divided(names: sync_api.Page, served: Served) -> None:
    names.get_by_role("button", name="Harbour Guild").click()
    names.get_by_role("heading", name="1 statement").wait_for()
    names.get_by_label("Choose statement 1").check()
    names.get_by_label("the 1 chosen speak of another").fill("Harbour Office")
    names.get_by_role("button", name="Divide").click()
    names.wait_for_selector("text=1 statement speaks of Harbour Office")
    with served.project() as project:
        assert project.statements()[0]["values"]["organization"] == ["Harbour Office"]
    names.get_by_role("button", name="Harbour Office").click()
    names.get_by_role("button", name="asks the council for a ferry").click()
    names.wait_for_selector(".pane [data-start]")
    sync_api.expect(names).to_have_url(re.compile("#/read/1/1$"))


def test_a_table_is_looked_at_before_it_is_taken_in(names: sync_api.Page, served: Served) -> None:
    names.get_by_role("button", name="as a table file").click()
    with names.expect_download() as saving:
        names.get_by_role("link", name="Save as CSV").click()
    assert Path(saving.value.path()).read_text("utf-8").startswith("name,parent,aliases,color,notes")
    content = "name;sector\nHarbour Guild;port\nRowing Circle;sport\n"
    file = {"name": "sectors.csv", "mimeType": "text/csv", "buffer": content.encode()}
    names.get_by_label("Drop a table here: file").set_input_files(files=[file])
    names.wait_for_selector("text=sectors.csv: 2 names would change, 1 of them new")
    with served.project() as project:
        assert [e["attributes"] for e in project.entities("organization")] == [{}, {}]
    names.get_by_role("button", name="Take it in").click()
    names.wait_for_selector("text=sectors.csv is in")
    with served.project() as project:
        found = {e["name"]: e["attributes"] for e in project.entities("organization")}
    assert found == {"Harbor Guild": {}, "Harbour Guild": {"sector": "port"}}


def test_a_name_that_a_byline_holds_is_made_one_or_a_form_of_one(
    names: sync_api.Page, served: Served, coded: Path
) -> None:
    with open_project(coded) as project:
        project.edit(1, issuer="The Guild of the Harbour", author="Ada Rower")
    names.get_by_role("button", name="not yet names").click()
    item = names.get_by_role("listitem").filter(has_text="The Guild of the Harbour")
    item.get_by_role("button", name="another form of").click()
    item.get_by_role("combobox").fill("Harbour")
    item.get_by_role("combobox").press("Enter")
    names.wait_for_selector("text=The Guild of the Harbour is a form of Harbour Guild")
    names.get_by_role("combobox", name="type", exact=True).select_option("person")
    item = names.get_by_role("listitem").filter(has_text="Ada Rower")
    item.get_by_role("button", name="new person").click()
    names.wait_for_selector("text=Ada Rower: a new person")
    assert entity(served, "Harbour Guild")["aliases"] == ["The Guild of the Harbour"]
    assert entity(served, "Ada Rower")["type"] == "person"
