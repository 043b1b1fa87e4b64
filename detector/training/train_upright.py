"""Trains the upright classifier, resumable and time-boxed, and exports it.

``python -m detector.training.train_upright --crops runs/upright --run runs/up --minutes 20``

It begins anew or, by --shipped, with the shipped classifier.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import cv2
import torch
from torch import Tensor, nn
from torch.nn import functional

from detector.model.upright import UprightClassifier
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
from detector.training.upright_crops import CropCache
from detector.upright import CROP_HEIGHT, CROP_WIDTH
from detector.weights import UPRIGHT_NAME, find_weights, read_verified

BATCH = 64
RATE = 3e-3
# The layers without a normalisation after them.
OWN = ("places", "head")


def export(network: UprightClassifier) -> bytes:
    """The classifier as ONNX: "crops" uint8 (N, CROP_HEIGHT, CROP_WIDTH) → chances (N, TURNS)."""

    class Exported(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = copy.deepcopy(network).eval()

        def forward(self, crops: Tensor) -> Tensor:
            chances: Tensor = self.network(crops[:, None].float()).softmax(dim=1)
            return chances

    example = torch.zeros(2, CROP_HEIGHT, CROP_WIDTH, dtype=torch.uint8)
    return small_onnx(Exported(), example, "crops", ["chances"])


class UprightTrainer(TimedTrainer[UprightClassifier]):
    """See TimedTrainer; its figures are the loss and the share of right answers, to which crops
    without print count as wrong ones.

    shipped : begins with the shipped classifier, whose normalisation's statistics stay.
    """

    decay = 2e-3

    def __init__(
        self, cache: CropCache, run: Path, beginning: Beginning, *, shipped: bool = False
    ) -> None:
        torch.manual_seed(0)
        self.cache = cache
        network = UprightClassifier()
        if shipped:
            begin_with(network, read_verified(find_weights(UPRIGHT_NAME)), OWN)
        super().__init__(network, run, beginning)
        if shipped:
            keep_norms(self.network)

    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """See TimedTrainer."""
        images, targets = (torch.from_numpy(each) for each in self.cache.draw(self.rng, BATCH))
        inputs = images.float().contiguous(memory_format=torch.channels_last)
        logits = self.network(inputs)
        loss = functional.cross_entropy(logits, targets)
        answered = targets.amax(dim=1) > 0.5
        right = (logits.argmax(dim=1) == targets.argmax(dim=1)) & answered
        return loss, {"loss": loss.item(), "right": right.float().mean().item()}

    def held(self) -> dict[str, int]:
        """See TimedTrainer; new shards are taken up."""
        return {"crops": self.cache.refresh()}


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_upright")
    parser.add_argument("--crops", type=Path, required=True)
    add_shipped(parser)
    add_arguments(parser, RATE, anneal_minutes=20.0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    cache = CropCache(arguments.crops)
    begun, shipped = beginning(arguments), arguments.shipped is not None
    trainer = UprightTrainer(cache, arguments.run, begun, shipped=shipped)
    trainer.run(arguments.minutes, arguments.anneal_minutes)
    recipe, network = trainer.recipe(BATCH), trainer.average
    data = {
        "crops": cache.refresh(),
        "never_seen": "frames of split val, every fifth face and template",
    }
    if shipped:
        keep_shipped(network, UPRIGHT_NAME, OWN, arguments.shipped, recipe, data)
    card = {"recipe": recipe, "data": data, "metrics": {}}
    path = write_network(arguments.out, UPRIGHT_NAME, export(network), card)
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
