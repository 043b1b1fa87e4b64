"""A trained network for another set of anchor sizes, giving the same quads as before.

``python -m detector.training.regrid --weights resources/weights/NAME.npz --base 4
--scales 1 1.4142 --out runs/start.pt``, then ``detector.training.train --start runs/start.pt``

Each new size takes over the last layers of the nearest old one. Corner and centre deltas are in
units of the anchor's size, so they scale with it, and log sizes shift: what the network draws stays
where it was. Scores stay too, except that a size with no old one near begins less sure.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from detector.anchors import AnchorGrid
from detector.coding import BOX_SCALE
from detector.model.retinanet import BOX_VALUES, CORNER_VALUES
from detector.training.train import Recipe

VALUES = BOX_VALUES + CORNER_VALUES
LAST_SCORE, LAST_SHAPE = "classes.4", "shapes.4"
# Of the logits of a size that is more than this factor away from every old one.
FAR_FACTOR, LESS_SURE = 1.3, 1.0


@torch.no_grad()
def regrid(state: dict[str, Tensor], old: AnchorGrid, new: AnchorGrid) -> dict[str, Tensor]:
    """The state of a SlimRetinaNet of grid `new` from one of grid `old`.

    Raises ValueError where their strides or ratios differ, which no rescaling can mend.
    """
    if (old.strides, old.ratios) != (new.strides, new.ratios):
        raise ValueError("expected grids of the same strides and ratios")
    result = dict(state)
    for kind in ("weight", "bias"):
        scores, shapes = state[f"{LAST_SCORE}.{kind}"], state[f"{LAST_SHAPE}.{kind}"]
        ratios = len(old.ratios)
        scores = scores.reshape(len(old.scales), ratios, *scores.shape[1:])
        shapes = shapes.reshape(len(old.scales), ratios, VALUES, *shapes.shape[1:])
        new_scores, new_shapes = [], []
        for scale in new.scales:
            factors = [old.base * each / (new.base * scale) for each in old.scales]
            nearest = int(np.abs(np.log(factors)).argmin())
            factor = factors[nearest]
            far = max(factor, 1 / factor) > FAR_FACTOR
            new_scores.append(scores[nearest] - (LESS_SURE if far and kind == "bias" else 0.0))
            new_shapes.append(_rescaled(shapes[nearest], factor, is_bias=kind == "bias"))
        result[f"{LAST_SCORE}.{kind}"] = torch.stack(new_scores).flatten(0, 1)
        result[f"{LAST_SHAPE}.{kind}"] = torch.stack(new_shapes).flatten(0, 2)
    return result


def _rescaled(shapes: Tensor, factor: float, *, is_bias: bool) -> Tensor:
    """(ratios, VALUES, …) of an anchor `factor` times as large as the new one."""
    scaled = shapes.clone()
    scaled[:, :2] *= factor
    scaled[:, BOX_VALUES:] *= factor
    if is_bias:
        scaled[:, 2:BOX_VALUES] += float(np.log(factor)) / torch.tensor(BOX_SCALE[2:])
    return scaled


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.regrid")
    parser.add_argument("--weights", type=Path, required=True, help="a shipped .npz")
    parser.add_argument("--base", type=float, required=True, help="of the old anchors, strides")
    parser.add_argument("--scales", type=float, nargs="+", required=True, help="of the old anchors")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with np.load(arguments.weights, allow_pickle=False) as arrays:
        state = {key: torch.from_numpy(arrays[key]) for key in arrays.files}
    old = AnchorGrid(base=arguments.base, scales=tuple(arguments.scales))
    average = regrid(state, old, AnchorGrid())
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    start = {"average": average, "step": 0, "seconds": 0.0, "recipe": asdict(Recipe())}
    torch.save(start, arguments.out)


if __name__ == "__main__":
    main()
