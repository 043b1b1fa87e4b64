"""The still side of the session: opening, drawing and saving, each in a lane of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QImage

from app.capture.legibility import flaw_of
from app.document.encode import encode_page
from app.document.estimate import estimated_bytes
from app.document.export import save_pages
from app.document.form import Form
from app.document.leaf import Leaf
from app.document.page import Page
from app.document.render import full_size, render, thumbnail
from app.document.swap import swap
from app.heaps import give_back
from app.session.listing import listed
from app.session.opening_wording import leaf_name
from app.workers.jobs import Lane
from app.workers.joining import Deadline
from app.workers.layers import Layers, to_layers
from app.workers.pixels import to_array, to_qimage
from app.workers.reading import (
    NOWHERE,
    Detect,
    Finds,
    Place,
    Reading,
    look_through,
    pages_of,
    read_data,
    read_picture,
)

THUMBNAIL_PX = 256
# A page that is twice as large is drawn at this size first: for as long as the old picture stays,
# what was blacked out or shown again seems not to be.
DRAFT_PX = 1280
# Of a copy's PNG, which somebody waits for and no disk holds: soon done rather than small.
COPY_LEVEL = 1


class Desk(QObject):
    """Gives the jobs to their lanes and passes on what comes back.

    Signals: read(Reading), unreadable(name, error), looked_through(Finds), rendered(Page, Layers),
    copied(QImage, PNG as bytes), not_copied(error), thumbnail_made(Page, QImage),
    not_rendered(Page, error), judged(Page, Flaw or None), estimated(bytes), saving_page(number, of
    how many), saved(pages, list[Path], whether locked), not_saved(pages, error), busy_changed(jobs
    in flight).
    """

    read = Signal(object)
    unreadable = Signal(str, object)
    looked_through = Signal(object)
    rendered = Signal(object, object)
    copied = Signal(QImage, object)
    not_copied = Signal(object)
    thumbnail_made = Signal(object, QImage)
    not_rendered = Signal(object, object)
    judged = Signal(object, object)
    estimated = Signal(object)
    saving_page = Signal(int, int)
    saved = Signal(object, list, bool)
    not_saved = Signal(object, object)
    busy_changed = Signal(int)

    def __init__(self, detect: Detect, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detect = detect
        # The page that is looked at waits for nothing else: three hundred thumbnails take a while,
        # as does an estimate of three hundred pages, or a copy for the clipboard.
        self._open, self._rough, self._draw = (Lane(n, self) for n in ("open", "draft", "draw"))
        self._shrink = Lane("shrink", self, behind=self._draw)
        self._aside, self._save = Lane("aside", self), Lane("save", self)
        drawing = (self._rough, self._draw, self._shrink)
        self._lanes = (self._open, *drawing, self._aside, self._save)
        self._wanted: dict[str, Page] = {}  # the page whose full picture is wanted, by id
        self._small: dict[str, Page] = {}  # the same of thumbnails
        self._questions = 0  # estimates asked for
        for lane in self._lanes:
            lane.busy_changed.connect(self._count)

    # ------------------------------------------------------------------------------- opening
    def look_through(self, paths: Sequence[Path], place: Place = NOWHERE) -> None:
        """Sorts paths into pictures and films. place : see Finds."""
        given = tuple(paths)
        names = listed([path.name for path in given])

        def failed(error: Exception) -> None:
            self.unreadable.emit(names, error)

        def work() -> Finds:
            return replace(look_through(given), place=place)

        self._open.submit(work, self.looked_through.emit, failed)

    def read_picture(self, leaf: Leaf, place: Place = NOWHERE) -> None:
        """Opens a picture of a file and looks for documents. place : see Reading."""
        name = leaf_name(leaf.path.name, leaf.number)
        self._submit_reading(lambda: read_picture(leaf, self._detect), name, place)

    def read_data(self, data: bytes, name: str, place: Place = NOWHERE) -> None:
        """Takes the bytes of a pasted picture and looks for documents."""
        self._submit_reading(lambda: read_data(data, name, self._detect), name, place)

    def read_image(self, image: QImage, name: str, place: Place = NOWHERE) -> None:
        """Takes a pasted image and looks for documents."""
        kept = QImage(image)  # shared with the clipboard until somebody writes to it
        self._submit_reading(lambda: pages_of(to_array(kept), name, self._detect), name, place)

    # ------------------------------------------------------------------------------- drawing
    def draw(self, page: Page) -> None:
        """Draws a page, a large one roughly at first, then in full; a newer version of it, asked
        for meanwhile, replaces it."""

        def make() -> Layers:
            return to_layers(render(page).image)

        self._wanted[page.id] = page
        self._draft(page)
        self._draw_newest(self._draw, self._wanted, page, make, self.rendered)

    def copy(self, page: Page) -> None:
        """Draws a page for the clipboard: its pixels, and the same as PNG."""

        def work() -> tuple[QImage, bytes]:
            flat = render(page)
            return to_qimage(flat.image), encode_page(flat, "png", 0, png_level=COPY_LEVEL)

        self._aside.submit(work, lambda made: self.copied.emit(*made), self.not_copied.emit)

    def make_thumbnail(self, page: Page) -> None:
        """Draws a page small; a newer version of it, asked for meanwhile, replaces it."""

        def make() -> QImage:
            return to_qimage(thumbnail(page, THUMBNAIL_PX))

        self._draw_newest(self._shrink, self._small, page, make, self.thumbnail_made)

    def judge(self, page: Page) -> None:
        """Tells whether the print of a page can be read; of one that cannot be drawn nothing."""
        self._shrink.submit(
            lambda: flaw_of(page.original.pixels(), page.quad, page.format),
            lambda flaw: self.judged.emit(page, flaw),
            lambda _: None,
        )

    # -------------------------------------------------------------------------------- saving
    def save(self, pages: Sequence[Page], target: Path, form: Form) -> None:
        """Writes pages; see save_pages."""
        kept = tuple(pages)

        def begun(number: int) -> None:
            if not self._save.stopping:  # this one may be gone by then, as may the window
                self.saving_page.emit(number, len(kept))

        def work() -> list[Path]:
            return save_pages(kept, target, form, begun)

        def done(paths: list[Path]) -> None:
            self.saved.emit(kept, paths, bool(form.password) and paths[0].suffix == ".pdf")

        self._save.submit(work, done, lambda error: self.not_saved.emit(kept, error))

    def estimate(self, pages: Sequence[Page], form: Form) -> None:
        """Estimates what a save would take; only the last question is answered."""
        kept = tuple(pages)
        self._questions += 1
        number = self._questions

        def wanted() -> bool:
            return number == self._questions and not self._aside.stopping

        def work() -> int | None:
            return estimated_bytes(kept, form, wanted) if wanted() else None

        def done(size: int | None) -> None:
            if size is not None and number == self._questions:
                self.estimated.emit(size)

        # What cannot be drawn is told by the save itself.
        self._aside.submit(work, done, lambda _: None)

    def forget(self) -> None:
        """Drops every page that is held for drawing, and every picture that is being opened."""
        self._wanted.clear()
        self._small.clear()
        self.stop_opening()
        for lane in (self._rough, self._draw, self._shrink, self._aside):
            lane.drop()

    def give_back(self) -> None:
        """Has memory and room on the disk given back to the system once what is being drawn has
        ended."""

        def work() -> None:
            swap.tidy()
            give_back()

        for lane in (self._draw, self._shrink, self._aside):
            lane.submit(work, lambda _: None, lambda _: None)

    def stop_opening(self) -> None:
        """Drops every picture that is being opened."""
        self._open.drop()

    @property
    def opening(self) -> bool:
        """Whether pictures are being opened or wait to be."""
        return self._open.busy > 0

    @property
    def saving(self) -> bool:
        """Whether pages are being written or wait to be."""
        return self._save.busy > 0

    def ask_to_stop(self) -> None:
        """Drops what waits in every lane."""
        for lane in self._lanes:
            lane.ask_to_stop()

    def close(self, deadline: Deadline) -> bool:
        """Stops and joins every lane; False where one does not end in time.

        A decoder cannot be interrupted, so reading and drawing get what is left of the time;
        a save that runs is waited for.
        """
        self.ask_to_stop()
        # Each is joined even where another one hangs.
        ends = [self._save.stop()]
        others = (self._open, self._rough, self._draw, self._shrink, self._aside)
        return all(ends + [lane.stop(deadline.left_ms) for lane in others])

    # ------------------------------------------------------------------------------- private
    def _draw_newest(
        self,
        lane: Lane,
        wanted: dict[str, Page],
        page: Page,
        make: Callable[[], Any],
        made: SignalInstance,
    ) -> None:
        """Draws a page unless a newer version of it was asked for. wanted : by id, and only as
        long as it is: else a page would be kept that nobody can bring back."""
        wanted[page.id] = page

        def settle() -> bool:
            newest = wanted.get(page.id) is page
            if newest:
                del wanted[page.id]
            return newest

        def work() -> Any:
            return make() if wanted.get(page.id) is page else None

        def done(picture: Any) -> None:
            if picture is not None and settle():
                made.emit(page, picture)

        def failed(error: Exception) -> None:
            settle()
            self.not_rendered.emit(page, error)

        lane.submit(work, done, failed)

    def _draft(self, page: Page) -> None:
        def wanted() -> bool:
            return self._wanted.get(page.id) is page

        def work() -> Layers | None:
            size = full_size(page)
            size = size.turned if page.edits.turns % 2 else size
            large = max(size.width_px, size.height_px) >= 2 * DRAFT_PX
            if not (large and wanted()):
                return None
            return to_layers(thumbnail(page, DRAFT_PX), (size.width_px, size.height_px))

        def done(picture: Layers | None) -> None:
            if picture is not None and wanted():
                self.rendered.emit(page, picture)

        self._rough.submit(work, done, lambda _: None)  # the page itself fails as well, and says so

    def _submit_reading(self, read: Callable[[], Reading], name: str, place: Place) -> None:
        def work() -> Reading:
            return replace(read(), place=place)

        self._open.submit(work, self.read.emit, lambda error: self.unreadable.emit(name, error))

    def _count(self) -> None:
        self.busy_changed.emit(sum(lane.busy for lane in self._lanes))
