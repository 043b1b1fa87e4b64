"""Targets and losses of the detector.

Deltas: a box is ((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah)) ÷ BOX_SCALE; a corner is
((x - ax) / aw, (y - ay) / ah) ÷ CORNER_SCALE, for an anchor of centre (ax, ay), size (aw, ah).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from detector.coding import BOX_SCALE, CORNER_SCALE, MAX_LOG_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

# Lin et al., "Focal Loss".
FOCAL_GAMMA = 2.0
# Corners off by a tenth of the document's size count .74.
QUALITY_FALL = 3.0
POSITIVE_IOU, NEGATIVE_IOU = 0.5, 0.4
SMOOTH_BETA = 1 / 9
# At the start of training both losses of a box then have about the same size.
GIOU_WEIGHT = 4.0
BoxLoss = Literal["smooth_l1", "giou"]
# With six anchors a cell a card can miss IoU .5 everywhere: its best few are positive all the same.
FORCED_MATCHES = 4


@dataclass(frozen=True)
class Losses:
    """Scalars, each a mean over the positives of the batch."""

    score: Tensor
    box: Tensor
    corners: Tensor


def pairwise_iou(anchors: Tensor, boxes: Tensor) -> Tensor:
    """IoU of anchors (N, 4: cx, cy, w, h) with boxes (…, M, 4: x0, y0, x1, y1) → (…, N, M)."""
    low, high = anchors[:, :2] - anchors[:, 2:] / 2, anchors[:, :2] + anchors[:, 2:] / 2
    there = boxes[..., None, :, :]
    overlap = torch.minimum(high[:, None], there[..., 2:]) - torch.maximum(
        low[:, None], there[..., :2]
    )
    shared = overlap.clamp(min=0).prod(dim=-1)
    areas = (there[..., 2:] - there[..., :2]).prod(dim=-1)
    return shared / (anchors[:, 2:].prod(dim=1)[:, None] + areas - shared)


def match(anchors: Tensor, boxes: Tensor) -> Tensor:
    """Long (B, N): the index of the matched box, -1 for background, -2 for neither.

    anchors : (N, 4). boxes : (B, M, 4), NaN where a picture has fewer.
    """
    if not boxes.shape[1]:
        return torch.full((len(boxes), len(anchors)), -1, device=anchors.device)
    real = boxes[..., 0].isfinite()
    # What is no box overlaps nothing, less than any box that is there.
    iou = torch.where(real[:, None], pairwise_iou(anchors, boxes.nan_to_num()), -1.0)
    best, index = iou.max(dim=2)
    result = torch.where(best >= POSITIVE_IOU, index, -2)
    result = torch.where(best < NEGATIVE_IOU, -1, result)
    forced = iou.topk(FORCED_MATCHES, dim=1).indices
    for target in range(boxes.shape[1]):
        chosen = forced[:, :, target]
        kept = result.gather(1, chosen)
        result.scatter_(1, chosen, torch.where(real[:, target, None], target, kept))
    return result


def box_targets(anchors: Tensor, boxes: Tensor) -> Tensor:
    """(P, 4) anchors, (P, 4) x0 y0 x1 y1 → (P, 4) deltas."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1.0)
    centres = (boxes[:, 2:] + boxes[:, :2]) / 2
    offset = (centres - anchors[:, :2]) / anchors[:, 2:]
    scale = torch.tensor(BOX_SCALE, device=anchors.device)
    return torch.cat([offset, torch.log(sizes / anchors[:, 2:])], dim=1) / scale


def boxes_of(anchors: Tensor, deltas: Tensor) -> Tensor:
    """(P, 4) anchors, (P, 4) deltas → (P, 4) x0 y0 x1 y1: the inverse of box_targets."""
    scaled = deltas * torch.tensor(BOX_SCALE, device=anchors.device)
    centres = anchors[:, :2] + scaled[:, :2] * anchors[:, 2:]
    halves = anchors[:, 2:] * scaled[:, 2:].clamp(max=MAX_LOG_SIZE).exp() / 2
    return torch.cat([centres - halves, centres + halves], dim=1)


