"""Purging: nothing of what was purged is left in the file, and nothing else is touched."""

from __future__ import annotations

import re
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from communique.model.errors import NotFound, Refused, UndoRefused, UsageError
from communique.model.reading import DocumentDraft
from communique.project import reads
from communique.project.backups import backups_folder, dated_backups, make_dated_backup
from communique.project.history import changing
from communique.project.writes import put_capture, put_document, put_highlighters, put_remainder, put_text
from communique.study.project import Project, new, open_project

LETTER = (
    "A private word from Quillan Vesterby\n\n"
    "We, the keepers of the Marrowbone Lighthouse, ask the council to leave the lantern alone. "
    "“Nobody has counted our moths,” says Quillan Vesterby of Saltpan Row. " + "The keepers will not be moved. " * 40
)
OTHER = "A word on shade\n\nThe Harbour Guild welcomes the tram. It wants shade on the quay, and says so.\n"


@pytest.fixture
def location(location: str, tmp_path: Path) -> str:
    """On either database: a study of two letters, one of them coded by two coders, corrected, edited and undone."""
    (tmp_path / "letter-of-vesterby.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    with new(location, actor="Ada", session="t") as project:
        project.add(tmp_path / "letter-of-vesterby.txt")
        project.add(tmp_path / "other.txt")
        lines = [
            "document;quote;organization;person;concept;agreement;memo",
            "1;ask the council to leave the lantern alone;Marrowbone Lighthouse;Quillan Vesterby;Lantern;false;"
            "cf. nobody has counted our moths",
            "1;Nobody has counted our moths;Marrowbone Lighthouse;;Moth Census;true;",
            "2;welcomes the tram;Harbour Guild;;Lantern;true;keep this memo",
        ]
        (tmp_path / "c.csv").write_text("\n".join(lines), encoding="utf-8")
        assert project.import_file(tmp_path / "c.csv")["imported"] == 3
        project.edit(1, {"place": "Saltpan Row, third door"}, title="Vesterby writes of moths", author="Q. Vesterby")
        project.edit(1, notes="rang the Marrowbone Lighthouse on Monday")
        project.undo()
        project.edit(2, author="Harbour Guild press office")
        project.assign("Bo", [1, 2], layer="second", blind=True)
        _correct(project)
    return location


def _correct(project: Project) -> None:
    """A corrected text that the document moves to."""
    with changing(project.store, "correct", "correct", actor="Ada", session="t") as writer:
        text = LETTER.replace("moved", "budged")
        put_text(writer, text, capture=None, derived_from=1, reader="hand", reader_version="1")


def phrases(text: str) -> list[str]:
    """Every run of four words that holds something of its own."""
    words = text.split()
    return [" ".join(words[i : i + 4]) for i in range(len(words) - 3)] + ["Vesterby", "Marrowbone"]


def everything_in(path: Path) -> str:
    """All bytes of a project file, with every packed blob unpacked."""
    data = [path.read_bytes()]
    with closing(sqlite3.connect(path)) as connection:
        for packing, content in connection.execute("SELECT packing, content FROM blob"):
            data.append(zlib.decompress(content) if packing == "zlib" else content)
    return "\n".join(part.decode("utf-8", "replace") for part in data)


def left_in(path: Path) -> list[str]:
    found = " ".join(everything_in(path).split())
    return [p for p in phrases(LETTER) if p in found]


def purge_letter(project: Project, **more: object) -> dict[str, object]:
    return project.purge(documents=[1], reason="asked by the author", **more)  # type: ignore[arg-type]


def test_nothing_of_a_purged_document_is_left_in_the_file_or_its_backups(location: str) -> None:
    path = Path(location)
    if not path.exists():
        pytest.skip("a server's files are not ours to read")
    old = make_dated_backup(path)
    assert left_in(path)
    assert left_in(old)
    with open_project(path, actor="Ada", session="t") as project:
        project.edit(2, type="letter")
        result = purge_letter(project)
        assert project.check()["problems"] == []
    assert result["backups"] == [str(p) for p in dated_backups(path)]
    assert old in dated_backups(path)
    assert left_in(path) == []
    for copy in dated_backups(path):
        assert left_in(copy) == []
        with open_project(copy) as opened:
            assert opened.check()["problems"] == []
            if copy == old:
                assert opened.show(2)["text"].strip() == OTHER.strip()
    assert [p.name for p in path.parent.iterdir() if "-journal" in p.name] == []


def test_what_foreign_files_brought_along_bears_no_word_of_it_either(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        with changing(project.store, "import", "import", actor="Ada", session="t") as writer:
            put_highlighters(writer, {"Marrowbone Lighthouse": "#ff0000", "tram": "#00ff00"})
            put_remainder(
                writer,
                "dna",
                "SETTINGS",
                {"note": {"Value": "Quillan Vesterby of Saltpan Row called"}, "popupWidth": {"Value": "300"}},
            )
        project.save_view("Quillan Vesterby of Saltpan Row", type="one-mode")
        project.save_view("without", type="one-mode", exclude=["organization=Quillan Vesterby of Saltpan Row"])
        project.save_view("camps", type="one-mode")
        project.purge(documents=[1], reason="asked for")
        assert project.check()["problems"] == []
        assert [view["name"] for view in project.views()] == ["camps"]
        with project.store.reading() as connection:
            patterns = list(connection.execute(sa.text("SELECT pattern FROM highlighter_version")).scalars())
            kept = reads.remainder(connection, "dna")["SETTINGS"]
        assert patterns == ["tram"]
        assert kept == {"note": {"Value": ""}, "popupWidth": {"Value": "300"}}
    if not location.startswith("postgresql"):
        assert left_in(Path(location)) == []


def test_what_was_not_purged_stays_as_it_was(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        before = project.show(2), project.statements(document=2)
        result = purge_letter(project)
        assert (project.show(2), project.statements(document=2)) == before
        assert [d["id"] for d in project.documents()] == [2]
        assert [s["values"]["concept"] for s in project.statements()] == [["Lantern"]]
        names = {e["name"] for e in project.entities()}
        # "Moth Census" is no word of the letter, but of the codebook.
        assert names == {"Harbour Guild", "Lantern", "Moth Census"}
        assert [a["document"] for a in project.assignments()] == [2]
        assert result["purged"] is True
        assert result["statements"] == 2
        assert sorted(result["entities"]) == ["Marrowbone Lighthouse", "Quillan Vesterby"]


def test_a_tombstone_says_what_who_when_and_why(location: str) -> None:
    import hashlib

    import sqlalchemy as sa

    from communique.project import tables as t

    with open_project(location, actor="Ada", session="t") as project:
        change = purge_letter(project)["change"]
        with project.store.reading() as connection:
            rows = connection.execute(sa.select(t.tombstone)).all()
        assert {(r.actor, r.reason, r.change_id) for r in rows} == {("Ada", "asked by the author", change)}
        sha256 = hashlib.sha256(LETTER.encode()).hexdigest()
        assert (sha256, "blob") in {(r.sha256, r.what) for r in rows}
        assert project.log(1)[0]["verb"] == "purge"
        assert "asked by the author" in project.log(1)[0]["summary"]


def test_the_log_keeps_its_changes_but_not_their_words(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        verbs = [c["verb"] for c in project.log()]
        purge_letter(project)
        assert [c["verb"] for c in project.log()] == ["purge", *verbs]
        with project.store.reading() as connection:
            from communique.project.log import log

            words = repr([(c.summary, c.arguments) for c in log(connection)])
    assert not re.search("vesterby|moths|saltpan", words, re.IGNORECASE)
    assert "Harbour Guild press office" in words
    assert "other.txt" in words


def test_changes_that_had_to_do_with_it_cannot_be_undone_and_others_can(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        by_summary = {c["summary"]: c["id"] for c in project.log()}
        other = by_summary["edit document 2: author"]
        purge = purge_letter(project)["change"]
        for change in (2, by_summary["import 3 statements from c.csv"], purge):
            with pytest.raises(UndoRefused, match=r"purged"):
                project.undo(change)
        with pytest.raises(UndoRefused, match="gone for good"):
            project.undo()
        state = project.state()
        project.undo(other)
        assert project.documents()[0]["author"] == ""
        project.redo()
        assert project.state() == state
        assert project.check()["problems"] == []


def test_no_earlier_state_shows_it(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        purge_letter(project)
        for change in range(1, len(project.log())):
            assert 1 not in [d["id"] for d in project.documents(as_of=change)]
            assert "Vesterby" not in repr(project.statements(as_of=change))
            assert "Vesterby" not in repr(project.entities(as_of=change))


def test_a_document_that_is_there_no_more_can_be_purged(location: str, tmp_path: Path) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        extra = tmp_path / "extra.txt"
        extra.write_text("An extra\n\nThe Gasworks Choir hums at noon.\n", encoding="utf-8")
        (number,) = project.add(extra)[0]["documents"]
        project.undo()
        result = project.purge(documents=[number], reason="wrong upload")
        assert [d["id"] for d in result["documents"]] == [number]
        assert project.check()["problems"] == []
    if Path(location).exists():
        assert "Gasworks Choir" not in everything_in(Path(location))


def test_documents_on_one_text_go_together_or_not_at_all(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        at = OTHER.index("It wants")
        numbers = project.split(2, [0, at])
        with pytest.raises(Refused, match=rf"share their text.*\({numbers[1]}\)"):
            project.purge(documents=[2], reason="x")
        assert len(project.documents()) == 3
        (capture,) = project.show(2)["captures"]
        result = project.purge(captures=[capture], reason="x")
        assert [d["id"] for d in result["documents"]] == numbers
        assert [d["id"] for d in project.documents()] == [1]
        assert project.check()["problems"] == []


def test_the_same_bytes_got_twice_go_together(location: str) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        with changing(project.store, "add", "again", actor="Ada", session="t") as writer:
            capture = put_capture(writer, OTHER.encode(), name="mirror.txt", media_type="text/plain")
            text = put_text(writer, OTHER, capture=capture, reader="text", reader_version="1")
            put_document(writer, text, DocumentDraft(((0, len(OTHER)),), title="A mirror"))
        with pytest.raises(Refused, match="share their text"):
            project.purge(documents=[2], reason="x")
        project.purge(documents=[2, "A mirror"], reason="x")
        assert [d["id"] for d in project.documents()] == [1]
        assert project.check()["problems"] == []
        with project.store.reading() as connection:
            assert [c.id for c in reads.captures(connection)] == [1]


def test_taking_purged_bytes_in_again_says_so(location: str, tmp_path: Path) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        purge_letter(project)
        (entry,) = project.add(tmp_path / "letter-of-vesterby.txt")
        assert entry["status"] == "added"
        assert re.fullmatch(r"Ada had purged it on \d{4}-\d\d-\d\d: asked by the author", entry["reason"])
        assert project.check()["problems"] == []
        purge = project.purge(documents=entry["documents"], reason="again")
        assert purge["purged"] is True
        assert project.check()["problems"] == []


def test_other_documents_of_the_same_file_stay_without_their_original(location: str, tmp_path: Path) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        numbers = []
        with changing(project.store, "import", "two of one file", actor="Ada", session="t") as writer:
            for locator, words in (("1", "The Gasworks Choir hums."), ("2", "The Slipway Band plays.")):
                capture = put_capture(writer, b"one file", name="f.dna", media_type="x/y", locator=locator)
                text = put_text(writer, words, capture=capture, reader="file", reader_version="1")
                numbers.append(put_document(writer, text, DocumentDraft(((0, len(words)),), title=words[4:11])))
        result = project.purge(documents=numbers[:1], reason="x")
        assert [d["id"] for d in result["documents"]] == numbers[:1]
        assert result["without_original"] == numbers[1:]
        assert project.show(numbers[1])["text"] == "The Slipway Band plays."
        assert project.check()["problems"] == []


def test_a_confirmation_shows_what_would_go_and_can_say_no(location: str) -> None:
    shown = []
    with open_project(location, actor="Ada", session="t") as project:
        state = project.state()
        result = purge_letter(project, confirm=lambda view: bool(shown.append(view)))
        assert result["purged"] is False
        assert shown[0]["documents"] == [{"id": 1, "title": "Vesterby writes of moths"}]
        assert shown[0]["statements"] == 2
        assert project.state() == state
        assert project.log(1)[0]["verb"] == "correct"


def test_backups_are_left_alone_if_wanted(location: str) -> None:
    path = Path(location)
    if not path.exists():
        pytest.skip("a project on a server has no backups beside it")
    old = make_dated_backup(path)
    bytes_before = old.read_bytes()
    with open_project(path, actor="Ada", session="t") as project:
        assert purge_letter(project, keep_backups=True)["backups"] == []
    assert old.read_bytes() == bytes_before


def test_a_backup_that_cannot_be_opened_is_deleted(location: str) -> None:
    path = Path(location)
    if not path.exists():
        pytest.skip("a project on a server has no backups beside it")
    backups_folder(path).mkdir(exist_ok=True)
    broken = backups_folder(path) / "2001-01-01T120000.communique"
    broken.write_text(LETTER)
    with open_project(path, actor="Ada", session="t") as project:
        assert purge_letter(project)["deleted_backups"] == [str(broken)]
    assert not broken.exists()


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ({"documents": [99]}, NotFound),
        ({"captures": [99]}, NotFound),
        ({"documents": ["Nowhere"]}, NotFound),
        ({}, UsageError),
        ({"documents": [1], "reason": " "}, UsageError),
    ],
)
def test_what_cannot_be_purged_is_named(location: str, what: dict[str, object], error: type[Exception]) -> None:
    with open_project(location, actor="Ada", session="t") as project:
        state = project.state()
        with pytest.raises(error):
            project.purge(**{"reason": "x", **what})  # type: ignore[arg-type]
        assert project.state() == state
