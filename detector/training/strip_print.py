"""Print that a refiner must not take for the edge, drawn into strips while it trains.

A strip is uint8 (ROWS, COLUMNS, 3) BGR. Its offsets, float32 (STRETCHES,), say where the edge runs,
-1 to 1 across the strip, NaN where it is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.strips import COLUMNS, ROWS, STRETCHES

if TYPE_CHECKING:
    from numpy.typing import NDArray


def striped(
    rng: np.random.Generator, strip: NDArray[np.uint8], offsets: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """The strip with a band printed along the edge: mostly inside, as headers are, else outside.

    Its borders are as sharp and as straight as the document's own edge, and parallel to it.
    """
    depth = _depth(offsets)
    if depth is None:
        return strip
    outside = rng.random() < 0.2
    gap = float(np.exp(rng.uniform(np.log(2.5), np.log(16))))
    thick = float(np.exp(rng.uniform(np.log(2), np.log(30))))
    depth = -depth if outside else depth
    soft = float(rng.uniform(0.6, 1.6))
    cover = np.clip((depth - gap) / soft, 0, 1) * np.clip((gap + thick - depth) / soft, 0, 1)
    if not outside:
        # A printed band ends with the document, about where the strip's overhang begins.
        ends = rng.integers(3, 12, 2)
        cover[:, : ends[0]], cover[:, -ends[1] :] = 0, 0
    colour = rng.integers(0, 256, 3)
    opacity = float(rng.uniform(0.5, 1.0))
    mixed = strip + (cover * opacity)[..., None] * (colour - strip.astype(np.float32))
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def headed(
    rng: np.random.Generator, strip: NDArray[np.uint8], offsets: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """The strip with a header from the edge on inward, hardly another colour than the surroundings:
    a navy band on a dark table. Its inner border is the plainer line, the edge the right one."""
    depth = _depth(offsets)
    if depth is None:
        return strip
    thick = float(np.exp(rng.uniform(np.log(3), np.log(34))))
    soft = float(rng.uniform(0.6, 1.6))
    cover = np.clip(depth / soft + 0.5, 0, 1) * np.clip((thick - depth) / soft + 0.5, 0, 1)
    first, last = rng.integers(0, 10, 2)
    cover[:, :first], cover[:, COLUMNS - last :] = 0, 0
    near = (depth < -1) & (depth > -8)
    around = strip[near].mean(axis=0) if near.any() else rng.uniform(0, 255, 3)
    spread = float(rng.choice([8.0, 18.0, 45.0]))
    colour = around * np.exp(rng.normal(0, 0.15)) + rng.normal(0, spread, 3)
    flat = strip.astype(np.float32)
    mixed = flat + (cover * rng.uniform(0.75, 1.0))[..., None] * (colour - flat)
    # What a card's edge shows at least: a thin shine, or the shadow under it.
    rim = np.exp(-0.5 * ((depth - rng.uniform(-1.2, 0.6)) / rng.uniform(0.5, 1.2)) ** 2)
    mixed += rim[..., None] * rng.normal(0, 22)
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _depth(offsets: NDArray[np.float32]) -> NDArray[np.float64] | None:
    """Rows from the edge inward, shape (ROWS, COLUMNS); None where too little of it is seen."""
    seen = np.isfinite(offsets)
    if seen.sum() < STRETCHES // 2:
        return None
    slope, start = np.polyfit(np.flatnonzero(seen), offsets[seen], 1)
    at = start + slope * ((np.arange(COLUMNS) + 0.5) / COLUMNS * STRETCHES - 0.5)
    edge = (1 - at) * ROWS / 2 - 0.5
    return np.asarray(np.arange(ROWS)[:, None] - edge, np.float64)


def one_sided(
    rng: np.random.Generator, strip: NDArray[np.uint8], offsets: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A part of the strip that the edge does not run through, stretched to its size, unlabelled."""
    unseen = np.full(STRETCHES, np.nan, np.float32)
    if not np.isfinite(offsets).all():
        return strip, offsets
    rows = (1 - offsets) * ROWS / 2
    parts = [strip[: int(rows.min()) - 2], strip[int(rows.max()) + 3 :]]
    parts = [part for part in parts if len(part) >= ROWS // 5]
    if not parts:
        return strip, offsets
    part = parts[int(rng.integers(len(parts)))]
    return np.asarray(cv2.resize(part, (COLUMNS, ROWS)), np.uint8), unseen
