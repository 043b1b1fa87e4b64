"""Pictures of every state, `python -m app.screenshots OUT_DIR`: two widths, themes, languages.

The window and the session are the real ones; the scene is drawn and the detector knows it, so
that the pictures are the same on every machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QPointF, QRectF, QSettings, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QPainter,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.application import load_translations, make_application
from app.capture.frame import Frame
from app.capture.guidance import Guidance
from app.capture.pipeline import Observation
from app.capture.quality import Quality
from app.document.mrz import parse
from app.selftest import ZONE, drawn_zone
from app.session import CameraInfo, Notice, ScreenInfo, Session
from app.session.left_wording import left_unsaved
from app.widgets import screen_wording
from app.widgets.main_window import MainWindow
from app.widgets.mrz_dialog import MrzDialog
from app.widgets.print_dialog import PrintDialog
from app.widgets.save_dialog import SaveDialog
from app.widgets.shortcuts import ShortcutsDialog
from app.widgets.watermark_dialog import WatermarkDialog, copy_text
from app.workers.layers import to_layers
from app.workers.pixels import to_array
from detector.detection import Detection
from detector.quad import Quad

CORNERS = [(396.0, 190.0), (902.0, 226.0), (874.0, 560.0), (352.0, 512.0)]
SCENE = QSize(1280, 720)
SIZES = (QSize(640, 520), QSize(900, 640), QSize(1600, 960))
PATIENCE_S = 20.0
# So many times smaller before it is made large again.
BLURRED = 16


def draw_scene() -> QImage:
    """A specimen card on a table, RGB32."""
    scene = QImage(SCENE, QImage.Format.Format_RGB32)
    scene.fill(QColor("#6B5442"))
    painter = QPainter(scene)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in range(0, SCENE.height(), 18):
        painter.fillRect(0, row, SCENE.width(), 7 + row % 5, QColor(96, 74, 57))
    card = QPolygonF(QRectF(0, 0, 856, 540))
    card.removeLast()  # QRectF's polygon is closed
    transform = QTransform.quadToQuad(card, QPolygonF([QPointF(x, y) for x, y in CORNERS]))
    if isinstance(transform, QTransform):
        painter.setTransform(transform)
    _draw_card(painter)
    painter.end()
    return scene


def _draw_card(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(0, 0, 856, 540), QColor("#E9F0EC"))
    painter.fillRect(QRectF(0, 0, 856, 84), QColor("#2F6F6A"))
    painter.setBrush(QColor("#C5D3CE"))
    painter.drawRect(QRectF(46, 126, 220, 280))
    painter.setBrush(QColor("#7C8F8A"))
    painter.drawEllipse(QRectF(106, 170, 100, 120))
    painter.drawChord(QRectF(66, 300, 180, 200), 0, 180 * 16)
    painter.setPen(QColor("#FFFFFF"))
    painter.setFont(QFont("DejaVu Sans", 30))
    painter.drawText(QPointF(46, 56), "SPECIMEN · IDENTITY CARD")
    painter.setPen(QColor("#20302D"))
    painter.setFont(QFont("DejaVu Sans", 26))
    for line, text in enumerate(("MUSTER", "ERIKA", "01.01.1990", "000000000")):
        painter.drawText(QPointF(310, 170 + 66 * line), text)
    painter.setFont(QFont("DejaVu Sans Mono", 26))
    painter.drawText(QPointF(46, 480), "IDXXX000000000<<<<<<<<<<<<<<<<<")


class KnownDetector:
    """Finds the card of draw_scene."""

    engine, device = "ONNX Runtime", "CPU"

    def detect(
        self, _image: Any, _threshold: float | None = None, /, **_how: bool
    ) -> Sequence[Detection]:
        """The card, at its place."""
        quad = Quad(CORNERS)
        return (Detection(quad, quad.box, 0.98, "ID-1"),)

    def follow(self, _image: Any, before: Sequence[Detection], /) -> Sequence[Detection]:
        """It does not move."""
        return before


class Studio:
    """One window in one language, theme and size."""

    def __init__(self, folder: Path, prefix: str, size: QSize, theme: str, store: Path) -> None:
        self._folder, self._prefix = folder, prefix
        settings = QSettings(str(store), QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        self.session = Session(settings, lambda _device: KnownDetector())
        self.window = MainWindow(self.session)
        self.scene = draw_scene()
        self.window.resize(size)
        self.window.show()
        self.session.sources.cameras_changed.emit([CameraInfo("a", "Integrated Webcam")])

    def take_all(self) -> None:
        """Every state in turn."""
        session = self.session
        self.settle()
        session.sources.cameras_changed.emit([CameraInfo("a", "Integrated Webcam")])
        session.engine.changed.emit("CPU · ONNX Runtime", 6.0)
        self.take("1-empty")
        session.notices.posted.emit(Notice("error", self._fault(), "retry"))
        self.take("2-error")
        self.window.notices.hide()
        session.state_changed.emit("live")
        session.sources.source_changed.emit("camera:Integrated Webcam")
        self._observe(0.0, Guidance.HOLD_STILL)
        self.take("3-live-searching")
        self._observe(0.65, Guidance.CAPTURING)
        self.take("4-live-steady")
        self._take_screen()
        session.sources.source_changed.emit("")
        for count in (1, 2):
            session.opening.open_image(self.scene, "card.png")
            self.wait_for(lambda count=count: len(session.pages) == count)  # type: ignore[misc]
        session.select(session.pages[0].id)
        self.wait_for(lambda: not self.window.stage.page.view.image.isNull())
        self.settle()
        self.take("5-page")
        session.editing.rotate(session.pages[0].id, 1)
        session.editing.remove(session.pages[1].id)
        self.settle()
        self.take("6-page-undo")
        session.review.edit_page(session.pages[0].id)
        self.settle()
        self.take("7-review")
        session.review.retake()
        self.settle()
        self._take_edits()
        self._take_dialogs()
        self._take_blurred()

    def _take_screen(self) -> None:
        """One of two screens is watched."""
        screens = [ScreenInfo("a", "U2720Q"), ScreenInfo("b", "P2419H")]
        self.session.screens.screens_changed.emit(screens)
        self.session.sources.source_changed.emit("screen:P2419H")
        self.window.sources.show_source("screen:P2419H", "live", "b")
        self.window.stage.viewfinder.show_watched(on=True)
        self._observe(0.0, Guidance.HOLD_STILL)
        self.window.bottom.show_guidance(screen_wording.guidance(Guidance.HOLD_STILL))
        self.take("15-live-screen")
        self.window.stage.viewfinder.show_watched(on=False)

    def _take_edits(self) -> None:
        """Of the page that is shown."""
        session = self.session
        session.editing.black_out(session.pages[0].id, (0.5, 0.3), (0.75, 0.55))
        self.window.stage.page.black_out.setChecked(True)
        self.settle()
        self.take("14-page-black-out")
        arrow = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window.stage.page.view, arrow)
        self.take("17-page-black-out-keys")
        session.editing.set_watermark(session.pages[0].id, copy_text("Rectoscan", "", "2026-11-29"))
        self.settle()
        self.take("11-page-watermark")

    def _take_dialogs(self) -> None:
        """With a page that is shown."""
        self.window.saving.save_as()
        self.take_child("8-save", SaveDialog)
        self.window.requests.show_help()
        self.take_child("9-keys", ShortcutsDialog)
        self.window.top.menu.click()
        self.take_child("10-menu", QMenu)
        zone = parse(ZONE, date(2026, 11, 29))
        strip = to_layers(drawn_zone()[590:680, 30:970])
        self.session.zones.zone_read.emit(self.session.selected, zone, strip)
        self.take_child("16-zone", MrzDialog)
        self.window.acting.copies.ask()
        self.take_child("12-watermark", WatermarkDialog)
        self.window.printing.ask()
        self.session.printing.printers_counted.emit(1)
        self.take_child("15-print", PrintDialog)
        self.window.sources.show_watched(Path("/home/desk/Inbox"))
        self.session.notices.posted.emit(left_unsaved(12, datetime.now(tz=UTC)))
        self.take("13-left-unsaved")

    def _take_blurred(self) -> None:
        """A page whose print can hardly be read."""
        session, smooth = self.session, Qt.TransformationMode.SmoothTransformation
        small = self.scene.scaledToWidth(SCENE.width() // BLURRED, smooth)
        session.opening.open_image(small.scaledToWidth(SCENE.width(), smooth), "blurred.png")
        self.wait_for(lambda: len(session.legibility.flaws) == 1)
        session.select(session.pages[-1].id)
        self.settle()
        self.take("18-page-hard-to-read")

    def take(self, name: str) -> None:
        """Writes what the window shows."""
        self.settle(0.05)
        self._write(self.window, name)

    def _write(self, widget: QWidget, name: str) -> None:
        target = self._folder / f"{self._prefix}-{name}.png"
        if not widget.grab().save(str(target)):
            raise OSError(f"cannot write {target}")

    def take_child(self, name: str, kind: type[QWidget]) -> None:
        """Writes what a dialog or menu of the window shows, and closes it."""
        self.settle()
        shown = [child for child in self.window.findChildren(kind) if child.isVisible()]
        self._write(shown[0], name)
        shown[0].close()

    def settle(self, seconds: float = 0.4) -> None:
        """Lets the event loop run."""
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def wait_for(self, done: Callable[[], bool]) -> None:
        """Lets the event loop run until `done`; TimeoutError after PATIENCE_S."""
        until_s = time.monotonic() + PATIENCE_S
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if time.monotonic() > until_s:
                raise TimeoutError("the session did not answer")

    def _observe(self, progress: float, guidance: Guidance) -> None:
        frame = Frame(to_array(self.scene), time.monotonic(), 0, "sample")
        seen = Observation(frame, (), Quad(CORNERS), 0.98, progress, guidance, Quality(128.0), 6.0)
        self.window.stage.viewfinder.show_frame(self.scene)
        self.window.stage.viewfinder.show_observation(seen)
        self.window.guide.show_live(guidance)

    def _fault(self) -> str:
        return QApplication.translate("Notices", "Another program is using the camera.")


def main() -> int:
    """Writes the pictures into the folder named, `docs` by default."""
    parser = argparse.ArgumentParser(prog="python -m app.screenshots", description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"))
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    application = make_application(["rectoscan"])
    for language in ("en", "zh_CN"):
        translators = load_translations(application, language)
        for theme in ("light", "dark"):
            for size in SIZES:
                prefix = f"{language}-{theme}-{size.width()}"
                with tempfile.TemporaryDirectory() as place:
                    studio = Studio(folder, prefix, size, theme, Path(place, "settings.ini"))
                    studio.take_all()
                    studio.window.closing.leave()
        for translator in translators:
            application.removeTranslator(translator)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
