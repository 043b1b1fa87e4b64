"""The heavy networks, against published figures and hand-computed values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.errors import WeightsError  # noqa: E402 - after torch is known to be there
from detector.model.lite import LiteBackbone  # noqa: E402
from detector.model.teacher import (  # noqa: E402
    TEACHER_GRID,
    TeacherConfig,
    TeacherRetinaNet,
)
from detector.training.complexity import count  # noqa: E402
from detector.training.networks import load_network, make_network  # noqa: E402
from detector.training.train import Recipe, Trainer  # noqa: E402

SMALL = TeacherConfig(stem=8, blocks=(1, 1, 1, 1), pyramid=16)


def test_the_baseline_has_the_published_size() -> None:
    """One class at 224²: 36.3 M parameters and 10.06 GMac; our corners add 72 more outputs."""
    corners = 256 * 9 * 8 * 9 + 9 * 8
    macs, parameters = count(TeacherRetinaNet(), (3, 224, 224), layers=False)
    assert parameters - corners == pytest.approx(36.3e6, rel=0.005)
    cells = 28**2 + 14**2 + 7**2 + 4**2 + 2**2
    assert macs - cells * 256 * 9 * 8 * 9 == pytest.approx(10.06e9, rel=0.01)


def test_its_anchors_by_hand() -> None:
    boxes = TEACHER_GRID.boxes(256, 256)
    cells = 32**2 + 16**2 + 8**2 + 4**2 + 2**2
    assert boxes.shape == (cells * 9, 4)
    # The first cell of P3: centred on (3.5, 3.5), areas 32², 32² · 2^⅔, 32² · 2^4/3.
    np.testing.assert_allclose(boxes[:9, :2], 3.5)
    areas = boxes[:9, 2] * boxes[:9, 3]
    expected = np.repeat([32**2, 32**2 * 2 ** (2 / 3), 32**2 * 2 ** (4 / 3)], 3)
    np.testing.assert_allclose(areas, expected, rtol=1e-5)
    np.testing.assert_allclose(boxes[:3, 2] / boxes[:3, 3], [0.5, 1, 2], rtol=1e-5)
    # The last cell of P7.
    np.testing.assert_allclose(boxes[-1, :2], 191.5)
    assert boxes[-1, 2] * boxes[-1, 3] == pytest.approx((512 * 2 ** (2 / 3)) ** 2, rel=1e-5)


def test_outputs_fit_the_anchors() -> None:
    network = TeacherRetinaNet(SMALL).eval()
    for width, height in ((128, 128), (256, 128)):
        logits, boxes, corners = network(torch.rand(2, 3, height, width))
        anchors = len(SMALL.grid.boxes(width, height))
        assert logits.shape == (2, anchors)
        assert boxes.shape == (2, anchors, 4)
        assert corners.shape == (2, anchors, 8)
        assert float(torch.sigmoid(logits).mean().detach()) == pytest.approx(0.01, abs=0.005)


def test_the_pyramid_takes_its_levels_from_the_right_features() -> None:
    network = TeacherRetinaNet(SMALL).eval()
    image = torch.rand(1, 3, 128, 128)
    c3, c4, c5 = network.backbone(image)
    assert [each.shape[-1] for each in (c3, c4, c5)] == [16, 8, 4]
    levels = network.pyramid((c3, c4, c5))
    assert [each.shape[-1] for each in levels] == [16, 8, 4, 2, 1]
    # P6 and P7 hang on C5 alone, P5 as well; P3 hears of all.
    changed = network.pyramid((torch.zeros_like(c3), torch.zeros_like(c4), c5))
    same = [torch.equal(a, b) for a, b in zip(levels, changed, strict=True)]
    assert same == [False, False, True, True, True]


def test_a_teacher_trains_saves_and_comes_back(tmp_path: Path) -> None:
    from detector.training.dataset import Batch

    trainer = Trainer(Recipe(size=128, batch=2, network="lite"), "cpu", _lite())
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (2, 3, 128, 128), np.uint8)
    quad = np.array([[(20, 30), (100, 30), (100, 90), (20, 90)]], np.float32)
    first = trainer.train_on(Batch(images, [quad, quad[:0]]))
    assert np.isfinite(
        [float(part.detach()) for part in (first.score, first.box, first.corners)]
    ).all()
    trainer.save(tmp_path / "last.pt")
    network, facts = load_network(tmp_path / "last.pt")
    assert facts["recipe"]["network"] == "lite"
    average = trainer.average.state_dict()
    assert all(torch.equal(average[key], value) for key, value in network.state_dict().items())


def _lite():
    """The second teacher without ImageNet's weights, which a clone does not have."""
    from detector.model.retinanet import SlimRetinaNet
    from detector.training.networks import LITE

    return SlimRetinaNet(LITE, LiteBackbone())


def test_imagenet_weights_are_taken_layer_by_layer(tmp_path: Path) -> None:
    torch.manual_seed(0)
    own = {k: v for k, v in LiteBackbone().state_dict().items() if k not in ("mean", "deviation")}
    theirs = {f"_layer{n}": torch.rand(v.shape) for n, v in enumerate(own.values())}
    torch.save(theirs | {"_fc.weight": torch.zeros(1000, 1280)}, tmp_path / "lite.pth")
    backbone = LiteBackbone()
    backbone.load_imagenet(tmp_path / "lite.pth")
    loaded = {k: v for k, v in backbone.state_dict().items() if k not in ("mean", "deviation")}
    for got, expected in zip(loaded.values(), theirs.values(), strict=True):
        torch.testing.assert_close(got, expected.to(got.dtype))
    torch.save(dict(list(theirs.items())[:-1]), tmp_path / "cut.pth")
    with pytest.raises(WeightsError, match="not those"):
        backbone.load_imagenet(tmp_path / "cut.pth")


def test_an_unknown_network_is_named() -> None:
    with pytest.raises(ValueError, match="resnet18"):
        make_network("resnet18")
