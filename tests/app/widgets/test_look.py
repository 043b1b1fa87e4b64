"""What the window owes to eyes, keys and screen readers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from fake_session import page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

from app.session import CameraInfo, Notice
from app.widgets.save_dialog import SaveDialog
from app.widgets.shortcuts import ShortcutsDialog
from app.widgets.theme import DARK, LIGHT, sheet

GROUNDS = {
    "text": ("window", "panel", "stage", "hover", "chosen"),
    "muted": ("window", "panel", "stage"),
    "on_accent": ("accent", "accent_hover"),
    "error_text": ("error_ground",),
    "warning_text": ("warning_ground",),
    "info_text": ("info_ground",),
}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    made = QColor(colour)
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (made.redF(), made.greenF(), made.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_grounds(tokens) -> None:
    for text, grounds in GROUNDS.items():
        for ground in grounds:
            found = contrast(getattr(tokens, text), getattr(tokens, ground))
            assert found >= 4.5, (text, ground, found)
    for ground in ("window", "panel", "stage"):  # the ring of the focus: 3 : 1 for what is no text
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3
        assert contrast(tokens.edge, getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_has_no_hole(tokens) -> None:
    assert "$" not in sheet(tokens)


def _controls(root: QWidget) -> list[QWidget]:
    return [
        child
        for child in root.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.window() is root
        and not child.objectName().startswith("qt_")
        and not isinstance(child.parent(), (QAbstractSpinBox, QComboBox))
    ]


def test_whatever_takes_the_keyboard_has_a_name_of_its_own(window, session) -> None:
    session.sources.cameras_changed.emit([CameraInfo("a", "Webcam"), CameraInfo("b", "Other")])
    session.notices.posted.emit(Notice("error", "Text", "retry"))
    for root in (window, SaveDialog(session.settings, session.pages, window)):
        named = [(control.accessibleName(), control) for control in _controls(root)]
        assert len(named) > 3
        for name, control in named:
            assert name, control


def test_a_button_without_words_says_what_it_does_in_its_tooltip(window) -> None:
    silent = [b for b in window.findChildren(QAbstractButton) if not b.text()]
    assert silent
    for button in silent:
        assert button.accessibleName() in button.toolTip(), button


def test_tooltips_name_the_keys(window) -> None:
    window.top.show_history("Rotate", "")
    review, stage = window.stage.review, window.stage.page
    for button, keys in (
        (window.top.undo, "Ctrl+Z"),
        (window.top.save, "Ctrl+S"),
        (window.bottom.shutter, "Space"),
        (review.accept, "Enter"),
        (review.full, "F"),
        (stage.right, "R"),
        (stage.filters["bw"], "3"),
    ):
        assert button.toolTip().endswith(f"({keys})"), button.toolTip()


@pytest.mark.parametrize("width", [640, 780, 900, 1600])
@pytest.mark.parametrize("state", ["empty", "live", "review", "page"])
def test_nothing_in_reach_is_cut_off_at_any_width(window, session, state, width) -> None:
    session.editing.undo_text = "Change format"
    session.editing.history_changed.emit()
    session.pages, session.selected = (page(),), "p1"
    session.enter(state)
    session.pages_changed.emit()
    window.resize(width, 560)
    QApplication.processEvents()
    assert window.width() == width
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, (QAbstractButton, QComboBox)):
            asked = widget.minimumSizeHint()
            assert widget.width() >= asked.width(), (widget.accessibleName(), widget.size(), asked)
            inside = window.rect().contains(widget.mapTo(window, QPoint(0, 0)))
            end = widget.mapTo(window, QPoint(widget.width() - 1, widget.height() - 1))
            assert inside, widget.accessibleName()
            assert window.rect().contains(end), widget.accessibleName()
    assert window.top.save.isVisible()


def test_side_panes_come_by_hand_at_the_smallest_width_too(window, session, qtbot) -> None:
    window.resize(640, 560)
    QApplication.processEvents()
    assert not window.tray.isVisible()
    qtbot.mouseClick(window.top.panes, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.tray.isVisible()
    assert window.width() == 640
    assert window.rect().contains(window.top.save.mapTo(window, QPoint(5, 5)))
    assert not window.stage.isVisible()  # side by side there would be room for none of them
    session.notices.posted.emit(Notice("error", "No camera found.", "retry"))
    assert window.stage.isVisible()
    assert not window.tray.isVisible()


def test_wide_windows_hide_and_show_their_panes_beside_the_stage(window, session, qtbot) -> None:
    window.resize(1000, 560)
    QApplication.processEvents()
    for shown in (False, True):
        qtbot.mouseClick(window.top.panes, Qt.MouseButton.LeftButton)
        assert window.tray.isVisible() is shown
        assert window.stage.isVisible()
        session.notices.posted.emit(Notice("info", "Text"))
        assert window.tray.isVisible() is shown


def test_what_runs_is_marked_named_and_can_be_stopped(window, session, qtbot) -> None:
    sources = window.sources
    session.sources.cameras_changed.emit([CameraInfo("a", "Webcam"), CameraInfo("b", "Other")])
    assert not sources.stop.isVisible()
    session.sources.source, session.sources.running_camera = "camera:Other", "b"
    session.sources.source_changed.emit(session.sources.source)
    assert [bool(button.property("chosen")) for button in sources.cameras] == [False, True]
    assert any("Other" in label.text() for label in sources.findChildren(QLabel))
    qtbot.mouseClick(sources.stop, Qt.MouseButton.LeftButton)
    assert ("stop_live",) in session.calls


def test_the_two_switches_are_two_settings(window, session) -> None:
    session.calls.clear()
    window.bottom.auto.click()
    assert ("set_auto_capture", False) in session.calls
    assert "set_confirm" not in session.names()
    session.settings_changed.emit(replace(session.settings, confirm_corners=False))
    menu = window.top.build_menu()
    confirm = menu.actions()[0]
    assert confirm.text() == window.bottom.confirm.text()
    assert not confirm.isChecked()
    confirm.trigger()
    assert ("set_confirm", True) in session.calls


def test_shortcuts_work_wherever_the_focus_is(window, session, qtbot) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.enter("page")
    session.pages_changed.emit()
    for control in _controls(window):
        if control.isVisible() and control.isEnabled():
            control.setFocus()
            session.calls.clear()
            qtbot.keyClick(control, Qt.Key.Key_R)
            assert ("rotate", "p1", 1, ["p1"]) in session.calls, control.accessibleName()


def test_every_text_has_its_translation(repository) -> None:
    for path in (repository / "resources" / "translations").glob("*.ts"):
        for message in ET.parse(path).iter("message"):
            translation = message.find("translation")
            assert translation.get("type") is None, message.findtext("source")
            source = message.findtext("source")
            forms = translation.findall("numerusform") or [translation]
            for form in forms:
                assert (form.text or "").strip(), source
                places = [sorted(re.findall(r"{\w+}|%n", text)) for text in (source, form.text)]
                assert places[0] == places[1], source


def test_a_notice_may_have_two_ways_out(window, session, qtbot) -> None:
    asked: list[str] = []
    session.notices.posted.emit(Notice("error", "No camera found.", "retry", "", "open"))
    assert window.notices.action.text() == "Retry"
    assert window.notices.second.isVisible()
    window.notices.action_asked.disconnect()
    window.notices.action_asked.connect(asked.append)
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    assert asked == ["open"]
    assert not window.notices.isVisible()
    session.notices.posted.emit(Notice("error", "The camera has failed.", "retry"))
    assert not window.notices.second.isVisible()


def test_an_offer_to_undo_goes_with_its_step(window, session) -> None:
    session.notices.posted.emit(Notice("info", "Page removed.", "undo"))
    session.editing.history_changed.emit()
    assert not window.notices.isVisible()
    session.notices.posted.emit(Notice("error", "No camera found.", "retry"))
    session.editing.history_changed.emit()
    assert window.notices.isVisible()


def test_a_click_on_a_button_leaves_the_keyboard_with_the_corners(window, session, qtbot) -> None:
    session.enter("review")
    session.review.started.emit(page())
    editor = window.stage.review.editor
    qtbot.waitUntil(lambda: not editor.image.isNull())
    assert window.focusWidget() is editor
    qtbot.mouseClick(window.stage.review.full, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is editor


@pytest.mark.parametrize(
    ("score", "words"), [(None, "No document"), (0.7, "Not sure"), (0.95, "Check the corners")]
)
def test_a_review_says_what_it_is_for(window, session, score, words) -> None:
    made = page()
    made.score = score
    session.enter("review")
    session.review.started.emit(made)
    assert words in window.bottom.guidance.text()


def test_the_badge_does_not_push_the_switches_about(window, session) -> None:
    session.enter("live")
    places = []
    for ms in (140.0, 6.0, 43.0):
        session.engine.changed.emit("CPU · ONNX Runtime", ms)
        QApplication.processEvents()
        places.append(window.bottom.auto.x())
    assert len(set(places)) == 1
    assert "ONNX Runtime" in window.bottom.badge.toolTip()


def test_a_pane_that_goes_leaves_no_control_marked(window, session, qtbot) -> None:
    window.resize(640, 560)
    QApplication.processEvents()
    session.enter("page")
    window.stage.page.format.setFocus()
    window.panes.switch()
    assert window.focusWidget() not in _controls(window)
    window.tray.list.setFocus()
    window.panes.give_way()
    QApplication.processEvents()
    assert window.focusWidget() not in _controls(window)


def test_the_list_of_keys_has_them_all(window, qtbot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    shown = [label.text() for label in dialog.findChildren(QLabel, "key")]
    listed = {key for keys in shown for key in keys.split()}  # "E" is a part of "Enter"
    for name, action in window.actions_by_name.items():
        keys = action.shortcuts()[0].toString().replace("Return", "Enter").replace("-", "−")
        if name.startswith("filter_"):
            assert "1 – 4" in shown
            assert 1 <= int(keys) <= 4
        else:
            assert keys in listed, name


def test_the_end_of_a_review_leaves_no_control_marked(window, session) -> None:
    session.enter("review")
    session.review.started.emit(page())
    assert window.focusWidget() is window.stage.review.editor
    session.enter("page")
    assert window.focusWidget() not in _controls(window)
    session.enter("empty")
    assert window.focusWidget() not in _controls(window)
