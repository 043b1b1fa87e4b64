"""A zone is found and read on a page, in whichever way it lies; no other print is taken for it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.document import mrz_reader
from app.document.mrz_reader import MrzReader
from app.document.mrz_text import Text
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


def harmed(lines: tuple[str, ...], *columns: int) -> tuple[str, ...]:
    """A passport's, with other digits in its second line: each proves one thing less."""
    second = [*lines[1]]
    for column in columns:
        second[column] = "5" if second[column] != "5" else "6"
    return lines[0], "".join(second)


# Of the number and of the birth, where the digits that prove them stand.
NUMBER, BIRTH = 9, 19
LESS, MORE = harmed(PASSPORT, NUMBER, BIRTH), harmed(PASSPORT, NUMBER)
AS_MANY = harmed(PASSPORT, BIRTH)
VISA = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)


def stand_for(texts: list[Text], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Zones that read so, told apart by their grey; returns which are read, upside down as well."""
    asked: list[int] = []

    class Greys:
        def read(self, line: np.ndarray) -> int:
            return int(line[0, 0])

    def text_of(greys: list[int]) -> Text:
        asked.append(greys[0])
        return texts[greys[0]]

    zones = [[np.full((LINE_PX, 60), grey, np.uint8)] * 2 for grey in range(len(texts))]
    monkeypatch.setattr(LineReader, "load", Greys)
    monkeypatch.setattr(mrz_reader, "zones_of", lambda _image: iter(zones))
    monkeypatch.setattr(mrz_reader, "text_of", text_of)
    return asked


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    ("readings", "best"),
    [
        ([(LESS, 0.95), (MORE, 0.7)], 1),  # what is proven goes first,
        ([(MORE, 0.7), (AS_MANY, 0.8)], 1),  # then how sure it is
        ([(MORE, 0.9), (PASSPORT, 0.65)], 1),  # and whatever proves all
        ([(LESS, 0.7), (MORE, 0.59)], 0),  # but not what is other print
    ],
)
def test_of_several_readings_the_one_that_proves_most_is_given(
    readings: list[tuple[tuple[str, ...], float]],
    best: int,
    turn: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the zones of a page, in whatever order they are found."""
    texts = [Text(text, frozenset(), sure) for text, sure in readings]
    stand_for(texts[::turn], monkeypatch)
    found = MrzReader().read_image(np.zeros((9, 9, 3), np.uint8), TODAY)
    assert found is not None
    assert found.lines == readings[best][0]


@pytest.mark.parametrize(("lines", "asked"), [(PASSPORT, [0]), (VISA, [0]), (MORE, [0, 0, 1, 1])])
def test_what_proves_all_that_it_can_ends_the_search(
    lines: tuple[str, ...], asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visa has no digit over the whole."""
    seen = stand_for([Text(lines, frozenset(), 0.9)] * 2, monkeypatch)
    assert MrzReader().read_image(np.zeros((9, 9, 3), np.uint8), TODAY) is not None
    assert seen == asked
