"""Dates of fictional documents: right, rightly none, missed, false.

    python -m benchmarks.reading.dates [--show]

The heads are hand-written, in ``dates_set/development.txt`` and ``held_out.txt``; ``--show`` prints what went wrong
among the first. ``fresh.txt`` was written last, with eras, rarer scripts and traps, before anything ran on it: 0.757
right and 0.027 false at first contact; general rules were mended behind it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from communique.model.reading import Source
from communique.reading.plain import PlainTextReader

_SETS = Path(__file__).resolve().parent / "dates_set"
BODY = (
    "The people of the old quarter have waited for nine years, and they will not wait for a tenth, their league said. "
    "Nobody who lives by the river was asked, and nobody who was asked lives by the river."
)


def cases(name: str) -> list[tuple[str | None, str, str]]:
    """The value, the basis and the text of each document of a set."""
    lines = (_SETS / f"{name}.txt").read_text("utf-8").splitlines()
    found = [line.split(" | ", 2) for line in lines if line and not line.startswith("#")]
    return [
        (None if value == "none" else value, basis, text.replace("⏎", "\n").replace("{BODY}", f"{BODY}\n{BODY}"))
        for value, basis, text in found
    ]


def measure(name: str, show: bool = False) -> dict[str, Any]:
    """Counts and shares over a set: ``right`` is the value or an honest none, ``false`` a date that is not the one."""
    found: Counter[str] = Counter()
    documents = cases(name)
    for value, basis, text in documents:
        date = PlainTextReader().read(Source(text.encode(), "page.txt")).documents[0].date
        right = date.value == value
        found["right"] += right
        found["basis"] += right and str(date.basis) == basis
        found["false"] += date.value is not None and not right
        if show and not right:
            print(value, date.value, str(date.basis), text.split("\n")[:2])
    return {"set": name, "documents": len(documents)} | {
        key: round(found[key] / len(documents), 4) for key in ("right", "basis", "false")
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    print(json.dumps(measure("development", given.show)))
    print(json.dumps(measure("held_out")))


if __name__ == "__main__":
    main()
