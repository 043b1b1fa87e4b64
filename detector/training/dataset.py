"""Batches from a cache: drawn, warped, relit, at the network's input size."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from detector.errors import SynthesisError
from detector.exposure import lifted
from detector.letterbox import PADDING_VALUE
from detector.quad import Quad, project
from detector.synthesis.capture import shaken
from detector.synthesis.darkness import dimmed
from detector.synthesis.light import bars
from detector.training.crops import Window, crop_window
from detector.training.headers import headed
from detector.training.many_quads import clockwise
from detector.training.plain_cards import with_plain_card
from detector.training.random_warps import random_matrices
from detector.training.shards import finished

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# Of a batch: synthetic scenes, real frames, pictures without any document; and, where there are
# any, pictures that a teacher labelled: four to six of the others.
MIX = {"scenes": 0.62, "frames": 0.14, "empty": 0.24, "distilled": 0.67}
# Of the pictures with a document: those in which one gets a header in its surroundings' colour.
HEADED_SHARE = 0.15
# Likewise: in which one becomes a card with hardly any print.
PLAIN_SHARE = 0.06
# … which are cropped through one.
CUT_SHARE = 0.15
# Kinds that are few and seen often: relit and turned further than the others.
STRONG = ("frames", "empty")
# Of relighting, the spread of the logarithms of gain and gamma, and that of each channel's gain as
# a share of it; chances of channels in another order, of bars of shade, of grey, and, of pictures
# seen often, of blur.
SPREAD, STRONG_SPREAD, CAST_SHARE = 0.12, 0.25, 0.7
SWAPPED_SHARE, STRONG_SWAPPED_SHARE = 0.1, 0.25
BARS_SHARE, GREY_SHARE, BLURRED_SHARE = 0.1, 0.12, 0.2
# Pictures that a hand shook, by up to so much of their longer side.
SHAKEN_SHARE, SHAKEN_REACH = 0.07, 0.03
# Pictures in which hardly any light is left.
DIMMED_SHARE = 0.1
# A warped document that keeps less than this of itself in the picture is no fair target.
MIN_VISIBLE_SHARE = 0.5


@dataclass(frozen=True)
class Sample:
    """image : uint8 (S, S, 3) BGR. quads : float32 (N, 4, 2) px, clockwise."""

    image: NDArray[np.uint8]
    quads: NDArray[np.float32]


class ShardCache:
    """The shards of a folder; scenes that appear while training runs are taken up by refresh().

    Raises SynthesisError where the folder holds no scenes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shards: dict[str, dict[str, NDArray[np.generic]]] = {}
        self.refresh()
        if not self._of("scenes"):
            raise SynthesisError(f"no scenes in {folder}: run detector.training.cache first")

    def refresh(self) -> int:
        """Loads new shards; the number of pictures held."""
        # A new dictionary: a thread may be drawing from the one there is.
        shards = dict(self._shards)
        for path in finished(self.folder):
            if path.name not in shards:
                with np.load(path) as arrays:
                    shards[path.name] = {key: arrays[key] for key in arrays.files}
        self._shards = shards
        return sum(len(shard["images"]) for shard in shards.values())

    def draw(self, rng: np.random.Generator, size: int) -> Sample:
        """A random picture under a random warp and light, size × size px."""
        kinds = [kind for kind in MIX if self._of(kind)]
        weights = np.array([MIX[kind] for kind in kinds])
        kind = kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]
        shards = self._of(kind)
        shard = shards[int(rng.integers(len(shards)))]
        i = int(rng.integers(len(shard["images"])))
        width, height = (int(v) for v in shard["sizes"][i])
        quads = np.asarray(shard["quads"][i], np.float64)
        quads = quads[np.isfinite(quads[:, 0, 0])]
        image = lifted(np.asarray(shard["images"][i][:height, :width], np.uint8))
        if len(quads):
            image = _altered(rng, image, quads[int(rng.integers(len(quads)))])
            if rng.random() < CUT_SHARE:
                image, quads = _cut(rng, image, quads)
        return warp(rng, image, quads, size, strong=kind in STRONG)

    def _of(self, kind: str) -> list[dict[str, NDArray[np.generic]]]:
        """Those that hold anything."""
        shards = self._shards.items()
        return [each for name, each in shards if name.startswith(kind) and len(each["images"])]


