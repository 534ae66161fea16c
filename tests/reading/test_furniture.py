# ruff: noqa: E501
"""What a site puts around a text: labels in many languages, boxes with their contents, appeals for money."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading.appeals import notions_in
from communique.reading.boxes import furniture_of, heaviest, leads_in
from communique.reading.bylines import author_of_byline, looks_like_byline
from communique.reading.chrome import chrome_names
from communique.reading.labels import begun_kind, label_kind
from communique.reading.lexicon import lexicon
from communique.reading.plain import PlainTextReader

from .pages import BODY


def marked(lines: list[str]) -> list[str]:
    """The lines of a page that the reader marks as the site's."""
    text = "\n".join(lines)
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    return [text[block.start : block.end] for block in blocks if block.kind is BlockKind.CHROME]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this:", "share"),
        ("» 12 comentarios", "comments"),
        ("Kommentare (3)", "comments"),
        ("Lire aussi : Fuites, la carte", "related"),
        ("关于我们 | 联系方式 | 版权声明", "menu"),
        ("Share on Facebook Share on Mastodon Copy link", "share"),
        ("Home News Contact Join us Donate", "menu"),
        ("Startseite › Termine › Mai", "breadcrumb"),
        ("« The winter of the cranes", "pagination"),
        ("Open letter to the harbour master →", "pagination"),
        ("Paylaş: Facebook, e-posta", "share"),
        ("ראשי", "menu"),
        ("Tags: ferry, fares", "tags"),
        ("#ferry #fares #harbour", "tags"),
        ("3 thoughts on “The ferry that stayed”", "comments"),
        ("412 supporters", "meta"),
        ("Startseite | Häfen | Tarifrunde 2033", "breadcrumb"),
    ],
)
def test_a_label_is_told_by_its_words(line: str, kind: str) -> None:
    assert label_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "«We went home», said the pilot",
        "Share the road with those who walk on it",
        "Newspapers wrote of it the next day.",
        "E-mail: office@guild.example",
        "Was die Sanierung kosten würde",
        "Join us on Saturday at ten",
        "Thoughts on a lamp that somebody put out",
        "The council has other views",
        "#WeAreTheHarbour",
        "Next year the ferry will sail again, they say, and the year after that it will not.",
        "",
        "—",
        "12",
    ],
)
def test_what_an_author_may_write_is_no_label(line: str) -> None:
    assert label_kind(line) is None


@pytest.mark.parametrize("name", ["appeals", "chrome", "cues", "labels", "lines", "mastheads"])
def test_no_form_in_a_list_of_words_is_empty_and_fits_everything(name: str) -> None:
    for key, forms in lexicon(name).items():
        if name == "labels":
            assert all(form.strip(" …‥") for form in forms.split("|")), key
        else:
            assert re.search(forms, "") is None, key


def test_words_in_french_quotation_marks_point_nowhere() -> None:
    assert chrome_names(["« Une porte, ça s’écoute »", "« Billet précédent"]) == [None, "pagination"]


def test_a_beginning_that_sites_like_takes_three_more_words_at_most() -> None:
    assert begun_kind("Other statements") == "related"
    assert begun_kind("Andere Berichte aus dem Rat") == "related"
    assert begun_kind("Other harbours have had the same quarrel and settled it") is None


@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from(["Menu", "Comments (2)", "Related", "Donate", *BODY]))))
@settings(deadline=None)
def test_whatever_the_lines_every_one_is_answered_for(lines: list[str]) -> None:
    found = furniture_of([line for line in lines if line.strip()])
    sizes = {len(part) for part in (found.names, found.sure, found.marks, found.prose, found.begun, found.notions)}
    assert len(sizes) == 1
    # What is beyond doubt stays so.
    assert all(mark == sure for sure, mark in zip(found.sure, found.marks, strict=True) if sure is not None)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=30))
def test_the_heaviest_stretch_is_that_of_all_stretches(masses: list[int]) -> None:
    begin, end = heaviest(masses)
    every = [sum(masses[i : j + 1]) for i in range(len(masses)) for j in range(i, len(masses))]
    assert sum(masses[begin : end + 1]) == max(every)


