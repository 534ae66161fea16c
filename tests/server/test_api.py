"""The API says and does what the library does, and says in the same words what is wrong."""

from __future__ import annotations

import io
import json
import zipfile

import httpx
import pytest

from communique.study.project import Project, open_project

from .conftest import TEXT

START = TEXT.index("asks")
CLAIM = {
    "document": 1,
    "start": START,
    "end": START + len("asks for a ferry"),
    "quote": "asks for a ferry",
    "type": "Claim",
    "values": {"organization": ["Harbour Guild"], "concept": ["ferry"], "agreement": [True]},
}
OTHER = {
    "document": 1,
    "quote": "does not want a ferry",
    "type": "Claim",
    "values": {"organization": "Boat Club", "concept": "ferry", "agreement": False},
}


def test_reading_gives_what_the_library_gives(page: httpx.Client, project: Project) -> None:
    (line,) = page.get("/api/documents").json()
    assert line == project.documents()[0] | {"statements": 0}
    whole = page.get("/api/documents/1").json()
    assert whole.pop("etag")
    assert whole == project.show(1)
    assert page.get("/api/entities").json() == project.entities()
    codebook = page.get("/api/codebook").json()
    for defined in [one for kind in codebook["types"] for one in (kind, *kind["variables"])]:
        assert defined.pop("etag")
    assert codebook == project.codebook()
    overview = page.get("/api/project").json()
    assert (overview["coder"], overview["documents"], overview["head"]) == ("ada", 1, 2)


def test_a_statement_is_coded_changed_deleted_and_brought_back(page: httpx.Client, project: Project) -> None:
    made = page.post("/api/statements", json=CLAIM)
    assert made.status_code == 201
    statement = made.json()
    assert project.statements() == [{n: v for n, v in statement.items() if n != "etag"}]
    changed = page.patch(
        f"/api/statements/{statement['id']}", json={"memo": "!"}, headers={"If-Match": statement["etag"]}
    )
    assert changed.json()["memo"] == "!"
    stale = page.patch(
        f"/api/statements/{statement['id']}", json={"memo": "?"}, headers={"If-Match": statement["etag"]}
    )
    assert stale.status_code == 409
    assert stale.headers["content-type"] == "application/problem+json"
    assert stale.json()["now"] == changed.json()
    assert page.delete(f"/api/statements/{statement['id']}").status_code == 200
    assert page.get("/api/statements").json() == []
    undone = page.post("/api/undo").json()
    assert undone["summary"].startswith("undo")
    assert [s["memo"] for s in page.get("/api/statements?type=Claim").json()] == ["!"]
    assert page.post("/api/redo").status_code == 200
    assert project.check()["ok"]


def test_of_two_who_edit_a_document_the_second_learns_of_the_first(page: httpx.Client) -> None:
    def patch(fields: dict[str, str], etag: str) -> httpx.Response:
        body = {"fields": fields, "attributes": {}}
        return page.patch("/api/documents/1", json=body, headers={"If-Match": etag})

    first = page.get("/api/documents/1").json()["etag"]
    now = patch({"author": "Mo"}, first).json()
    assert (now["author"], now["etag"]) == ("Mo", page.get("/api/documents/1").json()["etag"])
    stale = patch({"author": "Ada"}, first)
    assert stale.status_code == 409
    assert (stale.json()["now"]["author"], stale.json()["now"]["etag"]) == ("Mo", now["etag"])
    assert patch({"author": "Ada"}, f'W/"{now["etag"]}"').json()["author"] == "Ada"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "/api/documents/99", None, 404, "no such document"),
        ("POST", "/api/statements", CLAIM | {"quote": "asks for a tram"}, 422, "document 1 reads"),
        ("POST", "/api/statements", CLAIM | {"values": {"agreement": "maybe"}}, 422, "neither true nor false"),
        ("POST", "/api/statements", CLAIM | {"start": "x"}, 422, "valid integer"),
        ("PATCH", "/api/statements/7", {"memo": "x"}, 404, "no such statement"),
        ("POST", "/api/redo", None, 404, "nothing to redo"),
        ("POST", "/api/documents", {"text": " "}, 422, "empty"),
        ("GET", "/api/network?type=three-mode", None, 422, "three-mode"),
        ("GET", "/api/network?windw=3m", None, 422, "windw"),
        ("GET", "/api/nothing", None, 404, "no such address"),
    ],
)
def test_what_is_wrong_is_said_as_on_the_command_line(
    page: httpx.Client, method: str, path: str, body: object, status: int, words: str
) -> None:
    answer = page.request(method, path, json=body)
    assert answer.status_code == status
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in problem["detail"]
    assert "Traceback" not in answer.text


