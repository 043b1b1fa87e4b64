"""Anchors and deltas by hand-computed values."""

from __future__ import annotations

import numpy as np
import pytest

from detector.anchors import AnchorGrid
from detector.coding import BOX_SCALE, CORNER_SCALE
from detector.decode import MAX_CANDIDATES, decode


def test_count_and_order() -> None:
    grid = AnchorGrid()
    boxes = grid.boxes(256, 192)
    assert len(boxes) == 9 * (16 * 12 + 8 * 6 + 4 * 3)
    np.testing.assert_allclose(boxes[0], (7.5, 7.5, 40 * 0.6**0.5, 40 / 0.6**0.5), rtol=1e-6)
    np.testing.assert_allclose(boxes[9, :2], (23.5, 7.5))
    np.testing.assert_allclose(boxes[9 * 16, :2], (7.5, 23.5))
    np.testing.assert_allclose(boxes[9 * 16 * 12, :2], (15.5, 15.5))


def test_anchors_of_a_scale_have_one_area() -> None:
    areas = AnchorGrid().boxes(64, 64)[:9, 2:].prod(axis=1)
    np.testing.assert_allclose(areas, [40**2] * 3 + [64**2] * 3 + [100**2] * 3, rtol=1e-5)


def _outputs(
    corners: list[tuple[float, float]], score: float, anchor: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    points = np.array(corners)
    deltas = (points - anchor[:2]) / anchor[2:] / CORNER_SCALE
    size = points.max(axis=0) - points.min(axis=0)
    offset = ((points.max(axis=0) + points.min(axis=0)) / 2 - anchor[:2]) / anchor[2:]
    box = np.concatenate([offset, np.log(size / anchor[2:])]) / BOX_SCALE
    return np.array([np.log(score / (1 - score))]), box[None], deltas.reshape(1, 8)


def _all_outputs(
    scored: list[tuple[list[tuple[float, float]], float]], anchor: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a network would say of several documents, each of an anchor of its own."""
    parts = [_outputs(quad, score, anchor) for quad, score in scored]
    logits, boxes, corners = (np.concatenate(column) for column in zip(*parts, strict=True))
    return logits, boxes, corners


def test_decoding_undoes_the_coding() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    corners = [(60.0, 50.0), (150.0, 55.0), (145.0, 120.0), (58.0, 110.0)]
    found = decode(*_outputs(corners, 0.8, anchor), anchor[None], 0.5)
    assert len(found) == 1
    np.testing.assert_allclose(found[0].quad.corners, corners, atol=1e-9)
    np.testing.assert_allclose(found[0].box, (58, 50, 150, 120), atol=1e-9)
    assert found[0].score == pytest.approx(0.8)


def test_the_same_document_is_reported_once_and_neighbours_twice() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    near = [(x + 3, y + 2) for x, y in one]
    beside = [(x + 92, y) for x, y in one]
    outputs = _all_outputs([(one, 0.7), (near, 0.9), (beside, 0.6)], anchor)
    found = decode(*outputs, np.tile(anchor, (3, 1)), 0.5)
    assert [round(each.score, 2) for each in found] == [0.9, 0.6]


def test_what_lies_inside_a_likelier_find_is_a_part_of_it() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    whole = [(20.0, 20.0), (180.0, 20.0), (180.0, 120.0), (20.0, 120.0)]
    # A third of it: as boxes go, they hardly overlap.
    part = [(30.0, 30.0), (90.0, 30.0), (90.0, 110.0), (30.0, 110.0)]
    half_out = [(x - 45, y) for x, y in part]
    for inner, count in ((part, 1), (half_out, 2)):
        outputs = _all_outputs([(whole, 0.9), (inner, 0.7)], anchor)
        assert len(decode(*outputs, np.tile(anchor, (2, 1)), 0.5)) == count


@pytest.mark.parametrize(("by_px", "count"), [(20, 1), (45, 2)])  # of 90
def test_two_that_share_most_of_both_are_one_and_two_that_share_half_are_not(
    by_px: float, count: int
) -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    other = [(x + by_px, y) for x, y in one]
    outputs = _all_outputs([(one, 0.9), (other, 0.7)], anchor)
    assert len(decode(*outputs, np.tile(anchor, (2, 1)), 0.5)) == count


@pytest.mark.parametrize(("score", "count"), [(0.19, 1), (0.21, 2)])
def test_what_is_less_likely_than_wanted_is_not_told_beside_a_likely_one(
    score: float, count: int
) -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    wide = [(40.0, 70.0), (160.0, 70.0), (160.0, 90.0), (40.0, 90.0)]
    across = [(90.0, 20.0), (110.0, 20.0), (110.0, 140.0), (90.0, 140.0)]
    outputs = _all_outputs([(wide, 0.6), (across, score)], anchor)
    assert len(decode(*outputs, np.tile(anchor, (2, 1)), 0.2)) == count


def test_witnesses_agree_from_whichever_corner_they_begin() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    near = [(x + 3, y + 2) for x, y in one]
    told = [(one, 0.3), ([*near[1:], *near[:1]], 0.28), ([*near[3:], *near[:3]], 0.27)]
    (found,) = decode(*_all_outputs(told, anchor), np.tile(anchor, (3, 1)), 0.2)
    np.testing.assert_allclose(found.quad.corners, near)


def test_crossed_corners_never_leave() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    crossed = [(60.0, 50.0), (150.0, 110.0), (150.0, 50.0), (60.0, 110.0)]
    assert decode(*_outputs(crossed, 0.9, anchor), anchor[None], 0.5) == []


def test_corners_are_the_same_whatever_threshold_they_pass() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    near = [(x + 3, y + 2) for x, y in one]
    beside = [(x + 92, y) for x, y in one]
    outputs = _all_outputs([(one, 0.3), (near, 0.28), (near, 0.27), (beside, 0.1)], anchor)
    low, high = (decode(*outputs, np.tile(anchor, (4, 1)), least) for least in (0.05, 0.2))
    assert len(low) == 2
    assert len(high) == 1
    np.testing.assert_array_equal(high[0].quad.corners, low[0].quad.corners)
    # Two that agree outweigh the best one.
    np.testing.assert_allclose(high[0].quad.corners, near)


def test_of_a_corner_the_cells_beside_it_know_best() -> None:
    left, right = np.array([70.0, 80.0, 64.0, 48.0]), np.array([140.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    other = [(x + 3, y + 2) for x, y in one]
    parts = [_outputs(one, 0.8, left), _outputs(other, 0.8, right)]
    outputs = (np.concatenate(column) for column in zip(*parts, strict=True))
    (found,) = decode(*outputs, np.stack([left, right]), 0.5)
    np.testing.assert_allclose(found.quad.corners, [one[0], other[1], other[2], one[3]])


def test_a_plain_document_does_not_push_a_fainter_one_out() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    beside = [(x + 92, y) for x, y in one]
    plain = [(one, 0.9)] * (MAX_CANDIDATES + 50)
    faint = [(beside, 0.3), ([(x + 2, y) for x, y in beside], 0.28)]
    outputs = _all_outputs([*plain, *faint], anchor)
    found = decode(*outputs, np.tile(anchor, (len(plain) + 2, 1)), 0.2)
    assert [round(each.score, 2) for each in found] == [0.9, 0.3]
    alone = decode(*_all_outputs(faint, anchor), np.tile(anchor, (2, 1)), 0.2)
    np.testing.assert_array_equal(found[1].quad.corners, alone[0].quad.corners)


def test_most_cells_of_a_document_are_not_asked() -> None:
    anchor = np.array([100.0, 80.0, 64.0, 48.0])
    one = [(60.0, 50.0), (150.0, 50.0), (150.0, 110.0), (60.0, 110.0)]
    off = [(x + 4, y) for x, y in one]
    told = [(one, 0.9)] * MAX_CANDIDATES + [(off, 0.8)] * 3 * MAX_CANDIDATES
    (found,) = decode(*_all_outputs(told, anchor), np.tile(anchor, (len(told), 1)), 0.2)
    np.testing.assert_allclose(found.quad.corners, one)
