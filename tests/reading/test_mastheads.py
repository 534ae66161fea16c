"""What says that a text is an issue of a periodical, and what it does to headings."""

from __future__ import annotations

import pytest

from communique.model.reading import Source
from communique.reading.mastheads import heads_notes, is_addressed, is_rubric, masthead, takes_leave
from communique.reading.plain import PlainTextReader

from .pages import BODY

OTHER = (
    "The library lends books to every child in the quarter, and its reading room is open until nine at night.",
    "Limes and chestnuts stand along the avenue, and their roots lift the paving stones in front of the houses.",
)


def articles(lines: list[str]) -> list[str]:
    """The first line of each document."""
    text = "\n".join(lines)
    documents = PlainTextReader().read(Source(text.encode(), "letter.txt")).documents
    return [text[document.ranges[0][0] :].splitlines()[0] for document in documents]


@pytest.mark.parametrize(
    "lines",
    [
        ["THE ROPE", "Newsletter of the Riders' Circle", "No. 4, May 2031"],
        ["Der Bogen", "Mitteilungen des Vereins", "Ausgabe 3/2030"],
        ["La Passerelle", "Bulletin du Collectif", "N° 18 – octobre 2030"],
        ["НАШ БЕРЕГ", "Газета жителей", "№ 9 (61), октябрь 2029 года"],
        ["河岸通讯", "第12期 2030年5月"],
        ["La Lettre des locataires", "Décembre 2030"],
        ["Peace at the Pier", "Occasional paper of the Peace Circle", "Number fourteen, Advent 2030"],
        ["L’ÉCLAIR DU PORT", "Quotidien des grévistes – mardi 14 juin 2033"],
        ["THE BELL FOUNDRY NEWS Summer number, 2031 Price: what you can"],
        ["Betriebsrat aktuell", "Info Nr. 5/2032 für die Belegschaft"],
    ],
)
def test_a_paper_says_what_it_is(lines: list[str]) -> None:
    assert masthead(lines) >= 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Council votes for the tram", "By Ann Lee", "12 May 2031", BODY[0]],
        ["Report", "Rivers without mouths", "March 2029", "Contents", "Method", "Findings"],
        ["Open letter to the council", "Fenwick, 9 May 2031"],
        [],
    ],
)
def test_a_text_by_itself_has_no_masthead(lines: list[str]) -> None:
    assert masthead(lines) < 2


@pytest.mark.parametrize(
    "line", ["Letters", "EDITORIAL", "Leserbriefe", "En bref", "Коротко", "読者の声", "— In brief —"]
)
def test_a_rubric_is_told_in_any_case(line: str) -> None:
    assert is_rubric(line)


def test_a_heading_that_says_more_is_no_rubric() -> None:
    assert not is_rubric("Letters that never came")


def test_a_kicker_belongs_to_the_article_below_it_and_a_signature_to_the_one_above() -> None:
    lines = ["THE ROPE", "Newsletter of the Riders' Circle", "No. 4, May 2031"]
    lines += [
        "OLD QUARTER",
        "Nine to eight",
        "By Ann Lee",
        *BODY[:2],
        "BOOKS",
        "Open until nine",
        "By Jo Moor",
        OTHER[0],
        BODY[3],
    ]
    lines += ["TREES", "Three summers", "By Ines Falk", OTHER[1], BODY[2]]
    assert articles(lines) == ["OLD QUARTER", "BOOKS", "TREES"]


def test_dates_and_short_notices_are_articles_of_a_paper() -> None:
    lines = [
        "THE ROPE",
        "Newsletter of the Riders' Circle",
        "No. 4, May 2031",
        "Contents",
        "Nine to eight",
        "Dates",
        "",
    ]
    lines += [
        "Nine to eight",
        *BODY[:2],
        "Dates",
        "4 June, 7 p.m.: meeting in the town hall",
        "9 July: boat trip to the island",
    ]
    assert articles(lines) == ["Nine to eight", "Dates"]


