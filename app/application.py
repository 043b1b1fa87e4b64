"""The composition root: logging, faults, language, session and window, in this order."""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, TextIO

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QSettings,
    QStandardPaths,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

from app import display, report
from app.assets import resource_path
from app.document.owner import FILE_MODE, FOLDER_MODE, UMASK
from app.document.swap import swap
from app.heaps import limit_heaps
from app.other_qt import FOUND, brings_qt
from app.session import Session
from app.widgets import clipboard, icons
from app.widgets.desktop import Application, open_handed
from app.widgets.main_window import MainWindow
from app.widgets.renewal import Renewal
from app.workers.garbage import GarbageCollection
from app.workers.multimedia import quieten

log = logging.getLogger(__name__)

# How long a worker that computes in Python keeps the window's thread waiting; 5 ms by default, and
# painting one frame asks several times.
SWITCH_S = 0.0005
LOG_BYTES, LOG_COUNT = 512 * 1024, 2


class OwnerOnlyFile(RotatingFileHandler):
    """A rotating log that only its owner may read."""

    _crashes = False

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def take_crashes(self) -> None:
        """From now on, crashes inside Qt or a driver leave their stack in this file."""
        self._crashes = True
        if self.stream is not None:
            faulthandler.enable(self.stream)

    def doRollover(self) -> None:
        """Another file: crashes follow, since the old descriptor may soon be a document's."""
        super().doRollover()
        if self._crashes:
            self.take_crashes()


class DiscreetFormatter(logging.Formatter):
    """Tells where a fault happened and of what kind it is, not what it says: that may hold the
    name of a file."""

    def formatException(self, ei: Any) -> str:
        """The calls and the kind. ei : as of sys.exc_info()."""
        kind, _, trace = ei
        calls = "".join(traceback.format_tb(trace))
        return f"{calls}{kind.__name__ if kind is not None else ''}"


def build_application(
    argv: list[str], store: QSettings | None = None
) -> tuple[QApplication, MainWindow]:
    """The application and its window, not yet shown. argv : as of the process. store : of the
    settings; the person's own by default."""
    application = make_application(argv)
    session = Session(store)
    installed = load_translations(application, session.settings.language)
    window = MainWindow(session)
    Renewal(window, partial(_speak, application, installed))
    if isinstance(application, Application):
        application.urls_opened.connect(partial(open_handed, window))
    GarbageCollection(application)
    _favour_window(session)
    return application, window


def main(argv: list[str]) -> int:
    """Opens the window and stays until it is closed; the exit status.

    argv : as of the process; what Qt leaves of it are files to open.
    """
    fault = FOUND if brings_qt() else display.LACKING if display.is_lacking(argv[1:]) else ""
    if fault:
        report.say(fault)
        return report.FAILED
    os.umask(UMASK)  # the settings name folders, and Qt writes them for everybody to read
    application = make_application(argv)
    _start_log()
    sys.excepthook = _log_fault
    swap.lie_in(_own_folder())
    application, window = build_application(argv)
    window.session.recovery.recover_in(*journals())
    window.session.dragging.drag_in(*(folder.with_name("dragged") for folder in journals()))
    window.show()
    _listen_to_signals(window)
    # Qt takes its own options out, and knows no name that is not UTF-8.
    left = [*application.arguments()[1:], *(each for each in argv[1:] if not _is_text(each))]
    named = [Path(each) for each in left if not each.startswith("-")]
    if named:
        window.session.opening.open_paths(named)
    status = application.exec()
    # However the loop came to its end: Qt aborts where a thread of its own outlives it.
    ended = window.session.close()
    if not (ended and window.closing.all_ended):
        # A decoder or driver that cannot be interrupted: all that is worth keeping is written.
        logging.shutdown()
        os._exit(status)
    return status


