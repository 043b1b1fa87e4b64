"""How fast the networks are beside each other, on each engine of a machine: one picture a time,
uint8 in the computer's memory to raw outputs where the engine leaves them.

All networks and engines go in turns, so that whatever else the machine does meets all of them. Not
so the GPU's: between two turns of slow CPU engines it would fall asleep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from detector.backends.onnx import OnnxBackend
from detector.training.complexity import detectors
from detector.training.export_onnx import Exported, to_onnx
from detector.training.turns import in_turns
from detector.weights import find_weights, read_verified

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

    Image = np.ndarray[Any, np.dtype[np.uint8]]
    Size = tuple[int, int]

STUDENT, RESNET, LITE = detectors()
CUDA = "torch, CUDA"
# Rounds that do not count. A GPU raises its clock and chooses its kernels during the first ones,
# and takes a hundredth of the time: it gets more of both.
WARM_UP, GPU_WARM_UP, GPU_ROUNDS = 2, 20, 10


@dataclass(frozen=True)
class Speed:
    """Median ms of one picture, by (network, engine) at one size (height, width)."""

    size: tuple[int, int]
    ms: dict[tuple[str, str], float]

    def fps(self, network: str, engine: str) -> float:
        """Pictures a second."""
        return 1000 / self.ms[network, engine]

    def told(self, network: str, engine: str) -> str:
        """Pictures a second, and how many times the first teacher's."""
        fps = self.fps(network, engine)
        return f"{fps:.1f} ({fps / self.fps(RESNET, engine):.1f} ×)"

    @property
    def engines(self) -> list[str]:
        """Those that were timed, in order."""
        return list(dict.fromkeys(engine for _, engine in self.ms))


@dataclass(frozen=True)
class CudaSpeeds:
    """Speeds on the GPU of that name, medians of so many rounds. earlier : from a file of another
    run, and as like as not of another machine."""

    gpu: str
    rounds: int
    speeds: list[Speed]
    earlier: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON takes it; of() reads it."""
        ms = [
            {"size": list(each.size), "ms": {name: round(v, 4) for (name, _), v in each.ms.items()}}
            for each in self.speeds
        ]
        return {"gpu": self.gpu, "rounds": self.rounds, "speeds": ms}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> CudaSpeeds:
        """What stored() gave, now an earlier one."""
        speeds = [
            Speed(tuple(each["size"]), {(name, CUDA): ms for name, ms in each["ms"].items()})
            for each in stored["speeds"]
        ]
        return cls(stored["gpu"], stored["rounds"], speeds, earlier=True)


def run_on(network: nn.Module, image: Image, device: str) -> Callable[[], object]:
    """A call that takes a picture through a network that is on the device, and returns when that
    has done it; the outputs stay there. image : uint8 (H, W, 3) BGR."""
    there = Exported(network).to(device).eval()  # type: ignore[arg-type]

    def run() -> object:
        outputs = there(torch.from_numpy(image)[None].to(device))
        if device == "cuda":
            torch.cuda.synchronize()
        return outputs

    return run


def cpu_engines(network: nn.Module, onnx: bytes, image: Image) -> dict[str, Callable[[], object]]:
    """One call for each engine of the CPU. onnx : the network as a file. image : as above."""
    calls: dict[str, Callable[[], object]] = {}
    for threads in (1, 2):
        backend = OnnxBackend(onnx, threads)
        name = f"ONNX Runtime, {threads} thread{'s' * (threads > 1)}"
        calls[name] = lambda backend=backend: backend.run(image)  # type: ignore[misc]
    calls["torch, 1 thread"] = run_on(network, image, "cpu")
    return calls


def time_all(rounds: int, sizes: list[Size]) -> tuple[list[Speed], dict[str, float]]:
    """The CPU's speeds at each size, and the networks' ONNX files in MiB."""
    networks = {name: network.eval() for name, network in detectors().items()}
    files = {name: to_onnx(network) for name, network in networks.items()}
    files[STUDENT] = read_verified(find_weights())
    speeds = []
    with torch.inference_mode():
        for size in sizes:
            calls = {
                (name, engine): call
                for name, network in networks.items()
                for engine, call in cpu_engines(network, files[name], _picture(size)).items()
            }
            speeds.append(Speed(size, in_turns(calls, rounds, WARM_UP)))
    return speeds, {name: len(onnx) / 2**20 for name, onnx in files.items()}


def time_on(device: str, rounds: int, sizes: list[Size]) -> CudaSpeeds:
    """The speeds of the GPU at each size. device : "cuda", or "cpu" to try this out."""
    networks = {name: network.to(device) for name, network in detectors().items()}
    rounds *= GPU_ROUNDS
    speeds = []
    with torch.inference_mode():
        for size in sizes:
            calls = {
                (name, CUDA): run_on(network, _picture(size), device)
                for name, network in networks.items()
            }
            speeds.append(Speed(size, in_turns(calls, rounds, GPU_WARM_UP)))
    return CudaSpeeds(torch.cuda.get_device_name() if device == "cuda" else device, rounds, speeds)


def _picture(size: Size) -> Image:
    return np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)


def speed_table(speeds: list[Speed]) -> str:
    """Markdown, a network at a size a row; pictures a second, and how many times the first
    teacher's."""
    engines = speeds[0].engines
    lines = ["| height × width | network | " + " | ".join(engines) + " |"]
    lines.append("|---" * (2 + len(engines)) + "|")
    for speed in speeds:
        for name in (STUDENT, RESNET, LITE):
            cells = [speed.told(name, each) for each in engines]
            lines.append(f"| {speed.size[0]} × {speed.size[1]} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def told_of_cuda(cuda: CudaSpeeds | None) -> str:
    """Markdown: the table of what was measured on CUDA, and where; or that nothing was."""
    if cuda is None:
        return "On CUDA: never measured; a run on a machine with it, with `--write`, does that."
    where = f"of a run on a machine with one, {cuda.gpu}" if cuda.earlier else cuda.gpu
    how = (
        f"Medians of {cuda.rounds}, in turns; one picture a time, its way to the GPU included. "
        "Float32, its convolutions in TF32, as torch does without being told."
    )
    return f"On CUDA ({where}):\n\n{speed_table(cuda.speeds)}\n\n{how}"
