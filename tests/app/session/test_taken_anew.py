"""A capture that was taken anew takes the place of its page, where nobody has touched that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.capture.moment import Shot
from app.session import Notice, Session
from tests.app.scenes import card_quad, found, frame

CARD = found(card_quad())
FIRST = Shot(frame(0, CARD.quad), CARD.quad, CARD)
ANEW = replace(FIRST, frame=frame(60, CARD.quad), anew=True)


@pytest.fixture
def live(session: Session) -> Session:
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    session.sources.start_feed(lambda: None)
    session.capturing.take_shot(FIRST)
    return session


def test_it_is_one_page_as_it_was_named_and_one_step_back(
    live: Session, notices: list[Notice]
) -> None:
    (before,) = live.pages
    live._uncovering.take_anew(ANEW)
    (after,) = live.pages
    assert after is not before
    assert (after.id, after.name, live.selected) == (before.id, before.name, before.id)
    assert live.state == "live"
    assert notices[-1].action == "undo"
    live.editing.undo()
    assert live.pages == (before,)
    live.capturing.set_confirm(False)
    live.capturing.take_shot(replace(FIRST, frame=frame(90, CARD.quad)))
    assert [page.name for page in live.pages] == ["Page 1", "Page 2"]


def filtered(live: Session) -> None:
    live.editing.set_filter(live.pages[0].id, "grey")


def looked_at(live: Session) -> None:
    live.select(live.pages[0].id)


def taken_next(live: Session) -> None:
    live.capturing.take_shot(replace(FIRST, frame=frame(30, CARD.quad)))
    live.editing.remove(live.pages[1].id)


def taken_anew_before(live: Session) -> None:
    live._uncovering.take_anew(replace(ANEW, frame=frame(50, CARD.quad)))


@pytest.mark.parametrize("touch", [filtered, looked_at, taken_next, taken_anew_before])
def test_a_page_that_was_touched_stays_as_it_is(
    touch: Callable[[Session], None], live: Session
) -> None:
    touch(live)
    before = live.pages
    live._uncovering.take_anew(ANEW)
    assert all(now is then for now, then in zip(live.pages, before, strict=True))


def test_a_capture_that_wants_a_look_takes_the_place_of_none(live: Session) -> None:
    before = live.pages
    unsure = found(card_quad(), 0.3)
    live._uncovering.take_anew(replace(ANEW, detection=unsure))
    assert live.pages == before


def test_a_page_that_was_removed_or_saved_is_not_taken_anew(
    qtbot: QtBot, live: Session, tmp_path: Path
) -> None:
    before = live.pages
    with qtbot.waitSignal(live.saving.pages_saved):
        live.saving.save([], tmp_path / "one.pdf", "pdf", 150, keep_sharper=False)
    live._uncovering.take_anew(ANEW)
    assert live.pages[0] is before[0]
    live.sources.show_live()
    live.capturing.take_shot(replace(FIRST, frame=frame(30, CARD.quad)))
    live.editing.remove(live.pages[1].id)
    live._uncovering.take_anew(ANEW)
    assert live.pages == before
