"""Bounds of dates: ISO against counting days one by one, EDTF against a table."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.model.dates import DateBounds, date_bounds, iso_datetime, now
from communique.model.errors import UsageError

EPOCH = datetime(1970, 1, 1)


def second(text: str) -> int:
    """Seconds since 1970 of a wall clock, by the standard library."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(seconds=1)


def days_of(year: int, month: int | None = None) -> list[date]:
    """All days of a month or year, by going from day to day."""
    first = date(year, month or 1, 1)
    every = (first + timedelta(days=n) for n in range(367) if first.toordinal() + n <= date.max.toordinal())
    return [day for day in every if day.year == year and (month is None or day.month == month)]


def seconds_of(days: list[date]) -> tuple[int, int]:
    start = datetime.combine(days[0], datetime.min.time())
    end = datetime.combine(days[-1], datetime.max.time().replace(microsecond=0))
    return second(start.isoformat()), second(end.isoformat())


@given(st.dates())
@example(date(2032, 2, 29))
@example(date.min)
@example(date.max)
def test_a_day_lasts_from_midnight_to_midnight(day: date) -> None:
    assert date_bounds(day.isoformat()) == DateBounds(*seconds_of([day]), "day")


@given(st.integers(1, 9999), st.integers(1, 12))
@example(2032, 2)
@example(1900, 2)
@example(9999, 12)
def test_a_month_lasts_from_its_first_to_its_last_day(year: int, month: int) -> None:
    assert date_bounds(f"{year:04}-{month:02}") == DateBounds(*seconds_of(days_of(year, month)), "month")


@given(st.integers(1, 9999))
def test_a_year_lasts_from_new_year_to_new_years_eve(year: int) -> None:
    assert date_bounds(f"{year:04}") == DateBounds(*seconds_of(days_of(year)), "year")


@given(
    st.datetimes(),
    st.sampled_from(["T", " "]),
    st.sampled_from(["", "Z", "+02:00", "-0530", "+14:00"]),
)
def test_a_clock_time_is_the_wall_clock_of_the_place_whatever_the_zone(clock: datetime, gap: str, zone: str) -> None:
    clock = clock.replace(microsecond=0)
    text = clock.strftime(f"{clock.year:04}-%m-%d{gap}%H:%M:%S") + zone
    at = second(clock.isoformat())
    assert date_bounds(text) == DateBounds(at, at, "second")


@given(st.datetimes())
def test_a_minute_lasts_sixty_seconds(clock: datetime) -> None:
    clock = clock.replace(second=0, microsecond=0)
    at = second(clock.isoformat())
    assert date_bounds(clock.strftime(f"{clock.year:04}-%m-%dT%H:%M")) == DateBounds(at, at + 59, "minute")


def test_fractions_of_a_second_are_dropped() -> None:
    assert date_bounds("2031-05-03T10:20:30.987Z") == date_bounds("2031-05-03T10:20:30")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2031-05-03/2031-05-05", "2031-05-03", "2031-05-05", "span"),
        ("2031-05/2031-07", "2031-05-01", "2031-07-31", "span"),
        ("2031-05-03/2031-05-03", "2031-05-03", "2031-05-03", "day"),
        ("2030/2031-02", "2030-01-01", "2031-02-28", "span"),
        ("203X", "2030-01-01", "2039-12-31", "span"),
        ("20XX", "2000-01-01", "2099-12-31", "span"),
        ("2031-XX", "2031-01-01", "2031-12-31", "span"),
        ("2031-05-XX", "2031-05-01", "2031-05-31", "span"),
        ("2031-21", "2031-03-01", "2031-05-31", "span"),
        ("2031-22", "2031-06-01", "2031-08-31", "span"),
        ("[2031-05-03,2031-05-07]", "2031-05-03", "2031-05-07", "span"),
        ("{2031-05..2031-06}", "2031-05-01", "2031-06-30", "span"),
        ("2032-02", "2032-02-01", "2032-02-29", "month"),
        ("  2031-05-03\n", "2031-05-03", "2031-05-03", "day"),
    ],
)
def test_edtf_forms_have_the_bounds_of_the_standard(text: str, first: str, last: str, precision: str) -> None:
    assert date_bounds(text) == DateBounds(second(first), second(f"{last}T23:59:59"), precision)


@pytest.mark.parametrize("text", ["2031-05-03?", "2031-05~", "2031%", "2031-05-03~/2031-06"])
def test_doubt_never_makes_a_date_narrower(text: str) -> None:
    plain = date_bounds(text.translate(str.maketrans("", "", "?~%")))
    doubtful = date_bounds(text)
    assert doubtful.first <= plain.first
    assert doubtful.last >= plain.last


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "yesterday",
        "2031-02-29",
        "2031-13",
        "2031-00",
        "2031-05-00",
        "2031-05-32",
        "0000",
        "0000-01-01",
        "2031-05-03T24:00",
        "2031-05-03T23:60",
        "2031-05-03T23:59:60",
        "31-05-03",
        "03.05.2031",
        "2031/",
        "/2031",
        "2031/..",
        "../2031",
        "2031-05-07/2031-05-03",
        "12031-01-01",
        "Y170000002",
        "2031-05-03T10",
        "2031-05-03\0",
        "٢٠٣١",
        "2031-٠٥-٠٣",
        "2031-05-03 or so",
    ],
)
def test_what_is_no_date_is_refused_with_forms_that_are(text: str) -> None:
    with pytest.raises(UsageError, match=r"is not a date.*2031-05-03"):
        date_bounds(text)


@given(st.text(max_size=12) | st.from_regex(r"[0-9XYu?~%/.\[\]{},TZ:+-]{1,18}", fullmatch=True))
def test_any_text_is_a_date_with_ordered_bounds_or_refused(text: str) -> None:
    try:
        bounds = date_bounds(text)
    except UsageError:
        return
    assert bounds.first <= bounds.last
    assert bounds.exact == (bounds.precision in {"second", "minute", "day"})


@given(st.datetimes())
def test_seconds_are_shown_as_the_clock_they_were_counted_from(clock: datetime) -> None:
    clock = clock.replace(microsecond=0)
    assert iso_datetime(second(clock.isoformat())) == clock.isoformat()


def test_now_is_a_date_of_its_own_kind_and_never_runs_backwards() -> None:
    one, two = now(), now()
    assert one <= two
    assert one.endswith("Z")
    assert date_bounds(one).precision == "second"
