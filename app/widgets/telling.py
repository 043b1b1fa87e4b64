"""What the session has to say, shown for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog

from app.session import Notice
from app.session.checks import Checks
from app.session.doubt_wording import beside
from app.session.notice_board import NoticeBoard
from app.session.overview import Overview
from app.widgets.notice_bar import NoticeBar


class Telling(QObject):
    """Shows notices, does what they offer, and takes them away once they no longer hold.

    A notice about pages goes with the last page that it has anything to say of; what it says
    beside stays. While corners are reviewed the part about pages is set aside: there is one page to
    look at, and other lines speak of it.

    acts : what the actions of notices do, by their keys; "edit" and "check" are done here.
    """

    def __init__(
        self,
        overview: Overview,
        board: NoticeBoard,
        checks: Checks,
        notices: NoticeBar,
        acts: Mapping[str, Callable[[], object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._overview, self._checks = overview, checks
        self._notices, self._acts = notices, acts
        self._aside: Notice | None = None
        self._selected = overview.selected
        board.posted.connect(self._show)
        overview.state_changed.connect(self._on_state)
        for look in (self._look_again, self._drop_until_page):
            overview.pages_changed.connect(look)
        checks.doubts_changed.connect(self._look_again)
        overview.selection_changed.connect(self._on_selected)
        overview.cleared.connect(self._on_cleared)
        notices.action_asked.connect(self._act)

    @Slot(object)
    def _show(self, notice: Notice) -> None:
        if notice.page_ids and self._overview.state == "review":
            self._aside = notice
            if notice.rest is not None:
                self._notices.show_notice(notice.rest)
        else:
            self._notices.show_notice(notice)

    @Slot(str)
    def _act(self, key: str) -> None:
        if key in {"edit", "check"}:
            notice = self._notices.notice
            self._aside = notice if notice is not None and notice.page_ids else None
            self._checks.check(self._notices.page_ids)
        else:
            notice = self._notices.notice
            self._acts[key]()
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and notice is not None and notice.kind != "info":
                dialog.rejected.connect(partial(self._on_left, notice))

    def _on_left(self, notice: Notice) -> None:
        """Whoever leaves the dialog that a notice's button opened has dealt with nothing yet: what
        was not saved still is not."""
        hidden = self._notices.isHidden() and self._notices.notice is notice
        if hidden or self._waits(self._notices.notice):
            self._notices.show_notice(notice)

    @Slot(str)
    def _on_state(self, state: str) -> None:
        shown = self._of_pages()
        if state == "review" and shown is not None:
            self._aside = shown
            self._show_instead(shown.rest)
        if state in {"live", "review"}:
            self._notices.tidy()
            aside = self._now(self._aside) if self._aside is not None else None
            if state == "live" and aside is not None and aside.action == "keep":
                self._aside = None
                self._notices.show_notice(aside)  # it was retaken, and the page still waits
            return
        self._look_again()  # a capture that was to come comes no more
        if self._aside is not None:
            rest, notice, self._aside = self._aside.rest, self._now(self._aside), None
            shown = None if self._notices.isHidden() else self._notices.notice
            if notice is not None and (shown in {None, rest} or self._waits(shown)):
                self._notices.show_notice(notice)

    @Slot()
    def _look_again(self) -> None:
        shown = self._of_pages()
        if shown is not None:
            self._show_instead(self._now(shown))

    @Slot()
    def _drop_until_page(self) -> None:
        notice = self._notices.notice
        if self._overview.pages and notice is not None and notice.until_page:
            self._notices.hide()

    @Slot(str)
    def _on_selected(self, page_id: str) -> None:
        """What was said of the page that was shown goes with it; its card keeps the mark."""
        before, self._selected = self._selected, page_id
        shown = self._of_pages()
        if page_id and shown is not None and shown.page_ids == (before,):
            self._show_instead(shown.rest)

    @staticmethod
    def _waits(notice: Notice | None) -> bool:
        """It gives its place to any other."""
        return notice is not None and notice.waits

    def _now(self, notice: Notice) -> Notice | None:
        """What a notice about pages has to say by now."""
        return beside(notice.rest, self._checks.about(notice.page_ids))

    def _show_instead(self, notice: Notice | None) -> None:
        if notice is None:
            self._notices.hide()
        elif notice != self._notices.notice:
            self._notices.show_notice(notice)

    @Slot()
    def _on_cleared(self) -> None:
        self._aside = None
        self._notices.forget_pages()

    def _of_pages(self) -> Notice | None:
        """What is shown, where it is about pages."""
        notice = None if self._notices.isHidden() else self._notices.notice
        return notice if notice is not None and notice.page_ids else None
