"""What is too much for the memory waits on the disk, for nobody else's eyes, and comes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.document.swap import Swap

SECRET = b"Erika Mustermann, "


@pytest.fixture
def swap(tmp_path: Path) -> Iterator[Swap]:
    """One that holds 1000 bytes in memory."""
    made = Swap(held_bytes=1000, spared_bytes=0)
    made.lie_in(tmp_path)
    yield made
    made.tidy()


@pytest.mark.parametrize("size", [1, 999, 128 * 1024, 400_007])
def test_what_is_kept_comes_back_to_the_byte(swap: Swap, size: int) -> None:
    given = [os.urandom(size) for _ in range(3)]
    kept = [swap.keep(each) for each in given]
    assert [each.read() for each in (*kept, *kept)] == given * 2
    del kept


def test_the_disk_takes_only_what_the_memory_is_not_to_hold(swap: Swap) -> None:
    first = swap.keep(bytes(600))
    assert swap.disk_bytes == 0
    second = swap.keep(bytes(600))
    assert swap.disk_bytes == 600
    del first  # whose place is free again
    third = swap.keep(bytes(1000))
    assert swap.disk_bytes == 600
    del second, third


def test_without_a_folder_all_is_held_in_memory() -> None:
    swap = Swap(held_bytes=0)
    assert swap.keep(SECRET).read() == SECRET
    assert swap.disk_bytes == 0


def test_what_nothing_is_wanted_of_is_given_back_to_the_disk(swap: Swap) -> None:
    kept = [swap.keep(bytes(2000)) for _ in range(3)]
    del kept[1:]
    swap.tidy()
    assert swap.disk_bytes > 0
    assert kept[0].read() == bytes(2000)
    kept.clear()
    swap.tidy()
    assert swap.disk_bytes == 0


def test_nothing_is_lost_where_the_disk_takes_nothing(tmp_path: Path) -> None:
    full = Swap(held_bytes=0, spared_bytes=2 * shutil.disk_usage(tmp_path).total)
    full.lie_in(tmp_path)
    gone = Swap(held_bytes=0, spared_bytes=0)
    gone.lie_in(tmp_path / "gone")
    for each in (full, gone):
        assert each.keep(SECRET).read() == SECRET
        assert each.disk_bytes == 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="where a nameless file can be seen")
def test_the_file_has_no_name_and_tells_nothing(swap: Swap, tmp_path: Path) -> None:
    data = SECRET * 200
    kept = [swap.keep(data), swap.keep(data)]
    assert list(tmp_path.iterdir()) == []
    opened = [
        each for each in Path("/proc/self/fd").iterdir() if each.exists() or each.is_symlink()
    ]
    (file,) = [each for each in opened if str(each.readlink()).startswith(str(tmp_path))]
    assert oct(file.stat().st_mode & 0o777) == oct(0o600)
    lying = file.read_bytes()
    assert len(lying) == 2 * len(data)
    assert SECRET not in lying
    first, second = lying[: len(data)], lying[len(data) :]
    assert first != second  # a key for each
    mixed = bytes(one ^ other for one, other in zip(first[:3600], data, strict=True))
    assert len({mixed[n : n + 16] for n in range(0, 3600, 16)}) == 225  # a stream, no repeats
    del kept
