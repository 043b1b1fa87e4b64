"""The fit behind a detection's confidence, on made-up candidates with known chances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from detector.confidence import FEATURES
from detector.training.calibrate import Fit, operating_points, reliability
from detector.training.calibration_sample import SIZES, Looked, Sample, Stage, gather

pytestmark = pytest.mark.torch
TRUE = np.array([1.5, -0.7, 0.0, 0.4, 0.0, 0.0, 0.6, 0.8, 0.0, 0.9, 0.5, -0.2, 0.3, -0.3])


def made_up(count: int) -> list[Looked]:
    rng = np.random.default_rng(2)
    matrix = rng.normal(0, 1, (count, len(FEATURES)))
    chance = 1 / (1 + np.exp(-(matrix @ TRUE[:-1] + TRUE[-1])))
    overlaps = np.where(rng.random(count) < chance, 0.95, 0.3)
    rows = zip(matrix.tolist(), overlaps.tolist(), strict=True)
    return [Looked(i, tuple(row), 0, overlap) for i, (row, overlap) in enumerate(rows)]


def at(stage: Stage, looked: list[Looked]) -> list[Looked]:
    return [replace(each, stage=stage) for each in looked]


def test_the_fit_finds_the_coefficients_that_made_the_sample() -> None:
    np.testing.assert_allclose(Fit.to(made_up(20_000), 0.9).first, TRUE, atol=0.08)


def test_what_was_settled_has_coefficients_of_its_own() -> None:
    doubted = at(Stage.DOUBTED, made_up(4000))
    # Settled, each of them is as right as it was wrong.
    settled = [replace(each, stage=Stage.SETTLED, jaccard=1.25 - each.jaccard) for each in doubted]
    fit = Fit.to(doubted + settled, 0.9)
    np.testing.assert_allclose(fit.settled, -fit.first, atol=1e-6)
    np.testing.assert_allclose(fit.chances(settled), 1 - fit.chances(doubted), atol=1e-6)
    # One of both is told.
    assert Sample(doubted + settled, {}).told == settled


def test_probabilities_are_as_often_right_as_they_say() -> None:
    looked = made_up(20_000)
    chance = Fit.to(looked, 0.9).chances(looked)
    right = np.array([each.jaccard >= 0.9 for each in looked])
    for low in (0.1, 0.4, 0.7):
        inside = (chance >= low) & (chance < low + 0.2)
        assert right[inside].mean() == pytest.approx(chance[inside].mean(), abs=0.03)
    assert len(reliability(looked, chance).splitlines()) == 11


def test_accepting_more_finds_more_and_hits_more() -> None:
    looked = made_up(500)
    sample = Sample(looked, {picture: int(picture % 5 > 0) for picture in range(500)})
    table = operating_points(sample, Fit(TRUE, TRUE).chances(looked)).splitlines()[1:]
    recalls, hits = np.array([line.split()[1:] for line in table], float).T
    assert (np.diff(recalls) <= 0).all()
    assert (np.diff(hits) <= 0).all()
    assert recalls[0] > recalls[-1]
    assert hits[0] > hits[-1]


def test_a_document_that_two_candidates_show_is_found_once() -> None:
    features = tuple([0.0] * len(FEATURES))
    looked = [Looked(0, features, 0, 0.9), Looked(0, features, 0, 0.8), Looked(0, features, 1, 0.3)]
    table = operating_points(Sample(looked, {0: 2}), np.ones(3)).splitlines()[1:]
    assert {line.split()[1] for line in table} == {"0.500"}


def test_the_halves_share_no_picture_and_hold_every_size() -> None:
    sample = Sample(made_up(80), dict.fromkeys(range(80), 1))
    halves = [sample.half(side) for side in (0, 1)]
    for half in halves:
        assert {picture % len(SIZES) for picture in half.documents} == set(range(len(SIZES)))
        assert {each.picture for each in half.looked} == set(half.documents)
    assert not set(halves[0].documents) & set(halves[1].documents)
    assert len(halves[0].documents) + len(halves[1].documents) == 80


def test_pictures_shared_by_processes_give_the_same_sample() -> None:
    looks = {"closer_side": 640, "certain": 0.6, "doubtful": 0.32}
    alone = gather(None, 3, looks)
    assert sorted(alone.documents) == [0, 1, 2]
    assert alone.looked
    assert gather(None, 3, looks, jobs=2) == alone
