"""Pictures become pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.capture.moment import Shot
from app.session import Notice, Session
from app.workers.reading import look_through, shot_page
from detector.errors import WeightsError
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, frame
from tests.app.session.desk import CARD, open_one, store, wait_open


def test_a_photo_becomes_a_page_with_its_outline(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignals([session.drawing.page_rendered, session.drawing.thumbnail_ready]):
        session.opening.open_paths([photo("Ausweis 证件.png")])
    assert session.state == "page"
    (page,) = session.pages
    assert session.selected == page.id
    assert page.quad == page.detected == CARD.quad
    assert page.name == "Ausweis 证件"


def test_the_rendered_page_has_the_shape_of_the_card(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.drawing.page_rendered) as rendered:
        session.opening.open_paths([photo("card.png")])
    picture: QImage = rendered.args[1].full
    assert picture.width() / picture.height() == pytest.approx(85.6 / 53.98, rel=0.01)


def test_several_documents_become_a_page_each(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Callable[[str], Path]
) -> None:
    two = (found(card_quad(dx=-160, size=0.5)), found(card_quad(dx=160, size=0.5)))
    detector.answer = lambda image: two
    session.opening.open_paths([photo("two.png")])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert [page.name for page in session.pages] == ["two 1", "two 2"]
    assert session.selected == session.pages[0].id


def test_of_several_documents_the_first_takes_a_page_s_place_and_none_is_lost(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Callable[[str], Path]
) -> None:
    before = [open_one(qtbot, session, photo(f"{name}.png")) for name in "ab"]
    two = (found(card_quad(dx=-160, size=0.5)), found(card_quad(dx=160, size=0.5)))
    detector.answer = lambda image: two
    session.opening.open_paths([photo("two.png")], before[0])
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert [page.name for page in session.pages] == ["two 1", "b", "two 2"]
    assert [page.id for page in session.pages[:2]] == before


def test_of_several_pictures_the_first_takes_a_page_s_place_and_none_is_lost(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    before = [open_one(qtbot, session, photo(f"{name}.png")) for name in "ab"]
    session.opening.open_paths([photo("c.png"), photo("d.png")], before[0])
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["c", "b", "d"]


def test_what_is_opened_during_a_review_does_not_end_it(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    session.sources.start_sample()
    with qtbot.waitSignal(session.review.started) as review:
        pass
    session.opening.open_paths([photo("a.png")])
    wait_open(qtbot, session)
    assert session.state == "review"
    session.review.accept_review(review.args[0].quad)
    assert [page.name for page in session.pages] == ["a", "Page 1"]


def test_nothing_found_keeps_the_whole_picture_and_says_so(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Callable[[str], Path],
) -> None:
    detector.answer = lambda image: ()
    open_one(qtbot, session, photo("desk.png"))
    assert session.pages[0].quad == Quad.full(640, 480)
    assert session.pages[0].detected is None
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].text.startswith("Page 1 (desk): no document found")
    assert (notices[0].action, notices[0].page_ids) == ("edit", (session.pages[0].id,))


def test_pages_keep_the_order_of_the_files_and_a_bad_one_does_not_stop_the_rest(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    paths = [photo(f"{n}.png") for n in range(4)]
    paths[1].write_bytes(b"")
    session.opening.open_paths(paths)
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert [page.name for page in session.pages] == ["0", "2", "3"]
    assert "1.png" in notices[0].text
    assert notices[0].action == "open"


def test_a_missing_file_is_named(qtbot: QtBot, session: Session, notices: list[Notice]) -> None:
    session.opening.open_paths([Path("/nowhere/at/all.jpg")])
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert "all.jpg" in notices[0].text
    assert session.state == "empty"


def test_a_folder_may_be_called_like_a_film(photo: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "holiday.mov").mkdir()
    photo("holiday.mov/a.png")
    finds = look_through([tmp_path / "holiday.mov"])
    assert ([leaf.path.name for leaf in finds.pictures], finds.films) == (["a.png"], ())


def test_detected_is_what_was_shown_when_it_was_captured() -> None:
    shown = card_quad(dx=2)
    page = shot_page(Shot(frame(0, CARD.quad), shown, CARD), "Page 1")
    assert page.quad == page.detected == shown


def test_a_pasted_image_is_opened(qtbot: QtBot, session: Session) -> None:
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(0x808080)
    session.opening.open_image(picture, "Pasted")
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    assert session.pages[0].name == "Pasted"


def test_without_weights_a_picture_is_still_kept(
    qtbot: QtBot, ini: Path, photo: Callable[[str], Path]
) -> None:
    def load(device: str) -> FakeDetector:
        raise WeightsError("no weights")

    session, notices = Session(store(ini), load), []
    session.notices.posted.connect(notices.append)
    open_one(qtbot, session, photo("card.png"))
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].action == "retry"
    assert notices[0].detail == "no weights"
    session.close()
