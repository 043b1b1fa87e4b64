"""Print is drawn by fonts that have its letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.synthesis import text


@pytest.mark.parametrize("script", sorted(text.SCRIPTS))
def test_no_letter_is_drawn_as_the_box_of_a_missing_one(script: str) -> None:
    if not text.files_with(script):
        pytest.skip(f"no font here has {script} letters")
    for path in text.files_with(script):
        font = text._font(path, 24)
        drawn = {bytes(font.getmask(letter)) for letter in text.SCRIPTS[script]}
        assert bytes(font.getmask(text.NO_LETTER)) not in drawn
        assert len(drawn) > len(text.SCRIPTS[script]) / 2


def test_a_font_without_a_script_is_not_chosen_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_draws", lambda path, letters: "а" not in letters)
    text.files_with.cache_clear()
    try:
        assert text.files_with("latin") == text.font_files()
        assert text.files_with("cyrillic") == ()
    finally:
        text.files_with.cache_clear()


@pytest.mark.parametrize(
    ("number", "kept"), [(0, 0), (1, 1), (59, 59), (60, 60), (61, 60), (150, 60)]
)
def test_of_many_fonts_some_of_each_family_are_drawn_with(
    number: int, kept: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    families = [tmp_path / name for name in ("first", "second", "third")]
    for family in families:
        family.mkdir()
    for n in range(number):
        (families[n % 3] / f"{n:03d}.ttf").touch()
    monkeypatch.setattr(text, "FONT_FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    text.font_files.cache_clear()
    try:
        files = text.font_files()
    finally:
        text.font_files.cache_clear()
    assert len(set(files)) == len(files) == kept
    assert {Path(each).parent for each in files} == set(families[: min(number, 3)])
