"""Changes, undo, redo and as-of."""

from __future__ import annotations

import pytest

from communique.model.errors import NotFound, ProjectReadOnly, UndoRefused
from communique.project import history, reads, undoing
from communique.project.check import check, state_hash
from communique.project.log import log
from communique.project.statement_edits import delete_statements
from communique.project.store import Store
from tests.support.studies import Study


def state(study: Study, as_of: int | None = None) -> str:
    with study.store.reading() as connection:
        return state_hash(connection, as_of)


def undo(study: Study, change: int | None = None, *, actor: str = "Ada", reach: bool = False) -> int:
    return undoing.undo(study.store, change, actor=actor, session="test", reach=reach)[0]


def redo(study: Study) -> int:
    return undoing.redo(study.store, actor="Ada", session="test")[0]


def last(study: Study) -> int:
    with study.store.reading() as connection:
        return history.head(connection)


def rename_entity(study: Study, name: str, to: str) -> None:
    with study.act("rename") as writer:
        (entity,) = [e for e in reads.entities(writer.connection) if e.name == name]
        writer.replace("entity", (entity.id,), name=to)


def test_undo_and_redo_lead_back_to_the_same_states(study: Study) -> None:
    states = [state(study)]
    document = study.add_document()
    states.append(state(study))
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    states.append(state(study))
    undo(study)
    assert state(study) == states[1]
    undo(study)
    assert state(study) == states[0]
    redo(study)
    assert state(study) == states[1]
    redo(study)
    assert state(study) == states[2]
    assert check(study.store)[0] == []


def test_as_of_shows_every_earlier_state(study: Study) -> None:
    states = {last(study): state(study)}
    document = study.add_document()
    states[last(study)] = state(study)
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    states[last(study)] = state(study)
    rename_entity(study, "Harbour Guild", "Guild of the Harbour")
    states[last(study)] = state(study)
    undo(study)
    states[last(study)] = state(study)
    for change, expected in states.items():
        assert state(study, change) == expected


def test_new_work_clears_redo(study: Study) -> None:
    study.add_document()
    undo(study)
    study.add_document(title="Another")
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(study)


def test_undo_takes_only_the_actors_own_last_act(study: Study) -> None:
    study.add_document()
    with pytest.raises(NotFound, match="Grace has done nothing in this session"):
        undo(study, actor="Grace")
    undo(study, actor="Grace", reach=True)
    with study.store.reading() as connection:
        assert reads.documents(connection) == []


def test_undo_is_refused_where_later_work_refers_to_what_would_go(study: Study) -> None:
    document = study.add_document()
    added = last(study)
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    before = state(study)
    with pytest.raises(UndoRefused, match=rf"change {last(study)} \(code, by Ada\) refers to it"):
        undo(study, added)
    assert state(study) == before


def test_undo_is_refused_where_what_refers_to_it_was_ended_and_given_back(study: Study) -> None:
    document = study.add_document()
    added = last(study)
    statement = study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    coded = last(study)
    with study.act("delete") as writer:
        delete_statements(writer, [statement])
    undo(study, last(study))
    with pytest.raises(UndoRefused, match=f"undo change {coded} first"):
        undo(study, added)
    assert check(study.store)[0] == []
    undo(study, coded)
    undo(study, added)
    assert check(study.store)[0] == []


def test_undo_is_refused_where_later_work_touched_the_same_row(study: Study) -> None:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    rename_entity(study, "Harbour Guild", "Guild A")
    first = last(study)
    rename_entity(study, "Guild A", "Guild B")
    with pytest.raises(UndoRefused, match=rf"change {last(study)} \(rename, by Ada\) changed entity"):
        undo(study, first)


def test_undo_is_possible_again_once_what_stood_in_the_way_is_undone(study: Study) -> None:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    before = state(study)
    rename_entity(study, "Harbour Guild", "Guild A")
    first = last(study)
    rename_entity(study, "Guild A", "Guild B")
    undo(study)
    undo(study, first)
    assert state(study) == before


def test_undo_is_refused_where_a_name_was_taken_meanwhile(study: Study) -> None:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    rename_entity(study, "Harbour Guild", "Guild A")
    renamed = last(study)
    study.code(document, "Both want shade", "Harbour Guild", "Shade", True)
    with pytest.raises(UndoRefused, match="took its name"):
        undo(study, renamed)
    assert check(study.store)[0] == []


def test_an_undo_can_be_undone_only_while_what_it_refers_to_is_there(study: Study) -> None:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    without_statement = undo(study)
    undo(study)
    with pytest.raises(UndoRefused, match="took away what it refers to"):
        undo(study, without_statement)
    assert check(study.store)[0] == []


def test_the_founding_of_a_project_cannot_be_undone(study: Study) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(study)
    with pytest.raises(UndoRefused, match="founding"):
        undo(study, 1)


def test_a_change_that_touches_nothing_leaves_no_trace(study: Study) -> None:
    before = last(study)
    with study.act("nothing"):
        pass
    assert last(study) == before


def test_a_change_that_fails_leaves_everything_as_it_was(study: Study) -> None:
    before = state(study)
    with pytest.raises(RuntimeError, match="in the middle"), study.act("add") as writer:
        writer.new("entity_type", [{"name": "place", "description": ""}])
        raise RuntimeError("in the middle")
    assert state(study) == before
    assert check(study.store)[0] == []


def test_the_log_tells_what_was_undone_and_by_which_change(study: Study) -> None:
    study.add_document()
    added = last(study)
    undone_by = undo(study)
    with study.store.reading() as connection:
        changes = {c.id: c for c in log(connection)}
    assert changes[added].undone == undone_by
    assert changes[undone_by].undoes == added
    redone_by = redo(study)
    with study.store.reading() as connection:
        changes = {c.id: c for c in log(connection)}
    assert changes[added].undone is None
    assert changes[undone_by].undone == redone_by


def test_a_project_opened_for_reading_refuses_to_write(study: Study) -> None:
    reader = Store.open(study.store.location, read_only=True)
    with pytest.raises(ProjectReadOnly, match="opened for reading only"), reader.writing():
        pass
    reader.close()


def test_what_a_change_begins_and_ends_itself_leaves_no_version(study: Study) -> None:
    document = study.add_document()
    study.code(document, "welcomes the tram", "Harbour Guild", "Tram", True)
    before = state(study)
    with study.act("twice") as writer:
        (entity,) = [e for e in reads.entities(writer.connection) if e.name == "Tram"]
        writer.replace("entity", (entity.id,), name="Line 4")
        writer.replace("entity", (entity.id,), name="The tram")
    assert check(study.store)[0] == []
    undo(study)
    assert state(study) == before
    assert check(study.store)[0] == []
