"""Whether print can be read: what spoils a picture is named, and what does not is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.legibility import blur_of, flaw_of
from detector.formats import A4, ID3
from detector.quad import Quad
from tests.app.scenes import card_quad, scene

Image = NDArray[np.uint8]
CARD = card_quad()


def grey_of(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def whole(image: Image) -> Quad:
    return Quad.full(image.shape[1], image.shape[0])


def shaken(image: Image, down: int, right: int, px: int = 17) -> Image:
    """Moved by so many px while it was taken."""
    path = np.zeros((px, px), np.float32)
    middle, far = px // 2, px // 2
    ends = ((middle - far * side * right, middle - far * side * down) for side in (1, -1))
    cv2.line(path, *ends, 1.0)
    return np.asarray(cv2.filter2D(image, -1, path / path.sum()), np.uint8)


def card(ground: int = 200, ink: int = 40) -> Image:
    """A card that is the whole picture, 300 dots an inch: a title on a band, a portrait, print."""
    image = np.full((638, 1011, 3), ground, np.uint8)
    band, grey = (3 * ground + ink) // 4, (ground + ink) // 2
    image[:110] = band
    cv2.rectangle(image, (40, 150), (320, 520), (grey,) * 3, -1)
    cv2.circle(image, (180, 290), 80, (band,) * 3, -1)
    cv2.putText(image, "SPECIMEN", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 2.2, (ink,) * 3, 8)
    for row in range(190, 620, 70):
        text = "0123 EXAMPLE 56"
        cv2.putText(image, text, (370, row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (ink,) * 3, 5)
    return image


def lamp(image: Image, spread: float) -> Image:
    """Mirrored in it: burnt out, with light around. spread : px, of the light."""
    light = np.zeros(image.shape[:2], np.float32)
    cv2.circle(light, (500, 320), 130, 600.0, -1)
    light = cv2.GaussianBlur(light, (0, 0), spread) if spread else light
    return np.clip(image + light[..., None], 0, 255).astype(np.uint8)


def test_the_blur_measured_is_the_blur_there_is() -> None:
    sharp = grey_of(card())
    measured = []
    for px in (2.0, 3.0, 4.0, 6.0):
        measured.append(blur_of(np.asarray(cv2.GaussianBlur(sharp, (0, 0), px), np.uint8)))
        assert measured[-1] == pytest.approx(px, rel=0.25)
    assert measured == sorted(measured)
    assert blur_of(sharp) < measured[0]


def test_a_blurred_picture_is_told_whatever_its_size_and_a_sharp_one_is_not() -> None:
    for scale in (0.4, 1.0, 2.0):
        image = np.asarray(cv2.resize(card(), None, fx=scale, fy=scale), np.uint8)
        assert flaw_of(image, whole(image)) is None
        blurred = cv2.GaussianBlur(image, (0, 0), 9 * scale)  # .8 mm
        assert flaw_of(np.asarray(blurred, np.uint8), whole(image)) == "blurred"


def test_only_the_document_is_judged() -> None:
    sharp, blurred = scene(CARD), scene(CARD, blur_px=5.0)
    assert flaw_of(sharp, CARD) is None
    assert flaw_of(blurred, CARD) == "blurred"
    around = np.zeros(sharp.shape[:2], np.uint8)
    cv2.fillConvexPoly(around, CARD.corners.astype(np.int32), 255)
    mixed = np.where(around[..., None] > 0, sharp, blurred)
    assert flaw_of(mixed, CARD) is None


@pytest.mark.parametrize("way", [(0, 1), (1, 0), (1, 1)])
def test_a_shaken_picture_is_told_though_it_is_sharp_along_one_way(way: tuple[int, int]) -> None:
    image = card()
    assert flaw_of(shaken(image, *way, px=5), whole(image)) is None
    assert flaw_of(shaken(image, *way, px=65), whole(image)) == "blurred"


def test_noise_does_not_pass_for_print() -> None:
    noise = np.random.default_rng(5).normal(0, 6, card().shape)
    blurred = cv2.GaussianBlur(card(), (0, 0), 9)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    assert flaw_of(noisy, whole(noisy)) == "blurred"


@pytest.mark.parametrize("blur", [0.0, 12.0])
def test_nothing_is_said_of_a_document_with_too_little_print(blur: float) -> None:
    blank = np.full((638, 1011, 3), 220, np.uint8)
    cv2.putText(blank, "LOGO", (700, 90), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 40, 40), 2)
    image = cv2.GaussianBlur(blank, (0, 0), blur) if blur else blank
    assert flaw_of(np.asarray(image, np.uint8), whole(blank)) is None


def test_a_picture_in_the_dark_is_told_and_a_black_card_with_light_print_is_not() -> None:
    dark = (card() * 0.08).astype(np.uint8)
    assert flaw_of(dark, whole(dark)) == "dark"
    black = card(ground=16, ink=230)
    assert flaw_of(black, whole(black)) is None


def test_a_mirrored_lamp_is_told_and_a_white_panel_or_paper_is_not() -> None:
    image = card(ground=180)
    assert flaw_of(lamp(image, spread=40), whole(image)) == "glare"
    assert flaw_of(lamp(image, spread=0), whole(image)) is None
    paper = card(ground=255)
    assert flaw_of(paper, whole(paper)) is None


def test_too_few_pixels_are_told_by_the_document_s_size_not_the_picture_s() -> None:
    for dpi, flaw in ((40, "small"), (80, None)):
        small = cv2.resize(card(), None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA)
        desk = np.full((900, 1600, 3), 90, np.uint8)
        height, width = small.shape[:2]
        desk[100 : 100 + height, 100 : 100 + width] = small
        assert flaw_of(desk, whole(small).moved(100, 100)) == flaw


def test_a_passport_s_page_that_stands_is_not_taken_for_a_small_sheet() -> None:
    """They have one shape: what somebody says counts, and else the smaller of them."""
    page = np.asarray(cv2.resize(card(), (260, round(260 / A4.aspect))), np.uint8)
    assert flaw_of(page, whole(page)) is None
    assert flaw_of(page, whole(page), ID3.name) is None
    assert flaw_of(page, whole(page), A4.name) == "small"


def test_nothing_is_said_of_a_picture_without_a_document_that_is_kept_whole() -> None:
    blurred = scene(CARD, blur_px=8.0)
    assert flaw_of(blurred, CARD) == "blurred"
    assert flaw_of(blurred, whole(blurred)) is None
