"""Lines that many pages of one site share."""

from __future__ import annotations

from communique.model.reading import BlockDraft
from communique.model.words import BlockKind
from communique.reading.repetition import repeated_lines


def page(*lines: str) -> tuple[str, list[BlockDraft]]:
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(BlockDraft(at, at + len(line), BlockKind.PARAGRAPH))
        at += len(line) + 1
    return text, blocks


def kinds(*pages: tuple[str, list[BlockDraft]]) -> list[list[str]]:
    return [[str(block.kind) for block in blocks] for blocks in repeated_lines(pages)]


def test_lines_that_three_pages_share_are_chrome() -> None:
    found = kinds(page("Our valley", "One"), page("OUR  valley", "Two"), page("Our valley", "Three"))
    assert found == [["chrome", "paragraph"]] * 3


def test_two_pages_prove_nothing() -> None:
    assert kinds(page("Our valley", "One"), page("Our valley", "Two")) == [["paragraph", "paragraph"]] * 2


def test_a_line_of_few_among_many_stays() -> None:
    pages = [page("Our valley", "One"), *(page(f"Line {n}", f"Other {n}") for n in range(6))]
    assert kinds(*pages) == [["paragraph", "paragraph"]] * 7


def test_a_page_that_was_taken_three_times_keeps_its_text() -> None:
    assert kinds(*[page("Our valley", "One")] * 3) == [["paragraph", "paragraph"]] * 3
