"""Trains the strip refiner, resumable and time-boxed, and exports it.

``python -m detector.training.train_refiner --strips runs/strips --run runs/refiner --minutes 20``
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detector.model.refiner import StripRefiner
from detector.strips import COLUMNS, ROWS, SIDES
from detector.training.dataset import relight
from detector.training.export_onnx import OPSET, write_network
from detector.training.quantise import quantise
from detector.training.strip_print import headed, one_sided, striped
from detector.weights import REFINER_NAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 64
RATE = 3e-3
REAL_SHARE = 0.15
# Strips that get a printed band parallel to the edge, a header in nearly the surroundings' colour,
# and those of which one side is left (detector.training.strip_print).
STRIPED_SHARE, HEADED_SHARE, ONE_SIDED_SHARE = 0.22, 0.22, 0.05
EMA_DECAY = 0.998
LOG_STEPS = 100
# The layers that give rows and visibility, which stay in float32; batches for 8-bit ranges.
EXACT, RANGE_BATCHES = ("rows", "visible"), 60
# Spread of the target distribution, rows: an edge is blurred over about this much.
TARGET_ROWS = 0.7


class StripCache:
    """The shards of a folder; new ones are taken up by refresh()."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shards: dict[str, tuple[NDArray[np.uint8], NDArray[np.float32]]] = {}
        self.refresh()

    def refresh(self) -> int:
        """Loads new shards; the number of strips held."""
        for path in sorted(self.folder.glob("*.npz")):
            if path.name not in self._shards and not path.name.endswith(".tmp.npz"):
                with np.load(path) as arrays:
                    self._shards[path.name] = (arrays["strips"], arrays["offsets"])
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

    buffer = io.BytesIO()
    torch.onnx.export(
        Exported(),
        (torch.zeros(4, ROWS, COLUMNS, 3, dtype=torch.uint8),),
        buffer,  # type: ignore[arg-type]
        input_names=["strips"],
        output_names=["rows", "visible"],
        dynamic_axes={"strips": {0: "count"}},
        opset_version=OPSET,
        dynamo=False,
    )
    return buffer.getvalue()


class RefinerTrainer:
    """Network, its running average and optimiser; its state is <run>/last.pt."""

    def __init__(
        self,
        cache: StripCache,
        run: Path,
        *,
        resume: bool = False,
        rate: float = RATE,
        start: Path | None = None,
    ) -> None:
        torch.manual_seed(0)
        self.cache, self._last, self.rate = cache, run / "last.pt", rate
        self.network = StripRefiner()
        if start is not None:
            self.network.load_state_dict(torch.load(start, weights_only=True)["average"])
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=rate, weight_decay=1e-3)
        self.step, self.seconds = 0, 0.0
        if resume and self._last.exists():
            state = torch.load(self._last, weights_only=True)
            self.network.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds = state["step"], state["seconds"]
        self._rng = np.random.default_rng(self.step)

    def advance(self, progress: float) -> list[float]:
        """One step at a share (0 to 1) of the whole training; the row and visibility losses."""
        for group in self.optimiser.param_groups:
            warm = min(1.0, (self.step + 1) / 100)
            group["lr"] = self.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        images, offsets = self.cache.draw(self._rng, BATCH)
        inputs = torch.from_numpy(images).float() / 255
        outputs = self.network(inputs.contiguous(memory_format=torch.channels_last))
        losses = refiner_loss(outputs, torch.from_numpy(offsets))
        self.optimiser.zero_grad()
        (losses[0] + 0.5 * losses[1]).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        _average(self.average, self.network, self.step)
        return [each.item() for each in losses]

    def run(self, minutes: float, anneal_minutes: float) -> None:
        """Trains until the time or the annealing is up, saving as it goes."""
        start, before = time.monotonic(), self.seconds
        sums, progress = np.zeros(2), 0.0
        while time.monotonic() - start < minutes * 60 and progress < 1:
            self.seconds = before + time.monotonic() - start
            progress = min(1.0, self.seconds / 60 / anneal_minutes)
            sums += self.advance(progress)
            if self.step % LOG_STEPS == 0:
                mean = (sums / LOG_STEPS).round(4).tolist()
                row = {"step": self.step, "s": round(self.seconds), "losses": mean}
                print(json.dumps(row | {"strips": self.cache.refresh()}), flush=True)
                sums[:] = 0
                self.save()
        self.save()

    def save(self) -> None:
        """Writes the checkpoint, atomically."""
        temporary = self._last.with_suffix(".tmp")
        state = {
            "model": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        torch.save(state, temporary)
        temporary.replace(self._last)


@torch.no_grad()
def blend(network: nn.Module, checkpoint: Path, share: float) -> None:
    """Moves a network's weights towards another run's, of the same beginning.

    share : 0 to 1 of the other's. Wortsman et al., "Model soups" (2022): the mean of two runs that
    went different ways from one point is often better than either.
    """
    other: dict[str, Tensor] = torch.load(checkpoint, weights_only=True)["average"]
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            value.lerp_(other[name], share)


@torch.no_grad()
def _average(average: nn.Module, network: nn.Module, step: int) -> None:
    decay = min(EMA_DECAY, (1 + step) / (20 + step))
    current: dict[str, Tensor] = network.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(current[name], 1 - decay)
        else:
            value.copy_(current[name])


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_refiner")
    parser.add_argument("--strips", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources", "weights"))
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--anneal-minutes", type=float, default=20.0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, help="a checkpoint to take the first weights from")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--blend", type=Path, help="another run of this network to average with")
    parser.add_argument("--blend-share", type=float, default=0.25, help="of that run's weights")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    arguments.run.mkdir(parents=True, exist_ok=True)
    cache = StripCache(arguments.strips)
    trainer = RefinerTrainer(
        cache,
        arguments.run,
        resume=arguments.resume,
        rate=arguments.rate,
        start=arguments.start,
    )
    trainer.run(arguments.minutes, arguments.anneal_minutes)
    seconds = round(trainer.seconds)
    network = trainer.average
    blended = {}
    if arguments.blend:
        blend(network, arguments.blend / "last.pt", arguments.blend_share)
        blended = {"blended": arguments.blend.name, "blend_share": arguments.blend_share}
    recipe = {
        "steps": trainer.step,
        "seconds": seconds,
        "batch": BATCH,
        "rate": trainer.rate,
        **blended,
    }
    recipe |= {"weights": "8-bit, the first convolution and the last layers float32"}
    data = {"strips": cache.refresh(), "never_seen": "frames of split val"}
    card = {"recipe": recipe, "data": data, "metrics": {}}
    rng = np.random.default_rng(0)
    batches = [cache.plain(rng, SIDES) for _ in range(RANGE_BATCHES)]
    path = write_network(
        arguments.out, REFINER_NAME, quantise(export(network), batches, EXACT), card
    )
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
