"""A wider, deeper network that starts as the very function of a trained one.

``python -m detector.training.widen --run runs/first --out runs/wide --stem 24 --channels 48 96 192
288 --blocks 1 2 6 3``, then ``detector.training.train --run runs/wide --start runs/wide/start.pt``

``--large-stem`` in place of the widths gives it the first convolution that sees every px.

Net2Net (Chen, Goodfellow and Shlens, 2016): a new channel repeats an old one, and whoever reads it
shares the old weight out among the repetitions, unequally, so that their gradients differ; a new
block starts as the identity, its last norm scaled by 0. Only the backbone grows.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from detector.model.retinanet import RetinaConfig, SlimRetinaNet
from detector.model.snet import SeparableBlock, SNet, SNetConfig
from detector.training.networks import load_network

# How unequally a reader's weight is shared among repetitions, in shares of it.
UNEVENNESS = 0.3
STEM_WEIGHT = "backbone.stem.0.weight"


class Repeats:
    """Which old channel each new one repeats: the old ones first, then some again."""

    def __init__(self, old: int, new: int, rng: np.random.Generator) -> None:
        if new < old:
            raise ValueError(f"{new} channels are fewer than {old}")
        more = rng.permutation(np.resize(np.arange(old), new - old))
        self.of: NDArray[np.int64] = np.concatenate([np.arange(old), more])
        self._rng = rng

    def rows(self, value: Tensor) -> Tensor:
        """(old, …) → (new, …), each row repeated as it is."""
        return value[torch.from_numpy(self.of)].clone()

    def columns(self, weight: Tensor) -> Tensor:
        """(O, old, …) → (O, new, …), each column shared out among its repetitions."""
        counts = np.bincount(self.of)
        noise = self._rng.normal(0, UNEVENNESS, (weight.shape[0], len(self.of)))
        sums = noise @ np.eye(len(counts))[self.of]
        shares = 1 / counts[self.of] + noise - (sums / counts)[:, self.of]
        spread = torch.from_numpy(shares).to(weight.dtype)[:, :, None, None]
        return weight[:, torch.from_numpy(self.of)] * spread


@torch.no_grad()
def widen(narrow: SlimRetinaNet, backbone: SNetConfig, seed: int = 0) -> SlimRetinaNet:
    """A network with that backbone whose outputs are narrow's.

    Raises ValueError where a width or a depth would shrink.
    """
    rng = np.random.default_rng(seed)
    old = narrow.config
    if any(new < had for new, had in zip(backbone.blocks, old.backbone.blocks, strict=True)):
        raise ValueError(f"{backbone.blocks} blocks are fewer than {old.backbone.blocks}")
    wide = SlimRetinaNet(RetinaConfig(backbone, old.pyramid, old.subnet, old.grid))
    inputs = Repeats(old.backbone.stem, backbone.stem, rng)
    assert isinstance(wide.backbone, SNet)
    assert isinstance(narrow.backbone, SNet)
    stem, old_stem = wide.backbone.stem, narrow.backbone.stem
    _conv(stem[0], inputs.rows(_weight(old_stem[0])))
    _norm(stem[1], old_stem[1], inputs)
    ends = []
    stages = zip(wide.backbone.stages, narrow.backbone.stages, backbone.channels, strict=True)
    for stage, old_stage, channels in stages:
        assert isinstance(stage, nn.Sequential)
        assert isinstance(old_stage, nn.Sequential)
        inputs = _stage(stage, old_stage, inputs, channels, rng)
        ends.append(inputs)
    kept = {
        name: value
        for name, value in narrow.state_dict().items()
        if not name.startswith("backbone.")
    }
    for name, repeats in (("lateral4", ends[2]), ("lateral5", ends[3]), ("context", ends[3])):
        key = f"pyramid.{name}.weight"
        kept[key] = repeats.columns(kept[key])
    wide.load_state_dict(kept, strict=False)
    return wide


@torch.no_grad()
def enlarge_stem(network: SlimRetinaNet) -> SlimRetinaNet:
    """The same function with the large first convolution in place of the dilated one, whose taps
    lie on every second of the large one's. Raises ValueError where its first is another one."""
    old = network.config
    if old.backbone.style.stem != "dilated":
        raise ValueError(f"expected a dilated first convolution, got {old.backbone.style.stem}")
    style = replace(old.backbone.style, stem="large")
    large = SlimRetinaNet(replace(old, backbone=replace(old.backbone, style=style)))
    state = dict(network.state_dict())
    taps = state[STEM_WEIGHT]
    state[STEM_WEIGHT] = taps.new_zeros(*taps.shape[:2], 6, 6)
    state[STEM_WEIGHT][..., ::2, ::2] = taps
    large.load_state_dict(state)
    return large


def _stage(
    stage: nn.Sequential,
    old: nn.Sequential,
    inputs: Repeats,
    channels: int,
    rng: np.random.Generator,
) -> Repeats:
    """Fills one stage; what its channels repeat."""
    last = old[-1]
    assert isinstance(last, SeparableBlock)
    outputs = Repeats(last.pointwise.out_channels, channels, rng)
    for number, block in enumerate(stage):
        assert isinstance(block, SeparableBlock)
        if number >= len(old):
            last_norm = block.pointwise_norm
            assert isinstance(last_norm, nn.BatchNorm2d)
            nn.init.zeros_(last_norm.weight)
            continue
        source = old[number]
        assert isinstance(source, SeparableBlock)
        _conv(block.depthwise, inputs.rows(source.depthwise.weight))
        _norm(block.depthwise_norm, source.depthwise_norm, inputs)
        _conv(block.pointwise, outputs.rows(inputs.columns(source.pointwise.weight)))
        _norm(block.pointwise_norm, source.pointwise_norm, outputs)
        inputs = outputs
    return outputs


def _weight(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Conv2d)
    return module.weight


def _conv(conv: nn.Module, weight: Tensor) -> None:
    _weight(conv).copy_(weight)


def _norm(norm: nn.Module, old: nn.Module, repeats: Repeats) -> None:
    values = {
        name: repeats.rows(value) if value.ndim else value
        for name, value in old.state_dict().items()
    }
    norm.load_state_dict(values)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.widen")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--large-stem", action="store_true")
    parser.add_argument("--stem", type=int, default=16)
    parser.add_argument("--channels", type=int, nargs=4)
    parser.add_argument("--blocks", type=int, nargs=4)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    narrow, _ = load_network(arguments.run / "last.pt")
    if not isinstance(narrow, SlimRetinaNet):
        raise SystemExit("only an SNet can grow")
    if arguments.large_stem:
        wide = enlarge_stem(narrow).eval()
    elif arguments.channels and arguments.blocks:
        one, two, three, four = arguments.channels
        first, second, third, fourth = arguments.blocks
        config = SNetConfig(arguments.stem, (one, two, three, four), (first, second, third, fourth))
        wide = widen(narrow, config, arguments.seed).eval()
    else:
        parser.error("give --large-stem, or --channels and --blocks")
    example = torch.rand(1, 3, 256, 256, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        worst = max(
            float((a - b).abs().max()) for a, b in zip(narrow(example), wide(example), strict=True)
        )
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save({"average": wide.state_dict()}, arguments.out / "start.pt")
    print(f"start.pt: max abs difference from the narrow network's outputs {worst:.1e}")


if __name__ == "__main__":
    main()
