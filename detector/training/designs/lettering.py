"""Print of designs: titles, names, fields, machine-readable lines, hands.

Letters are of OpenCV's own font, which has Latin, Cyrillic, Greek, Arabic and Chinese: every
machine draws the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from detector.training.designs.pen import Box, Ink, Part, Pen, Place

WORDS = {
    "latin": (
        *("Name", "Surname", "Date of birth", "Nationality", "MUSTERMANN", "ERIKA", "Sex F"),
        *(
            "12.08.1964",
            "Given names",
            "Authority",
            "DUBOIS",
            "Zürich",
            "Valid until",
            "AB 1234567",
        ),
        *("Address", "01 JAN 2031", "GARCIA LOPEZ", "Height 172 cm", "Domicile", "A1 B", "Kraków"),
    ),
    "cyrillic": (
        "Фамилия",
        "ИВАНОВ",
        "Имя",
        "Дата рождения",
        "АННА",
        "Москва",
        "Пол Ж",
        "12.08.64",
    ),
    "greek": ("Επώνυμο", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "Όνομα", "Αθήνα", "Ημερομηνία", "ΕΛΕΝΗ", "12/08/64"),
    "arabic": ("الاسم", "محمد", "تاريخ الميلاد", "الجنسية", "رقم الهوية", "١٢٣٤٥٦٧٨", "العنوان"),
    "cjk": (
        "姓名",
        "出生年月日",
        "住址",
        "公民身份号码",
        "有效期限",
        "性别女民族汉",
        "签发机关",
        "東京都",
    ),
    "indic": ("DOB 12/08/1964", "FEMALE", "Government", "1234 5678 9012", "Address", "PRIYA"),
    "digits": ("1234 5678", "0042", "7719-20", "31.12.30", "09/64", "554 201 9"),
}
MACHINE = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "<" * 14)
PLAIN, BOLD = 400, 700
# A letter's height over its size, and how much of a line's pitch it takes.
CAPITAL, LINE_SHARE = 0.72, 0.72


@lru_cache(maxsize=1)
def _face() -> cv2.FontFace:
    return cv2.FontFace("sans")


def _width(text: str, size: int, weight: int) -> int:
    return int(cv2.getTextSize((0, 0), text, (0, 0), _face(), size, weight)[2])


def write(pen: Pen, text: str, box: Box, ink: Ink, weight: int = PLAIN, side: float = 0.0) -> None:
    """One line as high as a box (x0, y0, x1, y1) px, smaller where it would be too long; side : 0
    at its left, 1 at its right, .5 in the middle."""
    x0, y0, x1, y1 = box
    size = max(6, round((y1 - y0) / CAPITAL))
    wide = _width(text, size, weight)
    if wide > x1 - x0:
        size = max(5, int(size * (x1 - x0) / wide))
        wide = _width(text, size, weight)
    left = x0 + max(0, round(side * (x1 - x0 - wide)))
    base = (y0 + y1) // 2 + round(size * CAPITAL / 2)
    cv2.putText(pen.image, text, (left, base), ink, _face(), size, weight)


def words(
    text: str, place: Place, ink: str = "202028", *, bold: bool = False, side: float = 0.0
) -> Part:
    """These words, in one line."""

    def draw(pen: Pen) -> None:
        write(pen, text, pen.box(place), pen.ink(ink), BOLD if bold else PLAIN, side)

    return draw


def lines(
    place: Place, count: int, ink: str = "282830", script: str = "latin", *, side: float = 0.0
) -> Part:
    """So many lines of a script's words, of any length that the place has."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        pitch = (y1 - y0) / count
        for row in range(count):
            top = round(y0 + row * pitch)
            number = int(pen.rng.integers(1, 5 if (x1 - x0) > 9 * pitch else 3))
            text = "  ".join(pen.rng.choice(WORDS[script], number).tolist())
            box = (x0, top, x1, top + max(4, round(pitch * LINE_SHARE * CAPITAL)))
            write(pen, text, box, pen.ink(ink), PLAIN, side)

    return draw


def fields(
    place: Place, count: int, ink: str = "181820", script: str = "latin", *, side: float = 0.0
) -> Part:
    """So many values in bold, each below its small caption."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        pitch = (y1 - y0) / count
        pale = pen.ink("606878")
        for row in range(count):
            top = y0 + row * pitch
            caption, value = pen.rng.choice(WORDS[script], 2, replace=False).tolist()
            small = (x0, round(top), x1, round(top + 0.2 * pitch))
            large = (x0, round(top + 0.36 * pitch), x1, round(top + 0.72 * pitch))
            write(pen, caption, small, pale, PLAIN, side)
            write(pen, value, large, pen.ink(ink), BOLD, side)

    return draw


def small_print(place: Place, count: int, ink: str = "505058") -> Part:
    """So many full lines of text too small to read."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        pitch = (y1 - y0) / count
        for row in range(count):
            text = " ".join(pen.rng.choice(WORDS["latin"], 24).tolist()).lower()
            size = max(6, round(pitch * 0.8))
            while text and _width(text, size, PLAIN) > x1 - x0:
                text = text[: int(len(text) * 0.92)]
            base = round(y0 + (row + 0.8) * pitch)
            cv2.putText(pen.image, text, (x0, base), pen.ink(ink), _face(), size, PLAIN)

    return draw


def machine(place: Place, rows: int, ink: str = "202020") -> Part:
    """A machine-readable zone: three rows of 30 signs, or else rows of 44, evenly spaced."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        count = 30 if rows == 3 else 44
        step, pitch = (x1 - x0) / count, (y1 - y0) / rows
        size = max(6, round(min(step * 1.5, pitch / CAPITAL)))
        for row in range(rows):
            base = round(y0 + row * pitch + 0.5 * pitch + size * CAPITAL / 2)
            for column, sign in enumerate(pen.rng.choice(MACHINE, count).tolist()):
                at = (round(x0 + column * step), base)
                cv2.putText(pen.image, sign, at, pen.ink(ink), _face(), size, PLAIN)

    return draw


def signature(place: Place, ink: str = "202850") -> Part:
    """A hand's line, other on each card."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        steps = np.linspace(0, 1, 90)
        waves = pen.rng.uniform(2, 9, 3)
        lift = sum(np.sin(2 * np.pi * wave * steps + wave) for wave in waves) / 3
        x = x0 + (x1 - x0) * (steps + 0.04 * np.sin(31 * steps))
        y = (y0 + y1) / 2 - (y1 - y0) / 2 * lift * np.linspace(1, 0.5, 90)
        points = np.column_stack([x, y]).round().astype(np.int32)
        cv2.polylines(pen.image, [points], False, pen.ink(ink), 2, cv2.LINE_AA)

    return draw
