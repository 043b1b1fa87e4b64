"""A hand that holds a document: palm and fingers behind it, a thumb over its rim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.blur import blurred
from detector.synthesis.hands import SKIN
from detector.synthesis.surfaces import random_colour, smooth_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]
    Points = NDArray[np.float64]

# Fixed-point bits of OpenCV's drawing: edges fall between px.
SHIFT = 4
FINGERS = 4


@dataclass(frozen=True)
class Grip:
    """One hand at one side of a document.

    middle : of the side, px. outward, along : unit vectors, away from the document and along its
    side. unit : a finger's thickness, px. tone : BGR of the skin. reach : of the document across
    the held side, px.
    """

    middle: Points
    outward: Points
    along: Points
    unit: float
    tone: Points
    reach: float

    @classmethod
    def random(cls, rng: np.random.Generator, quad: Quad) -> Grip:
        """A hand of a plausible size (a card is 54 mm tall, a finger 16 to 20 mm thick)."""
        side = int(rng.integers(4))
        start, end = quad.corners[side], quad.corners[(side + 1) % 4]
        way = end - start
        length = max(1e-6, float(np.hypot(*way)))
        along = way / length
        outward = np.array([along[1], -along[0]])
        middle = start + way * rng.uniform(0.2, 0.8)
        # √area of a card is 68 mm.
        unit = float(quad.area**0.5) * rng.uniform(0.16, 0.32)
        tone = np.array(SKIN[int(rng.integers(len(SKIN)))]) * rng.uniform(0.75, 1.1)
        return cls(middle, outward, along, unit, tone, quad.area / length)

    def at(self, along: float, outward: float) -> Points:
        """A place in finger widths from the side's held point, px."""
        return self.middle + self.unit * (along * self.along + outward * self.outward)


def draw_hand(rng: np.random.Generator, canvas: Image, grip: Grip) -> Image:
    """Forearm, palm and fingers, to be covered by the document that is laid next."""
    lean = rng.normal(0, 1.2)
    palm = grip.at(lean * 0.4, rng.uniform(1.2, 2.8))
    strokes = [(grip.at(-1.4 + 0.9 * i, 1.5), palm, 1.6) for i in range(FINGERS)]
    through = rng.uniform(-0.4, 0.6) - grip.reach / grip.unit * (rng.random() < 0.4)
    for i in range(FINGERS):
        root = grip.at(-1.5 + i + lean * 0.3, 1.4)
        tip = grip.at(-1.5 + i + rng.normal(0, 0.25), through + rng.normal(0, 0.3))
        strokes.append((tip, root, 1.0))
    skin = grip.tone
    canvas = _paint(rng, canvas, strokes, grip.unit, skin)
    wrist = grip.at(lean, rng.uniform(4, 6))
    elbow = grip.at(lean * 3, 40)
    sleeve = random_colour(rng) if rng.random() < 0.6 else skin
    return _paint(rng, canvas, [(wrist, elbow, rng.uniform(2.8, 4.2))], grip.unit, sleeve)


def draw_thumb(rng: np.random.Generator, canvas: Image, grip: Grip) -> Image:
    """The thumb (or two fingers) over the rim of the document, at times with its nail."""
    for _ in range(int(rng.choice([1, 2], p=[0.75, 0.25]))):
        shift = rng.normal(0, 0.9)
        inside = min(rng.uniform(0.3, 2.4), 0.6 * grip.reach / grip.unit)
        tip, root = grip.at(shift, -inside), grip.at(shift + rng.normal(0, 0.5), 2.2)
        canvas = _paint(rng, canvas, [(tip, root, rng.uniform(0.9, 1.25))], grip.unit, grip.tone)
        if rng.random() < 0.5:
            canvas = _nail(rng, canvas, grip, tip)
    return canvas


def _paint(
    rng: np.random.Generator,
    canvas: Image,
    strokes: list[tuple[Points, Points, float]],
    unit: float,
    colour: NDArray[np.floating],
) -> Image:
    """Round strokes (tip, root, thickness in finger widths) as one body, shaded at its rim."""
    height, width = canvas.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for tip, root, thick in strokes:
        ends = [tuple(np.round(p * (1 << SHIFT)).astype(int).tolist()) for p in (tip, root)]
        wide = max(2, round(thick * unit))
        cv2.line(mask, ends[0], ends[1], 255, wide, cv2.LINE_AA, SHIFT)
    blur = max(1.0, unit * 0.22)
    round_shade = blurred(mask, blur).astype(np.float32) / 255
    uneven = 1 + 0.08 * smooth_noise(rng, height, width, 9)
    shade = (0.35 + 0.7 * round_shade) * uneven
    shadow = cv2.warpAffine(
        round_shade,
        np.array([[1, 0, rng.normal(0, unit * 0.2)], [0, 1, rng.normal(0, unit * 0.2)]]),
        (width, height),
    )
    base = canvas * (1 - rng.uniform(0.1, 0.5) * shadow)[..., None]
    alpha = mask[..., None].astype(np.float32) / 255
    mixed = shade[..., None] * colour * alpha + base * (1 - alpha)
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _nail(rng: np.random.Generator, canvas: Image, grip: Grip, tip: Points) -> Image:
    mask = np.zeros(canvas.shape[:2], np.uint8)
    centre = np.round(tip + 0.1 * grip.unit * grip.outward).astype(int).tolist()
    angle = float(np.degrees(np.arctan2(grip.outward[1], grip.outward[0])))
    axes = (max(1, round(grip.unit * 0.36)), max(1, round(grip.unit * 0.28)))
    cv2.ellipse(mask, centre, axes, angle, 0, 360, 255, -1, cv2.LINE_AA)
    varnish = random_colour(rng) if rng.random() < 0.2 else np.minimum(255, grip.tone * 1.12 + 12)
    alpha = mask[..., None].astype(np.float32) / 255 * rng.uniform(0.5, 0.95)
    return np.clip(canvas * (1 - alpha) + varnish * alpha, 0, 255).astype(np.uint8)
