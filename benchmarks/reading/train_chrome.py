"""Makes ``chrome_model.json``: small boosted trees on fictional pages of many sites.

    python -m benchmarks.reading.train_chrome [--sites 700] [--write]

Needs scikit-learn, which the package itself does not: the trees are stored as numbers. Prints the scores on sites that
were not trained on; with ``--write`` stores the model beside the reader.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.reading.made_pages import Page, make_pages
from communique.reading.chromemodel import Trees
from communique.reading.linefeatures import line_features

MODEL = Path(__file__).resolve().parents[2] / "src/communique/reading/words/chrome_model.json"
Array = np.ndarray
# Losing a paragraph costs more than keeping an advertisement; comments without a heading cannot be told from text.
_CONTENT, _CHROME_PROSE = 2.5, 0.5


def matrix(pages: list[Page], names: list[str] | None = None) -> tuple[Array, Array, Array, Array, list[str]]:
    """Features, labels (1 is chrome), lengths in characters and page numbers, one row per line."""
    rows = [(number, found) for number, page in enumerate(pages) for found in line_features(page.lines)]
    names = names or sorted(rows[0][1])
    x = np.array([[found[name] for name in names] for _, found in rows])
    y = np.array([mark is not None for page in pages for mark in page.chrome], dtype=float)
    length = np.array([len(line) for page in pages for line in page.lines], dtype=float)
    return x, y, length, np.array([number for number, _ in rows]), names


def forget_words(x: Array, pages: Array, names: list[str], share: float) -> Array:
    """Blanks on some pages all that rests on word lists, so that the model learns the shape of pages as well."""
    chance = np.random.default_rng(1)
    blind = chance.random(int(pages.max()) + 1) < share
    columns = [number for number, name in enumerate(names) if "cue" in name or "obvious" in name or "box" in name]
    x = x.copy()
    x[np.ix_(blind[pages], columns)] = 0
    return x


def fit(x: Array, y: Array, weight: Array, penalty: float) -> tuple[Array, float]:
    """A logistic regression: weights and intercept."""

    def loss(beta: Array) -> tuple[float, Array]:
        z = x @ beta[1:] + beta[0]
        value = weight @ (np.logaddexp(0, z) - y * z) + penalty * (beta[1:] @ beta[1:]) / 2
        slope = weight * (1 / (1 + np.exp(-np.clip(z, -500, 500))) - y)
        return value, np.concatenate([[slope.sum()], x.T @ slope + penalty * beta[1:]])

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x[1:], float(found.x[0])


def sentences(x: Array, names: list[str]) -> Array:
    """Which rows are long sentences without a word of site furniture."""
    column = {name: x[:, number] for number, name in enumerate(names)}
    return (column["length"] * 7 > np.log1p(90)) & (column["ends"] > 0) & (column["cue"] == 0)


def grown(x: Array, y: Array, length: Array, names: list[str]) -> dict[str, Any]:
    """The model as it is stored: names, baseline, and of each tree its nodes (feature, split, left, right, value)."""
    weight = np.sqrt(np.minimum(length, 400)) / 6 * np.where(y > 0, 1.0, _CONTENT)
    weight *= np.where((y > 0) & sentences(x, names), _CHROME_PROSE, 1.0)
    model = HistGradientBoostingClassifier(
        max_iter=90,
        max_leaf_nodes=8,
        learning_rate=0.12,
        min_samples_leaf=200,
        l2_regularization=10,
        max_bins=48,
        early_stopping=False,
        random_state=1,
    ).fit(x, y, sample_weight=weight)
    trees = []
    for (predictor,) in model._predictors:
        trees.append(
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
    return {"features": names, "baseline": round(float(model._baseline_prediction.ravel()[0]), 4), "trees": trees}


def report(marked: Array, y: Array, length: Array) -> dict[str, float]:
    chrome = y > 0
    hit = length[marked & chrome].sum()
    precision, recall = hit / max(1, length[marked].sum()), hit / length[chrome].sum()
    wrong = length[marked & ~chrome].sum() / length[~chrome].sum()
    return {"f1": round(2 * precision * recall / (precision + recall), 4), "content_wrong_pct": round(100 * wrong, 2)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sites", type=int, default=700)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    x, y, length, pages, names = matrix(make_pages(range(given.sites), 1))
    stored = grown(forget_words(x, pages, names, 0.3), y, length, names) | {"threshold": 0.45}
    if given.write:
        lines = [json.dumps(tree) for tree in stored["trees"]]
        head = json.dumps({k: v for k, v in stored.items() if k != "trees"}, indent=1)
        MODEL.write_text(f'{head[:-2]},\n "trees": [\n' + ",\n".join(lines) + "\n ]\n}\n", "utf-8")
    xt, yt, lt, _, _ = matrix(make_pages(range(100_000, 100_120), 1), names)
    p = Trees(stored).probabilities(xt)
    for least in (0.3, 0.45, 0.6):
        for surely in (0.6, 0.8, 0.9):
            marked = np.where(sentences(xt, names), p >= surely, p >= least)
            print(json.dumps({"threshold": least, "for sentences": surely, **report(marked, yt, lt)}))


if __name__ == "__main__":
    main()
