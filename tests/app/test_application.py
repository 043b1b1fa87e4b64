from __future__ import annotations

import logging
import os
import stat
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app.application import OwnerOnlyFile, load_translations


@pytest.fixture
def chinese(qapp):
    before = set(qapp.findChildren(QTranslator))
    load_translations(qapp, "zh_CN")
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_chinese_is_there_for_ours_and_for_qt(chinese) -> None:
    assert QCoreApplication.translate("TopBar", "Save") == "保存"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_english_needs_no_translation(qapp) -> None:
    load_translations(qapp, "en")
    assert QCoreApplication.translate("TopBar", "Save") == "Save"


def test_every_text_has_its_chinese(repository) -> None:
    text = (repository / "resources/translations/rectoscan_zh_CN.ts").read_text(encoding="utf-8")
    assert 'type="unfinished"' not in text
    assert "<translation></translation>" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="no owner bits")
def test_the_log_is_its_owners_only(tmp_path) -> None:
    before = os.umask(0)
    try:
        handler = OwnerOnlyFile(tmp_path / "rectoscan.log", maxBytes=10, backupCount=1)
        for text in ("a line that is long enough to rotate", "another"):
            handler.emit(logging.makeLogRecord({"msg": text}))
        handler.close()
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o600}
    assert len(list(tmp_path.iterdir())) == 2
