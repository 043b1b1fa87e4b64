from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.capture.sight import FAST_MS, MAX_GLANCES, Sight
from app.capture.tracker import farthest
from detector.detection import Detection
from detector.quad import Quad
from tests.app.scenes import HEIGHT, WIDTH, card_quad, found

IMAGE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
ERROR = np.array([(-4.0, 3.0), (2.0, 5.0), (6.0, -1.0), (0.0, -7.0)])


class Scene:
    """Documents; a glance misses their corners by ERROR, a look takes its time."""

    def __init__(self, look_ms: float) -> None:
        self.quads: tuple[Quad, ...] = ()
        self.looks = self.glances = 0
        self._look_s, self._now_s = look_ms / 1000, 0.0
        self.sight = Sight(self._look, self._glance, clock=lambda: self._now_s)

    def see(self, *quads: Quad) -> tuple[Detection, ...]:
        self.quads = quads
        return self.sight.see(IMAGE)

    def _look(self, image: object) -> tuple[Detection, ...]:
        self.looks += 1
        self._now_s += self._look_s
        return tuple(found(each) for each in self.quads)

    def _glance(self, image: object) -> tuple[Detection, ...]:
        self.glances += 1
        return tuple(found(Quad(each.corners + ERROR), 0.5) for each in self.quads)


def fast() -> Scene:
    return Scene(FAST_MS - 1)


def slow() -> Scene:
    return Scene(FAST_MS + 1)


def looks_at(scene: Scene, place: Callable[[int], tuple[Quad, ...]], frames: int) -> list[int]:
    """The frames at which it looked; at each of them the documents are where they should be."""
    looked = []
    for number in range(frames):
        before = scene.looks
        seen = scene.see(*place(number))
        assert len(seen) == len(place(number))
        for each, quad in zip(seen, place(number), strict=True):
            assert farthest(each.quad.corners, quad.corners) < 1e-6
            assert each.score == found(quad).score
        looked += [number] * (scene.looks - before)
    return looked


def test_on_a_fast_machine_every_frame_is_looked_at() -> None:
    scene = fast()
    assert looks_at(scene, lambda number: (card_quad(dx=number),), 20) == list(range(20))
    assert scene.glances == 0


def test_on_a_slow_one_glances_are_corrected_by_the_last_look() -> None:
    looked = looks_at(slow(), lambda number: (card_quad(dx=9.0 * number),), 21)
    assert len(looked) <= 3 + 18 / (1 + MAX_GLANCES)


def test_an_empty_desk_is_glanced_at_too() -> None:
    assert len(looks_at(slow(), lambda number: (), 21)) <= 3 + 18 / (1 + MAX_GLANCES)


def test_a_document_that_comes_or_goes_is_looked_at_at_once() -> None:
    one, two = card_quad(dx=-150, size=0.5), card_quad(dx=150, size=0.5)

    def place(number: int) -> tuple[Quad, ...]:
        return (one, two) if 8 <= number < 16 else (one,)

    looked = looks_at(slow(), place, 24)
    assert {8, 16} <= set(looked)


def test_another_place_is_looked_at_at_once() -> None:
    near, far = card_quad(dx=-180, size=0.4), card_quad(dx=180, size=0.4)
    assert 10 in looks_at(slow(), lambda number: (near if number < 10 else far,), 20)


def test_a_correction_that_changed_is_not_trusted() -> None:
    scene = slow()
    for _ in range(7):
        scene.see(card_quad())
    wrong = Quad(card_quad().corners + np.array([(0, -30.0), (0, -30.0), (0, 0), (0, 0)]))
    looked: list[bool] = []
    shown: list[Quad] = []

    def look(image: object) -> tuple[Detection, ...]:
        looked.append(True)
        scene._now_s += 1.0
        return (found(wrong if len(looked) == 1 else card_quad()),)

    scene.sight._look = look
    while len(looked) < 2:
        shown.append(scene.see(card_quad())[0].quad)
    assert shown[-2] == wrong  # the tracker's matter
    assert shown[-1] == card_quad()  # and looked at again in the very next frame
    assert farthest(scene.see(card_quad())[0].quad.corners, card_quad().corners) < 1e-6