def test_an_article_without_masthead_keeps_its_parts_together() -> None:
    lines = [
        "What the tram costs",
        "Contents",
        "Cost",
        "Noise",
        "Trees",
        BODY[0],
        "Cost",
        *BODY[:2],
        "Noise",
        BODY[2],
        "Trees",
        BODY[3],
    ]
    assert articles(lines) == ["What the tram costs"]


@pytest.mark.parametrize(
    "form",
    ["Chapter and verse {}", "Newsletter of the Circle {}", "Heading {} Here\nA short sentence stands here, {}."],
)
def test_thousands_of_lines_alike_open_nothing(form: str) -> None:
    # Each line was once compared with every other; read so, this takes minutes.
    lines = [form.format(*(number, number)) for number in range(8_000)]
    assert articles(lines) == [lines[0].splitlines()[0]]


REPORTS = (
    "FERNLEIGH, April 2 — The town council on Tuesday put off for a third time its vote on whether to sell the tower.",
    "PORT ELLERY, April 3 — Bread was again sold from vans as the strike at three bakeries entered its second week.",
    "HALLAM CROSS, April 6 — A mask must be fitted to every person who enters the crushing hall, a judge has ruled.",
)


def test_reports_with_a_place_and_a_day_come_apart_without_a_masthead() -> None:
    titles = [
        "Council delays vote on water tower",
        "Bakery strike enters second week",
        "Dust masks for all, says court",
    ]
    lines = [line for title, report in zip(titles, REPORTS, strict=True) for line in (title, report, *OTHER)]
    assert articles(lines) == titles


@pytest.mark.parametrize(
    "line", ["Yours sincerely,", "Mit freundlichen Grüßen", "Cordialement", "С уважением,", "敬具"]
)
def test_how_a_letter_ends_opens_no_article(line: str) -> None:
    assert takes_leave(line)
    assert not takes_leave(f"{line} 1 2 3 said the harbour master in April")
    letter = ["Open letter to the council", "Fenwick, 9 May 2031", *BODY, line, "Ann Lee", "Jo Moor", "Otto Brandt"]
    assert len(articles(letter)) == 1


def test_initials_and_bodies_sign_the_article_above_them() -> None:
    titles = ["SALAIRES : ON COMPTE", "PETITES LIGNES, GROSSES EXCUSES", "LE COIN DU NOUVEAU"]
    head = ["LE SIFFLET", "Bulletin de la section de Kerlann", "Numéro 88 – janvier 2033"]
    lines = [
        *head,
        titles[0],
        *BODY[:2],
        "Le bureau de la section",
        titles[1],
        *OTHER,
        "Y. L. D.",
        titles[2],
        *BODY[2:],
    ]
    assert articles(lines) == titles


def test_a_heading_has_a_rule_under_it_and_its_author_below() -> None:
    letter = ["TENANTS' MAIL", "Number 9, February 2032", ""]
    for title, author in (("What the council calls a roof", "Ann Lee"), ("A visit to the landlords", "Otto Brandt")):
        letter += [title, "-" * len(title), f"by {author}", "", *OTHER, *BODY, ""]
    assert articles(letter) == ["What the council calls a roof", "A visit to the landlords"]


TITLES = ["The bell is back", "A roof for all", "Who pays for the tunnel?"]


@pytest.mark.parametrize(
    "contents",
    [
        "Contents The bell is back A roof for all Who pays for the tunnel?",
        "In this issue: The bell is back (1) A roof for all (2) Who pays for the tunnel? (4)",
        "Inside • The bell is back • A roof for all • Who pays for the tunnel?",
    ],
)
def test_a_list_of_contents_in_one_line_tells_the_titles(contents: str) -> None:
    lines = ["The Lantern", "No. 3, May 2031", contents]
    for title in TITLES:
        # What stands under it looks as much as a title.
        lines += [title, *OTHER, f"What came of {title.lower().rstrip('?')}", *BODY]
    assert articles(lines) == TITLES
    assert articles([line for line in lines if line != contents]) != TITLES


