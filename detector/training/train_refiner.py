"""Trains the strip refiner, resumable and time-boxed, and exports it.

``python -m detector.training.train_refiner --strips runs/strips --run runs/refiner --minutes 20``
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detector.errors import SynthesisError
from detector.model.refiner import StripRefiner
from detector.strips import COLUMNS, ROWS, SIDES
from detector.training.dataset import relight
from detector.training.export_onnx import write_network
from detector.training.folded import begin_with, keep_norms, keep_shipped
from detector.training.quantise import WEIGHTS_BUT_FIRST, quantise
from detector.training.shards import finished
from detector.training.strip_print import headed, one_sided, striped
from detector.training.timed import (
    Beginning,
    TimedTrainer,
    add_arguments,
    add_shipped,
    beginning,
    small_onnx,
)
from detector.weights import REFINER_NAME, find_weights, read_verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 64
RATE = 3e-3
REAL_SHARE = 0.15
# Strips that get a printed band parallel to the edge, a header in nearly the surroundings' colour,
# and those of which one side is left (detector.training.strip_print).
STRIPED_SHARE, HEADED_SHARE, ONE_SIDED_SHARE = 0.22, 0.22, 0.05
# The layers that give rows and visibility stay in float32, and the first one, whose 4×4 taps cost
# little (in 8 bits visibility lost 2 % of its log-likelihood); batches for 8-bit ranges.
EXACT, RANGE_BATCHES = ("stem.0", "rows", "visible"), 60
# Layers without a normalisation after them.
PLAIN = ("rows", "visible")
# Spread of the target distribution, rows: an edge is blurred over about this much.
TARGET_ROWS = 0.7


class StripCache:
    """The shards of a folder; new ones are taken up by refresh().

    Raises SynthesisError where the folder holds no strips of scenes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shards: dict[str, tuple[NDArray[np.uint8], NDArray[np.float32]]] = {}
        self.refresh()
        if not self._shards.keys() - {"frames.npz"}:
            raise SynthesisError(f"no strips in {folder}: run detector.training.strip_cache first")

    def refresh(self) -> int:
        """Loads new shards; the number of strips held."""
        for path in finished(self.folder):
            if path.name not in self._shards:
                with np.load(path) as arrays:
                    shard = (arrays["strips"], arrays["offsets"])
                if len(shard[1]):
                    self._shards[path.name] = shard
        return sum(len(offsets) for _, offsets in self._shards.values())

    def plain(self, rng: np.random.Generator, count: int) -> NDArray[np.uint8]:
        """Strips as they were cut, (count, ROWS, COLUMNS, 3) BGR."""
        names = list(self._shards)
        picked = [self._shards[names[int(rng.integers(len(names)))]][0] for _ in range(count)]
        return np.stack([strips[int(rng.integers(len(strips)))] for strips in picked])

    def draw(
        self, rng: np.random.Generator, count: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Relit, at times mirrored strips (count, 3, ROWS, COLUMNS) RGB and their offsets."""
        names = [name for name in self._shards if name != "frames.npz"]
        images = np.empty((count, 3, ROWS, COLUMNS), np.uint8)
        targets = []
        for i in range(count):
            real = rng.random() < REAL_SHARE and "frames.npz" in self._shards
            name = "frames.npz" if real else names[int(rng.integers(len(names)))]
            strips, offsets = self._shards[name]
            pick = int(rng.integers(len(offsets)))
            strip, target = strips[pick], offsets[pick]
            kind = rng.random()
            if kind < STRIPED_SHARE:
                strip = striped(rng, strip, target)
            elif kind < STRIPED_SHARE + HEADED_SHARE:
                strip = headed(rng, strip, target)
            elif kind < STRIPED_SHARE + HEADED_SHARE + ONE_SIDED_SHARE:
                strip, target = one_sided(rng, strip, target)
            strip = relight(rng, strip, strong=True)
            if rng.random() < 0.5:
                strip, target = strip[:, ::-1], target[::-1]
            images[i] = strip[..., ::-1].transpose(2, 0, 1)
            targets.append(target)
        return images, np.stack(targets)


def refiner_loss(outputs: tuple[Tensor, Tensor], offsets: Tensor) -> tuple[Tensor, Tensor]:
    """Row loss (cross-entropy to a Gaussian, plus L1 of the mean, rows) and visibility loss.

    outputs : of StripRefiner. offsets : (B, STRETCHES), -1 inner to 1 outer, NaN unseen.
    """
    logits, visible = outputs
    seen = torch.isfinite(offsets)
    # Row r spans 1 - 2r/ROWS to 1 - 2(r + 1)/ROWS, outermost first.
    rows = (1 - torch.nan_to_num(offsets)) * ROWS / 2 - 0.5
    grid = torch.arange(ROWS, dtype=torch.float32)[None, :, None]
    target = torch.softmax(-((grid - rows[:, None]) ** 2) / (2 * TARGET_ROWS**2), dim=1)
    entropy = -(target * functional.log_softmax(logits, dim=1)).sum(dim=1)
    mean = (logits.softmax(dim=1) * grid).sum(dim=1)
    each = entropy + 0.15 * (mean - rows).abs()
    row_loss = (each * seen).sum() / seen.sum().clamp(min=1)
    return row_loss, functional.binary_cross_entropy_with_logits(visible, seen.float())


def export(network: StripRefiner) -> bytes:
    """The refiner as ONNX: "strips" uint8 (N, ROWS, COLUMNS, 3) BGR → rows, visible."""

    class Exported(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = copy.deepcopy(network).eval()

        def forward(self, strips: Tensor) -> tuple[Tensor, Tensor]:
            logits, visible = self.network(strips.permute(0, 3, 1, 2).float().flip(1) / 255)
            return logits.softmax(dim=1), visible.sigmoid()

    example = torch.zeros(SIDES, ROWS, COLUMNS, 3, dtype=torch.uint8)
    return small_onnx(Exported(), example, "strips", ["rows", "visible"])


class RefinerTrainer(TimedTrainer[StripRefiner]):
    """See TimedTrainer; the losses of rows and visibility are its figures.

    shipped : begins with the shipped network; the statistics of its normalisation stay.
    """

    decay = 1e-3

    def __init__(
        self, cache: StripCache, run: Path, beginning: Beginning, *, shipped: bool = False
    ) -> None:
        torch.manual_seed(0)
        self.cache = cache
        network = StripRefiner()
        if shipped:
            begin_with(network, read_verified(find_weights(REFINER_NAME)), PLAIN)
        super().__init__(network, run, beginning)
        if shipped:
            keep_norms(self.network)

    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """See TimedTrainer."""
        images, offsets = self.cache.draw(self.rng, BATCH)
        inputs = torch.from_numpy(images).float() / 255
        outputs = self.network(inputs.contiguous(memory_format=torch.channels_last))
        rows, visible = refiner_loss(outputs, torch.from_numpy(offsets))
        return rows + 0.5 * visible, {"rows": rows.item(), "visible": visible.item()}

    def held(self) -> dict[str, int]:
        """See TimedTrainer; new shards are taken up."""
        return {"strips": self.cache.refresh()}


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_refiner")
    parser.add_argument("--strips", type=Path, required=True)
    add_shipped(parser)
    add_arguments(parser, RATE, anneal_minutes=20.0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    cache = StripCache(arguments.strips)
    begun, shipped = beginning(arguments), arguments.shipped is not None
    trainer = RefinerTrainer(cache, arguments.run, begun, shipped=shipped)
    trainer.run(arguments.minutes, arguments.anneal_minutes)
    network = trainer.average
    recipe = trainer.recipe(BATCH) | {"weights": WEIGHTS_BUT_FIRST}
    data: dict[str, object] = {"strips": cache.refresh(), "never_seen": "frames of split val"}
    if shipped:
        keep_shipped(network, REFINER_NAME, PLAIN, arguments.shipped, recipe, data)
    card = {"recipe": recipe, "data": data, "metrics": {}}
    rng = np.random.default_rng(0)
    batches = [cache.plain(rng, SIDES) for _ in range(RANGE_BATCHES)]
    path = write_network(
        arguments.out, REFINER_NAME, quantise(export(network), batches, EXACT), card
    )
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
