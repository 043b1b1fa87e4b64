"""Films that are cut off, or damaged in their midst."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.capture.asf import BROADCAST, PROPERTIES, lacks_end
from app.capture.sources import ClipSource

FRAMES, FPS = 60, 25.0
WHOLE, CUT, HOLED = "whole", "cut off", "holed"


def film(folder: Path, suffix: str, code: str, state: str) -> Path:
    path = folder / f"film{suffix}"
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*code), FPS, (96, 64)
    )
    noise = np.random.default_rng(1).integers(0, 120, (64, 96, 3), np.uint8)
    for number in range(FRAMES):
        writer.write(np.roll(noise, number, 1) + np.uint8(number))
    writer.release()
    data = path.read_bytes()
    middle, fifth = len(data) // 2, len(data) // 5
    if state == CUT:
        path.write_bytes(data[:middle])
    elif state == HOLED:
        path.write_bytes(data[:middle] + bytes(fifth) + data[middle + fifth :])
    return path


def read(path: Path) -> tuple[int, bool]:
    """How many frames, and whether that was all."""
    clip = ClipSource(path, f"video:{path.name}")
    clip.open()
    assert clip.whole
    count = 0
    while clip.read() is not None:
        count += 1
    clip.close()
    return count, clip.whole


WRITTEN = [(".mp4", "mp4v"), (".avi", "MJPG"), (".mkv", "mp4v"), (".wmv", "WMV2")]


@pytest.mark.parametrize(("suffix", "code"), WRITTEN)
def test_of_a_whole_film_nothing_is_lacking(tmp_path: Path, suffix: str, code: str) -> None:
    assert read(film(tmp_path, suffix, code, WHOLE)) == (FRAMES, True)


@pytest.mark.parametrize(("suffix", "code"), [*WRITTEN[1:]])
def test_of_a_film_that_is_cut_off_it_is_known(tmp_path: Path, suffix: str, code: str) -> None:
    count, whole = read(film(tmp_path, suffix, code, CUT))
    assert 0.3 * FRAMES < count < 0.7 * FRAMES
    assert not whole


def test_what_comes_after_a_damaged_part_is_read(tmp_path: Path) -> None:
    count, whole = read(film(tmp_path, ".mp4", "mp4v", HOLED))
    assert 0.6 * FRAMES < count < 0.9 * FRAMES
    assert not whole


def test_a_film_that_says_nothing_of_its_length_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path, ".avi", "MJPG", CUT)
    monkeypatch.setattr("app.capture.sources._last_ms", lambda _film: 0.0)
    assert read(path)[1]


def test_a_recording_that_never_knew_its_length_is_not_called_cut_off(tmp_path: Path) -> None:
    """A Windows Media film that was sent while it was made."""
    path = film(tmp_path, ".wmv", "WMV2", CUT)
    data = bytearray(path.read_bytes())
    at = data.index(PROPERTIES) + 88
    data[at] |= BROADCAST
    path.write_bytes(data)
    assert read(path)[1]


@pytest.mark.parametrize("kept", [0, 8, 40, 100])
def test_a_head_that_is_cut_off_says_nothing(tmp_path: Path, kept: int) -> None:
    path = film(tmp_path, ".wmv", "WMV2", WHOLE)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(PROPERTIES) + 50][:kept])
    assert not lacks_end(path)
