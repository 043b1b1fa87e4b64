"""Lamps that are mirrored in one frame alone: where the others show what lies below.

What is bright here and darker there may as well be white print under a shadow or a finger of the
others. A lamp adds light, smoothly; a shadow takes a share of it, of print and paper alike; and
print that a finger hides is darker than the finger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

# A lamp burns out from this level on, which is so far over the other frames; so far its haze is.
BURNT, OVER, HAZE = 235, 25, 7
# Where the surroundings are as bright, by this share, it is paper, and what is darker lies on it.
AROUND_PX, BRIGHT_AROUND = 12, 0.3
AROUND = np.ones((2 * AROUND_PX + 1,) * 2, np.uint8)
# Among what a lamp burns out, no more than this share is darker than in the others: of drawn lamps
# it was none, of a number in a white field 0.17 to 0.21.
PRINT_SHARE = 0.05
# What is added may be so many times as rough as what is multiplied: of drawn lamps, on sheets from
# black to white, it was 0.3 to 1.0 times, of shadows 2.3 to 3.0. Told from so many px on.
ROUGH, ROUGH_PX, LEAST_PX = 1.5, 15, 50


@dataclass(frozen=True, eq=False)
class Spot:
    """What may be a lamp. window : the part of the picture that it is in. mask : bool, with its
    haze, and lit : bool, where it is clearly brighter than the other frames, within the window."""

    window: tuple[slice, slice]
    mask: Mask
    lit: Mask


def lamps(base: Image, below: Image, beyond: Mask) -> list[Spot]:
    """Where lamps may be mirrored in the reference alone.

    base : the reference, and below : what the other frames agree on, uint8 (H, W, 3). beyond : bool
    (H, W), outside of the document: what reaches in from there is a finger in the other frames.
    """
    over = cv2.blur(cv2.subtract(base, below).min(axis=2), (5, 5))
    bright = cv2.blur(base.min(axis=2), (5, 5)) >= BURNT
    core = (over >= OVER) & bright
    if not core.any():
        return []
    under = cv2.blur(cv2.subtract(below, base).max(axis=2), (3, 3)) >= OVER
    haze = cv2.morphologyEx((over >= HAZE).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9)))
    _, labels, places, _ = cv2.connectedComponentsWithStats(haze)
    rim = cv2.dilate(beyond.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    spots = []
    for label in np.unique(labels[core]):
        x, y, width, height = places[label, :4]
        # Each in its surroundings alone: something that glitters has hundreds.
        rows = slice(max(0, y - AROUND_PX), y + height + AROUND_PX)
        columns = slice(max(0, x - AROUND_PX), x + width + AROUND_PX)
        at = rows, columns
        mask = labels[at] == label
        spot = Spot(at, mask, mask & (over[at] >= OVER))
        if (rim[at] & mask).any() or _on_paper(mask, bright[at]):
            continue
        if not _over_print(spot, bright[at], under[at]) and not _shadow(
            base[at], below[at], spot.lit & ~bright[at]
        ):
            spots.append(spot)
    return spots


def _on_paper(mask: Mask, bright: Mask) -> bool:
    around = (cv2.dilate(mask.astype(np.uint8), AROUND) > 0) & ~mask
    return bool((bright & around).sum() >= BRIGHT_AROUND * around.sum())


def _over_print(spot: Spot, bright: Mask, under: Mask) -> bool:
    """Whether there is print among what is bright. under : darker than in the other frames."""
    # With room around it: else what lies by the picture's rim would not be among anything.
    burnt = np.pad((spot.lit & bright).astype(np.uint8), AROUND_PX)
    inner = slice(AROUND_PX, -AROUND_PX)
    among = cv2.morphologyEx(burnt, cv2.MORPH_CLOSE, AROUND)[inner, inner] > 0
    return bool(under[among].mean() >= PRINT_SHARE)


def _shadow(base: Image, below: Image, lit: Mask) -> bool:
    """Whether the light is a multiple of what lies below more than something added to it. lit :
    where the reference is brighter, but not burnt out."""
    if lit.sum() < LEAST_PX:
        return False
    ours, theirs = (
        cv2.blur(cv2.cvtColor(each, cv2.COLOR_BGR2GRAY), (5, 5)).astype(np.float32) + 8
        for each in (base, below)
    )
    return _roughness(ours - theirs, lit) > ROUGH * _roughness(ours / theirs - 1, lit)


def _roughness(light: Floats, lit: Mask) -> float:
    """How much it varies from px to px, as a share of itself."""
    fine = np.abs(light - cv2.blur(light, (ROUGH_PX, ROUGH_PX)))
    return float(fine[lit].mean()) / max(float(np.abs(light[lit]).mean()), 1e-3)
