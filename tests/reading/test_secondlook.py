"""What trafilatura chose on a page is mended: nothing of the text is lost, nothing of the site is taken."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.reading import Reading, Source
from communique.model.words import BlockKind
from communique.reading.html import HtmlReader
from communique.reading.secondlook import second_look
from communique.reading.visible import parse_page, visible_text

from .checks import check_reading, quotes
from .pages import BODY

UNIONS = (
    "Harbour Guild",
    "Riders’ Council of Fenwick",
    "Tenants’ League (Old Quarter)",
    "Heritage Guild",
    "Access Forum",
    "Northmoor Assembly",
    "Transport Workers’ Union, Fenwick branch",
)
MENU = (
    "<nav><ul>" + "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("Home", "Statements", "Contact")) + "</ul></nav>"
)
BELOW = (
    '<div class="related"><h3>Read also</h3><ul><li><a href="/1">On the price of rope</a></li>'
    '<li><a href="/2">A bridge too late</a></li></ul></div><footer><p>© 2031 Fenwick Network</p></footer>'
)


def reading_of(inside: str, *, head: str = "", around: str = "{}") -> Reading:
    page = f"<html><head><title>Before the first rail</title>{head}</head><body>{around.format(inside)}</body></html>"
    reading = HtmlReader().read(Source(page.encode(), "a.html"))
    check_reading(reading)
    return reading


def paragraphs(lines: tuple[str, ...] = BODY) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def chosen(page: str, *beginnings: str) -> tuple[list[str], list[str]]:
    """The texts of the blocks of a page that stay if those were chosen that begin so, and of all others."""
    root, _ = parse_page(page)
    text, parts = visible_text(root)
    words = [text[part.start : part.end] for part in parts]
    main = [number for number, said in enumerate(words) if said.startswith(beginnings)]
    assert len(main) >= len(beginnings)
    kept = second_look(text, parts, main)
    return [words[n] for n in sorted(kept)], [said for n, said in enumerate(words) if n not in kept]


LISTS = {
    "list": "<ul>" + "".join(f"<li>{{{n}}}</li>" for n in range(len(UNIONS))) + "</ul>",
    "lines": "<p>" + "<br>".join(f"{{{n}}}" for n in range(len(UNIONS))) + "</p>",
    "paragraphs": "".join(f"<p>{{{n}}}</p>" for n in range(len(UNIONS))),
    "commas": "<p>" + ", ".join(f"{{{n}}}" for n in range(len(UNIONS))) + "</p>",
    "table": "<table>" + "".join(f"<tr><td>{{{n}}}</td></tr>" for n in range(len(UNIONS))) + "</table>",
}


@pytest.mark.parametrize("shape", LISTS)
@pytest.mark.parametrize("linked", [True, False], ids=["linked", "plain"])
@pytest.mark.parametrize("lead", ["<h3>Signatories</h3>", "<p>Signed by:</p>", "<p><b>First signatories</b></p>"])
def test_who_signs_is_the_texts_linked_or_not(shape: str, linked: bool, lead: str) -> None:
    names = [f'<a href="https://{n}.example">{name}</a>' if linked else name for n, name in enumerate(UNIONS)]
    inside = f"<article><h1>Before the first rail</h1>{paragraphs()}{lead}{LISTS[shape].format(*names)}</article>"
    reading = reading_of(MENU + inside + BELOW)
    site = "\n".join(quotes(reading, BlockKind.CHROME))
    assert not any(name in site for name in UNIONS)
    assert all(label in site for label in ("Statements", "On the price of rope", "© 2031 Fenwick Network"))


def test_paragraphs_in_no_box_beside_chosen_ones_are_the_texts() -> None:
    page = f"<body>{MENU}<h1>Rails</h1>{paragraphs(BODY * 2)}<footer><p>{BODY[0]}</p></footer></body>"
    kept, left = chosen(page, BODY[1][:30])
    assert kept == [*BODY, *BODY]
    assert left[-1] == BODY[0]


def test_an_appeal_for_money_below_the_text_is_not() -> None:
    appeal = "We have no owner and no advertisers: our readers pay for this page. Please give five pounds a month."
    kept, left = chosen(f"<body>{MENU}{paragraphs()}<p>{appeal}</p></body>", *(line[:30] for line in BODY[:3]))
    assert kept == list(BODY)
    assert appeal in left


def test_labels_teasers_and_boxes_that_were_chosen_are_the_sites() -> None:
    teaser = "<h3><a href='/3'>Ferry fares rise again</a></h3>"
    page = (
        f"<body>{MENU}{paragraphs(BODY[:2])}<div class='newsletter'><h4>Our letter on Fridays</h4></div>"
        f"<p><a href='/4'>Read also: a bridge too late</a></p>{paragraphs(BODY[2:])}{teaser}<p>Share this</p></body>"
    )
    kept, left = chosen(page, *(line[:30] for line in BODY), "Our letter", "Read also", "Ferry fares", "Share this")
    assert kept == list(BODY)
    assert {"Our letter on Fridays", "Read also: a bridge too late", "Ferry fares rise again"} <= set(left)


@pytest.mark.parametrize("name", ["ad-slot", "tags", "sidebar"])
def test_a_box_that_holds_the_article_is_none_whatever_it_is_called(name: str) -> None:
    page = f"<body>{MENU}<div class='{name}'><h2>What it costs</h2>{paragraphs()}<p>So it goes.</p></div></body>"
    kept, _ = chosen(page, "What it costs", *(line[:30] for line in BODY), "So it goes")
    assert kept == ["What it costs", *BODY, "So it goes."]


def test_a_rubric_within_the_text_is_no_label_of_the_site() -> None:
    page = f"<body>{MENU}{paragraphs(BODY[:2])}<h2>Letters</h2>{paragraphs(BODY[2:])}</body>"
    kept, left = chosen(page, "Letters", *(line[:30] for line in BODY))
    assert kept == [*BODY[:2], "Letters", *BODY[2:]]
    assert "Statements" in left


def test_quotations_and_short_lines_between_paragraphs_are_the_texts() -> None:
    quoted = "<div class='social'><blockquote>Nine to eight is a majority.</blockquote></div>"
    page = f"<body>{MENU}{paragraphs(BODY[:2])}{quoted}<p>And then?</p>{paragraphs(BODY[2:])}<p>The branch</p></body>"
    kept, _ = chosen(page, *(line[:30] for line in BODY))
    assert kept == [*BODY[:2], "Nine to eight is a majority.", "And then?", *BODY[2:], "The branch"]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>{menu}</td><td>{text}</td></tr></table><table><tr><td>{foot}</td></tr></table>",
        "<div>{menu}</div><div>{text}</div><div>{foot}</div>",
        "<p>{menu}</p><p>{text}</p><p>{foot}</p>",
    ],
    ids=["table", "boxes without names", "paragraphs"],
)
def test_pages_whose_markup_tells_nothing_are_told_by_their_words(page: str) -> None:
    menu = "<br>".join(
        f'<a href="/{label}">{label}</a>' for label in ("Home", "About us", "News", "Contact", "Sitemap")
    )
    foot = '<a href="/p">Privacy policy</a><br>© 2031 Fenwick Network. All rights reserved.'
    reading = reading_of(page.format(menu=menu, text="<br><br>".join(BODY), foot=foot))
    site = "\n".join(quotes(reading, BlockKind.CHROME))
    assert all(label in site for label in ("About us", "Contact", "Privacy policy", "© 2031"))
    assert not any(line in site for line in BODY)


def test_what_stands_around_a_title_has_a_kind() -> None:
    deck = "Nine to eight: how a town decided on a line that half of it does not want"
    top = f"<h1>Council votes for the tram</h1><h2>{deck}</h2><p>By Ann Lee</p><p>12 May 2031</p>"
    again = "<h3>Council votes for the tram</h3>"
    reading = reading_of(f"{MENU}<main>{top}{paragraphs()}{again}</main>")
    assert quotes(reading, BlockKind.TITLE) == ["Council votes for the tram"]
    assert quotes(reading, BlockKind.DECK) == [deck]
    assert quotes(reading, BlockKind.BYLINE) == ["By Ann Lee"]
    assert quotes(reading, BlockKind.DATELINE) == ["12 May 2031"]
    assert "Council votes for the tram" in quotes(reading, BlockKind.CHROME)
    (document,) = reading.documents
    assert (document.author, document.date.value) == ("Ann Lee", "2031-05-12")


def test_names_of_classes_tell_kinds_however_they_are_written() -> None:
    top = '<div class="article__category">Old quarter</div><h1>Rails</h1><div class="articleDate">12 May 2031</div>'
    below = (
        f'<div class="supportBox_donate"><p>{BODY[0]}</p></div><div id="foot"><p>Fenwick Network, Mill Lane</p></div>'
    )
    reading = reading_of(f"{MENU}<div>{top}{paragraphs(BODY[1:])}</div>{below}")
    assert quotes(reading, BlockKind.KICKER) == ["Old quarter"]
    assert quotes(reading, BlockKind.DATELINE) == ["12 May 2031"]
    assert {BODY[0], "Fenwick Network, Mill Lane"} <= set(quotes(reading, BlockKind.CHROME))


def test_lines_between_title_and_text_are_told_by_their_words() -> None:
    top = "<h1>Rails</h1><p>Monday 12 May 2031, by the board of the Riders’ Council</p><p>Ann Lee</p>"
    picture = "<p>The poplars on Tuesday. / Jo Moor</p><p>Font size</p>"
    reading = reading_of(f"{MENU}{top}{picture}<div class='lead'><p>{BODY[0]}</p></div>{paragraphs(BODY[1:])}")
    assert quotes(reading, BlockKind.DATELINE) == ["Monday 12 May 2031, by the board of the Riders’ Council"]
    assert quotes(reading, BlockKind.BYLINE) == ["Ann Lee"]
    assert quotes(reading, BlockKind.CAPTION) == ["The poplars on Tuesday. / Jo Moor"]


def test_a_date_above_the_title_is_the_texts() -> None:
    posted = "<h2>Sunday, 11 May 2031</h2><h3>Rails</h3>"
    reading = reading_of(f"<div class='post'>{posted}{'<br><br>'.join(BODY)}</div><div id='footer'>Blog tool</div>")
    assert quotes(reading, BlockKind.DATELINE) == ["Sunday, 11 May 2031"]
    assert reading.documents[0].date.value == "2031-05-11"


def test_who_wrote_it_may_stand_behind_the_date() -> None:
    posted = "<div class='entry-meta'>Posted on 12 May 2031 by Winnie Quay</div>"
    reading = reading_of(f"{MENU}<article><h1>Rails</h1>{posted}{paragraphs()}</article>")
    assert (reading.documents[0].author, reading.documents[0].date.value) == ("Winnie Quay", "2031-05-12")


@pytest.mark.parametrize("told", ["Fenwick Riders", "Open letter on rails | Fenwick Riders", ""])
def test_a_title_without_markup_is_printed_above_the_text(told: str) -> None:
    inside = f"<b>Open letter on rails</b><br><br>{'<br><br>'.join(BODY)}"
    page = f"<html><head><title>{told}</title></head><body><div>{inside}</div></body></html>"
    reading = HtmlReader().read(Source(page.encode(), "a.html"))
    check_reading(reading)
    assert reading.documents[0].title == "Open letter on rails"


def test_a_list_within_the_text_is_the_texts() -> None:
    demands = "<ul>" + "".join(f"<li>the gate by {n} o’clock;</li>" for n in range(1, 9)) + "</ul>"
    page = f"<body>{MENU}{paragraphs(BODY[:2])}<h3>What we ask for</h3>{demands}{paragraphs(BODY[2:])}</body>"
    kept, _ = chosen(page, *(line[:30] for line in BODY))
    assert kept[2] == "What we ask for"
    assert len(kept) == 13


def test_cells_that_lay_out_a_page_hold_paragraphs() -> None:
    cell = f"<h1>Rails</h1><p>So it goes.</p>{paragraphs(BODY[:3])}{BODY[3]}"
    assert quotes(reading_of(f"<table><tr><td>{MENU}</td><td>{cell}</td></tr></table>"), BlockKind.PARAGRAPH) == [
        "So it goes.",
        *BODY,
    ]


ISSUE = (
    "<p>The Fenwick Letter</p><p>Newsletter of the Riders’ Council · No. 12 · May 2031</p>"
    f"<h2>Council votes for the tram</h2><p>By Ann Lee</p>{paragraphs()}"
    f"<h2>A winter without ferries</h2><p>By Jo Moor</p>{paragraphs(tuple(reversed(BODY)))}"
    "<h2>Dates</h2><p>14 May: meeting of the council, town hall. 20 May: walk along the line, from the old mill.</p>"
)
TITLES = ["Council votes for the tram", "A winter without ferries", "Dates"]
FOOT = '<footer><a href="/p">Privacy policy</a></footer>'


@pytest.mark.parametrize("around", ["{}", f"{MENU}<main>{{}}</main>{FOOT}", "<table><tr><td>{}</td></tr></table>"])
def test_a_newsletter_comes_apart_into_its_articles(around: str) -> None:
    published = '<meta name="date" content="2031-05-09"><meta property="og:site_name" content="Riders">'
    reading = reading_of(ISSUE, head=published, around=around)
    assert [document.title for document in reading.documents] == TITLES
    assert [document.author for document in reading.documents] == ["Ann Lee", "Jo Moor", None]
    assert {document.issuer for document in reading.documents} == {"Riders"}
    assert reading.documents[0].date.value == "2031-05-09"
    assert quotes(reading, BlockKind.TITLE) == TITLES
    texts = ["".join(reading.text[start:end] for start, end in document.ranges) for document in reading.documents]
    assert not any("Privacy" in text or "Fenwick Letter" in text for text in texts)


def test_a_page_that_says_it_is_an_article_stays_whole() -> None:
    article = '<meta property="og:type" content="article"><meta property="og:title" content="{}">'
    stepped = reading_of(ISSUE.replace("h2", "h1", 2))
    assert len(stepped.documents) == 1
    plain = reading_of(ISSUE, head=article.format("Council votes for the tram"))
    issue = reading_of(ISSUE, head=article.format("Newsletter No. 12, May 2031"))
    assert [len(reading.documents) for reading in (plain, issue)] == [1, 1]
    offered = [[f for f in reading.findings if f.kind == "boundary"] for reading in (plain, issue)]
    assert [bool(found) for found in offered] == [False, True]
    assert not any(finding.data["taken"] for finding in offered[1])


def test_articles_without_headings_on_a_page_that_has_one_are_offered() -> None:
    bold = ISSUE.replace("<h2>", "<p><b>").replace("</h2>", "</b></p>")
    apart, whole = reading_of(bold), reading_of(f"<h1>Before the first rail</h1>{bold}")
    assert [len(reading.documents) for reading in (apart, whole)] == [3, 1]
    assert any(finding.kind == "boundary" for finding in whole.findings)


BOXES = st.sampled_from(["p", "div", "li", "h2", "td", "blockquote", "nav", "footer", "aside"])
WORDS = st.sampled_from([*BODY, "Home", "Share this", "Read also", "Signed by:", *UNIONS, "©", "1", ""])


@given(st.lists(st.tuples(BOXES, WORDS, st.booleans()), min_size=1, max_size=25), st.data())
def test_something_is_always_the_text_and_looking_again_is_safe(
    boxes: list[tuple[str, str, bool]], data: st.DataObject
) -> None:
    inside = "".join(
        f"<{box}>{f'<a href=x>{escape(words)}</a>' if linked else escape(words)}</{box}>"
        for box, words, linked in boxes
    )
    root, _ = parse_page(f"<body><p>x</p>{inside}</body>")
    text, parts = visible_text(root)
    main = data.draw(st.sets(st.integers(0, len(parts) - 1), min_size=1))
    kept = second_look(text, parts, main)
    assert kept
    assert kept <= set(range(len(parts)))
