from __future__ import annotations

from collections.abc import Callable

import pytest

from app.capture.guidance import HOLD_S, Guidance
from app.capture.moment import MIN_INFERENCES, STEADY_S, Shot
from app.capture.patience import PATIENCE_S
from app.capture.pipeline import Observation, Pipeline
from app.capture.place import REARM_S
from app.capture.sight import Sight
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, frame

FPS = 20.0


def run(
    place: Callable[[float], Quad | None],
    seconds: float,
    *,
    auto_capture: bool = True,
    fps: float = FPS,
    blur: Callable[[float], float] = lambda at_s: 0.0,
    pipeline: Pipeline | None = None,
    from_s: float = 0.0,
) -> list[Observation]:
    """Observes a card that is at place(time)."""
    seen: list[Observation] = []
    quad: Quad | None = None
    detector = FakeDetector(lambda image: (found(quad),) if quad is not None else ())
    observer = pipeline or Pipeline(detector.detect, auto_capture=auto_capture)
    observer._sight = Sight(detector.detect, detector.follow)
    for number in range(round(from_s * fps), round((from_s + seconds) * fps)):
        quad = place(number / fps)
        seen.append(observer.observe(frame(number, quad, fps, blur_px=blur(number / fps))))
    return seen


def shots(seen: list[Observation]) -> list[Observation]:
    return [each for each in seen if each.capture]


def test_a_card_held_still_is_captured_once_after_the_steady_time() -> None:
    taken = shots(run(lambda at_s: card_quad(), 6))
    assert len(taken) == 1
    assert STEADY_S <= taken[0].frame.captured_at_s < STEADY_S + 2 / FPS


def test_progress_rises_to_one() -> None:
    progress = [each.stable_progress for each in run(lambda at_s: card_quad(), STEADY_S + 0.01)]
    assert progress == sorted(progress)
    assert progress[0] < 0.3
    assert progress[-1] > 0.9


def test_a_slow_detector_still_needs_five_inferences() -> None:
    seen = run(lambda at_s: card_quad(), 3, fps=2.5)
    assert [each.capture for each in seen].index(True) == MIN_INFERENCES - 1


def test_a_moving_card_is_not_captured() -> None:
    assert not shots(run(lambda at_s: card_quad(dx=-100 + 60 * at_s), 3))


def test_a_slow_drift_is_no_steadiness_either() -> None:
    # 15 px in the steady time is beyond 1 % of the diagonal, though each step is tiny.
    assert not shots(run(lambda at_s: card_quad(dx=-40 + 15 * at_s / STEADY_S), 4))


def test_switched_off_it_never_captures_and_still_shows_the_outline() -> None:
    seen = run(lambda at_s: card_quad(), 3, auto_capture=False)
    assert not shots(seen)
    assert all(each.quad is not None for each in seen)
    assert seen[-1].guidance is Guidance.USE_SHUTTER
    moving = run(lambda at_s: card_quad(dx=-100 + 180 * at_s), 1.1, auto_capture=False)
    assert {each.guidance for each in moving} == {Guidance.HOLD_STILL}


def test_the_sharpest_frame_of_the_moment_is_kept_with_its_own_outline() -> None:
    taken = shots(run(lambda at_s: card_quad(), 1.5, blur=lambda at_s: 0.0 if at_s == 0.4 else 1.0))
    shot = taken[0].shot
    assert shot is not None
    assert shot.frame.captured_at_s == 0.4
    assert shot.quad is not None
    assert shot.quad.jaccard(card_quad()) > 0.99


def test_it_is_armed_again_only_once_the_document_was_away() -> None:
    def place(at_s: float) -> Quad | None:
        return None if 2.0 <= at_s < 2.0 + away_s else card_quad()

    away_s = 0.2
    assert len(shots(run(place, 5))) == 1
    away_s = REARM_S + 0.5
    assert len(shots(run(place, 5))) == 2


def test_another_place_is_another_document() -> None:
    near, far = card_quad(dx=-150, size=0.75), card_quad(dx=150, size=0.75)
    assert len(shots(run(lambda at_s: near if at_s < 2 else far, 5))) == 2


