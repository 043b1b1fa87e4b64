"""The command line, as a subprocess."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.selftest import sample_frame
from tests.app.document.test_picture import huge_header


def run(*arguments: str | Path, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frame of the bundled clip: a specimen card on a desk."""
    frame = sample_frame()
    path = tmp_path_factory.mktemp("photos") / "Zoë 证件.png"
    Image.fromarray(np.ascontiguousarray(frame[..., ::-1])).save(path)
    return path


def test_detect_prints_one_json_line_a_picture(photo: Path, tmp_path: Path) -> None:
    Image.new("RGB", (320, 240), (90, 100, 110)).save(tmp_path / "bare.png")
    (tmp_path / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    (tmp_path / "empty.png").touch()
    done = run("detect", photo, tmp_path, "--json", "--threads", "1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cut.jpg" in done.stderr
    assert "empty.png: is empty" in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    first, second = [row for row in rows if row["error"] is None]
    assert {Path(row["image"]).name for row in rows if row["error"]} == {"cut.jpg", "empty.png"}
    assert first["image"] == str(photo)
    assert (first["page"], done.stdout.isascii()) == (1, True)  # any stream spells it
    assert (first["width"], first["height"]) == (1280, 720)
    assert first["ms"]["detect"] > 0
    document = first["documents"][0]
    corners = np.array(document["quad"])
    assert corners.shape == (4, 2)
    around = [*corners.min(axis=0), *corners.max(axis=0)]
    np.testing.assert_allclose(document["box"], around, atol=0.011)
    assert 0 < document["score"] <= 1
    assert document["format"] in {"ID-1", "ID-2", "ID-3", "A4", "other"}
    assert 0 < document["format_confidence"] <= 1
    assert isinstance(document["upright"], bool)
    assert 0.25 <= document["upright_confidence"] <= 1
    assert document["cut_off"] is False
    assert second["documents"] == []


def test_nothing_found_is_no_failure(tmp_path: Path) -> None:
    Image.new("RGB", (320, 240), (90, 100, 110)).save(tmp_path / "bare.png")
    bare = tmp_path / "bare.png"
    done = run("scan", tmp_path / "*.png", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"rectoscan: {bare}: no document\n"


def test_a_batch_ends_with_what_became_of_it(photo: Path, tmp_path: Path) -> None:
    Image.new("RGB", (320, 240), (90, 100, 110)).save(tmp_path / "bare.png")
    (tmp_path / "cut.png").touch()
    done = run("scan", photo, tmp_path, photo, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.splitlines() == [
        f"rectoscan: {tmp_path / 'bare.png'}: no document",
        f"rectoscan: {tmp_path / 'cut.png'}: is empty (0 bytes)",
        "rectoscan: 2 of 4 pictures, 2 documents",
    ]
    json_only = run("detect", photo, tmp_path / "bare.png", "--json")
    assert all(json.loads(line) for line in json_only.stdout.splitlines())
    assert json_only.stderr == ""


def test_every_page_of_a_tiff_is_scanned_and_detected(photo: Path, tmp_path: Path) -> None:
    with Image.open(photo) as opened:
        card = opened.convert("RGB")
    bare = Image.new("RGB", (320, 240), (90, 100, 110))
    fax = tmp_path / "fax.tif"
    card.save(fax, save_all=True, append_images=[bare, card])
    done = run("scan", fax, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert [Path(line).name for line in done.stdout.splitlines()] == ["fax-1.png", "fax-3.png"]
    assert done.stderr.splitlines() == [
        f"rectoscan: {fax}, page 2: no document",
        "rectoscan: 2 of 3 pictures, 2 documents",
    ]
    rows = [json.loads(line) for line in run("detect", fax, "--json").stdout.splitlines()]
    assert [(row["image"], row["page"]) for row in rows] == [(str(fax), n) for n in (1, 2, 3)]
    assert [len(row["documents"]) for row in rows] == [1, 0, 1]


def test_what_is_no_picture_is_counted_by_kind_and_a_video_told_where_it_plays(
    tmp_path: Path,
) -> None:
    for name in ("a.dng", "b.DNG", "letter.pdf", "clip.mp4"):
        (tmp_path / name).touch()
    done = run("scan", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr == f"rectoscan: {tmp_path}: 4 files skipped: DNG, MP4, PDF\n"
    done = run("detect", tmp_path / "clip.mp4")
    assert done.returncode == 1
    assert done.stderr.endswith("clip.mp4: is a video, which plays in the window\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_each_bad_file_of_a_folder_is_named_with_its_reason(tmp_path: Path) -> None:
    bad, empty = tmp_path / "bad", tmp_path / "empty"
    bad.mkdir()
    empty.mkdir()
    os.mkfifo(bad / "pipe.png")
    (bad / "device.png").symlink_to("/dev/zero")
    (bad / "link.png").symlink_to("nowhere.png")
    (bad / "letter.jpg").write_text("no picture")
    Image.new("RGB", (1, 1)).save(bad / "dot.png")
    Image.new("CMYK", (300, 200)).save(bad / "cmyk.jpg")
    done = run("scan", bad, empty, "-o", tmp_path / "out")
    assert done.returncode == 1
    *told, summary = done.stderr.splitlines()
    assert summary == "rectoscan: 0 of 6 pictures, 0 documents"
    lines = dict(line.rsplit(": ", 1) for line in told)
    assert {Path(key.split(": ")[1]).name: reason for key, reason in lines.items()} == {
        "empty": "holds no pictures",
        "pipe.png": "is not a regular file",
        "device.png": "is not a regular file",
        "link.png": "is a broken link",
        "letter.jpg": "is not a picture of a known kind",
        "dot.png": "no document",
        "cmyk.jpg": "no document",
    }


def test_scan_never_overwrites_and_prints_what_it_wrote(photo: Path, tmp_path: Path) -> None:
    calls = [run("scan", photo, "-o", tmp_path, "--format", "pdf", "--dpi", "300") for _ in "ab"]
    assert [each.returncode for each in calls] == [0, 0]
    written = [Path(line) for each in calls for line in each.stdout.splitlines()]
    assert len(set(written)) == len(written) >= 2
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)
    assert {path.parent for path in written} == {tmp_path}
    assert calls[0].stderr == ""  # no progress bar in a pipe


def test_a_name_that_the_terminal_cannot_spell_is_escaped(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")  # a pipe on Windows knows one code page
    (tmp_path / "坏.png").touch()
    for call in (["detect"], ["scan", "-o", tmp_path / "out"]):
        done = run(*call, photo, tmp_path / "坏.png")
        assert done.returncode == 1
        assert "Zo\\xeb \\u8bc1\\u4ef6" in done.stdout
        assert done.stderr.splitlines()[0].endswith("\\u574f.png: is empty (0 bytes)")
        assert "Traceback" not in done.stderr


def test_round_corners_are_white(photo: Path, tmp_path: Path) -> None:
    done = run("scan", photo, "-o", tmp_path, "--round-corners", "--dpi", "300")
    assert done.returncode == 0, done.stderr
    with Image.open(done.stdout.splitlines()[0]) as card:
        assert sorted(card.size) == [638, 1011]
        assert card.getpixel((0, 0)) == (255, 255, 255)


def test_the_exact_resolution_is_exact_and_the_least_one_is_the_least(
    photo: Path, tmp_path: Path
) -> None:
    def scan(*options: str) -> tuple[float, tuple[int, int]]:
        done = run("scan", photo, "-o", tmp_path, "--document", "ID-1", *options)
        assert done.returncode == 0, done.stderr
        with Image.open(done.stdout.splitlines()[0]) as page:
            return page.info["dpi"][0], page.size

    own = scan()
    assert own[0] > 100
    assert scan("--min-dpi", "72") == own
    assert scan("--dpi", "72")[0] == pytest.approx(72, abs=0.1)
    assert scan("--min-dpi", "600") == scan("--dpi", "600")
    assert sorted(scan("--min-dpi", "600")[1]) == [1275, 2022]


def test_a_known_format_is_taken_from_whoever_calls(photo: Path, tmp_path: Path) -> None:
    done = run("scan", photo, "-o", tmp_path, "--document", "ID-3", "--dpi", "300")
    assert done.returncode == 0, done.stderr
    with Image.open(done.stdout.splitlines()[0]) as page:
        assert sorted(page.size) == [1039, 1476]  # 88 × 125 mm


def test_a_folder_that_cannot_be_made_is_named_once_and_nothing_is_read(
    photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        done = run("scan", photo, photo, "-o", folder)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"rectoscan: {folder}: the folder cannot be made")


def test_selftest_passes() -> None:
    done = run("--selftest")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) == 10
    assert all(line.startswith("ok ") for line in lines)


def test_odd_pictures_are_answered_as_in_the_window(photo: Path, tmp_path: Path) -> None:
    """Turned by its EXIF, of 16 bits, with a palette, animated, with a name at the system's limit;
    one far too large between them."""
    with Image.open(photo) as opened:
        picture = opened.convert("RGB")
    turned = picture.getexif()
    turned[0x0112] = 6  # stored lying, to be shown a quarter turn clockwise
    picture.save(tmp_path / "1-turned.jpg", exif=turned, quality=95)
    deep = np.asarray(picture.convert("L"), np.uint16) * 257
    Image.fromarray(deep).save(tmp_path / "2-deep.png")
    huge_header(tmp_path / "3-huge.png")
    picture.convert("P").save(tmp_path / "4-palette.png", transparency=0)
    picture.save(tmp_path / "5-moving.gif", save_all=True, append_images=[picture.rotate(3)])
    picture.save(tmp_path / f"6-{'n' * 240}.webp", quality=95)
    done = run("detect", tmp_path, "--json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "30000 × 20000" in done.stderr
    assert "200 MP" in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert "200 MP" in rows.pop(2)["error"]
    assert [Path(row["image"]).name[0] for row in rows] == ["1", "2", "4", "5", "6"]
    assert (rows[0]["width"], rows[0]["height"]) == (720, 1280)
    assert all((row["width"], row["height"]) == (1280, 720) for row in rows[1:])
    assert all(len(row["documents"]) == 1 for row in rows)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to open")
def test_a_terminal_sees_how_far_it_is(photo: Path, tmp_path: Path) -> None:
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app", "scan", str(photo), "-o", str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=theirs,
            timeout=120,
            check=False,
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 0
    assert "1/1" in shown
    assert "picture" in shown
