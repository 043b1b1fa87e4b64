"""Trains the verifier, resumable and time-boxed, and exports it, in float32.

``python -m detector.training.train_verifier --outlines runs/outlines --run runs/ver --minutes 40``

Its body begins with that of the shipped corner network, or, by --body, with that of a former
verifier; by --shipped all of it does with the shipped one.
"""

from __future__ import annotations

import argparse
import copy
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detector.errors import SynthesisError
from detector.model.verifier import VerifierNet
from detector.quad import perspective
from detector.training.dataset import relight
from detector.training.export_onnx import write_network
from detector.training.folded import begin_with, keep_norms, keep_share
from detector.training.shards import finished
from detector.training.timed import (
    Beginning,
    TimedTrainer,
    add_arguments,
    add_shipped,
    beginning,
    small_onnx,
)
from detector.training.verifier_cache import views_beside
from detector.verifier import LOOK_HEIGHT, LOOK_WIDTH
from detector.weights import CORNERS_NAME, VERIFIER_NAME, find_weights, read_verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 64
RATE = 1e-3
# An outline is wrong up to the one Jaccard index and right from the other one on; between, it is a
# bit of both, as labels are exact to a few px.
WRONG, RIGHT = 0.86, 0.94
# Of the views: around what is no document at all, whose outline has less than this Jaccard index
# (those are many and plain); of the others, around outlines that are right.
EMPTY_SHARE, NO_JACCARD, RIGHT_SHARE = 0.2, 0.1, 0.45
# Of the views: under another light; with patches over them, and the most and largest of these, as a
# share of a view's sides.
RELIT_SHARE = 0.7
COVERED_SHARE, MOST_PATCHES, LARGEST_PATCH = 0.4, 3, 0.45
# How far a view's corners are moved, a standard deviation in px: too little for an outline to be
# right or wrong by it, enough for no two views to be alike.
NUDGED_PX = 0.5
# The layers besides those that are normalised.
OWN = ("squeeze", "hidden", "right")


class OutlineCache:
    """The shards of detector.training.verifier_cache. Raises SynthesisError where there is none."""

    def __init__(self, folder: Path) -> None:
        paths = finished(folder)
        if not paths:
            raise SynthesisError(
                f"no outlines in {folder}: run detector.training.verifier_cache first"
            )
        jaccards = np.concatenate([_jaccards(path) for path in paths])
        # Left on the disk: they are more than a machine's memory holds.
        stored = [np.load(views_beside(path), mmap_mode="r") for path in paths]
        self._views = [view for each in stored for view in each]
        self._right = np.clip((jaccards - WRONG) / (RIGHT - WRONG), 0, 1).astype(np.float32)
        shown, right = jaccards >= NO_JACCARD, self._right > 0.5
        self._groups = [
            (share, np.flatnonzero(group))
            for share, group in (
                (EMPTY_SHARE, ~shown),
                ((1 - EMPTY_SHARE) * RIGHT_SHARE, shown & right),
                ((1 - EMPTY_SHARE) * (1 - RIGHT_SHARE), shown & ~right),
            )
            if group.any()
        ]

    def __len__(self) -> int:
        return len(self._views)

    def draw(self, rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor]:
        """Random views, relit, partly covered and mirrored at times, uint8 (count, 3, LOOK_HEIGHT,
        LOOK_WIDTH) RGB, and how right they are, float32 (count,), 0 to 1."""
        images = np.empty((count, 3, LOOK_HEIGHT, LOOK_WIDTH), np.uint8)
        places = self._places(rng, count)
        for n, place in enumerate(places):
            view = nudged(rng, self._views[place])
            if rng.random() < RELIT_SHARE:
                view = relight(rng, view, strong=True)
            if rng.random() < COVERED_SHARE:
                cover(rng, view)
            if rng.random() < 0.5:
                view = view[:, ::-1]
            if rng.random() < 0.5:
                view = view[::-1]
            images[n] = view[..., ::-1].transpose(2, 0, 1)
        return torch.from_numpy(images), torch.from_numpy(self._right[places])

    def _places(self, rng: np.random.Generator, count: int) -> NDArray[np.intp]:
        shares = np.array([share for share, _ in self._groups])
        groups = rng.choice(len(shares), size=count, p=shares / shares.sum())
        members = [self._groups[group][1] for group in groups]
        return np.array([each[int(rng.integers(len(each)))] for each in members], np.intp)


def _jaccards(path: Path) -> NDArray[np.float32]:
    """Of a shard's outlines, (N,)."""
    with np.load(path) as arrays:
        return np.asarray(arrays["jaccards"], np.float32)


