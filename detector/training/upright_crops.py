"""Crops for the upright classifier: drawn from a cache, disturbed, turned and relit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import SynthesisError
from detector.quad import Quad, perspective
from detector.training.shards import finished
from detector.training.upright_cache import inner_of
from detector.upright import CROP_HEIGHT, CROP_WIDTH, TURNS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

REAL_SHARE = 0.15
# Of the crops: those that lie the wrong way, as where a document's shape was misjudged, and those
# without any print, to which no answer is right.
SIDEWAYS_SHARE, BLANK_SHARE = 0.1, 0.03
# Crops that get a portrait somewhere.
FACE_SHARE = 0.25
# Crops of which only a part is shown.
PART_SHARE = 0.3
# A corner is moved by up to this share of the sides: what a refined outline may be off by.
JITTER = 0.03
SMOOTHING = 0.02


class CropCache:
    """The shards of a folder; new ones are taken up by refresh().

    Raises SynthesisError where the folder holds no crops of scenes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shards: dict[str, tuple[NDArray[np.uint8], NDArray[np.int64]]] = {}
        faces = folder / "faces.npy"
        self._faces = np.load(faces) if faces.exists() else np.empty((0, 1, 1), np.uint8)
        self.refresh()
        if not self._shards.keys() - {"frames.npz"}:
            raise SynthesisError(f"no crops in {folder}: run detector.training.upright_cache first")

    def refresh(self) -> int:
        """Loads new shards; the number of crops held."""
        for path in finished(self.folder):
            if path.name not in self._shards:
                with np.load(path) as arrays:
                    shard = (arrays["crops"], arrays["turns"])
                if len(shard[1]):
                    self._shards[path.name] = shard
        return sum(len(turns) for _, turns in self._shards.values())

    def draw(
        self, rng: np.random.Generator, count: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Disturbed crops (count, 1, CROP_HEIGHT, CROP_WIDTH) and what to answer (count, TURNS)."""
        names = [name for name in self._shards if name != "frames.npz"]
        images = np.empty((count, 1, CROP_HEIGHT, CROP_WIDTH), np.uint8)
        targets = np.full((count, TURNS), SMOOTHING / TURNS, np.float32)
        for i in range(count):
            real = rng.random() < REAL_SHARE and "frames.npz" in self._shards
            name = "frames.npz" if real else names[int(rng.integers(len(names)))]
            crops, turns = self._shards[name]
            pick = int(rng.integers(len(turns)))
            if rng.random() < BLANK_SHARE:
                images[i, 0], targets[i] = relit(rng, blank(rng, crops[pick])), 1 / TURNS
                continue
            crop, turned = crops[pick], int(turns[pick])
            if len(self._faces) and rng.random() < FACE_SHARE:
                face = self._faces[int(rng.integers(len(self._faces)))]
                crop = with_face(rng, crop, turned, face)
            images[i, 0], answer = disturbed(rng, crop, turned)
            targets[i, answer] += 1 - SMOOTHING
        return images, targets


def disturbed(
    rng: np.random.Generator, crop: NDArray[np.uint8], turns: int
) -> tuple[NDArray[np.uint8], int]:
    """A crop seen from another side, its corners moved, relit; and the turns it needs now.

    crop : uint8 as upright_cache.cut_wide makes it; the result is (CROP_HEIGHT, CROP_WIDTH).
    turns : quarters that set it upright, 0 to 3.
    """
    sideways = rng.random() < SIDEWAYS_SHARE
    first = int(rng.integers(2)) * 2 + int(sideways)
    inner = inner_of(crop).corners
    size = inner[2] - inner[0]
    push = rng.uniform(-1, 1, (4, 2)) * rng.uniform(0, JITTER) * size
    seen = _part(rng, inner) if rng.random() < PART_SHARE else inner
    corners = np.roll(seen + push, first, axis=0)
    target = Quad.full(CROP_WIDTH, CROP_HEIGHT).corners
    small = cv2.warpPerspective(
        crop,
        perspective(corners, target),
        (CROP_WIDTH, CROP_HEIGHT),
        borderMode=cv2.BORDER_REPLICATE,
    )
    return relit(rng, np.asarray(small, np.uint8)), (turns - first) % TURNS


def with_face(
    rng: np.random.Generator, crop: NDArray[np.uint8], turns: int, face: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """A stored crop with a portrait printed anywhere on it, upright as the crop's print is.

    crop, turns : as of disturbed(). face : uint8 (H, W), grey.
    """
    left, top, right, bottom = (round(each + 0.5) for each in inner_of(crop).box)
    width, height = right - left, bottom - top
    tall = int(rng.uniform(0.3, 0.6) * height)
    wide = int(tall * rng.uniform(0.7, 0.9))
    small = np.asarray(cv2.resize(face, (wide, tall), interpolation=cv2.INTER_AREA), np.float32)
    printed = np.clip((small - 128) * rng.uniform(0.5, 1.6) + rng.uniform(90, 170), 0, 255)
    printed = np.rot90(printed, turns)
    rows, columns = printed.shape
    y = top + int(rng.integers(height - rows + 1))
    x = left + int(rng.integers(width - columns + 1))
    pasted = crop.copy()
    # As light and as flat as the document around it.
    spot = pasted[y : y + rows, x : x + columns].astype(np.float32)
    opacity = rng.uniform(0.7, 1.0)
    light = min(1.0, float(crop.mean()) / 110)
    pasted[y : y + rows, x : x + columns] = opacity * printed * light + (1 - opacity) * spot
    return pasted


def _part(rng: np.random.Generator, inner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of a part of a stored crop: without its layout, print and faces have to tell."""
    share = rng.uniform(0.5, 0.9)
    size = (inner[2] - inner[0]) * share
    start = inner[0] + rng.uniform(0, 1 / share - 1, 2) * size
    return np.asarray(start + np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * size)


def blank(rng: np.random.Generator, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A patch of a crop, uint8 (H, W), drawn up to (CROP_HEIGHT, CROP_WIDTH): texture, but neither
    layout nor print."""
    height, width = crop.shape
    side = int(rng.integers(6, 18))
    y, x = int(rng.integers(height - side)), int(rng.integers(width - side))
    patch = crop[y : y + side, x : x + side]
    return np.asarray(cv2.resize(patch, (CROP_WIDTH, CROP_HEIGHT)), np.uint8)


def relit(rng: np.random.Generator, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Gamma, gain, a gradient of light, low resolution, blur, noise and compression, each at times.

    crop : uint8 (CROP_HEIGHT, CROP_WIDTH), as is the result.
    """
    lit: NDArray[np.floating] = crop.astype(np.float32)
    if rng.random() < 0.3:
        share = rng.uniform(0.35, 0.9)
        tiny = cv2.resize(lit, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        lit = np.asarray(cv2.resize(tiny, (CROP_WIDTH, CROP_HEIGHT)), np.float32)
    if rng.random() < 0.25:
        lit = np.asarray(cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.3, 1.6)), np.float32)
    if rng.random() < 0.5:
        lit = 255 * (lit / 255) ** float(np.exp(rng.normal(0, 0.35)))
    if rng.random() < 0.3:
        ramp = np.linspace(-1, 1, CROP_WIDTH)[None] * rng.normal(0, 0.25)
        ramp = ramp + np.linspace(-1, 1, CROP_HEIGHT)[:, None] * rng.normal(0, 0.25)
        lit = lit * np.exp(ramp)
    lit = lit * float(np.exp(rng.normal(0, 0.25))) + rng.normal(0, 12)
    if rng.random() < 0.5:
        lit = lit + rng.normal(0, rng.uniform(1, 12), lit.shape)
    out = np.clip(lit, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 80))]
        _, data = cv2.imencode(".jpg", out, quality)
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(out, np.uint8)
