"""The networks that training knows, by name, and how a checkpoint becomes one again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from detector.model.lite import LiteBackbone
from detector.model.retinanet import RetinaConfig, SlimRetinaNet
from detector.model.snet import SHIPPED, Style
from detector.model.teacher import TeacherRetinaNet

# What is shipped; the heavy baseline; the teacher that begins with ImageNet's weights.
NETWORKS = ("snet", "resnet50", "lite")
# The teacher's pyramid is of separable blocks; its own backbone takes SNet's place.
LITE = RetinaConfig(replace(SHIPPED, style=Style()), pyramid=128, subnet=256)

Network = SlimRetinaNet | TeacherRetinaNet


def make_network(name: str, state: dict[str, Tensor] | None = None) -> Network:
    """A network of NETWORKS: new, or with a state's widths and weights.

    Raises WeightsError where ImageNet's weights are wanted and not installed.
    """
    network: Network
    if name == "snet":
        network = SlimRetinaNet(RetinaConfig.of(state) if state else None)
    elif name == "resnet50":
        network = TeacherRetinaNet()
    elif name == "lite":
        backbone = LiteBackbone()
        if state is None:
            backbone.load_imagenet()
        network = SlimRetinaNet(LITE, backbone)
    else:
        raise ValueError(f"expected one of {', '.join(NETWORKS)}, got {name!r}")
    if state is not None:
        network.load_state_dict(state)
    return network


def load_network(checkpoint: Path) -> tuple[Network, dict[str, Any]]:
    """The averaged network of a checkpoint, in eval mode, and the checkpoint's other facts."""
    state: dict[str, Any] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    facts: dict[str, Any] = {k: state[k] for k in ("step", "seconds", "recipe") if k in state}
    name = facts.get("recipe", {}).get("network", "snet")
    return make_network(name, state["average"]).eval(), facts
