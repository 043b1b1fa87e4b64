"""The session: use cases between the window and the workers. Lives on the GUI thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QImage

from app.document.encode import APART
from app.document.form import Form
from app.document.page import Page
from app.session import core as core_module
from app.session import wording
from app.session.dragging import Dragging
from app.session.printing import Printing
from app.session.reasons import reason_given
from app.session.recovery_use import RecoveryUse
from app.session.zones import Zones
from app.workers.detection import LoadDetector, load_detector
from app.workers.inscription import inscription
from app.workers.layers import Layers
from detector.quad import Point


class Session(RecoveryUse):
    """What a person can do. Nothing here waits: results arrive as signals, which are facts.

    Its signals and properties are Core's, its live use cases LiveUse's, those that open pictures
    OpeningUse's and WatchUse's, what outlives a crash is RecoveryUse's; here are the pages. What
    is printed, dragged out and read of a page is the business of its parts .printing, .dragging
    and .zones, and all that is said goes by .notices.
    """

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        book, desk = self._book, self._desk
        self.printing = Printing(book, self._preferences, self.notices, self)
        self.dragging = Dragging(self._reviewed, self.notices, self)
        self.zones = Zones(book, self._is_shown, self.notices, self)
        book.pages_changed.connect(self._on_pages_changed)
        book.selection_changed.connect(self._on_selected)
        book.look_changed.connect(self._on_look_changed)
        desk.rendered.connect(self._on_rendered)
        desk.copied.connect(self.page_copied)
        desk.thumbnail_made.connect(self._on_thumbnail)
        desk.not_rendered.connect(self._on_not_rendered)
        desk.saved.connect(self._on_saved)
        desk.estimated.connect(self.size_estimated)
        desk.not_saved.connect(self._on_not_saved)

    # ---------------------------------------------------------------------------- life cycle
    def prepare(self) -> None:
        """As RecoveryUse's; also removes what earlier runs have left of pages dragged out."""
        super().prepare()
        if not self._closed:
            self.dragging.remove_left()

    def close(self, *, keep: bool = True) -> bool:
        """As RecoveryUse's; what is being printed is called off, and files that were dragged out
        go."""
        closed = self._closed
        if not closed:
            self.zones.ask_to_stop()
            self.dragging.forget()
            self.printing.ask_to_stop()
        ended = super().close(keep=keep)
        if not closed:
            ends = [
                self.printing.close(core_module.CLOSE_MS),
                self.dragging.close(core_module.KEEP_MS),
                self.zones.close(core_module.CLOSE_MS),
            ]
            self._ended = all(ends) and ended
        return self._ended

    # --------------------------------------------------------------------------------- pages
    def select(self, page_id: str) -> None:
        """Shows a page; "" shows the live feed, where one runs."""
        self._replacing = ""
        kept = self._keep_review()
        self._book.select(page_id)
        if self.selected:
            self._settle()
        else:
            self._resume()
        self._tell_kept(kept)

    def rotate(self, page_id: str, quarter_turns: int, also: Collection[str] = ()) -> None:
        """Turns a page by +1 (clockwise) or -1.

        also : ids of pages that are turned with it, as one step.
        """
        self._book.change("rotate", {page_id, *also}, lambda page: page.rotated(quarter_turns))

    def set_filter(self, page_id: str, name: str, also: Collection[str] = ()) -> None:
        """Sets a page's filter: "colour", "grey", "bw" or "clean". also : as above."""
        self._book.change("filter", {page_id, *also}, lambda page: page.with_filter(name))

    def set_format(self, page_id: str, name: str | None, also: Collection[str] = ()) -> None:
        """Sets a page's format: a name of detector.formats, "other", or None for automatic.

        also : as above.
        """
        self._book.change("format", {page_id, *also}, lambda page: page.with_format(name))

    def set_rounded(self, page_id: str, rounded: bool, also: Collection[str] = ()) -> None:
        """Cuts a card's corners round, or leaves them. also : as above."""
        self._book.change("rounded", {page_id, *also}, lambda page: page.with_rounded(rounded))

    def set_watermark(self, page_id: str, text: str, also: Collection[str] = ()) -> None:
        """Writes a text across a page, or "" for none. also : as above."""
        mark = inscription(text) if text else None
        self._book.change("watermark", {page_id, *also}, lambda page: page.with_watermark(mark))

    def black_out(self, page_id: str, low: Point, high: Point) -> None:
        """Makes a rectangle of a page black. low, high : as of Page.with_hidden."""
        self._book.change("black_out", {page_id}, lambda page: page.with_hidden(low, high))

    def show_again(self, page_id: str, point: Point) -> None:
        """Takes the black area at a point of a page away. point : as of Page.without_hidden."""
        self._book.change("show_again", {page_id}, lambda page: page.without_hidden(point))

    def remove(self, page_id: str, also: Collection[str] = ()) -> None:
        """Removes a page; can be undone. also : as above."""
        count = self._book.remove({page_id, *also})
        if count:
            self.notices.post(wording.removed(count))

    def order(self, page_ids: Sequence[str]) -> None:
        """Puts the pages into another order; those not named come last."""
        self._book.order(page_ids)

    def swap_sides(self) -> None:
        """The second page becomes the first: front and back change places."""
        if len(self.pages) > 1:
            self._book.order([self.pages[1].id, self.pages[0].id], "swap")

    def copy(self, page_id: str) -> None:
        """Prepares a page for the clipboard; answers by page_copied."""
        page = self._book.page(page_id)
        if page is not None:
            self._desk.copy(page)

    def undo(self) -> None:
        """Takes the last step back; an opening that still runs ends with its step."""
        self._book.undo()
        if self._book.undone(self._openings):
            self.stop_opening()

    def redo(self) -> None:
        """Repeats the step last taken back."""
        self._book.redo()

    def clear_session(self) -> None:
        """Forgets every page and every step, and what is under way: nothing that began before
        adds a page, is shown or named afterwards. A camera goes on."""
        self.printing.call_off_printing()
        self.dragging.forget()
        self._files.forget()
        self._call_off_restoring()
        self._desk.forget()
        opened = self.opening is not None
        self._forget_opening()
        self._review, self._replacing = None, ""
        self._book.clear()
        self._forget_feed()
        self._settle()
        self.zones.call_off_reading()
        self.cleared.emit()
        if opened:
            self.opening_changed.emit(None)

    def save(
        self,
        page_ids: Sequence[str],
        target: Path,
        file_format: str,
        dpi: int,
        *,
        keep_sharper: bool,
        password: str = "",
        own_names: bool = False,
    ) -> None:
        """Saves pages, all of them where page_ids is empty; answers by pages_saved or a notice.

        file_format, dpi, keep_sharper, password, own_names : see Form. The first three are
        remembered, the password is kept nowhere; the folder is remembered once it has proved to
        take files.
        """
        pages = self._chosen(page_ids)
        if not pages:
            return
        self.update_settings(format=file_format, dpi=dpi, keep_sharper=keep_sharper)
        self._files.begin(pages, target, together=file_format not in APART)
        quality = self.settings.quality
        form = Form(file_format, dpi, quality, keep_sharper, password, own_names)
        self._desk.save(pages, target, form)

    def tell_not_shown(self, error: Exception) -> None:
        """Says why a page's picture cannot be shown."""
        self.notices.post(wording.not_rendered(reason_given(error)))

    def estimate(
        self,
        page_ids: Sequence[str],
        file_format: str,
        dpi: int,
        quality: int,
        *,
        keep_sharper: bool,
    ) -> None:
        """Asks how large a save would be; answers by size_estimated."""
        self._desk.estimate(self._chosen(page_ids), Form(file_format, dpi, quality, keep_sharper))

    def _is_shown(self, page_id: str) -> bool:
        return self.selected == page_id and self.state == "page"

    def _chosen(self, page_ids: Sequence[str]) -> list[Page]:
        """These pages, or all where none is named."""
        wanted = set(page_ids)
        return [page for page in self.pages if page.id in wanted or not wanted]

    # --------------------------------------------------------------------- from the workers
    @Slot()
    def _on_pages_changed(self) -> None:
        self.pages_changed.emit()
        review = self._review
        if review is not None:
            # It is gone, or another picture has its place: corners of this one are none of that.
            page = self._book.page(review.id)
            if not self._review_is_new and (page is None or page.original is not review.original):
                self._settle()
            return
        emptied = self._state == "page" and not self.pages
        # While a picture is being opened, the page to show is chosen once it is read.
        filled = self._state == "empty" and self.pages and not self._select_next
        if emptied or filled:
            self._settle()

    @Slot(str)
    def _on_selected(self, page_id: str) -> None:
        self.selection_changed.emit(page_id)
        page = self._book.page(page_id)
        if page is not None:
            self._desk.draw(page)

    @Slot(object)
    def _on_look_changed(self, page: Page) -> None:
        self._desk.make_thumbnail(page)
        if page.id == self.selected:
            self._desk.draw(page)

    @Slot(object, object)
    def _on_rendered(self, page: Page, picture: Layers) -> None:
        self.page_rendered.emit(page.id, picture)

    @Slot(object, QImage)
    def _on_thumbnail(self, page: Page, picture: QImage) -> None:
        if self._book.page(page.id) is page:
            self.thumbnail_ready.emit(page.id, picture)

    @Slot(object, object)
    def _on_not_rendered(self, _page: Page, error: Exception) -> None:
        self.tell_not_shown(error)

    @Slot(object, list, bool)
    def _on_saved(self, pages: Sequence[Page], paths: list[Path], locked: bool) -> None:
        self._files.end(paths)
        self.update_settings(last_folder=str(paths[0].parent))
        held = self._hold(pages)
        if held:
            self._keep_unsaved()
        self.pages_saved.emit(paths if held else [], locked)

    @Slot(object, object)
    def _on_not_saved(self, pages: Sequence[Page], error: Exception) -> None:
        self._files.fail()
        self.save_failed.emit()
        self.notices.post(wording.not_saved(reason_given(error), kept=self._hold(pages)))

    def _hold(self, pages: Sequence[Page]) -> bool:
        """Whether the pages are those of this session, not of one that was cleared."""
        return any(self._book.holds(page) for page in pages)
