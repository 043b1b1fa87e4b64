"""Batches that a thread draws while training runs, and what the log says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.errors import SynthesisError  # noqa: E402
from detector.model.losses import Losses  # noqa: E402
from detector.training import strip_cache, upright_cache  # noqa: E402
from detector.training.cache import cache_real, write_shard  # noqa: E402
from detector.training.dataset import Prefetcher, ShardCache  # noqa: E402
from detector.training.train import LOGGED_STEPS, Recipe, Trainer, _Diary  # noqa: E402
from detector.training.train_refiner import StripCache  # noqa: E402
from detector.training.upright_crops import CropCache  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.torch


def test_what_goes_wrong_in_the_thread_that_draws_is_raised_to_whoever_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shard(
        tmp_path / "scenes-0-0000.npz", [np.zeros((90, 90, 3), np.uint8)], [np.zeros((0, 4, 2))]
    )
    cache = ShardCache(tmp_path)
    monkeypatch.setattr(
        cache, "draw", lambda *_: (_ for _ in ()).throw(ValueError("no such shard"))
    )
    with (
        Prefetcher(cache, 4, 128, 0, 1) as batches,
        pytest.raises(ValueError, match="no such shard"),
    ):
        batches.take()


def test_a_shard_that_appears_leaves_what_is_being_drawn_from_alone(tmp_path: Path) -> None:
    picture, nothing = np.zeros((90, 90, 3), np.uint8), np.zeros((0, 4, 2))
    write_shard(tmp_path / "scenes-0-0000.npz", [picture], [nothing])
    cache = ShardCache(tmp_path)
    drawing = iter(cache._shards.items())
    write_shard(tmp_path / "scenes-0-0001.npz", [picture, picture], [nothing, nothing])
    assert cache.refresh() == 3
    assert [name for name, _ in drawing] == ["scenes-0-0000.npz"]


def test_logged_means_are_of_the_steps_since_the_last_line(tmp_path: Path) -> None:
    picture, nothing = np.zeros((90, 90, 3), np.uint8), np.zeros((0, 4, 2))
    write_shard(tmp_path / "scenes-0-0000.npz", [picture], [nothing])
    cache = ShardCache(tmp_path)
    trainer = Trainer(Recipe(size=64, batch=1, steps=60), "cpu")
    losses = Losses(*(torch.tensor(value) for value in (1.0, 2.0, 3.0)))
    diary = _Diary(tmp_path / "log.jsonl")
    # As after a resume: a few steps before a line is due.
    for step in range(LOGGED_STEPS - 7, 2 * LOGGED_STEPS + 1):
        trainer.step = step
        diary.add(trainer, losses, cache)
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [row["losses"] for row in rows] == [[1.0, 2.0, 3.0]] * 2


def test_data_without_any_picture_of_a_kind_gives_empty_shards(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    (data / "index.jsonl").write_text("")
    cache_real(out, data)
    for name in ("frames", "empty"):
        with np.load(out / f"{name}.npz") as shard:
            assert len(shard["images"]) == len(shard["quads"]) == 0


def test_empty_shards_are_not_drawn_from(tmp_path: Path) -> None:
    write_shard(tmp_path / "scenes-0-0000.npz", [], [])
    with pytest.raises(SynthesisError, match="no scenes"):
        ShardCache(tmp_path)
    write_shard(tmp_path / "frames.npz", [], [])
    picture = np.zeros((90, 90, 3), np.uint8)
    write_shard(tmp_path / "scenes-0-0001.npz", [picture], [np.zeros((0, 4, 2))])
    drawn = ShardCache(tmp_path).draw(np.random.default_rng(0), 64)
    assert drawn.image.shape == (64, 64, 3)


@pytest.mark.parametrize(
    ("cache", "write", "message"),
    [
        (StripCache, strip_cache.write, "no strips"),
        (CropCache, upright_cache.write, "no crops"),
    ],
)
def test_a_cache_without_scenes_says_which_command_makes_them(
    tmp_path: Path, cache: type, write: Callable[[Path, list[object]], None], message: str
) -> None:
    write(tmp_path / "frames.npz", [])
    write(tmp_path / "scenes-0-0000.npz", [])
    with pytest.raises(SynthesisError, match=message):
        cache(tmp_path)
