from __future__ import annotations

import io
import logging
import os
import stat
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from app.application import OwnerOnlyFile, _log_fault, _start_log, load_translations


def test_chinese_is_there_for_ours_and_for_qt(chinese) -> None:
    assert QCoreApplication.translate("TopBar", "Save") == "保存"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("language", ["en", "de"])  # German: not one of ours
def test_english_is_english_in_all_of_it_and_knows_its_plurals(qapp, language: str) -> None:
    before = QLocale()
    installed = load_translations(qapp, language)
    assert QCoreApplication.translate("TopBar", "Save") == "Save"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    told = [QCoreApplication.translate("PageStage", "Remove %n page(s)", None, n) for n in (1, 2)]
    assert told == ["Remove 1 page", "Remove 2 pages"]
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


SPEAK = """
from PySide6.QtCore import QCoreApplication
from app.application import load_translations, make_application
load_translations(make_application(["rectoscan"]), "")
print(*map(QCoreApplication.translate, ("TopBar", "QPlatformTheme"), ("Save", "Cancel")))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by the environment")
@pytest.mark.parametrize(
    ("languages", "spoken"),
    [
        ("en_US:zh_CN", "Save Cancel"),
        ("de_DE:zh_CN", "Save Cancel"),
        ("zh_CN:en_US", "保存 取消"),
        ("", "Save Cancel"),
    ],
)
def test_the_system_s_first_language_decides(languages: str, spoken: str) -> None:
    told = {"LANGUAGE": languages, "LC_ALL": "", "LANG": "en_US.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SPEAK],
        env=os.environ | told,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == spoken


DATE = """
import sys
from datetime import datetime
from app.application import load_translations, make_application
from app.session.left_wording import left_unsaved
load_translations(make_application(["rectoscan"]), sys.argv[1])
print(left_unsaved(1, datetime(2026, 9, 5, 15, 4)).text)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by the environment")
@pytest.mark.parametrize(
    ("system", "language", "date"),
    [
        ("fr_CA.UTF-8", "zh_CN", "2026/9/5 15:04"),
        ("zh_CN.UTF-8", "en", "9/5/26 3:04"),
        ("de_DE.UTF-8", "en", "05/09/2026 15:04"),  # an American's would be that of the 9th of May
    ],
)
def test_a_date_is_written_in_the_language_of_the_window(
    system: str, language: str, date: str
) -> None:
    told = {"LANGUAGE": "", "LC_ALL": system, "LANG": system, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", DATE, language],
        env=os.environ | told,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert date in done.stdout.replace(",", "")


def test_where_no_log_can_be_kept_what_is_printed_is_as_discreet(monkeypatch, capsys) -> None:
    def refuse(*_given, **_how) -> None:
        raise PermissionError(13, "Permission denied")

    root = logging.getLogger()
    before, level = [*root.handlers], root.level
    monkeypatch.setattr("app.application.OwnerOnlyFile", refuse)
    _start_log()
    (made,) = [each for each in root.handlers if each not in before]
    root.removeHandler(made)
    root.setLevel(level)
    name = f"{os.getpid()}-card.jpg"  # of no text in the code, whose line is told
    try:
        raise KeyError(name)
    except KeyError:
        made.handle(logging.makeLogRecord({"msg": "a job failed", "exc_info": sys.exc_info()}))
    printed = capsys.readouterr().err
    assert "a job failed" in printed
    assert "KeyError" in printed
    assert name not in printed


def test_crashes_are_written_to_the_log_of_now(tmp_path, monkeypatch) -> None:
    told: list[int] = []
    monkeypatch.setattr("faulthandler.enable", lambda file: told.append(file.fileno()))
    handler = OwnerOnlyFile(tmp_path / "rectoscan.log", maxBytes=10, backupCount=1)
    handler.take_crashes()
    blocker = os.open(tmp_path / "a document", os.O_CREAT | os.O_WRONLY)
    handler.emit(logging.makeLogRecord({"msg": "a line that is long enough to rotate"}))
    handler.emit(logging.makeLogRecord({"msg": "another"}))
    assert len(told) >= 2
    assert told[-1] == handler.stream.fileno()
    os.close(blocker)
    handler.close()


def test_a_fault_is_printed_as_discreetly_as_it_is_logged(monkeypatch, expect_log) -> None:
    expect_log("unhandled fault")
    printed = io.StringIO()  # no terminal
    monkeypatch.setattr(sys, "stderr", printed)
    try:
        {}["Erika-Mustermann"]
    except KeyError as fault:
        _log_fault(KeyError, fault, fault.__traceback__)
    assert "KeyError" in printed.getvalue()
    assert "test_application.py" in printed.getvalue()


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
