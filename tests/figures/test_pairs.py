from __future__ import annotations

from tram_sample import one_mode, quotes

from communique.figures.drawing import Drawing, Node, Quote, Tie
from communique.figures.pairs import strongest_pairs


def said(number: int, who: str, concept: str, agreement: bool, words: str = "w" * 80) -> Quote:
    return Quote(number, words, 1, "A page", "2031-01-01", who, who, concept, agreement)


NODES = (
    Node("a", "Aldermen", statements=(1, 2)),
    Node("b", "Bakers", statements=(3, 4)),
    Node("c", "Cyclists", statements=(5,)),
)
QUOTES = (
    said(1, "Aldermen", "bridge", True),
    said(2, "Aldermen", "fares", True),
    said(3, "Bakers", "bridge", False),
    said(4, "Bakers", "fares", True),
    said(5, "Cyclists", "fares", False),
)
DRAWING = Drawing(
    "A picture",
    NODES,
    (
        Tie("a", "b", 1, 1, (1, 2, 3, 4)),
        Tie("a", "c", 0, 1, (2, 5)),
        Tie("b", "c", 0, 1, (4, 5)),
    ),
)


def test_an_alliance_shows_two_quotes_on_the_same_side_of_one_concept() -> None:
    (pair,) = strongest_pairs(DRAWING, QUOTES, "congruence")
    assert (pair.a.name, pair.b.name, pair.concept, pair.weight) == ("Aldermen", "Bakers", "fares", 1)
    assert pair.left is QUOTES[1]
    assert pair.right is QUOTES[3]


def test_a_conflict_shows_two_quotes_on_opposite_sides_of_one_concept() -> None:
    pairs = strongest_pairs(DRAWING, QUOTES, "conflict")
    assert [(p.a.id, p.b.id, p.concept) for p in pairs] == [
        ("a", "c", "fares"),
        ("b", "c", "fares"),
        ("a", "b", "bridge"),
    ]
    assert (pairs[2].left, pairs[2].right) == (QUOTES[0], QUOTES[2])


def test_a_pair_points_to_its_tie() -> None:
    for pair in strongest_pairs(DRAWING, QUOTES, "conflict"):
        tie = DRAWING.strongest(9)[pair.tie]
        assert (tie.a, tie.b) == (pair.a.id, pair.b.id)


def test_a_tie_that_is_more_conflict_is_no_alliance() -> None:
    drawing = Drawing("A picture", NODES, (Tie("a", "b", 3, 4, (1, 3)),))
    assert strongest_pairs(drawing, QUOTES, "congruence") == ()
    assert len(strongest_pairs(drawing, QUOTES, "conflict")) == 1


def test_quotes_that_are_not_at_hand_are_none() -> None:
    (pair,) = strongest_pairs(DRAWING, (), "congruence")
    assert pair.left is None
    assert pair.right is None


def test_a_concept_not_yet_heard_is_preferred() -> None:
    pairs = strongest_pairs(one_mode(), quotes(), "congruence")
    assert len({pair.concept for pair in pairs}) == 3
