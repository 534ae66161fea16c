"""What came in, how it was read, and what is put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.study import demo_study
from communique.study.project import new
from tests.support.browser import MARKS
from tests.support.workbench import LETTER, Served

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")

PAGE = "<html><body><nav><a href=/>Home</a> <a href=/a>About us</a></nav><h1>The ferry</h1><p>The Harbour Guild asks "
PAGE += (
    "for a ferry, and has done so for years; the council will meet in May.</p><script>alert('x')</script></body></html>"
)


def test_a_page_is_looked_at_before_and_after_reading(page: sync_api.Page, served: Served) -> None:
    page.goto(page.url.partition("#")[0] + "#/read/add")
    file = {"name": "ferry.html", "mimeType": "text/html", "buffer": PAGE.encode()}
    page.get_by_label("Drop files here: file").set_input_files(files=[file])
    page.get_by_role("row", name="ferry.html: added").get_by_role("link").click()
    page.get_by_role("button", name="Source").click()
    page.wait_for_selector("text=<script>alert('x')</script>")
    kind = page.get_by_label("Kind of “The Harbour Guild asks")
    assert kind.input_value() == "paragraph"
    with page.expect_response(lambda answer: answer.url.endswith("/blocks") and answer.ok):
        kind.select_option("quotation")
    with served.project() as project:
        kinds = [block["kind"] for block in project.show(2)["blocks"]]
    assert "quotation" in kinds
    page.get_by_role("button", name="Source").click()
    page.wait_for_selector(".pane [data-start]")


def test_a_text_is_put_right_and_a_doubt_is_settled_by_a_key(coded: Path, page: sync_api.Page, served: Served) -> None:
    page.wait_for_selector(".pane [data-start]")
    page.get_by_role("button", name="Details").click()
    page.get_by_role("button", name="Correct the text").click()
    field = page.get_by_label("the whole text, put right")
    field.fill(field.input_value().replace("asks the council for a ferry", "asks the town council for a ferry"))
    page.get_by_role("button", name="What would become of the statements?").click()
    page.wait_for_selector("text=1 would be in doubt")
    with served.project() as project:
        assert project.doubt_count() == 0
    page.get_by_role("button", name="Put it right").click()
    page.get_by_role("link", name="Doubts 1").click()
    page.wait_for_selector("mark:has-text('asks the town council for a ferry')")
    page.get_by_role("heading", name="Words in doubt").click()
    page.keyboard.press("1")
    page.wait_for_selector("text=No words are in doubt")
    with served.project() as project:
        (span,) = project.statements(ids=[1])[0]["spans"]
    assert (span["quote"], span["status"]) == ("asks the town council for a ferry", "exact")
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=1 of 1")


def test_two_documents_are_joined_and_taken_apart_again(page: sync_api.Page, served: Served) -> None:
    page.goto(page.url.partition("#")[0] + "#/read/add")
    page.get_by_label("or paste a text").fill("A second page of the letter.")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".pane >> text=A second page of the letter.")
    page.get_by_role("link", name="The night ferry").click()
    page.wait_for_selector(".pane >> text=Nothing else was said.")
    page.get_by_role("button", name="Details").click()
    page.get_by_label("join with, behind this one").fill("2 A second page")
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_selector(".pane >> text=A second page of the letter.")
    with served.project() as project:
        assert [d["id"] for d in project.documents()] == [1]
    page.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_selector("text=2 of 2 documents")


def test_statements_of_another_program_come_in_and_failures_are_named(page: sync_api.Page, served: Served) -> None:
    page.goto(page.url.partition("#")[0] + "#/read/add")
    rows = "document,type,quote,organization,concept\n1,Claim,asks the council for a ferry,Harbour Guild,ferry\n"
    rows += "1,Claim,words that nobody said,Harbour Guild,ferry\n"
    file = {"name": "codings.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.get_by_label("Drop statements here: file").set_input_files(files=[file])
    page.wait_for_selector("text=1 statements of codings.csv are in")
    page.wait_for_selector("text=line 3")
    with served.project() as project:
        assert [s["spans"][0]["quote"] for s in project.statements()] == ["asks the council for a ferry"]


def test_a_document_is_split_by_keys_alone(page: sync_api.Page, served: Served) -> None:
    page.wait_for_selector(".pane [data-start]")
    page.get_by_role("button", name="Details").click()
    button = page.get_by_role("button", name="Split before the selection")
    assert button.is_disabled()
    page.locator(".pane").focus()
    for key in ("PageDown", "PageDown", "PageDown", "PageDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=It is 2 documents now")
    with served.project() as project:
        texts = [project.show(document["id"])["text"] for document in project.documents()]
    assert len(texts) == 2
    assert "".join(texts).count("Nothing else was said.") == 1


def test_the_files_of_the_demo_come_in_by_one_drop(path: Path, request: pytest.FixtureRequest) -> None:
    with new(path, actor="Ada"):
        pass
    served: Served = request.getfixturevalue("served")
    page: sync_api.Page = request.getfixturevalue("page")
    pages = sorted(Path(demo_study.__path__[0], "pages").iterdir())
    page.get_by_label("Drop files here: file").set_input_files(files=pages)
    page.wait_for_function(
        "count => document.querySelectorAll(\"table[aria-label='What was read'] a\").length >= count",
        arg=len(pages),
        timeout=120_000,
    )
    with served.project() as project:
        assert len(project.documents()) >= len(pages)
    page.get_by_role("table", name="What was read").get_by_role("link").first.click()
    page.wait_for_selector(".pane [data-start]")


def test_a_list_of_words_is_highlighted(page: sync_api.Page, served: Served, path: Path) -> None:
    page.wait_for_selector(".pane [data-start]")
    page.get_by_role("button", name="Details").click()
    page.get_by_label("as a list of words").check()
    page.get_by_label("highlight words, with commas between").fill("ferry, council")
    page.get_by_role("button", name="Highlight", exact=True).click()
    page.get_by_role("button", name="Stop highlighting").wait_for()
    with served.project() as project:
        assert {hit["quote"] for hit in project.hits(1)} == {"ferry", "council"}


def test_a_project_without_documents_says_what_to_do(path: Path, request: pytest.FixtureRequest) -> None:
    with new(path, actor="Ada"):
        pass
    page: sync_api.Page = request.getfixturevalue("page")
    page.get_by_label("or paste a text").fill(LETTER)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".pane [data-start]")
