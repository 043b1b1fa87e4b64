"""Another document in the place of the one that was taken, told by what is seen there."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.likeness import another, impression
from app.capture.moment import Shot
from app.capture.pipeline import Pipeline
from detector.quad import Quad
from detector.synthesis.documents import render_document
from tests.app.scenes import HEIGHT, WIDTH, FakeDetector, card_quad, found, scene

Image = NDArray[np.uint8]
FPS = 20.0
DOCUMENTS = range(24)


@lru_cache
def drawn(seed: int) -> Image:
    """A document as it is printed, wider than tall."""
    image = render_document(np.random.default_rng(seed)).image
    return image if image.shape[1] >= image.shape[0] else np.rot90(image).copy()


def seen(document: Image, rng: np.random.Generator, trembling: float = 0.006) -> tuple[Image, Quad]:
    """In a frame, with an outline that is off by a share of √area, in some light and focus."""
    quad = card_quad()
    height, width = document.shape[:2]
    back = np.linalg.inv(quad.homography(width, height))
    image = cv2.warpPerspective(document, back, (WIDTH, HEIGHT), borderValue=(90, 90, 90))
    lit = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.5)) * rng.uniform(0.7, 1.2)
    noisy = np.clip(lit + rng.normal(0, 4, lit.shape), 0, 255).astype(np.uint8)
    off = rng.uniform(-trembling, trembling, (4, 2)) * quad.area**0.5
    return noisy, Quad(quad.corners + off)


def told(first: Image, second: Image, rng: np.random.Generator) -> bool:
    return another(impression(*seen(first, rng)), impression(*seen(second, rng)))


def test_a_document_is_never_another_one_in_other_light_and_focus() -> None:
    rng = np.random.default_rng(1)
    assert not any(told(drawn(n), drawn(n), rng) for n in DOCUMENTS for _ in range(4))


def test_a_hand_over_a_corner_makes_no_other_document() -> None:
    rng, many = np.random.default_rng(2), 0
    for number in DOCUMENTS:
        covered = drawn(number).copy()
        height, width = covered.shape[:2]
        covered[height * 2 // 3 :, width * 2 // 3 :] = (120, 150, 200)
        many += told(drawn(number), covered, rng)
    assert many == 0


def test_another_document_is_told_nearly_always() -> None:
    rng = np.random.default_rng(3)
    pairs = list(pairwise(drawn(n) for n in DOCUMENTS))
    assert sum(told(one, other, rng) for one, other in pairs) >= 0.9 * len(pairs)


def on_a_telephone(document: Image) -> Image:
    """A picture that fills its screen, with the telephone's own rim: what is outlined is that."""
    rim = round(0.04 * document.shape[1])
    dark = (18, 18, 18)
    return cv2.copyMakeBorder(document, *(rim,) * 4, cv2.BORDER_CONSTANT, value=dark)


def test_the_next_picture_on_a_telephone_is_told_though_its_rim_stays() -> None:
    rng = np.random.default_rng(6)
    phones = [on_a_telephone(drawn(n)) for n in DOCUMENTS]
    assert not any(told(each, each, rng) for each in phones)
    pairs = list(pairwise(phones))
    assert sum(told(one, other, rng) for one, other in pairs) >= 0.8 * len(pairs)


def test_of_blank_paper_nothing_is_said() -> None:
    white, grey = (np.full((300, 480, 3), level, np.uint8) for level in (250, 120))
    assert not another(
        impression(white, Quad.full(480, 300)), impression(grey, Quad.full(480, 300))
    )


# ------------------------------------------------------------------------------- in a feed
def shots(shown: list[Image], source: str = "camera:Desk") -> list[int]:
    """Numbers of the frames that are taken of a feed."""
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    taken = []
    for number, image in enumerate(shown):
        shot = pipeline.observe(Frame(image.copy(), number / FPS, number, source)).shot
        if shot is not None:
            taken.append(shot.frame.number)
    return taken


def page(seed: int) -> Image:
    """A frame with a document at the one place, sharp and evenly lit."""
    quad, document = card_quad(), drawn(seed)
    height, width = document.shape[:2]
    plain = scene(None)
    back = np.linalg.inv(quad.homography(width, height))
    border = cv2.BORDER_TRANSPARENT
    return np.asarray(
        cv2.warpPerspective(document, back, (WIDTH, HEIGHT), dst=plain, borderMode=border), np.uint8
    )


