from __future__ import annotations

import gc
import weakref

import pytest
from fake_session import page
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.widgets.tray import Tray
from detector.quad import Quad

ID_ROLE = Qt.ItemDataRole.UserRole


def card(page_id: str):
    made = page(page_id)
    made.format = "ID-1"
    return made


def sheet(page_id: str):
    made = page(page_id)
    made.format = "A4"
    return made


@pytest.fixture
def show(window, session):
    def fill(*pages) -> list[tuple[str, str | None]]:
        session.pages = pages
        session.selected = pages[0].id if pages else ""
        session.pages_changed.emit()
        items = [window.tray.list.item(row) for row in range(window.tray.list.count())]
        return [(item.text(), item.data(ID_ROLE)) for item in items]

    return fill


def _click(window, row: int) -> None:
    tray = window.tray.list
    place = tray.visualItemRect(tray.item(row)).center()
    QTest.mouseClick(tray.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_sides_of_a_card_have_a_place_before_they_are_there(show) -> None:
    assert show() == [("Front", None), ("Back", None)]
    assert show(card("a")) == [("Front", "a"), ("Back", None)]
    assert show(card("a"), card("b"), card("c"))[1:] == [("Back", "b"), ("Page 3", "c")]


def test_sheets_have_no_sides(show) -> None:
    assert show(sheet("a")) == [("Page 1", "a")]
    assert show(sheet("a"), sheet("b")) == [("Page 1", "a"), ("Page 2", "b")]
    assert show(sheet("a"), sheet("b"), card("c"))[0] == ("Page 1", "a")


def test_sides_stay_sides_when_they_are_swapped(window, show) -> None:
    side = page("b")
    side.format = "other"  # as where its outline is too far off to tell
    for pages in ((card("a"), side), (side, card("a"))):
        assert [name for name, _ in show(*pages)] == ["Front", "Back"]
        assert window.tray.swap.isVisible()


@pytest.mark.parametrize(
    ("first", "second", "sides"),
    [
        ("ID-1", "ID-3", False),
        ("ID-3", "ID-1", False),
        ("ID-1", "A4", False),
        ("ID-1", "ID-2", False),
        ("ID-2", "ID-3", True),  # one was chosen, and the other has its shape
        ("ID-3", "other", False),
    ],
)
def test_documents_of_two_shapes_are_no_sides_of_a_card(
    window, show, first: str, second: str, sides: bool
) -> None:
    pages = page("a"), page("b"), page("c")
    for each, name in zip(pages, (first, second, "ID-1"), strict=True):
        each.format = name
    names = ["Front", "Back"] if sides else ["Page 1", "Page 2"]
    assert [name for name, _ in show(*pages)] == [*names, "Page 3"]
    assert window.tray.swap.isVisible() == sides


def test_a_measured_card_is_a_card(show) -> None:
    measured = page("a", width=1000, height=800)
    measured.quad = Quad([(100, 150), (899, 150), (899, 653), (100, 653)])
    assert show(measured)[0] == ("Front", "a")


def test_sides_are_swapped_where_there_are_two(window, session, show) -> None:
    show(card("a"))
    assert not window.tray.swap.isVisible()
    show(sheet("a"), sheet("b"))
    assert not window.tray.swap.isVisible()
    show(card("a"), card("b"))
    QTest.mouseClick(window.tray.swap, Qt.MouseButton.LeftButton)
    assert ("swap_sides",) in session.calls


def test_an_empty_side_asks_for_the_feed_where_one_runs(window, session, show) -> None:
    show(card("a"))
    session.sources.source = "sample"
    _click(window, 1)
    assert ("show_live",) in session.calls
    assert "select" not in session.names()
    _click(window, 0)
    assert ("select", "a") in session.calls


def test_an_empty_side_is_neither_chosen_nor_moved(window, session, show, qtbot) -> None:
    show(card("a"))
    window.tray.list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(window.tray.list, key, Qt.KeyboardModifier.AltModifier)
    slot = window.tray.list.item(1)
    assert not slot.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not slot.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert all(call[1:] == (["a"],) for call in session.calls if call[0] == "order")


def test_a_capture_is_seen_in_the_live_picture_and_soon_over(window, session, show, qtbot) -> None:
    finder = window.stage.viewfinder

    def lightness() -> int:
        return finder.grab().toImage().pixelColor(finder.rect().center()).lightness()

    show(card("a"))
    session.enter("live")
    frame = QImage(320, 240, QImage.Format.Format_RGB32)
    frame.fill(Qt.GlobalColor.black)
    session.capturing.preview_changed.emit(frame)
    show(card("a"))  # as before
    assert lightness() == 0
    show(card("a"), card("b"))
    assert lightness() > 100
    qtbot.waitUntil(lambda: lightness() == 0)


def test_after_the_front_the_card_is_to_be_turned(window, session, show) -> None:
    session.enter("live")
    show(sheet("a"))
    window.guide.show_live("next_document")
    assert "Next document" in window.bottom.guidance.text()
    show(card("a"))
    window.guide.show_live("next_document")
    assert "Turn the card over" in window.bottom.guidance.text()
    show(card("a"), card("b"))
    window.guide.show_live("next_document")
    assert "Next document" in window.bottom.guidance.text()


def test_only_what_has_changed_is_written_anew(window, show) -> None:
    sheets = [sheet(page_id) for page_id in "abcd"]
    show(*sheets[:3])
    written: set[int] = set()
    window.tray.list.model().dataChanged.connect(
        lambda first, last, _roles: written.update(range(first.row(), last.row() + 1))
    )
    show(*sheets[:3])
    assert written == set()
    show(*sheets)
    assert written == {3}


def test_a_page_says_what_is_in_doubt_about_it_by_now(window) -> None:
    shown, tray = card("a"), window.tray
    for doubts, flaws, said in (
        ({"a": "unsure"}, {}, "Not sure"),
        ({}, {"a": "dark"}, "Too dark"),
        ({}, {}, ""),
    ):
        tray.show_pages((shown,), "a", doubts, flaws)
        told = tray.list.item(0).toolTip().replace(shown.name, "")
        assert said in told
        assert bool(said) == bool(told.strip())


def test_of_pages_that_are_gone_nothing_is_kept(qtbot) -> None:
    tray, gone = Tray(), card("a")
    qtbot.addWidget(tray)
    tray.show_pages((gone,), "a")
    last = weakref.ref(gone)
    del gone
    tray.show_pages((), "")
    gc.collect()
    assert last() is None


def test_rows_that_were_dragged_are_written_again(window, session, show, qtbot) -> None:
    sheets = [sheet(page_id) for page_id in "abc"]
    show(*sheets)
    model = window.tray.list.model()
    with qtbot.waitSignal(window.tray.order_asked):
        model.moveRow(QModelIndex(), 0, QModelIndex(), 3)
    assert show(*sheets) == [("Page 1", "a"), ("Page 2", "b"), ("Page 3", "c")]
