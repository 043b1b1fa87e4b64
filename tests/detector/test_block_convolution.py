"""The first convolution over places is the one over px."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from detector.training.block_convolution import BlockConvolution  # noqa: E402


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "dilation"),
    [
        (3, 2, 1, 1),
        (3, 2, 2, 2),
        (6, 2, 2, 1),
        ((4, 4), (2, 4), (1, 0), 1),
        ((2, 5), (1, 2), (0, 2), 1),
    ],
)
def test_it_is_the_same_function(kernel, stride, padding, dilation) -> None:
    torch.manual_seed(1)
    first = torch.nn.Conv2d(3, 5, kernel, stride, padding, dilation, bias=False)
    image = torch.randint(0, 256, (2, 16, 24, 3), dtype=torch.uint8)
    with torch.no_grad():
        expected = first(image.permute(0, 3, 1, 2).flip(1).float() / 255)
        got = BlockConvolution(first)(image)
    # A kernel without padding ends before the picture's edge; places go on to it.
    height, width = expected.shape[2:]
    torch.testing.assert_close(got[..., :height, :width], expected, atol=1e-5, rtol=1e-5)
