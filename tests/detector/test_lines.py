"""The line that a strip's stretches agree on."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detector.lines import fit_lines
from detector.strips import ROWS, STRETCHES, SideFrame


def spread(offsets: NDArray[np.float64]) -> NDArray[np.float32]:
    """Distributions over the rows with these means, two neighbouring rows sharing each."""
    place = np.clip((1 - offsets) * ROWS / 2 - 0.5, 0, ROWS - 1.001)
    rows = np.zeros((ROWS, STRETCHES), np.float32)
    low, part = np.floor(place).astype(int), place % 1
    columns = np.arange(STRETCHES)
    rows[low, columns], rows[low + 1, columns] = 1 - part, part
    return rows


@given(start=st.floats(-0.8, 0.8), end=st.floats(-0.8, 0.8))
def test_a_line_of_points_is_found_again(start: float, end: float) -> None:
    assume(abs(start - end) < 1)
    offsets = start + (end - start) * SideFrame.shares(STRETCHES)
    (found,) = fit_lines(spread(offsets)[None], np.ones((1, STRETCHES), np.float32))
    assert found.believed
    assert np.abs(np.array(found.ends) - (start, end)).max() < 0.02


def test_a_few_wild_points_do_not_tilt_the_line() -> None:
    offsets = np.zeros(STRETCHES)
    offsets[3:6] = -0.9
    (found,) = fit_lines(spread(offsets)[None], np.ones((1, STRETCHES), np.float32))
    assert found.believed
    assert np.abs(found.ends).max() < 0.03


def test_unseen_and_scattered_sides_are_not_believed() -> None:
    scattered = np.random.default_rng(0).uniform(-0.9, 0.9, STRETCHES)
    rows = np.stack([spread(np.zeros(STRETCHES)), spread(scattered)])
    visible = np.stack([np.zeros(STRETCHES), np.ones(STRETCHES)]).astype(np.float32)
    assert [each.believed for each in fit_lines(rows, visible)] == [False, False]


def test_a_side_outside_of_the_picture_is_not_believed_however_clear_its_strip() -> None:
    rows = spread(np.full(STRETCHES, -0.4))[None]  # a line of print inside
    visible = np.ones((1, STRETCHES), np.float32)
    for shown, believed in ((STRETCHES, True), (STRETCHES // 2, True), (2, False), (0, False)):
        inside = (np.arange(STRETCHES) < shown)[None]
        (found,) = fit_lines(rows, visible, inside)
        assert (found.believed, found.outside) == (believed, not believed)


def test_of_two_edges_the_expected_one_is_taken() -> None:
    """A slightly fainter edge in the middle of the strip, another near its outer end."""
    rows = np.zeros((1, ROWS, STRETCHES), np.float32)
    rows[:, ROWS // 2], rows[:, 6] = 0.45, 0.55
    visible = np.ones((1, STRETCHES), np.float32)
    (anywhere,) = fit_lines(rows, visible)
    (near,) = fit_lines(rows, visible, spread=np.full((1, 2), 0.35))
    assert min(anywhere.ends) > 0.7
    assert max(map(abs, near.ends)) < 0.1


def test_a_finger_s_edge_close_to_the_side_does_not_tilt_the_line() -> None:
    """Three rows off: near enough to be weighed at first, and to be let go of by and by."""
    offsets = np.zeros(STRETCHES)
    offsets[5:8] = -0.12
    (found,) = fit_lines(spread(offsets)[None], np.ones((1, STRETCHES), np.float32))
    assert np.abs(found.ends).max() < 0.005
