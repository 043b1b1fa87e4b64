"""A labelled picture: a background, distractors, documents, hands, light, a camera."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.formats import CORNER_RADIUS_MM, ID1
from detector.quad import Quad, perspective
from detector.rectify import rounded_mask
from detector.synthesis.blur import blurred
from detector.synthesis.camera import Pose, project_sheet, random_pose
from detector.synthesis.capture import capture, photocopy
from detector.synthesis.clutter import beside, blend_in, draw_things, slip_into_sleeve
from detector.synthesis.darkness import dimmed
from detector.synthesis.distractors import render_distractor
from detector.synthesis.documents import render_document, render_spread
from detector.synthesis.grip import Grip, draw_hand, draw_thumb
from detector.synthesis.hands import draw_fingers
from detector.synthesis.laminate import laminate
from detector.synthesis.light import light
from detector.synthesis.setting import USUAL, Setting
from detector.synthesis.surfaces import render_surface

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.assets import Assets

    Image = NDArray[np.uint8]

# A document that shows less than this share of itself is not labelled, and so not drawn.
MIN_VISIBLE_SHARE = 0.55
MAX_OVERLAP = 0.02


@dataclass(frozen=True)
class Scene:
    """image : uint8 (H, W, 3) BGR. quads : float64 (N, 4, 2) px, clockwise from each top-left."""

    image: Image
    quads: NDArray[np.float64]


@dataclass(frozen=True)
class Sheet:
    """A flat thing to lay down: its picture, its alpha (0 to 255), its document's corners, px."""

    image: Image
    mask: Image
    corners: NDArray[np.float64]


class SheetPool:
    """A fixed set of sheets, each from its own seed; rendered when first drawn, then kept.

    Parameters: assets; size, how many; seed; width_px, the pictures' largest width.
    """

    def __init__(self, assets: Assets, size: int = 900, seed: int = 0, width_px: int = 512) -> None:
        self.assets, self.size, self.seed, self.width_px = assets, size, seed, width_px
        self._sheet = lru_cache(maxsize=size)(self._render)

    def draw(self, rng: np.random.Generator) -> Sheet:
        """A random sheet of the pool; at times a grey copy, or printed on a larger page."""
        sheet = self._sheet(int(rng.integers(self.size)))
        image, mask, corners = sheet.image, sheet.mask, sheet.corners
        copied = rng.random() < 0.18
        if copied:
            image = photocopy(rng, image)
        if copied and rng.random() < 0.6:
            mask = np.full_like(mask, 255)
        if rng.random() < (0.6 if copied else 0.08):
            return _on_larger_page(rng, Sheet(image, mask, corners))
        return Sheet(image, mask, corners)

    def _render(self, index: int) -> Sheet:
        rng = np.random.default_rng((self.seed, index))
        if self.assets.templates and rng.random() < 0.2:
            image = self.assets.templates[int(rng.integers(len(self.assets.templates)))]
            return self._fitted(Sheet(image, _template_mask(rng, image), _outline(image)))
        if rng.random() < 0.07:
            spread = render_spread(rng, self.assets.faces)
            return self._fitted(Sheet(spread.image, spread.mask, spread.quad.corners))
        document = render_document(rng, self.assets.faces)
        return self._fitted(Sheet(document.image, document.mask, _outline(document.image)))

    def _fitted(self, sheet: Sheet) -> Sheet:
        factor = min(1.0, self.width_px / max(sheet.image.shape[:2]))
        return _shrunk(sheet, factor)


def compose(
    rng: np.random.Generator,
    pool: SheetPool,
    width: int,
    height: int,
    documents: int | None = None,
    setting: Setting = USUAL,
) -> Scene:
    """A scene of width × height px with 0 to 4 documents (drawn at random where not given)."""
    canvas = _background(rng, pool.assets, width, height, setting)
    if documents is None:
        documents = int(rng.choice(len(setting.documents), p=setting.documents))
    for _ in range(int(rng.choice(len(setting.distractors), p=setting.distractors))):
        canvas = _distract(rng, pool, canvas, setting)
    placed: list[Quad] = []
    for _ in range(documents):
        canvas = _place(rng, pool, canvas, placed, documents, setting)
    for quad in placed:
        if rng.random() < setting.sleeve:
            canvas = slip_into_sleeve(rng, canvas, quad)
    if placed and rng.random() < setting.things:
        canvas = draw_things(rng, canvas, placed[0])
    if placed and rng.random() < setting.fingers:
        canvas = draw_fingers(rng, canvas, placed[0])
    glare_at = tuple(placed[0].corners.mean(axis=0)) if placed else (width / 2, height / 2)
    lit = light(rng, canvas, (float(glare_at[0]), float(glare_at[1])))
    canvas = capture(rng, lit, blotched=setting.blotched)
    if setting.dark and rng.random() < setting.dark:
        canvas = dimmed(rng, canvas)
    return Scene(canvas, np.array([quad.corners for quad in placed]).reshape(-1, 4, 2))


