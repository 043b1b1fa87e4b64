"""The screen in the window: its row, what is said while it is watched, and how that is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.capture.guidance import Guidance
from app.session import ScreenInfo
from app.widgets import guide_wording, screen_wording
from app.workers.own_window import LIGHT, OwnWindow
from app.workers.screen_choice import ASKED

ONE = [ScreenInfo("1:DP-1", "")]
TWO = [ScreenInfo("1:DP-1", "U2720Q"), ScreenInfo("2:DP-2", "P2419H")]


def watch(window, session, screen: ScreenInfo = ONE[0]) -> None:
    session.screens.screens_changed.emit([screen])
    session.screens.watched = QGuiApplication.primaryScreen()
    session.sources.source, session.sources.running_camera = f"screen:{screen.name}", screen.id
    session.screens.screen_runs = True
    session.enter("live")
    session.sources.source_changed.emit(session.sources.source)
    QApplication.processEvents()


def leave(session) -> None:
    session.sources.source, session.screens.screen_runs = "", False
    session.sources.source_changed.emit("")


def told(session) -> list[OwnWindow]:
    return [call[1] for call in session.calls if call[0] == "hide_own"]


def test_one_screen_is_one_row_and_several_are_named(window, session, qtbot) -> None:
    session.screens.screens_changed.emit(ONE)
    assert [row.accessibleName() for row in window.sources.screens.values()] == ["Screen"]
    session.screens.screens_changed.emit(TWO)
    rows = window.sources.screens
    names = ["Screen U2720Q", "Screen P2419H"]
    assert [rows[each].accessibleName() for each in TWO] == names
    tips = [rows[each].toolTip().partition("\n") for each in TWO]
    assert [name for name, _, _ in tips] == names  # the row may have no room for it
    assert all("shown on the screen" in told for _, _, told in tips)
    session.screens.screens_changed.emit([*TWO, ScreenInfo(ASKED, "")])
    assert [*rows.values()][-1].text() == "Screen…"
    qtbot.mouseClick(rows[TWO[1]], Qt.MouseButton.LeftButton)
    assert session.calls[-1] == ("start_screen", "2:DP-2")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_screen_is_chosen_by_the_keyboard(window, session, qtbot, key) -> None:
    session.screens.screens_changed.emit(TWO)
    QApplication.processEvents()
    window.sources.paste.setFocus(Qt.FocusReason.TabFocusReason)
    for row in (*window.sources.screens.values(), window.sources.sample):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is row
    row = window.sources.screens[TWO[0]]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, key)
    assert session.calls[-1] == ("start_screen", "1:DP-1")


def test_the_keyboard_stays_on_a_screen_while_another_is_plugged_in(window, session) -> None:
    session.screens.screens_changed.emit(TWO)
    QApplication.processEvents()
    row = window.sources.screens[TWO[0]]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    session.screens.screens_changed.emit([TWO[0], ScreenInfo("2:HDMI-1", "HDMI-1")])
    QApplication.processEvents()
    assert row.hasFocus()
    assert len(window.sources.screens) == 2


def test_it_is_plain_to_see_that_the_screen_is_watched_and_when_no_longer(window, session) -> None:
    finder, sources = window.stage.viewfinder, window.sources
    watch(window, session)
    assert sources.screens[ONE[0]].property("chosen")
    assert sources.running_name.text() == "Watching: Screen"
    assert sources.stop.isVisible()
    blue, green, red = LIGHT
    assert finder.grab().toImage().pixelColor(8, 2) == QColor(red, green, blue)
    leave(session)
    assert not sources.screens[ONE[0]].property("chosen")
    assert not sources.stop.isVisible()
    assert finder.grab().toImage().pixelColor(8, 2) != QColor(red, green, blue)


def test_it_is_seen_before_the_first_picture_is_taken_and_not_where_none_came(
    window, session
) -> None:
    finder = window.stage.viewfinder
    blue, green, red = LIGHT
    session.enter("live")
    QApplication.processEvents()
    session.screens.screen_runs = True
    session.screens.asked_for.emit()
    assert finder.grab().toImage().pixelColor(8, 2) == QColor(red, green, blue)
    assert told(session)
    session.screens.screen_runs = False
    session.enter("empty")
    assert finder.grab().toImage().pixelColor(8, 2) != QColor(red, green, blue)


def test_the_place_of_the_window_is_told_at_once_and_where_it_is_moved(
    window, session, qtbot
) -> None:
    watch(window, session)
    screen = QGuiApplication.primaryScreen().geometry()
    frame = window.frameGeometry()
    assert told(session)[-1].places == (
        (
            frame.left() / screen.width(),
            frame.top() / screen.height(),
            (frame.left() + frame.width()) / screen.width(),
            (frame.top() + frame.height()) / screen.height(),
        ),
    )
    assert told(session)[-1].tape is not None
    before = told(session)[-1]
    window.move(window.x() + 40, window.y() + 20)
    qtbot.waitUntil(lambda: told(session)[-1] != before)
    leave(session)
    count = len(told(session))
    qtbot.wait(250)
    assert len(told(session)) == count
    assert not window.acting.screen_watch._timer.isActive()


def test_where_the_place_is_not_known_the_window_is_to_be_looked_for(window, session) -> None:
    watch(window, session)
    assert not told(session)[-1].adrift
    session.screens.watched = None
    session.sources.source_changed.emit("screen:")
    assert told(session)[-1].adrift


def test_what_is_captured_while_another_window_is_used_calls_for_attention(
    window, session, monkeypatch
) -> None:
    called: list[object] = []
    monkeypatch.setattr(QApplication, "alert", called.append)
    monkeypatch.setattr(type(window), "isActiveWindow", lambda _window: False)
    session.pages_changed.emit()
    assert not called
    watch(window, session)
    session.pages_changed.emit()
    assert called == [window]


def test_no_advice_for_a_camera_is_given_for_a_screen(window, session) -> None:
    watch(window, session)
    for key in Guidance:
        window.guide.show_live(key)
        shown = window.bottom.guidance.text()
        assert shown
        for word in ("camera", "light", "glare", "hold", "still…", "closer", "back a"):
            assert word not in shown.lower() or key in {"too_dark", "too_bright", "glare"}, shown
    window.guide.show_live("no_document")
    assert window.bottom.guidance.text() == screen_wording.guidance("no_document")
    session.sources.source = "camera:Desk"
    window.guide.show_live("move_closer")
    assert window.bottom.guidance.text() == guide_wording.guidance("move_closer")


def test_a_denied_screen_points_to_its_own_settings(window, session, monkeypatch, qtbot) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "app.widgets.requests.QDesktopServices.openUrl", lambda url: asked.append(url.toString())
    )
    from app.session.screen_wording import screen_notice

    session.notices.posted.emit(screen_notice("denied", ""))
    assert window.notices.action.text() == "Open settings"
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert "ScreenCapture" in asked[0]
