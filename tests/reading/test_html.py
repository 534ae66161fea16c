from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.errors import SourceError
from communique.model.reading import Source
from communique.model.words import BlockKind, DateBasis
from communique.reading.html import HtmlReader

from .checks import check_reading, quotes
from .pages import ARABIC, BLOG, BODY, NEWSPAPER

READER = HtmlReader()


def reading_of(html: str, **more: str):
    reading = READER.read(Source(html.encode("utf-8", "replace"), "a.html", **more))
    check_reading(reading)
    return reading


def test_a_newspaper_page_is_told_from_what_its_site_added() -> None:
    reading = reading_of(NEWSPAPER)
    assert quotes(reading, BlockKind.TITLE) == ["Council votes for the tram"]
    assert quotes(reading, BlockKind.PARAGRAPH) == list(BODY)
    assert quotes(reading, BlockKind.CAPTION) == ["Linden Street. Photo: Jo Moor"]
    assert quotes(reading, BlockKind.SUBHEADING) == ["What it costs"]
    assert quotes(reading, BlockKind.KICKER) == ["Old quarter"]
    assert quotes(reading, BlockKind.BYLINE) == ["By Ann Lee | 12 May 2031"]
    kinds = {reading.text[b.start : b.end]: b.chrome_kind for b in reading.blocks if b.kind is BlockKind.CHROME}
    assert kinds["We use cookies to make this site work."] == "cookie"
    assert kinds["Council"] == "menu"
    assert kinds["Share this"] == "share"
    assert kinds["Ferry fares rise again this summer"] in ("related", "aside")
    assert kinds["Your e-mail"] == "form"
    assert kinds["© 2031 Fenwick Herald. All rights reserved."] == "footer"


def test_the_head_of_a_page_says_title_author_issuer_and_date() -> None:
    (document,) = reading_of(NEWSPAPER).documents
    assert (document.title, document.author, document.issuer) == (
        "Council votes for the tram",
        "Ann Lee",
        "Fenwick Herald",
    )
    assert (document.date.value, document.date.basis) == ("2031-05-12", DateBasis.EXPLICIT)
    assert document.date.span is not None
    assert document.date.span.quote == "12 May 2031"
    assert document.language == "en"


def test_a_date_that_only_the_head_tells_rests_on_metadata() -> None:
    (document,) = reading_of(
        NEWSPAPER.replace("12 May 2031", "").replace('<time datetime="2031-05-12">', "<time>")
    ).documents
    assert (document.date.value, document.date.basis, document.date.span) == ("2031-05-12", DateBasis.METADATA, None)


def test_a_folder_on_somebodys_disk_is_no_address_and_dates_nothing() -> None:
    page = f"<h1>Council votes for the tram</h1><p>{BODY[0]}</p>"
    (local,) = reading_of(page, uri="file:///home/ann/2031/05/12/page.html").documents
    assert (local.attributes, local.date.value) == ({}, None)
    (online,) = reading_of(page, uri="https://herald.example/2031/05/12/page.html").documents
    assert (online.attributes["address"], online.date.value) == (
        "https://herald.example/2031/05/12/page.html",
        "2031-05-12",
    )


def test_the_document_is_the_runs_of_content_with_chrome_cut_out() -> None:
    reading = reading_of(NEWSPAPER)
    words = [reading.text[start:end] for start, end in reading.documents[0].ranges]
    assert words[0].startswith("Old quarter")
    assert words[-1].endswith(BODY[3])
    assert not any("cookies" in run or "Share" in run for run in words)


def test_scripts_styles_and_hidden_boxes_are_not_text() -> None:
    hidden = (
        "<template>t1</template><noscript>n1</noscript><div hidden>h1</div><p style='display: none'>s1</p><!-- c1 -->"
    )
    text = reading_of(NEWSPAPER.replace("</main>", hidden + "</main>")).text
    for word in ("never shown", "color: black", "t1", "n1", "h1", "s1", "c1", "schema.org"):
        assert word not in text


def test_double_line_breaks_part_the_paragraphs_of_old_pages() -> None:
    reading = reading_of(BLOG)
    assert quotes(reading, BlockKind.PARAGRAPH) == list(BODY)
    (document,) = reading.documents
    assert document.title == "No rails in Linden Street"
    assert document.date.value == "2031-05-14"
    assert "Zed says: I disagree with all of this!" in quotes(reading, BlockKind.CHROME)


