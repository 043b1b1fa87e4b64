from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fake_session import page
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
)

from app.session import CameraInfo, Notice
from app.settings import LANGUAGES
from app.widgets import clipboard
from app.widgets.clipboard import KDE_HINT, private_image
from app.widgets.fit import Fit
from app.widgets.save_dialog import SaveDialog
from app.widgets.shortcuts import ShortcutsDialog
from detector.quad import Quad


def _drop(window, mime: QMimeData) -> None:
    how = (
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Qt gives a drop only to what took the drag before it.
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *how))


def test_dropped_files_and_folders_are_opened(window, session, tmp_path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.jpg")])
    _drop(window, mime)
    assert ("open_paths", [tmp_path]) in session.calls


def test_a_dropped_image_is_opened(window, session) -> None:
    mime = QMimeData()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime.setImageData(image)
    _drop(window, mime)
    assert "open_image" in session.names()


def test_a_remote_url_is_left_alone(window, session) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.jpg"), QUrl("file://host/share/a.jpg")])
    _drop(window, mime)
    assert not {"open_paths", "open_image"} & set(session.names())


def test_paste_opens_an_image(window, session, qtbot) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "open_image" in session.names()


def test_what_was_said_of_an_empty_clipboard_goes_with_the_next_picture(
    window, session, qtbot
) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(window, Qt.Key.Key_V, ctrl)
    assert window.notices.isVisible()
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(window, Qt.Key.Key_V, ctrl)
    assert not window.notices.isVisible()


def test_an_offer_stays_while_more_is_opened(window, session) -> None:
    window.notices.show_message("It waits.", "Don't", lambda: None)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/a.png")])
    assert window.requests.take(mime, "")
    assert window.notices.isVisible()


def test_an_empty_clipboard_is_said(window, session, qtbot) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "no picture" in window.notices.text.text()
    assert not {"open_paths", "open_image", "open_data"} & set(session.names())


def test_a_pasted_picture_is_handed_on_as_the_bytes_that_it_is(window, session, qtbot) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(20, 10, QImage.Format.Format_RGB32))
    mime.setData("image/png", QByteArray(b"encoded"))
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [call[1] for call in session.calls if call[0] == "open_data"] == [b"encoded"]
    assert "open_image" not in session.names()


def test_the_page_that_was_made_ready_is_copied_and_said_to_be(window, session, qtbot) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.enter("page")
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert ("copy", "p1") in session.calls
    session.drawing.page_copied.emit(QImage(4, 4, QImage.Format.Format_RGB32), b"png")
    assert bytes(QGuiApplication.clipboard().mimeData().data("image/png").data()) == b"png"
    assert "Page copied" in window.notices.text.text()
    clipboard.release_own()


def test_the_menu_offers_each_language_in_its_own_words(window, session) -> None:
    session.settings_changed.emit(replace(session.settings, language="zh_CN"))
    menu = window.top.build_menu()
    texts = {action.text(): action for action in menu.actions()}
    assert texts["简体中文"].isChecked()
    assert not texts["English"].isChecked()
    texts["English"].trigger()
    assert ("update_settings", ("language", "en")) in session.calls


def test_every_language_offered_is_translated_and_the_other_way_round(repository) -> None:
    found = {
        path.stem.removeprefix("rectoscan_")
        for path in (repository / "resources" / "translations").glob("*.qm")
    }
    assert found | {"en"} == set(LANGUAGES)


def test_every_control_has_an_accessible_name(window, session) -> None:
    session.sources.cameras_changed.emit([CameraInfo("id", "Webcam")])
    session.notices.posted.emit(Notice("error", "Text", "retry"))
    dialogs = [SaveDialog(session.settings, session.pages, window), ShortcutsDialog(window)]
    for root in (window, *dialogs):
        for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit):
            for control in root.findChildren(kind):
                if not control.objectName().startswith("qt_"):
                    assert control.accessibleName(), control


@pytest.mark.parametrize(
    ("state", "key", "modifier", "name"),
    [
        ("live", Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "capture"),
        ("live", Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "set_auto_capture"),
        ("page", Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier, "rotate"),
        ("page", Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "set_filter"),
        ("page", Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "remove"),
        ("page", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "undo"),
        ("review", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "retake"),
    ],
)
def test_shortcuts_act_in_their_state(window, session, qtbot, state, key, modifier, name) -> None:
    session.enter(state)
    session.calls.clear()
    qtbot.keyClick(window, key, modifier)
    assert name in session.names()


