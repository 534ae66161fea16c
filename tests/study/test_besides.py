"""What is known of sources besides what they say: by file names, by a table beside them, in a table of documents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.errors import RecordError, UsageError
from communique.study.besides import FileNames, as_date, columns_of
from communique.study.project import Project, new
from tests.reading.warcs import warc

WORDS = "The Harbour Guild asks the council to keep one crossing an hour.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new(tmp_path / "b.communique", actor="ada") as made:
        yield made


def known(project: Project, *names: str) -> list[list[object]]:
    rows = project.documents()
    return [[{**row, **row["attributes"]}.get(name) for name in names] for row in rows]


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        (
            "{date}_{author}_{title}",
            "x/20310503_Ada Brix_On_the_ferry.txt",
            {"date": "2031-05-03", "author": "Ada Brix", "title": "On the ferry"},
        ),
        ("{date}_{author}_{title}.txt", "2031-05_A_B.txt", {"date": "2031-05", "author": "A", "title": "B"}),
        (
            "{source}/{date} {title}",
            "in/The Courier/2031.05.03 What it costs.html",
            {"source": "The Courier", "date": "2031-05-03", "title": "What it costs"},
        ),
        ("{}-{issuer}", "0007-Harbour Guild.pdf", {"issuer": "Harbour Guild"}),
        ("{date}_{title}", "2031-05-03_🌉 قرار.txt", {"date": "2031-05-03", "title": "🌉 قرار"}),
    ],
)
def test_a_pattern_reads_file_names(pattern: str, path: str, fields: dict[str, str]) -> None:
    found = FileNames(pattern).known(Path(path))
    assert {n: v for n, v in found.fields.items() if n != "date_basis"} == fields
    assert found.notes == ()


@given(
    st.lists(st.text("abcXYZ 09", min_size=1, max_size=8).filter(lambda s: s.strip()), min_size=3, max_size=3),
)
def test_what_a_pattern_wrote_it_reads(parts: list[str]) -> None:
    author, issuer, title = (" ".join(part.split()) for part in parts)
    found = FileNames("{author}__{issuer}__{title}").known(Path(f"{author}__{issuer}__{title}.txt"))
    assert dict(found.fields) == {"author": author, "issuer": issuer, "title": title}


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("{date}{title}", "side by side"),
        ("{datum}_{title}", "no field 'datum'"),
        ("{title}_{title}", "stands twice"),
        ("letter", "names no field"),
        ("{attribute:}", "attribute without a name"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        FileNames(pattern)


@pytest.mark.parametrize(
    ("written", "date"),
    [("3.5.2031", "2031-05-03"), ("2031", "2031"), ("31 February 2031", None), ("20311345", None), ("5 May", None)],
)
def test_dates_are_understood_or_left_open(written: str, date: str | None) -> None:
    assert as_date(written) == date


def test_names_stand_for_what_was_read_and_what_does_not_fit_is_said(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("2031-05-03_Ada Brix_The call.txt", "leaflet.txt"):
        (folder / name).write_text(f"Another title\n\n1 May 2030\n\n{WORDS} {name}", encoding="utf-8")
    told = project.add(folder, names="{date}_{author}_{title}", preview=True)
    assert told[0]["fields"] == {"date": "2031-05-03", "author": "Ada Brix", "title": "The call"}
    assert told[1]["notes"] == ["its name does not fit the pattern"]
    assert project.documents() == []
    done = project.add(folder, names="{date}_{author}_{title}")
    assert [d["status"] for d in done] == ["added", "added"]
    assert "does not fit the pattern" in done[1]["reason"]
    assert known(project, "title", "date", "author") == [
        ["The call", "2031-05-03", "Ada Brix"],
        ["Another title", "2030-05-01", ""],
    ]
    assert project.documents()[0]["date_basis"] == "metadata"
    assert project.check()["ok"]


def test_a_table_beside_the_files_tells_of_them(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "guild").mkdir(parents=True)
    (folder / "guild" / "a.txt").write_text(WORDS + "a", encoding="utf-8")
    (folder / "b.txt").write_text(WORDS + "b", encoding="utf-8")
    (folder / "about.csv").write_text(
        "Datei;issuer;date;region\nguild/a.txt;Harbour Guild;3 May 2031;north\nc.txt;Nobody;;\n", encoding="utf-8"
    )
    done = project.add(folder, metadata=folder / "about.csv", columns={"file": "Datei"})
    assert [(Path(d["path"]).name, d["status"]) for d in done] == [
        ("b.txt", "added"),
        ("a.txt", "added"),
        ("about.csv", "failed"),
    ]
    assert done[0]["reason"] == "it is not in about.csv"
    assert done[2]["reason"] == "line 3: 'c.txt' is not among the sources"
    assert known(project, "issuer", "date", "region") == [["", None, None], ["Harbour Guild", "2031-05-03", "north"]]


TABLE = """Nr,Inhalt,date,author,party
1,"One | two, says the Guild.

