"""Each principle of the slimmed network switched alone, on one short fixed budget.

``python -m detector.training.ablate --cache runs/cache --held-out SHARD --run runs/ablation``
trains what is missing (a variant a time, each kept as JSON as soon as it is measured), then times
every network side by side and prints the table; ``--write docs/ablation.md`` writes it.

With ``--device cuda`` the variants train on a GPU, ``--jobs`` of them at once in processes of their
own. Where to train is not where to time: ``--rows-only`` ends before the timing, and the same
command without it, on another machine with the run's folder, finds every row trained.

Every variant sees the same pictures in the same order from the same seed, for the same number of
steps; it is measured on scenes that none of them saw. So short a budget ranks what learns fast: it
says which switch costs how much, not how good a network becomes in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch

from detector.backends.onnx import OnnxBackend
from detector.model.retinanet import SlimRetinaNet
from detector.training.complexity import count
from detector.training.dataset import Prefetcher, ShardCache
from detector.training.devices import add_device
from detector.training.export_onnx import to_onnx
from detector.training.precision import coarse_detector, measure, read_shard
from detector.training.reports import write_between
from detector.training.train import Recipe, Trainer
from detector.training.turns import in_turns
from detector.training.variants import BOX_LOSSES, DISTILLED, SEEDS, VARIANTS, Budget
from detector.training.workers import in_processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from detector.model.retinanet import RetinaConfig
    from detector.quad import Quad

    Pictures = list[tuple[NDArray[np.uint8], list[Quad]]]

LATENCY_PX = 224
WARM_UP = 5


@dataclass(frozen=True)
class Task:
    """A variant to train: its budget, the cache that it is trained on (None for one that cannot be
    trained), and the JSON of its row."""

    name: str
    budget: Budget
    cache: Path | None
    path: Path


@dataclass(frozen=True)
class Place:
    """Where tasks are trained, and on how many pictures of which shard they are measured. Not of
    the budget: it changes nothing of what a variant gets."""

    held_out: Path
    pictures: int
    device: str = "cpu"
    jobs: int = 1


def drawn(cache: ShardCache, budget: Budget, device: str) -> Prefetcher:
    """A variant's batches. For a GPU two threads draw them: whose batch comes first varies."""
    threads = 2 if device == "cuda" else 1
    return Prefetcher(cache, budget.batch, budget.size, budget.seed, threads)


def train_variant(
    config: RetinaConfig, budget: Budget, cache: ShardCache, device: str = "cpu"
) -> SlimRetinaNet:
    """The averaged network after the budget's steps, on the CPU."""
    recipe = Recipe(
        budget.size,
        budget.batch,
        steps=budget.steps,
        seed=budget.seed,
        box_loss=budget.box_loss,
    )
    torch.manual_seed(budget.seed)
    trainer = Trainer(recipe, device, SlimRetinaNet(config))
    with drawn(cache, budget, device) as batches:
        while trainer.unfinished:
            trainer.train_on(batches.take())
    average = trainer.average.cpu()
    assert isinstance(average, SlimRetinaNet)
    return average


def measure_variant(network: SlimRetinaNet, budget: Budget, pictures: Pictures) -> dict[str, Any]:
    """The row of a trained network, its costs left out."""
    return asdict(measure(coarse_detector(network, budget.size), pictures))


def latencies(configs: dict[str, RetinaConfig], rounds: int) -> dict[str, tuple[float, float]]:
    """Median ms at LATENCY_PX on one thread, ONNX Runtime and torch."""
    image = np.random.default_rng(0).integers(0, 256, (LATENCY_PX, LATENCY_PX, 3), np.uint8)
    tensor = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
    calls: dict[tuple[str, int], Callable[[], object]] = {}
    for name, config in configs.items():
        network = SlimRetinaNet(config).eval()
        backend = OnnxBackend(to_onnx(network), 1)
        calls[name, 0] = lambda backend=backend: backend.run(image)  # type: ignore[misc]
        calls[name, 1] = lambda network=network: network(tensor)  # type: ignore[misc]
    with torch.inference_mode():
        medians = in_turns(calls, rounds, WARM_UP)
    return {name: (medians[name, 0], medians[name, 1]) for name in configs}


