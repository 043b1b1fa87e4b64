"""Documents with a machine readable zone, and photographs and scans of them, flattened again."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.mrz_print import DRAWN_PX, PITCH_MM, Press, random_press, random_zone, set_line
from app.document.mrz_layout import Layout
from detector.quad import Quad
from detector.rectify import rectify
from detector.synthesis.capture import capture
from detector.synthesis.light import light

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

MM_PER_INCH = 25.4
# Of the document, mm: Doc 9303-4 to -7. Zones begin some mm from the left and end above the edge.
SHEETS_MM = {
    "TD1": (85.6, 54.0),
    "TD2": (105.0, 74.0),
    "TD3": (125.0, 88.0),
    "MRV-A": (120.0, 80.0),
    "MRV-B": (105.0, 74.0),
    "ID-FR": (105.0, 74.0),
}
LINE_STEP_MM, BELOW_MM = 5.0, 5.5


@dataclass(frozen=True, eq=False)
class Sheet:
    """image : uint8 (H, W, 3) BGR, the flattened document. lines : what its zone says."""

    image: Image
    lines: tuple[str, ...]
    layout: str


def clean_sheet(rng: np.random.Generator, layout: Layout, dpi: float) -> Sheet:
    """A document as a good scanner sees it, on plain paper."""
    lines = random_zone(rng, layout)
    paper = np.full((*_shape(layout, dpi), 3), rng.integers(225, 255), np.float32)
    print_zone(paper, lines, random_press(rng), dpi, 40.0)
    _print_page(rng, paper, dpi)
    soft = cv2.GaussianBlur(paper, (0, 0), 0.5) + rng.normal(0, 1.5, paper.shape)
    return Sheet(np.clip(soft, 0, 255).astype(np.uint8), tuple(lines), layout.name)


def seen_sheet(rng: np.random.Generator, layout: Layout, dpi: float) -> Sheet:
    """A document with background print, photographed and flattened by corners that are a little
    off, at about so many dots an inch."""
    lines = random_zone(rng, layout)
    drawn = dpi * 1.5
    paper = np.empty((*_shape(layout, drawn), 3), np.float32)
    paper[:] = rng.uniform(150, 250, 3)
    _print_ground(rng, paper, drawn)
    print_zone(paper, lines, random_press(rng), drawn, float(rng.uniform(10, 80)))
    _print_page(rng, paper, drawn)
    sheet = np.clip(paper, 0, 255).astype(np.uint8)
    scene, quad = _posed(rng, sheet)
    height, width = scene.shape[:2]
    lit = light(rng, scene, (width * rng.uniform(0, 1), height * rng.uniform(0, 1)))
    taken = capture(rng, lit)
    off = rng.normal(0, 0.004 * width, (4, 2))  # as far as outlines are off at a Jaccard of .98
    shape = _shape(layout, dpi)
    return Sheet(rectify(taken, Quad(quad + off), (shape[1], shape[0])), tuple(lines), layout.name)


def _shape(layout: Layout, dpi: float) -> tuple[int, int]:
    width, height = SHEETS_MM[layout.name]
    return round(height / MM_PER_INCH * dpi), round(width / MM_PER_INCH * dpi)


def _posed(rng: np.random.Generator, sheet: Image) -> tuple[Image, NDArray[np.float64]]:
    """The sheet on a table, seen askew, and its corners, px, TL TR BR BL."""
    height, width = sheet.shape[:2]
    shrink = 1 / 1.5
    size = np.array([width, height]) * shrink
    room = size * 1.25
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * size + (room - size) / 2
    corners = corners + rng.normal(0, 0.03, (4, 2)) * size
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    warp = cv2.getPerspectiveTransform(flat, (corners - 0.5).astype(np.float32))
    shape = int(room[0]), int(room[1])
    scene = np.empty((shape[1], shape[0], 3), np.uint8)
    scene[:] = rng.integers(20, 200, 3)
    cv2.warpPerspective(
        *(sheet, warp, shape, scene, cv2.INTER_AREA), borderMode=cv2.BORDER_TRANSPARENT
    )
    return scene, corners - 0.5


def print_zone(paper: Floats, lines: list[str], press: Press, dpi: float, ink: float) -> None:
    """Sets the lines above the lower edge, over what is there."""
    height, width = paper.shape[:2]
    px = dpi / MM_PER_INCH
    scale = PITCH_MM * px / (DRAWN_PX * press.pitch)
    for place, text in enumerate(reversed(lines)):
        drawn = set_line(text, press)
        size = round(drawn.shape[1] * scale), round(drawn.shape[0] * scale)
        printed = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
        base = height - round((BELOW_MM + LINE_STEP_MM * place) * px)
        top, left = base - round(size[1] * 0.75), max(0, (width - size[0]) // 2)
        part = paper[top : top + size[1], left : left + size[0]]
        covered = printed[: part.shape[0], : part.shape[1], None]
        part[:] = part * (1 - covered) + ink * covered


def _print_page(rng: np.random.Generator, paper: Floats, dpi: float) -> None:
    """A portrait and lines of other print in the upper part."""
    width, px = paper.shape[1], dpi / MM_PER_INCH
    paper[round(8 * px) : round(30 * px), round(5 * px) : round(24 * px)] = rng.uniform(60, 170, 3)
    for row in range(8, 30, 5):
        text = "".join(rng.choice(list("abcdefgh ABCDEFGH 0123456789 "), rng.integers(6, 30)))
        at = round(28 * px), round((row + 3) * px)
        _lettered(paper, text, at, px)
    paper[: round(6 * px), : width // 2] *= 0.8


def _lettered(paper: Floats, text: str, at: tuple[int, int], px: float) -> None:
    mask = np.zeros(paper.shape[:2], np.uint8)
    font, thick = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(0.25 * px))
    cv2.putText(mask, text, at, font, 0.09 * px, 255, thick, cv2.LINE_AA)
    paper *= 1 - mask[..., None].astype(np.float32) / 255 * 0.8


def _print_ground(rng: np.random.Generator, paper: Floats, dpi: float) -> None:
    """Curves of coloured ink, as behind the print of documents."""
    height, width = paper.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32) * (MM_PER_INCH / dpi)
    for _ in range(int(rng.integers(1, 4))):
        pitch, turn = rng.uniform(0.5, 8), rng.uniform(0, np.pi)
        bend = np.sin(x / rng.uniform(2, 15)) * rng.uniform(0, 3)
        along = x * np.cos(turn) + (y + bend) * np.sin(turn)
        wave = np.sin(along * (2 * np.pi / pitch)).astype(np.float32)
        paper += wave[..., None] * rng.uniform(0, 14, 3).astype(np.float32)
