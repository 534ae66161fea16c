"""The entities' part of the API."""

from __future__ import annotations

import httpx
import pytest

from communique.study.project import Project, open_project


@pytest.fixture
def guild(project: Project) -> int:
    values = {"organization": "Harbour Guild", "concept": "ferry", "agreement": True}
    project.code(document=1, quote="asks for a ferry", type="Claim", values=values)
    return next(int(e["id"]) for e in project.entities("organization"))


def test_an_entity_is_described_field_by_field(page: httpx.Client, guild: int) -> None:
    told = {
        "aliases": ["Guild", "HG"],
        "color": "#112233",
        "notes": "port",
        "attributes": {"seats@2031/": "4", "kind": "x"},
    }
    now = page.patch(f"/api/entities/{guild}", json=told).json()
    assert (now["aliases"], now["color"], now["notes"], now["statements"]) == (["Guild", "HG"], "#112233", "port", 1)
    assert now["attributes"] == {"seats": "4", "kind": "x"}
    now = page.patch(f"/api/entities/{guild}", json={"aliases": ["HG"], "name": "The Guild", "alias": True}).json()
    assert (now["name"], now["aliases"], now["notes"]) == ("The Guild", ["HG", "Harbour Guild"], "port")
    refused = page.patch(f"/api/entities/{guild}", json={"unknown": 1})
    assert refused.status_code == 422


def test_of_two_who_describe_an_entity_the_second_learns_of_the_first(page: httpx.Client, guild: int) -> None:
    def patch(told: dict[str, object], etag: str) -> httpx.Response:
        return page.patch(f"/api/entities/{guild}", json=told, headers={"If-Match": etag})

    first = next(one for one in page.get("/api/entities").json() if one["id"] == guild)["etag"]
    now = patch({"notes": "theirs"}, first).json()
    for told in ({"notes": "mine"}, {"name": "My Guild", "notes": "mine"}):
        stale = patch(told, first)
        assert stale.status_code == 409
        assert "changed meanwhile" in stale.json()["detail"]
        assert (stale.json()["now"]["notes"], stale.json()["now"]["etag"]) == ("theirs", now["etag"])
    assert patch({"name": "My Guild", "notes": "mine"}, now["etag"]).json()["name"] == "My Guild"
    assert patch({"notes": "whatever it was"}, "*").status_code == 200


def test_an_entity_that_is_gone_says_so(page: httpx.Client, guild: int) -> None:
    for answer in (
        page.patch("/api/entities/99", json={"notes": "x"}),
        page.get("/api/entities/99/statements"),
        page.post("/api/entities/99/divide", json={"new": "x", "ids": [1]}),
    ):
        assert answer.status_code == 404
        assert "united with another" in answer.json()["detail"]


def test_a_name_is_made_once(page: httpx.Client, guild: int) -> None:
    first = page.post("/api/entities", json={"type": "organization", "name": "  Boat   Club "})
    assert (first.status_code, first.json()["name"], first.json()["statements"]) == (201, "Boat Club", 0)
    again = page.post("/api/entities", json={"type": "organization", "name": "Boat Club"})
    assert again.json()["id"] == first.json()["id"]
    assert page.post("/api/entities", json={"type": "ship", "name": "x"}).status_code == 422
    assert page.post("/api/entities", json={"type": "organization", "name": " "}).status_code == 422


def test_who_codes_blind_sees_neither_what_others_said_nor_how_often(
    project: Project, page: httpx.Client, guild: int
) -> None:
    values = {"organization": "Harbour Guild", "concept": "toll"}
    with open_project(project.store.location, actor="grace") as other:
        other.code(document=1, quote="asks for a ferry", type="Claim", values=values)
    assert len(page.get(f"/api/entities/{guild}/statements").json()) == 2
    project.assign("ada", [1], blind=True)
    assert [s["coder"] for s in page.get(f"/api/entities/{guild}/statements").json()] == ["ada"]
    counts = {e["name"]: e["statements"] for e in page.get("/api/entities").json()}
    assert (counts["Harbour Guild"], counts["toll"]) == (1, 0)
    options = {"type": "two-mode", "rows": "organization", "columns": "concept"}
    assert page.get("/api/network", params=options).json()["networks"][0]["columns"] == ["ferry"]
    assert {n["name"] for n in page.get("/api/drawing", params=options).json()["nodes"]} == {"Harbour Guild", "ferry"}
    assert "toll" not in page.get("/api/picture.svg", params=options).text
    assert page.get("/api/evidence", params=options | {"a": "Harbour Guild", "b": "toll"}).status_code == 404
    project.assign("ada", [1], state="done")
    assert page.get("/api/network", params=options).json()["networks"][0]["columns"] == ["ferry", "toll"]
