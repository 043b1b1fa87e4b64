"""Machine readable zones of nobody, valid to the last digit, and how a printer sets them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.assets import resource_path
from app.document.mrz import check_digit, checked_parts
from app.document.mrz_layout import DIGITS, FILLER, LETTERS, Layout, Span

# Doc 9303-3, 4.5: 10 characters an inch, capitals of OCR-B size I.
PITCH_MM = 2.54
# px that a character is drawn wide before it is made smaller.
DRAWN_PX = 40
STATES = ("UTO", "D<<", "FRA", "POL", "CHN", "USA", "GBR", "ESP", "ITA", "KOR", "XXX", "IND", "BRA")
KINDS = {"TD3": ("P<", "PD", "PP"), "TD1": ("I<", "ID", "AC", "C<"), "TD2": ("I<", "ID", "A<")}
# Letters of names, as often as they are in some European languages and in pinyin.
NAMES = "AAAAAAEEEEEEEIIIIINNNNNRRRROOOOTTTSSSSLLLHHHUUUDDDMMMCCGGBBKKPPFVYWZZJXQ"


def random_zone(rng: np.random.Generator, layout: Layout) -> list[str]:
    """The lines of a valid zone with nobody's data."""
    rows = [[FILLER] * layout.columns for _ in range(layout.rows)]
    columns = layout.spans["number"].stop - layout.spans["number"].start
    texts = {
        "kind": layout.beginning[:2] or str(rng.choice(KINDS[layout.name])),
        "issuer": layout.beginning[2:] or str(rng.choice(STATES)),
        "number": _mixed(rng, int(rng.integers(max(7, columns - 2), columns + 1))),
        "nationality": str(rng.choice(STATES)),
        "birth": _random_date(rng),
        "expiry": _random_date(rng),
        "sex": str(rng.choice(["M", "F", "F", "M", "<", "X"])),
    }
    if rng.random() < 0.5:
        texts["optional"] = _mixed(rng, int(rng.integers(1, 14)))
    surname, given = _names(rng), _names(rng)
    if layout.spans["surname"] == layout.spans["given_names"]:
        texts["surname"] = f"{surname}<<{given}"
    else:
        texts |= {"surname": surname, "given_names": given}
    for name, text in texts.items():
        if name in layout.spans:
            _write(rows, layout.spans[name], text)
    return _proven(layout, ["".join(row) for row in rows])


def _proven(layout: Layout, lines: list[str]) -> list[str]:
    """The same lines with their check digits, that of the whole last."""
    rows = [list(line) for line in lines]
    for name in (*layout.digits, "whole"):
        parts = checked_parts(layout, ["".join(row) for row in rows]).get(name)
        if parts is not None:
            text = "".join(part.of(["".join(row) for row in rows]) for part in parts[:-1])
            _write(rows, parts[-1], str(check_digit(text)))
    return ["".join(row) for row in rows]


def _write(rows: list[list[str]], span: Span, text: str) -> None:
    text = text[: span.stop - span.start]
    rows[span.line][span.start : span.start + len(text)] = text


def _mixed(rng: np.random.Generator, length: int) -> str:
    if rng.random() < 0.4:
        return "".join(rng.choice(list(DIGITS), length))
    return "".join(rng.choice(list(DIGITS + LETTERS), length))


def _random_date(rng: np.random.Generator) -> str:
    return f"{rng.integers(100):02d}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"


def _names(rng: np.random.Generator) -> str:
    words = (
        "".join(rng.choice(list(NAMES), rng.integers(2, 11))) for _ in range(rng.integers(1, 3))
    )
    return FILLER.join(words)


@dataclass(frozen=True)
class Press:
    """How a line is printed. face : a file's name. weight : how much thicker its strokes are, px of
    DRAWN_PX. narrow : the width of a character's shape as a share of the typeface's own. low : its
    height, as well. pitch : characters stand so much further apart than in the typeface."""

    face: str = "OCRB.otf"
    weight: float = 0.0
    narrow: float = 1.0
    low: float = 1.0
    pitch: float = 1.0


def random_press(rng: np.random.Generator) -> Press:
    """Printers of passport offices: thin and thick, near the norm and a little off it."""
    return Press(
        weight=float(np.clip(rng.normal(0, 1.3), -2.6, 3.0)),
        narrow=float(np.clip(rng.normal(1, 0.05), 0.85, 1.12)),
        low=float(np.clip(rng.normal(1, 0.05), 0.85, 1.12)),
        pitch=float(np.clip(rng.normal(1, 0.03), 0.92, 1.1)),
    )


@cache
def _font(face: str, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource_path("ocr", face)), px)


@lru_cache(maxsize=64)  # of one document
def _glyph(character: str, press: Press) -> NDArray[np.float32]:
    """Ink of a character, float32 (2 cells, 2 cells), 0 to 1, its cell in the middle."""
    cell = DRAWN_PX
    font = _font(press.face, round(cell * 48 / 34.7))  # 34.7: its advance at 48 px
    drawn = Image.new("L", (cell * 2, cell * 2), 0)
    ImageDraw.Draw(drawn).text((cell, cell * 1.5), character, 255, font, anchor="ms")
    ink = np.asarray(np.asarray(drawn) / 255, np.float32)
    scale = np.array(
        [[press.narrow, 0, cell * (1 - press.narrow)], [0, press.low, cell * 1.5 * (1 - press.low)]]
    )
    scaled = cv2.warpAffine(ink, scale, (cell * 2, cell * 2), flags=cv2.INTER_AREA)
    return _heavier(np.asarray(scaled, np.float32), press.weight)


def _heavier(ink: NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """Strokes grown, or thinned where it is negative, by weight px in all."""
    inside = cv2.distanceTransform((ink > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    outside = cv2.distanceTransform((ink <= 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(np.clip(inside - outside + weight / 2 + 0.5, 0, 1), np.float32)


def set_line(text: str, press: Press) -> NDArray[np.float32]:
    """Ink of a line, float32 (2·DRAWN_PX, W), 0 to 1: half a cell of air at either end, the base
    line three quarters down."""
    cell, step = DRAWN_PX, DRAWN_PX * press.pitch
    ink = np.zeros((cell * 2, round(step * len(text)) + cell * 2), np.float32)
    for place, character in enumerate(text):
        left = round(step * place)
        part = ink[:, left : left + cell * 2]
        np.maximum(part, _glyph(character, press)[:, : part.shape[1]], out=part)
    return ink[:, cell // 2 : -cell // 2]
