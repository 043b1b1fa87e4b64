"""Batches that a thread draws while training runs, and what the log says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.model.losses import Losses  # noqa: E402
from detector.training.cache import write_shard  # noqa: E402
from detector.training.dataset import Prefetcher, ShardCache  # noqa: E402
from detector.training.train import LOGGED_STEPS, Recipe, Trainer, _Diary  # noqa: E402

if TYPE_CHECKING:
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
