"""Trains the cascade head, resumable and time-boxed, and exports it, in float32.

``python -m detector.training.train_cascade --cache runs/cache --run runs/cascade --minutes 30``

The shipped network stays as it is, and gives the maps and what its likeliest anchors tell; of that
the head learns how the nearest document's outline differs. It is of use to that network alone, and
its card names it.
"""

from __future__ import annotations

import argparse
import copy
import io
from pathlib import Path

import cv2
import torch
from torch import Tensor
from torch.nn import functional

from detector.backends.torch import read_network
from detector.coding import CORNER_SCALE
from detector.model.cascade import CascadeHead
from detector.model.losses import padded, pairwise_iou
from detector.model.retinanet import SlimRetinaNet
from detector.training.dataset import Batch, Prefetcher, ShardCache
from detector.training.export_onnx import OPSET, write_network
from detector.training.timed import Beginning, TimedTrainer, add_arguments, beginning
from detector.weights import CASCADE_NAME, WeightCard, find_weights, read_state

BATCH = 32
NEVER_SEEN = "frames of split val, the held-out third of the negatives"
RATE = 2e-3
# Of a picture's likeliest anchors so many are drawn: what the runtime gives is the best of them,
# and of a document that is hard to see that is not good either.
LIKELIEST, DRAWN = 32, 12
# Whose outline's box is less alike than this looks at something else.
LEAST_IOU = 0.5
# Each outline is moved by up to about so much of its box's sides, most of them by little.
JITTER = 0.03
# Errors, shares of √area: below the first they count by their squares; an outline that lies further
# off than the second one counts less, not to be all that is learnt.
SMOOTH_BETA, FAR = 0.01, 0.06


def drawn_outlines(
    logits: Tensor, corners: Tensor, anchors: Tensor, quads: Tensor
) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
    """What a batch's pictures give to learn from.

    logits : (B, A). corners : (B, A, 8) deltas. anchors : (A, 4). quads : (B, M, 4, 2) px, NaN
    where a picture has fewer. Returns outlines (B, DRAWN, 4, 2) px, the picture and place of those
    T that lie on a document, and that one's corners in the outline's order, (T, 4, 2) px.
    """
    if not quads.shape[1]:  # not one in all the batch
        quads = quads.new_full((len(quads), 1, 4, 2), torch.nan)
    best = logits.topk(LIKELIEST, dim=1).indices
    drawn = best.gather(1, torch.rand(best.shape).argsort(dim=1)[:, :DRAWN])
    deltas = corners.gather(1, drawn[..., None].expand(-1, -1, 8)).reshape(*drawn.shape, 4, 2)
    boxes = anchors[drawn][:, :, None]
    outlines = deltas * CORNER_SCALE * boxes[..., 2:] + boxes[..., :2]
    extent = outlines.amax(dim=2) - outlines.amin(dim=2)
    spread = JITTER * torch.rand(*drawn.shape, 1, 1) ** 2
    outlines = outlines + torch.randn_like(outlines) * spread * extent[:, :, None]
    low, high = outlines.amin(dim=2), outlines.amax(dim=2)
    alike, document = _alike(torch.cat([(low + high) / 2, high - low], dim=2), quads).max(dim=2)
    picture, place = (alike >= LEAST_IOU).nonzero(as_tuple=True)
    true = quads[picture, document[picture, place]]
    turns = torch.stack([true.roll(k, 1) for k in range(4)], dim=1)
    apart = (outlines[picture, place][:, None] - turns).abs().sum(dim=(2, 3))
    return outlines, (picture, place), turns[torch.arange(len(turns)), apart.argmin(dim=1)]


def _alike(boxes: Tensor, quads: Tensor) -> Tensor:
    """IoU of boxes (B, N, 4: cx, cy, w, h) with those around quads (B, M, 4, 2); 0 for none."""
    around = torch.cat([quads.amin(dim=2), quads.amax(dim=2)], dim=2)
    each = [pairwise_iou(one, others) for one, others in zip(boxes, around, strict=True)]
    return torch.stack(each).nan_to_num(0.0)


