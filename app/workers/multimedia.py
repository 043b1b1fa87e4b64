"""Qt's multimedia part."""

from __future__ import annotations

from PySide6.QtCore import QLoggingCategory

# It names each library for faster video that a system lacks, and the version that it uses.
QUIET = "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false"


def quieten() -> None:
    """Keeps it from printing what is no fault. To be called before it is first used; whoever looks
    for that says so in QT_LOGGING_RULES, which counts for more."""
    QLoggingCategory.setFilterRules(QUIET)
