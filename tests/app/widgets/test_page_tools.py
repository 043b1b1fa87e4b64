"""The tools of a page: said in words where there is room, all of one look."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fake_session import page
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from app.widgets.buttons import Button
from app.widgets.names import automatic_format, format_name
from app.widgets.page_stage import APART_PX, PageStage
from detector.formats import FORMATS, OTHER
from detector.quad import Quad
from detector.shape import Shape

CAPTIONS = ["Edit corners", "Black out", "Watermark", "Read MRZ"]
SQUARE = Quad([(100, 150), (599, 150), (599, 649), (100, 649)])


def shown(window, session, width: int) -> PageStage:
    made = page(width=1000, height=800)
    made.quad = SQUARE
    session.pages, session.selected = (made,), "p1"
    session.enter("page")
    session.pages_changed.emit()
    window.resize(width, 640)
    QApplication.processEvents()
    assert window.width() == width
    return window.stage.page


def captioned(stage: PageStage) -> list[Button]:
    return [stage.edit, stage.black_out, stage.watermark, stage.mrz]


def tools(stage: PageStage) -> list[Button]:
    """From the left."""
    return [stage.left, stage.right, *captioned(stage)]


def left_of(stage: PageStage, button: QWidget) -> int:
    return button.mapTo(stage, QPoint(0, 0)).x()


@pytest.mark.parametrize("width", [1400, 1600, 2200])
def test_every_tool_that_has_a_word_says_it_where_there_is_room(window, session, width) -> None:
    stage = shown(window, session, width)
    assert [button.text() for button in captioned(stage)] == CAPTIONS


def test_captions_go_from_the_end_where_there_is_none(window, session) -> None:
    counts = []
    for width in (1400, 1200, 1100, 1000, 900):
        stage = shown(window, session, width)
        texts = [button.text() for button in captioned(stage)]
        said = [text for text in texts if text]
        assert texts == CAPTIONS[: len(said)] + [""] * (4 - len(said))
        counts.append(len(said))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 4
    assert counts[-1] == 0


@pytest.mark.parametrize("width", [640, 900, 1200, 1600, 2200])
def test_tools_are_as_far_from_each_other_and_look_alike(window, session, width) -> None:
    stage = shown(window, session, width)
    row = tools(stage)
    for before, after in pairwise(row):
        assert left_of(stage, after) - left_of(stage, before) - before.width() == APART_PX
    grounds = set()
    for button in (*row, stage.replace, stage.remove):
        image = button.grab().toImage()
        grounds.add(image.pixelColor(1, image.height() // 2).name())
    assert len(grounds) == 1


@pytest.mark.parametrize("width", [640, 780, 1200, 1600, 2200])
def test_the_size_is_read_in_full_where_there_is_room(window, session, width) -> None:
    box = shown(window, session, width).format
    for at in range(box.count()):
        box.setCurrentIndex(at)
        assert box.shown().currentText == box.currentText()


@pytest.mark.parametrize("width", [640, 780, 900, 1000])
def test_the_size_is_never_cut_and_says_which_it_is(window, session, width) -> None:
    box = shown(window, session, width).format
    said = set()
    for name in (*FORMATS, OTHER):
        looks = Shape(1.5, 0.02, name, 0.9)
        for chosen in (None, name):
            box.show_size(chosen, looks)
            said.add(box.shown().currentText)
            assert box.currentText() == (format_name if chosen else automatic_format)(name)
    assert len(said) == 2 * len((*FORMATS, OTHER))
    assert not any("…" in text for text in said)


def test_the_size_is_as_wide_for_each_page(window, session) -> None:
    stage = shown(window, session, 1200)
    widths = set()
    for quad in (SQUARE, Quad([(100, 150), (899, 150), (899, 653), (100, 653)])):
        session.pages[0].quad = quad
        stage.show_page(session.pages[0])
        QApplication.processEvents()
        widths.add((stage.format.width(), stage.format.x()))
    assert len(widths) == 1


def test_a_tool_that_is_on_looks_so(window, session) -> None:
    stage = shown(window, session, 1600)
    before = stage.black_out.grab().toImage()
    stage.black_out.setChecked(True)
    assert stage.black_out.grab().toImage() != before


@pytest.mark.parametrize("width", [640, 900, 1200])
def test_the_filters_begin_where_the_icons_below_them_do(window, session, width) -> None:
    stage = shown(window, session, width)
    frame = stage.findChild(QFrame, "segments")
    icon_px = left_of(stage, stage.left) + (stage.left.width() - stage.left.iconSize().width()) / 2
    assert abs(left_of(stage, frame) - icon_px) <= 2
    rounded = stage.rounded
    assert left_of(stage, rounded) + rounded.width() <= stage.width()
    assert rounded.width() >= rounded.sizeHint().width()