def test_networks_open_their_quotes(page: httpx.Client, project: Project) -> None:
    page.post("/api/statements", json=CLAIM)
    page.post("/api/statements", json=OTHER)
    options = {"type": "one-mode", "aggregation": "conflict", "rows": "organization", "columns": "concept"}
    found = page.get("/api/network", params=options).json()
    assert found == json.loads(json.dumps(project.network(**options).to_json()))
    assert found["networks"][0]["matrix"] == [[0, 1], [1, 0]]
    drawn = page.get("/api/drawing", params=options).json()
    assert [(t["a"], t["b"], t["weight"], t["sign"]) for t in drawn["ties"]] == [("Boat Club", "Harbour Guild", 1, -1)]
    assert all(0 <= n["x"] <= 1.6 and 0 <= n["y"] <= 1 for n in drawn["nodes"])
    assert page.get("/api/drawing", params=options).json() == drawn
    assert page.get("/api/drawing", params=options | {"least": 2}).json()["hidden"] == 1
    svg = page.get("/api/picture.svg", params=options)
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text == project.picture(**options)
    assert "Harbour Guild" in svg.text
    for kind, head in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        assert page.get(f"/api/picture.{kind}", params=options).content.startswith(head)
    assert page.get("/api/picture.doc", params=options).status_code == 422
    behind = page.get("/api/evidence", params=options | {"a": "Boat Club", "b": "Harbour Guild"}).json()
    assert {s["quote"] for s in behind["cells"][0]["statements"]} == {"asks for a ferry", "does not want a ferry"}
    told = page.get("/api/explain", params=options | {"a": "Boat Club", "b": "Harbour Guild"}).json()
    assert told["cells"][0]["formula"]


def test_nodes_stand_still_over_time(page: httpx.Client, project: Project) -> None:
    page.post("/api/statements", json=CLAIM)
    page.post("/api/statements", json=OTHER | {"date": "2032-01-01"})
    options = {"type": "two-mode", "rows": "organization", "columns": "concept"}
    whole = {n["id"]: (n["x"], n["y"]) for n in page.get("/api/drawing", params=options).json()["nodes"]}
    early = page.get("/api/drawing", params=options | {"stop": "2031-12", "still": True}).json()["nodes"]
    assert {n["id"] for n in early} == {"Harbour Guild", "ferry"}
    assert {n["id"]: (n["x"], n["y"]) for n in early}.items() <= whole.items()


def test_documents_are_split_and_joined(page: httpx.Client, project: Project) -> None:
    start = TEXT.index("The Boat")
    made = page.post("/api/documents/1/split", json={"starts": [0, start]}).json()["documents"]
    assert [project.show(n)["text"].strip() for n in made] == [part.strip() for part in (TEXT[:start], TEXT[start:])]
    assert page.post("/api/join", json={"documents": made}).status_code == 200
    assert len(project.documents()) == 1
    assert page.post("/api/documents/1/split", json={"starts": [0, 9_999]}).status_code == 422


