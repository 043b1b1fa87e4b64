"""Trains the upright classifier, resumable and time-boxed, and exports it.

``python -m detector.training.train_upright --crops runs/upright --run runs/up --minutes 20``
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detector.model.upright import UprightClassifier
from detector.training.export_onnx import OPSET, write_network
from detector.training.upright_crops import CropCache
from detector.upright import CROP_HEIGHT, CROP_WIDTH
from detector.weights import UPRIGHT_NAME

BATCH = 64
RATE = 3e-3
EMA_DECAY = 0.998
LOG_STEPS = 100


def export(network: UprightClassifier) -> bytes:
    """The classifier as ONNX: "crops" uint8 (N, CROP_HEIGHT, CROP_WIDTH) → chances (N, TURNS)."""

    class Exported(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = copy.deepcopy(network).eval()

        def forward(self, crops: Tensor) -> Tensor:
            chances: Tensor = self.network(crops[:, None].float()).softmax(dim=1)
            return chances

    buffer = io.BytesIO()
    torch.onnx.export(
        Exported(),
        (torch.zeros(2, CROP_HEIGHT, CROP_WIDTH, dtype=torch.uint8),),
        buffer,  # type: ignore[arg-type]
        input_names=["crops"],
        output_names=["chances"],
        dynamic_axes={"crops": {0: "count"}},
        opset_version=OPSET,
        dynamo=False,
    )
    return buffer.getvalue()


class UprightTrainer:
    """Network, its running average and optimiser; its state is <run>/last.pt."""

    def __init__(
        self,
        cache: CropCache,
        run: Path,
        *,
        resume: bool = False,
        rate: float = RATE,
        start: Path | None = None,
    ) -> None:
        torch.manual_seed(0)
        self.cache, self._last, self.rate = cache, run / "last.pt", rate
        self.network = UprightClassifier()
        if start is not None:
            self.network.load_state_dict(torch.load(start, weights_only=True)["average"])
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=rate, weight_decay=2e-3)
        self.step, self.seconds = 0, 0.0
        if resume and self._last.exists():
            state = torch.load(self._last, weights_only=True)
            self.network.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds = state["step"], state["seconds"]
        self._rng = np.random.default_rng(self.step)

    def advance(self, progress: float) -> tuple[float, float]:
        """One step at a share (0 to 1) of the whole training; its loss and share of right answers.

        Crops without print count as wrong answers.
        """
        for group in self.optimiser.param_groups:
            warm = min(1.0, (self.step + 1) / 100)
            group["lr"] = self.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        images, targets = (torch.from_numpy(each) for each in self.cache.draw(self._rng, BATCH))
        inputs = images.float().contiguous(memory_format=torch.channels_last)
        logits = self.network(inputs)
        loss = functional.cross_entropy(logits, targets)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        _average(self.average, self.network, self.step)
        answered = targets.amax(dim=1) > 0.5
        right = (logits.argmax(dim=1) == targets.argmax(dim=1)) & answered
        return loss.item(), right.float().mean().item()

    def run(self, minutes: float, anneal_minutes: float) -> None:
        """Trains until the time or the annealing is up, saving as it goes."""
        start, before = time.monotonic(), self.seconds
        sums, progress = np.zeros(2), 0.0
        while time.monotonic() - start < minutes * 60 and progress < 1:
            self.seconds = before + time.monotonic() - start
            progress = min(1.0, self.seconds / 60 / anneal_minutes)
            sums += self.advance(progress)
            if self.step % LOG_STEPS == 0:
                loss, right = (sums / LOG_STEPS).round(4).tolist()
                row = {"step": self.step, "s": round(self.seconds), "loss": loss, "right": right}
                print(json.dumps(row | {"crops": self.cache.refresh()}), flush=True)
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
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_upright")
    parser.add_argument("--crops", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources", "weights"))
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--anneal-minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, help="a checkpoint to take the first weights from")
    parser.add_argument("--resume", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    arguments.run.mkdir(parents=True, exist_ok=True)
    cache = CropCache(arguments.crops)
    trainer = UprightTrainer(
        cache,
        arguments.run,
        resume=arguments.resume,
        rate=arguments.rate,
        start=arguments.start,
    )
    trainer.run(arguments.minutes, arguments.anneal_minutes)
    seconds = round(trainer.seconds)
    recipe = {"steps": trainer.step, "seconds": seconds, "batch": BATCH, "rate": trainer.rate}
    data = {
        "crops": cache.refresh(),
        "never_seen": "frames of split val, every fifth face and template",
    }
    card = {"recipe": recipe, "data": data, "metrics": {}}
    path = write_network(arguments.out, UPRIGHT_NAME, export(trainer.average), card)
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
