"""The cascade head: what it reads, how it moves outlines, and where it is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from detector.backends.heads import head_for  # noqa: E402 - after torch is known to be there
from detector.backends.onnx import OnnxBackend, OnnxCascadeHead  # noqa: E402
from detector.backends.torch import TorchBackend  # noqa: E402
from detector.cascade import sharpened  # noqa: E402
from detector.decode import Candidate  # noqa: E402
from detector.errors import WeightsError  # noqa: E402
from detector.model import cascade  # noqa: E402
from detector.model.cascade import STRIDES, CascadeHead, Cells  # noqa: E402
from detector.model.lite import LiteBackbone  # noqa: E402
from detector.model.retinanet import SlimRetinaNet  # noqa: E402
from detector.quad import Quad  # noqa: E402
from detector.runtime import Detector  # noqa: E402
from detector.training.benchmark import card_on_ground  # noqa: E402
from detector.training.export_onnx import to_onnx  # noqa: E402
from detector.training.networks import LITE  # noqa: E402
from detector.training.train_cascade import export  # noqa: E402
from detector.weights import (  # noqa: E402
    CASCADE_NAME,
    WeightCard,
    find_weights,
    read_state,
    read_verified,
)

CARD = torch.tensor([[(20.0, 30.0), (120.0, 30.0), (120.0, 90.0), (20.0, 90.0)]])


def ramp(height: int, width: int, stride: int) -> torch.Tensor:
    """Of a picture of height × width px, where each cell's middle lies: (1, 2, h, w)."""
    y, x = torch.meshgrid(
        torch.arange(height // stride), torch.arange(width // stride), indexing="ij"
    )
    return torch.stack([x, y])[None] * stride + 0.5


def random_head(seed: int = 1) -> CascadeHead:
    torch.manual_seed(seed)
    head = CascadeHead().eval()
    torch.nn.init.normal_(head.moves.weight, std=0.1)
    return head


def random_maps(height: int, width: int, count: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(2)
    fine = torch.rand(count, 16, height // 4, width // 4)
    return fine, torch.rand(count, 32, height // 8, width // 8)


def ramps(pictures: int = 1) -> list[torch.Tensor]:
    """Of so many pictures; each one's says a thousand more."""
    more = 1000 * torch.arange(pictures)[:, None, None, None]
    return [ramp(96, 128, stride) + more for stride in STRIDES]


def test_maps_are_read_where_their_cells_lie() -> None:
    points = torch.tensor([[(10.25, 40.0), (0.5, 0.5), (88.7, 13.1)]] * 2)
    seen = Cells(ramps(2), points).at(points)
    expected = torch.cat([points, points], dim=2) + torch.tensor([0, 1000])[:, None, None]
    torch.testing.assert_close(seen, expected)


def test_outside_of_the_picture_lies_what_its_edge_shows() -> None:
    points = torch.tensor([[(-50.0, 44.5), (900.0, 500.0)]])
    seen = Cells(ramps(), points).at(points)
    expected = torch.tensor([[(0.5, 44.5, 0.5, 44.5), (124.5, 92.5, 120.5, 88.5)]])
    torch.testing.assert_close(seen, expected, atol=0.01, rtol=0)


def test_the_backbones_cells_lie_where_the_head_reads_them() -> None:
    """A step of brightness moves a map's own step by as many px."""
    path = find_weights()
    state = read_state(path, WeightCard.load(path.with_suffix(".json")))
    network = TorchBackend(state, "cpu")

    def edge(column: int, which: int, stride: int) -> float:
        picture = np.full((96, 192, 3), 60, np.uint8)
        picture[:, column:] = 200
        rise = np.abs(np.diff(network.run(picture)[which][:, 4], axis=1)).sum(axis=0)
        rise[:2] = rise[-2:] = 0  # the padding's
        return float((rise * (np.arange(len(rise)) + 0.5)).sum() / rise.sum() * stride)

    for which, stride in ((3, 4), (4, 8)):
        places = [edge(column, which, stride) - (column - 0.5) for column in range(80, 96)]
        # Between two cells' middles, 0.5 px into the first: half a cell is what the steps may hide.
        assert abs(np.mean(places) + 0.5) < stride / 2


def test_a_new_head_moves_nothing() -> None:
    torch.testing.assert_close(CascadeHead()(*random_maps(96, 128), CARD[None]), CARD[None])


def test_a_sides_start_and_end_move_inwards_by_their_shares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cascade, "PASSES", 1)
    head = CascadeHead()
    torch.nn.init.zeros_(head.moves.weight)
    head.moves.bias.data = torch.tensor([1.0, 2.0])  # × MOVE_SCALE: .1 at its start, .2 at its end
    (moved,) = head(*random_maps(96, 128), CARD[None])[0]
    # The top side starts .1 · 60 px lower; the left one, which ends there, .2 · 100 px further in.
    expected = [(40.0, 36.0), (110.0, 42.0), (100.0, 84.0), (30.0, 78.0)]
    torch.testing.assert_close(moved, torch.tensor(expected))


def test_which_corner_comes_first_changes_nothing_else() -> None:
    head, maps = random_head(), random_maps(96, 128)
    one, other = (head(*maps, quads[None]) for quads in (CARD, CARD.roll(1, 1)))
    assert (one - CARD).abs().max() > 0.5
    torch.testing.assert_close(one.roll(1, 2), other, atol=1e-3, rtol=0)


def test_each_picture_of_a_batch_is_read_from_its_own_maps() -> None:
    head, maps = random_head(), random_maps(96, 128, count=2)
    both = head(*maps, CARD[None].expand(2, -1, -1, -1))
    for n in range(2):
        alone = head(*(each[n : n + 1] for each in maps), CARD[None])
        torch.testing.assert_close(both[n : n + 1], alone, atol=1e-3, rtol=0)
    assert (both[0] - both[1]).abs().max() > 0.1


@pytest.mark.parametrize(("height", "width", "count"), [(96, 128, 2), (288, 384, 1), (640, 480, 5)])
def test_exported_it_moves_as_much_for_any_size_and_number(
    height: int, width: int, count: int
) -> None:
    head, maps = random_head(), random_maps(height, width)
    quads = CARD * torch.linspace(0.5, 3, count)[:, None, None]
    network = OnnxCascadeHead(export(head))
    moved = network([each[0].numpy() for each in maps], quads.numpy())
    with torch.no_grad():
        expected = head(*maps, quads[None])[0].numpy()
    np.testing.assert_allclose(moved, expected, atol=2e-3)


def test_a_quad_that_becomes_none_keeps_its_own() -> None:
    given = [Quad([(0, 0), (90, 0), (90, 50), (0, 50)]), Quad([(5, 5), (60, 5), (60, 60), (5, 60)])]
    found = [
        Candidate(quad, quad.box, score) for quad, score in zip(given, (0.9, 0.4), strict=True)
    ]

    def moves(maps: object, quads: np.ndarray) -> np.ndarray:
        crossed = quads.copy()
        crossed[0, [0, 1]] = crossed[0, [1, 0]]
        crossed[1] += 2
        return crossed

    first, second = sharpened(moves, [], found)
    assert first == found[0]
    np.testing.assert_allclose(second.quad.corners, given[1].corners + 2)
    assert (second.box, second.score) == (found[1].box, found[1].score)
    assert sharpened(moves, [], []) == []


def test_the_shipped_head_brings_outlines_nearer_to_the_edges() -> None:
    path = find_weights()
    card = WeightCard.load(path.with_suffix(".json"))
    backend = OnnxBackend(read_verified(path), 1)
    plain, headed = Detector(backend, card), Detector(backend, card, head=head_for(card))
    for size in ((640, 480), (1920, 1080)):
        image, truth = card_on_ground(*size)
        (without,), (with_it,) = (
            each.detect(image, refined=False, upright=False) for each in (plain, headed)
        )
        assert 1 - with_it.quad.jaccard(truth) < 0.7 * (1 - without.quad.jaccard(truth))


def test_a_head_is_used_with_the_network_it_reads_alone() -> None:
    card = WeightCard.load(find_weights().with_suffix(".json"))
    assert head_for(card) is not None
    assert head_for(replace(card, state_sha256="another")) is None


def test_a_missing_head_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    card = WeightCard.load(find_weights().with_suffix(".json"))

    def none(name: str) -> Path:
        raise WeightsError(f"no {name}")

    monkeypatch.setattr("detector.backends.heads.find_weights", none)
    with pytest.raises(WeightsError, match=CASCADE_NAME):
        head_for(card)


def test_a_network_gives_the_maps_that_a_head_reads_and_a_teacher_none() -> None:
    torch.manual_seed(0)
    image = np.zeros((64, 96, 3), np.uint8)
    maps = OnnxBackend(to_onnx(SlimRetinaNet().eval())).run(image)[3:]
    assert [each.shape for each in maps] == [(16, 16, 24), (32, 8, 12)]
    teacher = SlimRetinaNet(LITE, LiteBackbone()).eval()
    assert len(OnnxBackend(to_onnx(teacher)).run(image)) == 3
    with pytest.raises(TypeError, match="LiteBackbone"):
        teacher.with_maps(torch.zeros(1, 3, 64, 96))
