"""Highlighters: set, coloured, dropped, undone, counted, and found where they match."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.errors import NotFound, UsageError
from communique.project.history import changing
from communique.project.writes import put_highlighters
from communique.study.highlighting import pattern_of_terms
from communique.study.project import Project, new, open_project

TEXT = "Trams for the quay 🚊\n\nThe tram needs a Bus lane. No bus, no tram; a tramway is another matter.\n"


@pytest.fixture
def project(location: str, tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with new(location, actor="Ada", session="t") as project:
        project.add(tmp_path / "a.txt")
        yield project


def test_a_pattern_is_counted_and_found_at_its_offsets(project: Project) -> None:
    assert project.highlight([r"\btram\b"], color="#ffcc00") == {"new": 1, "changed": 0, "dropped": 0}
    (view,) = project.highlighters()
    assert (view["pattern"], view["color"], view["hits"], view["documents"]) == (r"\btram\b", "#ffcc00", 2, 1)
    text = project.show(1)["text"]
    hits = project.hits(1)
    assert [hit["quote"] for hit in hits] == ["tram", "tram"]
    assert all(text[hit["start"] : hit["end"]] == hit["quote"] for hit in hits)


def test_setting_again_changes_the_colour_and_undo_takes_it_back(project: Project) -> None:
    project.highlight(["tram"], color="#ffcc00")
    assert project.highlight(["tram", "bus"], color="#00ff00") == {"new": 1, "changed": 1, "dropped": 0}
    assert {h["pattern"]: h["color"] for h in project.highlighters()} == {"tram": "#00ff00", "bus": "#00ff00"}
    project.undo()
    assert {h["pattern"]: h["color"] for h in project.highlighters()} == {"tram": "#ffcc00"}
    assert project.highlight(["tram"], drop=True)["dropped"] == 1
    assert project.highlighters() == []
    project.undo()
    assert len(project.highlighters()) == 1
    assert project.check()["problems"] == []


def test_what_cannot_be_highlighted_is_named_and_leaves_nothing(project: Project) -> None:
    before = project.check()["state"]
    for patterns, color in ((["("], None), ([], None), (["tram"], "yellow")):
        with pytest.raises(UsageError):
            project.highlight(patterns, color=color)
    with pytest.raises(NotFound, match="is not highlighted"):
        project.highlight(["ferry"], drop=True)
    assert project.check()["state"] == before


def test_a_pattern_of_another_engine_is_listed_with_its_problem(project: Project) -> None:
    with changing(project.store, "import", "import", actor="Ada", session="t") as writer:
        put_highlighters(writer, {r"\Qtram\E": None, "tram": None})
    views = {h["pattern"]: h for h in project.highlighters()}
    assert "no regular expression" in views[r"\Qtram\E"]["problem"]
    assert views["tram"]["problem"] is None
    assert {hit["pattern"] for hit in project.hits(1)} == {"tram"}


@given(st.lists(st.text(alphabet="ab .*+(é中", min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_term_of_a_dictionary_is_found_where_it_stands_alone(terms: list[str]) -> None:
    import re

    pattern = pattern_of_terms(terms)
    for term in terms:
        whole = " ".join(term.split())
        if whole:
            assert re.search(pattern, f"; {whole} ;")


def test_the_command_line_takes_patterns_and_dictionaries(tmp_path: Path, communique) -> None:
    study = tmp_path / "s.communique"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("bus lane\r\nbus\r\n\r\n", encoding="utf-8-sig")
    with new(study, actor="Ada") as project:
        project.add(tmp_path / "a.txt")
    done = communique("highlight", study, "[Tt]ram", "--dictionary", tmp_path / "terms.txt", "--color", "#ffcc00")
    assert (done.returncode, done.stdout) == (0, "2 highlighters: 2 new\n"), done.stderr
    hits = json.loads(communique("highlighters", study, "--document", "1", "--json").stdout)
    assert [hit["quote"] for hit in hits] == ["Tram", "tram", "Bus lane", "bus", "tram", "tram"]
    broken = communique("highlight", study, "(")
    assert broken.returncode in (1, 2)
    assert broken.stderr.startswith("error: ")
    assert "Traceback" not in broken.stderr
    with open_project(study) as project:
        assert len(project.highlighters()) == 2


def test_a_pattern_without_end_keeps_no_document_from_being_read(project: Project) -> None:
    number = project.paste("a" * 5_000 + "! asks for a ferry", title="Long")["documents"][0]
    project.highlight(["(a+)+$", "ferry"])
    assert [hit["quote"] for hit in project.hits(number)] == ["ferry"]
    endless, sound = project.highlighters()
    assert "takes too long" in endless["problem"]
    assert (sound["hits"], sound["problem"]) == (1, None)
