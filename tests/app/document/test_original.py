"""Pictures are decoded only while they are used, and come back px for px."""

from __future__ import annotations

import gc
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.document import original as original_module
from app.document.original import Original, Store, in_passing
from app.document.picture import load_picture


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with room for two of the pictures below."""
    own = Store(budget_bytes=2 * 300 * 400 * 3)
    monkeypatch.setattr(original_module, "store", own)
    return own


def drawn(seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(0, 256, (30, 40, 3), np.uint8)
    return cv2.resize(noise, (400, 300))


def test_what_was_used_longest_ago_is_put_away_and_comes_back(store: Store) -> None:
    pictures = [drawn(seed) for seed in range(4)]
    kept = [Original(picture.copy()) for picture in pictures]
    for each in kept:
        each.pixels()
    assert [each.decoded_bytes > 0 for each in kept] == [False, False, True, True]
    assert store.decoded_bytes() == store.budget_bytes
    for each, picture in zip(kept, pictures, strict=True):
        np.testing.assert_array_equal(each.pixels(), picture)
        assert not each.pixels().flags.writeable
    assert store.decoded_bytes() == store.budget_bytes


def test_what_is_looked_at_again_was_used_last(store: Store) -> None:
    first, second = Original(drawn(0)), Original(drawn(1))
    assert not first.pixels().flags.writeable  # it is used, and shared
    third = Original(drawn(2))
    third.pixels()
    assert [each.decoded_bytes > 0 for each in (first, second, third)] == [True, False, True]


def test_there_is_room_before_a_picture_is_decoded(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new.png"
    path.write_bytes(cv2.imencode(".png", drawn(9))[1].tobytes())
    kept = [Original(drawn(seed)) for seed in range(2)]
    asked: list[int] = []

    def make_room(coming_bytes: int) -> None:
        asked.append(coming_bytes)
        store.make_room(coming_bytes)

    image = load_picture(path, make_room).image
    assert asked == [image.nbytes]
    assert [each.decoded_bytes > 0 for each in kept] == [False, True]
    kept[0].pixels()
    assert [each.decoded_bytes > 0 for each in kept] == [True, True]


def test_there_is_room_before_one_that_was_put_away_is_decoded_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Original(drawn(0))
    first.put_away()
    others = [Original(drawn(seed)) for seed in (1, 2)]
    held: list[int] = []
    decode = original_module.decode_picture

    def note(data: bytes, path: Path) -> np.ndarray:
        held.append(store.decoded_bytes())
        return decode(data, path)

    monkeypatch.setattr(original_module, "decode_picture", note)
    first.pixels()
    assert held == [store.budget_bytes / 2]
    assert [each.decoded_bytes > 0 for each in others] == [False, True]


def test_what_stays_is_not_put_away_and_puts_nothing_away(store: Store) -> None:
    used = [Original(drawn(seed)) for seed in range(2)]
    once = [Original(drawn(seed), stays=True) for seed in range(2, 5)]
    for each in once:
        each.pixels()
    store.make_room(0)
    assert all(each.decoded_bytes for each in (*used, *once))
    assert store.decoded_bytes() == store.budget_bytes


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp"])
def test_a_file_is_decoded_again_from_its_own_bytes(
    store: Store, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(cv2.imencode(suffix, drawn(1))[1].tobytes())
    picture = load_picture(path)
    original = Original(picture.image.copy(), picture.data)
    path.unlink()
    original.put_away()
    assert store.decoded_bytes() == 0
    np.testing.assert_array_equal(original.pixels(), picture.image)


def test_bytes_as_large_as_the_picture_are_not_kept() -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    original = Original(image, bytes(image.nbytes))
    original.put_away()
    np.testing.assert_array_equal(original.pixels(), image)


def test_one_picture_larger_than_the_budget_is_shown_all_the_same(store: Store) -> None:
    store.budget_bytes = 1
    first, second = Original(drawn(0)), Original(drawn(1))
    assert first.pixels().shape == second.pixels().shape == (300, 400, 3)
    assert [each.decoded_bytes > 0 for each in (first, second)] == [False, True]


def test_a_page_that_is_gone_takes_no_room(store: Store) -> None:
    originals = [Original(drawn(0))]
    assert store.decoded_bytes() > 0
    originals.clear()
    gc.collect()
    assert store.decoded_bytes() == 0


@pytest.mark.parametrize("shown", range(5))
def test_many_that_are_used_in_passing_do_not_put_away_what_is_looked_at(
    store: Store, shown: int
) -> None:
    many = [Original(drawn(seed)) for seed in range(5)]
    many[shown].pixels()
    for each in many:
        with in_passing(each):
            assert each.pixels().shape == (300, 400, 3)
        assert many[shown].decoded_bytes > 0
        assert store.decoded_bytes() <= store.budget_bytes
