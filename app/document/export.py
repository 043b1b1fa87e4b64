"""Pages into files: atomic, owner-only, never over another file, with their physical size."""

from __future__ import annotations

import errno
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import cv2

from app.document.encode import SUFFIX, encode_page, encode_pdf, encode_tiff
from app.document.fault import IN_USE, reason_of
from app.document.form import Form
from app.document.original import in_passing
from app.document.owner import FILE_MODE
from app.document.page import Page
from app.document.render import full_size, render
from app.document.rendered import Rendered
from app.document.seal import LOCKABLE, MOST_BYTES, is_lock, sealed
from app.document.sheet import encode_sheets
from app.document.whole import PART, write_whole
from app.errors import ExportError
from detector.errors import DetectorError

MAX_ATTEMPTS = 10_000
# Written in one go and then flushed: what is older than this is not being written any more.
STALE_S = 600.0
# What file systems commonly allow for a name, in bytes.
MAX_NAME_BYTES = 255

Draw = Callable[[Page], Rendered]
Produce = Callable[[], bytes]


@dataclass(frozen=True)
class _Plan:
    """A file to write and how its bytes come about."""

    target: Path
    produce: Produce


def save_pages(
    pages: Sequence[Page],
    target: Path,
    form: Form,
    begun: Callable[[int], object] = lambda _number: None,
) -> list[Path]:
    """Writes pages; returns the files, in order.

    target : the file wanted; its suffix is put right. PDF, sheets and TIFF hold all pages in one
    file; of the others each further page gets one with a number. A taken name gets " (2)".
    begun : told of each page's number from 1.

    Raises ExportError, with nothing of this call left behind: whoever tries again gets the names
    that were wanted, and no page twice.
    """
    _check(pages, target, form)
    numbers = count(1)

    def draw(page: Page) -> Rendered:
        begun(next(numbers))
        return _drawn(page, form)

    return _written(_plans(pages, target, form, draw))


def _drawn(page: Page, form: Form) -> Rendered:
    """The page as it is written. JFIF tells whole dots an inch alone, so that a JPEG of a known
    size is drawn at so many: an A4 page at 100.5 would be printed 1.5 mm too short."""
    dpi = form.dpi or None
    size = full_size(page, dpi, keep_sharper=form.keep_sharper)
    with in_passing(page.original):
        if form.file_format == "jpeg" and size.width_mm is not None and size.dpi >= 1:
            return render(page, dpi=math.floor(size.dpi))
        return render(page, dpi=dpi, keep_sharper=form.keep_sharper)


def _check(pages: Sequence[Page], target: Path, form: Form) -> None:
    """Raises ExportError where these cannot be saved so."""
    if form.file_format not in SUFFIX:
        raise ExportError(target, f"expected one of {', '.join(SUFFIX)}, got {form.file_format!r}")
    if not pages:
        raise ExportError(target, "there is no page to save")
    if form.file_format in LOCKABLE and not is_lock(form.password):
        kind = f"at most {MOST_BYTES} bytes of what all readers understand"
        raise ExportError(target, f"expected a password of {kind}")


def _written(plans: Sequence[_Plan]) -> list[Path]:
    """The files of all of them; none is left where one cannot be written."""
    written: list[Path] = []
    try:
        for plan in plans:
            written.append(_write(plan))  # noqa: PERF401 - what is there so far counts
    except BaseException:
        remove_files(written)
        raise
    return written


