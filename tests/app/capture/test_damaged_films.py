"""Films that are cut off, or damaged in their midst."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

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


@pytest.mark.parametrize(("suffix", "code"), [(".mp4", "mp4v"), (".avi", "MJPG"), (".mkv", "mp4v")])
def test_of_a_whole_film_nothing_is_lacking(tmp_path: Path, suffix: str, code: str) -> None:
    assert read(film(tmp_path, suffix, code, WHOLE)) == (FRAMES, True)


@pytest.mark.parametrize(("suffix", "code"), [(".avi", "MJPG"), (".mkv", "mp4v")])
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
