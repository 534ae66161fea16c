"""The workbench as its users meet it: the real server, a real browser, the strict policy on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.study.project import new
from tests.server.types import WEB
from tests.support.browser import MARKS
from tests.support.workbench import LETTER, Served, fill, painted, select

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


def test_from_dropped_files_to_the_place_of_a_quote(
    browser: sync_api.Browser, path: Path, complaints: list[str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with new(path, actor="Ada"):
        pass
    served: Served = request.getfixturevalue("served")
    page: sync_api.Page = request.getfixturevalue("page")
    page.wait_for_selector("[aria-label='Drop files here']")
    dropped = page.evaluate_handle(
        """files => { const data = new DataTransfer();
            for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/plain" }));
            return data; }""",
        [["ferry.txt", LETTER], ["empty.txt", ""]],
    )
    page.dispatch_event("[aria-label='Drop files here']", "drop", {"dataTransfer": dropped})
    page.wait_for_selector("text=ferry.txt: added")
    page.wait_for_selector("text=empty.txt: failed")
    page.click("nav[aria-label='Documents'] a")
    page.wait_for_selector(".pane [data-start]")

    select(page, "asks the council for a ferry")
    page.keyboard.press("c")
    fill(page, "Harbour Guild", "night ferry", "a")
    select(page, "does not want a ferry")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    page.wait_for_selector("text=In the text: ascribed to: Boat Club")
    page.get_by_role("combobox", name="organization").fill("Boat Club")
    page.keyboard.press("Enter")
    page.keyboard.type("nig")
    page.wait_for_selector("[role=option]:has-text('night ferry')")
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[aria-label='New statement']", state="detached")
    assert painted(page) == ["asks the council for a ferry", "does not want a ferry"]
    with served.project() as project:
        first, second = project.statements()
    assert first["spans"][0]["quote"] == "asks the council for a ferry"
    assert (first["values"]["agreement"], second["values"]["agreement"]) == ([True], [False])
    assert second["values"] == {"organization": ["Boat Club"], "concept": ["night ferry"], "agreement": [False]}

    # A recode, and back.
    page.click("button.card:has-text('Boat Club')")
    page.keyboard.press("e")
    page.wait_for_selector("form[aria-label='Statement 2']")
    page.click("button:has-text('yes')")
    page.click("button[type=submit]")
    page.wait_for_selector("button.card:has-text('Boat Club'):has-text('+ agrees')")
    page.locator(".pane").focus()
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=Undone: change statement 2")
    page.wait_for_selector("button.card:has-text('Boat Club'):has-text('− disagrees')")

    # A network; a clicked tie, its quotes, and the place of one.
    page.click("a:has-text('Network')")
    page.wait_for_selector("text=2 statements counted, 2 nodes, 1 ties")
    page.wait_for_timeout(300)
    middle = page.locator("canvas").bounding_box()
    assert middle is not None
    page.mouse.click(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    page.wait_for_selector("blockquote:has-text('does not want a ferry')")
    page.wait_for_selector("blockquote:has-text('asks the council for a ferry')")
    page.click("li:has(blockquote:has-text('does not want')) a")
    page.wait_for_selector("button.card[aria-current='true']:has-text('Boat Club')")
    assert page.evaluate("CSS.highlights.get('selected').size") == 1


def test_everything_without_a_mouse_and_known_names_in_six_keys(page: sync_api.Page, served: Served) -> None:
    page.wait_for_selector(".pane [data-start]")
    page.locator(".pane").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    fill(page, "Harbour Guild", "ferry", "a")
    with served.project() as project:
        (statement,) = project.statements()
    chosen = statement["spans"][0]["quote"]
    assert chosen in LETTER
    assert len(chosen.split()) == 3

    page.locator(".pane").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+ArrowDown")
    pressed = 0
    for key in ("c", "f", "Enter", "d", "Enter"):
        if pressed == 1:
            # The last speaker is remembered; the first field that says nothing has the focus.
            page.wait_for_selector("form[aria-label='New statement']")
            if page.evaluate("document.activeElement.closest('[data-stop]').title").startswith("Who says it"):
                page.keyboard.press("Enter")
                pressed += 1
        page.keyboard.press(key)
        pressed += 1
    page.wait_for_selector("form[aria-label='New statement']", state="detached")
    assert pressed <= 6
    with served.project() as project:
        second = project.statements()[1]
    assert second["values"] == {"organization": ["Harbour Guild"], "concept": ["ferry"], "agreement": [False]}
    page.keyboard.press("j")
    page.wait_for_selector("button.card[aria-current='true']")
    page.keyboard.press("Delete")
    page.wait_for_selector("text=deleted; Ctrl+Z brings it back")
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=Undone: delete")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def test_a_key_is_given_another_letter_and_keeps_it(coded: Path, page: sync_api.Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Key for: Next statement of the document").press("x")
    page.keyboard.press("Escape")
    page.reload()
    page.locator(".pane").focus()
    page.keyboard.press("j")
    assert page.locator("button.card[aria-current='true']").count() == 0
    page.keyboard.press("x")
    page.wait_for_selector("button.card[aria-current='true']")
    # The same words once more, as another statement.
    page.keyboard.press("y")
    form = page.locator("form[aria-label='New statement']")
    form.wait_for()
    assert "asks the council for a ferry" in form.inner_text()


def test_two_tabs_never_overwrite_each_other(coded: Path, page: sync_api.Page, complaints: list[str]) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.click("button.card:has-text('Harbour Guild')")
        tab.click("button:has-text('Edit')")
        tab.click("summary")
        tab.get_by_label("memo").fill("of the first" if tab is page else "of the other")
    page.click("button[type=submit]")
    page.wait_for_selector("button.card:has-text('of the first')")
    other.click("button[type=submit]")
    other.wait_for_selector("text=Somebody changed it meanwhile")
    other.wait_for_selector(".conflict .card:has-text('of the first')")
    other.click("button:has-text('Keep mine')")
    other.click("button[type=submit]")
    other.wait_for_selector("button.card:has-text('of the other')")
    # The first tab hears of it by itself.
    page.wait_for_selector("button.card:has-text('of the other')")
    other.close()
    assert [text for text in complaints if "409" not in text] == []
    complaints.clear()


def test_two_tabs_describe_the_same_document_and_name(coded: Path, page: sync_api.Page, complaints: list[str]) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.click("button:has-text('Details')")
    other.get_by_label("author").fill("of the other")
    page.get_by_label("issuer").fill("Harbour Guild")
    page.get_by_label("author").fill("of the first")
    page.click("form.details button:has-text('Save')")
    page.wait_for_selector("text=Saved.")
    # What was being typed stays, and is not saved over the first one's words.
    other.click("form.details button:has-text('Save')")
    row = other.get_by_role("row", name="author of the first of the other")
    row.wait_for()
    other.click("button:has-text('Keep mine')")
    other.wait_for_selector("text=Saved.")
    page.wait_for_function("() => document.querySelector('[name=author]').value === 'of the other'")
    assert other.input_value("[name=issuer]") == "Harbour Guild"
    # Going on from what the first one wrote puts every field of the form to it.
    other.get_by_label("author").fill("of the other again")
    other.get_by_label("status").last.select_option("done")
    page.get_by_label("author").fill("of the first again")
    page.click("form.details button:has-text('Save')")
    page.wait_for_function(
        "() => fetch('/api/documents/1').then(a => a.json()).then(d => d.author.endsWith('first again'))"
    )
    other.click("form.details button:has-text('Save')")
    other.click("button:has-text('Go on from that')")
    other.wait_for_function("() => document.querySelector('[name=author]').value === 'of the first again'")
    assert other.input_value("form.details [name=status]") != "done"
    for tab in (page, other):
        tab.click("a:has-text('Names')")
        tab.get_by_role("button", name="Harbour Guild", exact=True).click()
    other.get_by_label("notes").fill("the other's")
    page.get_by_label("notes").fill("the first's")
    page.get_by_label("notes").blur()
    page.wait_for_function("() => fetch('/api/entities').then(a => a.json()).then(e => e.some(o => o.notes))")
    other.get_by_label("notes").blur()
    other.get_by_role("row", name="notes the first's the other's").wait_for()
    other.click("button:has-text('Go on from that')")
    other.wait_for_function("() => document.querySelector('.panel textarea').value === \"the first's\"")
    other.close()
    assert [text for text in complaints if "409" not in text] == []
    complaints.clear()


def test_a_killed_server_loses_nothing_and_makes_nothing_twice(
    page: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    page.wait_for_selector(".pane [data-start]")
    select(page, "does not want a ferry")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    served.kill()
    page.keyboard.press("Enter")
    page.keyboard.type("Boat Club")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Not saved yet: the server does not answer")
    page.wait_for_selector("text=The server does not answer. What you type stays here")
    served.start()
    page.wait_for_selector("form[aria-label='New statement']", state="detached", timeout=20_000)
    page.wait_for_selector("button.card:has-text('Boat Club')")
    page.wait_for_selector("text=What you type stays here", state="detached", timeout=20_000)
    with served.project() as project:
        assert [s["values"] for s in project.statements()] == [{"organization": ["Boat Club"]}]
        assert project.check()["ok"]
    assert all("ERR_" in text for text in complaints)
    complaints.clear()


def test_names_are_judged_and_taken_back(coded: Path, page: sync_api.Page, served: Served) -> None:
    page.click("a:has-text('Names')")
    page.click("button:has-text('two for one?')")
    page.click("button:has-text('same: Harbour Guild')")
    page.wait_for_selector("text=Harbor Guild is Harbour Guild from now on")
    with served.project() as project:
        assert [e["name"] for e in project.entities("organization")] == ["Harbour Guild"]
    page.keyboard.press("Control+z")
    page.wait_for_selector("button:has-text('same: Harbour Guild')")


def test_many_statements_are_changed_as_one(coded: Path, page: sync_api.Page, served: Served) -> None:
    page.click("a:has-text('Statements')")
    page.wait_for_selector("text=2 of 2 statements")
    page.check("[aria-label='Choose all shown']")
    page.select_option(".bulk select", "concept")
    page.fill(".bulk input", "night ferry")
    page.click("button:has-text('Preview')")
    page.wait_for_selector("text=2 of 2 would differ; 1 new names.")
    page.click("button:has-text('Set for 2')")
    page.wait_for_selector("text=2 statements changed")
    with served.project() as project:
        assert {s["values"]["concept"][0] for s in project.statements()} == {"night ferry"}
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=Undone: recode")
    with served.project() as project:
        assert {s["values"]["concept"][0] for s in project.statements()} == {"ferry"}


MARKUP = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"


def test_markup_stays_words_everywhere(path: Path, request: pytest.FixtureRequest) -> None:
    with new(path, actor=MARKUP[:60]) as project:
        project.paste(f"{MARKUP} says {MARKUP} at length.", title=MARKUP)
        project.edit(1, author=MARKUP, issuer=MARKUP, source=MARKUP, notes=MARKUP)
        values = {"organization": MARKUP, "concept": "y" * 500, "agreement": True}
        project.code(document=1, start=0, end=8, type="Claim", values=values, memo=MARKUP)
    page: sync_api.Page = request.getfixturevalue("page")
    for name in ("read/1", "statements", "names", "network", "log"):
        page.goto(page.url.partition("#")[0] + f"#/{name}")
        page.wait_for_timeout(400)
        assert page.title() == "study.communique – Communique"
        assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(coded: Path, page: sync_api.Page, scheme: str) -> None:
    axe = (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme=scheme)
    found: dict[str, list[str]] = {}
    act: dict[str, Callable[[], object]] = {
        "read/1": lambda: page.wait_for_selector("button.card"),
        "read/1/1": lambda: page.click("button:has-text('Edit')"),
        "read/add": lambda: page.wait_for_selector("[aria-label='Drop files here']"),
        "statements": lambda: page.wait_for_selector("[role=row] >> nth=1"),
        "names": lambda: page.click("button:has-text('two for one?')"),
        "names/1": lambda: page.click("button:has-text('names')"),
        "start": lambda: page.wait_for_selector("text=On this machine"),
        "codebook": lambda: page.wait_for_selector("section table"),
        "network": lambda: page.wait_for_selector("text=2 statements counted"),
        "log": lambda: page.wait_for_selector("tbody tr"),
        "doubts": lambda: page.wait_for_selector("text=No words are in doubt"),
        "read/1/2": lambda: (page.click("button:has-text('Source')"), page.click("button:has-text('Details')")),
    }
    for name, until in act.items():
        page.goto(page.url.partition("#")[0] + f"#/{name}")
        until()
        page.wait_for_timeout(250)
        page.evaluate(axe)
        violations = page.evaluate("axe.run(document).then(result => result.violations)")
        found[name] = [f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['any'][:1]}" for v in violations]
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_right_to_left_paragraphs_and_emoji_are_coded_where_they_stand(page: sync_api.Page, served: Served) -> None:
    page.wait_for_selector(".pane [data-start]")
    assert (
        page.evaluate(
            "getComputedStyle([...document.querySelectorAll('.pane p')].find(p => /قال/.test(p.textContent))).direction"
        )
        == "rtl"
    )
    select(page, "Guild 🌉 asks")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("form[aria-label='New statement']", state="detached")
    with served.project() as project:
        (statement,) = project.statements()
    assert statement["spans"][0]["quote"] == "Guild 🌉 asks"
    assert painted(page) == ["Guild 🌉 asks"]
    assert re.fullmatch(r"study\.communique – Communique", page.title())


ROSTER = """Keep the night ferry

