"""The material of the demo study: pages, codings and their description agree with each other."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from communique.model.dates import date_bounds

STUDY = Path(str(resources.files("communique.study"))) / "demo_study"
PAGES = sorted(path for path in (STUDY / "pages").iterdir() if path.suffix in {".html", ".txt"})
DESCRIPTION: dict[str, Any] = json.loads((STUDY / "study.json").read_text(encoding="utf-8"))
DOCUMENTS = [
    {**document, "path": file["path"], "sole": len(file["documents"]) == 1}
    for file in DESCRIPTION["files"]
    for document in file["documents"]
]
ENCODINGS = {
    "2031-03-citizens-union-leaflet.txt": "cp1252",
    "2031-06-14-grusswort.txt": "iso-8859-1",
    "2031-09-heritage-guild-interim.txt": "utf-8-sig",
}

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "script", "style", "template"}
SITE_TAGS = {"nav", "header", "footer", "aside", "form", "button", "h1", "dialog"}
SITE_NAMES = {
    "menu",
    "cookie",
    "share",
    "sharing",
    "comments",
    "related",
    "footer",
    "foot",
    "donate",
    "sidebar",
    "tags",
    "breadcrumb",
    "newsletter",
    "title",
    "switch",
    "masthead",
    "nav",
    "header",
}


class _Visible(HTMLParser):
    """Visible text of a page, and beside it the part that stands in the site's own furniture or in a title."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.furniture: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            if tag == "br":
                self.handle_data(" ")
            return
        names = {word for key, value in attrs if key in {"class", "id"} for word in re.split(r"[\s_-]+", value or "")}
        unseen, site = self._open[-1][1:] if self._open else (False, False)
        self._open.append((tag, unseen or tag in UNSEEN, site or tag in SITE_TAGS or bool(names & SITE_NAMES)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in {opened for opened, _, _ in self._open}:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        unseen, site = self._open[-1][1:] if self._open else (False, False)
        if not unseen:
            self.seen.append(data)
            if site:
                self.furniture.append(data)


def fold(text: str) -> str:
    """Collapse white space, as a quote may run over a line end of its page."""
    return " ".join(text.split())


def decode(path: Path) -> str:
    return path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8"))


def visible(path: Path) -> tuple[str, str]:
    """All that a reader sees of a page, and the share of it that is furniture or title."""
    text = decode(path)
    if path.suffix == ".txt":
        return fold(text), fold(text.splitlines()[0])
    page = _Visible()
    page.feed(text)
    page.close()
    return fold("".join(page.seen)), fold(" ".join(page.furniture))


def codings() -> list[dict[str, Any]]:
    """Every coding of both coders, in the form of a JSONL line."""
    known = {"document", "quote", "type", "groups", "attribution", "date", "coder", "layer", "start", "end"}
    rows: list[dict[str, Any]] = []
    with (STUDY / "codings_primary.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row: dict[str, Any] = {key: value for key, value in line.items() if key in known and value}
            row["values"] = {key: value.split("|") for key, value in line.items() if key not in known and value}
            row["groups"] = json.loads(line["groups"]) if line["groups"] else []
            rows.append(row)
    for text in (STUDY / "codings_second.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        row["values"] = {
            key: [
                str(one).lower() if isinstance(one, bool) else str(one)
                for one in (value if isinstance(value, list) else [value])
            ]
            for key, value in row["values"].items()
        }
        row.setdefault("groups", [])
        rows.append(row)
    return rows


CODINGS = codings()
PATH_OF = {document["title"]: STUDY / document["path"] for document in DOCUMENTS}
TEXTS = {path: visible(path) for path in PAGES}


def test_every_page_is_described_and_every_described_page_exists() -> None:
    assert sorted(STUDY / file["path"] for file in DESCRIPTION["files"]) == PAGES


def test_the_study_is_large_enough_to_be_worth_a_look() -> None:
    assert len(PAGES) >= 30
    assert len(CODINGS) >= 180
    assert {row["type"] for row in CODINGS} == {"Claim", "Stance", "Signature", "Figure"}


def test_two_coders_work_in_a_layer_each() -> None:
    assert {(row["coder"], row["layer"]) for row in CODINGS} == {
        (coder["name"], coder["layer"]) for coder in DESCRIPTION["coders"]
    }
    assert {coder["layer"] for coder in DESCRIPTION["coders"]} == {"primary", "second"}


def test_coders_code_what_they_were_given_and_may_find_nothing() -> None:
    given = {coder["name"]: coder["documents"] for coder in DESCRIPTION["coders"]}
    titles = {document["title"] for document in DOCUMENTS}
    for coder, documents in given.items():
        coded = {row["document"] for row in CODINGS if row["coder"] == coder}
        assert coded < set(documents) <= titles
        assert len(documents) == len(set(documents))
    first, second = (set(documents) for documents in given.values())
    assert second < first == titles


def test_titles_of_documents_are_unique_and_stand_in_their_page() -> None:
    assert [title for title, n in Counter(document["title"] for document in DOCUMENTS).items() if n > 1] == []
    for document in DOCUMENTS:
        seen = TEXTS[STUDY / document["path"]][0]
        assert fold(document["title"]) in seen, document["title"]


@pytest.mark.parametrize("row", CODINGS, ids=lambda row: f"{row['coder'].split()[0]}: {row['quote'][:40]}")
def test_a_quote_occurs_exactly_once_outside_titles_and_furniture(row: dict[str, Any]) -> None:
    seen, furniture = TEXTS[PATH_OF[row["document"]]]
    assert seen.count(fold(row["quote"])) == 1
    assert fold(row["quote"]) not in furniture


def test_a_file_of_several_documents_says_where_each_begins() -> None:
    assert sum(not document["sole"] for document in DOCUMENTS) >= 7
    for document in DOCUMENTS:
        assert ("begins" in document) == (not document["sole"])
        if "begins" in document:
            assert document["begins"].startswith(document["title"])
            assert TEXTS[STUDY / document["path"]][0].count(document["begins"]) == 1


def test_dates_are_edtf_of_one_year_and_of_several_precisions() -> None:
    bounds = {document["date"]: date_bounds(document["date"]) for document in DOCUMENTS}
    assert all(date.startswith("2031-") for date in bounds)
    assert {one.precision for one in bounds.values()} == {"day", "month", "span"}
    days = [one.first for one in bounds.values() if one.exact]
    assert max(days) - min(days) > 240 * 86_400


def test_text_files_open_with_the_title_of_their_document() -> None:
    for document in DOCUMENTS:
        path = STUDY / document["path"]
        if path.suffix == ".txt" and document["sole"]:
            assert decode(path).splitlines()[0].strip() == document["title"], path.name


def test_the_leaflet_is_windows_1252_with_crlf_line_ends() -> None:
    raw = (STUDY / "pages" / "2031-03-citizens-union-leaflet.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert {0x80, 0x92, 0x93, 0x94} <= set(raw)
    assert raw.count(b"\r\n") == raw.count(b"\n") > 20


def test_the_greeting_from_abroad_is_iso_8859_1() -> None:
    raw = (STUDY / "pages" / "2031-06-14-grusswort.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert not any(0x80 <= byte <= 0x9F for byte in raw)


def test_the_interim_account_opens_with_a_byte_order_mark_and_has_crlf_line_ends() -> None:
    raw = (STUDY / "pages" / "2031-09-heritage-guild-interim.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") > 20


def test_all_other_pages_are_utf_8_with_plain_line_ends() -> None:
    for path in PAGES:
        if path.name not in ENCODINGS:
            raw = path.read_bytes()
            assert raw.decode("utf-8")[0] != "\ufeff", path.name
            assert b"\r" not in raw, path.name


def test_one_page_runs_from_right_to_left_in_its_own_script() -> None:
    pages = [path for path in PAGES if 'dir="rtl"' in decode(path)]
    assert pages
    for path in pages:
        letters = [character for character in TEXTS[path][0] if character.isalpha()]
        assert sum("\u0600" <= character <= "\u06ff" for character in letters) > 0.9 * len(letters)


def test_signatories_come_in_many_scripts() -> None:
    names = "".join(group["organization"] for row in CODINGS for group in row["groups"] if "organization" in group)
    scripts = ["\u0370-\u03ff", "\u0400-\u04ff", "\u0600-\u06ff", "\u10a0-\u10ff", "\u4e00-\u9fff", "\u3040-\u30ff"]
    assert all(re.search(f"[{script}]", names) for script in scripts)


def test_a_coding_has_the_variables_of_its_type() -> None:
    variables = {
        "Claim": ({"organization", "concept", "agreement"}, {"person"}),
        "Stance": ({"organization", "target", "agreement"}, {"person"}),
        "Figure": ({"organization", "figure", "value", "unit"}, {"person", "hedge"}),
        "Signature": (set(), set()),
    }
    for row in CODINGS:
        must, may = variables[row["type"]]
        assert must <= set(row["values"]) <= must | may, row["quote"]
        assert bool(row["groups"]) == (row["type"] == "Signature")
        if "agreement" in row["values"]:
            assert row["values"]["agreement"] in (["true"], ["false"])
        if row["type"] == "Figure":
            assert all(float(value) > 0 for value in row["values"]["value"])
        assert row["attribution"] in {"own", "quoted", "embedded", "reported", "ascribed", "signed"}


def test_a_signature_names_only_people_and_organizations_that_its_page_prints() -> None:
    for row in CODINGS:
        seen = TEXTS[PATH_OF[row["document"]]][0]
        for group in row["groups"]:
            assert set(group) <= {"person", "organization", "role", "country", "parent"}
            for name in group.values():
                assert name in seen, name


def test_a_call_has_twenty_five_signatories_with_sections_and_without_the_one_withdrawn() -> None:
    call = max((row["groups"] for row in CODINGS), key=len)
    assert len(call) >= 25
    assert len({group["parent"] for group in call if "parent" in group}) == 2
    assert sum("organization" not in group for group in call) >= 5
    assert all(group.get("organization") != "Lantern Street Traders" for group in call)


def test_sources_differ_about_the_same_figure() -> None:
    values: dict[str, set[float]] = {}
    for row in CODINGS:
        if row["type"] == "Figure":
            values.setdefault(row["values"]["figure"][0], set()).add(float(row["values"]["value"][0]))
    assert sum(len(several) >= 3 for several in values.values()) >= 3


def test_concepts_and_speakers_are_those_of_the_description() -> None:
    concepts = {entity["name"] for entity in DESCRIPTION["entities"]["concept"]}
    organizations = {entity["name"] for entity in DESCRIPTION["entities"]["organization"]}
    home = {entity["name"]: entity["attributes"]["organization"] for entity in DESCRIPTION["entities"]["person"]}
    signatories = {group["organization"] for row in CODINGS for group in row["groups"] if "organization" in group}
    for row in CODINGS:
        values = row["values"]
        assert set(values.get("concept", [])) <= concepts
        assert set(values.get("organization", [])) <= organizations | signatories
        assert set(values.get("target", [])) <= organizations
        for person in values.get("person", []):
            assert home[person] in values["organization"], row["quote"]
    assert set(home.values()) <= organizations
    assert 8 <= len(concepts) <= 10
    assert 10 <= len(organizations) <= 18


def test_the_coders_disagree_about_the_same_words_of_the_same_speaker() -> None:
    verdicts: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for row in CODINGS:
        if row["type"] == "Claim" and "person" in row["values"]:
            key = (row["document"], *row["values"]["person"], *row["values"]["concept"])
            verdicts.setdefault(key, {}).setdefault(row["layer"], set()).update(row["values"]["agreement"])
    shared = [verdict for verdict in verdicts.values() if len(verdict) == 2]
    assert any(verdict["primary"] != verdict["second"] for verdict in shared)
    assert sum(verdict["primary"] == verdict["second"] for verdict in shared) > len(shared) / 2


def test_an_actor_changes_its_position_between_two_documents() -> None:
    dates = {document["title"]: document["date"] for document in DOCUMENTS}
    turns = [
        (dates[row["document"]], row["values"]["agreement"][0])
        for row in CODINGS
        if row["layer"] == "primary"
        and row["values"].get("organization") == ["Lantern Street Traders"]
        and row["values"].get("concept") == ["The line runs through the quarter"]
    ]
    assert [verdict for _, verdict in sorted(turns)] == sorted(verdict for _, verdict in turns)
    assert {verdict for _, verdict in turns} == {"false", "true"}
