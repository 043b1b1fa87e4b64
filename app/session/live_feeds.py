"""The live side of the session with the screen as one more feed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session.live import Live
from app.workers.detection import SharedDetector
from app.workers.joining import Patience
from app.workers.screen import ScreenFeed
from detector.quad import Quad


class LiveFeeds(Live):
    """As Live: one feed at a time, camera, film or screen.

    Signals: Live's, and screen_failed(kind, reason); kinds as ScreenFeed's.
    """

    screen_failed = Signal(str, str)

    def __init__(self, detector: SharedDetector, parent: QObject | None = None) -> None:
        super().__init__(detector, parent)
        self.screen = ScreenFeed(self._outlet, self)
        self.screen.opened.connect(self._on_opened)
        self.screen.failed.connect(self.screen_failed)

    def start_screen(self, screen_id: str) -> None:
        """Watches a screen, by its id."""
        self._begin()
        self.screen.open(screen_id)

    def release(self, quad: Quad | None = None) -> None:
        """What was captured last, or what lies at this place, may be captured again; the rest is
        not."""
        self._detection.release(quad)

    def lose(self) -> None:
        """Nothing comes of the feed until it is opened again: what it showed last is neither
        taken nor told of any more."""
        self._rest("lost", on=True)
        self._observation = self._frame = None

    def ask_to_stop(self) -> None:
        """As Live's."""
        super().ask_to_stop()
        self.screen.ask_to_stop()

    def close(self, patience: Patience) -> bool:
        """As Live's."""
        ended = super().close(patience)
        return self.screen.stop(patience.left_ms) and ended

    def _end_feed(self) -> None:
        super()._end_feed()
        self._rests.discard("lost")  # of the feed that ends; who calls says how it goes on
        self.screen.close()

    @Slot(str)
    def _on_opened(self, source: str) -> None:
        if "lost" in self._rests:
            self._rest("lost", on=False)
        super()._on_opened(source)
