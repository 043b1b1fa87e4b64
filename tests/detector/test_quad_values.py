"""A quad as a value: what it is made of, copies of it, and points in and on it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from detector.quad import Quad

LEANING = Quad([(10, 20), (200, 30), (190, 150), (15, 140)])


def pickled(quad: Quad) -> Quad:
    unpickled: Quad = pickle.loads(pickle.dumps(quad))
    return unpickled


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_as_frozen_as_the_quad(copied: Callable[[Quad], Quad]) -> None:
    other = copied(LEANING)
    assert other == LEANING
    assert not other.corners.flags.writeable


def test_corners_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Quad.full(10, 10).corners[0, 0] = 3


def test_the_whole_picture_reaches_its_outer_edges() -> None:
    assert Quad.full(640, 480).box == (-0.5, -0.5, 639.5, 479.5)
    assert Quad.full(640, 480).area == 640 * 480


@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.4])
def test_an_inset_leaves_the_same_share_of_each_side(fraction: float) -> None:
    left, top, right, bottom = Quad.inset(640, 480, fraction).box
    assert (left + 0.5, 639.5 - right) == pytest.approx((640 * fraction,) * 2)
    assert (top + 0.5, 479.5 - bottom) == pytest.approx((480 * fraction,) * 2)


@pytest.mark.parametrize("index", range(4))
def test_a_corner_is_moved_alone_and_in_a_copy(index: int) -> None:
    moved = LEANING.with_corner(index, (LEANING.corners[index, 0] + 3, LEANING.corners[index, 1]))
    step = np.zeros((4, 2))
    step[index] = 3, 0
    np.testing.assert_array_equal(moved.corners - LEANING.corners, step)


def test_what_lies_inside_or_on_the_outline_is_contained_and_nothing_else() -> None:
    middles = (LEANING.corners + np.roll(LEANING.corners, -1, axis=0)) / 2
    inside = middles.mean(axis=0)
    for point in (*LEANING.corners, inside):
        assert LEANING.contains((point[0], point[1]))
    for middle in middles:
        out, within = inside + 1.02 * (middle - inside), inside + 0.98 * (middle - inside)
        assert not LEANING.contains((out[0], out[1]))
        assert LEANING.contains((within[0], within[1]))


def test_quads_of_the_same_corners_are_one_key() -> None:
    again = Quad(LEANING.corners.tolist())
    assert {LEANING: 1, again: 2} == {again: 2}
    assert LEANING.turned(1) != LEANING