def test_a_blurred_card_is_not_captured_by_itself_but_the_shutter_is_offered() -> None:
    seen = run(lambda at_s: card_quad(), 20, blur=lambda at_s: 6.0, fps=5)
    assert not shots(seen)
    before = {each.guidance for each in seen if each.frame.captured_at_s <= PATIENCE_S}
    assert before == {Guidance.BLUR}
    after = {each.guidance for each in seen if each.frame.captured_at_s > PATIENCE_S}
    assert after == {Guidance.USE_SHUTTER, Guidance.BLUR}  # in turns
    assert seen[-1].as_shot().quad is not None


def test_an_outline_that_flickers_brings_the_shutter_s_offer_too() -> None:
    def place(at_s: float) -> Quad | None:
        return None if at_s % 2 > 1.2 else card_quad()

    seen = run(place, PATIENCE_S + 3, blur=lambda at_s: 6.0, fps=10)
    assert Guidance.USE_SHUTTER in {each.guidance for each in seen}


def test_a_hand_that_shakes_is_offered_the_shutter_too() -> None:
    seen = run(lambda at_s: card_quad(dx=20 * (round(at_s * 10) % 2)), PATIENCE_S + 2, fps=10)
    assert not shots(seen)
    assert Guidance.USE_SHUTTER in {each.guidance for each in seen}


def test_what_lies_where_the_last_one_was_taken_is_offered_the_shutter_in_turns() -> None:
    seen = run(lambda at_s: card_quad(), STEADY_S + PATIENCE_S + 7, fps=10)
    assert len(shots(seen)) == 1
    late = STEADY_S + PATIENCE_S + 0.5
    before = {s.guidance for s in seen if STEADY_S + HOLD_S < s.frame.captured_at_s < late - 1}
    assert before == {Guidance.NEXT_DOCUMENT}
    after = {each.guidance for each in seen if each.frame.captured_at_s > late}
    assert after == {Guidance.NEXT_DOCUMENT, Guidance.ANOTHER_HERE}


def test_a_document_that_was_gone_gets_its_own_ten_seconds() -> None:
    def place(at_s: float) -> Quad | None:
        return None if 5 <= at_s < 9 else card_quad()

    seen = run(place, 9 + PATIENCE_S, blur=lambda at_s: 6.0, fps=5)
    assert Guidance.USE_SHUTTER not in {each.guidance for each in seen}


def test_the_next_document_gets_its_own_ten_seconds_however_soon_it_comes() -> None:
    next_s = 8.0

    def place(at_s: float) -> Quad | None:
        return None if next_s - 1 <= at_s < next_s else card_quad()

    seen = run(place, next_s + PATIENCE_S - 1, blur=lambda s: 6.0 if s >= next_s else 0.0, fps=5)
    assert len(shots(seen)) == 1
    assert Guidance.USE_SHUTTER not in {each.guidance for each in seen}


def test_the_shutter_is_not_offered_where_it_is_about_to_be_pressed() -> None:
    still_s = PATIENCE_S + 1
    seen = run(
        lambda at_s: card_quad(dx=20 * (round(at_s * 10) % 2) * (at_s < still_s)), 13, fps=10
    )
    (taken,) = shots(seen)
    before = [each for each in seen if each.stable_progress > 0.5]
    assert before[-1] is taken
    assert {each.guidance for each in before} == {Guidance.CAPTURING}


def test_a_retake_begins_a_steady_moment_of_its_own() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    run(lambda at_s: card_quad(), STEADY_S - 0.1, pipeline=pipeline)
    pipeline.restart()
    (taken,) = shots(run(lambda at_s: card_quad(), 2, pipeline=pipeline, from_s=1))
    assert taken.shot is not None
    assert taken.shot.frame.captured_at_s >= 1
    assert taken.frame.captured_at_s >= 1 + STEADY_S


def test_a_steady_moment_that_nobody_saw_the_whole_of_does_not_count() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    run(lambda at_s: card_quad(), STEADY_S - 0.1, pipeline=pipeline)
    pipeline.interrupt()  # a page was looked at for a minute
    taken = shots(run(lambda at_s: card_quad(), 2, pipeline=pipeline, from_s=60))
    assert len(taken) == 1
    assert taken[0].shot is not None
    assert taken[0].shot.frame.captured_at_s >= 60
    assert taken[0].frame.captured_at_s >= 60 + STEADY_S


