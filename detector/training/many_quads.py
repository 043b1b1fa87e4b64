"""The geometry of detector.quad for many quads at once, where a batch's is needed in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A triangle of three neighbouring corners must have at least this share of the quad's area.
LEAST_TRIANGLE = 0.05


def projected(matrices: Floats, points: Floats) -> Floats:
    """Points (…, N, 2) by matrices (…, 3, 3)."""
    moved = points @ np.swapaxes(matrices[..., :2], -1, -2) + matrices[..., None, :, 2]
    return np.asarray(moved[..., :2] / moved[..., 2:])


def from_unit_square(quads: Floats) -> Floats:
    """Homographies (…, 3, 3) that take (0, 0), (1, 0), (1, 1), (0, 1) to quads (…, 4, 2).

    Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), 2.2.3.
    """
    a, b, c, d = (quads[..., i, :] for i in range(4))
    first, second, both = b - c, d - c, a - b + c - d
    whole = _cross(first, second)
    g, h = _cross(both, second) / whole, _cross(first, both) / whole
    matrices = np.empty((*quads.shape[:-2], 3, 3))
    matrices[..., :2, 0] = b - a + g[..., None] * b
    matrices[..., :2, 1] = d - a + h[..., None] * d
    matrices[..., :2, 2] = a
    matrices[..., 2, 0], matrices[..., 2, 1], matrices[..., 2, 2] = g, h, 1.0
    return matrices


def sound(quads: Floats) -> NDArray[np.bool_]:
    """Which of quads (…, 4, 2) are convex, clockwise and not next to triangles; shape (…)."""
    after, before = np.roll(quads, -1, axis=-2) - quads, quads - np.roll(quads, 1, axis=-2)
    triangles = _cross(before, after) / 2
    whole = areas(quads)
    return np.asarray((triangles > LEAST_TRIANGLE * whole[..., None]).all(axis=-1) & (whole > 1))


def areas(quads: Floats) -> Floats:
    """Signed areas of quads (…, 4, 2), positive for clockwise ones."""
    return np.asarray(_cross(quads, np.roll(quads, -1, axis=-2)).sum(axis=-1) / 2)


def clockwise(quads: Floats) -> Floats:
    """Quads (…, 4, 2), the mirrored ones read the other way round."""
    return np.where((areas(quads) > 0)[..., None, None], quads, quads[..., ::-1, :])


def side_lengths(quads: Floats) -> Floats:
    """Of quads (…, 4, 2), shape (…, 4): side i runs from corner i to the next."""
    return np.asarray(np.linalg.norm(np.roll(quads, -1, axis=-2) - quads, axis=-1))


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
