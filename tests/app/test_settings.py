from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.settings import MAX_DPI, MIN_DPI, Settings, load_settings, own_store, save_settings


def ini(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


CHANGED = Settings(
    language="zh_CN",
    auto_capture=False,
    confirm_corners=False,
    last_folder="/Büro/证件",
    format="tiff",
    dpi=600,
    keep_sharper=False,
    quality=75,
    device="cpu",
    camera_id="usb-1",
    theme="dark",
    geometry=b"\x01\x00\xff",
)


@pytest.mark.parametrize("settings", [Settings(), CHANGED])
def test_settings_survive_a_restart(tmp_path: Path, settings: Settings) -> None:
    save_settings(ini(tmp_path / "s.ini"), settings, Settings())
    assert load_settings(ini(tmp_path / "s.ini")) == settings


@pytest.mark.parametrize(
    "settings",
    [Settings(dpi=MIN_DPI, quality=1), Settings(dpi=MAX_DPI, quality=100)],
    ids=["least", "most"],
)
def test_the_least_and_the_most_that_can_be_chosen_survive_too(
    tmp_path: Path, settings: Settings
) -> None:
    save_settings(ini(tmp_path / "s.ini"), settings, Settings())
    assert load_settings(ini(tmp_path / "s.ini")) == settings


def test_what_could_not_be_written_is_written_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    store, dark = ini(tmp_path / "folder" / "s.ini"), Settings(theme="dark")
    with pytest.raises(OSError, match="not written"):
        save_settings(own_store(store), dark, Settings())
    (tmp_path / "folder").unlink()
    save_settings(own_store(store), dark, dark)
    assert load_settings(ini(tmp_path / "folder" / "s.ini")) == dark


def test_sharper_pictures_keep_their_resolution_until_somebody_says_otherwise(
    tmp_path: Path,
) -> None:
    store = ini(tmp_path / "s.ini")
    store.setValue("dpi", 200)  # of a version that knew no such switch
    store.sync()
    assert load_settings(ini(tmp_path / "s.ini")) == Settings(dpi=200, keep_sharper=True)


def test_nothing_stored_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(ini(tmp_path / "none.ini")) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dpi", "many"), ("dpi", 0), ("dpi", "inf"), ("dpi", 10**9), ("quality", -1),
        ("format", "exe"), ("theme", 7), ("auto_capture", "perhaps"), ("geometry", "x"),
        ("keep_sharper", "no"), ("device", ["cpu", "cuda"]), ("language", ["en", "de"]),
    ],
)  # fmt: skip
def test_a_damaged_value_gives_way_to_its_default(tmp_path: Path, name: str, value: object) -> None:
    store = ini(tmp_path / "s.ini")
    store.setValue(name, value)
    store.sync()
    assert load_settings(ini(tmp_path / "s.ini")) == Settings()
