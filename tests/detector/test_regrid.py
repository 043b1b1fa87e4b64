"""New anchor sizes from old ones: the quads stay where they were."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.anchors import AnchorGrid  # noqa: E402 - only with torch
from detector.decode import decode  # noqa: E402
from detector.model.retinanet import RetinaConfig, SlimRetinaNet  # noqa: E402
from detector.model.snet import SNetConfig  # noqa: E402
from detector.training.regrid import regrid  # noqa: E402

pytestmark = pytest.mark.torch
SMALL = SNetConfig(8, (8, 8, 16, 16), (1, 1, 1, 1))
OLD = AnchorGrid(base=4.0, scales=(1.0, 2**0.5))


def test_every_new_size_draws_what_its_nearest_old_one_drew() -> None:
    torch.manual_seed(3)
    narrow = RetinaConfig(SMALL, 16, 16, OLD)
    old = SlimRetinaNet(narrow).eval()
    with torch.no_grad():  # a lying card around each anchor's middle, and a box of its own
        bias = old.shapes[-1].bias.view(-1, 12)
        bias[:, :4] = torch.randn(len(bias), 4) / 2
        bias[:, 4:] = torch.tensor([-5.0, -3.0, 5.0, -3.0, 5.0, 3.0, -5.0, 3.0])
    new_grid = AnchorGrid()
    new = SlimRetinaNet(RetinaConfig(SMALL, 16, 16, new_grid)).eval()
    new.load_state_dict(regrid(old.state_dict(), OLD, new_grid))
    picture = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        before, after = old(picture), new(picture)
    # Of the first cell: the old size 64 px feeds the new 40 and 64, the old 90.5 the new 100.
    for new_scale, old_scale in ((0, 0), (1, 0), (2, 1)):
        mine, theirs = 3 * new_scale, 3 * old_scale
        ours = decode(*(x[0, mine : mine + 1].numpy() for x in after),
                      new_grid.boxes(64, 64)[mine : mine + 1], 0.0)  # fmt: skip
        former = decode(*(x[0, theirs : theirs + 1].numpy() for x in before),
                        OLD.boxes(64, 64)[theirs : theirs + 1], 0.0)  # fmt: skip
        (one,), (other,) = ours, former
        np.testing.assert_allclose(one.quad.corners, other.quad.corners, atol=1e-3)
        np.testing.assert_allclose(one.box, other.box, atol=1e-3)


def test_other_strides_are_refused() -> None:
    with pytest.raises(ValueError, match="strides"):
        regrid({}, AnchorGrid(strides=(16, 32)), AnchorGrid())