def journals() -> list[Path]:
    """Where unsaved pages are kept for after a crash: first in memory, where the system has a place
    for it, then on the disk, where a run without that place has them."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    in_memory = [Path(runtime, "rectoscan")] if runtime and _is_own(Path(runtime)) else []
    return [folder / "unsaved" for folder in (*in_memory, _own_folder())]


def _is_own(folder: Path) -> bool:
    """Whether a runtime folder is what the specification of base directories wants of one."""
    try:
        own = folder.is_absolute() and folder.stat().st_uid == os.getuid()
        return own and os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        return False


def _is_text(argument: str) -> bool:
    """Whether an argument is UTF-8; Qt aborts the process over one that is not."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _listen_to_signals(window: MainWindow) -> None:
    """Ctrl-C closes the window as its button does; the end of the desktop's session as well, but
    asks nothing. What is being saved is finished. Python hears of them within a second, when it
    next looks for garbage. What is ignored, as by nohup, stays so."""

    def at_once(act: Callable[[], object]) -> Callable[[int, FrameType | None], None]:
        # Not from within whatever runs just then.
        return lambda *_: QTimer.singleShot(0, window, act)

    def leave() -> None:
        window.closing.leave(unasked=True)  # the window's own by then

    for name, act in (("SIGINT", window.close), ("SIGTERM", leave), ("SIGHUP", leave)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, at_once(act))


def make_application(argv: list[str]) -> QApplication:
    """The application alone; the one that runs, where there is one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    limit_heaps()
    quieten()
    application = Application(list(filter(_is_text, argv)))
    application.setApplicationName("Rectoscan")
    application.setOrganizationName("Rectoscan")
    application.setDesktopFileName("rectoscan")
    application.setStyle("Fusion")
    application.setWindowIcon(icons.application_icon())
    application.aboutToQuit.connect(clipboard.release_own)
    return application


def load_translations(application: QApplication, language: str) -> list[QTranslator]:
    """Our texts and Qt's own, in a language ("" : the system's); of English, only the plurals.

    A language that ours are not in leaves Qt's English as well: no window speaks two.
    """
    # Of the system's languages the first one decides: for each name a translator looks for, it
    # would take the first that it finds, Chinese for ours and none, or German, for Qt's.
    locale = QLocale(language or next(iter(QLocale.system().uiLanguages()), ""))
    ours = str(resource_path("translations"))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if not translator.load(locale, "rectoscan", "_", ours):
        locale = QLocale("en")
        translator.load(locale, "rectoscan", "_", ours)
    of_qt = QTranslator(application)
    of_qt.load(locale, "qtbase", "_", qt_folder)
    for each in (translator, of_qt):
        application.installTranslator(each)
    QLocale.setDefault(_writing(locale))
    return [translator, of_qt]


def _speak(application: QApplication, installed: list[QTranslator], language: str) -> None:
    """Another language from now on. installed : the translators of the one before, then its own."""
    for each in installed:
        application.removeTranslator(each)
        each.deleteLater()
    installed[:] = load_translations(application, language)


def _writing(spoken: QLocale) -> QLocale:
    """How dates and numbers are written: in the language that is spoken, and in the order that is
    usual where the computer is; a German reads an American's date wrong."""
    system = QLocale.system()
    if system.language() == spoken.language():
        return system  # with what its owner has set
    return QLocale(spoken.language(), spoken.script(), system.territory())


def _favour_window(session: Session) -> None:
    """Shortens what keeps the window's thread waiting for the interpreter."""
    sys.setswitchinterval(SWITCH_S)
    # What is there by now stays to the end, and what comes with the detector as well: no search
    # for garbage looks at it again (a full one took 24 ms).
    gc.freeze()
    once = Qt.ConnectionType.SingleShotConnection
    session.engine.changed.connect(lambda *_: gc.freeze(), once)


def _own_folder() -> Path:
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place))


def _start_log() -> None:
    folder = _own_folder()
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        file = OwnerOnlyFile(
            folder / "rectoscan.log", maxBytes=LOG_BYTES, backupCount=LOG_COUNT, encoding="utf-8"
        )
        file.take_crashes()
        handler: logging.Handler = file
    except OSError:
        # A full or read-only disk must not keep the window from opening. Without a handler Python
        # would print what went wrong, and what it says.
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _log_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    log.critical("unhandled fault", exc_info=(kind, fault, trace))
    if sys.stderr.isatty():
        sys.__excepthook__(kind, fault, trace)
    else:  # a desktop keeps in a journal what its programs print: as discreet as the log
        told = DiscreetFormatter().formatException((kind, fault, trace))
        sys.stderr.write(f"{told}\n")