def _outline(image: Image) -> NDArray[np.float64]:
    return Quad.full(image.shape[1], image.shape[0]).corners


def _template_mask(rng: np.random.Generator, image: Image) -> Image:
    """Round where the picture's corners are black, which is how a cut-out card was saved."""
    height, width = image.shape[:2]
    corners = image[[0, 0, -1, -1], [0, -1, 0, -1]]
    cut_out = corners.max() < 24
    radius = CORNER_RADIUS_MM / ID1.width_mm * width if cut_out or rng.random() < 0.3 else 0.0
    return rounded_mask(height, width, radius)


def _shrunk(sheet: Sheet, factor: float) -> Sheet:
    if factor >= 1:
        return sheet
    height, width = sheet.image.shape[:2]
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    scale = np.array([size[0] / width, size[1] / height])
    return Sheet(
        np.asarray(cv2.resize(sheet.image, size, interpolation=cv2.INTER_AREA), np.uint8),
        np.asarray(cv2.resize(sheet.mask, size, interpolation=cv2.INTER_AREA), np.uint8),
        (sheet.corners + 0.5) * scale - 0.5,
    )


def _on_larger_page(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    height, width = sheet.image.shape[:2]
    top, bottom = (int(v) for v in rng.uniform(0.03, 0.7, 2) * height)
    left, right = (int(v) for v in rng.uniform(0.03, 0.5, 2) * width)
    paper = np.clip(rng.uniform(175, 252) + rng.normal(0, 4, 3), 0, 255)
    page = np.empty((height + top + bottom, width + left + right, 3), np.uint8)
    page[:] = paper.astype(np.uint8)
    alpha = sheet.mask[..., None].astype(np.float32) / 255
    spot = page[top : top + height, left : left + width]
    spot[:] = (sheet.image * alpha + spot * (1 - alpha)).astype(np.uint8)
    if rng.random() < 0.3:
        ink = (float(rng.uniform(0, 120)),) * 3
        end = (left + width, top + height)
        cv2.rectangle(page, (left - 1, top - 1), end, ink, 1)
    full = np.full(page.shape[:2], 255, np.uint8)
    return Sheet(page, full, sheet.corners + np.array([left, top]))


def _background(
    rng: np.random.Generator, assets: Assets, width: int, height: int, setting: Setting
) -> Image:
    share = rng.random() - setting.backgrounds
    source = (
        assets.backgrounds if share < 0 else assets.negatives if share < setting.negatives else []
    )
    if not source:
        return render_surface(rng, height, width)
    picture = source[int(rng.integers(len(source)))]
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
    if rng.random() < 0.3:
        picture = np.rot90(picture)
    picture = np.ascontiguousarray(picture)
    fit = max(width / picture.shape[1], height / picture.shape[0]) * rng.uniform(1, 1.8)
    size = (max(width, round(picture.shape[1] * fit)), max(height, round(picture.shape[0] * fit)))
    method = cv2.INTER_AREA if fit < 1 else cv2.INTER_LINEAR
    large = np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)
    x = int(rng.integers(size[0] - width + 1))
    y = int(rng.integers(size[1] - height + 1))
    return large[y : y + height, x : x + width].copy()


def _distract(rng: np.random.Generator, pool: SheetPool, canvas: Image, setting: Setting) -> Image:
    """Something flat that is no document, laid anywhere."""
    height, width = canvas.shape[:2]
    thing = render_distractor(rng, lambda w, h: _background(rng, pool.assets, w, h, setting))
    sheet = Sheet(thing.image, thing.mask, _outline(thing.image))
    aspect = thing.image.shape[1] / thing.image.shape[0]
    return _lay(rng, canvas, sheet, project_sheet(random_pose(rng), aspect, width, height))


