"""All designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detector.training.designs.backs import BACKS
from detector.training.designs.fronts import FRONTS
from detector.training.designs.papers import PAPERS

if TYPE_CHECKING:
    from detector.training.designs.design import Design

DESIGNS: tuple[Design, ...] = (*FRONTS, *BACKS, *PAPERS)
