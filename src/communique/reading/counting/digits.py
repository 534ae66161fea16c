"""What a number in figures is worth: which of its marks part thousands, and which part whole from decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMA_LANGUAGES = frozenset(
    [
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "sv",
        "no",
        "nb",
        "nn",
        "da",
        "pl",
        "ru",
        "uk",
        "el",
        "tr",
        "cs",
        "sk",
        "hu",
        "ro",
        "bg",
        "hr",
        "sl",
        "sr",
        "fi",
        "et",
        "lv",
        "lt",
        "is",
        "ca",
        "gl",
        "eu",
        "sq",
        "mk",
        "be",
        "id",
        "vi",
    ]
)
_BOTH = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})+([.,])\d+(?![\d.,]*\d)")
_REPEATED = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+(?![.,]?\d)")
_SHORT = re.compile(
    r"(?<![\d.,:/-])\d{1,6}([.,])(?:\d{1,2}|\d{4,})(?![\d.,:/-]|\.\d)(?!\s?(?:uhr|uur|h|[ap]\.?m)\b)(?=\s?(?:[^\W\d_]|[%€$£]))",
    re.I,
)
# One mark and three digits: rather thousands than thousandths.
_GROUP = re.compile(r"(?<![\d.,:/-])[1-9]\d{0,2}([.,])\d{3}(?![\d:/-]|[.,]\d)")
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Style:
    """Which mark parts whole from decimals in a document."""

    decimal: str


def style_of(text: str, start: int, end: int, language: str | None) -> Style:
    """How a document writes its numbers: what its own numbers show outweighs the habit of its language."""
    votes = {".": 0, ",": 0}
    for found in _BOTH.finditer(text, start, end):
        if found[1] != found[2]:
            votes[found[2]] += 3
    for found in _REPEATED.finditer(text, start, end):
        votes["," if found[1] == "." else "."] += 3
    for found in _SHORT.finditer(text, start, end):
        votes[found[1]] += 1
    for found in _GROUP.finditer(text, start, end):
        votes["," if found[1] == "." else "."] += 1
    habit = "," if language in _COMMA_LANGUAGES else "."
    other = "." if habit == "," else ","
    return Style(other if votes[other] > votes[habit] else habit)


def number_of(written: str, style: Style) -> float | None:
    """The value of a number in the digits of any script, or ``None`` if its marks make no number (a date, a section).

    >>> number_of("1.234", Style(",")), number_of("1.234", Style(".")), number_of("12'500", Style("."))
    (1234.0, 1.234, 12500.0)
    """
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    plain = _SPACES.sub("", plain).replace("’", "'").replace("٬", "'").replace("٫", style.decimal)
    if "'" in plain:
        groups = re.split(r"['.,]", plain)
        if not all(len(group) == 3 for group in re.split(r"[.,]", plain)[0].split("'")[1:]):
            return None
        plain = plain.replace("'", "")
        return float(plain.replace(",", ".")) if len(groups) > 1 and plain.count(".") + plain.count(",") <= 1 else None
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return float(plain)
    if len(set(marks)) == 2:
        whole, decimals = plain.rsplit(marks[-1], 1)
        if marks[-1] in whole or not _grouped(whole, marks[0]):
            return None
        return float(whole.replace(marks[0], "") + "." + decimals)
    if _INDIAN.fullmatch(plain):
        return float(plain.replace(",", ""))
    if len(marks) > 1:
        return float(plain.replace(marks[0], "")) if _grouped(plain, marks[0]) else None
    whole, decimals = plain.split(marks[0])
    # Three digits behind the only mark part thousands, unless the document uses that mark for decimals.
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0" and marks[0] != style.decimal:
        return float(whole + decimals)
    return float(f"{whole}.{decimals}")


def _grouped(whole: str, mark: str) -> bool:
    first, *rest = whole.split(mark)
    if len(rest) > 1 and all(len(group) == 2 for group in rest[:-1]) and len(rest[-1]) == 3 and len(first) <= 2:
        return True
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in rest)
