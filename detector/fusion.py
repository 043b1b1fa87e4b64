"""Several frames of one document made one picture: less noise, and no glare that moved.

Each frame is laid onto the reference, its light is made the reference's, and it is averaged in
wherever it agrees with the reference as far as noise allows: what moved, a finger or a shadow, is
left out by itself and leaves no ghost. Where the reference is burnt out and the others agree on
what lies below, they speak. Outside of the document the reference stays as it is, to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.lamps import lamps
from detector.registration import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

# Of two frames nobody can tell which one is right; smaller documents have no print to lay them by.
LEAST_FRAMES, LEAST_PX = 3, 32
# Frames that correlate less do not show the same document, or not sharply.
LEAST_CORRELATION = 0.6
# Mean square of a picture's detail in flat parts, below which there is no noise worth taking out: a
# frame that is laid loses as much by being resampled.
LEAST_NOISE = 2.0
# Light is compared over cells of this many px.
CELL_PX = 16
# Detail is what a blur of this spread takes away, px; compared within tiles, and light in patches.
DETAIL_PX, TILE_PX, PATCH_PX = 1.2, 49, 5
# Of the reference's detail, so much must be in a frame where it is to count, and count fully.
DETAIL_LEAST, DETAIL_FULL = 0.5, 0.85
# How much noise is believed to hide detail; what averaging blurs is sharpened by up to so much.
DOUBT, SHARPENING, MOST_SHARPENING = 3.0, 1.6, 0.5
# So many times the usual size of noise agrees, and fades to nothing by as much again: of another
# card of the same design, faint ink came through by 2 % at a noise of 14. At 1.6 it was 70 %.
AGREEING = 1.2
# Over the document's rim the fused picture fades in, px.
FEATHER_PX = 3.0
# Over this share of what may be a mirrored lamp, most of the frames agree on what lies below: of
# drawn lamps, of which others' frames have some too, it was 0.2 to 1, where two are against two 0.
AGREED = 0.2


@dataclass(frozen=True, eq=False)
class View:
    """image : uint8 (h, w, 3) BGR, a part of a frame. quad : the document in it, px of it."""

    image: Image
    quad: Quad


def fuse(reference: Image, quad: Quad, views: Sequence[View]) -> Image:
    """The reference with the document in it fused from all frames, uint8 (H, W, 3); the reference
    itself where there is nothing to gain.

    reference : uint8 (H, W, 3) BGR. quad : the document in it, px. views : other looks at it; those
    that do not show it, or not sharply, are left out.
    """
    height, width = reference.shape[:2]
    x0, y0, x1, y1 = quad.box
    left, top = max(0, int(x0) - 2), max(0, int(y0) - 2)
    right, bottom = min(width, int(x1) + 4), min(height, int(y1) + 4)
    if len(views) + 1 < LEAST_FRAMES or min(right - left, bottom - top) < LEAST_PX:
        return reference
    window = slice(top, bottom), slice(left, right)
    base = np.ascontiguousarray(reference[window])
    outline = quad.moved(-left, -top)
    laid = _laid(base, outline, views)
    if len(laid) + 1 < LEAST_FRAMES:
        return reference
    inside = _inside(outline, base.shape[:2])
    fused = _unburnt(base, _merged(base, laid), laid, inside < 1)
    mixed = base + (fused - base) * inside[..., None]
    picture = reference.copy()
    picture[window] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return picture


def _laid(base: Image, quad: Quad, views: Sequence[View]) -> list[Image]:
    """The frames in the reference's place and light, those that can be."""
    anchor = Reference(_grey(base), quad)
    size = base.shape[1], base.shape[0]
    laid = []
    for view in views:
        if min(view.image.shape[:2]) < LEAST_PX:
            continue
        found = anchor.register(_grey(view.image), _as_in(quad, view.quad))
        if found is None or found.correlation < LEAST_CORRELATION:
            continue
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        warped = cv2.warpPerspective(
            view.image, found.matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        laid.append(_relit(base, np.asarray(warped, np.uint8)))
    return laid


def _as_in(quad: Quad, other: Quad) -> NDArray[np.float64]:
    """The other quad's corners, from the same one on as the quad's: by the course of its sides."""
    turns = [other.turned(each).corners for each in range(4)]
    sides = np.diff(quad.corners, axis=0)
    return min(turns, key=lambda each: float(np.abs(np.diff(each, axis=0) - sides).sum()))


def _relit(base: Image, other: Image) -> Image:
    """The other picture in the reference's light: a gain that varies slowly, from where both show
    the same."""
    cells = max(2, base.shape[1] // CELL_PX), max(2, base.shape[0] // CELL_PX)
    ours, theirs = (
        cv2.resize(each, cells, interpolation=cv2.INTER_AREA).astype(np.float32) + 8
        for each in (base, other)
    )
    usual = np.median(ours / theirs, axis=(0, 1)).astype(np.float32)
    off = np.abs(ours - usual * theirs).max(axis=2)
    same = (off < 12 + 0.06 * ours.max(axis=2)).astype(np.float32)[..., None]
    few = np.float32(0.05)  # where nothing is the same, the usual gain
    above = cv2.GaussianBlur(ours * same, (0, 0), 1.5) + few * usual * theirs
    below = cv2.GaussianBlur(theirs * same, (0, 0), 1.5) + few * theirs
    size = base.shape[1], base.shape[0]
    gain = cv2.resize(above / below, size, interpolation=cv2.INTER_LINEAR)
    lit = np.rint((other.astype(np.float32) + 8) * gain - 8)
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def _merged(base: Image, laid: list[Image]) -> Floats:
    """The mean of what agrees, float32 (H, W, 3), as sharp as the reference."""
    grey = _grey(base)
    detail = _detail(grey)
    noise = _noise(detail)
    total = base.astype(np.float32)
    if noise < LEAST_NOISE:
        return total
    signal = np.maximum(_tiled(detail * detail) - noise, 0)
    weights, kept = np.ones(grey.shape, np.float32), np.ones(grey.shape, np.float32)
    for other in laid:
        share = _shared(_tiled(detail * _detail(_grey(other))), signal, noise)
        weight = _agreement(base, other, grey)
        weight *= np.clip((share - DETAIL_LEAST) / (DETAIL_FULL - DETAIL_LEAST), 0, 1)
        total += other * weight[..., None]
        weights += weight
        kept += weight * share
    merged = total / weights[..., None]
    amount = np.clip((weights / kept - 1) * SHARPENING, 0, MOST_SHARPENING)
    soft = cv2.GaussianBlur(merged, (0, 0), DETAIL_PX)
    return np.asarray(merged + (merged - soft) * amount[..., None], np.float32)


def _tiled(values: Floats) -> Floats:
    return np.asarray(cv2.blur(values, (TILE_PX, TILE_PX)), np.float32)


def _shared(shared: Floats, signal: Floats, noise: float) -> Floats:
    """How much of the reference's detail another frame holds, 0 to 1; where there is hardly any,
    as much as in the whole."""
    whole = float(np.clip(shared.sum() / max(float(signal.sum()), 1e-6), 0, 1))
    share = (shared + DOUBT * noise * whole) / (signal + DOUBT * noise)
    return np.asarray(np.clip(share, 0, 1), np.float32)


def _agreement(base: Image, other: Image, grey: Image) -> Floats:
    """0 to 1 for each px: whether what is around it is the same in both, as far as noise allows."""
    apart = cv2.absdiff(base, other).max(axis=2).astype(np.float32)
    patch = cv2.blur(apart, (PATCH_PX, PATCH_PX))
    some, level = patch[::4, ::4], grey[::4, ::4] >> 5
    usual = float(np.median(some))
    # Noise grows with the light: its usual size in each eighth of it.
    enough = [some[level == each] for each in range(8)]
    sizes = [float(np.median(each)) if len(each) > 100 else usual for each in enough]
    steps = np.clip(sizes, 0.7 * usual, 2 * usual)
    limits = np.interp(np.arange(256), np.arange(8) * 32 + 16, steps).astype(np.float32)
    limit = cv2.LUT(grey, limits) * AGREEING + 1.5
    past = (AGREEING * limit - patch) / ((AGREEING - 1) * limit)
    return np.asarray(np.clip(past, 0, 1), np.float32)


def _unburnt(base: Image, merged: Floats, laid: list[Image], beyond: Mask) -> Floats:
    """The fused picture with what the others show where a mirrored lamp burnt the reference out.

    beyond : outside of the document. What reaches in from there is a finger in the other frames.
    """
    below = _consensus(laid)
    spots = lamps(base, below, beyond)
    if not spots:
        return merged
    grey = _grey(below)
    weights = [_agreement(below, other, grey) for other in laid]
    total, count = below * np.float32(1e-3), np.full(grey.shape, 1e-3, np.float32)
    for other, weight in zip(laid, weights, strict=True):
        total += other * weight[..., None]
        count += weight
    mask = np.zeros(grey.shape, np.uint8)
    for spot in spots:
        # More than half of all frames, with the reference: of two against two, any may be right.
        if (count[spot.window][spot.lit] > (len(laid) + 1) / 2).mean() >= AGREED:
            mask[spot.window] |= spot.mask
    if not mask.any():
        return merged
    wide = cv2.dilate(mask, np.ones((9, 9), np.uint8)).astype(np.float32)
    share = cv2.GaussianBlur(wide, (0, 0), 2.0)[..., None]
    return np.asarray(merged + (total / count[..., None] - merged) * share, np.float32)


def _consensus(laid: list[Image]) -> Image:
    """The second darkest of each px: of two the brighter one."""
    lowest, second = laid[0], np.full_like(laid[0], 255)
    for other in laid[1:]:
        second = np.minimum(second, np.maximum(lowest, other))
        lowest = np.minimum(lowest, other)
    return second


def _grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _detail(grey: Image) -> Floats:
    light = grey.astype(np.float32)
    return np.asarray(light - cv2.GaussianBlur(light, (0, 0), DETAIL_PX), np.float32)


def _noise(detail: Floats) -> float:
    """Mean square of the noise in a picture's detail, from its flattest parts."""
    power = cv2.blur(detail * detail, (9, 9))[4::9, 4::9]
    return float(np.quantile(power, 0.3)) + 0.05


def _inside(quad: Quad, shape: tuple[int, ...]) -> Floats:
    """1 within the document, 0 beyond its rim, and between them within FEATHER_PX."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    depth = np.full(shape, np.inf, np.float32)
    corners = quad.corners.astype(np.float32)
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (stop - start) / np.hypot(*(stop - start))
        depth = np.minimum(depth, (y - start[1]) * along[0] - (x - start[0]) * along[1])
    return np.asarray(np.clip((depth - 0.5) / FEATHER_PX, 0, 1), np.float32)
