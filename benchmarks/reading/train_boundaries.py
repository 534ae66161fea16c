"""Makes ``boundary_model.json``: logistic regression on fictional newsletters of many layouts.

python -m benchmarks.reading.train_boundaries [--seeds 600] [--write]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.reading.made_newsletters import Newsletter, make_newsletters
from benchmarks.reading.train_chrome import fit
from communique.reading.boundaries import boundary_features
from communique.reading.structure import text_blocks

MODEL = Path(__file__).resolve().parents[2] / "src/communique/reading/words/boundary_model.json"


def rows(letters: list[Newsletter]) -> list[tuple[dict[str, float], bool]]:
    found = []
    for letter in letters:
        blocks = text_blocks(letter.text)
        starts = {article["start"] for article in letter.articles}
        found += [
            (features, blocks[number].start in starts) for number, features in boundary_features(letter.text, blocks)
        ]
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=600)
    options.add_argument("--penalty", type=float, default=0.5)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    found = rows(make_newsletters(range(given.seeds)))
    names = sorted(found[0][0])
    x = np.array([[features[name] for name in names] for features, _ in found])
    y = np.array([label for _, label in found], dtype=float)
    beta, intercept = fit(x, y, np.ones(len(y)), given.penalty)
    model = {
        "intercept": round(intercept, 4),
        "threshold": 0.5,
        "weights": {n: round(float(b), 4) for n, b in zip(names, beta, strict=True)},
    }
    print(json.dumps(model["weights"]))
    if given.write:
        MODEL.write_text(json.dumps(model, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
