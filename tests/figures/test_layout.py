from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.figures.drawing import Node, Tie
from communique.figures.layout import ASPECT, layout

LEFT = [f"left {i}" for i in range(6)]
RIGHT = [f"right {i}" for i in range(6)]


def two_camps() -> tuple[list[Node], list[Tie]]:
    """Congruence within each camp, conflict between every two of different camps, one tie of congruence across."""
    ties = [Tie(a, b, 3, 0) for camp in (LEFT, RIGHT) for a, b in combinations(camp, 2)]
    ties += [Tie(a, b, 1 if (a, b) == ("left 0", "right 0") else 0, 2) for a in LEFT for b in RIGHT]
    return [Node(name, name) for name in (*LEFT, *RIGHT)], ties


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


@pytest.mark.parametrize("seed", [1, 2, 3, 99])
def test_two_camps_come_to_lie_apart(seed: int) -> None:
    nodes, ties = two_camps()
    places = layout(nodes, ties, seed)
    left, right = [places[n] for n in LEFT], [places[n] for n in RIGHT]
    between = math.dist(middle(left), middle(right))
    within = max(sum(math.dist(p, middle(camp)) for p in camp) / len(camp) for camp in (left, right))
    assert between > 1.5 * within
    for name in (*LEFT, *RIGHT):
        own, other = (left, right) if name in LEFT else (right, left)
        assert math.dist(places[name], middle(own)) < math.dist(places[name], middle(other))


def test_the_same_seed_gives_the_same_picture_in_another_process() -> None:
    program = (
        "from test_layout import two_camps\n"
        "from communique.figures.layout import layout\n"
        "print(sorted(layout(*two_camps(), 5).items()))"
    )
    here = str(Path(__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([here, *sys.path])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {str(sorted(layout(*two_camps(), 5).items())) + "\n"}


def test_another_seed_gives_another_picture() -> None:
    nodes, ties = two_camps()
    assert layout(nodes, ties, 1) != layout(nodes, ties, 2)


def test_the_order_of_nodes_and_ties_does_not_matter() -> None:
    nodes, ties = two_camps()
    assert layout(nodes, ties, 4) == layout(nodes[::-1], ties[::-1], 4)


def test_components_do_not_overlap_and_isolates_stand_below_all_others() -> None:
    groups = [[f"{letter}{i}" for i in range(size)] for letter, size in (("a", 9), ("b", 4), ("c", 2), ("d", 2))]
    alone = ["x", "y", "z"]
    nodes = [Node(name, name) for group in (*groups, alone) for name in group]
    ties = [Tie(a, b, 1) for group in groups for a, b in pairwise(group)]
    places = layout(nodes, ties, 1)

    def box(group: list[str]) -> tuple[float, float, float, float]:
        xs, ys = [places[n][0] for n in group], [places[n][1] for n in group]
        return min(xs), min(ys), max(xs), max(ys)

    for one, other in combinations(map(box, groups), 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    assert min(places[n][1] for n in alone) > max(places[n][1] for group in groups for n in group)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Node], list[Tie]]:
    names = [f"n{i}" for i in range(draw(st.integers(0, 14)))]
    couples = list(combinations(names, 2))
    chosen = draw(st.lists(st.sampled_from(couples), unique=True, max_size=30)) if couples else []
    weights = st.floats(0, 1e6) | st.integers(0, 5).map(float)
    return [Node(n, n) for n in names], [Tie(a, b, draw(weights), draw(weights)) for a, b in chosen]


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(0, 2**32))
def test_every_node_has_a_place_on_the_plane_and_none_lies_on_another(
    network: tuple[list[Node], list[Tie]], seed: int
) -> None:
    nodes, ties = network
    places = layout(nodes, ties, seed)
    assert set(places) == {node.id for node in nodes}
    assert all(0 <= x <= ASPECT and 0 <= y <= 1 for x, y in places.values())
    assert all(math.dist(one, other) > 0.01 for one, other in combinations(places.values(), 2))
