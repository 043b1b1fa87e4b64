"""The command that fills a folder with shards."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.training import shard_command
from detector.training.shard_command import read_command, write_shards


def _touch(out: Path, data: Path | None, seed: int, shard: int, setting: str) -> Path:
    path = out / f"{seed}-{shard}-{setting}"
    path.touch()
    return path


def test_as_many_shards_are_made_as_hold_the_scenes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / "shards"
    words = ["x", "--out", str(out), "--scenes", "201", "--seed", "3"]
    monkeypatch.setattr("sys.argv", words)
    monkeypatch.setattr(
        shard_command, "in_processes", lambda task, calls, _jobs: [task(*each) for each in calls]
    )
    asked = read_command("strip_cache", "usual")
    assert (asked.data, asked.jobs) == (None, 1)
    write_shards(_touch, asked, 100)
    assert sorted(path.name for path in out.iterdir()) == [
        "3-0-usual",
        "3-1-usual",
        "3-2-usual",
    ]
    assert capsys.readouterr().out.splitlines()[-1].endswith("3-2-usual")
