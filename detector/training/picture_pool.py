"""The pictures of a cache on a device, where batches are cut out of them.

A GPU takes thousands of pictures a second: threads that warp and relight them one by one would keep
it waiting. All pixels lie in its memory, and what is drawn there once, a header or a plain card,
is drawn as a shard is loaded. Scenes that are rendered meanwhile take the place of the oldest.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import torch

from detector.errors import SynthesisError
from detector.exposure import lifted
from detector.training.dataset import HEADED_SHARE, PLAIN_SHARE
from detector.training.headers import headed
from detector.training.plain_cards import with_plain_card
from detector.training.shards import finished

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# How long loading waits before it looks for new shards again, s.
PAUSE_S = 1.0
SCENES = "scenes"


@dataclass(frozen=True)
class Shard:
    """One shard's pictures. kind : scenes, frames, empty or distilled. images : uint8 (N, S, S, 3)
    BGR. sizes : (N, 2) width and height, px. quads, found : (N, M, 4, 2) px, NaN where there are
    fewer; found is empty where nothing was looked for."""

    kind: str
    images: NDArray[np.uint8]
    sizes: NDArray[np.int32]
    quads: NDArray[np.float64]
    found: NDArray[np.float64]


@dataclass(frozen=True)
class Alterations:
    """Of the pictures with a document: those in which one gets a header in its surroundings'
    colour, and in which one becomes a card with hardly any print."""

    headed: float = HEADED_SHARE
    plain: float = PLAIN_SHARE


def load_shard(path: Path, seed: int, alterations: Alterations) -> Shard:
    """A shard lifted to usual brightness, some of its documents altered."""
    rng = np.random.default_rng(seed)
    with path.open("rb") as file, np.load(file) as arrays:  # else a damaged one stays open
        images, sizes, quads = arrays["images"], arrays["sizes"], arrays["quads"]
        found = arrays["found"] if "found" in arrays.files else np.empty((len(images), 0, 4, 2))
    for image, (width, height), documents in zip(images, sizes.tolist(), quads, strict=True):
        own = image[:height, :width]
        own[:] = lifted(own)
        shown = documents[np.isfinite(documents[:, 0, 0])].astype(np.float64)
        kind = rng.random()
        if len(shown) and kind < alterations.headed + alterations.plain:
            corners = shown[int(rng.integers(len(shown)))]
            alter = headed if kind < alterations.headed else with_plain_card
            own[:] = alter(rng, np.ascontiguousarray(own), corners)
    kind_name = path.name.split("-")[0].split(".")[0]
    return Shard(kind_name, images, sizes, quads.astype(np.float64), found.astype(np.float64))


class PicturePool:
    """Shards of a folder on a device; a context manager, which ends the thread that loads.

    capacity : pictures held at most, of which scenes that come later replace the oldest scenes.
    Raises SynthesisError where the folder holds no scenes, or where its other pictures alone fill
    the capacity.
    """

    def __init__(
        self, folder: Path, device: str, capacity: int, alterations: Alterations = Alterations()
    ) -> None:
        self._folder, self._alterations = folder, alterations
        self._capacity, self._device = capacity, device
        self._seen: set[str] = set()
        self._ready: queue.Queue[Shard | Exception] = queue.Queue(maxsize=3)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._load_all)
        self._held = self._scenes_from = self._next_scene = 0
        first = self._unseen()
        others = [each for each in first if not each.name.startswith(SCENES)]
        if len(others) == len(first):
            raise SynthesisError(f"no scenes in {folder}: run detector.training.cache first")
        for path in others:
            self._add(self._loaded(path))
        self._scenes_from = self._held
        self._add(self._loaded(first[-1]))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        while self._thread.is_alive():
            try:
                self._ready.get_nowait()
            except queue.Empty:
                self._thread.join(0.05)

    def __len__(self) -> int:
        return self._held

    @property
    def side(self) -> int:
        """Of the square that each picture lies in, px."""
        return int(self.images.shape[1])

    def of_kind(self, kind: str) -> NDArray[np.intp]:
        """Places of the pictures of a kind, shape (N,)."""
        return np.flatnonzero(self.kinds[: self._held] == kind)

    def refresh(self) -> int:
        """Takes up what has been loaded meanwhile; how many pictures are held. Raises what went
        wrong where it was to be loaded."""
        while not self._ready.empty():
            loaded = self._ready.get()
            if isinstance(loaded, Exception):
                raise loaded
            self._add(loaded)
        return self._held

    def _unseen(self) -> list[Path]:
        return [path for path in finished(self._folder) if path.name not in self._seen]

    def _loaded(self, path: Path) -> Shard:
        self._seen.add(path.name)
        return load_shard(path, len(self._seen), self._alterations)

    def _load_all(self) -> None:
        while not self._stopping.is_set():
            for path in self._unseen():
                try:
                    loaded: Shard | Exception = self._loaded(path)
                except Exception as error:  # noqa: BLE001 - a run must not go on without it
                    loaded = error
                self._hand_over(loaded)
                if self._stopping.is_set() or isinstance(loaded, Exception):
                    return
            self._stopping.wait(PAUSE_S)

    def _hand_over(self, loaded: Shard | Exception) -> None:
        while not self._stopping.is_set():
            try:
                self._ready.put(loaded, timeout=PAUSE_S / 5)
                return
            except queue.Full:
                continue

    def _add(self, shard: Shard) -> None:
        if not self._held:
            side = shard.images.shape[1]
            shape = (self._capacity, side, side, 3)
            self.images = torch.zeros(shape, dtype=torch.uint8, device=self._device)
            self.kinds = np.full(self._capacity, "", "<U12")
            self.sizes = np.zeros((self._capacity, 2), np.int32)
            self.quads = np.full((self._capacity, *shard.quads.shape[1:]), np.nan)
            self.found = np.full((self._capacity, *shard.found.shape[1:]), np.nan)
        if self._scenes_from + len(shard.images) > self._capacity:
            raise SynthesisError(f"{self._capacity} pictures are too few to hold: --capacity")
        if self._next_scene + len(shard.images) > self._capacity:
            self._next_scene = self._scenes_from
        at = slice(self._next_scene, self._next_scene + len(shard.images))
        self.images[at] = torch.from_numpy(shard.images).to(self._device)
        self.kinds[at], self.sizes[at] = shard.kind, shard.sizes
        self.quads[at], self.found[at] = shard.quads, shard.found
        self._next_scene = at.stop
        self._held = max(self._held, at.stop)
