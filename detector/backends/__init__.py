"""Inference engines behind one protocol: picture in, raw outputs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Outputs = tuple[NDArray[np.float32], ...]


class Backend(Protocol):
    """One engine on one device.

    engine : its name. device : "CPU" or "CUDA".
    """

    @property
    def engine(self) -> str:
        """The engine's name."""

    @property
    def device(self) -> str:
        """Where it runs."""

    def run(self, image: NDArray[np.uint8]) -> Outputs:
        """Network input uint8 (H, W, 3) BGR → logits (N,), boxes (N, 4), corners (N, 8), and, of a
        network that has them, the maps that a cascade head reads (detector.cascade)."""
