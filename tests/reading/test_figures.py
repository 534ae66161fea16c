"""Figures in running text. All texts are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading.counting.digits import Style, number_of, style_of
from communique.reading.counting.finder import figures_in
from communique.reading.counting.numerals import glued_value
from communique.reading.registry import read

Found = tuple[float | tuple[float, ...], str | None, str | None]


def found(text: str, language: str = "en") -> list[Found]:
    return [
        (f.values[0] if len(f.values) == 1 else f.values, f.unit, f.hedge)
        for f in figures_in(text, 0, len(text), language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit", "hedge"),
    [
        ("en", "The bridge costs £1.86 million.", 1_860_000, "GBP", None),
        ("en", "It is worth between 4 and 5 million euro.", (4e6, 5e6), "EUR", None),
        ("en", "At least 14,000 people marched.", 14_000, "people", "At least"),
        ("en", "Fees went down 3 %.", 3, "percent", None),
        ("en", "A stamp is 4p dearer.", 0.04, "GBP", None),
        ("en", "Some two thirds of the members came.", 2 / 3, "share", "Some"),
        ("en", "One in five homes is empty.", 0.2, "share", None),
        ("en", "He earns $11.20 an hour.", 11.2, "USD/hour", None),
        ("en", "They use 40 litres per person per day.", 40, "l/person/day", None),
        ("en", "Two and a half million travellers came.", 2_500_000, "travellers", None),
        ("en", "About 2,35,000 residents wait.", 235_000, "residents", "About"),
        ("en", "They set aside Rs 4.5 crore.", 45_000_000, "INR", None),
        ("en", "The pump froze at minus 12 degrees.", -12, "°C", None),
        ("en", "The crossing takes 40–45 minutes.", (40, 45), "minute", None),
        ("de", "Der Abriss kostet 1,86 Mio. Euro.", 1_860_000, "EUR", None),
        ("de", "Rund zweieinhalb Millionen Überstunden fielen an.", 2_500_000, "Überstunden", "Rund"),
        ("de", "Die Miete darf höchstens 6,80 € pro Quadratmeter betragen.", 6.8, "EUR/m²", "höchstens"),
        ("de", "Dreihundertfünfzig Beamte waren da.", 350, "Beamte", None),
        ("de", "Fast jeder Dritte ging.", 1 / 3, "share", "Fast"),
        ("de", "Der Verein erhielt CHF 12'500 von der Stadt.", 12_500, "CHF", None),
        ("fr", "Le repas coûte 3,75 euros par repas.", 3.75, "EUR/repas", None),
        ("fr", "Quatre-vingt-dix-sept élèves y mangent.", 97, "élèves", None),
        ("fr", "L'usine doit près de 3 millions d'euros.", 3_000_000, "EUR", "près de"),
        ("fr", "Une famille sur cinq ne paie plus.", 0.2, "share", None),
        ("es", "Unos 3.200 trabajadores paran.", 3_200, "trabajadores", "Unos"),
        ("es", "Tres de cada cuatro vecinos lo rechazan.", 0.75, "share", None),
        ("pt", "A multa é de R$ 2,4 bilhões.", 2_400_000_000, "BRL", None),
        ("it", "Il sindaco ha promesso duecentocinquanta alloggi.", 250, "alloggi", None),
        ("nl", "Tweeëntwintig bewoners maakten bezwaar.", 22, "bewoners", None),
        ("sv", "Nästan 14 miljoner kronor saknas.", 14_000_000, "SEK", "Nästan"),
        ("no", "Skoleveien blir mellom 20 og 25 kilometer.", (20, 25), "km", None),
        ("pl", "Miasto wydało ponad 3,5 mln zł na stadion.", 3_500_000, "PLN", "ponad"),
        ("ru", "Полтора миллиона рублей ушло на забор.", 1_500_000, "RUB", None),
        ("el", "Το έργο κοστίζει περίπου 3,5 εκατ. ευρώ.", 3_500_000, "EUR", "περίπου"),
        ("tr", "Su fiyatı yüzde 40 arttı.", 40, "percent", None),
        ("ar", "وارتفعت الأسعار بنسبة ٣٠٪ في المدينة.", 30, "percent", None),
        ("he", "יותר מ-800 נהגים שובתים.", 800, "נהגים", "יותר מ"),
        ("hi", "सरकार ने ₹12 करोड़ मंज़ूर किए।", 120_000_000, "INR", None),
        ("zh", "三分之二的居民反对。", 2 / 3, "share", None),
        ("zh", "约3200名工人参加了罢工。", 3_200, "工人", "约"),
        ("ja", "約1万2千人が集まった。", 12_000, "人", "約"),
        ("ko", "시는 25억 원을 배정했다.", 2_500_000_000, "KRW", None),
    ],
)
def test_a_figure_has_its_value_unit_and_hedge(
    language: str, text: str, value: float | tuple[float, ...], unit: str, hedge: str | None
) -> None:
    ((got, got_unit, got_hedge),) = found(text, language)
    assert got == pytest.approx(value)
    assert (got_unit, got_hedge) == (unit, hedge)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Come to Room 12 on 14 May 2031 at 18:30, or at 7 pm."),
        ("en", "See page 14, line 3, and questions 3 to 5; Article 25 and section 5.3 apply."),
        ("en", "Call 01274 496 0113 or 555-0142. Account GB29 NWBK 6016 1331 9268 19."),
        ("en", "The mine closed five years ago. In 2027 it had opened again, in the 1990s it was full."),
        ("en", "Maja Rud, 29, of Skarn; Piet Loos (57), a 43-year-old driver, aged 12."),
        ("en", "The G20 met at 112 Quay Street about Covid-19 and CO2."),
        ("en", "Rovers won 3-1. One day we shall see; one of us must go first, on the 21st."),
        ("de", "Gemäß § 14 Abs. 2 tagt der 4. Kongress am 3. Mai in der Hauptstraße 12, Raum 204."),
        ("de", "Vor zehn Jahren war die Halle neu. TOP 3 um 22.15 Uhr, Tel. 0341 / 55 01 27."),
        ("fr", "Il y a quinze ans. Rendez-vous à 10 h 30, salle 4, 12 rue du Moulin, le 8 mars."),
        ("es", "Hace dos años. Acto en la plaza Mayor, 4, el 9 de mayo a las 19:30. Artículo 27."),
        ("ru", "Пять лет назад. Собрание 12 мая в 18:00, кабинет 7, статья 37."),
        ("zh", "会议于2031年5月4日18:30在3号楼举行，见第5页第3条。"),
        ("ja", "第3条、5番窓口。5年前にも約束があった。"),
    ],
)
def test_dates_rooms_pages_telephones_and_ages_are_no_figures(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_change_from_one_value_to_another_is_two_figures() -> None:
    assert found("Waiting fell from 19 to 13 days.") == [(19, "day", None), (13, "day", None)]
    assert found("Der Umsatz wuchs von 1,2 auf 1,5 Milliarden Euro.", "de") == [
        (1_200_000_000, "EUR", None),
        (1_500_000_000, "EUR", None),
    ]
    assert found("Le tarif passe de 8,40 à 9,90 €.", "fr") == [(8.4, "EUR", None), (9.9, "EUR", None)]


def test_two_ends_without_a_change_are_one_range() -> None:
    assert found("Es dauert von 12 bis 15 Monate.", "de") == [((12, 15), "month", None)]
    assert found("La durée est de 3 à 4 ans.", "fr") == [((3, 4), "year", None)]


def test_both_sides_of_a_vote_count_votes() -> None:
    assert found("Carried by 14 votes to 3.") == [(14, "votes", None), (3, "votes", None)]
    assert found("The meeting voted, by 47 to 19, to stay.") == [(47, "votes", None), (19, "votes", None)]


def test_a_number_without_a_noun_counts_what_was_counted_before_it() -> None:
    text = "Of the 240 delegates, 180 voted in favour. About 300 of the 900 staff will go."
    assert [(value, unit) for value, unit, _ in found(text)] == [
        (240, "delegates"),
        (180, "delegates"),
        (300, "staff"),
        (900, "staff"),
    ]


def test_a_sum_said_short_is_as_large_as_the_one_before_it() -> None:
    text = "It costs €221 million. In March they had spoken of at least 260."
    assert found(text) == [(221_000_000, "EUR", None), (260_000_000, "EUR", "at least")]


def test_what_is_counted_is_said_in_the_words_of_the_text() -> None:
    text = "Two thirds of the ferry workers struck, and 31 new lime trees fell."
    assert [f.about for f in figures_in(text, 0, len(text), "en")] == ["ferry workers struck", "new lime trees"]


def test_the_documents_own_numbers_tell_its_decimal_mark() -> None:
    text = "Creció 3.5 % y llegó a 1,234,500 personas; antes eran 1,200 personas."
    style = style_of(text, 0, len(text), "es")
    assert style == Style(".")
    assert number_of("1,200", style) == 1200
    assert number_of("1,200", Style(",")) == 1.2


@pytest.mark.parametrize(
    ("written", "mark", "value"),
    [
        ("1.234.567,89", ",", 1234567.89),
        ("1,234,567.89", ".", 1234567.89),
        ("12 500", ",", 12500),
        ("0,750", ",", 0.75),
        ("٣٬٥٠٠", ".", 3500),
        ("४०", ".", 40),
        ("12.5.2031", ",", None),
    ],
)
def test_marks_in_numbers_are_told_apart(written: str, mark: str, value: float | None) -> None:
    assert number_of(written, Style(mark)) == value


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("einundzwanzig", "de", 21),
        ("dreitausendvierhundert", "de", 3400),
        ("vijfenzeventig", "nl", 75),
        ("tjugofem", "sv", 25),
        ("ventuno", "it", 21),
        ("femogtyve", "da", 25),
        ("elefant", "de", None),
    ],
)
def test_numbers_in_one_word_are_taken_apart(word: str, language: str, value: float | None) -> None:
    assert glued_value(word, language) == value


def test_a_reading_holds_its_figures_and_none_from_the_chrome() -> None:
    text = (
        "A word on trams\n\nThe tram costs €214 million, says the guild, which has counted 118 trees along the lane.\n"
    )
    reading = read(Source(text.encode(), "tram.txt"))
    figures = [f for f in reading.findings if f.kind is FindingKind.FIGURE]
    assert [(dict(f.data)["value"], dict(f.data)["unit"]) for f in figures] == [(214_000_000, "EUR"), (118, "trees")]
    assert [text[f.start : f.end] for f in figures] == ["€214 million", "118 trees"]


PIECES = [
    "12",
    "1.5",
    "1,234",
    "€",
    "£",
    "%",
    "half",
    "two",
    "hundred",
    "a",
    "million",
    "of",
    "the",
    "-",
    "–",
    "to",
    "from",
    "between",
    "and",
    "at",
    "least",
    "2031",
    "May",
    "三分之二",
    "万",
    "人",
    "½",
    "per",
    "week",
    "year",
    "ago",
    "people",
    ",",
    ".",
    "(",
    ")",
    "'",
    "§",
    "12345678901234567890",
    "٣",
    "zweihundert",
    "une",
    "demi",
    "heure",
]


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    ),
    st.sampled_from(["en", "de", "fr", "es", "it", "ru", "ar", "he", "hi", "tr", "zh", "ja", "ko", "xx", None]),
)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_figures_in_order_inside_it(pieces: list[str], language: str | None) -> None:
    text = " ".join(pieces)
    last = 0
    for figure in figures_in(text, 0, len(text), language):
        assert last <= figure.start < figure.end <= len(text)
        assert figure.values
        assert figure.hedge is None or figure.hedge in text
        last = figure.start


@given(st.text(max_size=200), st.sampled_from(["en", "de", "zh", "ko", "ar"]))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd(text: str, language: str) -> None:
    for figure in figures_in(text, 0, len(text), language):
        assert text[figure.start : figure.end].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No: 285 houses, of which a third affordable.", [(285, "houses"), (pytest.approx(1 / 3), "share")]),
        ("She got £1,870 instead of over 6,000.", [(1870, "GBP"), (6000, "GBP")]),
        ("We kept 460 of the block's 600 flats.", [(460, "flats"), (600, "flats")]),
        ("A repair costs $18,000–20,000 of work.", [((18_000, 20_000), "USD")]),
        ("Flour went from 41 to 58 cents.", [(41, "cents"), (58, "cents")]),
        ("The 19 bus and routes 4 and 7 stay; plan 4A, bill HB 214.", []),
    ],
)
def test_neighbours_say_what_a_number_counts(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(value, unit) for value, unit, _ in found(text)] == expected


def test_cents_are_parts_of_the_money_of_their_document() -> None:
    text = (
        "Bread and milk\n\nThe loaf costs €3.20 at the mill, the bun is 45 cents, and milk is 90 cents a litre here.\n"
    )
    figures = [dict(f.data) for f in read(Source(text.encode(), "bread.txt")).findings]
    assert [(f["value"], f["unit"]) for f in figures if "hedge" in f] == [(3.2, "EUR"), (0.45, "EUR"), (0.9, "EUR/l")]
