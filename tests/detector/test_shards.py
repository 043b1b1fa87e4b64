"""Shards are whole or not there, and what was interrupted is completed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from detector.training import cache
from detector.training.quantise import network_inputs
from detector.training.shards import finished, write_arrays

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_still_being_written_is_no_shard(tmp_path: Path) -> None:
    for name in ("scenes-1", "scenes-0", "frames"):
        write_arrays(tmp_path / f"{name}.npz", images=np.zeros(3))
    (tmp_path / "scenes-2.tmp.npz").write_bytes(b"half of one")
    assert [path.stem for path in finished(tmp_path)] == ["frames", "scenes-0", "scenes-1"]
    assert [path.stem for path in finished(tmp_path, "scenes-")] == ["scenes-0", "scenes-1"]
    with np.load(tmp_path / "frames.npz") as arrays:
        assert arrays.files == ["images"]


def test_inputs_come_of_a_folder_that_is_still_rendered_into(tmp_path: Path) -> None:
    (tmp_path / "scenes-0-0000.tmp.npz").write_bytes(b"half of one")
    cache.write_shard(
        tmp_path / "scenes-0-0001.npz", [np.zeros((60, 80, 3), np.uint8)], [np.zeros((0, 4, 2))]
    )
    assert [each.shape for each in network_inputs(tmp_path, 64, 32)] == [(1, 64, 64, 3)]


def test_real_pictures_that_an_interruption_left_out_are_written_by_the_next_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    Image.new("RGB", (64, 48)).save(data / "a.png")
    row = {"image": "a.png", "kind": "background", "width": 64, "height": 48, "quads": None}
    (data / "index.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    call = ["cache", "--out", str(out), "--data", str(data), "--scenes", "0"]
    monkeypatch.setattr("sys.argv", call)
    cache.main()
    (out / "empty.npz").unlink()
    cache.main()
    with np.load(out / "empty.npz") as arrays:
        assert len(arrays["images"]) == 1
