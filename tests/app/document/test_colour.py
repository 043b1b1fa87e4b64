"""Depths, transparency and colour profiles of files, as they are seen and saved."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.document.colour import on_white
from app.document.picture import load_picture

# The primaries of Display P3, which telephones photograph in, in the profile's own space (XYZ at
# D50; from Apple's "Display P3.icc").
P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
# Colours in it, and what they are in sRGB (CSS Color 4's matrices: linear P3 → XYZ → linear sRGB,
# rounded): a red that sRGB has stronger, a green that it has not, skin.
COLOURS = np.array([(200, 60, 50), (60, 160, 70), (230, 190, 170), (128, 128, 128)], np.uint8)
IN_SRGB = np.array([(217, 42, 39), (0, 163, 55), (238, 188, 167), (128, 128, 128)])


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def p3_profile() -> bytes:
    """sRGB's, with the primaries of Display P3 (ICC.1:2010, 7.3 and 10.31)."""
    data = bytearray(srgb_profile())
    (count,) = struct.unpack_from(">I", data, 128)
    for n in range(count):
        name, at, _ = struct.unpack_from(">4sII", data, 132 + 12 * n)
        if name in P3:
            struct.pack_into(">3i", data, at + 8, *(round(value * 65536) for value in P3[name]))
    return bytes(data)


def inks_profile() -> bytes:
    """A made-up press whose inks, any of them in full, give one green (ICC.1:2010, 10.8)."""
    white, green = (255, 128, 128), (150, 98, 158)  # L*, a*, b* in 8 bits: 58.8, -30, 30
    corners = bytes([*white, *green * 15])
    straight = struct.pack(">9i", *(65536 * (n % 4 == 0) for n in range(9)))
    table = bytes([4, 3, 2, 0]) + straight + bytes(range(256)) * 4 + corners + bytes(range(256)) * 3
    tag = b"mft1" + bytes(4) + table
    kind = struct.pack(">I4s4s4s", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    d50 = struct.pack(">3i", 63190, 65536, 54061)
    head = bytes(8) + kind + bytes(12) + b"acsp" + bytes(28) + d50 + bytes(48)
    return head + struct.pack(">I4sII", 1, b"A2B0", 144, len(tag)) + tag


def grey_profile(exponent: float) -> bytes:
    """One channel, whose levels are to this power of the light (ICC.1:2010, 10.5 and 10.31)."""
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(exponent * 256)) + bytes(2)
    kind = struct.pack(">I4s4s4s", 0x02400000, b"scnr", b"GRAY", b"XYZ ")
    size = struct.pack(">II", 176 + len(curve), 0)
    head = size + kind + bytes(12) + b"acsp" + bytes(28) + white[8:] + bytes(48)
    tags = struct.pack(">I4sII4sII", 2, b"wtpt", 156, len(white), b"kTRC", 176, len(curve))
    return head + tags + white + curve


def grey_tiff(bits: int, photometric: int, rows: bytes, size: tuple[int, int]) -> bytes:
    """A TIFF of one channel as it is stored. rows : packed, first px in the highest bits."""
    fields = [(256, size[0]), (257, size[1]), (258, bits), (259, 1), (262, photometric)]
    fields += [(273, 8), (277, 1), (278, size[1]), (279, len(rows))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    folder = struct.pack("<H", len(fields)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(rows)) + rows + folder


def patches() -> Image.Image:
    """COLOURS, a square of 16 px each: JPEG's blocks keep them apart."""
    return Image.fromarray(COLOURS[None].repeat(16, axis=0).repeat(16, axis=1))


def middles(path: Path) -> np.ndarray:
    """(4, 3) RGB at the middles of the patches of a file."""
    return load_picture(path).image[8, 8::16, ::-1].astype(int)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "webp"])
def test_colours_of_a_telephones_profile_come_as_a_screen_shows_them(
    tmp_path: Path, suffix: str
) -> None:
    how = {"quality": 100} if suffix in ("jpg", "webp") else {}
    patches().save(tmp_path / f"p3.{suffix}", icc_profile=p3_profile(), **how)
    np.testing.assert_allclose(middles(tmp_path / f"p3.{suffix}"), IN_SRGB, atol=4)


