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


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