def test_views_are_saved_and_dropped(page: httpx.Client, project: Project) -> None:
    view = {"name": "camps / 1", "options": {"type": "one-mode", "exclude": ["concept=x"], "isolates": True}}
    drawn = {"least": 2.0, "color_by": "kind", "shape_by": None, "size_by": "ties"}
    view |= {"drawn": drawn}
    saved = page.post("/api/views", json=view).json()
    assert saved == view | {"etag": saved["etag"]}
    assert page.get("/api/views").json() == [saved]
    assert page.post("/api/views", json=view | {"drawn": {"size_by": "weather"}}).status_code == 422
    assert page.post("/api/views", json={"name": "x", "options": {"type": "none"}}).status_code == 422
    assert page.delete("/api/views/camps").status_code == 404
    assert page.delete("/api/views/camps %2F 1").json()["options"] == view["options"]
    assert project.views() == []


def test_of_two_who_save_a_view_the_second_learns_of_the_first(page: httpx.Client) -> None:
    def save(least: float, etag: str | None = None) -> httpx.Response:
        view = {"name": "camps", "options": {"type": "one-mode"}, "drawn": {"least": least}}
        return page.post("/api/views", json=view, headers={} if etag is None else {"If-Match": etag})

    first = save(1).json()["etag"]
    second = save(2, first).json()["etag"]
    stale = save(3, first)
    assert stale.status_code == 409
    assert (stale.json()["now"]["drawn"], stale.json()["now"]["etag"]) == ({"least": 2}, second)
    assert save(3, second).status_code == 200
    assert page.delete("/api/views/camps").status_code == 200
    assert save(4, second).status_code == 404


def test_of_two_who_define_the_second_learns_of_the_first(page: httpx.Client, project: Project) -> None:
    def known(variable: str | None = None) -> str:
        kind = next(kind for kind in page.get("/api/codebook").json()["types"] if kind["name"] == "Claim")
        found: str = next((v for v in kind["variables"] if v["name"] == variable), kind)["etag"]
        return found

    def define(definition: str, etag: str, variable: str | None = None) -> httpx.Response:
        told = {"type": "Claim", "variable": variable, "definition": definition}
        return page.post("/api/codebook", json=told, headers={"If-Match": etag})

    for variable in (None, "concept"):
        first = known(variable)
        assert define("what is asked for", first, variable).status_code == 200
        stale = define("a demand", first, variable)
        assert stale.status_code == 409
        assert (stale.json()["now"]["definition"], stale.json()["now"]["etag"]) == (
            "what is asked for",
            known(variable),
        )
    # What is said of a variable leaves its type as it is.
    of_the_type = known()
    assert define("a demand", known("concept"), "concept").status_code == 200
    assert known() == of_the_type
    project.rename("variable", "concept", "topic", type="Claim")
    gone = define("a wish", known("topic"), "concept")
    assert (gone.status_code, gone.json()["place"]) == (404, "variable concept of type Claim")
    (claim,) = [kind for kind in project.codebook()["types"] if kind["name"] == "Claim"]
    assert "concept" not in [variable["name"] for variable in claim["variables"]]


def test_statements_come_as_lines_too(page: httpx.Client) -> None:
    for claim in (CLAIM, OTHER):
        page.post("/api/statements", json=claim)
    lines = page.get("/api/statements", params={"lines": True}).text.splitlines()
    assert [json.loads(line) for line in lines] == page.get("/api/statements").json()


def test_many_statements_are_changed_or_deleted_as_one(page: httpx.Client, project: Project) -> None:
    for claim in (CLAIM, OTHER):
        page.post("/api/statements", json=claim)
    bulk = {"ids": [1, 2], "settings": {"concept": ["tram"]}}
    assert page.post("/api/recode", json=bulk | {"preview": True}).json()["changed"] == 2
    assert {s["values"]["concept"][0] for s in project.statements()} == {"ferry"}
    assert page.post("/api/recode", json=bulk).json()["changed"] == 2
    assert {s["values"]["concept"][0] for s in project.statements()} == {"tram"}
    page.post("/api/undo")
    assert page.post("/api/unite", json={"kept": "Harbour Guild", "others": ["Boat Club"]}).json()["statements"] == 1
    assert page.post("/api/delete", json={"ids": [1, 2]}).status_code == 200
    assert project.statements() == []
    page.post("/api/undo")
    assert {s["values"]["organization"][0] for s in project.statements()} == {"Harbour Guild"}


