"""Words that stand in several texts: found wherever enough of them stand in a row, and told apart by how much."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.reuse import SHORTEST, Reuse, Texts, compare, edits, find_reuse, first_places

VOCABULARY = [f"word{n}" for n in range(400)]
CALL = (
    "The night ferry is to be cut from June and nobody has asked those who cross the river after the last tram. "
    "We ask the council to keep one crossing an hour until the new bridge is open, and to publish what it costs. "
    "Whoever works late in the harbour has no other way home."
)
OTHER = (
    "At its yearly meeting the Orlamere Rowing Circle elected a new board and thanked the old one for eleven years of "
    "work; the boathouse roof will be mended before the winter, and members may bring guests on the first Sunday."
)


def kinds(*texts: str) -> list[tuple[int, int, str]]:
    found = find_reuse(Texts(texts))
    every = [c for cluster in found.clusters for c in cluster] + list(found.passages)
    return sorted((c.earlier, c.later, str(c.kind)) for c in every)


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        (CALL, "copy"),
        (CALL.upper().replace(" ", "\n"), "copy"),
        ("Read again: " + CALL.replace("June", "July").replace("nobody", "no one"), "reprint"),
        (OTHER + " " + OTHER.replace("board", "chair") + " From elsewhere: " + CALL, "embedded"),
        (OTHER + " They wrote: “Whoever works late in the harbour has no other way home”, and left it at that.", None),
        (
            OTHER + " The call asks “the council to keep one crossing an hour until the new bridge is open”, no more.",
            "passage",
        ),
        (OTHER, None),
        ("", None),
    ],
)
def test_texts_are_told_apart_by_how_much_they_share(later: str, kind: str | None) -> None:
    assert kinds(CALL, later) == ([] if kind is None else [(0, 1, kind)])


def test_what_is_shared_and_what_changed_is_given_by_place() -> None:
    later = "Read again. " + CALL.replace("June", "July").replace(" and to publish what it costs", "")
    texts = Texts([CALL, later])
    comparison = compare(texts, 0, 1)
    assert comparison is not None
    assert [(CALL[slice(*e.before)], later[slice(*e.after)]) for e in edits(texts, 0, 1)] == [
        ("", "Read again"),
        ("June", "July"),
        ("and to publish what it costs", ""),
    ]
    for shared in comparison.shared:
        assert CALL[slice(*shared.earlier)].replace(",", "") == later[slice(*shared.later)].replace(",", "")


def test_paragraphs_in_another_order_are_a_reprint_still() -> None:
    first, second, third = CALL.split(". ", 2)
    assert kinds(CALL, f"{third} {first}. {second}.") == [(0, 1, "reprint")]


def test_forty_reprints_are_one_cluster_each_compared_with_the_first() -> None:
    texts = [CALL.replace("June", f"day {n}") for n in range(40)]
    found = find_reuse(Texts([OTHER, *texts]))
    (cluster,) = found.clusters
    assert [(c.earlier, c.later) for c in cluster] == [(1, n) for n in range(2, 41)]
    assert found.passages == ()


def test_texts_without_spaces_between_words_are_compared_by_character() -> None:
    text = "夜間渡船從六月起停航而過河的人沒有被問過意見我們要求市議會保留每小時一班直到新橋通車為止"
    assert kinds(text, text.replace("六月", "七月")) == [(0, 1, "reprint")]
    arabic = "نطالب المجلس بالإبقاء على رحلة واحدة كل ساعة حتى يفتح الجسر الجديد ونطالبه بنشر تكاليف ذلك"
    assert kinds(arabic, "قالوا: " + arabic) == [(0, 1, "reprint")]


def test_nothing_and_hardly_anything_are_no_trouble() -> None:
    assert find_reuse(Texts([])).clusters == ()
    assert kinds("", "…", "yes", "no") == []
    assert kinds("Yes!", "yes") == [(0, 1, "copy")]


words = st.lists(st.sampled_from(VOCABULARY), max_size=60)


@settings(max_examples=150)
@given(before=words, shared=st.integers(0, 10_000), length=st.integers(SHORTEST, 60), after=words, other=words)
def test_enough_words_in_a_row_are_never_missed(
    before: list[str], shared: int, length: int, after: list[str], other: list[str]
) -> None:
    chosen = random.Random(shared)
    run = [chosen.choice(VOCABULARY) + "x" for _ in range(length)]
    found = find_reuse(Texts([" ".join([*before, *run, *after]), " ".join([*other, *run])]))
    every = [c for cluster in found.clusters for c in cluster] + list(found.passages)
    assert [(c.earlier, c.later) for c in every] == [(0, 1)]
    assert sum(s.words for s in every[0].shared) >= length


@settings(max_examples=150)
@given(words, words)
def test_a_text_with_its_edits_made_is_the_other_text(a: list[str], b: list[str]) -> None:
    first, second = " ".join(a), " ".join(b)
    texts = Texts([first, second])
    made, at = [], 0
    for edit in edits(texts, 0, 1):
        made += [first[at : edit.before[0]], " " + second[slice(*edit.after)] + " "]
        at = edit.before[1]
    assert "".join([*made, first[at:]]).split() == b


@settings(max_examples=60)
@given(st.lists(words, min_size=1, max_size=5))
def test_shares_are_those_of_words_in_common(rows: list[list[str]]) -> None:
    texts = Texts([" ".join(row) for row in rows])
    for later in range(1, len(rows)):
        comparison = compare(texts, 0, later)
        if comparison is not None:
            assert 0 < comparison.of_earlier <= 1
            assert 0 < comparison.of_later <= 1
            assert (comparison.kind is Reuse.COPY) == (rows[0] == rows[later])


def test_words_count_where_they_stand_first() -> None:
    quote = "keep one crossing an hour until the new bridge is open"
    reprint = "Read again: " + CALL.replace("June", "July")
    longer = (
        OTHER + " The call: “We ask the council to keep one crossing an hour until the new bridge is open.” " + OTHER
    )
    own = "We, too, say: keep one crossing. " + OTHER
    texts = [CALL, reprint, longer, own]
    spans = [(n, text.find(quote), text.find(quote) + len(quote)) for n, text in enumerate(texts[:3])]
    spans.append((3, own.index("keep"), own.index("keep") + len("keep one crossing")))
    assert first_places(Texts(texts), spans) == [0, 0, 0, 3]


def test_what_a_reprint_adds_counts_there() -> None:
    added = "The editors of the bulletin have since learned that the council will vote on the crossing only in autumn."
    texts = [CALL, CALL + " " + added]
    at = texts[1].index("the council will vote")
    assert first_places(Texts(texts), [(1, at, at + 21), (1, 4, 15)]) == [1, 0]
