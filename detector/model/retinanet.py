"""SNet-RetinaNet: slim FPN (P4 to P6) and 1×1 subnets giving score, box and four corners."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor, nn

from detector.anchors import AnchorGrid
from detector.model.lite import LiteBackbone
from detector.model.snet import SHIPPED, STEMS, SNet, SNetConfig, Style, make_block

# Lin et al., "Focal Loss": the last bias makes every anchor start at this probability.
PRIOR_PROBABILITY = 0.01
BOX_VALUES = 4
CORNER_VALUES = 8
STRIDES = (16, 32, 64)  # of P4, P5, P6


@dataclass(frozen=True)
class RetinaConfig:
    """The whole network: backbone, pyramid width, subnet width, anchors.

    subnet_kernel : 1 as shipped, or 3. Levels that the anchors' strides do not name are not built.
    """

    backbone: SNetConfig = SHIPPED
    pyramid: int = 96
    subnet: int = 128
    grid: AnchorGrid = field(default_factory=AnchorGrid)
    subnet_kernel: Literal[1, 3] = 1

    @classmethod
    def of(cls, state: dict[str, Tensor]) -> RetinaConfig:
        """The widths, depths and kind of blocks of a network's state; all else is standard."""
        separable = "backbone.stages.0.0.pointwise.weight" in state
        last = "pointwise" if separable else "full"
        stages = range(1 + max(int(k.split(".")[2]) for k in state if "backbone.stages" in k))

        def depth(stage: int) -> int:
            start = f"backbone.stages.{stage}."
            return len({key.split(".")[3] for key in state if key.startswith(start)})

        def width(key: str) -> int:
            return state[f"{key}.weight"].shape[0]

        c2, c3, c4, c5 = (width(f"backbone.stages.{stage}.0.{last}") for stage in stages)
        d2, d3, d4, d5 = (depth(stage) for stage in stages)
        large = state["backbone.stem.0.weight"].shape[-1] == STEMS["large"][0]
        style = Style(separable=separable, stem="large" if large else "dilated")
        backbone = SNetConfig(width("backbone.stem.0"), (c2, c3, c4, c5), (d2, d3, d4, d5), style)
        return cls(backbone, width("pyramid.lateral4"), width("classes.0"))


class SlimPyramid(nn.Module):
    """C4, C5 → those of P4, P5 and P6 (strides 16, 32, 64) that are wanted, of equal width.

    P6 carries the whole picture's mean as well (ThunderNet's context enhancement), handed down
    with the top-down path, so that a cell knows more than its own field.
    """

    def __init__(
        self,
        widths: tuple[int, int],
        width: int,
        strides: tuple[int, ...] = STRIDES,
        style: Style = Style(),  # noqa: B008 - frozen
    ) -> None:
        super().__init__()
        c4, c5 = widths
        self.strides = strides
        # In this order: an optimiser's state names parameters by their places.
        if STRIDES[0] in strides:
            self.lateral4 = nn.Conv2d(c4, width, 1)
        self.lateral5 = nn.Conv2d(c5, width, 1)
        self.context = nn.Conv2d(c5, width, 1)
        if STRIDES[2] in strides:
            self.down = make_block(width, width, 2, style)
        if STRIDES[0] in strides:
            self.smooth4 = make_block(width, width, 1, style)
        self.smooth5 = make_block(width, width, 1, style)
        # Few GroupNorms, where the levels meet and maps are small enough to cost nothing.
        self.norms = nn.ModuleList([nn.GroupNorm(8, width) for _ in strides])

    def forward(self, c4: Tensor, c5: Tensor) -> list[Tensor]:
        """(B, c4, H, W), (B, c5, H/2, W/2) → the levels, finest first."""
        context = self.context(c5.mean(dim=(2, 3), keepdim=True))
        top = self.lateral5(c5) + context
        p5 = self.smooth5(top)
        levels = []
        if STRIDES[0] in self.strides:
            finer = nn.functional.interpolate(p5, scale_factor=2.0)
            levels.append(self.smooth4(self.lateral4(c4) + finer))
        if STRIDES[1] in self.strides:
            levels.append(p5)
        if STRIDES[2] in self.strides:
            levels.append(self.down(top))
        return [norm(p) for norm, p in zip(self.norms, levels, strict=True)]


def _subnet(inputs: int, width: int, outputs: int, kernel: int) -> nn.Sequential:
    border = kernel // 2
    return nn.Sequential(
        nn.Conv2d(inputs, width, kernel, padding=border),
        nn.ReLU(inplace=True),
        nn.Conv2d(width, width, kernel, padding=border),
        nn.ReLU(inplace=True),
        nn.Conv2d(width, outputs, kernel, padding=border),
    )


class SlimRetinaNet(nn.Module):
    """RGB in 0 to 1, float (B, 3, H, W), sides multiples of 32 → logits, boxes, corners.

    Returns logits (B, N), box deltas (B, N, 4) and corner deltas (B, N, 8); N as in AnchorGrid.
    backbone : another than SNet, for a second teacher.
    """

    def __init__(
        self, config: RetinaConfig | None = None, backbone: SNet | LiteBackbone | None = None
    ) -> None:
        super().__init__()
        self.config = config = config or RetinaConfig()
        anchors = config.grid.per_cell
        self.backbone = backbone or SNet(config.backbone)
        style = config.backbone.style
        self.pyramid = SlimPyramid(self.backbone.widths, config.pyramid, config.grid.strides, style)
        kernel = config.subnet_kernel
        self.classes = _subnet(config.pyramid, config.subnet, anchors, kernel)
        self.shapes = _subnet(
            config.pyramid, config.subnet, anchors * (BOX_VALUES + CORNER_VALUES), kernel
        )
        start_subnets(self.classes, self.shapes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        return self._told(*self.backbone(x))

    def with_maps(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """The same, and what the cascade head reads (detector.model.cascade): C2 and C3. Raises
        TypeError where the backbone is a teacher's."""
        if not isinstance(self.backbone, SNet):
            raise TypeError(f"{type(self.backbone).__name__} has no maps for a cascade head")
        fine, middle, c4, c5 = self.backbone.maps(x)
        return *self._told(c4, c5), fine, middle

    def _told(self, c4: Tensor, c5: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        levels, batch = self.pyramid(c4, c5), c4.shape[0]
        logits = [flatten(self.classes(p), batch, 1) for p in levels]
        shapes = [flatten(self.shapes(p), batch, BOX_VALUES + CORNER_VALUES) for p in levels]
        shape = torch.cat(shapes, dim=1)
        return torch.cat(logits, dim=1).flatten(1), shape[..., :BOX_VALUES], shape[..., BOX_VALUES:]


def start_subnets(classes: nn.Sequential, shapes: nn.Sequential) -> None:
    """Small last weights, and a last bias that makes every anchor improbable."""
    for subnet in (classes, shapes):
        last = subnet[-1]
        assert isinstance(last, nn.Conv2d)
        assert last.bias is not None
        nn.init.normal_(last.weight, std=0.01)
        nn.init.zeros_(last.bias)
    bias = classes[-1].bias
    assert isinstance(bias, Tensor)
    nn.init.constant_(bias, -math.log((1 - PRIOR_PROBABILITY) / PRIOR_PROBABILITY))


def flatten(maps: Tensor, batch: int, values: int) -> Tensor:
    """(B, A·values, H, W) → (B, H·W·A, values), in AnchorGrid's order."""
    return maps.permute(0, 2, 3, 1).reshape(batch, -1, values)