def test_files_are_taken_in_by_their_own_names_and_lead_nowhere_else(page: httpx.Client, project: Project) -> None:
    files = [
        ("files", ("../../etc/letter.txt", b"A letter of the Boat Club, of some length.", "text/plain")),
        ("files", ("empty.txt", b"", "text/plain")),
    ]
    done = page.post("/api/sources", files=files).json()["sources"]
    assert [(d["path"], d["status"]) for d in done] == [("etc/letter.txt", "added"), ("empty.txt", "failed")]
    assert [d["title"] for d in project.documents()][1:] == ["letter"]
    long = page.post("/api/sources", files=[("files", ("x" * 300 + ".txt", b"A letter."))])
    assert (long.status_code, "cannot be kept (File name too long)" in long.json()["what"]) == (422, True)


PAGES = {
    "pages/2031-05-03_Ada Brix_The call.txt": b"A letter of the Boat Club, of some length.",
    "pages/leaflet.txt": b"A leaflet of the Harbour Guild, of some length.",
}
PATHS = ("paths", json.dumps([*PAGES]).encode())


def test_what_files_are_called_is_told_before_and_kept_after(page: httpx.Client, project: Project) -> None:
    pattern = "{source}/{date}_{author}_{title}"
    ask = {"names": pattern, "preview": "true"}
    told = page.post("/api/sources", data=ask, files=[PATHS]).json()["sources"]
    fields = {"source": "pages", "date": "2031-05-03", "author": "Ada Brix", "title": "The call"}
    assert [(one["path"], one["fields"]) for one in told] == [*zip(PAGES, (fields, {}), strict=True)]
    assert told[1]["notes"] == ["its name does not fit the pattern"]
    assert len(project.documents()) == 1
    files = [("files", (name, content)) for name, content in PAGES.items()]
    done = page.post("/api/sources", data={"names": pattern}, files=files).json()["sources"]
    assert [(one["path"], one["status"]) for one in done] == [(name, "added") for name in PAGES]
    document = project.show(done[0]["documents"][0])
    assert {name: document[name] for name in fields} == fields
    (source,) = project.originals(document["id"])
    assert (source["name"], source["uri"]) == ("2031-05-03_Ada Brix_The call.txt", None)
    refused = page.post("/api/sources", data=ask | {"names": "{datum}"}, files=[PATHS])
    assert (refused.status_code, refused.json()["what"]) == (422, "no field 'datum'")
    refused = page.post("/api/sources", data=ask, files=[("paths", b"a.txt")])
    assert (refused.status_code, refused.json()["place"]) == (422, "paths")
    refused = page.post("/api/sources", files=[PATHS])
    assert (refused.status_code, "not sent" in refused.json()["detail"]) == (422, True)


