"""Which files are HEIC and HEIF, and when the library that reads them is loaded."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.document.folder import look_into
from app.document.heif import is_heif
from app.document.picture import load_picture
from app.errors import PictureError
from tests.app.document.test_heif import FILES, needs_heif, stored
from tests.app.document.test_picture import TO_STORED, is_scene, scene


@needs_heif
@pytest.mark.parametrize(
    ("brands", "ours"),
    [
        (b"heic....mif1heicmiaf", True),
        (b"mif1....mif1heic", True),
        (b"mif1....mif1miaf", True),
        (b"avif....avifmif1miaf", False),
        (b"mif1....mif1avif", False),
        (b"msf1....avismsf1", False),
        (b"isom....isomiso2avc1mp41", False),
        (b"qt  ....qt  ", False),
    ],
)
def test_only_what_says_so_is_for_the_library(brands: bytes, ours: bool) -> None:
    file = io.BytesIO((len(brands) + 8).to_bytes(4) + b"ftyp" + brands + b"\0\0\0\x08heic")
    assert is_heif(file) is ours
    assert file.tell() == 0


@needs_heif
@pytest.mark.parametrize(
    "brand", ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"]
)
def test_any_brand_of_such_files_is_enough(brand: str) -> None:
    """Whether it comes first or, of 60, last (ISO 23008-12, 10)."""
    for brands in ([brand], [*["miaf"] * 59, brand]):
        named = "".join(["unif", "0000", *brands]).encode()
        assert is_heif(io.BytesIO((len(named) + 8).to_bytes(4) + b"ftyp" + named))


@needs_heif
def test_a_folder_holds_them_as_pictures(tmp_path: Path) -> None:
    for name in ("a.HEIC", "b.heif", "c.hif", "d.avif"):
        (tmp_path / name).write_bytes(stored("upright"))
    (tmp_path / "e.heics").touch()  # moves
    found = look_into(tmp_path)
    assert [path.name for path in found.pictures] == ["a.HEIC", "b.heif", "c.hif", "d.avif"]
    assert [path.name for path in found.skipped] == ["e.heics"]


@needs_heif
def test_other_pictures_do_not_load_the_library(tmp_path: Path) -> None:
    scene().save(tmp_path / "a.png")
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.document.picture import load_picture\n"
        "for name in sys.argv[1:]:\n"
        "    load_picture(Path(name))\n    print('pi_heif' in sys.modules)"
    )
    files = [str(tmp_path / "a.png"), str(FILES / "upright.heic")]
    done = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("orientation", [1, 6])
def test_avif_is_read_by_what_is_there_already(tmp_path: Path, orientation: int) -> None:
    method = TO_STORED[orientation]
    turned = scene().transpose(method) if method is not None else scene()
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.avif"
    turned.save(path, exif=exif)
    assert is_scene(load_picture(path).image)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(PictureError, match="damaged or cut off"):
        load_picture(path)
