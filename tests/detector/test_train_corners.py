"""The training of the corner network: its views, its steps, and what is exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.backends.onnx import OnnxCornerNetwork  # noqa: E402
from detector.corners import COLUMNS, ROWS  # noqa: E402
from detector.training.corner_views import ViewCache, Views  # noqa: E402
from detector.training.timed import Beginning  # noqa: E402
from detector.training.train_corners import CornerTrainer, export, held_loss  # noqa: E402
from detector.weights import CORNERS_NAME, find_weights, read_verified  # noqa: E402
from tests.detector.test_corners import TRUE, picture  # noqa: E402

pytestmark = pytest.mark.torch


@pytest.fixture
def cache(tmp_path: Path) -> ViewCache:
    """Of one document, found roughly, and found in a part of it that is none."""
    quads = np.full((6, 4, 4, 2), np.nan, np.float32)
    found = np.full((6, 6, 4, 2), np.nan, np.float32)
    quads[:, 0] = small = TRUE.scaled(0.25).corners
    found[:, 0], found[:, 1] = small + 3, small / 6 + np.array([2, 2])
    images = np.zeros((6, 320, 320, 3), np.uint8)
    images[:, :180] = cv2.resize(picture(TRUE), (320, 180), interpolation=cv2.INTER_AREA)
    sizes = np.full((6, 2), (320, 180))
    np.savez(tmp_path / "scenes-0-0000.npz", images=images, sizes=sizes, quads=quads, found=found)
    return ViewCache(tmp_path)


@pytest.fixture
def views(cache: ViewCache) -> Views:
    return cache.draw(np.random.default_rng(1), 40)


def batch(views: Views) -> np.ndarray:
    """The first three as the runtime gives them."""
    return np.ascontiguousarray(views.images[:3].transpose(0, 2, 3, 1)[..., ::-1])


def test_some_views_hold_a_document_within_its_corners_and_some_none(views: Views) -> None:
    assert 0 < views.present.mean() < 1
    shown = views.images[views.present > 0].mean(axis=1)
    at = views.corners[views.present > 0].mean(axis=1).round().astype(int)
    middles = np.array([each[y, x] for each, (x, y) in zip(shown, at, strict=True)])
    assert (middles > shown.mean(axis=(1, 2))).mean() > 0.9


def test_training_lowers_the_loss_goes_on_and_exports_what_it_trained(
    cache: ViewCache, views: Views, tmp_path: Path
) -> None:
    trainer = CornerTrainer(cache, tmp_path, Beginning(2e-3))
    losses = [trainer.advance(0.0)["loss"] for _ in range(8)]
    assert losses[-1] < losses[0]
    trainer.save()
    again = CornerTrainer(cache, tmp_path, Beginning(2e-3, resume=True))
    assert again.step == 8
    with torch.no_grad():
        expected = again.average(torch.from_numpy(views.images[:3]).float() / 255)
    network = OnnxCornerNetwork(export(again.average), threads=1)
    columns, rows, chances = network(batch(views))
    np.testing.assert_allclose(columns, expected[0].softmax(dim=2).numpy(), atol=1e-4)
    np.testing.assert_allclose(rows, expected[1].softmax(dim=2).numpy(), atol=1e-4)
    np.testing.assert_allclose(chances, expected[2].sigmoid().numpy(), atol=1e-4)


def test_from_the_shipped_network_it_begins_as_that_one(
    cache: ViewCache, views: Views, tmp_path: Path
) -> None:
    fresh = CornerTrainer(cache, tmp_path, Beginning(2e-3)).advance(0.0)["loss"]
    shipped = CornerTrainer(cache, tmp_path, Beginning(2e-3), shipped=True, held=1.0)
    # It is the one that it is held to.
    assert shipped.measure()[1]["apart"] < 0.2 * fresh
    known = OnnxCornerNetwork(read_verified(find_weights(CORNERS_NAME)), threads=1)
    own = OnnxCornerNetwork(export(shipped.average), threads=1)
    for ours, theirs in zip(own(batch(views)), known(batch(views)), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
    norms = [each for each in shipped.network.modules() if isinstance(each, torch.nn.BatchNorm2d)]
    assert not any(each.training for each in norms)


def test_what_another_network_says_rightly_is_held_to() -> None:
    def answers(x: float, y: float, chance: float) -> tuple[Any, Any, Any]:
        """Sure of one place for all four corners of two views."""
        axes = []
        for centres, at in ((COLUMNS, x), (ROWS, y)):
            logits = -((torch.from_numpy(centres).float() - at) ** 2) / 8
            axes.append(logits.expand(2, 4, -1))
        return axes[0], axes[1], torch.full((2,), chance)

    true = torch.tensor([(50.0, 40.0)]).expand(2, 4, 2)
    shown = torch.ones(2)
    before = answers(50.0, 40.0, 9.0)
    same = held_loss(before, before, true, shown).item()
    moved = held_loss(answers(58.0, 40.0, 9.0), before, true, shown).item()
    doubting = held_loss(answers(50.0, 40.0, -2.0), before, true, shown).item()
    assert same == pytest.approx(0.0, abs=1e-2)
    assert moved > 1
    assert doubting > 1
    # What it says wrongly is no reason: of places, and of whether there is a document.
    elsewhere = true + torch.tensor([20.0, 20.0])
    assert held_loss(answers(58.0, 40.0, 9.0), before, elsewhere, shown).item() < 1e-2
    assert held_loss(answers(58.0, 40.0, -2.0), before, true, torch.zeros(2)).item() < 1e-2
