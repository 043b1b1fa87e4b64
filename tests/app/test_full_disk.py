"""A disk that is really full, and one that may not be written to: small file systems in memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.selftest import sample_frame
from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice
from tests.app.test_cli import run

SIZE_KIB = 256


def mount(folder: Path, *options: str) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no mount: {error}")
    if done.returncode != 0:
        pytest.skip(f"mounting is not permitted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB, half of it taken."""
    for folder in mount(tmp_path / "disk", f"size={SIZE_KIB}k"):
        (folder / "ballast").write_bytes(bytes(SIZE_KIB * 512))
        yield folder


@pytest.fixture
def locked_disk(tmp_path: Path) -> Iterator[Path]:
    yield from mount(tmp_path / "locked", "ro")


def left_on(disk: Path) -> set[str]:
    return {path.name for path in disk.iterdir()} - {"ballast"}


def open_noise(window: MainWindow, qtbot: QtBot, folder: Path, count: int, side: int) -> None:
    """Pages that do not compress."""
    paths = [folder / f"noise-{n}.png" for n in range(count)]
    for n, path in enumerate(paths):
        noise = np.random.default_rng(n).integers(0, 256, (side, side, 3), np.uint8)
        path.write_bytes(cv2.imencode(".png", noise)[1].tobytes())
    window.session.opening.open_paths(paths)
    qtbot.waitUntil(lambda: len(window.session.pages) == count)


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff", "pdf"])
@pytest.mark.parametrize(("count", "side"), [(1, 400), (4, 140)], ids=["one", "all"])
def test_a_full_disk_is_said_and_a_retry_works_once_there_is_room(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    small_disk: Path,
    file_format: str,
    count: int,
    side: int,
) -> None:
    room = small_disk / "ballast"
    room.write_bytes(bytes(SIZE_KIB * 1024 - 48 * 1024))
    open_noise(window, qtbot, tmp_path, count, side)
    before = window.session.pages
    choice = SaveChoice((), file_format, 0, True, 90)
    failed = window.session.notices.posted
    with qtbot.waitSignal(failed, check_params_cb=lambda n: n.action == "save_elsewhere"):
        window.saving.save_to(small_disk / "scan", choice)
    assert "the disk is full" in window.notices.text.text()
    assert window.notices.action.isVisible()
    assert left_on(small_disk) == set()
    assert window.session.pages == before
    room.unlink()
    if count == 1:  # what does not fit at all is cut to what does
        side = 200
        window.session.clear()
        open_noise(window, qtbot, tmp_path, 1, side)
    with qtbot.waitSignal(window.session.saving.pages_saved) as saved:
        window.saving.save_to(small_disk / "scan", choice)
    files = {path.name for path in saved.args[0]}
    assert left_on(small_disk) == files
    assert len(files) == (count if file_format in {"png", "jpeg"} else 1)
    assert all(" (2)" not in name for name in files)  # the first try left no name taken


def test_a_disk_that_may_not_be_written_to_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, locked_disk: Path
) -> None:
    open_noise(window, qtbot, tmp_path, 1, 40)
    for target in (locked_disk / "scan.png", locked_disk / "new folder" / "scan.png"):
        window.notices.hide()
        window.saving.save_to(target, SaveChoice((), "png", 0, True, 90))
        qtbot.waitUntil(window.notices.isVisible)
        assert "the disk is read-only" in window.notices.text.text()
    assert len(window.session.pages) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no mount")
def test_the_command_line_says_so_too(tmp_path: Path, small_disk: Path) -> None:
    photo = tmp_path / "card.png"
    photo.write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    full = run("scan", photo, "-o", small_disk, "--format", "tiff", "--dpi", "600")
    assert full.returncode == 1
    assert full.stderr == f"rectoscan: {small_disk / 'card.tif'}: the disk is full\n"
    assert left_on(small_disk) == set()
    (small_disk / "ballast").unlink()
    again = run("scan", photo, "-o", small_disk, "--format", "jpeg", "--dpi", "150")
    assert (again.returncode, again.stderr) == (0, "")
    assert left_on(small_disk) == {Path(line).name for line in again.stdout.splitlines()}
