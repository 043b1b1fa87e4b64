"""What is remembered between two starts, and how it is kept in QSettings."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

FORMATS = ("png", "jpeg", "tiff", "pdf", "pdfs", "sheet")
THEMES = ("system", "light", "dark")
LANGUAGES = ("en", "zh_CN")
DEVICES = ("auto", "cpu", "cuda")
MIN_DPI, MAX_DPI = 36, 1200


@dataclass(frozen=True)
class Settings:
    """A person's choices.

    language : "" follows the system; otherwise one of LANGUAGES.
    auto_capture, confirm_corners : two separate switches. combine_frames : an automatic capture is
    made of several frames.
    last_folder : where the last save went; "" for none.
    format : one of FORMATS. dpi : MIN_DPI to MAX_DPI. keep_sharper : dpi is the least, not exact.
    own_names : where each page has a file, it is called after the picture that it came from.
    recovery : unsaved pages are kept for after a crash. quality : JPEG quality, 1 to 100.
    device : one of DEVICES. camera_id : QCameraDevice.id(), "" for the system's default.
    theme : one of THEMES. geometry : QWidget.saveGeometry(), b"" for none.
    """

    language: str = ""
    auto_capture: bool = True
    confirm_corners: bool = True
    combine_frames: bool = True
    last_folder: str = ""
    format: str = "pdf"
    dpi: int = 300
    keep_sharper: bool = True
    own_names: bool = True
    recovery: bool = True
    quality: int = 90
    device: str = "auto"
    camera_id: str = ""
    theme: str = "system"
    geometry: bytes = b""


def load_settings(store: QSettings) -> Settings:
    """The settings in a store; what is missing or makes no sense takes its default."""
    found = Settings()
    for field in fields(Settings):
        value = store.value(field.name)
        if value is None:
            continue
        read = _READERS.get(field.name) or _BY_TYPE[type(getattr(found, field.name))]
        understood = read(value)
        if understood is not None:
            found = replace(found, **{field.name: understood})
    return found


def save_settings(store: QSettings, settings: Settings, before: Settings) -> None:
    """Writes the settings that are not as before; the file is written by the time that this
    returns, also with what could not be written before. Raises OSError where it cannot be.

    before : as they were loaded or saved last. Another window may have written others meanwhile.
    """
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(before, field.name):
            store.setValue(field.name, QByteArray(value) if isinstance(value, bytes) else value)
    store.sync()
    # A file of which lines make no sense is written all the same.
    if store.status() == QSettings.Status.AccessError:
        raise OSError("the settings were not written")


def own_store(store: QSettings) -> QSettings:
    """Another view of the same store, for a thread of its own.

    A QSettings that was written to looks at its file again from the event loop of its thread.
    """
    return QSettings(store.fileName(), store.format())


def _boolean(value: Any) -> bool | None:
    # An ini file holds text; the registry and plist hold numbers.
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _bytes(value: Any) -> bytes | None:
    return bytes(value.data()) if isinstance(value, QByteArray) else None


def _within(low: int, high: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        try:
            number = float(value)
        except (TypeError, ValueError):
            return None
        return int(number) if math.isfinite(number) and low <= number <= high else None

    return read


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str | None]:
    return lambda value: value if value in allowed else None


_BY_TYPE: dict[type, Callable[[Any], Any]] = {bool: _boolean, str: _text, bytes: _bytes}
_READERS: dict[str, Callable[[Any], Any]] = {
    "format": _one_of(FORMATS),
    "device": _one_of(DEVICES),
    "language": _one_of(LANGUAGES),
    "theme": _one_of(THEMES),
    "dpi": _within(MIN_DPI, MAX_DPI),
    "quality": _within(1, 100),
}
