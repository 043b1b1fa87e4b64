"""What is saved says whose work it is, and is known by that."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from app.document.export import save_pages
from app.document.form import Form
from app.document.maker import is_own
from app.document.page import Page
from app.document.picture import load_picture


@pytest.mark.parametrize("name", ["colour", "grey", "bw"])
@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff"])
def test_each_picture_that_is_saved_is_known_again(
    tmp_path: Path, page: Page, file_format: str, name: str
) -> None:
    (path,) = save_pages([page.with_filter(name)], tmp_path / "card", Form(file_format, 200))
    assert is_own(path)
    assert load_picture(path).dpi == pytest.approx(200, abs=0.1)  # which is told beside it
    with Image.open(path) as picture:
        picture.convert("RGB").save(tmp_path / "copy.png")
    assert not is_own(tmp_path / "copy.png")  # another program's work


@pytest.mark.parametrize("name", ["colour", "grey", "bw"])
def test_a_png_says_that_its_colours_are_srgb(tmp_path: Path, page: Page, name: str) -> None:
    (path,) = save_pages([page.with_filter(name)], tmp_path / "card", Form("png", 200))
    with Image.open(path) as picture:
        assert picture.info["srgb"] == 0


@pytest.mark.parametrize("file_format", ["jpeg", "tiff"])
def test_a_picture_in_colour_says_by_a_profile_that_it_is_srgb(
    tmp_path: Path, page: Page, file_format: str
) -> None:
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, 200))
    with Image.open(path) as picture:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
    assert ImageCms.getProfileDescription(profile).startswith("sRGB")
    (grey,) = save_pages([page.with_filter("grey")], tmp_path / "card", Form(file_format, 200))
    with Image.open(grey) as picture:
        assert "icc_profile" not in picture.info  # which is one of three channels


def test_others_pictures_and_what_cannot_be_read_are_not_its_own(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg", "a.tif", "a.webp", "a.gif"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    Image.new("RGB", (8, 8)).save(tmp_path / "b.jpg", comment=b"Rectoscan and others")
    (tmp_path / "empty.png").touch()
    (tmp_path / "cut.tif").write_bytes(b"II*\0\x08\0\0\0")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to("nowhere.png")
    away = [tmp_path / "nowhere.png", tmp_path / f"{'x' * 300}.png"]
    assert not any(map(is_own, [*tmp_path.iterdir(), *away]))
