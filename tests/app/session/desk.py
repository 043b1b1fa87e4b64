"""What the tests of a session share: a still feed, a store, a page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.document.journal import ids_of
from app.session import Session
from tests.app.scenes import card_quad, found, scene

CARD = found(card_quad())


class LoopReel:
    """A live feed of a card that lies still."""

    interval_s = 0.02
    whole = True

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._image = scene(card_quad())

    def open(self) -> None: ...

    def read(self) -> np.ndarray:
        return self._image.copy()

    def close(self) -> None: ...


def store(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


def open_one(qtbot: QtBot, session: Session, path: Path) -> str:
    count = len(session.pages)
    session.opening.open_paths([path])
    qtbot.waitUntil(lambda: len(session.pages) > count)
    return session.pages[-1].id


def wait_open(qtbot: QtBot, session: Session) -> None:
    """Until nothing is left to open."""
    qtbot.waitUntil(lambda: not session.opening.under_way and not session._desk.opening)


def kept(root: Path) -> list[int]:
    """How many pages each journal holds."""
    return [len(ids_of(each)) for each in sorted(root.iterdir())] if root.is_dir() else []


def offered(qtbot: QtBot, session: Session) -> int:
    qtbot.waitUntil(lambda: session.recovery.left > 0)
    return session.recovery.left


def leave(qtbot: QtBot, session: Session, root: Path, path: Path) -> None:
    """Ends a program with a page of this picture that is in no file, and nobody asked about it."""
    open_one(qtbot, session, path)
    qtbot.waitUntil(lambda: kept(root) == [1])
    session.close()
