"""Our own icons, drawn in the colour of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.assets import resource_path

SIZE_PX = 20
# Drawn for screens of up to three times the usual density.
SCALES = (1, 2, 3)


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _image(name: str, colour: str, size_px: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image


def pixmap(name: str, colour: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """An icon as pixels: name : of resources/icons; colour : #rrggbb; scale : the screen's."""
    made = QPixmap.fromImage(_image(name, colour, round(size_px * scale)))
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, colour: str, faint: str = "", gap_px: int = 0) -> QIcon:
    """An icon in a colour; faint : the colour when disabled; gap_px : left free at its right."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(_with_gap(pixmap(name, colour, SIZE_PX, scale), gap_px))
        if faint:
            dimmed = _with_gap(pixmap(name, faint, SIZE_PX, scale), gap_px)
            made.addPixmap(dimmed, QIcon.Mode.Disabled)
    return made


def _with_gap(drawn: QPixmap, gap_px: int) -> QPixmap:
    if not gap_px:
        return drawn
    scale = drawn.devicePixelRatio()
    made = QPixmap(drawn.width() + round(gap_px * scale), drawn.height())
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


def application_icon() -> QIcon:
    """The program's own icon."""
    made = QIcon()
    for size_px in (16, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("rectoscan", "#000000", size_px))
    return made
