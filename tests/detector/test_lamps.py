"""Laws of what is a mirrored lamp, and what only looks like one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.fusion import View, fuse
from detector.lamps import AROUND_PX, lamps
from detector.quad import Quad

Image = NDArray[np.uint8]
QUAD = Quad([(40, 40), (640, 40), (640, 420), (40, 420)])
FIELD = np.s_[200:240, 280:400]
FONT = cv2.FONT_HERSHEY_SIMPLEX


def sheet(paper: int = 170, field: int = 250) -> Image:
    """Print on paper, and in the middle a field of another colour with a number in it."""
    picture = np.full((460, 680, 3), 60, np.uint8)
    cv2.fillConvexPoly(picture, np.round(QUAD.corners).astype(np.int32), (paper,) * 3)
    picture[FIELD] = field
    cv2.putText(picture, "X 1234", (286, 230), FONT, 0.8, (40,) * 3, 2, cv2.LINE_AA)
    rng = np.random.default_rng(1)
    for row in (*range(80, 190, 26), *range(280, 410, 26)):
        text = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUXYZ0123456789 "), 24))
        cv2.putText(picture, text, (70, row), FONT, 0.7, (paper // 4,) * 3, 2, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.7), np.uint8)


def noisy(picture: Image, seed: int) -> Image:
    noise = np.random.default_rng(seed).normal(0, 5, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def fused(truth: Image, changed: Image, count: int) -> Image:
    """Of a frame that is as it should be, and four others, of which so many are not."""
    seen = [View(noisy(changed if k < count else truth, k + 1), QUAD) for k in range(4)]
    return fuse(noisy(truth, 0), QUAD, seen)


def off(picture: Image, truth: Image, part: object = FIELD) -> float:
    """Mean difference there."""
    return float(np.abs(picture[part].astype(float) - truth[part]).mean())  # type: ignore[index]


def shaded(truth: Image, strength: float) -> Image:
    """Under a soft shadow over the field and around it."""
    shade = np.zeros(truth.shape[:2], np.float32)
    cv2.ellipse(shade, (340, 220), (130, 75), 0, 0, 360, strength, -1)
    return (truth * (1 - cv2.GaussianBlur(shade, (0, 0), 8)[..., None])).astype(np.uint8)


def under_a_finger(truth: Image) -> Image:
    picture = truth.copy()
    cv2.ellipse(picture, (340, 330), (90, 150), 0, 0, 360, (120, 150, 205), -1, cv2.LINE_AA)
    return picture


def lit(truth: Image, x: int, y: int, radius: float) -> Image:
    """With a soft lamp mirrored there."""
    rows, columns = np.mgrid[: truth.shape[0], : truth.shape[1]]
    light = 320 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2 / radius**2)
    return np.clip(truth + light[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("strength", [0.25, 0.35, 0.5])
def test_a_shadow_in_other_frames_is_not_laid_on_a_white_field(strength: float, count: int) -> None:
    truth = sheet()
    assert off(fused(truth, shaded(truth, strength), count), truth) < 8


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("paper", [120, 170])
def test_a_finger_in_other_frames_does_not_take_the_place_of_print(paper: int, count: int) -> None:
    truth = sheet(paper)
    assert off(fused(truth, under_a_finger(truth), count), truth) < 8


@pytest.mark.parametrize("count", [1, 2])
def test_nor_of_a_field_without_print_where_as_many_frames_are_against_it(count: int) -> None:
    truth = sheet()
    truth[202:238, 282:398] = 250
    assert off(fused(truth, under_a_finger(truth), count), truth) < 8


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_finger_on_white_paper_leaves_no_ghost(count: int) -> None:
    truth = sheet(paper=246, field=225)
    changed = truth.copy()
    cv2.rectangle(changed, (100, 300), (150, 459), (120, 140, 190), -1)
    part = np.s_[305:415, 95:155]
    assert off(fused(truth, changed, count), truth, part) < 8


@pytest.mark.parametrize("paper", [205, 140, 100, 60, 40])
@pytest.mark.parametrize("radius", [9.0, 16.0])
def test_a_lamp_goes_from_whatever_it_is_mirrored_in(paper: int, radius: float) -> None:
    truth = sheet(paper, field=paper)
    places = (400, 240), (240, 170), (460, 300), (290, 320)
    seen = [View(noisy(lit(truth, *at, radius), k + 1), QUAD) for k, at in enumerate(places)]
    first = noisy(lit(truth, 340, 130, radius), 0)
    part = np.s_[120:140, 330:350]
    assert off(fuse(first, QUAD, seen), truth, part) < 0.15 * off(first, truth, part)


def test_of_hundreds_each_is_looked_at_in_its_own_surroundings() -> None:
    below = np.full((460, 680, 3), 150, np.uint8)
    base = below.copy()
    for x in range(60, 640, 40):
        for y in range(60, 400, 40):
            cv2.circle(base, (x, y), 6, (255, 255, 255), -1)
    beyond = np.zeros((460, 680), bool)
    spots = lamps(base, below, beyond)
    assert len(spots) == 15 * 9
    assert all(max(spot.mask.shape) < 20 + 2 * AROUND_PX for spot in spots)
    assert sum(int(spot.mask.sum()) for spot in spots) >= (base != below).all(axis=2).sum()


def at_the_rim(columns: slice, level: int) -> tuple[Image, Image, NDArray[np.bool_]]:
    """Of a document that the picture cuts off, burnt out at the picture's rim: the reference, what
    the other frames show, and what is outside of the document."""
    below = np.full((200, 300, 3), level, np.uint8)
    base = below.copy()
    base[60:100, columns] = 255
    return base, below, np.zeros((200, 300), bool)


@pytest.mark.parametrize("columns", [slice(0, 9), slice(-9, None), slice(0, 30)])
def test_a_lamp_at_the_rim_of_a_picture_that_cuts_the_document_is_one(columns: slice) -> None:
    (spot,) = lamps(*at_the_rim(columns, 120))
    assert spot.lit.any()


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_print_at_such_a_rim_that_a_finger_hides_is_no_lamp(turned: int) -> None:
    base, below, beyond = at_the_rim(slice(0, 24), 120)
    base[60:100, 2:9] = np.tile(np.repeat(np.array([255, 40], np.uint8), 5), 4)[:, None, None]
    turn = [np.rot90(base, turned), np.rot90(below, turned)]
    there, others = (np.ascontiguousarray(each) for each in turn)
    assert lamps(there, others, np.ascontiguousarray(np.rot90(beyond, turned))) == []
