"""A page taken for a part of itself is completed; what has a document's shape is left alone."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.backends.onnx import OnnxStripNetwork
from detector.completion import refine_whole
from detector.formats import ID1, ID3
from detector.mipmap import Mipmap
from detector.quad import Quad, project
from detector.weights import REFINER_NAME, find_weights, read_verified
from tests.detector.test_refine import refine

PAGE = Quad([(330.0, 180.0), (900.0, 195.0), (890.0, 596.0), (322.0, 580.0)])
ZONE = 0.78  # where the machine-readable zone begins


@pytest.fixture(scope="module")
def network() -> OnnxStripNetwork:
    return OnnxStripNetwork(read_verified(find_weights(REFINER_NAME)), threads=1)


def face_of_passport() -> NDArray[np.uint8]:
    """A tinted page with a portrait, print, and below a line its white zone."""
    face = np.full((880, 1250, 3), (196, 205, 188), np.uint8)
    zone = int(ZONE * 880)
    face[zone:] = (240, 241, 239)
    cv2.line(face, (0, zone), (1250, zone), (90, 60, 40), 6)
    cv2.rectangle(face, (70, 180), (420, 600), (120, 135, 160), -1)
    for row in range(190, 620, 70):
        cv2.rectangle(face, (480, row), (480 + 90 * (row % 7), row + 26), (60, 60, 60), -1)
    for row in (zone + 50, zone + 120):
        cv2.putText(face, "P<UTOSPECIMEN<<ANNA<<<<<<<<", (50, row), 0, 1.9, (40, 40, 40), 4)
    return face


def passport() -> NDArray[np.uint8]:
    """The page on a dark table."""
    face = face_of_passport()
    table = np.full((800, 1280, 3), (52, 66, 84), np.uint8)
    table += np.random.default_rng(3).integers(0, 12, table.shape, np.uint8)
    inverse = np.linalg.inv(PAGE.homography(1250, 880))
    shown = cv2.warpPerspective(face, inverse, (1280, 800), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full((880, 1250), 255, np.uint8), inverse, (1280, 800))
    alpha = cover[..., None] / 255
    picture = shown * alpha + table * (1 - alpha)
    return cv2.GaussianBlur(picture.astype(np.uint8), (0, 0), 0.8)


def part(share: float) -> Quad:
    """The upper part of the page."""
    corners = [(-0.5, -0.5), (1249.5, -0.5), (1249.5, 880 * share), (-0.5, 880 * share)]
    inverse = np.linalg.inv(PAGE.homography(1250, 880))
    return Quad(project(inverse, np.array(corners)))


def test_a_page_cut_above_its_zone_becomes_whole(network: OnnxStripNetwork) -> None:
    assert part(ZONE).jaccard(PAGE) < 0.8
    found = refine_whole(Mipmap(passport()), part(ZONE), network)
    assert found.quad.jaccard(PAGE) > 0.98


@pytest.mark.parametrize("shown_px", [25, 60])
@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_page_whose_zone_the_rim_cuts_becomes_whole(
    network: OnnxStripNetwork, shown_px: int, turned: int
) -> None:
    """The zone's line is no side: the page's own sides run on past it, up to the rim."""
    last = int(part(ZONE).corners[2:, 1].max()) + shown_px
    picture = np.rot90(passport()[:last], -turned)

    def seen(quad: Quad) -> Quad:
        x, y = quad.corners.T
        for size in [last, 1280, last, 1280][:turned]:
            x, y = size - 1 - y, x
        return Quad(np.column_stack([x, y]))

    found = refine_whole(Mipmap(np.ascontiguousarray(picture)), seen(part(ZONE)), network)
    assert seen(part(ZONE)).jaccard(seen(PAGE)) < 0.8
    assert found.quad.jaccard(seen(PAGE)) > 0.95


def test_a_ticket_that_ends_before_the_rim_ends_there(network: OnnxStripNetwork) -> None:
    """Of the shape that a page without its zone has, and as near to the rim."""
    table = passport()
    table[:] = table[5, 5]
    ticket = Quad([(329.5, 179.5), (899.5, 179.5), (899.5, 475.5), (329.5, 475.5)])
    cv2.rectangle(table, (330, 180), (899, 475), (196, 205, 188), -1)
    found = refine_whole(Mipmap(table[:520].copy()), ticket, network)
    assert found.quad.jaccard(ticket) > 0.99


def test_a_whole_page_stays_as_it_was_refined(network: OnnxStripNetwork) -> None:
    picture = Mipmap(passport())
    once = refine(picture, PAGE, network)
    whole = refine_whole(picture, PAGE, network)
    assert whole.quad == once.quad
    assert whole.evidence == replace(once.evidence, known=whole.evidence.known)
    assert whole.evidence.known > 0.8
    assert once.quad.aspect(1280, 800) == pytest.approx(ID3.aspect, rel=0.03)


def test_a_part_s_shape_speaks_against_it(network: OnnxStripNetwork) -> None:
    flat = np.full((800, 1280, 3), 128, np.uint8)
    cv2.rectangle(flat, (300, 300), (900, 420), (250, 250, 250), -1)
    strip = Quad([(299.5, 299.5), (900.5, 299.5), (900.5, 420.5), (299.5, 420.5)])
    assert refine_whole(Mipmap(flat), strip, network).evidence.known < 0.2


def test_nothing_is_stretched_into_what_cannot_be_seen(network: OnnxStripNetwork) -> None:
    flat = np.full((800, 1280, 3), 128, np.uint8)
    wide = Quad([(300, 300), (300 + 260 * ID1.aspect * 1.3, 300),
                 (300 + 260 * ID1.aspect * 1.3, 560), (300, 560)])  # fmt: skip
    assert refine_whole(Mipmap(flat), wide, network).quad == wide
