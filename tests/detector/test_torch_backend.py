"""The CUDA engine: the same answers as ONNX Runtime's, and a way back to the CPU."""

from __future__ import annotations

import hashlib
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
from detector.training.export_onnx import PARITY_TOLERANCE, to_onnx, write_weights  # noqa: E402

PICTURE = np.random.default_rng(2).integers(0, 256, (128, 192, 3), np.uint8)


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


@pytest.mark.parametrize("size", [(128, 192), (192, 128), (64, 64)])
def test_torch_and_onnx_agree(network: SlimRetinaNet, size: tuple[int, int]) -> None:
    image = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    expected = OnnxBackend(to_onnx(network)).run(image)
    got = TorchBackend(write_state(network), "cpu").run(image)
    for one, other in zip(expected, got, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() <= PARITY_TOLERANCE
    assert np.ptp(expected[2]) > 10 * PARITY_TOLERANCE


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

    monkeypatch.setattr(backend, "_network", full)
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


def test_without_torch_the_cpu_is_used_and_it_is_said(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(fallback.importlib, "import_module", missing)
    detector = Detector.load("cuda", weights_path=weights)
    assert (detector.device, detector.engine) == ("CPU", "ONNX Runtime")
    assert "PyTorch is not installed" in detector.notice
    assert Detector.load("cpu", weights_path=weights).notice == ""


def test_a_state_that_is_not_the_cards_is_not_used(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fallback.importlib.import_module

    class OnCpu:
        @staticmethod
        def TorchBackend(state: bytes) -> TorchBackend:
            return real("detector.backends.torch").TorchBackend(state, "cpu")

    monkeypatch.setattr(fallback.importlib, "import_module", lambda _: OnCpu)
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
