"""What is measured with: a drawn card on a table, as a photo and as a 1080p clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CLIP_FPS = 60
CLIP_SIZE = (1920, 1080)
PHOTO_SIZE = (4000, 3000)  # 12 MP


def _table(width: int, height: int) -> NDArray[np.uint8]:
    """A brown, grained table, uint8 (height, width, 3) BGR."""
    grain = np.random.default_rng(7).normal(0, 18, (height // 8, width // 8, 1))
    texture = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    wood = np.clip(texture[..., None] + np.array([52, 78, 104]), 0, 255)
    return np.asarray(wood, np.uint8)


def _card() -> NDArray[np.uint8]:
    """An ID-1 card with a portrait and lines, uint8 (540, 856, 3) BGR."""
    card = np.full((540, 856, 3), (236, 230, 222), np.uint8)
    cv2.rectangle(card, (0, 0), (855, 80), (150, 90, 40), -1)
    cv2.rectangle(card, (50, 130), (270, 420), (120, 130, 150), -1)
    cv2.circle(card, (160, 240), 70, (150, 180, 215), -1)
    for line in range(6):
        end = (790 - 60 * (line % 3), 165 + 50 * line)
        cv2.line(card, (320, 165 + 50 * line), end, (60, 50, 40), 12)
    for line in range(2):
        cv2.putText(card, "ID<SPECIMEN<<1234567<8", (40, 470 + 45 * line), 0, 1.5, (30, 30, 30), 3)
    return card


def _lay(scene: NDArray[np.uint8], card: NDArray[np.uint8], shift_px: float) -> NDArray[np.uint8]:
    """The scene with the card on it, slightly in perspective, `shift_px` to the right."""
    height, width = scene.shape[:2]
    corners = np.array([[0.27, 0.24], [0.74, 0.27], [0.76, 0.79], [0.25, 0.76]], np.float32)
    target = (corners * (width, height) + (shift_px, 0)).astype(np.float32)
    rows, columns = card.shape[:2]
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    laid = cv2.warpPerspective(
        card,
        matrix,
        (width, height),
        dst=scene.copy(),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return np.asarray(laid, np.uint8)


def write_photo(path: Path) -> None:
    """Writes a 12 MP JPEG with one card."""
    photo = _lay(_table(*PHOTO_SIZE), _card(), 0.0)
    _, data = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])
    path.write_bytes(data.tobytes())


def write_clip(path: Path, seconds: float) -> None:
    """Writes a 1080p, 60 fps MJPEG clip in which the card never rests."""
    table, card = _table(*CLIP_SIZE), _card()
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), codec, CLIP_FPS, CLIP_SIZE)
    if not writer.isOpened():
        raise OSError("OpenCV cannot write the MJPEG clip to measure with")
    for number in range(int(seconds * CLIP_FPS)):
        writer.write(_lay(table, card, 60.0 * float(np.sin(number / 12))))
    writer.release()
