"""What a scan has made is not scanned by the next one, unless somebody wants that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import cli
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photo, and what was scanned before."""
    image = np.full((200, 300, 3), 90, np.uint8)
    page = Page("one", Original(image), Quad.inset(300, 200, 0.2))
    for file_format in ("png", "jpeg", "tiff"):
        save_pages([page], tmp_path / "result", Form(file_format, 100))
    Image.new("RGB", (8, 8)).save(tmp_path / "photo.png")
    return tmp_path


def listed(*paths: Path, output: Path | None) -> list[str]:
    leaves, status = cli.listed(paths, output)
    assert status == 0
    return [leaf.path.name for leaf in leaves]


def test_a_folder_that_results_went_to_is_scanned_without_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(folder, output=folder) == ["photo.png"]
    assert f"{folder}: 3 earlier results left out" in capsys.readouterr().err
    # Also where they lie among the pictures that another scan is of.
    assert listed(folder / "*.png", output=folder / "out") == ["photo.png"]
    assert f"{folder / '*.png'}: 1 earlier result left out" in capsys.readouterr().err


def test_a_result_that_is_named_itself_is_scanned(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(folder / "result.jpg", output=folder) == ["result.jpg"]
    assert capsys.readouterr().err == ""


def test_where_nothing_is_written_each_picture_is_looked_at(folder: Path) -> None:
    assert len(listed(folder, output=None)) == 4
