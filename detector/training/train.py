"""Training, resumable and time-boxed.

``python -m detector.training.train --cache runs/cache --run runs/first --minutes 30 --resume``

AdamW, one cosine over --steps, or over --anneal-minutes of training time where given (a machine's
speed is not known beforehand); a checkpoint every --checkpoint-minutes and at the end, with the
weights' exponential moving average, which is what gets exported.

``--first-sizes 192 256 --size 320`` begins with small pictures, which cost less, and ends with
those of the runtime: each size gets an equal share of the schedule.

``--short-minutes 70`` calculates in bfloat16 until then, in half the time on a processor with
AVX512_BF16; corners rounded so, by up to .2 % of an anchor, want a last part in float32.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import nn

from detector.model.losses import BoxLoss, Losses, detection_losses, padded
from detector.training.dataset import Batch, Prefetcher, ShardCache
from detector.training.device_batches import DeviceBatch, DeviceBatches
from detector.training.devices import add_device
from detector.training.networks import NETWORKS, Network, load_network, make_network
from detector.training.picture_pool import PicturePool
from detector.training.timed import follow

Batches = Prefetcher | DeviceBatches

WARM_UP_STEPS = 300
LOGGED_STEPS = 50
GRADIENT_NORM = 10.0
CORNER_WEIGHT = 1.0
BOX_WEIGHT = 0.5


@dataclass(frozen=True)
class Recipe:
    """What one run does; kept in its checkpoints and in the weight card.

    size : px a side of the pictures, at the end. first_sizes : of those before, in turn.
    box_loss : see detector.model.losses. short_minutes : of training time in bfloat16, at first.
    """

    size: int = 256
    batch: int = 32
    rate: float = 2e-3
    decay: float = 1e-4
    steps: int = 4000
    anneal_minutes: float = 0.0
    seed: int = 0
    network: str = "snet"
    box_loss: BoxLoss = "smooth_l1"
    first_sizes: tuple[int, ...] = ()
    short_minutes: float = 0.0

    def size_at(self, progress: float) -> int:
        """Px a side of the pictures when `progress`, 0 to 1, of the schedule is done."""
        sizes = (*self.first_sizes, self.size)
        return sizes[min(int(progress * len(sizes)), len(sizes) - 1)]


class Trainer:
    """A model, its average, its optimiser, and how far they are.

    start : a network to begin with, of the recipe's kind, of any width; without it, a new one.
    """

    def __init__(self, recipe: Recipe, device: str, start: Network | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.device = recipe, device
        self.model = (start or make_network(recipe.network)).to(device).train()
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.model).eval().requires_grad_(False)
        self.optimiser = torch.optim.AdamW(
            _groups(self.model, recipe.decay), lr=recipe.rate, betas=(0.9, 0.99)
        )
        self.step = 0
        self.seconds = 0.0

    @property
    def unfinished(self) -> bool:
        """Whether the schedule has not come to its end."""
        return self._progress() < 1

    @property
    def size(self) -> int:
        """Px a side of the pictures that the schedule wants now."""
        return self.recipe.size_at(self._progress())

    def save(self, path: Path) -> None:
        """A checkpoint, written whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "recipe": asdict(self.recipe),
        }
        temporary = path.with_suffix(".tmp")
        torch.save(state, temporary)
        temporary.replace(path)

    def load(self, path: Path) -> None:
        """Goes on from a checkpoint."""
        state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]

    def train_on(self, batch: Batch | DeviceBatch) -> Losses:
        """One step."""
        recipe = self.recipe
        for group in self.optimiser.param_groups:
            group["lr"] = recipe.rate * _schedule(self.step, self._progress())
        there = batch if isinstance(batch, DeviceBatch) else _moved(batch, self.device)
        height, width = there.images.shape[2:]
        boxes = self.model.config.grid.boxes(width, height).copy()
        anchors = torch.from_numpy(boxes).to(self.device)
        # On a GPU only the heavy network gains by short floats; the light one waits for memory.
        short = self.device == "cuda" and recipe.network == "resnet50"
        short = short or self.seconds < 60 * recipe.short_minutes
        with torch.autocast(self.device, torch.bfloat16, enabled=short):
            outputs = self.model(there.images)
        losses = detection_losses(outputs, anchors, there.quads, recipe.box_loss)
        total = losses.score + BOX_WEIGHT * losses.box + CORNER_WEIGHT * losses.corners
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_NORM)
        self.optimiser.step()
        self.step += 1
        follow(self.average, self.model, self.step)
        return losses

    def _progress(self) -> float:
        """How much of the schedule is done, 0 to 1."""
        if self.recipe.anneal_minutes:
            return min(1.0, self.seconds / 60 / self.recipe.anneal_minutes)
        return min(1.0, self.step / self.recipe.steps)


