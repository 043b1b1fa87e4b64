"""A zone is found and read on a page, in whichever way it lies; no other print is taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.document.mrz import Mrz
from app.document.mrz_reader import MrzReader
from app.document.mrz_zone import zones_of
from app.document.original import Original
from app.document.page import Page
from detector.errors import WeightsError
from detector.line_reader import LINE_PX, LineReader
from detector.quad import Quad
from tests.app.mrz_zones import CARD, PASSPORT, TODAY, sheet


@pytest.fixture(scope="module")
def reader() -> Iterator[MrzReader]:
    return MrzReader()


def page_of(image: NDArray[np.uint8]) -> Page:
    height, width = image.shape[:2]
    return Page("1", Original(image), Quad.full(width, height), format="other")


def ticks(mrz: Mrz | None) -> dict[str, str]:
    assert mrz is not None
    return {each.name: each.text for each in mrz.fields if each.proof == "passed"}


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("lines", [CARD, PASSPORT], ids=["card", "passport"])
def test_a_zone_is_read_in_whichever_way_it_lies(
    lines: tuple[str, ...], turns: int, reader: MrzReader
) -> None:
    mrz = reader.read(page_of(np.ascontiguousarray(np.rot90(sheet(lines), turns))), TODAY)
    assert mrz is not None
    assert (mrz.lines, mrz.whole) == (lines, "passed")


def test_a_filter_and_a_turn_of_the_page_change_nothing(reader: MrzReader) -> None:
    page = page_of(sheet(CARD))
    page = replace(page, edits=replace(page.edits, filter="bw", turns=1))
    assert ticks(reader.read(page, TODAY))["number"] == "D23145890"


def test_what_is_blacked_out_is_not_read(reader: MrzReader) -> None:
    page = page_of(sheet(CARD))
    printed = np.flatnonzero(page.original.pixels().min(axis=(1, 2)) < 128) / page.original.height
    line_high = np.ptp(printed) / 3
    page = page.with_hidden((0.0, printed[0] - 0.01), (1.0, printed[0] + 0.8 * line_high))
    mrz = reader.read(page, TODAY)
    assert mrz is None or CARD[0][5:14] not in "".join(mrz.lines)


def test_a_page_without_a_zone_has_none(reader: MrzReader) -> None:
    blank = np.full((500, 800, 3), 230, np.uint8)
    print_of_words = blank.copy()
    for row in range(60, 460, 40):
        at = (30, row)
        cv2.putText(print_of_words, "The quick brown fox jumps", at, 0, 1.2, (40, 40, 40), 2)
    noise = np.random.default_rng(1).integers(0, 255, (500, 800, 3)).astype(np.uint8)
    for image in (blank, print_of_words, noise, blank[:9, :9]):
        assert reader.read_image(np.ascontiguousarray(image), TODAY) is None


def test_lines_are_cut_straight_from_a_page_that_lies_askew() -> None:
    image = sheet(PASSPORT)
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.2, 1.0)
    askew = cv2.warpAffine(image, turn, (width, height), borderValue=(240, 240, 240))
    lines = next(zones_of(np.asarray(askew, np.uint8)))
    assert len(lines) == 2
    for line in lines:
        assert line.shape[0] == LINE_PX
        rows = np.flatnonzero((line < 128).mean(axis=1) > 0.02)
        assert np.ptp(rows) < 0.85 * LINE_PX  # level: a slope would fill the height


def test_without_its_weights_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> LineReader:
        raise WeightsError("no weights")

    monkeypatch.setattr(LineReader, "load", missing)
    with pytest.raises(WeightsError):
        MrzReader().read_image(sheet(CARD), TODAY)
