"""Flat things to lay down: a document's picture as it is, as a grey copy, or on larger paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.formats import CORNER_RADIUS_MM, ID1
from detector.quad import Quad
from detector.rectify import rounded_mask
from detector.synthesis.blur import blurred
from detector.synthesis.capture import photocopy
from detector.synthesis.collages import render_collage
from detector.synthesis.documents import render_document, render_spread
from detector.synthesis.layouts import render_layout
from detector.synthesis.text import draw_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.assets import Assets

    Image = NDArray[np.uint8]

# How far a near edge of the paper is from the document's, shares of the document's height or width.
NEAR_MARGIN = (0.02, 0.15)
# How often what lies on such paper is a grey print on it.
PRINTED_SHARE = 0.4


@dataclass(frozen=True)
class Sheet:
    """A flat thing to lay down: its picture, its alpha (0 to 255), its document's corners, px."""

    image: Image
    mask: Image
    corners: NDArray[np.float64]


class SheetPool:
    """A fixed set of sheets, each from its own seed; rendered when first drawn, then kept.

    Parameters: assets; size, how many; seed; width_px, the pictures' largest width; layouts, the
    share of them that detector.synthesis.layouts draws; collages, the share of the others that
    detector.synthesis.collages does.
    """

    def __init__(
        self,
        assets: Assets,
        size: int = 900,
        seed: int = 0,
        width_px: int = 512,
        layouts: float = 0.0,
        collages: float = 0.0,
    ) -> None:
        self.assets, self.size, self.seed, self.width_px = assets, size, seed, width_px
        self.layouts, self.collages = layouts, collages
        self._kept: dict[int, Sheet] = {}

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
            return on_larger_page(rng, Sheet(image, mask, corners))
        return Sheet(image, mask, corners)

    def _sheet(self, index: int) -> Sheet:
        # Not lru_cache: a bound method in it would keep the pool until garbage is searched.
        if index not in self._kept:
            self._kept[index] = self._render(index)
        return self._kept[index]

    def _render(self, index: int) -> Sheet:
        rng = np.random.default_rng((self.seed, index))
        # At 0 no number is drawn: the fixed set's sheets must stay the same.
        if self.layouts and rng.random() < self.layouts:
            document = render_layout(rng, self.assets.faces)
            return self._fitted(Sheet(document.image, document.mask, outline(document.image)))
        if self.collages and rng.random() < self.collages:
            document = render_collage(rng, self.assets.faces)
            return self._fitted(Sheet(document.image, document.mask, outline(document.image)))
        if self.assets.templates and rng.random() < 0.2:
            image = self.assets.templates[int(rng.integers(len(self.assets.templates)))]
            return self._fitted(Sheet(image, _template_mask(rng, image), outline(image)))
        if rng.random() < 0.07:
            spread = render_spread(rng, self.assets.faces)
            return self._fitted(Sheet(spread.image, spread.mask, spread.quad.corners))
        document = render_document(rng, self.assets.faces)
        return self._fitted(Sheet(document.image, document.mask, outline(document.image)))

    def _fitted(self, sheet: Sheet) -> Sheet:
        factor = min(1.0, self.width_px / max(sheet.image.shape[:2]))
        return shrunk(sheet, factor)


def outline(image: Image) -> NDArray[np.float64]:
    """Corners (4, 2), px, of a whole picture."""
    return Quad.full(image.shape[1], image.shape[0]).corners


def _template_mask(rng: np.random.Generator, image: Image) -> Image:
    """Round where the picture's corners are black, which is how a cut-out card was saved."""
    height, width = image.shape[:2]
    corners = image[[0, 0, -1, -1], [0, -1, 0, -1]]
    cut_out = corners.max() < 24
    radius = CORNER_RADIUS_MM / ID1.width_mm * width if cut_out or rng.random() < 0.3 else 0.0
    return rounded_mask(height, width, radius)


def shrunk(sheet: Sheet, factor: float) -> Sheet:
    """The sheet at a factor of its size; as it is where that is 1 or more."""
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