def test_a_table_beside_files_is_sent_with_them(page: httpx.Client, project: Project) -> None:
    table = b"Datei;issuer;region\npages/leaflet.txt;Harbour Guild;north\nlost.txt;Nobody;\n"
    said = {"columns": '{"file": "Datei"}'}
    files = [("files", (name, content)) for name, content in PAGES.items()]
    beside = ("metadata", ("about.csv", table))
    told = page.post("/api/sources", data={**said, "preview": "true"}, files=[PATHS, beside]).json()
    assert [(one["path"], one["attributes"], one["notes"]) for one in told["sources"]] == [
        (next(iter(PAGES)), {}, ["it is not in about.csv"]),
        ("pages/leaflet.txt", {"region": "north"}, []),
        ("about.csv", {}, ["line 3: 'lost.txt' is not among the sources"]),
    ]
    done = page.post("/api/sources", data=said, files=[*files, beside]).json()["sources"]
    assert [(one["path"], one["status"]) for one in done][1:] == [
        ("pages/leaflet.txt", "added"),
        ("about.csv", "failed"),
    ]
    document = project.show(done[1]["documents"][0])
    assert (document["issuer"], document["attributes"]) == ("Harbour Guild", {"region": "north"})
    wrong = page.post("/api/sources", data=said | {"columns": '{"file": "File"}'}, files=[*files, beside]).json()
    assert (wrong["place"], wrong["what"]) == ("about.csv, line 1", "there is no column 'File'")
    assert page.post("/api/sources", data={"columns": "file=Datei"}, files=files).status_code == 422


def test_a_table_of_documents_is_mapped_and_taken_in(page: httpx.Client, project: Project) -> None:
    content = b"Nr,Inhalt,Datum\n1,The Guild asks for a ferry.,2031-05-03\n2,The Club does not.,2031-05-04\n"
    columns = page.post("/api/sources/columns", files={"file": ("corpus.csv", content)}).json()
    assert [(one["name"], one["ours"]) for one in columns] == [("Nr", None), ("Inhalt", "text"), ("Datum", "date")]
    assert columns[1]["examples"] == ["The Guild asks for a ferry.", "The Club does not."]
    said = {"table": "true", "columns": '{"text": "Inhalt", "date": "Datum"}'}
    files = {"files": ("corpus.csv", content)}
    told = page.post("/api/sources", data=said | {"preview": "true"}, files=files).json()["sources"]
    assert [(one["fields"], one["attributes"]) for one in told] == [
        ({"date": f"2031-05-0{day}"}, {"Nr": number}) for day, number in ((3, "1"), (4, "2"))
    ]
    done = page.post("/api/sources", data=said, files=files).json()["sources"]
    assert [(one["path"], one["status"], len(one["read"])) for one in done] == [
        ("corpus.csv: corpus-2.txt", "added", 1),
        ("corpus.csv: corpus-3.txt", "added", 1),
    ]
    assert [d["date"] for d in project.documents()[1:]] == ["2031-05-03", "2031-05-04"]
    no_table = page.post("/api/sources/columns", files={"file": ("a.txt", b"x")}).json()
    assert (no_table["place"], no_table["what"]) == ("a.txt", "not a table")


def test_lines_of_a_site_are_told_across_files_that_were_sent(page: httpx.Client, project: Project) -> None:
    menu = "Start\nTimetable of all crossings\nWho we are and what we want\n\n"
    words = ("ferry at the north pier", "bridge over the narrow water", "tram to the old market", "road along the quay")
    files = [
        ("files", (f"site/{at}.txt", f"{menu}The council spoke of the {what} until late and settled nothing.".encode()))
        for at, what in enumerate(words)
    ]
    done = page.post("/api/sources", files=files).json()["sources"]
    assert [one["read"][0]["chrome"] > 0.3 for one in done] == [True] * 4


def test_documents_are_found_by_their_words(page: httpx.Client) -> None:
    page.post("/api/documents", json={"text": "A tram, and no more.", "title": "Tram"})
    (found,) = page.get("/api/search", params={"words": 'FERRY "boat club"'}).json()
    assert (found["document"], found["count"], found["match"]) == (1, 3, "ferry")
    assert page.get("/api/search", params={"words": "ferry tram"}).json() == []
    assert page.get("/api/search", params={"words": " "}).json() == []


