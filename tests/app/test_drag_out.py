"""Pages dragged out of the tray: what other programs get, and what becomes of it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.document.form import Form
from app.session import dragging as dragging_module
from app.widgets.main_window import MainWindow
from app.workers.dragged import DraggedFiles
from detector.quad import Quad

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
ROWS = "application/x-qabstractitemmodeldatalist"


@pytest.fixture
def root(two: MainWindow, tmp_path: Path) -> Path:
    """Where dragged files are: the pages are "a" and "b", which are saved."""
    folder = tmp_path / "runtime" / "dragged"
    two.session.dragging.drag_in(folder)
    return folder


def begin(window: MainWindow, qtbot: QtBot, row: int = 0) -> QMimeData:
    """What Qt does as a drag begins; the pages that are marked are dragged."""
    pages = window.tray.list
    qtbot.mousePress(pages.viewport(), LEFT, pos=pages.visualItemRect(pages.item(row)).center())
    chosen = pages.selectionModel().selectedRows()
    return pages.model().mimeData(chosen)


def leave(window: MainWindow) -> None:
    QApplication.sendEvent(window.tray.list.viewport(), QDragLeaveEvent())


def written(window: MainWindow, qtbot: QtBot) -> list[Path]:
    with qtbot.waitSignal(window.session.dragging.files_written) as told:
        leave(window)
    return list(told.args[0])


def files(root: Path) -> list[Path]:
    return [each for each in root.rglob("*") if each.is_file() and each.name != "lock"]


def test_a_page_is_a_file_once_it_is_written_and_no_save(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    two.session.editing.rotate(two.session.pages[0].id, 1)
    assert two.session.saving.unsaved == 1
    mime = begin(two, qtbot)
    assert mime.hasUrls()  # which desktops ask at the beginning
    assert mime.urls() == []
    (path,) = written(two, qtbot)
    assert [Path(url.toLocalFile()) for url in mime.urls()] == [path]
    assert path.name == "a.pdf"  # after its picture, as a save of this page alone
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
    assert two.session.saving.unsaved == 1
    assert two.bottom.guidance.text() == "Ready to save"


def test_pages_that_are_marked_go_together_as_a_save_writes_them(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    two.tray.list.selectAll()
    mime = begin(two, qtbot)
    (path,) = written(two, qtbot)
    assert path.name.startswith("Scan ")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
    two.session.update_settings(format="png")
    mime = begin(two, qtbot)
    names = [path.name for path in written(two, qtbot)]
    assert names == ["a.png", "b.png"]
    assert [url.fileName() for url in mime.urls()] == names


def test_edits_and_what_is_blacked_out_are_in_the_file(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    two.session.update_settings(format="png")
    page = two.session.pages[0]
    two.session.editing.black_out(page.id, (-0.5, -0.5), (2.0, 2.0))
    begin(two, qtbot)
    (path,) = written(two, qtbot)
    image = QImage(str(path))
    assert not image.isNull()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#000000"


def test_a_page_in_review_goes_as_it_is_shown(two: MainWindow, qtbot: QtBot, root: Path) -> None:
    two.session.update_settings(format="png", keep_sharper=True)
    page = two.session.pages[0]
    two.session.review.edit_page(page.id)
    two.session.review.adjust_review(Quad([(150, 100), (250, 100), (250, 160), (150, 160)]))
    two.session.dragging.write_dragged([page.id], "a.png", Form("png", 300, 90, keep_sharper=True))
    with qtbot.waitSignal(two.session.dragging.files_written) as told:
        pass
    image = QImage(str(told.args[0][0]))
    assert image.width() / image.height() == pytest.approx(100 / 60, rel=0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="no owner bits")
def test_the_files_are_their_owners_alone(two: MainWindow, qtbot: QtBot, root: Path) -> None:
    before = os.umask(0)
    try:
        begin(two, qtbot)
        (path,) = written(two, qtbot)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, root):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_moving_within_the_list_writes_nothing(two: MainWindow, qtbot: QtBot, root: Path) -> None:
    begin(two, qtbot)
    qtbot.waitUntil(lambda: not two.session.dragging._lane.busy)
    assert not root.exists()


def test_a_second_drag_has_its_files_at_once_until_the_page_is_another(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    begin(two, qtbot)
    (path,) = written(two, qtbot)
    assert [Path(url.toLocalFile()) for url in begin(two, qtbot).urls()] == [path]
    two.session.editing.rotate(two.session.pages[0].id, 1)
    assert begin(two, qtbot).urls() == []


def test_what_is_offered_shows_no_names_and_pictures_of_the_list(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    assert bytes(begin(two, qtbot).data(ROWS).data()) == b""
    assert two.tray.list.supportedDragActions() == COPY  # a move would take the page away


def test_clearing_the_session_removes_the_files_and_so_does_its_end(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    begin(two, qtbot)
    (path,) = written(two, qtbot)
    two.session.editing.rotate(two.session.pages[0].id, 1)
    begin(two, qtbot)
    written(two, qtbot)
    assert len(files(root)) == 2
    two.session.clear()
    qtbot.waitUntil(lambda: [*root.iterdir()] == [])
    two.session.opening.open_paths([path.parents[4] / "a.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == 1)
    begin(two, qtbot)
    written(two, qtbot)
    assert files(root)
    two.closing.leave()
    assert [*root.iterdir()] == []


def test_what_a_program_left_that_was_killed_goes_at_the_next_start_and_no_others(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    running = DraggedFiles(root)
    (running.new_folder() / "theirs.pdf").write_bytes(b"x")
    left = root / "left" / "drag"
    left.mkdir(parents=True)
    (left / "card.pdf").write_bytes(b"x")
    two.session.prepare()
    qtbot.waitUntil(lambda: not left.exists())
    assert [path.name for path in files(root)] == ["theirs.pdf"]
    running.remove()


def test_a_failure_is_told_and_files_that_come_too_late_as_well(
    two: MainWindow, qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.parent.mkdir(parents=True)
    root.write_bytes(b"")  # no folder can be made of it
    begin(two, qtbot)
    leave(two)
    qtbot.waitUntil(lambda: "Cannot be dragged out" in two.notices.text.text())
    assert two.notices.action.text() == "Save elsewhere"
    root.unlink()
    two.acting.drag_out._end()  # it was let go
    monkeypatch.setattr(
        "app.widgets.drag_out.QCursor.pos",
        lambda: two.frameGeometry().topLeft() * 0 - two.rect().bottomRight() * 9,
    )
    written(two, qtbot)
    assert "drag the pages out again" in two.notices.text.text()


class OwnDrop(QDropEvent):
    """As of a drag that began in this program."""

    sender: QObject

    def source(self) -> QObject:
        return self.sender


class OwnEnter(QDragEnterEvent):
    sender: QObject

    def source(self) -> QObject:
        return self.sender


def own(window: MainWindow, offered: Qt.DropAction, mime: QMimeData) -> OwnDrop:
    made = OwnDrop(QPointF(10, 10), offered, mime, LEFT, NONE)
    made.sender = window.tray.list
    return made


def test_our_own_page_dropped_on_our_own_window_opens_nothing(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    mime = begin(two, qtbot)
    written(two, qtbot)
    enter = OwnEnter(QPointF(300, 300).toPoint(), COPY, mime, LEFT, NONE)
    enter.sender = two.tray.list
    for event in (enter, own(two, COPY, mime)):
        QApplication.sendEvent(two, event)
        assert not event.isAccepted()
    assert not two.session.opening.under_way
    assert len(two.session.pages) == 2


def test_within_the_list_a_copy_is_taken_for_the_move_that_it_is(
    two: MainWindow, qtbot: QtBot, root: Path
) -> None:
    mime = begin(two, qtbot)
    event, taken = own(two, COPY, mime), []

    def take(moved: QDropEvent) -> None:
        taken.append((moved.possibleActions(), moved.dropAction()))
        moved.accept()

    handle: Callable[..., None] = two.tray.list._handle
    moved = QDropEvent(QPointF(10, 10), COPY | MOVE, mime, LEFT, NONE)
    handle(event, moved, take)
    assert taken == [(COPY | MOVE, MOVE)]
    assert event.isAccepted()
    assert event.dropAction() == COPY  # by which Qt takes no row out of the list
    two.session.editing.remove(two.session.pages[0].id)
    alone = own(two, COPY, mime)
    handle(alone, moved, take)  # one page beside an empty place stays where it is
    assert not alone.isAccepted()
    foreign = QDropEvent(QPointF(10, 10), COPY | MOVE, mime, LEFT, NONE)
    handle(foreign, moved, take)
    assert not foreign.isAccepted()
    assert len(taken) == 1


def test_a_pdf_is_loaded_for_before_it_is_wanted(
    two: MainWindow, qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(dragging_module, "_load", lambda: loaded.append(True))
    begin(two, qtbot)
    qtbot.waitUntil(lambda: loaded == [True])
