"""What may be written into a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.model.errors import UsageError
from communique.project.writes import LONGEST_NAME, checked_name, put_text
from communique.study.project import new
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


def test_a_quotation_lends_its_mode_and_speaker_to_what_is_coded_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mill\n\n“We stay here for good,” said Ada Brix. The mill is old.\n", "utf-8")
    (tmp_path / "c.csv").write_text(
        "document;quote;organization;concept;agreement\n1;We stay here;Mill;Stay;true\n"
        "1;The mill is old;Mill;Age;true\n",
        "utf-8",
    )
    with new(tmp_path / "s.communique", actor="Ada", session="t") as project:
        project.add(tmp_path / "a.txt")
        assert project.import_file(tmp_path / "c.csv")["imported"] == 2
        (segment,) = project.show(1)["segments"]
        assert (segment["mode"], segment["speaker"]) == ("quoted", "Ada Brix")
        for mode, concept in (("quoted", "Stay"), ("own", "Age")):
            network = project.network(rows="organization", columns="concept", attribution=[mode]).network
            assert (network.statements, list(network.columns)) == (1, [concept])
