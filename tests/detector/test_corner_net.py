"""The corner network: rough from the whole view, exact from maps at two px a cell."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.corners import COLUMNS, ROWS, VIEW_HEIGHT, VIEW_WIDTH  # noqa: E402
from detector.model.corner_net import FINE_STRIDE, CornerNet, _onto  # noqa: E402


def views() -> torch.Tensor:
    return torch.rand(2, 3, VIEW_HEIGHT, VIEW_WIDTH, generator=torch.Generator().manual_seed(1))


def test_fresh_maps_say_nothing() -> None:
    """So that a trained network without them goes on as it was."""
    torch.manual_seed(0)
    network = CornerNet().eval()
    with torch.no_grad():
        before = network(views())
        network.onto_columns.zero_()
        network.onto_rows.zero_()
        after = network(views())
    for with_maps, without in zip(before, after, strict=True):
        assert torch.allclose(with_maps, without, atol=1e-5)


@pytest.mark.parametrize(("centres", "size"), [(COLUMNS, VIEW_WIDTH), (ROWS, VIEW_HEIGHT)])
def test_a_place_on_the_map_is_the_same_place_among_the_bins(centres, size: int) -> None:
    onto = _onto(centres, size).numpy()
    inside = (centres > -0.5) & (centres < size - 0.5)
    assert np.allclose(onto.sum(axis=0), inside)
    cells = (np.arange(size // FINE_STRIDE) + 0.5) * FINE_STRIDE - 0.5
    # A value that rises along the axis is read at each bin's own place, but for the last half cell.
    between = (centres >= cells[0]) & (centres <= cells[-1])
    assert np.allclose((cells @ onto)[between], centres[between])


def test_what_the_maps_say_moves_the_corners_and_not_the_chance() -> None:
    torch.manual_seed(0)
    network = CornerNet().eval()
    with torch.no_grad():
        columns, rows, chance = network(views())
        network.maps.heat.bias[0] += 3.0  # one cell in four of the first corner's map
        network.maps.heat.weight[0] += 0.5
        moved_columns, moved_rows, same = network(views())
    assert not torch.allclose(columns[:, 0], moved_columns[:, 0])
    assert not torch.allclose(rows[:, 0], moved_rows[:, 0])
    assert torch.equal(columns[:, 1:], moved_columns[:, 1:])
    assert torch.equal(chance, same)
