"""A network's first convolution as the CPU likes it, for the export.

The px that one of its steps goes over become the channels of one place ("space to depth"), and what
is left is a small convolution over places. Three channels a px are too few for the engine's 8-bit
convolution to be fast; twelve or more a place are not.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class BlockConvolution(nn.Module):
    """The same function of bytes, BGR from 0 to 255, as the given one's of RGB from 0 to 1.

    first : of three channels, without bias. Takes uint8 (B, H, W, 3), H and W
    multiples of its stride; gives float (B, outputs, H / stride down, W / stride across).
    """

    def __init__(self, first: nn.Conv2d) -> None:
        super().__init__()
        self.rows, self.columns = first.stride[0], first.stride[1]
        down, across = _taps(first, 0), _taps(first, 1)
        reach = [max(abs(place) for place, _ in taps) for taps in (down, across)]
        weight = first.weight.detach().flip(1) / 255
        sizes = [2 * each + 1 for each in reach]
        spread = weight.new_zeros(len(weight), self.rows, self.columns, 3, *sizes)
        for i, (row, y) in enumerate(down):
            for j, (column, x) in enumerate(across):
                spread[:, y, x, :, row + reach[0], column + reach[1]] = weight[:, :, i, j]
        channels = self.rows * self.columns * 3
        self.convolution = nn.Conv2d(
            channels, len(weight), (sizes[0], sizes[1]), padding=(reach[0], reach[1]), bias=False
        )
        self.convolution.weight = nn.Parameter(spread.flatten(1, 3))

    def forward(self, image: Tensor) -> Tensor:
        """See the class."""
        count, height, width = image.shape[:3]
        down, across = height // self.rows, width // self.columns
        # Row by row, not one transposition: the engine moves single bytes in those.
        bands = image.reshape(count, down, self.rows, width * 3)
        parts = [bands[:, :, row].reshape(count, down, across, -1) for row in range(self.rows)]
        places = torch.cat(parts, dim=3).permute(0, 3, 1, 2)
        out: Tensor = self.convolution(places.to(torch.float32))
        return out


def _taps(first: nn.Conv2d, axis: int) -> list[tuple[int, int]]:
    """Of each of the kernel's rows (axis 0) or columns (1): the place that it reads, as seen from
    the output's, and which px of it."""
    padding, stride = first.padding[axis], first.stride[axis]
    assert isinstance(padding, int)
    offsets = [k * first.dilation[axis] - padding for k in range(first.kernel_size[axis])]
    return [divmod(offset, stride) for offset in offsets]
