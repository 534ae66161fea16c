"""Statement files in and out: every row anchored, nothing half done, and back again without loss."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.model.errors import RecordError, UsageError
from communique.model.reading import DocumentDraft
from communique.model.records import Value
from communique.model.words import Layer, Mode
from communique.project import reads
from communique.project.anchors import anchor_at
from communique.project.history import changing
from communique.project.writes import StatementDraft, put_coder, put_document, put_entities, put_statements, put_text
from communique.study.project import Project, new, open_project

CODEBOOK = """
name = "everything"
[[entity_type]]
name = "person"
[[entity_type]]
name = "organization"
[[statement_type]]
name = "Claim"
variable = [
  {name = "person", kind = "entity"},
  {name = "organization", kind = "entity"},
  {name = "note", kind = "text"},
  {name = "strength", kind = "integer"},
  {name = "share", kind = "number"},
  {name = "due", kind = "date"},
  {name = "agreement", kind = "boolean", qualifier = true},
]
[[statement_type]]
name = "Link"
variable = [
  {name = "organization", kind = "entity"},
  {name = "target", kind = "entity", entity_type = "organization"},
  {name = "degree", kind = "integer", qualifier = true},
]
"""

ONE = (
    "The Harbour Guild welcomes the tram. “Not through our lane”, says the Garden Circle. "
    "🚋 The Guild welcomes the tram."
)
TWO = "Masthead\nNote on e\u0301clairs: the\u00a0baker – “so be it” – agrees.\nFooter\nThe baker’s second part."


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two documents: one on a whole text, one made of two ranges of a text."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "book.toml").write_text(CODEBOOK, encoding="utf-8")
    path = folder / "base.communique"
    with (
        new(path, str(folder / "book.toml"), actor="Ada", session="test") as project,
        changing(project.store, "add", "add", actor="Ada", session="test") as writer,
    ):
        first = put_text(writer, ONE, capture=None, reader="text", reader_version="1")
        put_document(writer, first, DocumentDraft(((0, len(ONE)),), title="On the tram"))
        second = put_text(writer, TWO, capture=None, reader="text", reader_version="1")
        ranges = ((9, TWO.index("Footer")), (TWO.index("The baker’s"), len(TWO)))
        put_document(writer, second, DocumentDraft(ranges, title="On bakers"))
    return path


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copyfile(base, tmp_path / "study.communique")
    with open_project(tmp_path / "study.communique", actor="Ada", session="test") as opened:
        yield opened


def take(project: Project, content: str | list[dict[str, Any]], suffix: str = ".csv") -> dict[str, Any]:
    """Import a file with this content; a list is written as JSON Lines."""
    path = Path(project.store.location).with_name(f"in{suffix if isinstance(content, str) else '.jsonl'}")
    lines = content if isinstance(content, str) else "\n".join(json.dumps(row) for row in content)
    path.write_text(lines, encoding="utf-8", newline="")
    result = project.import_file(path)
    assert project.check()["problems"] == []
    return result


def refused(project: Project, *rows: dict[str, Any]) -> list[str]:
    """Why each row is not imported; a good one among them is, and nothing remains of the bad ones."""
    before = len(project.statements()), len(project.entities()), coders(project) | {"Ada"}
    good = {"document": 1, "quote": "Not through our lane", "type": "Claim"}
    result = take(project, [good, *rows])
    assert result["imported"] == 1
    assert [f["line"] for f in result["failed"]] == list(range(2, len(rows) + 2))
    assert (len(project.statements()) - 1, len(project.entities()), coders(project)) == before
    return [f["reason"] for f in result["failed"]]


def coders(project: Project) -> set[str]:
    with project.store.reading() as connection:
        return {c.name for c in reads.coders(connection)}


# --- anchoring -------------------------------------------------------------------------------------------------------


def test_a_row_is_anchored_by_its_quote(project: Project) -> None:
    result = take(
        project, 'document,quote,organization,agreement\r\nOn the tram,"""Not through our lane""",Garden,no\r\n'
    )
    assert (result["imported"], result["failed"], result["entities"]) == (1, [], {"organization": 1})
    (statement,) = project.statements()
    start = ONE.index("“Not")
    assert statement["spans"] == [
        {"start": start, "end": start + 22, "quote": ONE[start : start + 22], "status": "exact"}
    ]
    assert statement["values"] == {"organization": ["Garden"], "agreement": [False]}
    assert (statement["coder"], statement["layer"], statement["type"]) == ("Ada", "primary", "Claim")


def test_white_space_marks_and_dashes_are_folded_and_the_texts_own_characters_kept(project: Project) -> None:
    take(project, [{"document": "On bakers", "quote": 'the baker - "so be it" - agrees'}])
    assert project.statements()[0]["spans"][0]["quote"] == "the\u00a0baker – “so be it” – agrees"


def test_offsets_count_code_points_of_the_document(project: Project) -> None:
    at = ONE.rindex("welcomes")
    take(
        project,
        [
            {"document": 1, "start": at, "end": at + 8},
            {"document": 1, "quote": "tram", "start": at + 13, "end": at + 17},
        ],
    )
    assert [s["spans"][0]["quote"] for s in project.statements()] == ["welcomes", "tram"]


def test_a_quote_across_the_ranges_of_a_document_has_an_anchor_on_each(project: Project) -> None:
    take(project, [{"document": 2, "quote": "agrees.\nThe baker's"}])
    (statement,) = project.statements()
    assert [span["quote"] for span in statement["spans"]] == ["agrees.\n", "The baker’s"]
    assert statement["spans"][0]["end"] == statement["spans"][1]["start"]


def test_several_spans_are_several_anchors(project: Project) -> None:
    spans = [{"quote": "Not through our lane"}, {"start": 0, "end": 3, "quote": "The"}]
    take(project, [{"document": 1, "spans": spans}])
    assert [span["quote"] for span in project.statements()[0]["spans"]] == ["Not through our lane", "The"]


WITHOUT_A_PLACE: list[tuple[dict[str, Any], str]] = [
    ({"quote": "welcomes the tram"}, "occurs 2 times in document 1 (18–35,"),
    ({"quote": "rejects the tram"}, "“rejects the tram” does not occur in document 1"),
    ({"quote": "Masthead", "document": 2}, "does not occur in document 2"),
    ({"quote": "Masthead\nNote", "document": 2}, "does not occur in document 2"),
    ({"quote": ""}, "neither a quote nor start and end"),
    ({"quote": " \u200b "}, "does not occur in document 1"),
    ({"quote": None}, "neither a quote nor start and end"),
    ({"quote": ["The"]}, "quote ['The'] is not a text"),
    ({"quote": "Th\0e"}, "quote holds a NUL character"),
    ({"quote": "The", "start": 4, "end": 7}, "reads “Har” at 4–7, not “The”"),
    ({"start": 5, "end": 5}, "5–5 is not a span of document 1"),
    ({"start": -3, "end": 5}, "-3–5 is not a span"),
    ({"start": 0, "end": 10_000}, "which has"),
    ({"quote": "The", "start": 0}, "start and end belong together"),
    ({"quote": "The", "end": 3}, "start and end belong together"),
    ({"start": "four", "end": 7}, "start 'four' is not a whole number"),
    ({"start": "1_0", "end": "1_2"}, "start '1_0' is not a whole number"),
    ({"start": 10**30, "end": 7}, "is not a whole number"),
    ({"spans": [{"quote": "The"}]}, "occurs 2 times"),
    ({"spans": ["The", "x"]}, "spans are not a list of objects"),
    ({"document": 3, "quote": "Not"}, "no document 3"),
    ({"document": "On the trams", "quote": "Not"}, "no document 'On the trams'; did you mean 'On the tram'?"),
    ({"document": None, "quote": "Not"}, "no document None"),
    ({"document": True, "quote": "Not"}, "no document True"),
]


def test_rows_without_their_one_place_are_reported(project: Project) -> None:
    common = {"document": 1, "type": "Claim", "organization": "Newly Named", "coder": "Newcomer"}
    reasons = refused(project, *(common | row for row, _ in WITHOUT_A_PLACE))
    for (row, message), reason in zip(WITHOUT_A_PLACE, reasons, strict=True):
        assert message in reason, row


def test_a_title_that_several_documents_have_is_reported_with_their_uids(project: Project) -> None:
    with changing(project.store, "add", "add", actor="Ada", session="test") as writer:
        put_document(writer, 1, DocumentDraft(((0, 9),), title="On the tram"))
        put_document(writer, 1, DocumentDraft(((0, 9),), title="1"))
    uids = [d["uid"] for d in project.documents()]
    reason, other = refused(project, {"document": "On the tram", "quote": "Not"}, {"document": "1", "quote": "Not"})
    assert "2 documents are called 'On the tram'" in reason
    assert uids[0] in reason
    assert uids[2] in reason
    assert "2 documents are called '1'" in other
    assert take(project, [{"document": uids[0], "quote": "“Not"}])["imported"] == 1


# --- values ----------------------------------------------------------------------------------------------------------


def test_a_cell_with_bars_holds_several_values(project: Project) -> None:
    take(project, "document;quote;organization\n1;Garden Circle;Tram Users|Left \\| Right| \n")
    assert project.statements()[0]["values"] == {"organization": ["Tram Users", "Left | Right"]}


def test_groups_hold_what_belongs_together(project: Project) -> None:
    groups = [{"person": "Ann", "organization": "Guild"}, {"person": ["Bo", "Cy"], "note": "poets"}]
    cell = json.dumps(groups).replace('"', '""')
    take(project, f'document,quote,type,person,groups\n1,Garden Circle,Claim,Dee,"{cell}"\n')
    (statement,) = project.statements()
    assert statement["groups"] == groups
    assert statement["values"]["person"] == ["Dee", "Ann", "Bo", "Cy"]


def test_every_kind_of_variable_holds_its_kind(project: Project) -> None:
    take(
        project,
        "document,quote,note,strength,share,due,agreement,unsure,memo,attribution,layer,coder,date,type\n"
        '1,Garden Circle, two words ,-3,1.5e3,2031-05,Yes,true,"a\nb",QUOTED,second,Grace,2031/2032,Claim\n',
    )
    (statement,) = project.statements()
    assert statement["values"] == {
        "note": ["two words"],
        "strength": [-3],
        "share": [1500.0],
        "due": ["2031-05"],
        "agreement": [True],
    }
    assert (statement["unsure"], statement["memo"], statement["attribution"]) == (True, "a\nb", "quoted")
    assert (statement["layer"], statement["coder"], statement["date"]) == ("second", "Grace", "2031/2032")


NOT_TO_BE_HELD: list[tuple[dict[str, Any], str]] = [
    ({"type": "Clam"}, "no statement type 'Clam'; the codebook has: Claim, Link"),
    ({"type": "Link", "note": "x"}, "type 'Link' has no variable 'note'"),
    ({"type": "Link", "groups": [{"person": "Ann"}]}, "type 'Link' has no variable 'person'"),
    ({"type": None, "note": "x", "target": "y"}, "no statement type has all these variables"),
    ({"type": None, "target": "x", "groups": [{"person": "Ann"}]}, "no statement type has all these variables"),
    ({"layer": "third"}, "layer 'third' is unknown; use one of: primary"),
    ({"attribution": "hearsay"}, "attribution 'hearsay' is unknown"),
    ({"agreement": [True, False]}, "'agreement' is a qualifier and holds one value"),
    ({"groups": [{"agreement": True}]}, "'agreement' is a qualifier and holds one value"),
    ({"agreement": "perhaps"}, "neither true nor false"),
    ({"unsure": "perhaps"}, "neither true nor false, which 'unsure' holds"),
    ({"strength": "3.5"}, "'3.5' is not of kind integer"),
    ({"strength": "1_000"}, "'1_000' is not of kind integer"),
    ({"strength": 2**63}, "is not of kind integer"),
    ({"share": "much"}, "'much' is not of kind number"),
    ({"share": "inf"}, "'inf' is not of kind number"),
    ({"share": "1_0.5"}, "is not of kind number"),
    ({"due": "tomorrow"}, "'tomorrow' is not a date"),
    ({"date": "2031-02-30"}, "'2031-02-30' is not a date"),
    ({"note": "a\0b"}, "the value of 'note' holds a NUL character"),
    ({"organization": "a\0b"}, "holds a NUL character"),
    ({"organization": "x" * 501}, "has 501 characters"),
    ({"organization": {"name": "x"}}, "is not a single value of 'organization'"),
    ({"note": [["x"]]}, "is not a single value of 'note'"),
    ({"coder": "x" * 501}, "the name of the coder has 501 characters"),
    ({"coder": ["Ann"]}, "coder ['Ann'] is not a text"),
    ({"memo": "a\0b"}, "memo holds a NUL character"),
    ({"uid": "17"}, "'17' is not a uid"),
]


def test_values_that_cannot_be_held_are_reported(project: Project) -> None:
    common = {"document": 1, "quote": "Garden Circle", "type": "Claim", "organization": "Newly Named"}
    reasons = refused(project, *(common | row for row, _ in NOT_TO_BE_HELD))
    for (row, message), reason in zip(NOT_TO_BE_HELD, reasons, strict=True):
        assert message in reason, row


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("document,quote,organisation\n1,Garden Circle,x\n", "line 2: column 'organisation' .*mean 'organization'"),
        ("document,quote,\n1,Garden Circle,x\n", "column '' is neither"),
        ("document,organization\n1,x\n", "'document' and 'quote' .* are needed"),
        ("quote,organization\nGarden Circle,x\n", "'document' and 'quote' .* are needed"),
        ('{"document": 1, "quote": "Garden Circle"}\n{"document": 1, "quote": "Not", "x": 1}\n', "line 2: column 'x'"),
    ],
)
def test_a_file_with_an_unknown_column_is_refused_as_a_whole(project: Project, content: str, message: str) -> None:
    before = project.check(), project.log()
    with pytest.raises(UsageError, match=message):
        take(project, content, ".jsonl" if content.startswith("{") else ".csv")
    assert (project.check(), project.log()) == before


def test_a_file_that_breaks_off_in_the_middle_leaves_the_project_as_it_was(project: Project) -> None:
    before = project.check(), project.log()
    with pytest.raises(RecordError, match="line 3"):
        take(
            project, '{"document": 1, "quote": "Garden Circle", "organization": "New"}\n\n{"document": 1, "qu', ".jsonl"
        )
    assert (project.check(), project.log()) == before


def test_a_file_whose_rows_all_fail_leaves_no_change(project: Project) -> None:
    before = project.check(), project.log()
    row = {"document": 1, "quote": "nowhere", "organization": "New", "coder": "Newcomer"}
    assert len(take(project, [row, row | {"quote": "Garden Circle", "date": "soon"}])["failed"]) == 2
    assert (project.check(), project.log()) == before


def test_an_alias_names_its_entity(project: Project) -> None:
    with changing(project.store, "entity", "entity", actor="Ada", session="test") as writer:
        types = {e.name: e.id for e in reads.entity_types(writer.connection)}
        (guild,) = put_entities(writer, types["organization"], ["Harbour Guild"])
        writer.begin("entity_alias", ["entity_id", "alias"], [(guild, "the Guild")])
    take(project, [{"document": 1, "quote": "Garden Circle", "organization": ["the Guild", " Harbour Guild "]}])
    assert project.statements()[0]["values"] == {"organization": ["Harbour Guild", "Harbour Guild"]}


# --- uids ------------------------------------------------------------------------------------------------------------

UID = "01890000-0000-7000-8000-000000000001"


def test_a_statement_that_is_there_already_is_counted_and_left_as_it_is(project: Project) -> None:
    row = {"document": 1, "quote": "Garden Circle", "uid": UID, "memo": "first"}
    assert take(project, [row])["imported"] == 1
    result = take(project, [row | {"memo": "second"}, row | {"uid": None}])
    assert (result["imported"], result["already"]) == (1, 1)
    assert [s["memo"] for s in project.statements()] == ["first", "first"]


def test_a_uid_that_stands_twice_in_a_file_is_taken_once(project: Project) -> None:
    row = {"document": 1, "quote": "Garden Circle", "uid": UID}
    result = take(project, [row | {"quote": "nowhere"}, row, row])
    assert (result["imported"], result["already"], len(result["failed"])) == (1, 1, 1)


def test_what_was_imported_undone_and_imported_again_is_the_same_statement(project: Project) -> None:
    empty = project.state()
    row = {"document": 1, "quote": "Garden Circle", "uid": UID, "organization": "Garden"}
    take(project, [row])
    (first,) = project.statements()
    project.undo()
    assert take(project, [row, {"document": 1, "quote": "Not"}])["imported"] == 2
    again, other = project.statements()
    assert {k: v for k, v in again.items() if k != "values"} == {k: v for k, v in first.items() if k != "values"}
    assert other["id"] != first["id"]
    project.undo()
    assert project.state() == empty
    project.redo()
    assert len(project.statements()) == 2
    assert project.check()["ok"]


# --- there and back --------------------------------------------------------------------------------------------------

words = st.text(
    st.sampled_from("|\\ab ,;\t\"'’é🚋[]{}\r\n") | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=9,
)
names = words.map(str.strip).filter(bool)
scalars = {
    "note": names,
    "strength": st.integers(-(2**63), 2**63 - 1),
    "share": st.floats(allow_nan=False, allow_infinity=False),
    "due": st.sampled_from(["2031", "2031-05", "2031-05-03", "2031-05-03T10:20:30", "203X", "2030/2031"]),
    "agreement": st.booleans(),
    "degree": st.integers(-2, 2),
}


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    """What a statement may hold, by names; spans are offsets of the document."""
    kind = draw(st.sampled_from(["Claim", "Link"]))
    qualifier = {"Claim": "agreement", "Link": "degree"}[kind]
    several = {
        "Claim": ["person", "organization", "note", "strength", "share", "due"],
        "Link": ["organization", "target"],
    }
    values = []
    for group in range(draw(st.integers(0, 2)) + 1):
        for name in draw(st.lists(st.sampled_from(several[kind]), unique=True, max_size=3)):
            values += [(name, group, item) for item in draw(st.lists(scalars.get(name, names), min_size=1, max_size=3))]
    if draw(st.booleans()):
        values.append((qualifier, 0, draw(scalars[qualifier])))
    # Groups are numbered without gaps, as every writer numbers them.
    numbers = {g: i for i, g in enumerate(sorted({g for _, g, _ in values} - {0}), 1)}
    return {
        "type": kind,
        "document": draw(st.integers(0, 1)),
        "at": sorted(draw(st.sets(st.integers(0, 60), min_size=2, max_size=2))),
        "values": [(name, numbers.get(group, 0), item) for name, group, item in values],
        "layer": draw(st.sampled_from(Layer)),
        "attribution": draw(st.none() | st.sampled_from(Mode)),
        "coder": draw(st.sampled_from(["Ada", "Grace, the other", "=1+1"])),
        "date": draw(st.none() | scalars["due"]),
        "memo": draw(st.just("") | words),
        "unsure": draw(st.booleans()),
    }


def write(project: Project, drafts: list[dict[str, Any]]) -> None:
    """Write statements without going through a file."""
    with changing(project.store, "code", "code", actor="Ada", session="test") as writer:
        book = reads.codebook(writer.connection)
        documents = reads.documents(writer.connection)
        known: dict[tuple[int, str], int] = {}
        rows = []
        for draft in drafts:
            kind = book.type(draft["type"])
            assert kind is not None
            counts: dict[tuple[str, int], int] = {}
            values = []
            for name, group, item in draft["values"]:
                variable = kind.variable(name)
                assert variable is not None
                position = counts[name, group] = counts.get((name, group), -1) + 1
                if variable.entity_type is None:
                    values.append(Value(variable.id, group, position, value=item))
                    continue
                if (variable.entity_type, item) not in known:
                    known[variable.entity_type, item] = put_entities(writer, variable.entity_type, [item])[0]
                values.append(Value(variable.id, group, position, entity=known[variable.entity_type, item]))
            document = documents[draft["document"]]
            anchors = tuple(
                anchor_at(piece.text, reads.content(writer.connection, piece.text), piece.start, piece.end)
                for piece in reads.Place(document).to_text(*draft["at"])
            )
            coder = put_coder(writer, draft["coder"])
            more = {name: draft[name] for name in ("attribution", "date", "memo", "unsure")}
            rows.append(StatementDraft(kind.id, document.id, coder, draft["layer"], anchors, tuple(values), **more))
        for _ in put_statements(writer, rows):
            pass


def seen(project: Project) -> list[dict[str, Any]]:
    """All statements as they are shown, without the numbers that differ between projects."""
    return [{k: v for k, v in s.items() if k != "id"} for s in project.statements()]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=st.lists(statements(), min_size=1, max_size=4))
@pytest.mark.no_cover
def test_what_is_exported_and_imported_into_a_copy_is_equal(
    base: Path, tmp_path: Path, suffix: str, drafts: list[dict[str, Any]]
) -> None:
    one, two, file = tmp_path / "one.communique", tmp_path / "two.communique", tmp_path / f"all.{suffix}"
    shutil.copyfile(base, one)
    shutil.copyfile(base, two)
    with open_project(one, actor="Ada", session="test") as source, open_project(two, actor="Bob", session="t") as copy:
        write(source, drafts)
        assert source.export_file(file) == {
            "file": str(file),
            "format": suffix,
            "exported": len(drafts),
            "lost": [],
        }
        result = copy.import_file(file)
        assert result["failed"] == []
        assert seen(copy) == seen(source)
        assert len(seen(copy)) == len(drafts)
        again = copy.import_file(file)
        assert (again["imported"], again["already"]) == (0, len(drafts))


def test_statements_as_they_are_shown_can_be_imported(project: Project, base: Path, tmp_path: Path) -> None:
    take(
        project,
        [
            {"document": 2, "quote": "agrees.\nThe baker's", "person": ["A", "A"], "groups": [{"person": "A"}]},
            {
                "document": 1,
                "spans": [{"quote": "Not"}, {"start": 0, "end": 3}],
                "agreement": False,
                "note": ["x", "y"],
            },
        ],
    )
    file = tmp_path / "shown.jsonl"
    file.write_text("\n".join(json.dumps(s) for s in project.statements()), encoding="utf-8")
    shutil.copyfile(base, tmp_path / "copy.communique")
    with open_project(tmp_path / "copy.communique", actor="Bob", session="t") as copy:
        assert copy.import_file(file)["failed"] == []
        assert seen(copy) == seen(project)


def test_what_a_format_cannot_hold_is_listed(project: Project, tmp_path: Path) -> None:
    take(project, [{"document": 1, "spans": [{"quote": "Not"}, {"start": 0, "end": 3}]}])
    lost = project.export_file(tmp_path / "out.csv")
    assert lost["exported"] == 0
    assert lost["lost"] == ["statement 1: it stands on several quotes; JSON Lines can hold them"]
    assert project.export_file(tmp_path / "out.jsonl")["lost"] == []


def test_an_earlier_state_can_be_exported(project: Project, tmp_path: Path) -> None:
    take(project, [{"document": 1, "quote": "Not"}])
    assert project.export_file(tmp_path / "out.csv", as_of=2)["exported"] == 0
    assert project.export_file(tmp_path / "out.csv", as_of=3)["exported"] == 1
