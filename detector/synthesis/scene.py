"""A labelled picture: a background, distractors, documents, hands, light, a camera."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective
from detector.synthesis.bending import bent
from detector.synthesis.blur import blurred
from detector.synthesis.camera import project_sheet, random_pose
from detector.synthesis.capture import capture
from detector.synthesis.clutter import blend_in, draw_things, slip_into_sleeve
from detector.synthesis.darkness import dimmed
from detector.synthesis.distractors import render_distractor
from detector.synthesis.goods import render_goods
from detector.synthesis.grip import Grip, draw_hand, draw_thumb
from detector.synthesis.hands import draw_fingers
from detector.synthesis.laminate import laminate
from detector.synthesis.lens import Lens
from detector.synthesis.light import light
from detector.synthesis.reflection import burnt
from detector.synthesis.seats import anywhere, seats
from detector.synthesis.setting import USUAL, Setting
from detector.synthesis.sheet import Sheet, SheetPool, on_near_sheet, outline, shrunk
from detector.synthesis.surfaces import render_surface

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.assets import Assets

    Image = NDArray[np.uint8]

# Sheets are made elsewhere; who draws scenes takes their pool from here.
__all__ = ["Scene", "Sheet", "SheetPool", "compose"]

# A document that shows less than this share of itself is not labelled, and so not drawn.
MIN_VISIBLE_SHARE = 0.55
MAX_OVERLAP = 0.02
# How many more things lie about a small lone document, and of what size (as Pose.size).
MORE_THINGS, THING_SIZE = (2, 5), (0.08, 0.45)


@dataclass(frozen=True)
class Scene:
    """image : uint8 (H, W, 3) BGR. quads : float64 (N, 4, 2) px, clockwise from each top-left."""

    image: Image
    quads: NDArray[np.float64]


@dataclass(frozen=True)
class Laid:
    """A document in a scene: its outline, px, and its sheet with that one's corners, px."""

    quad: Quad
    sheet: Sheet
    outer: NDArray[np.float64]


def compose(
    rng: np.random.Generator,
    pool: SheetPool,
    width: int,
    height: int,
    documents: int | None = None,
    setting: Setting = USUAL,
) -> Scene:
    """A scene of width × height px with 0 to 4 documents (drawn at random where not given)."""
    # A dial at 0 draws no random number: the fixed set's scenes must stay the same.
    small = bool(documents in {None, 1} and setting.small and rng.random() < setting.small)
    documents = 1 if small else documents
    canvas = _background(rng, pool.assets, width, height, setting)
    if documents is None:
        documents = int(rng.choice(len(setting.documents), p=setting.documents))
    for _ in range(int(rng.choice(len(setting.distractors), p=setting.distractors))):
        canvas = _distract(rng, pool, canvas, setting)
    for _ in range(int(rng.integers(*MORE_THINGS)) if small else 0):
        canvas = _distract(rng, pool, canvas, setting, float(rng.uniform(*THING_SIZE)))
    laid: list[Laid] = []
    for _ in range(documents):
        canvas = _place(rng, pool, canvas, laid, 0 if small else documents, setting)
    placed = [each.quad for each in laid]
    for quad in placed:
        if rng.random() < setting.sleeve:
            canvas = slip_into_sleeve(rng, canvas, quad)
    if placed and rng.random() < setting.things:
        canvas = draw_things(rng, canvas, placed[0])
    if placed and rng.random() < setting.fingers:
        canvas = draw_fingers(rng, canvas, placed[0])
    glare_at = tuple(placed[0].corners.mean(axis=0)) if placed else (width / 2, height / 2)
    lit = light(rng, canvas, (float(glare_at[0]), float(glare_at[1])))
    lit, placed = _through_optics(rng, lit, laid, setting)
    canvas = capture(rng, lit, blotched=setting.blotched)
    if setting.dark and rng.random() < setting.dark:
        canvas = dimmed(rng, canvas)
    return Scene(canvas, np.array([quad.corners for quad in placed]).reshape(-1, 4, 2))


def _through_optics(
    rng: np.random.Generator, lit: Image, laid: list[Laid], setting: Setting
) -> tuple[Image, list[Quad]]:
    """At times with a document's part burnt out, and seen through a lens that bends lines."""
    height, width = lit.shape[:2]
    if laid and setting.burnt and rng.random() < setting.burnt:
        one = laid[int(rng.integers(len(laid)))]
        matrix = perspective(outline(one.sheet.image), one.outer)
        cover = cv2.warpPerspective(one.sheet.mask, matrix, (width, height))
        lit = burnt(rng, lit, one.quad, np.asarray(cover, np.uint8))
    quads = [each.quad for each in laid]
    if not (setting.lens and rng.random() < setting.lens):
        return lit, quads
    lens = Lens.random(rng, width, height)
    seen = [_through(lens, quad) for quad in quads]
    # The lens' zoom may push a document out that the frame cuts already.
    moved = [quad for quad in seen if quad is not None and _shown(quad, Quad.full(width, height))]
    return (lens.picture(lit), moved) if len(moved) == len(quads) else (lit, quads)


