"""An exported network's weights, to begin another training with.

In what is exported the normalisation is folded into the convolutions before it. Begun with that, a
network's normalisation changes nothing, and stays so: its statistics are those of the first
training. Of weights in 8 bits it gets what these stand for.
"""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from detector.errors import WeightsError
from detector.weights import find_weights, read_verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

# Where exported networks keep what was not folded.
PREFIX = "network."


@torch.no_grad()
def begin_with(network: nn.Module, exported: bytes, names: tuple[str, ...]) -> None:
    """Gives a network the weights of an exported one.

    Its normalised convolutions get those of the other's, as many as it has, in their order, and its
    layers called `names` those of the other's of that name. Raises WeightsError where they differ.
    """
    graph = onnx.load_from_string(exported).graph
    arrays = _weights(graph)
    convolutions = (node.input for node in graph.node if node.op_type == "Conv")
    folded = [each for each in convolutions if not each[1].startswith(PREFIX)]
    pairs = list(_normalised(network))
    if len(pairs) > len(folded):
        raise WeightsError(f"expected {len(pairs)} normalised convolutions, got {len(folded)}")
    try:
        for (_, weight, bias), (convolution, norm) in zip(folded, pairs, strict=False):
            convolution.weight.copy_(_fitting(arrays[weight], convolution.weight))
            norm.weight.fill_(1.0)
            norm.bias.copy_(_fitting(arrays[bias], norm.bias))
            norm.get_buffer("running_mean").zero_()
            norm.get_buffer("running_var").fill_(1 - norm.eps)
        for name in names:
            layer = network.get_submodule(name)
            for kind, value in layer.named_parameters():
                value.copy_(_fitting(arrays[f"{PREFIX}{name}.{kind}"], value))
    except KeyError as error:
        raise WeightsError(f"the exported network has no {error}") from error


@torch.no_grad()
def keep_share(network: nn.Module, exported: bytes, names: tuple[str, ...], share: float) -> None:
    """Moves a network part of the way back to the one that its training began with (begin_with).

    share : 0 to 1 of the weights before. Wortsman et al., "Robust fine-tuning of zero-shot models"
    (2022): the mean of the weights before and after keeps what the training had no pictures of.
    """
    first = copy.deepcopy(network)
    begin_with(first, exported, names)
    before: dict[str, Tensor] = first.state_dict()
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            value.lerp_(before[name], share)


def keep_shipped(
    network: nn.Module,
    name: str,
    layers: tuple[str, ...],
    share: float,
    recipe: dict[str, Any],
    data: dict[str, Any],
) -> None:
    """keep_share of the shipped weights of a name, which began the training; a card's recipe and
    data say so. Raises WeightsError where there are none."""
    first = find_weights(name)
    keep_share(network, read_verified(first), layers, share)
    recipe["kept_share"] = share
    data["begun_with"] = f"the weights {first.stem}"


def keep_norms(network: nn.Module) -> None:
    """Trains on, but for the statistics of the normalisation, which stay."""
    for layer in network.modules():
        layer.train(not isinstance(layer, nn.BatchNorm2d))


def _weights(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """What its layers are given besides maps, by name."""
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and set(node.input) <= stored.keys():
            integers, scale, zero = (stored[name] for name in node.input)
            # A scale of each output channel, the first axis.
            shape = (-1,) + (1,) * (integers.ndim - 1) if scale.ndim else ()
            offsets = integers.astype(np.float32) - zero.astype(np.float32).reshape(shape)
            stored[node.output[0]] = offsets * scale.reshape(shape)
    return {name: torch.tensor(value.copy()) for name, value in stored.items()}


def _normalised(network: nn.Module) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Convolutions and the normalisation right after each, in the network's order."""
    for block in network.modules():
        if isinstance(block, nn.Sequential):
            for first, second in pairwise(block):
                if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                    yield first, second


def _fitting(array: Tensor, wanted: Tensor) -> Tensor:
    if array.shape != wanted.shape:
        shapes = f"{tuple(array.shape)}, expected {tuple(wanted.shape)}"
        raise WeightsError(f"the exported network has a layer of shape {shapes}")
    return array
