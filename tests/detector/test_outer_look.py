"""A frame or a margin that is printed within a document's edge is not taken for the edge."""

from __future__ import annotations

import pytest

from detector.runtime import Detector
from detector.synthesis.assets import load_assets
from detector.training.designs.catalogue import DESIGNS
from detector.training.evaluate import template_jaccard
from detector.training.evaluate_designs import scene_of


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("dark print within a wide margin", 0),
        ("thick inner frame", 1),
        ("frame with round corners", 0),
        ("thin double frame", 0),
    ],
)
def test_the_edge_is_found_around_what_is_printed_within(name: str, index: int) -> None:
    (design,) = [each for each in DESIGNS if each.name == name]
    image, truth = scene_of(design, index, load_assets(None))
    (found,) = Detector.load(threads=1).detect(image, upright=False)
    # Around the print it would be .67 to .91.
    assert template_jaccard(truth, found.quad) > 0.98
