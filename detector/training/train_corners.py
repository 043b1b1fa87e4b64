"""Trains the corner network, resumable and time-boxed, and exports it, in float32.

``python -m detector.training.train_corners --views runs/corners --run runs/corner --minutes 40``

With --shipped it begins with the shipped network, whose normalisation then stays as it is; with
--held it learns what that one lacks without leaving what it knows. --outer exports it as the one
for looks from further out (detector.around).
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from detector.corners import COLUMNS, ROWS, VIEW_HEIGHT, VIEW_WIDTH
from detector.model.corner_net import CornerNet
from detector.training.corner_views import ViewCache
from detector.training.devices import add_device
from detector.training.export_onnx import write_network
from detector.training.folded import begin_with, keep_norms, keep_shipped
from detector.training.timed import (
    Beginning,
    TimedTrainer,
    add_arguments,
    add_shipped,
    beginning,
    small_onnx,
)
from detector.weights import CORNERS_NAME, OUTER_NAME, find_weights, read_verified

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 48
RATE = 2e-3
# Spread of the target distributions, bins; what a px of the mean's error costs; presence's weight.
TARGET_BINS, MEAN_WEIGHT, PRESENT_WEIGHT = 0.6, 0.1, 1.0
# A corner of the network that this one is held to is right within so many px of the view.
HELD_PX = 1.5
# The layers without normalisation.
PLAIN = ("squeeze", "hidden", "places", "present")
PLAIN_MAPS = ("maps.coarse", "maps.lateral", "maps.down", "maps.heat")


def corner_loss(outputs: tuple[Tensor, Tensor, Tensor], corners: Tensor, present: Tensor) -> Tensor:
    """Cross-entropy to Gaussians around the true columns and rows, the mean's error, and presence.

    outputs : of CornerNet. corners : (B, 4, 2) px of the view, where present (B,) is 1.
    """
    columns, rows, chance = outputs
    places = _axis_loss(columns, COLUMNS, corners[..., 0]) + _axis_loss(rows, ROWS, corners[..., 1])
    placed = (places * present).sum() / present.sum().clamp(min=1)
    return placed + PRESENT_WEIGHT * functional.binary_cross_entropy_with_logits(chance, present)


def held_loss(
    outputs: tuple[Tensor, Tensor, Tensor],
    before: tuple[Tensor, Tensor, Tensor],
    corners: Tensor,
    present: Tensor,
) -> Tensor:
    """How far answers lie from another network's where that one is right: Kullback-Leibler
    divergences of the corners, cross-entropy of presence (Li and Hoiem, "Learning without
    Forgetting", 2016).

    outputs, before : of CornerNet, its own and the other's. corners, present : as in corner_loss.
    """
    chance = before[2]
    far = torch.zeros_like(present)
    for own, other, centres, axis in (
        (outputs[0], before[0], COLUMNS, 0),
        (outputs[1], before[1], ROWS, 1),
    ):
        target = other.softmax(dim=-1)
        means = target @ torch.from_numpy(centres).float().to(other.device)
        right = (means - corners[..., axis]).abs() < HELD_PX
        apart = functional.kl_div(own.log_softmax(dim=-1), target, reduction="none").sum(dim=-1)
        far = far + (apart * right).mean(dim=1)
    told = (chance > 0) == (present > 0.5)
    entropy = functional.binary_cross_entropy_with_logits(
        outputs[2], chance.sigmoid(), reduction="none"
    )
    placed = (far * present).sum() / present.sum().clamp(min=1)
    return placed + PRESENT_WEIGHT * (entropy * told).mean()


def _axis_loss(logits: Tensor, centres: np.ndarray, places: Tensor) -> Tensor:
    """logits : (B, 4, bins). places : (B, 4) px. Shape (B,)."""
    grid = torch.from_numpy(centres).float().to(logits.device)
    step = float(centres[1] - centres[0])
    inside = places.clamp(float(centres[0]), float(centres[-1]))
    target = torch.softmax(
        -(((grid - inside[..., None]) / step) ** 2) / (2 * TARGET_BINS**2), dim=-1
    )
    entropy = -(target * functional.log_softmax(logits, dim=-1)).sum(dim=-1)
    mean = (logits.softmax(dim=-1) * grid).sum(dim=-1)
    return (entropy + MEAN_WEIGHT * (mean - inside).abs()).mean(dim=1)


def export(network: CornerNet) -> bytes:
    """As ONNX: "views" uint8 (N, VIEW_HEIGHT, VIEW_WIDTH, 3) BGR → columns, rows, chances."""

    class Exported(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = copy.deepcopy(network).eval()

        def forward(self, views: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            planes = views.permute(0, 3, 1, 2).float().flip(1) / 255
            columns, rows, chance = self.network(planes)
            return columns.softmax(dim=2), rows.softmax(dim=2), chance.sigmoid()

    example = torch.zeros(2, VIEW_HEIGHT, VIEW_WIDTH, 3, dtype=torch.uint8)
    return small_onnx(Exported(), example, "views", ["columns", "rows", "chances"])


class _Views(IterableDataset[tuple[Tensor, ...]]):
    """Views, corners and presence of batches of a cache, without end; other ones in each of a
    loader's processes and after each beginning, `step`."""

    def __init__(self, cache: ViewCache, batch: int, step: int) -> None:
        self._cache, self._batch, self._step = cache, batch, step

    def __iter__(self) -> Iterator[tuple[Tensor, ...]]:
        worker = get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng((self._step, worker.id if worker else 0))
        while True:
            views = self._cache.draw(rng, self._batch)
            arrays = (views.images, views.corners, views.present)
            yield tuple(torch.from_numpy(each) for each in arrays)


class CornerTrainer(TimedTrainer[CornerNet]):
    """See TimedTrainer; its figures are the loss and the corners' median error, px of the view.

    shipped : begins with the shipped network. held : how much it is held to the shipped one's
    answers where these are right; 0 not at all. batch : views a step. workers : processes that draw
    them, 0 this one.
    """

    decay = 5e-3

    def __init__(
        self,
        cache: ViewCache,
        run: Path,
        beginning: Beginning,
        batch: int = BATCH,
        workers: int = 0,
        *,
        shipped: bool = False,
        held: float = 0.0,
    ) -> None:
        torch.manual_seed(0)
        network = CornerNet()
        if shipped:
            begin_with(network, read_verified(find_weights(CORNERS_NAME)), PLAIN + PLAIN_MAPS)
        super().__init__(network, run, beginning)
        self._held = held
        if shipped:
            keep_norms(self.network)
        if held:
            self._before = CornerNet()
            begin_with(self._before, read_verified(find_weights(CORNERS_NAME)), PLAIN + PLAIN_MAPS)
            self._before.eval().to(self.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._views = iter(
            DataLoader(
                _Views(cache, batch, self.step), None, num_workers=workers, prefetch_factor=4
            )
            if workers
            else _Views(cache, batch, self.step)
        )

    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """See TimedTrainer."""
        images, corners, present = (each.to(self.device) for each in next(self._views))
        inputs = (images.float() / 255).contiguous(memory_format=torch.channels_last)
        outputs = self.network(inputs)
        loss = corner_loss(outputs, corners, present)
        shown = present > 0
        figures = {"loss": loss.item(), "px": _error(outputs, corners[shown], shown)}
        if self._held:
            with torch.no_grad():
                before = self._before(inputs)
            apart = held_loss(outputs, before, corners, present)
            figures["apart"] = apart.item()
            loss = loss + self._held * apart
        return loss, figures


@torch.no_grad()
def _error(outputs: tuple[Tensor, Tensor, Tensor], corners: Tensor, shown: Tensor) -> float:
    columns, rows, _ = outputs
    x = (columns[shown].softmax(dim=2) * torch.from_numpy(COLUMNS).to(columns)).sum(dim=2)
    y = (rows[shown].softmax(dim=2) * torch.from_numpy(ROWS).to(rows)).sum(dim=2)
    return float((torch.stack([x, y], dim=2) - corners).norm(dim=2).median())


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_corners")
    parser.add_argument("--views", type=Path, required=True)
    add_device(parser, "to train on")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--workers", type=int, default=0, help="processes that draw views")
    add_shipped(parser)
    parser.add_argument(
        "--held", type=float, default=0.0, help="weight of the shipped one's answers"
    )
    parser.add_argument("--outer", action="store_true", help="export it as the outer one")
    add_arguments(parser, RATE, anneal_minutes=40.0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    cache = ViewCache(arguments.views)
    begun = replace(beginning(arguments), device=arguments.device)
    batch, workers = arguments.batch, arguments.workers
    shipped = arguments.shipped is not None
    trainer = CornerTrainer(
        cache, arguments.run, begun, batch, workers, shipped=shipped, held=arguments.held
    )
    trainer.run(arguments.minutes, arguments.anneal_minutes)
    recipe = trainer.recipe(batch)
    data = {"pictures": len(cache), "never_seen": "frames of split val"}
    network = trainer.average.cpu()
    if shipped:
        keep_shipped(network, CORNERS_NAME, PLAIN + PLAIN_MAPS, arguments.shipped, recipe, data)
    card = {"recipe": recipe, "data": data, "metrics": {}}
    if arguments.held:
        recipe["held"] = arguments.held
    name = OUTER_NAME if arguments.outer else CORNERS_NAME
    path = write_network(arguments.out, name, export(network), card)
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
