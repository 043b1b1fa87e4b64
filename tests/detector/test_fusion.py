"""Laws of several frames made one picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.fusion import View, fuse
from detector.quad import Quad, perspective
from detector.registration import Reference

Image = NDArray[np.uint8]
QUAD = Quad([(60, 50), (420, 60), (410, 290), (70, 280)])


def document(seed: int = 1) -> Image:
    """A printed sheet within QUAD on a dark table, uint8 (340, 480, 3)."""
    rng = np.random.default_rng(seed)
    picture = np.full((340, 480, 3), 60, np.uint8)
    cv2.fillConvexPoly(picture, np.round(QUAD.corners).astype(np.int32), (205, 200, 190))
    for row in range(90, 270, 22):
        at = (90 + int(rng.integers(20)), row)
        text = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUXYZ0123456789 "), 22))
        cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 40, 60), 2, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), 0.7).astype(np.uint8)


def noisy(picture: Image, seed: int, sigma: float = 8.0) -> Image:
    rng = np.random.default_rng(seed)
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def moved(picture: Image, seed: int, px: float = 2.0) -> tuple[Image, Quad]:
    """As a hand holds it a moment later, and where the document is then."""
    rng = np.random.default_rng((7, seed))
    quad = Quad(QUAD.corners + rng.normal(0, px, 2) + rng.normal(0, px / 4, (4, 2)))
    size = (picture.shape[1], picture.shape[0])
    matrix = perspective(QUAD.corners, quad.corners)
    warped = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=1)
    return np.asarray(warped, np.uint8), quad


def views(count: int = 4, picture: Image | None = None) -> list[View]:
    made = []
    for seed in range(1, count + 1):
        image, quad = moved(document() if picture is None else picture, seed)
        made.append(View(noisy(image, seed), Quad(quad.corners + 0.7)))  # outlines are a little off
    return made


def inside() -> NDArray[np.bool_]:
    mask = np.zeros((340, 480), np.uint8)
    cv2.fillConvexPoly(mask, np.round(QUAD.corners).astype(np.int32), 1)
    return cv2.erode(mask, np.ones((13, 13))).astype(bool)


def off(picture: Image, truth: Image) -> float:
    """Root mean square within the document."""
    return float(np.sqrt(np.mean((picture[inside()].astype(float) - truth[inside()]) ** 2)))


def test_noise_falls_and_the_print_stays_where_it_is() -> None:
    truth = document()
    first = noisy(truth, 0)
    three, five = fuse(first, QUAD, views(2)), fuse(first, QUAD, views(4))
    assert off(five, truth) < off(three, truth) < off(first, truth)
    assert off(five, truth) < 0.65 * off(first, truth)


def test_outside_of_the_document_nothing_changes() -> None:
    first = noisy(document(), 0)
    fused = fuse(first, QUAD, views())
    beyond = np.ones(first.shape[:2], np.uint8)
    cv2.fillConvexPoly(beyond, np.round(QUAD.corners).astype(np.int32), 0)
    beyond = cv2.erode(beyond, np.ones((3, 3)))
    assert (fused == first)[beyond.astype(bool)].all()
    assert (fused != first).any()


def test_the_reference_is_not_written_to() -> None:
    first = noisy(document(), 0)
    first.setflags(write=False)
    before = first.copy()
    fuse(first, QUAD, views())
    assert np.array_equal(first, before)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_three_frames_are_the_reference_itself(count: int) -> None:
    first = noisy(document(), 0)
    assert fuse(first, QUAD, views(count)) is first


def test_frames_of_another_document_change_nothing() -> None:
    first = noisy(document(), 0)
    assert fuse(first, QUAD, views(picture=document(seed=5))) is first


def card(name: str, number: str) -> Image:
    """Cards of one design: what is printed on all of them, and in faint ink what is not."""
    picture = np.full((340, 480, 3), 60, np.uint8)
    cv2.fillConvexPoly(picture, np.round(QUAD.corners).astype(np.int32), (205, 200, 190))
    font = cv2.FONT_HERSHEY_SIMPLEX
    for row in range(90, 200, 22):
        cv2.putText(picture, "SPECIMEN OF THE REPUBLIC", (90, row), font, 0.6, (40, 40, 60), 2)
    for at, text in (((95, 222), name), ((95, 255), number)):
        cv2.putText(picture, text, at, font, 0.6, (90, 90, 110), 1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.7), np.uint8)


@pytest.mark.parametrize("sigma", [3.0, 9.0, 14.0])
def test_of_another_card_of_the_same_design_nothing_comes_through(sigma: float) -> None:
    ours, theirs = card("ERIKSSON ANNA", "D23145890"), card("MUELLER JANE", "K88712365")
    seen = [View(noisy(theirs, seed, sigma), QUAD) for seed in range(1, 5)]
    fused = fuse(noisy(ours, 0, sigma), QUAD, seen)
    apart = theirs.astype(float) - ours
    apart[np.abs(apart) < 40] = 0
    share = float(((fused - ours.astype(float)) * apart).sum() / (apart**2).sum())
    assert abs(share) < 0.05


def test_a_document_that_is_too_narrow_to_be_laid_stays_as_it_is() -> None:
    narrow = Quad([(20, 100), (1220, 100), (1220, 133), (20, 133)])
    first = np.random.default_rng(0).integers(0, 255, (240, 1240, 3)).astype(np.uint8)
    assert fuse(first, narrow, [View(first, narrow)] * 4) is first


def test_looks_of_which_nothing_is_left_are_left_out() -> None:
    first, nothing = noisy(document(), 0), np.empty((0, 0, 3), np.uint8)
    assert fuse(first, QUAD, [View(nothing, QUAD)] * 4) is first
    with_others = fuse(first, QUAD, [*views(), View(nothing, QUAD)])
    assert np.array_equal(with_others, fuse(first, QUAD, views()))


def test_frames_of_a_still_scene_without_noise_stay_as_they_are() -> None:
    first = document()
    fused = fuse(first, QUAD, [View(first, QUAD)] * 4)
    assert np.array_equal(fused, first)


def test_a_lamp_that_is_mirrored_in_the_reference_alone_goes() -> None:
    truth = document()
    lit = truth.copy()
    cv2.circle(lit, (240, 170), 22, (255, 255, 255), -1, cv2.LINE_AA)
    spot = np.zeros(truth.shape[:2], np.uint8)
    cv2.circle(spot, (240, 170), 18, 1, -1)
    fused = fuse(noisy(lit, 0, 4.0), QUAD, views())
    burnt = np.abs(lit.astype(float) - truth)[spot > 0].mean()
    left = np.abs(fused.astype(float) - truth)[spot > 0].mean()
    assert left < 0.2 * burnt


def test_a_finger_in_other_frames_leaves_no_ghost() -> None:
    truth = document()
    seen = views()
    for view in seen[:3]:
        cv2.rectangle(view.image, (150, 200), (190, 339), (120, 140, 190), -1)
    fused = fuse(noisy(truth, 0), QUAD, seen)
    part = np.s_[205:270, 152:188]
    assert np.abs(fused[part].astype(float) - truth[part]).mean() < 8


def test_the_order_of_corners_does_not_matter() -> None:
    first, seen = noisy(document(), 0), views()
    turned = [View(view.image, view.quad.turned(n)) for n, view in enumerate(seen)]
    assert np.array_equal(fuse(first, QUAD, turned), fuse(first, QUAD, seen))


def test_a_frame_is_laid_to_a_part_of_a_px() -> None:
    image, quad = moved(document(), 3)
    grey = [cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in (document(), image)]
    found = Reference(grey[0], QUAD).register(grey[1], quad.corners + 1.5)
    assert found is not None
    points = np.concatenate([QUAD.corners, np.ones((4, 1))], axis=1) @ found.matrix.T
    assert np.abs(points[:, :2] / points[:, 2:] - quad.corners).max() < 0.25
    assert found.correlation > 0.95


@pytest.mark.parametrize("gains", [(0.75, 0.75), (1.15, 1.15), (1.05, 0.85)])
def test_frames_in_other_light_count_and_leave_none_of_it(gains: tuple[float, float]) -> None:
    """Darker, brighter, and shaded from the left to the right."""
    truth, lit = document(), views()
    for view in lit:
        gain = np.linspace(*gains, view.image.shape[1])[None, :, None]
        view.image[:] = np.clip(view.image * gain, 0, 255).astype(np.uint8)
    first = noisy(truth, 0)
    fused = fuse(first, QUAD, lit)
    assert off(fused, truth) < 0.65 * off(first, truth)
    for part in (np.s_[100:250, 80:200], np.s_[100:250, 280:400]):
        assert abs(fused[part].mean() - truth[part].mean()) < 1.5


def test_frames_that_a_hand_shook_do_not_soften_the_print() -> None:
    truth, seen = document(), views()
    for view in seen:
        view.image[:] = cv2.GaussianBlur(view.image, (0, 0), 2.5)
    first = noisy(truth, 0)
    assert off(fuse(first, QUAD, seen), truth) < 1.02 * off(first, truth)
