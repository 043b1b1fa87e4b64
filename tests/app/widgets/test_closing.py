from __future__ import annotations

from app.session import Notice


def test_a_save_that_runs_is_finished_out_of_sight_before_the_session_closes(
    window, session, qtbot
) -> None:
    session.saving = True
    window.close()
    assert not window.isVisible()
    assert "close" not in session.names()
    session.saving = False
    session.busy_changed.emit(0)
    qtbot.waitUntil(lambda: "close" in session.names())
    assert not window.isVisible()


def test_a_save_that_fails_while_closing_brings_the_window_back(window, session, qtbot) -> None:
    session.saving = True
    window.close()
    session.saving = False
    session.busy_changed.emit(0)
    session.notice_posted.emit(Notice("error", "Not saved: the disk is full.", "save_elsewhere"))
    qtbot.waitUntil(window.isVisible)
    assert window.notices.isVisible()
    assert "close" not in session.names()
    window.close()
    assert "close" in session.names()
