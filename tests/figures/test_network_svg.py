from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from tram_sample import one_mode, two_mode

from communique.figures.drawing import Drawing, Node, Tie
from communique.figures.network_svg import network_svg

SVG = "{http://www.w3.org/2000/svg}"
ANY = st.text(st.characters(), max_size=30)


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def titles(root: ElementTree.Element, name: str) -> list[str]:
    return [element.findtext(f"{SVG}title") or "" for element in of_class(root, name)]


def test_every_tie_and_node_is_there_with_its_name() -> None:
    drawing = one_mode()
    root = ElementTree.fromstring(network_svg(drawing))
    names = {node.id: node.name for node in drawing.nodes}
    assert len(of_class(root, "tie")) == len(drawing.ties)
    for tie in drawing.ties:
        assert any(t.startswith(f"{names[tie.a]} and {names[tie.b]}: ") for t in titles(root, "tie"))
    assert sorted(t.split(",")[0] for t in titles(root, "node")) == sorted(names.values())
    assert root.findtext(f"{SVG}title") == drawing.title
    assert "15 nodes and 75 ties" in (root.findtext(f"{SVG}desc") or "")


def test_conflict_is_dashed_and_congruence_is_not() -> None:
    root = ElementTree.fromstring(network_svg(one_mode()))
    ties = of_class(root, "ties")[0]
    assert all(line.get("stroke-dasharray") for line in of_class(ties, "conflict"))
    assert not any(line.get("stroke-dasharray") for line in of_class(ties, "congruence"))
    assert {line.get("stroke") for line in of_class(ties, "conflict")}.isdisjoint(
        {line.get("stroke") for line in of_class(ties, "congruence")}
    )


def test_a_tie_of_both_signs_is_two_lines_side_by_side() -> None:
    drawing = Drawing("A picture", (Node("a", "A"), Node("b", "B")), (Tie("a", "b", 4, 1),))
    (tie,) = of_class(ElementTree.fromstring(network_svg(drawing)), "tie")
    blue, red = tie.findall(f"{SVG}path")
    assert blue.get("d") != red.get("d")
    assert float(blue.get("stroke-width") or 0) > float(red.get("stroke-width") or 0)


def test_width_grows_with_weight() -> None:
    nodes = tuple(Node(name, name) for name in "abcd")
    drawing = Drawing("A picture", nodes, (Tie("a", "b", 2), Tie("b", "c", 6), Tie("c", "d", 0, 4)))
    widths = {
        title: float(element.findall(f"{SVG}path")[0].get("stroke-width") or 0)
        for element in of_class(ElementTree.fromstring(network_svg(drawing)), "tie")
        if (title := element.findtext(f"{SVG}title"))
    }
    thin, middle, thick = (
        next(w for t, w in widths.items() if t.startswith(f"{p}:")) for p in ("a and b", "c and d", "b and c")
    )
    assert thick == 3 * thin or abs(thick - 3 * thin) < 0.05
    assert abs(middle - 2 * thin) < 0.05


def test_kinds_have_shapes_of_their_own() -> None:
    root = ElementTree.fromstring(network_svg(two_mode()))
    circles = [n for n in of_class(root, "node") if n.find(f"{SVG}circle") is not None]
    squares = [n for n in of_class(root, "node") if n.find(f"{SVG}rect") is not None]
    assert (len(circles), len(squares)) == (14, 9)


def test_the_caption_tells_what_was_computed_and_the_seed() -> None:
    drawing = one_mode()
    words = " ".join(e.text or "" for e in ElementTree.fromstring(network_svg(drawing)).iter(f"{SVG}text"))
    assert drawing.caption in words
    assert "seed 7" in words


def test_beyond_the_limit_only_the_strongest_ties_are_drawn_and_the_caption_says_so() -> None:
    drawing = one_mode()
    root = ElementTree.fromstring(network_svg(drawing, ties=10))
    assert len(of_class(root, "tie")) == 10
    words = " ".join(e.text or "" for e in root.iter(f"{SVG}text"))
    assert "Only the strongest 10 of 75 ties are drawn, congruence and conflict by turns" in words


def test_given_positions_are_kept() -> None:
    drawing = Drawing("A picture", (Node("a", "A"), Node("b", "B")), (Tie("a", "b", 1),))
    turned = replace(drawing, positions={"a": (-500.0, 40.0), "b": (300.0, -40.0)})
    circles = [n.find(f"{SVG}circle") for n in of_class(ElementTree.fromstring(network_svg(turned)), "node")]
    (ax, ay), (bx, by) = ((float(c.get("cx") or 0), float(c.get("cy") or 0)) for c in circles if c is not None)
    assert ax < bx
    assert ay > by


def test_a_colour_that_is_none_is_not_written() -> None:
    drawing = Drawing("A picture", (Node("a", "A", color='red" onload="x'), Node("b", "B", color="#12ab34")), ())
    svg = network_svg(drawing)
    assert "onload" not in svg
    assert "#12ab34" in svg


def test_an_empty_network_is_an_empty_picture() -> None:
    assert of_class(ElementTree.fromstring(network_svg(Drawing("Nothing", (), ()))), "node") == []


@settings(max_examples=60, deadline=None)
@given(ANY, ANY, ANY, ANY)
def test_any_text_makes_a_valid_document_of_the_same_shape(title: str, name: str, kind: str, caption: str) -> None:
    nodes = (Node("a", name, kind, 2), Node("b", f"</text><script>{name}", kind, 1))
    svg = network_svg(Drawing(title, nodes, (Tie("a", "b", 1, 1),), caption=caption))
    svg.encode("utf-8")
    root = ElementTree.fromstring(svg)
    assert not re.search("script", " ".join(element.tag for element in root.iter()))
    assert len(of_class(root, "node")) == 2
    assert len(of_class(root, "tie")) == 1


def test_of_a_large_network_only_the_nodes_of_drawn_ties_are_drawn_and_the_caption_says_so() -> None:
    names = [f"n{i}" for i in range(200)]
    ties = tuple(Tie(a, b, 1 + i % 9) for i, (a, b) in enumerate(pairwise(names)))
    root = ElementTree.fromstring(network_svg(Drawing("Long", tuple(Node(n, n) for n in names), ties), ties=20))
    joined = {name for title in titles(root, "tie") for name in title.split(":")[0].split(" and ")}
    assert {title.split(",")[0] for title in titles(root, "node")} == joined
    words = " ".join(e.text or "" for e in root.iter(f"{SVG}text"))
    assert f"only the {len(joined)} that a drawn tie joins" in words


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e300) | st.sampled_from([5e-324, 1e-310, 1.0]), min_size=2, max_size=8))
def test_any_weights_give_widths_that_can_be_drawn(weights: list[float]) -> None:
    nodes = tuple(Node(str(i), str(i)) for i in range(len(weights)))
    ties = tuple(Tie("0", str(i), w, v) for i, (w, v) in enumerate(pairwise(weights), start=1))
    root = ElementTree.fromstring(network_svg(Drawing("A picture", nodes, ties)))
    widths = [float(line.get("stroke-width") or 0) for line in root.iter(f"{SVG}path") if line.get("stroke-width")]
    assert all(1 <= width <= 7 for width in widths)