def _place(
    rng: np.random.Generator,
    pool: SheetPool,
    canvas: Image,
    placed: list[Quad],
    crowd: int,
    setting: Setting,
) -> Image:
    """One document laid where it shows enough of itself and covers no other."""
    height, width = canvas.shape[:2]
    frame = Quad.full(width, height)
    sheet = pool.draw(rng)
    tall, wide = sheet.image.shape[:2]
    if crowd == 1 and rng.random() < setting.blend_in:
        canvas = blend_in(rng, canvas, sheet.image)
    for _ in range(12):
        if placed and rng.random() < 0.35:
            outer = _beside(rng, placed[-1], wide / tall)
            inner = None if outer is None else _within(sheet, outer)
            if outer is not None and inner is not None and _fits(inner, frame, placed):
                placed.append(inner)
                return _covered(rng, _lay(rng, canvas, sheet, outer), inner, setting)
        pose = random_pose(rng)
        if crowd > 1:
            centre = (float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.15, 0.85)))
            size = float(rng.uniform(0.15, 0.8) / crowd**0.5)
            pose = Pose(pose.tilt_deg, pose.tilt_axis_deg, pose.roll_deg, pose.focal, size, centre)
        outer = project_sheet(pose, wide / tall, width, height)
        inner = _within(sheet, outer)
        if inner is not None and _fits(inner, frame, placed):
            placed.append(inner)
            if crowd > 1 or rng.random() >= setting.grip:
                return _covered(rng, _lay(rng, canvas, sheet, outer), inner, setting)
            grip = Grip.random(rng, inner)
            held = _lay(rng, draw_hand(rng, canvas, grip), sheet, outer)
            return draw_thumb(rng, _covered(rng, held, inner, setting), grip)
    return canvas


def _covered(rng: np.random.Generator, canvas: Image, quad: Quad, setting: Setting) -> Image:
    """At times with film over the document."""
    # No draw where there is none: the fixed set's scenes must stay the same.
    if setting.laminated and rng.random() < setting.laminated:
        return laminate(rng, canvas, quad)
    return canvas


def _beside(rng: np.random.Generator, neighbour: Quad, aspect: float) -> NDArray[np.float64] | None:
    try:
        return Quad(beside(rng, neighbour, aspect)).corners
    except GeometryError:
        return None


def _within(sheet: Sheet, outer: NDArray[np.float64]) -> Quad | None:
    matrix = perspective(_outline(sheet.image), outer)
    mapped = np.column_stack([sheet.corners, np.ones(4)]) @ matrix.T
    try:
        return Quad(mapped[:, :2] / mapped[:, 2:])
    except GeometryError:
        return None


def _fits(quad: Quad, frame: Quad, placed: list[Quad]) -> bool:
    shown = quad.shared_area(frame)
    if shown < MIN_VISIBLE_SHARE * quad.area or shown < 0.012 * frame.area:
        return False
    return all(quad.jaccard(other) < MAX_OVERLAP for other in placed)


def _lay(
    rng: np.random.Generator, canvas: Image, sheet: Sheet, corners: NDArray[np.float64]
) -> Image:
    """A sheet seen in a canvas, with the shadow that it casts."""
    height, width = canvas.shape[:2]
    seen = float(np.hypot(*(corners[1] - corners[0])) + np.hypot(*(corners[2] - corners[3]))) / 2
    near = _shrunk(sheet, min(1.0, 1.15 * seen / sheet.image.shape[1]))
    matrix = perspective(_outline(near.image), corners)
    alpha = near.mask[..., None].astype(np.float32) / 255
    stacked = np.dstack([near.image * alpha, alpha * 255]).astype(np.uint8)
    warped = cv2.warpPerspective(stacked, matrix, (width, height), flags=cv2.INTER_LINEAR)
    cover = warped[..., 3:].astype(np.float32) / 255
    base = canvas.astype(np.float32)
    if rng.random() < 0.6:
        reach = float(np.hypot(width, height)) * rng.uniform(0.001, 0.012)
        soft = blurred(cover[..., 0], max(0.6, reach))
        dx, dy = rng.normal(0, reach, 2)
        move = np.array([[1, 0, dx], [0, 1, dy]])
        soft = cv2.warpAffine(soft, move, (width, height))
        base *= (1 - rng.uniform(0.1, 0.6) * soft)[..., None]
    return np.clip(warped[..., :3] + base * (1 - cover), 0, 255).astype(np.uint8)
