"""Who signs: entries of rosters, rosters in the forms people give them, and lists that are none."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.reading.rosters import measure
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.model.reading import BlockDraft, DocumentDraft, Source
from communique.model.words import BlockKind, FindingKind
from communique.reading import read
from communique.reading.countries import countries_in, country_of
from communique.reading.signing import find_signatories
from communique.reading.signing.entry import parse_entry

LEAD = (
    "Keep the ferry\n\nThe ferry is to be cut from June, and nobody has asked those who cross the river at night.\n\n"
)


def signers(text: str) -> list[dict[str, Any]]:
    reading = read(Source(text.encode(), "statement.txt"))
    found = [f for f in reading.findings if f.kind is FindingKind.SIGNATORY]
    for finding in found:
        assert finding.start is not None
        assert finding.data["name"].split()[0] in reading.text[finding.start : finding.end]
    return [dict(finding.data) for finding in found]


@pytest.mark.parametrize(
    ("entry", "name", "more"),
    [
        ("• Harbour Guild (Norway)", "Harbour Guild", {"country": "NO"}),
        ("12. Northmoor Tenants' Union;", "Northmoor Tenants' Union", {}),
        ("Circle of Night Workers – CNW (IE)", "Circle of Night Workers", {"aliases": ("CNW",), "country": "IE"}),
        ("Alianza Roja – AR (Perú)", "Alianza Roja", {"aliases": ("AR",), "country": "PE"}),
        ("Unión Campesina – UC", "Unión Campesina", {"aliases": ("UC",), "country": None}),
        ("Rete dei Traghetti / Ferry Network", "Rete dei Traghetti", {"aliases": ("Ferry Network",)}),
        ("Dr Ada Brix, chair of the Ferry Guild", "Ada Brix", {"role": "chair", "organization": "Ferry Guild"}),
        ("Colm Bexley (Harbour Guild, Ireland)*", "Colm Bexley", {"organization": "Harbour Guild", "country": "IE"}),
        ("For the Ferry Guild: Ada Brix", "Ada Brix", {"organization": "Ferry Guild"}),
        ("Ferry Guild – Ada Brix, chair", "Ada Brix", {"role": "chair", "organization": "Ferry Guild"}),
        ("Ferry Guild (FG) (Malta", "Ferry Guild", {"aliases": ("FG",), "country": "MT"}),
        ("Μυρτώ Δελλή, αρχιτέκτονας (Ελλάδα)", "Μυρτώ Δελλή", {"role": "αρχιτέκτονας", "country": "GR"}),
        ("\u200fجمعية الصيادين (تونس)\u200f", "جمعية الصيادين", {"country": "TN"}),
        ("Ferry Guild (Norway) (Malta and Chile)", "Ferry Guild", {"country": "NO"}),
        ("۲۔ بندرگاہ کونسل، پاکستان", "بندرگاہ کونسل", {"country": "PK"}),
        ("🇩🇪 Fährverein Nordkant", "Fährverein Nordkant", {"country": "DE"}),
        (
            "BOATENG, Efua – Coastal Action, Ghana",
            "BOATENG, Efua",
            {"aliases": ("Efua BOATENG",), "organization": "Coastal Action", "country": "GH"},
        ),
        (
            "International Tideworkers' Association (ITA)",
            "International Tideworkers' Association",
            {"aliases": ("ITA",)},
        ),
        ("みなと母の会 代表 岡田さつき", "岡田さつき", {"role": "代表", "organization": "みなと母の会"}),
        ("杉田みのり(パン職人)", "杉田みのり", {"role": "パン職人"}),
        ("Fray Genaro Olmedo", "Genaro Olmedo", {}),
        ("* Verein zur Förderung der Mühlenkultur e.V.", "Verein zur Förderung der Mühlenkultur e.V.", {}),
        ("Reedwatch, Malta", "Reedwatch", {"country": "MT"}),
        ("«Clear Water», an ecological movement", "«Clear Water»", {}),
        ("La Barcaza, revista", "La Barcaza", {}),
        ("Pilger:innengruppe Nordkant", "Pilger:innengruppe Nordkant", {}),
        ("Union of Painters, Carpenters and Glaziers", "Union of Painters, Carpenters and Glaziers", {}),
    ],
)
def test_an_entry_says_who_signs(entry: str, name: str, more: dict[str, Any]) -> None:
    (signer,) = parse_entry(entry)
    told = {"aliases": (), "country": None, "role": None, "organization": None} | more
    assert signer.name == name
    assert {field: getattr(signer, field) for field in told} == told


def test_two_persons_in_one_entry_sign_each() -> None:
    assert [s.name for s in parse_entry("Ada Brix and Bo Lind (Malta)")] == ["Ada Brix", "Bo Lind"]
    assert {s.country for s in parse_entry("Ada Brix and Bo Lind (Malta)")} == {"MT"}


def test_sections_stand_under_their_parent() -> None:
    found = signers(
        LEAD
        + "Signed by:\n\nTeachers' Federation, and its sections:\n- Eastvale Section\n- Dale Section\n\nCooks' Union\n"
    )
    assert [(s["name"], s["kind"], s["parent"]) for s in found] == [
        ("Teachers' Federation", "organization", None),
        ("Eastvale Section", "section", "Teachers' Federation"),
        ("Dale Section", "section", "Teachers' Federation"),
        ("Cooks' Union", "organization", None),
    ]


def test_what_a_label_of_the_site_lists_does_not_sign() -> None:
    found = signers(f"{LEAD}Signed by:\nHarbour Guild\nBoat Club\n\nRelated: Our campaigns | Shop | Donate\n")
    assert [s["name"] for s in found] == ["Harbour Guild", "Boat Club"]


def test_one_who_signs_in_a_personal_capacity_is_no_footnote() -> None:
    found = signers(f"{LEAD}Signed by:\n* Harbour Guild\n* Tom Adeyemi (in a personal capacity)\n* Boat Club\n")
    assert [(s["name"], s["kind"]) for s in found] == [
        ("Harbour Guild", "organization"),
        ("Tom Adeyemi", "person"),
        ("Boat Club", "organization"),
    ]


def test_a_sentence_that_says_who_stands_behind_the_text_is_a_list() -> None:
    found = signers(f"{LEAD}This appeal is supported by the Harbour Guild, the Boat Club and Quay Tenants Together.\n")
    assert [s["name"] for s in found] == ["Harbour Guild", "Boat Club", "Quay Tenants Together"]
    assert signers(f"{LEAD}The motion was supported by the Harbour Guild, the Boat Club and the mayor.\n") == []


def test_a_last_sentence_may_name_those_who_sign() -> None:
    text = f"{LEAD}Signed by the Friends of the Library, the Writers' Circle, Rajiv Menon, councillor, and Ada Brix.\n"
    assert [(s["name"], s["role"]) for s in signers(text)] == [
        ("Friends of the Library", None),
        ("Writers' Circle", None),
        ("Rajiv Menon", "councillor"),
        ("Ada Brix", None),
    ]


def test_parts_of_the_world_are_headings_and_no_signers() -> None:
    found = signers(f"{LEAD}Signatories:\n\nEUROPE\nFen Walkers, Malta\n\nAFRICA\nAtlas Paths, Morocco\nRift Trails\n")
    assert [(s["name"], s["country"]) for s in found] == [
        ("Fen Walkers", "MT"),
        ("Atlas Paths", "MA"),
        ("Rift Trails", None),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("सुनीता देवी", "person"),
        ("শাহানা পারভীন", "person"),
        ("แม่น้ำของเรา", "organization"),
        ("Ngozi Obi", "person"),
        ("نادية خليل", "person"),
        ("النادي البحري", "organization"),
        ("Зелёные берега", "organization"),
        ("अख़बार नाव", "organization"),
        ("佐伯真理子", "person"),
        ("צוות חוף", "organization"),
        ("ნაპირის ძახილი", "organization"),
        ("ANPI Molo Basso", "organization"),
        ("Chleb i Sprawiedliwość", "organization"),
        ("הטחנה החברתית", "organization"),
        ("杉田みのり", "person"),
    ],
)
def test_kinds_are_known_in_scripts_without_letter_case_too(name: str, kind: str) -> None:
    (signer,) = [s for s in signers(f"{LEAD}Signed:\n{name}\nFerry Guild\nDr Ada Brix\n") if s["name"] == name]
    assert signer["kind"] == kind


@pytest.mark.parametrize(
    "roster",
    [
        "Signed:\nAda Brix, chair of the Ferry Guild (in a personal capacity)\nBoat Club\n",
        "Signed:\nAda Brix (chair, Ferry Guild, personal capacity)\nBoat Club\n",
        "Signed:\nAda Brix, chair of the Ferry Guild*\nBoat Club\n\n* in a personal capacity\n",
        "Signed:\nAda Brix, chair of the Ferry Guild\nBoat Club\n\nAda Brix signs in a personal capacity.\n",
        "Signed (affiliations for identification only):\nAda Brix, chair of the Ferry Guild\nBoat Club\n",
        "Signed:\nAda Brix, chair of the Ferry Guild\nBoat Club\n\n(Affiliations are given for identification only.)\n",
        "Signed:\n\nIn a personal capacity:\nAda Brix, chair of the Ferry Guild\n\nOrganisations:\nBoat Club\n",
        "Unterzeichnet:\n\nIn persönlicher Eigenschaft:\nAda Brix, chair of the Ferry Guild\n\nVereine:\nBoat Club\n",
        "Signed:\nBoat Club\n\nIn a personal capacity: Ada Brix, chair of the Ferry Guild\n",
    ],
)
def test_the_body_beside_one_who_signs_for_nobody_else_does_not_sign(roster: str) -> None:
    found = {s["name"]: s for s in signers(f"{LEAD}{roster}")}
    assert set(found) == {"Ada Brix", "Boat Club"}
    assert (found["Ada Brix"]["organization"], found["Ada Brix"]["role"]) == (None, "chair, Ferry Guild")
    assert found["Ada Brix"]["personal"]
    assert "personal" not in found["Boat Club"]


def test_a_person_who_says_nothing_else_signs_for_the_body_beside_the_name() -> None:
    roster = "Signed:\nAda Brix, chair of the Ferry Guild\nColm Bexley, Boat Club (in a personal capacity)\n"
    found = signers(f"{LEAD}{roster}")
    assert [(s["organization"], "personal" in s) for s in found] == [("Ferry Guild", False), (None, True)]


def test_a_heading_outweighs_a_name_in_doubt() -> None:
    text = f"{LEAD}Signatories\n\nOrganisations:\nFerry Guild\nReedwatch\n\nIndividuals:\nChikondi Banda\n"
    assert [(s["name"], s["kind"]) for s in signers(text)] == [
        ("Ferry Guild", "organization"),
        ("Reedwatch", "organization"),
        ("Chikondi Banda", "person"),
    ]


def test_a_colon_inside_a_word_and_a_line_with_a_day_are_no_entries() -> None:
    text = f"{LEAD}Erstunterzeichner:innen\n\nAda Brix\nFährverein Nordkant e. V.\n\nFirst published 3 May 2031\n"
    assert [s["name"] for s in signers(text)] == ["Ada Brix", "Fährverein Nordkant e. V."]


def test_a_table_under_a_petition_signs_it_and_empty_cells_stay_empty() -> None:
    table = (
        "Name\tPosition\tOrganisation\tCountry\nAda Brix\tEditor\tUpstream Review\tMalta\nColm Bexley\t\t\tIreland\n"
    )
    table += "Mirela Vos\tSteward\tFerry Guild\tGhana\n"
    found = signers(f"Petition for the ferry crew\n\nKeep the night ferry.\n\n{table}")
    assert [(s["name"], s["role"], s["organization"], s["country"]) for s in found] == [
        ("Ada Brix", "Editor", "Upstream Review", "MT"),
        ("Colm Bexley", None, None, "IE"),
        ("Mirela Vos", "Steward", "Ferry Guild", "GH"),
    ]
    assert signers(f"Who was there\n\nThe meeting was lively.\n\n{table}") == []


def test_a_name_that_could_be_either_is_a_bodys_in_a_list_of_bodies() -> None:
    found = signers(f"{LEAD}Signed by:\nHarbour Guild\nBoat Club\nFerry Union\nPriatelia Vlaku\n")
    assert {s["kind"] for s in found} == {"organization"}


def test_a_name_that_could_be_either_is_a_persons_at_the_end_behind_two_persons() -> None:
    bodies = "Ferry Guild\nBoat Club\nCooks' Union\nReed Society\n"
    found = signers(f"{LEAD}Signed by:\n{bodies}Ada Brix (Malta)\nColm Bexley (Ireland)\nVornel Tasken (Chile)\n")
    assert [s["kind"] for s in found] == ["organization"] * 4 + ["person"] * 3
    found = signers(f"{LEAD}Signed by:\n{bodies}Ada Brix (Malta)\nVornel Tasken (Chile)\n")
    assert [s["kind"] for s in found] == ["organization"] * 4 + ["person", "organization"]


def test_a_country_stands_before_a_colon_and_those_who_sign_there_behind_it() -> None:
    found = signers(
        f"{LEAD}Signatories:\n\nChile: River Party; Quay Union\nPeru: —\nMalta: Ada Brix, Ferry Guild\n"
        "Individuals: Colm Bexley (teacher), Ingrid Sund\n"
    )
    assert [(s["name"], s["kind"], s["country"]) for s in found] == [
        ("River Party", "organization", "CL"),
        ("Quay Union", "organization", "CL"),
        ("Ada Brix", "person", "MT"),
        ("Colm Bexley", "person", None),
        ("Ingrid Sund", "person", None),
    ]
    assert found[2]["organization"] == "Ferry Guild"


def test_bodies_of_many_countries_at_the_end_sign_unannounced() -> None:
    text = f"{LEAD}International Ferry League, 14 May 2033\n\n"
    found = signers(text + "Austria – Lock Group\nChile – River Party\nHong Kong – Harbour Action\nMalta – Boat Club\n")
    assert [(s["name"], s["country"]) for s in found] == [
        ("Lock Group", "AT"),
        ("River Party", "CL"),
        ("Harbour Action", "HK"),
        ("Boat Club", "MT"),
    ]
    assert signers(text + "Austria – Linz\nChile – Valdivia\nHong Kong – Kowloon\nMalta – Sliema\n") == []


def test_names_in_one_paragraph_sign_what_we_stand_for() -> None:
    lead = "Seit 1911 fährt die Fähre. Dafür treten wir ein:\n\n"
    found = signers(f"{lead}Fährverein Nordufer · Wassersportclub Delta · Kirchenkreis Unterstrom · Dr. Rosa Kahn\n")
    assert [s["name"] for s in found] == [
        "Fährverein Nordufer",
        "Wassersportclub Delta",
        "Kirchenkreis Unterstrom",
        "Rosa Kahn",
    ]
    assert signers(f"{lead}Tischtennis · Grillen · Lesung am Ufer · Tombola\n") == []


def test_semicolons_under_a_petition_part_signers() -> None:
    names = "Bluebell Street Kitchen; Crisis Cabin; Hollis Trent, nurse; Renters' Solidarity; St Brannock's Parish"
    text = f"Statement against the closing\n\nNobody should sleep on the quay.\n\n{names}.\n\nPress: a@example.org\n"
    assert [s["name"] for s in signers(text)] == [
        "Bluebell Street Kitchen",
        "Crisis Cabin",
        "Hollis Trent",
        "Renters' Solidarity",
        "St Brannock's Parish",
    ]
    assert signers("Minutes\n\nThe bench was mended.\n\nTags: ferry; quay; Harbour Guild; winter; Boat Club\n") == []


def test_one_who_stands_beside_a_body_is_a_person_under_a_heading_of_bodies_too() -> None:
    found = signers(f"{LEAD}Signatories\n\nOrganisations:\n- Cycling Circle – Mika Ferrand\n- Ferry Guild\n")
    assert [(s["name"], s["kind"], s["organization"]) for s in found] == [
        ("Mika Ferrand", "person", "Cycling Circle"),
        ("Ferry Guild", "organization", None),
    ]


def test_words_that_stand_for_something_represent_nobody() -> None:
    text = (
        f"{LEAD}For the form: we have not forgotten it, and we second it.\nFor the record: they ask for compensation.\n"
    )
    assert signers(text) == []


def test_headings_of_several_kinds_of_bodies_are_no_signers_and_names_may_begin_small() -> None:
    listed = "Gewerkschaften\nIG Werft, Verwaltungsstelle Nord\nver.di Bezirk Unterelbe\n\n"
    listed += (
        "Parteien und politische Gruppen\nDie Roten Möwen\n\nEs haben sich angeschlossen: Pastoral am Hafen; Ada Brix\n"
    )
    assert [s["name"] for s in signers(f"{LEAD}Unterstützende Organisationen:\n\n{listed}")] == [
        "IG Werft, Verwaltungsstelle Nord",
        "ver.di Bezirk Unterelbe",
        "Die Roten Möwen",
        "Pastoral am Hafen",
        "Ada Brix",
    ]


def test_those_who_speak_for_bodies_are_named_below_them() -> None:
    text = "Common statement\n\nThe ferry shall run at night.\n\nFör Byalaget Skäret\nKarin Lundmark, ordförande\n\n"
    found = signers(f"{text}För Sjöfolkets Riksförening\nUlf Bergdahl\n")
    assert [(s["name"], s["kind"], s["organization"]) for s in found] == [
        ("Karin Lundmark", "person", "Byalaget Skäret"),
        ("Ulf Bergdahl", "person", "Sjöfolkets Riksförening"),
    ]


def test_two_bodies_on_a_line_sign_each_where_other_lines_list_them() -> None:
    listed = "Germany\nHarbour Group, Ferry Guild, Quay Union, Boat Club\n\nAustria\nRhine Forum, Weir Society\n"
    found = signers(f"{LEAD}Signed:\n\n{listed}")
    assert [(s["name"], s["country"]) for s in found][-2:] == [("Rhine Forum", "AT"), ("Weir Society", "AT")]


def test_words_that_nobody_thought_of_announce_names_in_a_petition() -> None:
    letter = "Open letter on the lido\n\nChildren need water.\n\n"
    names = "Ada Brix\nFerry Guild\nColm Bexley, nurse\nQuay Tenants' Union\n"
    found = signers(f"{letter}These people lend us their voice:\n{names}")
    assert [(s["name"], s["kind"]) for s in found] == [
        ("Ada Brix", "person"),
        ("Ferry Guild", "organization"),
        ("Colm Bexley", "person"),
        ("Quay Tenants' Union", "organization"),
    ]
    assert signers(f"Minutes\n\nChildren need water.\n\nThese people lend us their voice:\n{names}") == []
    assert signers(f"{letter}The members of our jury:\n{names}") == []
    assert signers(f"{letter}We demand:\nOpen the lido in June\nA new bus line\nMore trees on the quay\n") == []


def test_the_last_line_of_a_joint_text_may_be_its_signers() -> None:
    text = "Joint statement on the quay\n\nThe quay is closed, and nobody has said why.\n\n"
    found = signers(text + "Ferry Guild / Boat Club / Marsh Lane Tenants' Union / Harbour Choir\n")
    assert [s["name"] for s in found] == ["Ferry Guild", "Boat Club", "Marsh Lane Tenants' Union", "Harbour Choir"]
    assert signers(text + "Home / Contact / Imprint / Data protection\n") == []


def test_a_name_without_a_given_name_is_rather_a_bodys() -> None:
    found = signers(f"{LEAD}Signed by:\nFerry Guild\nRêya Avê\nAda Brix\nJohn Kerbrat\nLes Passeurs\nBoat Club\n")
    assert [s["name"] for s in found if s["kind"] == "person"] == ["Ada Brix", "John Kerbrat"]
    # Where nothing speaks of bodies, names that nobody knows are those of persons.
    found = signers(f"{LEAD}Signed by:\nRêya Avê\nZindo Kalfar\nMorvath Eldry\nOlun Tesk\n")
    assert {s["kind"] for s in found} == {"person"}


def test_a_profession_before_a_name_is_no_part_of_it() -> None:
    (signer,) = parse_entry("историк Павел Дронов")
    assert (signer.name, signer.role) == ("Павел Дронов", "историк")
    assert [s.name for s in parse_entry("कविता राव (पत्रकार)")] == ["कविता राव"]


def test_sections_that_are_only_counted_up_by_country_are_not_part_of_the_name() -> None:
    found = signers(f"{LEAD}Signatories:\nDelta League and its sections in Kenya and Uganda\nFerry Guild\nBoat Club\n")
    assert [s["name"] for s in found] == ["Delta League", "Ferry Guild", "Boat Club"]


def test_who_does_not_give_a_name_and_what_closes_a_list_are_no_signers() -> None:
    found = signers(
        f"{LEAD}Signed by:\n1. Ferry Guild\n2. Anonymous (3)\n3. Boat Club\n4. Ada Brix\nSigning continues.\n"
    )
    assert [s["name"] for s in found] == ["Ferry Guild", "Boat Club", "Ada Brix"]


def test_a_list_in_one_paragraph_above_the_text_ends_with_it() -> None:
    found = signers(
        "Signed by: Ferry Guild; Boat Club; the Reverend Ottilie Marsh\n\nTo the Port Council\n\n"
        "We write to you because the quay is being fenced off, and no one asked us.\n"
    )
    assert [(s["name"], s["kind"]) for s in found] == [
        ("Ferry Guild", "organization"),
        ("Boat Club", "organization"),
        ("Ottilie Marsh", "person"),
    ]


def test_a_signature_that_was_taken_back_says_so() -> None:
    found = signers(LEAD + "Signatories:\nFerry Guild\nBoat Club (withdrawn on 3 May)\n\nWithdrawn:\nCooks' Union\n")
    assert [(s["name"], s.get("withdrawn", False)) for s in found] == [
        ("Ferry Guild", False),
        ("Boat Club", True),
        ("Cooks' Union", True),
    ]


def test_a_country_is_taken_from_a_heading_and_from_a_sentence_about_all_others() -> None:
    found = signers(LEAD + "Signatories:\n\nDenmark\nFerry Guild\nBoat Club\n\nAll others: France\n\nCooks' Union\n")
    assert [(s["name"], s["country"]) for s in found] == [
        ("Ferry Guild", "DK"),
        ("Boat Club", "DK"),
        ("Cooks' Union", "FR"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Agenda\n\n1. Welcome by Ada Brix\n2. Report of the Ferry Guild\n3. Elections\n",
        LEAD + "Members of the jury:\nAda Brix\nColm Bexley\nIngrid Sund\n",
        LEAD + "Partners:\nFerry Guild\nBoat Club\nCooks' Union\n",
        LEAD + "The treaty was signed in 1997.\n\nIt held for thirty years, as nobody had thought it would.\n",
        LEAD + "Further reading\n\nBrix, A. (2029). Ferries and Fog. Lantern Press.\nSund, I. (2030). Timetables.\n",
        "",
        "\n\n",
    ],
)
def test_lists_of_other_things_are_no_rosters(text: str) -> None:
    blocks = [BlockDraft(0, len(text), BlockKind.PARAGRAPH)]
    assert list(find_signatories(text, blocks, DocumentDraft(((0, len(text)),)))) == []


BODY = (
    "The strike goes on, and nobody has offered the crews anything that they could live on. We stand with them.\n\n"
    "It is the third week now, and the quay is quiet.\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"Home\nCampaigns\nWomen\nYouth\nTrade Unions\n\nStatement on the strike\n\n{BODY}",
        f"Trade Unions\nStudent Movement\nWorkers' Rights\nPeace Campaign\n\nStatement on the strike\n\n{BODY}",
        f"Statement on the strike\n\n{BODY}More from us:\nHarbour Guild wins\nFerry Union meets\nBoat Club opens\n",
        f"Statement on the strike\n\n{BODY}Tags: Unions; Workers; Harbour; Solidarity; Strike\n",
        f"Statement on the strike\n\n{BODY}Tags: Trade Union; Ferry Workers; Harbour Guild; Boat Club; Strike\n",
        f"Open letter\n\n{BODY}Home | Campaigns | Unions | Youth | Women | Contact\n",
        f"Declaration of the hall\n\n{BODY}In this issue:\nFerry Guild\nBoat Club at ninety\nCooks' Union in court\n",
    ],
)
def test_what_the_site_adds_to_a_statement_signs_nothing(text: str) -> None:
    assert signers(text) == []


def test_a_star_before_a_name_is_a_bullet_and_one_before_a_country_alone_explains_the_star() -> None:
    starred = signers(LEAD + "Signed by:\n* Harbour Guild (HG), Austria\n* Boat Club, Chile\n* Quay Tenants' Union\n")
    assert [(s["name"], s["country"]) for s in starred] == [
        ("Harbour Guild", "AT"),
        ("Boat Club", "CL"),
        ("Quay Tenants' Union", None),
    ]
    explained = signers(LEAD + "Signed by:\nHarbour Guild*\nBoat Club\nQuay Tenants' Union*\n\n* Austria\n")
    assert [(s["name"], s["country"]) for s in explained] == [
        ("Harbour Guild", "AT"),
        ("Boat Club", None),
        ("Quay Tenants' Union", "AT"),
    ]


def test_bodies_above_a_joint_text_sign_it_and_those_above_another_do_not() -> None:
    heads = "Harbour Guild\nBoat Club\nQuay Tenants' Union\n\n"
    body = "The ferry has to run at night. Nobody who works on the river can do without it.\n"
    assert [s["name"] for s in signers(f"{heads}JOINT BRIEFING\nThe ferry at night\n\n{body}")] == [
        "Harbour Guild",
        "Boat Club",
        "Quay Tenants' Union",
    ]
    assert signers(f"{heads}The ferry at night\n\n{body}") == []


def test_a_list_behind_a_colon_whose_names_are_in_small_letters_but_the_first_is_no_sentence() -> None:
    found = signers(
        LEAD
        + "Обращение поддержали: Комитет порта (Эстония), Общество охраны тихих берегов, Союз речников и лодочников."
    )
    assert [(s["name"], s["country"]) for s in found][:2] == [
        ("Комитет порта", "EE"),
        ("Общество охраны тихих берегов", None),
    ]


def test_kinds_are_told_where_names_stand_in_other_orders() -> None:
    found = signers(
        LEAD
        + "Signed by:\nNagy Béla\nHarbour Oarsmen\nPro Rheinufer\nMag.a Ada Brix\nSindacato Portuali\nKovács Eszter\n"
    )
    assert [(s["name"], s["kind"]) for s in found] == [
        ("Nagy Béla", "person"),
        ("Harbour Oarsmen", "organization"),
        ("Pro Rheinufer", "organization"),
        ("Ada Brix", "person"),
        ("Sindacato Portuali", "organization"),
        ("Kovács Eszter", "person"),
    ]


def test_what_follows_the_roster_on_the_page_does_not_sign() -> None:
    found = signers(LEAD + "Signed by:\nFerry Guild\nBoat Club\n\nComments (2)\nMira Tolland: Well said.\nBert Oake\n")
    assert [s["name"] for s in found] == ["Ferry Guild", "Boat Club"]


@pytest.mark.no_cover
def test_five_thousand_names_are_read_each_once() -> None:
    names = [f"Ferry Guild of Quay {number}" for number in range(5_000)]
    assert [s["name"] for s in signers(LEAD + "Signed by:\n" + "\n".join([*names, names[0]]))] == names


def test_rosters_in_sixteen_languages_are_read() -> None:
    assert measure("rosters")["f1"] >= 0.97
    assert measure("rosters_unseen")["f1"] >= 0.93


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Deutschland", "DE"),
        ("(UK)", "GB"),
        ("U.S.", "US"),
        ("из Германии", "DE"),
        ("ΕΛΛΑΔΑ", "GR"),
        ("المغرب", "MA"),
        ("한국", "KR"),
        ("Republic of Ireland", "IE"),
        ("🇳🇴", "NO"),
        ("Northmoor", None),
        ("", None),
    ],
)
def test_countries_are_known_in_many_languages(words: str, code: str | None) -> None:
    assert country_of(words) == code


def test_countries_are_found_in_running_words() -> None:
    assert [code for code, *_ in countries_in("Others from South Africa, die übrigen aus Deutschland")] == ["ZA", "DE"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Signed by:",
                    "Ferry Guild (",
                    ")",
                    "- Ada Brix, chair",
                    "",
                    "Denmark",
                    "A;B;C",
                    "x\ty\tz",
                    "* = Malta",
                    "1.",
                    "Open letter:",
                    "Joint statement",
                    "We ask that the ferry be run at night, as it was in every year before.",
                    "For the Ferry Guild",
                    "(in a personal capacity)",
                    "Affiliations for identification only",
                ]
            ),
            st.text(max_size=40),
        ),
        max_size=12,
    )
)
@example(["Signed by:", "Ada Brix ("])
@example(["Open letter:"])
@example(["Open letter", "", "We ask:"])
def test_whatever_the_text_offsets_enclose_words_of_the_document(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = [BlockDraft(0, len(text), BlockKind.PARAGRAPH)]
    for finding in find_signatories(text, blocks, DocumentDraft(((0, len(text)),))):
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.data["name"].strip()
        assert finding.data["kind"] in ("person", "organization", "section")


def test_those_who_sign_above_a_text_are_no_menu() -> None:
    found = signers(
        "Friends of the Tidal Path\nEstuary Rowing Club\nLow Water Wildlife Trust\nMarsh Lane Residents\n\n"
        "JOINT BRIEFING\nThe tidal path must stay open\n\nThe four of us rarely agree on anything. On this we do: the "
        "path along the estuary is a right of way, and it is to stay one. The council has until the autumn to say how "
        "it will be kept.\n\nRead more\nContact us\nPrivacy policy\n"
    )
    assert [s["name"] for s in found] == [
        "Friends of the Tidal Path",
        "Estuary Rowing Club",
        "Low Water Wildlife Trust",
        "Marsh Lane Residents",
    ]
