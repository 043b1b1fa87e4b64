"""Warps and light for whole batches on a device: what detector.training.dataset does to one picture
on the CPU, with the same shares and spreads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from detector.exposure import BRIGHT_SHARE, DARK, MOST, USUAL
from detector.letterbox import PADDING_VALUE
from detector.synthesis.capture import shake_kernel
from detector.synthesis.darkness import GRAINS, LIGHT, NOISE
from detector.training.dataset import (
    BARS_SHARE,
    BLURRED_SHARE,
    CAST_SHARE,
    DIMMED_SHARE,
    GREY_SHARE,
    SHAKEN_REACH,
    SHAKEN_SHARE,
    SPREAD,
    STRONG_SPREAD,
    STRONG_SWAPPED_SHARE,
    SWAPPED_SHARE,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

GREY = PADDING_VALUE / 255
# Every so many px of a warped picture tell how bright it is.
SAMPLED_EVERY = 4
BLUR_TAPS = 9


def warped(
    pictures: Tensor,
    windows: NDArray[np.float64],
    matrices: NDArray[np.float64],
    size: tuple[int, int],
    kept: NDArray[np.bool_],
) -> tuple[Tensor, Tensor]:
    """Pictures seen through matrices, and how much of each px is of a picture.

    pictures : uint8 (B, S, S, 3) BGR. windows : (B, 4) x0, y0, x1, y1, the px that there are, ends
    excluded. matrices : (B, 3, 3) from px of the picture to px of the view. size : width and height
    of the views. kept : (B,), beyond which a picture's border goes on as it is; elsewhere it is
    grey. Gives float (B, 3, H, W) RGB 0 to 1, and (B, 1, H, W).
    """
    device, side = pictures.device, pictures.shape[1]
    width, height = size
    planes = pictures.permute(0, 3, 1, 2).flip(1).float() / 255
    back = torch.from_numpy(np.linalg.inv(matrices)).float().to(device)
    x, y = torch.meshgrid(
        torch.arange(width, device=device, dtype=torch.float32),
        torch.arange(height, device=device, dtype=torch.float32),
        indexing="xy",
    )
    seen = torch.stack([x, y, torch.ones_like(x)]).reshape(3, -1)
    moved = (back @ seen).reshape(-1, 3, height, width)
    behind = moved[:, 2] <= 0
    places = moved[:, :2] / moved[:, 2:].masked_fill(behind[:, None], 1.0)
    edges = torch.from_numpy(windows).float().to(device)[:, :, None, None]
    low, high = edges[:, :2], edges[:, 2:] - 1
    # A px whose middle lies outside counts by how much of it reaches in, as in OpenCV.
    inside = ((places - low + 1).clamp(0, 1) * (high + 1 - places).clamp(0, 1)).prod(dim=1)
    inside = inside.masked_fill(behind, 0.0)[:, None]
    at = torch.minimum(torch.maximum(places, low), high) * (2 / (side - 1)) - 1
    shown = functional.grid_sample(planes, at.permute(0, 2, 3, 1), align_corners=True)
    going_on = torch.from_numpy(kept).to(device)[:, None, None, None]
    share = torch.where(going_on, torch.ones_like(inside), inside)
    return shown * share + GREY * (1 - share), inside


def relit(rng: np.random.Generator, images: Tensor, strong: NDArray[np.bool_]) -> Tensor:
    """Float (B, 3, H, W) RGB 0 to 1, each under another light, as detector.training.dataset.relight
    lights one. strong : (B,), those that are seen often."""
    count = len(images)
    spread = np.where(strong, STRONG_SPREAD, SPREAD)
    casts = rng.normal(0, CAST_SHARE, (count, 3)) * spread[:, None]
    gain = np.exp(rng.normal(0, spread)[:, None] + casts)
    gamma = np.exp(rng.normal(0, spread))
    lit = (images ** _column(gamma, images) * _column(gain, images)).clamp(0, 1)
    lit = _some(lit, rng.random(count) < BARS_SHARE, lambda part: part * _bars(rng, part))
    swapped = rng.random(count) < np.where(strong, STRONG_SWAPPED_SHARE, SWAPPED_SHARE)
    lit = _some(lit, swapped, lambda part: _swapped(rng, part))
    lit = _some(lit, rng.random(count) < GREY_SHARE, _grey)
    lit = _some(lit, strong & (rng.random(count) < BLURRED_SHARE), lambda part: _blurred(rng, part))
    lit = _some(lit, rng.random(count) < SHAKEN_SHARE, lambda part: _shaken(rng, part))
    return _some(lit, rng.random(count) < DIMMED_SHARE, lambda part: _dimmed(rng, part))


def painted(images: Tensor, which: NDArray[np.intp], quads: NDArray[np.float64]) -> Tensor:
    """Images (B, 3, H, W) with grey over quads (N, 4, 2) px, clockwise, the n-th in image
    which[n]."""
    height, width = images.shape[2:]
    ys = torch.arange(height, device=images.device, dtype=torch.float32)[:, None]
    xs = torch.arange(width, device=images.device, dtype=torch.float32)
    for number, quad in zip(which.tolist(), quads, strict=True):
        inside = torch.ones((height, width), dtype=torch.bool, device=images.device)
        for (x, y), (dx, dy) in zip(quad, np.roll(quad, -1, axis=0) - quad, strict=True):
            inside &= float(dx) * (ys - float(y)) - float(dy) * (xs - float(x)) >= 0
        images[number] = images[number].masked_fill(inside, GREY)
    return images


def _some(images: Tensor, chosen: NDArray[np.bool_], change: Callable[[Tensor], Tensor]) -> Tensor:
    """Images with those that are chosen changed."""
    if not chosen.any():
        return images
    places = torch.from_numpy(np.flatnonzero(chosen)).to(images.device)
    return images.index_copy(0, places, change(images[places]))


def _column(values: NDArray[np.float64], like: Tensor) -> Tensor:
    """(B,) or (B, channels) → (B, channels or 1, 1, 1)."""
    return torch.from_numpy(values).float().to(like.device).reshape(len(values), -1, 1, 1)


def _bars(rng: np.random.Generator, images: Tensor) -> Tensor:
    """See detector.synthesis.light.bars."""
    count, _, height, width = images.shape

    def drawn(low: float, high: float) -> Tensor:
        return _column(rng.uniform(low, high, count), images)

    angle = drawn(0, np.pi)
    ys = torch.arange(height, device=images.device, dtype=torch.float32)[:, None]
    xs = torch.arange(width, device=images.device, dtype=torch.float32)
    along = xs * angle.cos() + ys * angle.sin()
    pitch = float(np.hypot(height, width)) * drawn(0.04, 0.5)
    wave = (along * (2 * np.pi / pitch) + drawn(0, 2 * np.pi)).sin() + drawn(-0.7, 0.7)
    shaded = (0.5 + wave * pitch / (2 * np.pi * drawn(0.4, 6))).clamp(0, 1)
    return 1 - drawn(0.15, 0.75) * shaded


def _swapped(rng: np.random.Generator, images: Tensor) -> Tensor:
    order = np.stack([rng.permutation(3) for _ in range(len(images))])
    places = torch.from_numpy(order).to(images.device)[:, :, None, None]
    return images.gather(1, places.expand_as(images))


def _grey(images: Tensor) -> Tensor:
    weights = torch.tensor((0.299, 0.587, 0.114), device=images.device)
    return torch.einsum("bchw,c->bhw", images, weights)[:, None].expand_as(images)


def _filtered(images: Tensor, kernels: NDArray[np.float64]) -> Tensor:
    """Each image by a kernel of its own, (B, K, K) of an odd side."""
    count, channels, height, width = images.shape
    half = kernels.shape[1] // 2
    weights = torch.from_numpy(kernels).float().to(images.device)
    weights = weights.repeat_interleave(channels, dim=0)[:, None]
    rows = functional.pad(
        images.reshape(1, count * channels, height, width), (half,) * 4, "reflect"
    )
    return functional.conv2d(rows, weights, groups=count * channels).reshape(images.shape)


def _blurred(rng: np.random.Generator, images: Tensor) -> Tensor:
    places = np.arange(BLUR_TAPS) - BLUR_TAPS // 2
    spreads = rng.uniform(0.3, 1.3, (len(images), 1))
    taps = np.exp(-((places / spreads) ** 2) / 2)
    taps /= taps.sum(axis=1, keepdims=True)
    return _filtered(images, taps[:, :, None] * taps[:, None, :])


def _shaken(rng: np.random.Generator, images: Tensor) -> Tensor:
    most = max(1, round(SHAKEN_REACH * max(images.shape[2:]) / 2))
    kernels = np.zeros((len(images), 2 * most + 1, 2 * most + 1))
    for kernel in kernels:
        half = int(rng.integers(1, most + 1))
        own = slice(most - half, most + half + 1)
        kernel[own, own] = shake_kernel(rng, half)
    return _filtered(images, kernels)


def _dimmed(rng: np.random.Generator, images: Tensor) -> Tensor:
    """Hardly any light, in steps of 8 bits, and lifted as in use."""
    count, _, height, width = images.shape
    grain = float(rng.uniform(*GRAINS))
    shape = (max(2, round(height / grain)), max(2, round(width / grain)))
    noise = _column(rng.uniform(0.2, 1, count), images) * torch.randn(
        (count, 3, *shape), device=images.device
    )
    noise = noise + torch.randn((count, 1, *shape), device=images.device)
    large = functional.interpolate(noise, (height, width), mode="bilinear", align_corners=False)
    darkest, brightest = (float(np.log(each)) for each in LIGHT)
    light = _column(np.exp(rng.uniform(darkest, brightest, count)), images)
    strength = _column(rng.uniform(*NOISE, count), images)
    dark = (images * 255 * light + large * strength).round().clamp(0, 255)
    strongest = dark[:, :, ::SAMPLED_EVERY, ::SAMPLED_EVERY].amax(dim=1).flatten(1)
    bright = strongest.kthvalue(1 + int(BRIGHT_SHARE * (strongest.shape[1] - 1)), dim=1).values
    factor = torch.where(bright < DARK, (USUAL / bright.clamp(min=1)).clamp(max=MOST), 1.0)
    return (dark * factor[:, None, None, None]).clamp(0, 255) / 255
