"""Joining documents."""

from __future__ import annotations

import pytest

from communique.model.errors import Refused, UsageError
from communique.study.project import Project


def test_joined_documents_are_one_in_the_order_given(anywhere: Project) -> None:
    texts = {n: anywhere.show(n)["text"] for n in (1, 2, 3)}
    quotes = {s["id"]: s["spans"][0]["quote"] for s in anywhere.statements()}
    result = anywhere.join(3, 1)
    assert (result["document"], result["joined"], result["statements"]) == (3, [1], 2)
    text = anywhere.show(3)["text"]
    assert text.index(texts[3].strip()) < text.index(texts[1].strip())
    assert [d["id"] for d in anywhere.documents()] == [2, 3]
    for view in anywhere.statements(document=3):
        (span,) = view["spans"]
        assert text[span["start"] : span["end"]] == span["quote"] == quotes[view["id"]]
    assert anywhere.check()["ok"]


def test_words_of_two_documents_do_not_run_together(project: Project) -> None:
    at = project.show(2)["text"].index("The Garden")
    first, second = project.split(2, [0, at])
    project.join(1, second, first)
    assert project.show(1)["text"].split() == [
        word for page in ("Guild", "second", "first") for word in _words(project, page)
    ]


def _words(project: Project, page: str) -> list[str]:
    from tests.support.codings import PAGES

    if page == "Guild":
        return PAGES["Guild"].split()
    head, _, tail = PAGES["Circle"].partition("The Garden")
    return head.split() if page == "first" else f"The Garden{tail}".split()


def test_joining_the_pieces_of_a_split_gives_the_document_back(project: Project) -> None:
    before = project.show(2)
    pieces = project.split(2, [0, before["text"].index("The Garden"), before["text"].index("We are")])
    project.join(*pieces)
    after = project.show(2)
    assert after["text"] == before["text"]
    assert after["statements"] == before["statements"]
    assert project.check()["ok"]


def test_assignments_move_and_are_done_only_when_all_were(project: Project) -> None:
    from communique.project import reads

    project.assign("Grace", [1], state="done")
    project.assign("Grace", [2], state="open")
    project.assign("Bo", [2], state="done")
    project.join(1, 2)
    with project.store.reading() as connection:
        coders = {c.id: c.name for c in reads.coders(connection)}
        found = {coders[a.coder]: (a.document, str(a.state)) for a in reads.assignments(connection)}
    assert found == {"Grace": (1, "open"), "Bo": (1, "done")}
    assert project.check()["ok"]


def test_undo_brings_the_joined_documents_back(anywhere: Project) -> None:
    before = anywhere.state()
    anywhere.join(1, 2, 3)
    after = anywhere.state()
    anywhere.undo()
    assert anywhere.state() == before
    anywhere.redo()
    assert anywhere.state() == after


def test_a_document_is_not_joined_with_itself(project: Project) -> None:
    before = project.state()
    for documents in ((1,), (1, 1), (1, "Guild")):
        with pytest.raises(UsageError, match="not joined with itself"):
            project.join(*documents)
    assert project.state() == before


def test_documents_that_share_a_piece_of_text_are_not_joined(project: Project) -> None:
    from communique.project import reads
    from communique.project.edits import copy_document
    from communique.project.history import changing

    with changing(project.store, "excerpt", "excerpt", actor="Ada", session="test") as writer:
        whole = reads.document(writer.connection, 1)
        excerpt = copy_document(writer, whole, whole.ranges, "The same again")
    with pytest.raises(Refused, match=f"documents 1 and {excerpt}: they hold the same piece"):
        project.join(1, excerpt)
