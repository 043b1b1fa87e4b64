"""The single-view formula of a rectangle's true aspect.

Zhang & He, "Whiteboard scanning and image enhancement" (Digital Signal Processing, 2007), section
4: with the corners m1 TL, m2 TR, m3 BL, m4 BR about the principal point, homogeneous,
k2 = (m1×m4)·m3 / (m2×m4)·m3, k3 = (m1×m4)·m2 / (m3×m4)·m2, the sides' directions are
n2 = k2 m2 - m1 and n3 = k3 m3 - m1, up to the focal length in their third component.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below this share of the other components a direction's depth is that of parallel sides.
PARALLEL = 1e-3
# Focal lengths in picture diagonals that some camera has; an estimate outside of them is noise.
MIN_FOCAL, MAX_FOCAL = 0.3, 20.0
# Taken where the sides do not tell it: see detector.shape.FOCAL_MEDIAN.
USUAL_FOCAL = 0.8


def edge_directions(
    points: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """n2 (along the top) and n3 (down the left side), each of shape (N, 3).

    points : (N, 4, 2), TL, TR, BR, BL about the principal point, in any one unit.
    """
    m = np.ones((4, 3, len(points)))
    m[:, :2] = points.transpose(1, 2, 0)
    m1, m2, m4, m3 = m
    k2 = _triple(m1, m4, m3) / _triple(m2, m4, m3)
    k3 = _triple(m1, m4, m2) / _triple(m3, m4, m2)
    return (k2 * m2 - m1).T, (k3 * m3 - m1).T


def _triple(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(a × b) · c of homogeneous points (3, N): twice the area of their triangle."""
    first, second = b[:2] - a[:2], c[:2] - a[:2]
    return np.asarray(first[0] * second[1] - first[1] * second[0])


def single_view_aspect(corners: NDArray[np.float64], width: int, height: int) -> float:
    """True width ÷ height by the formula alone; corners (4, 2) px in a width × height picture.

    Square pixels, the principal point in the picture's middle. Both pairs of sides parallel: the
    focal length cancels out. One pair parallel, or noise that makes the focal length one that no
    camera has: USUAL_FOCAL is taken.
    """
    diagonal = math.hypot(width, height)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    across, down = (each[0] for each in edge_directions((corners - middle)[None] / diagonal))
    wide, tall = float(across[:2] @ across[:2]), float(down[:2] @ down[:2])
    if max(abs(across[2]), abs(down[2])) < PARALLEL:
        return math.sqrt(wide / tall)
    focal_squared = USUAL_FOCAL**2
    if min(abs(across[2]), abs(down[2])) >= PARALLEL:
        solved = -float(across[:2] @ down[:2]) / float(across[2] * down[2])
        if MIN_FOCAL**2 < solved < MAX_FOCAL**2:
            focal_squared = solved
    return math.sqrt(
        (wide / focal_squared + across[2] ** 2) / (tall / focal_squared + down[2] ** 2)
    )
