"""What every test gets: an offscreen Qt, settings of its own, and checks that nothing is left.

A test fails when it leaves behind a Python thread, a running QThread, an active QTimer or busy
pool, when it logs at WARNING or above without having said so (`expect_log`), and when anything
makes an Internet socket.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import re
import signal
import socket  # noqa: TID251 - to guard it
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Before anything imports Qt: no display, and nobody's own settings.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt says these while its plugin is being loaded, under the loader's lock; pytest-qt's handler then
# waits for the interpreter, which waits for that lock where an import loads a library (seen once).
os.environ.setdefault(
    "QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false;qt.multimedia.ffmpeg.info=false"
)
# torch's threads wait for each other while turning: two of them on a busy core take minutes for
# what takes one a second.
os.environ.setdefault("OMP_NUM_THREADS", "1")
_HOME = tempfile.TemporaryDirectory(prefix="rectoscan-tests-")
atexit.register(_HOME.cleanup)
_PLACES = ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR")
for _name in (f"XDG_{place}" for place in _PLACES):
    os.environ[_name] = _HOME.name

import pytest  # noqa: E402 - after the environment
from hypothesis import settings  # noqa: E402

# Laws are tested, not how long one example takes on a busy machine.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

PATIENCE_S = 15.0  # what is ending may take this long to end, on a busy machine


def _wait_until(done: Callable[[], bool]) -> bool:
    """Whether `done` became true within PATIENCE_S, with Qt's events running meanwhile."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > deadline_s:
            return False
        _process_deletions()
        time.sleep(0.005)
    return True


def _process_deletions() -> None:
    qtcore = sys.modules.get("PySide6.QtCore")
    if qtcore is None or qtcore.QCoreApplication.instance() is None:
        return
    qtcore.QCoreApplication.sendPostedEvents(None, qtcore.QEvent.Type.DeferredDelete.value)
    qtcore.QCoreApplication.processEvents()


# ------------------------------------------------------------------------- Python's threads
@pytest.fixture(autouse=True)
def no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test when a Python thread that it started still runs."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves_threads"):
        return

    def left() -> list[threading.Thread]:
        # A thread of Qt that ran Python code appears as a _DummyThread; QThreads have their own
        # check below.
        return [
            thread
            for thread in threading.enumerate()
            if thread not in before and not isinstance(thread, threading._DummyThread)
        ]

    if not _wait_until(lambda: not left()):
        pytest.fail(f"threads left running: {sorted(thread.name for thread in left())}")


# ------------------------------------------------------------------- Qt's threads and timers
@pytest.fixture(autouse=True)
def no_qt_object_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test when a QThread still runs, a QTimer is active or the pool is busy."""
    if "PySide6.QtCore" not in sys.modules:
        yield
        return
    from PySide6.QtCore import QThread, QThreadPool, QTimer

    threads = _remember_started(monkeypatch, QThread)
    timers = _remember_started(monkeypatch, QTimer)
    yield
    _process_deletions()
    if not _wait_until(lambda: not _alive(threads, "isRunning")):
        running = _alive(threads, "isRunning")
        _end(running)
        pytest.fail(f"QThreads left running: {running}")
    if not _wait_until(lambda: not _alive(timers, "isActive")):
        active = _alive(timers, "isActive")
        for timer in active:
            timer.stop()
        pytest.fail(f"QTimers left active: {[(t, t.interval(), t.parent()) for t in active]}")
    if not QThreadPool.globalInstance().waitForDone(int(PATIENCE_S * 1000)):
        pytest.fail("the global QThreadPool is still busy")


def _end(threads: list[Any]) -> None:
    """Ends what a test that failed half-way left running.

    Qt ends the process when a QThread is destroyed that still runs, which would be as soon as the
    next test's garbage is searched: what cannot be ended is kept for good.
    """
    for thread in threads:
        getattr(thread, "ask_to_stop", thread.quit)()
        if not thread.wait(int(PATIENCE_S * 1000)):
            thread.setParent(None)
            _kept.append(thread)


_kept: list[Any] = []


def _remember_started(monkeypatch: pytest.MonkeyPatch, kind: Any) -> list[weakref.ref[Any]]:
    """Weak references to each object of `kind` whose start() is called from now on."""
    started: list[weakref.ref[Any]] = []
    original = kind.start

    def start(self: Any, *arguments: Any) -> Any:
        started.append(weakref.ref(self))
        return original(self, *arguments)

    monkeypatch.setattr(kind, "start", start)
    return started


def _alive(references: list[weakref.ref[Any]], state: str) -> list[Any]:
    """The objects behind `references` that still exist in C++ and answer `state` with true."""
    import shiboken6

    if any(reference() is not None for reference in references):
        gc.collect(0)
    found = (reference() for reference in references)
    return [
        item
        for item in found
        if item is not None and shiboken6.isValid(item) and getattr(item, state)()
    ]


# ---------------------------------------------------------------------------------- the log
@pytest.fixture
def expect_log() -> Callable[[str], None]:
    """Call it with a regular expression: log lines that match it do not fail the test."""
    return _expected_log_patterns.append


_expected_log_patterns: list[str] = []


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test when a line at WARNING or above was logged that it did not expect."""
    _expected_log_patterns.clear()
    yield
    unexpected = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
        and not any(re.search(p, record.getMessage()) for p in _expected_log_patterns)
    ]
    _expected_log_patterns.clear()
    if unexpected:
        pytest.fail("unexpected log lines:\n" + "\n".join(unexpected))


# -------------------------------------------------------------------------------- the network
class NetworkUsedError(AssertionError):
    """Something made an Internet socket; Rectoscan never does."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test when it makes an Internet socket, even where the error was swallowed."""
    made: list[str] = []
    real = socket.socket

    class GuardedSocket(real):
        def __init__(
            self, family: int = -1, kind: int = -1, proto: int = -1, fileno: int | None = None
        ) -> None:
            if fileno is None and family in (-1, socket.AF_INET, socket.AF_INET6):
                made.append(f"family {family}, type {kind}")
                raise NetworkUsedError("a test opened an Internet socket")
            super().__init__(family, kind, proto, fileno)

    monkeypatch.setattr(socket, "socket", GuardedSocket)
    yield
    if made:
        pytest.fail(f"Internet sockets were opened: {made}")


# ------------------------------------------------------------------------------- own settings
@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Gives QSettings an empty folder for each test that has Qt loaded. In files: where Windows and
    macOS keep settings by themselves cannot be chosen."""
    qtcore = sys.modules.get("PySide6.QtCore")
    if qtcore is not None:
        folder = str(tmp_path_factory.mktemp("settings"))
        settings = qtcore.QSettings
        settings.setDefaultFormat(settings.Format.IniFormat)
        for form in (settings.Format.NativeFormat, settings.Format.IniFormat):
            settings.setPath(form, settings.Scope.UserScope, folder)


@pytest.fixture
def heard_signals() -> Iterator[None]:
    """Children hear the signals that whoever runs the tests ignores, as in the background."""
    usual = {
        getattr(signal, name): handler
        for name, handler in (
            ("SIGINT", signal.default_int_handler),
            ("SIGTERM", signal.SIG_DFL),
            ("SIGHUP", signal.SIG_DFL),
        )
        if hasattr(signal, name)
    }
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent
