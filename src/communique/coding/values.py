"""Reading and converting the values of variables."""

from __future__ import annotations

import math
import re

from communique.model.dates import date_bounds
from communique.model.errors import RecordError
from communique.model.records import Scalar
from communique.model.words import VariableKind

_INT64 = 2**63
_YES = {"true", "1", "yes", "y", "agree", "+"}
_NO = {"false", "0", "no", "n", "disagree", "-"}


def parse_scalar(kind: VariableKind, written: object, name: str) -> Scalar:
    """What a written value of the variable ``name`` means.

    Raises
    ------
    RecordError
        If it is not of the kind.
    UsageError
        If it should be a date and is none.
    """
    text = str(written).strip()
    try:
        if kind is VariableKind.BOOLEAN:
            return parse_boolean(written, name)
        if kind is VariableKind.INTEGER:
            return parse_whole(text)
        if kind is VariableKind.NUMBER:
            number = float(text)
            if "_" in text or not math.isfinite(number):
                raise ValueError(text)
            return number
    except ValueError as error:
        raise RecordError(
            f"{text!r} is not of kind {kind.value}, which {name!r} holds", way_out="correct the value"
        ) from error
    if kind is VariableKind.DATE:
        date_bounds(text)
    if "\0" in text:
        raise RecordError(f"the value of {name!r} holds a NUL character", way_out="remove it")
    return text


def parse_whole(written: str) -> int:
    """A whole number of 64 bits.

    Raises
    ------
    ValueError
        If it is none, or too great for the project's file.
    """
    # int() would also take "1_000", which means nothing outside of Python, and digits without end.
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", written) or not -_INT64 <= int(written) < _INT64:
        raise ValueError(written)
    return int(written)


def parse_boolean(written: object, name: str) -> bool:
    """Whether a written value says yes or no.

    Raises
    ------
    RecordError
        If it says neither.
    """
    if isinstance(written, bool):
        return written
    text = str(written).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise RecordError(f"{written!r} is neither true nor false, which {name!r} holds", way_out="write true or false")


def show_scalar(value: Scalar) -> str:
    """A value as people write it: ``true``, ``3``, ``2.5``.

    >>> show_scalar(True), show_scalar(3.0), show_scalar(2.5)
    ('true', '3', '2.5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def convert(value: Scalar, kind: VariableKind, name: str) -> Scalar:
    """A value as one of another kind: by what it is written as; true and false are 1 and 0 where a number is asked for.

    Raises
    ------
    RecordError, UsageError
        If it has no meaning in that kind.
    """
    if isinstance(value, bool) and kind in (VariableKind.INTEGER, VariableKind.NUMBER):
        value = int(value)
    return parse_scalar(kind, show_scalar(value), name)