1 May 2020",2031-05-03,Ada Brix,red
2,Yes!,soon,,blue
3,Yes!,,,
4,,2031,,
"""


def test_a_table_of_documents_gives_one_document_a_row(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    path.write_bytes(("\ufeff" + TABLE.replace("\n", "\r\n")).encode("utf-8"))
    done = project.add(path, table=True, columns={"text": "Inhalt"})
    assert [d["status"] for d in done] == ["added", "added", "added", "failed"]
    assert "'soon' is none that is known" in done[1]["reason"]
    assert known(project, "date", "author", "party", "Nr") == [
        ["2031-05-03", "Ada Brix", "red", "1"],
        [None, "", "blue", "2"],
        [None, "", None, "3"],
    ]
    assert "One | two, says the Guild." in project.show(1)["text"]
    again = project.add(path, table=True, columns={"text": "Inhalt"})
    assert [d["status"] for d in again] == ["already there"] * 3 + ["failed"]
    assert project.check()["ok"]


def test_tables_in_other_formats_are_the_same(project: Project, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["text", "date"])
    book.active.append([WORDS, "2031-05-03"])
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.jsonl").write_text('{"text": "Another text, by the Guild.", "date": "2031-05-04"}\n', "utf-8")
    project.add(tmp_path / "t.xlsx", tmp_path / "t.jsonl", table=True)
    assert known(project, "date") == [["2031-05-03"], ["2031-05-04"]]
    (entry,) = project.add(tmp_path / "t.xlsx")
    assert entry["status"] == "failed"
    assert entry["reason"].endswith("with --table each row of it is a document")


def test_a_line_of_json_may_lack_what_others_have(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(
        '{"body": "The Guild asks."}\n{"headline": "No", "body": "The Club does not."}\n{"headline": "!"}\n', "utf-8"
    )
    done = project.add(path, table=True, columns={"text": "body", "title": "headline"})
    assert [d["status"] for d in done] == ["added", "added", "failed"]
    assert known(project, "title") == [["t-1"], ["No"]]
    (*_, wrong) = project.add(path, table=True, columns={"text": "body", "author": "writer"})
    assert "no column 'writer'; it has: 'body', 'headline'" in str(wrong["reason"])


def test_a_table_that_cannot_be_used_is_refused_by_name(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    (entry,) = project.add(path, table=True)
    assert entry["status"] == "failed"
    assert "no column 'text'" in str(entry["reason"])
    assert "--column text=NAME" in str(entry["reason"])
    with pytest.raises(UsageError, match="no column 'file'"):
        project.add(path, metadata=path)
    with pytest.raises(UsageError, match="no file names"):
        project.add(path, table=True, names="{title}")
    with pytest.raises(RecordError, match="cannot be read"):
        project.add(path, metadata=tmp_path / "nowhere.csv")
    assert project.documents() == []


def test_files_in_a_zip_file_and_pages_of_an_archive_are_known_likewise(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("guild/2031-05-03_The call.txt", WORDS + "a")
        archive.writestr("guild/leaflet.txt", WORDS + "b")
    (tmp_path / "site.warc").write_bytes(warc([("https://guild.example/call", f"<p>{WORDS}</p>".encode())]))
    table = "file,issuer\nguild/leaflet.txt,Boat Club\nhttps://guild.example/call,Harbour Guild\n"
    (tmp_path / "about.csv").write_text(table, encoding="utf-8")
    files = (tmp_path / "pages.zip", tmp_path / "site.warc")
    told = project.add(*files, names="{date}_{title}", metadata=tmp_path / "about.csv", preview=True)
    assert [one["fields"] for one in told] == [
        {"date": "2031-05-03", "title": "The call"},
        {"issuer": "Boat Club"},
        {"issuer": "Harbour Guild"},
    ]
    assert [one["notes"] for one in told] == [
        ["it is not in about.csv"],
        ["its name does not fit the pattern"],
        [],
    ]
    done = project.add(*files, names="{date}_{title}", metadata=tmp_path / "about.csv")
    assert [one["status"] for one in done] == ["added"] * 3
    assert known(project, "issuer") == [[""], ["Boat Club"], ["Harbour Guild"]]


def test_what_is_foretold_is_not_opened_but_must_be_there(project: Project, tmp_path: Path) -> None:
    (tmp_path / "2031_Call.txt").write_bytes(b"\0")
    told = project.add(tmp_path / "2031_Call.txt", tmp_path / "2032_Lost.txt", names="{date}_{title}", preview=True)
    assert [one["notes"] == [] for one in told] == [True, False]
    assert "No such file" in told[1]["notes"][0]


def test_columns_are_offered_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Datei;Titel;Überschrift;Region\na.txt;One;;north\nb.txt;Two;;north\n", "utf-8")
    assert columns_of(tmp_path / "t.csv") == [
        {"name": "Datei", "ours": "file", "examples": ["a.txt", "b.txt"]},
        {"name": "Titel", "ours": "title", "examples": ["One", "Two"]},
        {"name": "Überschrift", "ours": None, "examples": []},
        {"name": "Region", "ours": None, "examples": ["north"]},
    ]
    (tmp_path / "t.jsonl").write_text('{"body": "One."}\n{"body": "Two.", "lang": "en"}\n', "utf-8")
    assert [(one["name"], one["ours"]) for one in columns_of(tmp_path / "t.jsonl")] == [
        ("body", "text"),
        ("lang", "language"),
    ]
    with pytest.raises(UsageError, match="not a table"):
        columns_of(tmp_path / "t.pdf")
