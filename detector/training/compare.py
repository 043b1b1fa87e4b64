"""The light network beside its heavy teachers: speed, precision and size in one run.

``python -m detector.training.compare --data DATA [--resnet50 RUN] [--lite RUN] [--write docs]``

Speed is of the network alone, uint8 picture to raw outputs, all networks and engines in turns, so
that whatever else the machine does meets all of them; it does not depend on the weights.
Precision is of the network's own corners, no refinement, on the frames of split val, each network
at the size that it was trained for: the student as shipped, a teacher from its run. With --write, a
teacher without a run keeps the figures that the last comparison written there gave it, and without
--data all of them do; the table says so. On ONNX Runtime
the student is the shipped file, in 8 bits; the teachers and everything on torch are in float32.
``--write`` puts the tables between the markers of DIR/comparison.md, two bar charts and the figures
beside it.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import platform
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from torch import nn

from detector.backends.onnx import OnnxBackend
from detector.runtime import Detector
from detector.training.complexity import FIRST_SIZE, count, detectors
from detector.training.evaluate import judge_frames, summarise
from detector.training.export_onnx import to_onnx
from detector.training.networks import load_network
from detector.training.precision import coarse_detector
from detector.training.reports import bar_chart, write_between
from detector.training.turns import in_turns
from detector.weights import WeightCard, find_weights, read_verified

if TYPE_CHECKING:
    from collections.abc import Callable

    Image = np.ndarray[Any, np.dtype[np.uint8]]

STUDENT, RESNET, LITE = detectors()
LARGE = (608, 1024)  # height × width of the account that this follows
WARM_UP = 2
CUDA = "torch, CUDA"
FIGURES_FILE = "comparison.json"
FIGURES = ("ap50", "ap", "jaccard_mean", "jaccard_median")


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


def engines_of(network: nn.Module, onnx: bytes, image: Image) -> dict[str, Callable[[], object]]:
    """One call for each engine of this machine."""
    calls: dict[str, Callable[[], object]] = {}
    for threads in (1, 2):
        backend = OnnxBackend(onnx, threads)
        name = f"ONNX Runtime, {threads} thread{'s' * (threads > 1)}"
        calls[name] = lambda backend=backend: backend.run(image)  # type: ignore[misc]
    tensor = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
    calls["torch, 1 thread"] = lambda: network(tensor)
    if torch.cuda.is_available():
        there, on_device = copy.deepcopy(network).to("cuda"), tensor.to("cuda")

        def on_cuda() -> None:
            there(on_device)
            torch.cuda.synchronize()

        calls[CUDA] = on_cuda
    return calls


def time_all(rounds: int, sizes: list[tuple[int, int]]) -> tuple[list[Speed], dict[str, float]]:
    """The speeds at each size, and the networks' ONNX files in MiB."""
    networks = {name: network.eval() for name, network in detectors().items()}
    files = {name: to_onnx(network) for name, network in networks.items()}
    files[STUDENT] = read_verified(find_weights())
    rng = np.random.default_rng(0)
    speeds = []
    with torch.inference_mode():
        for height, width in sizes:
            image = rng.integers(0, 256, (height, width, 3), np.uint8)
            calls = {
                (name, engine): call
                for name, network in networks.items()
                for engine, call in engines_of(network, files[name], image).items()
            }
            speeds.append(Speed((height, width), in_turns(calls, rounds, WARM_UP)))
    return speeds, {name: len(onnx) / 2**20 for name, onnx in files.items()}


def precision_of(detector: Detector, data: Path) -> dict[str, float]:
    """FIGURES of the network's own corners on the frames of split val.

    The best find counts whatever its score: a network's threshold is its own.
    """
    judged = judge_frames(detector, data, "val", refined=False)
    whole = summarise([replace(each, threshold=0.0, shipped=None) for each in judged], {})
    return {key: whole[key] for key in FIGURES}