def test_japanese_and_chinese_letters_come_apart_at_short_titles() -> None:
    lines = ["みなとの風", "第27号 2031年6月15日", "夜の渡し船をなくさないで"]
    lines += ["町は六月から夜の便をやめるといいます。けれども乗る人にとっては、その一便がすべてです。", "署名の報告"]
    lines += ["六月十日までに二千百三人分が集まりました。町長は受け取りを秘書課に任せたそうです。", "お知らせ"]
    lines += ["七月の例会は五日、午後七時から公民館で開きます。会費はいりません。どなたでもどうぞ。"]
    assert articles(lines) == ["夜の渡し船をなくさないで", "署名の報告", "お知らせ"]
    lines = ["码头工人通讯", "第十五期 二〇三二年四月一日", "码头工会宣传部编", "夜班津贴谈判破裂"]
    lines += ["三月二十七日，工会与港务公司的谈判破裂。公司提出取消夜班津贴，改为每人每年发两双手套。", "来信选登"]
    lines += ["编辑同志：我在码头干了二十二年，从来没有见过检修员。上个月见到一个，他迷路了。", "活动预告"]
    lines += ["四月十二日下午三点，在食堂讨论罢工基金使用办法，欢迎各泊位的同事带着问题来参加。"]
    assert articles(lines) == ["夜班津贴谈判破裂", "来信选登", "活动预告"]


def test_mails_one_behind_the_other_are_documents_with_subject_and_sender() -> None:
    text = "Tenants - news digest\n\n   1. Rent board seats (Joan Abara)\n   2. Re: Rent board seats (Tomas Lund)\n\n"
    for sender, subject in (
        ("Joan Abara <joan@quay.example>", "Rent board seats"),
        ("Tomas Lund", "Re: Rent board seats"),
    ):
        head = f"Message: 1\nDate: Tue, 3 May 2031 10:00:00 +0000\nFrom: {sender}\nSubject: {subject}\n\n"
        text += f"{'-' * 30}\n\n{head}{OTHER[0]}\n\n{OTHER[1]}\n\n"
    documents = PlainTextReader().read(Source(text.encode(), "digest.txt")).documents
    assert [(d.title, d.author, d.date.value) for d in documents] == [
        ("Rent board seats", "Joan Abara", "2031-05-03"),
        ("Re: Rent board seats", "Tomas Lund", "2031-05-03"),
    ]
    for document in documents:
        assert document.title_span is not None
        assert text[document.title_span.start : document.title_span.end] == document.title
    alone = PlainTextReader().read(Source(f"Von: Runa Oppermann\nBetreff: Das Ufer\n\n{OTHER[0]}".encode(), "mail.txt"))
    assert [(d.title, d.author) for d in alone.documents] == [("Das Ufer", "Runa Oppermann")]


def test_a_running_head_and_the_pages_of_the_contents_belong_to_no_article() -> None:
    lines = ["DIE FÄHRE", "Zeitschrift der Genossenschaft", "Heft 2/2033", "Inhalt", "Das Dach – S. 2", "Besuch – S. 4"]
    for page, title in ((2, "Was das neue Dach kostet"), (4, "Besuch bei den Nachbarn")):
        lines += [f"{page} DIE FÄHRE 2/2033", title, *OTHER, f"{page + 1} DIE FÄHRE 2/2033", *BODY]
    assert articles(lines) == ["Was das neue Dach kostet", "Besuch bei den Nachbarn"]