def _through(lens: Lens, quad: Quad) -> Quad | None:
    corners = lens.distorted(quad.corners)
    try:
        return None if corners is None else Quad(corners)
    except GeometryError:
        return None


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


def _distract(
    rng: np.random.Generator,
    pool: SheetPool,
    canvas: Image,
    setting: Setting,
    size: float | None = None,
) -> Image:
    """Something flat that is no document, laid anywhere; size : as Pose.size, drawn otherwise."""
    height, width = canvas.shape[:2]
    image, mask = _thing(rng, pool, setting)
    sheet = Sheet(image, mask, outline(image))
    aspect = image.shape[1] / image.shape[0]
    pose = random_pose(rng)
    if size is not None:
        pose = replace(pose, size=size, centre=anywhere(rng))
    return _lay(rng, canvas, sheet, project_sheet(pose, aspect, width, height))


def _thing(rng: np.random.Generator, pool: SheetPool, setting: Setting) -> tuple[Image, Image]:
    """Its picture and its mask."""

    def picture(width: int, height: int) -> Image:
        return _background(rng, pool.assets, width, height, setting)

    # No draw where there is none: the fixed set's scenes must stay the same.
    if setting.goods and rng.random() < setting.goods:
        return render_goods(rng, picture)
    thing = render_distractor(rng, picture)
    return thing.image, thing.mask


def _place(
    rng: np.random.Generator,
    pool: SheetPool,
    canvas: Image,
    laid: list[Laid],
    crowd: int,
    setting: Setting,
) -> Image:
    """One document laid where it shows enough of itself and covers no other; crowd : how many
    there will be, 0 for a small lone one."""
    height, width = canvas.shape[:2]
    frame, placed = Quad.full(width, height), [each.quad for each in laid]
    sheet = pool.draw(rng)
    alone = crowd <= 1
    if alone and rng.random() < setting.blend_in:
        canvas = blend_in(rng, canvas, sheet.image)
    sheet, on_wide = _altered(rng, sheet, setting, first=not placed)
    by_document = on_wide or crowd == 0
    for outer in seats(rng, (width, height), sheet, placed, crowd, by_document=by_document):
        inner = None if outer is None else _within(sheet, outer)
        if outer is None or inner is None or not _fits(inner, frame, placed):
            continue
        laid.append(Laid(inner, sheet, outer))
        if not alone or rng.random() >= setting.grip:
            return _covered(rng, _lay(rng, canvas, sheet, outer), inner, setting)
        grip = Grip.random(rng, inner)
        held = _lay(rng, draw_hand(rng, canvas, grip), sheet, outer)
        return draw_thumb(rng, _covered(rng, held, inner, setting), grip)
    return canvas


def _altered(
    rng: np.random.Generator, sheet: Sheet, setting: Setting, *, first: bool
) -> tuple[Sheet, bool]:
    """At times on a light sheet, at times not flat; whether it is on such a sheet. Only the first
    document is: later ones may lie on its sheet too, while theirs would cover documents."""
    plain = first and np.array_equal(sheet.corners, outline(sheet.image))
    wide = bool(plain and setting.sheet and rng.random() < setting.sheet)
    if wide:
        sheet = on_near_sheet(rng, sheet)
    if setting.bent and rng.random() < setting.bent:
        sheet = bent(rng, sheet)
    return sheet, wide


def _covered(rng: np.random.Generator, canvas: Image, quad: Quad, setting: Setting) -> Image:
    """At times with film over the document."""
    # No draw where there is none: the fixed set's scenes must stay the same.
    if setting.laminated and rng.random() < setting.laminated:
        return laminate(rng, canvas, quad)
    return canvas


def _within(sheet: Sheet, outer: NDArray[np.float64]) -> Quad | None:
    matrix = perspective(outline(sheet.image), outer)
    mapped = np.column_stack([sheet.corners, np.ones(4)]) @ matrix.T
    try:
        return Quad(mapped[:, :2] / mapped[:, 2:])
    except GeometryError:
        return None


def _shown(quad: Quad, frame: Quad) -> bool:
    """Whether enough of a document is in the frame, and enough of the frame is document."""
    shown = quad.shared_area(frame)
    return shown >= MIN_VISIBLE_SHARE * quad.area and shown >= 0.012 * frame.area


def _fits(quad: Quad, frame: Quad, placed: list[Quad]) -> bool:
    return _shown(quad, frame) and all(quad.jaccard(other) < MAX_OVERLAP for other in placed)


def _lay(
    rng: np.random.Generator, canvas: Image, sheet: Sheet, corners: NDArray[np.float64]
) -> Image:
    """A sheet seen in a canvas, with the shadow that it casts."""
    height, width = canvas.shape[:2]
    seen = float(np.hypot(*(corners[1] - corners[0])) + np.hypot(*(corners[2] - corners[3]))) / 2
    near = shrunk(sheet, min(1.0, 1.15 * seen / sheet.image.shape[1]))
    matrix = perspective(outline(near.image), corners)
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
