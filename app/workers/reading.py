"""What the open lane does: paths into pictures, pictures into pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.capture.autocapture import Shot
from app.capture.sources import VIDEO_SUFFIXES
from app.document.page import Page
from app.document.picture import find_pictures, load_picture
from detector.detection import Detection
from detector.errors import DetectorError
from detector.quad import Quad

Detect = Callable[[NDArray[np.uint8]], Sequence[Detection]]


@dataclass(frozen=True)
class Finds:
    """What some paths hold: pictures to open, in order, and films to play."""

    pictures: tuple[Path, ...]
    films: tuple[Path, ...]


@dataclass(frozen=True)
class Reading:
    """The pages of one picture: one for each document, or one whole page.

    found : how many documents. trouble : why the detector could not look, else "".
    """

    pages: tuple[Page, ...]
    found: int
    trouble: str = ""


def look_through(paths: Iterable[Path]) -> Finds:
    """Sorts files, and the files of folders, into pictures and films; touches the disk."""
    films = tuple(path for path in paths if path.suffix.lower() in VIDEO_SUFFIXES)
    rest = [path for path in paths if path not in films]
    return Finds(tuple(find_pictures(rest)), films)


def read_picture(path: Path, detect: Detect) -> Reading:
    """The pages of a file. Raises PictureError where it cannot be read."""
    return pages_of(load_picture(path).image, path.stem, detect)


def pages_of(image: NDArray[np.uint8], name: str, detect: Detect) -> Reading:
    """The pages of a picture, uint8 (H, W, 3) BGR; one whole page where nothing is found."""
    image.setflags(write=False)
    try:
        detections = tuple(detect(image))
    except DetectorError as error:
        return Reading((whole_page(image, name),), 0, str(error))
    if not detections:
        return Reading((whole_page(image, name),), 0)
    names = [name] if len(detections) == 1 else [f"{name} {n + 1}" for n in range(len(detections))]
    pages = (
        _page(image, each.quad, label, each) for each, label in zip(detections, names, strict=True)
    )
    return Reading(tuple(pages), len(detections))


def whole_page(image: NDArray[np.uint8], name: str) -> Page:
    """A page that keeps the picture as it is."""
    height, width = image.shape[:2]
    return _page(image, Quad.full(width, height), name, None)


def shot_page(shot: Shot, name: str) -> Page:
    """The page of a captured frame; without an outline it starts from an inset one."""
    frame = shot.frame
    return _page(
        frame.image, shot.quad or Quad.inset(frame.width, frame.height), name, shot.detection
    )


def _page(image: NDArray[np.uint8], quad: Quad, name: str, detection: Detection | None) -> Page:
    return Page(
        id=uuid.uuid4().hex,
        original=image,
        quad=quad,
        # What was shown, so that "reset to detected" gives what the person saw.
        detected=quad if detection else None,
        score=detection.score if detection else None,
        format=None,
        name=name,
    )
