"""One frame laid onto another to a part of a px: the homography between two looks at a document.

Gauss-Newton with inverse composition (S. Baker, I. Matthews, "Lucas-Kanade 20 years on", IJCV
2004): the derivatives are of the reference alone, and serve every frame that is laid onto it. A
gain and an offset of the light are solved for beside the eight numbers of the homography; what lies
over the document in one frame only, a finger or a mirrored lamp, is weighed down as it sticks out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.quad import perspective, project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Matrix = NDArray[np.float64]

# The document's longer side at each step, px, from coarse to fine: an outline of a live feed may
# lag by 1 % of the picture's diagonal, which is 2 px of the first step.
SIDES_PX = (120.0, 360.0, 1080.0)
# So many px of the finest steps are looked at, the steepest for their surroundings.
MOST_POINTS = 12_000
# Fewer say nothing of ten unknowns: what is so narrow at a step cannot be laid.
LEAST_POINTS = 100
# Px of the rim that are left out, of each step: what is beyond the edge moves otherwise.
RIM_PX = 2
MAX_ROUNDS = 12
# Light that differs over more than this, px of each step, is shade, flicker or haze: left aside.
AROUND_PX = 31
# A step that moves no corner by as much, px of the reference, is the last one.
STILL_PX = 0.01
# Weights of residuals: those this many times as large as the usual one count for a quarter.
OUTLYING = 2.5


@dataclass(frozen=True)
class Registration:
    """matrix : px of the reference → px of the other picture, (3, 3). correlation : of the light of
    both where the reference has print, −1 to 1, what sticks out aside."""

    matrix: Matrix
    correlation: float


class Reference:
    """The picture that others are laid onto. grey : uint8 (H, W). quad : of the document, px."""

    def __init__(self, grey: Image, quad: Quad) -> None:
        longest = max(quad.side_lengths)
        scales = sorted({min(1.0, side / longest) for side in SIDES_PX})
        self._corners = quad.corners
        self._steps = [_Step(grey, quad, scale) for scale in scales]

    def register(self, grey: Image, corners: NDArray[np.float64]) -> Registration | None:
        """Another picture, uint8 (H, W), in which the document's corners (4, 2), px, are roughly
        these; None where the two cannot be laid onto each other."""
        if min(step.points for step in self._steps) < LEAST_POINTS:
            return None
        matrix, correlation = perspective(self._corners, corners), 0.0
        try:
            for step in self._steps:
                matrix, correlation = step.refined(grey, matrix, self._corners)
        except np.linalg.LinAlgError:
            return None
        return Registration(matrix, correlation)


class _Step:
    """The reference at one scale: the points that are looked at, and the derivatives there."""

    def __init__(self, grey: Image, quad: Quad, scale: float) -> None:
        self._scale = scale
        small = _shrunk(grey, scale)
        scales = _scales(small, grey)
        points = _points(small, (quad.corners + 0.5) * scales - 0.5)
        x, y = points
        self.points = len(x)
        self._light = small[y, x]
        dx = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)[y, x]
        dy = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)[y, x]
        # Points as shares of the document's size around its middle: else the columns differ by
        # orders of magnitude.
        middle, size = quad.corners.mean(axis=0), quad.area**0.5
        self._normal = np.array(
            [[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1]]
        )
        full = (np.stack([x, y]) + 0.5) / scales[:, None] - 0.5
        u = ((full - middle[:, None]) / size).astype(np.float32)
        self._at = np.stack([full[0], full[1], np.ones(len(x))])
        gx, gy = dx * np.float32(size * scales[0]), dy * np.float32(size * scales[1])
        along = gx * u[0] + gy * u[1]
        self._steepest = np.stack(
            [gx * u[0], gx * u[1], gx, gy * u[0], gy * u[1], gy, -along * u[0], -along * u[1]]
        )

    def refined(
        self, grey: Image, matrix: Matrix, corners: NDArray[np.float64]
    ) -> tuple[Matrix, float]:
        """A better homography, and the correlation under it, -1 to 1.

        grey : uint8 (H, W), the other picture. matrix : (3, 3), from px of the reference to its px,
        as is the result. corners : (4, 2) px of the reference; where they no longer move, it is
        good enough.
        """
        other = _shrunk(grey, self._scale)
        scales = _scales(other, grey)
        gain, correlation = 1.0, 0.0
        for _ in range(MAX_ROUNDS):
            seen, inside = self._look(other, scales, matrix)
            weights, correlation = self._weights(seen, inside)
            rows = np.vstack(
                [
                    self._steepest * np.float32(gain),
                    self._light[None],
                    np.ones_like(self._light)[None],
                ]
            )
            weighted = rows * weights
            normal = (weighted @ rows.T).astype(np.float64)
            right = (weighted @ seen).astype(np.float64)
            normal[np.diag_indices(8)] += 1e-3 * np.trace(normal[:8, :8]) / 8 + 1e-6
            solved = np.linalg.solve(normal, right)
            gain = float(np.clip(solved[8], 0.5, 2.0))
            step = np.append(solved[:8], 0.0).reshape(3, 3) + np.eye(3)
            step = np.linalg.inv(self._normal) @ np.linalg.inv(step) @ self._normal
            before, matrix = matrix, matrix @ step
            matrix = matrix / matrix[2, 2]
            if _farthest(before, matrix, corners) < STILL_PX:
                break
        return matrix, correlation

    def _look(
        self, other: Floats, scales: NDArray[np.float64], matrix: Matrix
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """The other picture's light at the points, and which of them lie in it."""
        at = matrix @ self._at
        at = (at[:2] / at[2] + 0.5) * scales[:, None] - 0.5
        height, width = other.shape
        inside = (at[0] >= 0) & (at[1] >= 0) & (at[0] <= width - 1) & (at[1] <= height - 1)
        x, y = (each.astype(np.float32).reshape(-1, 1) for each in at)
        seen = cv2.remap(other, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen[:, 0], np.float32), inside

    def _weights(self, seen: Floats, inside: NDArray[np.bool_]) -> tuple[Floats, float]:
        """Of the points, 0 to 1, by how far they stick out; and the correlation of the rest."""
        if inside.sum() < 0.5 * len(seen):
            raise np.linalg.LinAlgError("too little of the document is seen")
        a, b = seen, self._light
        keep = inside.astype(np.float32)
        for _ in range(2):
            slope, offset = _line(b, a, keep)
            residual = np.abs(a - slope * b - offset)
            usual = 1.4826 * float(np.median(residual[inside])) + 1e-3
            off = residual / np.float32(OUTLYING * usual)
            keep = np.asarray(inside / (1 + off**2) ** 2, np.float32)
        return keep, _correlation(a, b, keep)


