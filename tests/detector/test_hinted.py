"""Where else an outline in doubt is looked for, and what of that is another document's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from detector.around import LEAST_SHARED, shifted
from detector.corners import Cornered
from detector.quad import Quad
from detector.refine import Refined
from tests.detector.test_guesses import guesses
from tests.detector.test_starts import CARD, PLAIN, Seen, doubts, moved, outline, weighing


def test_what_else_the_network_hinted_at_is_looked_at_as_well() -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    elsewhere = moved(CARD, 12.0)

    class Hinted(Seen):
        def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
            close = [np.allclose(quad.corners, elsewhere.corners, atol=0.01) for quad in quads]
            return [Cornered(elsewhere if each else CARD, 0.5, 0.5) for each in close]

        def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(CARD if quad in shifted(CARD) else quad, 0.5, 0.5) for quad in quads]

    sight = Hinted([], [], [], {}, {12.0: 0.9})
    looked = replace(outline(), looks=(guesses([(elsewhere, 0.2), (moved(CARD, 1.0), 0.8)]),))
    (best,) = judge.settle(looked, Refined(CARD, PLAIN), sight)
    assert best.quad == elsewhere
    # The other one says what the outline does.
    assert sight.followed == [12.0]


@pytest.mark.parametrize("share", [0.9 * LEAST_SHARED, 1.1 * LEAST_SHARED])
def test_what_hardly_shares_a_place_with_it_is_another_document(share: float) -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    width = CARD.side_lengths[0]
    beside = Quad(CARD.corners + np.array(((1 - share) * width, 0.0)))

    class Led(Seen):
        def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(beside if quad in shifted(CARD) else quad, 0.5, 0.5) for quad in quads]

        def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(CARD, 0.5, 0.5) for _ in quads]

        def verified(self, quads: Sequence[Quad]) -> list[float]:
            return [0.1 if quad == CARD else 0.9 for quad in quads]

    (best,) = judge.settle(outline(), Refined(CARD, PLAIN), Led([], [], [], {}, {}))
    # However sure the verifier is that one ends there.
    assert best.quad == (beside if share > LEAST_SHARED else CARD)


def test_the_photograph_on_a_card_shares_its_place() -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    photograph = Quad(np.array([(110, 120), (150, 120), (150, 180), (110, 180)]))

    class Led(Seen):
        def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(CARD, 0.5, 0.5) for _ in quads]

        def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(CARD, 0.5, 0.5) for _ in quads]

        def verified(self, quads: Sequence[Quad]) -> list[float]:
            return [0.9 if quad == CARD else 0.1 for quad in quads]

    sight = Led([], [], [], {}, {})
    (best,) = judge.settle(outline(quad=photograph), Refined(photograph, PLAIN), sight)
    assert best.quad == CARD
