"""The table of statements, the codebook, and a network as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.study.project import open_project
from tests.support.browser import MARKS
from tests.support.workbench import Served

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


def go(page: sync_api.Page, name: str) -> None:
    page.goto(page.url.partition("#")[0] + f"#/{name}")


def count(page: sync_api.Page) -> str:
    return str(page.locator("[role=status].small").first.inner_text()).partition(" statements")[0]


def test_statements_are_filtered_by_everything_that_is_known_of_them(coded: Path, page: sync_api.Page) -> None:
    with open_project(coded) as project:
        project.recode({"attribution": ["quoted"], "date": ["2031-07"], "unsure": ["true"]}, ids=[2])
    go(page, "statements")
    page.get_by_role("row").nth(2).wait_for()
    expected = {
        "whose words": [("quoted", "1 of 2"), ("as the text says", "1 of 2"), ("own", "0 of 2")],
        "variable": [("organization", "0 of 2"), ("person", "2 of 2")],
    }
    for label, choices in expected.items():
        for choice, found in choices:
            page.get_by_role("combobox", name=label, exact=True).select_option(label=choice)
            assert count(page) == found, choice
        page.get_by_role("combobox", name=label, exact=True).select_option("")
    page.get_by_role("combobox", name="variable", exact=True).select_option("organization")
    page.get_by_label("holds").fill("harbour")
    assert count(page) == "1 of 2"
    page.get_by_role("combobox", name="variable", exact=True).select_option("")
    for first, last, found in (
        ("2031-07", "", "1 of 2"),
        ("", "2031-06", "1 of 2"),
        ("2031", "2031", "2 of 2"),
        ("2032", "", "0 of 2"),
    ):
        page.get_by_label("from", exact=True).fill(first)
        page.get_by_label("to", exact=True).fill(last)
        assert count(page) == found, (first, last)
    page.get_by_label("from", exact=True).fill("")
    page.get_by_label("unsure").check()
    assert count(page) == "1 of 2"


def test_a_variable_is_renamed_and_taken_away_with_its_count_before(
    coded: Path, page: sync_api.Page, served: Served
) -> None:
    go(page, "codebook")
    field = page.get_by_label("Name of the variable concept of Claim")
    field.fill("topic")
    field.press("Enter")
    page.wait_for_selector("text=concept is called topic from now on, in 2 statements")
    page.get_by_label("Take away topic of Claim").click()
    page.wait_for_selector("text=With topic would go: 2 values in 2 statements")
    page.get_by_role("button", name="Take it away").click()
    page.wait_for_selector("text=topic is taken away")
    with served.project() as project:
        assert "topic" not in str(project.codebook())
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_label("Name of the variable topic of Claim").wait_for()


def test_a_name_that_is_taken_is_refused_and_the_field_says_what_is(
    coded: Path, page: sync_api.Page, complaints: list[str]
) -> None:
    go(page, "codebook")
    field = page.get_by_label("Name of the variable concept of Claim")
    field.fill("person")
    field.press("Enter")
    page.wait_for_selector("text=/already/")
    assert field.input_value() == "concept"
    complaints.clear()


def test_two_who_define_the_same_see_both_versions(
    coded: Path, page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    go(page, "codebook")
    field = page.get_by_label("Definition of concept of Claim")
    field.fill("what is asked")
    page.keyboard.type(" for")
    with open_project(coded, actor="Bo") as project:
        project.define("Claim", "concept", definition="a demand")
        project.define("Claim", "organization", definition="who demands it")
    sync_api.expect(page.get_by_label("Definition of organization of Claim")).to_have_value("who demands it")
    assert field.input_value() == "what is asked for"
    field.blur()
    clash = page.locator(".clashes")
    clash.wait_for()
    assert {"a demand", "what is asked for"} <= set(clash.locator("td").all_inner_texts())
    clash.get_by_role("button", name="Keep mine").click()
    page.wait_for_selector("text=concept is defined")
    with served.project() as project:
        (claim,) = [kind for kind in project.codebook()["types"] if kind["name"] == "Claim"]
        defined = {v["name"]: v["definition"] for v in claim["variables"]}
    assert (defined["concept"], defined["organization"]) == ("what is asked for", "who demands it")
    complaints.clear()


def test_what_another_changes_while_the_page_is_being_opened_is_shown(coded: Path, page: sync_api.Page) -> None:
    def late(route: sync_api.Route) -> None:
        with open_project(coded, actor="Bo") as project:
            project.define("Claim", "concept", definition="a demand")
        route.continue_()

    page.route("**/api/events*", late, times=1)
    go(page, "codebook")
    page.reload()
    sync_api.expect(page.get_by_label("Definition of concept of Claim")).to_have_value("a demand")


def test_a_definition_that_could_not_be_saved_stays_in_its_field(
    coded: Path, page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    go(page, "codebook")
    field = page.get_by_label("Definition of concept of Claim")
    page.route("**/api/codebook", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field.fill("what is asked for")
    field.blur()
    page.wait_for_selector("text=The server does not answer")
    assert field.input_value() == "what is asked for"
    page.unroute("**/api/codebook")
    field.press("End")
    page.keyboard.type("!")
    field.blur()
    page.wait_for_selector("text=concept is defined")
    with served.project() as project:
        assert "what is asked for!" in str(project.codebook())
    complaints.clear()


def test_what_surrounds_a_node_is_chosen_without_a_mouse(coded: Path, page: sync_api.Page) -> None:
    with open_project(coded) as project:
        said = {"organization": "Boat Club", "concept": "quay", "agreement": True}
        project.code(document=1, quote="asks the council", type="Claim", values=said)
    go(page, "network")
    page.get_by_role("combobox", name="network").select_option("two-mode")
    around = page.get_by_role("combobox", name="around")
    sync_api.expect(around.locator("option")).to_have_count(6)

    def drawn() -> str:
        page.wait_for_timeout(700)
        return str(page.locator("canvas").evaluate("canvas => canvas.toDataURL()"))

    whole = drawn()
    assert drawn() == whole
    around.focus()
    page.keyboard.type("Boat")
    assert around.evaluate("field => field.selectedOptions[0].label") == "Boat Club"
    assert drawn() != whole


def test_a_view_is_not_saved_over_another_unasked(
    coded: Path, page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    go(page, "network")
    page.get_by_label("save as").fill("camps")
    page.get_by_role("button", name="Save the view").click()
    page.wait_for_selector("text=Saved as camps.")
    with open_project(coded, actor="Bo") as project:
        project.save_view("camps", type="one-mode", aggregation="subtract")
        project.save_view("others", type="one-mode")
    page.get_by_role("button", name="others", exact=True).wait_for()
    page.get_by_role("button", name="Save the view").click()
    page.wait_for_selector("text=Somebody changed the view camps meanwhile.")
    page.get_by_label("save as").fill("others")
    page.get_by_role("button", name="Save the view").click()
    page.wait_for_selector("text=There is a view others already.")
    page.get_by_role("button", name="Save in its place").click()
    page.wait_for_selector("text=Saved as others.")
    with served.project() as project:
        assert {v["name"]: v["options"].get("aggregation") for v in project.views()}["camps"] == "subtract"
    complaints.clear()


def test_examples_lead_to_their_place(coded: Path, page: sync_api.Page) -> None:
    go(page, "codebook")
    page.get_by_text("Examples").first.click()
    page.get_by_role("button", name="asks the council for a ferry").click()
    page.wait_for_selector(".pane [data-start]")
    assert page.url.endswith("#/read/1/1")


def test_a_type_is_chosen_by_its_number(coded: Path, page: sync_api.Page) -> None:
    page.wait_for_selector(".pane [data-start]")
    page.locator(".pane").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    form = page.locator("form[aria-label='New statement']")
    types = form.get_by_role("group", name="Type").get_by_role("button")
    assert types.nth(0).get_attribute("aria-pressed") == "true"
    page.keyboard.press("Alt+2")
    assert types.nth(1).get_attribute("aria-pressed") == "true"


def test_a_network_is_saved_as_data_and_a_series_as_an_archive(coded: Path, page: sync_api.Page) -> None:
    with open_project(coded) as project:
        project.edit(1, date="2031-05-03")
    go(page, "network")
    page.wait_for_selector("text=2 statements counted")
    with page.expect_download() as saving:
        page.get_by_label("data as").select_option("graphml")
    assert "Harbour Guild" in Path(saving.value.path()).read_text("utf-8")
    page.get_by_text("a series over time").click()
    page.get_by_label("window", exact=True).fill("1m")
    page.get_by_label("from", exact=True).fill("2031-04")
    page.get_by_label("to", exact=True).fill("2031-06")
    page.wait_for_selector("text=2 statements counted")
    with page.expect_download() as saving:
        page.get_by_label("data as").select_option("csv")
    assert saving.value.suggested_filename.endswith(".zip")
    page.get_by_role("button", name="As a command").click()
    assert "--window 1m" in page.locator("pre").inner_text()


def test_documents_are_chosen_by_how_far_they_are(coded: Path, page: sync_api.Page) -> None:
    with open_project(coded) as project:
        project.paste("Another letter.", title="Another")
        project.edit(1, status="done")
    for choice, found in (("done", "1 of 2"), ("uncoded", "1 of 2"), ("open", "0 of 2"), ("all", "2 of 2")):
        page.get_by_label("which").select_option(label=choice)
        sync_api.expect(page.get_by_text(f"{found} documents")).to_be_visible()
