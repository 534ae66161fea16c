"""Kernels: how much a statement weighs at a distance in time.

``x`` is the distance from the middle of the window in half-widths: 0 in the middle, -1 and 1 at the bounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def kernel_weights(kernel: str, x: Floats) -> Floats:
    """The weight at ``x``: zero outside -1 <= x < 1, except for the Gaussian, whose standard deviation is 1.

    Uniform 1/2, triangular 1 - |x|, Epanechnikov 3/4 (1 - x^2), Gaussian exp(-x^2 / 2) / sqrt(2 pi). Source:
    Silverman (1986), *Density estimation*, table 3.1.
    """
    if kernel == "gaussian":
        return np.asarray(np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi), dtype=np.float64)
    inside = (x >= -1) & (x < 1)
    if kernel == "uniform":
        values = np.full_like(x, 0.5)
    elif kernel == "epanechnikov":
        values = 0.75 * (1 - x * x)
    else:
        values = 1 - np.abs(x)
    return np.where(inside, values, 0.0)
