"""Dates as the field has them: to the second, to the day, or only to a month, a season, a span (EDTF)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from communique.model.errors import UsageError

_EPOCH = datetime(1970, 1, 1)
_DAY = 86_400
_ISO = re.compile(
    r"(?a:(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?)"
)


@dataclass(frozen=True, slots=True)
class DateBounds:
    """The earliest and latest second that a date may mean.

    Attributes
    ----------
    first, last
        Seconds since 1970-01-01T00:00:00 of the local wall clock, both inclusive.
    precision
        ``second``, ``minute``, ``day``, ``month``, ``year`` or ``span`` (anything else EDTF can say).
    """

    first: int
    last: int
    precision: str

    @property
    def exact(self) -> bool:
        """Whether the date is known to the day or better."""
        return self.precision in ("second", "minute", "day")


@lru_cache(maxsize=65_536)
def date_bounds(text: str) -> DateBounds:
    """The bounds of an ISO 8601 or EDTF date.

    A time zone is dropped: the field counts in the wall clock of the place.

    Raises
    ------
    UsageError
        If the text is no date; the message shows three forms that are.

    >>> date_bounds("2031-05").precision
    'month'
    >>> date_bounds("2031-05-03").last - date_bounds("2031-05-03").first
    86399
    """
    text = text.strip()
    found = _ISO.fullmatch(text)
    try:
        if found:
            return _iso_bounds(found)
        return _edtf_bounds(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text!r} is not a date",
            way_out="write it as 2031-05-03, 2031-05, 2031 or any EDTF form such as 2031-05/2031-07",
        ) from error


def _iso_bounds(found: re.Match[str]) -> DateBounds:
    year = int(found["year"])
    if year == 0:
        raise ValueError("year 0")
    if not found["month"]:
        return DateBounds(_seconds(year, 1, 1), _seconds(year, 12, 31) + _DAY - 1, "year")
    month = int(found["month"])
    if not found["day"]:
        if not 1 <= month <= 12:
            return _edtf_bounds(found.string)
        end = calendar.monthrange(year, month)[1]
        return DateBounds(_seconds(year, month, 1), _seconds(year, month, end) + _DAY - 1, "month")
    first = _seconds(year, month, int(found["day"]))
    if not found["hour"]:
        return DateBounds(first, first + _DAY - 1, "day")
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    clock = datetime(year, month, int(found["day"]), hour, minute, second)
    first = int((clock - _EPOCH).total_seconds())
    return DateBounds(first, first, "second") if found["second"] else DateBounds(first, first + 59, "minute")


def _edtf_bounds(text: str) -> DateBounds:
    if text.startswith("/") or text.endswith("/"):
        raise ValueError("an open span has no bounds")
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_fuzzy(), parsed.upper_fuzzy()
    except EDTFParseException as error:
        raise ValueError(str(error)) from error
    if not (hasattr(low, "tm_year") and hasattr(high, "tm_year")):
        raise ValueError("an open span has no bounds")
    first = _seconds(low.tm_year, low.tm_mon, low.tm_mday)
    last = _seconds(high.tm_year, high.tm_mon, high.tm_mday) + _DAY - 1
    if last < first:
        raise ValueError("a span that ends before it begins")
    precision = "day" if last - first == _DAY - 1 else "span"
    return DateBounds(first, last, precision)


def _seconds(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days * _DAY


def iso_datetime(seconds: int) -> str:
    """The wall clock at ``seconds`` since 1970, as ``YYYY-MM-DDTHH:MM:SS``."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat()


def now() -> str:
    """The present, UTC, to the microsecond, as ISO 8601 with ``Z``."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
