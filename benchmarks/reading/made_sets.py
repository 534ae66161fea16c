"""Made newsletters and stripped pages, of seeds that no model was trained on, through the whole reader."""

from __future__ import annotations

from typing import Any

from benchmarks.reading.made_newsletters import make_newsletters
from benchmarks.reading.made_pages import make_pages
from communique.model.reading import Reading, Source
from communique.model.words import BlockKind
from communique.reading.plain import PlainTextReader

_NEWSLETTERS, _SITES = 700_000, 800_000


def _read(text: str) -> Reading:
    return PlainTextReader().read(Source(text.encode(), "page.txt"))


def newsletters(count: int) -> dict[str, Any]:
    """Precision, recall and F1 of article starts, and how many false ones stand at subheadings."""
    right = said = wanted = at_subheadings = 0
    for letter in make_newsletters(range(_NEWSLETTERS, _NEWSLETTERS + count)):
        starts = {document.ranges[0][0] for document in _read(letter.text).documents}
        gold = {article["start"] for article in letter.articles}
        right += len(starts & gold)
        said += len(starts)
        wanted += len(gold)
        at_subheadings += len(starts & {heading["start"] for heading in letter.subheadings})
    return {
        "newsletters": count,
        "precision": round(right / said, 4),
        "recall": round(right / wanted, 4),
        "f1": round(2 * right / (said + wanted), 4),
        "at_subheadings": at_subheadings,
    }


def chrome(count: int) -> dict[str, Any]:
    """F1 of the characters of chrome, and the share of content that is wrongly marked, in percent."""
    both = marked = gold = content = wrong = 0
    for page in make_pages(range(_SITES, _SITES + count), 1):
        text = "\n".join(page.lines)
        mine = [False] * len(text)
        for block in _read(text).blocks:
            if block.kind is BlockKind.CHROME:
                mine[block.start : block.end] = [True] * (block.end - block.start)
        at = 0
        for line, kind in zip(page.lines, page.chrome, strict=True):
            for place in range(at, at + len(line)):
                if text[place].isspace():
                    continue
                marked += mine[place]
                gold += bool(kind)
                both += mine[place] and bool(kind)
                content += not kind
                wrong += mine[place] and not kind
            at += len(line) + 1
    return {
        "sites": count,
        "f1": round(2 * both / max(1, marked + gold), 4),
        "content_wrong_pct": round(100 * wrong / max(1, content), 2),
    }
