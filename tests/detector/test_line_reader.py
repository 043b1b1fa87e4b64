"""From a network's columns to characters."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from detector.errors import BackendError, WeightsError
from detector.line_reader import LINE_PX, MARGIN_PX, LineReader
from detector.weights import find_weights, read_card, read_verified


class Columns:
    """A network that sees what it is told to: for each column the chances of blank, A and B."""

    def __init__(self, *columns: tuple[float, float, float]) -> None:
        self.columns = np.array([columns], np.float32)
        self.shape: tuple[int, ...] = ()

    def __call__(self, lines: np.ndarray) -> np.ndarray:
        self.shape = lines.shape
        assert lines.dtype == np.float32
        assert -1 <= lines.min() <= lines.max() <= 1
        return self.columns


BLANK, A, B = (0.98, 0.01, 0.01), (0.01, 0.9, 0.09), (0.01, 0.04, 0.95)


def read(*columns: tuple[float, float, float]) -> list[tuple[str, float]]:
    network = Columns(*columns)
    line = np.full((LINE_PX, len(columns) * 8 - 2 * MARGIN_PX), 200, np.uint8)
    found = LineReader(network, "AB").read(line)
    assert network.shape == (1, 3, LINE_PX, len(columns) * 8)
    return [(symbol.choices[0][0], symbol.x) for symbol in found]


def test_a_run_of_columns_is_one_character_and_a_blank_parts_two() -> None:
    found = read(BLANK, A, A, BLANK, A, B, BLANK, BLANK, BLANK)
    assert [character for character, _ in found] == ["A", "A", "B"]


def test_x_is_the_middle_of_its_columns_in_px_of_the_line() -> None:
    found = read(BLANK, BLANK, BLANK, A, A, BLANK, BLANK, BLANK)
    assert found == [("A", pytest.approx(4 * 8 - MARGIN_PX))]


def test_choices_are_those_of_the_surest_column_the_likeliest_first() -> None:
    network = Columns(BLANK, (0.1, 0.5, 0.4), A, BLANK, BLANK, BLANK)
    (symbol,) = LineReader(network, "AB").read(np.zeros((LINE_PX, 16), np.uint8))
    assert [each for each, _ in symbol.choices] == ["A", "B"]
    assert [likely for _, likely in symbol.choices] == pytest.approx([0.9, 0.09])


def test_what_is_hardly_likely_is_no_choice() -> None:
    network = Columns(BLANK, BLANK, (0.05, 0.94995, 0.00005), BLANK, BLANK, BLANK)
    (symbol,) = LineReader(network, "AB").read(np.zeros((LINE_PX, 16), np.uint8))
    assert [each for each, _ in symbol.choices] == ["A"]


def test_the_shipped_network_knows_the_characters_that_its_card_names() -> None:
    path = find_weights("line-reader", Path("resources", "ocr"))
    assert len(read_verified(path)) < 12 * 2**20
    characters = read_card(path.with_suffix(".json"))["characters"]
    assert set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<") < set(characters)
    line = np.full((LINE_PX, 96), 255, np.uint8)
    assert LineReader.load().read(line) == []


def test_where_it_is_missing_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(WeightsError, match="resources/ocr"):
        LineReader.load()


def test_where_the_engine_cannot_be_loaded_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "detector.backends.onnx", None)
    with pytest.raises(BackendError, match="engine cannot be loaded"):
        LineReader.load()