@pytest.mark.parametrize("profile", [srgb_profile(), b"", b"no profile", p3_profile()[:300]])
def test_other_profiles_and_what_is_none_change_nothing(tmp_path: Path, profile: bytes) -> None:
    patches().save(tmp_path / "a.png", icc_profile=profile)
    np.testing.assert_array_equal(middles(tmp_path / "a.png"), COLOURS)


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_inks_are_mixed_as_their_profile_says(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"inks.{suffix}"
    how = {"quality": 100} if suffix == "jpg" else {}
    picture = Image.new("CMYK", (32, 16), (0, 255, 0, 0))
    picture.paste((0, 0, 0, 0), (0, 0, 16, 16))
    profile = inks_profile()
    picture.save(path, icc_profile=struct.pack(">I", len(profile)) + profile[4:], **how)
    paper, ink = load_picture(path).image[8, 8::16, ::-1].astype(int)
    np.testing.assert_allclose(paper, (255, 255, 255), atol=3)
    np.testing.assert_allclose(ink, (98, 155, 86), atol=3)  # by CIE 15 and IEC 61966-2-1


def test_clear_parts_stay_white_under_a_profile(tmp_path: Path) -> None:
    clear = patches().convert("RGBA")
    clear.putpixel((8, 8), (0, 0, 0, 0))
    clear.save(tmp_path / "a.png", icc_profile=p3_profile())
    image = load_picture(tmp_path / "a.png").image
    assert image[8, 8].min() == 255
    np.testing.assert_allclose(image[4, 4::16, ::-1], IN_SRGB, atol=2)


def test_half_clear_parts_are_mixed_with_white(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 3), (200, 100, 0, 128)).save(tmp_path / "a.png")
    np.testing.assert_allclose(
        load_picture(tmp_path / "a.png").image[0, 0], (127, 177, 227), atol=1
    )


def test_floats_are_stretched_over_what_is_a_number(tmp_path: Path) -> None:
    values = np.linspace(-3, 5, 64, dtype=np.float32).reshape(8, 8)
    values[0, 1], values[0, 2], values[0, 3] = np.nan, np.inf, -np.inf
    Image.fromarray(values).save(tmp_path / "a.tif")
    image = load_picture(tmp_path / "a.tif").image[..., 0]
    assert image[0, :4].tolist() == [0, 0, 255, 0]
    np.testing.assert_allclose(image[1:].ravel(), np.linspace(0, 255, 64)[8:], atol=1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 100, 255, 7], [0, 100, 255, 7]),
        ([0, 257 * 50, 65535, 257], [0, 50, 255, 1]),
        ([0, 2**29, 2**30, 2**28], [0, 128, 255, 64]),
        ([-100, 0, 100, 50], [0, 128, 255, 191]),
    ],
)
def test_deep_integers_keep_their_order(
    tmp_path: Path, values: list[int], expected: list[int]
) -> None:
    Image.fromarray(np.array([values], np.int32)).save(tmp_path / "a.tif")
    image = load_picture(tmp_path / "a.tif").image
    np.testing.assert_allclose(image[0, :, 0], expected, atol=1)


def test_a_dark_picture_of_16_bits_is_not_lightened(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 100, 255, 7]], np.uint16)).save(tmp_path / "a.png")
    assert load_picture(tmp_path / "a.png").image.max() <= 1


def test_nothing_is_lost_between_bands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    deep = rng.integers(0, 65536, (23, 17)).astype(np.uint16)
    Image.fromarray(deep).save(tmp_path / "a.png")
    Image.fromarray(rng.integers(0, 256, (23, 17, 4), np.uint8)).save(tmp_path / "b.png")
    Image.fromarray(rng.integers(0, 256, (23, 17, 3), np.uint8)).save(
        tmp_path / "c.png", icc_profile=p3_profile()
    )
    whole = [load_picture(tmp_path / f"{name}.png").image for name in "abc"]
    monkeypatch.setattr("app.document.colour.BAND_PX", 50)
    for name, expected in zip("abc", whole, strict=True):
        np.testing.assert_array_equal(load_picture(tmp_path / f"{name}.png").image, expected)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_pillow_hands_over_no_more_than_a_band_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """It does so under the interpreter's lock: for 120 MP at once the window waited."""
    noise = np.random.default_rng(0).integers(0, 256, (23, 17, 3), np.uint8)
    picture = Image.fromarray(noise).convert("L" if mode == "I;16" else mode).convert(mode)
    picture.save(tmp_path / "a.tif")
    whole = load_picture(tmp_path / "a.tif").image
    handed: list[int] = []
    hand_over = Image.Image.tobytes

    def counted(self: Image.Image, *args: object) -> bytes:
        handed.append(self.width * self.height)
        return hand_over(self, *args)

    monkeypatch.setattr(Image.Image, "tobytes", counted)
    monkeypatch.setattr("app.document.colour.BAND_PX", 50)
    np.testing.assert_array_equal(load_picture(tmp_path / "a.tif").image, whole)
    assert handed
    assert max(handed) <= 50


