"""Which screens can be watched, and how far this platform lets a program see them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QScreen

# Instead of a screen's own id where the system asks the person which one to show.
ASKED = "asked"


@dataclass(frozen=True)
class ScreenInfo:
    """A screen: id holds while it is plugged in, name is for people, "" where there is no other."""

    id: str
    name: str


def portal_asks() -> bool:
    """Whether the desktop chooses the screen, after asking: a Wayland session, also where the
    window itself speaks X11 (of the other windows nothing is to be seen there by X11)."""
    session = os.environ.get("XDG_SESSION_TYPE", "").lower()
    return QGuiApplication.platformName().startswith("wayland") or (
        QGuiApplication.platformName() == "xcb" and session == "wayland"
    )


def grabs_each() -> bool:
    """Whether each frame is fetched from the X server, as often as the screen is refreshed."""
    return QGuiApplication.platformName() in {"xcb", "offscreen"} and not portal_asks()


def choose_backend() -> None:
    """Has Qt see one screen where X11 is spoken. To be called before its first capture.

    Qt's own backend for X11 takes the whole desktop for the first of several screens, and fails for
    the others (6.11.3); by QScreen.grabWindow it gets the one that was asked for.
    """
    if grabs_each():
        os.environ.setdefault("QT_SCREEN_CAPTURE_BACKEND", "grabwindow")


def screens_by_info() -> dict[ScreenInfo, QScreen | None]:
    """The screens that can be chosen, the primary one first; None leaves it to the desktop."""
    if portal_asks():
        return {ScreenInfo(ASKED, ""): None}
    found = QGuiApplication.screens()
    ids = _told_apart([screen.name() for screen in found])
    names = _told_apart([_name(screen) for screen in found]) if len(found) > 1 else [""]
    return dict(zip(map(ScreenInfo, ids, names), found, strict=True))


def _told_apart(names: list[str]) -> list[str]:
    """With their number among all where it needs one; else that may change, and they stay."""
    return [
        name if name and names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names, 1)
    ]


def _name(screen: QScreen) -> str:
    """What is printed on it, else what the system calls it ("\\\\.\\DISPLAY1" on Windows)."""
    return screen.model() or screen.name().rpartition("\\")[2]
