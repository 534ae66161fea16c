"""All verbs on codings in any order: undone to the beginning, redone to the end, and nothing dangles meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from communique.model.errors import CommuniqueError, NotFound
from communique.study.project import Project, open_project

NAMES = st.sampled_from(
    ["Tram", "Shade", "Shadow", "Line 4", "Harbour Guild", "Garden Circle", "Ferry Club", "Ferries"]
)
NUMBERS = st.integers(1, 8)
TEXTS = st.sampled_from(["", "the ", "tram", "We want", " 🚋", "\n\n"])


class Codings(RuleBasedStateMachine):
    """Acts that are refused leave everything as it was; the others are undone and redone one by one."""

    template: Path
    lengths: ClassVar[list[int]] = []

    @initialize()
    def copy(self) -> None:
        self.folder = Path(mkdtemp(dir=self.template.parent))
        self.project: Project = open_project(shutil.copy(self.template, self.folder), actor="Ada", session="machine")
        self.states = [self.project.state()]
        self.undone: list[str] = []

    def act(self, verb: Callable[..., Any], *arguments: Any, **more: Any) -> None:
        changes = len(self.project.log())
        before = self.project.state()
        try:
            verb(*arguments, **more)
        except CommuniqueError:
            assert self.project.state() == before
        if len(self.project.log()) > changes:
            self.states.append(self.project.state())
            self.undone.clear()
        else:
            assert self.project.state() == before

    @rule(old=NAMES, new=NAMES, alias=st.booleans())
    def rename(self, old: str, new: str, alias: bool) -> None:
        self.act(self.project.rename, "entity", old, new, alias=alias)

    @rule(kept=NAMES, others=st.lists(NAMES, min_size=1, max_size=2))
    def unite(self, kept: str, others: list[str]) -> None:
        self.act(self.project.unite, kept, *others)

    @rule(name=NAMES, new=NAMES, number=NUMBERS)
    def divide(self, name: str, new: str, number: int) -> None:
        self.act(self.project.divide, name, new, ids=(number,))

    @rule(name=NAMES, parent=NAMES | st.just(""), aliases=st.lists(NAMES, max_size=2))
    def describe(self, name: str, parent: str, aliases: list[str]) -> None:
        self.act(self.project.describe_one, name, parent=parent, add_aliases=aliases, attributes={"kind@2030/": "club"})

    @rule(
        settings=st.dictionaries(
            st.sampled_from(["concept", "organization", "type", "memo", "layer", "coder", "agreement", "date"]),
            st.lists(NAMES | st.sampled_from(["second", "true", "2031-05", "Claim", "Signature", ""]), max_size=2),
            min_size=1,
            max_size=2,
        ),
        document=st.none() | st.integers(1, 4),
        preview=st.booleans(),
    )
    def recode(self, settings: dict[str, list[str]], document: int | None, preview: bool) -> None:
        self.act(self.project.recode, settings, document=document, preview=preview)

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        self.act(self.project.delete, ids=(number,))

    @rule(document=st.integers(1, 4), start=st.integers(0, 90), length=st.integers(0, 8), put=TEXTS)
    def correct(self, document: int, start: int, length: int, put: str) -> None:
        def verb() -> None:
            text = self.project.show(document)["text"]
            self.project.correct(document, text[:start] + put + text[start + length :])

        self.act(verb)

    @rule(number=NUMBERS, start=st.integers(0, 60), length=st.integers(1, 20))
    def anchor(self, number: int, start: int, length: int) -> None:
        self.act(self.project.anchor, number, start, start + length)

    @rule(documents=st.lists(st.integers(1, 5), min_size=2, max_size=3))
    def join(self, documents: list[int]) -> None:
        self.act(self.project.join, *documents)

    @rule(document=st.integers(1, 4), starts=st.lists(st.integers(0, 80), min_size=1, max_size=2))
    def split(self, document: int, starts: list[int]) -> None:
        self.act(self.project.split, document, starts)

    @rule(
        act=st.sampled_from(
            [
                ("Claim", "agreement", {"kind": "integer"}),
                ("Claim", "agreement", {"kind": "boolean"}),
                ("Figure", "unit", {"kind": "entity"}),
                ("Figure", "unit", {"kind": "text"}),
                ("Figure", "unit", {"entity_type": "organization"}),
                ("Signature", "organization", {"entity_type": "person"}),
            ]
        )
    )
    def define(self, act: tuple[str, str, dict[str, str]]) -> None:
        self.act(self.project.define, act[0], act[1], **act[2])

    @rule(variable=st.sampled_from([None, "concept", "unit"]))
    def drop(self, variable: str | None) -> None:
        self.act(self.project.drop, "Claim" if variable == "concept" else "Figure", variable)

    @rule()
    def undo(self) -> None:
        if len(self.states) > 1:
            self.project.undo()
            self.undone.append(self.states.pop())
            assert self.project.state() == self.states[-1]

    @rule()
    def redo(self) -> None:
        if self.undone:
            self.project.redo()
            self.states.append(self.undone.pop())
            assert self.project.state() == self.states[-1]

    @invariant()
    def everything_holds_together(self) -> None:
        if hasattr(self, "project"):
            assert self.project.check() == {"ok": True, "problems": [], "state": self.states[-1]}

    def teardown(self) -> None:
        if not hasattr(self, "project"):
            return
        ends = [*self.states, *reversed(self.undone)]
        self.lengths.append(len(ends))
        while len(self.states) > 1:
            self.project.undo()
            self.states.pop()
            assert self.project.state() == self.states[-1]
        with pytest.raises(NotFound):
            self.project.undo()
        for state in ends[1:]:
            self.project.redo()
            assert self.project.state() == state
        assert self.project.check()["ok"]
        self.project.close()
        shutil.rmtree(self.folder)


@pytest.mark.no_cover
def test_codings_are_undone_to_the_beginning_and_redone_to_the_end(coded_file: Path) -> None:
    class Here(Codings):
        template = coded_file

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert max(Here.lengths) > 1, "no example changed anything"
