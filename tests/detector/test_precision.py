"""Average precision and corner error, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from detector.detection import Detection
from detector.quad import Quad

torch = pytest.importorskip("torch")

from detector.training import precision  # noqa: E402 - after torch is known to be there
from detector.training.cache import write_shard  # noqa: E402
from detector.training.networks import load_network  # noqa: E402
from detector.training.precision import coarse_detector, measure, read_shard  # noqa: E402
from detector.training.train import Recipe, Trainer  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = np.array([(10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)])
PICTURE = np.zeros((64, 96, 3), np.uint8)


def found(corners: np.ndarray, score: float) -> Detection:
    return Detection(Quad(corners), (0, 0, 1, 1), score, "ID-1", 1.0, True, 1.0)


class Scripted:
    """A detector that says what it was told to, a picture a time."""

    def __init__(self, *answers: list[Detection]) -> None:
        self._answers = list(answers)

    def detect(self, image: object, threshold: float, *, refined: bool) -> tuple[Detection, ...]:
        assert not refined
        return tuple(self._answers.pop(0))


def test_a_perfect_detector_has_an_ap_of_one() -> None:
    perfect = Scripted([found(np.roll(SQUARE, 1, axis=0), 0.9)])
    figures = measure(perfect, [(PICTURE, [Quad(SQUARE)])])  # type: ignore[arg-type]
    assert (figures.ap50, figures.ap, figures.documents) == (1.0, 1.0, 1)
    assert figures.corner_error == pytest.approx(0.0, abs=1e-9)


def test_a_false_alarm_above_a_hit_and_a_miss() -> None:
    """Ranked: wrong, right; of two documents one is found: precision ½ up to recall ½ → ¼."""
    detector = Scripted([found(SQUARE + 40, 0.9)], [found(SQUARE, 0.8)])
    truths = [(PICTURE, [Quad(SQUARE)]), (PICTURE, [Quad(SQUARE)])]
    assert measure(detector, truths).ap50 == pytest.approx(0.25)  # type: ignore[arg-type]


def test_a_second_find_of_one_document_is_wrong() -> None:
    """Right, wrong, right of two documents: ½ · 1 + ½ · ⅔."""
    detector = Scripted([found(SQUARE, 0.9), found(SQUARE + 1, 0.8)], [found(SQUARE, 0.7)])
    truths = [(PICTURE, [Quad(SQUARE)]), (PICTURE, [Quad(SQUARE)])]
    figures = measure(detector, truths)  # type: ignore[arg-type]
    assert figures.ap50 == pytest.approx(0.5 + 0.5 * 2 / 3)


def test_a_moved_find_counts_up_to_its_overlap() -> None:
    """4 px aside of 40: IoU 36 / 44 = .818: right up to .80; off by 10 % of √area."""
    detector = Scripted([found(SQUARE + np.array([4, 0]), 0.9)])
    figures = measure(detector, [(PICTURE, [Quad(SQUARE)])])  # type: ignore[arg-type]
    assert figures.ap == pytest.approx(0.7)
    assert figures.corner_error == pytest.approx(10.0)


def test_no_find_at_all() -> None:
    figures = measure(Scripted([]), [(PICTURE, [Quad(SQUARE)])])  # type: ignore[arg-type]
    assert figures.ap50 == figures.ap == 0.0
    assert np.isnan(figures.corner_error)


def test_a_shard_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "scenes-0-0000.npz"
    write_shard(path, [PICTURE + 7, PICTURE], [SQUARE[None], np.empty((0, 4, 2))])
    first, second = read_shard(path)
    assert first[0].shape == PICTURE.shape
    assert (first[0] == 7).all()
    np.testing.assert_allclose(first[1][0].corners, SQUARE)
    assert second[1] == []


def test_the_command_puts_runs_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shard = tmp_path / "scenes-0-0000.npz"
    write_shard(shard, [PICTURE], [SQUARE[None]])
    runs = [tmp_path / "first", tmp_path / "second"]
    for run in runs:
        run.mkdir()
        Trainer(Recipe(size=64), "cpu").save(run / "last.pt")
    monkeypatch.setattr(
        "sys.argv", ["precision", "--runs", *map(str, runs), "--held-out", str(shard)]
    )
    precision.main()
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| first", "| second"]
    assert all(" | 0 | scenes-0-0000 | 1 | " in row for row in rows)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_what_was_trained_on_cuda_is_measured_on_the_cpu(tmp_path: Path) -> None:
    Trainer(Recipe(size=64), "cuda").save(tmp_path / "last.pt")
    network, _ = load_network(tmp_path / "last.pt")
    assert {each.device.type for each in network.state_dict().values()} == {"cpu"}
    assert measure(coarse_detector(network, 64), [(PICTURE, [])]).documents == 0


def test_the_command_wants_something_to_measure_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["precision", "--runs", str(tmp_path)])
    with pytest.raises(SystemExit):
        precision.main()
    assert "nothing to measure on" in capsys.readouterr().err
