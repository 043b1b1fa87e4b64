"""Multiply-accumulates and parameters of the networks, layer by layer.

``python -m detector.training.complexity [--size 224] [--layers]``

Counted by ptflops on the modules themselves (its "pytorch" backend, pinned: the other counts
operators and gives other figures).
"""

from __future__ import annotations

import argparse
import contextlib
import io

from ptflops import get_model_complexity_info
from torch import nn

from detector.model.refiner import StripRefiner
from detector.model.retinanet import SlimRetinaNet
from detector.strips import COLUMNS, ROWS

SIZES = (224, 256)


def count(network: nn.Module, shape: tuple[int, int, int], *, layers: bool) -> tuple[float, float]:
    """MACs and parameters of one picture (C, H, W); layers : print each layer's share as well."""
    # ptflops reports unknown modules on stdout; none of ours computes anything.
    with contextlib.redirect_stdout(io.StringIO()) as report:
        macs, parameters = get_model_complexity_info(
            network.eval(),
            shape,
            as_strings=False,
            backend="pytorch",
            print_per_layer_stat=layers,
            verbose=False,
        )
    if layers:
        print(report.getvalue())
    if macs is None or parameters is None:
        raise ValueError(f"ptflops could not count {type(network).__name__}")
    return float(macs), float(parameters)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.complexity")
    parser.add_argument("--size", type=int, help="side of the square input, px, a multiple of 32")
    parser.add_argument("--layers", action="store_true")
    arguments = parser.parse_args()
    rows: list[tuple[str, nn.Module, tuple[int, int, int]]] = [
        (f"SNet-RetinaNet, {size} × {size}", SlimRetinaNet(), (3, size, size))
        for size in ([arguments.size] if arguments.size else SIZES)
    ]
    rows.append(("strip refiner, one strip", StripRefiner(), (3, ROWS, COLUMNS)))
    for name, network, shape in rows:
        macs, parameters = count(network, shape, layers=arguments.layers)
        print(f"{name:>28}: {macs / 1e6:8.1f} MMac  {parameters / 1e3:8.1f} k parameters")


if __name__ == "__main__":
    main()
