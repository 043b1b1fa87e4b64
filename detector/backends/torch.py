"""torch on CUDA. Imported only where CUDA was asked for: nothing else at run time needs torch."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import torch

from detector.errors import BackendError, WeightsError
from detector.model.retinanet import RetinaConfig, SlimRetinaNet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.backends import Outputs


class TorchBackend:
    """The network from its state: an .npz of plain arrays, as write_state gives it.

    device : "cuda", or "cpu" to compare. Raises BackendError where the device cannot be used, and
    WeightsError where the bytes are no state of the network.
    """

    engine = "torch"

    def __init__(self, state: bytes, device: str = "cuda") -> None:
        self.device = device.upper()
        network = read_network(state)
        if device == "cuda" and not torch.cuda.is_available():
            built = torch.version.cuda is not None
            reason = "no CUDA driver or device" if built else "torch was built without CUDA"
            raise BackendError(reason)
        try:
            self._network = network.to(device)
        except RuntimeError as error:
            raise BackendError(f"CUDA cannot be used: {error}") from error
        self._place = device

    def run(self, image: NDArray[np.uint8]) -> Outputs:
        """See Backend. Raises BackendError where the device fails or has no memory left."""
        try:
            with torch.inference_mode():
                bgr = torch.from_numpy(np.ascontiguousarray(image)).to(self._place)
                rgb = bgr.permute(2, 0, 1)[None].float().flip(1) / 255
                given = self._network.with_maps(rgb)
                return tuple(each[0].cpu().numpy() for each in given)
        except torch.cuda.OutOfMemoryError as error:
            raise BackendError("CUDA has no memory left") from error
        except RuntimeError as error:
            raise BackendError(f"CUDA failed: {error}") from error


def read_network(state: bytes) -> SlimRetinaNet:
    """The network of an .npz as write_state gives it, in eval mode, on the CPU. Raises WeightsError
    where the bytes are no state of the network."""
    try:
        with np.load(io.BytesIO(state), allow_pickle=False) as arrays:
            tensors = {key: torch.from_numpy(arrays[key]) for key in arrays.files}
        network = SlimRetinaNet(RetinaConfig.of(tensors))
        network.load_state_dict(tensors)
    except Exception as error:  # zip, key, shape: whatever is wrong with it
        raise WeightsError(f"the network's state cannot be used: {error}") from error
    return network.eval()


def write_state(network: SlimRetinaNet) -> bytes:
    """The .npz that TorchBackend reads: every array of the network's state by its name."""
    buffer = io.BytesIO()
    np.savez(buffer, **{key: each.numpy() for key, each in network.state_dict().items()})
    return buffer.getvalue()
