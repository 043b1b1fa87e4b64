"""Lines of print: Latin, Cyrillic, Greek, Arabic and Chinese from the system's fonts.

Where no font has a script, its glyphs are drawn as strokes of the same texture: at a detector's
scale that is what a script looks like, and a machine without fonts can train all the same.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Box = tuple[int, int, int, int]

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
SCRIPTS = {
    "latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÖÜÉÈŠŽÇ0123456789",
    "cyrillic": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯабвгдежзиклмнопрстуфхцчшщэюя0123456789",
    "greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
# Read from the right: their lines end where those of the others begin.
RIGHT_TO_LEFT = ("arabic",)
# Every fifth of the Unified Ideographs' first thousand and what identity cards print in Chinese.
IDEOGRAPHS = (
    "姓名性别民族出生年月日住址公民身份号码签发机关有效期限中华人民共和国居民身份证护照男女汉"
    + "".join(map(chr, range(0x4E00, 0x5200, 5)))
)
MOST_FONTS = 60
# A code point that no font may draw.
NO_LETTER = "\uffff"
# Of the lines in Chinese: the rest are strokes, which no font makes alike.
PRINTED_SHARE = 0.75
MACHINE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<<<<<<<<<"


@lru_cache(maxsize=1)
def font_files() -> tuple[str, ...]:
    """TrueType files of the usual folders, sorted; of more than MOST_FONTS so many, from all of
    them: those of one family lie side by side."""
    found: list[str] = []
    for folder in FONT_FOLDERS:
        if Path(folder).is_dir():
            found += [str(path) for path in Path(folder).rglob("*.ttf")]
    kept = min(MOST_FONTS, len(found))
    return tuple(sorted(found)[n * len(found) // kept] for n in range(kept))


@lru_cache(maxsize=8)
def files_with(script: str) -> tuple[str, ...]:
    """Those of font_files that have a script: the others would draw a box for each letter."""
    return tuple(path for path in font_files() if _draws(path, SCRIPTS[script]))


def _draws(path: str, letters: str) -> bool:
    font = _font(path, 20)
    box = bytes(font.getmask(NO_LETTER))
    return all(bytes(font.getmask(letter)) != box for letter in letters)


@lru_cache(maxsize=1)
def ideograph_files() -> tuple[str, ...]:
    """Font collections of the usual folders that hold Chinese, by their names; sorted."""
    found: list[str] = []
    for folder in FONT_FOLDERS:
        if Path(folder).is_dir():
            files = [*Path(folder).rglob("*.ttc"), *Path(folder).rglob("*.otf")]
            found += [str(path) for path in files if "CJK" in path.name or "Han" in path.name]
    return tuple(sorted(found)[:20])


@lru_cache(maxsize=512)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def draw_lines(
    rng: np.random.Generator, image: Image, box: Box, lines: int, light: bool = False
) -> None:
    """Up to so many lines of fields in a box (x0, y0, x1, y1) px; light : on a dark ground."""
    x0, y0, x1, y1 = box
    if lines < 1 or x1 - x0 < 24 or y1 - y0 < 10:
        return
    pitch = min((y1 - y0) / lines, 46)
    script = str(rng.choice(["latin", "latin", "latin", "cyrillic", "greek", "arabic", "cjk"]))
    ink = int(rng.uniform(190, 255)) if light else int(rng.uniform(0, 90))
    for line in range(lines):
        y = y0 + line * pitch
        size = int(max(7, min(34, pitch * rng.uniform(0.45, 0.8))))
        length = int((x1 - x0) * rng.uniform(0.25, 1.0))
        at, room = (x0, int(y)), x1 - x0
        _draw_line(rng, image, at=at, length=length, room=room, size=size, script=script, ink=ink)


def draw_title(rng: np.random.Generator, image: Image, box: Box, *, light: bool = False) -> None:
    """One line of letters about as high as a box (x0, y0, x1, y1) px; light : on a dark ground."""
    x0, y0, x1, y1 = box
    size = int((y1 - y0) * rng.uniform(0.6, 0.8))
    length = int((x1 - x0) * rng.uniform(0.55, 1.0))
    if size < 7 or length < 2 * size:
        return
    script = str(rng.choice(["latin", "latin", "cyrillic", "greek", "arabic", "cjk", "cjk"]))
    ink = int(rng.uniform(190, 255)) if light else int(rng.uniform(0, 90))
    room = x1 - x0
    _draw_line(rng, image, at=(x0, y0), length=length, room=room, size=size, script=script, ink=ink)


def draw_machine_readable(rng: np.random.Generator, image: Image, box: Box, lines: int) -> None:
    """A machine-readable zone of ICAO 9303's look filling a box."""
    x0, y0, x1, y1 = box
    pitch = (y1 - y0) / lines
    characters = 30 if lines == 3 else 44
    for line in range(lines):
        text = "".join(rng.choice(list(MACHINE), characters))
        size = int(min(pitch * 0.75, (x1 - x0) / characters * 1.6))
        step = (x1 - x0) / characters
        for i, letter in enumerate(text):
            at = (int(x0 + i * step), int(y0 + line * pitch + size))
            scale = size / 30
            cv2.putText(image, letter, at, cv2.FONT_HERSHEY_PLAIN, scale * 1.8, (25, 25, 25), 1)


