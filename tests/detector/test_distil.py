"""Data distillation: what looks are carried back, ensembled, taken and left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from detector.detection import Detection
from detector.letterbox import PADDING_VALUE
from detector.quad import Quad, project
from detector.runtime import Detector

pytest.importorskip("torch")

from detector.training import cache, distil
from detector.training.benchmark import card_on_ground
from detector.training.cache import write_shard
from detector.training.distil import (
    LOOKS,
    Teacher,
    distil_shard,
    each_look,
    labelled,
    plain_finds,
)
from detector.training.ensemble import ensemble
from detector.training.train import Recipe, Trainer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SQUARE = np.array([(40.0, 30.0), (100.0, 34.0), (96.0, 80.0), (38.0, 76.0)])
WHITE = 255


def teaching(sees: Callable[[np.ndarray], tuple[Detection, ...]]) -> Teacher:
    return Teacher(lambda looks: [sees(each) for each in looks], "a teacher")


def aside(x: float, y: float) -> np.ndarray:
    return SQUARE + np.array([x, y])


class Thresholder:
    """Finds the white blob of a dark picture: a teacher that is right about every look.

    blind : looks (in LOOKS' order, every picture anew) in which it sees nothing. score : its own.
    """

    def __init__(self, blind: tuple[int, ...] = (), score: float = 0.9, jitter: float = 0) -> None:
        self._blind, self._score, self._jitter = blind, score, jitter
        self.calls = 0

    def __call__(self, image: np.ndarray) -> tuple[Detection, ...]:
        look = self.calls % len(LOOKS)
        self.calls += 1
        contours, _ = cv2.findContours(
            (image[..., 0] > 200).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )
        if look in self._blind or not contours:
            return ()
        corners = cv2.approxPolyDP(contours[0], 4, closed=True)[::-1, 0].astype(np.float64)
        quad = Quad(corners + self._jitter * (-1) ** look)
        return (Detection(quad, (0, 0, 1, 1), self._score, "ID-1", 1.0, True, 1.0),)


def picture(quads: list[np.ndarray]) -> np.ndarray:
    image = np.zeros((120, 160, 3), np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(image, np.round(quad).astype(np.int32), (WHITE,) * 3)
    return image


def test_every_look_is_carried_back_to_the_picture() -> None:
    finds = each_look(teaching(Thresholder()), picture([SQUARE]))
    assert len(finds) == len(LOOKS)
    for ((quad, _),) in finds:
        assert quad.jaccard(Quad(SQUARE)) > 0.9  # the blob's own px


def test_a_runs_network_looks_in_batches_off_the_cpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Trainer(Recipe(size=64), "cpu").save(tmp_path / "last.pt")
    made = []
    monkeypatch.setattr(
        distil, "BatchDetector", lambda *where, half: made.append((*where[1:], half))
    )
    one, other = Teacher.of_run(tmp_path), Teacher.of_run(tmp_path, "cuda")
    assert made == [(64, "cuda", True)]
    assert one.name == other.name
    assert one.name.endswith("0 steps")


@pytest.mark.parametrize("teacher", [(), ("--teacher", "a run")])
def test_a_device_that_is_not_there_or_not_used_is_refused(
    teacher: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(distil.torch.cuda, "is_available", lambda: not teacher)
    monkeypatch.setattr(
        "sys.argv", ["distil", "--pool", "p", "--out", "o", "--device", "cuda", *teacher]
    )
    with pytest.raises(SystemExit):
        distil.main()
    said = capsys.readouterr().err
    assert ("no CUDA device" if teacher else "give --teacher") in said


def test_the_command_labels_a_pool_with_a_runs_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What --device names reaches the teacher of every job."""
    write_shard(tmp_path / "pool-0-0000.npz", [picture([SQUARE])] * 2, [np.zeros((0, 4, 2))] * 2)
    asked = []
    monkeypatch.setattr(
        Teacher, "of_run", lambda *where: asked.append(where) or teaching(Thresholder())
    )
    monkeypatch.setattr(distil, "in_processes", lambda task, calls, jobs: (task(*c) for c in calls))
    monkeypatch.setattr(distil.torch.cuda, "is_available", lambda: True)
    run = tmp_path / "run"
    command = ["distil", "--pool", str(tmp_path), "--out", str(tmp_path / "out")]
    monkeypatch.setattr("sys.argv", [*command, "--teacher", str(run), "--device", "cuda"])
    distil._teacher.cache_clear()
    distil.main()
    distil._teacher.cache_clear()
    assert asked == [(run, "cuda")]
    assert capsys.readouterr().out.splitlines()[-1] == "a teacher: 2 of 2 pictures labelled"


def test_corners_are_averaged_by_score() -> None:
    """Score .9 at 0 and .3 at 4 px aside: the mean lies 1 px aside, however each is turned."""
    first = (Quad(SQUARE), 0.9)
    second = (Quad(np.roll(aside(4, 0), 2, axis=0)), 0.3)
    (label,) = ensemble([[first], [second]])
    np.testing.assert_allclose(label.quad.corners, aside(1, 0))
    assert label.score == pytest.approx(0.6)
    assert label.looks == 1.0
    # Distances of 1 and 3 px: their median, 2, as a share of √area.
    assert label.spread == pytest.approx(2 / Quad(SQUARE).area ** 0.5)


def test_two_documents_stay_two() -> None:
    other = aside(0, 90)
    labels = ensemble([[(Quad(SQUARE), 0.9), (Quad(other), 0.8)], [(Quad(other), 0.7)]])
    assert [label.looks for label in labels] == [1 / 2, 1.0]


@pytest.mark.parametrize(
    ("teacher", "taken"),
    [
        (Thresholder(), True),
        (Thresholder(blind=(0, 3)), True),  # 6 of 8 looks
        (Thresholder(blind=(0, 3, 5, 6)), False),  # in half of them: in doubt
        (Thresholder(score=0.3), False),
        (Thresholder(jitter=3), False),  # its corners disagree
    ],
)
def test_only_what_the_looks_agree_on_is_a_label(teacher: Thresholder, taken: bool) -> None:
    answer = labelled(teaching(teacher), picture([SQUARE]))
    assert (answer is not None) == taken
    if answer:
        np.testing.assert_array_equal(answer[0], picture([SQUARE]))
        assert answer[1][0].quad.jaccard(Quad(SQUARE)) > 0.9


def test_a_find_of_one_look_alone_is_noise_and_the_picture_an_empty_one() -> None:
    teacher = Thresholder(blind=tuple(range(1, len(LOOKS))))
    answer = labelled(teaching(teacher), picture([SQUARE]))
    assert answer is not None
    np.testing.assert_array_equal(answer[0], picture([SQUARE]))
    assert answer[1] == []


class Scripted:
    """Says the same of every look's picture, there where the look carries it."""

    def __init__(self, *finds: tuple[np.ndarray, float]) -> None:
        self._finds, self.calls = finds, 0

    def __call__(self, image: np.ndarray) -> tuple[Detection, ...]:
        matrix = LOOKS[self.calls % len(LOOKS)].matrix(image.shape[1], image.shape[0])
        self.calls += 1
        turn = -1 if np.linalg.det(matrix[:2, :2]) < 0 else 1
        return tuple(
            Detection(
                Quad(project(matrix, quad)[::turn]), (0, 0, 1, 1), score, "ID-1", 1.0, True, 1.0
            )
            for quad, score in self._finds
        )


def test_a_doubt_beside_a_label_is_painted_over() -> None:
    doubt = SQUARE * (1, 0.5) + (0, 75)
    image = picture([SQUARE, doubt])
    answer = labelled(teaching(Scripted((SQUARE, 0.9), (doubt, 0.3))), image)
    assert answer is not None
    painted, labels = answer
    assert len(labels) == 1
    np.testing.assert_allclose(labels[0].quad.corners, SQUARE, atol=0.01)
    x, y = doubt.mean(axis=0).astype(int)
    assert (painted[y, x] == PADDING_VALUE).all()
    kept = picture([SQUARE]) > 0
    assert (painted[kept] == WHITE).all()
    assert not (painted[~kept] == WHITE).any()


def test_a_doubt_over_a_label_spoils_the_picture() -> None:
    over = aside(30, 0)
    image = picture([SQUARE])
    assert labelled(teaching(Scripted((SQUARE, 0.9), (over, 0.3))), image) is None


def test_a_shard_keeps_its_provenance_and_never_its_own_labels(tmp_path: Path) -> None:
    pool, out = tmp_path / "pool", tmp_path / "out"
    pool.mkdir()
    out.mkdir()
    wrong = np.array([[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]])
    path = pool / "scenes-7-0000.npz"
    write_shard(path, [picture([SQUARE]), picture([])], [wrong, wrong])
    assert distil_shard(teaching(Thresholder()), path, out) == (2, 2)
    with np.load(out / "distilled-scenes-7-0000.npz") as shard:
        first, second = shard["quads"]
    assert Quad(first[0].astype(np.float64)).jaccard(Quad(SQUARE)) > 0.9
    assert np.isnan(first[1]).all()
    assert np.isnan(second).all()
    rows = json.loads((out / "distilled-scenes-7-0000.json").read_text())
    assert [row["picture"] for row in rows] == [0, 1]
    assert rows[0]["teacher"] == "a teacher"
    assert rows[0]["shard"] == path.name
    assert rows[0]["labels"][0]["looks"] == 1.0
    again = Thresholder()
    assert distil_shard(teaching(again), path, out) == (2, 2)
    assert again.calls == 0  # done once: the teacher is not asked again


def test_a_pool_is_stored_without_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "SHARD_SCENES", 4)
    path = cache.render_shard(tmp_path, None, 3, 0, cache.Contents("pool", labelled=False))
    assert path.name == "pool-3-0000.npz"
    with np.load(path) as shard:
        assert np.isnan(shard["quads"]).all()
        assert shard["images"].std() > 1
    other = cache.render_shard(tmp_path, None, 3, 0)
    with np.load(path) as shard, np.load(other) as usual:
        assert np.isfinite(usual["quads"]).any()
        assert not np.array_equal(shard["images"], usual["images"])


