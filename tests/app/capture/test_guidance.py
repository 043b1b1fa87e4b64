"""One message at a time: which, and for how long."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from app.capture.guidance import HOLD_S, Announcer, Guidance, most_important

FPS = 20.0


def test_a_message_stays_for_as_long_as_it_takes_to_read() -> None:
    announcer = Announcer()
    assert announcer.show(Guidance.GLARE, 0.0) is Guidance.GLARE
    assert announcer.show(Guidance.BLUR, HOLD_S - 0.1) is Guidance.GLARE
    assert announcer.show(Guidance.BLUR, HOLD_S) is Guidance.BLUR


def test_what_hides_the_rest_is_said_first() -> None:
    in_order = (
        (Guidance.TOO_DARK, Guidance.TOO_BRIGHT),
        (Guidance.NO_DOCUMENT,),
        (Guidance.CUT_OFF,),
        (Guidance.MOVE_CLOSER, Guidance.MOVE_BACK),
        (Guidance.TILT,),
        (Guidance.GLARE,),
        (Guidance.BLUR,),
        (Guidance.HOLD_STILL,),
    )
    for sooner, later in pairwise(in_order):
        assert all(most_important(each) is each[1] for each in product(later, sooner))


def lines(*messages: Guidance, interval_s: float = 1 / FPS) -> list[tuple[float, Guidance]]:
    """What is shown of one message a frame: since when, and what."""
    announcer, told = Announcer(), []
    for number, message in enumerate(messages):
        at_s = number * interval_s
        shown = announcer.show(message, at_s)
        if not told or told[-1][1] is not shown:
            told.append((at_s, shown))
    return told


@pytest.mark.parametrize("problem", [Guidance.GLARE, Guidance.BLUR, Guidance.TOO_BRIGHT])
@pytest.mark.parametrize("away", [Guidance.HOLD_STILL, Guidance.CAPTURING])
@pytest.mark.parametrize("turns_s", [0.1, 0.3, 0.6, 1.0])
def test_what_comes_and_goes_makes_no_line_that_alternates(
    problem: Guidance, away: Guidance, turns_s: float
) -> None:
    frames = round(turns_s * FPS)
    told = lines(*([problem] * frames + [away] * frames) * round(12 / turns_s / 2))
    settled = [each for each in told if each[0] > 2 * turns_s + HOLD_S]
    assert len(settled) <= 1
    assert told[-1][1] is problem


def test_a_problem_that_is_mended_once_gives_way_as_soon_as_it_was_read() -> None:
    told = lines(*[Guidance.GLARE] * 40, *[Guidance.HOLD_STILL] * 4, *[Guidance.CAPTURING] * 20)
    assert [at_s for at_s, _ in told] == [0.0, 40 / FPS, 44 / FPS]


def test_a_flicker_that_has_ended_is_not_spoken_of_any_longer() -> None:
    flicker = [Guidance.GLARE, Guidance.HOLD_STILL] * 30
    told = lines(*flicker, *[Guidance.CAPTURING] * 60)
    assert told[-1][1] is Guidance.CAPTURING
    assert told[-1][0] <= 60 / FPS + HOLD_S


def test_a_capture_is_told_at_once_whatever_flickers() -> None:
    told = lines(*[Guidance.GLARE, Guidance.HOLD_STILL] * 30, Guidance.NEXT_DOCUMENT)
    assert told[-1] == (60 / FPS, Guidance.NEXT_DOCUMENT)


def test_a_ring_that_begins_anew_all_the_time_makes_no_line_that_alternates() -> None:
    told = lines(*([Guidance.HOLD_STILL] * 8 + [Guidance.CAPTURING] * 6) * 20)
    assert len(told) <= 3