def move_loss(found: list[Tensor], start: Tensor, true: Tensor) -> Tensor:
    """Smooth-L1 of the corners after each pass, (T, 4, 2) px each, from the true ones, in shares of
    √area; the sum over the passes. start : the outlines before the first one."""
    across = true[:, 2:] - true[:, :2]  # both diagonals
    area = (across[:, 0, 0] * across[:, 1, 1] - across[:, 0, 1] * across[:, 1, 0]).abs() / 2
    side = area.clamp(min=1.0).sqrt()
    far = (start - true).norm(dim=2).mean(dim=1) / side
    weight = FAR / far.clamp(min=FAR)
    total = true.new_zeros(())
    for each in found:
        errors = (each - true) / side[:, None, None]
        loss = functional.smooth_l1_loss(
            errors, torch.zeros_like(errors), beta=SMOOTH_BETA, reduction="none"
        )
        total = total + (loss.sum(dim=(1, 2)) * weight).sum() / max(1, len(true))
    return total


class CascadeTrainer(TimedTrainer[CascadeHead]):
    """See TimedTrainer; its figures are the loss and the corners' median error before and after, in
    per cent of √area of the box around."""

    decay = 1e-3

    def __init__(
        self, batches: Prefetcher, run: Path, beginning: Beginning, network: SlimRetinaNet
    ) -> None:
        torch.manual_seed(0)
        super().__init__(CascadeHead(), run, beginning)
        self._batches = batches
        self._shipped = network.eval().requires_grad_(False)
        self._shipped.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def measure(self) -> tuple[Tensor, dict[str, float]]:
        """See TimedTrainer."""
        batch = self._batches.take()
        quads = padded([torch.from_numpy(each) for each in batch.quads])
        logits, _, corners, fine, middle = self._maps(batch)
        height, width = batch.images.shape[2:]
        anchors = torch.from_numpy(self._shipped.config.grid.boxes(width, height).copy())
        outlines, there, true = drawn_outlines(logits, corners, anchors, quads)
        found = [each[there] for each in self.network.passes(fine, middle, outlines)]
        start = outlines[there]
        loss = move_loss(found, start, true)
        return loss, {
            "loss": loss.item(),
            "before": _error(start, true),
            "after": _error(found[-1].detach(), true),
        }

    @torch.no_grad()
    def _maps(self, batch: Batch) -> tuple[Tensor, ...]:
        images = torch.from_numpy(batch.images).float() / 255
        return self._shipped.with_maps(images.contiguous(memory_format=torch.channels_last))


def _error(found: Tensor, true: Tensor) -> float:
    """(T, 4, 2) px twice → the median outline's mean error; 0 for none."""
    if not len(true):
        return 0.0
    extent = (true.amax(dim=1) - true.amin(dim=1)).prod(dim=1).sqrt()
    return float(100 * ((found - true).norm(dim=2).mean(dim=1) / extent).median())


def export(head: CascadeHead) -> bytes:
    """As ONNX: "fine", "middle" and "quads" of one picture, as CascadeHead takes them → "moved"
    of the quads' shape. The maps' sizes and the number of quads are free."""
    example = (torch.zeros(1, 16, 24, 32), torch.zeros(1, 32, 12, 16), torch.rand(1, 2, 4, 2))
    buffer = io.BytesIO()
    torch.onnx.export(
        copy.deepcopy(head).eval(),
        example,
        buffer,  # type: ignore[arg-type]
        input_names=["fine", "middle", "quads"],
        output_names=["moved"],
        dynamic_axes={
            "fine": {2: "height", 3: "width"},
            "middle": {2: "rows", 3: "columns"},
            "quads": {1: "count"},
            "moved": {1: "count"},
        },
        opset_version=OPSET,
        dynamo=False,
    )
    return buffer.getvalue()


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.train_cascade")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    add_arguments(parser, RATE, anneal_minutes=30.0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    path = find_weights()
    shipped = WeightCard.load(path.with_suffix(".json"))
    network = read_network(read_state(path, shipped))
    begun = beginning(arguments)
    cache = ShardCache(arguments.cache)
    last = arguments.run / "last.pt"
    # Gone on with, it draws other pictures than before.
    done = torch.load(last, weights_only=True)["step"] if begun.resume and last.exists() else 0
    with Prefetcher(cache, BATCH, shipped.long_side, arguments.seed + done, 1) as batches:
        trainer = CascadeTrainer(batches, arguments.run, begun, network)
        trainer.run(arguments.minutes, arguments.anneal_minutes)
    card = {
        "reads_state_sha256": shipped.state_sha256,
        "recipe": trainer.recipe(BATCH),
        "data": {"pictures": cache.refresh(), "never_seen": NEVER_SEEN},
        "metrics": {},
    }
    written = write_network(arguments.out, CASCADE_NAME, export(trainer.average), card)
    print(f"{written.name}: {written.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
