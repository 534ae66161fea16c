"""Makes ``boundary_model.json``: small boosted trees on fictional newsletters of many layouts, and on single texts.

    python -m benchmarks.reading.train_boundaries [--letters 6000] [--pages 600] [--weight 8] [--write]

Most letters are made; a line of those written by hand (``written_sets``) counts as much as ``--weight`` made ones. The
last of these sets are left out: they say what the model is worth.

Needs scikit-learn, which the package itself does not: the trees are stored as numbers.
"""

from __future__ import annotations

import argparse
import json
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from benchmarks.reading.made_newsletters import make_newsletters
from benchmarks.reading.made_pages import Page, make_pages
from benchmarks.reading.made_portals import make_portals
from benchmarks.reading.train_chrome import grown
from benchmarks.reading.written_sets import HELD_OUT, LETTERS, cases, starts_of
from communique.reading.boundaryfeatures import boundary_features
from communique.reading.structure import text_blocks

MODEL = Path(__file__).resolve().parents[2] / "src/communique/reading/words/boundary_model.json"
# What can only speak for a boundary, or against one, however the made letters happen to fall.
_FOR = ("separated", "contents", "contents_next", "tells_byline", "tells_separated", "tells_upper", "tells_numbered")
_AGAINST = ("byline_kind", "caption_kind", "lower", "leads", "contents_lacks")
Rows = list[tuple[dict[str, float], bool]]


def of_letter(seed: int) -> Rows:
    (letter,) = make_newsletters(range(seed, seed + 1))
    starts = {article["start"] for article in letter.articles}
    blocks = text_blocks(letter.text)
    return [(features, blocks[number].start in starts) for number, features in boundary_features(letter.text, blocks)]


def of_written(name: str) -> Rows:
    """The lines of a set of letters that were written by hand."""
    found: Rows = []
    for _, lines in cases(name):
        text = "\n".join(words for _, words in lines)
        blocks, starts = text_blocks(text), starts_of(lines)
        found += [(features, blocks[number].start in starts) for number, features in boundary_features(text, blocks)]
    return found


def of_page(page: Page) -> Rows:
    """A text by itself: nothing in it opens another, and whether its own first lines do is not asked."""
    text = "\n".join(line for line, kind in zip(page.lines, page.chrome, strict=True) if kind is None)
    found = boundary_features(text, text_blocks(text))
    return [(features, False) for _, features in found if features["chars_above"] > 0]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=6_000)
    options.add_argument("--pages", type=int, default=600)
    options.add_argument("--weight", type=float, default=8)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    pages = [*make_pages(range(given.pages), 1), *make_portals(range(200_000, 200_000 + given.pages // 2))]
    with Pool() as pool:
        parts = [*pool.map(of_letter, range(given.letters), chunksize=20), *pool.map(of_page, pages, chunksize=20)]
        written = [row for part in pool.map(of_written, LETTERS[:-HELD_OUT]) for row in part]
    found = [row for part in parts for row in part]
    weights = np.concatenate([np.ones(len(found)), np.full(len(written), given.weight)])
    found += written
    names = sorted(found[0][0])
    x = np.array([[features[name] for name in names] for features, _ in found], dtype=np.float32)
    y = np.array([label for _, label in found], dtype=float)
    slants = [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in names]
    stored = grown(x, y, weights, names, slants, trees=150, leaf=40)
    if given.write:
        trees = ",\n".join(json.dumps(tree) for tree in stored.pop("trees"))
        head = json.dumps(stored)
        MODEL.write_text(f'{head[:-1]}, "trees": [\n{trees}\n]}}\n', "utf-8")
    print(json.dumps({"rows": len(y), "starts": int(y.sum())}))


if __name__ == "__main__":
    main()
