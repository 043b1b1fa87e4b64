"""8-bit networks: what they keep, what stays in float32, what they are made from."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from detector.backends.onnx import OnnxBackend  # noqa: E402 - after torch is known to be there
from detector.errors import SynthesisError  # noqa: E402
from detector.model.refiner import StripRefiner  # noqa: E402
from detector.model.retinanet import RetinaConfig, SlimRetinaNet  # noqa: E402
from detector.model.snet import SNetConfig  # noqa: E402
from detector.strips import COLUMNS, ROWS  # noqa: E402
from detector.training.cache import write_shard  # noqa: E402
from detector.training.export_onnx import EXACT, OPSET, Exported, to_onnx  # noqa: E402
from detector.training.folded import begin_with, keep_share, keep_shipped  # noqa: E402
from detector.training.quantise import network_inputs, quantise  # noqa: E402
from detector.training.timed import add_shipped  # noqa: E402
from detector.training.train_refiner import EXACT as UNQUANTISED  # noqa: E402
from detector.training.train_refiner import PLAIN  # noqa: E402
from detector.training.train_refiner import export as export_refiner  # noqa: E402
from detector.weights import REFINER_NAME, find_weights, read_verified  # noqa: E402


def pictures(seed: int, count: int) -> list[np.ndarray]:
    """Patches of colour, (1, 96, 128, 3)."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (count, 1, 6, 8, 3), np.uint8)
    return list(coarse.repeat(16, axis=2).repeat(16, axis=3))


@pytest.fixture(scope="module", params=[False, True], ids=["px", "places"])
def exact(request: pytest.FixtureRequest) -> bytes:
    torch.manual_seed(4)
    config = RetinaConfig(SNetConfig(8, (8, 16, 24, 32), (1, 1, 2, 1)), pyramid=32, subnet=24)
    return to_onnx(SlimRetinaNet(config).eval(), blocks=request.param)


@pytest.fixture(scope="module")
def small(exact: bytes) -> bytes:
    return quantise(exact, pictures(1, 12), EXACT)


def test_the_answers_stay_nearly_the_same(exact: bytes, small: bytes) -> None:
    for picture in pictures(2, 5):
        for one, other in zip(
            OnnxBackend(exact).run(picture[0]), OnnxBackend(small).run(picture[0]), strict=True
        ):
            assert one.shape == other.shape
            gap = np.abs(one - other).mean()
            assert 0 < gap < 0.1 * one.std() + 1e-3


