"""One measurement in a process of its own: the real window, the real session."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.application import build_application
from app.bench.machine import peak_rss_mb, queued_ms, rss_mb
from app.capture.pipeline import Observation
from app.document.swap import swap
from app.session import Session

SETTLE_S = 3.0  # the detector is loaded and everything is painted by then
PATIENCE_S = 60.0

Figures = dict[str, float]


class PaintWatch(QObject):
    """Calls `painted` once a paint event of a widget was handled."""

    def __init__(self, widget: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(widget)
        self._painted = painted
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's hook."""
        if event.type() == QEvent.Type.Paint:
            # the filter runs before the widget paints; the next turn of the loop comes after
            QTimer.singleShot(0, self._painted)
        return False


class StallWatch(QObject):
    """Longest time between two turns of the GUI thread's event loop, ms.

    own_ms : the longest without the time in which the thread could have run but other programs had
    the cores; the same as longest_ms where the system does not tell. Made on the GUI thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = self.own_ms = 0.0
        self._clock = QElapsedTimer()
        self._queued_ms = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begins anew."""
        self.longest_ms = self.own_ms = 0.0
        self._queued_ms = queued_ms()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """Ends; longest_ms stays."""
        self._timer.stop()

    def _tick(self) -> None:
        took_ms, before_ms = self._clock.nsecsElapsed() / 1e6, self._queued_ms
        self._queued_ms = queued_ms()
        self.longest_ms = max(self.longest_ms, took_ms)
        self.own_ms = max(self.own_ms, took_ms - (self._queued_ms - before_ms))
        self._clock.restart()


class Trial:
    """The window, opened; the clock runs from `began_s` (time.monotonic() of the parent).

    folder : of settings of its own, on any system.
    """

    def __init__(self, began_s: float, folder: Path) -> None:
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.application, self.window = build_application(["rectoscan"], store)
        self.session.recovery.recover_in(folder / "unsaved")  # as the program does
        swap.lie_in(folder)
        shown_s: list[float] = []
        PaintWatch(self.window, lambda: shown_s.append(time.monotonic()))
        self.window.show()
        self.wait_for(lambda: bool(shown_s))
        self.painted_s = time.monotonic() - began_s

    @property
    def session(self) -> Session:
        """The window's session."""
        return self.window.session

    def wait(self, seconds: float) -> None:
        """Lets the event loop run, as it does when a person looks on."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def wait_for(self, done: Callable[[], bool]) -> None:
        """Lets the event loop run until `done`; TimeoutError after PATIENCE_S."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"expected within {PATIENCE_S:.0f} s, did not come")

    def close(self) -> None:
        """Closes the window and joins the threads."""
        self.window.closing.leave()
        self.application.processEvents()


def measure_start(began_s: float, folder: Path) -> Figures:
    """Start until the window is painted; memory when idle. folder : as Trial's."""
    trial = Trial(began_s, folder)
    trial.wait(SETTLE_S)
    figures = {"painted_ms": trial.painted_s * 1000, "idle_mb": rss_mb()}
    trial.close()
    return figures


class LiveCount:
    """Counts what a live feed does, from `start` on."""

    def __init__(self, trial: Trial) -> None:
        self.frames = self.paints = self.detections = 0
        self.lags_ms: list[float] = []
        self._waiting: Observation | None = None
        self._fresh = False
        self._trial = trial
        trial.session.capturing.preview_changed.connect(self._take_frame)
        trial.session.capturing.observed.connect(self._take_observation)
        PaintWatch(trial.window.stage.viewfinder, self._take_paint)

    def reset(self) -> None:
        """Forgets what was counted so far."""
        self.frames = self.paints = self.detections = 0
        self.lags_ms.clear()

    def _take_frame(self, _picture: object) -> None:
        self.frames += 1
        self._fresh = True

    def _take_observation(self, observation: Observation) -> None:
        self.detections += 1
        self._waiting = observation

    def _take_paint(self) -> None:
        self.paints += self._fresh
        self._fresh = False
        if self._waiting is not None:
            lag_s = time.monotonic() - self._waiting.frame.captured_at_s
            self.lags_ms.append(lag_s * 1000)
            self._waiting = None


def measure_live(began_s: float, clip: Path, seconds: float) -> Figures:
    """A 1080p clip as a live feed: rates, lag, stalls, memory."""
    trial = Trial(began_s, clip.parent)
    trial.session.capturing.set_auto_capture(False)
    count, stall = LiveCount(trial), StallWatch()
    trial.wait(1.0)
    trial.session.sources.start_video(clip)
    trial.wait_for(lambda: count.detections > 0 and count.frames > 0)
    trial.wait(1.0)
    count.reset()
    stall.start()
    from_s = time.monotonic()
    trial.wait(seconds)
    took_s = time.monotonic() - from_s
    stall.stop()
    figures = _live_figures(count, took_s) | {
        "stall_ms": stall.longest_ms,
        "own_stall_ms": stall.own_ms,
        "peak_mb": peak_rss_mb(),
    }
    trial.session.sources.stop_live()
    trial.close()
    return figures


def _live_figures(count: LiveCount, took_s: float) -> Figures:
    lags_ms = sorted(count.lags_ms) or [float("nan")]
    return {
        "shown_per_s": count.paints / took_s,
        "detected_per_s": count.detections / took_s,
        "lag_median_ms": lags_ms[len(lags_ms) // 2],
        "lag_p95_ms": lags_ms[int(len(lags_ms) * 0.95)],
    }


def measure_photo(began_s: float, photo: Path, times: int) -> Figures:
    """A 12 MP JPEG from open to its corrected page, the median of `times`."""
    trial = Trial(began_s, photo.parent)
    rendered: list[float] = []
    trial.session.drawing.page_rendered.connect(lambda *_: rendered.append(time.monotonic()))
    trial.wait(SETTLE_S)
    took_ms = []
    for _ in range(times):
        rendered.clear()
        from_s = time.monotonic()
        trial.session.opening.open_paths([photo])
        trial.wait_for(lambda: bool(rendered))
        took_ms.append((rendered[0] - from_s) * 1000)
        trial.wait(0.5)
    trial.close()
    return {"page_ms": sorted(took_ms)[times // 2], "peak_mb": peak_rss_mb()}
