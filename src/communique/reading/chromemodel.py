"""The chrome model: small boosted trees whose splits anyone can read in ``words/chrome_model.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.reading.boxes import Furniture
from communique.reading.linefeatures import context_features, line_features
from communique.reading.trees import Trees, rows

Array = npt.NDArray[np.float64]


class ChromeModel:
    """Two stages: the first looks at lines, the second at what the first says of the lines around."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.first = Trees(stored["first"])
        self.second = Trees(stored["second"])
        self.threshold = float(stored["threshold"])

    def probabilities(self, lines: Sequence[str], furniture: Furniture) -> Array:
        """For each line of a text, of which there is at least one, the probability of chrome."""
        first = self.first.probabilities(rows(line_features(lines, furniture), self.first.features))
        lengths = np.array([len(line) for line in lines], dtype=np.float64)
        return self.second.probabilities(rows(context_features(first, lengths), self.second.features))


@cache
def chrome_model() -> ChromeModel:
    """The model that is shipped; made by ``benchmarks/reading/train_chrome.py`` on fictional pages."""
    return ChromeModel(
        json.loads(files("communique.reading").joinpath("words", "chrome_model.json").read_text("utf-8"))
    )


def chrome_probabilities(lines: Sequence[str], furniture: Furniture) -> list[float]:
    """For each line of a text the probability that the site added it."""
    return [float(chance) for chance in chrome_model().probabilities(lines, furniture)] if lines else []
