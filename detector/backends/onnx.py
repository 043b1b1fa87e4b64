"""ONNX Runtime on the CPU."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from detector.errors import BackendError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from detector.backends import Outputs

# Of Windows, which may collect the events that its builds leave with it.
onnxruntime.disable_telemetry_events()

# Fatal only: what goes wrong is raised, and a program with no console must stay quiet.
LOG_SEVERITY = 4
# Views of a document that go into one run: what it calculates on the way takes memory for each of
# them, which the engine keeps, and more at once take as long.
MOST_VIEWS = 8


class OnnxBackend:
    """A session over a network given as bytes.

    threads : 0 lets the engine choose. Raises WeightsError where the bytes are no network.
    """

    engine = "ONNX Runtime"
    device = "CPU"

    def __init__(self, network: bytes, threads: int = 0) -> None:
        self._session = _open(network, threads)

    def run(self, image: NDArray[np.uint8]) -> Outputs:
        """See Backend. Raises BackendError where the engine fails."""
        return tuple(each[0] for each in _run(self._session, {"image": image[None]}))


class OnnxCascadeHead:
    """The network that moves outlines to the edges; see detector.cascade.CascadeHead."""

    def __init__(self, network: bytes) -> None:
        # A share of a ms: a second thread would cost more than it brings.
        self._session = _open(network, threads=1)

    def __call__(
        self, maps: Sequence[NDArray[np.float32]], quads: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Raises BackendError where the engine fails."""
        fine, middle = maps
        feed = {"fine": fine[None], "middle": middle[None], "quads": quads[None]}
        (moved,) = _run(self._session, feed)
        return np.asarray(moved[0])


class OnnxStripNetwork:
    """The refiner's network; see detector.refine.StripNetwork."""

    def __init__(self, network: bytes, threads: int = 0) -> None:
        self._session = _open(network, threads)

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Raises BackendError where the engine fails."""
        rows, visible = _run(self._session, {"strips": strips})
        return rows, visible


class OnnxCornerNetwork:
    """The corner network; see detector.corners.CornerNetwork."""

    def __init__(self, network: bytes, threads: int = 0) -> None:
        self._session = _open(network, threads)

    def __call__(
        self, views: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Raises BackendError where the engine fails."""
        columns, rows, chances = _run_views(self._session, views)
        return columns, rows, chances


class OnnxVerifier:
    """The verifier's network; see detector.verifier.Verifier."""

    def __init__(self, network: bytes, threads: int = 0) -> None:
        self._session = _open(network, threads)

    def __call__(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Raises BackendError where the engine fails."""
        (chances,) = _run_views(self._session, views)
        return chances


class OnnxUprightNetwork:
    """The upright classifier; see detector.upright.UprightNetwork."""

    def __init__(self, network: bytes) -> None:
        # Under half a ms: a second thread would cost more than it brings.
        self._session = _open(network, threads=1)

    def __call__(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Raises BackendError where the engine fails."""
        (chances,) = _run(self._session, {"crops": crops})
        return chances


class OnnxLineReader:
    """The recogniser of printed lines; see detector.line_reader.LineNetwork."""

    def __init__(self, network: bytes, threads: int = 0) -> None:
        self._session = _open(network, threads)

    def __call__(self, lines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Raises BackendError where the engine fails."""
        (chances,) = _run(self._session, {"lines": lines})
        return chances


@cache
def _share_memory() -> None:
    """Lets all sessions calculate in one arena: one of each its own would keep for each what its
    largest run took, though they run one after another."""
    kinds = onnxruntime.OrtAllocatorType, onnxruntime.OrtMemType
    memory = onnxruntime.OrtMemoryInfo("Cpu", kinds[0].ORT_ARENA_ALLOCATOR, 0, kinds[1].DEFAULT)
    onnxruntime.create_and_register_allocator(memory, None)


def _open(network: bytes, threads: int) -> onnxruntime.InferenceSession:
    _share_memory()
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.intra_op_num_threads = threads
    options.log_severity_level = LOG_SEVERITY
    # A pattern for each size of input takes memory, and saves no time that can be measured.
    options.enable_mem_pattern = False
    # Spinning workers would keep a core busy between two frames.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions share no public base class
        raise WeightsError(f"ONNX Runtime refuses the weights: {error}") from error


def _run(
    session: onnxruntime.InferenceSession, feed: Mapping[str, NDArray[np.uint8 | np.float32]]
) -> list[NDArray[np.float32]]:
    try:
        outputs: list[NDArray[np.float32]] = session.run(None, feed)
    except Exception as error:  # its exceptions share no public base class
        raise BackendError(f"inference failed: {error}") from error
    return outputs


def _run_views(
    session: onnxruntime.InferenceSession, views: NDArray[np.uint8]
) -> list[NDArray[np.float32]]:
    """_run for (N, height, width, 3) views, N at least 1, a few at a time."""
    parts = [
        _run(session, {"views": views[first : first + MOST_VIEWS]})
        for first in range(0, len(views), MOST_VIEWS)
    ]
    return [np.concatenate(each) for each in zip(*parts, strict=True)]
