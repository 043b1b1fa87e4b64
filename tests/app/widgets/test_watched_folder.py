from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QFileDialog

from app.session.watch_wording import not_watched
from app.session.wording import camera_notice
from app.widgets.main_window import MainWindow


def click(window, qtbot) -> None:
    qtbot.mouseClick(window.sources.watch, Qt.MouseButton.LeftButton)


def test_a_folder_is_asked_for_and_then_watched(window, session, qtbot, tmp_path: Path) -> None:
    click(window, qtbot)
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    assert ("watch_folder", tmp_path) in session.calls


def test_its_row_names_it_and_ends_it(window, session, qtbot) -> None:
    row = window.sources.watch
    offered = row.text()
    session.watching.folder = Path("/home/desk/a folder with a name that no pane has room for")
    session.watching.watch_changed.emit()
    assert row.text() not in {"", offered}
    assert row.text().endswith("…")
    assert row.sizeHint().width() <= row.width()
    assert str(session.watching.folder) in row.toolTip()
    assert session.watching.folder.name in row.accessibleName()
    assert row.property("chosen")
    click(window, qtbot)
    assert session.names()[-1] == "stop_watching"
    session.watching.folder = None
    session.watching.watch_changed.emit()
    assert row.text() == offered
    assert not row.property("chosen")


def test_that_it_is_gone_holds_until_it_is_back_or_watched_no_longer(window, session) -> None:
    session.watching.folder = Path("/home/desk/inbox")
    session.watching.watch_changed.emit()
    for folder in (session.watching.folder, None):
        session.watching.folder = folder
        session.notices.posted.emit(not_watched("it is not there"))
        assert window.notices.isVisible()
        session.watching.watch_changed.emit()
        assert window.notices.isHidden()
    session.notices.posted.emit(camera_notice("gone", ""))
    session.watching.watch_changed.emit()
    assert window.notices.isVisible()


def test_a_large_font_of_the_desktop_s_cuts_no_row(session, qtbot) -> None:
    before = QApplication.font()
    large = QFont(before)
    large.setPointSize(18)
    QApplication.setFont(large)
    try:
        window = MainWindow(session)
        qtbot.addWidget(window)
        assert window.sources.watch.text() == "Watch a folder…"
    finally:
        QApplication.setFont(before)
        window.close()
