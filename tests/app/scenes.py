"""Drawn frames with a card of known corners, and detectors that know it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.moment import Shot
from app.session import Session
from detector.detection import Detection
from detector.quad import Quad

WIDTH, HEIGHT = 640, 480


def card_quad(dx: float = 0.0, dy: float = 0.0, size: float = 1.0) -> Quad:
    """A card of ID-1's shape around the middle, px."""
    half_w, half_h = 214 * size, 135 * size
    x, y = WIDTH / 2 + dx, HEIGHT / 2 + dy
    return Quad(
        [
            (x - half_w, y - half_h),
            (x + half_w, y - half_h),
            (x + half_w, y + half_h),
            (x - half_w, y + half_h),
        ]
    )


def scene(quad: Quad | None, level: float = 1.0, blur_px: float = 0.0) -> NDArray[np.uint8]:
    """A grey desk, uint8 (480, 640, 3), with a printed card at `quad`."""
    image = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    if quad is not None:
        plate = np.full((270, 428, 3), 210, np.uint8)
        plate[40:200, 300:410] = 110  # a portrait: without anything large, blur has no measure
        for row in range(30, 250, 24):
            text = "SPECIMEN 0123456789 EXAMPLE"
            cv2.putText(plate, text, (14, row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40, 40, 40), 2)
        matrix = np.linalg.inv(quad.homography(428, 270))
        layer = cv2.warpPerspective(plate, matrix, (WIDTH, HEIGHT))
        inside = cv2.warpPerspective(np.full((270, 428), 255, np.uint8), matrix, (WIDTH, HEIGHT))
        image = np.where(inside[..., None] > 127, layer, image)
    if blur_px:
        image = cv2.GaussianBlur(image, (0, 0), blur_px)
    return np.clip(image.astype(np.float32) * level, 0, 255).astype(np.uint8)


def found(quad: Quad, score: float = 0.95) -> Detection:
    """A detection of a card."""
    return Detection(quad, quad.box, score, "ID-1")


def frame(number: int, quad: Quad | None = None, fps: float = 20.0, **look: float) -> Frame:
    """Frame `number` of a feed."""
    corners = None if quad is None else tuple(map(tuple, quad.corners.tolist()))
    return Frame(_drawn(corners, **look), number / fps, number, "test")


@lru_cache(maxsize=16)
def _drawn(corners: tuple[tuple[float, float], ...] | None, **look: float) -> NDArray[np.uint8]:
    """As scene(); a document that lies still is drawn once."""
    return scene(Quad(corners) if corners else None, **look)


def set_corners(session: Session, page_id: str, quad: Quad) -> None:
    """Reviews a page, and accepts these corners."""
    session.review.edit_page(page_id)
    session.review.accept_review(quad)


class FakeDetector:
    """Finds what it is told to find."""

    device = "CPU"
    engine = "fake"

    def __init__(
        self, answer: Callable[[NDArray[np.uint8]], Sequence[Detection]] | None = None
    ) -> None:
        self.answer = answer or (lambda image: (found(card_quad()),))
        self.calls = 0

    def detect(
        self,
        image: NDArray[np.uint8],
        threshold: float | None = None,
        *,
        refined: bool = True,
        upright: bool = True,
    ) -> Sequence[Detection]:
        if threshold is not None:  # what it is not sure of is none
            return ()
        self.calls += 1
        return self.answer(image)

    def follow(self, image: NDArray[np.uint8], before: Sequence[Detection]) -> None:
        """Never: each frame is looked at, so that calls count them."""


def write_plain(path: Path, grey: int, width: int = 400, height: int = 300) -> Path:
    picture = np.full((height, width, 3), grey, np.uint8)
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    return path


def shot(score: float | None) -> Shot:
    frame = Frame(np.full((300, 400, 3), 90, np.uint8), 0.0, 0, "test")
    quad = Quad.inset(400, 300, 0.2)
    found = None if score is None else Detection(quad, quad.box, score, "ID-1")
    return Shot(frame, quad if found else None, found)
