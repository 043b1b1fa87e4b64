"""Batches cut out of a pool on a device, here the CPU: pixels and labels move alike."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.errors import SynthesisError  # noqa: E402
from detector.quad import Quad, perspective, project  # noqa: E402
from detector.training import device_batches, pixels  # noqa: E402
from detector.training.cache import write_shard  # noqa: E402
from detector.training.device_batches import DeviceBatches  # noqa: E402
from detector.training.many_quads import (  # noqa: E402
    clockwise,
    projected,
    sound,
)
from detector.training.picture_pool import Alterations, PicturePool  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.torch

SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
QUAD = np.array([(79.5, 59.5), (219.5, 59.5), (219.5, 139.5), (79.5, 139.5)])
AS_IT_IS = Alterations(0.0, 0.0)


def green_card() -> np.ndarray:
    image = np.zeros((200, 300, 3), np.uint8)
    image[60:140, 80:220, 1] = 255
    return image


def test_many_homographies_are_those_of_one_at_a_time() -> None:
    rng = np.random.default_rng(0)
    quads = SQUARE * 100 + rng.normal(0, 12, (20, 4, 2))
    matrices = np.stack([perspective(SQUARE, quad) for quad in quads])
    points = rng.random((7, 2))
    together = projected(matrices, np.broadcast_to(points, (20, 7, 2)))
    for matrix, moved in zip(matrices, together, strict=True):
        np.testing.assert_allclose(moved, project(matrix, points), atol=1e-9)


def test_crossed_mirrored_and_flat_quads_are_not_sound() -> None:
    flat = SQUARE * (100, 0.001)
    concave = np.array([(0.0, 0.0), (100.0, 0.0), (20.0, 20.0), (0.0, 100.0)])
    crossed = SQUARE[[0, 2, 1, 3]] * 100
    found = sound(np.stack([SQUARE * 100, SQUARE[::-1] * 100, flat, concave, crossed]))
    assert found.tolist() == [True, False, False, False, False]
    assert sound(clockwise(SQUARE[::-1] * 100))


def test_a_batch_moves_pixels_and_labels_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Light would count as the document, or hide it.
    monkeypatch.setattr(device_batches, "relit", lambda _rng, images, _strong: images)
    monkeypatch.setattr(device_batches, "CUT_SHARE", 0.0)
    write_shard(tmp_path / "scenes-0-0000.npz", [green_card()] * 3, [QUAD[None]] * 3)
    pool = PicturePool(tmp_path, "cpu", 8, AS_IT_IS)
    batch = DeviceBatches(pool, 24, 192, 0).take()
    checked = 0
    for image, quads in zip(batch.images, batch.quads.numpy(), strict=True):
        quad = quads[np.isfinite(quads[:, 0, 0])]
        spread = image.amax(dim=0) - image.amin(dim=0)
        if len(quad) and quad.min() > 2 and quad.max() < 189 and spread.max() > 0.3:
            area = int((spread > spread.max() / 2).sum())
            assert area == pytest.approx(Quad(quad[0]).area, rel=0.05)
            checked += 1
    assert checked >= 5


def test_beyond_a_window_lies_grey_and_its_rim_is_where_it_was_cut() -> None:
    white = torch.full((1, 40, 40, 3), 255, dtype=torch.uint8)
    window = np.array([(10.0, 5.0, 30.0, 25.0)])
    seen, inside = pixels.warped(white, window, np.eye(3)[None], (40, 40), np.array([False]))
    assert inside[0, 0].sum() == pytest.approx(400, abs=0.01)
    assert seen[0, 0, 5:25, 10:30].min() == pytest.approx(1.0)
    assert seen[0, 0, 0, 0] == pytest.approx(pixels.GREY)
    going_on, _ = pixels.warped(white, window, np.eye(3)[None], (40, 40), np.array([True]))
    assert going_on.min() == pytest.approx(1.0)


def test_what_is_painted_over_is_the_quad_in_its_own_picture() -> None:
    images = torch.zeros(2, 3, 200, 300)
    quad = QUAD.copy()
    painted = pixels.painted(images, np.array([1]), quad[None])
    assert not painted[0].any()
    assert int((painted[1, 0] > 0).sum()) == pytest.approx(140 * 80, rel=0.01)


def test_later_scenes_take_the_place_of_the_oldest(tmp_path: Path) -> None:
    nothing = np.zeros((0, 4, 2))
    shade = [np.full((20, 20, 3), 200 + n, np.uint8) for n in range(4)]
    write_shard(tmp_path / "empty.npz", [shade[0]], [nothing])
    write_shard(tmp_path / "scenes-0-0000.npz", [shade[1]] * 2, [nothing] * 2)
    with PicturePool(tmp_path, "cpu", 4, AS_IT_IS) as pool:
        assert len(pool) == 3
        for n in (2, 3):
            write_shard(tmp_path / f"scenes-0-000{n}.npz", [shade[n]] * 1, [nothing] * 1)
        for _ in range(100):
            pool.refresh()
            if pool.images[1, 0, 0, 0] == 203:
                break
            time.sleep(0.1)
        assert pool.images[:, 0, 0, 0].tolist() == [200, 203, 201, 202]
        assert pool.of_kind("scenes").tolist() == [1, 2, 3]


def test_a_pool_without_scenes_or_room_says_so(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match="no scenes"):
        PicturePool(tmp_path, "cpu", 4)
    write_shard(tmp_path / "scenes-0-0000.npz", [green_card()] * 3, [QUAD[None]] * 3)
    with pytest.raises(SynthesisError, match="--capacity"):
        PicturePool(tmp_path, "cpu", 2)


def test_a_shard_that_cannot_be_read_ends_the_run(tmp_path: Path) -> None:
    write_shard(tmp_path / "scenes-0-0000.npz", [green_card()] * 3, [QUAD[None]] * 3)
    with PicturePool(tmp_path, "cpu", 9, AS_IT_IS) as pool:
        part = tmp_path / "part"  # or it may be read while it is still empty
        part.write_bytes(b"PK\x03\x04 and no more")
        part.rename(tmp_path / "scenes-0-0001.npz")

        def wait() -> None:
            for _ in range(200):
                pool.refresh()
                time.sleep(0.05)

        with pytest.raises(Exception, match="zip"):
            wait()