@pytest.mark.parametrize(
    "paragraph",
    [
        "We take no money from the state. If our work matters to you, a standing order of five crowns keeps this paper alive.",
        "Wir drucken ohne Anzeigen und ohne Verlag. Damit das so bleibt, brauchen wir euch: Schon mit fünf Mark im Monat, als Spende oder im Abo.",
        "Le Collectif ne vit que des dons de ses adhérents, sans publicité : votre soutien, même modeste, nous est précieux.",
        "Мы не получаем денег ни от партий, ни от государства. Поддержите нас: любое пожертвование, хоть раз в месяц.",
        "No aceptamos dinero de empresas y dependemos de gente como tú: con una pequeña cuota al mes, ayúdanos.",
    ],
)
def test_an_appeal_for_money_is_told_in_the_midst_of_political_prose(paragraph: str) -> None:
    assert len(notions_in(paragraph) - {"person"}) >= 3
    page = ["Home", "News", "Contact", "The tram and its price", *BODY[:2], paragraph, *BODY[2:], "Share this", "Print"]
    assert paragraph in marked(page)
    assert not set(BODY) & set(marked(page))


def test_money_that_is_only_spoken_of_is_no_appeal() -> None:
    received = "The strike fund has received 18,340 crowns so far, and the meeting thanked all who had given."
    donated = "The county has donated the land; critics say that it had no right to."
    assert len(notions_in(received) - {"person"}) < 3 and len(notions_in(donated) - {"person"}) < 3


def test_what_has_hardly_a_word_in_common_with_the_text_and_speaks_to_its_readers_may_ask_less_openly() -> None:
    appeal = "Our reporters do not have sponsors, they have bus passes. Chip in for the next one."
    kin = (
        "Our tram depot has no sponsors: the council pays the conductor, and you pay the council. Chip in at the tram."
    )
    page = ["Home", "News", "Contact", "The tram and its price", *BODY[:2], "{0}", *BODY[2:], "Share this", "Print"]
    assert appeal in marked([appeal if line == "{0}" else line for line in page])
    assert kin not in marked([kin if line == "{0}" else line for line in page])


def test_an_account_to_pay_to_and_the_name_of_the_site_tell_of_an_appeal() -> None:
    account = "Posters and coffee are paid by those of us who ride along. Swish a crown or two to 123 000 00 00."
    named = "The Lantern hides nothing behind a wall. A handful of readers pay; will you be one of us?"
    menu = ["The Lantern", "News", "Voices", "Contact"]
    assert account in marked([*menu, "The tram and its price", *BODY, account, "Share this", "Related articles"])
    assert named in marked([*menu, "The tram and its price", *BODY[:2], named, *BODY[2:], "Share this", "Print"])


def test_the_date_and_the_part_of_the_site_above_a_title_are_content() -> None:
    own = ["Transport", "The tram and its price", "Last modified on Mon 6 Sep 2032 11.42"]
    page = ["Home", "News", "Transport", "Sport", "Contact", "Sign in", *own, "Share", *BODY, "Share this", "Print"]
    text = "\n".join(page)
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    content = [text[block.start : block.end] for block in blocks if block.kind is not BlockKind.CHROME]
    assert [line for line in content if line in own] == own


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        (["VOICES", "The tram and its price", "By Ann Lee"], ["kicker", "title", "byline"]),
        (
            ["Transport", "The tram and its price", "What a line costs that nobody has drawn", "Ann Lee", "3 May 2031"],
            ["kicker", "title", "deck", "paragraph", "dateline"],
        ),
        (
            ["Old quarter", "The tram and its price", "Four years of works are planned.", "By Ann Lee"],
            ["kicker", "title", "deck", "byline"],
        ),
        (["The tram and its price", "Ann Lee, Fenwick", "3 May 2031"], ["title", "paragraph", "dateline"]),
        (["Dust", "What the wind of the quarry carries", "By Ann Lee"], ["title", "deck", "byline"]),
    ],
)
def test_what_heads_a_text_is_told_apart(head: list[str], kinds: list[str]) -> None:
    text = "\n".join([*head, *BODY])
    blocks = PlainTextReader().read(Source(text.encode(), "leaflet.txt")).blocks
    assert [block.kind.value for block in blocks][: len(head)] == kinds


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("by Clement Avery, minister at Saltgate", "Clement Avery"),
        ("By Ann Lee and Jo Moor", "Ann Lee and Jo Moor"),
        ("Von Hedda Rautenberg | 12. Mai 2032", "Hedda Rautenberg"),
        ("di Mirko Salvi, inviato", "Mirko Salvi"),
        ("編集部・浜田澪", "浜田澪"),
        ("記者 王小明", "王小明"),
        ("김철수 기자", "김철수"),
        ("김철수 특파원 kim@harbour.example", "김철수"),
        ("記者会見が開かれた", None),
        ("By Hallam Cross, the road turns north.", None),
        ("By noon, the crowd had gone", None),
        ("die Klausel", None),
    ],
)
def test_a_byline_names_its_author_and_leaves_out_what_the_author_is(line: str, author: str | None) -> None:
    assert looks_like_byline(line) == (author is not None)
    assert author is None or author_of_byline(line) == author


