"""Converting values of one kind to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.values import convert, show_scalar
from communique.model.errors import CommuniqueError
from communique.model.words import VariableKind


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("yes", VariableKind.BOOLEAN, True),
        (True, VariableKind.INTEGER, 1),
        (0, VariableKind.BOOLEAN, False),
        ("40", VariableKind.INTEGER, 40),
        (40.0, VariableKind.INTEGER, 40),
        ("2031-05", VariableKind.DATE, "2031-05"),
        (False, VariableKind.TEXT, "false"),
        (2.5, VariableKind.TEXT, "2.5"),
    ],
)
def test_values_are_converted_by_what_they_are_written_as(value: object, kind: VariableKind, expected: object) -> None:
    converted = convert(value, kind, "x")  # type: ignore[arg-type]
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("perhaps", VariableKind.BOOLEAN),
        (2, VariableKind.BOOLEAN),
        (2.5, VariableKind.INTEGER),
        ("soon", VariableKind.DATE),
        ("nan", VariableKind.NUMBER),
    ],
)
def test_what_has_no_meaning_in_the_kind_is_refused(value: object, kind: VariableKind) -> None:
    with pytest.raises(CommuniqueError):
        convert(value, kind, "x")  # type: ignore[arg-type]


@given(st.integers(-(2**53), 2**53) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_and_booleans_survive_the_way_through_text(value: float | bool) -> None:
    kind = {bool: VariableKind.BOOLEAN, int: VariableKind.INTEGER, float: VariableKind.NUMBER}[type(value)]
    assert convert(show_scalar(value), kind, "x") == value
