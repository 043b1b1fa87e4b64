"""SNet: a shallow backbone by the rules of ShuffleNetV2 and ThunderNet.

Equal input and output channels inside a stage (least memory access), no groups, one branch, few
element-wise operations: ReLU once a block, a shortcut only where nothing is resized. Each rule is
a switch of Style, so that the ablation can turn it off alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from torch import Tensor, nn

NORM_GROUPS = 8

Stem = Literal["plain", "dilated", "large"]
# Kernel, padding and dilation of the first convolution, whose stride is 2. The dilated one has the
# field of a 5×5, but its taps lie two px apart, as its steps do: it reads every second row and
# column only. The large one reads all of them, from two px before to three px after.
STEMS: dict[Stem, tuple[int, int, int]] = {
    "plain": (3, 1, 1),
    "dilated": (3, 2, 2),
    "large": (6, 2, 1),
}


@dataclass(frozen=True)
class Style:
    """How blocks are made; the defaults are what the ablation starts from.

    separable : depthwise 5×5 and 1×1, or one full 3×3 convolution. norm : after each convolution.
    relus : one a block, or one more after its depthwise part. shortcuts : around blocks that resize
    nothing. stem : the first convolution, see STEMS.
    """

    separable: bool = True
    norm: Literal["batch", "group", "none"] = "batch"
    relus: Literal[1, 2] = 1
    shortcuts: bool = True
    stem: Stem = "dilated"


@dataclass(frozen=True)
class SNetConfig:
    """Channels and depth.

    stem : of the first convolution. channels : of the stages at strides 4, 8, 16 and 32. blocks :
    in each stage.
    """

    stem: int
    channels: tuple[int, int, int, int]
    blocks: tuple[int, int, int, int]
    style: Style = field(default_factory=Style)


SHIPPED = SNetConfig(16, (16, 32, 96, 128), (1, 1, 3, 2), Style(separable=False, stem="large"))


def norm_layer(style: Style, channels: int) -> nn.Module:
    """The norm of a style."""
    if style.norm == "batch":
        return nn.BatchNorm2d(channels)
    return nn.GroupNorm(NORM_GROUPS, channels) if style.norm == "group" else nn.Identity()


class SeparableBlock(nn.Module):
    """Depthwise 5×5, then 1×1, each normalised; one ReLU at the end."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1, style: Style = Style()) -> None:
        super().__init__()
        bias = style.norm == "none"
        self.depthwise = nn.Conv2d(inputs, inputs, 5, stride, 2, groups=inputs, bias=bias)
        self.depthwise_norm = norm_layer(style, inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=bias)
        self.pointwise_norm = norm_layer(style, outputs)
        self.between = nn.ReLU(inplace=True) if style.relus == 2 else nn.Identity()
        self.activation = nn.ReLU(inplace=True)
        self.shortcut = style.shortcuts and stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H / stride, W / stride)."""
        y = self.between(self.depthwise_norm(self.depthwise(x)))
        y = self.pointwise_norm(self.pointwise(y))
        out: Tensor = self.activation(x + y if self.shortcut else y)
        return out


class FullBlock(nn.Module):
    """One full 3×3 convolution, normalised, and a ReLU: what SeparableBlock is compared with."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1, style: Style = Style()) -> None:
        super().__init__()
        self.full = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=style.norm == "none")
        self.full_norm = norm_layer(style, outputs)
        self.activation = nn.ReLU(inplace=True)
        self.shortcut = style.shortcuts and stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H / stride, W / stride)."""
        y = self.full_norm(self.full(x))
        out: Tensor = self.activation(x + y if self.shortcut else y)
        return out


def make_block(inputs: int, outputs: int, stride: int, style: Style) -> nn.Module:
    """A block of a style."""
    kind = SeparableBlock if style.separable else FullBlock
    return kind(inputs, outputs, stride, style)


class SNet(nn.Module):
    """The backbone: float (B, 3, H, W) → C4 (stride 16) and C5 (stride 32)."""

    def __init__(self, config: SNetConfig) -> None:
        super().__init__()
        style = config.style
        kernel, padding, dilation = STEMS[style.stem]
        bias = style.norm == "none"
        self.stem = nn.Sequential(
            nn.Conv2d(3, config.stem, kernel, 2, padding, dilation, bias=bias),
            norm_layer(style, config.stem),
            nn.ReLU(inplace=True),
        )
        stages: list[nn.Module] = []
        inputs = config.stem
        for outputs, depth in zip(config.channels, config.blocks, strict=True):
            blocks = [make_block(inputs, outputs, 2, style)]
            blocks += [make_block(outputs, outputs, 1, style) for _ in range(depth - 1)]
            stages.append(nn.Sequential(*blocks))
            inputs = outputs
        self.stages = nn.ModuleList(stages)
        self.widths = config.channels[2], config.channels[3]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 3, H, W), H and W multiples of 32 → C4, C5."""
        *_, c4, c5 = self.maps(x)
        return c4, c5

    def maps(self, x: Tensor) -> list[Tensor]:
        """What every stage gives, C2 to C5, strides 4 to 32; x as forward takes it."""
        x, given = self.stem(x), []
        for stage in self.stages:
            x = stage(x)
            given.append(x)
        return given
