"""The one message that is shown at a time, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

# BlinkID keeps a message for at least this long (EXPERIENCE): shorter ones cannot be read.
HOLD_S = 1.5


class Guidance(StrEnum):
    """Messages in the order of their importance; the first that applies is shown."""

    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NO_DOCUMENT = "no_document"
    CUT_OFF = "cut_off"
    MOVE_CLOSER = "move_closer"
    MOVE_BACK = "move_back"
    TILT = "tilt"
    GLARE = "glare"
    BLUR = "blur"
    NEXT_DOCUMENT = "next_document"  # this one was captured already
    ANOTHER_HERE = "another_here"  # … or, after a while, one like it: the shutter takes it
    USE_SHUTTER = "use_shutter"  # it takes too long: the shutter works at any time
    HOLD_STILL = "hold_still"
    CAPTURING = "capturing"  # steady, the ring is filling


ORDER = tuple(Guidance)
# What must not be waited for: it follows what the person sees at once.
IMMEDIATE = {Guidance.CAPTURING, Guidance.NEXT_DOCUMENT}


def most_important(messages: Iterable[Guidance]) -> Guidance:
    """The first of the messages in ORDER. Raises ValueError where there are none."""
    return min(messages, key=ORDER.index)


class Announcer:
    """Keeps each message for HOLD_S, so that it can be read before the next one comes."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._shown: Guidance | None = None
        self._since_s = 0.0

    def show(self, message: Guidance, at_s: float) -> Guidance:
        """What to show at a time (monotonic, s) at which `message` is what applies."""
        kept = self._shown is not None and at_s - self._since_s < self._hold_s
        if message is self._shown or (kept and message not in IMMEDIATE):
            return self._shown or message
        self._shown, self._since_s = message, at_s
        return message
