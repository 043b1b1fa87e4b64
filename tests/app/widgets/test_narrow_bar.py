"""The bar above, where a screen has few px or the panes are collapsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication

from app.capture.guidance import Guidance
from app.widgets import screen_wording
from app.widgets.guide_wording import (
    FLIP,
    guidance,
    hard_to_read_line,
    state_line,
    to_check_line,
)
from app.widgets.main_window import MainWindow
from app.widgets.window_place import sizes_within

Open = Callable[[int], MainWindow]


@pytest.fixture
def open_on(qtbot, session: FakeSession, monkeypatch) -> Iterator[Open]:
    """Opens a window with three pages on a screen so many px wide."""
    made: list[MainWindow] = []

    def begin(width: int) -> MainWindow:
        monkeypatch.setattr(QScreen, "availableSize", lambda _self: QSize(width, 400))
        session.pages, session.selected = (page(), page("p2"), page("p3")), "p1"
        window = MainWindow(session)
        made.append(window)
        window.show()
        qtbot.waitExposed(window)
        qtbot.addWidget(window)
        session.enter("page")
        session.pages_changed.emit()
        QApplication.processEvents()
        return window

    yield begin
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("screen", "least", "usual"),
    [
        (QSize(640, 400), QSize(640, 376), QSize(640, 376)),  # 1280 px wide at 200 %
        (QSize(660, 400), QSize(640, 376), QSize(640, 376)),
        (QSize(512, 400), QSize(512, 376), QSize(512, 376)),
        (QSize(1000, 700), QSize(640, 480), QSize(940, 658)),
    ],
)
def test_the_window_is_as_wide_as_its_bars_need_where_the_screen_is(screen, least, usual) -> None:
    assert sizes_within(screen) == (least, usual)


@pytest.mark.parametrize("width", [640, 560, 512])
@pytest.mark.parametrize("language", ["english", "chinese"])
def test_nothing_in_the_bar_above_is_cut(open_on: Open, request, language, width) -> None:
    request.getfixturevalue(language)
    window = open_on(width)
    assert window.width() == width
    top = window.top
    assert top.sizeHint().width() <= width
    parts = (top.panes, top.undo, top.redo, top.copy, top.print, top.save_as, top.save, top.menu)
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width(), part.accessibleName()
        assert window.rect().contains(QRect(part.mapTo(window, QPoint()), part.size()))
        assert part.text() or part.toolTip()


def test_the_name_goes_first_then_the_words(open_on: Open) -> None:
    window, seen = open_on(1280), []
    top = window.top
    for width in range(800, 440, -4):
        top.take_width(width)
        seen.append((not top.title.isHidden(), top.save_as.text() != "", top.save.text() != ""))
    assert list(dict.fromkeys(seen)) == [
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ]
    assert not top.save_as.icon().isNull()
    assert "Save as…" in top.save_as.toolTip()
    top.take_width(1280)
    assert (top.save_as.text(), top.save_as.icon().isNull()) == ("Save as…", True)


def test_save_says_how_many_pages_where_their_list_is_not_shown(open_on: Open, session) -> None:
    window = open_on(1280)
    save = window.top.save
    assert (window.tray.isVisible(), save.text()) == (True, "Save")
    window.panes.switch()
    assert (save.text(), save.accessibleName()) == ("Save (3)", "Save (3)")
    session.pages = session.pages[:1]
    session.pages_changed.emit()
    assert save.text() == "Save (1)"
    session.pages = ()
    session.pages_changed.emit()
    assert save.text() == "Save"
    window.panes.switch()
    session.pages = (page(),)
    session.pages_changed.emit()
    assert save.text() == "Save"


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_no_guidance_makes_the_bar_below_higher(open_on: Open, request, session, language) -> None:
    request.getfixturevalue(language)
    window = open_on(640)
    line, height = window.bottom.guidance, window.bottom.height()
    session.engine.changed.emit("CPU · ONNX Runtime", 100.0)
    window.bottom.show_live(live=True)
    texts = [
        *(words(key) for key in Guidance for words in (guidance, screen_wording.guidance)),
        *(words(FLIP) for words in (guidance, screen_wording.guidance)),
        *map(state_line, ("empty", "live", "review", "page", "saving", "saved")),
        *map(state_line, ("black_out", "black_out_frame")),
    ]
    for text in texts:
        window.bottom.show_guidance(text)
        QApplication.processEvents()
        assert window.bottom.height() == height, text
        assert line.heightForWidth(line.width()) <= line.height(), text
    window.bottom.offer_check(12, 0)
    QApplication.processEvents()
    assert window.bottom.check.isVisible()
    for words in (to_check_line, hard_to_read_line):
        for count, saved in product((1, 12), (False, True)):
            window.bottom.show_guidance(words(count, saved=saved))
            QApplication.processEvents()
            assert window.bottom.height() == height, line.text()
            assert line.heightForWidth(line.width()) <= line.height(), line.text()


def test_what_is_drawn_on_a_page_is_drawn_in_sight(open_on: Open, qtbot) -> None:
    window = open_on(640)
    window.panes.switch()  # they take the stage's place
    assert not window.stage.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_X)
    assert window.stage.page.view.isVisible()
    assert window.stage.page.view.hasFocus()
