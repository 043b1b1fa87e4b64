"""Text as ink: by the system's fonts, so that every script is written that it can write."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter

from app.document.watermark import Watermark
from app.workers.pixels import to_array

# High enough to be shrunk on most pages.
HEIGHT_PX = 96
RIM_PX = 2  # for what is smooth at the edges


def inscription(text: str) -> Watermark:
    """The watermark of a text of one line. Needs a QGuiApplication. Raises ValueError for a text
    that is empty or too long."""
    font = QFont()
    font.setPixelSize(HEIGHT_PX)
    font.setBold(True)
    metrics = QFontMetrics(font)
    room = metrics.boundingRect(text)
    width = max(metrics.horizontalAdvance(text), room.right() + 1, 1) + max(0, -room.left())
    # Accents on tall capitals, as of Vietnamese, reach out of the line.
    up = max(metrics.ascent(), -room.top()) + RIM_PX
    down = max(metrics.descent(), room.bottom() + 1) + RIM_PX
    image = QImage(width, up + down, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(max(0, -room.left()), up, text)
    painter.end()
    return Watermark(text, to_array(image)[..., 0].copy())
