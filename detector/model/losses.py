"""Targets and losses of the detector.

Deltas: a box is ((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah)) ÷ BOX_SCALE; a corner is
((x - ax) / aw, (y - ay) / ah) ÷ CORNER_SCALE, for an anchor of centre (ax, ay), size (aw, ah).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from detector.coding import BOX_SCALE, CORNER_SCALE

# Lin et al., "Focal Loss", and the reference RetinaNet.
FOCAL_ALPHA, FOCAL_GAMMA = 0.25, 2.0
POSITIVE_IOU, NEGATIVE_IOU = 0.5, 0.4
SMOOTH_BETA = 1 / 9
# With six anchors a cell a card can miss IoU .5 everywhere: its best few are positive all the same.
FORCED_MATCHES = 4


@dataclass(frozen=True)
class Losses:
    """Scalars, each a mean over the positives of the batch."""

    score: Tensor
    box: Tensor
    corners: Tensor


def pairwise_iou(anchors: Tensor, boxes: Tensor) -> Tensor:
    """IoU of anchors (N, 4: cx, cy, w, h) with boxes (M, 4: x0, y0, x1, y1) → (N, M)."""
    low, high = anchors[:, :2] - anchors[:, 2:] / 2, anchors[:, :2] + anchors[:, 2:] / 2
    overlap = torch.minimum(high[:, None], boxes[None, :, 2:]) - torch.maximum(
        low[:, None], boxes[None, :, :2]
    )
    shared = overlap.clamp(min=0).prod(dim=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    return shared / (anchors[:, 2:].prod(dim=1)[:, None] + areas[None] - shared)


def match(anchors: Tensor, boxes: Tensor) -> Tensor:
    """Long (N,): the index of the matched box, -1 for background, -2 for neither."""
    if not len(boxes):
        return torch.full((len(anchors),), -1, device=anchors.device)
    iou = pairwise_iou(anchors, boxes)
    best, index = iou.max(dim=1)
    result = torch.where(best >= POSITIVE_IOU, index, torch.full_like(index, -2))
    result[best < NEGATIVE_IOU] = -1
    forced = iou.topk(FORCED_MATCHES, dim=0).indices
    for target in range(len(boxes)):
        result[forced[:, target]] = target
    return result


def box_targets(anchors: Tensor, boxes: Tensor) -> Tensor:
    """(P, 4) anchors, (P, 4) x0 y0 x1 y1 → (P, 4) deltas."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1.0)
    centres = (boxes[:, 2:] + boxes[:, :2]) / 2
    offset = (centres - anchors[:, :2]) / anchors[:, 2:]
    scale = torch.tensor(BOX_SCALE, device=anchors.device)
    return torch.cat([offset, torch.log(sizes / anchors[:, 2:])], dim=1) / scale


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


def focal_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary focal loss, no reduction; logits and targets of one shape."""
    plain = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    probability = torch.sigmoid(logits)
    wrong = torch.where(targets > 0.5, 1 - probability, probability)
    alpha = torch.where(targets > 0.5, FOCAL_ALPHA, 1 - FOCAL_ALPHA)
    return alpha * wrong**FOCAL_GAMMA * plain


def detection_losses(
    outputs: tuple[Tensor, Tensor, Tensor], anchors: Tensor, quads: list[Tensor]
) -> Losses:
    """The three losses of a batch.

    outputs : of SlimRetinaNet. anchors : (N, 4). quads : a tensor (M, 4, 2) a picture, px of input.
    """
    logits, boxes, corners = outputs
    matches, chosen_quads = [], []
    for quad in quads:
        found = match(anchors, torch.cat([quad.amin(dim=1), quad.amax(dim=1)], dim=1))
        matches.append(found)
        chosen_quads.append(quad[found[found >= 0]])
    matched = torch.stack(matches)
    positive = matched >= 0
    count = positive.sum().clamp(min=1)
    valid = matched != -2
    score = focal_loss(logits[valid], positive[valid].float()).sum() / count
    target = torch.cat(chosen_quads)
    picked = anchors.expand(len(quads), -1, -1)[positive]
    extent = torch.cat([target.amin(dim=1), target.amax(dim=1)], dim=1)
    box = F.smooth_l1_loss(
        boxes[positive], box_targets(picked, extent), beta=SMOOTH_BETA, reduction="none"
    )
    corner = corner_loss(corners[positive].reshape(-1, 4, 2), corner_targets(picked, target))
    return Losses(score, box.sum() / count / 4, corner.sum() / count / 8)
