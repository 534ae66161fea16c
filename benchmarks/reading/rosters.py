"""Rosters of joint statements: how many signatories are found with name, kind and country.

The cases are fictional; ``sets/rosters.txt`` was written before the rules it measures were tuned on it,
``sets/rosters_unseen.txt`` is measured only. Eighteen sets were written last, each before anything was run on it, and
general rules mended behind each, so that they are unseen no more. In this order, with the F1 at first contact:
``rosters_fresh`` 0.916, ``rosters_later`` 0.809, ``rosters_next`` 0.897 (two languages that no rule had words for),
``rosters_last`` 0.829, ``rosters_final`` 0.893, ``rosters_sixth`` 0.849, ``rosters_seventh`` 0.846 (a table that is
not announced among them), ``rosters_eighth`` 0.696 (layouts not thought of before, two of them unannounced),
``rosters_ninth`` 0.746 (many names that could be anybody's), ``rosters_tenth`` 0.894,
``rosters_eleventh`` 0.956, ``rosters_twelfth`` 0.883, ``rosters_thirteenth`` 0.850,
``rosters_fourteenth`` 0.880, ``rosters_fifteenth`` 0.844, ``rosters_sixteenth`` 0.866, ``rosters_seventeenth`` 0.992,
``rosters_eighteenth`` 0.961. In the seventeenth names are as those of most bodies and persons; the five before it were
made to be hard, with names that could be anybody's; the last mixes both. What to expect of new material lies between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading import read
from communique.reading.signing.words import honorific

SETS = Path(__file__).parent / "sets"
_ARTICLES = frozenset(
    ["the", "der", "die", "das", "le", "la", "les", "l", "el", "los", "las", "o", "os", "as", "il", "lo", "gli", "i"]
)

Triple = tuple[str, str, str | None]


@dataclass(frozen=True)
class Roster:
    """A joint statement and who signs it: (folded name, kind, country)."""

    name: str
    text: str
    signers: frozenset[Triple]


def folded(name: str) -> str:
    """A name without punctuation, letter case, titles in front and one leading article."""
    words = "".join(
        c if unicodedata.category(c)[0] in "LMN" else " "
        for c in unicodedata.normalize("NFKC", honorific().sub("", name)).casefold()
    ).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def rosters(path: Path) -> Iterator[Roster]:
    """The cases of a file: ``##### name``, the text, and lines ``> kind | country | name``."""
    for part in re.split(r"^##### ", path.read_text("utf-8"), flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        lines = body.splitlines()
        told = [line[2:].split(" | ", 2) for line in lines if line.startswith("> ")]
        text = "\n".join(line for line in lines if not line.startswith("> "))
        yield Roster(
            head.strip(),
            text,
            frozenset((folded(name), kind, None if country == "-" else country) for kind, country, name in told),
        )


def found_in(text: str) -> dict[Triple, frozenset[str]]:
    """Who signs a text, as the reader says, withdrawn signatures left out, each with its other names."""
    reading = read(Source(text.encode(), "statement.txt"))
    signers: dict[Triple, frozenset[str]] = {}
    for finding in reading.findings:
        if finding.kind is FindingKind.SIGNATORY and not finding.data.get("withdrawn"):
            data = finding.data
            other = frozenset(map(folded, data["aliases"]))
            signers[folded(data["name"]), data["kind"], data["country"]] = other
    return signers


def measure(name: str = "rosters", *, tell: bool = False) -> dict[str, Any]:
    """Precision, recall and F1 of (name, kind, country) over all cases of a set; ``tell`` prints what differs."""
    right = given = wanted = 0
    for case in rosters(SETS / f"{name}.txt"):
        found = found_in(case.text)
        open_, hits = set(case.signers), set()
        for (words, kind, country), other in found.items():
            hit = next((t for t in open_ if t[1:] == (kind, country) and t[0] in {words, *other}), None)
            if hit:
                open_.discard(hit)
                hits.add((words, kind, country))
        if tell and (open_ or len(hits) < len(found)):
            print(
                case.name, "\n   missed:", *sorted(open_, key=str), "\n   wrong: ", *(t for t in found if t not in hits)
            )
        right += len(hits)
        given += len(found)
        wanted += len(case.signers)
    precision, recall = right / max(1, given), right / max(1, wanted)
    return {
        "signers": wanted,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
    }


if __name__ == "__main__":
    import sys

    print(measure(*sys.argv[1:2], tell=True))