def precisions(arguments: argparse.Namespace, card: WeightCard) -> dict[str, dict[str, float]]:
    """FIGURES, pictures trained on and px of input, of the student and of each teacher that has a
    run; of the others what FIGURES_FILE says, marked as earlier."""
    student = precision_of(Detector.load("cpu", 1), arguments.data)
    steps = card.recipe["steps_done"] + card.data.get("begun_after_steps", 0)
    shipped = student | _trained(card.recipe, steps) | {"px": card.long_side}
    found = {STUDENT: shipped} | earlier(arguments.write, (RESNET, LITE))
    for name, run in ((RESNET, arguments.resnet50), (LITE, arguments.lite)):
        if run is not None:
            network, facts = load_network(run / "last.pt")
            teacher = coarse_detector(network, facts["recipe"]["size"])
            row = precision_of(teacher, arguments.data)
            found[name] = row | _trained(facts["recipe"], facts["step"])
    return found


def earlier(folder: Path | None, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """What a folder's FIGURES_FILE says of networks, marked as earlier; nothing without a file."""
    path = folder / FIGURES_FILE if folder else None
    if path is None or not path.exists():
        return {}
    rows: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    return {name: rows[name] | {"earlier": 1} for name in names if name in rows}


def _trained(recipe: dict[str, Any], steps: int) -> dict[str, float]:
    return {"pictures": steps * recipe["batch"], "px": recipe["size"]}


def precision_table(found: dict[str, dict[str, float]], files: dict[str, float]) -> str:
    """Markdown, a network a row."""
    head = (
        "| network | parameters, M | MMac at 224² | ONNX, MiB | trained on, thousand pictures | "
        "input, px | AP50 | AP(.5:.95) | Jaccard, mean | median |"
    )
    lines = [head, "|---" * 10 + "|"]
    for name, network in detectors().items():
        macs, parameters = count(network, (3, FIRST_SIZE, FIRST_SIZE), layers=False)
        row = found.get(name)
        cells = ["not trained"] + [""] * 5
        if row:
            cells = [f"{row['pictures'] / 1000:.0f}", f"{row['px']:.0f}"]
            cells += [f"{row[key]:.3f}" for key in FIGURES]
        mark = " (of an earlier run)" if row and row.get("earlier") else ""
        lines.append(
            f"| {name}{mark} | {parameters / 1e6:.2f} | {macs / 1e6:.0f} | {files[name]:.1f} | "
            + " | ".join(cells)
            + " |"
        )
    return "\n".join(lines)


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


def draw(folder: Path, speeds: list[Speed], found: dict[str, dict[str, float]]) -> None:
    """comparison-speed and, where any precision is known, comparison-precision, each .png and
    .svg."""
    panels, ticks = {}, {}
    for speed in speeds:
        name = f"{speed.size[0]} × {speed.size[1]}"
        ticks[name] = speed.engines
        panels[name] = {
            network: [speed.fps(network, engine) for engine in speed.engines]
            for network in (STUDENT, RESNET, LITE)
        }
    bar_chart(folder / "comparison-speed", "Pictures a second", panels, ticks, logarithmic=True)
    if not found:
        return
    bar_chart(
        folder / "comparison-precision",
        "The network's own corners, frames of split val",
        {"": {name: [row[key] for key in FIGURES] for name, row in found.items()}},
        {"": ["AP50", "AP(.5:.95)", "Jaccard, mean", "Jaccard, median"]},
    )


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.compare")
    parser.add_argument("--data", type=Path, help="without it only speeds and sizes are measured")
    parser.add_argument("--resnet50", type=Path, help="the run of the first teacher")
    parser.add_argument("--lite", type=Path, help="the run of the second teacher")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--write", type=Path, help="the folder of comparison.md and its charts")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    card = WeightCard.load(find_weights().with_suffix(".json"))
    shipped = (card.long_side, card.long_side)
    speeds, files = time_all(arguments.rounds, [(FIRST_SIZE, FIRST_SIZE), shipped, LARGE])
    known = earlier(arguments.write, (STUDENT, RESNET, LITE))
    found = precisions(arguments, card) if arguments.data else known
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores; medians of {arguments.rounds}, in turns; "
        f"in brackets, times the {RESNET}'s. CUDA: "
        + ("measured." if torch.cuda.is_available() else "skipped, this machine has none.")
    )
    text = f"{precision_table(found, files)}\n\n{speed_table(speeds)}\n\n{machine}"
    print(text)
    if arguments.write:
        write_between(arguments.write / "comparison.md", text)
        draw(arguments.write, speeds, found)
        (arguments.write / FIGURES_FILE).write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
