"""A zone is found and read on a page, in whichever way it lies; no other print is taken for it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.document.mrz_reader import MrzReader
from app.document.mrz_zone import zones_of
from detector.errors import WeightsError
from detector.line_reader import LINE_PX, LineReader
from tests.app.mrz_zones import CARD, PASSPORT, TODAY, sheet


def test_a_page_without_a_zone_has_none() -> None:
    reader = MrzReader()
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
