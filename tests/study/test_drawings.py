"""What the marks of a drawing show: colours and shapes by attribute, areas by statements or ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from communique.figures.pictures import kind_of, picture_bytes
from communique.model.errors import SpecError, UsageError
from communique.study.drawings import Looks
from communique.study.project import Project, new

KINDS = {"Guild": "trade", "Club": "sport", "Circle": "sport", "Forum": "town", "Union": "union", "Parish": "church"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with new(tmp_path_factory.mktemp("drawings") / "s.communique", actor="Ada") as made:
        text = "\n\n".join(f"The {name} wants a ferry." for name in [*KINDS, "Nobody"])
        made.paste(text, title="Ferry")
        for name in [*KINDS, "Nobody"]:
            values = {"organization": name, "concept": "ferry", "agreement": True}
            made.code(document=1, quote=f"The {name} wants a ferry", type="Claim", values=values)
        for name, kind in KINDS.items():
            made.describe_one(name, type="organization", attributes={"kind": kind})
        yield made


def drawn(project: Project, **looks: str) -> dict[str, object]:
    return project.drawing(type="two-mode", rows="organization", columns="concept", looks=Looks(**looks))


def test_without_a_word_the_shape_says_what_variable_a_node_is(project: Project) -> None:
    view = drawn(project)
    assert view["legend"] == {
        "colors": {},
        "shapes": {"organization": "circle", "concept": "square"},
        "area": "number of statements",
    }
    assert Counter(node["shape"] for node in view["nodes"]) == {"circle": 7, "square": 1}  # type: ignore[attr-defined]


def test_nodes_of_one_value_have_one_colour_and_the_legend_names_it(project: Project) -> None:
    view = project.drawing(type="two-mode", rows="organization", columns="concept", looks=Looks(color_by="kind"))
    legend = view["legend"]["colors"]
    for node in view["nodes"]:
        assert node["fill"] == legend[node["attributes"].get("kind", "not said")]
    assert len(set(legend.values())) == len(legend) == 6


def test_of_more_values_than_shapes_the_rarer_ones_share_one(project: Project) -> None:
    view = project.drawing(type="two-mode", rows="organization", columns="concept", looks=Looks(shape_by="kind"))
    shapes = view["legend"]["shapes"]
    assert list(shapes) == ["not said", "sport", "church", "others"]
    assert shapes["others"] == "triangle"
    assert {n["name"] for n in view["nodes"] if n["kind"] == "others"} == {"Guild", "Forum", "Union"}


@pytest.mark.parametrize(("size", "area"), [("statements", "number of statements"), ("ties", "number of ties")])
def test_the_largest_area_is_one_and_areas_are_in_proportion(project: Project, size: str, area: str) -> None:
    view = project.drawing(type="two-mode", rows="organization", columns="concept", looks=Looks(size_by=size))
    sizes = {node["name"]: node["size"] for node in view["nodes"]}
    assert view["legend"]["area"] == area
    assert (sizes["ferry"], sizes["Guild"]) == (1.0, 1 / 7)
    equal = project.drawing(type="two-mode", rows="organization", columns="concept", looks=Looks(size_by="equal"))
    assert {node["size"] for node in equal["nodes"]} == {1.0}


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(SpecError, match="use one of: statements, ties, equal"):
        Looks(size_by="weather")


def test_a_picture_has_its_names_and_legend_in_every_kind_of_file(project: Project) -> None:
    looks = Looks("kind", "kind", "ties")
    svg = project.picture(type="two-mode", rows="organization", columns="concept", looks=looks)
    for words in ("Parish", "trade", "others", "area: number of ties"):
        assert words in svg
    assert svg.count("<polygon") == 3 + 1
    page = pypdfium2.PdfDocument(picture_bytes(svg, "pdf"))[0]
    assert "Parish" in page.get_textpage().get_text_range()
    png = picture_bytes(svg, "png")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") > 2_000


def test_a_file_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"end the name with one of: \.svg, \.pdf, \.png"):
        kind_of(Path("network.jpg"))
    assert kind_of(Path("a.b/NETWORK.PDF")) == "pdf"
