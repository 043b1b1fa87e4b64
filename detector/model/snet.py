"""SNet: a shallow backbone by the rules of ShuffleNetV2 and ThunderNet.

Equal input and output channels inside a stage (least memory access), no groups but depthwise, one
branch, few element-wise operations: ReLU once a block, a shortcut only where nothing is resized.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class SNetConfig:
    """Channels and depth.

    stem : channels of the first convolution (3×3, dilation 2: the field of a 5×5).
    channels : of the stages at strides 4, 8, 16 and 32. blocks : separable blocks in each.
    """

    stem: int = 16
    channels: tuple[int, int, int, int] = (32, 64, 128, 192)
    blocks: tuple[int, int, int, int] = (1, 2, 4, 3)


class SeparableBlock(nn.Module):
    """Depthwise 5×5, then 1×1, each normalised; one ReLU at the end."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 5, stride, 2, groups=inputs, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pointwise_norm = nn.BatchNorm2d(outputs)
        self.activation = nn.ReLU(inplace=True)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H / stride, W / stride)."""
        y = self.pointwise_norm(self.pointwise(self.depthwise_norm(self.depthwise(x))))
        out: Tensor = self.activation(x + y if self.shortcut else y)
        return out


class SNet(nn.Module):
    """The backbone: float (B, 3, H, W) → C4 (stride 16) and C5 (stride 32)."""

    def __init__(self, config: SNetConfig) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, config.stem, 3, 2, padding=2, dilation=2, bias=False),
            nn.BatchNorm2d(config.stem),
            nn.ReLU(inplace=True),
        )
        stages: list[nn.Module] = []
        inputs = config.stem
        for outputs, depth in zip(config.channels, config.blocks, strict=True):
            blocks = [SeparableBlock(inputs, outputs, 2)]
            blocks += [SeparableBlock(outputs, outputs) for _ in range(depth - 1)]
            stages.append(nn.Sequential(*blocks))
            inputs = outputs
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 3, H, W), H and W multiples of 32 → C4, C5."""
        x = self.stem(x)
        for stage in self.stages[:-1]:
            x = stage(x)
        return x, self.stages[-1](x)
