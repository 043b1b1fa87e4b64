"""Above its fields the dialog shows the lines that were read; and a date that is past is marked."""

from __future__ import annotations

import gc
import threading
import weakref
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QImage, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.document import mrz_reader
from app.document.mrz import Field, expired, parse
from app.session import zones as zones_module
from app.widgets import mrz_request
from app.widgets.main_window import MainWindow
from app.widgets.mrz_dialog import MrzDialog
from app.widgets.mrz_strip import MOST_PX, MrzStrip
from app.widgets.theme import LIGHT
from app.workers.layers import Layers, to_layers
from app.workers.pixels import to_array
from tests.app.mrz_zones import CARD, PASSPORT, TODAY, sheet
from tests.app.test_mrz import dialogs, rows, shown

UNSURE = (CARD[0], CARD[1].replace("1204159", "1204158"), CARD[2])


@pytest.fixture(params=[CARD, PASSPORT], ids=["card", "passport"])
def page(
    request: pytest.FixtureRequest, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> MainWindow:
    path = tmp_path / "page.png"
    path.write_bytes(cv2.imencode(".png", sheet(request.param))[1].tobytes())
    window.session.opening.open_paths([path])
    qtbot.waitUntil(lambda: window.session.state == "page")
    return window


def opened(window: MainWindow, lines: tuple[str, ...], today: date = TODAY) -> MrzDialog:
    mrz = parse(lines, TODAY)
    assert mrz is not None
    return MrzDialog(mrz, LIGHT, window, Layers(), today)


# ---------------------------------------------------------------------------------- the strip
def test_the_lines_are_shown_as_they_were_read(page: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(page, qtbot)
    strip = dialog.strip
    assert strip.isVisible()
    assert strip.accessibleName()
    assert 20 < strip.height() <= MOST_PX
    margins = dialog.layout().contentsMargins()
    assert strip.width() == dialog.width() - margins.left() - margins.right()
    assert strip.place.width() > 0.95 * strip.width()
    top = next(iter(dialog.copies.values())).mapTo(dialog, dialog.rect().topLeft()).y()
    assert strip.geometry().bottom() < top
    seen = to_array(strip.grab().toImage())
    assert np.ptp(seen) > 150  # print on paper
    assert seen.mean() > 150


def test_it_is_prepared_off_the_window_s_thread(
    page: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, where = threading.get_ident(), []

    def noted(module: object, name: str) -> None:
        real = getattr(module, name)

        def call(*arguments: object) -> object:
            where.append(threading.get_ident())
            return real(*arguments)

        monkeypatch.setattr(module, name, call)

    noted(zones_module, "to_layers")
    noted(mrz_reader, "_strip")
    shown(page, qtbot)
    assert len(where) == 2
    assert here not in where


def test_nothing_of_it_is_kept_once_the_dialog_is_closed(page: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(page, qtbot)
    kept = weakref.ref(dialog.strip._layers)
    assert kept() is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    del dialog
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize("dots", [1.0, 1.5, 2.0])
def test_a_screen_of_more_dots_gets_more_of_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dots: float
) -> None:
    scales: list[float] = []
    real = Layers.at_scale

    def noted(layers: Layers, scale: float) -> QImage:
        scales.append(scale)
        return real(layers, scale)

    monkeypatch.setattr(Layers, "at_scale", noted)
    monkeypatch.setattr(MrzStrip, "devicePixelRatioF", lambda _self: dots)
    strip = MrzStrip(to_layers(np.full((144, 1100, 3), 235, np.uint8)))
    qtbot.addWidget(strip)
    strip.resize(550, strip.heightForWidth(550))
    strip.grab()
    assert scales == [pytest.approx(0.5 * dots)]
    assert (strip.place.width(), strip.place.height()) == (550, 72)


def test_a_short_line_is_no_higher_for_it(qtbot: QtBot) -> None:
    strip = MrzStrip(to_layers(np.full((144, 300, 3), 235, np.uint8)))
    qtbot.addWidget(strip)
    assert strip.heightForWidth(560) == MOST_PX
    strip.resize(560, MOST_PX)
    assert strip.place.width() == pytest.approx(200)
    assert strip.place.center().x() == pytest.approx(280)


def test_without_lines_there_is_no_gap(two: MainWindow) -> None:
    dialog = opened(two, CARD)
    dialog.show()
    assert not dialog.strip.isVisible()
    dialog.close()


# ------------------------------------------------------------------------------- what is past
def test_a_proven_date_that_is_past_is_marked(
    page: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mrz_request, "today", lambda: date(2012, 4, 16))
    dialog = shown(page, qtbot)
    (told,) = [each for each in rows(dialog) if "Date of expiry" in each]
    assert sorted(told) == ["2012-04-15", "Check digit passes", "Date of expiry", "Expired"]
    assert "Expired" in dialog.copies["expiry"].accessibleDescription()
    (mark,) = [each for each in dialog.findChildren(QLabel) if each.text() == "Expired"]
    colours = {mark.grab().toImage().pixelColor(x, mark.height() // 2).name() for x in range(60)}
    assert LIGHT.warning_ground.lower() in colours
    qtbot.mouseClick(dialog.copies["expiry"], Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "2012-04-15"
    dialog.reject()
    assert not dialogs(page)


@pytest.mark.parametrize(
    ("lines", "today"), [(CARD, date(2012, 4, 15)), (CARD, date(2010, 1, 1)), (UNSURE, TODAY)]
)
def test_what_is_valid_or_unsure_is_not(
    two: MainWindow, lines: tuple[str, ...], today: date
) -> None:
    dialog = opened(two, lines, today)
    assert not [each for each in dialog.findChildren(QLabel) if each.text() == "Expired"]
    assert "Expired" not in dialog.copies["expiry"].accessibleDescription()


@pytest.mark.parametrize(
    "field",
    [
        Field("expiry", "2012-04-15", "unsure"),
        Field("expiry", "2012-04-15", "none"),
        Field("expiry", "2012-04", "passed"),
        Field("expiry", TODAY.isoformat(), "passed"),  # through that day
        Field("birth", "2012-04-15", "passed"),
    ],
)
def test_nothing_else_is_past(field: Field) -> None:
    assert not expired(field, TODAY)
    assert expired(Field("expiry", "2012-04-15", "passed"), TODAY)


def test_a_low_screen_has_room_for_the_whole_strip(
    page: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _self: QSize(800, 420))
    dialog = shown(page, qtbot)
    assert dialog.height() <= 420
    assert dialog.strip.height() == dialog.strip.heightForWidth(dialog.strip.width())
    area = dialog.findChildren(QScrollArea)[0]
    assert area.verticalScrollBar().maximum() > 0
