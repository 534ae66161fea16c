"""The report as a reader meets it: in Chromium, under its own content security policy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from tests.support.browser import MARKS, chromium
from tram_sample import report

from communique.figures.report import render_report

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(report()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: sync_api.Browser, address: str) -> Iterator[sync_api.Page]:
    """The page, opened; fails if the console held an error or anything but the file was asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if request.url != address else None)
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    assert complaints == []
    context.close()


def focused(page: sync_api.Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def tab_to(page: sync_api.Page, wanted: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    pytest.fail(f"Tab did not reach {wanted} in {most} steps")


def quotes_in(page: sync_api.Page, selector: str) -> list[str]:
    return sorted(text.strip() for text in page.locator(f"{selector} blockquote").all_text_contents())


def expected(view: int, tie: int) -> list[str]:
    said = {quote.id: quote.quote for quote in report().quotes}
    return sorted(said[number] for number in report().drawings[view].strongest(1000)[tie].statements)


def test_tab_reaches_the_strongest_tie_enter_opens_its_quotes_and_escape_returns(page: sync_api.Page) -> None:
    tab_to(page, "v0-tie-0-drawn")
    name = "Tram for Tarnbrook and Clean Air Initiative: congruence 5"
    assert page.get_by_role("button", name=name).get_attribute("id") == "v0-tie-0-drawn"
    page.keyboard.press("Enter")
    assert focused(page) == "panel-title"
    assert quotes_in(page, "#panel") == expected(0, 0)
    panel = page.locator("#panel").inner_text()
    for part in ("Tram for Tarnbrook and Clean Air Initiative", "congruence 5", "Dr. Amara Sule", "2031-03-20",
                 "agrees", "Joint statement on clean streets", "Market Street is closed to cars", "1 × 1"):  # fmt: skip
        assert part in panel
    page.keyboard.press("Escape")
    assert focused(page) == "v0-tie-0-drawn"
    assert page.locator("#panel blockquote").count() == 0


def test_space_opens_a_tie_as_well(page: sync_api.Page) -> None:
    page.locator("#v0-tie-1-drawn").focus()
    page.keyboard.press("Space")
    assert quotes_in(page, "#panel") == expected(0, 1)


def test_a_click_beside_a_thin_line_opens_it(page: sync_api.Page) -> None:
    drawing = report().drawings[0]
    weakest = len(drawing.strongest(1000)) - 1
    place = page.evaluate(
        """(id) => {
          const link = document.getElementById(id), hit = link.querySelector('.hit');
          link.scrollIntoView({block: 'center'});
          const length = hit.getTotalLength(), matrix = hit.getScreenCTM();
          for (let part = 0.05; part < 0.95; part += 0.01) {
            const on = hit.getPointAtLength(part * length), next = hit.getPointAtLength((part + 0.01) * length);
            const size = Math.hypot(next.x - on.x, next.y - on.y);
            on.x += -(next.y - on.y) / size * 5;
            on.y += (next.x - on.x) / size * 5;
            const at = on.matrixTransform(matrix);
            const found = document.elementFromPoint(at.x, at.y);
            if (found === hit) return [at.x, at.y];
          }
          return null;
        }""",
        f"v0-tie-{weakest}-drawn",
    )
    assert place is not None
    page.mouse.click(*place)
    assert quotes_in(page, "#panel") == expected(0, weakest)


def test_a_row_opens_the_same_quotes_as_the_drawing_and_focus_returns_to_it(page: sync_api.Page) -> None:
    row = page.locator("#v0-tie-3")
    row.get_by_role("button").click()
    from_table = quotes_in(page, "#panel")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('tr').id") == "v0-tie-3"
    page.locator("#v0-tie-3-drawn").focus()
    page.keyboard.press("Enter")
    assert quotes_in(page, "#panel") == from_table == expected(0, 3)


def test_a_mark_opens_its_own_statements_and_leads_to_its_ties(page: sync_api.Page) -> None:
    page.locator("#v0-node-0-drawn").focus()
    page.keyboard.press("Enter")
    assert len(quotes_in(page, "#panel")) == 8
    assert "type" in page.locator("#panel .attributes").inner_text()
    page.locator("#panel .neighbours summary").click()
    page.locator("#panel .neighbours button").first.click()
    assert quotes_in(page, "#panel") == expected(0, 0)
    page.get_by_role("button", name="Close the quotes").click()
    assert focused(page) == "v0-node-0-drawn"


def test_an_alliance_leads_to_all_its_quotes(page: sync_api.Page) -> None:
    page.locator(".alliances .more").first.click()
    assert quotes_in(page, "#panel") == expected(0, 0)


def test_the_view_switches_between_actors_and_actors_with_concepts(page: sync_api.Page) -> None:
    assert page.locator("#v0-tie-0-drawn").is_visible()
    assert not page.locator("#v1-tie-0-drawn").is_visible()
    page.get_by_role("button", name="Actors and concepts").click()
    assert not page.locator("#v0-tie-0").is_visible()
    assert page.locator("#v1-tie-0").is_visible()
    page.locator("#v1-tie-0-drawn").focus()
    page.keyboard.press("Enter")
    assert quotes_in(page, "#panel") == expected(1, 0)


def test_ties_of_one_sign_can_be_put_away(page: sync_api.Page) -> None:
    drawing = report().drawings[0]
    ties = drawing.strongest(1000)
    opposed = next(i for i, t in enumerate(ties) if t.conflict and not t.congruence)
    both = next(i for i, t in enumerate(ties) if t.conflict and t.congruence)
    page.get_by_role("button", name="conflict", exact=True).click()
    assert not page.locator(f"#v0-tie-{opposed}-drawn").is_visible()
    assert page.locator(f"#v0-tie-{both}-drawn .congruence").is_visible()
    assert not page.locator(f"#v0-tie-{both}-drawn .conflict").is_visible()


def test_a_concept_keeps_only_the_ties_that_rest_on_it(page: sync_api.Page) -> None:
    concept = "Rides are free under eighteen"
    on_it = {quote.id for quote in report().quotes if quote.concept == concept}
    drawing = report().drawings[0]
    kept = [i for i, tie in enumerate(drawing.strongest(1000)) if on_it & set(tie.statements)]
    page.get_by_label("Concept", exact=True).select_option(concept)
    shown = page.locator("tr[id^='v0-tie-']:not([hidden])").evaluate_all("rows => rows.map((row) => row.id)")
    assert shown == [f"v0-tie-{i}" for i in kept]
    assert f"{len(kept)} of 75 ties" in page.get_by_role("status").inner_text()


def test_a_column_sorts_both_ways_and_says_so(page: sync_api.Page) -> None:
    weights = [int(tie.conflict) for tie in report().drawings[0].ties]
    head = page.locator("#v0-ties th").nth(3)

    def column() -> list[int]:
        return [int(text) for text in page.locator("#v0-ties td:nth-child(4)").all_text_contents()]

    head.get_by_role("button").click()
    assert column() == sorted(weights, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").click()
    assert column() == sorted(weights)
    assert head.get_attribute("aria-sort") == "ascending"


def test_everything_that_takes_focus_has_a_name(page: sync_api.Page) -> None:
    nameless = page.evaluate(
        """() => Array.from(document.querySelectorAll('a[href], button, select, summary, [tabindex="0"]'))
          .filter((e) => e.checkVisibility())
          .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim()
            || e.labels && e.labels.length))
          .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(browser: sync_api.Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#v0-tie-3-drawn").focus()
    page.keyboard.press("Enter")
    pairs = page.evaluate(
        """() => {
          const found = [];
          const solid = (color) => !/, 0\\)$|transparent/.test(color);
          for (const e of document.querySelectorAll('body *')) {
            if (!e.checkVisibility() || e.closest('svg')) continue;
            if (!Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim())) continue;
            let below = e;
            while (below && !solid(getComputedStyle(below).backgroundColor)) below = below.parentElement;
            const paper = getComputedStyle(below || document.body).backgroundColor;
            found.push([getComputedStyle(e).color, paper, e.className]);
          }
          return found;
        }"""
    )
    context.close()
    assert len(pairs) > 100
    faint = {(fore, back, name) for fore, back, name in pairs if contrast(fore, back) < 4.5}
    assert faint == set()


def contrast(fore: str, back: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it."""
    one, other = sorted((luminance(fore), luminance(back)))
    return (other + 0.05) / (one + 0.05)


def luminance(color: str) -> float:
    parts = [float(part) / 255 for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_labels_as_the_browser_sets_them_do_not_lie_upon_one_another(page: sync_api.Page) -> None:
    for view in ("v0", "v1"):
        if view == "v1":
            page.get_by_role("button", name="Actors and concepts").click()
        boxes = page.evaluate(
            """(view) => Array.from(document.querySelectorAll(`.label[data-node^="${view}-"] text:not(.halo)`))
              .map((text) => { const b = text.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })""",
            view,
        )
        assert len(boxes) == len(report().drawings[int(view[1])].nodes)
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= 2


@pytest.mark.parametrize("width", [420, 1280, 1920])
def test_the_page_never_scrolls_sideways(browser: sync_api.Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#v0-tie-0-drawn").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_without_javascript_every_row_opens_its_quotes_and_ties_lead_to_their_rows(
    browser: sync_api.Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    row = page.locator("#v0-tie-0")
    assert not row.locator("blockquote").first.is_visible()
    row.locator("summary").click()
    assert row.locator("blockquote").first.is_visible()
    assert quotes_in(page, "#v0-tie-0") == expected(0, 0)
    page.locator("#v0-tie-5-drawn").focus()
    page.keyboard.press("Enter")
    # a press returns before the browser has reported where it went
    sync_api.expect(page).to_have_url(f"{address}#v0-tie-5")
    assert page.locator("#v1-tie-0").is_visible()
    assert not page.locator("#panel").is_visible()
    context.close()
