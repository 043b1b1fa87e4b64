"""Files of every kind dropped on the real window: opened, or refused by name and with a reason."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from tests.app.document.test_folder import lock
from tests.app.document.test_picture import TO_STORED, huge_header, scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dropped"
    made.mkdir()
    return made


def drop(window: MainWindow, *paths: Path | QUrl) -> None:
    """A drag with these paths enters the window and is dropped, as a file manager does it."""
    mime = QMimeData()
    mime.setUrls([p if isinstance(p, QUrl) else QUrl.fromLocalFile(str(p)) for p in paths])
    how = (
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(300, 300), *how)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *how))


def shown(window: MainWindow) -> str:
    return window.notices.text.text().replace("\u200b", "") if window.notices.isVisible() else ""


def wait_idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.session.opening.under_way, timeout=20_000)


# ---------------------------------------------------------------------- what is refused, and how
def zero(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("Dear all, this is no picture.")


def cut(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:-4000])


def broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.png")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def one_pixel(path: Path) -> None:
    Image.new("RGB", (1, 1), "red").save(path)


def thin(path: Path) -> None:
    Image.new("RGB", (20, 2001), "red").save(path)


def missing(_path: Path) -> None: ...


def empty_folder(path: Path) -> None:
    path.mkdir()


def long_named(path: Path) -> None:
    path.touch()


BAD: list[tuple[str, Callable[[Path], None], str]] = [
    ("zero.png", zero, "empty"),
    ("letter.jpg", text, "not a picture"),
    ("cut.jpg", cut, "damaged"),
    ("cut.png", cut, "damaged"),
    ("huge.png", huge_header, "30000 × 20000"),
    ("link.png", broken_link, "broken link"),
    ("dot.png", one_pixel, "too small"),
    ("thread.png", thin, "too small"),
    ("pipe.png", pipe, "not a regular file"),
    ("device.png", device, "not a regular file"),
    ("missing.png", missing, "does not exist"),
    ("empty", empty_folder, "holds no pictures"),
    ("empty.png", empty_folder, "holds no pictures"),
    ("身份证 Zoë\u202e.jpg", text, "not a picture"),
    ("n" * 251 + ".png", long_named, "empty"),
    ("n" * 300 + ".png", missing, "the name is too long"),
    ("letter.mp4", text, "as a video"),
    ("pipe.mp4", pipe, "as a video"),
    ("missing.mp4", missing, "as a video"),
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize(("name", "make", "reason"), BAD, ids=[f"{n[:12]}" for n, _, _ in BAD])
def test_what_cannot_be_opened_is_named_and_what_was_there_stays(
    window: MainWindow, qtbot: QtBot, folder: Path, name: str, make: Callable, reason: str
) -> None:
    good = folder / "good.png"
    scene().save(good)
    drop(window, good)
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    before, width = window.session.pages, window.width()
    make(folder / name)
    drop(window, folder / name)
    qtbot.waitUntil(lambda: reason in shown(window))
    assert name in shown(window)
    assert window.notices.property("kind") == "error"
    assert window.session.pages == before
    assert window.session.state == "page"
    assert window.width() == width  # a long name makes no window wider than the screen
    window.session.sources.stop_live()


def test_a_file_without_permission_says_so(
    window: MainWindow, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:  # root may read everything, so the refusal is made
        raise PermissionError(13, "Permission denied")

    path = folder / "secret.png"
    scene().save(path)
    monkeypatch.setattr(Path, "open", refuse)
    drop(window, path)
    qtbot.waitUntil(lambda: "secret.png" in shown(window))
    assert "permission denied" in shown(window)


def test_a_folder_that_cannot_be_listed_does_not_stop_the_rest(
    window: MainWindow, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = folder / "locked"
    locked.mkdir()
    scene().save(folder / "good.png")
    lock(monkeypatch, locked)
    drop(window, locked, folder / "good.png")
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    assert "locked" in shown(window)
    assert "permission denied" in shown(window)


def test_several_bad_files_are_all_named_and_the_good_ones_opened(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    for name in ("a.png", "c.png"):
        (folder / name).touch()
    scene().save(folder / "b.png")
    drop(window, folder)
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    wait_idle(qtbot, window)
    qtbot.waitUntil(lambda: "2 files" in shown(window))
    assert "a.png" in shown(window)
    assert "c.png" in shown(window)
    drop(window, folder / "a.png")  # another time, another list
    qtbot.waitUntil(lambda: "files" not in shown(window))


def test_pages_that_come_back_after_a_bad_file_are_shown(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    scene().save(folder / "good.png")
    drop(window, folder / "good.png")
    qtbot.waitUntil(lambda: window.session.state == "page")
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert window.session.state == "empty"
    drop(window, folder / "missing.png")
    qtbot.waitUntil(lambda: "missing.png" in shown(window))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.session.pages) == 1
    assert window.session.state == "page"


# ----------------------------------------------------------------------------- what is opened
def deep(path: Path) -> None:
    Image.fromarray(np.full((40, 60), 40_000, np.uint16)).save(path)


def cmyk(path: Path) -> None:
    scene().convert("CMYK").save(path)


def palette(path: Path) -> None:
    clear = scene().convert("RGBA")
    clear.paste((0, 0, 0, 0), (20, 0, 40, 40))
    clear.quantize(8).save(path)


def moving(path: Path) -> None:
    scene().save(path, save_all=True, append_images=[Image.new("RGB", (60, 40), "black")])


def turned(orientation: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        method = TO_STORED[orientation]
        exif = Image.Exif()
        exif[0x0112] = orientation
        (scene().transpose(method) if method is not None else scene()).save(path, exif=exif)

    return make


GOOD: list[tuple[str, Callable[[Path], None], tuple[int, int]]] = [
    ("deep.png", deep, (40, 60)),
    ("cmyk.jpg", cmyk, (40, 60)),
    ("palette.png", palette, (40, 60)),
    ("moving.gif", moving, (40, 60)),
    ("moving.webp", moving, (40, 60)),
    ("身份证 é ñ.png", palette, (40, 60)),
    ("x" * 251 + ".png", palette, (40, 60)),
    *((f"turned-{n}.jpg", turned(n), (40, 60)) for n in range(1, 9)),
]


@pytest.mark.parametrize(("name", "make", "size"), GOOD, ids=[f"{n[:12]}" for n, _, _ in GOOD])
def test_odd_but_good_files_become_pages(
    window: MainWindow,
    qtbot: QtBot,
    folder: Path,
    name: str,
    make: Callable[[Path], None],
    size: tuple[int, int],
) -> None:
    make(folder / name)
    with qtbot.waitSignals(
        [window.session.drawing.page_rendered, window.session.drawing.thumbnail_ready]
    ):
        drop(window, folder / name)
    (page,) = window.session.pages
    assert (page.height, page.width) == size
    assert page.name == Path(name).stem
    assert "cannot" not in shown(window)
    assert window.width() == 1000


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_opened_from_its_folder(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    good = folder / "good.png"
    scene().save(good)
    good.rename(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.png"))
    drop(window, folder)
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    assert window.tray.list.item(0).text() in {"Front", "Page 1"}


# ----------------------------------------------------------------------- other computers' files
def test_remote_addresses_are_refused_in_words(window: MainWindow) -> None:
    for address in ("https://example.org/a.jpg", "file://host/share/a.jpg", "smb://host/a.jpg"):
        window.notices.hide()
        drop(window, QUrl(address))
        assert "no network" in shown(window)
    assert window.session.pages == ()
    assert not window.session.opening.under_way
