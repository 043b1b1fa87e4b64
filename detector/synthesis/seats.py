"""Where a sheet may lie in a picture: posed at random, beside another, or small and far away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective, project
from detector.synthesis.camera import Pose, project_sheet, random_pose
from detector.synthesis.clutter import beside
from detector.synthesis.sheet import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detector.synthesis.sheet import Sheet

# The longer side of a small lone document, share of the picture's longer one.
SMALL = (0.10, 0.22)


def seats(
    rng: np.random.Generator,
    size: tuple[int, int],
    sheet: Sheet,
    placed: list[Quad],
    crowd: int,
    *,
    by_document: bool,
) -> Iterator[NDArray[np.float64] | None]:
    """Corners (4, 2), px, of the sheet at up to 12 places, some beside the last document; none
    where it has no place there. size : of the picture, px. by_document : whether a place's size
    is that of the document, whose sheet may then reach beyond the picture, or of all the sheet."""
    tall, wide = sheet.image.shape[:2]
    aspect = _document_aspect(sheet) if by_document else wide / tall
    for _ in range(12):
        if placed and rng.random() < 0.35:
            yield _beside(rng, placed[-1], wide / tall)
        pose = random_pose(rng)
        if crowd > 1:
            centre = (float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.15, 0.85)))
            room = float(rng.uniform(0.15, 0.8) / crowd**0.5)
            pose = replace(pose, size=room, centre=centre)
        elif crowd == 0:
            pose = _small_pose(rng, pose, aspect, size)
        seat = project_sheet(pose, aspect, *size)
        yield _around(sheet, seat) if by_document else seat


def _small_pose(rng: np.random.Generator, pose: Pose, aspect: float, size: tuple[int, int]) -> Pose:
    """The pose with its longer side SMALL of the picture's; size : of the picture, px."""
    pose = replace(pose, size=0.15, centre=anywhere(rng))
    corners = project_sheet(pose, aspect, *size)
    seen = float(np.hypot(*(np.roll(corners, -1, axis=0) - corners).T).max())
    wanted = float(np.exp(rng.uniform(*np.log(SMALL)))) * max(size)
    # Perspective within so small a thing hardly changes with its size.
    return replace(pose, size=pose.size * wanted / seen)


def anywhere(rng: np.random.Generator) -> tuple[float, float]:
    """A spot of a picture, shares of its width and height, a little within its rim."""
    x, y = rng.uniform(0.08, 0.92, 2)
    return float(x), float(y)


def _document_aspect(sheet: Sheet) -> float:
    wide, tall = sheet.corners[2] - sheet.corners[0]
    return float(wide / tall)


def _around(sheet: Sheet, inner: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The sheet's corners where its document's are seen at `inner`; none past the horizon."""
    matrix = perspective(sheet.corners, inner)
    depths = np.column_stack([outline(sheet.image), np.ones(4)]) @ matrix[2]
    if depths.min() < 0.25 * depths.max():
        return None
    return project(matrix, outline(sheet.image))


def _beside(rng: np.random.Generator, neighbour: Quad, aspect: float) -> NDArray[np.float64] | None:
    try:
        return Quad(beside(rng, neighbour, aspect)).corners
    except GeometryError:
        return None
