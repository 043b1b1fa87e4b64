"""Several frames of one document, as a camera in a hand or a document in a hand gives them, and
the clean picture that the first of them would be without noise, glare and fingers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective, project
from detector.synthesis.blur import blurred
from detector.synthesis.camera import Pose, project_sheet
from detector.synthesis.capture import shake_kernel
from detector.synthesis.hands import draw_fingers
from detector.synthesis.sheet import outline, shrunk
from detector.synthesis.surfaces import render_surface

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.sheet import Sheet, SheetPool

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

# The spread of a lens' blur, px.
LENS_PX = 0.55
# How bright a mirrored lamp is in its core, added to 0 … 255.
CORE = 320.0


@dataclass(frozen=True)
class Shaking:
    """What happens from frame to frame.

    shift_px, corner_px : standard deviations of how all corners, and each by itself, move. shake :
    the longest half of a path of motion blur, px, in frames other than the first; the first, which
    is the sharpest, has none. noise : its standard deviation at mid grey, of 255. exposure : of the
    logarithm of a frame's gain. bands : how much a lamp's flicker brightens and darkens rows, a
    share. glare : whether a lamp is mirrored; fixed : at one place. fingers : the frames of 5 in
    which fingers lie over a side. plain : the document has hardly any print. foreign : the frames
    from this one on, where over 0, show another document. wobble_px : of rows of a rolling shutter.
    quality : of the JPEG.
    """

    shift_px: float = 3.0
    corner_px: float = 0.6
    shake: int = 1
    noise: float = 5.0
    exposure: float = 0.02
    bands: float = 0.0
    glare: bool = False
    fixed: bool = False
    fingers: tuple[int, ...] = ()
    plain: bool = False
    foreign: int = 0
    wobble_px: float = 0.0
    quality: int = 88


@dataclass(frozen=True)
class Burst:
    """frames : uint8 (H, W, 3) BGR, the sharpest first. quads : where the document truly is in
    each. truth : the first frame without noise, glare and fingers. burnt : float32 (H, W), the
    light that glare adds to the first frame, 0 to 255."""

    frames: list[Image]
    quads: list[Quad]
    truth: Image
    burnt: Floats


def burst(
    rng: np.random.Generator,
    pool: SheetPool,
    width: int,
    height: int,
    shaking: Shaking,
    frames: int = 5,
) -> Burst:
    """So many frames of width × height px. Raises GeometryError where a pose cannot be seen."""
    sheet, other = _sheet(rng, pool, shaking), pool.draw(rng)
    while np.array_equal(sheet.image, other.image):
        other = pool.draw(rng)
    ground = render_surface(rng, height, width)
    corners = _place(rng, sheet, width, height)
    base = Quad(project(perspective(outline(sheet.image), corners), sheet.corners))
    lamp = rng.uniform(0.25, 0.75, 2)
    spread = base.area**0.5 * rng.uniform(0.04, 0.09)
    seen, quads, truth, light0 = [], [], ground, np.zeros((height, width), np.float32)
    for n in range(frames):
        move = _moved(rng, base, shaking) if n else np.eye(3)
        quad = Quad(project(move, base.corners))
        shown = other if shaking.foreign and n >= shaking.foreign else sheet
        clean = _lens(_composed(ground, shown, move, corners))
        light = np.zeros((height, width), np.float32)
        if shaking.glare:
            at = lamp if shaking.fixed else lamp + rng.normal(0, 0.16, 2) * (n > 0)
            light = _lamp(rng, quad, at, spread, (height, width))
        if n == 0:
            truth, light0 = clean, light
        dirty = draw_fingers(rng, clean, quad) if n in shaking.fingers else clean
        seen.append(_exposed(rng, dirty, light, shaking, first=n == 0))
        quads.append(quad)
    return Burst(seen, quads, truth, light0)


def _sheet(rng: np.random.Generator, pool: SheetPool, shaking: Shaking) -> Sheet:
    sheet = pool.draw(rng)
    if not shaking.plain:
        return sheet
    image = cv2.addWeighted(sheet.image, 0.06, np.full_like(sheet.image, 200), 0.94, 0)
    return type(sheet)(np.asarray(image, np.uint8), sheet.mask, sheet.corners)


def _place(rng: np.random.Generator, sheet: Sheet, width: int, height: int) -> NDArray[np.float64]:
    """A sheet's corners (4, 2), px, wholly in the picture, as a steady hand shows it."""
    aspect = sheet.image.shape[1] / sheet.image.shape[0]
    for _ in range(40):
        pose = Pose(
            float(min(abs(rng.normal(0, 14)), 35)),
            float(rng.uniform(0, 360)),
            float(rng.normal(0, 6)),
            float(rng.uniform(0.7, 1.6)),
            float(rng.uniform(0.42, 0.72)),
            (float(rng.normal(0.5, 0.04)), float(rng.normal(0.5, 0.04))),
        )
        corners = project_sheet(pose, aspect, width, height)
        if (corners > 12).all() and (corners < np.array([width, height]) - 12).all():
            return corners
    raise GeometryError("no pose shows the whole sheet")


