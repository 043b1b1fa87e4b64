"""Strips along sides, and the shipped refiner on drawn cards."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.backends.onnx import OnnxStripNetwork
from detector.completion import refine_seen
from detector.corners import Cornered
from detector.formats import ID1
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.refine import Refined, StripNetwork, finish, first_look
from detector.runtime import Detector
from detector.strips import ROWS, SIDES, STRETCHES
from detector.synthesis.camera import Pose, project_sheet
from detector.weights import REFINER_NAME, find_weights, read_verified

CARD = Quad([(310.0, 190.0), (930.0, 240.0), (890.0, 610.0), (280.0, 560.0)])
# One of a card's own shape, which a camera would see so.
ID1_CARD = Quad(project_sheet(Pose(15, 40, 5, 0.8, 0.45, (0.5, 0.5)), ID1.aspect, 1280, 800))
SUPERSAMPLING = 4


def drawn(
    card: Quad = CARD, width: int = 1280, height: int = 800, header: int = 0
) -> NDArray[np.uint8]:
    """A pale card with print and a header band on a darker grained table, edges antialiased."""
    rng = np.random.default_rng(5)
    grain = rng.normal(0, 12, (height // 8, width, 1))
    table = np.repeat(grain, 8, axis=0) + np.array((60, 80, 105))
    face = np.full((540, 856, 3), (225, 228, 220), np.uint8)
    cv2.rectangle(face, (0, header), (856, 110), (150, 90, 40), -1)
    for row in range(160, 480, 45):
        cv2.rectangle(
            face, (300, row), (300 + int(rng.integers(150, 480)), row + 16), (70,) * 3, -1
        )
    cv2.rectangle(face, (50, 160), (240, 420), (120, 140, 170), -1)
    size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
    large = np.linalg.inv(card.scaled(SUPERSAMPLING).homography(856, 540))
    shown = cv2.warpPerspective(face, large, size, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), np.uint8)
    corners = np.round(card.scaled(SUPERSAMPLING).corners * 16).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, 4)
    over = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)[..., None] / 255
    small = cv2.resize(shown, (width, height), interpolation=cv2.INTER_AREA)
    picture = small * over + table * (1 - over)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.8), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def network() -> OnnxStripNetwork:
    return OnnxStripNetwork(read_verified(find_weights(REFINER_NAME)), threads=1)


def pushed(card: Quad, share: float, seed: int) -> Quad:
    push = np.random.default_rng(seed).uniform(-1, 1, (4, 2)) * share * card.area**0.5
    return Quad(card.corners + push)


def refine(picture: Mipmap, quad: Quad, network: StripNetwork) -> Refined:
    """All passes from a quad of which nobody knows how far it is off."""
    return finish(picture, quad, first_look(picture, quad, network), network)


def error(found: Quad, truth: Quad) -> float:
    return float(np.hypot(*(found.corners - truth.corners).T).max())


@pytest.mark.parametrize("seed", range(6))
def test_corners_pushed_by_four_percent_come_back(network: OnnxStripNetwork, seed: int) -> None:
    image, coarse = drawn(), pushed(CARD, 0.04, seed)
    assert error(coarse, CARD) > 10
    assert error(refine(Mipmap(image), coarse, network).quad, CARD) < 2.5


class Straight:
    """A strip network that sees an edge right where it is expected, and how high a row is."""

    def __init__(self) -> None:
        self.passes = 0

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        self.passes += 1
        rows = np.zeros((len(strips), ROWS, STRETCHES), np.float32)
        rows[:, ROWS // 2 - 1 : ROWS // 2 + 1] = 0.5
        return rows, np.ones((len(strips), STRETCHES), np.float32)


class Outward(Straight):
    """… that sees an edge near the outer end, wherever it is asked: what a shadow may lead to."""

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rows, visible = super().__call__(strips)
        return np.roll(rows, 1 - ROWS // 2, axis=1), visible


class Blinking(Straight):
    """… that does not see the first side in its first pass."""

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rows, visible = super().__call__(strips)
        visible[0] = self.passes > 1
        return rows, visible


def test_a_refinement_that_runs_away_is_not_followed() -> None:
    found = refine(Mipmap(drawn()), CARD, Outward())
    assert found.quad == CARD
    assert found.evidence.kept < 0.55


def test_what_is_only_seen_from_close_by_is_not_believed() -> None:
    network = Blinking()
    found = refine(Mipmap(drawn()), CARD, network)
    assert network.passes > 1
    assert found.evidence.believed == 0.75


@pytest.mark.parametrize(("scale", "passes"), [(1.0, 2), (4.0, 3)])
def test_a_large_picture_is_looked_at_more_closely(scale: float, passes: int) -> None:
    image = np.zeros((round(800 * scale), round(1280 * scale), 3), np.uint8)
    network = Straight()
    refine(Mipmap(image), CARD.scaled(scale), network)
    assert network.passes == passes


@pytest.mark.parametrize("header", [0, 20, 40, 60, 80])
def test_a_header_band_inside_is_not_the_edge(header: int) -> None:
    """From where the detector might have put the corners, by both networks that look closer."""
    picture, detector = Mipmap(drawn(header=header)), Detector.load("cpu", 1)
    for seed in range(6):
        found = detector.refine(picture, pushed(CARD, 0.04, seed)).quad
        assert error(found, CARD) < 1


def test_a_finger_over_a_side_is_borne(network: OnnxStripNetwork) -> None:
    image = drawn()
    cv2.ellipse(image, (600, 180), (55, 110), 8, 0, 360, (120, 150, 205), -1, cv2.LINE_AA)
    assert error(refine(Mipmap(image), pushed(CARD, 0.02, 1), network).quad, CARD) < 3


def test_nothing_to_see_changes_nothing(network: OnnxStripNetwork) -> None:
    flat = np.full((800, 1280, 3), 128, np.uint8)
    assert refine(Mipmap(flat), CARD, network).quad == CARD


def test_sides_outside_the_picture_stay(network: OnnxStripNetwork) -> None:
    image = np.ascontiguousarray(drawn()[:, 400:])
    card = CARD.moved(-400, 0)
    found = refine(Mipmap(image), pushed(card, 0.01, 2), network).quad
    assert np.abs(found.corners[1:3] - card.corners[1:3]).max() < 3
    assert found.jaccard(card) > 0.95


def test_what_lies_outside_the_picture_speaks_neither_way(network: OnnxStripNetwork) -> None:
    image = np.ascontiguousarray(drawn()[:, 400:])
    whole = refine(Mipmap(drawn()), pushed(CARD, 0.01, 2), network).evidence
    cut_off = refine(Mipmap(image), pushed(CARD.moved(-400, 0), 0.01, 2), network).evidence
    assert cut_off.seen == pytest.approx(whole.seen, abs=0.1)
    assert cut_off.least_seen > 0.7
    assert cut_off.believed == 1


def test_a_tiny_quad_is_left_alone(network: OnnxStripNetwork) -> None:
    tiny = Quad([(400, 400), (405, 400), (405, 404), (400, 404)])
    assert refine(Mipmap(drawn()), tiny, network).quad.jaccard(tiny) > 0.5


class Counting:
    """The shipped strip network, and how often it was asked."""

    def __init__(self) -> None:
        self._own = OnnxStripNetwork(read_verified(find_weights(REFINER_NAME)), threads=1)
        self.passes = 0

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        self.passes += 1
        return self._own(strips)


def sides_of(seen: Cornered) -> tuple[Quad, int]:
    """What becomes of corners seen in the drawn picture, and in how many passes."""
    counting = Counting()
    found = refine_seen(Mipmap(drawn(ID1_CARD)), seen, counting)
    return found.quad, counting.passes


def sure_to(share: float, quad: Quad) -> Cornered:
    """Corners of which no side is said to be off by more than a share of √area."""
    return Cornered(quad, 1.0, 0.99, np.full((SIDES, 2), share * quad.area**0.5))


def test_sides_that_may_lie_far_off_take_a_second_pass() -> None:
    near = pushed(ID1_CARD, 0.008, 1)
    for share, expected in ((0.02, 1), (0.15, 2)):
        quad, passes = sides_of(sure_to(share, near))
        assert passes == expected
        assert error(quad, ID1_CARD) < 1.5


def test_each_side_is_looked_for_as_far_as_it_may_be_off() -> None:
    """The bottom lies far from where it is expected, and only there anything is looked for far."""
    slipped = ID1_CARD.window((0.0, 0.0), (1.0, 1.12))
    seen = sure_to(0.02, slipped)
    assert seen.off is not None
    seen.off[2] = 0.2 * slipped.area**0.5
    first = first_look(Mipmap(drawn(ID1_CARD)), slipped, Straight(), seen.off)
    bands = [frame.reach_px for frame in first.frames]
    assert bands[2] > 4 * max(bands[:2] + bands[3:])
    assert error(sides_of(seen)[0], ID1_CARD) < 1.5


def test_a_side_that_is_not_where_it_is_expected_is_looked_for_further_off() -> None:
    """Sure to be near, and wrong: the blank table is there, and the card's edge beyond the band."""
    slipped = ID1_CARD.window((0.0, 0.0), (1.0, 1.06))
    quad, passes = sides_of(sure_to(0.02, slipped))
    assert passes > 1
    assert error(quad, ID1_CARD) < 1.5


def test_corners_sure_of_themselves_are_not_trusted_alone() -> None:
    """A quad whose top side lies at the header's lower border."""
    slipped = ID1_CARD.window((0.0, 0.13), (1.0, 1.0))
    _, once = sides_of(sure_to(0.02, ID1_CARD))
    quad, passes = sides_of(sure_to(0.02, slipped))
    assert once == 1
    assert passes > 1
    assert quad.jaccard(ID1_CARD) >= slipped.jaccard(ID1_CARD)
