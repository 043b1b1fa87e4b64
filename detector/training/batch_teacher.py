"""A teacher's network on pictures of one size at once: on a GPU eight looks cost little more time
than one, and one by one most of it would go into starting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from detector.decode import MAX_CANDIDATES, decode
from detector.exposure import lifted
from detector.letterbox import Letterbox
from detector.mipmap import Mipmap
from detector.outlines import Outline, within
from detector.training.export_onnx import Exported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.training.networks import Network

    Arrays = tuple[NDArray[np.float32], NDArray[np.int64]]

# Decoding takes no more of so many documents, and no picture of a training has more.
MOST_PLACES = MAX_CANDIDATES * 16


class BatchDetector:
    """A network alone, as precision.coarse_detector runs it, but in batches and on any device.

    network : is taken to the device. long_side : px of its input. half : in bfloat16 where autocast
    takes that for exact enough.
    """

    def __init__(self, network: Network, long_side: int, device: str, *, half: bool) -> None:
        self._grid, self._long_side = network.config.grid, long_side
        self._device, self._half = torch.device(device), half
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._network = Exported(network).to(self._device).eval()

    def detect_all(self, images: Sequence[NDArray[np.uint8]], least: float) -> list[list[Outline]]:
        """Of each picture what is found with scores from `least` on, best first.

        images : uint8 (H, W, 3) BGR, all of one size. Raises ValueError where they are not.
        """
        height, width = images[0].shape[:2]
        frame = Letterbox.fit(width, height, self._long_side, self._grid.multiple)
        inputs = np.stack([frame.apply(Mipmap(_of_size(each, width, height))) for each in images])
        anchors = self._grid.boxes(frame.width, frame.height)
        found = []
        for outputs, places in zip(*self._likeliest(inputs), strict=True):
            logits, boxes, corners = outputs[:, 0], outputs[:, 1:5], outputs[:, 5:]
            candidates = decode(logits, boxes, corners, anchors[places], least)
            found.append(within(candidates, frame, width, height))
        return found

    def _likeliest(self, inputs: NDArray[np.uint8]) -> Arrays:
        """Of uint8 (B, H, W, 3) the outputs (B, K, 1 + 4 + 8) of the anchors that decode would look
        at, best first, and their places (B, K): the others need not leave the device."""
        with torch.inference_mode():
            given = torch.from_numpy(inputs).to(self._device)
            with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
                logits, boxes, corners, *_ = self._network(given)
            outputs = torch.cat((logits[..., None], boxes, corners), dim=2).float()
            places = outputs[..., 0].topk(min(MOST_PLACES, outputs.shape[1]), dim=1).indices
            best = outputs.take_along_dim(places[..., None], dim=1)
            return best.cpu().numpy(), places.cpu().numpy()


def _of_size(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Lifted as the runtime lifts it."""
    if image.shape != (height, width, 3):
        raise ValueError(f"expected pictures of {width} × {height} px, got {image.shape}")
    return lifted(image)
