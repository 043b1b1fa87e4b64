"""The random turns, sizes and perspectives that pictures are trained under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Pictures that are not warped, letterboxed at the top-left as in use.
PLAIN_SHARE = 0.15
# Perspective: standard deviations of its two terms, per picture's side, the larger one of some
# pictures; and the most, short of where the picture's far corner would turn over.
LEAN, STEEP_LEAN, MOST_LEAN, STEEP_SHARE = 0.12, 0.45, 0.8, 0.2


def random_matrices(
    rng: np.random.Generator, sizes: NDArray[np.integer], side: int, strong: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Matrices (B, 3, 3) from px of pictures to px of an input of side × side.

    sizes : (B, 2) width and height. strong : (B,), which to turn further.
    """
    count = len(sizes)
    base = side / sizes.max(axis=1)
    letterboxed = _diagonal(base, base)
    letterboxed[:, 0, 2] = letterboxed[:, 1, 2] = 0.5 * base - 0.5
    turn = rng.choice([0, 0, 0, 90, 180, 270], count) + rng.normal(0, np.where(strong, 14, 7))
    scale = base * np.exp(rng.normal(0.05, 0.22, count))
    flip = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    stretch = np.exp(rng.normal(0, 0.06, count))
    target = (side - 1) / 2 + rng.normal(0, 0.08 * side, (count, 2))
    angle = np.radians(turn)
    rotated = _diagonal(scale, scale)
    rotated[:, 0, 0] = rotated[:, 1, 1] = np.cos(angle) * scale
    rotated[:, 1, 0] = np.sin(angle) * scale
    rotated[:, 0, 1] = -rotated[:, 1, 0]
    lean = _shifted(np.zeros((count, 2)))
    spread = np.where(rng.random(count) < STEEP_SHARE, STEEP_LEAN, LEAN)
    tilt = rng.normal(0, spread[:, None], (count, 2))
    most = MOST_LEAN / np.maximum(1e-9, np.hypot(*tilt.T))
    lean[:, 2, :2] = tilt / side * np.minimum(1.0, most)[:, None]
    middle = _shifted(-(sizes - 1) / 2)
    matrices = _shifted(target) @ lean @ rotated @ _diagonal(flip * stretch, 1 / stretch) @ middle
    plain = rng.random(count) < PLAIN_SHARE
    return np.where(plain[:, None, None], letterboxed, matrices)


def _diagonal(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    matrices = np.zeros((len(x), 3, 3))
    matrices[:, 0, 0], matrices[:, 1, 1], matrices[:, 2, 2] = x, y, 1.0
    return matrices


def _shifted(by: NDArray[np.float64]) -> NDArray[np.float64]:
    matrices = np.tile(np.eye(3), (len(by), 1, 1))
    matrices[:, :2, 2] = by
    return matrices
