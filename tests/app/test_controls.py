"""Keys, wheel and window: what they do to the control that they are on, with real events on the
real window and session."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.session import Session
from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog
from app.widgets.theme import DARK, LIGHT
from tests.app.scenes import FakeDetector

TAB = Qt.FocusReason.TabFocusReason


def turn_wheel(target: QWidget, notches: int) -> None:
    """Through the window, as the system delivers it: on the way the target may get the focus."""
    window = target.window()
    at = target.mapTo(window, target.rect().center())
    QTest.wheelEvent(window.windowHandle(), at, QPoint(0, 120 * notches))


# -------------------------------------------------------------------------------------- Enter
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_cancel_cancels(edited: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    session, review = edited.session, edited.stage.review
    before = session.pages[0].quad
    qtbot.keyClick(review.editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    review.retake.setFocus(TAB)
    qtbot.keyClick(review.retake, key)
    assert session.state == "page"
    assert session.pages[0].quad == before


def test_enter_on_retake_drops_the_capture(captured: MainWindow, qtbot: QtBot) -> None:
    captured.stage.review.retake.setFocus(TAB)
    qtbot.keyClick(captured.stage.review.retake, Qt.Key.Key_Return)
    assert captured.session.state == "live"
    assert len(captured.session.pages) == 2
    captured.session.sources.stop_live()


def test_enter_on_another_button_of_a_review_does_what_it_says(
    edited: MainWindow, qtbot: QtBot
) -> None:
    review = edited.stage.review
    review.full.setFocus(TAB)
    qtbot.keyClick(review.full, Qt.Key.Key_Return)
    assert edited.session.state == "review"
    assert tuple(review.editor.quad.corners[0]) == (-0.5, -0.5)


@pytest.mark.parametrize("where", ["editor", "accept"])
def test_enter_accepts_on_the_corners_and_on_accept(
    edited: MainWindow, qtbot: QtBot, where: str
) -> None:
    review, before = edited.stage.review, edited.session.pages[0].quad
    qtbot.keyClick(review.editor, Qt.Key.Key_Right)
    getattr(review, where).setFocus(TAB)
    qtbot.keyClick(getattr(review, where), Qt.Key.Key_Return)
    assert edited.session.state == "page"
    assert edited.session.pages[0].quad != before


# -------------------------------------------------------------------------------------- wheel
def test_the_wheel_over_the_size_changes_no_page(two: MainWindow) -> None:
    box, page = two.stage.page.format, two.session.pages[0]
    turn_wheel(box, -1)
    assert two.session.pages[0] is page
    assert box.currentIndex() == 0
    assert not box.hasFocus()
    box.setFocus(TAB)
    turn_wheel(box, -1)
    assert two.session.pages[0].format == "ID-1"


def test_the_wheel_over_the_boxes_of_a_save_changes_nothing(two: MainWindow, qtbot: QtBot) -> None:
    two.saving.save_as()
    (dialog,) = two.findChildren(SaveDialog)
    with qtbot.waitActive(dialog):
        pass
    before = dialog.choice()
    boxes = dialog.findChildren(QComboBox) + dialog.findChildren(QSpinBox)
    assert len(boxes) == 4
    for box in boxes:
        dialog.password.setFocus()
        turn_wheel(box, -1)
    assert dialog.choice() == before
    dialog.dpi.setFocus(TAB)
    turn_wheel(dialog.dpi, -1)
    assert dialog.choice().dpi < before.dpi
    dialog.reject()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_ticked_box_that_cannot_be_changed_does_not_look_as_if_it_could(
    two: MainWindow, theme: str
) -> None:
    two.session.update_settings(theme=theme, format="pdf", keep_sharper=True)
    two.saving.save_as()
    (dialog,) = two.findChildren(SaveDialog)
    looks = []
    for box, enabled in ((dialog.keep_sharper, True), (dialog.own_names, False)):
        assert (box.isChecked(), box.isEnabled()) == (True, enabled)
        shown = box.grab().toImage()
        row = range(20)  # through the indicator
        colours = {shown.pixelColor(x, shown.height() // 2).name().upper() for x in row}
        looks.append(bool({LIGHT.accent.upper(), DARK.accent.upper()} & colours))
    assert looks == [True, False]
    dialog.reject()


# --------------------------------------------------------------------------------------- zoom
def test_a_notice_leaves_the_zoom_of_a_review(edited: MainWindow, qtbot: QtBot) -> None:
    editor = edited.stage.review.editor
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Plus)
    scale, height = editor.place.scale, editor.height()
    middle = editor.place.to_picture(QPointF(editor.rect().toRectF().center()))
    QApplication.clipboard().clear()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.height() < height)
    assert editor.place.scale == scale
    now = editor.place.to_picture(QPointF(editor.rect().toRectF().center()))
    assert now == pytest.approx(middle, abs=0.01)


def test_a_view_of_the_whole_goes_on_to_be_one_in_a_smaller_window(
    edited: MainWindow, qtbot: QtBot
) -> None:
    editor = edited.stage.review.editor
    scale = editor.place.scale
    edited.resize(700, 520)
    qtbot.waitUntil(lambda: editor.place.scale < scale)
    assert not editor.zoomed
    assert editor.rect().toRectF().contains(editor.place.rect)


# -------------------------------------------------------------------------------- full screen
@pytest.mark.parametrize("maximised", [True, False])
def test_full_screen_goes_back_to_what_the_window_was(
    two: MainWindow, qtbot: QtBot, maximised: bool
) -> None:
    if maximised:
        two.showMaximized()
    qtbot.keyClick(two, Qt.Key.Key_F11)
    assert two.isFullScreen()
    assert two.isVisible()
    qtbot.keyClick(two, Qt.Key.Key_F11)
    assert not two.isFullScreen()
    assert two.isMaximized() is maximised


@pytest.mark.parametrize("maximised", [True, False])
def test_a_window_left_in_full_screen_starts_without(
    qtbot: QtBot, tmp_path: Path, maximised: bool
) -> None:
    for start in (1, 2):
        store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Session(store, lambda device: FakeDetector(lambda image: ())))
        qtbot.addWidget(window)
        window.showMaximized() if maximised and start == 1 else window.show()
        qtbot.waitExposed(window)
        assert not window.isFullScreen()
        assert window.isMaximized() is maximised
        window.actions_by_name["screen"].trigger()
        assert window.isFullScreen()
        window.closing.leave()
