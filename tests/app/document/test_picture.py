"""Files into pictures: good ones upright, bad ones with their reason."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.document.picture import load_picture
from app.errors import PictureError

WIDTH, HEIGHT = 60, 40


def scene() -> Image.Image:
    """Red at the top-left, green at the top-right, blue at the bottom-left, white elsewhere."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste((220, 0, 0), (0, 0, 20, 13))
    picture.paste((0, 220, 0), (40, 0, 60, 13))
    picture.paste((0, 0, 220), (0, 27, 20, 40))
    return picture


def is_scene(image: np.ndarray) -> bool:
    red, green, blue, white = image[6, 10], image[6, 50], image[33, 10], image[33, 50]
    return bool(
        image.shape == (HEIGHT, WIDTH, 3)
        and red.argmax() == 2
        and green.argmax() == 1
        and blue.argmax() == 0
        and white.min() > 200
    )


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "webp", "bmp", "gif"])
def test_usual_kinds(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"身份证 é.{suffix}"
    scene().save(path)
    assert is_scene(load_picture(path).image)


TO_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("suffix", ["jpg", "png"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_upright(
    tmp_path: Path, orientation: int, suffix: str
) -> None:
    method = TO_STORED[orientation]
    stored = scene().transpose(method) if method is not None else scene()
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"turned.{suffix}"
    stored.save(path, exif=exif)
    assert is_scene(load_picture(path).image)


@pytest.mark.parametrize("order", ["<", ">"], ids=["II", "MM"])
@pytest.mark.parametrize("kind", [3, 4], ids=["SHORT", "LONG"])
@pytest.mark.parametrize("orientation", TO_STORED)
def test_a_jpeg_is_turned_by_a_note_in_numbers_of_any_kind(
    tmp_path: Path, orientation: int, kind: int, order: str
) -> None:
    method = TO_STORED[orientation]
    turned = scene().transpose(method) if method is not None else scene()
    mark = b"II*\0" if order == "<" else b"MM\0*"
    value = struct.pack(order + ("HH" if kind == 3 else "I"), *[orientation, 0][: 5 - kind])
    note = mark + struct.pack(order + "IHHHI", 8, 1, 0x0112, kind, 1) + value + bytes(4)
    turned.save(tmp_path / "a.jpg", exif=b"Exif\0\0" + note)
    assert is_scene(load_picture(tmp_path / "a.jpg").image)


def test_odd_but_good_pictures(tmp_path: Path) -> None:
    scene().convert("CMYK").save(tmp_path / "cmyk.jpg")
    scene().quantize(16).save(tmp_path / "palette.png")
    frames = [scene(), Image.new("RGB", (WIDTH, HEIGHT), "black")]
    for suffix in ("gif", "webp"):
        frames[0].save(tmp_path / f"moving.{suffix}", save_all=True, append_images=frames[1:])
    for path in sorted(tmp_path.iterdir()):
        assert is_scene(load_picture(path).image), path.name


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    clear = scene().convert("RGBA")
    clear.paste((0, 0, 0, 0), (20, 0, 40, 40))
    clear.save(tmp_path / "clear.png")
    clear.quantize(8).save(tmp_path / "clear-palette.png")
    for path in tmp_path.iterdir():
        image = load_picture(path).image
        assert image[20, 30].min() > 240, path.name


def test_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, -1).repeat(4, axis=0)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    image = load_picture(tmp_path / "deep.png").image
    np.testing.assert_allclose(image[0, :, 0], np.arange(256), atol=1)


def test_one_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), "red").save(tmp_path / "dot.png")
    assert load_picture(tmp_path / "dot.png").image.shape == (1, 1, 3)


def huge_header(path: Path) -> None:
    """A PNG that claims 30000 × 20000 px and holds none."""
    header = struct.pack(">IIBBBBB", 30_000, 20_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data + struct.pack(">I", 0) + b"IDAT" + b"\0" * 4)