@pytest.mark.parametrize("names", [3, 3_000])
def test_however_many_names_stand_in_a_line_the_head_is_told(names: int) -> None:
    head = ["Word", "A heading that says a little more", ", ".join(["Ann Lee"] * names), "By Ann Lee"]
    blocks = PlainTextReader().read(Source("\n".join([*head, *BODY]).encode(), "leaflet.txt")).blocks
    assert [block.kind.value for block in blocks][:2] == ["title", "deck"]


def test_what_speaks_of_cookies_outside_the_text_is_the_sites() -> None:
    notice = ["We have placed cookies on your device to help make this website better.", "I’m fine with this"]
    page = ["Home", *notice, "News", "The tram and its price", *BODY, "Share this", "Print"]
    assert set(notice) <= set(marked(page))


def test_a_box_in_the_text_ends_where_the_text_goes_on() -> None:
    box = ["Read also", "The bridge that nobody wanted", "Fares explained in five steps"]
    page = ["Menu", "Search", "Council votes for the tram", *BODY[:2], *box, *BODY[2:], "Share this", "Print"]
    assert set(marked(page)) == {"Menu", "Search", *box, "Share this", "Print"}


@pytest.mark.parametrize(
    ("head", "buttons"),
    [
        ("Comments (2)", "Reply"),
        ("Kommentare (2)", "Antworten"),
        ("网友评论(2)", "回复"),
        ("2 комментария", "Ответить"),
    ],
)
def test_comments_are_marked_with_all_that_is_said_in_them(head: str, buttons: str) -> None:
    said = "My street was dug up for two years, and nobody has asked the shops what that meant; now we hear the same again."
    talk = [
        head,
        "Jo",
        said,
        buttons,
        "A. Lee",
        "Nonsense. The buses are full and late, and have been for twenty years.",
        buttons,
    ]
    page = ["Menu", "Search", "Council votes for the tram", *BODY, *talk, "Privacy policy"]
    assert set(marked(page)) == {"Menu", "Search", *talk, "Privacy policy"}


def test_title_deck_author_and_date_stay_though_the_site_stands_above_and_below() -> None:
    head = [
        "Council votes for the tram",
        "Nine to eight after a night that nobody will forget soon",
        "Ann Lee",
        "12 May 2031",
    ]
    page = [
        "Home",
        "News",
        "Sport",
        "Sign in",
        *head,
        "Share",
        "Save",
        "3 comments",
        *BODY,
        "Tags: tram, council",
        "Most read",
    ]
    assert not set(head) & set(marked(page))
    assert {"Home", "News", "Sport", "Share", "Save", "3 comments"} <= set(marked(page))


def test_the_texts_own_list_of_contents_is_content() -> None:
    contents = ["Contents", "1 Cost", "2 Noise"]
    page = [
        "Jump to navigation",
        "Jump to search",
        "Tram line",
        BODY[0],
        *contents,
        "Cost[edit]",
        *BODY[1:3],
        "Noise[edit]",
        BODY[3],
    ]
    page += ["Categories: Trams | Fenwick", "Navigation menu", "Log in", "What links here", "Privacy policy"]
    assert not {*contents, *BODY} & set(marked(page))