def draw_machine_panel(rng: np.random.Generator, image: Image, top: int) -> None:
    """A passport's lowest part: its own paper, at times white, parted by a line or an edge; the
    lines of letters may be faint, so that only the paper's end tells where the page ends."""
    height, width = image.shape[:2]
    kind = rng.random()
    if kind < 0.7:
        paper = np.clip(image[0, 0].astype(float) + rng.uniform(-15, 40), 0, 255)
        if kind < 0.35:
            paper = np.clip(rng.uniform(200, 255) + rng.normal(0, 4, 3), 0, 255)
        cv2.rectangle(image, (0, top - 6), (width, height), tuple(map(float, paper)), -1)
    if rng.random() < 0.35:
        ink = tuple(map(float, rng.uniform(0, 200, 3)))
        cv2.line(image, (0, top - 6), (width, top - 6), ink, int(rng.integers(1, 5)))
    panel = image[top:].copy()
    spot = (16, int(rng.uniform(0, 0.2) * len(panel)), width - 16, len(panel) - 12)
    draw_machine_readable(rng, panel, spot, 2)
    share = 1.0 if rng.random() < 0.75 else float(rng.uniform(0.0, 0.6))
    cv2.addWeighted(panel, share, image[top:], 1 - share, 0, dst=image[top:])


def _draw_line(
    rng: np.random.Generator,
    image: Image,
    *,
    at: tuple[int, int],
    length: int,
    room: int,
    size: int,
    script: str,
    ink: int,
) -> None:
    cover = _glyphs(rng, length, size, script)
    if script in RIGHT_TO_LEFT:
        at = (at[0] + room - length, at[1])
    x, y = at
    spot = image[y : y + cover.shape[0], x : x + cover.shape[1]]
    alpha = cover[: spot.shape[0], : spot.shape[1], None] / 255
    spot[:] = (spot * (1 - alpha) + ink * alpha).astype(np.uint8)


def _glyphs(rng: np.random.Generator, length: int, size: int, script: str) -> NDArray[np.floating]:
    """A line's coverage, 0 to 255, `length` px wide: by a font of its script, else strokes."""
    chinese = script == "cjk" and rng.random() < PRINTED_SHARE
    files = ideograph_files() if chinese else files_with(script) if script in SCRIPTS else ()
    if not files:
        return _strokes(rng, length, size)
    letters = list(IDEOGRAPHS) if chinese else list(SCRIPTS[script]) + [" "] * 6
    pitch = size if chinese else size * 0.62
    text = "".join(rng.choice(letters, max(2, int(length / pitch))))
    font = _font(files[int(rng.integers(len(files)))], size)
    strip = Pictures.new("L", (length, size * 2), 0)
    ImageDraw.Draw(strip).text((0, 0), text, fill=255, font=font)
    return np.asarray(strip, np.float32)


def _strokes(rng: np.random.Generator, length: int, size: int) -> NDArray[np.float32]:
    """Square glyphs of crossing strokes, as CJK print looks from afar; float (size·1.1, length)."""
    strip = np.zeros((int(size * 1.1) + 1, length), np.uint8)
    for x in range(0, length - size, size + max(1, size // 8)):
        if rng.random() < 0.08:
            continue
        for _ in range(int(rng.integers(3, 8))):
            a, b = rng.uniform(0.05, 0.95, 2) * size
            if rng.random() < 0.45:
                ends = ((x + 1, int(a)), (x + size - 2, int(a)))
            elif rng.random() < 0.7:
                ends = ((x + int(a), 1), (x + int(a), size - 2))
            else:
                ends = ((x + int(a), 1), (x + int(b), size - 2))
            cv2.line(strip, ends[0], ends[1], 255, max(1, size // 14), cv2.LINE_AA)
    return strip.astype(np.float32)
