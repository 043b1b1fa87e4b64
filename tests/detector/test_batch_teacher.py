"""A network on several pictures at once: what it finds in each of them alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.backends.torch import TorchBackend  # noqa: E402 - after torch is known to be there
from detector.letterbox import PADDING_VALUE  # noqa: E402
from detector.training import batch_teacher  # noqa: E402
from detector.training.batch_teacher import BatchDetector  # noqa: E402
from detector.training.benchmark import card_on_ground  # noqa: E402
from detector.training.precision import coarse_detector  # noqa: E402
from detector.weights import WeightCard, find_weights, read_state  # noqa: E402

SIDE = 256
LEAST = 0.2
# In bfloat16 a corner's place has 8 bits of its anchor's side; witnesses average that.
HALF_TOLERANCE_PX = 1.5
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")


def shipped():
    """The shipped network, in float32."""
    path = find_weights()
    card = WeightCard.load(path.with_suffix(".json"))
    return TorchBackend(read_state(path, card), "cpu")._network


def looks() -> list[np.ndarray]:
    """A card, one in the dark, one turned, nothing at all."""
    image, _ = card_on_ground(320, 240)
    turned = cv2.warpAffine(
        image,
        cv2.getRotationMatrix2D((160, 120), 25, 0.8),
        (320, 240),
        borderValue=(PADDING_VALUE,) * 3,
    )
    return [image, image // 8, turned, np.full_like(image, 90)]


@pytest.mark.parametrize(
    ("device", "half", "tolerance_px"),
    [
        ("cpu", False, 0.01),
        ("cpu", True, HALF_TOLERANCE_PX),
        pytest.param("cuda", True, HALF_TOLERANCE_PX, marks=needs_cuda),
    ],
)
def test_a_batch_gives_what_each_picture_gives(
    device: str, half: bool, tolerance_px: float
) -> None:
    alone = coarse_detector(shipped(), SIDE)
    found = BatchDetector(shipped(), SIDE, device, half=half).detect_all(looks(), LEAST)
    expected = [alone.detect(each, LEAST, refined=False, upright=False) for each in looks()]
    assert [len(each) for each in expected] == [1, 1, 1, 0]
    assert [len(each) for each in found] == [1, 1, 1, 0]
    for (one,), (other,) in zip(expected[:3], found[:3], strict=True):
        turns = [np.roll(other.quad.corners, k, axis=0) for k in range(4)]
        away = min(np.abs(turn - one.quad.corners).max() for turn in turns)
        assert away <= tolerance_px
        assert other.score == pytest.approx(one.score, abs=0.02)


def test_only_what_may_be_a_document_leaves_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = batch_teacher.decode
    monkeypatch.setattr(
        batch_teacher, "decode", lambda *parts: seen.append(parts[0]) or real(*parts)
    )
    BatchDetector(shipped(), SIDE, "cpu", half=False).detect_all(looks(), LEAST)
    assert [each.shape for each in seen] == [(batch_teacher.MOST_PLACES,)] * 4
    assert all((np.diff(each) <= 0).all() for each in seen)


def test_pictures_of_two_sizes_are_no_batch() -> None:
    detector = BatchDetector(shipped(), SIDE, "cpu", half=False)
    with pytest.raises(ValueError, match="320 × 240"):
        detector.detect_all([looks()[0], looks()[0][:-1]], LEAST)
