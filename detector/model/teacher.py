"""The heavy baseline and teacher: RetinaNet on a ResNet-50 with a full FPN.

Lin et al., "Focal Loss for Dense Object Detection"; He et al., "Deep Residual Learning"; the facts
as in yhenon/pytorch-retinanet: P3 to P5 from C3 to C5, P6 a 3×3 convolution of stride 2 on C5, P7
the same on ReLU(P6); subnets of four 3×3-256 convolutions, shared across the levels; nine anchors a
cell. With our corners beside its box.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor, nn

from detector.anchors import AnchorGrid
from detector.model.retinanet import BOX_VALUES, CORNER_VALUES, flatten, start_subnets

EXPANSION = 4
SUBNET_DEPTH = 4
TEACHER_GRID = AnchorGrid(
    strides=(8, 16, 32, 64, 128),
    base=4.0,
    scales=(1.0, 2 ** (1 / 3), 2 ** (2 / 3)),
    ratios=(0.5, 1.0, 2.0),
)


@dataclass(frozen=True)
class TeacherConfig:
    """stem, blocks : of the ResNet; the stages are stem, 2, 4 and 8 × stem wide, times four.

    pyramid : channels of the FPN and of the subnets.
    """

    stem: int = 64
    blocks: tuple[int, int, int, int] = (3, 4, 6, 3)
    pyramid: int = 256
    grid: AnchorGrid = field(default_factory=lambda: TEACHER_GRID)


class Bottleneck(nn.Module):
    """1×1, 3×3 (which strides), 1×1 four times as wide, and a shortcut."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = width * EXPANSION
        self.body = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, stride, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        # A block that begins as the identity trains faster (Goyal et al., "Accurate, Large
        # Minibatch SGD", 5.1).
        nn.init.zeros_(cast("nn.BatchNorm2d", self.body[-1]).weight)
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )
        self.activation = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, 4 · width, H / stride, W / stride)."""
        out: Tensor = self.activation(self.shortcut(x) + self.body(x))
        return out


class ResNet(nn.Module):
    """float (B, 3, H, W) → C3, C4, C5 (strides 8, 16, 32)."""

    def __init__(self, stem: int, blocks: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, stem, 7, 2, 3, bias=False),
            nn.BatchNorm2d(stem),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2, 1),
        )
        stages, inputs = [], stem
        for number, depth in enumerate(blocks):
            width, layers = stem * 2**number, []
            for block in range(depth):
                stride = 2 if block == 0 and number > 0 else 1
                layers.append(Bottleneck(inputs, width, stride))
                inputs = width * EXPANSION
            stages.append(nn.Sequential(*layers))
        self.stages = nn.ModuleList(stages)
        self.widths = tuple(stem * 2**number * EXPANSION for number in (1, 2, 3))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """H and W multiples of 32."""
        c2 = self.stages[0](self.stem(x))
        c3 = self.stages[1](c2)
        c4 = self.stages[2](c3)
        return c3, c4, self.stages[3](c4)


class Pyramid(nn.Module):
    """C3, C4, C5 → P3 to P7, of equal width."""

    def __init__(self, widths: tuple[int, ...], width: int) -> None:
        super().__init__()
        self.laterals = nn.ModuleList([nn.Conv2d(each, width, 1) for each in widths])
        self.smooths = nn.ModuleList([nn.Conv2d(width, width, 3, 1, 1) for _ in widths])
        self.p6 = nn.Conv2d(widths[-1], width, 3, 2, 1)
        self.p7 = nn.Conv2d(width, width, 3, 2, 1)

    def forward(self, features: tuple[Tensor, Tensor, Tensor]) -> list[Tensor]:
        """Finest level first."""
        top = self.laterals[2](features[2])
        maps = [top]
        for level in (1, 0):
            top = self.laterals[level](features[level]) + nn.functional.interpolate(
                top, scale_factor=2.0
            )
            maps.insert(0, top)
        maps = [smooth(each) for smooth, each in zip(self.smooths, maps, strict=True)]
        p6 = self.p6(features[2])
        return [*maps, p6, self.p7(nn.functional.relu(p6))]


class TeacherRetinaNet(nn.Module):
    """RGB in 0 to 1, float (B, 3, H, W), sides multiples of 32 → as SlimRetinaNet."""

    def __init__(self, config: TeacherConfig | None = None) -> None:
        super().__init__()
        self.config = config or TeacherConfig()
        width, anchors = self.config.pyramid, self.config.grid.per_cell
        self.backbone = ResNet(self.config.stem, self.config.blocks)
        self.pyramid = Pyramid(self.backbone.widths, width)
        self.classes = _subnet(width, anchors)
        self.shapes = _subnet(width, anchors * (BOX_VALUES + CORNER_VALUES))
        start_subnets(self.classes, self.shapes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        levels = self.pyramid(self.backbone(x))
        batch = x.shape[0]
        logits = [flatten(self.classes(p), batch, 1) for p in levels]
        shapes = [flatten(self.shapes(p), batch, BOX_VALUES + CORNER_VALUES) for p in levels]
        shape = torch.cat(shapes, dim=1)
        return torch.cat(logits, dim=1)[..., 0], shape[..., :BOX_VALUES], shape[..., BOX_VALUES:]


def _subnet(width: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for _ in range(SUBNET_DEPTH):
        layers += [nn.Conv2d(width, width, 3, 1, 1), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Conv2d(width, outputs, 3, 1, 1))
