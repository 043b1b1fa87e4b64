"""Reads a printed line, by the recogniser of PaddleOCR (resources/ocr says where it comes from)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.errors import ENGINE_FAULTS, WeightsError, not_loaded
from detector.weights import find_weights, read_card, read_verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME, FOLDER = "line-reader", Path("resources", "ocr")
# The network's input is this high, and its columns are so wide.
LINE_PX, COLUMN_PX = 48, 8
# Air at both ends: characters at the very rim are lost.
MARGIN_PX = 16
# What is more likely than this in a column is a choice for it, and so many of them at most.
LEAST, MOST_CHOICES = 1e-4, 8


class LineNetwork(Protocol):
    """float32 (N, 3, LINE_PX, W), -1 to 1 → float32 (N, about W / COLUMN_PX, 1 + characters): how
    likely each character is in each column, that there is none first."""

    def __call__(self, lines: NDArray[np.float32], /) -> NDArray[np.float32]:
        """Raises BackendError where the engine fails."""


@dataclass(frozen=True)
class Symbol:
    """Something that is one character. x : its middle, px of the line. choices : characters and how
    likely each is, the likeliest first, in all no more than 1."""

    x: float
    choices: tuple[tuple[str, float], ...]


class LineReader:
    """A network and the characters that it knows, in the order of its outputs after the blank."""

    def __init__(self, network: LineNetwork, characters: str) -> None:
        self._network, self._characters = network, characters

    @classmethod
    def load(cls) -> LineReader:
        """The one that is shipped. Raises WeightsError where it is missing or damaged, and
        BackendError where the engine is."""
        try:
            from detector.backends.onnx import OnnxLineReader
        except ENGINE_FAULTS as error:
            raise not_loaded(error) from error

        path = find_weights(NAME, FOLDER)
        characters = read_card(path.with_suffix(".json")).get("characters")
        if not isinstance(characters, str):
            raise WeightsError(f"the weight card names no characters: {path.name}")
        return cls(OnnxLineReader(read_verified(path)), characters)

    def read(self, line: NDArray[np.uint8]) -> list[Symbol]:
        """What a line says, from the left. line : uint8 (LINE_PX, W), grey, dark on light."""
        wide = np.pad(line, ((0, 0), (MARGIN_PX, MARGIN_PX)), mode="edge")
        scaled = wide.astype(np.float32) / 127.5 - 1
        chances = self._network(np.repeat(scaled[None, None], 3, axis=1))[0]
        return self._symbols(chances, wide.shape[1] / len(chances))

    def _symbols(self, chances: NDArray[np.float32], column_px: float) -> list[Symbol]:
        """Columns in which the same character is the likeliest are one (best path decoding, Graves
        et al. 2006)."""
        likeliest = chances.argmax(1)
        starts = np.flatnonzero(np.diff(likeliest, prepend=-1))
        stops = np.append(starts[1:], len(likeliest))
        found = []
        for start, stop in zip(starts, stops, strict=True):
            if likeliest[start]:
                run = chances[start:stop, 1:]
                peak = run[run.max(1).argmax()]
                weights = run.max(1)
                middle = float(np.average(np.arange(start, stop), weights=weights)) + 0.5
                found.append(Symbol(middle * column_px - MARGIN_PX, self._choices(peak)))
        return found

    def _choices(self, peak: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
        order = np.argsort(-peak)
        likeliest = [at for at in order[:MOST_CHOICES] if peak[at] > LEAST]
        return tuple((self._characters[at], float(peak[at])) for at in likeliest)
