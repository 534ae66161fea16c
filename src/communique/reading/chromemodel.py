"""The chrome model: small boosted trees whose splits anyone can read in ``words/chrome_model.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.reading.linefeatures import context_features, line_features

Array = npt.NDArray[np.float64]


class Trees:
    """A sum of small decision trees; each node is (feature, split, left, right, value), a leaf has no left."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.features: list[str] = list(stored["features"])
        self.baseline = float(stored["baseline"])
        self._trees = [np.array(tree, dtype=np.float64) for tree in stored["trees"]]

    def probabilities(self, rows: Array) -> Array:
        """For rows of features, in the order of ``features``, the probability of chrome."""
        total = np.full(len(rows), self.baseline)
        every = np.arange(len(rows))
        for tree in self._trees:
            feature, left, right = (tree[:, column].astype(np.int64) for column in (0, 2, 3))
            at = np.zeros(len(rows), dtype=np.int64)
            # A node's children come after it, so that no path is longer than the tree.
            while (inner := left[at] > 0).any():
                lower = rows[every, feature[at]] <= tree[at, 1]
                at = np.where(inner, np.where(lower, left[at], right[at]), at)
            total += tree[at, 4]
        chances: Array = 1 / (1 + np.exp(-np.clip(total, -50, 50)))
        return chances


class ChromeModel:
    """Two stages: the first looks at lines, the second at what the first says of the lines around."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.first = Trees(stored["first"])
        self.second = Trees(stored["second"])
        self.threshold = float(stored["threshold"])

    def probabilities(self, lines: Sequence[str]) -> Array:
        """For each line of a text, of which there is at least one, the probability of chrome."""
        first = self.first.probabilities(rows(line_features(lines), self.first.features))
        lengths = np.array([len(line) for line in lines], dtype=np.float64)
        return self.second.probabilities(rows(context_features(first, lengths), self.second.features))


def rows(columns: Mapping[str, Array], names: Sequence[str]) -> Array:
    """The columns of these names, one row for each line."""
    return np.column_stack([columns[name] for name in names])


@cache
def chrome_model() -> ChromeModel:
    """The model that is shipped; made by ``benchmarks/reading/train_chrome.py`` on fictional pages."""
    return ChromeModel(
        json.loads(files("communique.reading").joinpath("words", "chrome_model.json").read_text("utf-8"))
    )


def chrome_probabilities(lines: Sequence[str]) -> list[float]:
    """For each line of a text the probability that the site added it."""
    return [float(chance) for chance in chrome_model().probabilities(lines)] if lines else []