def _groups(model: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Norms and biases are not decayed."""
    heavy = [p for p in model.parameters() if p.ndim > 1]
    light = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": heavy, "weight_decay": decay}, {"params": light, "weight_decay": 0.0}]


def _schedule(step: int, progress: float) -> float:
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)


def _moved(batch: Batch, device: str) -> DeviceBatch:
    images = torch.from_numpy(batch.images).to(device).float() / 255
    quads = padded([torch.from_numpy(each) for each in batch.quads]).to(device)
    return DeviceBatch(images.contiguous(memory_format=torch.channels_last), quads)


def _drawn(source: ShardCache | PicturePool, recipe: Recipe, size: int, seed: int) -> Batches:
    if isinstance(source, PicturePool):
        return DeviceBatches(source, recipe.batch, size, seed)
    return Prefetcher(source, recipe.batch, size, seed, 1)


def run(
    trainer: Trainer,
    cache: ShardCache | PicturePool,
    folder: Path,
    minutes: float,
    checkpoint_minutes: float,
) -> None:
    """Steps until the recipe's end or the time is up."""
    start = saved = time.monotonic()
    already = trainer.seconds
    diary = _Diary(folder / "log.jsonl")
    recipe = trainer.recipe

    def over() -> bool:
        return not trainer.unfinished or time.monotonic() - start > minutes * 60

    while not over():
        size = trainer.size
        with _drawn(cache, recipe, size, recipe.seed + trainer.step) as batches:
            while trainer.size == size and not over():
                losses = trainer.train_on(batches.take())
                now = time.monotonic()
                trainer.seconds = already + now - start
                diary.add(trainer, losses, cache)
                if now - saved > checkpoint_minutes * 60:
                    trainer.save(folder / "last.pt")
                    saved = now
    trainer.save(folder / "last.pt")


class _Diary:
    """The mean losses of every LOGGED_STEPS steps, a JSON line each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._since: list[torch.Tensor] = []

    def add(self, trainer: Trainer, losses: Losses, cache: ShardCache | PicturePool) -> None:
        parts = (losses.score, losses.box, losses.corners)
        self._since.append(torch.stack([part.detach() for part in parts]))
        if trainer.step % LOGGED_STEPS:
            return
        row = {
            "step": trainer.step,
            "s": round(trainer.seconds),
            "size": trainer.size,
            # After a resume fewer steps than LOGGED_STEPS lie behind.
            "losses": torch.stack(self._since).mean(dim=0).cpu().numpy().round(4).tolist(),
            "pictures": cache.refresh(),
        }
        with self._path.open("a") as lines:
            lines.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        self._since = []


def _recipe(arguments: argparse.Namespace) -> Recipe:
    return Recipe(
        arguments.size,
        arguments.batch,
        arguments.rate,
        steps=arguments.steps,
        anneal_minutes=arguments.anneal_minutes,
        seed=arguments.seed,
        network=arguments.network,
        first_sizes=tuple(arguments.first_sizes),
        short_minutes=arguments.short_minutes,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m detector.training.train")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--checkpoint-minutes", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--anneal-minutes", type=float, default=0.0)
    parser.add_argument("--rate", type=float, default=Recipe.rate)
    parser.add_argument("--size", type=int, default=Recipe.size)
    parser.add_argument("--first-sizes", type=int, nargs="*", default=[])
    parser.add_argument("--short-minutes", type=float, default=0.0)
    parser.add_argument("--batch", type=int, default=Recipe.batch)
    parser.add_argument("--seed", type=int, default=0)
    add_device(parser, "to train on")
    parser.add_argument("--capacity", type=int, default=40_000, help="pictures held on the GPU")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--network", choices=NETWORKS, default=Recipe.network)
    parser.add_argument("--start", type=Path, help="a checkpoint to take the first weights from")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


def main() -> None:
    """The command; see the module."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    recipe = _recipe(arguments)
    last = arguments.run / "last.pt"
    resumed = arguments.resume and last.exists()
    source = last if resumed else arguments.start
    start = load_network(source)[0] if source else None
    trainer = Trainer(recipe, arguments.device, start)
    arguments.run.mkdir(parents=True, exist_ok=True)
    if resumed:
        trainer.load(last)
    times = (arguments.run, arguments.minutes, arguments.checkpoint_minutes)
    if arguments.device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = True
        with PicturePool(arguments.cache, "cuda", arguments.capacity) as pool:
            run(trainer, pool, *times)
    else:
        run(trainer, ShardCache(arguments.cache), *times)


if __name__ == "__main__":
    main()
