"""Pages that no file holds yet, kept on the disk: what a crash would lose.

A journal is a folder: `pages.json`, the pages in order, and a file for each picture that came from
a camera or the clipboard. Of one that was opened from a file only the file's place is noted.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.area import Area
from app.document.leaf import Leaf, Origin
from app.document.original import Original, store
from app.document.owner import FOLDER_MODE
from app.document.page import Edits, Page
from app.document.picture import decode_picture
from app.document.resolution import believed
from app.document.watermark import Watermark
from app.document.whole import PART, write_whole
from app.errors import RectoscanError
from detector.errors import DetectorError
from detector.quad import Quad

LIST = "pages.json"
SUFFIX = ".picture"
# What a list that was written by another version, or by nobody, makes a reader raise.
UNREADABLE = (
    *(cv2.error, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError),
    *(MemoryError, RectoscanError, DetectorError),
)

Entry = dict[str, Any]
Draw = Callable[[str], Watermark]


@dataclass(frozen=True)
class Recovered:
    """pages : in order. seen : ids of those whose corners somebody accepted. lost : how many could
    not be brought back, as their pictures are gone or have changed. will_do : ids of those of whose
    print, hard to read, somebody said so."""

    pages: tuple[Page, ...]
    seen: frozenset[str] = frozenset()
    lost: int = 0
    will_do: frozenset[str] = frozenset()


class Journal:
    """The journal of one program that runs, in a folder of its own. Raises OSError where the disk
    does not take it; what was kept before is there then all the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(
        self, pages: Sequence[Page], seen: Collection[str] = (), will_do: Collection[str] = ()
    ) -> None:
        """Keeps these pages and no others. seen, will_do : see Recovered.

        A picture that does not fit on the disk does not keep the other pages from being kept: the
        OSError comes after them.
        """
        self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        there = {path.name for path in self._folder.glob(f"*{SUFFIX}")}
        entries, failed = [], None
        for page in pages:
            entry = _entry(page, looked_at=page.id in seen, will_do=page.id in will_do)
            file = entry["picture"].get("file")
            if file and file not in there:
                try:
                    write_whole(self._folder / file, page.original.encoded())
                except OSError as error:
                    failed = error
                    continue
                there.add(file)
            entries.append(entry)
        # Once each: hundreds of pages may have the same.
        marks = {page.edits.watermark for page in pages}
        masks = {mark.text: _packed(mark.mask) for mark in marks if mark is not None}
        write_whole(self._folder / LIST, json.dumps({"pages": entries, "masks": masks}).encode())
        for name in there - {entry["picture"].get("file") for entry in entries}:
            (self._folder / name).unlink()
        if failed is not None:
            raise failed


def remove_journal(folder: Path) -> None:
    """Removes what a journal wrote and, if nothing else is in it, the folder. Raises OSError."""
    # First: what ends here leaves no list of pages whose pictures are gone.
    (folder / LIST).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            if path.suffix in {SUFFIX, PART[1]}:
                path.unlink()
    with suppress(OSError):
        folder.rmdir()


def forget_pages(folder: Path, page_ids: Collection[str]) -> None:
    """Keeps the others; nothing where there are none. Raises one of UNREADABLE."""
    read = json.loads((folder / LIST).read_bytes())
    left = [entry for entry in read["pages"] if entry["id"] not in page_ids]
    if left:
        write_whole(folder / LIST, json.dumps({**read, "pages": left}).encode())
    else:
        remove_journal(folder)


def ids_of(folder: Path) -> frozenset[str]:
    """Of the pages that a journal keeps; none where it is none, or cannot be read."""
    try:
        return frozenset(str(entry["id"]) for entry in _read(folder)[0])
    except UNREADABLE:
        return frozenset()


def read_journal(folder: Path, draw: Draw | None = None) -> Recovered:
    """The pages that a journal keeps, and the pictures that are still there.

    draw : makes a watermark anew where its mask is damaged. Without it such pages are lost: they
    would come back as copies that serve anybody.
    """
    entries, masks = _read(folder)
    marks = _Marks(masks, draw)
    originals: dict[str, Original] = {}
    pages: list[Page] = []
    seen: set[str] = set()
    will_do: set[str] = set()
    for entry in entries:
        # A page that makes no sense, or whose picture is gone, does not keep the others.
        with suppress(*UNREADABLE):
            key = json.dumps(entry["picture"])
            if key not in originals:
                originals[key] = _original(folder, entry["picture"])
            page = _page(entry, originals[key], marks)
            pages.append(page)
            if entry["looked_at"]:
                seen.add(page.id)
            if entry.get("will_do"):  # journals of before have no such word
                will_do.add(page.id)
    lost = len(entries) - len(pages)
    return Recovered(tuple(pages), frozenset(seen), lost, frozenset(will_do))


