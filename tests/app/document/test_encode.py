"""What a page's filter leaves of its colours, in the bytes of each format; a save tells how far."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.document import encode as encode_module
from app.document import seal as seal_module
from app.document import sheet as sheet_module
from app.document.encode import encode_page, encode_pdf
from app.document.estimate import estimated_bytes
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from app.document.render import colours_of, render, thumbnail
from app.document.rendered import Rendered
from app.document.seal import sealed
from app.document.sheet import encode_sheets
from app.settings import Settings
from detector.quad import Quad
from detector.rectify import PageSize

PICTURES, PDFS = ("png", "jpeg", "tiff"), ("pdf", "sheet")
MODES = {"colour": "RGB", "clean": "RGB", "grey": "L", "bw": "1"}


@pytest.fixture
def card() -> Page:
    """Print in red and black on a cast of yellow; a card by its shape, and rounded."""
    rng = np.random.default_rng(0)
    image = np.full((540, 856, 3), (170, 215, 225), np.uint8)
    for row in range(40, 500, 40):
        for left in rng.integers(30, 800, 40):
            image[row : row + 14, left : left + 5] = (30, 30, 30) if row % 80 else (40, 40, 180)
    return Page("one", Original(image), Quad.full(856, 540), format="ID-1").with_rounded(True)


def picture_in(path: Path) -> Image.Image:
    """The one picture of a file, as it is stored."""
    if path.suffix != ".pdf":
        with Image.open(path) as picture:
            picture.load()
            return picture
    with pikepdf.open(path) as pdf:
        (page,) = pdf.pages
        (found,) = page.Resources.XObject.values()
        if found.Subtype == "/Form":  # on a sheet
            (found,) = found.Resources.XObject.values()
        return pikepdf.PdfImage(found).as_pil_image()


def grey(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture.convert("L"))


@pytest.mark.parametrize("name", MODES)
@pytest.mark.parametrize("file_format", [*PICTURES, *PDFS])
def test_a_page_takes_no_more_channels_and_bits_than_its_filter_leaves(
    tmp_path: Path, card: Page, file_format: str, name: str
) -> None:
    (path,) = save_pages([card.with_filter(name)], tmp_path / "card", Form(file_format, 300))
    expected = "L" if name == "bw" and file_format == "jpeg" else MODES[name]
    assert picture_in(path).mode == expected


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("file_format", ["png", "tiff", *PDFS])
def test_black_and_white_is_kept_to_the_pixel_with_its_corners_and_size(
    tmp_path: Path, card: Page, file_format: str, turns: int
) -> None:
    page = card.with_filter("bw").with_turns(turns)
    drawn = render(page, 300)
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, 300))
    saved = picture_in(path)
    np.testing.assert_array_equal(grey(saved), drawn.image[..., 0])
    assert 0 < (grey(saved) == 0).mean() < 0.2  # ink on paper, not the other way round
    if file_format not in PDFS:
        assert [round(float(value)) for value in saved.info["dpi"]] == [300, 300]
        return
    with pikepdf.open(path) as pdf:
        (paper,) = pdf.pages
        box = paper.mediabox
        if file_format == "sheet":
            (form,) = paper.Resources.XObject.values()
            box = form.BBox
        size_mm = [float(value) / 72 * 25.4 for value in box[2:]]
    expected = (53.98, 85.6) if turns % 2 else (85.6, 53.98)
    np.testing.assert_allclose(size_mm, expected, atol=0.05)


@pytest.mark.parametrize(
    ("quality", "sharp"), [(95, True), (Settings().quality, True), (75, False)]
)
def test_coloured_fine_print_stays_sharp_at_high_quality(quality: int, sharp: bool) -> None:
    image = np.full((64, 64, 3), (200, 60, 60), np.uint8)
    image[:, ::2] = (60, 60, 200)
    drawn = Rendered(image, PageSize(64, 64))
    with Image.open(io.BytesIO(encode_page(drawn, "jpeg", quality))) as saved:
        off = np.asarray(saved.convert("RGB"))[..., ::-1].astype(int) - image
    assert (np.abs(off).mean() < 10) == sharp


@pytest.mark.parametrize(("dpi", "expected"), [(299.6, 300), (300.4, 300)])
def test_a_jpeg_says_the_whole_resolution_that_is_nearest(dpi: float, expected: int) -> None:
    drawn = Rendered(np.zeros((8, 8, 3), np.uint8), PageSize(8, 8, dpi=dpi))
    with Image.open(io.BytesIO(encode_page(drawn, "jpeg", 90))) as saved:
        assert saved.info["dpi"] == (expected, expected)


@pytest.mark.parametrize("width", [325, 339, 405])
def test_a_jpeg_of_a_card_is_as_wide_as_the_card_at_the_resolution_that_it_says(
    tmp_path: Path, width: int
) -> None:
    """To the half of a px. 339 px are a card at 100.6 dots an inch, of which JFIF tells no part."""
    height = round(width * 53.98 / 85.6)
    image = np.full((height, width, 3), 200, np.uint8)
    page = Page("one", Original(image), Quad.full(width, height), format="ID-1")
    (path,) = save_pages([page], tmp_path / "card", Form("jpeg", 0))
    with Image.open(path) as picture:
        dpi = float(picture.info["dpi"][0])
        assert picture.width / dpi * 25.4 == pytest.approx(85.6, abs=0.51 * 25.4 / dpi)
        assert width - picture.width < width / dpi  # less than one dot an inch is lost


@pytest.mark.parametrize("file_format", PDFS)
def test_a_page_of_no_known_format_is_as_large_as_its_pixels_say(
    tmp_path: Path, card: Page, file_format: str
) -> None:
    page = card.with_format("other")
    size = render(page, 200).size
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, 200))
    with pikepdf.open(path) as pdf:
        (paper,) = pdf.pages
        found = next(iter(paper.Resources.XObject.values()))
        box = paper.mediabox if file_format == "pdf" else found.BBox
        inches = [float(value) / 72 for value in box[2:]]
    np.testing.assert_allclose(inches, (size.width_px / 200, size.height_px / 200), atol=0.01)


def test_grey_keeps_its_resolution_in_each_format(tmp_path: Path, card: Page) -> None:
    for file_format in PICTURES:
        (path,) = save_pages([card.with_filter("grey")], tmp_path / "card", Form(file_format, 300))
        assert [round(float(value)) for value in picture_in(path).info["dpi"]] == [300, 300]


def test_round_corners_leave_black_and_white_without_a_grey(card: Page) -> None:
    page = card.with_filter("bw")
    for image in (render(page, 300).image, thumbnail(page, 256)):
        assert set(np.unique(image)) == {0, 255}
    image = np.zeros((540, 856, 3), np.uint8)
    image[:, ::3] = 255  # ink up to the rim
    page = Page("two", Original(image), card.quad, format="ID-1").with_filter("bw")
    plain, rounded = render(page, 300).image, render(page.with_rounded(True), 300).image
    assert set(np.unique(rounded)) == {0, 255}
    assert (rounded[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
    assert (rounded >= plain).all()
    np.testing.assert_array_equal(rounded[60:-60], plain[60:-60])


def test_img2pdf_places_the_fax_as_it_is(card: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    import img2pdf

    monkeypatch.setattr(img2pdf, "transcode_monochrome", None)
    large = Page("A4", card.original, card.quad, format="A4").with_filter("bw")
    drawn = render(large, 400)  # of more than the 64 KiB that Pillow puts into a strip
    with pikepdf.open(io.BytesIO(encode_pdf([drawn], 90))) as pdf:
        (found,) = pdf.pages[0].Resources.XObject.values()
        assert found.Filter == "/CCITTFaxDecode" or [*found.Filter] == ["/CCITTFaxDecode"]
        seen = pikepdf.PdfImage(found).as_pil_image()
    np.testing.assert_array_equal(grey(seen), drawn.image[..., 0])


def test_pages_of_every_kind_share_a_file(tmp_path: Path, card: Page) -> None:
    pages = [card.with_filter(name) for name in MODES]
    (path,) = save_pages(pages, tmp_path / "all", Form("tiff", 200))
    with Image.open(path) as picture:
        modes, packed = [], []
        for frame in range(picture.n_frames):
            picture.seek(frame)
            modes.append(picture.mode)
            packed.append(picture.info["compression"])
    assert modes == [*MODES.values()]
    assert packed == ["tiff_adobe_deflate"] * 3 + ["group4"]
    (path,) = save_pages(pages, tmp_path / "all", Form("pdf", 200))
    with pikepdf.open(path) as pdf:
        found = [next(iter(page.Resources.XObject.values())) for page in pdf.pages]
        assert [pikepdf.PdfImage(each).mode for each in found] == [*MODES.values()]


@pytest.mark.parametrize("file_format", [*PICTURES, *PDFS])
def test_same_pages_same_bytes_without_colours(
    tmp_path: Path, card: Page, file_format: str
) -> None:
    pages = [card.with_filter("grey"), card.with_filter("bw")]
    first = save_pages(pages, tmp_path / "a" / "x", Form(file_format, 200))
    time.sleep(1.1)  # whatever a format knows of time, it knows in seconds
    second = save_pages(pages, tmp_path / "b" / "x", Form(file_format, 200))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_fewer_colours_the_smaller_the_file(card: Page) -> None:
    for file_format in PICTURES:
        sizes = {
            name: len(encode_page(render(card.with_filter(name), 300), file_format, 92))
            for name in ("colour", "grey", "bw")
        }
        assert sizes["grey"] < sizes["colour"]
        if file_format != "jpeg":
            assert sizes["bw"] < sizes["grey"] / 2
    grey, fax = (len(encode_pdf([render(card.with_filter(n), 300)], 92)) for n in ("grey", "bw"))
    assert fax < grey / 5


@pytest.mark.parametrize("file_format", [*PICTURES, *PDFS])
def test_the_estimate_knows_pages_of_each_kind(
    tmp_path: Path, card: Page, file_format: str
) -> None:
    pages = [card.with_filter(name) for name in ("bw", "colour", "bw", "grey", "colour")]
    about = estimated_bytes(pages, Form(file_format, 200, 90))
    paths = save_pages(pages, tmp_path / "x", Form(file_format, 200, 90))
    assert about == pytest.approx(sum(path.stat().st_size for path in paths), rel=0.2)


def test_a_page_knows_what_it_will_be_drawn_as(card: Page) -> None:
    for name in MODES:
        page = card.with_filter(name)
        drawn: Rendered = render(page, 72)
        assert drawn.colours == colours_of(page)
        flat = drawn.image.reshape(-1, 3)
        if drawn.colours != "colour":
            assert (flat == flat[:, :1]).all()


@pytest.mark.parametrize("file_format", [*PICTURES, *PDFS])
def test_each_page_of_a_save_is_told_of_as_it_is_begun_with(
    tmp_path: Path, card: Page, file_format: str
) -> None:
    told: list[int] = []
    save_pages([card] * 3, tmp_path / "a", Form(file_format, 100), begun=told.append)
    assert told == [1, 2, 3]


@pytest.mark.parametrize("encode", [encode_pdf, encode_sheets])
def test_a_pdf_of_many_pages_gives_way_again_and_again_while_it_is_written(
    encode: Callable[..., bytes], card: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    for module in (encode_module, sheet_module, seal_module):
        monkeypatch.setattr(module, "give_way", told.append)
    made = encode([render(card, 30)] * 40, 92)
    assert len(told) > 20
    for password in ("", "secret"):
        told.clear()
        sealed(made, "scan", password)
        assert len(told) > 20


def test_a_page_is_deflated_without_holding_up_other_threads() -> None:
    image = np.random.default_rng(0).integers(0, 255, (3000, 4000, 1), np.uint8)
    page = Rendered(np.repeat(image, 3, axis=2), PageSize(4000, 3000), "grey")
    turns, ended = [0], threading.Event()

    def tick() -> None:
        while not ended.wait(0.001):
            turns[0] += 1

    ticking = threading.Thread(target=tick)
    ticking.start()
    before = turns[0]
    data = encode_page(page, "tiff", 92)
    after = turns[0]
    ended.set()
    ticking.join()
    assert after - before > 30  # some 200; while a library holds them up, hardly any
    assert Image.open(io.BytesIO(data)).size == (4000, 3000)
