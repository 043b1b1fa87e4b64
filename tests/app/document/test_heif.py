"""HEIC and HEIF: photographs as phones take them, from files that another program wrote."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.document import heif
from app.document import picture as picture_module
from app.document.heif import AVAILABLE
from app.document.leaf import Leaf, leaves_of
from app.document.original import Original
from app.document.picture import UNKNOWN_KIND, decode_picture, load_picture
from app.document.upright import TURNS
from app.errors import PictureError
from app.selftest import specimen
from tests.app.document.test_colour import COLOURS, IN_SRGB, grey_profile, p3_profile
from tests.app.document.test_picture import TO_STORED, is_scene, scene

FILES = Path(__file__).parent / "heif"
needs_heif = pytest.mark.skipif(not AVAILABLE, reason="not read on this system")


def stored(name: str) -> bytes:
    return (FILES / f"{name}.heic").read_bytes()


def decoded(data: bytes) -> np.ndarray:
    return decode_picture(data, Path("photo"))


class FromLibrary:
    """A picture as the library hands it over, of these pixels."""

    def __init__(self, values: np.ndarray, mode: str, profile: bytes | None = None) -> None:
        self._values, self.mode, self.size = values, mode, values.shape[1::-1]
        self.info = {"primary": True, "icc_profile": profile}

    def __array__(self, *_: object, **__: object) -> np.ndarray:
        return self._values


# ------------------------------------------------------------------------------- good files
def test_the_library_is_there() -> None:
    """Else these tests would be skipped in silence."""
    assert AVAILABLE


@needs_heif
@pytest.mark.parametrize("suffix", ["heic", "HEIC", "heif", "hif", "jpg"])
def test_a_photo_is_read_whatever_its_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"身份证 é.{suffix}"
    path.write_bytes(stored("upright"))
    picture = load_picture(path)
    assert is_scene(picture.image)
    assert picture.data == stored("upright")
    assert not picture.image.flags.writeable
    assert picture.image.flags.c_contiguous


@needs_heif
@pytest.mark.parametrize("orientation", range(2, 9))
def test_boxes_turn_a_photo_once_though_exif_notes_the_same(orientation: int) -> None:
    data = stored(f"turned-{orientation}")
    assert b"irot" in data or b"imir" in data
    assert b"Exif" in data
    assert is_scene(decoded(data))


@needs_heif
@pytest.mark.parametrize("orientation", [5, 6, 8])
def test_exif_alone_turns_a_photo_too(orientation: int) -> None:
    data = stored(f"noted-{orientation}")
    assert b"irot" not in data
    assert b"imir" not in data
    assert is_scene(decoded(data))


@pytest.mark.parametrize("orientation", TURNS)
def test_every_orientation_of_exif_is_undone(orientation: int) -> None:
    method = TO_STORED[orientation]
    assert method is not None
    turned = np.asarray(scene().transpose(method))
    np.testing.assert_array_equal(TURNS[orientation](turned), np.asarray(scene()))


@needs_heif
@pytest.mark.parametrize("name", ["upright", "deep", "clear"])
def test_colours_are_about_those_that_were_drawn(name: str) -> None:
    image = decoded(stored(name))
    assert is_scene(image)
    drawn = np.asarray(scene())[..., ::-1]
    assert np.median(np.abs(image.astype(int) - drawn)) <= 2


@needs_heif
def test_transparency_lies_on_white() -> None:
    assert decoded(stored("clear"))[20, 30].min() > 240  # red, were it not clear


@needs_heif
@pytest.mark.parametrize(("mode", "expected"), [("BGRA", 177), ("BGRa", 227)])
def test_what_is_half_clear_and_multiplied_in_already_is_not_dimmed_twice(
    mode: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = FromLibrary(np.array([[[100, 100, 100, 128]]], np.uint8), mode)
    monkeypatch.setattr("pi_heif.open_heif", lambda *_, **__: [half])
    assert decoded(stored("upright")).tolist() == [[[expected] * 3]]


@needs_heif
def test_the_profile_that_telephones_photograph_in_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    p3 = FromLibrary(COLOURS[None, :, ::-1], "BGR", p3_profile())
    monkeypatch.setattr("pi_heif.open_heif", lambda *_, **__: [p3])
    np.testing.assert_allclose(decoded(stored("upright"))[0, :, ::-1], IN_SRGB, atol=2)
    grey = FromLibrary(np.full((1, 1), 90, np.uint8), "L", grey_profile(1.0))
    monkeypatch.setattr("pi_heif.open_heif", lambda *_, **__: [grey])
    # A third of the light (90 of 255) is 160 in sRGB (IEC 61966-2-1).
    np.testing.assert_allclose(decoded(stored("upright")), [[[160] * 3]], atol=2)


@needs_heif
def test_greys_keep_their_brightness() -> None:
    image = decoded(stored("grey"))
    assert image.shape == (32, 64, 3)
    np.testing.assert_allclose(image[16, :, 1], np.linspace(0, 255, 64), atol=4)


@needs_heif
def test_tiles_are_joined() -> None:
    image = decoded(stored("tiles"))
    assert image.shape == (128, 192, 3)
    assert is_scene(cv2.resize(image, (60, 40), interpolation=cv2.INTER_AREA))


@needs_heif
def test_the_primary_picture_is_the_only_page() -> None:
    """The first one in the file is black, and each has a small copy."""
    (leaf,) = leaves_of(FILES / "several.heic")
    assert leaf == Leaf(FILES / "several.heic")
    assert is_scene(leaf.load().image)


@needs_heif
def test_a_photo_that_was_put_away_comes_back_the_same() -> None:
    picture = load_picture(FILES / "card.heic")
    original = Original(picture.image, picture.data)
    original.put_away()
    assert original.decoded_bytes == 0
    np.testing.assert_array_equal(original.pixels(), picture.image)
    assert np.abs(picture.image.astype(int) - specimen()).mean() < 3


# -------------------------------------------------------------------------------- bad files
@needs_heif
@pytest.mark.parametrize("name", ["card", "tiles", "upright"])
def test_a_file_that_is_cut_anywhere_says_so(name: str) -> None:
    """Tiles that are missing would be left grey; what is needed for sure is the last byte too."""
    data = stored(name)
    for length in [*range(40, len(data), 23), len(data) - 1]:
        with pytest.raises(PictureError, match="damaged or cut off"):
            decoded(data[:length])


@needs_heif
def test_bytes_behind_the_picture_do_no_harm() -> None:
    for trailer in (b"\0" * 40, b"\xff" * 40, b"SEFH and a note", b"\0\0\0\x10free56781234"):
        assert is_scene(decoded(stored("upright") + trailer))


@needs_heif
def test_a_box_may_say_its_size_in_64_bits_or_that_it_is_the_last() -> None:
    """ISO 14496-12, 4.2: a size of 1 has the size behind the kind, one of 0 means all the rest."""
    for size, fault in ((24, False), (25, True), (2**40, True)):
        data = stored("upright") + b"\0\0\0\1mdat" + size.to_bytes(8) + bytes(8)
        if fault:
            with pytest.raises(PictureError, match="damaged or cut off"):
                decoded(data)
        else:
            assert is_scene(decoded(data))
    assert is_scene(decoded(stored("upright") + b"\0\0\0\0mdat" + bytes(8)))


@needs_heif
@pytest.mark.parametrize("name", ["turned-6", "several", "tiles", "clear", "grey"])
def test_damaged_bytes_raise_nothing_else(name: str) -> None:
    """Where a picture comes of it all the same, it is one."""
    data, rng = stored(name), np.random.default_rng(5)
    for _ in range(200):
        harmed = bytearray(data)
        for place in rng.integers(8, len(data), 3):
            harmed[place] = int(rng.integers(256))
        try:
            image = decoded(bytes(harmed))
        except PictureError as error:
            assert error.reason  # noqa: PT017 - most raise, some do not
        else:
            assert image.ndim == 3


@needs_heif
def test_an_item_whose_type_is_no_text_does_not_end_the_program() -> None:
    data = stored("turned-6")
    kind = data.index(b"Exif", data.index(b"infe"))
    for harmed in (b"Exi\xff", b"\x80xif"):
        with pytest.raises(PictureError, match="damaged"):
            decoded(data[:kind] + harmed + data[kind + 4 :])


@needs_heif
def test_a_grey_picture_that_claims_more_bits_than_it_has_is_not_decoded() -> None:
    data = bytearray(stored("grey"))
    depth = data.index(b"hvcC") + 4 + 17  # ISO 14496-15, 8.3.2.1.2: less 8, in the lowest bits
    assert data[depth] & 7 == 0
    data[depth] |= 2
    with pytest.raises(PictureError, match=UNKNOWN_KIND):
        decoded(bytes(data))


@needs_heif
def test_the_limit_holds_before_the_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    decode_picture(stored("turned-6"), Path("photo"), asked.append)
    assert asked == [60 * 40 * 3]
    monkeypatch.setattr(picture_module, "MAX_PIXELS", 2000)
    with pytest.raises(PictureError, match="too large: 60 × 40"):
        decode_picture(stored("turned-6"), Path("photo"), asked.append)
    assert len(asked) == 1


@needs_heif
def test_a_claim_of_many_pixels_is_refused_by_its_size() -> None:
    data = stored("upright")
    for width in (20_000, 60_000):  # the library's own limit lies between
        sizes = (64).to_bytes(4) * 2
        assert data.count(sizes) == 1
        claim = data.replace(sizes, width.to_bytes(4) + (20_000).to_bytes(4))
        with pytest.raises(PictureError):
            decoded(claim)


@needs_heif
def test_another_codec_is_another_kind() -> None:
    """AV1 in a file that says it were H.265."""
    file = io.BytesIO()
    scene().save(file, "AVIF")
    with pytest.raises(PictureError, match=UNKNOWN_KIND):
        decoded(file.getvalue().replace(b"avif", b"heic"))


@needs_heif
def test_no_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import pi_heif

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Memory allocation error: Unspecified")

    monkeypatch.setattr(pi_heif, "open_heif", fail)
    with pytest.raises(PictureError, match="does not fit into the memory"):
        decoded(stored("upright"))


def test_without_the_library_such_a_file_is_of_an_unknown_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heif, "AVAILABLE", False)
    for name in ("upright", "turned-6"):
        with pytest.raises(PictureError, match=UNKNOWN_KIND):
            decoded(stored(name))
