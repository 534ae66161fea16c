"""What may be written into a project."""

from __future__ import annotations

import pytest

from communique.model.errors import UsageError
from communique.project.writes import LONGEST_NAME, checked_name, put_text
from tests.support.studies import Study


@pytest.mark.parametrize(
    ("content", "message"), [("a\0b", "NUL character at 1"), ("ab\ud83d", "half a character at 2")]
)
def test_a_text_that_no_database_keeps_is_refused(study: Study, content: str, message: str) -> None:
    with pytest.raises(UsageError, match=message), study.act("add") as writer:
        put_text(writer, content, capture=None, reader="text", reader_version="1")


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "a\0b"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name, "entity")
    assert checked_name("  Harbour Guild\n", "entity") == "Harbour Guild"