def test_numbered_titles_initials_and_the_name_below_a_greeting_are_told_apart() -> None:
    told = "Après quatorze mois, la fontaine a de l’eau, et le banc n’est pas revenu : on lui reprochait « de servir. »"
    lines = ["LE BANC", "Lettre n° 12 – 15 mai 2033"]
    for number, title in enumerate(("Où en est la fontaine ?", "Le communiqué des voisins", "Appel à témoins"), 1):
        lines += [f"{number}. {title}", told, f"Voici la réponse de la ville n° {number} : « Le banc sera remis. »"]
    assert articles(lines) == ["1. Où en est la fontaine ?", "2. Le communiqué des voisins", "3. Appel à témoins"]
    lines = ["LOCAL 114 REPORTER", "Official Publication of the Transit Workers", "Volume 22, Number 3"]
    lines += [
        "PRESIDENT’S COLUMN",
        "Brothers and Sisters,",
        *OTHER,
        "In solidarity,",
        "Anil",
        "BARGAINING UPDATE",
        *BODY,
    ]
    lines += ["A. G.", "GRIEVANCE CORNER", *OTHER]
    assert articles(lines) == ["PRESIDENT’S COLUMN", "BARGAINING UPDATE", "GRIEVANCE CORNER"]


def test_who_signs_and_links_stand_below_an_article_and_open_none() -> None:
    lines = ["THE SLUICE", "Bulletin of the lock-keepers", "Number 9, March 2033"]
    titles = ("Why we signed", "Why we did not", "A visit to the weir")
    for title, signed, told in zip(
        titles, ("The delegation", "Turning shop", "A. G."), (OTHER, BODY, OTHER), strict=True
    ):
        lines += [title, *told, signed]
    assert articles([*lines, "Printed when it can be."]) == [*titles]
    lines = ["Mill End Neighbours", "E-newsletter", "October 2032"]
    for title, told in zip(titles, (OTHER, BODY[:2], BODY[2:]), strict=True):
        lines += [title, *told, "Read more"]
    assert articles([*lines, "Unsubscribe from this list"]) == [*titles]


def test_asides_and_days_of_a_programme_open_nothing() -> None:
    dates = ["Fri 4 March: film night, the one about the lighthouse", "Wed 9 March: reading group"]
    asides = ["(from our correspondent)", "(M. K.)"]
    lines = ["RED KITE newsletter of the youth section", "#6 – March 2033", "👋 Hello from the committee", *OTHER]
    lines += [asides[0], "PUNTA BRAVA: The lamps are out", *BODY[:2], asides[1], "📅 Dates", *dates]
    found = articles([*lines, "Corrections", "In the last number we called the mayor a boat. He is not a boat."])
    assert not {*asides, *dates}.intersection(found)
    assert {"👋 Hello from the committee", "📅 Dates"} < set(found)


def test_the_questions_of_an_interview_open_no_article() -> None:
    asked = ["What changes in June?", "And what do those say who ride with you?", "Will you go on?"]
    lines = ["The Lantern", "No. 4, June 2033", "What the council decided", *OTHER, "“It is about nine minutes”"]
    lines += ["A talk with the driver Oona Reed about the new timetable, her route and what it leaves out."]
    for question, answer in zip(asked, ("I have nine minutes less.", "They say good morning.", "Yes."), strict=True):
        lines += [question, answer]
    found = articles([*lines, "A letter from the hill", *BODY])
    assert not set(asked).intersection(found)
    assert "“It is about nine minutes”" in found


def test_a_letter_printed_in_full_has_its_title_above_the_salutation() -> None:
    lines = ["MIETERINI SÜDRING", "Infoblatt Nr. 12 – Januar 2032", "Die Heizung läuft wieder!", *OTHER]
    lines += ["Unser Brief an die Vonovum – im Wortlaut", "Sehr geehrte Damen und Herren,", *BODY[:2]]
    lines += ["Mit freundlichen Grüßen", "die Hausgemeinschaft", "Wie weiter?", *BODY[2:]]
    assert articles(lines)[1] == "Unser Brief an die Vonovum – im Wortlaut"


