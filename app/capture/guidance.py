"""The one message that is shown at a time, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

# BlinkID keeps a message for at least this long as well: a shorter one cannot be read.
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
# What a lamp on the mains makes come and go from frame to frame, or a hand that trembles.
FLICKERING = {
    Guidance.TOO_DARK,
    Guidance.TOO_BRIGHT,
    Guidance.MOVE_CLOSER,
    Guidance.TILT,
    Guidance.GLARE,
    Guidance.BLUR,
}


def most_important(messages: Iterable[Guidance]) -> Guidance:
    """The first of the messages in ORDER. Raises ValueError where there are none."""
    return min(messages, key=ORDER.index)


class Announcer:
    """Keeps each message for HOLD_S, so that it can be read before the next one comes; what comes
    and goes in turns, as glare in light that flickers, until it has been away for as long."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._shown: Guidance | None = None
        self._since_s = 0.0
        self._last: Guidance | None = None  # what applied last
        self._true_s: dict[Guidance, float] = {}  # when each did last
        self._flickering: set[Guidance] = set()  # what was back within hold_s

    def show(self, message: Guidance, at_s: float) -> Guidance:
        """What to show at a time (monotonic, s) at which `message` is what applies."""
        if message is not self._last:
            back = {message} if self._recent(message, at_s) else set()
            self._flickering = self._flickering - {message} | back
        self._last, self._true_s[message] = message, at_s
        kept = self._shown is not None and at_s - self._since_s < self._hold_s
        kept = kept and message not in IMMEDIATE
        if message is self._shown or kept or self._flickers(message, at_s):
            return self._shown or message
        self._shown, self._since_s = message, at_s
        return message

    def _recent(self, message: Guidance, at_s: float) -> bool:
        return message in self._true_s and at_s - self._true_s[message] < self._hold_s

    def _flickers(self, message: Guidance, at_s: float) -> bool:
        """Whether what is shown comes and goes, and says more than the message that came now."""
        shown = self._shown
        if shown is None or shown not in self._flickering or not self._recent(shown, at_s):
            return False
        if shown is Guidance.CAPTURING:  # which asks for the same, in other words
            return message is Guidance.HOLD_STILL
        less = ORDER.index(message) > ORDER.index(shown) and message is not Guidance.NEXT_DOCUMENT
        return shown in FLICKERING and less
