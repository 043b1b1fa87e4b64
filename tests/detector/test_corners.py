"""The flattened view: what it shows, how its answer becomes corners, how its loss falls."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.corners import (
    COLUMN_BINS,
    COLUMNS,
    INNER,
    ROW_BINS,
    ROWS,
    VIEW_HEIGHT,
    VIEW_WIDTH,
    find_corners,
    lying,
    view,
)
from detector.mipmap import Mipmap
from detector.quad import Quad, faults, perspective, project

TRUE = Quad([(420.0, 180.0), (980.0, 215.0), (950.0, 570.0), (400.0, 520.0)])


def picture(quad: Quad) -> np.ndarray:
    """A light card on a dark ground, edges between px."""
    image = np.full((720, 1280, 3), 40, np.uint8)
    cv2.fillConvexPoly(
        image, np.round((quad.corners) * 16).astype(np.int32), (220, 225, 230), cv2.LINE_AA, 4
    )
    return image


def ends(places: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Those past the bins at their end, (4, 1)."""
    return places.clip(centres[0], centres[-1])[:, None]


class Seeing:
    """A network that knows the corners in the view: the truth, as distributions of one bin's width
    around them. It follows a second look to where its first answer was, as far as bins reach."""

    def __init__(self, start: Quad, truth: Quad, chance: float = 0.9) -> None:
        self.truth, self.chance, self.views = truth, chance, []
        self._aim(start)

    def _aim(self, start: Quad) -> None:
        self.matrix = perspective(lying(start).corners, INNER)
        corners = project(self.matrix, self.truth.corners)
        turned = [np.roll(corners, k, axis=0) for k in range(4)]
        self.corners = min(turned, key=lambda each: float(np.abs(each - INNER).sum()))

    def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        self.views.append(views)
        columns, rows = (
            np.exp(-0.5 * ((centres - ends(places, centres)) / (centres[1] - centres[0])) ** 2)
            for centres, places in zip((COLUMNS, ROWS), self.corners.T, strict=True)
        )
        columns /= columns.sum(axis=1, keepdims=True)
        rows /= rows.sum(axis=1, keepdims=True)
        answer = np.column_stack([columns @ COLUMNS, rows @ ROWS])
        if not faults(answer[None]).any():
            self._aim(Quad(project(np.linalg.inv(self.matrix), answer)))
        return columns[None], rows[None], np.array([self.chance])


def test_the_view_shows_the_quad_in_its_middle() -> None:
    seen, matrix = view(Mipmap(picture(TRUE)), TRUE)
    assert seen.shape == (VIEW_HEIGHT, VIEW_WIDTH, 3)
    np.testing.assert_allclose(project(matrix, TRUE.corners), INNER, atol=1e-9)
    inside = cv2.fillConvexPoly(
        np.zeros(seen.shape[:2], np.uint8), np.round(INNER * 16).astype(np.int32), 255, 0, 4
    )
    assert seen[cv2.erode(inside, np.ones((5, 5))) > 0].min() > 200
    assert seen[cv2.dilate(inside, np.ones((5, 5))) == 0].max() < 60