def test_lines_that_a_page_breaks_are_blocks_unless_they_are_a_typed_paragraph() -> None:
    top = "<b>No rails in Linden Street</b><br>By Ann Lee<br>Herald staff<br><br>"
    typed = "<br>".join(textwrap.wrap(" ".join(BODY), 64))
    reading = reading_of(f"<table><tr><td>{top}{typed}<br><br>Harbour Guild<br>Riders’ Council</td></tr></table>")
    words = [" ".join(reading.text[block.start : block.end].split()) for block in reading.blocks]
    assert words == [
        "No rails in Linden Street",
        "By Ann Lee",
        "Herald staff",
        " ".join(BODY),
        "Harbour Guild",
        "Riders’ Council",
    ]
    (document,) = reading.documents
    assert (document.title, document.author) == ("No rails in Linden Street", "Ann Lee")


def test_a_right_to_left_page_reads_like_any_other() -> None:
    reading = reading_of(ARABIC)
    (document,) = reading.documents
    assert document.language == "ar"
    assert document.title == "بيان رابطة السكان حول خط الترام"
    assert document.date.value == "2031-05-12"
    assert len(quotes(reading, BlockKind.PARAGRAPH)) >= 2


def test_no_date_is_invented_from_a_footer_or_the_present() -> None:
    page = BLOG.replace("Posted on 14 May 2031", "").replace(
        "</body>", "<footer>© 2029 Fenwick bloggers</footer></body>"
    )
    (document,) = reading_of(page).documents
    assert (document.date.value, document.date.basis) == (None, DateBasis.NONE)


def test_no_break_spaces_zero_width_and_bidi_characters_stay() -> None:
    page = "<html><body><p>a\u00a0b \u200bc\u202ed\u202c  e\n f</p></body></html>"
    assert reading_of(page).text == "a\u00a0b \u200bc\u202ed\u202c e f"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "<p><span>By Ann Lee</span><time>12 May 2031</time><span>, Fenwick</span></p>",
            "By Ann Lee 12 May 2031, Fenwick",
        ),
        ("<p><a href=1>News</a><a href=2><b>Council</b></a></p>", "News Council"),
        ("<p><span>T</span><span>he line</span> is to <b>o</b>pen</p>", "The line is to open"),
        ("<p><span>渡し船</span><span>の夜便</span></p>", "渡し船の夜便"),
    ],
)
def test_elements_side_by_side_do_not_run_together(page: str, text: str) -> None:
    assert reading_of(page).text == text


def test_a_heading_that_leads_home_is_the_sites_name_and_no_title() -> None:
    head = "<title>No rails in Linden Street - Linden Riders</title><h1><a href='/'>Linden Riders</a></h1>"
    (document,) = reading_of(f"{head}<h2>No rails in Linden Street</h2><p>{BODY[0]}</p>").documents
    assert document.title == "No rails in Linden Street"


def test_preformatted_text_keeps_its_lines() -> None:
    assert reading_of("<pre>one\n  two</pre>").text == "one\n  two"


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body><script>x</script></body></html>",
        "<!doctype html><!-- nothing -->",
        "<html>&nbsp;",
    ],
)
def test_a_page_that_shows_nothing_is_refused(page: str) -> None:
    with pytest.raises(SourceError, match="shows no text"):
        reading_of(page)


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 50_000 + "deep words" + "</div>" * 50_000 + "<p>after the deep</p></html>",
        "<html>" + "<b><i>" * 5_000 + "deep words <p>after the deep",
        "<html>" + "<table><tr><td>" * 3_000 + "deep words <p>after the deep",
        '<!DOCTYPE html [<!ENTITY a "deep words"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
        "<html><p>&c; deep words<p>after the deep",
        "<html><p title='" + "x" * 2_000_000 + "'>deep words</p><p>after the deep",
        "<html><p>deep words <p>after the deep <div <span <<< &#xD800; &#0; &#1114112; </p",
    ],
)
def test_bombs_and_broken_markup_lose_no_words(page: str) -> None:
    text = reading_of(page).text
    assert "deep words" in text
    assert "after the deep" in text


TAGS = "p h1 li nav div a pre td script form blockquote figcaption svg title dialog table br".split()  # noqa: SIM905
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["<div class='share'>", "<!--", "-->", "&amp;", "&nbsp;", "&#8203;", "<time>12 May 2031</time>"]),
    st.sampled_from([*BODY, " ", "\n", "🚋", "<", ">", "مرحبا", "\u202e"]),
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_blocks_cover_all_visible_text_of_any_page(pieces: list[str]) -> None:
    page = "<html>" + "".join(pieces)
    try:
        reading = reading_of(page)
    except SourceError:
        return
    # Cover: nothing but white space stands outside the blocks.
    inside = "".join(reading.text[block.start : block.end] for block in reading.blocks)
    assert "".join(inside.split()) == "".join(reading.text.split())
