"""What is told apart of what the network found, and what is one and the same document."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.corners import Cornered
from detector.decode import Candidate
from detector.letterbox import Letterbox
from detector.outlines import Outline, distinct, is_part, unlike, within
from detector.quad import Quad

CARD = Quad([(100, 100), (300, 100), (300, 220), (100, 220)])
# A picture of 640 × 480 px, seen at half its size.
FRAME = Letterbox.fit(640, 480, 320, 32)


def found(quad: Quad, score: float, chance: float = 0.5) -> Outline:
    return Outline(quad, quad.box, score, score, seen=Cornered(quad, chance, 0.5))


def seen_at(x: float, y: float, width: float, height: float) -> Candidate:
    """A candidate of that place, px of the network's input."""
    quad = Quad([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    return Candidate(quad, quad.box, 0.9)


def test_what_was_found_is_told_in_px_of_the_picture() -> None:
    (only,) = within([seen_at(19.5, 29.5, 100, 60)], FRAME, 640, 480)
    np.testing.assert_allclose(only.quad.corners[0], (39.5, 59.5))
    np.testing.assert_allclose(only.quad.side_lengths, (200, 120, 200, 120))
    assert only.box == pytest.approx(only.quad.box)
    assert only.score == only.network_score == 0.9


def test_what_lies_outside_of_the_picture_is_none_and_what_the_rim_cuts_is() -> None:
    beyond, cut = seen_at(330, 40, 100, 60), seen_at(280, 40, 100, 60)
    (only,) = within([beyond, cut], FRAME, 640, 480)
    assert only.quad.box[2] > 640


def test_a_sliver_is_no_outline() -> None:
    # A network's px is a tenth of one of this picture: what is a quad there is none here.
    tiny = Letterbox.fit(32, 24, 320, 32)
    sound, sliver = seen_at(50, 50, 200, 150), seen_at(100, 100, 40, 1.5)
    assert len(within([sliver, sound], tiny, 32, 24)) == 1


def test_a_part_lies_in_a_larger_find_that_is_as_likely() -> None:
    whole = found(CARD, 0.6)
    portrait = CARD.window((0.05, 0.2), (0.35, 0.8))
    assert is_part(found(portrait, 0.6), whole)
    assert not is_part(found(portrait, 0.7), whole)  # the whole may be a sheet around it
    assert not is_part(found(CARD.window((0, 0), (0.95, 1)), 0.6), whole)  # it is as large
    assert not is_part(found(CARD.window((0.7, 0), (1.2, 1)), 0.6), whole)  # it reaches out of it
    assert not is_part(found(CARD.window((1.1, 0), (1.5, 1)), 0.6), whole)  # it lies beside it


def test_of_finds_that_came_to_lie_on_one_document_the_best_is_told_first() -> None:
    beside = CARD.moved(250, 0)
    same = CARD.moved(4, 3)
    told = distinct([found(beside, 0.5), found(same, 0.6), found(CARD, 0.8)])
    assert [(each.quad, each.score) for each in told] == [(CARD, 0.8), (beside, 0.5)]
    alone = [found(CARD, 0.8)]
    assert (distinct(alone), distinct([])) == (alone, [])


def test_two_outlines_of_one_document_are_kept_where_they_are_not_the_same() -> None:
    hardly_other, half = CARD.moved(2, 1), CARD.window((0, 0), (1, 0.6))
    told = unlike([found(half, 0.5), found(hardly_other, 0.6), found(CARD, 0.8)])
    assert [each.quad for each in told] == [CARD, half]


def test_the_likelier_outline_is_the_one_that_looks_like_a_document_from_close_by() -> None:
    other = CARD.moved(2, 1)
    told = unlike([found(CARD, 0.8, chance=0.2), found(other, 0.6, chance=0.9)])
    assert [each.quad for each in told] == [other]


def test_where_nobody_looked_the_corners_are_the_network_s_and_say_nothing() -> None:
    rough = replace(found(CARD, 0.8), seen=None)
    assert rough.corners.quad == CARD
    assert (rough.corners.chance, rough.corners.agreed) == (0.5, 0.5)
