"""Targets and losses of the detector, by hand and against plain references."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.model.losses import (  # noqa: E402 - after torch is known to be there
    FORCED_MATCHES,
    QUALITY_FALL,
    box_targets,
    boxes_of,
    corner_loss,
    corner_quality,
    detection_losses,
    giou_loss,
    match,
    padded,
    pairwise_iou,
    quality_focal_loss,
)
from detector.model.retinanet import SlimRetinaNet  # noqa: E402


def test_iou_by_hand() -> None:
    anchors = torch.tensor([[5.0, 5.0, 10.0, 10.0], [100.0, 100.0, 10.0, 10.0]])
    boxes = torch.tensor([[0.0, 0.0, 10.0, 10.0], [5.0, 0.0, 15.0, 10.0]])
    expected = torch.tensor([[1.0, 1 / 3], [0.0, 0.0]])
    torch.testing.assert_close(pairwise_iou(anchors, boxes), expected)


def test_every_document_gets_positives() -> None:
    anchors = torch.from_numpy(SlimRetinaNet().config.grid.boxes(256, 256).copy())
    thin = torch.tensor([[10.0, 120.0, 250.0, 128.0]])
    assert int((match(anchors, thin[None]) >= 0).sum()) >= FORCED_MATCHES
    assert int((match(anchors, torch.zeros(1, 0, 4)) != -1).sum()) == 0


def test_a_picture_is_matched_alike_alone_and_beside_fuller_ones() -> None:
    anchors = torch.from_numpy(SlimRetinaNet().config.grid.boxes(256, 256).copy())
    corners = torch.tensor([[20.0, 30.0], [150.0, 90.0], [60.0, 70.0]])
    boxes = torch.cat([corners, corners + torch.tensor([90.0, 60.0])], dim=1)
    nothing = torch.full((1, 4), torch.nan)
    batch = torch.stack([boxes, torch.cat([boxes[:1], nothing.repeat(2, 1)]), nothing.repeat(3, 1)])
    found = match(anchors, batch)
    assert torch.equal(found[0], match(anchors, boxes[None])[0])
    assert torch.equal(found[1], match(anchors, boxes[None, :1])[0])
    assert set(found[0].tolist()) == {-2, -1, 0, 1, 2}
    assert set(found[2].tolist()) == {-1}


def test_a_batch_loses_as_its_pictures_alone_do_by_their_positives() -> None:
    torch.manual_seed(0)
    network = SlimRetinaNet().eval()
    anchors = torch.from_numpy(network.config.grid.boxes(128, 128).copy())
    outputs = tuple(torch.randn(2, len(anchors), n) for n in (1, 4, 8))
    outputs = (outputs[0][..., 0], outputs[1], outputs[2])
    square = torch.tensor([(20.0, 20.0), (90.0, 24.0), (88.0, 100.0), (22.0, 96.0)])
    quads = [torch.stack([square, square * 0.4]), square[None] + 9]
    both = detection_losses(outputs, anchors, padded(quads))
    alone = [
        detection_losses((o[0][None], o[1][None], o[2][None]), anchors, quad[None])
        for o, quad in zip(zip(*outputs, strict=True), quads, strict=True)
    ]
    boxes = [torch.cat([q.amin(dim=1), q.amax(dim=1)], dim=1)[None] for q in quads]
    counts = [int((match(anchors, box) >= 0).sum()) for box in boxes]
    for name in ("score", "box", "corners"):
        parts = [n * getattr(each, name) for n, each in zip(counts, alone, strict=True)]
        torch.testing.assert_close(getattr(both, name), sum(parts) / sum(counts))


def test_quality_focal_loss_against_a_plain_reference() -> None:
    logits, quality = torch.tensor([0.3, -1.2, 2.0]), torch.tensor([0.8, 0.0, 0.0])
    p, q = 1 / (1 + np.exp(-logits.numpy())), quality.numpy()
    expected = -(np.abs(q - p) ** 2) * (q * np.log(p) + (1 - q) * np.log(1 - p))
    np.testing.assert_allclose(quality_focal_loss(logits, quality).numpy(), expected, rtol=1e-5)
    exact = torch.tensor([float(np.log(0.8 / 0.2))])
    assert quality_focal_loss(exact, torch.tensor([0.8])).item() < 1e-9


def test_the_quality_falls_with_the_corners_error() -> None:
    square = torch.tensor([[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]]])
    assert corner_quality(square.roll(1, dims=1), square).item() == pytest.approx(1.0)
    near = corner_quality(square + torch.tensor([6.0, 8.0]), square).item()
    assert near == pytest.approx(np.exp(-QUALITY_FALL * 0.1), rel=1e-5)


def test_corner_loss_does_not_mind_which_corner_comes_first() -> None:
    target = torch.rand(5, 4, 2)
    for shift in range(4):
        assert corner_loss(torch.roll(target, shift, dims=1), target).max() < 1e-9
    assert corner_loss(target.flip(1), target).min() > 0


def test_a_perfect_box_has_zero_deltas() -> None:
    anchor = torch.tensor([[50.0, 40.0, 20.0, 10.0]])
    box = torch.tensor([[40.0, 35.0, 60.0, 45.0]])
    assert box_targets(anchor, box).abs().max() < 1e-6


def test_boxes_come_back_from_their_deltas() -> None:
    anchors = torch.tensor([[50.0, 40.0, 20.0, 10.0], [10.0, 90.0, 64.0, 32.0]])
    boxes = torch.tensor([[31.0, 30.0, 66.0, 47.0], [-4.0, 80.0, 25.0, 130.0]])
    assert torch.allclose(boxes_of(anchors, box_targets(anchors, boxes)), boxes, atol=1e-4)


def test_giou_by_hand() -> None:
    true = torch.tensor([[0.0, 0.0, 2.0, 2.0]]).repeat(3, 1)
    found = torch.tensor([[0.0, 0.0, 2.0, 2.0], [1.0, 1.0, 3.0, 3.0], [4.0, 0.0, 6.0, 2.0]])
    # Shared 1 of 7 with 2 of the 9 around uncovered; nothing shared, 4 of 12 uncovered.
    by_hand = torch.tensor([0.0, 1 - 1 / 7 + 2 / 9, 1 + 4 / 12])
    assert torch.allclose(giou_loss(found, true), by_hand, atol=1e-6)