def _read(folder: Path) -> tuple[list[Entry], dict[str, Any]]:
    """The pages as they were written, masks by their texts. Raises one of UNREADABLE."""
    read = json.loads((folder / LIST).read_bytes())
    return list(read["pages"]), dict(read["masks"])


class _Marks:
    """Watermarks by their texts, each unpacked once; one that is damaged does not keep the others.

    masks : as they were written. draw : as of read_journal().
    """

    def __init__(self, masks: Mapping[str, Any], draw: Draw | None) -> None:
        self._masks, self._draw = masks, draw
        self._made: dict[str, Watermark] = {}

    def of(self, text: str) -> Watermark:
        """Raises one of UNREADABLE."""
        if text not in self._made:
            self._made[text] = self._unpack(text)
        return self._made[text]

    def _unpack(self, text: str) -> Watermark:
        try:
            return Watermark(text, _unpacked(self._masks[text]))
        except UNREADABLE:
            if self._draw is None:
                raise
            return self._draw(text)


def _entry(page: Page, *, looked_at: bool, will_do: bool) -> Entry:
    return {
        "id": page.id,
        "quad": page.quad.corners.tolist(),
        "detected": page.detected.corners.tolist() if page.detected is not None else None,
        "score": page.score,
        "format": page.format,
        "name": page.name,
        "from_file": page.from_file,
        "edits": _edits_entry(page.edits),
        "looked_at": looked_at,
        "will_do": will_do,
        "picture": _picture(page.original),
    }


def _page(entry: Entry, original: Original, marks: _Marks) -> Page:
    detected = entry["detected"]
    score, size = entry["score"], entry["format"]
    return Page(
        id=str(entry["id"]),
        original=original,
        quad=Quad(entry["quad"]),
        detected=Quad(detected) if detected is not None else None,
        score=float(score) if score is not None else None,
        format=str(size) if size is not None else None,
        name=str(entry["name"]),
        from_file=bool(entry["from_file"]),
        edits=_edits(entry["edits"], marks),
    )


def _edits_entry(edits: Edits) -> Entry:
    mark = edits.watermark
    return {
        "turns": edits.turns,
        "filter": edits.filter,
        "rounded": edits.rounded,
        "hidden": [area.corners for area in edits.hidden],
        "watermark": None if mark is None else mark.text,
    }


def _edits(entry: Entry, marks: _Marks) -> Edits:
    mark = None if entry["watermark"] is None else marks.of(entry["watermark"])
    hidden = tuple(Area(tuple((x, y) for x, y in corners)) for corners in entry["hidden"])
    return Edits(**entry | {"hidden": hidden, "watermark": mark})


def _packed(mask: NDArray[np.uint8]) -> str:
    return base64.b64encode(cv2.imencode(".png", mask)[1].tobytes()).decode()


def _unpacked(text: str) -> NDArray[np.uint8]:
    data = np.frombuffer(base64.b64decode(text), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _picture(original: Original) -> Entry:
    origin = original.origin
    # Gone by now, or another one: what is in memory is all that there is of it.
    if origin is None or not origin.there:
        return {"file": f"{original.key}{SUFFIX}", "dpi": original.dpi}
    leaf = origin.leaf
    return {
        "path": os.fspath(leaf.path.absolute()),
        "frame": leaf.frame,
        "number": leaf.number,
        "size_bytes": origin.size_bytes,
        "modified_ns": origin.modified_ns,
    }


def _original(folder: Path, picture: Mapping[str, Any]) -> Original:
    """Raises one of UNREADABLE where it is not there, or no longer what it was."""
    if "file" in picture:
        data = (folder / Path(picture["file"]).name).read_bytes()
        # Its own, as one that was encoded anew no longer says it.
        dpi = believed(picture.get("dpi"), picture.get("dpi")).dpi
        return Original(decode_picture(data, Path("picture"), store.make_room), data, dpi=dpi)
    leaf = Leaf(Path(picture["path"]), picture["frame"], picture["number"])
    origin = Origin(leaf, picture["size_bytes"], picture["modified_ns"])
    if not origin.there:
        raise ValueError("the file is gone, or another one")
    loaded = leaf.load(store.make_room)
    return Original(loaded.image, loaded.data, origin, dpi=loaded.dpi)
