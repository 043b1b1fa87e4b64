"""What the session has to say, shown for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot

from app.session import Notice, Session
from app.widgets.bars import NoticeBar


class Telling(QObject):
    """Shows notices, does what they offer, and takes them away once they no longer hold.

    A notice about pages goes with the last page that it has anything to say of. While corners are
    reviewed it is set aside: there is one page to look at, and other lines speak of it.

    acts : what the actions of notices do, by their keys; "edit" is done here.
    """

    def __init__(
        self,
        session: Session,
        notices: NoticeBar,
        acts: Mapping[str, Callable[[], object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._notices, self._acts = session, notices, acts
        self._aside: tuple[str, ...] = ()  # ids of the pages of a notice set aside
        self._selected = session.selected
        session.notice_posted.connect(self._show)
        session.state_changed.connect(self._on_state)
        for look in (self._look_again, self._drop_until_page):
            session.pages_changed.connect(look)
        session.doubts_changed.connect(self._look_again)
        session.selection_changed.connect(self._on_selected)
        session.history_changed.connect(self._drop_undo)
        session.feed_opened.connect(notices.drop_camera_fault)
        session.cleared.connect(self._on_cleared)
        notices.action_asked.connect(self._act)

    @Slot(object)
    def _show(self, notice: Notice) -> None:
        if notice.page_ids and self._session.state == "review":
            self._aside = notice.page_ids
        else:
            self._notices.show_notice(notice)

    @Slot(str)
    def _act(self, key: str) -> None:
        if key == "edit":
            self._edit(self._notices.page_ids)
        else:
            self._acts[key]()

    def _edit(self, page_ids: tuple[str, ...]) -> None:
        """The page that is shown, where it is meant; else the first that is still in doubt."""
        self._aside = page_ids
        doubtful = [each for each in page_ids if each in self._session.doubts] or [*page_ids]
        shown = self._session.selected
        if doubtful:
            self._session.edit_page(shown if shown in doubtful else doubtful[0])

    @Slot(str)
    def _on_state(self, state: str) -> None:
        if state == "review" and self._shown_ids():
            self._aside = self._shown_ids()
            self._notices.hide()
        if state in {"live", "review"}:
            self._notices.tidy()
            return
        self._look_again()  # a capture that was to come comes no more
        if self._aside:
            notice, self._aside = self._session.about(self._aside), ()
            if notice is not None and self._notices.isHidden():
                self._notices.show_notice(notice)

    @Slot()
    def _look_again(self) -> None:
        if self._shown_ids():
            notice = self._session.about(self._shown_ids())
            if notice is None:
                self._notices.hide()
            elif notice != self._notices.notice:
                self._notices.show_notice(notice)

    @Slot()
    def _drop_until_page(self) -> None:
        notice = self._notices.notice
        if self._session.pages and notice is not None and notice.until_page:
            self._notices.hide()

    @Slot(str)
    def _on_selected(self, page_id: str) -> None:
        """What was said of the page that was shown goes with it; its card keeps the mark."""
        before, self._selected = self._selected, page_id
        if page_id and self._shown_ids() == (before,):
            self._notices.hide()

    @Slot()
    def _drop_undo(self) -> None:
        self._notices.drop("undo")  # what it offers to take back is no longer the last step

    @Slot()
    def _on_cleared(self) -> None:
        self._aside = ()
        self._notices.forget_pages()

    def _shown_ids(self) -> tuple[str, ...]:
        return () if self._notices.isHidden() else self._notices.page_ids
