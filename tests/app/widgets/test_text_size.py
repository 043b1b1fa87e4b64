"""Text as large as the desktop's, and room for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fake_session import FakeSession, page
from PySide6.QtGui import QFontInfo, QScreen
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPushButton, QWidget

from app.settings import Settings
from app.widgets import theme
from app.widgets.main_window import MainWindow
from app.widgets.print_dialog import PrintDialog
from app.widgets.save_dialog import SaveDialog
from app.widgets.watermark_dialog import WatermarkDialog

SetDesktop = Callable[[float], None]


@pytest.fixture
def desktop_text() -> Iterator[SetDesktop]:
    """Sets how large the desktop's text is, pt."""
    before = QApplication.font()

    def change(size: float) -> None:
        font = QApplication.font()
        font.setPointSizeF(size)
        QApplication.setFont(font)

    yield change
    QApplication.setFont(before)


@pytest.mark.parametrize(
    ("desktop", "expected"), [(7.0, 10.0), (9.0, 10.0), (13.0, 13.0), (30.0, 15.0)]
)
def test_text_is_as_large_as_the_desktops_within_limits(
    qapp: QApplication, desktop_text: SetDesktop, desktop: float, expected: float
) -> None:
    desktop_text(desktop)
    assert theme.body_pt() == pytest.approx(expected, abs=0.3)
    assert f"font-size: {theme.body_pt():.4g}pt; }}" in theme.sheet(theme.LIGHT)


@pytest.mark.parametrize(
    ("desktop", "dpi", "expected"), [(9.0, 96, 184), (10.0, 120, 230), (13.0, 72, 184)]
)
def test_widths_follow_the_px_that_text_takes(
    qapp: QApplication, desktop_text: SetDesktop, monkeypatch, desktop, dpi, expected
) -> None:
    desktop_text(desktop)
    monkeypatch.setattr(QScreen, "logicalDotsPerInch", lambda _self: dpi)
    assert theme.by_text(184) == expected


@pytest.mark.parametrize("state", ["page", "review", "live"])
@pytest.mark.parametrize(
    ("width", "size"), [(640, 10.0), (640, 15.0), (900, 14.0), (1280, 14.0), (1600, 14.0)]
)
def test_nothing_is_cut_where_the_desktops_text_is_large(
    qtbot, session: FakeSession, desktop_text: SetDesktop, width: int, size: float, state: str
) -> None:
    desktop_text(size)
    session.pages, session.selected = (page(), page("p2")), "p1"
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.resize(width, 800)
    window.show()
    qtbot.waitExposed(window)
    session.enter(state)
    session.pages_changed.emit()
    session.engine.changed.emit("CPU · ONNX Runtime", 123.0)
    QApplication.processEvents()
    assert QFontInfo(window.sources.font()).pointSizeF() == pytest.approx(size, abs=0.3)
    assert _cut_in(window) == []
    window.close()


@pytest.mark.parametrize("kind", ["save", "print", "watermark"])
def test_no_dialog_cuts_large_text(
    qtbot, window: MainWindow, desktop_text: SetDesktop, kind: str
) -> None:
    desktop_text(14.0)
    window.setStyleSheet(theme.sheet(theme.LIGHT))
    dialog = {
        "save": lambda: SaveDialog(Settings(), (page(), page("p2")), window),
        "print": lambda: PrintDialog((), "p1", window),
        "watermark": lambda: WatermarkDialog(2, marked=True, parent=window),
    }[kind]()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert QFontInfo(dialog.font()).pointSizeF() == pytest.approx(14, abs=0.3)
    assert _cut_in(dialog) == []


def set_password(dialog: SaveDialog) -> None:
    dialog.password.setText("10 m²")  # which is refused with a word of its own


def count_printers(dialog: PrintDialog) -> None:
    dialog.show_pages(2, more_come=False)
    dialog.show_printers(0)


@pytest.mark.parametrize("size", [10.0, 12.0, 14.0])
@pytest.mark.parametrize(
    ("make", "tell"),
    [
        (lambda window: SaveDialog(Settings(), (page(),), window), set_password),
        (lambda window: PrintDialog((), "p1", window), count_printers),
    ],
    ids=["save", "print"],
)
def test_words_that_come_once_a_dialog_is_shown_are_whole(
    qtbot,
    window: MainWindow,
    desktop_text: SetDesktop,
    size: float,
    make: Callable[[MainWindow], QDialog],
    tell: Callable[[QDialog], None],
) -> None:
    desktop_text(size)
    window.setStyleSheet(theme.sheet(theme.LIGHT))
    dialog = make(window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    QApplication.processEvents()
    tell(dialog)
    QApplication.processEvents()
    assert _cut_in(dialog) == []


def _cut_in(widget: QWidget) -> list[str]:
    said = [
        each
        for kind in (QLabel, QPushButton, QCheckBox)
        for each in widget.findChildren(kind)
        if each.isVisible() and each.text()
    ]
    assert said
    return [each.text() for each in said if _is_cut(each)]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    return widget.width() < widget.minimumSizeHint().width()
