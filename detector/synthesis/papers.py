"""Papers and pages of booklets: certificates, records of fields in boxes, pages that stand.

Printed on paper, they have frames and tables well within their edge, stamps, and folds.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.documents import draw_portrait, print_colour
from detector.synthesis.emblems import draw_emblem, share_box
from detector.synthesis.text import draw_lines, draw_machine_readable, draw_title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.documents import Faces

    Image = NDArray[np.uint8]

# Of a certificate's outermost frame: its distance from the edge, a share of the shorter side.
FRAME_GAP = (0.02, 0.12)


def draw_certificate(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """Frames within each other, an emblem, a title, lines and a stamp."""
    height, width = image.shape[:2]
    _paper(rng, image)
    side = min(height, width)
    gap = int(side * np.exp(rng.uniform(*np.log(FRAME_GAP))))
    ink = print_colour(rng)
    for _ in range(int(rng.integers(0, 4))):
        thick = int(rng.integers(1, 10))
        cv2.rectangle(image, (gap, gap), (width - gap, height - gap), ink, thick)
        gap += thick + int(rng.uniform(0.005, 0.03) * side)
    if rng.random() < 0.7:
        draw_emblem(rng, image, 0.5, 0.16, 0.06 * side / height * float(rng.uniform(0.8, 1.6)))
    draw_title(rng, image, share_box(image, 0.2, 0.25, 0.85, 0.25 + rng.uniform(0.05, 0.09)))
    if rng.random() < 0.2:
        draw_portrait(rng, image, share_box(image, 0.7, 0.36, 0.88, 0.55), faces)
    low = float(rng.uniform(0.6, 0.88))
    draw_lines(rng, image, share_box(image, 0.12, 0.38, 0.68, low), int(rng.integers(4, 16)))
    _stamps(rng, image, int(rng.integers(0, 3)))
    _folds(rng, image)


def draw_record(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """Fields in boxes of several columns, with small print in each; at times a portrait or a zone
    for machines."""
    height, width = image.shape[:2]
    _paper(rng, image)
    ink = print_colour(rng)
    left, right = (int(share * width) for share in (rng.uniform(0, 0.06), rng.uniform(0.94, 1)))
    y, low = int(rng.uniform(0, 0.16) * height), int(rng.uniform(0.75, 1) * height)
    while y < low:
        tall = int(rng.uniform(0.07, 0.2) * height)
        inside = np.sort(rng.uniform(left, right, int(rng.integers(0, 4)))).astype(int).tolist()
        ends = [left, *inside, right]
        for x0, x1 in pairwise(ends):
            cv2.rectangle(image, (x0, y), (x1, min(low, y + tall)), ink, int(rng.integers(1, 3)))
            draw_lines(rng, image, (x0 + 5, y + 3, x1 - 5, y + tall), int(rng.integers(1, 3)))
        y += tall
    if rng.random() < 0.35:
        draw_portrait(rng, image, share_box(image, 0.05, 0.2, 0.3, 0.7), faces)
    if rng.random() < 0.3:
        draw_machine_readable(rng, image, share_box(image, 0.04, 0.78, 0.96, 0.97), 2)
    _stamps(rng, image, int(rng.integers(0, 2)))
    _folds(rng, image)


def draw_booklet_page(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A page that stands: the portrait above or beside a few lines, ruled lines, stamps, at times a
    zone for machines at its foot."""
    tall, left = float(rng.uniform(0.25, 0.4)), float(rng.uniform(0.06, 0.4))
    top = float(rng.uniform(0.06, 0.5))
    wide = tall * image.shape[0] / image.shape[1] * 0.78
    draw_portrait(rng, image, share_box(image, left, top, left + wide, top + tall), faces)
    if left + wide < 0.7:
        beside = share_box(image, left + wide + 0.04, top, 0.95, top + tall)
        draw_lines(rng, image, beside, int(rng.integers(2, 7)))
    if top > 0.2:
        draw_lines(rng, image, share_box(image, 0.08, 0.04, 0.92, top - 0.03), 4)
    draw_lines(
        rng, image, share_box(image, 0.08, top + tall + 0.03, 0.92, 0.85), int(rng.integers(2, 8))
    )
    if rng.random() < 0.4:
        ink = print_colour(rng)
        for y in np.linspace(0.1, 0.85, int(rng.integers(5, 14))):
            x0, y0, x1, _ = share_box(image, 0.07, y, 0.93, y)
            cv2.line(image, (x0, y0), (x1, y0), ink, 1, cv2.LINE_AA)
    if rng.random() < 0.4:
        draw_machine_readable(rng, image, share_box(image, 0.04, 0.88, 0.96, 0.97), 2)
    _stamps(rng, image, int(rng.integers(0, 3)))


def _paper(rng: np.random.Generator, image: Image) -> None:
    """Mostly a light paper of one tint in the place of the ground that is there."""
    if rng.random() < 0.75:
        image[:] = np.clip(rng.uniform(195, 255) + rng.normal(0, 9, 3), 0, 255).astype(np.uint8)


def _stamps(rng: np.random.Generator, image: Image, count: int) -> None:
    """Round or rectangular stamps of an ink that the print shows through."""
    height, width = image.shape[:2]
    for _ in range(count):
        layer = image.copy()
        ink = (180.0, 60.0, 60.0) if rng.random() < 0.5 else (60.0, 40.0, 190.0)
        x, y = int(rng.uniform(0.2, 0.8) * width), int(rng.uniform(0.2, 0.9) * height)
        reach = int(rng.uniform(0.05, 0.13) * height)
        if rng.random() < 0.6:
            cv2.circle(layer, (x, y), reach, ink, max(1, reach // 12), cv2.LINE_AA)
            cv2.circle(layer, (x, y), reach * 2 // 3, ink, 1, cv2.LINE_AA)
        else:
            cv2.rectangle(layer, (x - reach, y - reach // 2), (x + reach, y + reach // 2), ink, 2)
        share = float(rng.uniform(0.3, 0.8))
        cv2.addWeighted(layer, share, image, 1 - share, 0, dst=image)


def _folds(rng: np.random.Generator, image: Image) -> None:
    """At times a fold or two, across or along: a bright line beside a dark one."""
    if rng.random() > 0.4:
        return
    height, width = image.shape[:2]
    shade = np.zeros((height, width, 1), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        strength = float(rng.uniform(-35, 35))
        along = rng.random() < 0.5
        size = width if along else height
        place = int(size * float(rng.choice([1 / 3, 0.5, 2 / 3])))
        first, second = slice(place - 2, place), slice(place, place + 2)
        for part, sign in ((first, 1), (second, -1)):
            shade[(slice(None), part) if along else part] += sign * strength
    image[:] = np.clip(image + shade, 0, 255).astype(np.uint8)
