"""A film as a live feed, as the GUI thread sees it; each run of one has a thread of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.capture.frame import FrameSource
from app.workers.joining import JOIN_MS, Deadline
from app.workers.outlet import Outlet
from app.workers.play import PlayThread


class FilmFeed(QObject):
    """Plays films and clips, one at a time. A thread that was replaced may still have something to
    say: it is not listened to.

    Signals: opened(source name), failed(kind, reason), ended(whether all of it could be
    read) at the end of a film.
    """

    opened = Signal(str)
    failed = Signal(str, str)
    ended = Signal(bool)

    def __init__(self, outlet: Outlet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outlet = outlet
        self._playing: PlayThread | None = None
        self._ending: list[PlayThread] = []  # told to stop, not yet seen to end

    def open(self, source: FrameSource) -> None:
        """Plays a film or clip; opened or failed answers."""
        self.close()
        thread = PlayThread(source, self._outlet, self)
        thread.opened.connect(self._on_opened)
        thread.failed.connect(self._on_failed)
        thread.ended.connect(self._on_ended)
        thread.finished.connect(self._on_finished)
        self._playing = thread
        thread.start()

    def close(self) -> None:
        """Plays no longer. Not joined here: a film on a slow disk would hold the window."""
        thread, self._playing = self._playing, None
        if thread is not None:
            thread.ask_to_stop()
            if thread.isFinished():  # said so already
                thread.deleteLater()
            else:
                self._ending.append(thread)

    def ask_to_stop(self) -> None:
        """Lets every thread end by itself, soon."""
        self.close()

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Ends every thread, even where one hangs; False where one does not end in time."""
        self.ask_to_stop()
        deadline = Deadline(timeout_ms)
        ends = [thread.stop(deadline.left_ms) for thread in self._ending]
        return all(ends)

    # ------------------------------------------------------------------------------- private
    @Slot(str)
    def _on_opened(self, source: str) -> None:
        if self.sender() is self._playing:
            self.opened.emit(source)

    @Slot(str, str)
    def _on_failed(self, kind: str, reason: str) -> None:
        if self.sender() is self._playing:
            self.failed.emit(kind, reason)

    @Slot(bool)
    def _on_ended(self, whole: bool) -> None:
        if self.sender() is self._playing:
            self.ended.emit(whole)

    @Slot()
    def _on_finished(self) -> None:
        thread = self.sender()
        if thread in self._ending:
            self._ending.remove(thread)
            thread.deleteLater()
