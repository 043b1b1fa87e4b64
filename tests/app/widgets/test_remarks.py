"""What only says something goes of itself; a fault stays until it is dealt with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_session import FakeSession, page

from app.session import Notice
from app.widgets.main_window import MainWindow


@pytest.mark.parametrize("step", ["mark", "choose", "turn", "filter", "hide"])
def test_a_remark_goes_with_the_next_step_but_no_fault_and_no_offer(
    step: str, window: MainWindow, session: FakeSession
) -> None:
    stage, tray, notices = window.stage.page, window.tray, window.notices
    acts: dict[str, Callable[[], object]] = {
        "mark": lambda: tray.page_marked.emit("b"),
        "choose": lambda: tray.page_chosen.emit("b"),
        "turn": stage.right.click,
        "filter": stage.filters["grey"].click,
        "hide": lambda: stage.black_out_asked.emit((0.1, 0.1), (0.2, 0.2)),
    }
    session.pages, session.selected = tuple(page(each) for each in "abc"), "a"
    session.enter("page")
    session.pages_changed.emit()
    for kind, action, stays in (
        ("info", None, False),
        ("info", "undo", True),
        ("warning", None, True),
    ):
        session.notice_posted.emit(Notice(kind, "No zone on this page.", action))
        acts[step]()
        assert notices.isVisible() is stays