def test_bad_files_are_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("not a picture")
    huge_header(tmp_path / "huge.png")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "link.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "circle.jpg").symlink_to(tmp_path / "circle.jpg")
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    for suffix in ("jpg", "png", "webp", "tif"):
        whole = tmp_path / f"whole.{suffix}"
        Image.fromarray(noise).save(whole)
        data = whole.read_bytes()
        (tmp_path / f"cut.{suffix}").write_bytes(data[: len(data) * 2 // 3])
    expected = {
        "empty.jpg": "empty",
        "text.jpg": "not a picture",
        "huge.png": "600 MP, limit 200 MP",
        "folder.jpg": "is a folder",
        "link.jpg": "broken link",
        "circle.jpg": "broken link",
        "missing.jpg": "does not exist",
        **dict.fromkeys(["cut.jpg", "cut.png", "cut.webp", "cut.tif"], "damaged|not a picture"),
    }
    for name, reason in expected.items():
        with pytest.raises(PictureError, match=reason):
            load_picture(tmp_path / name)


def tiff_of_kind(tag: int, value: int) -> bytes:
    """A small grey TIFF, one of whose notes says something else."""
    buffer = io.BytesIO()
    Image.new("L", (40, 30), 90).save(buffer, "TIFF")
    data = bytearray(buffer.getvalue())
    at = data.index(struct.pack("<HHI", tag, 3, 1))
    struct.pack_into("<H", data, at + 8, value)
    return bytes(data)


@pytest.mark.parametrize(("tag", "value"), [(262, 32803), (259, 34887), (258, 14)])
@pytest.mark.parametrize("name", ["a.tif", "b.TIFF", "pasted"])
def test_a_tiff_of_a_kind_that_is_not_read_is_called_one(
    tmp_path: Path, tag: int, value: int, name: str
) -> None:
    (tmp_path / name).write_bytes(tiff_of_kind(tag, value))
    with pytest.raises(PictureError, match="a kind of TIFF that is not read"):
        load_picture(tmp_path / name)


def test_a_cameras_raw_picture_is_no_damaged_tiff(tmp_path: Path) -> None:
    (tmp_path / "a.nef").write_bytes(tiff_of_kind(262, 32803))
    with pytest.raises(PictureError, match="not a picture of a known kind"):
        load_picture(tmp_path / "a.nef")


@pytest.mark.parametrize("fillers", [0, 3])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_end_is_no_picture(
    tmp_path: Path, progressive: bool, fillers: int
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    exif = Image.Exif()
    exif[0x010E] = "a small copy of its own has an end: \xff\xd9"
    Image.fromarray(noise).save(tmp_path / "whole.jpg", progressive=progressive, exif=exif)
    data = (tmp_path / "whole.jpg").read_bytes()
    # Before a marker there may be any number of bytes that say nothing (ITU-T T.81, B.1.1.2).
    second = 4 + int.from_bytes(data[4:6])
    data = data[:second] + b"\xff" * fillers + data[second:]
    (tmp_path / "whole.jpg").write_bytes(data)
    assert load_picture(tmp_path / "whole.jpg").image.shape == (90, 120, 3)
    for left in (len(data) // 4, len(data) // 2, len(data) - 50, len(data) - 2, len(data) - 1):
        for rest in (b"", bytes(len(data) - left)):
            (tmp_path / "cut.jpg").write_bytes(data[:left] + rest)
            with pytest.raises(PictureError, match="damaged"):
                load_picture(tmp_path / "cut.jpg")


def test_what_phones_put_behind_a_photo_is_passed_over(tmp_path: Path) -> None:
    scene().save(tmp_path / "moving.jpg")
    with (tmp_path / "moving.jpg").open("ab") as file:
        # A film, of motion photos, in which no byte happens to look like the end of a JPEG.
        file.write(b"\0\0\0\x18ftypmp42" + b"\x21" * 300_000)
    assert is_scene(load_picture(tmp_path / "moving.jpg").image)
    scene().save(tmp_path / "two.jpg", "MPO", save_all=True, append_images=[scene()])
    assert is_scene(load_picture(tmp_path / "two.jpg").image)


def test_decoders_of_any_kind_fail_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene().save(tmp_path / "a.avif")

    def fail(_: Image.Image) -> None:  # as of a download that was not finished
        raise RuntimeError("Failed to decode frame 0: Decoding of color planes failed")

    monkeypatch.setattr("PIL.AvifImagePlugin.AvifImageFile.load", fail)
    with pytest.raises(PictureError, match="damaged"):
        load_picture(tmp_path / "a.avif")


def test_no_program_is_run_as_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was handed to another program")

    monkeypatch.setattr("subprocess.Popen.__init__", refuse)
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", "gs")
    path = tmp_path / "card.jpg"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 50\n%%EndComments\n")
    with pytest.raises(PictureError, match="not a picture of a known kind"):
        load_picture(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.png"
    scene().save(path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PictureError, match="permission denied"):
        load_picture(path)


def test_of_a_file_that_is_no_picture_only_the_beginning_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, taken = tmp_path / "film.mts", [0]
    path.write_bytes(b"\x47" * 5_000_000)

    class Counted(io.BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            taken[0] += len(data)
            return data

    monkeypatch.setattr(Path, "open", lambda self, _mode: Counted(io.FileIO(self)))
    with pytest.raises(PictureError, match="known kind"):
        load_picture(path)
    assert taken[0] < 100_000


@pytest.mark.parametrize(
    ("code", "reason"), [(cv2.Error.StsNoMem, "memory"), (cv2.Error.StsError, "damaged")]
)
def test_what_the_jpeg_decoder_raises_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    path = tmp_path / "a.jpg"
    scene().save(path)

    def fail(*_: object) -> None:
        error = cv2.error("failed")
        error.code = code
        raise error

    monkeypatch.setattr(cv2, "imdecode", fail)
    with pytest.raises(PictureError, match=reason):
        load_picture(path)


def test_what_is_loaded_cannot_be_written_to(tmp_path: Path) -> None:
    scene().save(tmp_path / "a.png")
    assert not load_picture(tmp_path / "a.png").image.flags.writeable
