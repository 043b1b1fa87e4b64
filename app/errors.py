"""The application's error tree.

::

    RectoscanError
    ├── PictureError   a file that is no picture that can be read (path, reason)
    ├── ExportError    pages that could not be written (path, reason)
    ├── PrintError     pages that a printer did not take (reason)
    ├── CameraError    a camera or film that does not deliver (kind, message)
    └── ResultsError   results that stdout does not take (app.report)

Messages say what was expected and what came, for a person to read.
"""

from __future__ import annotations

from pathlib import Path


class RectoscanError(Exception):
    """Base of everything that the application raises on purpose."""


class PictureError(RectoscanError):
    """A file that cannot be read as a picture.

    path : the file. reason : why, in words, without the name.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name or path}: {reason}")
        self.path, self.reason = path, reason


class ExportError(RectoscanError):
    """Pages that could not be written; nothing half-written is left behind.

    path : the target. reason : why, in words.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name or path}: {reason}")
        self.path, self.reason = path, reason


class PrintError(RectoscanError):
    """Pages that a printer did not take. reason : why, in words. partly : the printing system has
    some of them, and what went wrong is the cause."""

    def __init__(self, reason: str, *, partly: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.partly = reason, partly


class CameraError(RectoscanError):
    """A camera or film that does not deliver.

    kind : a key such as "unreadable", "busy", "denied", "gone", "timeout". message : in words.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message