def _shrunk(grey: Image, scale: float) -> Floats:
    """At a scale, float32, with the light that varies slowly taken out."""
    if scale < 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        light = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    else:
        light = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    return np.asarray(light - cv2.blur(light, (AROUND_PX, AROUND_PX)), np.float32)


def _scales(small: Floats, grey: Image) -> NDArray[np.float64]:
    """How large a picture became along x and y, (2,): its sides are whole px, so that two pictures
    at one scale differ by up to half a px of it, which at the coarsest is many of theirs."""
    return np.array([small.shape[1] / grey.shape[1], small.shape[0] / grey.shape[0]])


def _points(
    small: Floats, corners: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Columns and rows of the points that are looked at, within the document's corners."""
    mask = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 255)
    within = cv2.erode(mask, np.ones((2 * RIM_PX + 1,) * 2, np.uint8), borderValue=0)
    within[[0, -1]], within[:, [0, -1]] = 0, 0
    rows, columns = np.nonzero(within)
    if len(rows) > MOST_POINTS:
        steep = cv2.magnitude(
            cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
        )
        usual = cv2.blur(steep, (31, 31)) + 1
        score = (steep / usual)[rows, columns]
        chosen = np.argpartition(score, -MOST_POINTS)[-MOST_POINTS:]
        rows, columns = rows[chosen], columns[chosen]
    return columns, rows


def _line(x: Floats, y: Floats, weights: Floats) -> tuple[float, float]:
    """slope and offset of y over x."""
    total = float(weights.sum()) + 1e-6
    mx, my = float(weights @ x) / total, float(weights @ y) / total
    dx = x - np.float32(mx)
    spread = float((weights * dx) @ dx) + 1e-6
    slope = float(np.clip(float((weights * dx) @ (y - np.float32(my))) / spread, 0.5, 2.0))
    return slope, my - slope * mx


def _correlation(x: Floats, y: Floats, weights: Floats) -> float:
    total = float(weights.sum()) + 1e-6
    dx = x - np.float32(float(weights @ x) / total)
    dy = y - np.float32(float(weights @ y) / total)
    spread = float((weights * dx) @ dx) * float((weights * dy) @ dy)
    return float((weights * dx) @ dy) / float(spread**0.5 + 1e-6)


def _farthest(before: Matrix, now: Matrix, corners: NDArray[np.float64]) -> float:
    step = project(now, corners) - project(before, corners)
    return float(np.hypot(step[:, 0], step[:, 1]).max())