def ready_folder(folder: Path) -> None:
    """Makes a folder where it is not there, and sees that it takes files. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(prefix=PART[0], suffix=PART[1], dir=folder):
            pass
    except OSError as error:
        raise _export_error(folder, error) from error


def names_like(target: Path) -> Iterator[Path]:
    """The name itself, cut where it is too long, and those to take where it is taken."""
    stem, suffix = shortened(target.stem, target.suffix), target.suffix
    for attempt in range(1, MAX_ATTEMPTS):
        name = f"{stem}{suffix}" if attempt == 1 else f"{stem} ({attempt}){suffix}"
        yield target.with_name(name)


def reserve(target: Path) -> Path:
    """Creates an empty file of this name, or of the next free one, for its owner only.

    O_EXCL: two programs at once get two names. Raises OSError where the folder takes no file, and
    ExportError where no name is free.
    """
    for path in names_like(target):
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
            return path
    raise ExportError(target, "every name like this one is taken")


def _plans(pages: Sequence[Page], target: Path, form: Form, draw: Draw) -> list[_Plan]:
    file_format = form.file_format
    target = target.with_name(stem_of(target) + SUFFIX[file_format])
    if file_format in {"pdf", "sheet"}:
        encode = encode_pdf if file_format == "pdf" else encode_sheets

        def produce() -> bytes:
            return sealed(encode(map(draw, pages), form.quality), target.stem, form.password)

        return [_Plan(target, produce)]
    if file_format == "tiff":
        return [_Plan(target, lambda: encode_tiff(map(draw, pages)))]
    stems = _numbered(target, len(pages)) if len(pages) > 1 else [stem_of(target)]
    if form.own_names:
        own = [stem_after(page.name) if page.from_file else "" for page in pages]
        stems = [name or other for name, other in zip(own, stems, strict=True)]

    def alone(page: Page, stem: str) -> bytes:
        if file_format == "pdfs":
            return sealed(encode_pdf([draw(page)], form.quality), stem, form.password)
        return encode_page(draw(page), file_format, form.quality)

    return [
        _Plan(target.with_name(stem + SUFFIX[file_format]), partial(alone, page, stem))
        for stem, page in zip(stems, pages, strict=True)
    ]


def _numbered(target: Path, total: int) -> list[str]:
    # As many digits as the last one needs: names are sorted as text.
    digits = max(2, len(str(total)))
    ends = [f"-{number:0{digits}d}" for number in range(1, total + 1)]
    # Of a name that is too long the number stays.
    return [shortened(stem_of(target), end + target.suffix) + end for end in ends]


def stem_after(picture: str) -> str:
    """A name, without a suffix, after that of a picture; "" where nothing of it is left.

    Without what Qt's dialog makes no name of (bytes that are no text, quotes, which part names
    there), and without dots at its start, which hide a file.
    """
    text = picture.encode("utf-8", "ignore").decode("utf-8").replace('"', "")
    return text.lstrip(". ").rstrip()


def _write(plan: _Plan) -> Path:
    """Reserve the name, make the bytes, write beside, flush to the disk, put in place."""
    try:
        plan.target.parent.mkdir(parents=True, exist_ok=True)
        path = reserve(plan.target)
    except OSError as error:
        raise _export_error(plan.target, error) from error
    try:
        _sweep(path.parent)
        write_whole(path, plan.produce())
    except BaseException as error:
        remove_files([path])
        if isinstance(error, OSError | DetectorError | ValueError | MemoryError | cv2.error):
            raise _export_error(plan.target, error) from error
        raise
    return path


def _sweep(folder: Path) -> None:
    """Removes what a save left behind whose process was killed."""
    for left in folder.glob(f"{PART[0]}*{PART[1]}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_S:
                left.unlink()


def remove_files(paths: Sequence[Path]) -> None:
    """Takes back what was written; a file that is gone already is no error."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _export_error(target: Path, error: Exception) -> ExportError:
    code, reason = getattr(error, "errno", None), reason_of(error)
    if code in (errno.EACCES, errno.EPERM) and reason != IN_USE:
        return ExportError(target, "the folder may not be written to")
    if code == errno.ENOENT:  # a drive that is gone, or no place for folders
        return ExportError(target, "the folder is not there and cannot be made")
    if code in (errno.ENOTDIR, errno.EEXIST):
        return ExportError(target, "the folder cannot be made: a file of its name is there")
    if isinstance(error, MemoryError) or getattr(error, "code", None) == cv2.Error.StsNoMem:
        return ExportError(target, "the page does not fit into the memory")
    return ExportError(target, reason)


def stem_of(target: Path) -> str:
    """The name without a suffix that is one of ours; a dot in a person's name stays."""
    known = {*SUFFIX.values(), ".jpeg", ".tiff"}
    return target.stem if target.suffix.lower() in known else target.name


def shortened(stem: str, suffix: str) -> str:
    """A stem that leaves room for a number, cut between characters where it is too long."""
    room = MAX_NAME_BYTES - len(os.fsencode(suffix)) - len(" (9999)")
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return stem
