"""The detection thread, and the one detector that it shares with the jobs."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from app.capture.frame import Frame
from app.capture.fused import fused
from app.capture.mailbox import Mailbox
from app.capture.moment import Shot
from app.capture.pipeline import Detects, Observation, Pipeline
from app.capture.second_look import second_look
from app.workers.joining import JOIN_MS, join
from app.workers.offer import found_or_offered, with_offer
from detector.detection import Detection
from detector.errors import ENGINE_FAULTS, DetectorError, not_loaded
from detector.quad import Quad

log = logging.getLogger(__name__)

LoadDetector = Callable[[str], Detects]


def load_detector(device: str) -> Detects:
    """The shipped detector on "auto", "cpu" or "cuda". Raises DetectorError, and ENGINE_FAULTS
    where the machine lacks what the engine needs."""
    # Imported here: onnxruntime takes a while, and this runs in a thread.
    from detector.runtime import Detector

    return Detector.load(device=cast('Literal["auto", "cpu", "cuda"]', device))


class SharedDetector:
    """Loads the detector when it is first needed, once, in whichever thread that is."""

    def __init__(self, load: LoadDetector, device: str = "auto") -> None:
        self._load = load
        self._device = device
        self._lock = threading.Lock()
        self._detector: Detects | None = None
        self._fault: DetectorError | None = None

    def get(self) -> Detects:
        """The detector; waits while another thread loads it. Raises DetectorError, the same one
        until use(): each of many pictures would wait for a load that fails."""
        with self._lock:
            if self._fault is not None:
                raise self._fault
            if self._detector is None:
                try:
                    self._detector = self._load(self._device)
                except DetectorError as error:
                    self._fault = error
                    raise
                except ENGINE_FAULTS as error:
                    self._fault = not_loaded(error)
                    raise self._fault from error
            return self._detector

    def detect(self, image: NDArray[np.uint8]) -> Sequence[Detection]:
        """As Detector.detect; raises DetectorError also where loading fails."""
        return self.get().detect(image)

    def offer(self, image: NDArray[np.uint8]) -> Sequence[Detection]:
        """As found_or_offered(); raises DetectorError also where loading fails."""
        return found_or_offered(self.get(), image)

    def looked_at(self, shot: Shot) -> Shot:
        """A shot, looked at closely: as second_look() or, of one without an outline, with_offer();
        raises DetectorError also where loading fails."""
        # Not both: what was never shown must not become sure by a second look.
        return with_offer(shot, self.get()) if shot.quad is None else second_look(shot, self.detect)

    def outline(self, image: NDArray[np.uint8]) -> Sequence[Detection]:
        """As detect(), sooner: not read is which way up documents are."""
        return self.get().detect(image, upright=False)

    def follow(
        self, image: NDArray[np.uint8], before: Sequence[Detection]
    ) -> Sequence[Detection] | None:
        """As outline(), sooner still: only where the documents of the last frame were."""
        return self.get().follow(image, before)

    def use(self, device: str) -> None:
        """Loads anew, for another device, at the next use."""
        with self._lock:
            self._device, self._detector, self._fault = device, None, None

    @property
    def loaded(self) -> bool:
        """Whether detect() would start at once."""
        return self._detector is not None

    @property
    def title(self) -> str:
        """ "CPU · ONNX Runtime", or "" while nothing is loaded."""
        detector: Any = self._detector
        if detector is None:
            return ""
        parts = (getattr(detector, "device", ""), getattr(detector, "engine", ""))
        return " · ".join(part for part in parts if part)

    @property
    def notice(self) -> str:
        """Why it does not run where it was asked to; "" where it does."""
        return str(getattr(self._detector, "notice", ""))


class DetectionThread(QThread):
    """Observes the newest frame, again and again. Signals come from this thread.

    Signals: engine_loaded(title), "" while another one is loaded, engine_failed(reason),
    engine_replaced(reason) where another device took over, observed_ready() when the outbox was
    empty, shot_taken(Shot) for each capture, automatic (after the observation that has it) or asked
    for by take(), caught_up() as catch_up() asks.
    """

    engine_loaded = Signal(str)
    engine_failed = Signal(str)
    engine_replaced = Signal(str)
    observed_ready = Signal()
    shot_taken = Signal(object)
    caught_up = Signal()

    def __init__(self, detector: SharedDetector, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detection")
        self.inbox: Mailbox[Frame] = Mailbox()
        self.outbox: Mailbox[Observation] = Mailbox()
        self._detector = detector
        self._pipeline = Pipeline(detector.outline, follow=detector.follow)
        # Touched from the GUI thread too: done between two frames, under the lock.
        self._lock = threading.Lock()
        self._requests: list[Callable[[], None]] = []
        self._paused = False
        self._since_s = -math.inf  # what was captured before is left alone
        self._failing = False  # the last frame could not be looked at
        self._told = ""  # the notice that was given last

    def set_auto_capture(self, enabled: bool, *, combined: bool = True) -> None:
        """From any thread; in force from the next frame on. combined : see Pipeline."""
        self._request(lambda: self._pipeline.set_combined(enabled=combined))
        self._request(lambda: self._pipeline.set_auto_capture(enabled=enabled))

    def restart(self) -> None:
        """From any thread: forgets what was tracked and taken."""
        self._request(self._pipeline.restart)

    def release(self, quad: Quad | None = None) -> None:
        """From any thread: see Pipeline.release."""
        self._request(lambda: self._pipeline.release(quad))

    def retake(self) -> None:
        """From any thread: what was taken last is not wanted; see Pipeline.retake."""
        self._request(self._pipeline.retake)

    def take(self, shot: Shot) -> None:
        """From any thread: keeps what is shown, with what is likely where nothing is; answers by
        shot_taken."""

        def change() -> None:
            self._pipeline.taken(shot)
            self._keep(shot)

        self._request(change)

    def catch_up(self) -> None:
        """From any thread: answers by caught_up, after all that came of frames put before."""
        # Asked for again from within: a round serves its requests before its frame.
        self._request(lambda: self._request(self.caught_up.emit))

    def set_paused(self, paused: bool) -> None:
        """From any thread: frames are thrown away while paused. As it goes on, paused or not, a
        moment begins: of what was captured before, nothing is kept."""
        at_s = time.monotonic()

        def change() -> None:
            self._paused = paused
            self._pipeline.interrupt()  # paused too: else its frames would be held until then
            if not paused:
                self._since_s = at_s

        self._request(change)

    def use_device(self, device: str) -> None:
        """From any thread: loads the detector anew, for a device (again after a failure)."""

        def change() -> None:
            self._detector.use(device)
            self.engine_loaded.emit("")
            self._load()

        self._request(change)

    def run(self) -> None:
        """The thread's body: loads the detector, then observes until stop()."""
        self._load()
        while not self.inbox.closed:
            frame = self.inbox.wait()
            self._serve_requests()
            if frame is not None and self._wanted(frame):
                self._observe(frame)

    def ask_to_stop(self) -> None:
        """Lets the thread end by itself, soon. It cannot be started again."""
        self.inbox.close()
        self.outbox.close()

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Ends the thread; False where it does not end in time. Cannot be started again."""
        self.ask_to_stop()
        return join(self, timeout_ms)

    def _request(self, change: Callable[[], None]) -> None:
        with self._lock:
            self._requests.append(change)
        self.inbox.wake()

    def _serve_requests(self) -> None:
        with self._lock:
            requests, self._requests = self._requests, []
        for change in requests:
            change()

    def _wanted(self, frame: Frame) -> bool:
        current = not self._paused and frame.captured_at_s >= self._since_s
        return current and self._detector.loaded

    def _observe(self, frame: Frame) -> None:
        try:
            observation = self._pipeline.observe(frame)
        except DetectorError as error:
            self._fall_back(error)
            return
        except Exception:  # of one frame: without this, no frame would be looked at any more
            log.exception("a frame could not be looked at")
            return
        self._failing = False
        self._tell_replaced()
        # First: to keep a shot takes a second on a slow machine, and the ring is full by now.
        if self.outbox.put(observation):
            self.observed_ready.emit()
        if observation.shot is not None:
            self._keep(observation.shot)

    def _keep(self, shot: Shot) -> None:
        try:
            shot = fused(shot)
        except Exception:  # without this, the shot and the thread would be lost
            log.exception("looks at a frame that is kept could not be combined")
            shot = replace(shot, views=())
        try:
            shot = self._detector.looked_at(shot)
        except DetectorError as error:  # kept as it was seen
            log.info("a frame that is kept could not be looked at: %s", error)
        except Exception:  # the same: without this, the shot and the thread would be lost
            log.exception("a frame that is kept could not be looked at")
        self.shot_taken.emit(shot)

    def _fall_back(self, error: DetectorError) -> None:
        """A device that fails in use (memory of a GPU) gives way to the CPU."""
        if not self._failing:  # once, not for every frame
            log.info("the detector failed: %s", error)
            self.engine_failed.emit(str(error))
        self._failing = True
        if self._detector.title.startswith("CPU"):
            return
        self._detector.use("cpu")
        self._load()

    def _load(self) -> None:
        try:
            self._detector.get()
        except DetectorError as error:
            log.info("no detector: %s", error)
            self.engine_failed.emit(str(error))
        else:
            self.engine_loaded.emit(self._detector.title)
            self._tell_replaced()

    def _tell_replaced(self) -> None:
        """Says once that, and why, another device does the work."""
        notice = self._detector.notice
        if notice and notice != self._told:
            self.engine_replaced.emit(notice)
        self._told = notice
