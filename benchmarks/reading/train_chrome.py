"""Makes ``chrome_model.json``: logistic regression on fictional pages of many sites.

    python -m benchmarks.reading.train_chrome [--sites 700] [--write]

Prints the scores on sites that were not trained on; with ``--write`` stores the coefficients beside the reader.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.reading.made_pages import Page, make_pages
from communique.reading.linefeatures import line_features

MODEL = Path(__file__).resolve().parents[2] / "src/communique/reading/words/chrome_model.json"
Array = np.ndarray


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
    def loss(beta: Array) -> tuple[float, Array]:
        z = x @ beta[1:] + beta[0]
        value = weight @ (np.logaddexp(0, z) - y * z) + penalty * (beta[1:] @ beta[1:]) / 2
        slope = weight * (1 / (1 + np.exp(-np.clip(z, -500, 500))) - y)
        return value, np.concatenate([[slope.sum()], x.T @ slope + penalty * beta[1:]])

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x[1:], float(found.x[0])


def report(p: Array, y: Array, length: Array, threshold: float) -> dict[str, float]:
    marked, chrome = p >= threshold, y > 0
    hit = length[marked & chrome].sum()
    precision, recall = hit / max(1, length[marked].sum()), hit / length[chrome].sum()
    wrong = length[marked & ~chrome].sum() / length[~chrome].sum()
    return {"f1": round(2 * precision * recall / (precision + recall), 4), "content_wrong_pct": round(100 * wrong, 2)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sites", type=int, default=700)
    options.add_argument("--penalty", type=float, default=30.0)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    x, y, length, pages, names = matrix(make_pages(range(given.sites), 3))
    x = forget_words(x, pages, names, 0.4)
    beta, intercept = fit(x, y, np.sqrt(np.minimum(length, 400)) / 6 * np.where(y > 0, 1.0, 2.0), given.penalty)
    xt, yt, lt, _, _ = matrix(make_pages(range(100_000, 100_200), 3), names)
    p = 1 / (1 + np.exp(-(xt @ beta + intercept)))
    for threshold in (0.3, 0.5, 0.7):
        print(json.dumps({"held_out_sites": 200, "threshold": threshold, **report(p, yt, lt, threshold)}))
    if given.write:
        model = {
            "intercept": round(intercept, 4),
            "threshold": 0.4,
            "weights": {n: round(float(b), 4) for n, b in zip(names, beta, strict=True)},
        }
        MODEL.write_text(json.dumps(model, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
