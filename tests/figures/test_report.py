from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tram_sample import quotes, report

from communique.figures import report as module
from communique.figures.drawing import Drawing, Node, Quote, Tie
from communique.figures.report import LeftOut, Report, render_report

ANY = st.text(st.characters(), max_size=20) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><b>",
        "$title",
        "]]>",
        "\x00\ud800",
        "&amp;",
    ]
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """What a page holds; ``faults`` are elements that close in the wrong order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


SAMPLE = render_report(report())


def test_the_page_is_well_formed_and_its_ids_are_unique() -> None:
    page = Page(SAMPLE)
    assert page.faults == []
    assert page.open == []
    assert len(page.ids()) == len(set(page.ids()))


def test_every_link_within_the_page_and_every_name_by_reference_has_its_target() -> None:
    page = Page(SAMPLE)
    known = set(page.ids())
    for _, attributes in page.tags:
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in known
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= known


def test_the_page_asks_for_nothing_from_anywhere() -> None:
    page = Page(SAMPLE)
    for tag, attributes in page.tags:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        address = attributes.get("href", "")
        if address.startswith("http"):
            assert tag == "a"
            assert "noreferrer" in attributes["rel"]
        if tag == "link":
            assert address == "data:,"
    assert "url(" not in SAMPLE
    assert "@import" not in SAMPLE


@pytest.mark.parametrize(("element", "directive"), [("script", "script-src"), ("style", "style-src")])
def test_the_policy_allows_exactly_the_inline_script_and_style(element: str, directive: str) -> None:
    (policy,) = (a["content"] for t, a in Page(SAMPLE).tags if a.get("http-equiv") == "Content-Security-Policy")
    (inline,) = re.findall(rf"<{element}>(.*?)</{element}>", SAMPLE, re.DOTALL)
    fingerprint = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules[directive] == f"'sha256-{fingerprint}'"
    assert rules["default-src"] == "'none'"


def test_every_quote_is_there_with_its_document_date_speaker_and_concept() -> None:
    words = " ".join(Page(SAMPLE).text)
    for quote in quotes():
        for part in (quote.quote, quote.document_title, quote.date, quote.speaker, quote.organization, quote.concept):
            assert str(part) in words


def test_every_tie_has_a_row_that_holds_its_quotes_without_javascript() -> None:
    for view, drawing in enumerate(report().drawings):
        for i, tie in enumerate(drawing.strongest(1000)):
            (row,) = re.findall(rf'<tr id="v{view}-tie-{i}".*?</tr>', SAMPLE, re.DOTALL)
            inside = re.search(r"<details>(.*)</details>", row, re.DOTALL)
            assert inside
            held = {int(n) for n in re.findall(r'data-statement="(\d+)"', inside[1])}
            assert held == set(tie.statements)


def test_numbers_of_the_summary_are_shown() -> None:
    words = " ".join(" ".join(Page(SAMPLE).text).split())
    for part in ("Documents 10", "Statements 60", "Actors 14", "A. Reed, M. Okoro", "2031-02-03 – 2031-06-12"):
        assert part in words
    assert "no side was coded (3)" in words
    assert report().drawings[0].formula in words


def test_right_to_left_words_are_marked_as_such() -> None:
    marked = [t for t, a in Page(SAMPLE).tags if t == "blockquote" and a.get("dir") == "rtl"]
    assert marked
    assert not [a for t, a in Page(SAMPLE).tags if t == "blockquote" and "dir" not in a]


@settings(max_examples=40, deadline=None)
@given(st.lists(ANY, min_size=16, max_size=16))
def test_no_text_in_any_field_changes_the_shape_of_the_page(texts: list[str]) -> None:
    def page(t: list[str]) -> str:
        quote = Quote(1, t[0], 1, t[1], t[2], t[3], t[4], t[5], True, t[6], t[7], t[8], "javascript:" + t[9], "auto")
        other = Quote(2, "plain", 1, "Page", "2031", "Speaker", "Bakers", "else", False)
        nodes = (
            Node("a", t[10], t[11], 1, t[12], (1,), {t[12]: t[13]}),
            Node("b", "Bakers", t[11], 1, None, (2,)),
        )
        drawing = Drawing(t[14], nodes, (Tie("a", "b", 1, 1, (1, 2), 0, t[15]),), "one-mode", t[14], t[15])
        return render_report(
            Report(
                title=t[0], drawings=(drawing,), quotes=(quote, other), summary=t[1],
                coders=(t[2],), period=(t[3], t[4]),
                left_out=(LeftOut(t[5], 1),), settings={t[6]: t[7]}, made=t[8], program=t[9],
            )
        )  # fmt: skip

    made, plain = page(texts), page([f"text {i}" for i in range(16)])
    made.encode("utf-8")
    parsed, expected = Page(made), Page(plain)
    assert parsed.faults == expected.faults == []
    assert made.count("<script") == plain.count("<script") == 1
    assert "javascript:" not in made
    shape = ("img", "b", "script", "style", "a", "article", "table", "svg", "iframe")
    # A text of nothing but blanks may leave out its element, so never more than with plain texts.
    assert all(parsed.count(tag) <= expected.count(tag) for tag in shape)


def big(nodes: int) -> Report:
    names = [f"n{i}" for i in range(nodes)]
    couples = list(combinations(names, 2))
    said = tuple(
        Quote(i, f"Words {i}", 1, "A page", None, names[i % nodes], concept=f"c{i % 5}") for i in range(nodes * 3)
    )
    ties = tuple(Tie(a, b, 1 + i % 7, 0, (i % (nodes * 3), (i + 1) % (nodes * 3))) for i, (a, b) in enumerate(couples))
    return Report("Many", (Drawing("Many", tuple(Node(n, n) for n in names), ties),), said)


def test_a_page_of_thousands_of_ties_draws_the_strongest_and_says_so() -> None:
    made = render_report(big(85), ties=50)
    page = Page(made)
    drawn = [a for t, a in page.tags if t == "a" and a.get("class", "").startswith("tie")]
    listed = [a for t, a in page.tags if t == "tr" and "data-a" in a]
    words = " ".join(page.text)
    assert len(drawn) == 50
    assert "Only the strongest 50 of 3,570 ties are drawn" in words
    assert len(listed) == 3000
    assert "The table lists the strongest 3,000 of 3,570 ties" in words
    assert page.faults == []


def test_quotes_beyond_the_room_of_a_page_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_QUOTES", 20)
    made = render_report(big(10))
    words = " ".join(Page(made).text)
    assert "The page holds 20 of 30 statements" in words
    assert "more are not on this page" in words
    assert len(re.findall(r'id="statement-\d+"', made)) == 20


def test_rows_beyond_the_room_for_quotes_link_to_the_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "INLINE_QUOTES", 4)
    page = Page(render_report(big(6)))
    targets = {a["href"][1:] for t, a in page.tags if t == "a" and a.get("href", "").startswith("#statement-")}
    assert targets
    assert targets <= set(page.ids())


def test_a_report_without_drawings_or_quotes_is_still_a_page() -> None:
    page = Page(render_report(Report("Nothing yet", ())))
    assert page.faults == []
    assert "Nothing yet" in " ".join(page.text)


def test_the_same_report_is_the_same_page() -> None:
    assert render_report(replace(report())) == SAMPLE
