"""Whose words: quotation marks in many hands, speakers, turns, dash speech, and what is no quotation."""

from __future__ import annotations

import pytest
from benchmarks.reading.quotes import measure
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.model.reading import BlockDraft, DocumentDraft
from communique.model.words import BlockKind
from communique.reading.quoting import find_quotations
from communique.reading.quoting.marks import marked_spans


def quoted(text: str, *, language: str | None = "en", direct: bool = True) -> list[tuple[str, str | None]]:
    """The words that are quoted in a text of paragraphs, each with its speaker."""
    blocks = [BlockDraft(0, len(text), BlockKind.PARAGRAPH)]
    document = DocumentDraft(((0, len(text)),), language=language)
    found = [f for f in find_quotations(text, blocks, document) if f.data["direct"] is direct]
    return [(text[f.start : f.end], f.data["speaker"]) for f in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“We stay,” said Ada Brix.", [("We stay,", "Ada Brix")]),
        ("“We stay,” Ada Brix, who owns the mill, told them.", [("We stay,", "Ada Brix")]),
        ("“We stay,” said the miller, Ada Brix.", [("We stay,", "Ada Brix")]),
        ("Ada Brix said: “We stay.”", [("We stay.", "Ada Brix")]),
        ("According to Ada Brix, “nobody leaves the mill”.", [("nobody leaves the mill", "Ada Brix")]),
        ("“We,” said Ada Brix, “will stay.”", [("We,", "Ada Brix"), ("will stay.", "Ada Brix")]),
        ("Ada Brix arrived. “We stay here,” she said.", [("We stay here,", "Ada Brix")]),
        ("Ada Brix spoke. “We stay here,” Brix said.", [("We stay here,", "Ada Brix")]),
        ("“We stay here,” a miller said.", [("We stay here,", None)]),
        ("„Wir bleiben hier“, sagte Jörg Thom.", [("Wir bleiben hier", "Jörg Thom")]),
        ("« Nous restons ici », a dit Solène Guyard.", [(" Nous restons ici ", "Solène Guyard")]),
        ("«Мы остаёмся здесь», — сказала Марфа Озёрова.", [("Мы остаёмся здесь", "Марфа Озёрова")]),
        (
            "—Nos quedamos aquí —dijo Marta Ríos—. Siempre.",
            [("Nos quedamos aquí", "Marta Ríos"), ("Siempre.", "Marta Ríos")],
        ),
        ("“One paragraph.\n\n“And another one,” said Ada Brix.", [("One paragraph.\n\n“And another one,", "Ada Brix")]),
        ("‘It’s ours to keep,’ said Ada Brix.", [("It’s ours to keep,", "Ada Brix")]),
        ("“They said ‘go away’ to us,” said Ada Brix.", [("They said ‘go away’ to us,", "Ada Brix")]),
    ],
)
def test_words_are_given_to_who_says_them(text: str, wanted: list[tuple[str, str | None]]) -> None:
    language = "de" if "Jörg" in text else None
    assert quoted(text, language=language) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “silent rail” was tested for a year.",
        "Edda Quill read from her novel “The Salt Clock” on Monday.",
        "A banner over the stairs read “Trams yes, trenches no”.",
        "The “free” library opens on Monday.",
        "No marks at all. Ada Brix smiled.",
        "",
    ],
)
def test_names_titles_signs_and_scare_quotes_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_transcript_is_read_turn_by_turn() -> None:
    text = (
        "With us are Rosa Tillery and Anselm Dray.\n\nTILLERY: Good evening.\n\nDRAY: I came by tram.\n\n"
        "TILLERY: And how was it?\n\nDRAY: Slow.\nWhich I like.\n"
    )
    assert quoted(text) == [
        ("Good evening.", "Rosa Tillery"),
        ("I came by tram.", "Anselm Dray"),
        ("And how was it?", "Rosa Tillery"),
        ("Slow.\nWhich I like.", "Anselm Dray"),
    ]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "“We stay here, said Ada Brix.\n\nThe mill is old."
    assert [text[m.start : m.end] for m in marked_spans(text, [(0, 29), (31, len(text))])] == [
        "We stay here, said Ada Brix."
    ]


def test_reported_clauses_are_told_apart_from_direct_speech() -> None:
    text = "Ada Brix told the council that the mill would stay. “We stay,” she said."
    assert quoted(text, direct=False) == [("the mill would stay", "Ada Brix")]
    assert quoted(text) == [("We stay,", "Ada Brix")]


def test_the_sets_are_read_as_well_as_the_goal_asks() -> None:
    for name in ("quotes", "quotes_unseen"):
        found = measure(name)
        assert found["speaker_precision"] >= 0.95
        assert found["speaker_coverage"] >= 0.9
        assert found["false"] == 0


@example(["— ", "“", "“", "— ", " said ", "“", " said "])
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", '"', "„", "«", "»", "‘", "’", " said ", "Ada Brix", "\n\n", ". ", "that ", "x", "— "]
        )
    )
)
def test_whatever_the_marks_offsets_enclose_words_and_do_not_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    blocks = [BlockDraft(0, len(text), BlockKind.PARAGRAPH)]
    last = 0
    for finding in find_quotations(text, blocks, DocumentDraft(((0, len(text)),))):
        assert finding.start is not None
        assert finding.end is not None
        assert last <= finding.start < finding.end <= len(text)
        last = finding.end
        if finding.data["speaker_start"] is not None:
            assert 0 <= finding.data["speaker_start"] < finding.data["speaker_end"] <= len(text)


def test_a_verb_alone_goes_on_with_who_spoke_last() -> None:
    text = "«Aquí nos quedamos todos», dijo Marta Ríos. «Y nadie contesta», añadió."
    assert quoted(text, language="es") == [
        ("Aquí nos quedamos todos", "Marta Ríos"),
        ("Y nadie contesta", "Marta Ríos"),
    ]


def test_turns_of_names_with_titles_need_not_come_back() -> None:
    lines = "MS BRIX: The mill stays.\n\nMR THOM: It was sold.\n\nMS BRIX: It hangs on the wall, the deed.\n"
    assert [speaker for _, speaker in quoted(lines)] == ["MS BRIX", "MR THOM", "MS BRIX"]


def test_heads_of_a_notice_are_no_turns() -> None:
    assert quoted("WHAT: A meeting about the mill.\n\nWHEN: Friday at nine.\n\nWHERE: The hall.\n") == []
