"""The light network beside its heavy teachers: speed, precision and size in one run.

``python -m detector.training.compare --data DATA [--resnet50 RUN] [--lite RUN] [--write docs]``

Speed is of the network alone, uint8 picture to raw outputs (detector.training.speeds); it does not
depend on the weights. Figures of CUDA stay in the file of figures, where a machine without it finds
those of one with it; there ``--cuda-only`` measures them and nothing else.
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
import json
import os
import platform
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import torch

from detector.runtime import Detector
from detector.training.complexity import FIRST_SIZE, count, detectors
from detector.training.evaluate import judge_frames, summarise
from detector.training.networks import load_network
from detector.training.precision import coarse_detector
from detector.training.reports import bar_chart, write_between
from detector.training.speeds import (
    LITE,
    RESNET,
    STUDENT,
    CudaSpeeds,
    speed_table,
    time_all,
    time_on,
    told_of_cuda,
)
from detector.weights import WeightCard, find_weights

if TYPE_CHECKING:
    from detector.training.speeds import Speed

LARGE = (608, 1024)  # height × width of the account that this follows
CUDA_KEY = "CUDA"  # in FIGURES_FILE, beside the networks' names
FIGURES_FILE = "comparison.json"
FIGURES = ("ap50", "ap", "jaccard_mean", "jaccard_median")


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
    # Runs that it went on from had batches of other sizes.
    before = card.data.get("begun_after_pictures", 0)
    shipped = (
        student | _trained(card.recipe, card.recipe["steps_done"], before) | {"px": card.long_side}
    )
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
    rows = _figures(folder)
    return {name: rows[name] | {"earlier": 1} for name in names if name in rows}


def _figures(folder: Path | None) -> dict[str, Any]:
    path = folder / FIGURES_FILE if folder else None
    if path is None or not path.exists():
        return {}
    rows: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return rows


def write_figures(
    folder: Path, found: dict[str, dict[str, float]], cuda: CudaSpeeds | None
) -> None:
    """The networks' figures and the speeds on CUDA, for the next comparison."""
    rows = found | ({CUDA_KEY: cuda.stored()} if cuda else {})
    (folder / FIGURES_FILE).write_text(json.dumps(rows, indent=2) + "\n", "utf-8")


def earlier_cuda(folder: Path | None) -> CudaSpeeds | None:
    """The speeds on CUDA that a folder's FIGURES_FILE knows, marked as earlier."""
    stored = _figures(folder).get(CUDA_KEY)
    return CudaSpeeds.of(stored) if stored else None


def _trained(recipe: dict[str, Any], steps: int, before: int = 0) -> dict[str, float]:
    return {"pictures": before + steps * recipe["batch"], "px": recipe["size"]}


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


def draw(
    folder: Path,
    speeds: list[Speed],
    found: dict[str, dict[str, float]],
    cuda: CudaSpeeds | None = None,
) -> None:
    """comparison-speed and, where any precision is known, comparison-precision, each .png and
    .svg."""
    panels, ticks = {}, {}
    for own in speeds:
        name = f"{own.size[0]} × {own.size[1]}"
        on_cuda = [each for each in (cuda.speeds if cuda else []) if each.size == own.size]
        bars = [(each, engine) for each in (own, *on_cuda) for engine in each.engines]
        ticks[name] = [engine for _, engine in bars]
        panels[name] = {
            network: [each.fps(network, engine) for each, engine in bars]
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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m detector.training.compare")
    parser.add_argument("--data", type=Path, help="without it only speeds and sizes are measured")
    parser.add_argument("--resnet50", type=Path, help="the run of the first teacher")
    parser.add_argument("--lite", type=Path, help="the run of the second teacher")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--cuda-only", action="store_true", help="time on CUDA, keep the rest")
    parser.add_argument("--write", type=Path, help="the folder of comparison.md and its charts")
    arguments = parser.parse_args()
    if arguments.write:  # before minutes are spent
        arguments.write.mkdir(parents=True, exist_ok=True)
    if arguments.cuda_only and not torch.cuda.is_available():
        parser.error("there is no CUDA device")
    return arguments


def main() -> None:
    """The command; see the module."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    card = WeightCard.load(find_weights().with_suffix(".json"))
    sizes = [(FIRST_SIZE, FIRST_SIZE), (card.long_side, card.long_side), LARGE]
    cuda = earlier_cuda(arguments.write)
    if torch.cuda.is_available():
        cuda = time_on("cuda", arguments.rounds, sizes)
    if arguments.cuda_only:
        print(told_of_cuda(cuda))
        if arguments.write:
            rows = _figures(arguments.write)
            write_figures(arguments.write, {k: v for k, v in rows.items() if k != CUDA_KEY}, cuda)
        return
    speeds, files = time_all(arguments.rounds, sizes)
    known = earlier(arguments.write, (STUDENT, RESNET, LITE))
    found = precisions(arguments, card) if arguments.data else known
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores; medians of {arguments.rounds}, in turns; "
        f"in brackets, times the {RESNET}'s."
    )
    tables = [precision_table(found, files), speed_table(speeds), machine, told_of_cuda(cuda)]
    text = "\n\n".join(tables)
    print(text)
    if arguments.write:
        write_between(arguments.write / "comparison.md", text)
        draw(arguments.write, speeds, found, cuda)
        write_figures(arguments.write, found, cuda)


if __name__ == "__main__":
    main()
