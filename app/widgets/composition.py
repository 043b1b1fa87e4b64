"""Hands each part of the window what it needs of the session, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QMainWindow, QWidget

from app.session import Session
from app.widgets.attention import Attention
from app.widgets.bottom_bar import BottomBar
from app.widgets.checking import Checking
from app.widgets.clearing import Clearing
from app.widgets.copies import Copies
from app.widgets.copying import Copying
from app.widgets.drag_out import DragOut
from app.widgets.guide import Guide, ToldOf
from app.widgets.keys import Reach
from app.widgets.leafing import Leafing
from app.widgets.leftovers import Leftovers
from app.widgets.mrz_request import MrzRequest
from app.widgets.notice_bar import NoticeBar
from app.widgets.notice_ends import NoticeEnds
from app.widgets.on_stage import OnStage
from app.widgets.printing import Printing
from app.widgets.requests import Requests, open_camera_settings, open_screen_settings
from app.widgets.save_hint import SaveHint
from app.widgets.save_telling import SaveTelling
from app.widgets.saving import Saving
from app.widgets.screen_watch import ScreenWatch
from app.widgets.sources_pane import SourcesPane
from app.widgets.stage import Stage
from app.widgets.steps import Steps
from app.widgets.telling import Telling
from app.widgets.top_bar import TopBar
from app.widgets.tray import Tray
from app.widgets.viewfinder import Viewfinder


class Parts(NamedTuple):
    """What the window shows."""

    top: TopBar
    sources: SourcesPane
    tray: Tray
    stage: Stage
    notices: NoticeBar
    bottom: BottomBar


class Acting(NamedTuple):
    """What acts between the parts and the session."""

    steps: Steps
    requests: Requests
    copying: Copying
    clearing: Clearing
    mrz: MrzRequest
    saving: Saving
    save_hint: SaveHint
    printing: Printing
    drag_out: DragOut
    guide: Guide
    leftovers: Leftovers
    copies: Copies
    telling: Telling
    attention: Attention
    screen_watch: ScreenWatch
    leafing: Leafing
    checking: Checking


def make_acting(session: Session, parts: Parts, window: QMainWindow) -> Acting:
    """Connects the parts to the session by what acts between them."""
    top, stage, notices, tray = parts.top, parts.stage, parts.notices, parts.tray
    saving = _saving(session, parts, window)
    requests = _requests(session, notices, window)
    clearing = _clearing(session, notices, window)
    leftovers = Leftovers(session.recovery, top, notices, window)
    leafing = Leafing(session, tray)
    return Acting(
        steps=Steps(session, session.editing, stage.review, top, window),
        requests=requests,
        copying=_copying(session, parts, window),
        clearing=clearing,
        mrz=MrzRequest(session, session.zones, notices, window),
        saving=saving,
        save_hint=SaveHint(session, session.saving, session.opening, saving, top.save),
        printing=_printing(session, parts, saving, window),
        drag_out=_drag_out(session, parts, saving, window),
        guide=_guide(session, parts.bottom, saving),
        leftovers=leftovers,
        copies=Copies(session, session.editing, stage.page, tray, window),
        telling=_telling(
            *(session, notices, window),
            requests=requests,
            saving=saving,
            clearing=clearing,
            leftovers=leftovers,
        ),
        attention=Attention(session.capturing, window),
        screen_watch=_screen_watch(session, stage.viewfinder, window),
        leafing=leafing,
        checking=Checking(session.checks, session.legibility, leafing),
    )


def reach(session: Session, parts: Parts, acting: Acting) -> Reach:
    """What keys do something in."""
    return Reach(
        *(session, session.sources, session.screens, session.capturing, acting.checking),
        *(parts.stage, parts.bottom, acting.steps, acting.leafing),
        *(acting.requests, acting.copying, acting.saving, acting.printing),
    )


def _requests(session: Session, notices: NoticeBar, window: QMainWindow) -> Requests:
    """What is asked for by a dialog or the clipboard."""
    return Requests(
        session,
        opening=session.opening,
        watching=session.watching,
        sources=session.sources,
        capturing=session.capturing,
        notices=notices,
        window=window,
    )


def _clearing(session: Session, notices: NoticeBar, window: QWidget) -> Clearing:
    """The way to clear the session."""
    return Clearing(
        session.clear,
        writer=session.saving,
        opening=session.opening,
        notices=notices,
        window=window,
    )


def _saving(session: Session, parts: Parts, window: QWidget) -> Saving:
    """Saving, and what is told of it."""
    telling = SaveTelling(
        *(session, session.saving),
        opening=session.opening,
        checks=session.checks,
        notices=parts.notices,
        parent=window,
    )
    return Saving(
        *(session, session.saving),
        opening=session.opening,
        shown=_on_stage(session, parts),
        telling=telling,
        notices=parts.notices,
        tray=parts.tray,
        window=window,
    )


def _copying(session: Session, parts: Parts, window: QWidget) -> Copying:
    """Copying the page that is shown."""
    shown = _on_stage(session, parts)
    return Copying(session, session.drawing, shown=shown, notices=parts.notices, window=window)


def _printing(session: Session, parts: Parts, saving: Saving, window: QWidget) -> Printing:
    """Printing."""
    return Printing(
        *(session, session.printing),
        opening=session.opening,
        shown=_on_stage(session, parts),
        notices=parts.notices,
        tray=parts.tray,
        saving=saving,
        window=window,
    )


def _drag_out(session: Session, parts: Parts, saving: Saving, window: QWidget) -> DragOut:
    """Pages that are dragged out of the tray."""
    return DragOut(
        *(session, session.dragging, parts.notices, parts.tray, saving),
        shown=_on_stage(session, parts),
        window=window,
    )


def _guide(session: Session, bottom: BottomBar, saving: Saving) -> Guide:
    """The line of guidance."""
    told_of = ToldOf(
        *(session, session.opening, session.saving, session.sources),
        *(session.capturing, session.checks, session.legibility),
    )
    guide = Guide(told_of, bottom, saving)
    session.notices.posted.connect(guide.look_again)
    return guide


def _telling(
    session: Session,
    notices: NoticeBar,
    window: QWidget,
    *,
    requests: Requests,
    saving: Saving,
    clearing: Clearing,
    leftovers: Leftovers,
) -> Telling:
    """What shows notices, and takes them away."""
    NoticeEnds(
        notices,
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
        "camera": session.sources.start_camera,
        "open": requests.ask_open,
        **dict.fromkeys(("save_elsewhere", "save_copy"), saving.save_as),
        "settings": open_camera_settings,
        "screen_settings": open_screen_settings,
        "undo": session.editing.undo,
        "keep": lambda: session.select(notices.page_ids[0]),
        "clear": clearing.clear,
        "restore": leftovers.restore,
        "discard": leftovers.ask_discard,
    }
    return Telling(session, session.notices, session.checks, notices, acts, window)


def _screen_watch(session: Session, viewfinder: Viewfinder, window: QWidget) -> ScreenWatch:
    """What the window does while a screen is watched."""
    return ScreenWatch(
        session,
        screens=session.screens,
        sources=session.sources,
        review=session.review,
        viewfinder=viewfinder,
        window=window,
    )


def _on_stage(session: Session, parts: Parts) -> OnStage:
    return OnStage(session.review, parts.stage.page.view)