def test_bytes_go_into_the_first_convolution_as_they_are(exact: bytes) -> None:
    """Whatever range the pictures had from which ranges were taken: here none has a bright px."""
    model = onnx.load_from_string(quantise(exact, [p // 8 for p in pictures(1, 12)], EXACT))
    first = next(node for node in model.graph.node if node.op_type == "Conv")
    source = next(node for node in model.graph.node if first.input[0] in node.output)
    scale, zero = (
        onnx.numpy_helper.to_array(each)
        for name in source.input[1:]
        for each in model.graph.initializer
        if each.name == name
    )
    assert (scale, zero) == (1, 0)
    assert not any(node.op_type == "Cast" and node.input[0] == "image" for node in model.graph.node)


def test_a_first_convolution_of_other_values_is_refused() -> None:
    config = RetinaConfig(SNetConfig(8, (8, 8, 8, 8), (1, 1, 1, 1)), pyramid=8, subnet=8)
    buffer = io.BytesIO()
    torch.onnx.export(
        Exported(SlimRetinaNet(config).eval()), (torch.zeros(1, 96, 128, 3, dtype=torch.uint8),),
        buffer, input_names=["image"], dynamo=False, opset_version=OPSET,
    )  # fmt: skip
    with pytest.raises(ValueError, match="not bytes"):
        quantise(buffer.getvalue(), pictures(1, 2), EXACT)
    quantise(buffer.getvalue(), pictures(1, 2), (*EXACT, "stem.0"))


def test_weights_take_seven_bits_and_the_named_layers_none(small: bytes) -> None:
    model = onnx.load_from_string(small)
    arrays = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    made = {output: node for node in model.graph.node for output in node.output}
    integer = 0
    for node in model.graph.node:
        if node.op_type != "Conv":
            continue
        source = made.get(node.input[1])
        quantised = source is not None and source.op_type == "DequantizeLinear"
        named = any(part in node.name for part in EXACT)
        assert quantised != named, node.name
        if quantised:
            weights = arrays[source.input[0]]
            assert weights.dtype == np.int8
            assert np.abs(weights.astype(int)).max() <= 64
            integer += 1
    assert integer > 10


def test_ranges_come_from_a_caches_scenes(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match="no scenes"):
        network_inputs(tmp_path, 64, 32)
    black, nothing = np.zeros((90, 160, 3), np.uint8), np.empty((0, 4, 2))
    write_shard(tmp_path / "scenes-0-0000.npz", [black] * 3, [nothing] * 3)
    inputs = network_inputs(tmp_path, 64, 32)
    assert [each.shape for each in inputs] == [(1, 64, 64, 3)] * 3
    assert inputs[0][0, 35].max() == 0
    assert inputs[0][0, 36].min() > 0


def as_if_trained(seed: int) -> StripRefiner:
    torch.manual_seed(seed)
    network = StripRefiner().eval()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.3, 0.3)
            torch.nn.init.uniform_(module.running_var, 0.5, 2.0)
    return network


def test_a_training_goes_on_from_an_8_bit_network_with_what_its_weights_stand_for() -> None:
    first = as_if_trained(6)
    strips = np.random.default_rng(3).integers(0, 256, (8, ROWS, COLUMNS, 3), np.uint8)
    small = quantise(export_refiner(first), [strips], UNQUANTISED)
    begun = StripRefiner().eval()
    begin_with(begun, small, PLAIN)
    planes = torch.from_numpy(strips[..., ::-1].transpose(0, 3, 1, 2).copy()).float() / 255
    with torch.no_grad():
        for one, other in zip(first(planes), begun(planes), strict=True):
            gap = (one - other).abs().max().item()
            # 7 bits of weights: near, and not the same.
            assert 0 < gap < 0.1 * one.std().item()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_of_the_weights_before_is_kept(share: float) -> None:
    exported = export_refiner(as_if_trained(7))
    before, trained = StripRefiner(), StripRefiner()
    begin_with(before, exported, PLAIN)
    begin_with(trained, exported, PLAIN)
    with torch.no_grad():
        for value in trained.parameters():
            value.add_(0.5)
    keep_share(trained, exported, PLAIN, share)
    for one, other in zip(before.parameters(), trained.parameters(), strict=True):
        torch.testing.assert_close(other - one, torch.full_like(one, 0.5 * (1 - share)))


def test_what_is_kept_of_the_shipped_network_stands_in_the_card() -> None:
    trained, shipped = StripRefiner(), StripRefiner()
    first = find_weights(REFINER_NAME)
    begin_with(shipped, read_verified(first), PLAIN)
    recipe: dict[str, object] = {"minutes": 3}
    data: dict[str, object] = {}
    keep_shipped(trained, REFINER_NAME, PLAIN, 1.0, recipe, data)
    for one, other in zip(shipped.parameters(), trained.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    assert recipe == {"minutes": 3, "kept_share": 1.0}
    assert data == {"begun_with": f"the weights {first.stem}"}


def test_the_share_that_is_kept_is_told_with_the_shipped_network_or_not_at_all() -> None:
    parser = argparse.ArgumentParser()
    add_shipped(parser)
    calls = [[], ["--shipped"], ["--shipped", "0.5"]]
    assert [parser.parse_args(call).shipped for call in calls] == [None, 0.0, 0.5]
    for wrong in ("1.5", "-1", "nan", "half"):
        with pytest.raises(SystemExit):
            parser.parse_args([f"--shipped={wrong}"])
