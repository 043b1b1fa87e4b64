"""Hands each part of the window what it needs of the session, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.session import Session
from app.widgets.clearing import Clearing
from app.widgets.copying import Copying
from app.widgets.drag_out import DragOut
from app.widgets.guide import Guide, ToldOf
from app.widgets.keys import Reach
from app.widgets.leafing import Leafing
from app.widgets.notice_ends import NoticeEnds
from app.widgets.on_stage import OnStage
from app.widgets.printing import Printing
from app.widgets.requests import Requests, open_camera_settings, open_screen_settings
from app.widgets.save_telling import SaveTelling
from app.widgets.saving import Saving
from app.widgets.screen_watch import ScreenWatch
from app.widgets.telling import Telling

if TYPE_CHECKING:
    from app.widgets.main_window import MainWindow


def make_requests(session: Session, window: MainWindow) -> Requests:
    """What is asked for by a dialog or the clipboard."""
    return Requests(
        session,
        opening=session.opening,
        watching=session.watching,
        sources=session.sources,
        capturing=session.capturing,
        notices=window.notices,
        window=window,
    )


def make_clearing(session: Session, window: MainWindow) -> Clearing:
    """The way to clear the session."""
    return Clearing(
        session.clear,
        writer=session.saving,
        opening=session.opening,
        notices=window.notices,
        window=window,
    )


def make_saving(session: Session, window: MainWindow) -> Saving:
    """Saving, and what is told of it."""
    telling = SaveTelling(
        *(session, session.saving),
        opening=session.opening,
        checks=session.checks,
        notices=window.notices,
        parent=window,
    )
    return Saving(
        *(session, session.saving),
        opening=session.opening,
        shown=_on_stage(session, window),
        telling=telling,
        notices=window.notices,
        tray=window.tray,
        window=window,
    )


def make_copying(session: Session, window: MainWindow) -> Copying:
    """Copying the page that is shown."""
    shown = _on_stage(session, window)
    return Copying(session, session.drawing, shown=shown, notices=window.notices, window=window)


def make_printing(session: Session, window: MainWindow) -> Printing:
    """Printing; the window saves already."""
    return Printing(
        *(session, session.printing),
        opening=session.opening,
        shown=_on_stage(session, window),
        notices=window.notices,
        tray=window.tray,
        saving=window.saving,
        window=window,
    )


def make_drag_out(session: Session, window: MainWindow) -> DragOut:
    """Pages that are dragged out of the tray; the window saves already."""
    return DragOut(
        *(session, session.dragging, window.notices, window.tray, window.saving),
        shown=_on_stage(session, window),
        window=window,
    )


def make_guide(session: Session, window: MainWindow) -> Guide:
    """The line of guidance; the window saves already."""
    told_of = ToldOf(
        *(session, session.opening, session.saving, session.sources),
        *(session.capturing, session.checks, session.legibility),
    )
    guide = Guide(told_of, window.bottom, window.saving)
    session.notices.posted.connect(guide.look_again)
    return guide


def make_telling(session: Session, window: MainWindow) -> Telling:
    """What shows notices, and takes them away."""
    NoticeEnds(
        window.notices,
        editing=session.editing,
        sources=session.sources,
        engine=session.engine,
        watching=session.watching,
        parent=window,
    )
    acts: dict[str, Callable[[], object]] = {
        "retry": session.notices.retry,
        "results": session.opening.open_results,
        "again": session.notices.retry,
        "open": window.requests.ask_open,
        **dict.fromkeys(("save_elsewhere", "save_copy"), window.saving.save_as),
        "settings": open_camera_settings,
        "screen_settings": open_screen_settings,
        "undo": session.editing.undo,
        "keep": lambda: session.select(window.notices.page_ids[0]),
        "clear": window.clearing.clear,
        "restore": window.leftovers.restore,
        "discard": window.leftovers.ask_discard,
    }
    return Telling(session, session.notices, session.checks, window.notices, acts, window)


def make_screen_watch(session: Session, window: MainWindow) -> ScreenWatch:
    """What the window does while a screen is watched."""
    return ScreenWatch(
        session,
        screens=session.screens,
        sources=session.sources,
        review=session.review,
        viewfinder=window.stage.viewfinder,
        window=window,
    )


def reach(session: Session, window: MainWindow) -> Reach:
    """What keys do something in."""
    return Reach(
        *(session, session.sources, session.screens, session.capturing, session.checks),
        *(window.stage, window.bottom, window.steps, Leafing(session, window.tray)),
        *(window.requests, window.copying, window.saving, window.printing),
    )


def _on_stage(session: Session, window: MainWindow) -> OnStage:
    return OnStage(session.review, window.stage.page.view)
