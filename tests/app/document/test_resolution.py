"""What a file says of dots an inch: pixels come square, and a sheet is as large as it was."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import AppendingTiffWriter

from app.document.encode import page_points
from app.document.journal import Journal, read_journal
from app.document.leaf import leaves_of
from app.document.original import Original
from app.document.page import Page
from app.document.picture import load_picture
from app.document.printout import MOST_DPI, draw
from app.document.render import render
from app.document.resolution import believed
from app.errors import PictureError
from app.workers.reading import read_data, read_picture
from detector.detection import Detection
from detector.quad import Quad
from tests.app.document.test_picture import TO_STORED

FAX_DPI, LETTER_DPI = (204, 98), (200, 200)
EXPOSURE = {0x829A: 0.01}


def fax(mode: str = "1", dpi: tuple[float, float] = FAX_DPI) -> Image.Image:
    """4 × 2 inches with a circle of an inch to the left."""
    width, height = round(4 * dpi[0]), round(2 * dpi[1])
    picture = Image.new(mode, (width, height), "white")
    across, down = dpi
    box = (0.25 * across, 0.5 * down, 1.25 * across, 1.5 * down)
    ImageDraw.Draw(picture).ellipse(box, fill="black")
    return picture


def circle(image: np.ndarray) -> tuple[float, float, float, float]:
    """Where the circle lies: its middle in shares of the picture, its width and height in px."""
    x, y, width, height = cv2.boundingRect((image[..., 0] < 128).astype(np.uint8))
    high, wide = image.shape[:2]
    return (x + width / 2) / wide, (y + height / 2) / high, width, height


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("fax.tif", {"compression": "group4"}),
        ("fax.png", {}),
        ("fax.jpg", {"quality": 95}),
        ("fax.bmp", {}),
    ],
)
@pytest.mark.parametrize("dpi", [FAX_DPI, (204, 391)])
def test_a_circle_of_a_fax_is_round(
    tmp_path: Path, name: str, options: dict, dpi: tuple[int, int]
) -> None:
    mode = "1" if name.endswith("tif") else "RGB"
    fax(mode, dpi).save(tmp_path / name, dpi=dpi, **options)
    loaded = load_picture(tmp_path / name)
    height, width = loaded.image.shape[:2]
    assert width / height == pytest.approx(2, abs=0.01)
    assert max(width / (4 * dpi[0]), height / (2 * dpi[1])) > 1.5  # nothing is lost
    x, y, across, down = circle(loaded.image)
    assert across == pytest.approx(down, abs=4)
    assert (x, y) == pytest.approx((0.1875, 0.5), abs=0.01)
    assert loaded.dpi == pytest.approx(max(dpi), abs=0.1)


@pytest.mark.parametrize("orientation", TO_STORED)
@pytest.mark.parametrize("suffix", ["tif", "jpg", "png"])
def test_a_fax_that_lies_on_its_side_too(tmp_path: Path, suffix: str, orientation: int) -> None:
    method = TO_STORED[orientation]
    upright = fax("RGB")
    stored = upright if method is None else upright.transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    dpi = FAX_DPI[::-1] if orientation >= 5 else FAX_DPI
    stored.save(tmp_path / f"a.{suffix}", exif=exif, dpi=dpi)
    x, y, across, down = circle(load_picture(tmp_path / f"a.{suffix}").image)
    assert across == pytest.approx(down, abs=4)
    assert (x, y) == pytest.approx((0.1875, 0.5), abs=0.01)


def test_each_page_of_a_fax_by_its_own_note(tmp_path: Path) -> None:
    with AppendingTiffWriter(str(tmp_path / "a.tif"), new=True) as file:
        for dpi, noted in ((FAX_DPI, {"dpi": FAX_DPI}), ((100, 100), {})):
            fax("L", dpi).save(file, "TIFF", **noted)
            file.newFrame()
    circles = [circle(leaf.load().image) for leaf in leaves_of(tmp_path / "a.tif")]
    assert [across == pytest.approx(down, abs=4) for _, _, across, down in circles] == [True, True]


@pytest.mark.parametrize("dpi", [(0, 0), (1, 2), (72, 300), (204, 204.5), (30, 60), (3000, 5000)])
def test_what_is_square_or_nonsense_changes_nothing(tmp_path: Path, dpi: tuple) -> None:
    Image.new("L", (60, 40), 90).save(tmp_path / "a.tif", dpi=dpi)
    assert load_picture(tmp_path / "a.tif").image.shape[:2] == (40, 60)


def test_figures_of_any_kind_are_no_fault() -> None:
    for figures in (
        (None, None),
        ("", 3),
        ((1, 2), 3),
        (10**400, 1),
        (float("inf"), 1),
        (float("nan"),) * 2,
    ):
        assert believed(*figures).dpi is None


def test_room_is_made_for_what_comes_and_no_more_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fax("L").save(tmp_path / "a.tif", dpi=FAX_DPI)
    asked: list[int] = []
    image = load_picture(tmp_path / "a.tif", asked.append).image
    assert asked == [image.nbytes]
    monkeypatch.setattr("app.document.picture.MAX_PIXELS", image.shape[0] * image.shape[1] - 1)
    with pytest.raises(PictureError, match="too large"):
        load_picture(tmp_path / "a.tif")


# ----------------------------------------------------------------------------- the size on paper
def letter(path: Path, dpi: tuple[int, int] = LETTER_DPI, **options: object) -> Path:
    size = (round(8.5 * LETTER_DPI[0]), 11 * LETTER_DPI[1])
    Image.new("RGB", size, (240, 240, 230)).save(path, dpi=dpi, **options)
    return path


def opened(path: Path, quad: Quad | None = None) -> Page:
    """A scan as the window opens it; quad : where the detector sees the document."""
    found = [] if quad is None else [Detection(quad, quad.box, 0.9, "other")]
    (leaf,) = leaves_of(path)
    (page,) = read_picture(leaf, lambda _: found).pages
    return page


def inches(page: Page, dpi: int | None = None) -> tuple[float, float]:
    width, height = page_points(render(page, dpi))
    return round(width / 72, 2), round(height / 72, 2)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
@pytest.mark.parametrize("dpi", [None, 100, 300])
def test_a_sheet_of_no_known_format_keeps_the_size_that_it_was_scanned_at(
    tmp_path: Path, suffix: str, dpi: int | None
) -> None:
    page = opened(letter(tmp_path / f"letter.{suffix}"))
    assert inches(page, dpi) == (8.5, 11)
    assert inches(page.rotated(1), dpi) == (11, 8.5)
    drawn = render(page, dpi)
    assert drawn.image.shape[1] == pytest.approx(8.5 * (dpi or 200), abs=1)
    assert render(page, 100, keep_sharper=True).size.dpi == pytest.approx(200, abs=0.1)


def test_a_detected_outline_along_the_rim_is_the_sheet_whichever_way_up(tmp_path: Path) -> None:
    path = letter(tmp_path / "letter.png")
    width, height = 1700, 2200
    rim = Quad([(8, 5), (width - 12, 9), (width - 6, height - 14), (4, height - 8)])
    for turns in range(4):
        assert opened(path, rim.turned(turns)).dpi == pytest.approx(200, abs=0.1)
    for quad in (Quad.inset(width, height), Quad([(0, 0), (1600, 0), (1699, 2199), (0, 2199)])):
        assert opened(path, quad).dpi is None


def test_a_known_format_is_believed_more_than_the_file(tmp_path: Path) -> None:
    page = opened(letter(tmp_path / "letter.png")).with_format("A4")
    assert inches(page) == (8.27, 11.69)


def test_what_screens_and_cameras_write_says_nothing_of_paper(tmp_path: Path) -> None:
    for n, dpi in enumerate([(72, 72), (96, 96), (144, 144)]):
        assert opened(letter(tmp_path / f"{n}.png", dpi)).dpi is None
    photo = Image.Exif()
    photo.get_ifd(0x8769).update(EXPOSURE)
    assert opened(letter(tmp_path / "photo.jpg", (300, 300), exif=photo)).dpi is None
    assert opened(letter(tmp_path / "scan.jpg", (300, 300))).dpi == 300


def test_notes_that_cannot_be_read_do_not_keep_a_picture_shut(tmp_path: Path) -> None:
    for n, junk in enumerate(
        (b"Exif\0\0", b"Exif\0\0II*\0\x08\0\0\0\xff\xff", b"Exif\0\0" + b"x" * 9)
    ):
        path = letter(tmp_path / f"{n}.jpg", exif=junk)
        assert load_picture(path).image.shape == (2200, 1700, 3)


def test_a_printer_gets_no_more_than_it_shows(tmp_path: Path) -> None:
    Image.new("RGB", (1300, 2200)).save(tmp_path / "a.png", dpi=(1200, 1200))
    drawn = draw(opened(tmp_path / "a.png"), 300)
    assert drawn.size.dpi == MOST_DPI
    assert page_points(drawn)[0] / 72 == pytest.approx(1300 / 1200, abs=0.01)


def test_a_poster_that_is_too_large_for_a_resolution_is_saved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detector.rectify.MAX_PAGE_PX", 3000)
    page = opened(letter(tmp_path / "letter.png"))
    assert inches(page, 600) == (8.5, 11)
    assert render(page, 600).image.shape[0] == 3000


def test_what_was_pasted_keeps_it_and_comes_back_with_it(tmp_path: Path) -> None:
    data = letter(tmp_path / "letter.png").read_bytes()
    (page,) = read_data(data, "pasted", lambda _: []).pages
    assert inches(page) == (8.5, 11)
    anew = Page("2", Original(page.original.pixels(), dpi=page.original.dpi), page.quad)
    Journal(tmp_path / "journal").write([page, anew])
    assert [inches(each) for each in read_journal(tmp_path / "journal").pages] == [(8.5, 11)] * 2


@pytest.mark.parametrize(
    ("unit", "noted", "dpi"),
    [(2, 300, 300), (3, 100, 254), (3, 300, 762), (1, 300, None), (None, 200, 200)],
)
def test_a_tiff_counts_in_inches_or_centimetres_or_tells_nothing(
    tmp_path: Path, unit: int | None, noted: int, dpi: float | None
) -> None:
    tags = {282: float(noted), 283: float(noted)} | ({} if unit is None else {296: unit})
    Image.new("L", (60, 40), 200).save(tmp_path / "a.tif", tiffinfo=tags)
    assert load_picture(tmp_path / "a.tif").dpi == (dpi and pytest.approx(dpi))
