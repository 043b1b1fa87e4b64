"""Film files: what of them is believed, and what is no film."""

from __future__ import annotations

import struct
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from app.assets import resource_path
from app.capture.sources import DEFAULT_FPS, ClipSource
from app.errors import CameraError


def test_the_bundled_clip_is_played_once() -> None:
    clip = ClipSource(resource_path("samples", "sample.mp4"), "sample")
    clip.open()
    try:
        assert 1 / clip.interval_s == pytest.approx(30)
        first = clip.read()
        assert first is not None
        assert first.shape == (720, 1280, 3)
        count = 1
        while clip.read() is not None:
            count += 1
            assert count < 1000
        assert clip.whole
    finally:
        clip.close()
        clip.close()
    assert clip.read() is None


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film of three pictures."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for grey in (40, 90, 140):
        writer.write(np.full((48, 64, 3), grey, np.uint8))
    writer.release()
    return path


def test_a_film_does_not_begin_again_at_its_end(film: Path) -> None:
    clip = ClipSource(film, "video:film.avi")
    clip.open()
    shown = [clip.read() for _ in range(4)]
    clip.close()
    greys = [None if each is None else round(each.mean(), -1) for each in shown]
    assert greys == [40, 90, 140, None]


@pytest.mark.parametrize("rate", [0.0, 0.05, 90_000.0, float("nan"), float("inf")])
def test_a_rate_that_makes_no_sense_is_not_believed(
    film: Path, rate: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = SimpleNamespace(isOpened=lambda: True, get=lambda _what: rate, release=lambda: None)
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_given: said)
    clip = ClipSource(film, "video:film.avi")
    clip.open()
    clip.close()
    assert clip.interval_s == 1 / DEFAULT_FPS


def of_pixels(path: Path, over: int, under: int, *, turned: bool = False) -> Path:
    """A film of 64 × 48 px with a circle that is round once they are seen as wide as over : under.

    turned : it was taken with the telephone upright. By ISO 14496-12, 8.3.2 and 12.1.4.
    """
    wide = over / under
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 25.0, (64, 48))
    frame = np.full((48, 64, 3), 255, np.uint8)
    axes = round(20 / max(wide, 1)), round(20 * min(wide, 1))
    cv2.ellipse(frame, (32, 24), axes, 0, 0, 360, (0, 0, 0), -1)
    for _ in range(3):
        writer.write(frame)
    writer.release()
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 44
    if turned:
        struct.pack_into(">5i", data, matrix, 0, 65536, 0, -65536, 0)
    # Behind the last box of the description of its pictures, which each of those around grows by.
    inner = data.index(b"mp4v", data.index(b"stsd"))
    around = [data.index(name) for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")]
    end = inner - 4 + int.from_bytes(data[inner - 4 : inner])
    box = struct.pack(">I4sII", 16, b"pasp", over, under)
    for at in (*around, inner):
        size = int.from_bytes(data[at - 4 : at]) + len(box)
        struct.pack_into(">I", data, at - 4, size)
    data[end:end] = box
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("over", "under", "across"), [(4, 3, 85), (8, 9, 57), (1, 1, 64), (9, 1, 64), (1001, 1000, 64)]
)
def test_a_films_pixels_come_square(
    tmp_path: Path, over: int, under: int, across: int, turned: bool
) -> None:
    path = of_pixels(tmp_path / "film.mp4", over, under, turned=turned)
    clip = ClipSource(path, "video:film.mp4")
    clip.open()
    image = clip.read()
    clip.close()
    assert image is not None
    assert image.shape[:2] == ((across, 48) if turned else (48, across))
    _, _, width, height = cv2.boundingRect((image[..., 0] < 128).astype(np.uint8))
    assert across == 64 or width == pytest.approx(height, abs=3)


def test_a_text_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("not a film")
    with pytest.raises(CameraError) as caught:
        ClipSource(tmp_path / "film.mp4", "video:film.mp4").open()
    assert caught.value.kind == "unreadable"


def test_what_is_no_file_is_not_opened_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To open a pipe or a device would wait for whoever writes to it."""
    monkeypatch.setattr(cv2, "VideoCapture", None)
    for path in (tmp_path, tmp_path / "gone.mp4", tmp_path / f"{'long' * 100}.mp4"):
        with pytest.raises(CameraError, match="not a regular file") as refused:
            ClipSource(path, "video:a").open()
        assert refused.value.kind == "unreadable"
