"""Makes ``chrome_model.json``: two stages of small boosted trees on fictional pages of many sites.

    python -m benchmarks.reading.train_chrome [--sites 700] [--portals 1800] [--write]

Needs scikit-learn, which the package itself does not: the trees are stored as numbers. Prints the scores on sites that
were not trained on; with ``--write`` stores the model beside the reader.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.reading.made_pages import Page, make_pages
from benchmarks.reading.made_portals import make_portals
from communique.reading.boxes import furniture_of
from communique.reading.linefeatures import context_features, line_features
from communique.reading.trees import Trees, rows

MODEL = Path(__file__).resolve().parents[2] / "src/communique/reading/words/chrome_model.json"
Array = np.ndarray
# Losing a paragraph costs more than keeping an advertisement.
_CONTENT = 2.0
# On so many pages the model must do without all that rests on word lists, so that it learns the shape of pages as well.
_BLIND = 0.4
_WORDS = ("cue", "obvious", "box", "under_", "past_")
# What can only speak against chrome, or only for it, however the made pages happen to fall: real ones differ.
_AGAINST = {"length", "ends", "prose", "long", "very_long", "in_body", "in_narrow", "in_wide", "small", "block_1"}
_AGAINST |= {"block_3", "block_8"}
_AGAINST_BEGINS = ("dense_", "block_best", "between_", "near_", *(f"prose_{width}_" for width in (1, 2, 4, 8, 16, 40)))
_FOR = {"cue", "obvious", "boxed", "appeal_cue", "short", "tiny", "before_body", "after_body", "far_wide", "cut"}
_FOR_BEGINS = tuple(f"{name}_{width}_" for name in ("cue", "obvious", "boxed") for width in (1, 2, 4, 8))


def columns(page: Page) -> Array:
    found = line_features(page.lines, furniture_of(page.lines))
    return rows(found, sorted(found)).astype(np.float32)


class Lines:
    """The lines of many pages: features, labels (1 is chrome), lengths in characters and page numbers."""

    def __init__(self, pages: Sequence[Page]) -> None:
        with Pool() as pool:
            self.x = np.concatenate(pool.map(columns, pages, chunksize=20))
        self.names = sorted(line_features(pages[0].lines, furniture_of(pages[0].lines)))
        self.y = np.array([mark is not None for page in pages for mark in page.chrome], dtype=float)
        self.length = np.array([len(line) for page in pages for line in page.lines], dtype=float)
        self.page = np.repeat(np.arange(len(pages)), [len(page.lines) for page in pages])
        self.weight = np.sqrt(np.minimum(self.length, 400)) / 6 * np.where(self.y > 0, 1.0, _CONTENT)

    def forget_words(self) -> None:
        blind = np.random.default_rng(1).random(int(self.page.max()) + 1) < _BLIND
        of_words = [number for number, name in enumerate(self.names) if any(word in name for word in _WORDS)]
        self.x[np.ix_(np.flatnonzero(blind[self.page]), of_words)] = 0

    def context(self, chances: Array) -> tuple[Array, list[str]]:
        cuts = np.flatnonzero(np.diff(self.page)) + 1
        pages = zip(np.split(chances, cuts), np.split(self.length, cuts), strict=True)
        found = [context_features(*page) for page in pages]
        names = sorted(found[0])
        return np.concatenate([rows(page, names) for page in found]), names


def slant(name: str) -> int:
    if name in _AGAINST or name.startswith(_AGAINST_BEGINS):
        return -1
    return int(name in _FOR or name.startswith(_FOR_BEGINS))


def grown(
    x: Array, y: Array, weight: Array, names: list[str], slants: list[int], *, trees: int = 110, leaf: int = 200
) -> dict[str, Any]:
    """A stage as it is stored: names, baseline, and of each tree its nodes (feature, split, left, right, value)."""
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=8,
        learning_rate=0.12,
        min_samples_leaf=leaf,
        l2_regularization=10,
        max_bins=48,
        max_features=0.25,
        monotonic_cst=slants,
        early_stopping=False,
        random_state=1,
    ).fit(x, y, sample_weight=weight)
    stored = []
    for (predictor,) in model._predictors:
        stored.append(
            [
                [0, 0.0, 0, 0, round(float(node["value"]), 4)]
                if node["is_leaf"]
                else [
                    int(node["feature_idx"]),
                    round(float(node["num_threshold"]), 6),
                    int(node["left"]),
                    int(node["right"]),
                    0.0,
                ]
                for node in predictor.nodes
            ]
        )
    return {"features": names, "baseline": round(float(model._baseline_prediction.ravel()[0]), 4), "trees": stored}


def trained(lines: Lines) -> dict[str, Any]:
    """Both stages; the second learns from chances that the first gave on pages it had not seen."""
    slants = [slant(name) for name in lines.names]
    unseen = np.zeros(len(lines.y))
    for half in (0, 1):
        other, own = lines.page % 2 != half, lines.page % 2 == half
        stage = grown(lines.x[other], lines.y[other], lines.weight[other], lines.names, slants)
        unseen[own] = Trees(stage).probabilities(lines.x[own])
    first = grown(lines.x, lines.y, lines.weight, lines.names, slants)
    context, names = lines.context(unseen)
    return {"first": first, "second": grown(context, lines.y, lines.weight, names, [0] * len(names))}


def chances(stored: dict[str, Any], lines: Lines) -> Array:
    first = Trees(stored["first"]).probabilities(lines.x)
    return Trees(stored["second"]).probabilities(lines.context(first)[0])


def report(marked: Array, y: Array, length: Array) -> dict[str, float]:
    chrome = y > 0
    hit = length[marked & chrome].sum()
    precision, recall = hit / max(1, length[marked].sum()), hit / length[chrome].sum()
    wrong = length[marked & ~chrome].sum() / length[~chrome].sum()
    return {"f1": round(2 * precision * recall / (precision + recall), 4), "content_wrong_pct": round(100 * wrong, 2)}


def write(stored: dict[str, Any]) -> None:
    """Stores the model with a tree on each line."""
    parts = [f' "threshold": {stored["threshold"]}']
    for stage in ("first", "second"):
        head = json.dumps({name: value for name, value in stored[stage].items() if name != "trees"})
        trees = ",\n".join(json.dumps(tree) for tree in stored[stage]["trees"])
        parts.append(f' "{stage}": {head[:-1]}, "trees": [\n{trees}\n ]}}')
    MODEL.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sites", type=int, default=700)
    options.add_argument("--portals", type=int, default=1800)
    options.add_argument("--threshold", type=float, default=0.7)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    portals = range(200_000, 200_000 + given.portals)
    lines = Lines([*make_pages(range(given.sites), 1, known=True), *make_portals(portals, known=True)])
    lines.forget_words()
    stored = trained(lines) | {"threshold": given.threshold}
    if given.write:
        write(stored)
    for name, pages in (
        ("sites", make_pages(range(100_000, 100_120), 1)),
        ("portals", make_portals(range(300_000, 300_150))),
    ):
        held = Lines(pages)
        found = chances(stored, held)
        for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            print(json.dumps({"pages": name, "threshold": least, **report(found >= least, held.y, held.length)}))


if __name__ == "__main__":
    main()
