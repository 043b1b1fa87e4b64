"""From CUDA to the CPU, when CUDA is not there or gives up."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import TYPE_CHECKING, cast

from detector.errors import BackendError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from detector.backends import Backend, Outputs

log = logging.getLogger(__name__)


class FallbackBackend:
    """A preferred backend, and the one that takes over for good when it cannot be made or fails.

    prefer : makes the preferred one, raising BackendError, WeightsError, ImportError or OSError.
    notice : "" or, once the other has taken over, why; it is logged once, and whoever runs the
    detector tells the person.
    """

    def __init__(self, prefer: Callable[[], Backend], other: Backend) -> None:
        self.notice = ""
        self._other = other
        self._lock = threading.Lock()
        try:
            self._used = prefer()
        except ImportError:
            self._take_over("PyTorch is not installed")
        except OSError as error:  # installed, but a library that it was built against is missing
            self._take_over(f"PyTorch cannot be loaded ({error})")
        except (BackendError, WeightsError) as error:
            self._take_over(str(error))

    @property
    def engine(self) -> str:
        """Of the backend in use."""
        return self._used.engine

    @property
    def device(self) -> str:
        """Of the backend in use."""
        return self._used.device

    def run(self, image: NDArray[np.uint8]) -> Outputs:
        """See Backend. The picture on which the preferred one fails is answered by the other."""
        used = self._used
        try:
            return used.run(image)
        except BackendError as error:
            if used is self._other:
                raise
            with self._lock:
                if self._used is not self._other:
                    self._take_over(str(error))
            return self._other.run(image)

    def _take_over(self, reason: str) -> None:
        self._used = self._other
        self.notice = f"CUDA is not used: {reason}. Using the CPU."
        log.info("%s", self.notice)


def cuda_backend(state: Callable[[], bytes]) -> Backend:
    """torch on CUDA. state : gives the network's state. Raises as FallbackBackend's prefer may."""
    # By name: to import the application, or to run on the CPU, takes no torch.
    module = importlib.import_module("detector.backends.torch")
    return cast("Backend", module.TorchBackend(state()))