def test_an_issue_of_a_paper_has_rubrics_and_no_menu() -> None:
    lines = [
        "THE ROPE",
        "Bulletin of the Riders' Circle",
        "No. 4, May 2031",
        "News",
        BODY[0],
        "Events",
        *BODY[1:3],
        "Contact",
        BODY[3],
    ]
    assert marked(lines) == []


@pytest.mark.parametrize(
    ("announced", "names"),
    [
        (
            "Signatories:",
            ["Islands Association (Norway)", "Ferry Crew Federation", "Dr Ada Brix, chair of the Boat Club"],
        ),
        ("Signataires :", ["Maison des bateliers", "Sud Canal", "Zohra Belkacem (infirmière)", "Autres Rives"]),
        ("联名人：", ["蓝湾志愿者协会", "渔家读书社", "赵一鸣"]),
        ("Ont signé :", ["– la Fédération des gardiens de phare", "– Phares en colère", "– Ghislaine Le Bihan"]),
        ("Unterstützende Organisationen:", ["IG Werft, Verwaltungsstelle Nord", "Die Roten Möwen", "Sevgi Aydın"]),
    ],
)
def test_who_signs_stays_among_what_the_site_added(announced: str, names: list[str]) -> None:
    page = ["Home", "News", "Search", "Keep the tram running", *BODY, "Share this", "Print", announced, *names]
    page += ["Related", "Another petition", "Privacy policy", "© 2031 Islands Forum"]
    assert not {announced, *names} & set(marked(page))
    assert {"Share this", "Print", "Related", "Another petition", "Privacy policy"} <= set(marked(page))


def test_a_short_beginning_is_a_whole_word() -> None:
    assert begun_kind("Mais artigos") == "related"
    assert begun_kind("Maison des bateliers") is None


@pytest.mark.parametrize(
    "line",
    ["Wage agreement signed at last", "Los sindicatos firman el acuerdo", "Договор подписали ночью", "署名の報告"],
)
def test_a_headline_in_which_somebody_signs_announces_no_names(line: str) -> None:
    assert not leads_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "Signed by",
        "The following have signed",
        "This letter is signed by the branches:",
        "Firman",
        "署名団体",
        "联署：",
    ],
)
def test_names_are_announced_at_the_beginning_or_the_end_of_a_line(line: str) -> None:
    assert leads_in(line)


def test_the_date_of_a_page_is_no_head_of_a_comment() -> None:
    told = "The council has put off what it wanted to say about the bath until September, and said so at midnight. "
    lines = [told, told + told, "Home", "Town", "Bath: council puts it off", "By Hedda Marlow", "12 May 2032, 18:04"]
    lines += [
        told * 2,
        told * 2,
        told * 2,
        "Comments (2)",
        "Swimmer",
        "2 hours ago",
        "Typical.",
        "H. Brand",
        "5 hours ago",
    ]
    text = "\n".join([*lines, "So it goes."])
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    own = [text[b.start : b.end].strip() for b in blocks if b.kind is not BlockKind.CHROME]
    assert own.count((told * 2).strip()) >= 3
    assert "Typical." not in own


def test_the_posts_of_a_thread_are_its_text_whatever_buttons_stand_between() -> None:
    posts = ["1/3 The council votes tonight on the night ferry, and we ask you all to come.", "2/3 There will be tea."]
    posts.append("3/3 Bring your tickets, and somebody who has none.")
    lines = ["Home", "Explore", "Notifications", "Harbour Guild"]
    for post in posts:
        lines += [post, "Reply", "Boost", "12 favourites"]
    blocks = PlainTextReader().read(Source("\n".join([*lines, "Privacy policy"]).encode(), "page.txt")).blocks
    text = "\n".join([*lines, "Privacy policy"])
    own = [text[b.start : b.end] for b in blocks if b.kind is not BlockKind.CHROME]
    assert [line for line in own if line[0].isdigit()] == posts


