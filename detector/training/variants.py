"""The variants of the slimmed network that the ablation sets side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from detector.anchors import AnchorGrid
from detector.model.losses import BoxLoss
from detector.model.retinanet import RetinaConfig
from detector.model.snet import SHIPPED, SNetConfig, Style

# What the others are compared with: the widths of the first release.
BASE = RetinaConfig(SNetConfig(16, (32, 64, 128, 192), (1, 2, 4, 3)), pyramid=128, subnet=192)
DISTILLED = "with a teacher's labels"
GIOU = "boxes by the GIoU loss"


def _styled(**switches: Any) -> RetinaConfig:
    style = replace(BASE.backbone.style, **switches)
    return replace(BASE, backbone=replace(BASE.backbone, style=style))


def _sized(
    stem: int, channels: tuple[int, int, int, int], blocks: tuple[int, int, int, int]
) -> RetinaConfig:
    return replace(BASE, backbone=SNetConfig(stem, channels, blocks, Style()))


NARROW_FULL = replace(SHIPPED, style=Style(separable=False))
WIDE_FULL = SNetConfig(16, (24, 48, 80, 128), (1, 2, 3, 2), Style(separable=False))
VARIANTS: dict[str, RetinaConfig] = {
    "base": BASE,
    "base, second seed": BASE,  # how far two runs of one network lie apart
    "first convolution not dilated": _styled(stem="plain"),
    "GroupNorm": _styled(norm="group"),
    "no norm": _styled(norm="none"),
    "two ReLUs a block": _styled(relus=2),
    "no shortcuts": _styled(shortcuts=False),
    "full 3×3 convolutions": _styled(separable=False),
    "full 3×3 convolutions, narrower": RetinaConfig(NARROW_FULL),
    "full 3×3 convolutions, narrower, first one 6×6 (shipped)": RetinaConfig(),
    "full 3×3 convolutions, wide early, narrow late": RetinaConfig(WIDE_FULL, 96, 160),
    "subnets 3×3": replace(BASE, subnet_kernel=3),
    "channels × ¾": _sized(16, (24, 48, 96, 144), (1, 2, 4, 3)),
    "channels × 1½, two blocks more": replace(
        BASE, backbone=SNetConfig(24, (48, 96, 192, 288), (1, 2, 6, 3))
    ),
    "anchors from 64 px, two sizes a level": replace(
        BASE, grid=AnchorGrid(base=4.0, scales=(1.0, 2**0.5))
    ),
    "without P6": replace(BASE, grid=AnchorGrid(strides=(16, 32))),
    "without P4": replace(BASE, grid=AnchorGrid(strides=(32, 64))),
    GIOU: BASE,
    DISTILLED: BASE,
}
SEEDS = {"base, second seed": 1}
BOX_LOSSES: dict[str, BoxLoss] = {GIOU: "giou"}


@dataclass(frozen=True)
class Budget:
    """What every variant gets."""

    steps: int = 600
    size: int = 192
    batch: int = 32
    seed: int = 0
    box_loss: BoxLoss = "smooth_l1"
