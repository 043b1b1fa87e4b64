"""The network, its losses and its training, small."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.backends.onnx import OnnxStripNetwork, OnnxUprightNetwork  # noqa: E402
from detector.model.retinanet import RetinaConfig, SlimRetinaNet  # noqa: E402
from detector.model.snet import SNetConfig  # noqa: E402
from detector.quad import Quad  # noqa: E402
from detector.strips import COLUMNS, ROWS, STRETCHES  # noqa: E402
from detector.synthesis.assets import Assets  # noqa: E402
from detector.training import dataset  # noqa: E402
from detector.training.cache import render_shard, write_shard  # noqa: E402
from detector.training.complexity import count  # noqa: E402
from detector.training.dataset import Prefetcher, ShardCache, warp  # noqa: E402
from detector.training.evaluate import Judged, precision_at, template_jaccard  # noqa: E402
from detector.training.evaluate_upright import all_four, judge, summarise  # noqa: E402
from detector.training.export_onnx import PARITY_TOLERANCE, parity, to_onnx  # noqa: E402
from detector.training.timed import Beginning  # noqa: E402
from detector.training.train import Recipe, Trainer, run  # noqa: E402
from detector.training.train_refiner import (  # noqa: E402
    RefinerTrainer,
    StripCache,
    export,
)
from detector.training.train_upright import UprightTrainer  # noqa: E402
from detector.training.train_upright import export as export_upright  # noqa: E402
from detector.training.upright_cache import (  # noqa: E402
    INNER_HEIGHT,
    INNER_WIDTH,
    MARGIN_X,
    MARGIN_Y,
    cut_wide,
    inner_of,
    scene_of,
    write,
)
from detector.training.upright_crops import CropCache, disturbed  # noqa: E402
from detector.upright import Upright  # noqa: E402
from detector.weights import UPRIGHT_NAME, find_weights, read_verified  # noqa: E402


def test_parity_of_the_exported_network() -> None:
    torch.manual_seed(3)
    network = SlimRetinaNet().eval()
    assert parity(network, to_onnx(network)) < PARITY_TOLERANCE


def test_warping_moves_the_picture_and_its_label_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for share in ("DIMMED_SHARE", "SHAKEN_SHARE"):  # noise and smear would count as the document
        monkeypatch.setattr(dataset, share, 0.0)
    rng = np.random.default_rng(0)
    image = np.zeros((200, 300, 3), np.uint8)
    image[60:140, 80:220, 1] = 255
    quad = np.array([[(79.5, 59.5), (219.5, 59.5), (219.5, 139.5), (79.5, 139.5)]])
    checked = 0
    for _ in range(40):
        sample = warp(rng, image, quad, 192, strong=False)
        inside = len(sample.quads) and sample.quads.min() > 2 and sample.quads.max() < 189
        # Only the document is bright in one channel alone: neither the table nor the grey around.
        spread = sample.image.max(axis=2).astype(int) - sample.image.min(axis=2)
        if inside and spread.max() > 80:
            area = int((spread > spread.max() / 2).sum())
            assert area == pytest.approx(Quad(sample.quads[0]).area, rel=0.05)
            checked += 1
    assert checked >= 5


def small_network() -> SlimRetinaNet:
    """One that learns in seconds on a busy machine."""
    return SlimRetinaNet(RetinaConfig(SNetConfig(8, (16, 16, 32, 32), (1, 1, 1, 1)), 32, 32))


def test_training_resumes_and_learns(tmp_path: Path) -> None:
    render = np.random.default_rng(0).integers(0, 255, (160, 160, 3), np.uint8)
    quad = np.array([[(30.0, 40.0), (120.0, 42.0), (118.0, 100.0), (28.0, 96.0)]])
    write_shard(tmp_path / "scenes-0-0000.npz", [render] * 4, [quad] * 4)
    cache = ShardCache(tmp_path)
    # So few steps lie in the warm-up, which takes the rate to a tenth of this.
    trainer = Trainer(Recipe(size=128, batch=4, steps=60, rate=3e-2), "cpu", small_network())
    with Prefetcher(cache, 4, 128, 0, 1) as batches:
        losses = [trainer.train_on(batches.take()).corners.item() for _ in range(36)]
    assert np.isfinite(losses).all()
    assert np.mean(losses[-9:]) < 0.9 * np.mean(losses[:9])
    trainer.save(tmp_path / "last.pt")
    again = Trainer(trainer.recipe, "cpu", small_network())
    again.load(tmp_path / "last.pt")
    assert again.step == 36


def test_short_floats_are_for_the_first_minutes_and_the_weights_stay_whole(tmp_path: Path) -> None:
    render = np.random.default_rng(0).integers(0, 255, (90, 90, 3), np.uint8)
    quad = np.array([[(20.0, 20.0), (70.0, 22.0), (68.0, 60.0), (18.0, 56.0)]])
    write_shard(tmp_path / "scenes-0-0000.npz", [render] * 2, [quad] * 2)
    trainer = Trainer(Recipe(size=64, batch=2, short_minutes=1), "cpu", small_network())
    kinds: list[object] = []
    trainer.model.classes.register_forward_hook(lambda *call: kinds.append(call[-1].dtype))
    with Prefetcher(ShardCache(tmp_path), 2, 64, 0, 1) as batches:
        for seconds in (0.0, 59.0, 61.0):
            trainer.seconds, levels = seconds, len(kinds)
            trainer.train_on(batches.take())
            wanted = torch.bfloat16 if seconds < 60 else torch.float32
            assert set(kinds[levels:]) == {wanted}
    assert {each.dtype for each in trainer.model.parameters()} == {torch.float32}


def test_pictures_grow_in_equal_shares_of_the_schedule() -> None:
    recipe = Recipe(size=320, steps=300, first_sizes=(192, 256))
    assert [recipe.size_at(each / 300) for each in (0, 99, 101, 199, 201, 299, 300)] == [
        192, 192, 256, 256, 320, 320, 320,
    ]  # fmt: skip
    assert Recipe(size=256).size_at(0.5) == 256


def test_a_run_grows_its_pictures(tmp_path: Path) -> None:
    render = np.random.default_rng(0).integers(0, 255, (90, 90, 3), np.uint8)
    quad = np.array([[(20.0, 20.0), (70.0, 22.0), (68.0, 60.0), (18.0, 56.0)]])
    write_shard(tmp_path / "scenes-0-0000.npz", [render] * 4, [quad] * 4)
    recipe = Recipe(size=96, batch=2, steps=3, first_sizes=(64,))
    trainer = Trainer(recipe, "cpu", small_network())
    seen: list[int] = []
    train_on = trainer.train_on
    trainer.train_on = lambda batch: (seen.append(batch.images.shape[-1]), train_on(batch))[1]  # type: ignore[method-assign]
    run(trainer, ShardCache(tmp_path), tmp_path, minutes=5, checkpoint_minutes=5)
    assert seen == [64, 64, 96]
    assert not trainer.unfinished


def test_a_shard_is_rendered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.training.cache.SHARD_SCENES", 2)
    path = render_shard(tmp_path, None, 3, 0)
    stamp = path.stat().st_mtime_ns
    assert render_shard(tmp_path, None, 3, 0).stat().st_mtime_ns == stamp
    assert ShardCache(tmp_path).refresh() == 2


def test_figures_by_hand() -> None:
    from detector.detection import Detection

    truth = Quad([(10, 10), (110, 10), (110, 70), (10, 70)])
    right, wrong = truth.moved(1, 0), truth.moved(300, 0)
    assert template_jaccard(truth, truth) == pytest.approx(1, abs=1e-3)
    assert template_jaccard(truth, right) == pytest.approx(99 / 101, abs=1e-3)

    def judged(*found: tuple[Quad, float]) -> Judged:
        listed = tuple(Detection(quad, quad.box, score) for quad, score in found)
        return Judged("x", truth, listed, 0.5)

    both = [judged((right, 0.9)), judged((wrong, 0.95), (right, 0.6))]
    # By score: wrong .95, right .9, right .6 -> envelope 2/3 over the whole recall.
    assert precision_at(both, 0.5) == pytest.approx(2 / 3)
    assert judged((right, 0.3)).jaccard == 0


def test_the_refiner_learns_and_resumes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    strips = np.full((40, ROWS, COLUMNS, 3), 60, np.uint8)
    offsets = np.repeat(rng.uniform(-0.8, 0.8, (40, 1)), STRETCHES, axis=1).astype(np.float32)
    for strip, offset in zip(strips, offsets[:, 0], strict=True):
        strip[round((1 - offset) * ROWS / 2) :] = 220
    np.savez(tmp_path / "a.npz", strips=strips, offsets=offsets)
    trainer = RefinerTrainer(StripCache(tmp_path), tmp_path, Beginning(3e-3))
    losses = [sum(trainer.advance(0.2).values()) for _ in range(30)]
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    trainer.save()
    again = RefinerTrainer(StripCache(tmp_path), tmp_path, Beginning(3e-3, resume=True))
    assert again.step == 30
    network = OnnxStripNetwork(export(again.average), threads=1)
    rows, visible = network(strips[:3])
    with torch.no_grad():
        pictures = torch.from_numpy(strips[:3, ..., ::-1].transpose(0, 3, 1, 2) / np.float32(255))
        logits, seen = again.average(pictures)
    np.testing.assert_allclose(rows, logits.softmax(dim=1).numpy(), atol=1e-4)
    np.testing.assert_allclose(visible, seen.sigmoid().numpy(), atol=1e-4)


def _crops(folder: Path) -> CropCache:
    """Documents with a dark head, lying: half of them upside down."""
    crops = np.full((40, INNER_HEIGHT + 2 * MARGIN_Y, INNER_WIDTH + 2 * MARGIN_X), 190, np.uint8)
    turns = np.arange(40) % 2 * 2
    for crop, turn in zip(crops, turns, strict=True):
        head = slice(0, 45) if turn == 0 else slice(-45, None)
        crop[head] = 60
    write(folder / "a.npz", [(crop, int(turn)) for crop, turn in zip(crops, turns, strict=True)])
    return CropCache(folder)


def test_the_upright_classifier_learns_resumes_and_exports(tmp_path: Path) -> None:
    trainer = UprightTrainer(_crops(tmp_path), tmp_path, Beginning(3e-3))
    losses = [trainer.advance(0.2)["loss"] for _ in range(12)]
    assert np.mean(losses[-3:]) < 0.8 * np.mean(losses[:3])
    trainer.save()
    again = UprightTrainer(trainer.cache, tmp_path, Beginning(3e-3, resume=True))
    assert again.step == 12
    assert sum(each.numel() for each in again.network.parameters()) <= 100_000
    images, _ = trainer.cache.draw(np.random.default_rng(1), 5)
    got = OnnxUprightNetwork(export_upright(again.average))(images[:, 0])
    with torch.no_grad():
        expected = again.average(torch.from_numpy(images).float()).softmax(dim=1).numpy()
    np.testing.assert_allclose(got, expected, atol=1e-4)


def test_the_upright_classifier_goes_on_from_the_shipped_one(tmp_path: Path) -> None:
    cache = _crops(tmp_path)
    trainer = UprightTrainer(cache, tmp_path, Beginning(3e-3), shipped=True)
    images, _ = cache.draw(np.random.default_rng(1), 6)
    shipped = OnnxUprightNetwork(read_verified(find_weights(UPRIGHT_NAME)))(images[:, 0])
    begun = OnnxUprightNetwork(export_upright(trainer.average))(images[:, 0])
    np.testing.assert_allclose(begun, shipped, atol=1e-4)
    # What its convolutions have learnt rests on the statistics that were folded into them.
    before = trainer.network.get_submodule("body.0.1").get_buffer("running_mean").clone()
    trainer.advance(0.2)
    assert torch.equal(trainer.network.get_submodule("body.0.1").get_buffer("running_mean"), before)


def test_disturbed_crops_need_the_turns_that_they_say(tmp_path: Path) -> None:
    _crops(tmp_path)
    with np.load(tmp_path / "a.npz") as stored:
        crops, turns = stored["crops"], stored["turns"]
    checked = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        crop, answer = disturbed(rng, crops[seed % 2], int(turns[seed % 2]))
        upright = np.rot90(crop, -answer).astype(float)
        third = upright.shape[0] // 4
        top, bottom = upright[:third].mean(), upright[-third:].mean()
        if abs(top - bottom) > 20:  # a part of a crop may show no head
            assert top < bottom
            checked += 1
    assert checked >= 15


@pytest.mark.parametrize("scale", [1, 3])
def test_stored_crops_of_any_size_hold_the_same_document(scale: int) -> None:
    image = np.full((300, 400, 3), 90, np.uint8)
    image[60:240, 65:335] = 200
    cut = cut_wide(image, Quad.full(270, 180).moved(65, 60))
    assert cut is not None
    crop = cv2.resize(cut[0], None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    left, top, right, bottom = (round(each + 0.5) for each in inner_of(crop).box)
    inside = np.zeros(crop.shape, bool)
    inside[top:bottom, left:right] = True
    assert crop[inside].mean() > 195
    assert crop[~inside].mean() < 95


def test_turned_pictures_keep_their_document() -> None:
    image = np.zeros((120, 200, 3), np.uint8)
    quad = Quad([(40, 30), (150, 34), (146, 90), (42, 86)])
    cv2.fillConvexPoly(image, quad.corners[[0, 1, 2]].astype(np.int32), (255, 255, 255))
    for turned, document in all_four(image, quad):
        corners = np.rint(document.corners).astype(int)
        inside = document.corners.mean(axis=0) * 0.2 + document.corners[1] * 0.8
        assert turned[int(inside[1]), int(inside[0]), 0] == 255
        opposite = document.corners.mean(axis=0) * 0.2 + document.corners[3] * 0.8
        assert turned[int(opposite[1]), int(opposite[0]), 0] == 0
        assert corners.min() >= 0


def test_scenes_for_the_classifier_are_the_same_for_a_seed() -> None:
    made = [scene_of(4, 1, Assets()) for _ in range(2)]
    assert made[0] is not None
    assert made[1] is not None
    np.testing.assert_array_equal(made[0][0], made[1][0])
    cut = cut_wide(*made[0])
    assert cut is not None
    assert cut[0].shape == (INNER_HEIGHT + 2 * MARGIN_Y, INNER_WIDTH + 2 * MARGIN_X)
    assert summarise([judge(Upright(made[0][1], True, 0.9), made[0][1])])["accuracy"] == 1


def test_the_light_network_keeps_its_budget() -> None:
    macs, parameters = count(SlimRetinaNet(), (3, 224, 224), layers=False)
    assert parameters == sum(each.numel() for each in SlimRetinaNet().parameters())
    assert 10e6 < macs <= 165e6
    assert parameters <= 1.2e6