The night ferry is to be cut from June, and nobody has asked those who cross the river after the last tram.

Signed by:

Harbour Guild (Norway)
Northmoor Tenants' Union
Dr Ada Brix, chair of the Ferry Users' Forum
"""


def test_the_form_knows_whose_words_the_text_quotes(path: Path, request: pytest.FixtureRequest) -> None:
    text = "The ferry\n\nThe harbour is quiet today.\n\n“We want a ferry at night,” said Bo Lind of the Boat Club.\n"
    with new(path, actor="Ada") as project:
        project.paste(text, title="The ferry")
        project.describe("person", [{"name": "Bo Lind-Aas", "aliases": ["Bo Lind"]}])
        (segment,) = project.show(1)["segments"]
        assert (segment["mode"], segment["speaker"]) == ("quoted", "Bo Lind")
    page: sync_api.Page = request.getfixturevalue("page")
    page.wait_for_selector(".pane [data-start]")
    select(page, "want a ferry at night")
    page.keyboard.press("c")
    page.wait_for_selector("text=In the text: quoted words: Bo Lind")
    page.get_by_role("button", name="Remove Bo Lind-Aas").wait_for()
    page.keyboard.press("Escape")
    select(page, "harbour is quiet")
    page.keyboard.press("c")
    page.wait_for_selector("form[aria-label='New statement']")
    assert page.get_by_role("button", name="Remove Bo Lind-Aas").count() == 0


def test_a_roster_is_accepted_and_words_are_highlighted(path: Path, request: pytest.FixtureRequest) -> None:
    with new(path, actor="Ada") as project:
        project.paste(ROSTER, title="Keep it")
    page: sync_api.Page = request.getfixturevalue("page")
    served: Served = request.getfixturevalue("served")
    page.wait_for_selector("text=3 signatories were read")
    page.click("text=Accept as one statement")
    page.wait_for_selector("text=3 signatories accepted as one statement")
    with served.project() as project:
        (statement,) = project.statements(layer="primary")
        assert len(statement["groups"]) == 3
    page.click("button.card:has-text('Harbour Guild') >> nth=-1")
    page.click("button:has-text('Edit')")
    assert page.locator("form table tbody tr").count() == 3
    page.click("button:has-text('Leave')")
    page.click("button:has-text('Details')")
    page.get_by_label("highlight what matches").fill("nigh?t")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip:has-text('nigh?t')")
    assert page.evaluate("CSS.highlights.get('hit').size") == ROSTER.count("night")
    page.locator(".pane").focus()
    page.keyboard.press("n")
    assert page.evaluate("[...CSS.highlights.get('chosen')].length") == 1


def test_the_codebook_grows(coded: Path, page: sync_api.Page, served: Served) -> None:
    page.click("a:has-text('Codebook')")
    page.get_by_label("Definition of agreement").first.fill("Yes if the actor wants it.")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=agreement is defined")
    form = page.locator("form[aria-label='Add a type or a variable']")
    form.locator("input").nth(0).fill("Claim")
    form.locator("input").nth(1).fill("place")
    form.locator("button").click()
    page.get_by_label("Name of the variable place of Claim").wait_for()
    with served.project() as project:
        variables = {v["name"]: v for v in project.codebook()["types"][0]["variables"]}
    assert variables["agreement"]["definition"] == "Yes if the actor wants it."
    assert variables["place"]["kind"] == "entity"


def test_a_view_is_saved_taken_and_drawn_to_a_file(coded: Path, page: sync_api.Page, served: Served) -> None:
    page.click("a:has-text('Network')")
    page.wait_for_selector("text=2 statements counted")
    page.get_by_label("yes and no").select_option("conflict")
    page.get_by_label("save as").fill("who opposes whom")
    page.click("button:has-text('Save the view')")
    page.wait_for_selector("text=Saved as who opposes whom.")
    with served.project() as project:
        (view,) = project.views()
    assert view["options"] == {"type": "one-mode", "aggregation": "conflict", "duplicates": "document"}
    page.get_by_label("yes and no").select_option("ignore")
    page.click("[aria-label='Saved views'] button:has-text('who opposes whom')")
    assert page.get_by_label("yes and no").input_value() == "conflict"
    for name in ("SVG", "PNG"):
        with page.expect_download() as download:
            page.click(f".row >> text={name}")
        assert download.value.suggested_filename == f"network.{name.lower()}"
    page.click("button:has-text('As a command')")
    for option in ("--type one-mode", "--aggregation conflict", "--duplicates document"):
        assert option in page.locator("pre").inner_text()


def test_time_is_sliced_and_a_document_is_split(
    path: Path, request: pytest.FixtureRequest, complaints: list[str]
) -> None:
    with new(path, actor="Ada") as project:
        for number, month in enumerate(("2031-03", "2031-05", "2031-08"), 1):
            project.paste(f"{LETTER} {number}", title=f"Letter {number}", date=month)
            project.code(
                document=number,
                quote="does not want a ferry",
                type="Claim",
                values={"organization": f"Club {number}", "concept": "ferry", "agreement": False},
            )
    page: sync_api.Page = request.getfixturevalue("page")
    served: Served = request.getfixturevalue("served")
    page.click("a:has-text('Network')")
    page.wait_for_selector("text=3 statements counted, 3 nodes, 3 ties")
    page.get_by_label("time").select_option("3 months")
    page.wait_for_selector("text=2 statements counted")
    page.wait_for_selector("text=2031-03 – 2031-05")
    page.get_by_label("First month").fill("3")
    page.wait_for_selector("text=2031-06 – 2031-08")
    page.wait_for_selector("text=1 statements counted")
    page.get_by_label("time").select_option("all")
    page.wait_for_selector("text=3 statements counted")

    page.click("a:has-text('Read and code')")
    page.click("nav[aria-label='Documents'] a:has-text('Letter 1')")
    page.locator(".pane p:has-text('Nothing else was said')").click(button="right")
    page.click("text=a document begins here")
    page.wait_for_selector("text=It is 2 documents now")
    with served.project() as project:
        assert len(project.documents()) == 4
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=Undone: split")
    with served.project() as project:
        assert len(project.documents()) == 3
    # The page asked for the document that the undo took away, and says so; the browser logs it as well.
    page.wait_for_selector("text=This document is no longer there.")
    assert all("404" in text for text in complaints)
    complaints.clear()


def test_at_twice_the_size_nothing_covers_anything_or_runs_out(coded: Path, page: sync_api.Page) -> None:
    page.set_viewport_size({"width": 640, "height": 400})
    for name in ("read/1", "read/add", "statements", "names", "names/1", "codebook", "network", "log", "start"):
        page.goto(page.url.partition("#")[0] + f"#/{name}")
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        covered = page.evaluate(
            """() => {
                const parts = [...document.querySelectorAll("main section, main .page, main .side")]
                    .filter(one => !one.parentElement.closest("main section, main .page, main .side"));
                const boxes = parts.map(one => [one, one.getBoundingClientRect()]);
                const found = [];
                for (const [a, one] of boxes) for (const [b, other] of boxes)
                    if (a !== b && !a.contains(b) && !b.contains(a) && one.top < other.bottom - 1
                        && other.top < one.bottom - 1 && one.left < other.right - 1 && other.left < one.right - 1)
                        found.push(`${a.className} and ${b.className}`);
                return found;
            }"""
        )
        assert covered == [], name