def nudged(rng: np.random.Generator, view: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A view, uint8 (LOOK_HEIGHT, LOOK_WIDTH, 3) BGR, with its corners moved by a little,
    NUDGED_PX."""
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * (LOOK_WIDTH, LOOK_HEIGHT) - 0.5
    matrix = perspective(corners, corners + rng.normal(0, NUDGED_PX, (4, 2)))
    seen = cv2.warpPerspective(
        view, matrix, (LOOK_WIDTH, LOOK_HEIGHT), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(seen, np.uint8)


def cover(rng: np.random.Generator, view: NDArray[np.uint8]) -> None:
    """Lays patches of one colour each over a view, as of nudged(), in place: a side is told by the
    rest of it, too."""
    for _ in range(int(rng.integers(1, MOST_PATCHES + 1))):
        size = rng.uniform(0.1, LARGEST_PATCH, 2) * (LOOK_HEIGHT, LOOK_WIDTH)
        top, left = rng.uniform(-size / 2, (LOOK_HEIGHT, LOOK_WIDTH) - size / 2).astype(int)
        bottom, right = top + int(size[0]), left + int(size[1])
        colour = rng.integers(0, 256, 3) if rng.random() < 0.5 else view.mean(axis=(0, 1))
        view[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = colour


class VerifierTrainer(TimedTrainer[VerifierNet]):
    """See TimedTrainer; its figures are the loss and the share of right answers.

    ahead : where the next batch is drawn meanwhile. body : the exported network that its body
    begins with; where none is given, all of it begins with the shipped verifier. half : calculates
    in bfloat16. Statistics of the normalisation stay what they were begun with.
    """

    decay = 5e-3

    def __init__(
        self,
        cache: OutlineCache,
        run: Path,
        beginning: Beginning,
        ahead: Executor,
        *,
        body: Path | None = None,
        half: bool = False,
    ) -> None:
        torch.manual_seed(0)
        self.cache, self.half = cache, half
        network = VerifierNet()
        if body is None:
            begin_with(network, read_verified(find_weights(VERIFIER_NAME)), OWN)
        else:
            begin_with(network.body, read_verified(body), ())
        super().__init__(network, run, beginning)
        keep_norms(self.network)
        # OpenCV lets go of the interpreter while it warps and lights the next views.
        self._ahead = ahead
        self._drawn = self._ahead.submit(cache.draw, self.rng, BATCH)

    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """See TimedTrainer."""
        images, right = self._drawn.result()
        self._drawn = self._ahead.submit(self.cache.draw, self.rng, BATCH)
        inputs = (images.float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.half):
            logits = self.network(inputs).float()
        loss = functional.binary_cross_entropy_with_logits(logits, right)
        hits = ((logits > 0) == (right > 0.5)).float().mean()
        return loss, {"loss": loss.item(), "right": hits.item()}


def export(network: VerifierNet) -> bytes:
    """As ONNX: "views" uint8 (N, LOOK_HEIGHT, LOOK_WIDTH, 3) BGR → chances (N,)."""

    class Exported(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = copy.deepcopy(network).eval()

        def forward(self, views: Tensor) -> Tensor:
            planes = views.permute(0, 3, 1, 2).float().flip(1) / 255
            chances: Tensor = self.network(planes).sigmoid()
            return chances

    example = torch.zeros(2, LOOK_HEIGHT, LOOK_WIDTH, 3, dtype=torch.uint8)
    return small_onnx(Exported(), example, "views", ["chances"])


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_verifier")
    parser.add_argument("--outlines", type=Path, required=True)
    add_shipped(parser)
    parser.add_argument("--body", type=Path, help="the .onnx whose body it begins with")
    parser.add_argument("--half", action="store_true", help="calculate in bfloat16")
    add_arguments(parser, RATE, anneal_minutes=40.0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    cache = OutlineCache(arguments.outlines)
    shipped = arguments.shipped is not None
    first = find_weights(VERIFIER_NAME) if shipped else arguments.body or find_weights(CORNERS_NAME)
    body = None if shipped else first
    begun = beginning(arguments)
    with ThreadPoolExecutor(1) as ahead:
        trainer = VerifierTrainer(
            cache, arguments.run, begun, ahead, body=body, half=arguments.half
        )
        trainer.run(arguments.minutes, arguments.anneal_minutes)
    recipe, network = trainer.recipe(BATCH) | {"bfloat16": arguments.half}, trainer.average
    if shipped:
        keep_share(network, read_verified(first), OWN, arguments.shipped)
        recipe["kept_share"] = arguments.shipped
    data = {
        "outlines": len(cache),
        "never_seen": "frames of split val, the held-out third of the negatives",
        "begun_with": f"the weights {first.stem}" if begun.start is None else f"{begun.start}",
    }
    card = {"recipe": recipe, "data": data, "metrics": {}}
    path = write_network(arguments.out, VERIFIER_NAME, export(network), card)
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
