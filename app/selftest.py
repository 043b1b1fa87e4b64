"""``rectoscan --selftest``: is this installation whole? A line for each part."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.report import FAILED

# The clip begins with an empty desk; by now the card lies in the middle.
SAMPLE_FRAME = 60
# Doc 9303-4, appendix B.
ZONE = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def selftest() -> int:
    """Prints each check; 0 where all pass, else 1."""
    # No window is shown, so none is needed: this must pass on a machine without a screen.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("weights", _weights),
        ("engine", _engine),
        ("opencv", _opencv),
        ("multimedia", _multimedia),
        ("inference", _inference),
        ("colours", _colours),
        ("heic", _heic),
        ("pdf", _pdf),
        ("printing", _printing),
        ("machine readable zone", _zone),
    )
    failures = 0
    for name, check in checks:
        try:
            print(f"ok    {name}: {check()}", flush=True)
        except Exception as error:  # noqa: BLE001 - whatever is wrong is what this is to say
            print(f"FAIL  {name}: {error}", flush=True)
            failures += 1
    return FAILED if failures else 0


def _weights() -> str:
    from detector.weights import NAMES, find_weights, read_verified

    paths = [find_weights(name) for name in NAMES]
    sizes = [len(read_verified(path)) / 2**20 for path in paths]
    listed = zip(paths, sizes, strict=True)
    return "verified " + ", ".join(f"{path.name} ({size:.1f} MiB)" for path, size in listed)


def _engine() -> str:
    from detector.runtime import Detector  # first: it keeps the engine's reports off

    import onnxruntime  # isort: skip

    detector = Detector.load()
    return f"{detector.engine} {onnxruntime.__version__} on {detector.device}"


def _opencv() -> str:
    import cv2

    from app.other_qt import FOUND, brings_qt

    if brings_qt():
        raise RuntimeError(FOUND)
    return f"{cv2.__version__}, without a Qt of its own"


def _multimedia() -> str:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtMultimedia import QMediaDevices, QMediaFormat

    from app.workers.multimedia import quieten

    quieten()
    application = QGuiApplication.instance() or QGuiApplication(["rectoscan"])
    formats = QMediaFormat().supportedFileFormats(QMediaFormat.ConversionMode.Decode)
    if not formats:
        raise RuntimeError("Qt found no multimedia backend")
    cameras = len(QMediaDevices.videoInputs())
    application.processEvents()
    return f"{len(formats)} formats, {cameras} cameras"


def specimen() -> NDArray[np.uint8]:
    """A drawn card on a dark table, uint8 (480, 640, 3) BGR."""
    picture = np.full((480, 640, 3), (52, 60, 66), np.uint8)
    picture[110:372, 112:528] = (214, 222, 226)
    picture[110:150, 112:528] = (150, 96, 40)
    picture[180:320, 140:250] = (120, 140, 170)
    for row in range(180, 330, 26):
        picture[row : row + 9, 275 : 500 - row // 4] = (60, 60, 60)
    return picture


def sample_frame() -> NDArray[np.uint8]:
    """The bundled clip where the card lies still, uint8 (720, 1280, 3) BGR.

    Raises RuntimeError where the clip is missing or cannot be decoded.
    """
    import cv2

    from app.assets import resource_path

    film = cv2.VideoCapture(str(resource_path("samples", "sample.mp4")))
    for _ in range(SAMPLE_FRAME):
        film.grab()
    read, frame = film.read()
    film.release()
    if not read:
        raise RuntimeError("the bundled clip cannot be read")
    return np.asarray(frame, np.uint8)


def _inference() -> str:
    from detector.runtime import Detector

    found = Detector.load().detect(sample_frame())
    if not found:
        raise RuntimeError("the card of the bundled clip was not found")
    return f"found {len(found)}, best score {found[0].score:.2f}"


def drawn_zone() -> NDArray[np.uint8]:
    """A passport's page with ZONE at 200 dots an inch, uint8 (700, 1000, 3)."""
    from PIL import Image, ImageDraw, ImageFont

    from app.assets import resource_path

    paper = Image.new("RGB", (1000, 700), "white")
    font = ImageFont.truetype(str(resource_path("ocr", "OCRB.otf")), 28)
    for line, text in enumerate(ZONE):
        ImageDraw.Draw(paper).text((50, 600 + 40 * line), text, "black", font)
    return np.asarray(paper)


def _zone() -> str:
    from datetime import UTC, datetime

    from app.document.mrz_reader import MrzReader

    mrz = MrzReader().read_image(drawn_zone(), datetime.now(tz=UTC).date())
    if mrz is None or mrz.lines != ZONE:
        raise RuntimeError("a drawn zone was not read")
    return f"read {mrz.layout}"


def _colours() -> str:
    from PIL import ImageCms, features

    # The compiled part is loaded: a package may have been made without.
    ImageCms.createProfile("sRGB")
    return f"Little CMS {features.version('littlecms2')}"


def _heic() -> str:
    from app.document.heif import AVAILABLE

    if not AVAILABLE:  # where it was left out of a package
        return "not read by this installation"
    import pi_heif

    decoders = pi_heif.libheif_info()["decoders"]
    if not decoders:
        raise RuntimeError("libheif decodes nothing")
    return f"libheif {pi_heif.libheif_version()}, {', '.join(decoders.values())}"


def _pdf() -> str:
    from app.document.export import save_pages
    from app.document.form import Form
    from app.document.original import Original
    from app.document.page import Page
    from detector.quad import Quad

    page = Page("1", Original(specimen()), Quad([(112, 110), (528, 110), (528, 372), (112, 372)]))
    with tempfile.TemporaryDirectory(prefix="rectoscan-") as folder:
        (written,) = save_pages([page], Path(folder) / "selftest.pdf", Form("pdf", 300))
        data = written.read_bytes()
    if not data.startswith(b"%PDF-"):
        raise RuntimeError("what was written is no PDF")
    return f"one page, {len(data)} bytes"


def _printing() -> str:
    """That it is there: nothing of a printing system is loaded, and none is asked."""
    from PySide6.QtCore import QLibraryInfo
    from PySide6.QtPrintSupport import QPrinter

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "printsupport")
    names = sorted(each.stem for each in plugins.glob("*printersupport*"))
    if not names:
        raise RuntimeError(f"Qt's plugin for printers is not in {plugins.name}")
    return f"{QPrinter.__name__}, {', '.join(names)}"
