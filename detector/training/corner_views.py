"""Views for the corner network: pictures flattened around rough quads, with the true corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.corners import INNER, INNER_SHARE, VIEW_HEIGHT, VIEW_WIDTH, lying
from detector.errors import GeometryError, SynthesisError
from detector.exposure import lifted
from detector.letterbox import PADDING_VALUE
from detector.quad import Quad, perspective, project
from detector.training.crops import cropped
from detector.training.dataset import relight
from detector.training.framing import framed
from detector.training.headers import headed
from detector.training.plain_cards import with_plain_card
from detector.training.shards import finished

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# Of the views: on real frames; on the detector's own finds; on what is no document.
REAL_SHARE, FOUND_SHARE, EMPTY_SHARE = 0.12, 0.32, 0.25
# A find shows a document from this Jaccard index on, and none below the other; between, nobody can
# say.
SHOWN, NOT_SHOWN = 0.2, 0.1
# Quads with a side far off: above a header, at the last line of print, at the larger sheet's edge.
SLIPPED_SHARE = 0.3
# Quads of a part of the document only, a portrait or half a page, and of much more than it.
PART_SHARE, LARGER_SHARE = 0.14, 0.1
# How far corners are off besides, standard deviations as shares of √area. The small ones are from
# where a corner that is right already must not be moved.
SPREADS = (0.006, 0.02, 0.05, 0.09)
# Documents with a header in nearly their surroundings' colour.
HEADED_SHARE = 0.2
# Documents that become a card with hardly any print, and those that get a margin or a frame.
PLAIN_SHARE, FRAMED_SHARE = 0.1, 0.16
# Pictures that are cropped through what is looked at (detector.training.crops).
CUT_SHARE = 0.3
# Corners this far past the view, as a share of it, are not asked for; those past its bins count as
# at their end, from where a next look sees more.
FARTHEST = 1.2


@dataclass(frozen=True)
class Views:
    """images : uint8 (N, 3, VIEW_HEIGHT, VIEW_WIDTH) RGB. corners : float32 (N, 4, 2) px of the
    view. present : float32 (N,), 1 where there is a document; elsewhere corners say nothing."""

    images: NDArray[np.uint8]
    corners: NDArray[np.float32]
    present: NDArray[np.float32]


@dataclass(frozen=True)
class _Picture:
    """image : uint8 (H, W, 3) BGR. truths : its documents. near : finds that show one, with it.
    wrong : finds that show none. strong : whether it is seen often, and to be relit strongly."""

    image: NDArray[np.uint8]
    truths: list[Quad]
    near: list[tuple[Quad, Quad]]
    wrong: list[Quad]
    strong: bool


class ViewCache:
    """The shards of detector.training.corner_cache. Raises SynthesisError where there are none."""

    def __init__(self, folder: Path) -> None:
        # By kind of shard: the pictures with a document, and those with a wrong find.
        self._shown: dict[str, list[_Picture]] = {"scenes": [], "frames": []}
        self._wrong: dict[str, list[_Picture]] = {"scenes": [], "empty": []}
        self._count = 0
        for path in finished(folder):
            kind = path.name.split("-")[0].split(".")[0]
            for picture in _pictures(path, strong=kind != "scenes"):
                self._count += 1
                if kind in self._shown and picture.truths:
                    self._shown[kind].append(picture)
                if kind in self._wrong and picture.wrong:
                    self._wrong[kind].append(picture)
        if not self._shown["scenes"]:
            raise SynthesisError(f"no scenes in {folder}: run detector.training.corner_cache first")

    def __len__(self) -> int:
        return self._count

    def draw(self, rng: np.random.Generator, count: int) -> Views:
        """Relit, at times mirrored views of random pictures; `count` of them."""
        images = np.empty((count, 3, VIEW_HEIGHT, VIEW_WIDTH), np.uint8)
        corners = np.zeros((count, 4, 2), np.float32)
        present = np.zeros(count, np.float32)
        done = 0
        while done < count:
            empty = rng.random() < EMPTY_SHARE and any(self._wrong.values())
            picture = self._pick(rng, empty=empty)
            start, truth = _start(rng, picture, empty=empty)
            made = _seen(rng, picture.image, start, truth, strong=picture.strong)
            if made is None:
                continue
            images[done], corners[done] = made
            present[done] = not empty
            done += 1
        return Views(images, corners, present)

    def _pick(self, rng: np.random.Generator, *, empty: bool) -> _Picture:
        groups, other = (self._wrong, "empty") if empty else (self._shown, "frames")
        share = 0.5 if empty else REAL_SHARE
        kind = other if groups[other] and rng.random() < share else "scenes"
        group = groups[kind] or groups[other]
        return group[int(rng.integers(len(group)))]


def _pictures(path: Path, *, strong: bool) -> list[_Picture]:
    with np.load(path) as arrays:
        images, sizes = arrays["images"], arrays["sizes"].tolist()
        quads, finds = arrays["quads"], arrays["found"]
    made = []
    for image, (width, height), documents, found in zip(images, sizes, quads, finds, strict=True):
        truths, near, wrong = _quads(documents), [], []
        for quad in _quads(found):
            overlaps = [quad.jaccard(truth) for truth in truths]
            if max(overlaps, default=0.0) >= SHOWN:
                near.append((quad, truths[int(np.argmax(overlaps))]))
            elif max(overlaps, default=0.0) < NOT_SHOWN:
                wrong.append(quad)
        seen = lifted(image[:height, :width])
        made.append(_Picture(seen, truths, near, wrong, strong))
    return made


def _quads(array: NDArray[np.floating]) -> list[Quad]:
    found = []
    for each in np.asarray(array, np.float64):
        if np.isfinite(each).all():
            try:
                found.append(Quad(each))
            except GeometryError:
                continue
    return found


def _start(rng: np.random.Generator, picture: _Picture, *, empty: bool) -> tuple[Quad, Quad | None]:
    """A quad to flatten and the document that it should become, None where there is none."""
    if empty:
        quad = picture.wrong[int(rng.integers(len(picture.wrong)))]
        return (quad if rng.random() < 0.3 else disturbed(rng, quad)), None
    if picture.near and rng.random() < FOUND_SHARE:
        quad, truth = picture.near[int(rng.integers(len(picture.near)))]
        return (quad if rng.random() < 0.5 else disturbed(rng, quad)), truth
    truth = picture.truths[int(rng.integers(len(picture.truths)))]
    return disturbed(rng, truth), truth


def disturbed(rng: np.random.Generator, truth: Quad) -> Quad:
    """A quad as the detector gives it: shifted, scaled, corners off, at times a side slipped."""
    unit = truth.area**0.5
    for _ in range(5):
        kind = rng.random()
        corners = truth.corners.copy()
        if kind < PART_SHARE + LARGER_SHARE:
            try:
                corners = _other_extent(rng, truth, part=kind < PART_SHARE)
            except GeometryError:
                continue
        elif kind < PART_SHARE + LARGER_SHARE + SLIPPED_SHARE:
            side = int(rng.integers(4))
            share = float(rng.uniform(-0.3, 0.38))
            for own, other in ((side, side - 1), ((side + 1) % 4, (side + 2) % 4)):
                corners[own] += share * (truth.corners[other] - truth.corners[own])
        middle = corners.mean(axis=0)
        spread = float(rng.choice(SPREADS))
        corners = (corners - middle) * float(np.exp(rng.normal(0, 1.2 * spread))) + middle
        corners = corners + rng.normal(0, spread, 2) * unit + rng.normal(0, spread, (4, 2)) * unit
        try:
            return Quad(corners)
        except GeometryError:
            continue
    return truth


def _other_extent(rng: np.random.Generator, truth: Quad, *, part: bool) -> NDArray[np.float64]:
    """The corners (4, 2) of a rectangle in the document's own plane: of a part, or around it."""
    if part:
        size = rng.uniform(0.3, 0.8, 2)
        low = rng.uniform(0, 1 - size)
        high = low + size
    else:
        low = -rng.uniform(0, 0.6, 2) * (rng.random(2) < 0.7)
        high = 1 + rng.uniform(0, 0.6, 2) * (rng.random(2) < 0.7)
    return truth.window(low, high).corners