def test_a_shard_of_doubts_alone_is_done_and_holds_nothing(tmp_path: Path) -> None:
    write_shard(tmp_path / "pool-0-0000.npz", [picture([SQUARE])] * 2, [np.zeros((0, 4, 2))] * 2)
    unsure = Thresholder(score=0.3)
    for _ in range(2):
        seen = distil_shard(teaching(unsure), tmp_path / "pool-0-0000.npz", tmp_path)
        assert seen == (0, 2)
    assert unsure.calls == 2 * len(LOOKS)  # the second time nothing is looked at


def test_the_shipped_detector_teaches_with_refined_outlines() -> None:
    """Of a drawn card its labels are nearer than the network alone could say."""
    image, truth = card_on_ground(640, 480)
    teacher = Teacher.shipped()
    answer = labelled(teacher, image)
    assert answer is not None
    (label,) = answer[1]
    assert label.quad.jaccard(truth) > 0.98
    assert all(
        part in teacher.name for part in ("snet-retinanet", "corner-network", "strip-refiner")
    )


def test_what_looks_like_nothing_from_close_by_says_less() -> None:
    """Coloured noise: the network sees something in it, its flattened views hardly do."""
    rng, detector = np.random.default_rng(0), Detector.load("cpu", threads=1)
    finds = []
    for cells in (10, 12, 14, 16):
        noise = rng.integers(0, 256, (cells, cells + 2, 3), np.uint8)
        finds += plain_finds(detector, cv2.resize(noise, (640, 480), interpolation=cv2.INTER_CUBIC))
    assert finds
    assert all(each.score < 0.9 * each.network_score for each in finds)
