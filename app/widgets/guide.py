"""The guidance line: what to do next, or how far it is with what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot

from app.document.page import doubt_of
from app.session.capturing import Capturing
from app.session.checks import Checks
from app.session.legibility import Legibility
from app.session.opening import Opening
from app.session.overview import Overview
from app.session.saving import Saving as SessionSaving
from app.session.sources import Sources
from app.widgets import film_wording, guide_wording, screen_wording
from app.widgets.bottom_bar import BottomBar
from app.widgets.saving import Saving
from app.widgets.sides import is_card

if TYPE_CHECKING:
    from app.document.page import Page


FEEDS = {"live", "review"}


class ToldOf(NamedTuple):
    """What of the session the line tells of."""

    overview: Overview
    opening: Opening
    writer: SessionSaving
    sources: Sources
    capturing: Capturing
    checks: Checks
    legibility: Legibility


class Guide(QObject):
    """One line for one state, or for an opening or a save that runs, since there is nothing to be
    done that could be more to the point. A feed and a review speak for themselves: beside their
    line it is said what runs."""

    def __init__(self, told_of: ToldOf, bottom: BottomBar, saving: Saving) -> None:
        super().__init__(bottom)
        overview, opening, writer, sources, capturing, checks, legibility = told_of
        self._overview, self._opening, self._writer = overview, opening, writer
        self._sources, self._capturing = sources, capturing
        self._checks, self._legibility = checks, legibility
        self._bottom, self._saving = bottom, saving
        self._state = overview.state
        self._drawing = self._framing = False  # areas of the page; by the arrows
        self._save_at = (0, 0)  # page, of so many; none has been begun
        for told in (
            opening.progress_changed,
            saving.waiting_changed,
            overview.pages_changed,
            checks.doubts_changed,
            legibility.flaws_changed,
            writer.pages_saved,
        ):
            told.connect(self.look_again)
        overview.busy_changed.connect(self._on_busy)
        sources.fault_changed.connect(self._on_fault)
        writer.saving_page.connect(self._on_saving_page)

    @property
    def save_line(self) -> str:
        """How far the save is that runs, or ""."""
        if not self._writer.under_way:
            return ""
        number, total = self._save_at
        if total > 1:
            return guide_wording.saving_line(number, total)
        return guide_wording.state_line("saving")

    def show_state(self, state: str) -> None:
        """The line of a state."""
        self._state = state
        self._show_feed()
        self._tell_work()
        if state in FEEDS or not self._work():
            self._bottom.show_guidance(self._line(self._topic(state)))

    def _show_feed(self) -> None:
        """Whether there is anything to capture, and a search whose time is of now."""
        live = self._state == "live" and not self._sources.fault
        self._bottom.show_live(live=live)
        self._bottom.shutter.setEnabled(live)
        self._bottom.shutter.explain(guide_wording.shutter_hint(live=live))

    def _line(self, topic: str) -> str:
        count, hard = self._to_look_at(topic)
        if count:
            return guide_wording.to_check_line(count, saved=topic == "saved")
        if hard:
            return guide_wording.hard_to_read_line(hard, saved=topic == "saved")
        if topic == "fault":
            return guide_wording.fault_line(self._sources.fault)
        return guide_wording.state_line(topic)

    def _to_look_at(self, topic: str) -> tuple[int, int]:
        """How many pages its line may tell of: to check, and hard to read."""
        if topic not in {"page", "saved"}:
            return 0, 0
        return len(self._checks.doubts), len(self._legibility.flaws)

    def _topic(self, state: str) -> str:
        """What the line of a state is about."""
        if state != "page":
            return "fault" if state == "live" and self._sources.fault else state
        if self._drawing:
            return "black_out_frame" if self._framing else "black_out"
        return "page" if self._writer.unsaved else "saved"

    @Slot(bool)
    def show_drawing(self, on: bool) -> None:
        """Areas of the page are drawn by now, or no longer."""
        self._drawing = on
        self.show_state(self._state)

    @Slot(bool)
    def show_framing(self, on: bool) -> None:
        """The arrows move a frame by now, or no longer."""
        self._framing = on
        self.show_state(self._state)

    def _work(self) -> str:
        """How far what runs is: an opening before a save, or ""."""
        opening = self._opening.progress
        if opening is None:
            return self.save_line
        # Beside another line there is no room for what comes after.
        saving = self._saving.waiting and self._state not in FEEDS
        return guide_wording.opening_line(opening.done, opening.total, saving=saving)

    def _tell_work(self) -> None:
        """In the line, or beside that of a feed."""
        line, opening, feed = self._work(), self._opening.progress, self._state in FEEDS
        self._bottom.offer_stop(offered=opening is not None and opening.total > 1)
        counts = (0, 0) if line else self._to_look_at(self._topic(self._state))
        self._bottom.offer_check(*counts)
        # A screen reader says that it opens or saves, not forty numbers.
        aloud = not (self._save_at[0] if opening is None else opening.done)
        self._bottom.show_aside(line if feed else "", aloud=aloud)
        if line and not feed:
            self._bottom.show_guidance(line, aloud=aloud)

    def show_live(self, key: str) -> None:
        """The line of a feed, for a key of app.capture.guidance."""
        pages = self._overview.pages
        front = len(pages) == 1 and is_card(pages[0]) and not self._capturing.replacing
        if key == "next_document" and front:
            key = guide_wording.FLIP
        kind, _, _ = self._sources.source.partition(":")
        other = {"screen": screen_wording.guidance, "video": film_wording.guidance}.get(kind)
        text = other(key) if other is not None else ""
        self._bottom.show_guidance(text or guide_wording.guidance(key))

    def show_review(self, page: Page, *, is_new: bool) -> None:
        """The line of a review."""
        doubt = doubt_of(page) if is_new else self._checks.doubts.get(page.id)
        place = self._checks.place
        self._bottom.show_guidance(
            guide_wording.review_line(doubt or "", is_new=is_new, place=place)
        )

    @Slot()
    def _on_fault(self) -> None:
        self._show_feed()
        if self._state == "live":  # the notice says it aloud
            self._bottom.show_guidance(self._line(self._topic("live")), aloud=False)

    @Slot()
    def look_again(self) -> None:
        """Pages are opened and change, and are saved, or are not after all."""
        if self._state in FEEDS:
            self._tell_work()
        else:
            self.show_state(self._state)

    @Slot(int, int)
    def _on_saving_page(self, number: int, total: int) -> None:
        self._save_at = (number, total)
        self._tell_work()

    @Slot(int)
    def _on_busy(self, _jobs: int) -> None:
        if not self._writer.under_way:
            self._save_at = (0, 0)
        # How a save has ended is told by the session, right after this.
        if self._writer.under_way or self._state in FEEDS:
            self.look_again()
