"""Where a quote stands after its text was corrected."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from communique.coding.alignment import Alignment

FEW = st.text("ab ", min_size=1, max_size=16)
WORDS = st.lists(st.integers(0, 10_000), min_size=6, max_size=40, unique=True).map(
    lambda numbers: [f"word{n}" for n in numbers]
)


def count(text: str, quote: str) -> int:
    return sum(text.startswith(quote, at) for at in range(len(text)))


@st.composite
def edits(draw: st.DrawFn, texts: st.SearchStrategy[str] = FEW) -> tuple[str, int, int, int, int, str]:
    """A text, a quote ``[a, b)`` of it, and an edit: from ``e`` on ``d`` characters give way to others."""
    old = draw(texts)
    a = draw(st.integers(0, len(old) - 1))
    b = draw(st.integers(a + 1, len(old)))
    e = draw(st.integers(0, len(old)))
    d = draw(st.integers(0, min(5, len(old) - e)))
    return old, a, b, e, d, draw(st.text("ab xy", max_size=5))


@given(FEW, FEW)
@settings(max_examples=200)
def test_what_is_aligned_is_the_same_on_both_sides(old: str, new: str) -> None:
    reached = (0, 0)
    for i, j, length in Alignment(old, new).blocks:
        assert length > 0
        assert i >= reached[0]
        assert j >= reached[1]
        assert old[i : i + length] == new[j : j + length]
        reached = (i + length, j + length)


@given(edits())
@settings(max_examples=400)
@example(("axb", 1, 2, 1, 0, "x"))
@example(("Q x Q y", 0, 1, 0, 4, ""))
def test_after_an_edit_outside_a_quote_it_stands_where_it_went_or_could_be_in_two_places(
    edit: tuple[str, int, int, int, int, str],
) -> None:
    old, a, b, e, d, put = edit
    assume(b <= e or a >= e + d)
    new = old[:e] + put + old[e + d :]
    found = Alignment(old, new).place(a, b)
    if found is None:
        assert count(old, old[a:b]) > 1 or count(new, old[a:b]) > 1
    else:
        assert found == (a if b <= e else a + len(put) - d)


@given(WORDS, st.data())
@settings(max_examples=150)
def test_in_a_text_of_different_words_every_quote_outside_the_edit_is_found(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = " ".join(words[first : last + 1])
    old = " ".join(words)
    a = len(" ".join(["", *words[:first], ""])) - 1 if first else 0
    before, behind = words[:first], words[last + 1 :]
    change = st.lists(st.sampled_from(["new", "other", "kept"]), max_size=3)
    changed_before = [*before[: len(before) // 2], *data.draw(change), *before[len(before) // 2 + 1 :]]
    changed_behind = [*behind[: len(behind) // 2], *data.draw(change), *behind[len(behind) // 2 + 1 :]]
    head, tail = " ".join(changed_before), " ".join(changed_behind)
    new = " ".join(part for part in (head, quote, tail) if part)
    assume(count(old, quote) == count(new, quote) == 1)
    assert Alignment(old, new).place(a, a + len(quote)) == new.index(quote)


@given(edits(), st.text("xyz", min_size=1, max_size=3))
@settings(max_examples=300)
def test_a_quote_whose_words_were_changed_is_in_doubt(edit: tuple[str, int, int, int, int, str], put: str) -> None:
    old, a, b, _, _, _ = edit
    middle = (a + b) // 2
    new = old[:middle] + put + old[max(middle, b - 1) :]
    assume(old[a:b] not in new)
    assert Alignment(old, new).place(a, b) is None


def test_a_quote_that_was_doubled_beside_itself_is_in_doubt() -> None:
    old = "The guild says: more shade now. That is all."
    new = old.replace("more shade now. ", "more shade now. more shade now. ")
    a = old.index("more shade now.")
    assert Alignment(old, new).place(a, a + 15) is None


def test_a_refrain_stays_where_it_is_when_another_part_is_corrected() -> None:
    verse = "We want shade, and we want it along the whole of the long grey quay.\n"
    old = f"First verse here.\n{verse}Second verse.\n{verse}Third verse.\n{verse}"
    new = old.replace("Second verse.", "The second verse, put right.")
    places = [at for at in range(len(old)) if old.startswith(verse, at)]
    alignment = Alignment(old, new)
    assert [alignment.place(at, at + len(verse)) for at in places] == [
        at for at in range(len(new)) if new.startswith(verse, at)
    ]


def test_a_range_keeps_what_replaced_its_ends_and_not_what_was_put_around_it() -> None:
    old, new = "one\ntwo three\nfour", "one\nand a half\nthe two 3\nfour"
    start, end = old.index("two"), old.index("\nfour")
    found = Alignment(old, new).range(start, end)
    assert found is not None
    assert "two 3" in new[slice(*found)]
    assert "four" not in new[slice(*found)]


def test_what_was_taken_out_is_taken_from_line_to_line() -> None:
    old, new = "An\nTwo six\nThree nine\n", "An\nThree nine\n"
    alignment = Alignment(old, new)
    assert alignment.range(old.index("Two"), old.index("\nThree")) is None
    found = alignment.range(old.index("Three"), old.index("\n", -1))
    assert found is not None
    assert new[slice(*found)] == "Three nine"


def test_a_million_characters_with_thousands_of_corrections_are_aligned() -> None:
    words = [f"w{(n * 7919) % 180_001:x}" for n in range(180_000)]
    changed = [f"{w}x" if n % 97 == 0 else w for n, w in enumerate(words)]
    old, new = " ".join(words), " ".join(changed)
    assert len(old) > 900_000
    alignment = Alignment(old, new)
    quote = " ".join(words[97_001:97_009])
    assert old.count(f" {quote} ") == 1
    a = old.index(f" {quote} ") + 1
    assert alignment.place(a, a + len(quote)) == new.index(f" {quote} ") + 1