def on_larger_page(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    """The document printed on paper that reaches beyond it on all sides."""
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


def on_near_sheet(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    """The document on light paper, some of whose edges run close beside its own.

    Two parallel edges a little apart are what a detector mistakes for each other. In half of the
    cases the paper has nearly the document's own tone, and a weak shadow or line is all of its
    edge. The paper keeps clear of print near the document: a line there would be another edge.
    """
    height, width = sheet.image.shape[:2]
    shares = np.exp(rng.uniform(np.log(NEAR_MARGIN[0]), np.log(NEAR_MARGIN[1]), 4))
    wide = rng.random(4) < rng.uniform(0, 0.8)
    wide[int(rng.integers(4))] = False
    shares[wide] = rng.uniform(NEAR_MARGIN[1], 0.9, int(wide.sum()))
    sides = np.array([height, width, height, width])
    top, right, bottom, left = (max(1, round(each)) for each in shares * sides)
    image, paper = _paired_tones(rng, sheet)
    page = np.empty((height + top + bottom, width + left + right, 3), np.uint8)
    page[:] = np.clip(paper, 0, 255).astype(np.uint8)
    room = max(top, bottom)
    if room > 0.3 * height and rng.random() < 0.4:
        y = 0 if top == room else top + height
        inset = round(0.12 * height)
        box = (8, y + inset, page.shape[1] - 8, y + room - inset)
        draw_lines(rng, page, box, int(rng.integers(1, 9)))
    around = np.pad(sheet.mask, ((top, bottom), (left, right)))
    alpha = np.asarray(around / np.float32(255), np.float32)
    base = page * (1 - _weak_edge(rng, alpha, max(height, width)))[..., None]
    spot = base[top : top + height, left : left + width]
    own = sheet.mask[..., None] / np.float32(255)
    spot += (image - spot) * own
    full = np.full(page.shape[:2], 255, np.uint8)
    corners = sheet.corners + np.array([left, top])
    return Sheet(np.clip(base, 0, 255).astype(np.uint8), full, corners)


def _paired_tones(
    rng: np.random.Generator, sheet: Sheet
) -> tuple[NDArray[np.float32], NDArray[np.floating]]:
    """The document's picture, 0 to 255, grey or paler at times, and its paper's colour, BGR."""
    printed = photocopy(rng, sheet.image) if rng.random() < PRINTED_SHARE else sheet.image
    image = printed.astype(np.float32)
    if rng.random() < 0.5:
        return image, rng.uniform(185, 253) + rng.normal(0, 3, 3)
    # White card on white paper.
    share = np.float32(rng.uniform(0.1, 0.75))
    image = image * (1 - share) + share * np.float32(rng.uniform(225, 252))
    rim = np.concatenate([image[:3].reshape(-1, 3), image[-3:].reshape(-1, 3)])
    return image, np.maximum(np.median(rim, axis=0) + rng.normal(0, 6) + rng.normal(0, 2, 3), 170)


def _weak_edge(
    rng: np.random.Generator, alpha: NDArray[np.float32], side: int
) -> NDArray[np.float32]:
    """How much darker, 0 to 1, paper is around what lies on it: by a shadow, a line, or both."""
    drawn = rng.random()
    dark = np.zeros_like(alpha)
    if drawn < 0.75:
        reach = side * float(np.exp(rng.uniform(np.log(0.003), np.log(0.02))))
        move = np.array([[1, 0, rng.normal(0, reach)], [0, 1, rng.normal(0, reach)]])
        soft = cv2.warpAffine(blurred(alpha, reach), move, alpha.shape[::-1])
        dark += np.float32(rng.uniform(0.05, 0.4)) * soft
    if drawn > 0.55:
        wide = cv2.dilate(alpha, np.ones((3, 3), np.uint8))
        dark += np.float32(rng.uniform(0.04, 0.3)) * (wide - alpha)
    return np.asarray(np.clip(dark, 0, 1), np.float32)
