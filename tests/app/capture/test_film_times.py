"""Films whose frames do not come at one rate play by the frames' own time stamps."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.capture.sources import LONGEST_S, ClipSource

FPS = 25.0
USUAL_S = 1 / FPS
OPENED = cv2.VideoCapture
BOXES = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def written(path: Path, frames: int, fps: float = FPS) -> Path:
    code = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, fps, (64, 48))
    for number in range(frames):
        writer.write(np.full((48, 64, 3), 4 * number, np.uint8))
    writer.release()
    return path


def timed(path: Path, stands_s: list[float]) -> Path:
    """A film of so many frames, each of which stands for so long. By ISO 14496-12, 8.6.1.2."""
    data = bytearray(written(path, len(stands_s)).read_bytes())
    data[data.index(b"edts") : data.index(b"edts") + 4] = b"free"  # its length is of before
    (scale,) = struct.unpack_from(">I", data, data.index(b"mdhd") + 16)
    runs = [(1, round(each * scale)) for each in stands_s]
    struct.pack_into(">I", data, data.index(b"mdhd") + 20, sum(ticks for _, ticks in runs))
    at = data.index(b"stts") - 4
    end = at + int.from_bytes(data[at : at + 4])
    table = b"".join(struct.pack(">II", *run) for run in runs)
    box = struct.pack(">I4sII", 16 + len(table), b"stts", 0, len(runs)) + table
    for name in BOXES:
        struct.pack_into(
            ">I", data, place := data.index(name) - 4,
            int.from_bytes(data[place : place + 4]) + len(box) - (end - at),
        )  # fmt: skip
    data[at:end] = box
    path.write_bytes(data)
    return path


class Played:
    """A film by OpenCV, for what a test makes of it."""

    def __init__(self, *given: Any) -> None:
        self._film = OPENED(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._film, name)

    def get(self, what: int) -> float:
        return self._film.get(what)

    def read(self) -> tuple[bool, Any]:
        return self._film.read()


def stands(path: Path) -> tuple[list[float], bool]:
    """How long each of a film's frames stands, and whether all of it was read."""
    clip = ClipSource(path, f"video:{path.name}")
    clip.open()
    found = []
    while clip.read() is not None:
        found.append(clip.interval_s)
    found.append(clip.interval_s)
    clip.close()
    return found[1:], clip.whole


@pytest.mark.parametrize("still", [0, 3, 7])
def test_a_frame_stands_for_as_long_as_the_film_says(tmp_path: Path, still: int) -> None:
    said = [USUAL_S] * 8
    said[still] = 4.0
    found, whole = stands(timed(tmp_path / "film.mp4", said))
    assert found == pytest.approx(said, abs=0.03)
    assert whole


def test_one_that_is_to_stand_for_hours_does_not(tmp_path: Path) -> None:
    found, _ = stands(timed(tmp_path / "film.mp4", [USUAL_S, 7200.0, USUAL_S, USUAL_S]))
    assert found == pytest.approx([USUAL_S, LONGEST_S, USUAL_S, USUAL_S], abs=0.03)


@pytest.mark.parametrize("suffix", [".avi", ".mp4", ".mkv"])
@pytest.mark.parametrize("fps", [0.5, 1.0, 25.0])
def test_a_film_of_one_rate_plays_at_it(tmp_path: Path, suffix: str, fps: float) -> None:
    found, _ = stands(written(tmp_path / f"film{suffix}", 6, fps))
    assert found == pytest.approx([1 / fps] * 6, rel=0.1)


@pytest.mark.parametrize("stamps_ms", [[0.0] * 4, [90.0, 60.0, 30.0, 0.0], [0.0, 0.1, 0.2, 0.3]])
def test_stamps_that_are_no_times_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stamps_ms: list[float]
) -> None:
    path = written(tmp_path / "film.avi", 4)

    class Film(Played):
        def get(self, what: int) -> float:
            stamped = what == cv2.CAP_PROP_POS_MSEC
            return stamps.pop(0) if stamped else super().get(what)

    stamps = list(stamps_ms)
    monkeypatch.setattr(cv2, "VideoCapture", Film)
    found, _ = stands(path)
    assert found[:3] == pytest.approx([USUAL_S] * 3)


def test_over_what_is_lacking_the_last_frame_does_not_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "film.avi", 20)

    class Damaged(Played):
        def read(self) -> tuple[bool, np.ndarray]:
            got, image = super().read()
            return got and not 20 < image.mean() < 60, image

    monkeypatch.setattr(cv2, "VideoCapture", Damaged)
    found, whole = stands(path)
    assert max(found) == pytest.approx(USUAL_S)
    assert 5 < len(found) < 15
    assert not whole
