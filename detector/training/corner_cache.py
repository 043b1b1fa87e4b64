"""Pictures of a cache with what the detector found in them, right or wrong, for the corner network.

``python -m detector.training.corner_cache --cache runs/cache --out runs/corners [--shards 36]``

Its errors are what that network mends: training on made-up ones alone would miss how they look.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from detector.backends.onnx import OnnxBackend
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.runtime import Detector
from detector.training.cache import REAL
from detector.training.shards import finished, write_arrays
from detector.weights import WeightCard, find_weights, read_verified

# The pictures' longer side as they are kept, px.
SIDE_PX = 320
# Finds kept of a picture, and the least score of one: false ones are what is learned from.
MAX_FOUND, LEAST_SCORE = 6, 0.08


def with_finds(detector: Detector, shard: Path, out: Path, side: int) -> None:
    """Writes one shard with its finds, (N, MAX_FOUND, 4, 2) px, NaN where there are fewer."""
    with np.load(shard) as arrays:
        images, sizes, quads = arrays["images"], arrays["sizes"], arrays["quads"]
    factor = min(1.0, side / images.shape[1])
    kept = np.zeros((len(images), side, side, 3), np.uint8)
    found = np.full((len(images), MAX_FOUND, 4, 2), np.nan, np.float32)
    new_sizes = np.zeros_like(sizes)
    for i, (image, (width, height)) in enumerate(zip(images, sizes.tolist(), strict=True)):
        picture = np.ascontiguousarray(image[:height, :width])
        finds = detector.candidates(Mipmap(lifted(picture)), LEAST_SCORE)[:MAX_FOUND]
        new_sizes[i] = size = (max(1, round(width * factor)), max(1, round(height * factor)))
        kept[i, : size[1], : size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        scale = np.array(size) / (width, height)
        for n, each in enumerate(finds):
            found[i, n] = (each.quad.corners + 0.5) * scale - 0.5
        quads[i] = (quads[i] + 0.5) * scale - 0.5
    write_arrays(out, images=kept, sizes=new_sizes, quads=quads, found=found)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.corner_cache")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=36, help="of scenes, the last ones")
    parser.add_argument("--side", type=int, default=SIDE_PX, help="the pictures' longer side, px")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = find_weights()
    card = WeightCard.load(path.with_suffix(".json"))
    # Without a corner network: it would sort out what its successor is to learn from.
    detector = Detector(OnnxBackend(read_verified(path), 1), card)
    scenes = finished(arguments.cache, "scenes-")[-arguments.shards :]
    others = [arguments.cache / f"{name}.npz" for name in REAL]
    start = time.monotonic()
    for shard in [*(each for each in others if each.exists()), *scenes]:
        out = arguments.out / shard.name
        if not out.exists():
            with_finds(detector, shard, out, arguments.side)
            print(f"{time.monotonic() - start:7.0f} s  {out.name}", flush=True)


if __name__ == "__main__":
    main()
