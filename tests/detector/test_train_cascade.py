"""What the cascade head learns from, and the command that trains it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from detector.backends.heads import head_for  # noqa: E402 - after torch is known to be there
from detector.training import train_cascade  # noqa: E402
from detector.training.benchmark import card_on_ground  # noqa: E402
from detector.training.cache import write_shard  # noqa: E402
from detector.training.dataset import Batch, Prefetcher, ShardCache  # noqa: E402
from detector.training.timed import Beginning  # noqa: E402
from detector.training.train_cascade import (  # noqa: E402
    CascadeTrainer,
    drawn_outlines,
    move_loss,
)
from detector.weights import CASCADE_NAME, WeightCard, find_weights, read_state  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARD = torch.tensor([[(20.0, 30.0), (120.0, 30.0), (120.0, 90.0), (20.0, 90.0)]])


def test_outlines_are_drawn_from_the_likeliest_anchors_and_matched_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(train_cascade, "JITTER", 0.0)
    monkeypatch.setattr(train_cascade, "LIKELIEST", 3)
    monkeypatch.setattr(train_cascade, "DRAWN", 3)
    torch.manual_seed(0)
    anchors = torch.tensor([(70.0, 60.0, 100.0, 60.0)] * 3 + [(300.0, 60.0, 100.0, 60.0)] * 2)
    # In tenths of an anchor: its own corners, begun at the second one by the anchor before last.
    own = torch.tensor([(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)])
    corners = torch.stack([own, own + 1, own, own.roll(-1, 0), own]).flatten(1)[None]
    logits = torch.tensor([[2.0, 1.0, -9.0, 3.0, -9.0]])
    quads = torch.stack([CARD[0] + 4, CARD[0] + torch.tensor([230.0, 0.0])])[None]
    outlines, there, true = drawn_outlines(logits, corners, anchors, quads)
    assert outlines.shape == (1, 3, 4, 2)
    lying = zip(outlines[there], true, strict=True)
    found = {float(each[0, 0]): pair for each, pair in lying}
    # Two of the first document, from (20, 30) and (30, 36); one of the other one, from its second.
    torch.testing.assert_close(found[20.0], quads[0, 0])
    torch.testing.assert_close(found[30.0], quads[0, 0])
    torch.testing.assert_close(found[350.0], quads[0, 1].roll(-1, 0))


def test_pictures_with_fewer_documents_and_other_things_teach_nothing() -> None:
    anchors = torch.tensor([(70.0, 60.0, 100.0, 60.0)] * 40)
    own = torch.tensor([(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]).flatten()
    corners = own.expand(2, 40, 8)
    quads = torch.full((2, 2, 4, 2), float("nan"))
    quads[1, 0] = CARD[0] + 300
    for each in (quads, torch.empty(2, 0, 4, 2)):
        _, there, true = drawn_outlines(torch.zeros(2, 40), corners, anchors, each)
        assert len(true) == len(there[0]) == 0
        assert move_loss([true], true, true) == 0


def test_what_lies_far_off_counts_no_more_than_its_share() -> None:
    def loss(by: float) -> float:
        return float(move_loss([CARD + by], CARD + by, CARD))

    near, far, farther = loss(1.0), loss(20.0), loss(40.0)
    assert near < far
    # Errors twice as large, weighed half as much.
    assert farther == pytest.approx(far, rel=0.05)
    assert float(move_loss([CARD + 1, CARD], CARD + 1, CARD)) == pytest.approx(near)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Of one card on a plain ground."""
    image, truth = card_on_ground(400, 300)
    folder = tmp_path / "cache"
    folder.mkdir()
    write_shard(folder / "scenes-0-0000.npz", [image] * 4, [truth.corners[None]] * 4)
    return folder


def run_command(monkeypatch: pytest.MonkeyPatch, *options: object) -> None:
    monkeypatch.setattr("sys.argv", ["train_cascade", *map(str, options)])
    train_cascade.main()


def test_the_command_trains_goes_on_and_writes_a_head_of_the_shipped_network(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_cascade, "BATCH", 4)
    steps: list[int] = []
    seeds: list[int] = []

    class Seeded(Prefetcher):
        def __init__(self, cache: ShardCache, batch: int, size: int, seed: int, n: int) -> None:
            seeds.append(seed)
            super().__init__(cache, batch, size, seed, n)

    monkeypatch.setattr(train_cascade, "Prefetcher", Seeded)

    def few(trainer: CascadeTrainer, minutes: float, anneal_minutes: float) -> None:
        assert (minutes, anneal_minutes) == (1.0, 2.0)
        trainer.advance(0.5)
        steps.append(trainer.step)
        trainer.save()

    monkeypatch.setattr(CascadeTrainer, "run", few)
    run, out = tmp_path / "run", tmp_path / "out"
    options = ("--cache", cache, "--run", run, "--out", out, "--minutes", 1, "--anneal-minutes", 2)
    run_command(monkeypatch, *options)
    run_command(monkeypatch, *options, "--resume")
    assert steps == [1, 2]
    # Gone on with, it sees other pictures.
    assert seeds == [0, 1]
    (written,) = out.glob(f"{CASCADE_NAME}-*.onnx")
    facts = json.loads(written.with_suffix(".json").read_text("utf-8"))
    shipped = WeightCard.load(find_weights().with_suffix(".json"))
    assert facts["reads_state_sha256"] == shipped.state_sha256
    assert facts["recipe"]["steps"] == 2
    assert facts["data"]["pictures"] == 4
    monkeypatch.setattr("detector.backends.heads.find_weights", lambda name: written)
    assert head_for(shipped) is not None


class Batches:
    """The same few pictures on and on; some have no document."""

    def __init__(self, draw: Callable[[], object]) -> None:
        self.take = draw


def test_training_moves_outlines_nearer(cache: Path, tmp_path: Path) -> None:
    shards, rng = ShardCache(cache), np.random.default_rng(0)
    samples = [shards.draw(rng, 256) for _ in range(4)]
    images = np.stack([each.image[..., ::-1].transpose(2, 0, 1) for each in samples])
    batch = Batch(images, [each.quads for each in samples])
    empty = Batch(images, [np.empty((0, 4, 2), np.float32)] * 4)
    batches = iter([empty, *[batch] * 39])
    path = find_weights()
    state = read_state(path, WeightCard.load(path.with_suffix(".json")))
    network = train_cascade.read_network(state)
    before = {key: each.clone() for key, each in network.state_dict().items()}
    trainer = CascadeTrainer(
        Batches(lambda: next(batches)),
        tmp_path,
        Beginning(4e-3),
        network,  # type: ignore[arg-type]
    )
    figures = [trainer.advance(0.0) for _ in range(40)]
    assert figures[0]["after"] == figures[0]["before"] == 0  # no document in it
    assert figures[1]["after"] == pytest.approx(figures[1]["before"], rel=0.1)
    last = figures[-8:]
    assert sum(each["after"] for each in last) < 0.9 * sum(each["before"] for each in last)
    for key, each in network.state_dict().items():
        assert torch.equal(each, before[key])
