from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from app.capture.sight import MAX_FOLLOWED, Sight
from detector.detection import Detection
from detector.quad import Quad
from tests.app.scenes import HEIGHT, WIDTH, card_quad, found

IMAGE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


class Scene:
    """Documents; each is followed as long as it is less than 40 px from where it was."""

    def __init__(self) -> None:
        self.quads: tuple[Quad, ...] = ()
        self.looks = 0
        self.sight = Sight(self._look, self._follow)

    def see(self, *quads: Quad) -> tuple[Quad, ...]:
        self.quads = quads
        return tuple(each.quad for each in self.sight.see(IMAGE))

    def _look(self, image: object) -> tuple[Detection, ...]:
        self.looks += 1
        return tuple(found(each) for each in self.quads)

    def _follow(self, image: object, before: Sequence[Detection]) -> tuple[Detection, ...] | None:
        near = [
            [quad for quad in self.quads if np.abs(quad.corners - each.quad.corners).max() < 40]
            for each in before
        ]
        return tuple(found(each[0]) for each in near) if all(near) else None


def looks_at(scene: Scene, place: Callable[[int], tuple[Quad, ...]], frames: int) -> list[int]:
    """The frames at which it looked through the whole picture."""
    looked = []
    for number in range(frames):
        before = scene.looks
        scene.see(*place(number))
        looked += [number] * (scene.looks - before)
    return looked


def test_a_document_is_followed_between_looks_and_shown_where_it_is() -> None:
    scene = Scene()
    for number in range(20):
        assert scene.see(card_quad(dx=9.0 * number)) == (card_quad(dx=9.0 * number),)
    assert scene.looks == 20 / (1 + MAX_FOLLOWED)


def test_an_empty_desk_is_looked_at_in_every_frame() -> None:
    assert looks_at(Scene(), lambda number: (), 6) == list(range(6))


def test_a_second_document_is_seen_by_the_next_look() -> None:
    scene, one, two = Scene(), card_quad(dx=-150, size=0.5), card_quad(dx=150, size=0.5)
    scene.see(one)
    shown = [scene.see(one, two) for _ in range(1 + MAX_FOLLOWED)]
    assert shown[-1] == (one, two)


def test_a_document_that_goes_is_missed_at_once() -> None:
    scene, one, two = Scene(), card_quad(dx=-150, size=0.5), card_quad(dx=150, size=0.5)
    scene.see(one, two)
    assert scene.see(one) == (one,)
    assert scene.see() == ()


def test_one_that_is_suddenly_elsewhere_is_looked_for() -> None:
    near, far = card_quad(dx=-180, size=0.4), card_quad(dx=180, size=0.4)
    looked = looks_at(Scene(), lambda number: (near if number < 7 else far,), 8)
    assert looked == [0, 1 + MAX_FOLLOWED, 7]


def test_another_feed_begins_with_a_look() -> None:
    scene = Scene()
    scene.see(card_quad())
    scene.sight.reset()
    assert looks_at(scene, lambda number: (card_quad(),), 1) == [0]
