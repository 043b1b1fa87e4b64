"""What the open lane does: paths into pictures, pictures into pages."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.capture.moment import Shot
from app.capture.sources import VIDEO_SUFFIXES
from app.document.folder import look_into
from app.document.leaf import MAX_LEAVES, Leaf, Origin, frames_in, leaves_of
from app.document.maker import is_own
from app.document.original import Original, store
from app.document.page import Page
from app.document.picture import picture_in
from app.errors import PictureError
from detector.detection import Detection
from detector.errors import DetectorError, GeometryError
from detector.quad import Quad

# Of a screen, how much is kept beside a document, of its longer extent.
SURROUNDINGS = 0.15

Detect = Callable[[NDArray[np.uint8]], Sequence[Detection]]


@dataclass(frozen=True)
class Place:
    """Whose place a picture takes. page_id : the page's, or "" for none. waits : it is there for
    the next picture, and may have another one by the time that this one is read."""

    page_id: str = ""
    waits: bool = False


NOWHERE = Place()


@dataclass(frozen=True)
class Finds:
    """What some paths hold: pictures to open and films to play, in order, and what was no use.

    skipped : files of folders that are no pictures. results : files of folders that this program
    has saved. place : of the first one.
    """

    pictures: tuple[Leaf, ...]
    films: tuple[Path, ...] = ()
    errors: tuple[PictureError, ...] = ()
    skipped: tuple[Path, ...] = ()
    results: tuple[Path, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True)
class Reading:
    """The pages of one picture: one for each document, or one whole page.

    trouble : why the detector could not look, else "". place : of the first page. errors : of the
    file's other pages, that cannot be read.
    """

    pages: tuple[Page, ...]
    trouble: str = ""
    place: Place = NOWHERE
    errors: tuple[PictureError, ...] = ()


def look_through(paths: Iterable[Path]) -> Finds:
    """Sorts files, and the files of folders, into pictures and films; touches the disk.

    Of a folder, what this program has saved into it is no picture to open: a page would come back
    as another one. A file that is named itself is wanted, whoever made it.
    """
    pictures: list[Leaf] = []
    films: list[Path] = []
    errors: list[PictureError] = []
    skipped: list[Path] = []
    results: list[Path] = []
    for path in paths:
        # Path.is_dir() raises where a name is too long.
        if path.suffix.lower() in VIDEO_SUFFIXES and not os.path.isdir(path):  # noqa: PTH112 - so
            films.append(path)
            continue
        try:
            # As many pages as a file may have: a home dropped by mistake is not opened.
            found = look_into(path, MAX_LEAVES)
        except PictureError as error:
            errors.append(error)
            continue
        if not (found.pictures or found.skipped or found.errors):
            errors.append(PictureError(path, "holds no pictures"))
        errors += found.errors
        skipped += found.skipped
        for each in found.pictures:
            if each != path and is_own(each):
                results.append(each)
                continue
            try:
                pictures += leaves_of(each)
            except PictureError as error:
                errors.append(error)
    return Finds(tuple(pictures), tuple(films), tuple(errors), tuple(skipped), tuple(results))


def read_picture(leaf: Leaf, detect: Detect) -> Reading:
    """The pages of a picture. Raises PictureError where it cannot be read."""
    origin = origin_of(leaf)
    picture = leaf.load(store.make_room)
    reading = pages_of(picture.image, leaf.stem, detect, picture.data, origin, picture.dpi)
    return replace(reading, pages=tuple(replace(page, from_file=True) for page in reading.pages))


def origin_of(leaf: Leaf) -> Origin | None:
    """None where the file cannot be looked at; loading it says why."""
    try:
        return Origin.of(leaf)
    except (OSError, ValueError):
        return None


def read_data(data: bytes, name: str, detect: Detect) -> Reading:
    """The pages of a picture's bytes, of each frame that is one; as of a file, those that cannot be
    read do not keep the others. Raises PictureError where none can."""
    path = Path(name)
    frames = frames_in(data, path)
    if frames == [0]:
        picture = picture_in(data, path, store.make_room)
        return pages_of(picture.image, name, detect, data, dpi=picture.dpi)
    readings: list[Reading] = []
    errors: list[PictureError] = []
    for number, frame in enumerate(frames, 1):
        label = f"{name} {number}"
        try:
            picture = picture_in(data, path, store.make_room, frame)
            readings.append(pages_of(picture.image, label, detect, dpi=picture.dpi))
        except PictureError as error:
            errors.append(PictureError(Path(label), error.reason))
    if not readings:
        raise errors[0]
    pages = tuple(page for each in readings for page in each.pages)
    return Reading(pages, readings[0].trouble, errors=tuple(errors))


def pages_of(
    image: NDArray[np.uint8],
    name: str,
    detect: Detect,
    data: bytes = b"",
    origin: Origin | None = None,
    dpi: float | None = None,
) -> Reading:
    """The pages of a picture, uint8 (H, W, 3) BGR; one whole page where nothing is found.

    data : the file that the picture was decoded from, where there was one. origin : where on the
    disk it is. dpi : as the file has it.

    Raises PictureError for a picture of a few pixels or rows, which has no room for an outline.
    """
    height, width = image.shape[:2]
    try:
        Quad.full(width, height)
    except GeometryError as error:
        raise PictureError(Path(name), "is too small for a page") from error
    original = Original(image, data, origin, dpi=dpi)
    try:
        detections = tuple(detect(image))
    except DetectorError as error:
        return Reading((whole_page(original, name),), str(error))
    if not detections:
        return Reading((whole_page(original, name),))
    names = [name] if len(detections) == 1 else [f"{name} {n + 1}" for n in range(len(detections))]
    pages = (
        _page(original, each.quad, label, each)
        for each, label in zip(detections, names, strict=True)
    )
    return Reading(tuple(pages))


def whole_page(original: Original, name: str) -> Page:
    """A page that keeps the picture as it is."""
    return _page(original, Quad.full(original.width, original.height), name, None)


def shot_page(shot: Shot, name: str) -> Page:
    """The page of a captured frame; without an outline it starts from an inset one.

    Of a screen only the document's surroundings are kept: other windows are nobody's business.
    Where none was found they are so once it is told where it lies, see trimmed().
    """
    frame = shot.frame
    if frame.of_screen and shot.quad is not None:
        image, quad = _surroundings(frame.image, shot.quad)
        return _page(Original(image), quad, name, shot.detection)
    quad = shot.quad or Quad.inset(frame.width, frame.height)
    # One that is trimmed later is at hand then: that is done on the window's thread.
    original = Original(frame.image, stays=frame.of_screen)
    return replace(_page(original, quad, name, shot.detection), whole_screen=frame.of_screen)


def trimmed(page: Page) -> Page:
    """The page whose corners were accepted; of a whole screen only what lies around it is left."""
    if not page.whole_screen:
        return page
    image, quad = _surroundings(page.original.pixels(), page.quad)
    if not image.size:  # somewhere beside the screen
        return page
    dx, dy = (quad.corners[0] - page.quad.corners[0]).tolist()
    edits = replace(page.edits, hidden=tuple(each.moved(dx, dy) for each in page.edits.hidden))
    return replace(page, original=Original(image), quad=quad, whole_screen=False, edits=edits)


def _surroundings(image: NDArray[np.uint8], quad: Quad) -> tuple[NDArray[np.uint8], Quad]:
    """A document with what lies around it, enough to correct its corners; and its quad there."""
    box = np.array(quad.box).reshape(2, 2)
    margin = SURROUNDINGS * (box[1] - box[0]).max()
    low = np.clip(np.floor(box[0] - margin), 0, None).astype(int)
    right, bottom = np.clip(np.ceil(box[1] + margin), 0, None).astype(int)
    kept = image[low[1] : bottom, low[0] : right].copy()
    return kept, quad.moved(-float(low[0]), -float(low[1]))


def _page(original: Original, quad: Quad, name: str, detection: Detection | None) -> Page:
    return Page(
        id=uuid.uuid4().hex,
        original=original,
        quad=quad,
        # What was shown, so that "reset to detected" gives what the person saw.
        detected=quad if detection else None,
        score=detection.score if detection else None,
        format=None,
        name=name,
    )
