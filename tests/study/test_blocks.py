"""A person says what a block is."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.model.errors import NotFound, UsageError
from communique.study.project import Project, new

PAGE = "\n".join(
    [
        "The bridge stays",
        "The people of Fenwick have waited for nine years, and they will not wait for a tenth, their league said.",
        "Our circle meets on the hill",
        "Nobody who lives by the river was asked, and nobody who was asked lives by the river, it went on to say.",
    ]
)


@pytest.fixture
def study(tmp_path: Path) -> Project:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    project = new(tmp_path / "one.communique")
    project.actor = "Ada"
    project.add(page)
    return project


def kinds(project: Project) -> list[str]:
    return [block["kind"] for block in project.show(1)["blocks"]]


def test_a_block_becomes_chrome_and_undo_takes_it_back(study: Project) -> None:
    before = kinds(study)
    result = study.flip_block(1, "Our  circle\nmeets", "chrome")
    assert [(b["quote"], b["kind"]) for b in result["blocks"]] == [("Our circle meets on the hill", "chrome")]
    assert kinds(study) == [*before[:2], "chrome", before[3]]
    assert study.log()[0]["verb"] == "block"
    assert study.check()["ok"]
    study.undo()
    assert kinds(study) == before
    assert study.check()["ok"]


def test_words_that_run_over_two_blocks_change_both(study: Project) -> None:
    result = study.flip_block(1, "their league said. Our circle", "paragraph")
    assert [b["quote"].split()[0] for b in result["blocks"]] == ["The", "Our"]


def test_a_preview_changes_nothing(study: Project) -> None:
    before = kinds(study)
    assert study.flip_block(1, "Our circle", "chrome", preview=True)["blocks"][0]["kind"] == "chrome"
    assert kinds(study) == before


@pytest.mark.parametrize(
    ("quote", "kind", "error", "word"),
    [
        ("The tunnel", "chrome", NotFound, "no block holds"),
        ("nobody", "menu", UsageError, "no kind"),
        ("the river", "chrome", UsageError, "2 times"),
        ("  ", "chrome", UsageError, "empty"),
    ],
)
def test_what_cannot_be_done_is_named(study: Project, quote: str, kind: str, error: type[Exception], word: str) -> None:
    before = kinds(study)
    with pytest.raises(error, match=word):
        study.flip_block(1, quote, kind)
    assert kinds(study) == before
