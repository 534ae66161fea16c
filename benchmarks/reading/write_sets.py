"""Writes fictional held-out sets and what the reader makes of them, in the format of the reading scorer.

    python -m benchmarks.reading.write_sets FOLDER [--count 100]

makes ``FOLDER/gold`` and ``FOLDER/pred`` with the sub-folders ``newsletters`` and ``chrome``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.reading.made_newsletters import make_newsletters
from benchmarks.reading.made_pages import make_pages
from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading.plain import PlainTextReader

# No model was trained on these seeds.
_NEWSLETTERS, _SITES = 700_000, 800_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--count", type=int, default=100)
    given = options.parse_args()
    for number, letter in enumerate(make_newsletters(range(_NEWSLETTERS, _NEWSLETTERS + given.count))):
        gold = {"articles": letter.articles, "captions": letter.captions, "subheadings": letter.subheadings}
        store(given.folder, "newsletters", number, letter.text, gold, articles(letter.text))
    for number, page in enumerate(make_pages(range(_SITES, _SITES + given.count), 1)):
        text = "\n".join(page.lines)
        spans: dict[str, list[dict[str, Any]]] = {"content": [], "chrome": []}
        at = 0
        for line, kind in zip(page.lines, page.chrome, strict=True):
            span = {"start": at, "end": at + len(line)}
            spans["chrome" if kind else "content"].append(span | ({"kind": kind} if kind else {}))
            at += len(line) + 1
        store(given.folder, "chrome", number, text, spans, chrome(text))


def store(folder: Path, kind: str, number: int, text: str, gold: dict[str, Any], found: dict[str, Any]) -> None:
    for part in ("gold", "pred"):
        (folder / part / kind).mkdir(parents=True, exist_ok=True)
    name = f"{kind[0]}{number:04}"
    (folder / "gold" / kind / f"{name}.txt").write_text(text, "utf-8", newline="\n")
    (folder / "gold" / kind / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    (folder / "pred" / kind / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def articles(text: str) -> dict[str, Any]:
    reading = PlainTextReader().read(Source(text.encode(), "newsletter.txt"))
    return {
        "articles": [
            {
                "start": document.ranges[0][0],
                "end": document.ranges[-1][1],
                "title": {"quote": document.title} if document.title else None,
                "author": document.author,
                "date": {"value": document.date.value} if document.date.value else None,
            }
            for document in reading.documents
        ]
    }


def chrome(text: str) -> dict[str, Any]:
    reading = PlainTextReader().read(Source(text.encode(), "page.txt"))
    marked = [block for block in reading.blocks if block.kind is BlockKind.CHROME]
    return {"chrome": [{"start": block.start, "end": block.end} for block in marked]}


if __name__ == "__main__":
    main()
