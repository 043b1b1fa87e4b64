"""Training of the small networks: time-boxed, resumable, with a running average of the weights."""

from __future__ import annotations

import argparse
import copy
import io
import json
import math
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from detector.training.export_onnx import OPSET

EMA_DECAY = 0.998
LOG_STEPS = 100
GRADIENT_NORM = 5.0

N = TypeVar("N", bound=nn.Module)


@dataclass(frozen=True)
class Beginning:
    """How a run begins. rate : the highest learning rate. start : a checkpoint to take the first
    weights from. resume : go on from the run's own state, where there is one. device : cpu or
    cuda."""

    rate: float
    start: Path | None = None
    resume: bool = False
    device: str = "cpu"


class TimedTrainer(ABC, Generic[N]):
    """A network, its running average (which gets exported) and its optimiser, AdamW over one cosine
    of training time; the state is <run>/last.pt."""

    decay: float
    warm_steps = 100

    def __init__(self, network: N, run: Path, beginning: Beginning) -> None:
        self._last, self.rate = run / "last.pt", beginning.rate
        self.device = beginning.device
        self.network = network
        if beginning.start is not None:
            first = torch.load(beginning.start, map_location="cpu", weights_only=True)["average"]
            self.network.load_state_dict(first)
        self.network.to(self.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=self.rate, weight_decay=self.decay
        )
        self.step, self.seconds = 0, 0.0
        if beginning.resume and self._last.exists():
            state = torch.load(self._last, map_location=self.device, weights_only=True)
            self.network.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds = state["step"], state["seconds"]
        self.rng = np.random.default_rng(self.step)

    @abstractmethod
    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """The loss of a fresh batch, and the figures to log."""

    def held(self) -> dict[str, int]:
        """What the log says of the data."""
        return {}

    def advance(self, progress: float) -> dict[str, float]:
        """One step at a share (0 to 1) of the whole training; its figures."""
        for group in self.optimiser.param_groups:
            warm = min(1.0, (self.step + 1) / self.warm_steps)
            group["lr"] = self.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        loss, figures = self.measure()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        self.optimiser.step()
        self.step += 1
        follow(self.average, self.network, self.step)
        return figures

    def run(self, minutes: float, anneal_minutes: float) -> None:
        """Trains until the time or the annealing is up, saving as it goes."""
        start, before = time.monotonic(), self.seconds
        since: list[dict[str, float]] = []
        progress = 0.0
        while time.monotonic() - start < minutes * 60 and progress < 1:
            self.seconds = before + time.monotonic() - start
            progress = min(1.0, self.seconds / 60 / anneal_minutes)
            since.append(self.advance(progress))
            if self.step % LOG_STEPS == 0:
                # After a resume fewer steps than LOG_STEPS lie behind.
                means = {name: round(fmean(each[name] for each in since), 4) for name in since[0]}
                row = {"step": self.step, "s": round(self.seconds)} | means | self.held()
                print(json.dumps(row), flush=True)
                since = []
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

    def recipe(self, batch: int) -> dict[str, Any]:
        """For the weight card."""
        seconds = round(self.seconds)
        return {"steps": self.step, "seconds": seconds, "batch": batch, "rate": self.rate}


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, step: int) -> None:
    """Moves a running average of weights towards a network's; faster in its first steps."""
    decay = min(EMA_DECAY, (1 + step) / (20 + step))
    current: dict[str, Tensor] = network.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(current[name], 1 - decay)
        else:
            value.copy_(current[name])


def small_onnx(network: nn.Module, example: Tensor, name: str, outputs: list[str]) -> bytes:
    """As ONNX with one input and a free first axis, "count"."""
    buffer = io.BytesIO()
    torch.onnx.export(
        network,
        (example,),
        buffer,  # type: ignore[arg-type]
        input_names=[name],
        output_names=outputs,
        dynamic_axes={each: {0: "count"} for each in (name, *outputs)},
        opset_version=OPSET,
        dynamo=False,
    )
    return buffer.getvalue()


def add_arguments(parser: argparse.ArgumentParser, rate: float, anneal_minutes: float) -> None:
    """What every one of these commands takes."""
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources", "weights"))
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--anneal-minutes", type=float, default=anneal_minutes)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--start", type=Path, help="a checkpoint to take the first weights from")
    parser.add_argument("--resume", action="store_true")


def add_shipped(parser: argparse.ArgumentParser) -> None:
    """What those take that may go on from the shipped network: shipped is None, or the share."""
    parser.add_argument(
        "--shipped",
        nargs="?",
        type=_share,
        const=0.0,
        metavar="KEPT",
        help="begin with the shipped network, and keep a share of its weights, 0 to 1",
    )


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"expected 0 to 1, got {text}")
    return share


def beginning(arguments: argparse.Namespace) -> Beginning:
    """As the command line asks; its run's folder is made, its threads are set."""
    torch.set_num_threads(arguments.threads)
    arguments.run.mkdir(parents=True, exist_ok=True)
    return Beginning(arguments.rate, arguments.start, arguments.resume)
