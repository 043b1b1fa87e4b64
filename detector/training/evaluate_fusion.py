"""What several frames made one picture are worth: ``python -m detector.training.evaluate_fusion``

Bursts of drawn documents, held by a hand that is not still, with the noise, light, glare and
fingers of each row. The first frame, which is the sharpest, is held against the fused picture: both
are compared with the same frame without any of these, within the document.

PSNR : dB, before and after. noise : standard deviation of what is off where the truth is flat, of
255. sharp : the fused picture's step at edges as a share of the frame's, along the truth's own.
glare : of what a lamp burnt out in the frame, the share that still is. corners : mean error of the
corners that are found, px of the truth's, before and after. worse : bursts whose PSNR fell by more
than .1 dB; worst : by how much it fell or rose least. ms : median.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.fusion import View, fuse
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import Assets
from detector.synthesis.burst import Burst, Shaking, burst
from detector.synthesis.sheet import SheetPool
from detector.training.evaluate_refine import corner_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

SIZE = 1920, 1080
FRAMES = 5
# How far outlines of a live feed are off, px.
OUTLINE_PX = 1.0
# Truth that varies by less than this around a px is flat, of 255; a lamp that adds more burns out.
FLAT, BURNT = 2.0, 60.0
WORSE_DB = 0.1

ROWS = {
    "in a hand, usual light": Shaking(),
    "still": Shaking(shift_px=0.2, corner_px=0.05, shake=0),
    "much noise": Shaking(noise=12.0),
    "little noise": Shaking(noise=1.5, quality=95),
    "moves much": Shaking(shift_px=12.0, corner_px=3.0, shake=4),
    "flickering light": Shaking(exposure=0.12, bands=0.06),
    "rolling shutter": Shaking(wobble_px=0.8),
    "glare that moves": Shaking(glare=True),
    "glare that stays": Shaking(glare=True, fixed=True),
    "fingers in two frames": Shaking(fingers=(2, 4)),
    "fingers from the third on": Shaking(fingers=(2, 3, 4)),
    "hardly any print": Shaking(plain=True),
    "another document": Shaking(foreign=1),
    "another from the third on": Shaking(foreign=2),
}


@dataclass
class Figures:
    """Of the bursts of a row."""

    psnr: list[tuple[float, float]] = field(default_factory=list)
    noise: list[tuple[float, float]] = field(default_factory=list)
    sharp: list[float] = field(default_factory=list)
    glare: list[float] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """A table's row."""
        gain = np.array([after - before for before, after in self.psnr])
        pairs = " | ".join(
            f"{before:.{places}f} → {after:.{places}f}"
            for (before, after), places in (
                (np.median(self.psnr, axis=0), 1),
                (np.median(self.noise, axis=0), 1),
                (np.mean(self.corners, axis=0), 2),
            )
        )
        glare = f"{np.mean(self.glare):.0%}" if self.glare else ""
        return (
            f"| {name} | {pairs} | {np.median(self.sharp):.3f}, least {min(self.sharp):.3f} | "
            f"{glare} | {(gain < -WORSE_DB).mean():.0%}, {gain.min():+.2f} | "
            f"{np.median(self.ms):.0f} |"
        )


def measure(figures: Figures, made: Burst, detector: Detector, rng: np.random.Generator) -> None:
    """Adds one burst."""
    seen = [
        View(frame, Quad(quad.corners + rng.normal(0, OUTLINE_PX, (4, 2))))
        for frame, quad in zip(made.frames, made.quads, strict=True)
    ]
    begun = time.perf_counter()
    fused = fuse(seen[0].image, seen[0].quad, seen[1:])
    figures.ms.append((time.perf_counter() - begun) * 1000)
    before, truth, quad = made.frames[0], made.truth, made.quads[0]
    inside = _inside(quad, truth.shape[:2])
    flat = inside & _flat(truth) & (made.burnt < 1)
    figures.psnr.append((_psnr(before, truth, inside), _psnr(fused, truth, inside)))
    if flat.any():
        figures.noise.append((_spread(before, truth, flat), _spread(fused, truth, flat)))
    plain = inside & (made.burnt < 1)
    figures.sharp.append(_step(fused, truth, plain) / _step(before, truth, plain))
    burnt = inside & (made.burnt > BURNT)
    if burnt.any():
        off = np.abs(fused.astype(np.float32) - truth).mean(axis=2)
        was = np.abs(before.astype(np.float32) - truth).mean(axis=2)
        figures.glare.append(float((off[burnt] > 0.5 * was[burnt]).mean()))
    pair = _error(detector, before, quad), _error(detector, fused, quad)
    if None not in pair:
        figures.corners.append(pair)  # type: ignore[arg-type]


def _inside(quad: Quad, shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(quad.corners).astype(np.int32), 1)
    return cv2.erode(mask, np.ones((9, 9), np.uint8)).astype(bool)


def _flat(truth: Image) -> Mask:
    grey = cv2.cvtColor(truth, cv2.COLOR_BGR2GRAY).astype(np.float32)
    spread = cv2.blur(grey * grey, (9, 9)) - cv2.blur(grey, (9, 9)) ** 2
    return np.asarray(spread < FLAT**2, bool)


def _psnr(image: Image, truth: Image, mask: Mask) -> float:
    off = image[mask].astype(np.float32) - truth[mask]
    return float(10 * np.log10(255**2 / np.mean(off**2)))


def _spread(image: Image, truth: Image, mask: Mask) -> float:
    off = image.astype(np.float32) - truth
    return float((off - cv2.blur(off, (31, 31)))[mask].std())


def _step(image: Image, truth: Image, mask: Mask) -> float:
    """How steep a picture is where the truth is: its gradient along the truth's, per px of it."""
    slopes = []
    for each in (image, truth):
        grey = cv2.cvtColor(each, cv2.COLOR_BGR2GRAY).astype(np.float32)
        slopes.append([cv2.Sobel(grey, cv2.CV_32F, *way)[mask] for way in ((1, 0), (0, 1))])
    (x, y), (true_x, true_y) = slopes
    return float((x * true_x + y * true_y).sum() / (true_x**2 + true_y**2).sum())


def _error(detector: Detector, image: Image, truth: Quad) -> float | None:
    """px; None where the document is not found."""
    found = detector.detect(image, upright=False)
    best = max(found, key=lambda each: each.quad.jaccard(truth), default=None)
    if best is None or best.quad.jaccard(truth) < 0.5:
        return None
    return corner_error(best.quad, truth)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_fusion")
    parser.add_argument("--bursts", type=int, default=12, help="of each row")
    parser.add_argument("--only", default="", help="rows whose name holds this")
    arguments = parser.parse_args()
    pool = SheetPool(Assets(), size=60, seed=7, width_px=1400)
    detector = Detector.load("cpu")
    print(f"{FRAMES} frames of {SIZE[0]} × {SIZE[1]}, {platform.machine()}, {os.cpu_count()} cores")
    print("| | PSNR | noise | corners | sharp | glare | worse, worst | ms |")
    print("|---|---|---|---|---|---|---|---|")
    for number, (name, shaking) in enumerate(ROWS.items()):
        if arguments.only not in name:
            continue
        figures = Figures()
        for each in range(arguments.bursts):
            rng = np.random.default_rng((number, each))
            try:
                made = burst(rng, pool, *SIZE, shaking, FRAMES)
            except GeometryError:
                continue
            measure(figures, made, detector, rng)
        print(figures.row(name), flush=True)


if __name__ == "__main__":
    main()
