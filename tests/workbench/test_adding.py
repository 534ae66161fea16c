"""What file names and tables say, told on the page before anything is read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import MARKS
from tests.support.workbench import Served

pytestmark = MARKS
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")

WORDS = "The Harbour Guild asks the council to keep one crossing an hour, and will ask again in May."


@pytest.fixture
def adding(page: sync_api.Page) -> sync_api.Page:
    page.goto(page.url.partition("#")[0] + "#/read/add")
    page.wait_for_selector("[aria-label='Drop files here']")
    return page


def known(served: Served, *names: str) -> list[list[Any]]:
    with served.project() as project:
        return [[{**d, **d["attributes"]}.get(name) for name in names] for d in project.documents()[1:]]


def rows(page: sync_api.Page, table: str) -> list[list[str]]:
    found = page.get_by_role("table", name=table).locator("tbody tr")
    found.first.wait_for()
    return [row.locator("td").all_inner_texts() for row in found.all()]


def test_a_folder_is_looked_at_with_its_table_and_the_names_of_its_files(
    tmp_path: Path, adding: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    folder = tmp_path / "corpus"
    (folder / "The Courier").mkdir(parents=True)
    (folder / ".hidden.txt").write_text("Nobody chose this.", encoding="utf-8")
    (folder / "The Courier" / "2031-05-03_Ada Brix_The call.txt").write_text(WORDS, encoding="utf-8")
    (folder / "leaflet.txt").write_text(f"A leaflet. {WORDS}", encoding="utf-8")
    table = "Datei;Herausgeber;Region\nleaflet.txt;Boat Club;north\nlost.txt;Nobody;\n"
    (folder / "about.csv").write_text(table, encoding="utf-8")
    adding.get_by_label("Drop files here: folder").set_input_files(folder)
    adding.get_by_role("heading", name="3 files chosen, not read yet").wait_for()
    adding.get_by_role("table", name="Columns of about.csv").wait_for()
    assert adding.get_by_label("What is about.csv?").input_value() == "beside"
    assert [
        adding.get_by_label(f"What is the column {name}?").input_value() for name in ("Datei", "Herausgeber", "Region")
    ] == ["file", "issuer", ""]
    adding.get_by_label("what file names say").fill("{datum}")
    adding.get_by_role("alert").get_by_text("no field 'datum'").wait_for()
    assert all("422" in text for text in complaints)
    complaints.clear()
    adding.get_by_label("what file names say").fill("{source}/{date}_{author}_{title}")
    adding.get_by_role("columnheader", name="author").wait_for()
    assert rows(adding, "What would be known") == [
        ["corpus/leaflet.txt", "Boat Club", "north", "", "", "", "", "its name does not fit the pattern"],
        [
            "corpus/The Courier/2031-05-03_Ada Brix_The call.txt",
            *("", "", "The Courier", "2031-05-03", "Ada Brix", "The call", "it is not in about.csv"),
        ],
        ["corpus/about.csv", "", "", "", "", "", "", "line 3: 'lost.txt' is not among the sources"],
    ]
    assert known(served, "title") == []
    adding.get_by_role("button", name="Read 2 files").click()
    adding.get_by_role("link", name="The call").first.wait_for()
    assert known(served, "title", "date", "author", "source", "issuer", "Region") == [
        ["leaflet", None, "", "", "Boat Club", "north"],
        ["The call", "2031-05-03", "Ada Brix", "The Courier", "", None],
    ]
    assert adding.get_by_text("'lost.txt' is not among the sources").count() == 1


def test_a_table_of_documents_is_told_by_its_columns(adding: sync_api.Page, served: Served) -> None:
    content = f"Nr,Wortlaut,date,Titel\n1,{WORDS!r},2031-05-03,The call\n2,Nothing of the kind.,soon,\n"
    file = {"name": "corpus.csv", "mimeType": "text/csv", "buffer": content.replace("'", '"').encode()}
    adding.get_by_label("Drop files here: file").set_input_files(files=[file])
    adding.get_by_text("Say which column of corpus.csv holds the words.").wait_for()
    assert adding.get_by_role("button", name="Read 1 file").is_disabled()
    adding.get_by_label("What is the column Wortlaut?").select_option("text")
    adding.get_by_label("What is the column date?").select_option("")
    assert [row[1:] for row in rows(adding, "What would be known")] == [
        ["The call", "1", "2031-05-03", ""],
        ["", "2", "soon", ""],
    ]
    adding.get_by_role("button", name="Read 1 file").click()
    adding.get_by_role("link", name="The call").first.wait_for()
    assert known(served, "title", "Nr") == [["The call", "1"], ["corpus-3", "2"]]
    with served.project() as project:
        assert [project.show(number)["attributes"]["date"] for number in (2, 3)] == ["2031-05-03", "soon"]
        assert project.show(2)["text"].strip() == WORDS


def test_a_pattern_is_put_together_by_pressing_and_files_may_be_left(adding: sync_api.Page, served: Served) -> None:
    file = {"name": "2031-05-03_The call.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}
    adding.get_by_label("look first at what file names").check()
    adding.get_by_label("Drop files here: file").set_input_files(files=[file])
    adding.get_by_role("button", name="{date}").click()
    adding.get_by_role("button", name="{title}").click()
    assert adding.get_by_label("what file names say").input_value() == "{date}_{title}"
    assert rows(adding, "What would be known") == [["2031-05-03_The call.txt", "2031-05-03", "The call", ""]]
    adding.get_by_text("All was understood.").wait_for()
    adding.get_by_role("button", name="Leave them").click()
    adding.get_by_label("look first at what file names").uncheck()
    adding.get_by_label("Drop files here: file").set_input_files(files=[file])
    adding.get_by_role("row", name="2031-05-03_The call.txt: added").wait_for()
    assert known(served, "title", "date") == [["2031-05-03_The call", None]]


def test_of_a_table_beside_an_archive_only_what_is_in_neither_is_told(
    tmp_path: Path, adding: sync_api.Page, served: Served
) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("a.txt", WORDS)
    (tmp_path / "about.csv").write_text("file,issuer\na.txt,Harbour Guild\nlost.txt,Nobody\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("file,issuer\n", encoding="utf-8")
    files = [tmp_path / name for name in ("pages.zip", "about.csv", "empty.csv")]
    adding.get_by_label("Drop files here: file").set_input_files(files)
    adding.get_by_text("empty.csv has no rows.").wait_for()
    adding.get_by_label("What is about.csv?").select_option("beside")
    adding.get_by_label("What is the column issuer?").wait_for()
    adding.wait_for_timeout(800)
    assert adding.get_by_text("is not among the sources").count() == 0
    adding.get_by_role("button", name="Read 2 files").click()
    adding.get_by_text("'lost.txt' is not among the sources").wait_for()
    assert adding.get_by_text("'a.txt' is not among the sources").count() == 0
    assert ["a", "Harbour Guild"] in known(served, "title", "issuer")


def test_a_file_that_only_looks_like_a_table_says_why(
    adding: sync_api.Page, served: Served, complaints: list[str]
) -> None:
    file = {"name": "broken.xlsx", "mimeType": "application/zip", "buffer": b"PK\3\4\0 nothing"}
    adding.get_by_label("Drop files here: file").set_input_files(files=[file])
    adding.get_by_text("broken.xlsx: not an Excel workbook").wait_for()
    assert adding.get_by_label("What is broken.xlsx?").input_value() == "document"
    adding.get_by_role("button", name="Read 1 file").click()
    adding.get_by_role("cell", name="broken.xlsx: failed").wait_for()
    assert known(served, "title") == []
    assert [text for text in complaints if "422" not in text] == []
    complaints.clear()
