"""The CUDA engine: the same answers as ONNX Runtime's, and a way back to the CPU."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.backends import fallback  # noqa: E402 - after torch is known to be there
from detector.backends.fallback import FallbackBackend  # noqa: E402
from detector.backends.onnx import OnnxBackend  # noqa: E402
from detector.backends.torch import TorchBackend, write_state  # noqa: E402
from detector.errors import BackendError, WeightsError  # noqa: E402
from detector.model.retinanet import RetinaConfig, SlimRetinaNet  # noqa: E402
from detector.model.snet import SNetConfig  # noqa: E402
from detector.runtime import Detector  # noqa: E402
from detector.training.benchmark import card_on_ground  # noqa: E402
from detector.training.export_onnx import PARITY_TOLERANCE, to_onnx, write_weights  # noqa: E402
from detector.weights import WeightCard, find_weights, read_state  # noqa: E402

PICTURE = np.random.default_rng(2).integers(0, 256, (128, 192, 3), np.uint8)
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
# TF32 keeps 10 bits of a product's factors. With them cut to so many on the CPU the shipped
# network's outputs move by .004 where there may be a document.
TF32_TOLERANCE = 0.02
LIKELY = -2.0  # a logit
# The CPU's network is in 8 bits, CUDA's is not; the refinement ends both next to the same outline,
# at 640 × 480 within .16 px (with torch on the CPU).
QUAD_TOLERANCE_PX = 0.5


@pytest.fixture(scope="module")
def network() -> SlimRetinaNet:
    torch.manual_seed(3)
    config = RetinaConfig(SNetConfig(8, (8, 16, 24, 32), (1, 1, 2, 1)), pyramid=32, subnet=24)
    return SlimRetinaNet(config).eval()


@pytest.fixture
def weights(network: SlimRetinaNet, tmp_path: Path) -> Path:
    facts = {"recipe": {"size": 128}, "threshold": 0.5, "step": 0, "seconds": 0}
    return write_weights(tmp_path, to_onnx(network), network, facts | {"data": {}, "metrics": {}})


class Failing:
    """A GPU that answers a few pictures, then has no memory left."""

    engine, device = "torch", "CUDA"

    def __init__(self, good: int, other: OnnxBackend) -> None:
        self.calls, self._good, self._other = 0, good, other

    def run(self, image: np.ndarray) -> object:
        self.calls += 1
        if self.calls > self._good:
            raise BackendError("CUDA has no memory left")
        return self._other.run(image)


def torch_on_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever asks for torch on CUDA gets it on the CPU."""

    class OnCpu:
        @staticmethod
        def TorchBackend(state: bytes) -> TorchBackend:
            return TorchBackend(state, "cpu")

    monkeypatch.setattr(fallback.importlib, "import_module", lambda _: OnCpu)