def test_switched_on_it_begins_a_steady_moment_of_its_own() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    run(lambda at_s: card_quad(), STEADY_S - 0.1, pipeline=pipeline)
    pipeline.set_auto_capture(enabled=False)
    assert not shots(run(lambda at_s: card_quad(), 3, pipeline=pipeline, from_s=1))
    pipeline.set_auto_capture(enabled=True)
    taken = shots(run(lambda at_s: card_quad(), 2, pipeline=pipeline, from_s=4))
    assert len(taken) == 1
    assert taken[0].shot is not None
    assert taken[0].shot.frame.captured_at_s >= 4


def test_after_the_shutter_the_same_document_is_not_captured_again() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    run(lambda at_s: card_quad(), 0.3, pipeline=pipeline)
    pipeline.taken(Shot(frame(6, card_quad()), card_quad()))
    seen = run(lambda at_s: card_quad(), 3, pipeline=pipeline, from_s=0.3)
    assert not shots(seen)
    assert seen[-1].guidance is Guidance.NEXT_DOCUMENT
    pipeline.restart()
    assert len(shots(run(lambda at_s: card_quad(), 3, pipeline=pipeline, from_s=4))) == 1


def test_another_feed_begins_without_what_was_seen_in_the_last_one() -> None:
    card = found(card_quad())
    detector = FakeDetector(lambda image: (card,) if detector.calls == 1 else ())
    pipeline = Pipeline(detector.detect, follow=lambda image, before: before)
    for number in range(3):
        assert pipeline.observe(frame(number, card.quad)).quad is not None
    assert detector.calls == 1
    pipeline.restart()
    assert pipeline.observe(frame(3)).quad is None
    assert detector.calls == 2


def test_every_document_of_a_frame_is_observed() -> None:
    two = (found(card_quad(dx=-160, size=0.5), 0.7), found(card_quad(dx=160, size=0.5), 0.9))
    seen = Pipeline(FakeDetector(lambda image: two).detect).observe(frame(0))
    assert seen.detections == two
    assert seen.quad == two[1].quad
    assert seen.score == 0.9


def test_a_trembling_hand_reads_hold_still_and_nothing_else() -> None:
    # It rests for a few frames at a time: progress begins and is lost again.
    seen = run(lambda at_s: card_quad(dx=12 * (round(at_s * 20) // 3 % 2)), 6)
    assert any(each.stable_progress > 0 for each in seen)
    assert {each.guidance for each in seen} == {Guidance.HOLD_STILL}


def test_by_the_shutter_alone_it_is_told_what_was_taken_and_that_the_next_one_is_not() -> None:
    pipeline = Pipeline(FakeDetector().detect, auto_capture=False)
    run(lambda at_s: card_quad(), 2, pipeline=pipeline, auto_capture=False)
    pipeline.taken(Shot(frame(39, card_quad()), card_quad()))
    lies = run(lambda at_s: card_quad(), 3, pipeline=pipeline, from_s=2)
    assert not shots(lies)
    assert {each.guidance for each in lies} == {Guidance.NEXT_DOCUMENT}
    run(lambda at_s: None, 3, pipeline=pipeline, from_s=5)
    following = run(lambda at_s: card_quad(), 3, pipeline=pipeline, from_s=8)
    assert not shots(following)
    assert following[-1].guidance is Guidance.USE_SHUTTER


@pytest.mark.parametrize("gone_s", [1.0, 1.5])
@pytest.mark.parametrize("fps", [8.0, 20.0])
def test_another_document_is_tried_anew_though_the_last_was_offered(
    gone_s: float, fps: float
) -> None:
    away_s = PATIENCE_S + 1.0

    def place(at_s: float) -> Quad | None:
        return None if away_s <= at_s < away_s + gone_s else card_quad()

    seen = run(place, away_s + gone_s + PATIENCE_S - 1, blur=lambda at_s: 6.0, fps=fps)
    offered = [s.frame.captured_at_s for s in seen if s.guidance is Guidance.USE_SHUTTER]
    assert min(offered) > PATIENCE_S
    assert max(offered) < away_s + HOLD_S + 0.2


def test_a_document_in_another_place_is_tried_anew_at_once() -> None:
    near, far = card_quad(dx=-150, size=0.75), card_quad(dx=150, size=0.75)
    away_s = PATIENCE_S + 1.0
    seen = run(
        lambda at_s: near if at_s < away_s else far,
        away_s + PATIENCE_S - 1,
        blur=lambda at_s: 6.0,
        fps=10,
    )
    late = {s.guidance for s in seen if s.frame.captured_at_s > away_s + HOLD_S}
    assert late == {Guidance.BLUR}
