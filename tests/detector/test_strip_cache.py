"""Strips to train the refiner on, and the true line in each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.strips import SIDES, STRETCHES
from detector.training import strip_cache
from detector.training.strip_cache import cut_at, cut_found, cut_shard
from tests.detector.test_refine import ID1_CARD, drawn


def test_the_line_lies_where_the_truth_is() -> None:
    image = Mipmap(drawn(ID1_CARD))
    exact = cut_at(image, ID1_CARD, ID1_CARD, 0.05)
    assert exact.strips.shape[0] == SIDES
    assert np.abs(exact.offsets).max() < 1e-6
    # The whole quad grown about its middle: the truth lies inside, as far on all four sides.
    grown = Quad(
        (ID1_CARD.corners - ID1_CARD.corners.mean(axis=0)) * 1.04 + ID1_CARD.corners.mean(0)
    )
    assert cut_at(image, grown, ID1_CARD, 0.05).offsets.max() < -0.2


def test_what_lies_outside_of_the_strip_is_not_seen() -> None:
    slipped = ID1_CARD.window((0.0, 0.2), (1.0, 1.0))
    top, *others = cut_at(Mipmap(drawn(ID1_CARD)), slipped, ID1_CARD, 0.03).offsets
    assert np.isnan(top).all()
    assert np.isfinite(others[1]).all()  # the bottom stayed


def test_around_no_document_nothing_is_an_edge() -> None:
    assert np.isnan(cut_at(Mipmap(drawn(ID1_CARD)), ID1_CARD, None, 0.05).offsets).all()


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load("cpu", threads=1)


def test_finds_are_labelled_by_the_document_that_they_show(detector: Detector) -> None:
    image = Mipmap(drawn(ID1_CARD))
    found = cut_found(np.random.default_rng(0), detector, image, [ID1_CARD.turned(2)])
    assert found
    closest = found[-1].offsets  # of the refined quad, closest by
    assert np.nanmedian(np.abs(closest)) < 0.2
    elsewhere = ID1_CARD.window((2.0, 2.0), (2.5, 2.5))
    for each in cut_found(np.random.default_rng(0), detector, image, [elsewhere]):
        assert np.isnan(each.offsets).all()


def test_a_shard_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip_cache, "SHARD_SCENES", 2)
    path = cut_shard(tmp_path, None, 5, 0)
    with np.load(path) as arrays:
        strips, offsets = arrays["strips"], arrays["offsets"]
    assert len(strips) == len(offsets) >= 2 * SIDES * strip_cache.CUTS
    assert offsets.shape[1] == STRETCHES
    assert 0 < np.isfinite(offsets).mean() < 1
    written = path.stat().st_mtime_ns
    assert cut_shard(tmp_path, None, 5, 0) == path
    assert path.stat().st_mtime_ns == written