def test_every_colour_at_every_opaqueness_lies_on_white_to_half_a_level() -> None:
    colour, alpha = np.mgrid[:256, :256]
    values = np.stack([colour, colour, colour, alpha], axis=2).astype(np.uint8)
    exact = colour * (alpha / 255) + 255 - alpha
    assert np.abs(on_white(values)[..., 0] - exact).max() <= 0.5


@pytest.mark.parametrize(
    ("photometric", "expected"), [(1, [0, 50, 233, 255]), (0, [255, 205, 22, 0])]
)
def test_of_sixteen_bits_white_may_be_nothing(
    tmp_path: Path, photometric: int, expected: list[int]
) -> None:
    levels = np.array([0, 50 * 257, 233 * 257, 65535], "<u2")
    (tmp_path / "a.tif").write_bytes(grey_tiff(16, photometric, levels.tobytes(), (4, 1)))
    assert load_picture(tmp_path / "a.tif").image[0, :, 0].tolist() == expected


def test_floats_whose_least_is_white(tmp_path: Path) -> None:
    values = Image.fromarray(np.array([[0.0, 0.25, 1.0]], np.float32))
    values.save(tmp_path / "a.tif", tiffinfo={262: 0})
    assert load_picture(tmp_path / "a.tif").image[0, :, 0].tolist() == [255, 191, 0]


def test_twelve_bits_reach_from_black_to_white(tmp_path: Path) -> None:
    levels = [0, 1000, 3749, 4095]
    packed = int("".join(f"{level:012b}" for level in levels), 2).to_bytes(6)
    (tmp_path / "a.tif").write_bytes(grey_tiff(12, 1, packed, (4, 1)))
    image = load_picture(tmp_path / "a.tif").image
    np.testing.assert_allclose(image[0, :, 0], [0, 62, 233, 255], atol=1)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
@pytest.mark.parametrize("exponent", [1.0, 1.8])
def test_greys_come_as_their_profile_says(tmp_path: Path, suffix: str, exponent: float) -> None:
    level = 90
    path = tmp_path / f"a.{suffix}"
    Image.new("L", (32, 16), level).save(path, icc_profile=grey_profile(exponent))
    light = (level / 255) ** exponent
    shown = 255 * (1.055 * light ** (1 / 2.4) - 0.055)  # IEC 61966-2-1
    image = load_picture(path).image
    np.testing.assert_allclose(image[8, 8], shown, atol=2)
    assert np.ptp(image[8, 8].astype(int)) <= 1


def test_of_sixteen_bits_too(tmp_path: Path) -> None:
    Image.fromarray(np.full((4, 4), 90 * 257, np.uint16)).save(
        tmp_path / "a.png", icc_profile=grey_profile(1.0)
    )
    assert load_picture(tmp_path / "a.png").image[0, 0, 0] == pytest.approx(160, abs=2)


def test_a_profile_of_greys_says_nothing_of_colours(tmp_path: Path) -> None:
    patches().save(tmp_path / "a.png", icc_profile=grey_profile(1.0))
    np.testing.assert_array_equal(middles(tmp_path / "a.png"), COLOURS)
    Image.new("L", (4, 4), 90).save(tmp_path / "b.png", icc_profile=p3_profile())
    np.testing.assert_allclose(load_picture(tmp_path / "b.png").image[0, 0], 90, atol=2)
