"""How well chrome is told in stripped text, on the 181 pages of the public benchmark. Nothing of theirs is kept.

python -m benchmarks.reading.stripped_pages FOLDER    # the folder with ground-truth.json and html/
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.reading.shingles import score, shingles
from communique.model.reading import Source
from communique.model.words import BlockKind
from communique.reading.boxes import furniture_of
from communique.reading.chromemodel import chrome_probabilities
from communique.reading.decoding import decode
from communique.reading.lines import lines_of
from communique.reading.structure import text_blocks
from communique.reading.visible import parse_page, visible_text

# A page: its gold text, and for each line the words, whether they are content, the model's chance, the reader's mark.
Page = tuple[str, list[tuple[str, bool, float, bool]]]


def stripped(folder: Path) -> list[Page]:
    pages: list[Page] = []
    for name, entry in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        shown, _ = visible_text(parse_page(decode(Source(data, name), page=True).text)[0])
        lines = [line.text for line in lines_of(shown)]
        body, joined = set(shingles(entry["articleBody"])), " ".join(entry["articleBody"].split())
        text = "\n".join(lines)
        marked = {block.start for block in text_blocks(text) if block.kind is BlockKind.CHROME}
        rows, at = [], 0
        for line, chance in zip(lines, chrome_probabilities(lines, furniture_of(lines)), strict=True):
            own = shingles(line)
            shared = sum(1 for key in own if key in body) >= 0.6 * max(1, len(own))
            rows.append((line, shared or (len(line) > 12 and line in joined), chance, at in marked))
            at += len(line) + 1
        pages.append((entry["articleBody"], rows))
    return pages


def figures_of(pages: list[Page], keep: Callable[[bool, float, bool], bool]) -> dict[str, float]:
    """What a rule that keeps lines makes of the pages: of their text, of the characters of chrome, of what is lost."""
    chars = {(content, kept): 0 for content in (True, False) for kept in (True, False)}
    for _, rows in pages:
        for line, content, chance, marked in rows:
            chars[content, keep(content, chance, marked)] += len(line)
    hit, lost, missed = chars[False, False], chars[True, False], chars[False, True]
    found = score([(gold, "\n".join(line for line, *rest in rows if keep(*rest))) for gold, rows in pages])
    figures = {
        "kept_text_f1": found.f1,
        "precision": found.precision,
        "recall": found.recall,
        "chrome_char_f1": 2 * hit / max(1, 2 * hit + lost + missed),
        "content_wrong_pct": 100 * lost / (lost + chars[True, True]),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def measure(folder: Path) -> dict[str, float]:
    """The figures of the reader. The gold leaves out titles, dates and captions, which the reader keeps."""
    return figures_of(stripped(folder), lambda content, chance, marked: not marked)


def main() -> None:
    pages = stripped(Path(sys.argv[1]))
    rules: dict[str, Callable[[bool, float, bool], bool]] = {
        "keep all": lambda content, chance, marked: True,
        "oracle": lambda content, chance, marked: content,
        "the reader": lambda content, chance, marked: not marked,
    }
    for least in (0.3, 0.5, 0.7):
        rules[f"model from {least}"] = lambda content, chance, marked, least=least: chance < least
    for name, keep in rules.items():
        print(json.dumps({"rule": name, **figures_of(pages, keep)}))


if __name__ == "__main__":
    main()
