"""A found document looked at once more, flattened: where are its corners, and is it one at all?

The detector answers for any place, size and turn at once, from few px; its corners are off by some
per cent. Its quad, however rough, says how to flatten the picture around it: in that view the
document lies straight, fills two thirds, and one small network sees the whole of it. For each
corner it gives a distribution over the columns and one over the rows (Li et al., "SimCC: a Simple
Coordinate Classification Perspective for Human Pose Estimation", 2022), and besides the chance
that a document is there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from detector.confidence import logit
from detector.errors import GeometryError
from detector.letterbox import PADDING_VALUE
from detector.quad import Quad, perspective, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.mipmap import Mipmap

VIEW_WIDTH, VIEW_HEIGHT = 160, 112
# The quad's share of the view's width and height, in the middle.
INNER_SHARE = 0.625
# Bins over the columns and rows, and how far they reach past the view, as a share of it.
COLUMN_BINS, ROW_BINS = 96, 68
REACH = 0.25
# A corner is the mean of the bins this near to the likeliest place.
NEAR_BINS = 3
# How much of a corner's distribution lies nearer than its sides may be off.
OFF_SHARE = 0.98
# Corners that give a quad of a lower Jaccard index with the given one lie far from it, and are seen
# better from where they lie; so many more looks are taken at most.
NEAR_JACCARD, MORE_LOOKS = 0.9, 2


def _centres(bins: int, size: int) -> NDArray[np.float64]:
    """Where each bin's middle lies, px of the view."""
    return ((np.arange(bins) + 0.5) / bins * (1 + 2 * REACH) - REACH) * size - 0.5


COLUMNS, ROWS = _centres(COLUMN_BINS, VIEW_WIDTH), _centres(ROW_BINS, VIEW_HEIGHT)
_RIGHT, _BOTTOM = VIEW_WIDTH * (1 + INNER_SHARE) / 2, VIEW_HEIGHT * (1 + INNER_SHARE) / 2
_LEFT, _TOP = VIEW_WIDTH - _RIGHT, VIEW_HEIGHT - _BOTTOM
# The quad's corners in the view, px.
INNER = np.array([(_LEFT, _TOP), (_RIGHT, _TOP), (_RIGHT, _BOTTOM), (_LEFT, _BOTTOM)]) - 0.5


