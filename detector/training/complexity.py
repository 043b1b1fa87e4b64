"""Multiply-accumulates and parameters of the networks, layer by layer.

``python -m detector.training.complexity [--size 224] [--layers]`` counts what is shipped and the
two teachers at 224² and at the shipped size.

Counted by ptflops on the modules themselves (its "pytorch" backend, pinned: the other counts
operators and gives other figures).
"""

from __future__ import annotations

import argparse
import contextlib
import io

import torch
from torch import Tensor, nn

from detector.corners import VIEW_HEIGHT, VIEW_WIDTH
from detector.model.cascade import STRIDES, WIDTHS, CascadeHead
from detector.model.corner_net import CornerNet
from detector.model.lite import LiteBackbone
from detector.model.refiner import StripRefiner
from detector.model.retinanet import SlimRetinaNet
from detector.model.teacher import TeacherRetinaNet
from detector.model.verifier import VerifierNet
from detector.strips import COLUMNS, ROWS
from detector.training.networks import LITE, Network
from detector.verifier import LOOK_HEIGHT, LOOK_WIDTH
from detector.weights import WeightCard, find_weights

FIRST_SIZE = 224  # at which the budget is given


def count(network: nn.Module, shape: tuple[int, int, int], *, layers: bool) -> tuple[float, int]:
    """MACs of one picture (C, H, W), and parameters; layers : print each layer's share as well."""
    # Here: a machine that only trains, or only times, need not have it.
    from ptflops import get_model_complexity_info

    # ptflops reports unknown modules on stdout; none of ours computes anything.
    with contextlib.redirect_stdout(io.StringIO()) as report:
        macs, _ = get_model_complexity_info(
            network.eval(),
            shape,
            as_strings=False,
            backend="pytorch",
            print_per_layer_stat=layers,
            verbose=False,
        )
    if layers:
        print(report.getvalue())
    if macs is None:
        raise ValueError(f"ptflops could not count {type(network).__name__}")
    # Counted here: ptflops leaves out what is not being trained, such as an averaged network.
    return float(macs), sum(each.numel() for each in network.parameters())


class OneOutline(nn.Module):
    """The cascade head as one outline asks it, in a picture of the size that it is given; its cost
    is the same in any."""

    def __init__(self) -> None:
        super().__init__()
        self.head = CascadeHead()

    def forward(self, picture: Tensor) -> Tensor:
        """(1, 3, H, W) → (1, 1, 4, 2); H and W multiples of 8."""
        height, width = picture.shape[2:]
        fine, middle = (
            picture.new_zeros(1, channels, height // stride, width // stride)
            for channels, stride in zip(WIDTHS, STRIDES, strict=True)
        )
        corners = [(0, 0), (width, 0), (width, height), (0, height)]
        moved: Tensor = self.head(fine, middle, torch.tensor(corners).float()[None, None])
        return moved


def detectors() -> dict[str, Network]:
    """The shipped network and the teachers by the names that reports give them, untrained."""
    lite = SlimRetinaNet(LITE, LiteBackbone())
    return {
        "SNet-RetinaNet": SlimRetinaNet(),
        "RetinaNet-ResNet-50-FPN": TeacherRetinaNet(),
        "RetinaNet-EfficientNet-Lite0": lite,
    }


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.complexity")
    parser.add_argument("--size", type=int, help="side of the square input, px, a multiple of 128")
    parser.add_argument("--layers", action="store_true")
    arguments = parser.parse_args()
    shipped = WeightCard.load(find_weights().with_suffix(".json")).long_side
    rows: list[tuple[str, nn.Module, tuple[int, int, int]]] = [
        (f"{name}, {size} × {size}", network, (3, size, size))
        for name, network in detectors().items()
        for size in ([arguments.size] if arguments.size else (FIRST_SIZE, shipped))
    ]
    view = (3, VIEW_HEIGHT, VIEW_WIDTH)
    rows.append(("cascade head, one outline", OneOutline(), (3, FIRST_SIZE, FIRST_SIZE)))
    rows.append(("corner network and outer one, one view", CornerNet(), view))
    rows.append(("verifier, one outline in doubt", VerifierNet(), (3, LOOK_HEIGHT, LOOK_WIDTH)))
    rows.append(("strip refiner, one strip", StripRefiner(), (3, ROWS, COLUMNS)))
    for name, network, shape in rows:
        macs, parameters = count(network, shape, layers=arguments.layers)
        print(f"{name:>39}: {macs / 1e6:9.1f} MMac  {parameters / 1e3:9.1f} k parameters")


if __name__ == "__main__":
    main()
