"""Fictional texts with figures, marked up by hand: ``{{quote|value|unit|hedge|about}}``.

A range is written ``4..5``; a part that is ``?`` makes the figure optional (neither demanded nor punished).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MARKED = re.compile(r"\{\{([^{}]*)\}\}")
FOLDER = Path(__file__).parent / "figures_set"


@dataclass(frozen=True)
class Case:
    """A text with its gold figures, in the form of the shared scorer."""

    name: str
    language: str
    text: str
    figures: list[dict[str, Any]]


def cases(part: str) -> list[Case]:
    """The cases of ``development``, ``held_out`` or ``fresh``."""
    chunks = re.split(r"^# ", (FOLDER / f"{part}.txt").read_text("utf-8"), flags=re.M)
    return [_case(chunk) for chunk in chunks if chunk.strip()]


def _case(chunk: str) -> Case:
    head, _, body = chunk.partition("\n")
    name, language = head.split()
    text, last, figures = "", 0, list[dict[str, Any]]()
    for found in _MARKED.finditer(body):
        text += body[last : found.start()]
        quote, *fields = (*found[1].split("|"), "", "", "", "")[: max(5, found[1].count("|") + 1)]
        figures.append(_figure(quote, fields, len(text)))
        text += quote
        last = found.end()
    return Case(name, language, (text + body[last:]).rstrip() + "\n", figures)


def _figure(quote: str, fields: list[str], start: int) -> dict[str, Any]:
    optional = "?" in fields
    value, unit, hedge, about = ("" if part == "?" else part for part in fields[:4])
    ends = [float(end) for end in value.split("..")] if value else [0.0]
    return {
        "value": ends[0] if len(ends) == 1 else ends,
        "unit": unit,
        "hedge": hedge or None,
        "about": about or None,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    } | ({"optional": True} if optional else {})