def test_demands_behind_dashes_are_a_list_and_what_is_said_is_not() -> None:
    demands = ["– le maintien du repos dominical dans toutes les équipes ;", "– la réouverture de la cantine de nuit."]
    said = ["– On nous a montré la porte, et nous l’avons prise.", "– Et la cantine, qui la rouvrira un jour, vous ?"]
    text = "\n".join(["Ce que nous voulons", *BODY, *demands, *BODY, *said])
    kinds = {text[b.start : b.end]: b.kind for b in PlainTextReader().read(Source(text.encode(), "a.txt")).blocks}
    assert [kinds[line] for line in demands] == [BlockKind.LIST_ITEM] * 2
    assert [kinds[line] for line in said] == [BlockKind.PARAGRAPH] * 2


def test_the_text_goes_on_between_two_boxes_of_links() -> None:
    told = ["The plague of mice has been in the valley since 1931, and nobody has counted them.", *BODY[2:]]
    links = ["Related articles", "Mice: what the mayor says", "A cat for every street"]
    own = ["Mice in the valley again", *BODY[:2], *told]
    text = "\n".join(["Home", "News", "Sport", *own[:3], *links, *told, *links, "Privacy policy", "Cookies"])
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    assert [text[b.start : b.end] for b in blocks if b.kind is not BlockKind.CHROME] == own


MENU = ["Home", "News", "Sport", "Culture", "Log in", "Search"]
FOOT = ["Related articles", "Mice: what the mayor says", "Privacy policy", "Cookies", "© 2032 The Quay Post"]


def _content(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    blocks = PlainTextReader().read(Source(text.encode(), "page.txt")).blocks
    return [text[b.start : b.end] for b in blocks if b.kind is not BlockKind.CHROME]


def test_a_programme_in_the_midst_of_a_text_is_the_texts() -> None:
    day = [
        "Doors open",
        "8.30",
        "Ferry crews, hall one",
        "9.15",
        "Bridge crews, hall two",
        "10.45",
        "Vote of the crews",
    ]
    told = "The ferry crews and the bridge crews meet on two days, and both vote on the doors of the halls."
    own = [
        "The crews meet",
        told,
        *BODY[:2],
        *day,
        "18.30",
        *day,
        "19.15",
        *day,
        "20.00",
        told + " Bring a pen.",
        *BODY[2:],
    ]
    assert _content([*MENU, *own, *FOOT]) == own


def test_about_somebody_is_said_below_the_text_by_the_site() -> None:
    own = ["The crews meet", *BODY]
    box = ["About Ann Marlow", "Ann Marlow steers the night ferry and counts its passengers for this paper."]
    assert _content([*MENU, *own, *box, *FOOT]) == own
    # In a text that nobody put on a site it is a heading of the text's.
    assert _content([*own, *box]) == [*own, *box]


LEGAL = [
    "Results may vary with the wind, the tide and whoever is at the helm; see the tables that hang in the office.",
    "*The statements on tides have not been looked at by the harbour office, which has other things to look at.",
]


def test_below_the_foot_of_a_page_nothing_is_the_texts_but_those_who_sign() -> None:
    own = ["The crews meet", *BODY, *BODY[::-1]]
    above = ["Related articles", "Why the helm is where it is", "Facebook", "Join our newsletter"]
    foot = ["© 2032 The Quay Post", *LEGAL, "Contact us | Terms of use | Privacy"]
    assert _content([*MENU, *own, *above, *foot]) == own
    signed = ["Signed by:", "Ann Marlow", "Bo Lund", "Ferry Crews of the Quay"]
    assert _content([*MENU, *own, *above, "© 2032 The Quay Post", *signed])[-4:] == signed
    # A leaflet may have something to say below its imprint.
    assert _content([*own, "Printed and promoted by the crews", *LEGAL])[-2:] == LEGAL


def test_an_author_of_the_editorial_office_is_no_label_of_the_site() -> None:
    own = ["渡船の存続求め署名提出", "2032年9月14日 6時00分", "編集部・浜田澪"]
    told = ["市営渡船の存続を求める署名千二百六筆が市長に手渡された。市は夜の二便を廃止する方針を示している。"] * 3
    lines = ["トップ", "地域", "経済", "ログイン", *own, "シェア", "ポスト", *told, "関連記事", "利用規約"]
    assert _content(lines) == [*own, *told]