def _moved(rng: np.random.Generator, quad: Quad, shaking: Shaking) -> NDArray[np.float64]:
    """The homography from the first frame to another."""
    step = rng.normal(0, shaking.shift_px, 2) + rng.normal(0, shaking.corner_px, (4, 2))
    return perspective(quad.corners, quad.corners + step)


def _composed(
    ground: Image, sheet: Sheet, move: NDArray[np.float64], corners: NDArray[np.float64]
) -> Image:
    height, width = ground.shape[:2]
    size = (width, height)
    below = cv2.warpPerspective(
        ground, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    ).astype(np.float32)
    seen = float(np.hypot(*(corners[1] - corners[0])))
    near = shrunk(sheet, min(1.0, 1.6 * seen / sheet.image.shape[1]))
    matrix = move @ perspective(outline(near.image), corners)
    laid = cv2.warpPerspective(
        near.image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    cover = cv2.warpPerspective(near.mask, matrix, size)[..., None].astype(np.float32) / 255
    return np.clip(below + (laid - below) * cover, 0, 255).astype(np.uint8)


def _lens(picture: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), LENS_PX), np.uint8)


def _lamp(
    rng: np.random.Generator,
    quad: Quad,
    at: NDArray[np.float64],
    spread: float,
    shape: tuple[int, int],
) -> Floats:
    """Light (H, W) to add: a lamp mirrored at a place of the document, shares of its sides."""
    flat = np.linalg.inv(quad.homography(1, 1)).astype(np.float64)
    middle = project(flat, [at - 0.5])[0]
    spot = np.zeros(shape, np.float32)
    axes = (round(spread), round(spread * rng.uniform(0.4, 1)))
    centre = (round(float(middle[0])), round(float(middle[1])))
    cv2.ellipse(spot, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    core = blurred(spot, spread * 0.15 + 1)
    return np.asarray(core * CORE + blurred(spot, spread) * 60, np.float32)


def _exposed(
    rng: np.random.Generator, picture: Image, light: Floats, shaking: Shaking, *, first: bool
) -> Image:
    """What a sensor and its codec make of a picture. The first frame is the truth's exposure."""
    seen = picture.astype(np.float32)
    height = seen.shape[0]
    if not first:
        gain = np.exp(rng.normal(0, shaking.exposure) + rng.normal(0, shaking.exposure / 4, 3))
        seen *= gain.astype(np.float32)
        half = int(rng.integers(0, shaking.shake + 1))
        if half:
            seen = np.asarray(cv2.filter2D(seen, -1, shake_kernel(rng, half)), np.float32)
        if shaking.wobble_px:
            seen = _wobbled(rng, seen, shaking.wobble_px)
    if shaking.bands:
        phase = rng.uniform(0, 2 * np.pi)
        rows = np.arange(height) / height * 2 * np.pi * 1.7
        if not first:
            seen *= (1 + shaking.bands * np.sin(rows + phase))[:, None, None].astype(np.float32)
    seen += light[..., None]
    # Shot noise grows with the light, on top of what the readout adds.
    spread = shaking.noise * np.sqrt(0.3 + 0.7 * np.clip(seen, 0, 255) / 128)
    noise = rng.standard_normal(seen.shape, dtype=np.float32)
    noisy = np.clip(seen, 0, 255) + cv2.GaussianBlur(noise, (0, 0), 0.5) * 1.55 * spread
    data = np.clip(noisy, 0, 255).astype(np.uint8)
    _, code = cv2.imencode(".jpg", data, [cv2.IMWRITE_JPEG_QUALITY, shaking.quality])
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)


def _wobbled(rng: np.random.Generator, picture: Floats, wobble_px: float) -> Floats:
    """Rows aside by a slow wave: a hand's tremor while a shutter rolls."""
    height, width = picture.shape[:2]
    wave = wobble_px * np.sin(np.arange(height) / height * 2 * np.pi * 1.3 + rng.uniform(0, 6.3))
    y, x = np.mgrid[:height, :width].astype(np.float32)
    moved = cv2.remap(picture, x + wave[:, None].astype(np.float32), y, cv2.INTER_CUBIC)
    return np.asarray(moved, np.float32)