def _seen(
    rng: np.random.Generator,
    picture: NDArray[np.uint8],
    start: Quad,
    truth: Quad | None,
    *,
    strong: bool,
) -> tuple[NDArray[np.uint8], NDArray[np.float32]] | None:
    """A view (3, VIEW_HEIGHT, VIEW_WIDTH) RGB and the true corners in it; None where they lie too
    far off."""
    try:
        matrix = perspective(lying(start).corners, INNER)
    except GeometryError:
        return None
    corners = INNER if truth is None else _matched(project(matrix, truth.corners))
    off = np.abs(corners - INNER).max(axis=0) / (VIEW_WIDTH, VIEW_HEIGHT)
    if not np.isfinite(corners).all() or off.max() > FARTHEST:
        return None
    shrink = (start.area / (INNER_SHARE**2 * VIEW_WIDTH * VIEW_HEIGHT)) ** 0.5
    image, (left, top) = picture, (0, 0)
    if rng.random() < CUT_SHARE:
        image, (left, top) = cropped(rng, picture, start if truth is None else truth)
    if shrink > 2:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.35 * shrink), np.uint8)
    matrix_at = matrix @ np.array([(1.0, 0.0, left), (0.0, 1.0, top), (0.0, 0.0, 1.0)])
    shown = _warped(image, matrix_at, PADDING_VALUE)
    if truth is not None:
        shown = _printed_over(rng, shown, corners)
    # Outside of the picture nothing is printed and nothing shines: it looks as it will in use.
    inside = _warped(np.full(image.shape[:2], 255, np.uint8), matrix_at, 0)
    lit = relight(rng, shown, strong)
    seen = np.where(inside[..., None] > 127, lit, np.uint8(PADDING_VALUE))
    if rng.random() < 0.5:
        seen, corners = seen[:, ::-1], _mirrored(corners, 0, VIEW_WIDTH)
    if rng.random() < 0.5:
        seen, corners = seen[::-1], _mirrored(corners, 1, VIEW_HEIGHT)
    return seen[..., ::-1].transpose(2, 0, 1), corners.astype(np.float32)


def _warped(image: NDArray[np.uint8], matrix: NDArray[np.float64], rim: int) -> NDArray[np.uint8]:
    view = cv2.warpPerspective(
        image,
        matrix,
        (VIEW_WIDTH, VIEW_HEIGHT),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(rim,) * 3,
    )
    return np.asarray(view, np.uint8)


def _printed_over(
    rng: np.random.Generator, view: NDArray[np.uint8], corners: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """At times the document becomes a plain card, or gets a frame or a header."""
    if rng.random() < PLAIN_SHARE:
        view = with_plain_card(rng, view, corners)
    if rng.random() < FRAMED_SHARE:
        view = framed(rng, view, corners)
    return headed(rng, view, corners) if rng.random() < HEADED_SHARE else view


def _matched(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read from the corner that makes them lie nearest to the view's own."""
    turned = [np.roll(corners, k, axis=0) for k in range(4)]
    return min(turned, key=lambda each: float(np.abs(each - INNER).sum()))


def _mirrored(corners: NDArray[np.float64], axis: int, size: int) -> NDArray[np.float64]:
    moved = corners.copy()
    moved[:, axis] = size - 1 - moved[:, axis]
    return moved[[1, 0, 3, 2] if axis == 0 else [3, 2, 1, 0]]
