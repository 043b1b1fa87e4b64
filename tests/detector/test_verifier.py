"""The verifier: what it is shown, what it learns, and what it answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from detector.corners import INNER_SHARE
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.verifier import LOOK_HEIGHT, LOOK_WIDTH, flattened, verified
from tests.detector.test_refine import ID1_CARD, drawn

# The outline in a view, px.
LEFT, TOP = (round(side * (1 - INNER_SHARE) / 2) for side in (LOOK_WIDTH, LOOK_HEIGHT))
RIGHT, BOTTOM = LOOK_WIDTH - LEFT, LOOK_HEIGHT - TOP


class Asked:
    """Answers with the mean brightness; views : what it was shown."""

    def __init__(self) -> None:
        self.views = np.empty(0, np.uint8)

    def __call__(self, views: np.ndarray) -> np.ndarray:
        self.views = views
        return views.mean(axis=(1, 2, 3)).astype(np.float32) / 255


def test_an_outline_is_shown_flat_in_the_middle() -> None:
    image = np.zeros((400, 600, 3), np.uint8)
    quad = Quad([(100, 80), (400, 100), (390, 300), (120, 260)])
    cv2.fillConvexPoly(image, quad.corners.round().astype(np.int32), (255, 255, 255))
    network = Asked()
    # Standing, it is shown lying.
    chances = verified(Mipmap(image), [quad, quad.turned(1)], network)
    assert network.views.shape == (2, LOOK_HEIGHT, LOOK_WIDTH, 3)
    assert chances == pytest.approx([network.views[n].mean() / 255 for n in (0, 1)])
    for view in network.views:
        assert view[TOP + 3 : BOTTOM - 3, LEFT + 3 : RIGHT - 3].min() > 250
        view[TOP - 4 : BOTTOM + 4, LEFT - 4 : RIGHT + 4] = 0
        assert view.max() < 5


def test_of_nothing_nothing_is_asked() -> None:
    def never(_: np.ndarray) -> np.ndarray:
        raise AssertionError

    assert verified(Mipmap(np.zeros((40, 60, 3), np.uint8)), [], never) == []


def test_the_shipped_one_knows_a_card_from_a_part_of_it() -> None:
    from detector.backends.onnx import OnnxVerifier
    from detector.weights import VERIFIER_NAME, find_weights, read_verified

    network = OnnxVerifier(read_verified(find_weights(VERIFIER_NAME)), threads=1)
    part = ID1_CARD.window((0.0, 0.0), (1.0, 0.75))
    around = ID1_CARD.window((-0.15, -0.15), (1.15, 1.15))
    whole, *others = verified(Mipmap(drawn(ID1_CARD)), [ID1_CARD, part, around], network)
    assert whole > 0.5
    assert max(others) < 0.1


@pytest.mark.torch
def test_outlines_of_a_picture_come_with_how_right_they_are() -> None:
    pytest.importorskip("torch")
    from detector.training.verifier_cache import outlines_of

    detector = Detector.load("cpu", threads=1)
    rng = np.random.default_rng(1)
    made = outlines_of(rng, detector, drawn(ID1_CARD), [ID1_CARD])
    assert len(made.views) == len(made.jaccards) >= 6
    assert made.jaccards.max() > 0.97
    exact = flattened(Mipmap(drawn(ID1_CARD)), ID1_CARD).astype(int)
    best = made.views[int(made.jaccards.argmax())]
    # Read from either of its longer sides.
    assert min(np.abs(each - exact).mean() for each in (best, best[::-1, ::-1])) < 8
    empty = outlines_of(rng, detector, drawn(ID1_CARD), [])
    assert (empty.jaccards == 0).all()


@pytest.mark.torch
def test_shards_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    from detector.training import verifier_cache
    from detector.training.train_verifier import OutlineCache

    monkeypatch.setattr(verifier_cache, "SHARD_PICTURES", 2)
    path = verifier_cache.scene_shard(tmp_path, None, 3, 0, "wide")
    before = path.stat().st_mtime_ns
    assert verifier_cache.scene_shard(tmp_path, None, 3, 0, "wide") == path
    assert path.stat().st_mtime_ns == before
    with np.load(path) as arrays:
        assert len(OutlineCache(tmp_path)) == len(arrays["jaccards"]) > 0


@pytest.mark.torch
def test_training_begins_with_the_corner_network_and_exports_what_it_trained(
    tmp_path: Path,
) -> None:
    torch = pytest.importorskip("torch")
    from detector.backends.onnx import OnnxVerifier
    from detector.training.timed import Beginning
    from detector.training.train_verifier import OutlineCache, VerifierTrainer, export
    from detector.weights import CORNERS_NAME, find_weights

    rng = np.random.default_rng(0)
    views = rng.integers(0, 60, (24, LOOK_HEIGHT, LOOK_WIDTH, 3), dtype=np.uint8)
    views[::2, 45:120, 60:180] += 150
    jaccards = np.tile(np.array([0.98, 0.3, 0.98, 0.0], np.float32), 6)
    np.savez(tmp_path / "scenes-0-0000.npz", jaccards=jaccards)
    np.save(tmp_path / "scenes-0-0000.npy", views)
    cache = OutlineCache(tmp_path)
    images, right = cache.draw(rng, 200)
    assert images.shape == (200, 3, LOOK_HEIGHT, LOOK_WIDTH)
    assert set(right.tolist()) == {0.0, 1.0}
    bright = images[..., 45:120, 60:180].float().flatten(1).quantile(0.6, dim=1) > 80
    assert 0.25 < right.mean() < 0.47
    assert (bright == (right > 0.5)).float().mean() > 0.8
    body = find_weights(CORNERS_NAME)
    with ThreadPoolExecutor(1) as ahead:
        trainer = VerifierTrainer(cache, tmp_path, Beginning(1e-3), ahead, body=body)
        before = trainer.network.body[0][1].running_var.clone()
        losses = [trainer.advance(0.0)["loss"] for _ in range(6)]
        assert losses[0] == pytest.approx(float(np.log(2)), abs=1e-3)  # without an opinion
        assert losses[-1] < losses[0]
        assert torch.equal(before, trainer.network.body[0][1].running_var)
        trainer.save()
        again = VerifierTrainer(cache, tmp_path, Beginning(1e-3, resume=True), ahead, body=body)
        assert again.step == 6
    with torch.no_grad():
        planes = torch.from_numpy(views[:3, ..., ::-1].transpose(0, 3, 1, 2).copy()).float() / 255
        expected = again.average(planes).sigmoid().numpy()
    chances = OnnxVerifier(export(again.average), threads=1)(views[:3])
    np.testing.assert_allclose(chances, expected, atol=1e-4)


@pytest.mark.torch
def test_it_begins_with_what_the_corner_network_sees() -> None:
    torch = pytest.importorskip("torch")
    from detector.errors import WeightsError
    from detector.model.corner_net import CornerNet
    from detector.model.verifier import VerifierNet
    from detector.training.folded import begin_with
    from detector.training.train_corners import export

    torch.manual_seed(2)
    corners = CornerNet().eval()
    for module in corners.body.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.3, 0.3)
            torch.nn.init.uniform_(module.running_var, 0.5, 2.0)
    network = VerifierNet().eval()
    begin_with(network.body, export(corners), ())
    x = torch.rand(2, 3, LOOK_HEIGHT, LOOK_WIDTH)
    with torch.no_grad():
        torch.testing.assert_close(network.body(x), corners.body(x), atol=1e-4, rtol=1e-4)
    with pytest.raises(WeightsError):
        begin_with(network.body, export_of_another(), ())


def export_of_another() -> bytes:
    from detector.weights import REFINER_NAME, find_weights, read_verified

    return read_verified(find_weights(REFINER_NAME))


@pytest.mark.torch
def test_a_view_is_nudged_by_less_than_makes_an_outline_wrong_and_covered_in_part() -> None:
    pytest.importorskip("torch")
    from detector.training.train_verifier import WRONG, cover, nudged

    plain = np.zeros((LOOK_HEIGHT, LOOK_WIDTH, 3), np.uint8)
    plain[TOP:BOTTOM, LEFT:RIGHT] = 200
    for seed in range(20):
        rng = np.random.default_rng(seed)
        moved = nudged(rng, plain)
        assert (moved != plain).any()
        both, any_ = (moved > 100) & (plain > 100), (moved > 100) | (plain > 100)
        assert both.sum() / any_.sum() > (1 + WRONG) / 2
        covered = plain.copy()
        cover(rng, covered)
        assert 0.005 < (covered != plain).any(axis=2).mean() < 0.6


def test_many_views_go_into_runs_of_a_few_which_answer_the_same() -> None:
    from detector.backends.onnx import MOST_VIEWS, OnnxVerifier
    from detector.weights import VERIFIER_NAME, find_weights, read_verified

    class Counting:
        def __init__(self, session: Any) -> None:
            self.session = session
            self.counts: list[int] = []

        def run(self, names: None, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
            self.counts.append(len(feed["views"]))
            answer: list[np.ndarray] = self.session.run(names, feed)
            return answer

    network = OnnxVerifier(read_verified(find_weights(VERIFIER_NAME)), threads=1)
    noise = np.random.default_rng(3)
    views = noise.integers(0, 256, (2 * MOST_VIEWS + 3, LOOK_HEIGHT, LOOK_WIDTH, 3), np.uint8)
    singly = [network(views[n : n + 1])[0] for n in range(len(views))]
    counting: Any = Counting(network._session)
    network._session = counting
    np.testing.assert_allclose(network(views), singly, atol=1e-6)
    assert counting.counts == [MOST_VIEWS, MOST_VIEWS, 3]
