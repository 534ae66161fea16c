"""Reported, ascribed and embedded words: which stretches are found, with whose words, and which are none.

The cases are fictional. A mark ``⟦mode|Name⟧`` opens a stretch, ``⟦/⟧`` closes it; about half of the texts hold none.
``sets/voices.txt`` was written before the finder of ascribed speech was run on it: at first contact its precision was
1.0 and its recall 0.93; then three endings of verbs were put right, so that it is unseen no more.
``sets/embedded.txt``: precision 0.6 and recall 0.5 at first contact, before names ran on to the end of their heading.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.reading.quotes import same
from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading import read

SETS = Path(__file__).parent / "sets"
MODES = {"voices": ("reported", "ascribed"), "embedded": ("embedded",)}
"""What each set marks."""

Stretch = tuple[str, str, int, int]


def cases(name: str) -> list[tuple[str, str, list[Stretch]]]:
    """The cases: name, text, and stretches (mode, speaker, start, end)."""
    found = []
    for part in re.split(r"^##### ", (SETS / f"{name}.txt").read_text("utf-8"), flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        text, told, at, opened = "", [], 0, ("", "", 0)
        for mark in re.finditer(r"⟦([^⟧]*)⟧", body):
            text += body[at : mark.start()]
            at = mark.end()
            if mark[1] == "/":
                told.append((*opened, len(text)))
            else:
                mode, _, speaker = mark[1].partition("|")
                opened = (mode, speaker, len(text))
        found.append((title, text + body[at:], told))
    return found


def found_in(text: str) -> list[Stretch]:
    """What the reader finds in a text."""
    stretches = []
    for finding in read(Source(text.encode(), "case.txt")).findings:
        if finding.kind is FindingKind.QUOTATION and not finding.data["direct"]:
            mode = "reported"
        elif finding.kind is FindingKind.SEGMENT:
            mode = str(finding.data["mode"])
        else:
            continue
        assert finding.start is not None and finding.end is not None
        stretches.append((mode, str(finding.data["speaker"]), finding.start, finding.end))
    return stretches


def right(one: Stretch, gold: Stretch) -> bool:
    """Whether a stretch is the one meant: mode, speaker, and four fifths of each other's characters."""
    shared = min(one[3], gold[3]) - max(one[2], gold[2])
    longest = max(one[3] - one[2], gold[3] - gold[2])
    return one[0] == gold[0] and same(one[1], gold[1]) and shared > 0.8 * longest


def measure(name: str = "voices", *, show: bool = False) -> dict[str, Any]:
    """Precision and recall of each mode that the set marks."""
    counts: Counter[tuple[str, str]] = Counter()
    for title, text, gold in cases(name):
        found = found_in(text)
        for mode in MODES[name]:
            meant, said = ([s for s in stretches if s[0] == mode] for stretches in (gold, found))
            counts[mode, "gold"] += len(meant)
            counts[mode, "said"] += len(said)
            counts[mode, "right"] += sum(any(right(s, g) for g in meant) for s in said)
            if show:
                for s in said:
                    if not any(right(s, g) for g in meant):
                        print("WRONG", title, s, repr(text[s[2] : s[3]]))
                for g in meant:
                    if not any(right(s, g) for s in said):
                        print("MISSED", title, g, repr(text[g[2] : g[3]]))
    return {
        "texts": len(cases(name)),
        **{
            mode: {
                "stretches": counts[mode, "gold"],
                "precision": round(counts[mode, "right"] / max(1, counts[mode, "said"]), 4),
                "recall": round(counts[mode, "right"] / max(1, counts[mode, "gold"]), 4),
            }
            for mode in MODES[name]
        },
    }


if __name__ == "__main__":
    for every in MODES:
        print(measure(every, show=True))