def giou_loss(found: Tensor, true: Tensor) -> Tensor:
    """(P, 4) x0 y0 x1 y1 twice → (P,), 0 for the same box to 2 for ones infinitely far apart.

    Rezatofighi et al., "Generalized Intersection over Union", 2019: 1 - IoU + the share of the
    smallest box around both that neither covers.
    """
    low, high = torch.maximum(found[:, :2], true[:, :2]), torch.minimum(found[:, 2:], true[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=1)
    areas = (found[:, 2:] - found[:, :2]).prod(dim=1) + (true[:, 2:] - true[:, :2]).prod(dim=1)
    covered = (areas - shared).clamp(min=1e-6)
    low, high = torch.minimum(found[:, :2], true[:, :2]), torch.maximum(found[:, 2:], true[:, 2:])
    around = (high - low).prod(dim=1).clamp(min=1e-6)
    return 1 - shared / covered + (around - covered) / around


def corner_targets(anchors: Tensor, corners: Tensor) -> Tensor:
    """(P, 4) anchors, (P, 4, 2) corners → (P, 4, 2) deltas."""
    return (corners - anchors[:, None, :2]) / anchors[:, None, 2:] / CORNER_SCALE


def corner_loss(predicted: Tensor, targets: Tensor) -> Tensor:
    """(P, 4, 2) twice → (P,): smooth-L1 of the cheapest of the four cyclic shifts.

    Which corner comes first is not the network's to learn: upright is decided on the flat page.
    """
    shifts = torch.stack([torch.roll(targets, k, dims=1) for k in range(4)], dim=1)
    each = F.smooth_l1_loss(
        predicted[:, None].expand_as(shifts), shifts, beta=SMOOTH_BETA, reduction="none"
    )
    return each.sum(dim=(2, 3)).min(dim=1).values


def quality_focal_loss(logits: Tensor, quality: Tensor) -> Tensor:
    """|q - p|^γ · cross-entropy(p, q), no reduction; logits and quality of one shape.

    The focal loss for soft labels, Li et al., "Generalized Focal Loss", eq. 3; quality is 0 for
    background, else how well the anchor's corners fit, 0 to 1.
    """
    plain = F.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    return (quality - torch.sigmoid(logits)).abs() ** FOCAL_GAMMA * plain


def corner_quality(predicted: Tensor, target: Tensor) -> Tensor:
    """(P, 4, 2) twice, px → (P,): 1 for exact corners, falling with their mean error.

    exp(-k · mean distance / √area of the true box), the order of corners being free: a smooth
    stand-in for the Jaccard index that is nowhere flat.
    """
    shifts = torch.stack([torch.roll(target, k, dims=1) for k in range(4)], dim=1)
    distance = (predicted[:, None] - shifts).norm(dim=3).mean(dim=2).min(dim=1).values
    extent = target.amax(dim=1) - target.amin(dim=1)
    return torch.exp(-QUALITY_FALL * distance / extent.prod(dim=1).clamp(min=1).sqrt())


def padded(quads: Sequence[Tensor]) -> Tensor:
    """Quads of each picture, (M, 4, 2), as one tensor (B, most of them, 4, 2), NaN elsewhere."""
    return torch.nn.utils.rnn.pad_sequence(list(quads), batch_first=True, padding_value=torch.nan)


def detection_losses(
    outputs: tuple[Tensor, Tensor, Tensor],
    anchors: Tensor,
    quads: Tensor,
    box_loss: BoxLoss = "smooth_l1",
) -> Losses:
    """The three losses of a batch.

    outputs : of SlimRetinaNet. anchors : (N, 4). quads : (B, M, 4, 2) px of input, NaN where a
    picture has fewer than M.
    """
    logits, boxes, corners = (each.float() for each in outputs)
    matched = match(anchors, torch.cat([quads.amin(dim=2), quads.amax(dim=2)], dim=2))
    picture, place = (matched >= 0).nonzero(as_tuple=True)
    count = max(1, len(picture))
    target = quads[picture, matched[picture, place]]
    picked = anchors[place]
    found_corners = corners[picture, place].reshape(-1, 4, 2)
    # The score says how good an anchor's corners are: the best of them is then the one kept.
    quality = torch.zeros_like(logits)
    with torch.no_grad():
        pixels = found_corners * CORNER_SCALE * picked[:, None, 2:] + picked[:, None, :2]
        quality[picture, place] = corner_quality(pixels, target)
    score = (quality_focal_loss(logits, quality) * (matched != -2)).sum() / count
    extent = torch.cat([target.amin(dim=1), target.amax(dim=1)], dim=1)
    found = boxes[picture, place]
    if box_loss == "giou":
        box = GIOU_WEIGHT * giou_loss(boxes_of(picked, found), extent)
    else:
        box = F.smooth_l1_loss(
            found, box_targets(picked, extent), beta=SMOOTH_BETA, reduction="none"
        )
    corner = corner_loss(found_corners, corner_targets(picked, target))
    return Losses(score, box.sum() / count / 4, corner.sum() / count / 8)