@pytest.mark.parametrize("scale", [1, 3])
def test_a_large_picture_is_averaged_into_the_same_view(scale: int) -> None:
    """Edges lie where they lay, to a small part of a view's px, whatever the level looked at."""
    rng = np.random.default_rng(5)
    coarse = cv2.resize(rng.integers(0, 256, (18, 32, 3), np.uint8), (1280, 720))
    large = cv2.resize(coarse, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    first, _ = view(Mipmap(coarse), TRUE)
    second, _ = view(Mipmap(large), TRUE.scaled(scale))
    assert np.abs(first.astype(int) - second).mean() < 1.5


@pytest.mark.parametrize("turn", range(4))
def test_true_corners_in_the_view_are_true_corners_in_the_picture(turn: int) -> None:
    rough = Quad(TRUE.corners + np.array([(30, -20), (-25, 18), (40, 22), (-30, -35)])).turned(turn)
    network = Seeing(rough, TRUE)
    (found,) = find_corners(Mipmap(picture(TRUE)), [rough], network)
    assert found.quad.jaccard(TRUE) > 0.999
    assert found.chance == pytest.approx(0.9)
    assert found.agreed > 0.95


def test_corners_outside_of_the_view_are_found() -> None:
    """A quad that shows half of the document: the other half ends past the view, and past the
    bins' reach. From where the first look came to, a second one sees all of it."""
    part = Quad([TRUE.corners[0], TRUE.corners[:2].mean(axis=0),
                 TRUE.corners[2:].mean(axis=0), TRUE.corners[3]])  # fmt: skip
    assert part.jaccard(TRUE) == pytest.approx(0.5, abs=0.05)
    network = Seeing(part, TRUE)
    (found,) = find_corners(Mipmap(picture(TRUE)), [part], network)
    assert found.quad.jaccard(TRUE) > 0.99
    # The third one is from where the second one saw it, and sees it there.
    assert len(network.views) == 3


def test_only_quads_that_were_far_off_are_looked_at_again() -> None:
    near = Quad(TRUE.corners + 6)
    network = Seeing(near, TRUE)
    find_corners(Mipmap(picture(TRUE)), [near], network)
    assert len(network.views) == 1


def test_an_answer_that_is_no_quad_leaves_the_given_one() -> None:
    network = Seeing(TRUE, TRUE)
    network.corners = np.full((4, 2), 50.0)
    (found,) = find_corners(Mipmap(picture(TRUE)), [TRUE], network)
    assert found.quad == TRUE


@given(st.floats(0.3, 3.0), st.floats(0, 360))
def test_the_first_side_of_the_view_is_a_longer_one(aspect: float, angle: float) -> None:
    turn = np.radians(angle)
    matrix = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    box = np.array([(0, 0), (aspect, 0), (aspect, 1), (0, 1)]) * 200
    top, right, bottom, left = lying(Quad(box @ matrix.T)).side_lengths
    assert top + bottom >= right + left - 1e-6


def test_sides_may_be_off_as_far_as_the_distributions_across_them_reach() -> None:
    (seen,) = find_corners(Mipmap(picture(TRUE)), [TRUE], Seeing(TRUE, TRUE))
    assert seen.off is not None
    assert seen.off.shape == (4, 2)
    # Nearly all of a Gaussian lies within 2.3 standard deviations, here a bin each.
    across, down = 2.33 * (COLUMNS[1] - COLUMNS[0]), 2.33 * (ROWS[1] - ROWS[0])
    top, right, bottom, left = TRUE.side_lengths
    width, height = np.ptp(INNER, axis=0)
    expected = (down * (left + right) / 2 / height, across * (top + bottom) / 2 / width)
    assert seen.off[0::2] == pytest.approx(np.full((2, 2), expected[0]), rel=0.15)
    assert seen.off[1::2] == pytest.approx(np.full((2, 2), expected[1]), rel=0.15)


# Of each corner, by its column: the side that lies across it there, and which of its ends.
ACROSS = {0: (3, 1), 1: (1, 0), 2: (1, 1), 3: (3, 0)}


@pytest.mark.parametrize("corner", range(4))
def test_an_uncertain_corner_makes_its_end_of_a_side_uncertain(corner: int) -> None:
    class Unsure(Seeing):
        def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            columns, rows, chance = super().__call__(views)
            flat = np.exp(-0.5 * ((COLUMNS - COLUMNS @ columns[0, corner]) / 15) ** 2)
            columns[0, corner] = flat / flat.sum()
            return columns, rows, chance

    (seen,) = find_corners(Mipmap(picture(TRUE)), [TRUE], Unsure(TRUE, TRUE))
    assert seen.off is not None
    side, end = ACROSS[corner]
    assert seen.off[side, end] > 3 * seen.off[side, 1 - end]
    others = np.delete(seen.off.ravel(), 2 * side + end)
    assert others.max() < seen.off[side, end] / 2


def test_bins_reach_past_the_view_on_both_sides() -> None:
    for centres, bins, size in ((COLUMNS, COLUMN_BINS, VIEW_WIDTH), (ROWS, ROW_BINS, VIEW_HEIGHT)):
        assert len(centres) == bins
        assert centres[0] < -0.2 * size
        assert centres[0] + centres[-1] == pytest.approx(size - 1)


def test_of_several_looks_all_say_whether_it_is_a_document() -> None:
    class Doubting(Seeing):
        def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            columns, rows, _ = super().__call__(views)
            return columns, rows, np.array([0.2 if len(self.views) == 1 else 0.9], np.float32)

    far = Quad(TRUE.window((0.0, 0.0), (0.7, 0.9)).corners)
    network = Doubting(far, TRUE)
    (found,) = find_corners(Mipmap(picture(TRUE)), [far], network)
    assert len(network.views) > 1
    # Odds of 1 : 4 and one or two times 9 : 1.
    odds = (0.25 * 9 ** (len(network.views) - 1)) ** (1 / len(network.views))
    assert found.chance == pytest.approx(odds / (1 + odds))
