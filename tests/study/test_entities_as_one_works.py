"""Renaming, uniting, dividing and describing entities and the codebook's names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.model.errors import NotFound, RecordError, Refused, UsageError
from communique.study.project import Project


def entity(project: Project, name: str) -> dict[str, Any]:
    (found,) = [e for e in project.entities() if e["name"] == name]
    return found


def names(project: Project, kind: str) -> set[str]:
    return {e["name"] for e in project.entities(kind)}


def concepts_of(project: Project) -> dict[int, list[object]]:
    return {s["id"]: s["values"]["concept"] for s in project.statements(type="Claim")}


# --- rename ----------------------------------------------------------------------------------------------------------


def test_a_renamed_entity_shows_its_new_name_everywhere(anywhere: Project) -> None:
    result = anywhere.rename("entity", "Tram", "Line 4", alias=True)
    assert result["statements"] == 2
    assert concepts_of(anywhere)[1] == ["Line 4"]
    assert entity(anywhere, "Line 4")["aliases"] == ["Tram"]
    anywhere.rename("entity", "Line 4", "Tram")
    assert entity(anywhere, "Tram")["aliases"] == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "type"),
    [
        ("type", "Claim", "Position", None),
        ("variable", "concept", "issue", "Claim"),
        ("entity-type", "concept", "idea", None),
        ("coder", "Grace", "Grace B.", None),
    ],
)
def test_types_variables_and_coders_are_renamed(
    project: Project, kind: str, old: str, new: str, type: str | None
) -> None:
    before = project.state()
    project.rename(kind, old, new, type=type)
    shown = str((project.codebook(), project.statements()))
    if kind == "entity-type":
        assert {e["name"] for e in project.codebook()["entity_types"]}.isdisjoint({old})
    assert f"'{new}'" in shown
    assert f"'{old}'" not in shown or kind in ("variable", "entity-type")
    assert project.check()["ok"]
    project.undo()
    assert project.state() == before


def test_a_name_that_is_taken_leads_to_unite(project: Project) -> None:
    with pytest.raises(Refused, match="unite 'Shade' 'Shadow'"):
        project.rename("entity", "Shadow", "Shade")
    with pytest.raises(Refused, match="choose another name"):
        project.rename("type", "Claim", "Stance")


def test_a_name_that_several_have_asks_for_the_type(project: Project) -> None:
    with pytest.raises(NotFound, match="several are called 'person'"):
        project.rename("variable", "person", "speaker")
    with pytest.raises(NotFound, match="no entity 'Nobody'"):
        project.rename("entity", "Nobody", "Somebody")
    with pytest.raises(UsageError, match="no name of its own"):
        project.rename("quote", "a", "b")


# --- unite and divide ------------------------------------------------------------------------------------------------


def test_united_entities_are_one_under_the_first_name(anywhere: Project) -> None:
    result = anywhere.unite("Shade", "Shadow")
    assert (result["statements"], result["united"], result["aliases"]) == (1, ["Shadow"], ["Shadow"])
    assert concepts_of(anywhere) == {1: ["Tram"], 2: ["Shade"], 3: ["Tram"], 4: ["Shade"], 5: ["Shade"]}
    assert "Shadow" not in names(anywhere, "concept")
    assert anywhere.check()["ok"]


def test_uniting_takes_over_only_what_the_kept_one_has_not(project: Project) -> None:
    project.describe(
        "concept",
        [
            {"name": "Shade", "color": "#111111", "attributes": {"area": "quay"}},
            {
                "name": "Shadow",
                "color": "#222222",
                "notes": "dark",
                "aliases": ["Dusk"],
                "parent": "Weather",
                "attributes": {"area": "pier", "season": "summer"},
            },
            {"name": "Dapple", "parent": "Shadow"},
        ],
    )
    project.unite("Shade", "Shadow")
    kept = entity(project, "Shade")
    assert (kept["color"], kept["notes"], kept["parent"]) == ("#111111", "dark", "Weather")
    assert kept["aliases"] == ["Dusk", "Shadow"]
    assert kept["attributes"] == {"area": "quay", "season": "summer"}
    assert entity(project, "Dapple")["parent"] == "Shade"
    assert project.check()["ok"]


def test_a_parent_united_with_its_child_does_not_stand_above_itself(project: Project) -> None:
    project.describe("concept", [{"name": "Shadow", "parent": "Shade"}, {"name": "Shade", "parent": "Weather"}])
    project.unite("Shadow", "Shade")
    assert entity(project, "Shadow")["parent"] == "Weather"
    project.undo()
    project.unite("Shade", "Shadow")
    assert entity(project, "Shade")["parent"] == "Weather"
    project.unite("Weather", "Shade")
    assert entity(project, "Weather")["parent"] is None
    assert project.check()["ok"]


def test_an_entity_that_a_statement_names_twice_after_uniting_is_counted_once(project: Project) -> None:
    project.recode({"organization": ["Ferry Club", "Ferries"]}, ids=(5,))
    project.unite("Ferry Club", "Ferries")
    (view,) = project.statements(ids=[5])
    assert view["values"]["organization"] == ["Ferry Club"]
    (signed,) = project.statements(ids=[7])
    assert [g["organization"] for g in signed["groups"]] == ["Ferry Club", "Ferry Club"]


def test_several_are_united_at_once_and_undone_at_once(anywhere: Project) -> None:
    before = anywhere.state()
    anywhere.unite("Harbour Guild", "Garden Circle", "Ferries")
    assert {str(s["values"]["organization"]) for s in anywhere.statements(type="Claim")} == {
        "['Harbour Guild']",
        "['Ferry Club']",
    }
    anywhere.undo()
    assert anywhere.state() == before


def test_only_different_entities_of_one_type_are_united(project: Project) -> None:
    for others in ((), ("Shade",)):
        with pytest.raises(UsageError, match="two or more different"):
            project.unite("Shade", *others)
    with pytest.raises(NotFound, match="no entity 'Garden Circle'"):
        project.unite("Shade", "Garden Circle")


def test_chosen_statements_are_divided_from_the_rest(anywhere: Project) -> None:
    result = anywhere.divide("Shade", "Shade on the quay", document="Guild")
    assert (result["statements"], result["left"], result["made"]) == (1, 1, True)
    assert concepts_of(anywhere)[2] == ["Shade on the quay"]
    assert concepts_of(anywhere)[4] == ["Shade"]
    assert anywhere.check()["ok"]


def test_uniting_and_dividing_again_gives_the_same_codings_back(project: Project) -> None:
    before = concepts_of(project)
    project.unite("Shade", "Shadow")
    project.divide("Shade", "Shadow", ids=(5,))
    assert concepts_of(project) == before
    assert entity(project, "Shade")["aliases"] == []


def test_dividing_nothing_is_said(project: Project) -> None:
    with pytest.raises(NotFound, match="none of the chosen statements has 'Shade'"):
        project.divide("Shade", "Other", document="Ferry")


@pytest.mark.parametrize("verb", ["rename", "unite", "divide"])
def test_previews_count_and_change_nothing(project: Project, verb: str) -> None:
    acts: dict[str, Any] = {
        "rename": lambda **more: project.rename("entity", "Shade", "Shades", **more),
        "unite": lambda **more: project.unite("Shade", "Shadow", **more),
        "divide": lambda **more: project.divide("Shade", "New", ids=(2,), **more),
    }
    before, changes = project.state(), len(project.log())
    preview = acts[verb](preview=True)
    assert project.state() == before
    assert len(project.log()) == changes
    assert acts[verb]() == preview
    assert len(project.log()) == changes + 1


# --- describe --------------------------------------------------------------------------------------------------------


def test_aliases_come_and_go(project: Project) -> None:
    project.describe_one("Harbour Guild", add_aliases=["HG", "The Guild"])
    assert entity(project, "Harbour Guild")["aliases"] == ["HG", "The Guild"]
    project.describe_one("HG", remove_aliases=["HG"])
    assert entity(project, "Harbour Guild")["aliases"] == ["The Guild"]
    assert project.describe_one("Harbour Guild", add_aliases=["The Guild"])["changed"] is False


def test_a_parent_below_the_entity_is_refused(project: Project) -> None:
    project.describe_one("Ferries", parent="Ferry Club")
    with pytest.raises(Refused, match="stands below it"):
        project.describe_one("Ferry Club", parent="Ferries")
    project.describe_one("Ferries", parent="")
    assert entity(project, "Ferries")["parent"] is None


def test_attributes_come_from_a_csv_file_dated_where_they_changed(anywhere: Project, tmp_path: Path) -> None:
    anywhere.describe_one("Harbour Guild", add_aliases=["HG"])
    path = tmp_path / "attributes.csv"
    path.write_text(
        "name;seat;seat@/2030;chair@2031-01/2031-06;chair@2031-07/\n"
        "HG;Quay 3;Pier 1;Ana Roa;Bo Lind\n"
        "Garden Circle;;;Mo Tern;\n"
        "Unheard of;x;;;\n",
        encoding="utf-8",
    )
    result = anywhere.describe_file("organization", path)
    assert result == {"rows": 3, "changed": 2, "made": 0, "unknown": ["Unheard of"]}
    guild = entity(anywhere, "Harbour Guild")
    assert guild["attributes"] == {"seat": "Quay 3", "chair": "Bo Lind"}
    assert {(d["attribute"], d["value"], d["from"], d["to"]) for d in guild["dated"]} == {
        ("seat", "Pier 1", None, "2030"),
        ("chair", "Ana Roa", "2031-01", "2031-06"),
        ("chair", "Bo Lind", "2031-07", None),
    }
    assert anywhere.describe_file("organization", path)["changed"] == 0
    assert anywhere.describe_file("organization", path, create=True, preview=True)["made"] == 1
    assert "Unheard of" not in names(anywhere, "organization")
    assert anywhere.check()["ok"]


def test_columns_from_and_to_date_a_whole_row(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("name,organization,from,to\nBo Lind,Circle,2030,2031-03\nBo Lind,Club,2031-04,\n", "utf-8")
    project.describe_file("person", path)
    found = [(d["value"], d["from"], d["to"]) for d in entity(project, "Bo Lind")["dated"]]
    assert found == [("Circle", "2030", "2031-03"), ("Club", "2031-04", None)]


def test_dated_attributes_survive_uniting(project: Project, tmp_path: Path) -> None:
    project.describe_one("Ana Roa", attributes={"post@2030/2031": "clerk", "post@2031/": "chair"})
    project.unite("Bo Lind", "Ana Roa")
    assert [d["value"] for d in entity(project, "Bo Lind")["dated"]] == ["clerk", "chair"]


def test_a_bad_line_of_the_file_is_named_and_nothing_is_changed(project: Project, tmp_path: Path) -> None:
    before = project.state()
    path = tmp_path / "bad.csv"
    path.write_text("name,seat@soon/\nHarbour Guild,x\n", encoding="utf-8")
    with pytest.raises(RecordError, match="line 2: 'soon' is not a date"):
        project.describe_file("organization", path)
    path.write_text("who,seat\nHarbour Guild,x\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column 'name'"):
        project.describe_file("organization", path)
    with pytest.raises(UsageError, match="no entity type 'club'"):
        project.describe_file("club", path)
    assert project.state() == before