def test_capture_does_nothing_outside_the_live_state(window, session, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert "capture" not in session.names()


def test_letters_typed_into_a_field_are_no_shortcuts(window, session, qtbot) -> None:
    session.enter("page")
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    session.calls.clear()
    qtbot.keyClicks(field, "ra1")
    assert field.text() == "ra1"
    assert session.calls == []


def test_the_automatic_size_says_what_it_chose_and_how_sure_it_is(window, session) -> None:
    stage, card = window.stage.page, page(width=1000, height=800)
    card.quad = Quad([(100, 150), (899, 150), (899, 653), (100, 653)])
    stage.show_page(card)
    assert stage.format.currentText() == "Auto: card"
    assert re.search(r"Size of the document\nMeasured: ID-1, \d+ %", stage.format.toolTip())
    assert stage.rounded.isVisibleTo(stage)
    card.quad = Quad([(100, 150), (599, 150), (599, 649), (100, 649)])
    stage.show_page(card)
    assert stage.format.currentText() == "Auto: as photographed"
    assert stage.format.toolTip() == "Size of the document"
    assert not stage.rounded.isVisibleTo(stage)
    card.format = "ID-1"
    stage.show_page(card)
    assert stage.format.currentText() == "ID-1 · card"
    assert stage.rounded.isVisibleTo(stage)


def test_the_size_and_round_corners_are_edits_of_the_page(window, session, qtbot) -> None:
    session.enter("page")
    session.selected, stage = "p1", window.stage.page
    stage.format.activated.emit(stage.format.findData("ID-3"))
    stage.rounded.show()
    stage.rounded.click()
    assert ("set_format", "p1", "ID-3", []) in session.calls
    assert ("set_rounded", "p1", True, []) in session.calls


def test_narrow_windows_keep_save_and_give_the_panes_room(window) -> None:
    window.resize(860, 600)
    QApplication.processEvents()
    assert not window.sources.isVisible()
    assert not window.tray.isVisible()
    assert window.top.save.isVisible()
    assert window.rect().contains(window.top.save.mapTo(window, QPoint(5, 5)))


def test_a_notice_offers_its_way_out(window, session, qtbot) -> None:
    session.notices.posted.emit(Notice("error", "The camera does not answer.", "retry"))
    assert window.notices.isVisible()
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert "retry" in session.names()
    assert not window.notices.isVisible()


def test_copies_ask_clipboard_histories_to_skip_them(qapp) -> None:
    mime = private_image(QImage(4, 4, QImage.Format.Format_RGB32), b"png")
    assert bytes(mime.data("image/png").data()) == b"png"
    assert bytes(mime.data(KDE_HINT).data()) == b"secret"
    assert mime.hasFormat("org.nspasteboard.ConcealedType")
    no = b"\x00\x00\x00\x00"  # a DWORD
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",  # counts by being there
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        # As Qt hands it to Windows: under its own name.
        assert bytes(mime.data(f'application/x-qt-windows-mime;value="{name}"').data()) == no


def test_clearing_the_session_empties_the_clipboard_of_its_own_page_only(window, session) -> None:
    held = QGuiApplication.clipboard()
    clipboard.copy_image(QImage(4, 4, QImage.Format.Format_RGB32), b"png")
    window.clearing.clear()
    assert held.image().isNull()
    held.setText("somebody's")
    window.clearing.clear()
    assert held.text() == "somebody's"
    held.clear()


@pytest.mark.parametrize("size", [(200, 150), (1600, 900)])
def test_a_live_frame_is_painted_whole_and_centred(window, session, size) -> None:
    session.enter("live")
    QApplication.processEvents()
    (*_, (_, width, height)) = [call for call in session.calls if call[0] == "set_preview_room"]
    finder = window.stage.viewfinder
    assert (width, height) == (finder.width(), finder.height())
    frame = QImage(*size, QImage.Format.Format_RGB32)
    frame.fill(Qt.GlobalColor.red)
    session.capturing.preview_changed.emit(frame)
    painted = finder.grab().toImage()
    red = [
        [painted.pixelColor(x, painted.height() // 2).red() > 200 for x in range(painted.width())],
        [painted.pixelColor(painted.width() // 2, y).red() > 200 for y in range(painted.height())],
    ]
    fit = Fit.inside(finder.size().toSizeF(), *size)
    for line, length, begin in zip(
        red, (fit.rect.width(), fit.rect.height()), (fit.left, fit.top), strict=True
    ):
        assert abs(sum(line) - length) <= 2
        assert abs(line.index(True) - begin) <= 1


def test_history_names_its_steps(window, session) -> None:
    session.editing.undo_text = "Rotate"
    session.editing.history_changed.emit()
    assert window.top.undo.accessibleName() == "Undo: Rotate"
    assert not window.top.redo.isEnabled()


def test_closing_closes_the_session(window, session) -> None:
    window.close()
    assert "close" in session.names()
