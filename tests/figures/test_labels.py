from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.figures.labels import Mark, place_labels, text_width, wrapped

CANVAS = (0.0, 0.0, 400.0, 300.0)
MARKS = st.lists(
    st.builds(
        Mark,
        st.floats(0, 400),
        st.floats(0, 300),
        st.floats(3, 15),
        st.text(min_size=1, max_size=40),
        st.floats(0, 10),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(MARKS)
def test_no_label_lies_upon_another_or_on_a_mark_or_off_the_canvas(marks: list[Mark]) -> None:
    named = {str(i): mark for i, mark in enumerate(marks)}
    placed = place_labels(named, [(0, 0, 400, 300)], CANVAS, 14, 120)
    boxes = [label.box for label in placed.values()]
    for left, top, right, bottom in boxes:
        assert left >= 0 and top >= 0 and right <= 400 and bottom <= 300
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for key, label in placed.items():
        for other_key, mark in named.items():
            if other_key != key:
                clear = (
                    label.box[2] <= mark.x - mark.radius
                    or label.box[0] >= mark.x + mark.radius
                    or label.box[3] <= mark.y - mark.radius
                    or label.box[1] >= mark.y + mark.radius
                )
                assert clear


def test_the_higher_rank_gets_the_only_room() -> None:
    crowd = {"a": Mark(10, 14, 3, "low", 1), "z": Mark(10, 14, 3, "top", 2)}
    assert set(place_labels(crowd, [], (0, 0, 60, 28), 14, 100)) == {"z"}


def test_a_lone_label_always_finds_a_place() -> None:
    assert set(place_labels({"a": Mark(200, 150, 8, "A council", 1)}, [], CANVAS, 14, 120)) == {"a"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.integers(1, 3))
def test_wrapped_text_keeps_to_its_width_and_lines(text: str, lines: int) -> None:
    made = wrapped(text, 10, 60, lines)
    assert len(made) <= lines
    assert all(text_width(line, 10) <= 60 for line in made)


def test_text_that_fits_is_kept_word_for_word() -> None:
    assert wrapped("Clean Air Initiative", 10, 90, 2) == ("Clean Air", "Initiative")


def test_text_that_does_not_fit_says_so() -> None:
    assert wrapped("one two three four five", 10, 40, 2)[-1].endswith("…")
