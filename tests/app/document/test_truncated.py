"""Files of which only the beginning is there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.document.picture import DAMAGE, UNKNOWN_KIND, load_picture
from app.errors import PictureError


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "JPEG2000"])
@pytest.mark.parametrize("left", [16, 40, 200])
def test_what_begins_as_a_picture_is_one_that_was_cut_off(
    tmp_path: Path, kind: str, left: int
) -> None:
    whole = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(whole, kind)
    path = tmp_path / "cut"
    path.write_bytes(whole.getvalue()[:left])
    with pytest.raises(PictureError, match=DAMAGE):
        load_picture(path)


def test_a_film_and_a_text_are_none(tmp_path: Path) -> None:
    for start in (b"\0\0\0\x18ftypmp42\0\0\0\0", b"Dear Sir or Madam, please find"):
        path = tmp_path / "other"
        path.write_bytes(start * 10)
        with pytest.raises(PictureError, match=UNKNOWN_KIND):
            load_picture(path)
