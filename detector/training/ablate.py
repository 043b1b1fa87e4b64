"""Each principle of the slimmed network switched alone, on one short fixed budget.

``python -m detector.training.ablate --cache runs/cache --held-out SHARD --run runs/ablation``
trains what is missing (a variant a time, each kept as JSON as soon as it is measured), then times
every network side by side and prints the table; ``--write docs/ablation.md`` writes it.

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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch

from detector.anchors import AnchorGrid
from detector.backends.onnx import OnnxBackend
from detector.model.losses import BoxLoss
from detector.model.retinanet import RetinaConfig, SlimRetinaNet
from detector.model.snet import SHIPPED, SNetConfig, Style
from detector.training.complexity import count
from detector.training.dataset import Prefetcher, ShardCache
from detector.training.export_onnx import to_onnx
from detector.training.precision import coarse_detector, measure, read_shard
from detector.training.reports import write_between
from detector.training.train import Recipe, Trainer
from detector.training.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from detector.quad import Quad

    Pictures = list[tuple[NDArray[np.uint8], list[Quad]]]

# What the others are compared with: the widths of the first release.
BASE = RetinaConfig(SNetConfig(16, (32, 64, 128, 192), (1, 2, 4, 3)), pyramid=128, subnet=192)
DISTILLED = "with a teacher's labels"
GIOU = "boxes by the GIoU loss"
LATENCY_PX = 224
WARM_UP = 5


def _styled(**switches: Any) -> RetinaConfig:
    style = replace(BASE.backbone.style, **switches)
    return replace(BASE, backbone=replace(BASE.backbone, style=style))


def _sized(
    stem: int, channels: tuple[int, int, int, int], blocks: tuple[int, int, int, int]
) -> RetinaConfig:
    return replace(BASE, backbone=SNetConfig(stem, channels, blocks, Style()))


NARROW_FULL = replace(SHIPPED, style=Style(separable=False))
WIDE_FULL = SNetConfig(16, (24, 48, 80, 128), (1, 2, 3, 2), Style(separable=False))
VARIANTS: dict[str, RetinaConfig] = {
    "base": BASE,
    "base, second seed": BASE,  # how far two runs of one network lie apart
    "first convolution not dilated": _styled(stem="plain"),
    "GroupNorm": _styled(norm="group"),
    "no norm": _styled(norm="none"),
    "two ReLUs a block": _styled(relus=2),
    "no shortcuts": _styled(shortcuts=False),
    "full 3×3 convolutions": _styled(separable=False),
    "full 3×3 convolutions, narrower": RetinaConfig(NARROW_FULL),
    "full 3×3 convolutions, narrower, first one 6×6 (shipped)": RetinaConfig(),
    "full 3×3 convolutions, wide early, narrow late": RetinaConfig(WIDE_FULL, 96, 160),
    "subnets 3×3": replace(BASE, subnet_kernel=3),
    "channels × ¾": _sized(16, (24, 48, 96, 144), (1, 2, 4, 3)),
    "channels × 1½, two blocks more": replace(
        BASE, backbone=SNetConfig(24, (48, 96, 192, 288), (1, 2, 6, 3))
    ),
    "anchors from 64 px, two sizes a level": replace(
        BASE, grid=AnchorGrid(base=4.0, scales=(1.0, 2**0.5))
    ),
    "without P6": replace(BASE, grid=AnchorGrid(strides=(16, 32))),
    "without P4": replace(BASE, grid=AnchorGrid(strides=(32, 64))),
    GIOU: BASE,
    DISTILLED: BASE,
}
SEEDS = {"base, second seed": 1}
BOX_LOSSES: dict[str, BoxLoss] = {GIOU: "giou"}


@dataclass(frozen=True)
class Budget:
    """What every variant gets."""

    steps: int = 600
    size: int = 192
    batch: int = 32
    seed: int = 0
    box_loss: BoxLoss = "smooth_l1"


def train_variant(config: RetinaConfig, budget: Budget, cache: ShardCache) -> SlimRetinaNet:
    """The averaged network after the budget's steps."""
    recipe = Recipe(
        budget.size,
        budget.batch,
        steps=budget.steps,
        seed=budget.seed,
        box_loss=budget.box_loss,
    )
    torch.manual_seed(budget.seed)
    trainer = Trainer(recipe, "cpu", SlimRetinaNet(config))
    with Prefetcher(cache, budget.batch, budget.size, budget.seed, 1) as batches:
        while trainer.unfinished:
            trainer.train_on(batches.take())
    average = trainer.average
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


def run_missing(arguments: argparse.Namespace, budget: Budget) -> dict[str, dict[str, Any]]:
    """Trains and measures what the run's folder does not hold yet; all rows there are."""
    pictures = read_shard(arguments.held_out)[: arguments.pictures]
    folder: Path = arguments.run
    folder.mkdir(parents=True, exist_ok=True)
    caches: dict[Path, ShardCache] = {}
    rows = {}
    for number, (name, config) in enumerate(VARIANTS.items()):
        own = replace(
            budget,
            seed=SEEDS.get(name, budget.seed),
            box_loss=BOX_LOSSES.get(name, budget.box_loss),
        )
        source = arguments.distilled if name == DISTILLED else arguments.cache
        path = folder / f"{number:02d}.json"
        if not path.exists() and source is not None and name not in arguments.skip:
            if source not in caches:
                caches = {source: ShardCache(source)}  # only one fits in memory
            start = time.monotonic()
            row = measure_variant(train_variant(config, own, caches[source]), own, pictures)
            row |= {"name": name, "budget": asdict(own), "s": time.monotonic() - start}
            path.write_text(json.dumps(row, indent=1) + "\n", "utf-8")
            print(json.dumps(row), flush=True)
        if path.exists():
            row = json.loads(path.read_text("utf-8"))
            if (row["name"], row["budget"]) != (name, asdict(own)):
                raise SystemExit(f"{path} is of another variant or budget: use another --run")
            rows[name] = row
    return rows


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.ablate")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, required=True, help="a shard that none has seen")
    parser.add_argument("--distilled", type=Path, help="the cache with a teacher's labels as well")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=Budget.steps)
    parser.add_argument("--size", type=int, default=Budget.size, help="px a side, to train at")
    parser.add_argument("--pictures", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--skip", nargs="*", default=[], help="variants to leave for later")
    parser.add_argument("--write", type=Path, help="put the table between this file's markers")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    budget = Budget(arguments.steps, arguments.size)
    rows = run_missing(arguments, budget)
    text = table(rows, latencies({name: VARIANTS[name] for name in rows}, arguments.rounds))
    documents = next(iter(rows.values()))["documents"]
    machine = (
        f"{budget.steps} steps of {budget.batch} pictures at {budget.size}² from scratch, seed "
        f"{budget.seed}; {documents} documents of {arguments.pictures} unseen "
        f"scenes; latency: one thread of {platform.machine()}, {os.cpu_count()} cores, medians of "
        f"{arguments.rounds}, all networks in turns."
    )
    print(f"{text}\n\n{machine}")
    if arguments.write:
        write_between(arguments.write, f"{text}\n\n{machine}")


if __name__ == "__main__":
    main()
