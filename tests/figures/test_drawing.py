from __future__ import annotations

import pytest

from communique.figures.drawing import Drawing, Node, Tie
from communique.model.errors import UsageError

A, B = Node("a", "Aldermen"), Node("b", "Bakers")


def test_two_nodes_of_one_id_are_refused() -> None:
    with pytest.raises(UsageError, match="two nodes have the id 'a'"):
        Drawing("A picture", (A, B, Node("a", "Others")), ())


def test_a_tie_to_nowhere_is_refused() -> None:
    with pytest.raises(UsageError, match="'c', which is not a node"):
        Drawing("A picture", (A, B), (Tie("a", "c", 1),))


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(UsageError, match="'a' and 'b'"):
        Drawing("A picture", (A, B), (Tie("a", "b", 1, weight),))


def test_congruence_and_conflict_take_turns_and_ties_of_no_weight_never_come() -> None:
    nodes = tuple(Node(name, name) for name in "abcd")
    ties = (Tie("a", "b", 1), Tie("b", "c", 0, 5), Tie("c", "d"), Tie("a", "c", 5, 2), Tie("a", "d", 1))
    drawing = Drawing("A picture", nodes, ties)
    assert [t.a + t.b for t in drawing.strongest(9)] == ["ac", "bc", "ab", "ad"]
    assert [t.a + t.b for t in drawing.strongest(2)] == ["ac", "bc"]
    assert drawing.drawable == 4


def test_a_limit_does_not_hide_the_weaker_sign() -> None:
    nodes = tuple(Node(str(i), str(i)) for i in range(30))
    ties = [Tie("0", str(i), 100) for i in range(1, 20)] + [Tie("1", str(i), 0, 1) for i in range(20, 30)]
    chosen = Drawing("A picture", nodes, tuple(ties)).strongest(10)
    assert sum(tie.conflict > 0 for tie in chosen) == 5
