"""The detector as the rest of the world sees it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

import numpy as np

from detector.anchors import AnchorGrid
from detector.backends.onnx import OnnxBackend, OnnxStripNetwork
from detector.decode import Candidate, decode
from detector.detection import Detection
from detector.errors import BackendError, GeometryError, ImageError
from detector.formats import A4, OTHER, snap
from detector.letterbox import Letterbox
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.refine import StripNetwork, refine
from detector.weights import REFINER_NAME, WeightCard, find_weights, read_verified

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from detector.backends import Backend

Device = Literal["auto", "cpu", "cuda"]

log = logging.getLogger(__name__)


class Detector:
    """Finds documents in pictures; one instance may be shared by threads that take turns."""

    def __init__(
        self, backend: Backend, card: WeightCard, refiner: StripNetwork | None = None
    ) -> None:
        self._backend, self._refiner = backend, refiner
        self.card = card
        self._grid = AnchorGrid(card.strides, card.base, card.scales, card.ratios)

    @classmethod
    def load(
        cls, device: Device = "auto", threads: int = 0, weights_path: Path | None = None
    ) -> Detector:
        """The shipped detector, or the one of another .onnx with its card beside it.

        device : "auto" is the CPU, which needs no warm-up and no torch; "cuda" asks for a GPU and
        falls back to the CPU with one logged notice. threads : of the CPU engine, 0 its choice.
        Raises WeightsError where the weights are missing or not what their card says, and
        BackendError for an unknown device or a negative number of threads.
        """
        if device not in ("auto", "cpu", "cuda"):
            raise BackendError(f"expected device auto, cpu or cuda, got {device!r}")
        if threads < 0:
            raise BackendError(f"expected 0 or more threads, got {threads}")
        path = weights_path or find_weights()
        card = WeightCard.load(path.with_suffix(".json"))
        network, refiner = read_verified(path), read_verified(find_weights(REFINER_NAME))
        if device == "cuda":
            log.info("CUDA is not available in this version; using the CPU")
        return cls(OnnxBackend(network, threads), card, OnnxStripNetwork(refiner, threads))

    @property
    def engine(self) -> str:
        """The engine's name, "ONNX Runtime"."""
        return self._backend.engine

    @property
    def device(self) -> str:
        """Where it runs, "CPU" or "CUDA"."""
        return self._backend.device

    def detect(
        self, image: NDArray[np.uint8], threshold: float | None = None, *, refined: bool = True
    ) -> tuple[Detection, ...]:
        """Every document in a picture, best first; an empty tuple where there is none.

        image : uint8 (H, W, 3) BGR, upright. threshold : lowest score, the shipped one by default.
        refined : False leaves the corners as the network gave them.
        Raises ImageError where the array is no such picture.
        """
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
            raise ImageError(f"expected uint8 (H, W, 3), got {image.dtype} {image.shape}")
        height, width = image.shape[:2]
        frame = Letterbox.fit(width, height, self.card.long_side, self._grid.multiple)
        picture = Mipmap(image)
        outputs = self._backend.run(frame.apply(picture))
        anchors = self._grid.boxes(frame.width, frame.height)
        least = self.card.threshold if threshold is None else threshold
        found = []
        for candidate in decode(*outputs, anchors, least):
            coarse = _coarse_quad(candidate, frame, width, height)
            if coarse is not None:
                refiner = self._refiner if refined else None
                quad = coarse if refiner is None else refine(picture, coarse, refiner)
                found.append(_detection(quad, candidate, frame, width, height))
        return tuple(found)


def _coarse_quad(candidate: Candidate, frame: Letterbox, width: int, height: int) -> Quad | None:
    """The network's quad in px of the picture; None for a sliver or one outside of it."""
    try:
        quad = Quad(frame.to_picture(candidate.quad.corners))
    except GeometryError:
        return None
    return quad if quad.jaccard(Quad.full(width, height)) > 0 else None


def _detection(
    quad: Quad, candidate: Candidate, frame: Letterbox, width: int, height: int
) -> Detection:
    x0, y0, x1, y1 = candidate.box
    (left, top), (right, bottom) = frame.to_picture(np.array([(x0, y0), (x1, y1)])).tolist()
    upright = assume_upright(quad, width, height)
    known = snap(upright.aspect(width, height))
    name = known.name if known else OTHER
    return Detection(upright, (left, top, right, bottom), candidate.score, name)


def assume_upright(quad: Quad, width: int, height: int) -> Quad:
    """The outline read from the corner that is most likely the document's top-left.

    Cards and passport pages are wider than tall, A4 sheets taller than wide; of the two ways left,
    the one whose top side lies higher in the picture, the camera's up.
    """
    first = min(range(4), key=lambda k: float(np.roll(quad.corners, -k, axis=0)[:2, 1].sum()))
    upright = Quad(np.roll(quad.corners, -first, axis=0))
    known = snap(upright.aspect(width, height))
    if known is None or known is A4 or known.aspect > 1:
        return upright
    turned = [Quad(np.roll(upright.corners, k, axis=0)) for k in (1, -1)]
    return min(turned, key=lambda each: float(each.corners[:2, 1].sum()))
