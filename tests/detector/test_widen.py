"""Widening a trained network."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from detector.model.retinanet import RetinaConfig, SlimRetinaNet  # noqa: E402
from detector.model.snet import SNetConfig  # noqa: E402
from detector.training.networks import load_network  # noqa: E402
from detector.training.train import Recipe, Trainer  # noqa: E402
from detector.training.widen import enlarge_stem, widen  # noqa: E402

SMALL = RetinaConfig(SNetConfig(8, (8, 16, 16, 24), (1, 1, 2, 1)), pyramid=16, subnet=16)
LARGER = SNetConfig(12, (20, 16, 40, 30), (1, 2, 3, 1))


def _trained() -> SlimRetinaNet:
    """A network whose norms have something to say."""
    torch.manual_seed(0)
    network = SlimRetinaNet(SMALL)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias)
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2.0)
    return network.eval()


def test_a_widened_network_is_the_same_function() -> None:
    narrow = _trained()
    wide = widen(narrow, LARGER).eval()
    image = torch.rand(2, 3, 128, 192)
    with torch.no_grad():
        for expected, got in zip(narrow(image), wide(image), strict=True):
            torch.testing.assert_close(got, expected, atol=1e-4, rtol=1e-4)


def test_the_large_first_convolution_begins_as_the_same_function_and_reads_every_px() -> None:
    network = _trained()
    large = enlarge_stem(network).eval()
    image = torch.rand(1, 3, 128, 192)
    with torch.no_grad():
        for expected, got in zip(network(image), large(image), strict=True):
            torch.testing.assert_close(got, expected, atol=1e-5, rtol=1e-5)
    with pytest.raises(ValueError, match="dilated"):
        enlarge_stem(large)
    assert _read(network) == 0.25
    torch.nn.init.uniform_(large.backbone.stem[0].weight, 0.5, 1)
    assert _read(large) == 1


def _read(network: SlimRetinaNet) -> float:
    """The share of the px that the first convolution reads."""
    image = torch.rand(1, 3, 32, 32, requires_grad=True)
    network.backbone.stem[0](image).square().sum().backward()
    return float((image.grad.abs().sum(dim=1) > 0).float().mean())


def test_repeated_channels_learn_different_things() -> None:
    wide = widen(_trained(), LARGER).train()
    logits, boxes, corners = wide(torch.rand(2, 3, 128, 128))
    (logits.square().mean() + boxes.square().mean() + corners.square().mean()).backward()
    gradient = wide.backbone.stem[0].weight.grad.flatten(1)
    for one in range(len(gradient)):
        for other in range(one):
            assert not torch.allclose(gradient[one], gradient[other], rtol=1e-3, atol=0)


@pytest.mark.parametrize(
    "smaller",
    [SNetConfig(8, (8, 16, 12, 24), (1, 1, 2, 1)), SNetConfig(8, (8, 16, 16, 24), (1, 1, 1, 1))],
)
def test_nothing_can_shrink(smaller: SNetConfig) -> None:
    with pytest.raises(ValueError, match="fewer"):
        widen(_trained(), smaller)


def test_a_checkpoint_says_its_own_widths(tmp_path: Path) -> None:
    trainer = Trainer(Recipe(size=64, batch=2), "cpu", widen(_trained(), LARGER))
    trainer.save(tmp_path / "last.pt")
    network, facts = load_network(tmp_path / "last.pt")
    assert network.config == RetinaConfig(LARGER, pyramid=16, subnet=16)
    assert facts["step"] == 0
