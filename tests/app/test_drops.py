"""What is dropped on the window, by the events that Qt makes of it."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote_from_bytes

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
LINK = Qt.DropAction.LinkAction


def drag_over(
    window: MainWindow, mime: QMimeData, offered: Qt.DropAction, held: Qt.KeyboardModifier
) -> list[QDropEvent]:
    """The drag that came in, and the drop where it was wanted, as the window left them."""
    how = (offered, mime, LEFT, held)
    events: list[QDropEvent] = [
        QDragEnterEvent(QPoint(300, 300), *how),
        QDropEvent(QPointF(300, 300), *how),
    ]
    for event in events:
        QApplication.sendEvent(window, event)
        if not event.isAccepted():
            break
    return events


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Whether the window wanted the drag; it is dropped where it did."""
    return drag_over(window, mime, COPY, NONE)[0].isAccepted()


def test_text_that_names_no_file_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("a sentence")
    assert not drop(window, mime)
    assert not window.session.opening.under_way


def test_text_that_names_a_file_opens_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "a b.png"
    picture.write_bytes(cv2.imencode(".png", np.zeros((30, 40, 3), np.uint8))[1].tobytes())
    for text in (str(picture), picture.as_uri(), f'"{picture}"'):
        mime = QMimeData()
        mime.setText(text)
        count = len(window.session.pages)
        assert drop(window, mime)
        qtbot.waitUntil(lambda count=count: len(window.session.pages) == count + 1)


@pytest.mark.parametrize(
    ("offered", "held", "taken"),
    [
        (COPY | MOVE | LINK, SHIFT, COPY),  # which stands for a move
        (COPY | MOVE | LINK, NONE, COPY),
        (LINK | MOVE, NONE, LINK),
        (MOVE, NONE, None),
    ],
)
def test_no_source_is_told_to_delete_what_was_dropped(
    window: MainWindow,
    tmp_path: Path,
    offered: Qt.DropAction,
    held: Qt.KeyboardModifier,
    taken: Qt.DropAction | None,
) -> None:
    mime = QMimeData()
    mime.setText(str(tmp_path / "a.png"))
    events = drag_over(window, mime, offered, held)
    if taken is None:
        assert not any(event.isAccepted() for event in events)
        assert not window.stage.empty._hovered
    else:
        assert [event.dropAction() for event in events if event.isAccepted()] == [taken, taken]
    assert (window.session.opening.under_way) is (taken is not None)


def test_an_address_as_text_is_refused_in_words(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("https://example.org/card.png")
    assert drop(window, mime)
    assert "no network" in window.notices.text.text()


def uris(*lines: bytes) -> QMimeData:
    mime = QMimeData()
    mime.setData("text/uri-list", b"\r\n".join([*lines, b""]))
    return mime


def png(path: Path) -> bytes:
    data = cv2.imencode(".png", np.zeros((30, 40, 3), np.uint8))[1].tobytes()
    path.write_bytes(data)
    return data


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_file_whose_name_is_no_text_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for n, name in enumerate([b"caf\xe9.png", "café.png".encode(), b"100% #a?.png", b"a\nb.png"]):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        png(path)
        assert drop(window, uris(b"file://" + quote_from_bytes(os.fsencode(path)).encode()))
        qtbot.waitUntil(lambda n=n: len(window.session.pages) == n + 1)
    assert not window.notices.isVisible() or "opened" not in window.notices.text.text()


@pytest.mark.skipif(sys.platform == "win32", reason="there a host is a share's")
def test_a_file_of_this_computer_is_opened_whatever_it_is_called(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "Desk.home")
    png(tmp_path / "a.png")
    place = os.fsencode(tmp_path / "a.png")
    for n, host in enumerate([b"localhost", b"desk.home", b"DESK.home", b""]):
        assert drop(window, uris(b"# what is to be opened", b"file://" + host + place))
        qtbot.waitUntil(lambda n=n: len(window.session.pages) == n + 1)
        assert "no network" not in window.notices.text.text()
    assert drop(window, uris(b"file://elsewhere.home" + place))
    assert "no network" in window.notices.text.text()


def test_a_picture_within_an_address_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    address = b"data:image/png;base64," + b64encode(png(tmp_path / "a.png"))
    text = QMimeData()
    text.setText(address.decode())
    for n, mime in enumerate([uris(address), text]):
        assert drop(window, mime)
        qtbot.waitUntil(lambda n=n: len(window.session.pages) == n + 1)
    assert "no network" not in window.notices.text.text()


@pytest.mark.parametrize(
    "address",
    [
        b"mtp://telephone/DCIM/1.jpg",
        b"trash:///a.png",
        b"data:text/plain,no",
        b"data:image/png;base64,a",
    ],
)
def test_what_is_no_file_is_not_called_a_network(window: MainWindow, address: bytes) -> None:
    assert drop(window, uris(address))
    assert "no file of this computer" in window.notices.text.text()
    assert not window.session.opening.under_way


def test_a_list_of_nothing_but_comments_is_not_taken(window: MainWindow) -> None:
    assert not drop(window, uris(b"# nothing", b"#"))


def test_dropped_pixels_become_a_page(window: MainWindow, qtbot: QtBot) -> None:
    image = QImage(64, 48, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    mime = QMimeData()
    mime.setImageData(image)
    assert drop(window, mime)
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    assert window.session.pages[0].original.pixels()[5, 5].tolist() == [128, 128, 0]


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_why_nothing_was_opened_goes_with_the_next_attempt(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opening, told = window.session.opening, window.notices
    good, bad = tmp_path / "a.png", tmp_path / "b.png"
    good.write_bytes(cv2.imencode(".png", np.zeros((30, 40, 3), np.uint8))[1].tobytes())
    bad.write_bytes(b"no picture")
    drop(window, files(bad))
    qtbot.waitUntil(lambda: not opening.under_way)
    assert told.isVisible()
    assert "b.png cannot be opened" in told.text.text()
    drop(window, files(bad, good))
    assert not told.isVisible()
    qtbot.waitUntil(lambda: not opening.under_way)
    assert "b.png cannot be opened" in told.text.text()
    drop(window, files(good))  # of two files one is missing still, which nobody may overlook
    assert told.isVisible()
    qtbot.waitUntil(lambda: not opening.under_way)


def test_that_an_opening_was_stopped_goes_with_the_next_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(cv2.imencode(".png", np.zeros((30, 40, 3), np.uint8))[1].tobytes())
    drop(window, files(picture))
    window.session.opening.stop_opening()
    qtbot.waitUntil(lambda: "Stopped" in window.notices.text.text())
    assert window.notices.isVisible()
    drop(window, files(picture))
    assert not window.notices.isVisible()
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    assert not window.notices.isVisible() or "Stopped" not in window.notices.text.text()