@pytest.mark.parametrize("source", ["camera:Desk", "screen:"])
def test_the_next_document_in_the_same_place_is_taken_too(source: str) -> None:
    first, second = page(1), page(2)
    taken = shots([first] * 40 + [second] * 40, source)
    assert len(taken) == 2
    assert taken[0] < 40 <= taken[1]


def test_one_that_comes_back_at_once_is_taken_once() -> None:
    first, second = page(1), page(2)
    assert len(shots([first] * 40 + [second] * 8 + [first] * 40)) == 1


def covered(image: Image, share: float) -> Image:
    """A frame with a hand over so much of the document's width."""
    (x0, y0, x1, y1), hand = card_quad().box, image.copy()
    hand[int(y0) : int(y1), int(x0) : int(x0 + share * (x1 - x0))] = (120, 150, 200)
    return hand


def test_a_blurred_sight_of_it_is_no_other_document() -> None:
    """Nothing is left of its print: it looks like another one, but no frame like it is believed."""
    first = page(1)
    blurred = covered(first, 1.0)
    assert another(impression(first, card_quad()), impression(blurred, card_quad()))
    assert len(shots([first] * 40 + [blurred] * 30 + [first] * 40)) == 1


@pytest.mark.parametrize("frames", [12, 20, 60])
def test_under_a_hand_and_afterwards_a_document_is_the_one_that_was_taken(frames: int) -> None:
    first = page(1)
    taken = shots([first] * 40 + [covered(first, 0.6)] * frames + [first] * 60)
    assert len([number for number in taken if not 40 <= number < 40 + frames]) == 1


def test_two_that_take_turns_are_taken_once_each() -> None:
    first, second, third = page(1), page(2), page(3)
    taken = shots([each for each in (first, second, first, second, third) for _ in range(40)])
    assert [number // 40 for number in taken] == [0, 1, 4]


def test_one_that_was_away_is_taken_again() -> None:
    pipeline_sees = [found(card_quad())]
    pipeline = Pipeline(FakeDetector(lambda _: tuple(pipeline_sees)).detect)
    shown = [*[page(1)] * 40, *[page(2)] * 40, *[scene(None)] * 20, *[page(1)] * 40]
    taken = []
    for number, image in enumerate(shown):
        pipeline_sees[:] = [] if 80 <= number < 100 else [found(card_quad())]
        if pipeline.observe(Frame(image, number / FPS, number, "screen:")).capture:
            taken.append(number)
    assert [number // 40 for number in taken] == [0, 1, 2]


@pytest.mark.parametrize("seed", range(30))
def test_what_shows_little_is_no_other_document_than_itself(seed: int) -> None:
    """Blank paper with a mark or two, as a screen shows it: without noise."""
    rng = np.random.default_rng(seed)
    sheet = np.full((800, 600, 3), 255, np.uint8)
    for _ in range(rng.integers(1, 4)):
        x, y = int(rng.integers(0, 450)), int(rng.integers(0, 650))
        wide, tall = (int(rng.integers(60, 150)) for _ in range(2))
        sheet[y : y + tall, x : x + wide] = rng.integers(0, 255, (tall, wide, 1))
    whole = Quad.full(600, 800)
    assert not another(impression(sheet, whole), impression(sheet, whole))


def test_a_card_that_stands_upright_and_is_lost_for_a_moment_is_taken_once() -> None:
    """Which of its corners comes first is told by a px."""
    quad = Quad([(215, 73), (425, 73), (425, 406), (215, 406)])
    document = np.rot90(drawn(1)).copy()
    height, width = document.shape[:2]
    back = np.linalg.inv(quad.homography(width, height))
    plain = scene(None)
    border = cv2.BORDER_TRANSPARENT
    image = np.asarray(
        cv2.warpPerspective(document, back, (WIDTH, HEIGHT), dst=plain, borderMode=border), np.uint8
    )
    sees = [found(quad)]
    pipeline = Pipeline(FakeDetector(lambda _: tuple(sees)).detect)
    taken = 0
    for number in range(120):
        turned = quad.turned(1 if number < 50 else 3)
        sees[:] = [] if 45 <= number < 50 else [found(turned)]
        taken += pipeline.observe(Frame(image, number / FPS, number, "camera:Desk")).capture
    assert taken == 1


def test_after_the_shutter_the_next_one_in_its_place_is_taken() -> None:
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    pipeline.taken(Shot(Frame(page(1), 0.0, 0, "test"), card_quad()))
    frames = [Frame(page(2), number / FPS, number, "test") for number in range(1, 60)]
    assert sum(pipeline.observe(each).capture for each in frames) == 1