def table(rows: dict[str, dict[str, Any]], times: dict[str, tuple[float, float]]) -> str:
    """Markdown, a variant a row."""
    head = (
        "| variant | parameters, k | MMac at 224² | ONNX Runtime, ms | torch, ms | AP50 | "
        "AP(.5:.95) | corner error, % of √area |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for name, row in rows.items():
        onnx, plain = times[name]
        macs, parameters = count(
            SlimRetinaNet(VARIANTS[name]), (3, LATENCY_PX, LATENCY_PX), layers=False
        )
        lines.append(
            f"| {name} | {parameters / 1e3:.0f} | {macs / 1e6:.1f} | {onnx:.2f} | "
            f"{plain:.2f} | {row['ap50']:.3f} | {row['ap']:.3f} | {row['corner_error']:.2f} |"
        )
    return "\n".join(lines)


def tasks(arguments: argparse.Namespace, budget: Budget) -> list[Task]:
    """All variants, in the table's order."""
    return [
        Task(
            name,
            replace(
                budget,
                seed=SEEDS.get(name, budget.seed),
                box_loss=BOX_LOSSES.get(name, budget.box_loss),
            ),
            arguments.distilled if name == DISTILLED else arguments.cache,
            arguments.run / f"{number:02d}.json",
        )
        for number, name in enumerate(VARIANTS)
    ]


@lru_cache(maxsize=1)  # only one fits in memory
def _cache(folder: Path) -> ShardCache:
    return ShardCache(folder)


def train_task(task: Task, place: Place) -> dict[str, Any]:
    """Trains and measures a variant, on one thread of the CPU beside the device; its row, written
    to its JSON as well."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    assert task.cache is not None
    start = time.monotonic()
    network = train_variant(VARIANTS[task.name], task.budget, _cache(task.cache), place.device)
    row = measure_variant(network, task.budget, read_shard(place.held_out)[: place.pictures])
    row |= {"name": task.name, "budget": asdict(task.budget), "device": place.device}
    row |= {"s": time.monotonic() - start}
    temporary = task.path.with_suffix(".tmp")
    temporary.write_text(json.dumps(row, indent=1) + "\n", "utf-8")
    temporary.replace(task.path)
    return row


def read_rows(wanted: list[Task]) -> dict[str, dict[str, Any]]:
    """The rows that there are. Raises SystemExit where one is not of its task."""
    rows = {}
    for task in wanted:
        if task.path.exists():
            row = json.loads(task.path.read_text("utf-8"))
            if (row["name"], row["budget"]) != (task.name, asdict(task.budget)):
                raise SystemExit(f"{task.path} is of another variant or budget: use another --run")
            rows[task.name] = row
    return rows


def run_missing(arguments: argparse.Namespace, budget: Budget) -> dict[str, dict[str, Any]]:
    """Trains and measures what the run's folder does not hold yet; all rows there are."""
    arguments.run.mkdir(parents=True, exist_ok=True)
    place = Place(arguments.held_out, arguments.pictures, arguments.device, arguments.jobs)
    wanted = tasks(arguments, budget)
    known = read_rows(wanted)
    missing = [
        (each, place)
        for each in wanted
        if each.name not in known and each.cache is not None and each.name not in arguments.skip
    ]
    if place.jobs > 1:
        trained = in_processes(train_task, missing, place.jobs)
    else:
        trained = (train_task(*each) for each in missing)
    for row in trained:
        print(json.dumps(row), flush=True)
    return read_rows(wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m detector.training.ablate")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, required=True, help="a shard that none has seen")
    parser.add_argument("--distilled", type=Path, help="the cache with a teacher's labels as well")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=Budget.steps)
    parser.add_argument("--size", type=int, default=Budget.size, help="px a side, to train at")
    parser.add_argument("--batch", type=int, default=Budget.batch)
    add_device(parser, "to train on")
    parser.add_argument("--jobs", type=int, default=1, help="variants at once, each with its cache")
    parser.add_argument("--rows-only", action="store_true", help="leave timing and table for later")
    parser.add_argument("--pictures", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--skip", nargs="*", default=[], help="variants to leave for later")
    parser.add_argument("--write", type=Path, help="put the table between this file's markers")
    return parser.parse_args()


def main() -> None:
    """The command; see the module."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    budget = Budget(arguments.steps, arguments.size, arguments.batch)
    rows = run_missing(arguments, budget)
    if arguments.rows_only:
        return
    text = table(rows, latencies({name: VARIANTS[name] for name in rows}, arguments.rounds))
    documents = next(iter(rows.values()))["documents"]
    devices = {row.get("device", "cpu").upper() for row in rows.values()}
    machine = (
        f"{budget.steps} steps of {budget.batch} pictures at {budget.size}² from scratch, seed "
        f"{budget.seed}, on {' and '.join(sorted(devices))}; {documents} documents of "
        f"{arguments.pictures} unseen scenes; latency: one thread of {platform.machine()}, "
        f"{os.cpu_count()} cores, medians of {arguments.rounds}, all networks in turns."
    )
    print(f"{text}\n\n{machine}")
    if arguments.write:
        write_between(arguments.write, f"{text}\n\n{machine}")


if __name__ == "__main__":
    main()
