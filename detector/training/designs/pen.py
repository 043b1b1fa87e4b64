"""What a design is drawn with: a picture, chance, and places as shares of its sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# Left, top, right and bottom, shares of a picture's sides.
Place = tuple[float, float, float, float]
Box = tuple[int, int, int, int]
Ink = tuple[float, float, float]
# How far a print run's colours are from the design's, of 255.
TINT = 3.5


@dataclass(frozen=True)
class Pen:
    """rng : draws what differs from card to card. image : uint8 (H, W, 3) BGR, drawn on. faces :
    photos, uint8 BGR; without any a head is drawn. tint : added to each colour, BGR, of 255."""

    rng: np.random.Generator
    image: Image
    faces: Sequence[Image] = ()
    tint: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))

    @staticmethod
    def new(rng: np.random.Generator, width: int, height: int, faces: Sequence[Image] = ()) -> Pen:
        """On white of width × height px, with a tint of its own."""
        image = np.full((height, width, 3), 255, np.uint8)
        return Pen(rng, image, faces, rng.normal(0, TINT, 3))

    def on(self, image: Image) -> Pen:
        """The same pen on another picture, or on a part of its own."""
        return Pen(self.rng, image, self.faces, self.tint)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.image.shape[1], self.image.shape[0]

    def box(self, place: Place) -> Box:
        """The place in px, x0, y0, x1, y1, at least one px wide and high and within the picture."""
        width, height = self.size
        x0, x1 = (round(float(np.clip(share, 0, 1)) * width) for share in (place[0], place[2]))
        y0, y1 = (round(float(np.clip(share, 0, 1)) * height) for share in (place[1], place[3]))
        x0, y0 = min(x0, width - 1), min(y0, height - 1)
        return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)

    def part(self, place: Place) -> Image:
        """The picture's part at a place, to be drawn on."""
        x0, y0, x1, y1 = self.box(place)
        return self.image[y0:y1, x0:x1]

    def ink(self, colour: str) -> Ink:
        """BGR, 0 to 255, of a colour written as rrggbb, under the pen's tint. Raises ValueError
        where it is no such number."""
        rgb = bytes.fromhex(colour)
        b, g, r = np.clip(np.array([rgb[2], rgb[1], rgb[0]]) + self.tint, 0, 255).tolist()
        return float(b), float(g), float(r)


# Draws one thing: a ground, a bar, a portrait, lines of print.
Part = Callable[[Pen], None]


def blend(spot: Image, cover: NDArray[np.floating], ink: Ink) -> None:
    """Paints a picture (H, W, 3) in place where a cover (H, W), 0 to 1, says how much."""
    mixed = spot + (np.array(ink) - spot) * cover[..., None]
    spot[:] = np.clip(mixed, 0, 255).astype(np.uint8)
