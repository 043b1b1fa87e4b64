"""Text as large as the desktop's, and room for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fake_session import FakeSession, page
from PySide6.QtGui import QFontInfo, QScreen
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.widgets import theme
from app.widgets.main_window import MainWindow

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


@pytest.mark.parametrize("state", ["page", "review"])
@pytest.mark.parametrize("width", [900, 1280, 1600])
def test_nothing_is_cut_where_the_desktops_text_is_large(
    qtbot, session: FakeSession, desktop_text: SetDesktop, width: int, state: str
) -> None:
    desktop_text(14.0)
    session.pages, session.selected = (page(), page("p2")), "p1"
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.resize(width, 800)
    window.show()
    qtbot.waitExposed(window)
    session.enter(state)
    session.pages_changed.emit()
    QApplication.processEvents()
    assert QFontInfo(window.sources.font()).pointSizeF() == pytest.approx(14, abs=0.3)
    said = [
        each
        for kind in (QLabel, QPushButton)
        for each in window.findChildren(kind)
        if each.isVisible() and each.text()
    ]
    assert said
    assert [each.text() for each in said if _is_cut(each)] == []
    window.close()


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    return widget.width() < widget.minimumSizeHint().width()