@pytest.mark.parametrize(
    "title",
    [
        "Week of action against the fares",
        "Semana de lucha por la sanidad",
        "Not a penny for the war!",
        "Fare alert: march on Saturday",
        "News: May Day in Corbay",
        "This issue may divide us",
        "Letter from the chair",
        "The week in which we struck",
        "A service of remembrance",
    ],
)
def test_what_titles_say_of_weeks_pennies_and_letters_makes_no_issue(title: str) -> None:
    assert masthead([title, "What we want and what we do not", *BODY]) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Week of 3 to 7 March 2031",
        "Semana del 3 al 9 de mayo",
        "SATURDAY, JUNE 4, 1898. ONE PENNY.",
        "Open Doors Update, 3 September 2030",
        "Ausgabe Mai 2034",
        "Benchwatch: the week in the assembly",
    ],
)
def test_weeks_prices_and_months_with_a_number_tell_an_issue(line: str) -> None:
    assert masthead([line]) > 0


@pytest.mark.parametrize(
    ("lines", "issue"),
    [
        (
            [
                "NIGHT SHIFT",
                "from workers at Aldous & Sons",
                "Thursday 11 May 2028",
                "They say there is none",
                OTHER[0],
            ],
            True,
        ),
        (["Quay 88", "for its members", "January–February 2030", "President’s report", OTHER[0]], True),
        (["The Barnacle", "11 May 2028", "Rent strike goes on", OTHER[0]], True),
        # A date above a paragraph, an addressee or an author is the text's own.
        (["The rent strike goes on", "11 May 2028", OTHER[0], OTHER[1]], False),
        (["Open letter on the rents", "11 May 2028", "Dear Minister,", OTHER[0]], False),
        (["The rent strike goes on", "11 May 2028", "Ann Lee", OTHER[0]], False),
        (["The rent strike goes on.", "11 May 2028", "Why it does", OTHER[0]], False),
    ],
)
def test_a_name_and_a_day_above_a_heading_are_the_head_of_an_issue(lines: list[str], issue: bool) -> None:
    assert (masthead(lines) > 0) == issue


def test_who_signs_a_letter_is_the_first_of_two_lines_below_it() -> None:
    lines = ["EL CAMPANARIO", "Hoja del barrio, n.º 87, marzo de 2032", "La fuente vuelve a correr", *OTHER]
    lines += ["Carta a los que aparcan", "Queridos vecinos: llevamos cuarenta momentos esquivándolos con el carrito."]
    lines += ["Las madres de la calle Ancla", "Ha muerto Julián el de los periódicos", *BODY[:2]]
    found = articles([*lines, "Avisos", "Lunes: clase de costura. Miércoles: reunión por el tranvía."])
    assert "Las madres de la calle Ancla" not in found
    assert "Ha muerto Julián el de los periódicos" in found


def test_who_speaks_in_a_debate_opens_no_article() -> None:
    lines = ["THE ROSTRUM", "Record of the Debating Society", "Michaelmas 1928, No. 2", "The debate of 9 November"]
    speakers = ["Mr. T. Hale, moving", "Miss D. Crewe, opposing"]
    lines += [OTHER[0], speakers[0], OTHER[1], BODY[0], speakers[1], BODY[1], BODY[2]]
    assert not {*speakers}.intersection(articles([*lines, "The next debate", *OTHER]))


def test_a_poem_begins_at_its_title() -> None:
    verses = [
        "El amo tiene un reloj",
        "que adelanta por la tarde;",
        "de mañana se le para,",
        "y no hay quien se lo repare.",
    ]
    lines = ["SURCO", "Periódico de los jornaleros", "Número 5, septiembre de 1979", "Crónica de una asamblea"]
    lines += ["Se hizo en el frontón porque no cabíamos en la escuela. Habló primero el que más gritaba y luego otra."]
    prices = "Uva blanca, a 11. Uva tinta, a 13. Melón, que no lo quieren ni regalado."
    found = articles([*lines, "Coplas del rastrojo", *verses, "Precios en la lonja", prices, "Avisos", OTHER[0]])
    assert found == ["Crónica de una asamblea", "Coplas del rastrojo", "Precios en la lonja", "Avisos"]


