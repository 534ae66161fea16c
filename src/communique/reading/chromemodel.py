"""The chrome model: a logistic regression whose coefficients anyone can read in ``words/chrome_model.json``."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from communique.reading.linefeatures import line_features


class ChromeModel(NamedTuple):
    """Weights by feature, intercept, and the probability from which a line counts as chrome."""

    weights: dict[str, float]
    intercept: float
    threshold: float


@cache
def chrome_model() -> ChromeModel:
    """The model that is shipped; made by ``benchmarks/reading/train_chrome.py`` on fictional pages."""
    stored = json.loads(files("communique.reading").joinpath("words", "chrome_model.json").read_text("utf-8"))
    return ChromeModel(stored["weights"], stored["intercept"], stored["threshold"])


def chrome_probabilities(lines: Sequence[str]) -> list[float]:
    """For each line of a text the probability that the site added it."""
    model = chrome_model()
    found = []
    for features in line_features(lines):
        logit = model.intercept + sum(model.weights[name] * value for name, value in features.items())
        found.append(1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))))
    return found
