"""Weights that are not what their card says never answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import cv2
import numpy as np
import pytest

from detector.errors import BackendError, ImageError, ThresholdError, WeightsError
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import Assets
from detector.synthesis.scene import SheetPool, compose
from detector.weights import find_weights


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load("cpu", threads=1)


def test_the_shipped_weights_load(detector: Detector) -> None:
    assert detector.engine == "ONNX Runtime"
    assert detector.device == "CPU"
    assert detector.card.sha256[:8] in find_weights().name


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    source = find_weights()
    copy = tmp_path / source.name
    shutil.copy(source, copy)
    shutil.copy(source.with_suffix(".json"), copy.with_suffix(".json"))
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="damaged"):
        Detector.load("cpu", weights_path=copy)


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "other.onnx"
    shutil.copy(find_weights(), copy)
    with pytest.raises(WeightsError, match=r"other\.json"):
        Detector.load("cpu", weights_path=copy)


def test_unknown_devices_and_pictures_are_refused(detector: Detector) -> None:
    with pytest.raises(BackendError):
        Detector.load("tpu")  # type: ignore[arg-type]
    with pytest.raises(ImageError):
        detector.detect(np.zeros((10, 10), np.uint8))


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan")])
@pytest.mark.parametrize("refined", [True, False])
def test_what_no_score_can_reach_or_miss_is_no_threshold(
    detector: Detector, threshold: float, refined: bool
) -> None:
    with pytest.raises(ThresholdError):
        detector.detect(np.zeros((50, 50, 3), np.uint8), threshold, refined=refined)


def test_memory_that_is_not_there_is_pythons_error(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(code: int) -> Callable[[object], NoReturn]:
        def raising(_: object) -> NoReturn:
            error = cv2.error("failed")
            error.code = code
            raise error

        return raising

    image = np.zeros((50, 50, 3), np.uint8)
    monkeypatch.setattr("detector.runtime.lifted", failing(cv2.Error.StsNoMem))
    with pytest.raises(MemoryError):
        detector.detect(image)
    with pytest.raises(MemoryError):
        detector.follow(image, ())
    monkeypatch.setattr("detector.runtime.lifted", failing(cv2.Error.StsBadArg))
    with pytest.raises(cv2.error):
        detector.detect(image)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3000, 2), (7, 5)])
def test_odd_sizes_hold_no_document(detector: Detector, shape: tuple[int, int]) -> None:
    assert detector.detect(np.full((*shape, 3), 90, np.uint8)) == ()


def test_hard_scenes_are_found_far_above_chance(detector: Detector) -> None:
    pool = SheetPool(Assets(), size=40, seed=11)
    found = total = 0
    for seed in range(24):
        scene = compose(np.random.default_rng((9, seed)), pool, 480, 360, documents=1)
        if len(scene.quads):
            total += 1
            truth = Quad(scene.quads[0])
            best = detector.detect(scene.image)[:1]
            found += bool(best) and best[0].quad.jaccard(truth) > 0.5
    assert total >= 20
    # Dark, glaring and crowded ones among them: the floor catches wrong weights or decoding, the
    # figure itself is evaluate's to print.
    assert found >= total / 3


def test_a_plain_table_holds_nothing(detector: Detector) -> None:
    rng = np.random.default_rng(4)
    table = np.clip(rng.normal(120, 6, (480, 640, 3)), 0, 255).astype(np.uint8)
    assert detector.detect(table) == ()
