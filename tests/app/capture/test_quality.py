from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.capture.guidance import Guidance
from app.capture.quality import assess, glare, sharpness, without_light
from detector.formats import OTHER
from detector.quad import Quad
from tests.app.scenes import card_quad, found, scene


def test_a_good_frame_has_no_problem() -> None:
    quad = card_quad()
    assert assess(scene(quad), found(quad)).problems == ()


def test_sharpness_falls_as_blur_rises() -> None:
    quad = card_quad()
    measured = [assess(scene(quad, blur_px=b), found(quad)).sharpness for b in (0, 1, 2, 4, 8)]
    assert measured == sorted(measured, reverse=True)


def test_sharpness_hardly_depends_on_the_light() -> None:
    grey = cv2.cvtColor(scene(card_quad()), cv2.COLOR_BGR2GRAY)
    dim = (grey * 0.5).astype(np.uint8)
    assert sharpness(dim) == pytest.approx(sharpness(grey), rel=0.1)


def test_a_sensor_s_faint_noise_is_not_as_sharp_as_strong_texture_of_the_same_kind() -> None:
    noise = np.random.default_rng(3).normal(0, 1, (200, 300))
    faint, strong = ((128 + noise * spread).astype(np.uint8) for spread in (1, 30))
    assert sharpness(faint) < sharpness(strong) / 5


@pytest.mark.parametrize(
    ("quad", "look", "problem"),
    [
        (card_quad(), {"level": 0.1}, Guidance.TOO_DARK),
        (card_quad(), {"level": 3.0}, Guidance.TOO_BRIGHT),
        (card_quad(), {"blur_px": 6.0}, Guidance.BLUR),
        (card_quad(dx=-106), {}, Guidance.CUT_OFF),
        (card_quad(dx=106), {}, Guidance.CUT_OFF),
        (card_quad(dy=-105), {}, Guidance.CUT_OFF),
        (card_quad(dy=105), {}, Guidance.CUT_OFF),
        (card_quad(size=0.5), {}, Guidance.MOVE_CLOSER),
        (Quad.full(640, 480), {}, Guidance.MOVE_BACK),
        (Quad([(200, 120), (440, 120), (560, 380), (80, 380)]), {}, Guidance.TILT),
        (Quad([(80, 120), (560, 120), (440, 380), (200, 380)]), {}, Guidance.TILT),
        (Quad([(120, 60), (520, 140), (520, 340), (120, 420)]), {}, Guidance.TILT),
        (Quad([(120, 140), (520, 60), (520, 420), (120, 340)]), {}, Guidance.TILT),
    ],
)
def test_each_problem_is_named_first(quad: Quad, look: dict[str, float], problem: Guidance) -> None:
    assert assess(scene(quad, **look), found(quad)).problems[0] is problem


def test_what_is_of_no_known_format_is_to_be_moved_closer_too() -> None:
    for size, expected in ((0.3, (Guidance.MOVE_CLOSER,)), (0.6, ())):
        quad = card_quad(size=size)
        seen = replace(found(quad), format=OTHER)
        assert assess(scene(quad), seen).problems == expected


def test_a_page_that_fills_the_picture_s_height_comes_no_closer() -> None:
    page = replace(found(Quad([(160, 20), (480, 20), (480, 460), (160, 460)])), format="A4")
    assert assess(scene(page.quad), page).problems == ()
    # 384 of 480 rows are 80 %; just below, it is not yet as close as it can be.
    less = replace(page, quad=Quad([(180, 50), (460, 50), (460, 432), (180, 432)]))
    assert assess(scene(less.quad), less).problems == (Guidance.MOVE_CLOSER,)


def test_the_outline_that_is_shown_is_the_one_that_is_judged() -> None:
    quad = card_quad()
    assert Guidance.CUT_OFF in assess(scene(quad), found(quad), card_quad(dx=-106)).problems


def test_a_reflected_lamp_is_glare_and_white_paper_is_not() -> None:
    quad = card_quad()
    lit = cv2.circle(scene(quad), (320, 240), 30, (255, 255, 255), -1)
    assert Guidance.GLARE in assess(lit, found(quad)).problems
    assert glare(np.full((100, 100, 3), 255, np.uint8)) == 0.0


def test_without_a_document_the_frame_itself_is_judged() -> None:
    assert assess(scene(None), None).problems == (Guidance.NO_DOCUMENT,)
    assert assess(scene(None, level=0.1), None).problems[0] is Guidance.TOO_DARK


@pytest.mark.parametrize(("level", "kind"), [(0.1, Guidance.TOO_DARK), (4.0, Guidance.TOO_BRIGHT)])
def test_of_a_screen_nothing_is_said_of_its_light(level: float, kind: Guidance) -> None:
    quad = card_quad()
    seen = assess(scene(quad, level), found(quad))
    assert kind in seen.problems
    bare = without_light(seen)
    assert not {Guidance.TOO_DARK, Guidance.TOO_BRIGHT, Guidance.GLARE} & set(bare.problems)
    assert set(seen.problems) - set(bare.problems) <= {kind, Guidance.GLARE}
    assert bare.brightness == seen.brightness