def _altered(
    rng: np.random.Generator, image: NDArray[np.uint8], corners: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """At times with another header, or another document, at corners (4, 2) px."""
    kind = rng.random()
    if kind < HEADED_SHARE:
        return headed(rng, image, corners)
    if kind < HEADED_SHARE + PLAIN_SHARE:
        return with_plain_card(rng, image, corners)
    return image


def _cut(
    rng: np.random.Generator, image: NDArray[np.uint8], quads: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of a picture that cuts through one of its documents, (N, 4, 2) px, and those in it;
    all of it where too little of another one would be left for a target."""
    height, width = image.shape[:2]
    window, left = cut_window(rng, width, height, quads)
    x0, y0, x1, y1 = window
    return image[y0:y1, x0:x1], quads[left] - (x0, y0)


def cut_window(
    rng: np.random.Generator, width: int, height: int, quads: NDArray[np.float64]
) -> tuple[Window, NDArray[np.bool_]]:
    """What part of a picture of width × height px cuts through one of its documents (N, 4, 2) px,
    and which of them are in it; all of it where too little of another one would be left for a
    target."""
    window = crop_window(rng, width, height, Quad(quads[int(rng.integers(len(quads)))]))
    x0, y0, x1, y1 = window
    frame = Quad.full(x1 - x0, y1 - y0)
    shares = np.array(
        [Quad(each - (x0, y0)).shared_area(frame) / Quad(each).area for each in quads]
    )
    if ((shares > 0) & (shares < MIN_VISIBLE_SHARE)).any():
        return (0, 0, width, height), np.full(len(quads), True)
    return window, shares > 0


def warp(
    rng: np.random.Generator,
    image: NDArray[np.uint8],
    quads: NDArray[np.float64],
    size: int,
    strong: bool,
) -> Sample:
    """One augmented sample.

    image : uint8 (H, W, 3) BGR. quads : (N, 4, 2) px of it. size : of the sample's sides, px.
    strong : larger turns and relighting, for pictures seen very often.
    """
    height, width = image.shape[:2]
    (matrix,) = random_matrices(rng, np.array([(width, height)]), size, np.array([strong]))
    grey = (PADDING_VALUE,) * 3
    border = cv2.BORDER_CONSTANT if rng.random() < 0.7 else cv2.BORDER_REFLECT_101
    if border == cv2.BORDER_REFLECT_101 and len(quads):
        border = cv2.BORDER_REPLICATE
    seen = cv2.warpPerspective(
        image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=grey
    )
    moved = [project(matrix, quad) for quad in quads]
    kept = [clockwise(quad) for quad in moved]
    visible = np.array([visible_share(quad, size) for quad in kept])
    lit = relight(rng, np.asarray(seen, np.uint8), strong)
    # Documents cut too far are painted over: neither a target nor a trap.
    for quad, share in zip(kept, visible, strict=True):
        if share < MIN_VISIBLE_SHARE:
            cv2.fillConvexPoly(lit, np.round(quad).astype(np.int32), grey)
    chosen = [quad for quad, share in zip(kept, visible, strict=True) if share >= MIN_VISIBLE_SHARE]
    return Sample(lit, np.array(chosen, np.float32).reshape(-1, 4, 2))


def relight(rng: np.random.Generator, image: NDArray[np.uint8], strong: bool) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR in other light: gain, gamma, cast, bars of shade, swapped channels, grey,
    shaken, dark and lifted as in use; strong ones blurred at times."""
    lit = image
    spread = STRONG_SPREAD if strong else SPREAD
    gain = np.exp(rng.normal(0, spread) + rng.normal(0, spread * CAST_SHARE, 3))
    gamma = float(np.exp(rng.normal(0, spread)))
    steps = np.arange(256, dtype=np.float64) / 255
    table = np.clip((steps[:, None] ** gamma) * gain * 255, 0, 255).astype(np.uint8)
    lit = np.asarray(cv2.LUT(lit, table.reshape(1, 256, 3)), np.uint8)
    if rng.random() < BARS_SHARE:
        gains = bars(rng, *image.shape[:2])
        lit = np.clip(lit * gains[..., None], 0, 255).astype(np.uint8)
    if rng.random() < (STRONG_SWAPPED_SHARE if strong else SWAPPED_SHARE):
        lit = np.ascontiguousarray(lit[..., rng.permutation(3)])
    if rng.random() < GREY_SHARE:
        grey = cv2.cvtColor(lit, cv2.COLOR_BGR2GRAY)
        lit = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    if strong and rng.random() < BLURRED_SHARE:
        lit = np.asarray(cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.3, 1.3)), np.uint8)
    if rng.random() < SHAKEN_SHARE:
        most = max(1, round(SHAKEN_REACH * max(lit.shape[:2]) / 2))
        lit = shaken(rng, lit, int(rng.integers(1, most + 1)))
    if rng.random() < DIMMED_SHARE:
        lit = lifted(dimmed(rng, lit))
    return np.ascontiguousarray(lit)


def visible_share(quad: NDArray[np.float64], size: int) -> float:
    """How much of a clockwise quad (4, 2) lies in a picture of size × size px, 0 to 1."""
    frame = Quad.full(size, size).corners.astype(np.float32)
    polygon = quad.astype(np.float32)
    shown, _ = cv2.intersectConvexConvex(polygon, frame)
    return float(shown / max(1.0, cv2.contourArea(polygon)))


@dataclass(frozen=True)
class Batch:
    """images : uint8 (B, 3, S, S) RGB. quads : float32 (N, 4, 2) px, one array a picture."""

    images: NDArray[np.uint8]
    quads: list[NDArray[np.float32]]


class Prefetcher:
    """Batches made ahead on threads (OpenCV lets go of the interpreter while it works).

    A context manager: leaving it stops and joins the threads.
    """

    def __init__(self, cache: ShardCache, batch: int, size: int, seed: int, threads: int) -> None:
        self._cache, self._batch, self._size = cache, batch, size
        self._queue: queue.Queue[Batch | Exception] = queue.Queue(maxsize=2 * threads)
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._fill, args=(np.random.default_rng((seed, i)),))
            for i in range(threads)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            while thread.is_alive():
                self._drain()
                thread.join(0.1)

    def take(self) -> Batch:
        """The next batch, waiting for it. Raises what went wrong where it was to be made."""
        made = self._queue.get()
        if isinstance(made, Exception):
            raise made
        return made

    def _fill(self, rng: np.random.Generator) -> None:
        while not self._stopping.is_set():
            try:
                self._queue.put(self._made(rng))
            except Exception as error:  # noqa: BLE001 - whoever waits must not wait for ever
                self._queue.put(error)
                return

    def _made(self, rng: np.random.Generator) -> Batch:
        samples = [self._cache.draw(rng, self._size) for _ in range(self._batch)]
        images = np.stack([each.image[..., ::-1].transpose(2, 0, 1) for each in samples])
        return Batch(images, [each.quads for each in samples])

    def _drain(self) -> None:
        try:
            self._queue.get_nowait()
        except queue.Empty:
            return
