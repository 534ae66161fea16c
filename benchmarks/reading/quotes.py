"""Direct quotations: how many have a speaker, and how many of these are right.

The cases are fictional. A mark ``⟦Name⟧`` opens the words of a speaker (``-`` if nobody is named), ``⟦/⟧`` closes them,
``⟦+⟧`` goes on in the next paragraph. ``sets/quotes.txt`` was used to tune the rules, ``sets/quotes_unseen.txt`` was
written before they were run on it, and so was ``sets/quotes_fresh.txt``, the last: at first contact its precision was
1.0 at a coverage of 0.83, then two rules were mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading import read

SETS = Path(__file__).parent / "sets"


@dataclass(frozen=True)
class Case:
    """A text and its direct quotations: (start, end, speaker)."""

    name: str
    text: str
    quotations: tuple[tuple[int, int, str | None], ...]


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    for part in re.split(r"^##### ", path.read_text("utf-8"), flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        text, told, at = "", [], 0
        speaker, begun = "", -1
        for found in re.finditer(r"⟦([^⟧]*)⟧", body):
            text += body[at : found.start()]
            at = found.end()
            if found[1] in ("/", "+"):
                if found[1] == "/" and begun >= 0:
                    told.append((begun, len(text), None if speaker == "-" else speaker))
                    begun = -1
            else:
                if begun >= 0:
                    told.append((begun, len(text.rstrip().rstrip('"“”')), None if speaker == "-" else speaker))
                speaker, begun = found[1], len(text)
        yield Case(name, text + body[at:], tuple(told))


def same(a: str | None, b: str | None) -> bool:
    """Whether two names are one: equal, or one with further words before the other."""
    x, y = sorted((_words(a), _words(b)), key=len)
    return bool(x and y) and (x == y or (len(x) > 1 and y[-len(x) :] == x))


def _words(name: str | None) -> list[str]:
    words = re.findall(r"[^\W_]+", (name or "").casefold())
    return words[1:] if len(words) > 1 and words[0] in ("the", "dr") else words


def measure(name: str = "quotes", *, tell: bool = False) -> dict[str, Any]:
    """Speaker precision and coverage of the direct quotations of a set, and how many spans are found and right."""
    gold = named = found_count = said = spoken = right = wrong = given = 0
    for case in cases(SETS / f"{name}.txt"):
        reading = read(Source(case.text.encode(), "news.txt"))
        mine = [
            (f.start or 0, f.end or 0, f.data["speaker"])
            for f in reading.findings
            if f.kind is FindingKind.QUOTATION and f.data["direct"]
        ]
        given += len(mine)
        wrong += sum(not any(min(b, d) > max(a, c) for c, d, _ in case.quotations) for a, b, _ in mine)
        for start, end, speaker in case.quotations:
            gold += 1
            named += speaker is not None
            hit = next((q for q in mine if min(q[1], end) - max(q[0], start) >= 0.5 * (end - start)), None)
            found_count += hit is not None
            if tell and (hit is None or ((hit[2] or speaker) and not same(hit[2], speaker))):
                print(f"{case.name}: {case.text[start:end]!r} by {speaker}: {hit and hit[2]}")
            if hit and hit[2]:
                spoken += 1
                right += same(hit[2], speaker)
                said += speaker is not None
        if tell:
            for a, b, speaker in mine:
                if not any(min(b, d) > max(a, c) for c, d, _ in case.quotations):
                    print(f"{case.name}: no quotation: {case.text[a:b]!r} by {speaker}")
    return {
        "quotations": gold,
        "found": round(found_count / gold, 4),
        "false": wrong,
        "speaker_precision": round(right / max(1, spoken), 4),
        "speaker_coverage": round(said / max(1, named), 4),
    }


if __name__ == "__main__":
    import sys

    print(measure(*sys.argv[1:2], tell=True))
