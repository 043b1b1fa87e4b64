"""Batches for the detector, cut out of a PicturePool on its device.

Where documents are and how they move is reckoned here, in numpy; only px are the device's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import torch

from detector.training.dataset import (
    CUT_SHARE,
    MIN_VISIBLE_SHARE,
    MIX,
    STRONG,
    cut_window,
    visible_share,
)
from detector.training.many_quads import clockwise, projected, sound
from detector.training.pixels import painted, relit, warped
from detector.training.random_warps import random_matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from detector.training.picture_pool import PicturePool

# How often a picture's border goes on beyond it; else grey lies there.
KEPT_SHARE = 0.3


@dataclass(frozen=True)
class DeviceBatch:
    """images : float (B, 3, S, S) RGB 0 to 1. quads : float (B, M, 4, 2) px, NaN where a picture
    has fewer than M. Both on the device."""

    images: Tensor
    quads: Tensor


class DeviceBatches:
    """Random pictures of a pool under random warps and lights, size × size px; a context manager,
    as the Prefetcher is."""

    def __init__(self, pool: PicturePool, batch: int, size: int, seed: int) -> None:
        self._pool, self._batch, self._size = pool, batch, size
        self._rng = np.random.default_rng(seed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def take(self) -> DeviceBatch:
        """The next batch."""
        pool, rng, size = self._pool, self._rng, self._size
        chosen = mixed(rng, pool, MIX, self._batch)
        windows = np.column_stack([np.zeros_like(pool.sizes[chosen]), pool.sizes[chosen]])
        quads = pool.quads[chosen].copy()
        for n in np.flatnonzero(rng.random(len(chosen)) < CUT_SHARE).tolist():
            real = np.isfinite(quads[n, :, 0, 0])
            if real.any():
                width, height = pool.sizes[chosen[n]].tolist()
                windows[n], left = cut_window(rng, width, height, quads[n, real])
                quads[n, np.flatnonzero(real)[~left]] = np.nan
        strong = np.isin(pool.kinds[chosen], STRONG)
        matrices = random_matrices(rng, windows[:, 2:] - windows[:, :2], size, strong)
        matrices[:, :, 2] -= np.einsum("bij,bj->bi", matrices[:, :, :2], windows[:, :2])
        kept = rng.random(len(chosen)) < KEPT_SHARE
        pictures = pool.images[torch.from_numpy(chosen).to(pool.images.device)]
        seen, _ = warped(pictures, windows.astype(float), matrices, (size, size), kept)
        lit = relit(rng, seen, strong)
        moved = clockwise(projected(matrices[:, None], quads))
        shown = _shown(moved, size)
        hidden = np.isfinite(moved[..., 0, 0]) & ~shown
        # Documents cut too far are painted over: neither a target nor a trap.
        lit = painted(lit, np.nonzero(hidden)[0], moved[hidden])
        moved[~shown] = np.nan
        there = torch.from_numpy(moved).float().to(lit.device)
        return DeviceBatch(lit.contiguous(memory_format=torch.channels_last), there)


def mixed(
    rng: np.random.Generator, pool: PicturePool, mix: dict[str, float], count: int
) -> NDArray[np.intp]:
    """Places of `count` pictures, their kinds as often as a mix wants those that there are."""
    places = {kind: pool.of_kind(kind) for kind in mix}
    kinds = [kind for kind in mix if len(places[kind])]
    weights = np.array([mix[kind] for kind in kinds])
    drawn = rng.choice(len(kinds), count, p=weights / weights.sum())
    return np.array([rng.choice(places[kinds[each]]) for each in drawn])


def _shown(quads: NDArray[np.float64], size: int) -> NDArray[np.bool_]:
    """Which of quads (B, M, 4, 2) show enough of themselves to be targets."""
    wholly = ((quads > -0.5) & (quads < size - 0.5)).all(axis=(2, 3))
    shown = wholly & sound(quads)
    for n, m in zip(*np.nonzero(np.isfinite(quads[..., 0, 0]) & ~wholly), strict=True):
        shown[n, m] = visible_share(quads[n, m], size) >= MIN_VISIBLE_SHARE
    return shown
