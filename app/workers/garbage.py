"""Python's search for garbage, kept on the window's thread.

The interpreter searches in whichever thread has just made an object, and destroys there what it
finds. A cycle that holds a timer, a thread or a widget must die on the window's thread: Qt cannot
stop a timer from another one, and the process crashes when it fires.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1000
# How many objects, and searches of the next younger kind, make a search worth while: the
# interpreter's own limits up to 3.11. Later versions have none for the last kind.
LIMITS = (700, 10, 10)


class GarbageCollection(QObject):
    """Searches as the interpreter would, but by a timer. Made on the window's thread.

    From now on, and until stop(), no other thread searches.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Searches as deep as the counts ask for; mostly not at all."""
        counts = gc.get_count()
        due = [kind for kind in range(len(LIMITS)) if counts[kind] > LIMITS[kind]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leaves it to the interpreter again."""
        self._timer.stop()
        gc.enable()
