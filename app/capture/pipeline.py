"""observe(frame) → Observation: detect, track, assess, decide. Runs in one worker thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.capture.autocapture import AutoCapture, Decision
from app.capture.guidance import Announcer, Guidance, most_important
from app.capture.moment import Shot
from app.capture.quality import Quality, judged
from app.capture.sight import Sight
from app.capture.tracker import STEADY_SHARE, Track, Tracker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.capture.frame import Frame
    from app.capture.sight import Follow
    from detector.detection import Detection
    from detector.quad import Quad

# A hand that trembles begins many a steady moment, which ends at once: that it is kept still is
# said of one that has come so far, 0 to 1.
CAPTURING_PROGRESS = 0.25


class Detects(Protocol):
    """Whatever finds documents: detector.runtime.Detector, or a test's stand-in."""

    def detect(
        self,
        image: NDArray[np.uint8],
        threshold: float | None = None,
        /,
        *,
        refined: bool = True,
        upright: bool = True,
    ) -> Sequence[Detection]:
        """Detections in a uint8 (H, W, 3) BGR picture, best first; empty where there are none.

        threshold : their lowest score; by default they are documents in all likelihood. refined :
        whether to put the corners right. upright : whether to read which way up they are.
        """

    def follow(
        self, image: NDArray[np.uint8], before: Sequence[Detection], /
    ) -> Sequence[Detection] | None:
        """The detections of the last frame in this one; None where detect has to tell. image : as
        of detect. before : the last frame's."""


@dataclass(frozen=True, eq=False)
class Observation:
    """What is known about one frame.

    detections : all documents, best first. quad : the outline followed, px of frame.image, None
    where there is none; score : of its detection, 0 to 1. stable_progress : 0 to 1, the ring.
    guidance : the message to show. shot : set once, when auto-capture keeps a frame (maybe an
    earlier, sharper one). detect_ms : time the detector took.
    """

    frame: Frame
    detections: tuple[Detection, ...]
    quad: Quad | None
    score: float
    stable_progress: float
    guidance: Guidance
    quality: Quality
    detect_ms: float
    shot: Shot | None = None
    detection: Detection | None = None

    @property
    def capture(self) -> bool:
        """Whether auto-capture took a shot with this frame."""
        return self.shot is not None

    def as_shot(self) -> Shot:
        """The very frame and outline that are shown, for the shutter."""
        return Shot(self.frame, self.quad, self.detection)


class Pipeline:
    """Keeps the state of one live feed.

    detect : as Detects.detect, thread-safe or ours alone; need not read which way up documents are.
    follow : as Detects.follow, where that is sooner.
    """

    def __init__(
        self,
        detect: Callable[[NDArray[np.uint8]], Sequence[Detection]],
        *,
        follow: Follow | None = None,
        auto_capture: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._auto_capture = auto_capture
        self._sight = Sight(detect, follow or _never)
        self._clock = clock
        self._tracker = Tracker()
        self._auto = AutoCapture()
        self._announcer = Announcer()

    def observe(self, frame: Frame) -> Observation:
        """The observation of a frame; frames come in the order of their time."""
        began_s = self._clock()
        detections = self._sight.see(frame.image)
        detect_ms = (self._clock() - began_s) * 1000
        track = self._follow(frame, detections)
        found, quad = (track.detection, track.quad) if track else (None, None)
        quality = judged(frame, found, quad)
        others = [each for each in detections if each is not found]
        decision = self._auto.decide(frame, track, quality, others, by_itself=self.auto_capture)
        message = most_important(_messages(track, quality, decision, self.auto_capture))
        return Observation(
            frame=frame,
            detections=detections,
            quad=quad,
            score=found.score if found else 0.0,
            stable_progress=decision.progress,
            guidance=self._announcer.show(message, frame.captured_at_s),
            quality=quality,
            detect_ms=detect_ms,
            shot=decision.shot,
            detection=found,
        )

    @property
    def auto_capture(self) -> bool:
        """Whether steady documents are captured by themselves."""
        return self._auto_capture

    def set_auto_capture(self, *, enabled: bool) -> None:
        """Switches the automatic shutter; a moment ends with it, and none from before counts."""
        if enabled != self._auto_capture:
            self._auto.interrupt()
        self._auto_capture = enabled

    def set_combined(self, *, enabled: bool) -> None:
        """Whether a capture gets the other looks of its steady moment."""
        self._auto.set_combined(enabled=enabled)

    def interrupt(self) -> None:
        """Tells that nobody looks at frames from here on, or did until now; holds none."""
        self._auto.interrupt()

    def taken(self, shot: Shot) -> None:
        """Tells that the shutter was used."""
        self._auto.taken(shot.quad, shot.frame)

    def release(self, quad: Quad | None = None) -> None:
        """Tells that what was taken last, or what lies at this place, may be taken again."""
        self._auto.release(quad)

    def retake(self) -> None:
        """Tells that what the shutter took last is not wanted."""
        self._auto.retake()

    def restart(self) -> None:
        """Starts anew, as with another feed."""
        self._sight.reset()
        self._tracker.reset()
        self._auto.reset()

    def _follow(self, frame: Frame, detections: Sequence[Detection]) -> Track | None:
        return self._tracker.follow(
            detections,
            frame.width,
            frame.height,
            frame.captured_at_s,
            taken=self._auto.taken_places,
            wanted=self._auto.wanted,
        )


def _never(_image: NDArray[np.uint8], _before: Sequence[Detection]) -> None:
    """Follows nothing: every frame is looked at."""


def _messages(
    track: Track | None, quality: Quality, decision: Decision, auto_capture: bool
) -> list[Guidance]:
    messages = list(quality.problems)
    if track is None:
        return messages
    if decision.taken and decision.unlike and not decision.offer:
        return messages or [Guidance.HOLD_STILL]
    if decision.taken:
        return [Guidance.ANOTHER_HERE if decision.offer else Guidance.NEXT_DOCUMENT]
    if decision.offer:
        return [Guidance.USE_SHUTTER]
    steady = (
        decision.progress >= CAPTURING_PROGRESS if auto_capture else track.movement <= STEADY_SHARE
    )
    if not steady:
        messages.append(Guidance.HOLD_STILL)
    else:
        messages.append(Guidance.CAPTURING if auto_capture else Guidance.USE_SHUTTER)
    return messages
