"""The window: puts the panes together and connects them to the session. No logic of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, SignalInstance, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from app.session import Session
from app.widgets import composition, theme
from app.widgets.bottom_bar import BottomBar
from app.widgets.closing import Closing
from app.widgets.feeds import connect_feeds
from app.widgets.incoming import acceptable, take_copy
from app.widgets.keys import add_shortcuts, enable
from app.widgets.menu import connect_bar, connect_menu
from app.widgets.notice_bar import NoticeBar
from app.widgets.notice_place import NoticePlace
from app.widgets.page_edits import connect_edits
from app.widgets.panes import Panes
from app.widgets.sources_pane import SourcesPane
from app.widgets.stage import Stage
from app.widgets.top_bar import TopBar
from app.widgets.tray import Tray
from app.widgets.window_place import fit_to_screen, put_back
from app.workers.layers import Layers

if TYPE_CHECKING:
    from app.capture.pipeline import Observation
    from app.document.page import Page
    from app.settings import Settings


class MainWindow(QMainWindow):
    """Three panes between two bars. Closing it closes the session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._prepared = False
        self.setWindowTitle("Rectoscan")
        self.setAcceptDrops(True)
        fit_to_screen(self)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._take_theme)
        self._build()
        put_back(self, session.settings.geometry)

    # ------------------------------------------------------------------------------ building
    def _build(self) -> None:
        session = self.session
        self._theme_shown = ""
        self._drawn = ""  # id of the page whose picture is shown
        self.parts = composition.Parts(
            *(TopBar(), SourcesPane(), Tray(), Stage(), NoticeBar(), BottomBar())
        )
        self.top, self.sources, self.tray, self.stage, self.notices, self.bottom = self.parts
        self._make_acting()
        self._lay_out()
        self._connect_session()
        self._connect_pages()
        reach = composition.reach(session, self.parts, self.acting)
        self.actions_by_name = add_shortcuts(self, reach)
        self._take_settings(session.settings)
        self._show_state(session.state)
        self._show_pages()

    def build_anew(self) -> None:
        """Makes all that it shows once more, in the language that is spoken by now; the session
        goes on. Not while a dialog is open, or anything is saved or printed."""
        saving, requests, outline = self.saving, self.requests, self.session.review.outline
        self.stage.page.view.draw_frame()  # a frame that nobody has entered is work as well
        for told, hear in self._heard():
            told.disconnect(hear)
        self.stage.close_lane()
        for child in self.children():
            if isValid(child) and child is not self.layout():
                delete(child)
        self._build()
        self.saving.take_over(saving)
        self.requests.take_over(requests)
        self._share_room()
        self.session.tell_again()
        if outline is not None:  # as it was moved
            self.stage.review.editor.set_quad(outline)

    def _make_acting(self) -> None:
        self.acting = acting = composition.make_acting(self.session, self.parts, self)
        self.requests, self.saving, self.printing = acting.requests, acting.saving, acting.printing
        self.copying, self.clearing, self.mrz = acting.copying, acting.clearing, acting.mrz
        self.guide = acting.guide
        self.closing = Closing(self, self.session, self.stage, self.saving, self.guide)

    def _lay_out(self) -> None:
        middle = QWidget()
        sides = self.sources, middle, self.tray
        self.panes = Panes(*sides, self._on_panes)
        middle.setObjectName("centre")
        self.notice_place = NoticePlace(middle, self.stage, self.notices)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sources)
        row.addWidget(middle, 1)
        row.addWidget(self.tray)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self.bottom)
        self.setCentralWidget(whole)
        # Nothing is marked as focused until somebody uses the keyboard.
        whole.setFocus()

    def _heard(self) -> list[tuple[SignalInstance, Callable[..., None]]]:
        """What the window itself does upon what the session says."""
        session = self.session
        return [
            (session.capturing.observed, self._on_observed),
            (session.state_changed, self._show_state),
            (session.pages_changed, self._show_pages),
            (session.checks.doubts_changed, self._show_pages),
            (session.legibility.flaws_changed, self._show_pages),
            (session.selection_changed, self._show_selection),
            (session.drawing.page_rendered, self._on_rendered),
            (session.review.started, self._on_review),
            (session.sources.source_changed, self._show_source),
            (session.sources.fault_changed, self._show_fault),
            (session.settings_changed, self._take_settings),
        ]

    def _connect_session(self) -> None:
        for told, hear in self._heard():
            told.connect(hear)
        session = self.session
        session.editing.brought_back.connect(self.tray.mark)
        session.drawing.thumbnail_ready.connect(self.tray.show_thumbnail)
        session.cleared.connect(self.stage.viewfinder.forget)  # its last frame, too
        for told in (
            *(session.notices.posted, session.state_changed, session.sources.source_changed),
            *(self.tray.page_chosen, self.tray.slot_asked, self.stage.page.black_out.toggled),
        ):
            told.connect(self.panes.give_way)
        self.requests.serve_sources(self.sources, self.stage.empty)
        self.bottom.stop_pressed.connect(session.opening.stop_opening)
        connect_feeds(
            self.parts, session.sources, session.screens, session.capturing, session.engine
        )

    def _connect_pages(self) -> None:
        session, page, tray = self.session, self.stage.page, self.tray
        self.stage.review.not_shown.connect(session.drawing.tell_not_shown)
        page.black_out.toggled.connect(self.guide.show_drawing)
        page.view.framed.connect(self.guide.show_framing)
        page.replace_asked.connect(self.requests.replace)
        connect_edits(
            *(self.stage, tray, self.notices),
            overview=session,
            editing=session.editing,
            review=session.review,
            legibility=session.legibility,
        )
        tray.page_marked.connect(session.select)
        tray.page_chosen.connect(session.select)
        tray.slot_asked.connect(self.requests.fill_slot)
        for asked in (tray.check_asked, self.bottom.check_pressed):
            asked.connect(self.acting.checking.go_on)
        page.mrz_asked.connect(self.mrz.ask)
        self.clearing.save_asked.connect(lambda then: self.saving.save(then=then))
        self.top.panes_switched.connect(self.panes.switch)
        connect_bar(self.top, self.acting)
        connect_menu(self.top, session.preferences, session.capturing)

    def _on_panes(self, shown: bool) -> None:
        """What the list of pages tells is told by the bars where it is not shown."""
        for bar in (self.top, self.bottom):
            bar.count_pages(counted=not shown)

    # ------------------------------------------------------------------ what the session says
    @Slot(object)
    def _on_observed(self, observation: Observation) -> None:
        self.stage.viewfinder.show_observation(observation)
        if self.session.state == "live":
            self.guide.show_live(observation.guidance)

    @Slot(str)
    def _show_state(self, state: str) -> None:
        self.stage.show_state(state)
        self.notice_place.settle(state)
        self.guide.show_state(state)
        enable(self.actions_by_name, state)
        self.top.show_pages(len(self.session.pages), state)
        self._show_source(self.session.sources.source)
        self.panes.settle(self.width(), state)
        if state != "review":
            self.stage.give_focus_back()

    @Slot(str)
    def _show_source(self, source: str) -> None:
        self.sources.show_source(source, self.session.state, self.session.sources.running_camera)

    @Slot()
    def _show_fault(self) -> None:
        self.stage.viewfinder.show_lost(lost=bool(self.session.sources.fault))

    @Slot()
    def _show_pages(self) -> None:
        pages, selected = self.session.pages, self.session.selected
        flaws = self.session.legibility.flaws
        self.stage.viewfinder.show_count(len(pages))
        self.tray.show_pages(pages, selected, self.session.checks.doubts, flaws)
        self.top.show_pages(len(pages), self.session.state)
        self._show_selection(selected)

    @Slot(str)
    def _show_selection(self, page_id: str) -> None:
        self.tray.select(page_id)
        page = next((page for page in self.session.pages if page.id == page_id), None)
        if page is not None:
            self.stage.page.show_page(page)
        self.stage.page.flaw.show_flaw(page_id, self.session.legibility.flaws.get(page_id, ""))
        if page_id != self._drawn:
            self.stage.page.view.show_picture(Layers())

    @Slot(str, object)
    def _on_rendered(self, page_id: str, layers: Layers) -> None:
        if page_id == self.session.selected:
            self._drawn = page_id
            self.stage.page.view.show_picture(layers)

    @Slot(object)
    def _on_review(self, page: Page) -> None:
        is_new = page not in self.session.pages
        self.stage.review.start(page, self.session.review.detected_quad, is_new=is_new)
        self.guide.show_review(page, is_new=is_new)

    @Slot(object)
    def _take_settings(self, settings: Settings) -> None:
        self.bottom.auto.setChecked(settings.auto_capture)
        self.bottom.confirm.setChecked(settings.confirm_corners)
        self.top.show_choices(settings)
        if settings.theme != self._theme_shown:
            self._take_theme()

    @Slot()
    def _take_theme(self) -> None:
        self._theme_shown = self.session.settings.theme
        tokens = theme.tokens_for(self._theme_shown)
        application = QApplication.instance()
        focused = (QApplication.activeModalWidget() or self).focusWidget()
        if isinstance(application, QApplication):
            application.setPalette(theme.palette(tokens))
        self.setStyleSheet(theme.sheet(tokens))
        for part in (*self.parts, self.mrz):
            part.take_theme(tokens)
        if focused is not None:  # a dialog lays out its buttons anew, and Enter would press another
            focused.setFocus()

    # ------------------------------------------------------------------------- Qt's own events
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._prepared:
            self._prepared = True
            QTimer.singleShot(0, self, self.session.prepare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        self.panes.settle(self.width(), self.session.state)
        for bar in (self.top, self.bottom):
            bar.take_width(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.take(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if acceptable(event.mimeData()) and take_copy(event):
            self.stage.empty.set_hovered(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.stage.empty.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.stage.empty.set_hovered(False)
        if take_copy(event):
            self.requests.take(event.mimeData(), self.tr("Dropped picture"))
