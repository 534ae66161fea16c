"""Slices of time: where windows begin, end and have their middle."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta

from communique.model.dates import iso_datetime
from communique.model.errors import SpecError
from communique.networks.spec import Width

_EPOCH = datetime(1970, 1, 1)
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """A slice of time, in seconds since 1970.

    Attributes
    ----------
    start, stop
        Its bounds as shown; ``stop`` is exclusive for half-open windows, else inclusive.
    middle
        The instant it stands for.
    low, high
        First and last second that belong to it, both inclusive.
    """

    start: int
    stop: int
    middle: int
    low: int
    high: int


def shifted(seconds: int, count: int, unit: str) -> int:
    """``seconds`` moved by ``count`` units; months and years by the calendar, the day clipped to the month's last."""
    if unit in _SECONDS:
        return seconds + count * _SECONDS[unit]
    clock = _EPOCH + timedelta(seconds=seconds)
    months = clock.year * 12 + clock.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise SpecError(f"a window of {count}{unit} leaves the calendar", place="--window")
    day = min(clock.day, calendar.monthrange(year, month + 1)[1])
    return int((clock.replace(year=year, month=month + 1, day=day) - _EPOCH).total_seconds())


def floored(seconds: int, unit: str) -> int:
    """The start of the minute, hour, day, ISO week, month or year that ``seconds`` falls in."""
    if unit == "w":
        days = seconds // 86_400
        return (days - (days + 3) % 7) * 86_400
    if unit in _SECONDS:
        return seconds // _SECONDS[unit] * _SECONDS[unit]
    clock = _EPOCH + timedelta(seconds=seconds)
    start = datetime(clock.year, clock.month if unit == "m" else 1, 1)
    return int((start - _EPOCH).total_seconds())


def time_windows(start: int, stop: int, wide: Width, step: Width, *, inside: bool) -> list[Window]:
    """Half-open windows ``[a, a + width)`` that begin at ``start`` and move by ``step``.

    Parameters
    ----------
    start, stop
        The range ``[start, stop)`` in seconds.
    wide, step
        Width of the windows, and how far each is from the last.
    inside
        Whether every window must lie within the range; else their middles run through it.

    Raises
    ------
    SpecError
        If the window is longer than the range, or there would be more than a million.
    """
    if inside and shifted(start, wide.count, wide.unit) > stop:
        raise SpecError(
            f"a window of {wide} is longer than the range from {iso_datetime(start)} to {iso_datetime(stop)}",
            place="--window",
            way_out="choose a shorter window or a longer range",
        )
    before = 0 if inside else wide.count // 2
    found: list[Window] = []
    while True:
        anchor = len(found) * step.count
        low = _moved(start, step, anchor, wide.unit, -before)
        high = _moved(start, step, anchor, wide.unit, wide.count - before)
        middle = low + (high - low) // 2
        if (high > stop) if inside else (shifted(start, anchor, step.unit) >= stop):
            return found
        if len(found) >= _MOST:
            raise SpecError("there would be more than a million windows", place="--step", way_out="take longer steps")
        found.append(Window(low, high, middle, low, high - 1))


def _moved(start: int, step: Width, anchor: int, unit: str, count: int) -> int:
    if step.unit == unit:
        return shifted(start, anchor + count, unit)
    months = {"m": 1, "y": 12}
    if step.unit in months and unit in months:
        return shifted(start, anchor * months[step.unit] + count * months[unit], "m")
    return shifted(shifted(start, anchor, step.unit), count, unit)