@pytest.mark.parametrize("size", [(128, 192), (192, 128), (64, 64)])
def test_torch_and_onnx_agree(network: SlimRetinaNet, size: tuple[int, int]) -> None:
    image = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    expected = OnnxBackend(to_onnx(network)).run(image)
    got = TorchBackend(write_state(network), "cpu").run(image)
    for one, other in zip(expected, got, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() <= PARITY_TOLERANCE
    assert np.ptp(expected[2]) > 10 * PARITY_TOLERANCE


@pytest.fixture(scope="module")
def shipped() -> bytes:
    """The state of the shipped network."""
    path = find_weights()
    return read_state(path, WeightCard.load(path.with_suffix(".json")))


@needs_cuda
@pytest.mark.parametrize("exact", [True, False])
def test_cuda_and_onnx_agree(
    shipped: bytes, monkeypatch: pytest.MonkeyPatch, *, exact: bool
) -> None:
    """Without TF32 as near as torch on the CPU is; with it, as torch begins, near enough."""
    if exact:
        monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", False)
    on_cuda = TorchBackend(shipped)
    image = np.ascontiguousarray(card_on_ground(384, 288)[0])
    expected, got = OnnxBackend(to_onnx(on_cpu(shipped))).run(image), on_cuda.run(image)
    likely = np.ones(len(expected[0]), bool) if exact else expected[0] > LIKELY
    assert likely.sum() >= 5
    for one, other in zip(expected, got, strict=True):
        difference = np.abs(one - other)[likely].max()
        assert difference <= (PARITY_TOLERANCE if exact else TF32_TOLERANCE)


def on_cpu(state: bytes) -> SlimRetinaNet:
    with np.load(io.BytesIO(state)) as arrays:
        tensors = {key: torch.from_numpy(arrays[key]) for key in arrays.files}
    network = SlimRetinaNet(RetinaConfig.of(tensors))
    network.load_state_dict(tensors)
    return network.eval()


@pytest.mark.parametrize("place", ["cpu", pytest.param("cuda", marks=needs_cuda)])
def test_torch_and_the_shipped_network_give_the_same_outlines(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "cpu":
        torch_on_cpu(monkeypatch)
    image, truth = card_on_ground(640, 480)
    detector = Detector.load("cuda", threads=1)
    (expected,), (got,) = (each.detect(image) for each in (Detector.load("cpu", 1), detector))
    assert (detector.device, detector.notice) == (place.upper(), "")
    assert np.abs(expected.quad.corners - got.quad.corners).max() <= QUAD_TOLERANCE_PX
    assert got.quad.jaccard(truth) > 0.98
    assert got.network_score != expected.network_score  # not one and the same engine


def test_what_is_no_state_is_refused(network: SlimRetinaNet) -> None:
    with pytest.raises(WeightsError, match="cannot be used"):
        TorchBackend(b"no zip", "cpu")
    with pytest.raises(WeightsError, match="cannot be used"):
        TorchBackend(write_state(network)[:-200], "cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="what happens where there is no CUDA")
def test_no_driver_is_a_backend_error(network: SlimRetinaNet) -> None:
    with pytest.raises(BackendError, match="CUDA"):
        TorchBackend(write_state(network))


def test_out_of_memory_is_told_as_a_backend_error(
    network: SlimRetinaNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = TorchBackend(write_state(network), "cpu")

    def full(_: object) -> None:
        raise torch.cuda.OutOfMemoryError("many words of the allocator")

    monkeypatch.setattr(backend._network, "with_maps", full)
    with pytest.raises(BackendError, match=r"^CUDA has no memory left$"):
        backend.run(PICTURE)


def test_the_picture_on_which_cuda_fails_is_answered_all_the_same(
    network: SlimRetinaNet, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=fallback.__name__)
    cpu = OnnxBackend(to_onnx(network))
    gpu = Failing(1, cpu)
    backend = FallbackBackend(lambda: gpu, cpu)  # type: ignore[arg-type,return-value]
    assert (backend.device, backend.notice) == ("CUDA", "")
    backend.run(PICTURE)
    for _ in range(3):
        np.testing.assert_array_equal(backend.run(PICTURE)[0], cpu.run(PICTURE)[0])
    assert gpu.calls == 2
    assert backend.device == "CPU"
    assert "no memory" in backend.notice
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ImportError("torch"), "PyTorch is not installed"),
        (OSError("libcudart.so.12"), "PyTorch cannot be loaded (libcudart.so.12)"),
    ],
)
def test_without_torch_the_cpu_is_used_and_it_is_said(
    fault: Exception, said: str, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise fault

    monkeypatch.setattr(fallback.importlib, "import_module", missing)
    detector = Detector.load("cuda", weights_path=weights)
    assert (detector.device, detector.engine) == ("CPU", "ONNX Runtime")
    assert said in detector.notice
    assert Detector.load("cpu", weights_path=weights).notice == ""


def test_a_state_that_is_not_the_cards_is_not_used(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch_on_cpu(monkeypatch)
    whole = Detector.load("cuda", weights_path=weights)
    assert (whole.engine, whole.notice) == ("torch", "")
    state = weights.with_suffix(".npz")
    card = json.loads(weights.with_suffix(".json").read_text())
    assert card["state_sha256"] == hashlib.sha256(state.read_bytes()).hexdigest()
    state.write_bytes(state.read_bytes() + b"!")
    damaged = Detector.load("cuda", weights_path=weights)
    assert damaged.engine == "ONNX Runtime"
    assert "damaged" in damaged.notice
    state.unlink()
    assert "cannot be read" in Detector.load("cuda", weights_path=weights).notice
