"""One message at a time: which, and for how long."""

from __future__ import annotations

from itertools import pairwise, product

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
