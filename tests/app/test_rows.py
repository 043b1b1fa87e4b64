"""The rows of cameras and of tools: which is marked, what is read of it, and where Tab goes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, Qt, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.session import CameraInfo, Notice
from app.widgets.main_window import MainWindow
from app.widgets.plain import plain
from app.workers.camera import CameraFeed

TWINS = [CameraInfo("a", "USB Camera"), CameraInfo("b", "USB Camera")]
LONG = "Integrated Webcam FHD (0bda:5675) R&D, at the front of the second desk"


@pytest.fixture(autouse=True)
def no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test says which cameras there are."""
    monkeypatch.setattr(CameraFeed, "list_cameras", lambda _feed: None)


def run_camera(window: MainWindow, camera: CameraInfo) -> None:
    """As where it was opened; there is no device."""
    feed = window.session._live.camera
    feed._current = camera.id
    feed.opened.emit(f"camera:{camera.name}")


def marked(window: MainWindow) -> list[bool]:
    return [bool(row.property("chosen")) for row in window.sources.cameras]


def seen(text: str) -> str:
    """A text as a tooltip shows it."""
    if not Qt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


# ------------------------------------------------------------------------------------ cameras
def test_of_two_cameras_of_one_name_the_one_that_runs_is_marked(window: MainWindow) -> None:
    window.session.sources.cameras_changed.emit(TWINS)
    for camera, wanted in zip(TWINS, ([True, False], [False, True]), strict=True):
        run_camera(window, camera)
        assert marked(window) == wanted
        window.session.sources.stop_live()
        assert marked(window) == [False, False]


def test_the_keyboard_stays_on_a_camera_while_others_come_and_go(window: MainWindow) -> None:
    third = CameraInfo("c", "Third")
    window.session.sources.cameras_changed.emit(TWINS)
    QApplication.processEvents()
    row = window.sources.cameras[1]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    assert row.hasFocus()
    for cameras in ([*TWINS, third], TWINS[::-1], TWINS[1:]):
        window.session.sources.cameras_changed.emit(cameras)
        QApplication.processEvents()
        assert row.hasFocus()
        assert len(window.sources.cameras) == len(cameras)
        assert window.sources.cameras[cameras.index(TWINS[1])] is row


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_camera_is_started_by_the_key_that_its_row_has(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(window.session._live.camera, "open", opened.append)
    window.session.sources.cameras_changed.emit(TWINS)
    row = window.sources.cameras[1]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, key)
    assert opened == ["b"]
    window.session.sources.stop_live()


@pytest.mark.parametrize("name", [LONG, "W" * 60, "摄像头" * 20, "R&D", "&" * 90])
def test_a_long_name_ends_in_dots_that_are_seen_whole(window: MainWindow, name: str) -> None:
    window.session.sources.cameras_changed.emit([CameraInfo("a", name)])
    run_camera(window, CameraInfo("a", name))
    QApplication.processEvents()
    (row,) = window.sources.cameras
    label = window.sources.running_name
    for widget in (row, label):
        assert widget.isVisible()
        assert widget.sizeHint().width() <= widget.width(), widget.text()
    shown = row.text().replace("&&", "&")
    assert shown == name or (shown.endswith("…") and name.startswith(shown[:-1]))
    assert len(shown) >= min(len(name), 5)
    assert row.accessibleName() == name
    window.session.sources.stop_live()


# --------------------------------------------------------------------------------- plain names
@pytest.mark.parametrize("name", ["<h1>big<br>x.png", "<b>a</b> & b.png", "a & b.png"])
def test_a_name_is_shown_as_it_is_in_a_tooltip(name: str) -> None:
    assert seen(plain(f"{name}\nsecond line")) == f"{name}\nsecond line"


def test_names_of_files_and_films_are_no_markup(two: MainWindow, qtbot: QtBot) -> None:
    session, name = two.session, "<h1>big<br>x"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    session.opening.open_image(image, name)
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    item = two.tray.list.item(2)
    assert seen(item.toolTip()).split("\n")[0] == name
    session.notices.posted.emit(Notice("warning", "Text", None, f"{name}\n{name}"))
    assert seen(two.notices.toolTip()) == f"{name}\n{name}"
    session.sources.source_changed.emit(f"video:{name}")
    label = two.sources.running_name
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert seen(label.toolTip()) == name


# ------------------------------------------------------------------------------------- the Tab
def tab_stops(window: MainWindow, inside: QWidget) -> list[QWidget]:
    """What Tab goes through of a part of the window, in order."""
    stops: list[QWidget] = []
    window.centralWidget().setFocus()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused in stops:
            return stops
        if focused is not None and inside.isAncestorOf(focused):
            stops.append(focused)
    return stops


@pytest.mark.parametrize("width", [1000, 1800])
def test_tab_goes_through_the_tools_as_they_stand(two: MainWindow, width: int) -> None:
    two.resize(1800 if width == 1000 else 1000, 700)
    QApplication.processEvents()
    two.resize(width, 700)
    QApplication.processEvents()
    page = two.stage.page
    first, *stops = tab_stops(two, page)
    assert first is page.view  # which arrows move once it is zoomed
    bar, stops = stops[:3], stops[3:]
    assert bar == [page.view.bar.smaller, page.view.bar.percent, page.view.bar.larger]
    assert len(stops) >= 7
    tools = stops[0].parentWidget().parentWidget()
    while tools is not None and tools.objectName() != "pagetools":
        tools = tools.parentWidget()
    places = [each.mapTo(tools, each.rect().center()) for each in stops]
    lower = [width == 1000 and place.y() > tools.height() / 2 for place in places]
    read = [(low, place.x()) for low, place in zip(lower, places, strict=True)]
    assert read == sorted(read)
    assert any(lower) is (width == 1000)


def test_tab_goes_from_camera_to_camera_above_the_files(window: MainWindow) -> None:
    window.session.sources.cameras_changed.emit(TWINS)
    window.session.sources.cameras_changed.emit([CameraInfo("c", "New"), *TWINS])
    QApplication.processEvents()
    sources = window.sources
    stops = tab_stops(window, sources)
    assert stops[:4] == [*sources.cameras, sources.open]