def test_what_is_known_of_a_document_is_changed(page: httpx.Client) -> None:
    changed = page.patch(
        "/api/documents/1", json={"fields": {"issuer": "Guild"}, "attributes": {"party": "red"}}
    ).json()
    assert (changed["issuer"], changed["attributes"]) == ("Guild", {"party": "red"})
    refused = page.patch("/api/documents/1", json={"fields": {"colour": "x"}})
    assert (refused.status_code, "no field 'colour'" in refused.json()["detail"]) == (422, True)


def test_blind_coders_do_not_see_what_others_coded(page: httpx.Client, project: Project) -> None:
    with open_project(project.store.location, actor="bo") as other:
        other.code(**OTHER)
    assert len(page.get("/api/statements").json()) == 1
    project.assign("ada", [1], layer="second", blind=True)
    assert page.get("/api/statements").json() == []
    assert page.get("/api/documents/1").json()["statements"] == []
    assert page.get("/api/documents").json()[0]["statements"] == 0


def test_changes_are_told_whoever_made_them(page: httpx.Client, project: Project) -> None:
    head = page.get("/api/project").json()["head"]
    with open_project(project.store.location, actor="bo") as other:
        other.code(**OTHER)
    first = {"once": True, "since": head}
    again = {"once": True, "since": head + 1}
    for params, headers in ((first, {}), (again, {"Last-Event-ID": str(head)})):
        with page.stream("GET", "/api/events", params=params, headers=headers) as stream:
            told = "".join(stream.iter_text())
        assert f"event: change\ndata: {json.dumps({'change': head + 1})}\n" in told


def test_the_description_is_complete(page: httpx.Client) -> None:
    described = page.get("/api/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path}"
            assert operation.get("tags"), f"{method} {path}"
    parameters = {p["name"] for p in described["paths"]["/api/network"]["get"]["parameters"]}
    assert {"type", "rows", "duplicates", "exclude", "window"} <= parameters


def test_a_network_comes_as_a_file_and_a_series_as_several(page: httpx.Client, project: Project) -> None:
    page.post("/api/statements", json=CLAIM)
    page.post("/api/statements", json=OTHER | {"date": "2032-01-01"})
    options = {"type": "two-mode", "rows": "organization", "columns": "concept"}
    table = page.get("/api/network.csv", params=options)
    assert table.headers["content-disposition"] == 'attachment; filename="network.csv"'
    assert "Harbour Guild" in table.text
    assert "<graphml" in page.get("/api/network.graphml", params=options).text
    series = page.get("/api/network.csv", params=options | {"window": "1y", "start": "2031", "stop": "2032"})
    with zipfile.ZipFile(io.BytesIO(series.content)) as archive:
        assert len(archive.namelist()) > 1
        assert all(b"ferry" in archive.read(name).splitlines()[0] for name in archive.namelist())
    assert page.get("/api/network.doc", params=options).status_code == 422


def test_the_codebook_is_renamed_and_shrunk_with_a_preview(page: httpx.Client, project: Project) -> None:
    page.post("/api/statements", json=CLAIM)
    renamed = {"kind": "variable", "name": "concept", "new": "topic", "type": "Claim"}
    assert page.post("/api/rename", json=renamed).json()["statements"] == 1
    told = page.post("/api/drop", json={"type": "Claim", "variable": "topic", "preview": True}).json()
    assert told["values"] == 1
    assert project.statements()[0]["values"]["topic"] == ["ferry"]
    assert page.post("/api/drop", json={"type": "Claim", "variable": "topic"}).status_code == 200
    assert "topic" not in project.statements()[0]["values"]


def test_every_request_of_the_description_has_an_example(page: httpx.Client) -> None:
    described = page.get("/api/openapi.json").json()
    bodies = {
        name
        for path in described["paths"].values()
        for act in path.values()
        for content in [act.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})]
        for name in [content.get("$ref", "").rpartition("/")[2]]
        if name
    }
    assert len(bodies) > 15
    assert [name for name in sorted(bodies) if not described["components"]["schemas"][name].get("examples")] == []
