"""Copying the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.session.drawing import Drawing
from app.session.overview import Overview
from app.widgets import clipboard
from app.widgets.notice_bar import NoticeBar
from app.widgets.on_stage import OnStage


class Copying(QObject):
    """For other programs, but not for clipboard histories."""

    def __init__(
        self,
        overview: Overview,
        drawing: Drawing,
        *,
        shown: OnStage,
        notices: NoticeBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overview, self._drawing = overview, drawing
        self._shown, self._notices = shown, notices
        drawing.page_copied.connect(self._on_copied)

    @Slot()
    def copy(self) -> None:
        """Copies it, once it is drawn."""
        self._shown.accept()
        self._drawing.copy(self._overview.selected)

    def _on_copied(self, image: QImage, png: bytes) -> None:
        clipboard.copy_image(image, png)
        text = QCoreApplication.translate(
            "Requests", "Page copied. Clipboard histories are asked to skip it."
        )
        self._notices.show_message(text)
