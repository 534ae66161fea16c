"""All writing acts in any order, undone and redone in any order, against a slow replay of what is in effect."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from communique.coding.codebook import load_codebook
from communique.model.errors import NotFound, UndoRefused
from communique.model.reading import DocumentDraft
from communique.model.records import Statement, Value
from communique.model.words import Layer, Mode
from communique.project import history, reads, undoing
from communique.project import tables as t
from communique.project.anchors import anchor_at
from communique.project.check import check, state_hash
from communique.project.history import ChangeWriter, changing
from communique.project.log import Log
from communique.project.store import Store
from communique.project.writes import (
    StatementDraft,
    put_capture,
    put_coder,
    put_document,
    put_entities,
    put_statements,
    put_text,
)
from communique.study.codebooks import put_codebook
from tests.support.postgres import Postgres
from tests.support.studies import TEXT

Records = dict[tuple[str, int], Any]
SESSION = "test"
FOUNDED = 1
"""The change that gives a project its codebook."""
NAMES = ["Guild", "Circle", "Tram", "Shade", "Ann"]
actors = st.sampled_from(["Ada", "Grace"])
names = st.sampled_from(NAMES)


def records(connection: sa.Connection, as_of: int | None = None) -> Records:
    """All that can be read of a project, by kind and number."""
    return {
        **{("document", d.id): d for d in reads.documents(connection, as_of)},
        **{("entity", e.id): e for e in reads.entities(connection, as_of)},
        **{("statement", s.id): s for s in reads.statements(connection, as_of)},
        **{("coder", c.id): c for c in reads.coders(connection, as_of)},
        **{("text", x.id): x for x in reads.texts(connection, as_of)},
        **{("capture", c.id): c for c in reads.captures(connection, as_of)},
    }


@dataclasses.dataclass
class Act:
    """One act: what each record became by it (``None``: no more), and the change that last undid or redid it."""

    became: Records
    last_word: int
    in_effect: bool = True


class Machine(RuleBasedStateMachine):
    """A project beside a list of acts; the records must be those of the acts in effect, one after the other."""

    def __init__(self, place: Callable[[ExitStack], str], heads: list[int]) -> None:
        super().__init__()
        self.heads = heads
        self.stack = ExitStack()
        location = place(self.stack)
        self.store = Store.create(location)
        self.stack.callback(self.store.close)
        put_codebook(self.store, load_codebook("claims"), actor="Ada", session=SESSION)
        self.acts: dict[int, Act] = {}
        self.pending: dict[str, list[tuple[int, int]]] = {"Ada": [], "Grace": []}
        self.hashes: dict[frozenset[int], str] = {}
        self.moments: dict[int, tuple[str, Records, Path | None]] = {}
        self.copies = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) if self.store.is_sqlite else None
        self.now = self._look()

    # --- looking -----------------------------------------------------------------------------------------------------

    def _look(self) -> Records:
        """Read the project, and keep what it was like after its last change."""
        with self.store.reading() as connection:
            head = history.head(connection)
            found, state = records(connection), state_hash(connection)
        copy = None
        if self.copies is not None and head not in self.moments:
            copy = self.copies / f"{head}.communique"
            shutil.copyfile(self.store.location, copy)
        self.moments.setdefault(head, (state, found, copy))
        self.head, self.state = head, state
        return found

    def _replayed(self) -> Records:
        result: Records = {}
        for act in self.acts.values():
            if act.in_effect:
                result |= act.became
        return {key: record for key, record in result.items() if record is not None}

    @invariant()
    def the_records_are_those_of_the_acts_in_effect(self) -> None:
        assert self.now == self._replayed()

    @invariant()
    def the_same_acts_in_effect_give_the_same_hash(self) -> None:
        key = frozenset(number for number, act in self.acts.items() if act.in_effect)
        assert self.hashes.setdefault(key, self.state) == self.state

    @invariant()
    def check_finds_nothing(self) -> None:
        # Not after every act, for it reads everything; but always once more at the end.
        if self.head % 4 == 0:
            assert check(self.store) == ([], self.state)

    # --- acts --------------------------------------------------------------------------------------------------------

    def _act(self, actor: str, verb: str, write: Callable[[ChangeWriter], object]) -> None:
        head, before = self.head, self.now
        with changing(self.store, verb, verb, actor=actor, session=SESSION) as writer:
            write(writer)
        self.now = self._look()
        if self.head == head:
            assert self.now == before
            return
        assert self.head == head + 1
        became = {key: self.now.get(key) for key in before.keys() | self.now.keys()}
        became = {key: record for key, record in became.items() if before.get(key) != record}
        self.acts[self.head] = Act(became, self.head)
        self.pending[actor].clear()

    def _of(self, kind: str) -> list[Any]:
        return [record for (name, _), record in sorted(self.now.items(), key=lambda item: item[0]) if name == kind]

    def _has(self, kind: str) -> bool:
        return any(name == kind for name, _ in self.now)

    @initialize(actor=actors)
    def first_document(self, actor: str) -> None:
        self.add_document(actor, "First", 2)

    @rule(actor=actors, title=names, pieces=st.integers(1, 3))
    def add_document(self, actor: str, title: str, pieces: int) -> None:
        def write(writer: ChangeWriter) -> None:
            capture = put_capture(writer, TEXT.encode(), name=f"{title}.txt", media_type="text/plain")
            text = put_text(writer, TEXT, capture=capture, reader="text", reader_version="1")
            ranges = tuple((20 * i, 20 * i + 15) for i in range(pieces))
            put_document(writer, text, DocumentDraft(ranges, title=title), date="2031-05")

        self._act(actor, "add", write)

    @precondition(lambda self: self._has("document"))
    @rule(
        actor=actors,
        coder=st.sampled_from(["Ada", "Grace", "Machine"]),
        document=st.integers(0),
        span=st.tuples(st.integers(0, 6), st.integers(7, 14)),
        organizations=st.lists(names, min_size=1, max_size=3),
        groups=st.lists(st.tuples(names, st.sampled_from(["chair", "poet"])), max_size=2),
        layer=st.sampled_from(Layer),
        attribution=st.none() | st.sampled_from(Mode),
    )
    def code(
        self,
        actor: str,
        coder: str,
        document: int,
        span: tuple[int, int],
        organizations: list[str],
        groups: list[tuple[str, str]],
        layer: Layer,
        attribution: Mode | None,
    ) -> None:
        documents = self._of("document")
        chosen = documents[document % len(documents)]

        def write(writer: ChangeWriter) -> None:
            kind = reads.codebook(writer.connection).type("Signature")
            assert kind is not None
            variables = {v.name: v for v in kind.variables}
            known = {(e.type, name): e.id for e in self._of("entity") for name in (e.name, *e.aliases)}

            def value(name: str, group: int, position: int, item: str) -> Value:
                variable = variables[name]
                if variable.entity_type is None:
                    return Value(variable.id, group, position, value=item)
                if (variable.entity_type, item) not in known:
                    known[variable.entity_type, item] = put_entities(writer, variable.entity_type, [item])[0]
                return Value(variable.id, group, position, entity=known[variable.entity_type, item])

            values = [value("organization", 0, i, name) for i, name in enumerate(organizations)]
            for number, (person, role) in enumerate(groups, 1):
                values += [value("person", number, 0, person), value("role", number, 0, role)]
            piece = chosen.ranges[0]
            content = reads.content(writer.connection, piece.text)
            anchors = (anchor_at(piece.text, content, piece.start + span[0], piece.start + span[1]),)
            by = put_coder(writer, coder)
            draft = StatementDraft(kind.id, chosen.id, by, layer, anchors, tuple(values), attribution, date="2031")
            assert [len(ids) for ids in put_statements(writer, [draft])] == [1]

        self._act(actor, "code", write)

    @precondition(lambda self: self._has("entity"))
    @rule(actor=actors, entity=st.integers(0), name=names)
    def rename_entity(self, actor: str, entity: int, name: str) -> None:
        entities = self._of("entity")
        chosen = entities[entity % len(entities)]
        if any(e.type == chosen.type and e.name == name and e.id != chosen.id for e in entities):
            name = f"{name} {chosen.id}"
        self._act(actor, "rename", lambda writer: writer.replace("entity", (chosen.id,), name=name))

    @precondition(lambda self: self._has("entity"))
    @rule(actor=actors, entity=st.integers(0), alias=names)
    def give_or_take_an_alias(self, actor: str, entity: int, alias: str) -> None:
        entities = self._of("entity")
        chosen = entities[entity % len(entities)]

        def write(writer: ChangeWriter) -> None:
            if alias in chosen.aliases:
                assert writer.end("entity_alias", [(chosen.id, alias)]) == 1
            else:
                writer.begin("entity_alias", ["entity_id", "alias"], [(chosen.id, alias)])

        self._act(actor, "alias", write)

    @precondition(lambda self: self._has("statement"))
    @rule(actor=actors, statement=st.integers(0))
    def end_statement(self, actor: str, statement: int) -> None:
        statements = self._of("statement")
        chosen: Statement = statements[statement % len(statements)]

        def write(writer: ChangeWriter) -> None:
            for name in ("value", "anchor"):
                assert writer.end_where(name, t.VERSIONED[name].version.c.statement_id == chosen.id) >= 1
            assert writer.end("statement", [(chosen.id,)]) == 1

        self._act(actor, "delete", write)

    @precondition(lambda self: self._has("document"))
    @rule(actor=actors, document=st.integers(0), title=names)
    def retitle_document(self, actor: str, document: int, title: str) -> None:
        documents = self._of("document")
        chosen = documents[document % len(documents)]
        self._act(actor, "title", lambda writer: writer.replace("document", (chosen.id,), title=title))

    @rule(actor=actors)
    def fail_in_the_middle(self, actor: str) -> None:
        def write(writer: ChangeWriter) -> None:
            put_coder(writer, "Nobody")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self._act(actor, "fail", write)
        assert self._look() == self.now

    # --- undo and redo -----------------------------------------------------------------------------------------------

    @rule(actor=actors, reach=st.booleans())
    def undo_the_last_act(self, actor: str, reach: bool) -> None:
        self._undo(None, actor, reach)

    @rule(actor=actors, number=st.integers(0))
    def undo_a_change(self, actor: str, number: int) -> None:
        # Mostly a recent one: those are the ones that others build on.
        self._undo(max(1, self.head - number % 5), actor, False)

    def _undo(self, number: int | None, actor: str, reach: bool) -> bool:
        before = self.now
        try:
            new, (undone,) = undoing.undo(self.store, number, actor=actor, session=SESSION, reach=reach)
        except (UndoRefused, NotFound) as error:
            assert error.way_out
            assert self._look() == before
            return False
        act = self._act_of(undone)
        if number is None:
            assert reach or self._actor(act) == actor
        flipped = self.acts[act]
        flipped.in_effect = not flipped.in_effect
        flipped.last_word = new
        self.pending[actor].append((act, new))
        self.now = self._look()
        assert self.head == new
        return True

    @rule(actor=actors)
    def redo(self, actor: str) -> None:
        open_ones = [
            (act, by)
            for act, by in self.pending[actor]
            if self.acts[act].last_word == by and not self.acts[act].in_effect
        ]
        before = self.now
        try:
            new, (redone,) = undoing.redo(self.store, actor=actor, session=SESSION)
        except NotFound:
            assert open_ones == []
            return
        except UndoRefused:
            assert open_ones
            assert self._look() == before
            return
        assert redone == open_ones[-1][0]
        self.acts[redone].in_effect = True
        self.acts[redone].last_word = new
        self.now = self._look()
        assert self.head == new

    def _act_of(self, change: int) -> int:
        with self.store.reading() as connection:
            return Log(connection).root(change)

    def _actor(self, change: int) -> str:
        with self.store.reading() as connection:
            return str(Log(connection).row(change).actor)

    # --- at the end --------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        self.heads.append(self.head)
        try:
            while any(act.in_effect for act in self.acts.values()):
                assert self._undo(None, "Ada", True), "what was done last can always be undone"
            founded = self.moments[1][0]
            assert self.state == founded
            assert self.now == {}
            with self.store.reading() as connection:
                for change, (state, found, copy) in self.moments.items():
                    assert state_hash(connection, change) == state
                    assert records(connection, change) == found
                    if copy is not None:
                        self._same_as_the_copy(copy, state, found)
            assert check(self.store) == ([], founded)
        finally:
            self.stack.close()

    @staticmethod
    def _same_as_the_copy(copy: Path, state: str, found: Records) -> None:
        store = Store.open(str(copy), read_only=True)
        with store.reading() as connection:
            assert state_hash(connection) == state
            assert records(connection) == found
        store.close()


def run(place: Callable[[ExitStack], str], share: int, steps: int) -> list[int]:
    """Run a share of the examples that other tests run, for each is a whole study; the last change of each.

    What has to hold is asserted by the machine: after every step, and of every change at the end.
    """
    heads: list[int] = []
    run_state_machine_as_test(
        lambda: Machine(place, heads),
        settings=settings(
            max_examples=max(1, settings().max_examples // share),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return heads


@pytest.mark.no_cover
def test_acts_undone_and_redone_in_any_order_lead_where_they_should_in_a_file() -> None:
    def place(stack: ExitStack) -> str:
        return str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "study.communique")

    assert max(run(place, share=16, steps=18)) > FOUNDED, "no example changed anything"


@pytest.mark.postgres
@pytest.mark.no_cover
def test_acts_undone_and_redone_in_any_order_lead_where_they_should_on_a_server(postgres: Postgres) -> None:
    heads = run(lambda stack: stack.enter_context(postgres.database()), share=25, steps=12)
    assert max(heads) > FOUNDED, "no example changed anything"