class CornerNetwork(Protocol):
    """uint8 (N, VIEW_HEIGHT, VIEW_WIDTH, 3) BGR → columns (N, 4, COLUMN_BINS), rows (N, 4,
    ROW_BINS), chances (N,)."""

    def __call__(
        self, views: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Distributions of each corner, summing to 1, and the chance of a document."""


@dataclass(frozen=True)
class Cornered:
    """quad : with the corners that were seen. chance : that there is a document, 0 to 1. agreed :
    how much of the corners' distributions lies near the places taken, 0 to 1. off : how far each
    side may lie from the true one at its start and end, px, (4, 2): as far from there as OFF_SHARE
    of the distribution across it reaches; None where nobody looked."""

    quad: Quad
    chance: float
    agreed: float
    off: NDArray[np.float64] | None = None


def lying(quad: Quad) -> Quad:
    """A reading of the quad whose first side is one of the two longer ones."""
    top, right, bottom, left = quad.side_lengths
    return quad if top + bottom >= right + left else quad.turned(1)


def view(
    picture: Mipmap, quad: Quad, size: tuple[int, int] = (VIEW_WIDTH, VIEW_HEIGHT)
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The picture flattened around a quad, and picture px → view px, shape (3, 3).

    quad : read from a longer side. size : the view's width and height, px. What lies outside of the
    picture is grey.
    """
    width, height = size
    matrix = perspective(
        quad.corners, (INNER + 0.5) * (width / VIEW_WIDTH, height / VIEW_HEIGHT) - 0.5
    )
    inner_area = INNER_SHARE**2 * width * height
    shrink = max(1.0, math.sqrt(quad.area / inner_area))
    # What is left to shrink is a factor below 2, for which two px each way see everything.
    image, scale = picture.at_scale(2.0 ** math.floor(math.log2(shrink)))
    half = (scale - 1) / 2
    enlarge = np.array([(scale, 0.0, half), (0.0, scale, half), (0.0, 0.0, 1.0)])
    seen = cv2.warpPerspective(
        image,
        matrix @ enlarge,
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(PADDING_VALUE,) * 3,
    )
    return np.asarray(seen, np.uint8), matrix


def find_corners(
    picture: Mipmap, quads: Sequence[Quad], network: CornerNetwork, more_looks: int = MORE_LOOKS
) -> list[Cornered]:
    """The quads as their flattened views show them; a given one where that is none.

    From a part of a document, or from a sheet around it, the first view shows only where to look:
    where the corners lie far from the given ones, they are looked at again from there. Whether it
    is a document, all looks say together: what is one looks like one from each of them.
    more_looks : so many at most.
    """
    found = _look(picture, quads, network)
    starts = list(quads)
    chances = [[each.chance] for each in found]
    for _ in range(more_looks):
        far = [n for n, each in enumerate(found) if each.quad.jaccard(starts[n]) < NEAR_JACCARD]
        if not far:
            break
        for n, each in zip(far, _look(picture, [found[n].quad for n in far], network), strict=True):
            starts[n], found[n] = found[n].quad, each
            chances[n].append(each.chance)
    return [replace(each, chance=pooled(looks)) for each, looks in zip(found, chances, strict=True)]


def pooled(chances: list[float]) -> float:
    """Of witnesses who err alike: the chance whose log odds are the mean of theirs."""
    if len(chances) == 1:
        return chances[0]
    return 1 / (1 + math.exp(-fmean(map(logit, chances))))


def _look(picture: Mipmap, quads: Sequence[Quad], network: CornerNetwork) -> list[Cornered]:
    """One view of each."""
    starts, views = [], []
    for quad in quads:
        try:
            flat, matrix = view(picture, lying(quad))
            back = np.linalg.inv(matrix).astype(np.float64)
        except (GeometryError, np.linalg.LinAlgError):  # so thin that nothing can be flattened
            back, flat = np.eye(3), np.zeros((VIEW_HEIGHT, VIEW_WIDTH, 3), np.uint8)
        starts.append((quad, back))
        views.append(flat)
    if not views:
        return []
    columns, rows, chances = network(np.stack(views))
    x, x_mass = _places(columns, COLUMNS)
    y, y_mass = _places(rows, ROWS)
    agreed = (x_mass.mean(axis=1) + y_mass.mean(axis=1)) / 2
    reach = np.stack([_reach(columns, COLUMNS, x), _reach(rows, ROWS, y)], axis=1)
    found = []
    for n, (quad, back) in enumerate(starts):
        try:
            seen = Quad(project(back, np.column_stack([x[n], y[n]])))
        except GeometryError:
            seen = quad
        found.append(Cornered(seen, float(chances[n]), float(agreed[n]), _off(seen, *reach[n])))
    return found


def _off(quad: Quad, across: NDArray[np.float64], down: NDArray[np.float64]) -> NDArray[np.float64]:
    """See Cornered. across, down : how far each corner may be off over the view's columns and rows,
    px of the view, (4,). There sides lie straight: columns tell of the left and right ones, rows of
    the top and bottom, as shares of the document's width and height."""
    top, right, bottom, left = quad.side_lengths
    across = across * (top + bottom) / 2 / (_RIGHT - _LEFT)
    down = down * (left + right) / 2 / (_BOTTOM - _TOP)
    return np.array([down[:2], across[1:3], down[2:], (across[3], across[0])])


def _reach(
    chances: NDArray[np.float32], centres: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far around its place, px, each corner's distribution holds OFF_SHARE of itself. chances :
    (N, 4, bins). places, the result : (N, 4)."""
    flat = chances.reshape(-1, len(centres))
    distances = np.abs(centres - places.reshape(-1, 1))
    each = np.arange(len(flat))
    order = distances.argsort(axis=1)
    held = flat[each[:, None], order].cumsum(axis=1, dtype=np.float64)
    # By linear interpolation between the bin that reaches it and the one before.
    wanted = OFF_SHARE * held[:, -1]
    after = (held < wanted[:, None]).sum(axis=1)
    before = np.maximum(after - 1, 0)
    low, high = held[each, before], held[each, after]
    start, end = distances[each, order[each, before]], distances[each, order[each, after]]
    share = np.where(after > 0, (wanted - low) / np.maximum(high - low, 1e-12), 0.0)
    return np.asarray(start + share * (end - start)).reshape(places.shape)


def _places(
    chances: NDArray[np.float32], centres: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each corner's place, px, and the share of its distribution near it, (N, 4). chances : (N, 4,
    bins)."""
    bins = np.arange(len(centres))
    near = np.abs(bins - chances.argmax(axis=-1)[..., None]) <= NEAR_BINS
    share = chances.astype(np.float64) * near
    mass = share.sum(axis=-1)
    return (share @ centres) / np.maximum(mass, 1e-9), mass
