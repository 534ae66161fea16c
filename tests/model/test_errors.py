"""The tree of errors: drawn in one docstring, and every message says what, where and the way out."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

from communique.model import errors
from communique.model.errors import CommuniqueError, NotFound, UsageError


def kinds() -> list[type[CommuniqueError]]:
    return [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, CommuniqueError) and kind.__module__ == errors.__name__
    ]


def drawn() -> dict[str, str | None]:
    """Each error in the drawing with the one above it."""
    parents: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^ {4}((?:[│├└─ ]{4})*)([A-Z]\w+)", line)
        if not found:
            continue
        depth = len(found[1])
        above = [entry for entry in above if entry[0] < depth]
        parents[found[2]] = above[-1][1] if above else None
        above.append((depth, found[2]))
    return parents


def test_the_drawing_shows_every_error_under_its_parent() -> None:
    actual = {kind.__name__: next((b.__name__ for b in kind.__bases__ if b in kinds()), None) for kind in kinds()}
    assert drawn() == actual
    assert len(actual) > 10


@pytest.mark.parametrize("kind", kinds())
def test_every_message_names_the_thing_the_place_and_the_way_out(kind: type[CommuniqueError]) -> None:
    error = kind("the bridge is closed", place="line 3", way_out="take the ferry")
    assert str(error) == "line 3: the bridge is closed; take the ferry"
    assert str(kind("the bridge is closed")) == "the bridge is closed"


@pytest.mark.parametrize("kind", kinds())
def test_wrong_usage_has_exit_status_two_and_failure_one(kind: type[CommuniqueError]) -> None:
    assert kind("x").exit_status == (2 if issubclass(kind, UsageError) else 1)


def test_errors_can_be_caught_as_the_builtin_ones_they_are() -> None:
    assert issubclass(UsageError, ValueError)
    assert issubclass(NotFound, LookupError)


@pytest.mark.parametrize("kind", kinds())
def test_an_error_survives_the_way_between_processes(kind: type[CommuniqueError]) -> None:
    error = kind("the bridge is closed", place="line 3", way_out="take the ferry")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