def test_notes_and_what_stands_below_a_press_release_open_nothing() -> None:
    notes = ["Notes", "1. The register of 1911 calls it “the Port”.", "2. Minutes of the town council, 4 March 1991."]
    lines = ["UNDERTOW", "Bulletin of the circle", "Issue 2, Spring 2030", "Counting hands", *OTHER, *BODY, *notes]
    assert "Notes" not in articles([*lines, "The song and the winch", *OTHER])
    # Without numbers they may be a rubric.
    assert not heads_notes("Notes", "The society was founded in 1911.")
    assert heads_notes("Notes to editors:", "The society was founded in 1911.")
    assert not heads_notes("Note by the editors", "We print what has reached us.")


def test_to_whom_a_circular_goes_stands_above_its_first_article() -> None:
    lines = ["Federation of Tenants", "Circular No. 5 of 1936", "To all secretaries", "Resolutions of 3 May", *OTHER]
    found = articles([*lines, "Treasurer’s report", *BODY, "A word on the dues", *OTHER])
    assert found[0] == "Resolutions of 3 May"
    assert is_addressed("An alle Haushalte:")
    for title in ("Today all secretaries met", "Alle Räder stehen still", "To the barricades", "Aux armes, citoyens"):
        assert not is_addressed(title)


def test_hindi_sentences_are_paragraphs_and_their_headings_open_articles() -> None:
    titles = ["संपादकीय", "बंदरगाह पर धरना", "सूचना"]
    told = [
        "इस बार बारिश समय पर आई, मुआवज़ा नहीं। संघ ने तीन बार आवेदन दिया है, और दफ़्तर कहता है कि फ़ाइल रास्ते में है।",
        "सोमवार को धरने का सातवाँ दिन था। ज़िलाधिकारी ने प्रतिनिधियों से मुलाक़ात की, महिलाओं ने चाय बनाई, पुलिस ने भी पी।",
        "अगली बैठक शाम पाँच बजे बरगद के नीचे होगी, और जो नाव से आएँ वे लालटेन साथ लाएँ।",
    ]
    lines = ["नदी की लहर", "मछुआरा संघ की मासिक पत्रिका", "अंक 12, जुलाई 2032"]
    for title, words in zip(titles, told, strict=True):
        lines += [title, words, words.replace("।", " भी।")]
    assert articles(lines) == titles


def test_where_no_title_has_a_line_above_it_what_stands_there_signs_the_article_before() -> None:
    lines = ["THE PARISH PUMP", "Your free village magazine", "Issue 212 ~ Harvest 2031", "From the Rectory", *OTHER]
    signed = ["Clerk to the Council", "HUGH PENNY"]
    titles = ["The Pond: A Case For", "The Pond: A Case Against"]
    for signature, title, told in zip(signed, titles, (BODY, OTHER), strict=True):
        lines += [signature, title, *told]
    assert articles(lines) == ["From the Rectory", *titles]


def test_short_headings_below_another_are_its_parts() -> None:
    lines = [
        "PLOUGH & TIDE",
        "Quarterly of the Peace Fellowship",
        "Summer 1983, Number 41",
        "A week at the wire",
        *BODY,
    ]
    lines += ["News from the groups", "Eastmark", OTHER[0], "Tollbridge", OTHER[1], "Saltgate", BODY[0]]
    wanted = "For sale: a sleeping bag that was used at three fences. Wanted: a lift to Holm Sands on any weekend."
    found = articles([*lines, "Small advertisements", wanted])
    assert found == ["A week at the wire", "News from the groups", "Small advertisements"]


def test_the_name_of_a_society_in_the_head_of_an_issue_is_no_paragraph() -> None:
    lines = [
        "Der Mühlstein",
        "Mitteilungen des Geschichts- und Heimatvereins Holmstedt e. V.",
        "Heft 3 · Dezember 2029",
    ]
    lines += ["Als die Eisenbahn nicht kam", *BODY, "Vereinsausflug nach Lindsee", *OTHER, "Neue Bücher", *BODY[:2]]
    assert articles(lines)[0] == "Als die Eisenbahn nicht kam"
