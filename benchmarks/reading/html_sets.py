"""Pages written by hand with their markup: what is the text's has the attribute ``data-c``, which no reader sees.

python -m benchmarks.reading.html_sets
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading.html import HtmlReader

SETS = Path(__file__).parent / "sets"
PAGES = ("html_first", "html_second", "html_third")
_MARK = " data-c"
_SPACE = re.compile(r"\s+")


def cases(name: str) -> Iterator[tuple[str, str]]:
    """The pages of a set: their names, and their markup with the marks in it."""
    for case in ("\n" + (SETS / f"{name}.txt").read_text("utf-8")).split("\n=== ")[1:]:
        title, _, page = case.partition("\n")
        yield title, page


def _pieces(element: Any, *, own: bool = False) -> Iterator[tuple[bool, str]]:
    """All text in page order, and whether it is the text's."""
    if not isinstance(element.tag, str) or element.tag in ("head", "script", "style"):
        return
    own = own or element.get("data-c") is not None
    yield own, element.text or ""
    for child in element:
        yield from _pieces(child, own=own)
        yield own, child.tail or ""


def measure(name: str, told: list[str]) -> dict[str, Any]:
    """F1 of the characters of chrome, and how much of the texts was wrongly marked, in percent; lines in ``told``."""
    hit = marked = gold = content = 0
    for title, page in cases(name):
        reading = HtmlReader().read(Source(page.replace(_MARK, "").encode(), "page.html"))
        text, mine = "", list[bool]()
        for block in reading.blocks:
            text += _SPACE.sub("", reading.text[block.start : block.end])
            mine += [block.kind is BlockKind.CHROME] * (len(text) - len(mine))
        at = 0
        for own, words in _pieces(html.document_fromstring(page)):
            bare = _SPACE.sub("", words)
            start = text.index(bare, at)
            at = start + len(bare)
            found = sum(mine[start:at])
            marked += found
            if own:
                content += len(bare)
            else:
                hit, gold = hit + found, gold + len(bare)
            if (2 * found < len(bare)) != own and bare:
                told.append(f"{title[:40]}: {'lost' if own else 'taken'}: {' '.join(words.split())[:90]}")
    return {
        "f1": round(2 * hit / max(1, marked + gold), 4),
        "content_wrong_pct": round(100 * (marked - hit) / max(1, content), 2),
    }


def main() -> None:
    told: list[str] = []
    for name in PAGES:
        print(name, measure(name, told))
    print("\n".join(told))


if __name__ == "__main__":
    main()
