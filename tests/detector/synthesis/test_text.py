"""Print is drawn by fonts that have its letters."""

from __future__ import annotations

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
